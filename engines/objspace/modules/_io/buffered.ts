// What buffered streams do: bytes read ahead and bytes not yet written, over a raw stream that is FileIO or an object of the program. Models
// CPython's Modules/_io/bufferedio.c. The types are in buffered-types.ts. Left out: the lock against other threads (operations do
// not give up the interpreter unless the raw stream is Python code).
import { copyBytes } from '../../../kernels/byte-slab.ts';
import { index } from '../../descroperation.ts';
import { Payload } from '../../object.ts';
import type { W } from '../../object.ts';
import { raise } from '../../raise.ts';
import { OperationError } from '../../error.ts';
import type { Space } from '../../space.ts';
import { callMethod, isTrue } from '../../steps.ts';
import type { Steps } from '../../steps.ts';
import * as bytes from '../../../kernels/bytes.ts';
import { attempt } from '../os-error.ts';
import { fileOf, readAllRaw, readRaw, seekRaw, writeRaw } from './file-io.ts';
import { closedError } from './io-base.ts';
import { newView } from './memory-export.ts';

const EAGAIN = 11;
export const NOTHING = new Uint8Array(0);
const NEWLINE = 10;

export class BufferedState extends Payload {
  w_raw: W | null = null;
  /** `__init__` has run and `detach` has not. */
  isReady = false;
  isDetached = false;
  readable = false;
  writable = false;
  finalizing = false;
  bufferSize = 0;
  /** Read ahead: `ahead[pos]` up to `end`. */
  ahead: Uint8Array = NOTHING;
  pos = 0;
  end = 0;
  /** A copy of the bytes from `ahead[pageStart]` on, which lines are handed out as parts of; empty: none yet of what was read last. */
  page: Uint8Array = NOTHING;
  pageStart = 0;
  /** Not yet written: the first `pending`. */
  out: Uint8Array = NOTHING;
  pending = 0;
  traverse(visit: (w: W) => void): void {
    if (this.w_raw !== null) visit(this.w_raw);
  }
  forget(): void {
    this.w_raw = null;
  }
}

export const bufferedOf = (space: Space, w: W): BufferedState => space.data(w) as BufferedState;

export function checkReady(space: Space, b: BufferedState): W {
  if (b.isReady) return b.w_raw!;
  throw raise(
    space,
    'ValueError',
    b.isDetached ? 'raw stream has been detached' : 'I/O operation on uninitialized object',
  );
}

const isFile = (space: Space, w_raw: W): boolean => space.type(w_raw) === space.types['_io.FileIO'];

export function* isRawClosed(space: Space, b: BufferedState): Steps<boolean> {
  const w_raw = checkReady(space, b);
  if (isFile(space, w_raw)) return fileOf(space, w_raw).fd < 0;
  return yield* isTrue(space, yield space.getattr(w_raw, 'closed'));
}

/** Before each operation; `what` as in "write to closed file". */
export function* checkOpen(space: Space, b: BufferedState, what: string): Steps<void> {
  if (yield* isRawClosed(space, b)) throw raise(space, 'ValueError', `${what} closed file`);
}

/** True where the operation may go ahead without asking Python code: the raw stream is a FileIO and open. */
export function isPlainAndOpen(space: Space, b: BufferedState): boolean {
  return b.isReady && isFile(space, b.w_raw!) && fileOf(space, b.w_raw!).fd >= 0;
}

// --- the raw stream

function* lengthFrom(space: Space, w_n: W, limit: number, what: string): Steps<number> {
  if (space.type(w_n).slots.index === null && !space.type(w_n).isSubtype(space.types.int)) {
    throw raise(space, 'TypeError', `'${space.type(w_n).name}' object cannot be interpreted as an integer`);
  }
  const n = space.int_w(yield index(space, w_n));
  if (n < 0 || n > limit) {
    const text = `raw ${what}() returned invalid length ${n} (should have been between 0 and ${limit})`;
    throw raise(space, 'OSError', text);
  }
  return Number(n);
}

/** Null: it would block. */
function* rawRead(space: Space, b: BufferedState, into: Uint8Array): Steps<number | null> {
  const w_raw = b.w_raw!;
  if (isFile(space, w_raw)) {
    const file = fileOf(space, w_raw);
    if (file.fd < 0) throw closedError(space);
    return readRaw(space, file, into);
  }
  const w_n = yield* callMethod(space, w_raw, 'readinto', [newView(space, into, false)]);
  return space.is(w_n, space.w_None) ? null : yield* lengthFrom(space, w_n, into.length, 'readinto');
}

function* rawWrite(space: Space, b: BufferedState, content: Uint8Array): Steps<number | null> {
  const w_raw = b.w_raw!;
  if (isFile(space, w_raw)) {
    const file = fileOf(space, w_raw);
    if (file.fd < 0) throw closedError(space);
    return writeRaw(space, file, content);
  }
  const w_n = yield* callMethod(space, w_raw, 'write', [newView(space, content, true)]);
  return space.is(w_n, space.w_None) ? null : yield* lengthFrom(space, w_n, content.length, 'write');
}

function* positionFrom(space: Space, w: W): Steps<number> {
  const n = Number(space.int_w(yield index(space, w)));
  if (n < 0) throw raise(space, 'OSError', `Raw stream returned invalid position ${n}`);
  return n;
}

function* rawSeek(space: Space, b: BufferedState, offset: number, whence: number): Steps<number> {
  const w_raw = b.w_raw!;
  if (isFile(space, w_raw)) return seekRaw(space, fileOf(space, w_raw), offset, whence);
  const w = yield* callMethod(space, w_raw, 'seek', [space.newint(offset), space.newint(whence)]);
  return yield* positionFrom(space, w);
}

function* rawTell(space: Space, b: BufferedState): Steps<number> {
  const w_raw = b.w_raw!;
  if (isFile(space, w_raw)) return seekRaw(space, fileOf(space, w_raw), 0, 1);
  return yield* positionFrom(space, yield* callMethod(space, w_raw, 'tell'));
}

// --- writing

/** BlockingIOError that says how much was taken. */
export function wouldBlock(space: Space, written: number): OperationError {
  const type = space.types.BlockingIOError;
  const args_w = [
    space.newint(EAGAIN),
    space.newstr('write could not complete without blocking'),
    space.newint(written),
  ];
  const w_value = type.slots.new!(space, type, args_w, null);
  return new OperationError(space.type(w_value), space.own(w_value), null);
}

export function* flushOut(space: Space, b: BufferedState): Steps<void> {
  while (b.pending > 0) {
    const n = yield* rawWrite(space, b, b.out.subarray(0, b.pending));
    if (n === null) throw wouldBlock(space, 0);
    // A raw stream of the program may have come back to us.
    const written = Math.min(n, b.pending);
    b.out.copyWithin(0, written, b.pending);
    b.pending -= written;
  }
}

/** What was read ahead is given back: the raw stream stands where the program thinks it does. */
function* rewind(space: Space, b: BufferedState): Steps<void> {
  const ahead = b.end - b.pos;
  b.pos = b.end = 0;
  if (ahead > 0) yield* rawSeek(space, b, -ahead, 1);
}

export function* flushAndRewind(space: Space, b: BufferedState): Steps<void> {
  yield* flushOut(space, b);
  if (b.readable) yield* rewind(space, b);
}

/** Room for output, made when it is first needed. */
export function outOf(b: BufferedState): Uint8Array {
  if (b.out.length === 0) b.out = new Uint8Array(b.bufferSize);
  return b.out;
}

export function* write(space: Space, b: BufferedState, content: Uint8Array): Steps<void> {
  if (b.end > b.pos) yield* rewind(space, b);
  b.pos = b.end = 0;
  const out = outOf(b);
  if (content.length <= out.length - b.pending) {
    out.set(content, b.pending);
    b.pending += content.length;
    return;
  }
  try {
    yield* flushOut(space, b);
  } catch (e) {
    const error = space.asOperationError(e);
    if (!error.matches(space.types.BlockingIOError)) throw error;
    const room = out.length - b.pending;
    if (content.length <= room) {
      space.dropError(error);
      out.set(content, b.pending);
      b.pending += content.length;
      return;
    }
    space.dropError(error);
    out.set(content.subarray(0, room), b.pending);
    b.pending += room;
    throw wouldBlock(space, room);
  }
  let rest = content;
  let written = 0;
  while (rest.length > out.length) {
    const n = yield* rawWrite(space, b, rest);
    if (n === null) {
      if (rest.length > out.length) {
        out.set(rest.subarray(0, out.length));
        b.pending = out.length;
        throw wouldBlock(space, written + out.length);
      }
      break;
    }
    written += n;
    rest = rest.subarray(n);
  }
  out.set(rest);
  b.pending = rest.length;
}

// --- reading

/** Reads ahead once more: answers how much there is now; null: it would block. */
export function* fill(space: Space, b: BufferedState): Steps<number | null> {
  if (b.ahead.length === 0) b.ahead = new Uint8Array(b.bufferSize);
  if (b.pos === b.end) b.pos = b.end = 0;
  else if (b.end === b.ahead.length) {
    b.ahead.copyWithin(0, b.pos, b.end);
    b.end -= b.pos;
    b.pos = 0;
  }
  b.page = NOTHING;
  const n = yield* rawRead(space, b, b.ahead.subarray(b.end));
  if (n === null) return null;
  b.end += n;
  return n;
}

/** Takes up to `n` bytes of what was read ahead; a copy. */
export function takeAhead(b: BufferedState, n: number): Uint8Array {
  const part = copyBytes(b.ahead, b.pos, Math.min(b.end, b.pos + n));
  b.pos += part.length;
  return part;
}

export function* readAll(space: Space, b: BufferedState): Steps {
  const current = takeAhead(b, b.end - b.pos);
  if (b.writable) yield* flushAndRewind(space, b);
  b.pos = b.end = 0;
  const w_raw = b.w_raw!;
  if (isFile(space, w_raw)) {
    const rest = readAllRaw(space, fileOf(space, w_raw));
    if (rest === null) return current.length > 0 ? space.newbytes(current) : space.w_None;
    return space.newbytes(current.length === 0 ? rest : bytes.concat([current, rest]));
  }
  const w_readall = yield space.getattrOr(w_raw, 'readall', space.w_None);
  if (!space.is(w_readall, space.w_None)) {
    const w_rest = yield space.type(w_readall).slots.call!(space, w_readall, [], null);
    if (space.is(w_rest, space.w_None)) return current.length > 0 ? space.newbytes(current) : space.w_None;
    if (!space.type(w_rest).isSubtype(space.types.bytes))
      throw raise(space, 'TypeError', 'readall() should return bytes');
    return current.length === 0 ? w_rest : space.newbytes(bytes.concat([current, space.bytes_w(w_rest)]));
  }
  const parts = current.length > 0 ? [current] : [];
  for (;;) {
    const w_piece = yield* callMethod(space, w_raw, 'read');
    if (space.is(w_piece, space.w_None)) {
      if (parts.length === 0) return w_piece;
      break;
    }
    if (!space.type(w_piece).isSubtype(space.types.bytes))
      throw raise(space, 'TypeError', 'read() should return bytes');
    const piece = space.bytes_w(w_piece);
    if (piece.length === 0) break;
    parts.push(piece);
  }
  return space.newbytes(bytes.concat(parts));
}

/** `n` bytes, fewer only at the end or where it would block; null: not even one because of that. */
export function* readExactly(space: Space, b: BufferedState, n: number): Steps<Uint8Array | null> {
  if (n <= b.end - b.pos) return takeAhead(b, n);
  const result = new Uint8Array(n);
  let length = b.end - b.pos;
  result.set(b.ahead.subarray(b.pos, b.end));
  if (b.writable) {
    b.pos = b.end;
    yield* flushOut(space, b);
  }
  b.pos = b.end = 0;
  while (length < n) {
    const left = n - length;
    // Whole buffers go straight to their place.
    const whole = left - (left % b.bufferSize);
    let got: number | null;
    if (whole > 0) {
      got = yield* rawRead(space, b, result.subarray(length, length + whole));
      if (got !== null) length += got;
    } else {
      got = yield* fill(space, b);
      if (got !== null) {
        const taken = Math.min(left, b.end - b.pos);
        result.set(b.ahead.subarray(b.pos, b.pos + taken), length);
        b.pos += taken;
        length += taken;
      }
    }
    if (got === null) {
      if (length === 0) return null;
      break;
    }
    if (got === 0) break;
  }
  return length === n ? result : result.slice(0, length);
}

export function* read1(space: Space, b: BufferedState, size: number): Steps<Uint8Array> {
  const n = size < 0 ? b.bufferSize : size;
  if (n === 0) return NOTHING;
  if (b.end > b.pos) return takeAhead(b, n);
  b.pos = b.end = 0;
  const into = new Uint8Array(n);
  const got = yield* rawRead(space, b, into);
  return into.slice(0, got ?? 0);
}

/** Fills `into`; with `once`, by at most one read of the raw stream. */
export function* readInto(
  space: Space,
  b: BufferedState,
  into: Uint8Array,
  once: boolean,
): Steps<number | null> {
  let length = Math.min(b.end - b.pos, into.length);
  into.set(b.ahead.subarray(b.pos, b.pos + length));
  b.pos += length;
  if (length === into.length) return length;
  if (b.writable) yield* flushOut(space, b);
  b.pos = b.end = 0;
  while (length < into.length) {
    const left = into.length - length;
    let n: number | null;
    if (left > b.bufferSize) {
      n = yield* rawRead(space, b, into.subarray(length));
    } else if (once && length > 0) {
      break;
    } else {
      n = yield* fill(space, b);
      if (n !== null && n > 0) {
        n = Math.min(n, left);
        into.set(b.ahead.subarray(b.pos, b.pos + n), length);
        b.pos += n;
      }
    }
    if (n === 0) break;
    if (n === null) {
      if (length > 0) break;
      return null;
    }
    length += n;
    if (once) break;
  }
  return length;
}

/** A line that lies whole in what was read ahead; null where it does not. */
export function lineAhead(b: BufferedState, limit: number): Uint8Array | null {
  const { pos, end } = b;
  const bound = limit >= 0 ? Math.min(end, pos + limit) : end;
  const at = newlineFrom(b.ahead, pos, end);
  let stop = bound;
  if (at >= 0 && at < bound) stop = at + 1;
  else if (limit < 0 || bound - pos < limit) return null;
  b.pos = stop;
  return lineBetween(b, pos, stop);
}

/** Lines that are kept hold on to at most so many bytes beside them. */
const PAGE = 8192;
/** Up to so many bytes the host keeps in its own heap. */
const INSIDE = 64;

/** A line of its own, or a part of a page that many lines are copied to at once: a copy each costs thrice the part. */
function lineBetween(b: BufferedState, start: number, stop: number): Uint8Array {
  const length = stop - start;
  if (length <= INSIDE || length > PAGE / 8) return copyBytes(b.ahead, start, stop);
  let at = start - b.pageStart;
  if (at < 0 || at + length > b.page.length) {
    b.page = b.ahead.slice(start, Math.min(b.end, start + PAGE));
    b.pageStart = start;
    at = 0;
  }
  return new Uint8Array(b.page.buffer, at, length);
}

/** Below this a loop is faster than a call of the host's. */
const NEAR = 96;

function newlineFrom(bytes: Uint8Array, from: number, end: number): number {
  const near = Math.min(end, from + NEAR);
  for (let i = from; i < near; i++) if (bytes[i] === NEWLINE) return i;
  return near === end ? -1 : bytes.indexOf(NEWLINE, near);
}

export function* readLine(space: Space, b: BufferedState, limit: number): Steps<Uint8Array> {
  const parts: Uint8Array[] = [];
  let left = limit;
  for (;;) {
    const found = lineAhead(b, left);
    if (found !== null) {
      parts.push(found);
      break;
    }
    const rest = takeAhead(b, b.end - b.pos);
    if (rest.length > 0) parts.push(rest);
    if (left >= 0) left -= rest.length;
    if (b.writable) yield* flushOut(space, b);
    b.pos = b.end = 0;
    const n = yield* fill(space, b);
    if (n === null || n === 0) break;
  }
  return parts.length === 1 ? parts[0] : bytes.concat(parts);
}

// --- positions

export function* tell(space: Space, b: BufferedState): Steps<number> {
  const raw = yield* rawTell(space, b);
  return Math.max(0, raw - (b.end - b.pos) + b.pending);
}

export function* seek(space: Space, b: BufferedState, offset: number, whence: number): Steps<number> {
  let target = offset;
  const ahead = b.end - b.pos;
  if (whence !== 2 && b.readable && b.end > 0) {
    // Inside what was read ahead nothing need be read again.
    const raw = yield* rawTell(space, b);
    const wanted = whence === 0 ? target : raw - ahead + b.pending + target;
    const by = wanted - (raw - ahead);
    if (b.pending === 0 && by >= -b.pos && by <= ahead) {
      b.pos += by;
      return wanted;
    }
  }
  if (b.writable) yield* flushOut(space, b);
  if (whence === 1) target -= ahead;
  const n = yield* rawSeek(space, b, target, whence);
  b.pos = b.end = 0;
  return n;
}

export function flushToFile(space: Space, b: BufferedState): void {
  const file = fileOf(space, b.w_raw!);
  let done = 0;
  while (done < b.pending) {
    const n = attempt(space, () => writeRaw(space, file, b.out.subarray(done, b.pending)));
    if (n === null) break;
    done += n;
  }
  b.out.copyWithin(0, done, b.pending);
  b.pending -= done;
}
