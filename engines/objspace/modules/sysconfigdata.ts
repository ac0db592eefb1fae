// The module that `sysconfig` reads an interpreter's build from, `_sysconfigdata_…`: CPython's build writes it as Python code from its Makefile. There
// was no Makefile here; what is told is what holds of this interpreter, under the names that the library and programs ask for.
import type { W } from '../object.ts';
import type { Space } from '../space.ts';
import type { ModuleDefinition } from './module-definition.ts';

export const SYSCONFIG_DATA_NAME = '_sysconfigdata__linux_x86_64-linux-gnu';

const PREFIX = '/usr/local';

const VARIABLES: Readonly<Record<string, string | number>> = {
  ABIFLAGS: '',
  BINDIR: `${PREFIX}/bin`,
  BINLIBDEST: `${PREFIX}/lib/python3.14`,
  CONFIG_ARGS: '',
  DESTDIRS: '',
  EXE: '',
  EXT_SUFFIX: '.cpython-314-x86_64-linux-gnu.so',
  HAVE_DYNAMIC_LOADING: 0,
  HAVE_FORK: 0,
  HAVE_GETRANDOM: 1,
  HOST_GNU_TYPE: 'x86_64-pc-linux-gnu',
  INCLUDEDIR: `${PREFIX}/include`,
  INCLUDEPY: `${PREFIX}/include/python3.14`,
  LIBDEST: `${PREFIX}/lib/python3.14`,
  LIBDIR: `${PREFIX}/lib`,
  MACHDEP: 'linux',
  MULTIARCH: 'x86_64-linux-gnu',
  PLATLIBDIR: 'lib',
  PYTHONFRAMEWORK: '',
  Py_DEBUG: 0,
  Py_ENABLE_SHARED: 0,
  Py_GIL_DISABLED: 0,
  Py_TRACE_REFS: 0,
  SIZEOF_DOUBLE: 8,
  SIZEOF_INT: 4,
  SIZEOF_LONG: 8,
  SIZEOF_LONG_LONG: 8,
  SIZEOF_OFF_T: 8,
  SIZEOF_SHORT: 2,
  SIZEOF_SIZE_T: 8,
  SIZEOF_TIME_T: 8,
  SIZEOF_VOID_P: 8,
  SOABI: 'cpython-314-x86_64-linux-gnu',
  TZPATH: '/usr/share/zoneinfo:/usr/lib/zoneinfo:/usr/share/lib/zoneinfo:/etc/zoneinfo',
  VERSION: '3.14',
  WITH_DOC_STRINGS: 1,
  WITH_PYMALLOC: 0,
  exec_prefix: PREFIX,
  prefix: PREFIX,
};

export const sysconfigDataModule: ModuleDefinition = {
  name: SYSCONFIG_DATA_NAME,
  doc: 'System-wide information about the interpreter.',
  values: (space: Space) => {
    const w_variables = space.newdict();
    for (const [name, value] of Object.entries(VARIABLES)) {
      const w_value: W = typeof value === 'string' ? space.newstr(value) : space.newint(value);
      space.dictsetstr(w_variables, name, w_value);
    }
    return { build_time_vars: w_variables };
  },
};
