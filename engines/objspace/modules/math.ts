// The module `math`. Models CPython's Modules/mathmodule.c: its special cases and error texts over the algorithms of kernels/math.ts.
import { andThen } from '../continuation.ts';
import { binary, callSpecial, index } from '../descroperation.ts';
import { leaf, resumable } from '../gateway.ts';
import type { BuiltinRow } from '../gateway.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import { listOf, tupleOf } from '../types/collecting.ts';
import * as float from '../../kernels/float.ts';
import * as int from '../../kernels/int.ts';
import type { Int } from '../../kernels/int.ts';
import * as math from '../../kernels/math.ts';
import type { ModuleDefinition } from './module-definition.ts';

const isInt = (space: Space, w: W): boolean => space.type(w).isSubtype(space.types.int);
const isFloat = (space: Space, w: W): boolean => space.type(w).isSubtype(space.types.float);

/** A number as a host float, for arguments that come in lists. */
function toFloat(space: Space, w: W): number {
  if (isFloat(space, w)) return space.float_w(w);
  if (isInt(space, w)) return space.floatOfInt(w);
  return space.floatNested(w);
}

const range = (space: Space): Error | never => {
  throw raise(space, 'OverflowError', 'math range error');
};
const domain = (space: Space, text = 'math domain error'): never => {
  throw raise(space, 'ValueError', text);
};

type Check = (x: number) => boolean;

/** A function of one float: `bad` says for which finite arguments it is undefined; an infinite result of others is out of range. */
function oneFloat(name: string, run: (x: number) => number, bad: Check | null = null, text = ''): BuiltinRow {
  return leaf(
    name,
    'x: float, /',
    (space: Space, x: number) => {
      if (bad !== null && bad(x)) domain(space, `${text}, got ${float.repr(x)}`);
      const r = run(x);
      if (r === Infinity || r === -Infinity) {
        if (Number.isFinite(x)) range(space);
      } else if (r !== r && x === x) {
        domain(space);
      }
      return r;
    },
    { result: 'float', effect: 'pure' },
  );
}

const isInfinite: Check = (x) => x === Infinity || x === -Infinity;
const isPole: Check = (x) => x === -Infinity || (x <= 0 && Number.isInteger(x));
const POLE = 'expected a noninteger or positive integer';
const FINITE = 'expected a finite input';
const UNIT = 'expected a number in range from -1 up to 1';

// --- logarithms, of ints of any size

function logOf(space: Space, w: W, base: 'e' | '2' | '10'): number {
  const run = base === 'e' ? math.log : base === '2' ? math.log2 : math.log10;
  if (isInt(space, w)) {
    const n = space.int_w(w);
    if (int.compare(n, 0) <= 0) domain(space, 'expected a positive input');
    if (typeof n === 'number') return run(n);
    const bits = int.bitLength(n);
    if (bits <= 1023) return run(int.toFloat(n));
    // Mantissa and exponent apart.
    const exponent = bits - 64;
    const mantissa = Number(n >> BigInt(exponent)) / 2 ** 64;
    return run(mantissa) + run(2) * bits;
  }
  const x = toFloat(space, w);
  if (x <= 0) domain(space, `expected a positive input, got ${float.repr(x)}`);
  return run(x);
}

const logarithm = (name: 'log2' | 'log10') =>
  leaf(name, 'x, /', (space: Space, w: W) => logOf(space, w, name === 'log2' ? '2' : '10'), {
    result: 'float',
    effect: 'pure',
  });

function log(space: Space, args_w: W[]): number {
  if (args_w.length === 0 || args_w.length > 2) {
    const bound = args_w.length === 0 ? 'at least 1 argument' : 'at most 2 arguments';
    throw raise(space, 'TypeError', `log expected ${bound}, got ${args_w.length}`);
  }
  const x = logOf(space, args_w[0], 'e');
  if (args_w.length === 1) return x;
  const base = logOf(space, args_w[1], 'e');
  if (base === 0) throw raise(space, 'ZeroDivisionError', 'division by zero');
  return x / base;
}

// --- rounding

const rounding = (name: 'floor' | 'ceil', run: (x: number) => number) =>
  resumable(name, 'x, /', (space: Space, w: W) => {
    if (space.type(w) !== space.types.float) {
      const w_answer = callSpecial(space, w, `__${name}__`, []);
      if (w_answer !== undefined) return w_answer;
    }
    return space.newint(integral(space, run(toFloat(space, w))));
  });

function integral(space: Space, x: number): Int {
  if (x !== x) throw raise(space, 'ValueError', 'cannot convert float NaN to integer');
  if (!Number.isFinite(x)) throw raise(space, 'OverflowError', 'cannot convert float infinity to integer');
  return int.fromFloat(x);
}

const trunc = resumable('trunc', 'x, /', (space: Space, w: W) => {
  if (space.type(w) === space.types.float) return space.newint(integral(space, Math.trunc(space.float_w(w))));
  const w_answer = callSpecial(space, w, '__trunc__', []);
  if (w_answer !== undefined) return w_answer;
  throw raise(space, 'TypeError', `type ${space.type(w).name} doesn't define __trunc__ method`);
});

// --- integers

/** Arguments that must be ints or have `__index__`, in turn. */
function indices(space: Space, args_w: readonly W[], done: (values: Int[]) => W): W {
  const values: Int[] = [];
  // One frame for all that are ints already: there may be more of them than the host's stack has room for.
  const from = (start: number): W => {
    for (let i = start; i < args_w.length; i++) {
      const w = args_w[i];
      if (space.type(w) === space.types.int) {
        values.push(space.int_w(w));
        continue;
      }
      return andThen(space, space.top, index(space, w), (w_int) => {
        values.push(space.int_w(w_int));
        return from(i + 1);
      });
    }
    return done(values);
  };
  return from(0);
}

const integers = (name: string, run: (values: Int[]) => Int) =>
  resumable(name, '*integers', (space: Space, args_w: W[]) => {
    const values = plainInts(space, args_w);
    return values === null
      ? indices(space, args_w, (all) => space.newint(run(all)))
      : space.newint(run(values));
  });

/** The values where all are ints; null: some must be asked. */
function plainInts(space: Space, args_w: readonly W[]): Int[] | null {
  const { int: intType } = space.types;
  const values = new Array<Int>(args_w.length);
  for (let i = 0; i < args_w.length; i++) {
    if (space.type(args_w[i]) !== intType) return null;
    values[i] = space.int_w(args_w[i]);
  }
  return values;
}

function gcd(values: Int[]): Int {
  let divisor: Int = 0;
  for (let i = 0; i < values.length && divisor !== 1; i++) divisor = int.gcd(divisor, values[i]);
  return divisor;
}

function lcm(values: Int[]): Int {
  return values.reduce((a: Int, b: Int): Int => {
    if (a === 0 || b === 0) return 0;
    return int.abs(int.mul(int.floordiv(a, int.gcd(a, b)), b));
  }, 1);
}

const LARGEST_FACTORIAL = 2147483647;

function factorial(space: Space, n: Int): Int {
  if (int.compare(n, 0) < 0) domain(space, 'factorial() not defined for negative values');
  if (int.compare(n, LARGEST_FACTORIAL) > 0) {
    throw raise(space, 'OverflowError', `factorial() argument should not exceed ${LARGEST_FACTORIAL}`);
  }
  return int.normalize(int.product(1, Number(n)));
}

/** n·(n−1)·…·(n−k+1). */
function falling(n: Int, k: number): Int {
  if (typeof n === 'number') return int.normalize(int.product(n - k + 1, n));
  let result: Int = 1;
  for (let i = 0; i < k; i++) result = int.mul(result, int.sub(n, i));
  return result;
}

function checkNatural(space: Space, value: Int, name: 'n' | 'k'): void {
  if (int.compare(value, 0) < 0) domain(space, `${name} must be a non-negative integer`);
}

function bounded(space: Space, k: Int, name: string): number {
  if (typeof k === 'bigint') {
    throw raise(space, 'OverflowError', `${name} must not exceed 9223372036854775807`);
  }
  return k;
}

const comb = resumable('comb', 'n, k, /', (space: Space, w_n: W, w_k: W) =>
  indices(space, [w_n, w_k], ([n, k]) => {
    checkNatural(space, n, 'n');
    checkNatural(space, k, 'k');
    if (int.compare(k, n) > 0) return space.newint(0);
    const other = int.sub(n, k);
    const fewer = bounded(space, int.compare(other, k) < 0 ? other : k, 'min(n - k, k)');
    return space.newint(int.floordiv(falling(n, fewer), int.normalize(int.product(1, fewer))));
  }),
);

const perm = resumable('perm', 'n, k=None, /', (space: Space, w_n: W, w_k: W) => {
  if (space.is(w_k, space.w_None)) return indices(space, [w_n], ([n]) => space.newint(factorial(space, n)));
  return indices(space, [w_n, w_k], ([n, k]) => {
    checkNatural(space, n, 'n');
    checkNatural(space, k, 'k');
    if (int.compare(k, n) > 0) return space.newint(0);
    return space.newint(falling(n, bounded(space, k, 'k')));
  });
});

const isqrt = resumable('isqrt', 'n, /', (space: Space, w: W) =>
  indices(space, [w], ([n]) => {
    if (int.compare(n, 0) < 0) domain(space, 'isqrt() argument must be nonnegative');
    return space.newint(int.isqrt(n));
  }),
);

// --- sums and products

function fsum(space: Space, w_iterable: W): W {
  const floats = space.type(w_iterable) === space.types.list ? space.listfloats(w_iterable) : undefined;
  if (floats !== undefined) {
    // What is not finite makes the sum not finite.
    const sum = math.sumExactly(new Float64Array(floats));
    if (sum - sum === 0) return space.newfloat(sum);
  }
  return andThen(space, space.top, listOf(space, w_iterable), (w_list) => {
    const items_w = space.listitems(w_list);
    const { float: floatType } = space.types;
    const values = new Float64Array(items_w.length);
    let finite = 0;
    let special = 0;
    let infinities = 0;
    let hasSpecial = false;
    for (let i = 0; i < items_w.length; i++) {
      const w = items_w[i];
      const x = space.type(w) === floatType ? space.float_w(w) : toFloat(space, w);
      if (x - x === 0) {
        values[finite++] = x;
        continue;
      }
      hasSpecial = true;
      special += x;
      if (x === x) infinities += x;
    }
    const sum = math.sumExactly(values.subarray(0, finite));
    if (sum - sum !== 0) throw raise(space, 'OverflowError', 'intermediate overflow in fsum');
    if (hasSpecial) {
      if (infinities !== infinities) domain(space, '-inf + inf in fsum');
      return space.newfloat(special);
    }
    return space.newfloat(sum);
  });
}

function prod(space: Space, w_iterable: W, w_start: W): W {
  return andThen(space, space.top, listOf(space, w_iterable), (w_list) => {
    const items_w = space.listitems(w_list);
    const from = (i: number, w_product: W): W =>
      i === items_w.length
        ? w_product
        : andThen(space, space.top, binary(space, 'multiply', w_product, items_w[i]), (w) => from(i + 1, w));
    return from(0, w_start);
  });
}

function sumprod(space: Space, w_p: W, w_q: W): W {
  const caller = space.top;
  return andThen(space, caller, tupleOf(space, w_p), (w_a) =>
    andThen(space, caller, tupleOf(space, w_q), (w_b) => {
      const a_w = space.tuple_w(w_a);
      const b_w = space.tuple_w(w_b);
      if (a_w.length !== b_w.length) domain(space, 'Inputs are not the same length');
      const all_w = [...a_w, ...b_w];
      const plain = all_w.every((w) => {
        const type = space.type(w);
        return type === space.types.int || type === space.types.bool || type === space.types.float;
      });
      if (plain && all_w.some((w) => isFloat(space, w))) {
        const a = a_w.map((w) => toFloat(space, w));
        const b = b_w.map((w) => toFloat(space, w));
        if ([...a, ...b].every((x) => Number.isFinite(x))) return space.newfloat(exactDot(a, b));
      }
      const from = (i: number, w_total: W): W => {
        if (i === a_w.length) return w_total;
        return andThen(space, space.top, binary(space, 'multiply', a_w[i], b_w[i]), (w_term) =>
          andThen(space, space.top, binary(space, 'add', w_total, w_term), (w) => from(i + 1, w)),
        );
      };
      return from(0, space.newint(0));
    }),
  );
}

function exactDot(a: readonly number[], b: readonly number[]): number {
  const partials: number[] = [];
  a.forEach((x, i) => {
    const [p, e] = math.twoProduct(x, b[i]);
    math.addPartial(partials, p);
    if (Number.isFinite(e)) math.addPartial(partials, e);
  });
  return math.roundPartials(partials);
}

function dist(space: Space, w_p: W, w_q: W): W {
  const caller = space.top;
  return andThen(space, caller, tupleOf(space, w_p), (w_a) =>
    andThen(space, caller, tupleOf(space, w_q), (w_b) => {
      const a_w = space.tuple_w(w_a);
      const b_w = space.tuple_w(w_b);
      if (a_w.length !== b_w.length) domain(space, 'both points must have the same number of dimensions');
      const differences: number[] = [];
      for (let i = 0; i < a_w.length; i++) differences.push(toFloat(space, a_w[i]) - toFloat(space, b_w[i]));
      return space.newfloat(math.norm(differences));
    }),
  );
}

// --- two arguments

const PURE = { result: 'float', effect: 'pure' } as const;

const pow = leaf(
  'pow',
  'x: float, y: float, /',
  (space: Space, x: number, y: number) => {
    const r = math.pow(x, y);
    if (Number.isFinite(x) && Number.isFinite(y)) {
      if (r !== r || (x === 0 && y < 0)) domain(space);
      if (!Number.isFinite(r)) range(space);
    }
    return r;
  },
  PURE,
);

const fmod = leaf(
  'fmod',
  'x: float, y: float, /',
  (space: Space, x: number, y: number) => {
    if (!Number.isFinite(y) && Number.isFinite(x) && y === y) return x;
    if (x === x && y === y && (y === 0 || !Number.isFinite(x))) domain(space);
    return x % y;
  },
  PURE,
);

const remainder = leaf(
  'remainder',
  'x: float, y: float, /',
  (space: Space, x: number, y: number) => {
    if (x !== x || y !== y) return x + y;
    if (!Number.isFinite(x) || y === 0) domain(space);
    return Number.isFinite(y) ? math.remainder(x, y) : x;
  },
  PURE,
);

const ldexp = leaf(
  'ldexp',
  'x: float, i, /',
  (space: Space, x: number, w: W) => {
    if (!isInt(space, w)) throw raise(space, 'TypeError', 'Expected an int as second argument to ldexp.');
    if (x === 0 || !Number.isFinite(x)) return x;
    const n = space.int_w(w);
    const exponent = Math.max(Math.min(Number(n), 1e5), -1e5);
    const r = math.ldexp(x, exponent);
    if (!Number.isFinite(r)) range(space);
    return r;
  },
  PURE,
);

const fma = leaf(
  'fma',
  'x: float, y: float, z: float, /',
  (space: Space, x: number, y: number, z: number) => {
    const r = math.fma(x, y, z);
    if (r !== r) {
      if (x === x && y === y && z === z) throw raise(space, 'ValueError', 'invalid operation in fma');
    } else if (!Number.isFinite(r) && [x, y, z].every(Number.isFinite)) {
      throw raise(space, 'OverflowError', 'overflow in fma');
    }
    return r;
  },
  PURE,
);

const isclose = leaf(
  'isclose',
  'a: float, b: float, *, rel_tol: float = 1e-09, abs_tol: float = 0.0',
  (space: Space, a: number, b: number, relative: number, absolute: number) => {
    if (relative < 0 || absolute < 0) domain(space, 'tolerances must be non-negative');
    if (a === b) return true;
    if (!Number.isFinite(a) || !Number.isFinite(b)) return false;
    const difference = Math.abs(b - a);
    return (
      difference <= Math.abs(relative * b) || difference <= Math.abs(relative * a) || difference <= absolute
    );
  },
  { result: 'bool', effect: 'pure' },
);

const nextafter = resumable(
  'nextafter',
  'x: float, y: float, /, *, steps=None',
  (space: Space, x: number, y: number, w_steps: W) => {
    if (space.is(w_steps, space.w_None)) return space.newfloat(math.nextafter(x, y));
    return indices(space, [w_steps], ([steps]) => {
      if (int.compare(steps, 0) < 0) domain(space, 'steps must be a non-negative integer');
      if (steps === 0) return space.newfloat(x);
      return space.newfloat(math.nextafter(x, y, BigInt(steps)));
    });
  },
);

const test = (name: string, run: Check) =>
  leaf(name, 'x: float, /', (_space: Space, x: number) => run(x), { result: 'bool', effect: 'pure' });

const plain = (name: string, run: (x: number) => number) =>
  leaf(name, 'x: float, /', (_space: Space, x: number) => run(x), PURE);

const copysign = (x: number, y: number): number => {
  const size = Math.abs(x);
  return y < 0 || Object.is(y, -0) ? -size : size;
};

const functions: readonly BuiltinRow[] = [
  oneFloat('acos', Math.acos, (x) => Math.abs(x) > 1, UNIT),
  oneFloat('acosh', Math.acosh, (x) => x < 1, 'expected argument value not less than 1'),
  oneFloat('asin', Math.asin, (x) => Math.abs(x) > 1, UNIT),
  oneFloat('asinh', Math.asinh),
  oneFloat('atan', Math.atan),
  leaf('atan2', 'y: float, x: float, /', (_s: Space, y: number, x: number) => Math.atan2(y, x), PURE),
  oneFloat('atanh', Math.atanh, (x) => Math.abs(x) >= 1, 'expected a number between -1 and 1'),
  oneFloat('cbrt', Math.cbrt),
  rounding('ceil', Math.ceil),
  leaf('copysign', 'x: float, y: float, /', (_s: Space, x: number, y: number) => copysign(x, y), PURE),
  oneFloat('cos', Math.cos, isInfinite, FINITE),
  oneFloat('cosh', Math.cosh),
  plain('degrees', (x) => x * (180 / Math.PI)),
  resumable('dist', 'p, q, /', dist),
  plain('erf', math.erf),
  plain('erfc', math.erfc),
  oneFloat('exp', math.exp),
  oneFloat('exp2', math.exp2),
  oneFloat('expm1', Math.expm1),
  plain('fabs', Math.abs),
  resumable('factorial', 'n, /', (space: Space, w: W) =>
    indices(space, [w], ([n]) => space.newint(factorial(space, n))),
  ),
  rounding('floor', Math.floor),
  fma,
  fmod,
  leaf('frexp', 'x: float, /', (space: Space, x: number) => {
    const [mantissa, exponent] = math.frexp(x);
    return space.newtuple([space.newfloat(mantissa), space.newint(exponent)]);
  }),
  resumable('fsum', 'seq, /', fsum),
  oneFloat('gamma', math.gamma, isPole, POLE),
  integers('gcd', gcd),
  leaf(
    'hypot',
    '*coordinates',
    (space: Space, args_w: W[]) => math.norm(args_w.map((w) => toFloat(space, w))),
    PURE,
  ),
  isclose,
  test('isfinite', Number.isFinite),
  test('isinf', isInfinite),
  test('isnan', (x) => x !== x),
  isqrt,
  integers('lcm', lcm),
  ldexp,
  oneFloat(
    'lgamma',
    (x) => (isInfinite(x) ? Infinity : math.lgamma(x)),
    (x) => x !== -Infinity && isPole(x),
    POLE,
  ),
  leaf('log', '*args', log, PURE),
  logarithm('log10'),
  oneFloat('log1p', Math.log1p, (x) => x <= -1, 'expected argument value > -1'),
  logarithm('log2'),
  leaf('modf', 'x: float, /', (space: Space, x: number) => {
    const whole = isInfinite(x) ? x : Math.trunc(x);
    const fraction = isInfinite(x) ? 0 : x - whole;
    return space.newtuple([space.newfloat(copysign(fraction, x)), space.newfloat(whole)]);
  }),
  nextafter,
  comb,
  perm,
  pow,
  resumable('prod', 'iterable, /, *, start=1', prod),
  plain('radians', (x) => x * (Math.PI / 180)),
  remainder,
  oneFloat('sin', Math.sin, isInfinite, FINITE),
  oneFloat('sinh', Math.sinh),
  oneFloat('sqrt', Math.sqrt, (x) => x < 0, 'expected a nonnegative input'),
  resumable('sumprod', 'p, q, /', sumprod),
  oneFloat('tan', Math.tan, isInfinite, FINITE),
  oneFloat('tanh', Math.tanh),
  trunc,
  plain('ulp', math.ulp),
];

export const mathModule: ModuleDefinition = {
  name: 'math',
  doc: 'This module provides access to the mathematical functions\ndefined by the C standard.',
  functions,
  values: (space) => ({
    pi: space.newfloat(Math.PI),
    e: space.newfloat(Math.E),
    tau: space.newfloat(2 * Math.PI),
    inf: space.newfloat(Infinity),
    nan: space.newfloat(NaN),
  }),
};
