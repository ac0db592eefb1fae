// Operators on constants as the compiler folds them (CPython 3.14's Python/flowgraph.c, eval_const_binop and
// eval_const_unaryop): exact Python arithmetic, with the limits that keep results small. Where Python would raise, or the
// result would be too big, the answer is undefined and the operation stays in the code.
import { ComplexConstant, FloatConstant, SurrogateString } from './ast.ts';
import { FrozenSetConstant, SliceConstant, TupleConstant } from './code-object.ts';
import type { Constant } from './code-object.ts';
import { Nb } from './opcodes.ts';

const MAX_INT_BITS = 128;
const MAX_COLLECTION_ITEMS = 256;
const MAX_STR_CHARACTERS = 4096;
const MAX_TOTAL_ITEMS = 1024;

type Int = number | bigint;
type Text = string | SurrogateString;

function normalise(value: bigint): Int {
  return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value;
}

/** bool and int as int. */
function asInt(value: Constant): Int | undefined {
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return value;
    case 'boolean':
      return value ? 1 : 0;
    default:
      return undefined;
  }
}

function bitLength(value: Int): number {
  const text = (value < 0 ? -BigInt(value) : BigInt(value)).toString(2);
  return text === '0' ? 0 : text.length;
}

/** float and int as float; undefined where an int is too big. */
function asFloat(value: Constant): number | undefined {
  if (value instanceof FloatConstant) return value.value;
  const int = asInt(value);
  if (int === undefined) return undefined;
  const float = Number(int);
  return Number.isFinite(float) ? float : undefined;
}

export function isTrue(value: Constant): boolean {
  switch (typeof value) {
    case 'string':
      return value.length > 0;
    case 'number':
      return value !== 0;
    case 'bigint':
      return value !== 0n;
    case 'boolean':
      return value;
  }
  if (value === null) return false;
  if (value instanceof FloatConstant) return value.value !== 0;
  if (value instanceof ComplexConstant) return value.real !== 0 || value.imag !== 0;
  if (value instanceof Uint8Array) return value.length > 0;
  if (value instanceof TupleConstant || value instanceof FrozenSetConstant) return value.items.length > 0;
  return true;
}

export function foldNot(value: Constant): boolean {
  return !isTrue(value);
}

export function foldNegative(value: Constant): Constant | undefined {
  if (value instanceof FloatConstant) return new FloatConstant(-value.value);
  if (value instanceof ComplexConstant) return new ComplexConstant(-value.real, -value.imag);
  const int = asInt(value);
  if (int === undefined) return undefined;
  return typeof int === 'bigint' ? normalise(-int) : int === 0 ? 0 : -int;
}

export function foldPositive(value: Constant): Constant | undefined {
  if (value instanceof FloatConstant || value instanceof ComplexConstant) return value;
  return asInt(value);
}

export function foldInvert(value: Constant): Constant | undefined {
  // `~True` warns at run time.
  if (typeof value === 'boolean') return undefined;
  const int = asInt(value);
  return int === undefined ? undefined : normalise(-BigInt(int) - 1n);
}

export function foldBinary(left: Constant, op: number, right: Constant): Constant | undefined {
  if (op === Nb.SUBSCR) return subscript(left, right);
  const a = asInt(left);
  const b = asInt(right);
  if (a !== undefined && b !== undefined) {
    if (typeof left === 'boolean' && typeof right === 'boolean') {
      if (op === Nb.AND) return left && right;
      if (op === Nb.OR) return left || right;
      if (op === Nb.XOR) return left !== right;
    }
    return foldInts(a, op, b);
  }
  if (left instanceof ComplexConstant || right instanceof ComplexConstant)
    return foldComplex(left, op, right);
  if (left instanceof FloatConstant || right instanceof FloatConstant) {
    const x = asFloat(left);
    const y = asFloat(right);
    return x === undefined || y === undefined ? undefined : foldFloats(x, op, y);
  }
  if (op === Nb.ADD) return concatenate(left, right);
  if (op === Nb.MULTIPLY) {
    if (a !== undefined) return repeat(right, a);
    if (b !== undefined) return repeat(left, b);
  }
  return undefined;
}

// ---------------------------------------------------------------------------------------------------------------- ints

function foldInts(a: Int, op: number, b: Int): Constant | undefined {
  switch (op) {
    case Nb.ADD:
      return normalise(BigInt(a) + BigInt(b));
    case Nb.SUBTRACT:
      return normalise(BigInt(a) - BigInt(b));
    case Nb.MULTIPLY:
      if (a == 0 || b == 0) return 0;
      if (bitLength(a) + bitLength(b) > MAX_INT_BITS) return undefined;
      return normalise(BigInt(a) * BigInt(b));
    case Nb.TRUE_DIVIDE:
      return trueDivide(a, b);
    case Nb.FLOOR_DIVIDE:
    case Nb.REMAINDER: {
      if (b == 0) return undefined;
      const x = BigInt(a);
      const y = BigInt(b);
      let q = x / y;
      let r = x % y;
      if (r !== 0n && r < 0n !== y < 0n) {
        q -= 1n;
        r += y;
      }
      return normalise(op === Nb.REMAINDER ? r : q);
    }
    case Nb.POWER:
      return power(a, b);
    case Nb.LSHIFT: {
      if (b < 0) return undefined;
      if (a == 0) return 0;
      if (b > MAX_INT_BITS || bitLength(a) > MAX_INT_BITS - Number(b)) return undefined;
      return normalise(BigInt(a) << BigInt(b));
    }
    case Nb.RSHIFT:
      if (b < 0) return undefined;
      if (b > 1_000_000_000) return a < 0 ? -1 : 0;
      return normalise(BigInt(a) >> BigInt(b));
    case Nb.OR:
      return normalise(BigInt(a) | BigInt(b));
    case Nb.XOR:
      return normalise(BigInt(a) ^ BigInt(b));
    case Nb.AND:
      return normalise(BigInt(a) & BigInt(b));
    default:
      return undefined;
  }
}

/** The quotient rounded once, half to even. */
function trueDivide(a: Int, b: Int): FloatConstant | undefined {
  if (b == 0) return undefined;
  if (typeof a === 'number' && typeof b === 'number') {
    const q = a / b;
    // Python's zero quotient of ints is never negative.
    return new FloatConstant(q === 0 ? (b < 0 !== a < 0 && a !== 0 ? q : 0) : q);
  }
  let x = BigInt(a);
  let y = BigInt(b);
  const negative = x < 0n !== y < 0n;
  if (x < 0n) x = -x;
  if (y < 0n) y = -y;
  // 64 bits and more of quotient, the last of which tells that there was a remainder.
  const shift = 66 - (bitLength(x) - bitLength(y));
  let q: bigint;
  let rest: boolean;
  if (shift > 0) {
    q = (x << BigInt(shift)) / y;
    rest = (x << BigInt(shift)) % y !== 0n;
  } else {
    const divisor = y << BigInt(-shift);
    q = x / divisor;
    rest = x % divisor !== 0n;
  }
  if (rest) q |= 1n;
  const exponent = -shift;
  // The bits below the double's last, which is higher up for subnormals.
  const length = bitLength(q);
  const drop = Math.max(length - 53, -1074 - exponent);
  let mantissa = q;
  if (drop > 0) {
    const half = 1n << BigInt(drop - 1);
    const low = q & ((1n << BigInt(drop)) - 1n);
    mantissa = q >> BigInt(drop);
    if (low > half || (low === half && (mantissa & 1n) === 1n)) mantissa += 1n;
  }
  const scale = exponent + Math.max(drop, 0);
  let value = Number(mantissa);
  // In two steps: a single power of two may be out of range where the product is not.
  const first = Math.trunc(scale / 2);
  value = value * 2 ** first * 2 ** (scale - first);
  if (!Number.isFinite(value)) return undefined;
  return new FloatConstant(negative ? -value : value);
}

function power(a: Int, b: Int): Constant | undefined {
  if (b < 0) {
    const x = asFloat(a);
    const y = asFloat(b);
    return x === undefined || y === undefined ? undefined : floatPower(x, y);
  }
  if (a == 0 || b == 0) return b == 0 ? 1 : 0;
  if (typeof b === 'bigint' || bitLength(a) > Math.floor(MAX_INT_BITS / b)) return undefined;
  return normalise(BigInt(a) ** BigInt(b));
}

// -------------------------------------------------------------------------------------------------------------- floats

function foldFloats(a: number, op: number, b: number): Constant | undefined {
  switch (op) {
    case Nb.ADD:
      return new FloatConstant(a + b);
    case Nb.SUBTRACT:
      return new FloatConstant(a - b);
    case Nb.MULTIPLY:
      return new FloatConstant(a * b);
    case Nb.TRUE_DIVIDE:
      return b === 0 ? undefined : new FloatConstant(a / b);
    case Nb.FLOOR_DIVIDE:
    case Nb.REMAINDER: {
      if (b === 0) return undefined;
      let mod = a % b;
      let div = (a - mod) / b;
      if (mod !== 0) {
        if (b < 0 !== mod < 0) {
          mod += b;
          div -= 1;
        }
      } else {
        mod = b < 0 ? -0 : 0;
      }
      if (op === Nb.REMAINDER) return new FloatConstant(mod);
      let floor: number;
      if (div !== 0) {
        floor = Math.floor(div);
        if (div - floor > 0.5) floor += 1;
      } else {
        floor = a / b < 0 || Object.is(a / b, -0) ? -0 : 0;
      }
      return new FloatConstant(floor);
    }
    case Nb.POWER:
      return floatPower(a, b);
    default:
      return undefined;
  }
}

function floatPower(a: number, b: number): Constant | undefined {
  if (b === 0) return new FloatConstant(1);
  if (Number.isNaN(a)) return new FloatConstant(a);
  if (Number.isNaN(b)) return new FloatConstant(a === 1 ? 1 : b);
  // JS gives NaN for 1 and -1 to an infinite power.
  if (!Number.isFinite(b) && Math.abs(a) === 1) return new FloatConstant(1);
  if (a === 0 && b < 0) return undefined;
  if (a < 0 && Number.isFinite(a) && b !== Math.floor(b)) {
    return complexPower(a, 0, b, 0);
  }
  const result = a ** b;
  if (!Number.isFinite(result) && Number.isFinite(a) && Number.isFinite(b)) return undefined;
  return new FloatConstant(result);
}

// ------------------------------------------------------------------------------------------------------------- complex

/** Real operands stay real: no zero imaginary part is made up for them (C99 annex G, as since 3.14). */
function foldComplex(left: Constant, op: number, right: Constant): Constant | undefined {
  const a = left instanceof ComplexConstant ? left : undefined;
  const b = right instanceof ComplexConstant ? right : undefined;
  const x = a === undefined ? asFloat(left) : a.real;
  const y = b === undefined ? asFloat(right) : b.real;
  if (x === undefined || y === undefined) return undefined;
  switch (op) {
    case Nb.ADD:
      if (a !== undefined && b !== undefined) return new ComplexConstant(x + y, a.imag + b.imag);
      return new ComplexConstant(x + y, (a ?? b)!.imag);
    case Nb.SUBTRACT:
      if (a !== undefined && b !== undefined) return new ComplexConstant(x - y, a.imag - b.imag);
      return new ComplexConstant(x - y, a !== undefined ? a.imag : -b!.imag);
    case Nb.MULTIPLY:
      if (a !== undefined && b !== undefined) {
        return new ComplexConstant(x * y - a.imag * b.imag, x * b.imag + a.imag * y);
      }
      return a !== undefined
        ? new ComplexConstant(x * y, a.imag * y)
        : new ComplexConstant(x * y, x * b!.imag);
    case Nb.TRUE_DIVIDE:
      if (b === undefined) {
        return y === 0 ? undefined : new ComplexConstant(x / y, a!.imag / y);
      }
      return complexDivide(x, a === undefined ? 0 : a.imag, y, b.imag);
    case Nb.POWER:
      return complexPower(x, a === undefined ? 0 : a.imag, y, b === undefined ? 0 : b.imag);
    default:
      return undefined;
  }
}

function complexDivide(ar: number, ai: number, br: number, bi: number): ComplexConstant | undefined {
  if (Math.abs(br) >= Math.abs(bi)) {
    if (br === 0) return undefined;
    const ratio = bi / br;
    const denominator = br + bi * ratio;
    return new ComplexConstant((ar + ai * ratio) / denominator, (ai - ar * ratio) / denominator);
  }
  if (Number.isNaN(br) || Number.isNaN(bi)) return new ComplexConstant(NaN, NaN);
  const ratio = br / bi;
  const denominator = br * ratio + bi;
  return new ComplexConstant((ar * ratio + ai) / denominator, (ai * ratio - ar) / denominator);
}

function complexPower(ar: number, ai: number, br: number, bi: number): ComplexConstant | undefined {
  let result: ComplexConstant | undefined;
  if (bi === 0 && br === Math.floor(br) && Math.abs(br) <= 100) {
    const n = Math.abs(br);
    let r = new ComplexConstant(1, 0);
    let p = new ComplexConstant(ar, ai);
    for (let mask = 1; mask > 0 && n >= mask; mask <<= 1) {
      if ((n & mask) !== 0) r = product(r, p);
      p = product(p, p);
    }
    result = br >= 0 ? r : complexDivide(1, 0, r.real, r.imag);
  } else if (br === 0 && bi === 0) {
    result = new ComplexConstant(1, 0);
  } else if (ar === 0 && ai === 0) {
    result = bi !== 0 || br < 0 ? undefined : new ComplexConstant(0, 0);
  } else {
    const absolute = Math.hypot(ar, ai);
    let length = absolute ** br;
    const angle = Math.atan2(ai, ar);
    let phase = angle * br;
    if (bi !== 0) {
      length *= Math.exp(-angle * bi);
      phase += bi * Math.log(absolute);
    }
    result = new ComplexConstant(length * Math.cos(phase), length * Math.sin(phase));
  }
  if (result === undefined) return undefined;
  const finite = Number.isFinite(ar) && Number.isFinite(ai) && Number.isFinite(br) && Number.isFinite(bi);
  if (finite && (!Number.isFinite(result.real) || !Number.isFinite(result.imag))) return undefined;
  return result;
}

function product(a: ComplexConstant, b: ComplexConstant): ComplexConstant {
  return new ComplexConstant(a.real * b.real - a.imag * b.imag, a.real * b.imag + a.imag * b.real);
}

// ----------------------------------------------------------------------------------------------------------- sequences

function isText(value: Constant): value is Text {
  return typeof value === 'string' || value instanceof SurrogateString;
}

function codePoints(value: Text): readonly number[] {
  if (typeof value !== 'string') return value.codePoints;
  const points: number[] = [];
  for (const char of value) points.push(char.codePointAt(0)!);
  return points;
}

/** A JS string where it keeps the code points apart. */
function textOf(points: readonly number[]): Text {
  let text = '';
  for (let i = 0; i < points.length; i++) {
    const c = points[i];
    if (c >= 0xdc00 && c < 0xe000 && i > 0 && points[i - 1] >= 0xd800 && points[i - 1] < 0xdc00) {
      return new SurrogateString(points);
    }
    text += String.fromCodePoint(c);
  }
  return text;
}

function concatenate(left: Constant, right: Constant): Constant | undefined {
  if (isText(left) && isText(right)) {
    if (typeof left === 'string' && typeof right === 'string') {
      const last = left.charCodeAt(left.length - 1);
      if (!(last >= 0xd800 && last < 0xdc00)) return left + right;
    }
    return textOf([...codePoints(left), ...codePoints(right)]);
  }
  if (left instanceof Uint8Array && right instanceof Uint8Array) {
    const bytes = new Uint8Array(left.length + right.length);
    bytes.set(left);
    bytes.set(right, left.length);
    return bytes;
  }
  if (left instanceof TupleConstant && right instanceof TupleConstant) {
    return new TupleConstant([...left.items, ...right.items]);
  }
  return undefined;
}

/** Items with those of nested tuples, counted down from a limit. */
function complexity(value: Constant, limit: number): number {
  if (!(value instanceof TupleConstant)) return limit;
  limit -= value.items.length;
  for (let i = 0; limit >= 0 && i < value.items.length; i++) limit = complexity(value.items[i], limit);
  return limit;
}

function repeat(value: Constant, times: Int): Constant | undefined {
  const n = Number(times);
  if (value instanceof TupleConstant) {
    const size = value.items.length;
    if (size === 0) return value;
    if (n < 0 || n > Math.floor(MAX_COLLECTION_ITEMS / size)) return undefined;
    if (n > 0 && complexity(value, Math.floor(MAX_TOTAL_ITEMS / n)) < 0) return undefined;
    const items: Constant[] = [];
    for (let i = 0; i < n; i++) items.push(...value.items);
    return new TupleConstant(items);
  }
  if (isText(value)) {
    const points = codePoints(value);
    if (points.length === 0) return value;
    if (n < 0 || n > Math.floor(MAX_STR_CHARACTERS / points.length)) return undefined;
    if (typeof value === 'string') return value.repeat(n);
    const all: number[] = [];
    for (let i = 0; i < n; i++) all.push(...points);
    return textOf(all);
  }
  if (value instanceof Uint8Array) {
    if (value.length === 0) return value;
    if (n < 0 || n > Math.floor(MAX_STR_CHARACTERS / value.length)) return undefined;
    const bytes = new Uint8Array(value.length * n);
    for (let i = 0; i < n; i++) bytes.set(value, i * value.length);
    return bytes;
  }
  return undefined;
}

/** A slice bound: null where absent, undefined where it is no index. */
function bound(value: Constant): Int | null | undefined {
  return value === null ? null : asInt(value);
}

/** Indices that a slice selects from `size` items. */
function sliceIndices(slice: SliceConstant, size: number): number[] | undefined {
  const step0 = bound(slice.step);
  const start0 = bound(slice.start);
  const stop0 = bound(slice.stop);
  if (step0 === undefined || start0 === undefined || stop0 === undefined) return undefined;
  const step = step0 === null ? 1 : Number(step0);
  if (step === 0) return undefined;
  const low = step > 0 ? 0 : -1;
  const high = step > 0 ? size : size - 1;
  const clamp = (value: Int | null, absent: number): number => {
    if (value === null) return absent;
    let n = Number(value);
    if (n < 0) n += size;
    return Math.max(low, Math.min(high, n));
  };
  const start = clamp(start0, step > 0 ? low : high);
  const stop = clamp(stop0, step > 0 ? high : low);
  const indices: number[] = [];
  for (let i = start; step > 0 ? i < stop : i > stop; i += step) indices.push(i);
  return indices;
}

function subscript(container: Constant, index: Constant): Constant | undefined {
  let size: number;
  let points: readonly number[] = [];
  if (isText(container)) {
    points = codePoints(container);
    size = points.length;
  } else if (container instanceof Uint8Array) size = container.length;
  else if (container instanceof TupleConstant) size = container.items.length;
  else return undefined;
  if (index instanceof SliceConstant) {
    const indices = sliceIndices(index, size);
    if (indices === undefined) return undefined;
    if (container instanceof Uint8Array) return Uint8Array.from(indices, (i) => container[i]);
    if (container instanceof TupleConstant) return new TupleConstant(indices.map((i) => container.items[i]));
    return textOf(indices.map((i) => points[i]));
  }
  const at = asInt(index);
  if (at === undefined) return undefined;
  let i = Number(at);
  if (i < 0) i += size;
  if (i < 0 || i >= size) return undefined;
  if (container instanceof Uint8Array) return container[i];
  if (container instanceof TupleConstant) return container.items[i];
  return textOf([points[i]]);
}
