// Builtins over exact builtin types where they run no code of Python's and cannot fail: by value, so that compiled code need not put its
// operands where an exception or another frame would find them. undefined: not here; direct-calls.ts and the general way come next, and word the
// errors. Models the CALL_LEN, CALL_LIST_APPEND, METHOD_DESCRIPTOR_O family of CPython's Python/bytecodes.c.
import { hashHigh, hashInt, hashText, intOfHalves } from '../kernels/hash.ts';
import type { Int } from '../kernels/int.ts';
import type { Text } from '../kernels/text.ts';
import { TypeObject } from '../objspace/typeobject.ts';
import { UNKNOWN } from './dict-table.ts';
import type { DictTable } from './dict-table.ts';
import { quickLength } from './ops/quick-operators.ts';
import { unwrap, wrap } from './object.ts';
import type { Any } from './object.ts';
import { flatTuple, isFlat } from './set-storage.ts';
import type { SetStorage } from './set-storage.ts';
import type { CpythonSpace } from './space.ts';

/** Operands from the receiver, or the first argument, on; the answer is owned. */
export type PlainCall = (space: CpythonSpace, a: Any, b: Any, c: Any) => Any | undefined;

function none(space: CpythonSpace): Any {
  const o = unwrap(space.w_None);
  o.rc++;
  return o;
}

function dictGet(space: CpythonSpace, dict: Any, key: Any, otherwise: Any): Any | undefined {
  if (dict.type !== space.types.dict) return undefined;
  const table = dict.v as DictTable;
  const i = table.findPlain(space, key);
  if (i === UNKNOWN) return undefined;
  const o = i < 0 ? otherwise : table.values[i]!;
  o.rc++;
  return o;
}

/** `min` and `max` of two numbers; of equal ones the first. */
export function lesser(space: CpythonSpace, a: Any, b: Any, isMin: boolean): Any | undefined {
  const { int, float } = space.types;
  if (a.type !== b.type || (a.type !== int && a.type !== float)) return undefined;
  if (typeof a.v !== 'number' || typeof b.v !== 'number') return undefined;
  const o = (isMin ? b.v < a.v : b.v > a.v) ? b : a;
  o.rc++;
  return o;
}

/** An attribute that needs no more than being found, borrowed; null: there is none; undefined: the general way tells. */
export function attributeOf(space: CpythonSpace, o: Any, name: Any): Any | null | undefined {
  const { type } = o;
  const { types } = space;
  if (name.type !== types.str || typeof name.v !== 'string') return undefined;
  if (o.v instanceof TypeObject) return attributeOfClass(space, type, o.v, name.v);
  if (type.slots.getattr !== types.object.slots.getattr || type === types.module) return undefined;
  const w_descr = type.lookup(name.v);
  if (w_descr !== undefined) {
    const { descrGet, descrSet } = space.type(w_descr).slots;
    return descrGet === null && descrSet === null
      ? unwrap(space.getdictvalue(wrap(o), name.v) ?? w_descr)
      : undefined;
  }
  const w = space.getdictvalue(wrap(o), name.v);
  return w === undefined ? null : unwrap(w);
}

/** The same of a class: its metaclass has nothing of that name. */
function attributeOfClass(
  space: CpythonSpace,
  metatype: TypeObject,
  type: TypeObject,
  name: string,
): Any | null | undefined {
  const { types } = space;
  if (metatype.slots.getattr !== types.type.slots.getattr || metatype.lookup(name) !== undefined)
    return undefined;
  const w = type.lookup(name);
  if (w === undefined) return null;
  const found = unwrap(w);
  return found.type === types.function || found.type.slots.descrGet === null ? found : undefined;
}

/** Texts of more than one unit each, of a list or tuple. */
function join(space: CpythonSpace, separator: Any, o: Any): Any | undefined {
  const { str, list, tuple } = space.types;
  if (separator.type !== str || typeof separator.v !== 'string') return undefined;
  if (o.type !== list && o.type !== tuple) return undefined;
  const items = o.v as Any[];
  const { length } = items;
  if (length < 2) return undefined;
  let size = separator.v.length * (length - 1);
  const parts = new Array<string>(length);
  for (let i = 0; i < length; i++) {
    const { type, v } = items[i];
    if (type !== str || typeof v !== 'string') return undefined;
    size += v.length;
    parts[i] = v;
  }
  if (size > MOST_TEXT) return undefined;
  return space.boxText(parts.join(separator.v));
}

/** Longer texts are left to the way that can fail. */
const MOST_TEXT = 1 << 24;

/** By owner, name and number of operands. */
export const PLAIN_CALLS: Readonly<Record<string, PlainCall>> = {
  'list.pop/1': (space, list) => (list.type === space.types.list ? (list.v as Any[]).pop() : undefined),
  'list.pop/2': (space, list, index) => {
    const { list: LIST, int } = space.types;
    if (list.type !== LIST || index.type !== int || typeof index.v !== 'number') return undefined;
    const items = list.v as Any[];
    const i = index.v < 0 ? index.v + items.length : index.v;
    if (i < 0 || i >= items.length) return undefined;
    return i === 0 ? items.shift()! : items.splice(i, 1)[0];
  },
  'dict.get/2': (space, dict, key) => dictGet(space, dict, key, unwrap(space.w_None)),
  'dict.get/3': (space, dict, key, otherwise) => dictGet(space, dict, key, otherwise),
  'dict.setdefault/3': (space, dict, key, otherwise) => {
    if (dict.type !== space.types.dict) return undefined;
    const table = dict.v as DictTable;
    const i = table.findPlain(space, key);
    if (i === UNKNOWN) return undefined;
    if (i < 0) table.setPlain(space, key, otherwise);
    const o = i < 0 ? otherwise : table.values[i]!;
    o.rc++;
    return o;
  },
  'set.add/2': (space, set, key) =>
    set.type === space.types.set && (set.v as SetStorage).addPlain(key) ? none(space) : undefined,
  'set.discard/2': (space, set, key) => {
    if (set.type !== space.types.set) return undefined;
    return (set.v as SetStorage).discardPlain(key) === undefined ? undefined : none(space);
  },
  'set.remove/2': (space, set, key) => {
    if (set.type !== space.types.set) return undefined;
    return (set.v as SetStorage).discardPlain(key) === true ? none(space) : undefined;
  },
  'str.join/2': join,
  'getattr/3': (space, o, name, otherwise) => {
    const found = attributeOf(space, o, name);
    if (found === undefined) return undefined;
    const value = found ?? otherwise;
    value.rc++;
    return value;
  },
  'getattr/2': (space, o, name) => {
    const found = attributeOf(space, o, name);
    if (found === undefined || found === null) return undefined;
    found.rc++;
    return found;
  },
  'hash/1': (space, o) => {
    const { int, str, tuple } = space.types;
    const { type, v } = o;
    if (type === int) return space.ownedInt(hashInt(v as Int));
    if (type === str) return space.ownedInt(hashText(v as Text));
    return type === tuple && isFlat(space, v as Any[])
      ? space.ownedInt(intOfHalves(flatTuple(space, v as Any[]), hashHigh))
      : undefined;
  },
  'chr/1': (space, { type, v }) => {
    if (type !== space.types.int || typeof v !== 'number' || v < 0 || v > 0xffff) return undefined;
    return space.character(v);
  },
  'abs/1': (space, { type, v }) => {
    if (type === space.types.float) return space.boxFloat(Math.abs(v as number));
    return type === space.types.int && typeof v === 'number' ? space.ownedInt(Math.abs(v)) : undefined;
  },
  'min/2': (space, a, b) => lesser(space, a, b, true),
  'max/2': (space, a, b) => lesser(space, a, b, false),
};

/** Those that answer a truth. */
export const PLAIN_TRUTHS: Readonly<
  Record<string, (space: CpythonSpace, a: Any, b: Any) => boolean | undefined>
> = {
  'hasattr/2': (space, o, name) => {
    const found = attributeOf(space, o, name);
    return found === undefined ? undefined : found !== null;
  },
  'issubclass/2': (space, derived, { type, v }) => {
    if (type !== space.types.type || !(derived.v instanceof TypeObject)) return undefined;
    return derived.v.isSubtype(v as TypeObject);
  },
  'str.startswith/2': (space, text, prefix) => {
    const { str } = space.types;
    if (text.type !== str || prefix.type !== str) return undefined;
    if (typeof text.v !== 'string' || typeof prefix.v !== 'string') return undefined;
    return text.v.startsWith(prefix.v);
  },
  'str.endswith/2': (space, text, suffix) => {
    const { str } = space.types;
    if (text.type !== str || suffix.type !== str) return undefined;
    if (typeof text.v !== 'string' || typeof suffix.v !== 'string') return undefined;
    return text.v.endsWith(suffix.v);
  },
};

/** Those that answer a number, which needs no box; -1: not here. */
export const PLAIN_NUMBERS: Readonly<Record<string, (space: CpythonSpace, o: Any) => number>> = {
  'len/1': quickLength,
  'ord/1': (space, { type, v }) =>
    type === space.types.str && typeof v === 'string' && v.length === 1 ? v.charCodeAt(0) : -1,
};
