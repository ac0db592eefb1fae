// `range` over ints of any size, and its iterators: one on host numbers where start, end and step are small, else on big ones. Models CPython's
// Objects/rangeobject.c.
import { add, equal, floordiv, mod, mul, normalize, sub } from '../../kernels/int.ts';
import type { Int } from '../../kernels/int.ts';
import { andThen, runNested } from '../continuation.ts';
import { compare as compareValues, hash, index, isTrueNested } from '../descroperation.ts';
import { leaf, resumable } from '../gateway.ts';
import { Payload, STOP } from '../object.ts';
import type { W } from '../object.ts';
import { EQ, NE } from '../operations.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { Getset, TypeDefinition } from '../typedef.ts';
import { DirectPayload, MOST_AT_ONCE } from './collecting.ts';
import { selfIter } from './iterators.ts';
import { longIndices } from './slice.ts';

/** The bounds are ints and refer to nothing else, so host values stand for them; only of large ones the objects are kept, which have an identity. */
export class RangePayload extends DirectPayload {
  readonly start: Int;
  readonly stop: Int;
  readonly step: Int;
  readonly length: Int;
  constructor(start: Int, stop: Int, step: Int) {
    super();
    this.start = start;
    this.stop = stop;
    this.step = step;
    this.length = lengthOf(start, stop, step);
  }
  /** Start, stop and step as they were given, owned; null: they are small. */
  given_w: readonly (W | null)[] | null = null;
  traverse(visit: (w: W) => void): void {
    for (const w of this.given_w ?? []) if (w !== null) visit(w);
  }
  forget(): void {
    this.given_w = null;
  }
  directItems(space: Space): readonly W[] | undefined {
    const { start, stop, step, length } = this;
    if (typeof length !== 'number' || length > MOST_AT_ONCE) return undefined;
    if (typeof start !== 'number' || typeof stop !== 'number' || typeof step !== 'number') return undefined;
    const items_w: W[] = [];
    for (let i = 0, at = start; i < length; i++, at += step) items_w.push(space.newint(at));
    return items_w;
  }
}

/** A range of what a program has given, one to three ints. */
function rangeOfGiven(space: Space, ints_w: readonly W[]): W {
  const values = ints_w.map((w) => space.int_w(w));
  const [start, stop] = values.length === 1 ? [0, values[0]] : values;
  const w_range = newrange(space, start, stop, values[2] ?? 1);
  if (values.some((value) => typeof value !== 'number')) {
    const places_w =
      ints_w.length === 1 ? [null, ints_w[0], null] : [ints_w[0], ints_w[1], ints_w[2] ?? null];
    rangeOf(space, w_range).given_w = places_w.map((w) => (w === null ? null : space.own(w)));
  }
  return w_range;
}

const bound = (name: 'start' | 'stop' | 'step', place: number): Getset => ({
  get: (space, w) => {
    const range = rangeOf(space, w);
    return range.given_w?.[place] ?? space.newint(range[name]);
  },
  member: true,
});

function lengthOf(start: Int, stop: Int, step: Int): Int {
  const [low, high, stride] = step > 0 ? [start, stop, step] : [stop, start, sub(0, step)];
  if (low >= high) return 0;
  return add(floordiv(sub(sub(high, low), 1), stride), 1);
}

export const rangeOf = (space: Space, w: W): RangePayload => space.data(w) as RangePayload;

export function newrange(space: Space, start: Int, stop: Int, step: Int): W {
  return space.newobj(space.types.range, new RangePayload(start, stop, step));
}

const itemAt = (range: RangePayload, i: Int): Int => add(range.start, mul(i, range.step));

/** Items as host numbers stay exact this far. */
const isSmall = (n: Int): n is number => typeof n === 'number';

// --- iterators

export class RangeIterator extends Payload {
  next: number;
  readonly step: number;
  remaining: number;
  constructor(next: number, step: number, remaining: number) {
    super();
    this.next = next;
    this.step = step;
    this.remaining = remaining;
  }
  traverse(): void {}
  forget(): void {}
}

export class LongRangeIterator extends Payload {
  next: Int;
  readonly step: Int;
  remaining: Int;
  constructor(next: Int, step: Int, remaining: Int) {
    super();
    this.next = next;
    this.step = step;
    this.remaining = remaining;
  }
  traverse(): void {}
  forget(): void {}
}

function iterateFrom(space: Space, start: Int, step: Int, length: Int): W {
  const end = add(start, mul(step, length));
  if (isSmall(start) && isSmall(step) && isSmall(length) && isSmall(end)) {
    return space.newobj(space.types.range_iterator, new RangeIterator(start, step, length));
  }
  return space.newobj(space.types.longrange_iterator, new LongRangeIterator(start, step, length));
}

type AnyIterator = RangeIterator | LongRangeIterator;
const iteratorOf = (space: Space, w: W): AnyIterator => space.data(w) as AnyIterator;

function iteratorType(name: 'range_iterator' | 'longrange_iterator'): TypeDefinition {
  return {
    name,
    isBase: false,
    slots: {
      iter: selfIter,
      iternext:
        name === 'range_iterator'
          ? (space, w) => {
              const iterator = space.data(w) as RangeIterator;
              if (iterator.remaining === 0) return STOP;
              iterator.remaining--;
              const value = iterator.next;
              iterator.next = value + iterator.step;
              return space.newint(value);
            }
          : (space, w) => {
              const iterator = space.data(w) as LongRangeIterator;
              if (equal(iterator.remaining, 0)) return STOP;
              iterator.remaining = sub(iterator.remaining, 1);
              const value = iterator.next;
              iterator.next = add(value, iterator.step);
              return space.newint(value);
            },
    },
    methods: [
      leaf('__length_hint__', '$self, /', (space: Space, w: W) => iteratorOf(space, w).remaining, {
        result: 'int',
        effect: 'reads',
      }),
      leaf('__reduce__', '$self, /', (space: Space, w: W) => {
        const { next, step, remaining } = iteratorOf(space, w);
        const w_range = newrange(space, next, add(next, mul(step, remaining)), step);
        return space.newtuple([space.builtin('iter'), space.newtuple([w_range]), space.w_None]);
      }),
      leaf('__setstate__', '$self, state: int, /', (space: Space, w: W, state: Int) => {
        const iterator = iteratorOf(space, w);
        const taken = state < 0 ? 0 : state > iterator.remaining ? iterator.remaining : state;
        iterator.next = add(iterator.next, mul(taken, iterator.step)) as number;
        iterator.remaining = sub(iterator.remaining, taken) as number;
        return space.w_None;
      }),
    ],
  };
}

// --- range

function getitem(space: Space, w_range: W, w_key: W): W {
  const range = rangeOf(space, w_range);
  if (space.type(w_key) === space.types.slice) {
    return longIndices(space, w_key, BigInt(range.length), (start, stop, step) =>
      newrange(
        space,
        itemAt(range, normalize(start)),
        itemAt(range, normalize(stop)),
        mul(range.step, normalize(step)),
      ),
    );
  }
  const type = space.type(w_key);
  if (type.slots.index === null && !type.isSubtype(space.types.int)) {
    throw raise(space, 'TypeError', `range indices must be integers or slices, not ${type.name}`);
  }
  return andThen(space, space.top, index(space, w_key), (w_n) => {
    const n = space.int_w(w_n);
    const i = n < 0 ? add(n, range.length) : n;
    if (i < 0 || i >= range.length) throw raise(space, 'IndexError', 'range object index out of range');
    return space.newint(itemAt(range, i));
  });
}

/** The place of an int in the range, or undefined. */
function indexOfInt({ start, stop, step }: RangePayload, value: Int): Int | undefined {
  const inside = step > 0 ? start <= value && value < stop : stop < value && value <= start;
  if (!inside) return undefined;
  const distance = sub(value, start);
  return equal(mod(distance, step), 0) ? floordiv(distance, step) : undefined;
}

function isExactInt(space: Space, w: W): boolean {
  const type = space.type(w);
  return type === space.types.int || type === space.types.bool;
}

/** For what is no int, item by item as any iterable. */
function searchNested(space: Space, range: RangePayload, w_value: W, found: (i: Int) => boolean): void {
  for (let i: Int = 0; i < range.length; i = add(i, 1)) {
    const w_equal = runNested(space, () => compareValues(space, space.newint(itemAt(range, i)), w_value, EQ));
    if (isTrueNested(space, w_equal) && found(i)) return;
  }
}

function sameItems(a: RangePayload, b: RangePayload): boolean {
  if (!equal(a.length, b.length)) return false;
  if (equal(a.length, 0)) return true;
  return equal(a.start, b.start) && (equal(a.length, 1) || equal(a.step, b.step));
}

export const rangeType: TypeDefinition = {
  name: 'range',
  isBase: false,
  isSequence: true,
  doc: 'range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\nReturn an object that produces a sequence of integers from start (inclusive)\nto stop (exclusive) by step.  range(i, j) produces i, i+1, i+2, ..., j-1.\nstart defaults to 0, and stop is omitted!  range(4) produces 0, 1, 2, 3.\nThese are exactly the valid indices for a list of 4 elements.\nWhen step is given, it specifies the increment (or decrement).',
  slots: {
    new: (space, _type, args_w, names) => {
      if (names !== null && names.length > 0)
        throw raise(space, 'TypeError', 'range() takes no keyword arguments');
      const n = args_w.length;
      if (n === 0) throw raise(space, 'TypeError', 'range expected at least 1 argument, got 0');
      if (n > 3) throw raise(space, 'TypeError', `range expected at most 3 arguments, got ${n}`);
      const ints_w: W[] = [];
      const from = (i: number): W => {
        if (i < n) {
          return andThen(space, space.top, index(space, args_w[i]), (w) => {
            ints_w.push(w);
            return from(i + 1);
          });
        }
        if (n === 3 && equal(space.int_w(ints_w[2]), 0))
          throw raise(space, 'ValueError', 'range() arg 3 must not be zero');
        return rangeOfGiven(space, ints_w);
      };
      return from(0);
    },
    repr: (space, w) => {
      const { start, stop, step } = rangeOf(space, w);
      return space.newstr(equal(step, 1) ? `range(${start}, ${stop})` : `range(${start}, ${stop}, ${step})`);
    },
    hash: (space, w) => {
      const range = rangeOf(space, w);
      const some = !equal(range.length, 0);
      return hash(
        space,
        space.newtuple([
          space.newint(range.length),
          some ? space.newint(range.start) : space.w_None,
          some && !equal(range.length, 1) ? space.newint(range.step) : space.w_None,
        ]),
      );
    },
    compare: (space, w_a, w_b, op) => {
      if (space.type(w_b) !== space.types.range || (op !== EQ && op !== NE)) return space.w_NotImplemented;
      return space.newbool(sameItems(rangeOf(space, w_a), rangeOf(space, w_b)) === (op === EQ));
    },
    bool: (space, w) => space.newbool(!equal(rangeOf(space, w).length, 0)),
    iter: (space, w) => {
      const { start, step, length } = rangeOf(space, w);
      return iterateFrom(space, start, step, length);
    },
    length: (space, w) => {
      const { length } = rangeOf(space, w);
      if (length > 0x7fff_ffff_ffff_ffffn)
        throw raise(space, 'OverflowError', 'Python int too large to convert to C ssize_t');
      return space.newint(length);
    },
    getitem,
    contains: (space, w_range, w_value) => {
      const range = rangeOf(space, w_range);
      if (isExactInt(space, w_value)) {
        return space.newbool(indexOfInt(range, space.int_w(w_value)) !== undefined);
      }
      let found = false;
      searchNested(space, range, w_value, () => (found = true));
      return space.newbool(found);
    },
  },
  methods: [
    leaf(
      '__reversed__',
      '$self, /',
      (space: Space, w: W) => {
        const range = rangeOf(space, w);
        return iterateFrom(space, itemAt(range, sub(range.length, 1)), sub(0, range.step), range.length);
      },
      { doc: 'Return a reverse iterator.' },
    ),
    resumable(
      'count',
      '$self, value, /',
      (space: Space, w_range: W, w_value: W) => {
        const range = rangeOf(space, w_range);
        if (isExactInt(space, w_value)) {
          return space.newint(indexOfInt(range, space.int_w(w_value)) === undefined ? 0 : 1);
        }
        let n = 0;
        searchNested(space, range, w_value, () => {
          n++;
          return false;
        });
        return space.newint(n);
      },
      { doc: 'rangeobject.count(value) -> integer -- return number of occurrences of value' },
    ),
    resumable(
      'index',
      '$self, value, /',
      (space: Space, w_range: W, w_value: W) => {
        const range = rangeOf(space, w_range);
        let at: Int | undefined;
        if (isExactInt(space, w_value)) {
          at = indexOfInt(range, space.int_w(w_value));
          if (at === undefined) {
            throw raise(space, 'ValueError', 'range.index(x): x not in range');
          }
        } else {
          searchNested(space, range, w_value, (i) => {
            at = i;
            return true;
          });
          if (at === undefined) throw raise(space, 'ValueError', 'sequence.index(x): x not in sequence');
        }
        return space.newint(at);
      },
      {
        doc: 'rangeobject.index(value) -> integer -- return index of value.\nRaise ValueError if the value is not present.',
      },
    ),
    leaf('__reduce__', '$self, /', (space: Space, w: W) => {
      const { start, stop, step } = rangeOf(space, w);
      return space.newtuple([
        space.type(w).w_self,
        space.newtuple([start, stop, step].map((n) => space.newint(n))),
      ]);
    }),
  ],
  getset: {
    start: bound('start', 0),
    stop: bound('stop', 1),
    step: bound('step', 2),
  },
};

export const rangeIteratorTypes: readonly TypeDefinition[] = [
  iteratorType('range_iterator'),
  iteratorType('longrange_iterator'),
];
