// @inline-constants-from ./layout.ts T
// Floats (64 bits: header, spare word, double) and complex numbers, their text in and out. Models py/objfloat.c,
// py/objcomplex.c, py/formatfloat.c; the digits of repr are the shortest that read back, as CPython's.
import { T } from './layout.ts';
import { H, B, F, alloc } from './heap.ts';
import { Q, Qs, text } from './qstr.ts';
import {
  type,
  typeOf,
  isStr,
  isUser,
  isHeap,
  bool,
  small,
  put,
  fail,
  typeError,
  compared,
  valueError,
  newFloat,
  tryBuffer,
  BUF,
  argCount,
  noKw,
  tupleOf,
  opNames,
  keyword,
  noConversion,
} from './obj.ts';
import { real, toNumber, isNumber, isInt, divideByZero } from './objint.ts';
import { methodOf, callMethod0, unwrap } from './objtype.ts';

export const floatOf = (p: number) => F[(p >> 1) + 1];

/** The shortest text that reads back as x, in Python's form. */
export function floatText(x: number): string {
  if (x !== x) return 'nan';
  if (!Number.isFinite(x)) return x < 0 ? '-inf' : 'inf';
  const a = Math.abs(x);
  if (a !== 0 && (a < 1e-4 || a >= 1e16)) {
    const [m, e] = x.toExponential().split('e');
    return m + 'e' + e[0] + e.slice(1).padStart(2, '0');
  }
  const s = Object.is(x, -0) ? '-0' : String(x);
  return s.includes('.') ? s : s + '.0';
}
export function printFloat(v: number): void {
  put(floatText(F[(v >> 1) + 1]));
}

export function floatBinary(op: number, x: number, y: number, a: number, b: number): number {
  if (op < 6) return compared(op, x < y ? -1 : x > y ? 1 : x === y ? 0 : NaN);
  switch (op) {
    case 13:
      return newFloat(x + y);
    case 14:
      return newFloat(x - y);
    case 15:
      return newFloat(x * y);
    case 17:
    case 19:
    case 21: {
      if (y === 0) divideByZero();
      let m = x % y;
      if (m !== 0 ? m < 0 !== y < 0 : false) m += y;
      if (m === 0) m = y < 0 ? -0 : 0;
      if (op === 19) return newFloat(m);
      let q = y === Infinity || y === -Infinity ? Math.floor(x / y) : Math.round((x - m) / y);
      if (q === 0) q = x / y < 0 ? -0 : 0;
      if (op === 17) return newFloat(q);
      const w = newFloat(q);
      return tupleOf(w, newFloat(m));
    }
    case 18:
      if (y === 0) divideByZero();
      return newFloat(x / y);
    case 20:
      if (x === 0 && y < 0 && y !== -Infinity) divideByZero();
      if (x < 0 && y !== Math.floor(y) && Number.isFinite(x) && Number.isFinite(y))
        return complexBinary(20, a, b);
      return newFloat(
        x === 1 || y === 0 ? 1 : x === -1 && !Number.isFinite(y) && y === y ? 1 : Math.pow(x, y),
      );
  }
  return 0;
}

/** Text to a double, or NaN with `bad`. */
export let badFloat = false;
export function parseFloatText(s: string): number {
  const t = s.trim().toLowerCase();
  badFloat = false;
  const m = /^([+-]?)(infinity|inf|nan)$/.exec(t);
  if (m) return m[2] === 'nan' ? NaN : m[1] === '-' ? -Infinity : Infinity;
  if (/^[+-]?(\d+(_\d+)*\.?(\d+(_\d+)*)?|\.\d+(_\d+)*)(e[+-]?\d+(_\d+)*)?$/.test(t))
    return Number(t.replaceAll('_', ''));
  badFloat = true;
  return NaN;
}

/** float(v), or a TypeError. */
export function toFloat(v: number): number {
  const t = typeOf(v);
  if (t === T.FLOAT) return F[(v >> 1) + 1];
  if (isInt(v)) {
    const n = toNumber(v);
    if (!Number.isFinite(n)) fail(T.OverflowError, 'int too large to convert to float');
    return n;
  }
  if (isUser(t)) {
    const m = methodOf(v, opNames[30]);
    if (m !== 0) {
      const r = callMethod0(m, v);
      if (typeOf(r) !== T.FLOAT) noConversion(v, 'float');
      return toFloat(r);
    }
    if (unwrap(v) !== v) return toFloat(unwrap(v));
  }
  return noConversion(v, 'float');
}

type(T.FLOAT, 'float', 0, {
  make_: (_t, n, nkw, a) => {
    noKw(nkw);
    argCount(n, 0, 1);
    if (n === 0) return newFloat(0);
    const v = unwrap(H[a]);
    if (typeOf(v) === T.FLOAT) return v;
    if (isStr(v) || (!isInt(v) && tryBuffer(v))) {
      let s = '';
      if (isStr(v)) s = text(v);
      else for (let i = 0; i < BUF.n_; i++) s += String.fromCharCode(B[BUF.at_ + i]);
      const x = parseFloatText(s);
      if (badFloat) valueError('invalid syntax for number');
      return newFloat(x);
    }
    return newFloat(toFloat(H[a]));
  },
  unary_: (op, v) => {
    const x = F[(v >> 1) + 1];
    switch (op) {
      case 22:
        return v;
      case 23:
        return newFloat(-x);
      case 25:
        return bool(x !== 0);
      case 27:
        return small(0);
      case 28:
        return newFloat(Math.abs(x));
      case 30:
        return v;
    }
    return 0;
  },
  binary_: (op, a, b) => {
    const t = typeOf(b);
    if (t === T.COMPLEX) return complexBinary(op, a, b);
    return isNumber(t) ? floatBinary(op, F[(a >> 1) + 1], real(b), a, b) : 0;
  },
});

// ---- Complex. ----

export function newComplex(re: number, im: number): number {
  const p = alloc(6);
  H[p] = -T.COMPLEX;
  F[(p >> 1) + 1] = re;
  F[(p >> 1) + 2] = im;
  return p;
}
const q_complex = Q('__complex__');
/** A user's object that says which complex number it is. */
function asComplex(v: number): number {
  if (!isUser(typeOf(v))) return v;
  const m = methodOf(v, q_complex);
  if (m === 0) return v;
  const r = callMethod0(m, v);
  if (!isHeap(r, -T.COMPLEX)) noConversion(v, 'complex');
  return r;
}
export function reOf(v: number): number {
  const c = asComplex(v);
  return isHeap(c, -T.COMPLEX) ? F[(c >> 1) + 1] : toFloat(c);
}
export function imOf(v: number): number {
  const c = asComplex(v);
  return isHeap(c, -T.COMPLEX) ? F[(c >> 1) + 2] : 0;
}

export function complexBinary(op: number, v: number, w: number): number {
  const a = reOf(v);
  const b = imOf(v);
  const c = reOf(w);
  const d = imOf(w);
  switch (op) {
    case 2:
      return bool(a === c && b === d);
    case 5:
      return bool(a !== c || b !== d);
    case 13:
      return newComplex(a + c, b + d);
    case 14:
      return newComplex(a - c, b - d);
    case 15:
      return newComplex(a * c - b * d, a * d + b * c);
    case 17:
      return typeError("can't truncate-divide a complex number");
    case 18: {
      if (c === 0 && d === 0) fail(T.ZeroDivisionError, 'complex divide by zero');
      if (b === 0 && d === 0) return newComplex(a / c, 0);
      const n = c * c + d * d;
      return newComplex((a * c + b * d) / n, (b * c - a * d) / n);
    }
    case 20: {
      // exp(w * log v)
      const abs1 = Math.hypot(a, b);
      if (abs1 === 0) {
        if (d === 0 && c >= 0) return newComplex(c === 0 ? 1 : 0, 0);
        fail(T.ZeroDivisionError, '0.0 to a complex power');
      }
      const ln = Math.log(abs1);
      const arg = Math.atan2(b, a);
      const r = Math.exp(c * ln - d * arg);
      const phi = d * ln + c * arg;
      return newComplex(r * Math.cos(phi), r * Math.sin(phi));
    }
  }
  return 0;
}

export function complexText(re: number, im: number): string {
  const f = (x: number) => {
    const s = floatText(x);
    return s.endsWith('.0') ? s.slice(0, -2) : s;
  };
  const i = f(im) + 'j';
  if (re === 0 && !Object.is(re, -0)) return i;
  return `(${f(re)}${(im >= 0 && !Object.is(im, -0)) || im !== im ? '+' : ''}${i})`;
}
const [q_real, q_imag] = Qs('real imag');
export function parseComplex(s: string): number {
  let t = s.trim().toLowerCase();
  if (t[0] === '(' && t.endsWith(')')) t = t.slice(1, -1).trim();
  const num = '(?:\\d[\\d_]*\\.?[\\d_]*|\\.\\d[\\d_]*)(?:e[+-]?\\d+)?|inf(?:inity)?|nan';
  const m = new RegExp(`^([+-]?(?:${num}))?(?:([+-]?)((?:${num})?)j)?$`).exec(t);
  const alone = new RegExp(`^([+-]?)((?:${num})?)j$`).exec(t);
  if (alone) return newComplex(0, (alone[1] === '-' ? -1 : 1) * (alone[2] ? parseFloatText(alone[2]) : 1));
  if (!m || t === '' || (m[3] === undefined && m[1] === undefined))
    return valueError('invalid syntax for number');
  const re = m[1] ? parseFloatText(m[1]) : 0;
  const im = m[3] === undefined ? 0 : (m[2] === '-' ? -1 : 1) * (m[3] ? parseFloatText(m[3]) : 1);
  return newComplex(re, im);
}

type(T.COMPLEX, 'complex', 0, {
  make_: (_t, n, nkw, a) => {
    argCount(n, 0, 2);
    const re = n > 0 ? H[a] : keyword(nkw, a + n, q_real);
    const im = n > 1 ? H[a + 1] : keyword(nkw, a + n, q_imag);
    if (re !== 0 && isStr(re)) return parseComplex(text(re));
    if (re !== 0 && im === 0 && isHeap(re, -T.COMPLEX)) return re;
    for (const v of [re, im])
      if (v !== 0 && !isNumber(typeOf(v)) && !isUser(typeOf(v))) noConversion(v, 'complex');
    const x = re ? reOf(re) - (im ? imOf(im) : 0) : 0;
    const y = (re ? imOf(re) : 0) + (im ? reOf(im) : 0);
    return newComplex(x, y);
  },
  print_: (v) => put(complexText(reOf(v), imOf(v))),
  attr_: (v, name) => (name === q_real ? newFloat(reOf(v)) : name === q_imag ? newFloat(imOf(v)) : 0),
  unary_: (op, v) => {
    switch (op) {
      case 22:
        return v;
      case 23:
        return newComplex(-reOf(v), -imOf(v));
      case 25:
        return bool(reOf(v) !== 0 || imOf(v) !== 0);
      case 27:
        return small((reOf(v) + imOf(v) * 31) | 0);
      case 28:
        return newFloat(Math.hypot(reOf(v), imOf(v)));
    }
    return 0;
  },
  binary_: (op, a, b) => (isNumber(typeOf(b)) ? complexBinary(op, a, b) : 0),
});
