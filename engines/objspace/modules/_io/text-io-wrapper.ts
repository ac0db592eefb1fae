// `TextIOWrapper`: text over a binary stream. Models CPython's Modules/_io/textio.c. State and codecs are in text-state.ts, positions in
// text-seek.ts.
import { leaf, resumable } from '../../gateway.ts';
import type { BuiltinRow } from '../../gateway.ts';
import { STOP } from '../../object.ts';
import type { W } from '../../object.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import { callMethod, isTrue, runSteps } from '../../steps.ts';
import type { Steps } from '../../steps.ts';
import type { Getset, TypeDefinition } from '../../typedef.ts';
import { canDecodeWith, canEncodeWith, encodingOf } from '../../../kernels/codecs.ts';
import { IncrementalDecoder, NewlineTranslator } from '../../../kernels/incremental-decoding.ts';
import { lineEnd } from '../../../kernels/line-ends.ts';
import { concat, find, join, range, replace } from '../../../kernels/text.ts';
import type { Text } from '../../../kernels/text.ts';
import { importAbsolute } from '../../imports.ts';
import { bufferedOf, flushToFile } from './buffered.ts';
import { cannotPickle } from './file-io.ts';
import { bothAlways, dictGetset, method, sizeOf, unsupported } from './io-base.ts';
import { newlinesSeen } from './newline-decoder.ts';
import { newlineMode } from './string-io.ts';
import { seek, tell } from './text-seek.ts';
import {
  checkAttached,
  checkOpenText,
  decode,
  encodeNow,
  encodeText,
  flushPending,
  flushPlain,
  isPlain,
  readChunk,
  resetDecoder,
  setDecoded,
  setEncoderStart,
  textOf,
  TextState,
  withRest,
} from './text-state.ts';

const isNone = (space: Space, w: W): boolean => space.is(w, space.w_None);

// --- making one

function optionalText(space: Space, w: W, name: string): string | null {
  if (isNone(space, w)) return null;
  if (!space.type(w).isSubtype(space.types.str)) {
    const text = `TextIOWrapper() argument '${name}' must be str or None, not ${space.type(w).name}`;
    throw raise(space, 'TypeError', text);
  }
  const text = space.str_w(w);
  if (text.includes('\0')) throw raise(space, 'ValueError', 'embedded null character');
  return text;
}

/** Decoder and encoder for `t.encoding` and `t.errors`: the kernel's, or objects of the codec that the library knows. */
function* setCodec(space: Space, t: TextState): Steps<void> {
  const { encoding, errors } = t;
  const kernel = encodingOf(encoding);
  dropCodec(space, t);
  t.kernelEncoding = null;
  if (kernel !== undefined && canDecodeWith(errors) && canEncodeWith(errors)) {
    t.kernelEncoding = kernel;
    if (t.canRead) t.decoder = new IncrementalDecoder(kernel, errors);
    return;
  }
  const w_codecs = yield importAbsolute(space, '_codecs');
  const w_info = yield* callMethod(space, w_codecs, 'lookup', [space.newstr(encoding)]);
  const w_isText = yield space.getattrOr(w_info, '_is_text_encoding', space.w_True);
  if (space.is(w_isText, space.w_False)) {
    const text = `'${encoding}' is not a text encoding; use codecs.open() to handle arbitrary codecs`;
    throw raise(space, 'LookupError', text);
  }
  const w_errors = space.newstr(errors);
  if (t.canRead) t.w_decoder = space.own(yield* callMethod(space, w_info, 'incrementaldecoder', [w_errors]));
  // `xmlcharrefreplace` and its like are for one direction only: the kernel may still do the other one.
  if (t.canWrite) t.w_encoder = space.own(yield* callMethod(space, w_info, 'incrementalencoder', [w_errors]));
}

function dropCodec(space: Space, t: TextState): void {
  for (const w of [t.w_decoder, t.w_encoder]) if (w !== null) space.drop(w);
  t.w_decoder = t.w_encoder = null;
  t.decoder = null;
}

function setNewline(t: TextState, mode: TextState['mode']): void {
  t.mode = mode;
  t.translator = mode === null || mode === '' ? new NewlineTranslator(mode === null) : null;
  t.writeNewline = mode === '\r' || mode === '\r\n' ? mode : null;
}

/** A position that is not the beginning: no byte order mark is to be written. */
function* fixEncoder(space: Space, t: TextState): Steps<void> {
  t.atStart = true;
  if (!t.seekable || !t.canWrite) return;
  const w_position = yield* callMethod(space, t.w_buffer!, 'tell');
  if (space.int_w(w_position) !== 0) yield* setEncoderStart(space, t, false);
}

export interface TextOptions {
  encoding: string | null;
  errors: string | null;
  mode: TextState['mode'];
  lineBuffering: boolean;
  writeThrough: boolean;
}

/** What `__init__` does, the arguments being known. */
export function* wrapBuffer(space: Space, w: W, w_buffer: W, options: TextOptions): Steps {
  const t = textOf(space, w);
  t.isReady = t.isDetached = false;
  t.encoding = resolveEncoding(space, options.encoding);
  t.errors = options.errors ?? 'strict';
  setNewline(t, options.mode);
  t.lineBuffering = options.lineBuffering;
  t.writeThrough = options.writeThrough;
  const w_old = t.w_buffer;
  t.w_buffer = space.own(w_buffer);
  if (w_old !== null) space.drop(w_old);
  setDecoded(t, '');
  t.snapshot = null;
  t.pending = [];
  t.pendingLength = 0;
  const ask = function* (name: string): Steps<boolean> {
    return yield* isTrue(space, yield* callMethod(space, w_buffer, name));
  };
  t.canRead = yield* ask('readable');
  t.canWrite = yield* ask('writable');
  yield* setCodec(space, t);
  t.seekable = t.telling = yield* ask('seekable');
  const w_read1 = yield space.getattrOr(w_buffer, 'read1', space.w_None);
  t.hasRead1 = !isNone(space, w_read1);
  yield* fixEncoder(space, t);
  t.isReady = true;
  return space.w_None;
}

function resolveEncoding(space: Space, encoding: string | null): string {
  if (encoding !== null && encoding !== 'locale') return encoding;
  return encoding === null && space.host.flags.utf8_mode !== 0 ? 'utf-8' : 'UTF-8';
}

function* initialise(
  space: Space,
  w: W,
  w_buffer: W,
  w_encoding: W,
  w_errors: W,
  w_newline: W,
  lineBuffering: boolean,
  writeThrough: boolean,
): Steps {
  textOf(space, w).isReady = false;
  const encoding = optionalText(space, w_encoding, 'encoding');
  const errors = optionalText(space, w_errors, 'errors');
  const mode = newlineMode(space, w_newline);
  return yield* wrapBuffer(space, w, w_buffer, { encoding, errors, mode, lineBuffering, writeThrough });
}

function* reconfigure(
  space: Space,
  w: W,
  w_encoding: W,
  w_errors: W,
  w_newline: W | undefined,
  w_line: W,
  w_through: W,
): Steps {
  const t = textOf(space, w);
  checkAttached(space, t);
  const encoding = optionalText(space, w_encoding, 'encoding');
  const errors = optionalText(space, w_errors, 'errors');
  const hasRead = t.decoded.length > 0 || t.snapshot !== null;
  if (hasRead && (encoding !== null || errors !== null || w_newline !== undefined)) {
    const text = 'It is not possible to set the encoding or newline of stream after the first read';
    throw unsupported(space, text);
  }
  const mode = w_newline === undefined ? t.mode : newlineMode(space, w_newline);
  const flag = function* (w_flag: W, old: boolean): Steps<boolean> {
    return isNone(space, w_flag) ? old : yield* isTrue(space, w_flag);
  };
  const line = yield* flag(w_line, t.lineBuffering);
  const through = yield* flag(w_through, t.writeThrough);
  yield* callMethod(space, w, 'flush');
  if (encoding !== null || errors !== null) {
    const old = { encoding: t.encoding, errors: t.errors };
    if (encoding !== null) t.encoding = resolveEncoding(space, encoding);
    t.errors = errors ?? (encoding === null ? old.errors : 'strict');
    if (encoding !== null || errors !== null) {
      try {
        yield* setCodec(space, t);
      } catch (e) {
        Object.assign(t, old);
        yield* setCodec(space, t);
        throw e;
      }
    }
    yield* fixEncoder(space, t);
  }
  if (w_newline !== undefined) setNewline(t, mode);
  t.lineBuffering = line;
  t.writeThrough = through;
  return space.w_None;
}

// --- writing

const hasEither = (text: Text, a: string, b: string): boolean =>
  typeof text === 'string' ? text.includes(a) || text.includes(b) : find(text, a) >= 0 || find(text, b) >= 0;

function* write(space: Space, w: W, w_text: W): Steps {
  const t = textOf(space, w);
  checkAttached(space, t);
  if (!space.type(w_text).isSubtype(space.types.str))
    throw raise(space, 'TypeError', `write() argument must be str, not ${space.type(w_text).name}`);
  yield* checkOpenText(space, t);
  if (!t.canWrite) throw unsupported(space, 'not writable');
  const given = space.text_w(w_text);
  let text = given;
  if (t.writeNewline !== null) text = replace(text, '\n', t.writeNewline);
  const flushes = t.writeThrough || (t.lineBuffering && hasEither(given, '\n', '\r'));
  const piece = yield* encodeText(space, t, text);
  // A large piece does not wait behind what is there, nor the other way round.
  if (t.pendingLength + piece.length > t.chunkSize) yield* flushPending(space, t);
  t.pending.push(piece);
  t.pendingLength += piece.length;
  if (t.pendingLength >= t.chunkSize || flushes) yield* flushPending(space, t);
  if (t.lineBuffering && flushes) yield* callMethod(space, t.w_buffer!, 'flush');
  if (t.canRead) {
    setDecoded(t, '');
    t.snapshot = null;
    yield* resetDecoder(space, t);
  }
  return space.newint(given.length);
}

/**
 * `print`'s way: appends to what is pending. False where that is not all there is to it, and nothing was done: a class of the program's own, another
 * encoding than the kernel's, a buffer that is not ours.
 */
export function writeDirectly(space: Space, w_file: W, given: Text): boolean {
  if (space.type(w_file) !== space.types['_io.TextIOWrapper']) return false;
  const t = textOf(space, w_file);
  if (!t.canWrite || t.canRead || t.kernelEncoding === null || !isPlain(space, t)) return false;
  if (space.getdictvalue(w_file, 'write') !== undefined) return false;
  const text = t.writeNewline === null ? given : replace(given, '\n', t.writeNewline);
  const piece = encodeNow(t, t.kernelEncoding, text);
  if (t.pendingLength + piece.length > t.chunkSize) flushPlain(space, t);
  t.pending.push(piece);
  t.pendingLength += piece.length;
  const flushes = t.writeThrough || (t.lineBuffering && hasEither(given, '\n', '\r'));
  if (flushes) flushDirectly(space, w_file);
  return true;
}

/** Everything pending goes to the descriptor; false where that needs Python code. */
export function flushDirectly(space: Space, w_file: W): boolean {
  if (space.type(w_file) !== space.types['_io.TextIOWrapper']) return false;
  const t = textOf(space, w_file);
  if (!isPlain(space, t)) return false;
  if (t.pending.length > 0) flushPlain(space, t);
  const b = bufferedOf(space, t.w_buffer!);
  if (b.pending > 0) flushToFile(space, b);
  return true;
}

function* flush(space: Space, w: W): Steps {
  const t = textOf(space, w);
  checkAttached(space, t);
  yield* checkOpenText(space, t);
  t.telling = t.seekable;
  yield* flushPending(space, t);
  return yield* callMethod(space, t.w_buffer!, 'flush');
}

// --- reading

function* read(space: Space, w: W, w_size: W): Steps {
  const t = textOf(space, w);
  checkAttached(space, t);
  const size = yield* sizeOf(space, w_size);
  yield* checkOpenText(space, t);
  if (!t.canRead) throw unsupported(space, 'not readable');
  yield* flushPending(space, t);
  if (size < 0) {
    const w_bytes = yield* callMethod(space, t.w_buffer!, 'read');
    if (isNone(space, w_bytes)) {
      if (t.used >= t.decoded.length) return space.newstr('');
      const text = 'read() should have returned a bytes object, not None';
      throw raise(space, 'BlockingIOError', text);
    }
    const text = withRest(t, yield* decode(space, t, space.buffer_w(w_bytes), true));
    setDecoded(t, '');
    t.snapshot = null;
    return space.newtext(text);
  }
  const parts: Text[] = [];
  let left = size;
  for (;;) {
    const available = t.decoded.length - t.used;
    if (available > 0) {
      const n = Math.min(available, left);
      parts.push(range(t.decoded, t.used, t.used + n));
      t.used += n;
      left -= n;
    }
    if (left <= 0 || !(yield* readChunk(space, t, left))) break;
  }
  return space.newtext(parts.length === 1 ? parts[0] : join('', parts));
}

function* readLine(space: Space, t: TextState, limit: number): Steps<Text> {
  yield* flushPending(space, t);
  const parts: Text[] = [];
  let left = limit;
  for (;;) {
    if (t.used >= t.decoded.length) {
      if (!(yield* readChunk(space, t, 0))) break;
      if (t.decoded.length === 0) continue;
    }
    const { decoded, used } = t;
    const end = lineEnd(decoded, used, t.mode);
    let stop = end < 0 ? decoded.length : end;
    if (left >= 0 && stop - used >= left) {
      stop = used + left;
      parts.push(range(decoded, used, stop));
      t.used = stop;
      break;
    }
    if (end >= 0) {
      parts.push(range(decoded, used, stop));
      t.used = stop;
      break;
    }
    // The first half of `\r\n` waits for the other one.
    const keep = t.mode === '\r\n' && endsWithCr(decoded);
    if (keep) stop--;
    if (stop > used) parts.push(range(decoded, used, stop));
    if (left >= 0) left -= stop - used;
    t.used = decoded.length;
    if (keep) {
      const isMore = yield* readChunk(space, t, 0);
      t.decoded = concat('\r', t.decoded);
      t.carried = 1;
      if (!isMore) {
        parts.push('\r');
        t.used = 1;
        break;
      }
    }
  }
  return parts.length === 1 ? parts[0] : join('', parts);
}

const endsWithCr = (text: Text): boolean =>
  typeof text === 'string' ? text.endsWith('\r') : text.points[text.length - 1] === 13;

/** A line that is decoded already; null where it is not whole. */
function lineNow(space: Space, t: TextState): Text | null {
  if (t.pending.length > 0 || t.mode !== null || !isPlain(space, t)) return null;
  const end = lineEnd(t.decoded, t.used, null);
  if (end < 0) return null;
  const line = range(t.decoded, t.used, end);
  t.used = end;
  return line;
}

function iternext(space: Space, w: W): W {
  const t = textOf(space, w);
  if (space.type(w) === space.types['_io.TextIOWrapper']) {
    const line = lineNow(space, t);
    if (line !== null) {
      t.telling = false;
      return space.newtext(line);
    }
  }
  return runSteps(
    space,
    (function* (): Steps {
      checkAttached(space, t);
      t.telling = false;
      let w_line: W;
      if (space.type(w) === space.types['_io.TextIOWrapper']) {
        yield* checkOpenText(space, t);
        w_line = space.newtext(yield* readLine(space, t, -1));
      } else {
        w_line = yield* callMethod(space, w, 'readline');
        if (!space.type(w_line).isSubtype(space.types.str)) {
          const text = `readline() should have returned a str object, not '${space.type(w_line).name}'`;
          throw raise(space, 'OSError', text);
        }
      }
      if (space.text_w(w_line).length > 0) return w_line;
      t.snapshot = null;
      t.telling = t.seekable;
      return STOP;
    })(),
  );
}

export function readline(space: Space, w: W, w_size: W): W {
  const t = textOf(space, w);
  if (space.type(w_size) === space.types.int && space.int_w(w_size) < 0) {
    const line = lineNow(space, t);
    if (line !== null) return space.newtext(line);
  }
  return runSteps(
    space,
    (function* (): Steps {
      checkAttached(space, t);
      const size = yield* sizeOf(space, w_size);
      yield* checkOpenText(space, t);
      return space.newtext(yield* readLine(space, t, size));
    })(),
  );
}

// --- the rest

function* close(space: Space, w: W): Steps {
  const t = textOf(space, w);
  const w_buffer = checkAttached(space, t);
  if (yield* isTrue(space, yield space.getattr(w, 'closed'))) return space.w_None;
  if (t.finalizing) {
    try {
      yield* callMethod(space, w_buffer, '_dealloc_warn', [w]);
    } catch (e) {
      space.dropError(space.asOperationError(e));
    }
  }
  return yield* bothAlways(space, callMethod(space, w, 'flush'), () => callMethod(space, w_buffer, 'close'));
}

function* detach(space: Space, w: W): Steps {
  const t = textOf(space, w);
  const w_buffer = checkAttached(space, t);
  yield* callMethod(space, w, 'flush');
  t.w_buffer = null;
  t.isDetached = true;
  t.isReady = false;
  space.drop(w_buffer);
  return w_buffer;
}

const forwarded = (name: string): BuiltinRow =>
  method(name, '$self, /', (space: Space, w: W) =>
    callMethod(space, checkAttached(space, textOf(space, w)), name),
  );

function repr(space: Space, w: W): W {
  return runSteps(
    space,
    (function* (): Steps {
      const t = textOf(space, w);
      let text = `<${space.type(w).name}`;
      for (const attribute of ['name', 'mode']) {
        try {
          const w_value = yield space.getattr(w, attribute);
          text += ` ${attribute}=${space.str_w(yield space.repr(w_value))}`;
        } catch (e) {
          const error = space.asOperationError(e);
          if (!error.matches(space.types.AttributeError) && !error.matches(space.types.ValueError))
            throw error;
          space.dropError(error);
        }
      }
      checkInitialised(space, t);
      const w_encoding = yield space.repr(space.newstr(t.encoding));
      return space.newstr(`${text} encoding=${space.str_w(w_encoding)}>`);
    })(),
  );
}

function checkInitialised(space: Space, t: TextState): void {
  if (!t.isReady && !t.isDetached) throw raise(space, 'ValueError', 'I/O operation on uninitialized object');
}

const field = (value: (space: Space, t: TextState) => W): Getset => ({
  get: (space, w) => {
    const t = textOf(space, w);
    checkInitialised(space, t);
    return value(space, t);
  },
});

const bufferAttribute = (name: string): Getset => ({
  get: (space, w) => space.getattr(checkAttached(space, textOf(space, w)), name),
});

export const textIoWrapperType: TypeDefinition = {
  name: '_io.TextIOWrapper',
  base: '_io._TextIOBase',
  doc: "Character and line based layer over a BufferedIOBase object, buffer.\n\nencoding gives the name of the encoding that the stream will be\ndecoded or encoded with. It defaults to locale.getencoding().\n\nerrors determines the strictness of encoding and decoding (see\nhelp(codecs.Codec) or the documentation for codecs.register) and\ndefaults to \"strict\".\n\nnewline controls how line endings are handled. It can be None, '',\n'\\n', '\\r', and '\\r\\n'.  It works as follows:\n\n* On input, if newline is None, universal newlines mode is\n  enabled. Lines in the input can end in '\\n', '\\r', or '\\r\\n', and\n  these are translated into '\\n' before being returned to the\n  caller. If it is '', universal newline mode is enabled, but line\n  endings are returned to the caller untranslated. If it has any of\n  the other legal values, input lines are only terminated by the given\n  string, and the line ending is returned to the caller untranslated.\n\n* On output, if newline is None, any '\\n' characters written are\n  translated to the system default line separator, os.linesep. If\n  newline is '' or '\\n', no translation takes place. If newline is any\n  of the other legal values, any '\\n' characters written are translated\n  to the given string.\n\nIf line_buffering is True, a call to flush is implied when a call to\nwrite contains a newline character.",
  ownLayout: true,
  hasDict: true,
  hasWeakrefs: true,
  slots: { new: (space, type) => space.newobj(type, new TextState()), iternext, repr },
  methods: [
    method(
      '__init__',
      '$self, buffer, encoding=None, errors=None, newline=None, line_buffering: bool = False, write_through: bool = False',
      initialise,
    ),
    method(
      'reconfigure',
      '$self, /, *, encoding=None, errors=None, newline=NULL, line_buffering=None, write_through=None',
      reconfigure,
    ),
    method('write', '$self, text, /', write),
    method('flush', '$self, /', flush),
    method('read', '$self, size=-1, /', read),
    resumable('readline', '$self, size=-1, /', readline),
    method('seek', '$self, cookie, whence: index = 0, /', seek),
    method('tell', '$self, /', tell),
    method('truncate', '$self, pos=None, /', function* (space: Space, w: W, w_size: W): Steps {
      const w_buffer = checkAttached(space, textOf(space, w));
      yield* callMethod(space, w, 'flush');
      return yield* callMethod(space, w_buffer, 'truncate', [w_size]);
    }),
    method('close', '$self, /', close),
    method('detach', '$self, /', detach),
    forwarded('fileno'),
    forwarded('isatty'),
    forwarded('readable'),
    forwarded('writable'),
    forwarded('seekable'),
    leaf('_dealloc_warn', '$self, source, /', (space: Space) => space.w_None),
    cannotPickle(),
  ],
  getset: {
    encoding: field((space, t) => space.newstr(t.encoding)),
    errors: field((space, t) => space.newstr(t.errors)),
    newlines: field((space, t) =>
      t.translator === null ? space.w_None : newlinesSeen(space, t.translator.seen),
    ),
    line_buffering: field((space, t) => space.newbool(t.lineBuffering)),
    write_through: field((space, t) => space.newbool(t.writeThrough)),
    buffer: field((space, t) => checkAttached(space, t)),
    closed: bufferAttribute('closed'),
    name: bufferAttribute('name'),
    _CHUNK_SIZE: {
      get: (space, w) => space.newint(textOf(space, w).chunkSize),
      set: (space, w, w_value) => {
        if (w_value === null) throw raise(space, 'AttributeError', 'cannot delete attribute');
        const n = Number(space.int_w(w_value));
        if (n <= 0) throw raise(space, 'ValueError', 'a strictly positive integer is required');
        textOf(space, w).chunkSize = n;
      },
    },
    _finalizing: {
      get: (space, w) => space.newbool(textOf(space, w).finalizing),
      set: (space, w, w_value) => void (textOf(space, w).finalizing = space.isTrueNested(w_value!)),
    },
    __dict__: dictGetset,
  },
};
