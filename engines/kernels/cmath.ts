// Elementary functions of complex numbers. Models CPython's Modules/cmathmodule.c: formulas after Kahan ("Branch cuts for complex elementary
// functions") that lose no digits near the cuts, scaled where squares would overflow, and the values that C99's Annex G wants for
// infinities, NaNs and zeros of either sign.
import type { Complex } from './complex.ts';
import { overflowError, valueError } from './error.ts';
import type { KernelError } from './error.ts';
import { hypot } from './float.ts';
import { ldexp } from './math.ts';

const { abs, atan2, cos, exp, log, log1p, sin, sqrt } = Math;

const LARGE = Number.MAX_VALUE / 4;
const SQRT_LARGE = sqrt(LARGE);
const LOG_LARGE = log(LARGE);
const SMALLEST_NORMAL = 2 ** -1022;
const SQRT_SMALLEST = sqrt(SMALLEST_NORMAL);
const SCALE_UP = 53;
const SCALE_DOWN = -27;

const make = (real: number, imag: number): Complex => ({ real, imag });
const withSign = (size: number, of: number): number => (of < 0 || Object.is(of, -0) ? -abs(size) : abs(size));
const isFiniteBoth = (z: Complex): boolean => Number.isFinite(z.real) && Number.isFinite(z.imag);
const isInfinite = (x: number): boolean => x === Infinity || x === -Infinity;

const domain = (): KernelError => valueError('math domain error');
function inRange(z: Complex): Complex {
  if (isInfinite(z.real) || isInfinite(z.imag)) throw overflowError('math range error');
  return z;
}

// --- what Annex G says of arguments that are not finite

/** -inf, negative, -0, 0, positive, inf, nan: 0 to 6. */
function kindOf(x: number): number {
  if (x !== x) return 6;
  if (isInfinite(x)) return x > 0 ? 5 : 0;
  if (x !== 0) return x > 0 ? 4 : 1;
  return Object.is(x, -0) ? 2 : 3;
}

const SYMBOLS: Record<string, number> = {
  i: Infinity,
  n: NaN,
  z: 0,
  o: 1,
  p: Math.PI,
  h: Math.PI / 2,
  q: Math.PI / 4,
  t: 0.75 * Math.PI,
};

/** Seven rows by the kind of the real part, seven cells by that of the imaginary part, as `real,imag`; `.` is never asked for. */
function table(text: string): (z: Complex) => Complex {
  const value = (symbol: string): number => (symbol.startsWith('-') ? -SYMBOLS[symbol[1]] : SYMBOLS[symbol]);
  const rows = text
    .trim()
    .split('\n')
    .map((line) =>
      line
        .trim()
        .split(/\s+/)
        .map((cell) =>
          cell === '.' ? make(NaN, NaN) : make(...(cell.split(',').map(value) as [number, number])),
        ),
    );
  return (z) => rows[kindOf(z.real)][kindOf(z.imag)];
}

const acosSpecial = table(`
  t,i  p,i  p,i  p,-i p,-i t,-i n,i
  h,i  .    .    .    .    h,-i n,n
  h,i  .    h,z  h,-z .    h,-i h,n
  h,i  .    h,z  h,-z .    h,-i h,n
  h,i  .    .    .    .    h,-i n,n
  q,i  z,i  z,i  z,-i z,-i q,-i n,i
  n,i  n,n  n,n  n,n  n,n  n,-i n,n`);
const acoshSpecial = table(`
  i,-t i,-p i,-p i,p  i,p  i,t  i,n
  i,-h .    .    .    .    i,h  n,n
  i,-h .    z,-h z,h  .    i,h  n,h
  i,-h .    z,-h z,h  .    i,h  n,h
  i,-h .    .    .    .    i,h  n,n
  i,-q i,-z i,-z i,z  i,z  i,q  i,n
  i,n  n,n  n,n  n,n  n,n  i,n  n,n`);
const asinhSpecial = table(`
  -i,-q -i,-z -i,-z -i,z -i,z -i,q -i,n
  -i,-h .     .     .    .    -i,h n,n
  -i,-h .     -z,-z -z,z .    -i,h n,n
  i,-h  .     z,-z  z,z  .    i,h  n,n
  i,-h  .     .     .    .    i,h  n,n
  i,-q  i,-z  i,-z  i,z  i,z  i,q  i,n
  i,n   n,n   n,-z  n,z  n,n  i,n  n,n`);
const atanhSpecial = table(`
  -z,-h -z,-h -z,-h -z,h -z,h -z,h -z,n
  -z,-h .     .     .    .    -z,h n,n
  -z,-h .     -z,-z -z,z .    -z,h -z,n
  z,-h  .     z,-z  z,z  .    z,h  z,n
  z,-h  .     .     .    .    z,h  n,n
  z,-h  z,-h  z,-h  z,h  z,h  z,h  z,n
  z,-h  n,n   n,n   n,n  n,n  z,h  n,n`);
const coshSpecial = table(`
  i,n  .    i,z  i,-z .    i,n  i,n
  n,n  .    .    .    .    n,n  n,n
  n,z  .    o,z  o,-z .    n,z  n,z
  n,z  .    o,-z o,z  .    n,z  n,z
  n,n  .    .    .    .    n,n  n,n
  i,n  .    i,-z i,z  .    i,n  i,n
  n,n  n,n  n,z  n,z  n,n  n,n  n,n`);
const expSpecial = table(`
  z,z  .    z,-z z,z  .    z,z  z,z
  n,n  .    .    .    .    n,n  n,n
  n,n  .    o,-z o,z  .    n,n  n,n
  n,n  .    o,-z o,z  .    n,n  n,n
  n,n  .    .    .    .    n,n  n,n
  i,n  .    i,-z i,z  .    i,n  i,n
  n,n  n,n  n,-z n,z  n,n  n,n  n,n`);
const logSpecial = table(`
  i,-t i,-p i,-p  i,p  i,p  i,t  i,n
  i,-h .    .     .    .    i,h  n,n
  i,-h .    -i,-p -i,p .    i,h  n,n
  i,-h .    -i,-z -i,z .    i,h  n,n
  i,-h .    .     .    .    i,h  n,n
  i,-q i,-z i,-z  i,z  i,z  i,q  i,n
  i,n  n,n  n,n   n,n  n,n  i,n  n,n`);
const sinhSpecial = table(`
  i,n  .    -i,-z -i,z .    i,n  i,n
  n,n  .    .     .    .    n,n  n,n
  z,n  .    -z,-z -z,z .    z,n  z,n
  z,n  .    z,-z  z,z  .    z,n  z,n
  n,n  .    .     .    .    n,n  n,n
  i,n  .    i,-z  i,z  .    i,n  i,n
  n,n  n,n  n,-z  n,z  n,n  n,n  n,n`);
const sqrtSpecial = table(`
  i,-i z,-i z,-i z,i  z,i  i,i  n,i
  i,-i .    .    .    .    i,i  n,n
  i,-i .    z,-z z,z  .    i,i  n,n
  i,-i .    z,-z z,z  .    i,i  n,n
  i,-i .    .    .    .    i,i  n,n
  i,-i i,-z i,-z i,z  i,z  i,i  i,n
  i,-i n,n  n,n  n,n  n,n  i,i  n,n`);
const tanhSpecial = table(`
  -o,z  .    -o,-z -o,z .    -o,z -o,z
  n,n   .    .     .    .    n,n  n,n
  -z,n  .    -z,-z -z,z .    -z,n -z,n
  z,n   .    z,-z  z,z  .    z,n  z,n
  n,n   .    .     .    .    n,n  n,n
  o,z   .    o,-z  o,z  .    o,z  o,z
  n,n   n,n  n,-z  n,z  n,n  n,n  n,n`);
const rectSpecial = table(`
  i,n  .    -i,z -i,-z .    i,n  i,n
  n,n  .    .    .     .    n,n  n,n
  z,z  .    -z,z -z,-z .    z,z  z,z
  z,z  .    z,-z z,z   .    z,z  z,z
  n,n  .    .    .     .    n,n  n,n
  i,n  .    i,-z i,z   .    i,n  i,n
  n,n  n,n  n,z  n,z   n,n  n,n  n,n`);

/** An infinite real part over an angle that says in which quadrant. */
const isRay = (z: Complex): boolean => isInfinite(z.real) && Number.isFinite(z.imag) && z.imag !== 0;
/** f(z) from f(iz): i·z, and back by -i. */
const timesI = (z: Complex): Complex => make(-z.imag, z.real);
const byMinusI = (z: Complex): Complex => make(z.imag, -z.real);

// --- roots, logarithms, exponentials

export function sqrtOf(z: Complex): Complex {
  if (!isFiniteBoth(z)) return sqrtSpecial(z);
  if (z.real === 0 && z.imag === 0) return make(0, z.imag);
  let x = abs(z.real);
  const y = abs(z.imag);
  let s: number;
  if (x < SMALLEST_NORMAL && y < SMALLEST_NORMAL) {
    x = ldexp(x, SCALE_UP);
    s = ldexp(sqrt(x + hypot(x, ldexp(y, SCALE_UP))), SCALE_DOWN);
  } else {
    x /= 8;
    s = 2 * sqrt(x + hypot(x, y / 8));
  }
  const d = y / (2 * s);
  return z.real >= 0 ? make(s, withSign(d, z.imag)) : make(d, withSign(s, z.imag));
}

export function expOf(z: Complex): Complex {
  if (!isFiniteBoth(z)) {
    if (isInfinite(z.imag) && (Number.isFinite(z.real) || z.real === Infinity)) throw domain();
    if (!isRay(z)) return expSpecial(z);
    const size = z.real > 0 ? Infinity : 0;
    return make(withSign(size, cos(z.imag)), withSign(size, sin(z.imag)));
  }
  if (z.real <= LOG_LARGE) {
    const size = exp(z.real);
    return inRange(make(size * cos(z.imag), size * sin(z.imag)));
  }
  const size = exp(z.real - 1);
  return inRange(make(size * cos(z.imag) * Math.E, size * sin(z.imag) * Math.E));
}

/** The logarithm with its pole at 0 told by -inf. */
function logWithPole(z: Complex): Complex {
  if (!isFiniteBoth(z)) return logSpecial(z);
  const x = abs(z.real);
  const y = abs(z.imag);
  const imag = atan2(z.imag, z.real);
  if (x > LARGE || y > LARGE) return make(log(hypot(x / 2, y / 2)) + Math.LN2, imag);
  if (x < SMALLEST_NORMAL && y < SMALLEST_NORMAL) {
    if (x === 0 && y === 0) return make(-Infinity, imag);
    return make(log(hypot(ldexp(x, SCALE_UP), ldexp(y, SCALE_UP))) - SCALE_UP * Math.LN2, imag);
  }
  const size = hypot(x, y);
  if (size < 0.71 || size > 1.73) return make(log(size), imag);
  const [more, less] = x > y ? [x, y] : [y, x];
  return make(log1p((more - 1) * (more + 1) + less * less) / 2, imag);
}

export function logOf(z: Complex): Complex {
  const result = logWithPole(z);
  if (z.real === 0 && z.imag === 0) throw domain();
  return result;
}

export function log10Of(z: Complex): Complex {
  const { real, imag } = logOf(z);
  return make(real / Math.LN10, imag / Math.LN10);
}

// --- hyperbolic and circular functions

export function coshOf(z: Complex): Complex {
  const { real: x, imag: y } = z;
  if (!isFiniteBoth(z)) {
    if (isInfinite(y) && x === x) throw domain();
    if (!isRay(z)) return coshSpecial(z);
    const imag = withSign(Infinity, sin(y));
    return make(withSign(Infinity, cos(y)), x > 0 ? imag : -imag);
  }
  if (abs(x) <= LOG_LARGE) return inRange(make(cos(y) * Math.cosh(x), sin(y) * Math.sinh(x)));
  const less = x - withSign(1, x);
  return inRange(make(cos(y) * Math.cosh(less) * Math.E, sin(y) * Math.sinh(less) * Math.E));
}

export function sinhOf(z: Complex): Complex {
  const { real: x, imag: y } = z;
  if (!isFiniteBoth(z)) {
    if (isInfinite(y) && x === x) throw domain();
    if (!isRay(z)) return sinhSpecial(z);
    const real = withSign(Infinity, cos(y));
    return make(x > 0 ? real : -real, withSign(Infinity, sin(y)));
  }
  if (abs(x) <= LOG_LARGE) return inRange(make(cos(y) * Math.sinh(x), sin(y) * Math.cosh(x)));
  const less = x - withSign(1, x);
  return inRange(make(cos(y) * Math.sinh(less) * Math.E, sin(y) * Math.cosh(less) * Math.E));
}

export function tanhOf(z: Complex): Complex {
  const { real: x, imag: y } = z;
  if (!isFiniteBoth(z)) {
    if (isInfinite(y) && Number.isFinite(x)) throw domain();
    if (!isRay(z)) return tanhSpecial(z);
    return make(x > 0 ? 1 : -1, withSign(0, 2 * sin(y) * cos(y)));
  }
  if (abs(x) > LOG_LARGE) return make(withSign(1, x), 4 * sin(y) * cos(y) * exp(-2 * abs(x)));
  const tx = Math.tanh(x);
  const ty = Math.tan(y);
  const cx = 1 / Math.cosh(x);
  const product = tx * ty;
  const denominator = 1 + product * product;
  return make((tx * (1 + ty * ty)) / denominator, (ty / denominator) * cx * cx);
}

export const cosOf = (z: Complex): Complex => coshOf(timesI(z));
export const sinOf = (z: Complex): Complex => byMinusI(sinhOf(timesI(z)));
export const tanOf = (z: Complex): Complex => byMinusI(tanhOf(timesI(z)));

// --- their inverses

const isLarge = (z: Complex): boolean => abs(z.real) > LARGE || abs(z.imag) > LARGE;
/** log 2|z| where |z| itself would overflow. */
const logOfTwice = (z: Complex): number => log(hypot(z.real / 2, z.imag / 2)) + 2 * Math.LN2;

export function acosOf(z: Complex): Complex {
  if (!isFiniteBoth(z)) return acosSpecial(z);
  if (isLarge(z)) {
    const size = logOfTwice(z);
    const imag = z.real < 0 ? -withSign(size, z.imag) : withSign(size, -z.imag);
    return make(atan2(abs(z.imag), z.real), imag);
  }
  const s1 = sqrtOf(make(1 - z.real, -z.imag));
  const s2 = sqrtOf(make(1 + z.real, z.imag));
  return make(2 * atan2(s1.real, s2.real), Math.asinh(s2.real * s1.imag - s2.imag * s1.real));
}

export function acoshOf(z: Complex): Complex {
  if (!isFiniteBoth(z)) return acoshSpecial(z);
  if (isLarge(z)) return make(logOfTwice(z), atan2(z.imag, z.real));
  const s1 = sqrtOf(make(z.real - 1, z.imag));
  const s2 = sqrtOf(make(z.real + 1, z.imag));
  return make(Math.asinh(s1.real * s2.real + s1.imag * s2.imag), 2 * atan2(s1.imag, s2.real));
}

export function asinhOf(z: Complex): Complex {
  if (!isFiniteBoth(z)) return asinhSpecial(z);
  if (isLarge(z)) return make(withSign(logOfTwice(z), z.real), atan2(z.imag, abs(z.real)));
  const s1 = sqrtOf(make(1 + z.imag, -z.real));
  const s2 = sqrtOf(make(1 - z.imag, z.real));
  return make(
    Math.asinh(s1.real * s2.imag - s2.real * s1.imag),
    atan2(z.imag, s1.real * s2.real - s1.imag * s2.imag),
  );
}

export function atanhOf(z: Complex): Complex {
  if (!isFiniteBoth(z)) return atanhSpecial(z);
  if (z.real < 0 || Object.is(z.real, -0)) {
    const { real, imag } = atanhOf(make(-z.real, -z.imag));
    return make(-real, -imag);
  }
  const x = z.real;
  const y = abs(z.imag);
  if (x > SQRT_LARGE || y > SQRT_LARGE) {
    const size = hypot(x / 2, y / 2);
    return make(x / 4 / size / size, -withSign(Math.PI / 2, -z.imag));
  }
  if (x === 1 && y < SQRT_SMALLEST) {
    if (y === 0) throw domain();
    return make(-log(sqrt(y) / sqrt(hypot(y, 2))), withSign(atan2(2, -y) / 2, z.imag));
  }
  return make(
    log1p((4 * x) / ((1 - x) * (1 - x) + y * y)) / 4,
    -atan2(-2 * z.imag, (1 - x) * (1 + x) - y * y) / 2,
  );
}

export const asinOf = (z: Complex): Complex => byMinusI(asinhOf(timesI(z)));
export const atanOf = (z: Complex): Complex => byMinusI(atanhOf(timesI(z)));

// --- polar coordinates

export const phase = (z: Complex): number => atan2(z.imag, z.real);

export function rect(r: number, angle: number): Complex {
  if (Number.isFinite(r) && Number.isFinite(angle)) {
    // An angle of -0 keeps its sign.
    return angle === 0 ? make(r, r * angle) : make(r * cos(angle), r * sin(angle));
  }
  if (r !== 0 && r === r && isInfinite(angle)) throw domain();
  const z = make(r, angle);
  if (!isRay(z)) return rectSpecial(z);
  const real = withSign(Infinity, cos(angle));
  const imag = withSign(Infinity, sin(angle));
  return r > 0 ? make(real, imag) : make(-real, -imag);
}
