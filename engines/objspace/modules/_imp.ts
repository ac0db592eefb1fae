// The module `_imp`, what the library's import system asks of the interpreter. Models CPython's Python/import.c; there are no frozen modules
// (the library comes from its zip) and no extension modules.
import { loads, MarshalError } from '../../frontend/marshal.ts';
import type { MarshalValue } from '../../frontend/marshal.ts';
import { MAGIC_NUMBER, sourceHash } from '../../frontend/pyc.ts';
import { repr } from '../../kernels/text.ts';
import { leaf } from '../gateway.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import { codeOf, newCode } from '../types/code.ts';
import { CodeObject } from '../../frontend/code-object.ts';
import { isNative, nativeModule } from './index.ts';
import type { ModuleDefinition } from './module-definition.ts';

const locks = new WeakMap<Space, number>();

/** The same code under another file name, nested code too. */
function renamed(code: CodeObject, from: string, to: string): CodeObject {
  if (code.filename !== from) return code;
  const consts = code.consts.map((c) => (c instanceof CodeObject ? renamed(c, from, to) : c));
  return new CodeObject({ ...code, consts, filename: to });
}

const notFrozen = (space: Space, name: string) =>
  raise(space, 'ImportError', `No such frozen object named ${repr(name)}`);

/** The code of a frozen object that the caller brings along, marshalled. */
function frozenCode(space: Space, name: string, data: Uint8Array): W {
  let value: MarshalValue;
  try {
    value = loads(data);
  } catch (e) {
    if (!(e instanceof MarshalError) && !(e instanceof RangeError)) throw e;
    throw raise(space, 'ImportError', `Frozen object named ${repr(name)} is invalid`);
  }
  if (value instanceof CodeObject) return newCode(space, value);
  throw raise(space, 'TypeError', `frozen object ${repr(name)} is not a code object`);
}

export const impModule: ModuleDefinition = {
  name: '_imp',
  doc: '(Extremely) low-level import machinery bits as used by importlib.',
  functions: [
    leaf('acquire_lock', '', (space: Space) => {
      locks.set(space, (locks.get(space) ?? 0) + 1);
      return space.w_None;
    }),
    leaf('release_lock', '', (space: Space) => {
      const held = locks.get(space) ?? 0;
      if (held === 0) throw raise(space, 'RuntimeError', 'not holding the import lock');
      locks.set(space, held - 1);
      return space.w_None;
    }),
    leaf('lock_held', '', (space: Space) => (locks.get(space) ?? 0) > 0, { result: 'bool' }),
    leaf(
      'is_builtin',
      'name: str, /',
      (_space: Space, name: string) => (name === 'sys' || name === 'builtins' ? -1 : isNative(name) ? 1 : 0),
      { result: 'int' },
    ),
    leaf('create_builtin', 'spec, /', (space: Space, w_spec: W) => {
      const w_name = space.getdictvalue(w_spec, 'name');
      const name = w_name === undefined ? '' : space.str_w(w_name);
      return nativeModule(space, name) ?? space.w_None;
    }),
    leaf('exec_builtin', 'mod, /', () => 0, { result: 'int' }),
    leaf('is_frozen', 'name: str, /', () => false, { result: 'bool' }),
    leaf('is_frozen_package', 'name: str, /', (space: Space, name: string) => {
      throw notFrozen(space, name);
    }),
    leaf('find_frozen', 'name: str, /, *, withdata: bool = False', (space: Space) => space.w_None),
    leaf('get_frozen_object', 'name: str, data=None, /', (space: Space, name: string, w_data: W) => {
      if (space.is(w_data, space.w_None)) throw notFrozen(space, name);
      return frozenCode(space, name, space.buffer_w(w_data));
    }),
    leaf('init_frozen', 'name: str, /', (space: Space) => space.w_None),
    leaf('_frozen_module_names', '', (space: Space) => space.newlist([])),
    leaf('_override_frozen_modules_for_tests', 'override: index, /', () => undefined, { result: 'none' }),
    leaf('_override_multi_interp_extensions_check', 'override: index, /', () => 0, { result: 'int' }),
    leaf('extension_suffixes', '', (space: Space) => space.newlist([])),
    leaf('create_dynamic', 'spec, file=None, /', (space: Space) => {
      throw raise(space, 'ImportError', 'extension modules cannot be loaded');
    }),
    leaf('exec_dynamic', 'mod, /', () => 0, { result: 'int' }),
    leaf('_fix_co_filename', 'code, path: str, /', (space: Space, w_code: W, path: string) => {
      const type = space.type(w_code);
      if (type !== space.types.code)
        throw raise(space, 'TypeError', `_fix_co_filename() argument 1 must be code, not ${type.name}`);
      const payload = codeOf(space, w_code);
      // Code objects are values here: what changes is which one the object shows.
      const fixed = renamed(payload.code, payload.code.filename, path);
      Object.assign(payload, { code: fixed });
      return space.w_None;
    }),
    leaf('source_hash', 'key, source: bytes', (space: Space, _w_key: W, source: Uint8Array) =>
      space.newbytes(sourceHash(source)),
    ),
  ],
  values: (space: Space) => ({
    check_hash_based_pycs: space.newstr('default'),
    pyc_magic_number_token: space.newint(
      new DataView(MAGIC_NUMBER.buffer, MAGIC_NUMBER.byteOffset).getUint32(0, true),
    ),
  }),
};
