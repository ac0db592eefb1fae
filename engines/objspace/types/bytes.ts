// `bytes`: construction, operations, methods over the bytes kernel. Models CPython's Objects/bytesobject.c and bytes_methods.c; texts of
// errors are theirs. Arguments may be any bytes-like object; results are bytes.
import { exportsBuffer } from './user-buffer.ts';
import { andThen, attempt, runNested } from '../continuation.ts';
import { call, callSpecial, index, length, repr as reprOf } from '../descroperation.ts';
import type { OperationError } from '../error.ts';
import { leaf, resumable } from '../gateway.ts';
import { BufferPayload, Payload, STOP } from '../object.ts';
import type { W } from '../object.ts';
import { EQ, NE } from '../operations.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import type { CompareFn, TypeObject } from '../typeobject.ts';
import * as bytes from '../../kernels/bytes.ts';
import { encode } from '../../kernels/codecs.ts';
import { hashBytes } from '../../kernels/hash.ts';
import { fillText, unsupportedType } from '../../kernels/percent-format.ts';
import type { PercentField } from '../../kernels/percent-format.ts';
import { fromUnits, hostOf, isAscii } from '../../kernels/text.ts';
import type { Text } from '../../kernels/text.ts';
import { collect } from './collect.ts';
import { holds, isInt } from './int.ts';
import { repeatCount } from './list.ts';
import { fullyQualifiedName } from './object.ts';
import { PercentArguments, ascii, numberField, percent } from './str-formatting.ts';
import { decodeBytes, encodeText, isStr, sliceBound } from './str.ts';

export const isBytesLike = (space: Space, w: W): boolean => {
  const type = space.type(w);
  const { bytes: bytesClass, bytearray, memoryview } = space.types;
  return (
    type === bytesClass || type === memoryview || type.isSubtype(bytesClass) || type.isSubtype(bytearray)
  );
};

/** Bytes of text that has one unit a byte. */
const ofUnits = (text: Text): Uint8Array => encode(text, 'latin-1', 'strict');

/** One byte from an int, or a ValueError. */
function byteOf(space: Space, w: W, complaint: string): number {
  const value = space.int_w(w);
  if (value < 0 || value > 255) throw raise(space, 'ValueError', complaint);
  return Number(value);
}

// --- construction

const OUT_OF_RANGE = 'bytes must be in range(0, 256)';
const BYTE_OUT_OF_RANGE = 'byte must be in range(0, 256)';

/** Bytes of an object with a buffer, whose items need not lie in one piece. */
export function contentOf(space: Space, w: W): Uint8Array {
  if (space.type(w) === space.types.memoryview) return (space.data(w) as BufferPayload).content(space);
  return space.buffer_w(w);
}

/** Bytes of an iterable of ints, or of the buffer that `w` is; for bytes and bytearray. */
export function bytesOf(
  space: Space,
  w: W,
  then: (value: Uint8Array) => W,
  target: 'bytes' | 'bytearray' = 'bytes',
): W {
  const outOfRange = target === 'bytes' ? OUT_OF_RANGE : BYTE_OUT_OF_RANGE;
  const type = space.type(w);
  if (isBytesLike(space, w)) return then(contentOf(space, w));
  // A buffer comes before the items, which may be others: array.array, mmap.
  if (!isStr(space, w) && !isInt(space, w) && hasBuffer(space, w)) return then(space.buffer_w(w));
  if (type.slots.iter === null && type.slots.getitem === null)
    throw raise(space, 'TypeError', `cannot convert '${type.name}' object to ${target}`);
  if (type === space.types.list) return bytesOfList(space, w, outOfRange, then);
  return collect(space, w, (items_w) => {
    const value = new Uint8Array(items_w.length);
    const convert = (from: number): W => {
      for (let i = from; i < items_w.length; i++) {
        const w_item = items_w[i];
        if (!isInt(space, w_item)) {
          const caller = space.top;
          return andThen(space, caller, index(space, w_item), (w_int) => {
            value[i] = byteOf(space, w_int, outOfRange);
            return convert(i + 1);
          });
        }
        value[i] = byteOf(space, w_item, outOfRange);
      }
      return then(value);
    };
    return convert(0);
  });
}

/** `__index__` of an item may change the list (_PyBytes_FromList). */
function bytesOfList(space: Space, w_list: W, outOfRange: string, then: (value: Uint8Array) => W): W {
  const found: number[] = [];
  const from = (start: number): W => {
    for (let i = start; i < space.listlen(w_list); i++) {
      const w_item = space.listitem(w_list, i);
      if (!isInt(space, w_item)) {
        return andThen(space, space.top, index(space, w_item), (w_int) => {
          found.push(byteOf(space, w_int, outOfRange));
          return from(i + 1);
        });
      }
      found.push(byteOf(space, w_item, outOfRange));
    }
    return then(Uint8Array.from(found));
  };
  return from(0);
}

export function hasBuffer(space: Space, w: W): boolean {
  const data: unknown = space.data(w);
  return data instanceof Uint8Array || data instanceof BufferPayload || exportsBuffer(space, w);
}

/** The arguments source, encoding, errors of `bytes` and `bytearray`, and the bytes that they mean. */
export function constructBytes(
  space: Space,
  typeName: 'bytes' | 'bytearray',
  args_w: readonly W[],
  names: readonly string[] | null,
  then: (value: Uint8Array) => W,
): W {
  const positional = args_w.length - (names?.length ?? 0);
  if (args_w.length > 3) {
    throw raise(space, 'TypeError', `${typeName}() takes at most 3 arguments (${args_w.length} given)`);
  }
  const given: (W | undefined)[] = [undefined, undefined, undefined];
  for (let i = 0; i < positional; i++) given[i] = args_w[i];
  names?.forEach((name, i) => {
    const place = ['source', 'encoding', 'errors'].indexOf(name);
    if (place < 0)
      throw raise(space, 'TypeError', `${typeName}() got an unexpected keyword argument '${name}'`);
    if (given[place] !== undefined) {
      throw raise(
        space,
        'TypeError',
        `argument for ${typeName}() given by name ('${name}') and position (${place + 1})`,
      );
    }
    given[place] = args_w[positional + i];
  });
  const [w_source, w_encoding, w_errors] = given;
  const option = (w: W | undefined, name: string): string | undefined => {
    if (w === undefined) return undefined;
    if (isStr(space, w)) return space.str_w(w);
    throw raise(
      space,
      'TypeError',
      `${typeName}() argument '${name}' must be str, not ${space.type(w).name}`,
    );
  };
  const encoding = option(w_encoding, 'encoding');
  const errors = option(w_errors, 'errors');
  const caller = space.top;
  const isText = w_source !== undefined && isStr(space, w_source);
  if (!isText && (encoding !== undefined || errors !== undefined)) {
    const which = encoding !== undefined ? 'encoding' : 'errors';
    throw raise(space, 'TypeError', `${which} without a string argument`);
  }
  if (w_source === undefined) return then(new Uint8Array(0));
  // A str of a subclass may have `__bytes__`, which comes before all else but an encoding (bytes_new).
  const hasBytes =
    typeName === 'bytes' &&
    encoding === undefined &&
    errors === undefined &&
    space.type(w_source).lookup('__bytes__') !== undefined;
  if (isText && !hasBytes) {
    if (encoding === undefined) throw raise(space, 'TypeError', 'string argument without an encoding');
    return andThen(space, caller, encodeText(space, w_source, encoding, errors ?? 'strict'), (w) =>
      then(space.bytes_w(w)),
    );
  }
  const w_special = typeName === 'bytes' ? callSpecial(space, w_source, '__bytes__', []) : undefined;
  if (w_special !== undefined) {
    return andThen(space, caller, w_special, (w) => {
      if (space.type(w).isSubtype(space.types.bytes)) return then(space.bytes_w(w));
      throw raise(space, 'TypeError', `__bytes__ returned non-bytes (type ${space.type(w).name})`);
    });
  }
  if (space.type(w_source).slots.index === null) return bytesOf(space, w_source, then, typeName);
  const ofCount = (w: W): W => {
    const length = space.int_w(w);
    if (length < 0) throw raise(space, 'ValueError', 'negative count');
    if (length > 0x7fff_ffff_ffff_ffffn) {
      throw raise(space, 'OverflowError', "cannot fit 'int' into an index-sized integer");
    }
    if (length > 2 ** 32) throw raise(space, 'MemoryError', '');
    return then(new Uint8Array(Number(length)));
  };
  // What fails as a count by a TypeError may still be bytes, or ints.
  const otherwise = (error: OperationError): W => {
    if (!error.matches(space.types.TypeError)) throw error;
    space.dropError(error);
    return bytesOf(space, w_source, then, typeName);
  };
  return attempt(space, caller, () => index(space, w_source), ofCount, otherwise);
}

function bytesNew(space: Space, type: TypeObject, args_w: readonly W[], names: readonly string[] | null): W {
  const exact = type === space.types.bytes;
  if (exact && names === null && args_w.length === 1 && space.type(args_w[0]) === type) return args_w[0];
  return constructBytes(space, 'bytes', args_w, names, (value) => {
    // A buffer may change later; what came from elsewhere is copied.
    const copy = value.slice();
    return exact ? space.newbytes(copy) : space.newvalueof(type, copy);
  });
}

// --- operations

/** Where `-b` or `-bb` ask for it. */
export function warnOfBytes(space: Space, text: string): void {
  if (space.host.flags.bytes_warning > 0) space.warnNested('BytesWarning', text);
}

/** An object with bytes is compared with what has none. */
export function warnOfComparison(space: Space, type: 'bytes' | 'bytearray', w_b: W, op: number): void {
  if (space.host.flags.bytes_warning === 0 || (op !== EQ && op !== NE)) return;
  const other = space.type(w_b);
  if (other.isSubtype(space.types.str)) warnOfBytes(space, `Comparison between ${type} and string`);
  else if (type === 'bytes' && other.isSubtype(space.types.int))
    warnOfBytes(space, 'Comparison between bytes and int');
}

const compare: CompareFn = (space, w_a, w_b, op) => {
  warnOfComparison(space, 'bytes', w_b, op);
  // Views compare themselves with bytes, and know equality only.
  if (!isBytesLike(space, w_b) || space.type(w_b) === space.types.memoryview) return space.w_NotImplemented;
  return space.newbool(holds(bytes.compare(space.buffer_w(w_a), space.buffer_w(w_b)), op));
};

/** What `in`, `find` and the like look for: bytes, or one byte as an int. */
export function needle(space: Space, w: W, complaint: string): Uint8Array {
  if (isBytesLike(space, w)) return space.buffer_w(w);
  const { slots } = space.type(w);
  if (slots.index !== null) {
    const w_int = isInt(space, w) ? w : runNested(space, () => index(space, w));
    return Uint8Array.of(byteOf(space, w_int, BYTE_OUT_OF_RANGE));
  }
  if (isStr(space, w) || !hasBuffer(space, w)) throw raise(space, 'TypeError', complaint);
  return space.buffer_w(w);
}

function getItem(space: Space, w_self: W, w_key: W): W {
  const value = space.buffer_w(w_self);
  const type = space.type(w_key);
  if (type === space.types.slice) {
    const { start, step, count } = space.sliceNested(w_key, value.length);
    if (count === value.length && step === 1 && space.type(w_self) === space.types.bytes) return w_self;
    return space.newbytes(bytes.slice(value, start, count, step));
  }
  if (!isInt(space, w_key) && type.slots.index === null) {
    throw raise(space, 'TypeError', `byte indices must be integers or slices, not ${type.name}`);
  }
  const caller = space.top;
  return andThen(space, caller, index(space, w_key), (w) => {
    const n = space.int_w(w);
    if (typeof n !== 'number' && BigInt.asIntN(64, n) !== n)
      throw raise(space, 'IndexError', `cannot fit '${type.name}' into an index-sized integer`);
    let i = Number(n);
    if (i < 0) i += value.length;
    if (i < 0 || i >= value.length) throw raise(space, 'IndexError', 'index out of range');
    return space.newint(value[i]);
  });
}

function fillBytes(space: Space, field: PercentField, w: W): W {
  const caller = space.top;
  const number = numberField(space, field, w, 'float argument required');
  if (number !== undefined) return number;
  const type = space.type(w);
  const filled = (value: Uint8Array): W => space.newtext(fillText(fromUnits(value), field));
  switch (field.type) {
    case 's':
    case 'b': {
      if (isBytesLike(space, w)) return filled(space.buffer_w(w));
      const w_special = callSpecial(space, w, '__bytes__', []);
      if (w_special !== undefined)
        return andThen(space, caller, w_special, (w_b) => filled(space.bytes_w(w_b)));
      if (!isStr(space, w) && !isInt(space, w) && hasBuffer(space, w)) return filled(space.buffer_w(w));
      throw raise(
        space,
        'TypeError',
        `%b requires a bytes-like object, or an object that implements __bytes__, not '${type.name}'`,
      );
    }
    case 'r':
    case 'a':
      return andThen(space, caller, ascii(space, w), (w_text) =>
        space.newtext(fillText(space.text_w(w_text), field)),
      );
    case 'c': {
      if (isBytesLike(space, w)) {
        const value = space.buffer_w(w);
        if (value.length === 1) return filled(value);
        throw raise(
          space,
          'TypeError',
          `%c requires an integer in range(256) or a single byte, not a ${fullyQualifiedName(space, type)} object of length ${value.length}`,
        );
      }
      if (!isInt(space, w)) {
        throw raise(
          space,
          'TypeError',
          `%c requires an integer in range(256) or a single byte, not ${fullyQualifiedName(space, type)}`,
        );
      }
      const value = space.int_w(w);
      if (value < 0 || value > 255) throw raise(space, 'OverflowError', '%c arg not in range(256)');
      return filled(Uint8Array.of(Number(value)));
    }
  }
  throw unsupportedType(field);
}

/** `template % values`, for bytes and bytearray. */
export function bytesPercent(
  space: Space,
  template: Uint8Array,
  w_values: W,
  done: (value: Uint8Array) => W,
): W {
  const { bytes: bytesClass, bytearray, str } = space.types;
  return percent(
    space,
    fromUnits(template),
    new PercentArguments(space, w_values, [bytesClass.w_self, bytearray.w_self, str.w_self]),
    fillBytes,
    (key) => space.newbytes(ofUnits(key)),
    (text) => done(ofUnits(text)),
    'bytes',
  );
}

/** What stands between the digits of `hex`, of length 1. */
function hexSeparator(space: Space, w: W): string {
  let separator: string;
  if (isStr(space, w)) separator = hostOf(space.text_w(w));
  else if (space.type(w).isSubtype(space.types.bytes)) separator = fromUnits(space.buffer_w(w));
  else throw raise(space, 'TypeError', 'sep must be str or bytes.');
  if (!isAscii(separator)) throw raise(space, 'ValueError', 'sep must be ASCII.');
  return separator;
}

// --- methods; `wrap` makes the result's type, so that bytearray can have the same rows

type Wrap = (space: Space, value: Uint8Array) => W;

const search = (
  name: string,
  run: (value: Uint8Array, sub: Uint8Array, start: number, end: number) => number,
  missing?: string,
): ReturnType<typeof leaf> =>
  leaf(
    name,
    '$self, sub, start=None, end=None, /',
    (space: Space, w: W, w_sub: W, w_start: W, w_end: W) => {
      const start = sliceBound(space, w_start, 0);
      const end = sliceBound(space, w_end, Number.MAX_SAFE_INTEGER);
      const got = space.type(w_sub).name;
      const sub = needle(space, w_sub, `argument should be integer or bytes-like object, not '${got}'`);
      const found = run(space.buffer_w(w), sub, start, end);
      if (found < 0 && missing !== undefined) throw raise(space, 'ValueError', missing);
      return found;
    },
    { result: 'int', effect: 'reads' },
  );

const affix = (name: string, run: typeof bytes.startsWith): ReturnType<typeof leaf> =>
  leaf(
    name,
    '$self, prefix, start=None, end=None, /',
    (space: Space, w: W, w_affix: W, w_start: W, w_end: W) => {
      const value = space.buffer_w(w);
      const start = sliceBound(space, w_start, 0);
      const end = sliceBound(space, w_end, Number.MAX_SAFE_INTEGER);
      if (space.type(w_affix).isSubtype(space.types.tuple)) {
        return space.tuple_w(w_affix).some((w_item) => run(value, space.buffer_w(w_item), start, end));
      }
      if (isBytesLike(space, w_affix)) return run(value, space.buffer_w(w_affix), start, end);
      const got = space.type(w_affix).name;
      throw raise(space, 'TypeError', `${name} first arg must be bytes or a tuple of bytes, not ${got}`);
    },
    { result: 'bool', effect: 'reads' },
  );

const tested = (name: string, run: (value: Uint8Array) => boolean): ReturnType<typeof leaf> =>
  leaf(name, '$self, /', (space: Space, w: W) => run(space.buffer_w(w)), { result: 'bool', effect: 'reads' });

function fillByte(space: Space, name: string, w: W | undefined): number {
  if (w === undefined) return 32;
  if (isBytesLike(space, w)) {
    const value = space.buffer_w(w);
    if (value.length === 1) return value[0];
    const type = space.type(w).name;
    throw raise(
      space,
      'TypeError',
      `${name}(): argument 2 must be a byte string of length 1, not a ${type} object of length ${value.length}`,
    );
  }
  const got = space.type(w).name;
  throw raise(space, 'TypeError', `${name}() argument 2 must be a byte string of length 1, not ${got}`);
}

const optional = (space: Space, w: W): Uint8Array | null =>
  space.is(w, space.w_None) ? null : space.buffer_w(w);

/** Rows that bytes and bytearray share. */
export function sharedMethods(wrap: Wrap, example: string): ReturnType<typeof leaf>[] {
  const list = (space: Space, parts: readonly Uint8Array[]): W =>
    space.newlist(parts.map((part) => wrap(space, part)));
  const mapped = (name: string, run: (value: Uint8Array) => Uint8Array): ReturnType<typeof leaf> =>
    leaf(name, '$self, /', (space: Space, w: W) => wrap(space, run(space.buffer_w(w))));
  const padded = (
    name: string,
    run: (value: Uint8Array, width: number, fill: number) => Uint8Array,
  ): ReturnType<typeof leaf> =>
    leaf(
      name,
      '$self, width: index, fillchar=NULL, /',
      (space: Space, w: W, width: number, w_fill: W | undefined) =>
        wrap(space, run(space.buffer_w(w), width, fillByte(space, name, w_fill))),
    );
  const stripped = (name: string, side: 'both' | 'left' | 'right'): ReturnType<typeof leaf> =>
    leaf(name, '$self, bytes=None, /', (space: Space, w: W, w_bytes: W) => {
      const value = space.buffer_w(w);
      const result = bytes.strip(value, optional(space, w_bytes), side);
      const isSame = space.type(w) === space.types.bytes && result.length === value.length;
      return isSame ? w : wrap(space, result);
    });
  const splitting = (name: string, run: typeof bytes.split): ReturnType<typeof leaf> =>
    leaf(name, '$self, /, sep=None, maxsplit: index = -1', (space: Space, w: W, w_sep: W, max: number) =>
      list(space, run(space.buffer_w(w), optional(space, w_sep), max)),
    );
  const parting = (name: string, run: typeof bytes.partition): ReturnType<typeof leaf> =>
    leaf(name, '$self, sep: bytes, /', (space: Space, w: W, separator: Uint8Array) =>
      // The separator is a part of the result, and may be a buffer that changes later.
      space.newtuple(run(space.buffer_w(w), separator.slice()).map((part) => wrap(space, part))),
    );
  return [
    search('find', bytes.find),
    search('rfind', bytes.rfind),
    search('index', bytes.find, 'subsection not found'),
    search('rindex', bytes.rfind, 'subsection not found'),
    search('count', bytes.count),
    affix('startswith', bytes.startsWith),
    affix('endswith', bytes.endsWith),
    leaf(
      'replace',
      '$self, old: bytes, new: bytes, count: index = -1, /',
      (space: Space, w: W, old: Uint8Array, by: Uint8Array, max: number) =>
        wrap(space, bytes.replace(space.buffer_w(w), old, by, max)),
    ),
    leaf('removeprefix', '$self, prefix: bytes, /', (space: Space, w: W, prefix: Uint8Array) => {
      const value = space.buffer_w(w);
      return wrap(space, bytes.startsWith(value, prefix) ? value.slice(prefix.length) : value);
    }),
    leaf('removesuffix', '$self, suffix: bytes, /', (space: Space, w: W, suffix: Uint8Array) => {
      const value = space.buffer_w(w);
      return wrap(
        space,
        bytes.endsWith(value, suffix) ? value.slice(0, value.length - suffix.length) : value,
      );
    }),
    splitting('split', bytes.split),
    splitting('rsplit', bytes.rsplit),
    leaf('splitlines', '$self, /, keepends: bool = False', (space: Space, w: W, keepEnds: boolean) =>
      list(space, bytes.splitlines(space.buffer_w(w), keepEnds)),
    ),
    parting('partition', bytes.partition),
    parting('rpartition', bytes.rpartition),
    stripped('strip', 'both'),
    stripped('lstrip', 'left'),
    stripped('rstrip', 'right'),
    padded('center', bytes.center),
    padded('ljust', bytes.ljust),
    padded('rjust', bytes.rjust),
    leaf('zfill', '$self, width: index, /', (space: Space, w: W, width: number) =>
      wrap(space, bytes.zfill(space.buffer_w(w), width)),
    ),
    leaf('expandtabs', '$self, /, tabsize: index = 8', (space: Space, w: W, size: number) =>
      wrap(space, bytes.expandtabs(space.buffer_w(w), size)),
    ),
    mapped('upper', bytes.upper),
    mapped('lower', bytes.lower),
    mapped('title', bytes.title),
    mapped('capitalize', bytes.capitalize),
    mapped('swapcase', bytes.swapcase),
    tested('isalpha', (value) => bytes.every(value, bytes.isAlpha)),
    tested('isdigit', (value) => bytes.every(value, bytes.isDigit)),
    tested('isalnum', (value) => bytes.every(value, bytes.isAlnum)),
    tested('isspace', (value) => bytes.every(value, bytes.isSpace)),
    tested('isascii', (value) => value.every((c) => c < 128)),
    tested('islower', bytes.islower),
    tested('isupper', bytes.isupper),
    tested('istitle', bytes.istitle),
    resumable('join', '$self, iterable_of_bytes, /', (space: Space, w: W, w_iterable: W) => {
      const { slots } = space.type(w_iterable);
      if (slots.iter === null && slots.getitem === null) {
        throw raise(space, 'TypeError', 'can only join an iterable');
      }
      return collect(space, w_iterable, (items_w) => {
        const parts = items_w.map((w_item, i) => {
          if (isBytesLike(space, w_item) && hasBuffer(space, w_item)) return space.buffer_w(w_item);
          if (!isStr(space, w_item) && !isInt(space, w_item) && hasBuffer(space, w_item)) {
            return space.buffer_w(w_item);
          }
          const got = space.type(w_item).name;
          throw raise(space, 'TypeError', `sequence item ${i}: expected a bytes-like object, ${got} found`);
        });
        return wrap(space, bytes.concat(parts, space.buffer_w(w)));
      });
    }),
    resumable(
      'decode',
      "$self, /, encoding: str = 'utf-8', errors: str = 'strict'",
      // Of no bytes no codec is asked.
      (space: Space, w: W, encoding: string, errors: string) =>
        contentOf(space, w).length === 0 ? space.newstr('') : decodeBytes(space, w, encoding, errors),
    ),
    leaf(
      'translate',
      '$self, table, /, delete=NULL',
      (space: Space, w: W, w_table: W, w_delete: W | undefined) => {
        const table = optional(space, w_table);
        if (table !== null && table.length !== 256) {
          throw raise(space, 'ValueError', 'translation table must be 256 characters long');
        }
        const dropped = w_delete === undefined ? new Uint8Array(0) : space.buffer_w(w_delete);
        return wrap(space, bytes.translate(space.buffer_w(w), table, dropped));
      },
    ),
    resumable(
      'hex',
      '$self, /, sep=NULL, bytes_per_sep: index = 1',
      (space: Space, w: W, w_separator: W | undefined, group: number) => {
        if (w_separator === undefined) return space.newtext(bytes.hex(contentOf(space, w)));
        return andThen(space, space.top, length(space, w_separator), (w_n) => {
          if (space.int_w(w_n) !== 1) throw raise(space, 'ValueError', 'sep must be length 1.');
          const separator = hexSeparator(space, w_separator);
          return space.newtext(bytes.hex(contentOf(space, w), separator, group));
        });
      },
      {
        doc: `The bytes as hexadecimal text, a separator between groups of so many bytes, counted from the right (from the left where below zero).\n\n>>> value = ${example}\n>>> value.hex()\n'c0ffee'\n>>> value.hex('-')\n'c0-ff-ee'\n>>> value.hex('-', 2)\n'c0-ffee'\n>>> value.hex('-', -2)\n'c0ff-ee'`,
        effect: 'reads',
      },
    ),
  ];
}

/** PyBUF_WRITABLE. */
const WRITABLE = 1;

/** PEP 688: a view of the object. */
export const bufferMethod = resumable(
  '__buffer__',
  '$self, flags: index, /',
  (space: Space, w: W, flags: number) =>
    andThen(space, space.top, call(space, space.types.memoryview.w_self, [w]), (w_view) => {
      if ((flags & WRITABLE) === 0) return w_view;
      return andThen(space, space.top, space.getattr(w_view, 'readonly'), (w_readonly) => {
        if (space.is(w_readonly, space.w_True)) throw raise(space, 'BufferError', 'Object is not writable.');
        return w_view;
      });
    }),
);

export const maketrans = leaf(
  'maketrans',
  'frm: bytes, to: bytes, /',
  (space: Space, from: Uint8Array, to: Uint8Array) => {
    if (from.length !== to.length) {
      throw raise(space, 'ValueError', 'maketrans arguments must have same length');
    }
    const table = Uint8Array.from({ length: 256 }, (_, i) => i);
    from.forEach((c, i) => (table[c] = to[i]));
    return space.newbytes(table);
  },
);

/** `fromhex`, for the class `w_type` whose plain instances `wrap` makes. */
export function fromHex(space: Space, w_type: W, w_text: W, own: TypeObject, wrap: Wrap): W {
  let text: string;
  if (isStr(space, w_text)) text = space.str_w(w_text);
  else if (!isInt(space, w_text) && hasBuffer(space, w_text)) text = fromUnits(contentOf(space, w_text));
  else {
    const got = space.type(w_text).name;
    throw raise(space, 'TypeError', `fromhex() argument must be str or bytes-like, not ${got}`);
  }
  const w_value = wrap(space, bytes.fromHex(text));
  return w_type === own.w_self ? w_value : call(space, w_type, [w_value]);
}

// --- iteration

export class BytesIterator extends Payload {
  /** Owned; null when exhausted. */
  w_bytes: W | null;
  index = 0;
  constructor(w_bytes: W) {
    super();
    this.w_bytes = w_bytes;
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_bytes !== null) visit(this.w_bytes);
  }
  forget(): void {
    this.w_bytes = null;
  }
}

export const bytesIteratorType: TypeDefinition = {
  name: 'bytes_iterator',
  isBase: false,
  slots: {
    iter: (_space, w) => w,
    iternext: (space, w) => {
      const iterator = space.data(w) as BytesIterator;
      if (iterator.w_bytes === null) return STOP;
      const value = space.buffer_w(iterator.w_bytes);
      if (iterator.index < value.length) return space.newint(value[iterator.index++]);
      const w_old = iterator.w_bytes;
      iterator.w_bytes = null;
      space.drop(w_old);
      return STOP;
    },
  },
  methods: [
    leaf(
      '__length_hint__',
      '$self, /',
      (space: Space, w: W) => {
        const { w_bytes, index: at } = space.data(w) as BytesIterator;
        return w_bytes === null ? 0 : Math.max(0, space.buffer_w(w_bytes).length - at);
      },
      { result: 'int', effect: 'reads' },
    ),
    leaf('__reduce__', '$self, /', (space: Space, w: W) => {
      const { w_bytes, index: at } = space.data(w) as BytesIterator;
      const w_iter = space.builtin('iter');
      if (w_bytes === null) {
        return space.newtuple([w_iter, space.newtuple([space.newbytes(new Uint8Array(0))])]);
      }
      return space.newtuple([w_iter, space.newtuple([w_bytes]), space.newint(at)]);
    }),
    leaf('__setstate__', '$self, state: index, /', (space: Space, w: W, state: number) => {
      const iterator = space.data(w) as BytesIterator;
      if (iterator.w_bytes !== null) {
        iterator.index = Math.min(Math.max(0, state), space.buffer_w(iterator.w_bytes).length);
      }
      return space.w_None;
    }),
  ],
};

const wrapBytes: Wrap = (space, value) => space.newbytes(value);

export const bytesType: TypeDefinition = {
  name: 'bytes',
  ownLayout: true,
  doc: 'bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\nbytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\nbytes(int) -> bytes object of size given by the parameter initialized with null bytes\nbytes() -> empty bytes object\n\nConstruct an immutable array of bytes from:\n  - an iterable yielding integers in range(256)\n  - a text string encoded using the specified encoding\n  - any object implementing the buffer API.\n  - an integer',
  slots: {
    new: bytesNew,
    repr: (space, w) => space.newstr(bytes.repr(space.buffer_w(w))),
    str: (space, w) => {
      warnOfBytes(space, 'str() on a bytes instance');
      return reprOf(space, w);
    },
    hash: (space, w) => space.newint(hashBytes(space.bytes_w(w))),
    compare,
    length: (space, w) => space.newint(space.buffer_w(w).length),
    getitem: getItem,
    contains: (space, w, w_item) => {
      const got = space.type(w_item).name;
      const sub = needle(space, w_item, `a bytes-like object is required, not '${got}'`);
      return space.newbool(bytes.find(space.buffer_w(w), sub) >= 0);
    },
    concat: (space, w_a, w_b) => {
      if (isStr(space, w_b) || isInt(space, w_b) || !hasBuffer(space, w_b)) {
        throw raise(space, 'TypeError', `can't concat ${space.type(w_b).name} to bytes`);
      }
      return space.newbytes(bytes.concat([space.buffer_w(w_a), space.buffer_w(w_b)]));
    },
    repeat: (space, w, w_count) => {
      const n = repeatCount(space, w_count);
      const value = space.buffer_w(w);
      if (n === 1 && space.type(w) === space.types.bytes) return w;
      if (n * value.length > 2 ** 32) throw raise(space, 'MemoryError', '');
      return space.newbytes(bytes.repeat(value, n));
    },
    remainder: (space, w_a, w_b) =>
      isBytesLike(space, w_a)
        ? bytesPercent(space, space.buffer_w(w_a), w_b, (value) => space.newbytes(value))
        : space.w_NotImplemented,
    iter: (space, w) => space.newobj(space.types.bytes_iterator, new BytesIterator(space.own(w))),
  },
  methods: [
    ...sharedMethods(wrapBytes, 'bytes.fromhex("c0ffee")'),
    bufferMethod,
    leaf('__bytes__', '$self, /', (space: Space, w: W) =>
      space.type(w) === space.types.bytes ? w : space.newbytes(space.bytes_w(w)),
    ),
    leaf('__getnewargs__', '$self, /', (space: Space, w: W) =>
      space.newtuple([space.newbytes(space.bytes_w(w))]),
    ),
  ],
  classMethods: [
    resumable('fromhex', '$type, string, /', (space: Space, w_type: W, w_text: W) =>
      fromHex(space, w_type, w_text, space.types.bytes, wrapBytes),
    ),
  ],
  staticMethods: [maketrans],
};
