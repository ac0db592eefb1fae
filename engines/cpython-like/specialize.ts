// @inline-constants-from ../frontend/opcodes.ts Op
// Quickening: an instruction that meets types it has a form for becomes that form, with what it learnt in the cache of its place. Models
// Python/specialize.c: families, guards by type version and keys version, deoptimisation back to the general form. A form that
// fails goes back at once; after MOST_MISSES failures the place stays general, so that mixed types do not flip for ever.
import { Op, opBase } from '../frontend/opcodes.ts';
import type { W } from '../objspace/object.ts';
import { MemberDescriptor } from '../objspace/types/descriptors.ts';
import { ModulePayload } from '../objspace/types/module.ts';
import { TypeObject } from '../objspace/typeobject.ts';
import { isMethodLike } from './ops/index.ts';
import type { DictTable } from './dict-table.ts';
import type { PyFrame } from './frame.ts';
import { Materialised, Obj, unwrap } from './object.ts';
import type { Any } from './object.ts';
import { sharedKeys } from './shared-keys.ts';
import type { CpythonSpace } from './space.ts';
import { Super } from './superinstructions.ts';

const MOST_MISSES = 16;

/** What a place has learnt. One shape for every family, so that loads of it stay monomorphic. */
export class Cache {
  /** Type version, or version of the keys of globals. */
  version = -1;
  /** Version of the keys of builtins. */
  version2 = -1;
  index = 0;
  /** Method or value of the class; borrowed: a change of the class or the dict changes the version. */
  value: Any | null = null;
  /** The `__get__` of that value's class; borrowed as well. */
  method: Any | null = null;
  /** The names of CALL_KW. */
  names: readonly string[] | null = null;
  misses = 0;
}

export function cacheAt(f: PyFrame, pc: number): Cache {
  const { caches } = f.code;
  return (caches[(pc - 2) >> 1] ??= new Cache()) as Cache;
}

function become(f: PyFrame, pc: number, op: number): void {
  f.code.instructions[pc - 2] = op;
}

/** Back to the general form. */
export function deoptimize(f: PyFrame, pc: number): void {
  const { instructions } = f.code;
  instructions[pc - 2] = opBase[instructions[pc - 2]];
  cacheAt(f, pc).misses++;
}

const mayTry = (f: PyFrame, pc: number): boolean => cacheAt(f, pc).misses < MOST_MISSES;

export function specializeLoadGlobal(space: CpythonSpace, f: PyFrame, pc: number, arg: number): void {
  if (!mayTry(f, pc)) return;
  const { dict } = space.types;
  if (f.globals.type !== dict || f.builtins.type !== dict) return;
  const name = f.code.names[arg >> 1];
  const globals = f.globals.v as DictTable;
  const cache = cacheAt(f, pc);
  let i = globals.findText(space, name);
  if (i >= 0) {
    cache.version = globals.version;
    cache.index = i;
    become(f, pc, Op.LOAD_GLOBAL_MODULE);
    return;
  }
  const builtins = f.builtins.v as DictTable;
  i = builtins.findText(space, name);
  if (i < 0) return;
  cache.version = globals.version;
  cache.version2 = builtins.version;
  cache.index = i;
  become(f, pc, Op.LOAD_GLOBAL_BUILTIN);
}

export function specializeLoadAttr(space: CpythonSpace, f: PyFrame, pc: number, arg: number, o: Any): void {
  if (!mayTry(f, pc)) return;
  const op = attributeForm(space, o, f.code.names[arg >> 1], (arg & 1) === 1, cacheAt(f, pc));
  if (op === 0) return;
  become(f, pc, op);
  if (op !== Op.LOAD_ATTR_INSTANCE_VALUE || pc < 4) return;
  const { instructions, original } = f.code;
  if (original[pc - 4] === Op.LOAD_FAST_BORROW && instructions[pc - 4] === Op.LOAD_FAST_BORROW)
    instructions[pc - 4] = Super.LOCAL_ATTR;
}

/** The form of LOAD_ATTR for this object, with what it needs in `cache`; 0: none. */
export function attributeForm(
  space: CpythonSpace,
  o: Any,
  name: string,
  wantsMethod: boolean,
  cache: Cache,
): number {
  const { type } = o;
  const { types } = space;
  if (type === types.module && o.v instanceof ModulePayload) {
    const table = unwrap(o.v.w_dict).v as DictTable;
    const i = table.findText(space, name);
    if (i < 0 || type.lookup(name) !== undefined) return 0;
    cache.version = table.version;
    cache.index = i;
    return Op.LOAD_ATTR_MODULE;
  }
  if (o.v instanceof TypeObject) return classForm(space, name, o.v, type, cache);
  if (type.slots.getattr !== types.object.slots.getattr) return 0;
  const w_descr = type.lookup(name);
  const d = o instanceof Obj ? o.d : null;
  if (d instanceof Materialised) return 0;
  if (w_descr === undefined) {
    if (!type.hasDict) return 0;
    const i = sharedKeys(type).find(name);
    if (i < 0) return 0;
    cache.version = type.version;
    cache.index = i;
    return Op.LOAD_ATTR_INSTANCE_VALUE;
  }
  const descr = unwrap(w_descr);
  if (descr.v instanceof MemberDescriptor) {
    if (!type.isSubtype(descr.v.owner)) return 0;
    cache.version = type.version;
    cache.index = descr.v.index;
    return Op.LOAD_ATTR_SLOT;
  }
  // Nothing of that name may be hidden in an instance: SharedKeys.add makes a new version when such a key comes.
  if (type.hasDict && sharedKeys(type).find(name) >= 0) return 0;
  const { descrGet, descrSet } = descr.type.slots;
  if (wantsMethod && isMethodLike(space, descr.type)) {
    cache.version = type.version;
    cache.value = descr;
    return type.hasDict ? Op.LOAD_ATTR_METHOD_WITH_VALUES : Op.LOAD_ATTR_METHOD_NO_DICT;
  }
  if (descrGet === null && descrSet === null) {
    cache.version = type.version;
    cache.value = descr;
    return type.hasDict ? Op.LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES : Op.LOAD_ATTR_NONDESCRIPTOR_NO_DICT;
  }
  return 0;
}

/** `Class.name` where neither the metaclass nor a descriptor has a say. */
function classForm(
  space: CpythonSpace,
  name: string,
  owner: TypeObject,
  metatype: TypeObject,
  cache: Cache,
): number {
  if (metatype !== space.types.type || metatype.lookup(name) !== undefined) return 0;
  const w_found: W | undefined = owner.lookup(name);
  if (w_found === undefined) return 0;
  const found = unwrap(w_found);
  const { descrGet } = found.type.slots;
  if (descrGet !== null && found.type !== space.types.function) return 0;
  cache.version = owner.version;
  cache.value = found;
  return Op.LOAD_ATTR_CLASS;
}

export function specializeStoreAttr(space: CpythonSpace, f: PyFrame, pc: number, arg: number, o: Any): void {
  if (!mayTry(f, pc)) return;
  const op = storeForm(space, o, f.code.names[arg], cacheAt(f, pc));
  if (op !== 0) become(f, pc, op);
}

/** The form of STORE_ATTR for this object, with what it needs in `cache`; 0: none. */
export function storeForm(space: CpythonSpace, o: Any, name: string, cache: Cache): number {
  const { type } = o;
  if (!(o instanceof Obj) || o.d instanceof Materialised) return 0;
  if (type.slots.setattr !== space.types.object.slots.setattr) return 0;
  const w_descr = type.lookup(name);
  if (w_descr !== undefined) {
    const descr = unwrap(w_descr);
    if (descr.v instanceof MemberDescriptor && type.isSubtype(descr.v.owner)) {
      cache.version = type.version;
      cache.index = descr.v.index;
      return Op.STORE_ATTR_SLOT;
    }
    if (descr.type.slots.descrSet !== null) return 0;
  }
  if (!type.hasDict) return 0;
  const i = sharedKeys(type).find(name);
  if (i < 0) return 0;
  cache.version = type.version;
  cache.index = i;
  return Op.STORE_ATTR_INSTANCE_VALUE;
}
