// @inline-constants-from ../../frontend/opcodes.ts Op
// Containers from operands, and the steps of comprehensions. Models the BUILD_*, *_ADD, *_UPDATE families of Python/bytecodes.c.
import { Op } from '../../frontend/opcodes.ts';
import type { DictTable } from '../dict-table.ts';
import { Atom, unwrap } from '../object.ts';
import type { Any } from '../object.ts';
import { decref } from '../refcount.ts';
import type { SetStorage } from '../set-storage.ts';
import type { CpythonSpace } from '../space.ts';
import { DONE, at, bodies, define, finishes, pop } from './bodies.ts';
import type { Finish } from './bodies.ts';

/** `n` operands become the content of a new container: their references move. */
function takeOperands(S: (Any | null)[], sp: number, n: number): Any[] {
  const items = new Array<Any>(n);
  for (let i = 0; i < n; i++) items[i] = S[sp - n + i]!;
  return items;
}
define(Op.BUILD_LIST, (space, f, S, sp, arg) => {
  const items = arg === 0 ? [] : takeOperands(S, sp, arg);
  S[sp - arg] = space.container(space.types.list, items);
  f.sp = sp - arg + 1;
  return DONE;
});
define(Op.BUILD_TUPLE, (space, f, S, sp, arg) => {
  S[sp - arg] =
    arg === 0
      ? unwrap(space.own(space.newtuple([])))
      : space.container(space.types.tuple, takeOperands(S, sp, arg));
  f.sp = sp - arg + 1;
  return DONE;
});
define(Op.LIST_APPEND, (_space, f, S, sp, arg) => {
  (S[sp - 1 - arg]!.v as Any[]).push(S[sp - 1]!);
  f.sp = sp - 1;
  return DONE;
});
define(Op.SET_ADD, (space, f, S, sp, arg) => {
  space.setadd(at(S, sp - 1 - arg), at(S, sp - 1));
  f.sp = pop(S, sp, 1);
  return DONE;
});
define(Op.MAP_ADD, (space, f, S, sp, arg) => {
  space.dictset(at(S, sp - 2 - arg), at(S, sp - 2), at(S, sp - 1));
  f.sp = pop(S, sp, 2);
  return DONE;
});

const drop1: Finish = (_space, f, S, sp, _arg, o) => {
  decref(o!);
  f.sp = pop(S, sp, 1);
};

finishes[Op.LIST_EXTEND] = drop1;
finishes[Op.SET_UPDATE] = drop1;
finishes[Op.DICT_UPDATE] = drop1;
finishes[Op.DICT_MERGE] = drop1;

define(Op.BUILD_MAP, (space, f, S, sp, arg) => {
  // The pool's, until the keys are hashed.
  const w_dict = space.newdict();
  const table = unwrap(w_dict).v as DictTable;
  const first = sp - 2 * arg;
  for (let i = first; i < sp; i += 2) table.set(space, S[i]!, S[i + 1]!);
  pop(S, sp, 2 * arg);
  S[first] = space.take(w_dict);
  f.sp = first + 1;
  return DONE;
});

// --- whole containers into others: exact builtin ones are taken as they are
const {
  [Op.LIST_EXTEND]: listExtend,
  [Op.SET_UPDATE]: setUpdate,
  [Op.DICT_UPDATE]: dictUpdate,
  [Op.DICT_MERGE]: dictMerge,
} = bodies;
define(
  Op.LIST_EXTEND,
  (space, f, S, sp, arg) => {
    const o = S[sp - 1]!;
    const { tuple, list } = space.types;
    const to = S[sp - 1 - arg]!.v as Any[];
    if ((o.type !== tuple && o.type !== list) || o.v === to) return listExtend(space, f, S, sp, arg);
    const items = o.v as Any[];
    for (let i = 0; i < items.length; i++) {
      items[i].rc++;
      to.push(items[i]);
    }
    f.sp = pop(S, sp, 1);
    return DONE;
  },
  finishes[Op.LIST_EXTEND],
);
define(
  Op.SET_UPDATE,
  (space, f, S, sp, arg) => {
    const o = S[sp - 1]!;
    const { tuple, list, frozenset, set } = space.types;
    let items: readonly Any[];
    if (o.type === tuple || o.type === list) items = o.v as Any[];
    else if (o.type === frozenset || o.type === set) {
      // Table by table: what a program sees is the order of CPython's set_merge.
      const from = o.v as SetStorage;
      const into = S[sp - 1 - arg]!.v as SetStorage;
      if (!from.plain || !into.plain) return setUpdate(space, f, S, sp, arg);
      into.merge(from);
      f.sp = pop(S, sp, 1);
      return DONE;
    } else return setUpdate(space, f, S, sp, arg);
    const to = S[sp - 1 - arg]!.v as SetStorage;
    for (let i = 0; i < items.length; i++) {
      // A `__hash__` of Python's may do anything.
      if (!(items[i] instanceof Atom)) return setUpdate(space, f, S, sp, arg);
    }
    for (let i = 0; i < items.length; i++) to.add(items[i]);
    f.sp = pop(S, sp, 1);
    return DONE;
  },
  finishes[Op.SET_UPDATE],
);

/** Adds the entries of a dict whose keys are all texts; false: there are others, or with `once` one that is there already. */
function addTexts(space: CpythonSpace, to: DictTable, from: DictTable, once: boolean): boolean {
  const { str } = space.types;
  for (let i = 0; i < from.keys.length; i++) {
    const key = from.keys[i];
    if (key === undefined) continue;
    if (key.type !== str || (once && to.used > 0 && to.find(space, key) >= 0)) return false;
  }
  if (to.merge(space, from)) return true;
  for (let i = 0; i < from.keys.length; i++) {
    const key = from.keys[i];
    if (key !== undefined) to.set(space, key, from.values[i]!);
  }
  return true;
}
for (const [op, general] of [
  [Op.DICT_UPDATE, dictUpdate],
  [Op.DICT_MERGE, dictMerge],
] as const) {
  define(
    op,
    (space, f, S, sp, arg) => {
      const o = S[sp - 1]!;
      const to = S[sp - 1 - arg]!;
      if (o.type !== space.types.dict || o === to) return general(space, f, S, sp, arg);
      if (!addTexts(space, to.v as DictTable, o.v as DictTable, op === Op.DICT_MERGE))
        return general(space, f, S, sp, arg);
      f.sp = pop(S, sp, 1);
      return DONE;
    },
    finishes[op],
  );
}

// --- texts

/** Text of a value without a format, owned; undefined: not here. */
export function quickFormat(space: CpythonSpace, o: Any): Any | undefined {
  const { type, v } = o;
  if (type === space.types.int && typeof v === 'number') return space.boxDigits(v);
  if (type !== space.types.str) return undefined;
  o.rc++;
  return o;
}

/** Texts one after the other, owned; undefined: one is not made of single units. */
export function quickJoin(space: CpythonSpace, parts: readonly Any[]): Any | undefined {
  let text = '';
  for (let i = 0; i < parts.length; i++) {
    const { v } = parts[i];
    if (typeof v !== 'string') return undefined;
    text += v;
  }
  return space.boxText(text);
}

const { [Op.BUILD_STRING]: buildString, [Op.FORMAT_SIMPLE]: formatSimple } = bodies;
define(Op.BUILD_STRING, (space, f, S, sp, arg) => {
  const first = sp - arg;
  const text = quickJoin(space, S.slice(first, sp) as Any[]);
  if (text === undefined) return buildString(space, f, S, sp, arg);
  pop(S, sp, arg);
  S[first] = text;
  f.sp = first + 1;
  return DONE;
});
define(Op.FORMAT_SIMPLE, (space, f, S, sp, arg) => {
  const o = S[sp - 1]!;
  const { str, int } = space.types;
  if (o.type === str) {
    f.sp = sp;
    return DONE;
  }
  if (o.type !== int || typeof o.v !== 'number') return formatSimple(space, f, S, sp, arg);
  S[sp - 1] = space.boxDigits(o.v as number);
  f.sp = sp;
  decref(o);
  return DONE;
});
