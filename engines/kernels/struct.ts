// Packing of plain values into bytes by a format, as the module struct does. Models CPython's Modules/_struct.c for a 64-bit machine with
// little-endian order (LP64): native sizes and alignment for '@', standard ones for '=', '<', '>', '!'. Values are told by kind: what an
// argument has to be before it comes here (an int, a float, bytes, a truth value, a complex) is the module's concern.
import { KernelError } from './error.ts';
import type { Int } from './int.ts';

/** What stands behind a code: `int` has a range, `char` is one byte, `text` and `pascal` take their count as a length. */
export type FieldKind = 'int' | 'float' | 'complex' | 'bool' | 'char' | 'text' | 'pascal';

export interface Field {
  readonly code: string;
  readonly kind: FieldKind;
  readonly signed: boolean;
  /** Bytes of one value. */
  readonly size: number;
  readonly offset: number;
  /** Values in a row; 1 for text. */
  readonly count: number;
  /** The range of an integer code. */
  readonly low: Int;
  readonly high: Int;
}

export interface Layout {
  readonly format: string;
  readonly little: boolean;
  /** `@` or nothing: C's own types. */
  readonly native: boolean;
  readonly fields: readonly Field[];
  /** Values in all. */
  readonly length: number;
  readonly size: number;
}

export class StructError extends Error {}

interface Code {
  kind: FieldKind;
  size: number;
  signed: boolean;
}

const code = (kind: FieldKind, size: number, signed = false): Code => ({ kind, size, signed });

const STANDARD: Readonly<Record<string, Code>> = {
  b: code('int', 1, true),
  B: code('int', 1),
  c: code('char', 1),
  s: code('text', 1),
  p: code('pascal', 1),
  h: code('int', 2, true),
  H: code('int', 2),
  i: code('int', 4, true),
  I: code('int', 4),
  l: code('int', 4, true),
  L: code('int', 4),
  q: code('int', 8, true),
  Q: code('int', 8),
  '?': code('bool', 1),
  e: code('float', 2),
  f: code('float', 4),
  d: code('float', 8),
  F: code('complex', 8),
  D: code('complex', 16),
};

const NATIVE: Readonly<Record<string, Code>> = {
  ...STANDARD,
  l: code('int', 8, true),
  L: code('int', 8),
  n: code('int', 8, true),
  N: code('int', 8),
  P: code('int', 8),
};

const MAX_SIZE = 2 ** 63 - 1;

/** Alignment of a native value: that of its parts. */
const alignment = ({ kind, size }: Code): number => (kind === 'complex' ? size / 2 : size);

/** Parses a format; StructError says what is wrong with it. */
export function parseFormat(format: string): Layout {
  let at = 0;
  let native = true;
  let aligned = true;
  let little = true;
  switch (format[0]) {
    case '<':
    case '=':
    case '>':
    case '!':
      native = aligned = false;
      little = format[0] === '<' || format[0] === '=';
      at = 1;
      break;
    case '@':
      at = 1;
  }
  const codes = native ? NATIVE : STANDARD;
  const fields: Field[] = [];
  let offset = 0;
  let length = 0;
  while (at < format.length) {
    let c = format[at++];
    if (/[ \t-\r]/.test(c)) continue;
    let count = 1;
    if (c >= '0' && c <= '9') {
      count = 0;
      do {
        count = count * 10 + Number(c);
        if (count > MAX_SIZE) throw new StructError('total struct size too long');
        if (at === format.length) throw new StructError('repeat count given without format specifier');
        c = format[at++];
      } while (c >= '0' && c <= '9');
    }
    if (c === 'x') {
      offset += count;
      continue;
    }
    const known = codes[c];
    if (known === undefined) throw new StructError('bad char in struct format');
    if (aligned) {
      const to = alignment(known);
      offset = Math.ceil(offset / to) * to;
    }
    const { kind, signed, size } = known;
    if (kind === 'text' || kind === 'pascal') {
      fields.push({ code: c, kind, signed, size: count, offset, count: 1, low: 0, high: 0 });
      length++;
    } else if (count > 0) {
      const [low, high] = rangeOf(size, signed);
      fields.push({ code: c, kind, signed, size, offset, count, low, high });
      length += count;
    }
    offset += size * count;
    if (offset > MAX_SIZE) throw new StructError('total struct size too long');
  }
  return { format, little, native, fields, length, size: offset };
}

// --- unpacking

export type Unpacked = Int | number | boolean | Uint8Array | { real: number; imag: number };

const scratch = new DataView(new ArrayBuffer(8));

export function halfFromBits(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** IEEE binary16, rounded half to even; undefined: too large. */
export function halfToBits(x: number): number | undefined {
  scratch.setFloat64(0, x);
  const sign = scratch.getUint8(0) & 0x80 ? 0x8000 : 0;
  const a = Math.abs(x);
  if (Number.isNaN(x)) return sign | 0x7e00;
  if (a === Infinity) return sign | 0x7c00;
  if (a === 0) return sign;
  let e = Math.floor(Math.log2(a));
  if (2 ** e > a) e--;
  else if (2 ** (e + 1) <= a) e++;
  const unit = 2 ** (Math.max(e, -14) - 10);
  const scaled = a / unit;
  let m = Math.floor(scaled);
  const rest = scaled - m;
  if (rest > 0.5 || (rest === 0.5 && m % 2 === 1)) m++;
  // A subnormal has exponent 0; a carry out of the fraction makes the next exponent by itself.
  const bits = e < -14 ? m : ((e + 14) << 10) + m;
  return bits >= 0x7c00 ? undefined : sign | bits;
}

function readFloat(view: DataView, at: number, size: number, little: boolean): number {
  if (size === 8) return view.getFloat64(at, little);
  if (size === 4) return view.getFloat32(at, little);
  return halfFromBits(view.getUint16(at, little));
}

/** One value of `field`, the `i`th of its row; `at` is where the struct begins. */
export function readField(
  view: DataView,
  bytes: Uint8Array,
  at: number,
  field: Omit<Field, 'low' | 'high'>,
  i: number,
  little: boolean,
): Unpacked {
  const { kind, size, signed } = field;
  const from = at + field.offset + i * size;
  switch (kind) {
    case 'int':
      return readInt(view, from, size, signed, little);
    case 'float':
      return readFloat(view, from, size, little);
    case 'complex':
      return {
        real: readFloat(view, from, size / 2, little),
        imag: readFloat(view, from + size / 2, size / 2, little),
      };
    case 'bool':
      return bytes[from] !== 0;
    case 'char':
    case 'text':
      return bytes.slice(from, from + size);
    case 'pascal': {
      if (size === 0) return new Uint8Array(0);
      const length = Math.min(bytes[from], size - 1);
      return bytes.slice(from + 1, from + 1 + length);
    }
  }
}

function readInt(view: DataView, at: number, size: number, signed: boolean, little: boolean): Int {
  switch (size) {
    case 1:
      return signed ? view.getInt8(at) : view.getUint8(at);
    case 2:
      return signed ? view.getInt16(at, little) : view.getUint16(at, little);
    case 4:
      return signed ? view.getInt32(at, little) : view.getUint32(at, little);
  }
  const low = view.getUint32(little ? at : at + 4, little);
  const high = signed
    ? view.getInt32(little ? at + 4 : at, little)
    : view.getUint32(little ? at + 4 : at, little);
  if (high >= -0x200000 && high < 0x200000) {
    const value = high * 0x1_0000_0000 + low;
    if (Number.isSafeInteger(value)) return value;
  }
  return signed ? view.getBigInt64(at, little) : view.getBigUint64(at, little);
}

/** The range of an integer code. */
export function rangeOf(size: number, signed: boolean): [Int, Int] {
  if (size < 8) return signed ? [-(2 ** (8 * size - 1)), 2 ** (8 * size - 1) - 1] : [0, 2 ** (8 * size) - 1];
  return signed ? [-(2n ** 63n), 2n ** 63n - 1n] : [0n, 2n ** 64n - 1n];
}

export function writeInt(view: DataView, at: number, value: Int, size: number, little: boolean): void {
  switch (size) {
    case 1:
      view.setUint8(at, Number(value));
      return;
    case 2:
      view.setUint16(at, Number(value), little);
      return;
    case 4:
      view.setUint32(at, Number(value), little);
      return;
    default:
      view.setBigUint64(at, BigInt.asUintN(64, BigInt(value)), little);
  }
}

/** Writes an int of any size; StructError where it is out of the code's range. */
export function packInt(view: DataView, at: number, value: Int, field: Field, layout: Layout): void {
  const { size, code: letter, low, high } = field;
  if (value < low || value > high) {
    throw new StructError(`'${letter}' format requires ${low} <= number <= ${high}`);
  }
  writeInt(view, at, value, size, layout.little);
}

const tooLarge = (letter: string): KernelError =>
  new KernelError('OverflowError', `float too large to pack with ${letter} format`);

/** A native `f` is a C cast, which makes an infinity of what is too large. */
export function packFloat(view: DataView, at: number, x: number, letter: string, layout: Layout): void {
  const { little, native } = layout;
  switch (letter) {
    case 'd':
      view.setFloat64(at, x, little);
      return;
    case 'f': {
      const rounded = Math.fround(x);
      if (!native && !Number.isFinite(rounded) && Number.isFinite(x)) throw tooLarge('f');
      view.setFloat32(at, rounded, little);
      return;
    }
    default: {
      const bits = halfToBits(x);
      if (bits === undefined) throw tooLarge('e');
      view.setUint16(at, bits, little);
    }
  }
}

/** Bytes of an `s` or `p` field: cut or filled with zeros. */
export function packText(target: Uint8Array, at: number, value: Uint8Array, field: Field): void {
  const { size, kind } = field;
  target.fill(0, at, at + size);
  if (size === 0) return;
  if (kind === 'text') {
    target.set(value.subarray(0, size), at);
    return;
  }
  const length = Math.min(value.length, size - 1);
  target[at] = Math.min(length, 255);
  target.set(value.subarray(0, length), at + 1);
}
