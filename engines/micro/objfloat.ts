// @inline-constants-from ./layout.ts T
// Floats (64 bits: header, spare word, double) and complex numbers, their text in and out. Models py/objfloat.c,
// py/objcomplex.c; the digits of repr are the shortest that read back, as CPython's.
import { T } from './layout.ts';
import { H, F, alloc } from './heap.ts';
import { Q, Qs } from './qstr.ts';
import {
  type,
  typeOf,
  isStr,
  isHeap,
  isUser,
  bool,
  small,
  put,
  fail,
  typeError,
  compared,
  valueError,
  newFloat,
  tryBuffer,
  tupleOf,
  opNames,
  noConversion,
  latin,
} from './obj.ts';
import { real, toNumber, isNumber, isInt, divideByZero, floatToInt, toBig } from './objint.ts';
import { methodOf, userMethod, callMethod0, unwrap } from './objtype.ts';

/** With an exponent of two digits at least. */
export const exponent = (x: number, p?: number) =>
  x.toExponential(p).replace(/\d+$/, (e) => e.padStart(2, '0'));
const isNegativeZero = (x: number) => Object.is(x, -0);
/** The shortest text that reads back as x, in Python's form. */
export const floatText = (x: number): string => {
  if (!Number.isFinite(x)) return ('' + x).replace('Infinity', 'inf').toLowerCase();
  const a = Math.abs(x);
  if (a && (a < 1e-4 || a >= 1e16)) return exponent(x);
  const s = isNegativeZero(x) ? '-0' : '' + x;
  return s.includes('.') ? s : s + '.0';
};

export const floatBinary = (op: number, a: number, b: number): number => {
  const x = real(a);
  const y = real(b);
  if (op < 6) {
    // An int beyond 2^53 is compared by its digits.
    const exact = x === y && Math.abs(x) >= 2 ** 53 && Number.isFinite(x);
    const big = (v: number) => (isInt(v) ? toBig(v) : BigInt(real(v)));
    return compared(
      op,
      exact && big(a) !== big(b) ? (big(a) < big(b) ? -1 : 1) : x === y ? 0 : x < y ? -1 : x > y ? 1 : NaN,
    );
  }
  if (op > 16 && op !== 20 && y === 0) divideByZero();
  switch (op) {
    case 13:
    case 14:
    case 15:
      return newFloat(op < 14 ? x + y : op < 15 ? x - y : x * y);
    case 18:
      return newFloat(x / y);
    case 20:
      if (x === 0 && y < 0 && y !== -Infinity) divideByZero();
      if (x < 0 && y % 1 && Number.isFinite(x)) return complexBinary(20, a, b);
      return newFloat(x === 1 || (x === -1 && Math.abs(y) === Infinity) ? 1 : x ** y);
    case 17:
    case 19:
    case 21: {
      let m = x % y;
      if (m && m < 0 !== y < 0) m += y;
      if (m === 0) m = y < 0 ? -0 : 0;
      let q = Math.abs(y) === Infinity ? Math.floor(x / y) : Math.round((x - m) / y);
      if (q === 0) q = x / y < 0 ? -0 : 0;
      return op === 17 ? newFloat(q) : op === 19 ? newFloat(m) : tupleOf(newFloat(q), newFloat(m));
    }
  }
  return 0;
};

/** Text to a double. */
export const parseFloatText = (s: string): number => {
  const t = s.trim().toLowerCase();
  if (/^[+-]?inf(inity)?$/.test(t)) return t[0] === '-' ? -Infinity : Infinity;
  if (/^[+-]?nan$/.test(t)) return NaN;
  const digits = t.replace(/(?<=\d)_(?=\d)/g, '');
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(digits)
    ? +digits
    : valueError('invalid syntax for number');
};

/** float(v), or a TypeError. */
export const toFloat = (v: number): number => {
  if (isHeap(v, -T.FLOAT)) return F[(v >> 1) + 1];
  if (isInt(v)) {
    const n = toNumber(v);
    return Number.isFinite(n) ? n : fail(T.OverflowError, 'int too large to convert to float');
  }
  if (userMethod(v, opNames[30])) {
    const r = callMethod0();
    return isHeap(r, -T.FLOAT) ? toFloat(r) : noConversion(v, 'float');
  }
  const u = unwrap(v);
  return u === v ? noConversion(v, 'float') : toFloat(u);
};

type(
  T.FLOAT,
  'float',
  0,
  {
    print_: (v) => put(floatText(F[(v >> 1) + 1])),
    unary_: (op, v) => {
      const x = F[(v >> 1) + 1];
      if (op === 22 || op === 30) return v;
      if (op === 23) return newFloat(-x);
      if (op === 25) return bool(x !== 0);
      if (op === 27) return small(x === Math.floor(x) && Math.abs(x) < 2 ** 52 ? hashWhole(x) : x * 65536);
      return op === 28 ? newFloat(Math.abs(x)) : 0;
    },
    binary_: (op, a, b) => {
      const t = typeOf(b);
      return t === T.COMPLEX ? complexBinary(op, a, b) : isNumber(t) ? floatBinary(op, a, b) : 0;
    },
  },
  {
    $01: (x) => {
      if (!x) return newFloat(0);
      const v = unwrap(x);
      if (isHeap(v, -T.FLOAT)) return v;
      return newFloat(isStr(v) || tryBuffer(v) ? parseFloatText(latin(v)) : toFloat(x));
    },
  },
);
/** As the int of the same value. */
const hashWhole = (x: number) => {
  const v = floatToInt(x);
  return v & 1 ? v >> 1 : H[v + 2];
};

// ---- Complex. ----

export const newComplex = (re: number, im: number): number => {
  const p = alloc(6);
  H[p] = -T.COMPLEX;
  F[(p >> 1) + 1] = re;
  F[(p >> 1) + 2] = im;
  return p;
};
const q_complex = Q('__complex__');
/** Real and imaginary part; a user's object may say which. */
export const parts = (v: number): [number, number] => {
  if (isUser(typeOf(v)) && methodOf(v, q_complex)) {
    const r = callMethod0();
    v = isHeap(r, -T.COMPLEX) ? r : noConversion(v, 'complex');
  }
  return isHeap(v, -T.COMPLEX) ? [F[(v >> 1) + 1], F[(v >> 1) + 2]] : [toFloat(v), 0];
};
export const polar = (r: number, phi: number) => newComplex(r * Math.cos(phi), r * Math.sin(phi));

export const complexBinary = (op: number, v: number, w: number): number => {
  const [a, b] = parts(v);
  const [c, d] = parts(w);
  switch (op) {
    case 2:
    case 5:
      return bool((a === c && b === d) === (op === 2));
    case 13:
      return newComplex(a + c, b + d);
    case 14:
      return newComplex(a - c, b - d);
    case 15:
      return newComplex(a * c - b * d, a * d + b * c);
    case 17:
      return typeError("can't truncate-divide a complex number");
    case 18: {
      const n = c * c + d * d;
      if (n === 0) fail(T.ZeroDivisionError, 'complex divide by zero');
      return b || d ? newComplex((a * c + b * d) / n, (b * c - a * d) / n) : newComplex(a / c, 0);
    }
    case 20: {
      // exp(w * log v)
      const size = Math.hypot(a, b);
      if (size === 0)
        return d || c < 0 ? fail(T.ZeroDivisionError, '0.0 to a complex power') : newComplex(c ? 0 : 1, 0);
      const ln = Math.log(size);
      const arg = Math.atan2(b, a);
      return polar(Math.exp(c * ln - d * arg), d * ln + c * arg);
    }
  }
  return 0;
};

const parseComplex = (s: string): number => {
  const t = s
    .trim()
    .toLowerCase()
    .replace(/^\((.*)\)$/, '$1')
    .trim();
  if (!t.endsWith('j')) return newComplex(parseFloatText(t), 0);
  const [, re, im] = /^(.*?[^e])??([+-]?(?:[^+-]|e[+-])*)j$/.exec(t)!;
  return newComplex(re ? parseFloatText(re) : 0, parseFloatText(/\w/.test(im) ? im : im + '1'));
};

const [q_real, q_imag] = Qs('real imag');
type(
  T.COMPLEX,
  'complex',
  0,
  {
    print_: (v) => {
      const [re, im] = parts(v);
      const [x, y] = [re, im].map((n) => floatText(n).replace(/\.0$/, ''));
      put(x === '0' ? y + 'j' : `(${x}${/^-/.test(y) ? '' : '+'}${y}j)`);
    },
    attr_: (v, name) =>
      name === q_real || name === q_imag ? newFloat(parts(v)[name === q_imag ? 1 : 0]) : 0,
    unary_: (op, v) => {
      const [re, im] = parts(v);
      if (op === 22) return v;
      if (op === 23) return newComplex(-re, -im);
      if (op === 25) return bool(re !== 0 || im !== 0);
      if (op === 27) return small(re + im * 31);
      return op === 28 ? newFloat(Math.hypot(re, im)) : 0;
    },
    binary_: (op, a, b) => (isNumber(typeOf(b)) ? complexBinary(op, a, b) : 0),
  },
  {
    '$02 real imag': (re, im) => {
      if (re && isStr(re)) return parseComplex(latin(re));
      if (!im && re && isHeap(re, -T.COMPLEX)) return re;
      for (const v of [re, im])
        if (v && !isNumber(typeOf(v)) && !isUser(typeOf(v))) noConversion(v, 'complex');
      const [a, b] = re ? parts(re) : [0, 0];
      const [c, d] = im ? parts(im) : [0, 0];
      return newComplex(a - d, b + c);
    },
  },
);
