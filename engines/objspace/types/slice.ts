// `slice` and the arithmetic of slices: bounds clipped to a length. Models CPython's Objects/sliceobject.c.
import { andThen, runNested } from '../continuation.ts';
import { compare, hash, index, repr } from '../descroperation.ts';
import { leaf, resumable } from '../gateway.ts';
import { normalize } from '../../kernels/int.ts';
import type { Int } from '../../kernels/int.ts';
import { concat } from '../../kernels/text.ts';
import { Payload } from '../object.ts';
import type { W } from '../object.ts';
import type { Comparison } from '../operations.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';

export class SlicePayload extends Payload {
  w_start: W;
  w_stop: W;
  w_step: W;
  constructor(w_start: W, w_stop: W, w_step: W) {
    super();
    this.w_start = w_start;
    this.w_stop = w_stop;
    this.w_step = w_step;
  }
  traverse(visit: (w: W) => void): void {
    visit(this.w_start);
    visit(this.w_stop);
    visit(this.w_step);
  }
  forget(): void {
    this.w_start = this.w_stop = this.w_step = null as unknown as W;
  }
}

const sliceOf = (space: Space, w: W): SlicePayload => space.data(w) as SlicePayload;

export function newslice(space: Space, w_start: W, w_stop: W, w_step: W): W {
  const payload = new SlicePayload(space.own(w_start), space.own(w_stop), space.own(w_step));
  return space.newobj(space.types.slice, payload);
}

/** A slice's bounds before the length is known; what is None is told by the step's sign. */
export interface SliceBounds {
  start: number;
  stop: number;
  step: number;
}

const FAR = Number.MAX_SAFE_INTEGER;

function clipped(value: Int): number {
  if (typeof value === 'number') return value;
  return value < 0n ? -FAR : FAR;
}

function sliceIndex(space: Space, w: W): W {
  const type = space.type(w);
  if (!type.isSubtype(space.types.int) && type.slots.index === null) {
    throw raise(space, 'TypeError', 'slice indices must be integers or None or have an __index__ method');
  }
  return index(space, w);
}

/** A part that nobody has to be asked for: None or an int. */
function plainPart(space: Space, w: W, none: number): number | undefined {
  if (space.is(w, space.w_None)) return none;
  return space.type(w) === space.types.int ? clipped(space.int_w(w)) : undefined;
}

/** The parts where all are plain; undefined: one has to be asked, or is wrong. */
function plainBounds(space: Space, w_slice: W): SliceBounds | undefined {
  const { w_start, w_stop, w_step } = sliceOf(space, w_slice);
  const step = plainPart(space, w_step, 1);
  if (step === undefined || step === 0) return undefined;
  const start = plainPart(space, w_start, step < 0 ? FAR : 0);
  const stop = plainPart(space, w_stop, step < 0 ? -FAR : FAR);
  return start === undefined || stop === undefined ? undefined : { start, stop, step };
}

/**
 * Reads a slice's three parts (PySlice_Unpack) and hands them to `then`; the length is taken afterwards (`adjust`), because
 * `__index__` may change it. Suspends only where a part is of a user's class.
 */
export function unpackSlice(space: Space, w_slice: W, then: (bounds: SliceBounds) => W): W {
  const plain = plainBounds(space, w_slice);
  if (plain !== undefined) return then(plain);
  const { w_start, w_stop, w_step } = sliceOf(space, w_slice);
  const part = (w: W, none: number, next: (n: number) => W): W => {
    if (space.is(w, space.w_None)) return next(none);
    const caller = space.top;
    return andThen(space, caller, sliceIndex(space, w), (w_n) => next(clipped(space.int_w(w_n))));
  };
  return part(w_step, 1, (step) => {
    if (step === 0) throw raise(space, 'ValueError', 'slice step cannot be zero');
    return part(w_start, step < 0 ? FAR : 0, (start) =>
      part(w_stop, step < 0 ? -FAR : FAR, (stop) => then({ start, stop, step })),
    );
  });
}

/** The same for those who cannot suspend. */
export function unpackSliceNested(space: Space, w_slice: W): SliceBounds {
  const plain = plainBounds(space, w_slice);
  if (plain !== undefined) return plain;
  let found: SliceBounds | null = null;
  runNested(space, () =>
    unpackSlice(space, w_slice, (bounds) => {
      found = bounds;
      return space.w_None;
    }),
  );
  return found!;
}

/** Clips to a sequence of `length` items (PySlice_AdjustIndices): the first index, the bound, how many. */
export function adjust(bounds: SliceBounds, length: number): SliceBounds & { count: number } {
  const { step } = bounds;
  const clip = (i: number): number => {
    if (i < 0) {
      const fromEnd = i + length;
      return fromEnd < 0 ? (step < 0 ? -1 : 0) : fromEnd;
    }
    return i >= length ? (step < 0 ? length - 1 : length) : i;
  };
  const start = clip(bounds.start);
  const stop = clip(bounds.stop);
  let count = 0;
  if (step < 0) {
    if (stop < start) count = Math.floor((start - stop - 1) / -step) + 1;
  } else if (start < stop) {
    count = Math.floor((stop - start - 1) / step) + 1;
  }
  return { start, stop, step, count };
}

/** `slice.indices` of any size of ints: (start, stop, step), clipped (_PySlice_GetLongIndices). */
export function longIndices(
  space: Space,
  w_slice: W,
  length: bigint,
  then: (start: bigint, stop: bigint, step: bigint) => W,
): W {
  const { w_start, w_stop, w_step } = sliceOf(space, w_slice);
  const part = (w: W, next: (n: bigint | null) => W): W => {
    if (space.is(w, space.w_None)) return next(null);
    const caller = space.top;
    return andThen(space, caller, sliceIndex(space, w), (w_n) => next(BigInt(space.int_w(w_n))));
  };
  return part(w_step, (given) => {
    const step = given ?? 1n;
    if (step === 0n) throw raise(space, 'ValueError', 'slice step cannot be zero');
    const lower = step < 0n ? -1n : 0n;
    const upper = step < 0n ? length - 1n : length;
    const clip = (i: bigint): bigint => {
      if (i < 0n) return i + length < lower ? lower : i + length;
      return i > upper ? upper : i;
    };
    return part(w_start, (start) =>
      part(w_stop, (stop) =>
        then(
          start === null ? (step < 0n ? upper : lower) : clip(start),
          stop === null ? (step < 0n ? lower : upper) : clip(stop),
          step,
        ),
      ),
    );
  });
}

const asTuple = (space: Space, w: W): W => {
  const { w_start, w_stop, w_step } = sliceOf(space, w);
  return space.newtuple([w_start, w_stop, w_step]);
};

function compareSlices(space: Space, w_a: W, w_b: W, op: Comparison): W {
  if (space.type(w_b) !== space.types.slice) return space.w_NotImplemented;
  if (space.is(w_a, w_b)) return space.newbool(op === 1 || op === 2 || op === 5);
  return compare(space, asTuple(space, w_a), asTuple(space, w_b), op);
}

const MASK = 0xffff_ffff_ffff_ffffn;

/** As a tuple of the three parts, but without their number. */
function hashSlice(space: Space, w: W): W {
  const parts_w = space.tuple_w(asTuple(space, w));
  const from = (i: number, sum: bigint): W => {
    if (i === parts_w.length) {
      return space.newint(sum === MASK ? 1546275796 : normalize(BigInt.asIntN(64, sum)));
    }
    const caller = space.top;
    return andThen(space, caller, hash(space, parts_w[i]), (w_hash) => {
      let next = (sum + (BigInt(space.int_w(w_hash)) & MASK) * 14029467366897019727n) & MASK;
      next = ((next << 31n) | (next >> 33n)) & MASK;
      return from(i + 1, (next * 11400714785074694791n) & MASK);
    });
  };
  return from(0, 2870177450012600261n);
}

const part = (field: 'w_start' | 'w_stop' | 'w_step') => ({
  get: (space: Space, w: W): W => sliceOf(space, w)[field],
  member: true,
});

export const sliceType: TypeDefinition = {
  name: 'slice',
  isBase: false,
  doc: 'slice(stop)\nslice(start, stop[, step])\n\nCreate a slice object.  This is used for extended slicing (e.g. a[0:10:2]).',
  slots: {
    new: (space, _type, args_w, names) => {
      if (names !== null && names.length > 0)
        throw raise(space, 'TypeError', 'slice() takes no keyword arguments');
      const n = args_w.length;
      if (n === 0) throw raise(space, 'TypeError', 'slice expected at least 1 argument, got 0');
      if (n > 3) throw raise(space, 'TypeError', `slice expected at most 3 arguments, got ${n}`);
      if (n === 1) return newslice(space, space.w_None, args_w[0], space.w_None);
      return newslice(space, args_w[0], args_w[1], args_w[2] ?? space.w_None);
    },
    repr: (space, w) => {
      const caller = space.top;
      return andThen(space, caller, repr(space, asTuple(space, w)), (w_text) =>
        space.newtext(concat('slice', space.text_w(w_text))),
      );
    },
    hash: hashSlice,
    compare: compareSlices,
  },
  methods: [
    resumable('indices', '$self, object, /', (space: Space, w: W, w_length: W) => {
      const caller = space.top;
      return andThen(space, caller, index(space, w_length), (w_n) => {
        const length = BigInt(space.int_w(w_n));
        if (length < 0n) throw raise(space, 'ValueError', 'length should not be negative');
        return longIndices(space, w, length, (...parts) =>
          space.newtuple(parts.map((n) => space.newint(normalize(n)))),
        );
      });
    }),
    leaf('__reduce__', '$self, /', (space: Space, w: W) =>
      space.newtuple([space.type(w).w_self, asTuple(space, w)]),
    ),
  ],
  classMethods: [
    leaf('__class_getitem__', '$type, object, /', (space: Space, w_type: W, w_item: W) =>
      space.genericAlias(w_type, w_item),
    ),
  ],
  getset: { start: part('w_start'), stop: part('w_stop'), step: part('w_step') },
};
