// The module that the library's sysconfig takes a build's variables from (`_sysconfigdata_…`, written by CPython's Makefile when it is built).
// Nothing was built here: only what programs ask for, and it says so.
import type { W } from '../object.ts';
import type { Space } from '../space.ts';
import type { ModuleDefinition } from './module-definition.ts';

const VARIABLES: Readonly<Record<string, string | number>> = {
  ABIFLAGS: '',
  AR: 'ar',
  CC: 'cc',
  CFLAGS: '',
  CONFIG_ARGS: '',
  EXT_SUFFIX: '.cpython-314-x86_64-linux-gnu.so',
  HAVE_GETRANDOM: 1,
  HOST_GNU_TYPE: 'x86_64-pc-linux-gnu',
  LIBDIR: '/usr/local/lib',
  MULTIARCH: 'x86_64-linux-gnu',
  PY_CFLAGS: '',
  Py_DEBUG: 0,
  Py_ENABLE_SHARED: 0,
  Py_GIL_DISABLED: 0,
  SHELL: '/bin/sh',
  SIZEOF_VOID_P: 8,
  SO: '.cpython-314-x86_64-linux-gnu.so',
  SOABI: 'cpython-314-x86_64-linux-gnu',
  TZPATH: '/usr/share/zoneinfo:/usr/lib/zoneinfo:/usr/share/lib/zoneinfo:/etc/zoneinfo',
  VERSION: '3.14',
  WITH_DOC_STRINGS: 1,
  WITH_PYMALLOC: 0,
  prefix: '/usr/local',
};

function variables(space: Space): W {
  const w_dict = space.newdict();
  for (const [name, value] of Object.entries(VARIABLES)) {
    space.dictsetstr(w_dict, name, typeof value === 'number' ? space.newint(value) : space.newstr(value));
  }
  return w_dict;
}

export const sysconfigDataModule: ModuleDefinition = {
  name: '_sysconfigdata__linux_x86_64-linux-gnu',
  doc: 'Build variables of an implementation that is not built.',
  values: (space) => ({ build_time_vars: variables(space) }),
};
