// Python's marshal format, version 5, both ways: all types that CPython 3.14's Python/marshal.c knows. Which objects get a
// reference flag depends in CPython on reference counts; here an object is flagged where the value written holds it more
// than once, or where CPython's object is always shared (interned strings, small ints, `co_code`, empty tuple and bytes).
import { lazyDecoder } from '../kernels/lazy-decoder.ts';
import {
  CodeObject,
  ComplexConstant,
  Ellipsis,
  EllipsisConstant,
  FloatConstant,
  FrozenSetConstant,
  SliceConstant,
  SurrogateString,
  TupleConstant,
} from './code-object.ts';
import type { Constant } from './code-object.ts';

export class MarshalList {
  readonly items: MarshalValue[];
  constructor(items: MarshalValue[]) {
    this.items = items;
  }
}
export class MarshalSet {
  readonly items: MarshalValue[];
  constructor(items: MarshalValue[]) {
    this.items = items;
  }
}
export class MarshalDict {
  readonly entries: [key: MarshalValue, value: MarshalValue][];
  constructor(entries: [MarshalValue, MarshalValue][]) {
    this.entries = entries;
  }
}
/** The class StopIteration, which the format has a code for. */
export class StopIterationValue {
  readonly name = 'StopIteration';
}
export const StopIteration = new StopIterationValue();

/** Tuples and frozensets inside lists and dicts may hold the mutable kinds too. */
export type MarshalValue = Constant | MarshalList | MarshalSet | MarshalDict | StopIterationValue;

/** What `marshal.loads` raises on bad data, by the name of the Python exception. */
export class MarshalError extends Error {
  readonly type: 'ValueError' | 'EOFError' | 'TypeError';
  constructor(type: 'ValueError' | 'EOFError' | 'TypeError', message: string) {
    super(message);
    this.type = type;
  }
}

export const MARSHAL_VERSION = 5;
/** CPython's MAX_MARSHAL_STACK_DEPTH on Linux. */
const MAX_DEPTH = 2000;
const FLAG_REF = 0x80;

const code = (char: string): number => char.charCodeAt(0);
const T_NULL = code('0');
const T_NONE = code('N');
const T_FALSE = code('F');
const T_TRUE = code('T');
const T_STOPITER = code('S');
const T_ELLIPSIS = code('.');
const T_INT = code('i');
const T_INT64 = code('I');
const T_FLOAT = code('f');
const T_BINARY_FLOAT = code('g');
const T_COMPLEX = code('x');
const T_BINARY_COMPLEX = code('y');
const T_LONG = code('l');
const T_STRING = code('s');
const T_INTERNED = code('t');
const T_REF = code('r');
const T_TUPLE = code('(');
const T_LIST = code('[');
const T_DICT = code('{');
const T_CODE = code('c');
const T_UNICODE = code('u');
const T_SET = code('<');
const T_FROZENSET = code('>');
const T_SLICE = code(':');
const T_ASCII = code('a');
const T_ASCII_INTERNED = code('A');
const T_SMALL_TUPLE = code(')');
const T_SHORT_ASCII = code('z');
const T_SHORT_ASCII_INTERNED = code('Z');

const nameCharacters = /^[A-Za-z0-9_]*$/;
const asciiOnly = /^[\x00-\x7f]*$/;

/** UTF-8 with surrogates let through, as CPython's `surrogatepass`. */
export function encodeUtf8(text: string | SurrogateString): Uint8Array {
  const bytes: number[] = [];
  const put = (c: number): void => {
    if (c < 0x80) bytes.push(c);
    else if (c < 0x800) bytes.push(0xc0 | (c >> 6), 0x80 | (c & 63));
    else if (c < 0x10000) bytes.push(0xe0 | (c >> 12), 0x80 | ((c >> 6) & 63), 0x80 | (c & 63));
    else bytes.push(0xf0 | (c >> 18), 0x80 | ((c >> 12) & 63), 0x80 | ((c >> 6) & 63), 0x80 | (c & 63));
  };
  if (typeof text === 'string') {
    for (const char of text) put(char.codePointAt(0)!);
  } else {
    for (const c of text.codePoints) put(c);
  }
  return Uint8Array.from(bytes);
}

const strictDecoder = lazyDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The other way; a surrogate pair that was encoded as two code points needs a SurrogateString. */
export function decodeUtf8(bytes: Uint8Array): string | SurrogateString {
  try {
    return strictDecoder.decode(bytes);
  } catch {
    return decodeSurrogates(bytes);
  }
}

function decodeSurrogates(bytes: Uint8Array): string | SurrogateString {
  const points: number[] = [];
  let ambiguous = false;
  for (let i = 0; i < bytes.length;) {
    const b = bytes[i];
    let c: number;
    if (b < 0x80) {
      c = b;
      i += 1;
    } else if (b < 0xe0) {
      c = ((b & 31) << 6) | (bytes[i + 1] & 63);
      i += 2;
    } else if (b < 0xf0) {
      c = ((b & 15) << 12) | ((bytes[i + 1] & 63) << 6) | (bytes[i + 2] & 63);
      i += 3;
    } else {
      c = ((b & 7) << 18) | ((bytes[i + 1] & 63) << 12) | ((bytes[i + 2] & 63) << 6) | (bytes[i + 3] & 63);
      i += 4;
    }
    const last = points[points.length - 1];
    if (c >= 0xdc00 && c < 0xe000 && last >= 0xd800 && last < 0xdc00) ambiguous = true;
    points.push(c);
  }
  if (ambiguous) return new SurrogateString(points);
  return points.map((c) => String.fromCodePoint(c)).join('');
}

// ---------------------------------------------------------------------------------------------------------- writing

class Writer {
  bytes = new Uint8Array(1024);
  length = 0;
  private readonly version: number;
  private readonly allowCode: boolean;
  private depth = 0;
  /** Keys of values that occur more than once. */
  private readonly counts = new Map<unknown, number>();
  private readonly references = new Map<unknown, number>();
  private readonly keys = new Map<object, string>();
  private readonly tokens = new Map<string, object>();
  /** Names of code objects and in them, which CPython interns. */
  private readonly interned = new Set<string>();

  constructor(version: number, allowCode: boolean) {
    this.version = version;
    this.allowCode = allowCode;
  }

  private room(n: number): void {
    if (this.length + n <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.length + n));
    larger.set(this.bytes);
    this.bytes = larger;
  }
  private byte(value: number): void {
    this.room(1);
    this.bytes[this.length++] = value;
  }
  private long(value: number): void {
    this.room(4);
    this.bytes[this.length++] = value;
    this.bytes[this.length++] = value >> 8;
    this.bytes[this.length++] = value >> 16;
    this.bytes[this.length++] = value >> 24;
  }
  private raw(bytes: Uint8Array): void {
    this.room(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }
  /** Eight bytes, or before version 2 a text of 17 digits. */
  private float(value: number): void {
    if (this.version > 1) return this.double(value);
    const text = floatText(value);
    this.byte(text.length);
    for (let i = 0; i < text.length; i++) this.byte(text.charCodeAt(i));
  }
  private double(value: number): void {
    this.room(8);
    new DataView(this.bytes.buffer).setFloat64(this.length, value, true);
    this.length += 8;
  }

  /** A key by which equal immutable values are one object, as the compiler's constant cache makes them. */
  private keyOf(value: MarshalValue): unknown {
    if (typeof value === 'string' || typeof value === 'bigint') return value;
    if (typeof value === 'number') return value;
    if (value === null || typeof value === 'boolean' || value instanceof EllipsisConstant) return undefined;
    if (value instanceof CodeObject || value instanceof MarshalList) return value;
    if (value instanceof MarshalSet || value instanceof MarshalDict) return value;
    if (value instanceof StopIterationValue) return undefined;
    // An object stands for the key, which as a text could be some str of the program.
    const key = this.valueKey(value);
    let token = this.tokens.get(key);
    if (token === undefined) {
      token = {};
      this.tokens.set(key, token);
    }
    return token;
  }

  private valueKey(value: MarshalValue): string {
    if (value === null) return 'N';
    if (typeof value === 'string') return 's' + value.length + ':' + value;
    if (typeof value === 'number' || typeof value === 'bigint') return 'i' + value;
    if (typeof value === 'boolean') return value ? 'T' : 'F';
    let key = this.keys.get(value);
    if (key !== undefined) return key;
    if (value instanceof FloatConstant) key = 'f' + floatKey(value.value);
    else if (value instanceof ComplexConstant) key = 'c' + floatKey(value.real) + ',' + floatKey(value.imag);
    else if (value instanceof Uint8Array) key = 'b' + value.length + ':' + latin1(value);
    else if (value instanceof SurrogateString) key = 'u' + value.codePoints.join(',');
    else if (value instanceof TupleConstant)
      key = '(' + value.items.map((v) => this.valueKey(v)).join('') + ')';
    else if (value instanceof FrozenSetConstant) {
      key =
        '{' +
        value.items
          .map((v) => this.valueKey(v))
          .sort()
          .join('') +
        '}';
    } else if (value instanceof SliceConstant) {
      key = `:${this.valueKey(value.start)}:${this.valueKey(value.stop)}:${this.valueKey(value.step)}`;
    } else key = 'o' + this.keys.size;
    this.keys.set(value, key);
    return key;
  }

  private count(value: MarshalValue): void {
    const key = this.keyOf(value);
    if (key === undefined) return;
    const seen = this.counts.get(key) ?? 0;
    this.counts.set(key, seen + 1);
    if (seen > 0) return;
    if (++this.depth > MAX_DEPTH) throw new MarshalError('ValueError', 'object too deeply nested to marshal');
    if (value instanceof CodeObject) {
      for (const name of value.names) this.interned.add(name);
      for (const name of value.localsplusnames) this.interned.add(name);
      this.interned.add(value.filename).add(value.name).add(value.qualname);
      this.count(new TupleConstant(value.consts));
      this.countNames(value.names);
      if (renamedParameter(value)) for (const name of value.localsplusnames) this.count(name);
      else this.countNames(value.localsplusnames);
      this.count(value.filename);
      this.count(value.name);
      this.count(value.qualname);
      this.count(value.linetable);
      this.count(value.exceptiontable);
    } else if (
      value instanceof TupleConstant ||
      value instanceof FrozenSetConstant ||
      value instanceof MarshalList ||
      value instanceof MarshalSet
    ) {
      for (const v of value.items) this.count(v);
    } else if (value instanceof MarshalDict) {
      for (const [k, v] of value.entries) {
        this.count(k);
        this.count(v);
      }
    } else if (value instanceof SliceConstant) {
      this.count(value.start);
      this.count(value.stop);
      this.count(value.step);
    }
    this.depth--;
  }

  private countNames(names: readonly string[]): void {
    this.count(new TupleConstant(names));
  }

  write(value: MarshalValue): void {
    // The value itself counts as unshared: in 3.14 the caller only lends it.
    if (this.version >= 3) this.count(value);
    this.depth = 0;
    this.object(value);
  }

  /** Writes a back reference, or answers the flag for a first occurrence. */
  private reference(value: MarshalValue, always: boolean): number {
    if (this.version < 3) return 0;
    const key = this.keyOf(value);
    if (key === undefined) return 0;
    const index = this.references.get(key);
    if (index !== undefined) {
      this.byte(T_REF);
      this.long(index);
      return -1;
    }
    if (!always && (this.counts.get(key) ?? 0) < 2) return 0;
    this.references.set(key, this.references.size);
    return FLAG_REF;
  }

  private object(value: MarshalValue, interned = false): void {
    if (value === null) return this.byte(T_NONE);
    if (value === true) return this.byte(T_TRUE);
    if (value === false) return this.byte(T_FALSE);
    if (value instanceof EllipsisConstant) return this.byte(T_ELLIPSIS);
    if (value instanceof StopIterationValue) return this.byte(T_STOPITER);
    if (++this.depth > MAX_DEPTH) throw new MarshalError('ValueError', 'object too deeply nested to marshal');
    this.complexObject(value, interned);
    this.depth--;
  }

  private complexObject(value: Exclude<MarshalValue, null | boolean>, interned: boolean): void {
    if (typeof value === 'string') {
      interned ||=
        this.interned.has(value) ||
        nameCharacters.test(value) ||
        (value.length === 1 && value.charCodeAt(0) < 256);
      const flag = this.reference(value, interned);
      if (flag >= 0) this.text(value, flag, interned);
      return;
    }
    if (typeof value === 'number' || typeof value === 'bigint') {
      const flag = this.reference(value, value >= -5 && value <= 256);
      if (flag >= 0) this.integer(value, flag);
      return;
    }
    const singleton =
      (value instanceof Uint8Array && value.length <= 1) ||
      (value instanceof TupleConstant && value.items.length === 0);
    const flag = this.reference(value, singleton);
    if (flag < 0) return;
    if (value instanceof FloatConstant) {
      this.byte((this.version > 1 ? T_BINARY_FLOAT : T_FLOAT) | flag);
      this.float(value.value);
    } else if (value instanceof ComplexConstant) {
      this.byte((this.version > 1 ? T_BINARY_COMPLEX : T_COMPLEX) | flag);
      this.float(value.real);
      this.float(value.imag);
    } else if (value instanceof Uint8Array) this.byteString(value, flag);
    else if (value instanceof SurrogateString) this.text(value, flag, false);
    else if (value instanceof TupleConstant) this.tuple(value.items, flag, false);
    else if (value instanceof MarshalList) {
      this.byte(T_LIST | flag);
      this.long(value.items.length);
      for (const item of value.items) this.object(item);
    } else if (value instanceof MarshalDict) {
      this.byte(T_DICT | flag);
      for (const [k, v] of value.entries) {
        this.object(k);
        this.object(v);
      }
      this.byte(T_NULL);
    } else if (value instanceof FrozenSetConstant || value instanceof MarshalSet) {
      this.byte((value instanceof MarshalSet ? T_SET : T_FROZENSET) | flag);
      this.long(value.items.length);
      // In the order of the elements' own marshalled bytes, so that files do not depend on hashes.
      const parts = value.items.map((item) => ({ item, key: latin1(dumps(item, this.version)) }));
      parts.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
      for (const { item } of parts) this.object(item);
    } else if (value instanceof SliceConstant) {
      if (this.version < 5) throw new MarshalError('ValueError', 'unmarshallable object');
      this.byte(T_SLICE | flag);
      this.object(value.start);
      this.object(value.stop);
      this.object(value.step);
    } else if (value instanceof CodeObject) this.codeObject(value, flag);
    else throw new MarshalError('ValueError', 'unmarshallable object');
  }

  private integer(value: number | bigint, flag: number): void {
    if (typeof value === 'number' && (value | 0) === value) {
      this.byte(T_INT | flag);
      this.long(value);
      return;
    }
    this.byte(T_LONG | flag);
    let rest = BigInt(value);
    const negative = rest < 0n;
    if (negative) rest = -rest;
    const digits: number[] = [];
    // 15 bits a digit; by hexadecimal, so that a long number is not divided once for each digit.
    const hex = rest.toString(16);
    let bits = 0;
    let pending = 0;
    for (let i = hex.length - 1; i >= 0; i--) {
      pending |= parseInt(hex[i], 16) << bits;
      bits += 4;
      if (bits >= 15) {
        digits.push(pending & 0x7fff);
        pending >>= 15;
        bits -= 15;
      }
    }
    if (pending > 0) digits.push(pending);
    while (digits.length > 0 && digits[digits.length - 1] === 0) digits.pop();
    this.long(negative ? -digits.length : digits.length);
    for (const digit of digits) {
      this.byte(digit & 0xff);
      this.byte(digit >> 8);
    }
  }

  private text(value: string | SurrogateString, flag: number, interned: boolean): void {
    if (typeof value === 'string' && this.version >= 4 && asciiOnly.test(value)) {
      if (value.length < 256) {
        this.byte((interned ? T_SHORT_ASCII_INTERNED : T_SHORT_ASCII) | flag);
        this.byte(value.length);
      } else {
        this.byte((interned ? T_ASCII_INTERNED : T_ASCII) | flag);
        this.long(value.length);
      }
      this.room(value.length);
      for (let i = 0; i < value.length; i++) this.bytes[this.length++] = value.charCodeAt(i);
      return;
    }
    const bytes = encodeUtf8(value);
    this.byte((interned && this.version >= 3 ? T_INTERNED : T_UNICODE) | flag);
    this.long(bytes.length);
    this.raw(bytes);
  }

  private byteString(value: Uint8Array, flag: number): void {
    this.byte(T_STRING | flag);
    this.long(value.length);
    this.raw(value);
  }

  private tuple(items: readonly MarshalValue[], flag: number, interned: boolean): void {
    if (this.version >= 4 && items.length < 256) {
      this.byte(T_SMALL_TUPLE | flag);
      this.byte(items.length);
    } else {
      this.byte(T_TUPLE | flag);
      this.long(items.length);
    }
    for (const item of items) this.object(item, interned);
  }

  private names(names: readonly string[]): void {
    const value = new TupleConstant(names);
    const flag = this.reference(value, names.length === 0);
    if (flag >= 0) this.tuple(names, flag, true);
  }

  private codeObject(value: CodeObject, flag: number): void {
    if (!this.allowCode) throw new MarshalError('ValueError', 'marshalling code objects is disallowed');
    this.byte(T_CODE | flag);
    this.long(value.argcount);
    this.long(value.posonlyargcount);
    this.long(value.kwonlyargcount);
    this.long(value.stacksize);
    this.long(value.flags);
    // CPython makes the bytes on the spot and keeps them: always shared, never with anything equal.
    let codeFlag = 0;
    if (this.version >= 3) {
      codeFlag = FLAG_REF;
      this.references.set({}, this.references.size);
    }
    this.byteString(value.code, codeFlag);
    this.object(new TupleConstant(value.consts));
    this.names(value.names);
    if (renamedParameter(value)) this.tuple(value.localsplusnames, 0, true);
    else this.names(value.localsplusnames);
    // Made for this code object alone.
    if (value.localspluskinds.length > 0) this.byteString(value.localspluskinds, 0);
    else this.object(value.localspluskinds);
    this.object(value.filename, true);
    this.object(value.name, true);
    this.object(value.qualname, true);
    this.long(value.firstlineno);
    this.object(value.linetable);
    this.object(value.exceptiontable);
  }
}

/** The function behind `__annotate__`: the compiler gives it a new tuple of names, which nothing shares. */
function renamedParameter(value: CodeObject): boolean {
  return value.name === '__annotate__' && value.localsplusnames[0] === 'format';
}

function latin1(bytes: Uint8Array): string {
  // Where there is none (a browser), by hand.
  if (typeof Buffer === 'function')
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  let text = '';
  for (let i = 0; i < bytes.length; i += 4096) text += String.fromCharCode(...bytes.subarray(i, i + 4096));
  return text;
}

const floatBits = new DataView(new ArrayBuffer(8));
function floatKey(value: number): string {
  floatBits.setFloat64(0, value);
  return floatBits.getBigUint64(0).toString(16);
}

/** C's `%.17g`. */
function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [digits, exponent] = value.toExponential(16).split('e');
  const power = Number(exponent);
  if (power < -4 || power >= 17) {
    const mantissa = digits.replace(/\.?0+$/, '');
    return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
  }
  const text = value.toFixed(Math.min(100, 16 - power));
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** `marshal.dumps(value, version, allow_code=…)`. */
export function dumps(value: MarshalValue, version: number = MARSHAL_VERSION, allowCode = true): Uint8Array {
  const writer = new Writer(version, allowCode);
  writer.write(value);
  return writer.bytes.slice(0, writer.length);
}

// ---------------------------------------------------------------------------------------------------------- reading

const MISSING = Symbol('reference not yet complete');

class Reader {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  /** All bytes as characters: texts are cut from it. */
  private text: string | null = null;
  private readonly refs: (MarshalValue | typeof MISSING)[] = [];
  private readonly allowCode: boolean;
  private readonly hasViews: boolean;
  private depth = 0;
  at: number;

  constructor(bytes: Uint8Array, at: number, allowCode: boolean, hasViews: boolean) {
    this.hasViews = hasViews;
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = at;
    this.allowCode = allowCode;
  }

  private need(n: number): void {
    if (this.at + n > this.bytes.length) throw new MarshalError('EOFError', 'marshal data too short');
  }
  private byte(): number {
    if (this.at >= this.bytes.length) {
      throw new MarshalError('EOFError', 'EOF read where object expected');
    }
    return this.bytes[this.at++];
  }
  private octet(): number {
    this.need(1);
    return this.bytes[this.at++];
  }
  private long(): number {
    this.need(4);
    const value = this.view.getInt32(this.at, true);
    this.at += 4;
    return value;
  }
  private short(): number {
    this.need(2);
    const value = this.view.getInt16(this.at, true);
    this.at += 2;
    return value;
  }
  private double(): number {
    this.need(8);
    const value = this.view.getFloat64(this.at, true);
    this.at += 8;
    return value;
  }
  private size(what: string): number {
    const n = this.long();
    if (n < 0) throw new MarshalError('ValueError', `bad marshal data (${what} size out of range)`);
    return n;
  }
  private take(n: number): Uint8Array {
    this.need(n);
    const { at } = this;
    this.at = at + n;
    return this.hasViews ? this.bytes.subarray(at, at + n) : this.bytes.slice(at, at + n);
  }
  private ascii(n: number): string {
    this.need(n);
    const { at } = this;
    this.at = at + n;
    return (this.text ??= latin1(this.bytes)).slice(at, at + n);
  }
  private floatText(): number {
    const text = this.ascii(this.octet());
    return Number(text.replace(/^([+-]?)inf.*$/i, '$1Infinity'));
  }

  object(): MarshalValue {
    const value = this.objectOrNull();
    if (value === undefined) throw new MarshalError('TypeError', 'NULL object in marshal data for object');
    return value;
  }

  private items(n: number, what: string): MarshalValue[] {
    const items: MarshalValue[] = [];
    for (let i = 0; i < n; i++) {
      const item = this.objectOrNull();
      if (item === undefined) throw new MarshalError('TypeError', `NULL object in marshal data for ${what}`);
      items.push(item);
    }
    return items;
  }

  private objectOrNull(): MarshalValue | undefined {
    const first = this.byte();
    const flag = first & FLAG_REF;
    if (++this.depth > MAX_DEPTH) {
      throw new MarshalError('ValueError', 'recursion limit exceeded');
    }
    const value = this.typed(first & ~FLAG_REF, flag !== 0);
    this.depth--;
    return value;
  }

  private keep(value: MarshalValue, flagged: boolean): MarshalValue {
    if (flagged) this.refs.push(value);
    return value;
  }

  /** Containers take their number before their contents are read. */
  private reserve(flagged: boolean): number {
    return flagged ? this.refs.push(MISSING) - 1 : -1;
  }
  private fill(index: number, value: MarshalValue): MarshalValue {
    if (index >= 0) this.refs[index] = value;
    return value;
  }

  private typed(type: number, flagged: boolean): MarshalValue | undefined {
    switch (type) {
      case T_NULL:
        return undefined;
      case T_NONE:
        return null;
      case T_FALSE:
        return false;
      case T_TRUE:
        return true;
      case T_STOPITER:
        return StopIteration;
      case T_ELLIPSIS:
        return Ellipsis;
      case T_INT:
        return this.keep(this.long(), flagged);
      case T_INT64: {
        this.need(8);
        const value = this.view.getBigInt64(this.at, true);
        this.at += 8;
        return this.keep(normalise(value), flagged);
      }
      case T_LONG:
        return this.keep(this.bigInteger(), flagged);
      case T_FLOAT:
        return this.keep(new FloatConstant(this.floatText()), flagged);
      case T_BINARY_FLOAT:
        return this.keep(new FloatConstant(this.double()), flagged);
      case T_COMPLEX: {
        const real = this.floatText();
        return this.keep(new ComplexConstant(real, this.floatText()), flagged);
      }
      case T_BINARY_COMPLEX: {
        const real = this.double();
        return this.keep(new ComplexConstant(real, this.double()), flagged);
      }
      case T_STRING:
        return this.keep(this.take(this.size('bytes object')), flagged);
      case T_ASCII:
      case T_ASCII_INTERNED:
        return this.keep(this.ascii(this.size('string')), flagged);
      case T_SHORT_ASCII:
      case T_SHORT_ASCII_INTERNED:
        return this.keep(this.ascii(this.octet()), flagged);
      case T_INTERNED:
      case T_UNICODE:
        return this.keep(decodeUtf8(this.take(this.size('string'))), flagged);
      case T_SMALL_TUPLE:
      case T_TUPLE: {
        const n = type === T_SMALL_TUPLE ? this.octet() : this.size('tuple');
        const index = this.reserve(flagged);
        return this.fill(index, new TupleConstant(this.items(n, 'tuple') as Constant[]));
      }
      case T_LIST: {
        const list = new MarshalList([]);
        const n = this.size('list');
        this.keep(list, flagged);
        list.items.push(...this.items(n, 'list'));
        return list;
      }
      case T_DICT: {
        const dict = new MarshalDict([]);
        this.keep(dict, flagged);
        for (;;) {
          const key = this.objectOrNull();
          if (key === undefined) return dict;
          const value = this.objectOrNull();
          if (value === undefined) return dict;
          dict.entries.push([key, value]);
        }
      }
      case T_SET: {
        const n = this.size('set');
        const set = new MarshalSet([]);
        this.keep(set, flagged);
        set.items.push(...this.items(n, 'set'));
        return set;
      }
      case T_FROZENSET: {
        const n = this.size('set');
        const index = this.reserve(flagged);
        return this.fill(index, new FrozenSetConstant(this.items(n, 'set') as Constant[]));
      }
      case T_SLICE: {
        const index = this.reserve(flagged);
        const [start, stop, step] = this.items(3, 'object') as Constant[];
        return this.fill(index, new SliceConstant(start, stop, step));
      }
      case T_CODE:
        return this.codeObject(flagged);
      case T_REF: {
        const value = this.refs[this.long()];
        if (value === undefined || value === MISSING) {
          throw new MarshalError('ValueError', 'bad marshal data (invalid reference)');
        }
        return value as MarshalValue;
      }
      default:
        throw new MarshalError('ValueError', 'bad marshal data (unknown type code)');
    }
  }

  private bigInteger(): number | bigint {
    const n = this.long();
    const length = Math.abs(n);
    let hex = '';
    let bits = 0;
    let pending = 0;
    let top = 0;
    for (let i = 0; i < length; i++) {
      const digit = this.short();
      if (digit < 0) throw new MarshalError('ValueError', 'bad marshal data (digit out of range in long)');
      top = digit;
      pending |= digit << bits;
      bits += 15;
      while (bits >= 4) {
        hex += (pending & 15).toString(16);
        pending >>= 4;
        bits -= 4;
      }
    }
    if (length > 0 && top === 0) {
      throw new MarshalError('ValueError', 'bad marshal data (unnormalized long data)');
    }
    hex += pending.toString(16);
    const value = BigInt('0x' + [...hex].reverse().join(''));
    return normalise(n < 0 ? -value : value);
  }

  private codeObject(flagged: boolean): CodeObject {
    if (!this.allowCode) throw new MarshalError('ValueError', 'unmarshalling code objects is disallowed');
    const index = this.reserve(flagged);
    const argcount = this.long();
    const posonlyargcount = this.long();
    const kwonlyargcount = this.long();
    const stacksize = this.long();
    const flags = this.long();
    const bytecode = this.object() as Uint8Array;
    const consts = (this.object() as TupleConstant).items;
    const names = (this.object() as TupleConstant).items as string[];
    const localsplusnames = (this.object() as TupleConstant).items as string[];
    const localspluskinds = this.object() as Uint8Array;
    const filename = this.object() as string;
    const name = this.object() as string;
    const qualname = this.object() as string;
    const firstlineno = this.long();
    const linetable = this.object() as Uint8Array;
    const exceptiontable = this.object() as Uint8Array;
    const result = new CodeObject({
      argcount,
      posonlyargcount,
      kwonlyargcount,
      stacksize,
      flags,
      code: bytecode,
      consts,
      names,
      localsplusnames,
      localspluskinds,
      filename,
      name,
      qualname,
      firstlineno,
      linetable,
      exceptiontable,
    });
    this.fill(index, result);
    return result;
  }
}

function normalise(value: bigint): number | bigint {
  return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value;
}

export interface LoadOptions {
  /** Where the object begins. */
  offset?: number;
  /** `allow_code`, true by default. */
  allowCode?: boolean;
  /** `bytes` will not change: byte strings may be parts of its memory, thousands of buffers less for a library's code. */
  views?: boolean;
  /** Told where the object ended. */
  onEnd?: (at: number) => void;
}

/** `marshal.loads(bytes)`; bytes after the object are ignored. */
export function loads(bytes: Uint8Array, options: LoadOptions = {}): MarshalValue {
  const reader = new Reader(bytes, options.offset ?? 0, options.allowCode ?? true, options.views ?? false);
  const value = reader.object();
  options.onEnd?.(reader.at);
  return value;
}
