// Decoding piece by piece: what of the bytes is no whole character yet is kept for the next piece. Models the incremental decoders over
// CPython's codecs (Lib/encodings/utf_8.py, utf_16.py, utf_32.py, ascii.py, latin_1.py) and IncrementalNewlineDecoder of
// Modules/_io/textio.c.
import { decode } from './codecs.ts';
import type { Encoding } from './codecs.ts';
import { concat, pointAt, range, replace } from './text.ts';
import type { Text } from './text.ts';

const NOTHING = new Uint8Array(0);

/** How many bytes at the end of `b` begin a character of UTF-8 that is not complete. */
export function incompleteUtf8(b: Uint8Array): number {
  const n = b.length;
  for (let back = 1; back <= 3 && back <= n; back++) {
    const c = b[n - back];
    if (c < 0x80) return 0;
    if (c < 0xc0) continue;
    const length = c < 0xc2 ? 0 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : c < 0xf5 ? 4 : 0;
    if (length <= back) return 0;
    if (back >= 2) {
      const second = b[n - back + 1];
      if (c === 0xe0 && second < 0xa0) return 0;
      if (c === 0xf0 && second < 0x90) return 0;
      if (c === 0xf4 && second > 0x8f) return 0;
      // A surrogate whose last byte is missing may still be let pass by the error handler, unless a handler must look at it now.
      if (c === 0xed && second > 0x9f && back > 2) return 0;
    }
    return back;
  }
  return 0;
}

function incompleteUtf16(b: Uint8Array, little: boolean): number {
  const odd = b.length & 1;
  const even = b.length - odd;
  if (even >= 2) {
    const high = little ? b[even - 1] : b[even - 2];
    if (high >= 0xd8 && high <= 0xdb) return odd + 2;
  }
  return odd;
}

/** A decoder of one of the kernel's encodings. */
export class IncrementalDecoder {
  readonly encoding: Encoding;
  readonly errors: string;
  pending: Uint8Array = NOTHING;
  /** Byte order once it is known: 0 not yet, 1 little, 2 big. Only for utf-16 and utf-32. */
  order = 0;

  constructor(encoding: Encoding, errors: string) {
    this.encoding = encoding;
    this.errors = errors;
  }

  decode(input: Uint8Array, final: boolean): Text {
    const { encoding, errors } = this;
    let bytes = input;
    if (this.pending.length > 0) {
      bytes = new Uint8Array(this.pending.length + input.length);
      bytes.set(this.pending);
      bytes.set(input, this.pending.length);
    }
    if (encoding === 'latin-1' || encoding === 'ascii') return decode(bytes, encoding, errors);
    let keep = 0;
    let as: Encoding = encoding;
    if (encoding === 'utf-8') {
      if (!final) keep = incompleteUtf8(bytes);
    } else {
      const size = encoding.startsWith('utf-16') ? 2 : 4;
      if (encoding === 'utf-16' || encoding === 'utf-32') {
        if (this.order === 0) {
          if (bytes.length < size && !final) {
            this.pending = bytes.slice();
            return '';
          }
          const isBig =
            size === 2 ? bytes[0] === 0xfe && bytes[1] === 0xff : bytes[2] === 0xfe && bytes[3] === 0xff;
          const isLittle = bytes[0] === 0xff && bytes[1] === 0xfe;
          if (bytes.length >= size) {
            this.order = isBig ? 2 : 1;
            if (isBig || isLittle) bytes = bytes.subarray(size);
          }
        }
        as = `${encoding}-${this.order === 2 ? 'be' : 'le'}` as Encoding;
      }
      if (!final) keep = size === 2 ? incompleteUtf16(bytes, as.endsWith('le')) : bytes.length % 4;
    }
    const text = decode(keep === 0 ? bytes : bytes.subarray(0, bytes.length - keep), as, errors);
    this.pending = keep === 0 ? NOTHING : bytes.slice(bytes.length - keep);
    return text;
  }

  reset(): void {
    this.pending = NOTHING;
    this.order = 0;
  }

  /** As `getstate()` of the library's decoders. */
  getstate(): { pending: Uint8Array; flags: bigint } {
    if (this.encoding !== 'utf-16' && this.encoding !== 'utf-32') return { pending: this.pending, flags: 0n };
    // 2: the order is not known; 0: the machine's own; 1: the other one.
    return { pending: this.pending, flags: this.order === 0 ? 2n : this.order === 1 ? 0n : 1n };
  }

  setstate(pending: Uint8Array, flags: bigint): void {
    this.pending = pending;
    if (this.encoding === 'utf-16' || this.encoding === 'utf-32')
      this.order = flags === 2n ? 0 : flags === 0n ? 1 : 2;
  }
}

export const SEEN_CR = 1;
export const SEEN_LF = 2;
export const SEEN_CRLF = 4;

/** Finds out which newlines a text has, and translates them where it is told to. A `\r` at the end waits for what follows. */
export class NewlineTranslator {
  readonly translate: boolean;
  pendingCr = false;
  /** SEEN_ bits. */
  seen = 0;

  constructor(translate: boolean) {
    this.translate = translate;
  }

  feed(input: Text, final: boolean): Text {
    let text = input;
    if (this.pendingCr && (final || text.length > 0)) {
      text = concat('\r', text);
      this.pendingCr = false;
    }
    if (text.length === 0) return text;
    const { length } = text;
    if (!final) {
      if (pointAt(text, length - 1) === 13) {
        text = range(text, 0, length - 1);
        this.pendingCr = true;
      }
    }
    if (typeof text === 'string' && !text.includes('\r')) {
      if ((this.seen & SEEN_LF) === 0 && text.includes('\n')) this.seen |= SEEN_LF;
      return text;
    }
    this.look(text);
    if (!this.translate) return text;
    return replace(replace(text, '\r\n', '\n'), '\r', '\n');
  }

  private look(text: Text): void {
    for (let i = 0; i < text.length && this.seen !== (SEEN_CR | SEEN_LF | SEEN_CRLF); i++) {
      const c = pointAt(text, i);
      if (c === 10) this.seen |= SEEN_LF;
      else if (c === 13) {
        if (i + 1 < text.length && pointAt(text, i + 1) === 10) {
          this.seen |= SEEN_CRLF;
          i++;
        } else this.seen |= SEEN_CR;
      }
    }
  }

  reset(): void {
    this.seen = 0;
    this.pendingCr = false;
  }
}
