// What a text stream knows and how it reaches the bytes: decoding of what was read, encoding of what is written. Encodings of the kernel run
// on host values; all others by the library's incremental decoders and encoders. Models the inner functions of CPython's
// Modules/_io/textio.c.
import { index } from '../../descroperation.ts';
import { Payload } from '../../object.ts';
import type { W } from '../../object.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import { callMethod } from '../../steps.ts';
import type { Steps } from '../../steps.ts';
import { encode } from '../../../kernels/codecs.ts';
import type { Encoding } from '../../../kernels/codecs.ts';
import type { IncrementalDecoder, NewlineTranslator } from '../../../kernels/incremental-decoding.ts';
import type { NewlineMode } from '../../../kernels/line-ends.ts';
import { concat, hostOf, range } from '../../../kernels/text.ts';
import type { Text } from '../../../kernels/text.ts';
import * as bytes from '../../../kernels/bytes.ts';
import * as buffered from './buffered.ts';
import { bufferedOf, isPlainAndOpen } from './buffered.ts';
import { fileOf, readRaw } from './file-io.ts';
import { closedError, unsupported } from './io-base.ts';

export const CHUNK_SIZE = 8192;
/** A surrogate without its other half: what UTF-8 cannot encode. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Where decoding of the present text began: the decoder's flags and the bytes that it was given since. */
export interface Snapshot {
  flags: bigint;
  input: Uint8Array;
}

export class TextState extends Payload {
  w_buffer: W | null = null;
  isReady = false;
  isDetached = false;
  finalizing = false;
  encoding = 'utf-8';
  errors = 'strict';
  /** Set where encoding and handler are the kernel's; then there is no object of a codec. */
  kernelEncoding: Encoding | null = null;
  canRead = false;
  canWrite = false;
  decoder: IncrementalDecoder | null = null;
  w_decoder: W | null = null;
  w_encoder: W | null = null;
  /** A byte order mark is still to be written. */
  atStart = true;
  mode: NewlineMode = null;
  translator: NewlineTranslator | null = null;
  /** What `\n` is written as. */
  writeNewline: string | null = null;
  lineBuffering = false;
  writeThrough = false;
  seekable = false;
  /** False while the stream is iterated over: the snapshots are not kept. */
  telling = false;
  hasRead1 = true;
  chunkSize = CHUNK_SIZE;
  /** Text decoded, and how many characters of it have been handed out. */
  decoded: Text = '';
  used = 0;
  /** Characters at the front of `decoded` from before the last chunk. */
  carried = 0;
  snapshot: Snapshot | null = null;
  bytesPerCharacter = 0;
  /** To be written: texts in UTF-8 to be, or bytes. */
  pending: (string | Uint8Array)[] = [];
  pendingLength = 0;

  traverse(visit: (w: W) => void): void {
    for (const w of [this.w_buffer, this.w_decoder, this.w_encoder]) if (w !== null) visit(w);
  }
  forget(): void {
    this.w_buffer = this.w_decoder = this.w_encoder = null;
  }
}

export const textOf = (space: Space, w: W): TextState => space.data(w) as TextState;

export function checkAttached(space: Space, t: TextState): W {
  if (t.isReady) return t.w_buffer!;
  throw raise(
    space,
    'ValueError',
    t.isDetached ? 'underlying buffer has been detached' : 'I/O operation on uninitialized object',
  );
}

/** The buffer is one of ours over an open FileIO, so that nothing of Python's need be called. */
export function isPlain(space: Space, t: TextState): boolean {
  if (!t.isReady) return false;
  const type = space.type(t.w_buffer!);
  const { types } = space;
  const isOurs =
    type === types['_io.BufferedReader'] ||
    type === types['_io.BufferedWriter'] ||
    type === types['_io.BufferedRandom'];
  return isOurs && isPlainAndOpen(space, bufferedOf(space, t.w_buffer!));
}

export function* checkOpenText(space: Space, t: TextState): Steps<void> {
  if (isPlain(space, t)) return;
  const w_closed = yield space.getattr(checkAttached(space, t), 'closed');
  if (space.is(yield space.truth(w_closed), space.w_True)) throw closedError(space);
}

// --- decoding

export function* decode(space: Space, t: TextState, input: Uint8Array, final: boolean): Steps<Text> {
  let text: Text;
  if (t.decoder !== null) {
    text = t.decoder.decode(input, final);
  } else {
    const args_w = [space.newbytes(input), space.newbool(final)];
    const w_text = yield* callMethod(space, t.w_decoder!, 'decode', args_w);
    if (!space.type(w_text).isSubtype(space.types.str)) {
      const { name } = space.type(w_text);
      throw raise(space, 'TypeError', `decoder should return a string result, not '${name}'`);
    }
    text = space.text_w(w_text);
  }
  return t.translator === null ? text : t.translator.feed(text, final);
}

export function* decoderState(space: Space, t: TextState): Steps<{ pending: Uint8Array; flags: bigint }> {
  let pending: Uint8Array;
  let flags: bigint;
  if (t.decoder !== null) {
    ({ pending, flags } = t.decoder.getstate());
  } else {
    const w_state = yield* callMethod(space, t.w_decoder!, 'getstate');
    if (!space.type(w_state).isSubtype(space.types.tuple) || space.tuple_w(w_state).length !== 2)
      throw raise(space, 'TypeError', 'illegal decoder state');
    const [w_pending, w_flags] = space.tuple_w(w_state);
    if (!space.type(w_pending).isSubtype(space.types.bytes)) {
      const text = `illegal decoder state: the first item should be a bytes object, not '${space.type(w_pending).name}'`;
      throw raise(space, 'TypeError', text);
    }
    pending = space.bytes_w(w_pending);
    flags = BigInt(space.int_w(yield index(space, w_flags)));
  }
  if (t.translator !== null) flags = (flags << 1n) | (t.translator.pendingCr ? 1n : 0n);
  return { pending, flags };
}

export function* setDecoderState(
  space: Space,
  t: TextState,
  pending: Uint8Array,
  flags: bigint,
): Steps<void> {
  let inner = flags;
  if (t.translator !== null) {
    t.translator.pendingCr = (flags & 1n) !== 0n;
    inner = flags >> 1n;
  }
  if (t.decoder !== null) {
    t.decoder.setstate(pending, inner);
  } else {
    const w_state = space.newtuple([space.newbytes(pending), space.newint(Number(inner))]);
    yield* callMethod(space, t.w_decoder!, 'setstate', [w_state]);
  }
}

export function* resetDecoder(space: Space, t: TextState): Steps<void> {
  t.translator?.reset();
  if (t.decoder !== null) t.decoder.reset();
  else if (t.w_decoder !== null) yield* callMethod(space, t.w_decoder, 'reset');
}

export function setDecoded(t: TextState, text: Text): void {
  t.decoded = text;
  t.used = t.carried = 0;
}

/** Reads and decodes once more; false at the end of the stream. */
export function* readChunk(space: Space, t: TextState, hint: number): Steps<boolean> {
  if (!t.canRead) throw unsupported(space, 'not readable');
  const before = t.telling ? yield* decoderState(space, t) : null;
  let wanted = hint;
  if (wanted > 0) wanted = Math.ceil(Math.max(t.bytesPerCharacter, 1) * wanted);
  wanted = Math.max(wanted, t.chunkSize);
  const input = yield* readBytes(space, t, wanted);
  const atEnd = input.length === 0;
  const text = yield* decode(space, t, input, atEnd);
  setDecoded(t, text);
  t.bytesPerCharacter = text.length > 0 ? input.length / text.length : 0;
  if (before !== null) {
    const whole = before.pending.length === 0 ? input : bytes.concat([before.pending, input]);
    t.snapshot = { flags: before.flags, input: whole };
  }
  return !atEnd || text.length > 0;
}

function* readBytes(space: Space, t: TextState, wanted: number): Steps<Uint8Array> {
  const w_buffer = t.w_buffer!;
  const { types } = space;
  const type = space.type(w_buffer);
  if (type === types['_io.BufferedReader']) {
    const b = bufferedOf(space, w_buffer);
    if (isPlainAndOpen(space, b)) {
      if (b.pos < b.end) return buffered.takeAhead(b, wanted);
      b.pos = b.end = 0;
      if (b.ahead.length === 0) b.ahead = new Uint8Array(b.bufferSize);
      // The whole buffer at once, as CPython's read1 does not: fewer calls of the system, the same bytes.
      b.page = buffered.NOTHING;
      const n = readRaw(space, fileOf(space, b.w_raw!), b.ahead);
      b.end = n ?? 0;
      return buffered.takeAhead(b, wanted);
    }
  }
  const name = t.hasRead1 ? 'read1' : 'read';
  const w_input = yield* callMethod(space, w_buffer, name, [space.newint(wanted)]);
  const isText = space.type(w_input).isSubtype(types.str);
  if (!isText && hasBytes(space, w_input)) return space.buffer_w(w_input).slice();
  const text = `underlying ${name}() should have returned a bytes-like object, not '${space.type(w_input).name}'`;
  throw raise(space, 'TypeError', text);
}

function hasBytes(space: Space, w: W): boolean {
  const type = space.type(w);
  const { bytes: plain, bytearray, memoryview } = space.types;
  return type.isSubtype(plain) || type.isSubtype(bytearray) || type.isSubtype(memoryview);
}

// --- encoding

/** Bytes of a text, or the text itself where it can wait to be encoded with what follows. */
export function* encodeText(space: Space, t: TextState, text: Text): Steps<string | Uint8Array> {
  const { kernelEncoding } = t;
  if (kernelEncoding !== null) return encodeNow(t, kernelEncoding, text);
  const w_bytes = yield* callMethod(space, t.w_encoder!, 'encode', [space.newtext(text)]);
  if (!space.type(w_bytes).isSubtype(space.types.bytes)) {
    const { name } = space.type(w_bytes);
    throw raise(space, 'TypeError', `encoder should return a bytes object, not '${name}'`);
  }
  t.atStart = false;
  return space.bytes_w(w_bytes);
}

export function encodeNow(t: TextState, encoding: Encoding, text: Text): string | Uint8Array {
  if (encoding === 'utf-8') {
    const host = hostOf(text);
    return LONE_SURROGATE.test(host) ? encode(text, encoding, t.errors) : host;
  }
  let as: Encoding = encoding;
  if ((as === 'utf-16' || as === 'utf-32') && !t.atStart) as = `${as}-le` as Encoding;
  t.atStart = false;
  return encode(text, as, t.errors);
}

const encoder = new TextEncoder();

export function takePending(t: TextState): Uint8Array {
  const { pending } = t;
  t.pending = [];
  t.pendingLength = 0;
  if (pending.length === 1) {
    const [only] = pending;
    return typeof only === 'string' ? encoder.encode(only) : only;
  }
  if (pending.every((part) => typeof part === 'string')) return encoder.encode(pending.join(''));
  return bytes.concat(pending.map((part) => (typeof part === 'string' ? encoder.encode(part) : part)));
}

/** Hands what is pending on to the buffer. */
export function* flushPending(space: Space, t: TextState): Steps<void> {
  if (t.pending.length === 0) return;
  if (isPlain(space, t)) {
    flushPlain(space, t);
    return;
  }
  const w_buffer = t.w_buffer!;
  const w_bytes = space.newbytes(takePending(t));
  yield* callMethod(space, w_buffer, 'write', [w_bytes]);
}

/** The same where the buffer is plain: nothing of Python's is called. */
export function flushPlain(space: Space, t: TextState): void {
  const b = bufferedOf(space, t.w_buffer!);
  const content = takePending(t);
  if (b.pos < b.end) {
    // Read ahead in a file that is written too: positions have to be put right first.
    const steps = buffered.write(space, b, content);
    if (!steps.next().done) throw new Error('a plain stream called Python code');
    return;
  }
  b.pos = b.end = 0;
  const out = buffered.outOf(b);
  if (content.length > out.length - b.pending) {
    buffered.flushToFile(space, b);
    if (content.length > out.length - b.pending) {
      const steps = buffered.write(space, b, content);
      if (!steps.next().done) throw new Error('a plain stream called Python code');
      return;
    }
  }
  out.set(content, b.pending);
  b.pending += content.length;
}

export function* setEncoderStart(space: Space, t: TextState, isStart: boolean): Steps<void> {
  t.atStart = isStart;
  if (t.w_encoder === null) return;
  if (isStart) yield* callMethod(space, t.w_encoder, 'reset');
  else yield* callMethod(space, t.w_encoder, 'setstate', [space.newint(0)]);
}

/** The rest of the decoded text, and more. */
export const withRest = (t: TextState, text: Text): Text =>
  t.used >= t.decoded.length ? text : concat(restOf(t), text);

export function restOf(t: TextState): Text {
  return range(t.decoded, t.used, t.decoded.length);
}
