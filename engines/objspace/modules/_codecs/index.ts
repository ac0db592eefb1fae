// The module `_codecs`: the registry and the codecs that are no Python code. Models CPython's Modules/_codecsmodule.c. Left out: the code
// pages of Windows.
import { codePointOfName } from '../../../frontend/unicode-names.ts';
import { bytesOfUnits } from '../../../kernels/bytes.ts';
import { canDecodeWith, canEncodeWith, decode, encode } from '../../../kernels/codecs.ts';
import type { Encoding } from '../../../kernels/codecs.ts';
import { KernelError } from '../../../kernels/error.ts';
import * as escapes from '../../../kernels/escape-codecs.ts';
import type { Stop } from '../../../kernels/escape-codecs.ts';
import { IncrementalDecoder } from '../../../kernels/incremental-decoding.ts';
import { pointAt, pointsOf, range } from '../../../kernels/text.ts';
import type { Text } from '../../../kernels/text.ts';
import { getitem, index } from '../../descroperation.ts';
import { leaf } from '../../gateway.ts';
import type { BuiltinRow } from '../../gateway.ts';
import type { W } from '../../object.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import type { Steps } from '../../steps.ts';
import { method } from '../_io/io-base.ts';
import { newBuiltin } from '../module-definition.ts';
import type { ModuleDefinition } from '../module-definition.ts';
import { decodeHandled, encodeHandled } from './handled.ts';
import type { DecodeRun, EncodeRun } from './handled.ts';
import { nameOfCodePoint } from '../../../frontend/unicode-names.ts';
import { handlerRows } from './handlers.ts';
import { convert, lookup, lookupHandler, normalise, registryOf } from './registry.ts';

const done = (at: number): Stop => ({ at, end: at, reason: null });

/** An `errors` argument: None is 'strict'. */
function errorsOf(space: Space, w: W, name: string): string {
  if (space.is(w, space.w_None)) return 'strict';
  if (space.type(w).isSubtype(space.types.str)) return space.str_w(w);
  throw raise(space, 'TypeError', `${name}() argument 2 must be str or None, not ${space.type(w).name}`);
}

const pair = (space: Space, w: W, n: number): W => space.newtuple([w, space.newint(n)]);

function textArgument(space: Space, w: W, name: string): Text {
  if (space.type(w).isSubtype(space.types.str)) return space.text_w(w);
  throw raise(space, 'TypeError', `${name}() argument 1 must be str, not ${space.type(w).name}`);
}

// --- the kernel's encodings

/** Runs of a kernel codec between errors. */
const kernelEncodeRun =
  (encoding: Encoding): EncodeRun =>
  (text, from, out) => {
    const rest = from === 0 ? text : range(text, from, text.length);
    // The mark stands at the beginning only.
    const as =
      (from > 0 || out.length > 0) && (encoding === 'utf-16' || encoding === 'utf-32')
        ? (`${encoding}-le` as Encoding)
        : encoding;
    const put = (bytes: Uint8Array): void => {
      for (const byte of bytes) out.push(byte);
    };
    try {
      put(encode(rest, as, 'strict'));
      return done(text.length);
    } catch (e) {
      if (!(e instanceof KernelError) || e.args === null) throw e;
      const [, , start, end, reason] = e.args as [string, Text, number, number, string];
      put(encode(range(rest, 0, start), as, 'strict'));
      return { at: from + start, end: from + end, reason };
    }
  };

const kernelDecodeRun =
  (encoding: Encoding, limit: number): DecodeRun =>
  (input, from, out) => {
    const rest = input.subarray(from, input.length === limit ? limit : input.length);
    const put = (text: Text): void => {
      for (const point of pointsOf(text)) out.push(point);
    };
    try {
      put(decode(rest, encoding, 'strict'));
      return done(from + rest.length);
    } catch (e) {
      if (!(e instanceof KernelError) || e.args === null) throw e;
      const [, , start, end, reason] = e.args as [string, Uint8Array, number, number, string];
      put(decode(rest.subarray(0, start), encoding, 'strict'));
      return { at: from + start, end: from + end, reason };
    }
  };

function encodeRow(name: string, encoding: Encoding, more = ''): BuiltinRow {
  const full = `${name}_encode`;
  return method(
    full,
    `str, errors=None${more}, /`,
    function* (space: Space, w_text: W, w_errors: W, order = 0): Steps {
      const text = textArgument(space, w_text, full);
      const errors = errorsOf(space, w_errors, full);
      let as = encoding;
      if (order !== 0) as = `${encoding}-${order < 0 ? 'le' : 'be'}` as Encoding;
      const bytes = canEncodeWith(errors)
        ? encode(text, as, errors)
        : yield* encodeHandled(space, w_text, encoding, errors, kernelEncodeRun(as));
      return pair(space, space.newbytes(bytes), text.length);
    },
  );
}

/** Bytes of an argument that is read; a str is none. */
function bytesArgument(space: Space, w: W): Uint8Array {
  return space.buffer_w(w);
}

function* decodeKernel(
  space: Space,
  w_data: W,
  encoding: Encoding,
  errors: string,
  final: boolean,
): Steps<{ w_text: W; consumed: number; order: number }> {
  const data = bytesArgument(space, w_data);
  const decoder = new IncrementalDecoder(encoding, errors);
  if (canDecodeWith(errors)) {
    const text = decoder.decode(data, final);
    return {
      w_text: space.newtext(text),
      consumed: data.length - decoder.pending.length,
      order: decoder.order,
    };
  }
  // What is to be kept back, and the byte order, are known without decoding.
  const probe = new IncrementalDecoder(encoding, 'replace');
  probe.decode(data, final);
  const limit = data.length - probe.pending.length;
  const whole = encoding === 'utf-16' || encoding === 'utf-32';
  const as = whole ? (`${encoding}-${probe.order === 2 ? 'be' : 'le'}` as Encoding) : encoding;
  const size = encoding === 'utf-16' ? 2 : 4;
  const hasMark = whole && data.length >= size && hasByteOrderMark(data, size);
  const run = kernelDecodeRun(as, limit);
  const skip: DecodeRun = (input, from, out) => run(input, from === 0 && hasMark ? size : from, out);
  const { text, consumed } = yield* decodeHandled(space, w_data, encoding, errors, skip, data);
  return { w_text: space.newtext(text), consumed, order: probe.order };
}

function hasByteOrderMark(b: Uint8Array, size: number): boolean {
  if (size === 2) return (b[0] === 0xff && b[1] === 0xfe) || (b[0] === 0xfe && b[1] === 0xff);
  return (
    (b[0] === 0xff && b[1] === 0xfe && b[2] === 0 && b[3] === 0) ||
    (b[0] === 0 && b[1] === 0 && b[2] === 0xfe && b[3] === 0xff)
  );
}

function decodeRow(name: string, encoding: Encoding, isWhole = false): BuiltinRow {
  const full = `${name}_decode`;
  const signature = isWhole ? 'data, errors=None, /' : 'data, errors=None, final: bool = False, /';
  return method(full, signature, function* (space: Space, w_data: W, w_errors: W, final = true): Steps {
    const errors = errorsOf(space, w_errors, full);
    const { w_text, consumed } = yield* decodeKernel(space, w_data, encoding, errors, final);
    return pair(space, w_text, consumed);
  });
}

/** `utf_16_ex_decode`: says the byte order too. */
function decodeExRow(name: string, encoding: 'utf-16' | 'utf-32'): BuiltinRow {
  return method(
    `${name}_ex_decode`,
    'data, errors=None, byteorder: index = 0, final: bool = False, /',
    function* (space: Space, w_data: W, w_errors: W, order: number, final: boolean): Steps {
      const errors = errorsOf(space, w_errors, `${name}_ex_decode`);
      const as = order === 0 ? encoding : (`${encoding}-${order < 0 ? 'le' : 'be'}` as Encoding);
      const found = yield* decodeKernel(space, w_data, as, errors, final);
      const told =
        order !== 0
          ? order
          : found.order === 2
            ? 1
            : found.order === 1 && hasMarkOf(space, w_data, encoding)
              ? -1
              : 0;
      return space.newtuple([found.w_text, space.newint(found.consumed), space.newint(told)]);
    },
  );
}

const hasMarkOf = (space: Space, w_data: W, encoding: 'utf-16' | 'utf-32'): boolean => {
  const size = encoding === 'utf-16' ? 2 : 4;
  const data = space.buffer_w(w_data);
  return data.length >= size && hasByteOrderMark(data, size);
};

// --- escapes and UTF-7

function warnEscape(space: Space, what: string): void {
  const isOctal = /^[0-7]{3}$/.test(what);
  const text = `"\\${what}" is an invalid ${isOctal ? 'octal ' : ''}escape sequence. Such sequences will not work in the future. `;
  space.warnNested('DeprecationWarning', text);
}

/** Bytes of bytes, or a str's characters as bytes. */
function bytesOrText(space: Space, w: W): Uint8Array {
  return space.type(w).isSubtype(space.types.str)
    ? encode(space.text_w(w), 'utf-8', 'strict')
    : space.buffer_w(w);
}

function runRow(
  full: string,
  encoding: string,
  signature: string,
  makeRun: (space: Space, final: boolean) => DecodeRun,
): BuiltinRow {
  return method(full, signature, function* (space: Space, w_data: W, w_errors: W, final: boolean): Steps {
    const errors = errorsOf(space, w_errors, full);
    const data = encoding === 'utf7' ? space.buffer_w(w_data) : bytesOrText(space, w_data);
    const run = makeRun(space, final);
    const { text, consumed } = yield* decodeHandled(space, w_data, encoding, errors, run, data);
    return pair(space, space.newtext(text), consumed);
  });
}

const escapeRows: readonly BuiltinRow[] = [
  runRow(
    'unicode_escape_decode',
    'unicodeescape',
    'data, errors=None, final: bool = True, /',
    (space, final) => {
      let isWarned = false;
      return (input, from, out) =>
        escapes.decodeUnicodeEscape(input, from, final, out, codePointOfName, (what) => {
          if (!isWarned) warnEscape(space, what);
          isWarned = true;
        });
    },
  ),
  runRow(
    'raw_unicode_escape_decode',
    'rawunicodeescape',
    'data, errors=None, final: bool = True, /',
    (_space, final) => (input, from, out) => escapes.decodeRawUnicodeEscape(input, from, final, out),
  ),
  runRow(
    'utf_7_decode',
    'utf7',
    'data, errors=None, final: bool = False, /',
    (_space, final) => (input, from, out) => escapes.decodeUtf7(input, from, final, out),
  ),
  ...(
    [
      ['unicode_escape_encode', escapes.encodeUnicodeEscape],
      ['raw_unicode_escape_encode', escapes.encodeRawUnicodeEscape],
      ['utf_7_encode', escapes.encodeUtf7],
    ] as const
  ).map(([name, run]) =>
    leaf(name, 'str, errors=None, /', (space: Space, w_text: W) => {
      const text = textArgument(space, w_text, name);
      return pair(space, space.newbytes(bytesOfUnits(run(text))), text.length);
    }),
  ),
  leaf('escape_decode', 'data, errors=None, /', (space: Space, w_data: W, w_errors: W) => {
    const data = bytesOrText(space, w_data);
    let isWarned = false;
    try {
      const out = escapes.decodeBytesEscape(data, errorsOf(space, w_errors, 'escape_decode'), (what) => {
        if (!isWarned) warnEscape(space, what);
        isWarned = true;
      });
      return pair(space, space.newbytes(out), data.length);
    } catch (e) {
      if (e instanceof escapes.EscapeError) throw raise(space, 'ValueError', e.message);
      throw e;
    }
  }),
  leaf('escape_encode', 'data, errors=None, /', (space: Space, w_data: W) => {
    if (!space.type(w_data).isSubtype(space.types.bytes))
      throw raise(
        space,
        'TypeError',
        `escape_encode() argument 1 must be bytes, not ${space.type(w_data).name}`,
      );
    const data = space.bytes_w(w_data);
    return pair(space, space.newbytes(bytesOfUnits(escapes.encodeBytesEscape(data))), data.length);
  }),
];

// --- character maps

const UNDEFINED = 'character maps to <undefined>';
const NO_CHARACTER = 0xfffe;

/** What `mapping[key]` is; null where there is nothing. */
function* mapped(space: Space, w_mapping: W, key: number): Steps<W | null> {
  if (space.type(w_mapping) === space.types.dict) return space.dictget(w_mapping, space.newint(key)) ?? null;
  try {
    return yield getitem(space, w_mapping, space.newint(key));
  } catch (e) {
    const error = space.asOperationError(e);
    if (!error.matches(space.types.LookupError)) throw error;
    space.dropError(error);
    return null;
  }
}

/** The bytes' code points by a mapping, looked up before decoding: the runs between errors call no Python code. */
function* decodingTable(space: Space, w_mapping: W, data: Uint8Array): Steps<Map<number, number[] | null>> {
  const table = new Map<number, number[] | null>();
  for (const byte of new Set(data)) {
    const w = yield* mapped(space, w_mapping, byte);
    if (w === null || space.is(w, space.w_None)) table.set(byte, null);
    else if (space.type(w).isSubtype(space.types.int)) {
      const point = Number(space.int_w(yield index(space, w)));
      if (point < 0 || point > 0x10ffff)
        throw raise(space, 'TypeError', 'character mapping must be in range(0x110000)');
      table.set(byte, point === NO_CHARACTER ? null : [point]);
    } else if (space.type(w).isSubtype(space.types.str)) {
      const points = [...pointsOf(space.text_w(w))];
      table.set(byte, points.length === 1 && points[0] === NO_CHARACTER ? null : points);
    } else {
      throw raise(space, 'TypeError', 'character mapping must return integer, None or str');
    }
  }
  return table;
}

function* charmapDecode(space: Space, w_data: W, w_errors: W, w_mapping: W): Steps {
  const errors = errorsOf(space, w_errors, 'charmap_decode');
  const data = space.buffer_w(w_data);
  if (space.is(w_mapping, space.w_None)) {
    const text = decode(data, 'latin-1', 'strict');
    return pair(space, space.newtext(text), data.length);
  }
  let pointsFor: (byte: number) => readonly number[] | null;
  if (space.type(w_mapping).isSubtype(space.types.str)) {
    const table = space.text_w(w_mapping);
    const singles = Array.from({ length: Math.min(table.length, 256) }, (_, i) => pointAt(table, i));
    pointsFor = (byte) => (byte < singles.length && singles[byte] !== NO_CHARACTER ? [singles[byte]] : null);
  } else {
    const table = yield* decodingTable(space, w_mapping, data);
    pointsFor = (byte) => table.get(byte) ?? null;
  }
  const run: DecodeRun = (input, from, out) => {
    for (let i = from; i < input.length; i++) {
      const points = pointsFor(input[i]);
      if (points === null) return { at: i, end: i + 1, reason: UNDEFINED };
      for (const point of points) out.push(point);
    }
    return done(input.length);
  };
  const { text, consumed } = yield* decodeHandled(space, w_data, 'charmap', errors, run, data);
  return pair(space, space.newtext(text), consumed);
}

function* encodingTable(
  space: Space,
  w_mapping: W,
  text: Text,
  table: Map<number, readonly number[] | null>,
): Steps<void> {
  for (const point of new Set(pointsOf(text))) {
    if (table.has(point)) continue;
    const w = yield* mapped(space, w_mapping, point);
    if (w === null || space.is(w, space.w_None)) table.set(point, null);
    else if (space.type(w).isSubtype(space.types.int)) {
      const value = Number(space.int_w(w));
      if (value < 0 || value > 255)
        throw raise(space, 'TypeError', 'character mapping must be in range(256)');
      table.set(point, [value]);
    } else if (space.type(w).isSubtype(space.types.bytes)) {
      table.set(point, [...space.bytes_w(w)]);
    } else {
      const text2 = `character mapping must return integer, bytes or None, not ${space.type(w).name}`;
      throw raise(space, 'TypeError', text2);
    }
  }
}

/** ASCII as the handlers of the kernel put it. */
const REPLACEMENTS = '&#;?\\xuUN{}0123456789abcdefABCDEFGHIJKLMNOPQRSTUVWXYZ -()';

function* charmapEncode(space: Space, w_text: W, w_errors: W, w_mapping: W): Steps {
  const text = textArgument(space, w_text, 'charmap_encode');
  const errors = errorsOf(space, w_errors, 'charmap_encode');
  if (space.is(w_mapping, space.w_None)) {
    const bytes = canEncodeWith(errors)
      ? encode(text, 'latin-1', errors)
      : yield* encodeHandled(space, w_text, 'latin-1', errors, kernelEncodeRun('latin-1'));
    return pair(space, space.newbytes(bytes), text.length);
  }
  const table = new Map<number, readonly number[] | null>();
  yield* encodingTable(space, w_mapping, text, table);
  if (errors !== 'strict' && [...table.values()].includes(null))
    yield* encodingTable(space, w_mapping, REPLACEMENTS, table);
  const known = (point: number): readonly number[] | null => {
    if (table.has(point)) return table.get(point)!;
    const w =
      space.type(w_mapping) === space.types.dict ? space.dictget(w_mapping, space.newint(point)) : undefined;
    return w !== undefined && space.type(w).isSubtype(space.types.int) ? [Number(space.int_w(w))] : null;
  };
  const run: EncodeRun = (part, from, out) => {
    for (let i = from; i < part.length; i++) {
      const bytes = known(pointAt(part, i));
      if (bytes === null) {
        let end = i + 1;
        while (end < part.length && known(pointAt(part, end)) === null) end++;
        return { at: i, end, reason: UNDEFINED };
      }
      for (const byte of bytes) out.push(byte);
    }
    return done(part.length);
  };
  const bytes = yield* encodeHandled(space, w_text, 'charmap', errors, run);
  return pair(space, space.newbytes(bytes), text.length);
}

const charmapRows: readonly BuiltinRow[] = [
  method('charmap_decode', 'data, errors=None, mapping=None, /', charmapDecode),
  method('charmap_encode', 'str, errors=None, mapping=None, /', charmapEncode),
  leaf('charmap_build', 'map, /', (space: Space, w_map: W) => {
    const table = textArgument(space, w_map, 'charmap_build');
    const w_dict = space.newdict();
    for (let i = 0; i < Math.min(table.length, 256); i++) {
      const point = pointAt(table, i);
      if (point !== NO_CHARACTER) space.dictset(w_dict, space.newint(point), space.newint(i));
    }
    return w_dict;
  }),
];

// --- the registry

const registryRows: readonly BuiltinRow[] = [
  leaf('register', 'search_function, /', (space: Space, w_search: W) => {
    if (space.type(w_search).slots.call === null)
      throw raise(space, 'TypeError', 'argument must be callable');
    registryOf(space).searches_w.push(space.own(w_search));
    return space.w_None;
  }),
  leaf('unregister', 'search_function, /', (space: Space, w_search: W) => {
    const registry = registryOf(space);
    const at = registry.searches_w.findIndex((w) => space.is(w, w_search));
    if (at >= 0) {
      space.drop(registry.searches_w[at]);
      registry.searches_w.splice(at, 1);
      for (const w of registry.found.values()) space.drop(w);
      registry.found.clear();
    }
    return space.w_None;
  }),
  method('lookup', 'encoding: str, /', (space: Space, encoding: string) => {
    if (encoding.includes('\0')) throw raise(space, 'ValueError', 'embedded null character');
    return lookup(space, encoding);
  }),
  method(
    'encode',
    "obj, encoding: str = 'utf-8', errors: str = 'strict'",
    (space: Space, w: W, ...rest: [string, string]) => convert(space, 'encode', w, ...rest),
  ),
  method(
    'decode',
    "obj, encoding: str = 'utf-8', errors: str = 'strict'",
    (space: Space, w: W, ...rest: [string, string]) => convert(space, 'decode', w, ...rest),
  ),
  leaf('register_error', 'errors: str, handler, /', (space: Space, name: string, w_handler: W) => {
    if (space.type(w_handler).slots.call === null)
      throw raise(space, 'TypeError', 'handler must be callable');
    const { handlers } = registryOf(space);
    const w_old = handlers.get(name);
    handlers.set(name, space.own(w_handler));
    if (w_old !== undefined) space.drop(w_old);
    return space.w_None;
  }),
  leaf(
    '_unregister_error',
    'errors: str, /',
    (space: Space, name: string) => {
      if (name in HANDLERS)
        throw raise(space, 'ValueError', `cannot un-register built-in error handler '${name}'`);
      const { handlers } = registryOf(space);
      const w_old = handlers.get(name);
      if (w_old === undefined) return false;
      handlers.delete(name);
      space.drop(w_old);
      return true;
    },
    { result: 'bool' },
  ),
  leaf('lookup_error', 'name: str, /', (space: Space, name: string) => lookupHandler(space, name)),
  leaf('_normalize_encoding', 'encoding: str', (_space: Space, encoding: string) => normalise(encoding), {
    result: 'str',
  }),
  leaf('readbuffer_encode', 'data, errors=None, /', (space: Space, w_data: W) => {
    const data = bytesOrText(space, w_data);
    return pair(space, space.newbytes(data.slice()), data.length);
  }),
];

const HANDLERS = handlerRows((c) => nameOfCodePoint(c) ?? null);

export const codecsModule: ModuleDefinition = {
  name: '_codecs',
  functions: [
    ...registryRows,
    ...escapeRows,
    ...charmapRows,
    encodeRow('utf_8', 'utf-8'),
    decodeRow('utf_8', 'utf-8'),
    encodeRow('latin_1', 'latin-1'),
    decodeRow('latin_1', 'latin-1', true),
    encodeRow('ascii', 'ascii'),
    decodeRow('ascii', 'ascii', true),
    ...(['utf-16', 'utf-32'] as const).flatMap((encoding) => {
      const name = encoding.replace('-', '_');
      return [
        encodeRow(name, encoding, ', byteorder: index = 0'),
        encodeRow(`${name}_le`, `${encoding}-le`),
        encodeRow(`${name}_be`, `${encoding}-be`),
        decodeRow(name, encoding),
        decodeRow(`${name}_le`, `${encoding}-le`),
        decodeRow(`${name}_be`, `${encoding}-be`),
        decodeExRow(name, encoding),
      ];
    }),
  ],
  values: (space: Space) => {
    const { handlers } = registryOf(space);
    for (const [name, row] of Object.entries(HANDLERS)) {
      if (!handlers.has(name)) handlers.set(name, space.own(newBuiltin(space, row, '_codecs')));
    }
    return {};
  },
};
