// `datetime.timedelta`: a difference in days, seconds and microseconds, of which only the days can be negative. Models CPython's
// Modules/_datetimemodule.c; sums are made by these three, products and quotients in microseconds.
import * as float from '../../../kernels/float.ts';
import { hashTuple } from '../../../kernels/hash.ts';
import * as int from '../../../kernels/int.ts';
import type { Int } from '../../../kernels/int.ts';
import { two } from '../../../kernels/calendar.ts';
import { andThen } from '../../continuation.ts';
import { callSpecial } from '../../descroperation.ts';
import { leaf } from '../../gateway.ts';
import { EQ, GE, GT, LE, LT, NE } from '../../operations.ts';
import type { Comparison } from '../../operations.ts';
import { Payload } from '../../object.ts';
import type { W } from '../../object.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import type { Getset, TypeDefinition } from '../../typedef.ts';
import type { TypeObject } from '../../typeobject.ts';
import { isInt } from '../../types/int.ts';
import { matchArguments } from './arguments.ts';

export class Delta extends Payload {
  readonly days: number;
  readonly seconds: number;
  readonly microseconds: number;
  constructor(days: number, seconds: number, microseconds: number) {
    super();
    this.days = days;
    this.seconds = seconds;
    this.microseconds = microseconds;
  }
  traverse(): void {}
  forget(): void {}
}

const MAX_DAYS = 999_999_999;

export const isDelta = (space: Space, w: W): boolean =>
  space.type(w).isSubtype(space.types['datetime.timedelta']);
export const deltaOf = (space: Space, w: W): Delta => space.data(w) as Delta;

/** Whole and safe parts of any size with what is too much or too little carried over: seconds within a day, microseconds within a second. */
export function normalised(
  days: number,
  seconds: number,
  microseconds: number,
): { days: number; seconds: number; microseconds: number } {
  if (microseconds < 0 || microseconds >= 1_000_000) {
    const carry = Math.floor(microseconds / 1_000_000);
    microseconds -= carry * 1_000_000;
    seconds += carry;
  }
  if (seconds < 0 || seconds >= 86400) {
    const carry = Math.floor(seconds / 86400);
    seconds -= carry * 86400;
    days += carry;
  }
  return { days, seconds, microseconds };
}

/** Of parts of any size that are whole and safe. */
export function newDelta(
  space: Space,
  days: number,
  seconds: number,
  microseconds: number,
  type: TypeObject = space.types['datetime.timedelta'],
): W {
  const { days: d, seconds: s, microseconds: us } = normalised(days, seconds, microseconds);
  if (d < -MAX_DAYS || d > MAX_DAYS)
    throw raise(space, 'OverflowError', `days=${d}; must have magnitude <= ${MAX_DAYS}`);
  return space.newobj(type, new Delta(d, s, us));
}

/** The whole difference in microseconds. */
export function microsecondsOf({ days, seconds, microseconds }: Delta): Int {
  const whole = days * 86400 + seconds;
  // Ten thousand years fit with room to spare: 3.2e11 seconds.
  if (whole > -9e9 && whole < 9e9) return whole * 1_000_000 + microseconds;
  return int.normalize(BigInt(whole) * 1_000_000n + BigInt(microseconds));
}

function ofMicroseconds(space: Space, value: Int, type?: TypeObject): W {
  if (typeof value === 'number') return newDelta(space, 0, 0, value, type);
  const [seconds, microseconds] = int.divmod(value, 1_000_000);
  const [days, rest] = int.divmod(seconds, 86400);
  if (typeof days === 'bigint' || days > 0x7fff_ffff || days < -0x8000_0000)
    throw raise(space, 'OverflowError', 'Python int too large to convert to C int');
  return newDelta(space, days, Number(rest), Number(microseconds), type);
}

/** The quotient to the nearest, a half to even. */
function divideNearest(a: Int, b: Int): Int {
  const [q, r] = int.divmod(a, b);
  const twice = int.mul(r, 2);
  const isNegative = int.compare(b, 0) < 0;
  const side = isNegative ? int.compare(b, twice) : int.compare(twice, b);
  if (side > 0 || (side === 0 && int.mod(q, 2) === 1)) return int.add(q, 1);
  return q;
}

// --- construction

const PARAMETERS = {
  name: '__new__',
  names: ['days', 'seconds', 'microseconds', 'milliseconds', 'minutes', 'hours', 'weeks'],
  required: 0,
  positional: 7,
};
/** Microseconds of each argument. */
const UNITS = [86_400_000_000, 1_000_000, 1, 1000, 60_000_000, 3_600_000_000, 604_800_000_000];
/** In this order they are added, which shows in the rounding of fractions. */
const ORDER = [2, 3, 1, 4, 5, 0, 6];

/** Half away from zero, as C's round(). */
const roundC = (x: number): number => (x < 0 ? -Math.floor(-x + 0.5) : Math.floor(x + 0.5));

function newFromArguments(
  space: Space,
  type: TypeObject,
  args_w: readonly W[],
  keywords: readonly string[] | null,
): W {
  const values_w = matchArguments(space, PARAMETERS, args_w, keywords);
  const { float: floatType } = space.types;
  let sum: Int = 0;
  let leftover = 0;
  for (const place of ORDER) {
    const w = values_w[place];
    if (w === undefined) continue;
    const unit = UNITS[place];
    if (isInt(space, w)) {
      sum = int.add(sum, int.mul(space.int_w(w), unit));
      continue;
    }
    const given = space.type(w);
    if (!given.isSubtype(floatType)) {
      const text = `unsupported type for timedelta ${PARAMETERS.names[place]} component: ${given.name}`;
      throw raise(space, 'TypeError', text);
    }
    const value = space.float_w(w);
    if (value !== value) throw raise(space, 'ValueError', 'cannot convert float NaN to integer');
    if (value - value !== 0) throw raise(space, 'OverflowError', 'cannot convert float infinity to integer');
    const whole = Math.trunc(value);
    sum = int.add(sum, int.mul(int.fromFloat(whole), unit));
    const fraction = value - whole;
    if (fraction === 0) continue;
    const microseconds = unit * fraction;
    const wholeMicroseconds = Math.trunc(microseconds);
    sum = int.add(sum, wholeMicroseconds + 0);
    leftover += microseconds - wholeMicroseconds;
  }
  if (leftover !== 0) {
    let whole = roundC(leftover);
    if (Math.abs(whole - leftover) === 0.5) {
      const odd = int.mod(sum, 2) === 1 ? 1 : 0;
      whole = 2 * roundC((leftover + odd) * 0.5) - odd;
    }
    sum = int.add(sum, whole + 0);
  }
  return ofMicroseconds(space, sum, type);
}

// --- arithmetic

const both = (space: Space, w_a: W, w_b: W): boolean => isDelta(space, w_a) && isDelta(space, w_b);

export function addDeltas(space: Space, a: Delta, b: Delta): W {
  return newDelta(space, a.days + b.days, a.seconds + b.seconds, a.microseconds + b.microseconds);
}

function subtractDeltas(space: Space, a: Delta, b: Delta): W {
  return newDelta(space, a.days - b.days, a.seconds - b.seconds, a.microseconds - b.microseconds);
}

/** By a float: by its exact ratio, rounded once. */
function timesFloat(space: Space, delta: Delta, w_by: W, invert: boolean): W {
  const times = (numerator: Int, denominator: Int): W => {
    const [by, over] = invert ? [denominator, numerator] : [numerator, denominator];
    return ofMicroseconds(space, divideNearest(int.mul(microsecondsOf(delta), by), over));
  };
  const ownMethod = space.types.float.lookup('as_integer_ratio');
  if (space.type(w_by).lookup('as_integer_ratio') === ownMethod)
    return times(...float.asIntegerRatio(space.float_w(w_by)));
  return andThen(space, space.top, callSpecial(space, w_by, 'as_integer_ratio', [])!, (w_ratio) => {
    if (!space.type(w_ratio).isSubtype(space.types.tuple)) {
      const got = space.type(w_ratio).name;
      const text = `unexpected return type from as_integer_ratio(): expected tuple, not '${got}'`;
      throw raise(space, 'TypeError', text);
    }
    const ratio_w = space.tuple_w(w_ratio);
    if (ratio_w.length !== 2) throw raise(space, 'ValueError', 'as_integer_ratio() must return a 2-tuple');
    if (!ratio_w.every((w) => isInt(space, w)))
      throw raise(space, 'TypeError', 'non-integer arguments in division');
    return times(space.int_w(ratio_w[0]), space.int_w(ratio_w[1]));
  });
}

function multiply(space: Space, w_a: W, w_b: W): W {
  const [w_delta, w_by] = isDelta(space, w_a) ? [w_a, w_b] : [w_b, w_a];
  const delta = deltaOf(space, w_delta);
  if (isInt(space, w_by)) return ofMicroseconds(space, int.mul(microsecondsOf(delta), space.int_w(w_by)));
  if (space.type(w_by).isSubtype(space.types.float)) return timesFloat(space, delta, w_by, false);
  return space.w_NotImplemented;
}

const byZero = (space: Space) => raise(space, 'ZeroDivisionError', 'division by zero');

function checkedDivisor(space: Space, w: W): Int {
  const value = isInt(space, w) ? space.int_w(w) : microsecondsOf(deltaOf(space, w));
  if (value === 0) throw byZero(space);
  return value;
}

function trueDivide(space: Space, w_a: W, w_b: W): W {
  if (!isDelta(space, w_a)) return space.w_NotImplemented;
  const delta = deltaOf(space, w_a);
  if (isDelta(space, w_b))
    return space.newfloat(int.truediv(microsecondsOf(delta), checkedDivisor(space, w_b)));
  if (isInt(space, w_b))
    return ofMicroseconds(space, divideNearest(microsecondsOf(delta), checkedDivisor(space, w_b)));
  if (!space.type(w_b).isSubtype(space.types.float)) return space.w_NotImplemented;
  if (space.float_w(w_b) === 0) throw byZero(space);
  return timesFloat(space, delta, w_b, true);
}

function floorDivide(space: Space, w_a: W, w_b: W): W {
  if (!isDelta(space, w_a)) return space.w_NotImplemented;
  const value = microsecondsOf(deltaOf(space, w_a));
  if (isDelta(space, w_b)) return space.newint(int.floordiv(value, checkedDivisor(space, w_b)));
  if (isInt(space, w_b)) return ofMicroseconds(space, int.floordiv(value, checkedDivisor(space, w_b)));
  return space.w_NotImplemented;
}

const compareNumbers = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0);

export const compareDeltas = (a: Delta, b: Delta): number =>
  compareNumbers(a.days, b.days) ||
  compareNumbers(a.seconds, b.seconds) ||
  compareNumbers(a.microseconds, b.microseconds);

/** The answer of a comparison, from how its sides compare. */
export function comparisonHolds(op: Comparison, order: number): boolean {
  switch (op) {
    case LT:
      return order < 0;
    case LE:
      return order <= 0;
    case EQ:
      return order === 0;
    case NE:
      return order !== 0;
    case GT:
      return order > 0;
    case GE:
      return order >= 0;
  }
}

export const hashOfDelta = ({ days, seconds, microseconds }: Delta): Int =>
  hashTuple([days === -1 ? -2 : days, seconds, microseconds]);

// --- text

/** `days=1, seconds=2`, as its repr has it. */
export function deltaRepr(typeName: string, { days, seconds, microseconds }: Delta): string {
  const parts: string[] = [];
  if (days !== 0) parts.push(`days=${days}`);
  if (seconds !== 0) parts.push(`seconds=${seconds}`);
  if (microseconds !== 0) parts.push(`microseconds=${microseconds}`);
  return `${typeName}(${parts.length === 0 ? '0' : parts.join(', ')})`;
}

function textOf({ days, seconds, microseconds }: Delta): string {
  const date = days === 0 ? '' : `${days} day${Math.abs(days) === 1 ? '' : 's'}, `;
  const clock = `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `${date}${clock}${microseconds === 0 ? '' : `.${String(microseconds).padStart(6, '0')}`}`;
}

const field = (read: (delta: Delta) => number, doc: string): Getset => ({
  get: (space, w) => space.newint(read(deltaOf(space, w))),
  member: true,
  doc,
});

const noMatch = (space: Space): W => space.w_NotImplemented;

export const timedeltaType: TypeDefinition = {
  name: 'datetime.timedelta',
  ownLayout: true,
  doc: 'Difference between two datetime values.\n\ntimedelta(days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0)\n\nAll arguments are optional and default to 0.\nArguments may be integers or floats, and may be positive or negative.',
  slots: {
    new: newFromArguments,
    add: (space, w_a, w_b) =>
      both(space, w_a, w_b) ? addDeltas(space, deltaOf(space, w_a), deltaOf(space, w_b)) : noMatch(space),
    subtract: (space, w_a, w_b) =>
      both(space, w_a, w_b)
        ? subtractDeltas(space, deltaOf(space, w_a), deltaOf(space, w_b))
        : noMatch(space),
    multiply,
    trueDivide,
    floorDivide,
    remainder: (space, w_a, w_b) => {
      if (!both(space, w_a, w_b)) return noMatch(space);
      const divisor = checkedDivisor(space, w_b);
      return ofMicroseconds(space, int.mod(microsecondsOf(deltaOf(space, w_a)), divisor));
    },
    divmod: (space, w_a, w_b) => {
      if (!both(space, w_a, w_b)) return noMatch(space);
      const divisor = checkedDivisor(space, w_b);
      const [quotient, rest] = int.divmod(microsecondsOf(deltaOf(space, w_a)), divisor);
      return space.newtuple([space.newint(quotient), ofMicroseconds(space, rest)]);
    },
    negative: (space, w) => {
      const { days, seconds, microseconds } = deltaOf(space, w);
      return newDelta(space, -days, -seconds, -microseconds);
    },
    positive: (space, w) => {
      const { days, seconds, microseconds } = deltaOf(space, w);
      return newDelta(space, days, seconds, microseconds);
    },
    absolute: (space, w) => {
      const { days, seconds, microseconds } = deltaOf(space, w);
      const sign = days < 0 ? -1 : 1;
      return newDelta(space, sign * days, sign * seconds, sign * microseconds);
    },
    bool: (space, w) => {
      const { days, seconds, microseconds } = deltaOf(space, w);
      return space.newbool(days !== 0 || seconds !== 0 || microseconds !== 0);
    },
    compare: (space, w_a, w_b, op) => {
      if (!isDelta(space, w_b)) return space.w_NotImplemented;
      return space.newbool(comparisonHolds(op, compareDeltas(deltaOf(space, w_a), deltaOf(space, w_b))));
    },
    hash: (space, w) => space.newint(hashOfDelta(deltaOf(space, w))),
    repr: (space, w) => space.newstr(deltaRepr(space.type(w).name, deltaOf(space, w))),
    str: (space, w) => space.newstr(textOf(deltaOf(space, w))),
  },
  methods: [
    leaf(
      'total_seconds',
      '$self, /',
      (space: Space, w: W) => int.truediv(microsecondsOf(deltaOf(space, w)), 1_000_000),
      { result: 'float', effect: 'pure', doc: 'Total seconds in the duration.' },
    ),
    leaf(
      '__reduce__',
      '$self, /',
      (space: Space, w: W) => {
        const { days, seconds, microseconds } = deltaOf(space, w);
        const parts_w = [days, seconds, microseconds].map((part) => space.newint(part));
        return space.newtuple([space.type(w).w_self, space.newtuple(parts_w)]);
      },
      { doc: '__reduce__() -> (cls, state)' },
    ),
  ],
  getset: {
    days: field((delta) => delta.days, 'Number of days.'),
    seconds: field((delta) => delta.seconds, 'Number of seconds (>= 0 and less than 1 day).'),
    microseconds: field(
      (delta) => delta.microseconds,
      'Number of microseconds (>= 0 and less than 1 second).',
    ),
  },
};
