// @inline-constants-from ../../frontend/opcodes.ts Op
// Sequences to operands. Models UNPACK_SEQUENCE and UNPACK_EX of Python/bytecodes.c and _PyEval_UnpackIterableStackRef.
import { Op } from '../../frontend/opcodes.ts';
import { andThen } from '../../objspace/continuation.ts';
import { iter } from '../../objspace/descroperation.ts';
import type { W } from '../../objspace/object.ts';
import { raise } from '../../objspace/raise.ts';
import { firstItems } from '../../objspace/types/collecting.ts';
import type { DictTable } from '../dict-table.ts';
import type { PyFrame } from '../frame.ts';
import { unwrap, wrap } from '../object.ts';
import type { Any } from '../object.ts';
import { dealloc, decref } from '../refcount.ts';
import type { CpythonSpace } from '../space.ts';
import { bodies, DONE, define, pop } from './bodies.ts';
import type { Finish } from './bodies.ts';

function unpacked(space: CpythonSpace, f: PyFrame, items_w: readonly W[]): void {
  const S = f.stack;
  for (const w of items_w) space.own(w);
  let sp = pop(S, f.sp, 1);
  for (let i = items_w.length - 1; i >= 0; i--) S[sp++] = unwrap(items_w[i]);
  f.sp = sp;
}

export function unpackIterable(space: CpythonSpace, w_x: W, before: number, after: number): W {
  const type = space.type(w_x);
  if (type.slots.iter === null && type.slots.getitem === null) {
    throw raise(space, 'TypeError', `cannot unpack non-iterable ${type.name} object`);
  }
  const most = after < 0 ? before + 1 : Infinity;
  const caller = space.top;
  return andThen(space, caller, iter(space, w_x), (w_iterator) => firstItems(space, w_iterator, most));
}

define(
  Op.UNPACK_SEQUENCE,
  (space, f, S, sp, arg) => {
    const o = S[sp - 1]!;
    if (o.type === space.types.tuple || o.type === space.types.list) {
      const items = o.v as Any[];
      if (items.length === arg) {
        sp--;
        for (let i = arg - 1; i >= 0; i--) {
          const item = items[i];
          item.rc++;
          S[sp++] = item;
        }
        f.sp = sp;
        if (--o.rc === 0) dealloc(o);
        return DONE;
      }
    }
    return unpackIterable(space, wrap(o), arg, -1);
  },
  (space, f, _S, _sp, arg, o) => {
    const items_w = o!.v as W[];
    const got = items_w.length;
    if (got !== arg) {
      const source = f.stack[f.sp - 1]!;
      decref(o!);
      const { types } = space;
      if (got < arg)
        throw raise(space, 'ValueError', `not enough values to unpack (expected ${arg}, got ${got})`);
      const sized = source.type === types.list || source.type === types.tuple || source.type === types.dict;
      const count = source.v instanceof Array ? source.v.length : sized ? (source.v as DictTable).used : 0;
      throw raise(
        space,
        'ValueError',
        `too many values to unpack (expected ${arg}${sized ? `, got ${count}` : ''})`,
      );
    }
    unpacked(space, f, items_w);
    decref(o!);
  },
);
const unpackEx = bodies[Op.UNPACK_EX];
const unpackExFinish: Finish = (space, f, _S, _sp, arg, o) => {
  const items_w = o!.v as W[];
  const before = arg & 0xff;
  const after = arg >> 8;
  if (items_w.length < before + after) {
    const got = items_w.length;
    decref(o!);
    throw raise(
      space,
      'ValueError',
      `not enough values to unpack (expected at least ${before + after}, got ${got})`,
    );
  }
  const rest = items_w.slice(before, items_w.length - after);
  const w_rest = space.newlist(rest);
  unpacked(space, f, [...items_w.slice(0, before), w_rest, ...items_w.slice(items_w.length - after)]);
  decref(o!);
  space.drain();
};
define(
  Op.UNPACK_EX,
  (space, f, S, sp, arg) => {
    const o = S[sp - 1]!;
    const { tuple, list } = space.types;
    const before = arg & 0xff;
    const after = arg >> 8;
    if (o.type !== tuple && o.type !== list) return unpackEx(space, f, S, sp, arg);
    const items = o.v as Any[];
    const { length } = items;
    if (length < before + after) return unpackEx(space, f, S, sp, arg);
    for (let i = 0; i < length; i++) items[i].rc++;
    const rest = space.container(list, items.slice(before, length - after));
    sp--;
    for (let i = length - 1; i >= length - after; i--) S[sp++] = items[i];
    S[sp++] = rest;
    for (let i = before - 1; i >= 0; i--) S[sp++] = items[i];
    f.sp = sp;
    if (--o.rc === 0) dealloc(o);
    return DONE;
  },
  unpackExFinish,
);
