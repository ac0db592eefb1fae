// `tell` and `seek` of text streams. A position is a cookie: the byte at which decoding is to begin, the decoder's flags there, how many
// bytes to feed it and how many characters to skip. Models _io_TextIOWrapper_tell_impl and _seek_impl of CPython's Modules/_io/textio.c.
import { index } from '../../descroperation.ts';
import type { W } from '../../object.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import { callMethod } from '../../steps.ts';
import type { Steps } from '../../steps.ts';
import { unsupported } from './io-base.ts';
import {
  checkAttached,
  checkOpenText,
  decode,
  decoderState,
  flushPending,
  resetDecoder,
  setDecoded,
  setDecoderState,
  setEncoderStart,
  textOf,
} from './text-state.ts';
import type { TextState } from './text-state.ts';

interface Cookie {
  start: bigint;
  flags: bigint;
  bytesToFeed: number;
  charactersToSkip: number;
  needsEnd: boolean;
}

function build(space: Space, c: Cookie): W {
  const packed =
    c.start |
    (c.flags << 64n) |
    (BigInt(c.bytesToFeed) << 96n) |
    (BigInt(c.charactersToSkip) << 128n) |
    (c.needsEnd ? 1n << 160n : 0n);
  return space.newint(packed <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(packed) : packed);
}

function parse(cookie: bigint): Cookie {
  const part = (shift: bigint, bits: number): bigint => BigInt.asUintN(bits, cookie >> shift);
  return {
    start: part(0n, 64),
    flags: part(64n, 32),
    bytesToFeed: Number(part(96n, 32)),
    charactersToSkip: Number(part(128n, 32)),
    needsEnd: part(160n, 8) !== 0n,
  };
}

const NOTHING = new Uint8Array(0);

export function* tell(space: Space, w: W): Steps {
  const t = textOf(space, w);
  const w_buffer = checkAttached(space, t);
  yield* checkOpenText(space, t);
  if (!t.seekable) throw unsupported(space, 'underlying stream is not seekable');
  if (!t.telling) throw raise(space, 'OSError', 'telling position disabled by next() call');
  yield* flushPending(space, t);
  yield* callMethod(space, w, 'flush');
  const w_position = yield* callMethod(space, w_buffer, 'tell');
  const { snapshot } = t;
  if (!t.canRead || snapshot === null) return w_position;
  const { flags, input } = snapshot;
  let position = BigInt(space.int_w(yield index(space, w_position)));
  position -= BigInt(input.length);
  const wanted = t.used - t.carried;
  if (wanted <= 0)
    return build(space, { start: position, flags, bytesToFeed: 0, charactersToSkip: 0, needsEnd: false });
  const saved = yield* decoderState(space, t);
  const seen = t.translator?.seen ?? 0;
  try {
    return build(space, yield* search(space, t, position, flags, input, wanted));
  } finally {
    yield* setDecoderState(space, t, saved.pending, saved.flags);
    if (t.translator !== null) t.translator.seen = seen;
  }
}

/** Feeds the decoder again, byte by byte, and remembers the last place where it had nothing in hand. */
function* search(
  space: Space,
  t: TextState,
  position: bigint,
  flags: bigint,
  input: Uint8Array,
  wanted: number,
): Steps<Cookie> {
  const cookie: Cookie = {
    start: position,
    flags,
    bytesToFeed: 0,
    charactersToSkip: wanted,
    needsEnd: false,
  };
  const { length: safe } = yield* jump(space, t, flags, input, wanted, cookie);
  if (cookie.charactersToSkip === 0) return cookie;
  let decoded = 0;
  let fed = 0;
  for (let i = safe; i < input.length; i++) {
    fed++;
    cookie.bytesToFeed = fed;
    const text = yield* decode(space, t, input.subarray(i, i + 1), false);
    decoded += text.length;
    const state = yield* decoderState(space, t);
    if (state.pending.length === 0 && decoded <= cookie.charactersToSkip) {
      cookie.start += BigInt(fed);
      cookie.charactersToSkip -= decoded;
      cookie.flags = state.flags;
      cookie.bytesToFeed = fed = decoded = 0;
    }
    if (decoded >= cookie.charactersToSkip) return cookie;
  }
  // The end of the stream was needed to get the rest.
  const text = yield* decode(space, t, NOTHING, true);
  cookie.needsEnd = true;
  decoded += text.length;
  if (decoded < cookie.charactersToSkip)
    throw raise(space, 'OSError', "can't reconstruct logical file position");
  return cookie;
}

/** A good place to begin from: halving until what is before it gives no more characters than wanted. Leaves the decoder there. */
function* jump(
  space: Space,
  t: TextState,
  flags: bigint,
  input: Uint8Array,
  wanted: number,
  cookie: Cookie,
): Steps<{ length: number }> {
  let skip = Math.floor(Math.max(t.bytesPerCharacter, 0) * wanted);
  let back = 1;
  while (skip > 0) {
    skip = Math.min(skip, input.length);
    yield* setDecoderState(space, t, NOTHING, flags);
    const text = yield* decode(space, t, input.subarray(0, skip), false);
    if (text.length <= wanted) {
      const state = yield* decoderState(space, t);
      if (state.pending.length === 0) {
        cookie.flags = state.flags;
        cookie.start += BigInt(skip);
        cookie.charactersToSkip -= text.length;
        return { length: skip };
      }
      skip -= state.pending.length;
      back = 1;
    } else {
      skip -= back;
      back *= 2;
    }
  }
  yield* setDecoderState(space, t, NOTHING, flags);
  return { length: 0 };
}

export function* seek(space: Space, w: W, w_cookie: W, whence: number): Steps {
  const t = textOf(space, w);
  const w_buffer = checkAttached(space, t);
  yield* checkOpenText(space, t);
  if (!t.seekable) throw unsupported(space, 'underlying stream is not seekable');
  let w_target = yield index(space, w_cookie);
  const isZero = space.int_w(w_target) === 0;
  if (whence === 1) {
    if (!isZero) throw unsupported(space, "can't do nonzero cur-relative seeks");
    w_target = yield index(space, yield* callMethod(space, w, 'tell'));
  } else if (whence === 2) {
    if (!isZero) throw unsupported(space, "can't do nonzero end-relative seeks");
    yield* callMethod(space, w, 'flush');
    setDecoded(t, '');
    t.snapshot = null;
    yield* resetDecoder(space, t);
    const w_end = yield* callMethod(space, w_buffer, 'seek', [space.newint(0), space.newint(2)]);
    if (t.canWrite) yield* setEncoderStart(space, t, space.int_w(w_end) === 0);
    return w_end;
  } else if (whence !== 0) {
    throw raise(space, 'ValueError', `invalid whence (${whence}, should be 0, 1 or 2)`);
  }
  const value = BigInt(space.int_w(w_target));
  if (value < 0n) throw raise(space, 'ValueError', `negative seek position ${value}`);
  yield* callMethod(space, w, 'flush');
  const cookie = parse(value);
  yield* callMethod(space, w_buffer, 'seek', [space.newint(Number(cookie.start))]);
  t.snapshot = null;
  setDecoded(t, '');
  const isStart = cookie.start === 0n && cookie.flags === 0n;
  if (t.canRead) {
    if (isStart) yield* resetDecoder(space, t);
    else yield* setDecoderState(space, t, NOTHING, cookie.flags);
    if (cookie.charactersToSkip > 0) {
      const w_input = yield* callMethod(space, w_buffer, 'read', [space.newint(cookie.bytesToFeed)]);
      if (!space.type(w_input).isSubtype(space.types.bytes)) {
        const text = `underlying read() should have returned a bytes object, not '${space.type(w_input).name}'`;
        throw raise(space, 'TypeError', text);
      }
      const input = space.bytes_w(w_input);
      const decoded = yield* decode(space, t, input, cookie.needsEnd);
      setDecoded(t, decoded);
      if (decoded.length < cookie.charactersToSkip)
        throw raise(space, 'OSError', "can't restore logical file position");
      t.used = cookie.charactersToSkip;
      t.snapshot = { flags: cookie.flags, input };
    } else {
      t.snapshot = { flags: cookie.flags, input: NOTHING };
    }
  }
  if (t.canWrite) yield* setEncoderStart(space, t, isStart);
  return w_target;
}
