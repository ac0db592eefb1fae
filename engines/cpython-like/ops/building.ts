// @inline-constants-from ../../frontend/opcodes.ts Op
// Containers from operands, and the steps of comprehensions. Models the BUILD_*, *_ADD, *_UPDATE families of Python/bytecodes.c.
import { Op } from '../../frontend/opcodes.ts';
import { unwrap } from '../object.ts';
import type { Any } from '../object.ts';
import { decref } from '../refcount.ts';
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

// --- texts
const { [Op.BUILD_STRING]: buildString, [Op.FORMAT_SIMPLE]: formatSimple } = bodies;
define(Op.BUILD_STRING, (space, f, S, sp, arg) => {
  const first = sp - arg;
  let text = '';
  for (let i = first; i < sp; i++) {
    const { v } = S[i]!;
    if (typeof v !== 'string') return buildString(space, f, S, sp, arg);
    text += v;
  }
  pop(S, sp, arg);
  S[first] = space.boxText(text);
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
  S[sp - 1] = space.boxText(String(o.v));
  f.sp = sp;
  decref(o);
  return DONE;
});
