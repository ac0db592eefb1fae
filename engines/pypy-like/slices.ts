// @inline-constants-from ../frontend/opcodes.ts Op
// `x[a:b]` of a str, bytes, list or tuple without the slice and the object space between. The host's `slice` has Python's rules for bounds: negative ones count
// from the end, all are cut to the length. Anything else, and every error, is the general way's.
import { Op } from '../frontend/opcodes.ts';
import type { SlicePayload } from '../objspace/types/slice.ts';
import { bodies, define, DONE } from './cold-ops.ts';
import { EMPTY } from './list-strategy.ts';
import { NO_SLOTS, unwrap, W_Object } from './object.ts';
import type { Raw } from './object.ts';
import type { PypySpace } from './space.ts';

/** null: not in this way. */
export function sliced(space: PypySpace, o: Raw, start: Raw, stop: Raw): Raw | null {
  const none = unwrap(space.w_None);
  let from = 0;
  if (typeof start === 'number') from = start;
  else if (start !== none) return null;
  let to = Infinity;
  if (typeof stop === 'number') to = stop;
  else if (stop !== none) return null;
  if (typeof o === 'string') return o.slice(from, to);
  if (typeof o !== 'object') return null;
  const { list, tuple, bytes } = space.types;
  if (o.type === list) {
    const { v, strategy } = o as W_Object;
    const items = (v as Raw[]).slice(from, to);
    return new W_Object(list, items, null, NO_SLOTS, items.length === 0 ? EMPTY : strategy);
  }
  if (o.type === bytes) {
    const content = o.v as Uint8Array;
    const part = content.slice(from, to);
    return part.length === content.length ? o : unwrap(space.newbytes(part));
  }
  if (o.type !== tuple) return null;
  const all = o.v as Raw[];
  const items = all.slice(from, to);
  if (items.length === all.length) return o;
  return items.length === 0 ? unwrap(space.newtuple([])) : new W_Object(tuple, items, null, NO_SLOTS, 0);
}

/** The same by a slice object. */
export function slicedBy(space: PypySpace, o: Raw, slice: W_Object): Raw | null {
  const { w_start, w_stop, w_step } = slice.v as SlicePayload;
  return w_step === space.w_None ? sliced(space, o, unwrap(w_start), unwrap(w_stop)) : null;
}

const general = bodies[Op.BINARY_SLICE];
define(Op.BINARY_SLICE, (space, f, S, sp, arg) => {
  const o = sliced(space, S[sp - 3]!, S[sp - 2]!, S[sp - 1]!);
  if (o === null) return general(space, f, S, sp, arg);
  S[sp - 3] = o;
  f.sp = sp - 2;
  return DONE;
});
