// Python's complex on pairs of host numbers. Models CPython 3.14's Objects/complexobject.c: a real operand keeps its sign of zero (no
// promotion), products and quotients recover infinities as C's Annex G says.
import { overflowError, valueError, zeroDivision } from './error.ts';
import { hostOf, repr as reprOfText } from './text.ts';
import { formatDouble, hypot, parseSpecial, stripUnderscores } from './float.ts';

export interface Complex {
  readonly real: number;
  readonly imag: number;
}

const make = (real: number, imag: number): Complex => ({ real, imag });

export const add = (a: Complex, b: Complex): Complex => make(a.real + b.real, a.imag + b.imag);
export const sub = (a: Complex, b: Complex): Complex => make(a.real - b.real, a.imag - b.imag);
export const neg = (a: Complex): Complex => make(-a.real, -a.imag);
export const addReal = (a: Complex, b: number): Complex => make(a.real + b, a.imag);
export const subReal = (a: Complex, b: number): Complex => make(a.real - b, a.imag);
export const realSub = (a: number, b: Complex): Complex => make(a - b.real, -b.imag);
export const mulReal = (a: Complex, b: number): Complex => make(a.real * b, a.imag * b);

const sign = (x: number): number => (x < 0 || Object.is(x, -0) ? -1 : 1);
const withSign = (size: number, of: number): number => Math.abs(size) * sign(of);
/** One for an infinity, else zero, with the sign kept. */
const box = (x: number): number => withSign(Math.abs(x) === Infinity ? 1 : 0, x);
const zeroNan = (x: number): number => (Number.isNaN(x) ? withSign(0, x) : x);
const isInf = (x: number): boolean => x === Infinity || x === -Infinity;

export function mul(z: Complex, w: Complex): Complex {
  let { real: a, imag: b } = z;
  let { real: c, imag: d } = w;
  const ac = a * c;
  const bd = b * d;
  const ad = a * d;
  const bc = b * c;
  const real = ac - bd;
  const imag = ad + bc;
  if (!Number.isNaN(real) || !Number.isNaN(imag)) return make(real, imag);
  let recalculate = false;
  if (isInf(a) || isInf(b)) {
    [a, b, c, d] = [box(a), box(b), zeroNan(c), zeroNan(d)];
    recalculate = true;
  }
  if (isInf(c) || isInf(d)) {
    [c, d, a, b] = [box(c), box(d), zeroNan(a), zeroNan(b)];
    recalculate = true;
  }
  if (!recalculate && (isInf(ac) || isInf(bd) || isInf(ad) || isInf(bc))) {
    [a, b, c, d] = [zeroNan(a), zeroNan(b), zeroNan(c), zeroNan(d)];
    recalculate = true;
  }
  if (!recalculate) return make(real, imag);
  return make(Infinity * (a * c - b * d), Infinity * (a * d + b * c));
}

export function div(a: Complex, b: Complex): Complex {
  const size = Math.abs(b.real);
  const imagSize = Math.abs(b.imag);
  let real: number;
  let imag: number;
  if (size >= imagSize) {
    if (size === 0) throw zeroDivision('division by zero');
    const ratio = b.imag / b.real;
    const denominator = b.real + b.imag * ratio;
    real = (a.real + a.imag * ratio) / denominator;
    imag = (a.imag - a.real * ratio) / denominator;
  } else if (imagSize >= size) {
    const ratio = b.real / b.imag;
    const denominator = b.real * ratio + b.imag;
    real = (a.real * ratio + a.imag) / denominator;
    imag = (a.imag * ratio - a.real) / denominator;
  } else {
    real = NaN;
    imag = NaN;
  }
  if (Number.isNaN(real) && Number.isNaN(imag)) {
    if ((isInf(a.real) || isInf(a.imag)) && Number.isFinite(b.real) && Number.isFinite(b.imag)) {
      const x = box(a.real);
      const y = box(a.imag);
      return make(Infinity * (x * b.real + y * b.imag), Infinity * (y * b.real - x * b.imag));
    }
    if ((isInf(size) || isInf(imagSize)) && Number.isFinite(a.real) && Number.isFinite(a.imag)) {
      const x = box(b.real);
      const y = box(b.imag);
      return make(0 * (a.real * x + a.imag * y), 0 * (a.imag * x - a.real * y));
    }
  }
  return make(real, imag);
}

export function divReal(a: Complex, b: number): Complex {
  if (b === 0) throw zeroDivision('division by zero');
  return make(a.real / b, a.imag / b);
}

export function realDiv(a: number, b: Complex): Complex {
  const size = Math.abs(b.real);
  const imagSize = Math.abs(b.imag);
  let real: number;
  let imag: number;
  if (size >= imagSize) {
    if (size === 0) throw zeroDivision('division by zero');
    const ratio = b.imag / b.real;
    const denominator = b.real + b.imag * ratio;
    real = a / denominator;
    imag = (-a * ratio) / denominator;
  } else if (imagSize >= size) {
    const ratio = b.real / b.imag;
    const denominator = b.real * ratio + b.imag;
    real = (a * ratio) / denominator;
    imag = -a / denominator;
  } else {
    real = NaN;
    imag = NaN;
  }
  if (Number.isNaN(real) && Number.isNaN(imag) && Number.isFinite(a) && (isInf(size) || isInf(imagSize))) {
    return make(0 * (a * box(b.real)), 0 * (-a * box(b.imag)));
  }
  return make(real, imag);
}

function powerOfInt(a: Complex, n: number): Complex {
  let result = make(1, 0);
  let base = a;
  for (let left = n; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = mul(result, base);
    if (left > 1) base = mul(base, base);
  }
  return result;
}

export function pow(a: Complex, b: Complex): Complex {
  let result: Complex;
  if (b.imag === 0 && Number.isInteger(b.real) && Math.abs(b.real) <= 100) {
    if (b.real >= 0) {
      result = powerOfInt(a, b.real);
    } else {
      if (a.real === 0 && a.imag === 0) throw zeroDivision('zero to a negative or complex power');
      result = div(make(1, 0), powerOfInt(a, -b.real));
    }
  } else if (a.real === 0 && a.imag === 0) {
    if (b.imag !== 0 || b.real < 0) throw zeroDivision('zero to a negative or complex power');
    result = make(0, 0);
  } else {
    const size = hypot(a.real, a.imag);
    const angle = Math.atan2(a.imag, a.real);
    let length = size ** b.real;
    let phase = angle * b.real;
    if (b.imag !== 0) {
      length *= Math.exp(-angle * b.imag);
      phase += b.imag * Math.log(size);
    }
    result = make(length * Math.cos(phase), length * Math.sin(phase));
  }
  if (isInf(result.real) || isInf(result.imag)) throw overflowError('complex exponentiation');
  return result;
}

export function abs(a: Complex): number {
  const size = hypot(a.real, a.imag);
  if (size === Infinity && Number.isFinite(a.real) && Number.isFinite(a.imag)) {
    throw overflowError('absolute value too large');
  }
  return size;
}

export function repr(a: Complex): string {
  const imag = formatDouble(a.imag, 'r', 0);
  if (a.real === 0 && !Object.is(a.real, -0)) return `${imag}j`;
  return `(${formatDouble(a.real, 'r', 0)}${imag.startsWith('-') ? '' : '+'}${imag}j)`;
}

const NUMBER = '(?:(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:e[+-]?[0-9]+)?|inf(?:inity)?|nan)';
const FORM = new RegExp(`^(?:([+-]?${NUMBER})(?![0-9a-z.]))?(?:([+-]?${NUMBER}?)j)?$`, 'i');

const part = (text: string | undefined): number => {
  if (text === undefined) return 0;
  if (text === '' || text === '+') return 1;
  if (text === '-') return -1;
  return parseSpecial(text) ?? Number(text);
};

/** `complex(text)` for text that went through `numericText`. */
export function parse(source: string): Complex {
  let text = source.trim();
  if (text.startsWith('(') && text.endsWith(')')) text = text.slice(1, -1).trim();
  const plain = stripUnderscores(text);
  if (plain === undefined) {
    throw valueError(`could not convert string to complex: ${hostOf(reprOfText(source))}`);
  }
  const match = plain === '' ? null : FORM.exec(plain);
  // Between the two parts there must be a sign.
  if (match === null || (match[1] !== undefined && match[2] !== undefined && !/^[+-]/.test(match[2]))) {
    throw valueError('complex() arg is a malformed string');
  }
  return make(part(match[1]), part(match[2]));
}
