// Decompression of DEFLATE streams (RFC 1951) with zlib's or gzip's frame around them (RFC 1950, 1952), in pieces: what is missing is waited
// for, what lies behind the end is left. Models inflate() of zlib as CPython's Modules/zlibmodule.c uses it.
import { adler32, crc32 } from './crc.ts';

/** zlib's number and text of what is wrong with the data. */
export class InflateError {
  readonly code: number;
  readonly message: string;
  constructor(code: number, message: string) {
    this.code = code;
    this.message = message;
  }
}

export const NEED_DICTIONARY = 2;
export const DATA_ERROR = -3;
/** The stream wants another dictionary than the one given. */
export const WRONG_DICTIONARY = 'wrong dictionary';

const bad = (message: string): InflateError => new InflateError(DATA_ERROR, message);

/** Thrown where the input ends in the middle of something; the state is as it was before. */
const MORE = { needs: 'more input' };

const WINDOW = 32768;
const FAST_BITS = 10;

/** Codes of a length by their bits, the first bit read lowest: entry = symbol × 16 + length; long ones by search. */
interface Huffman {
  fast: Uint16Array;
  counts: Uint16Array;
  symbols: Uint16Array;
}

function makeHuffman(lengths: Uint8Array, incompleteIsFine: boolean, what: string): Huffman {
  const counts = new Uint16Array(16);
  for (const length of lengths) counts[length]++;
  counts[0] = 0;
  let left = 1;
  for (let length = 1; length <= 15; length++) {
    left = left * 2 - counts[length];
    if (left < 0) throw bad(`invalid ${what} set`);
  }
  const total = counts.reduce((a, b) => a + b, 0);
  if (left > 0 && !(incompleteIsFine && (total === 0 || (total === 1 && counts[1] === 1))))
    throw bad(`invalid ${what} set`);
  const offsets = new Uint16Array(16);
  for (let length = 1; length < 15; length++) offsets[length + 1] = offsets[length] + counts[length];
  const symbols = new Uint16Array(lengths.length);
  const next = new Uint16Array(16);
  for (let code = 0, length = 1; length <= 15; length++) {
    code = (code + counts[length - 1]) << 1;
    next[length] = code;
  }
  const fast = new Uint16Array(1 << FAST_BITS);
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol];
    if (length === 0) continue;
    symbols[offsets[length]++] = symbol;
    const code = next[length]++;
    if (length > FAST_BITS) continue;
    let reversed = 0;
    for (let i = 0; i < length; i++) reversed |= ((code >> i) & 1) << (length - 1 - i);
    for (let i = reversed; i < 1 << FAST_BITS; i += 1 << length) fast[i] = symbol * 16 + length;
  }
  return { fast, counts, symbols };
}

const LENGTH_BASE = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
  227, 258,
];
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BASE = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
  6145, 8193, 12289, 16385, 24577,
];
const DISTANCE_BITS = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
];
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

let fixedCodes: { literals: Huffman; distances: Huffman } | null = null;

function fixed(): { literals: Huffman; distances: Huffman } {
  if (fixedCodes === null) {
    const lengths = new Uint8Array(288);
    lengths.fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280);
    // Thirty codes of five bits; the two others may not be used.
    const distances = makeHuffman(new Uint8Array(32).fill(5), false, 'distances');
    fixedCodes = { literals: makeHuffman(lengths, false, 'literal/lengths'), distances };
  }
  return fixedCodes;
}

type State = 'header' | 'dictionary' | 'block' | 'stored' | 'codes' | 'trailer' | 'end';

export class Inflater {
  private input: Uint8Array = new Uint8Array(0);
  private at = 0;
  private bits = 0;
  private bitCount = 0;
  private state: State;
  private readonly wrapper: 'raw' | 'zlib' | 'gzip' | 'auto';
  private frame: 'raw' | 'zlib' | 'gzip' = 'raw';
  private readonly maxBits: number;
  private dictionary: Uint8Array | null;
  private isLast = false;
  private storedLeft = 0;
  private codes: { literals: Huffman; distances: Huffman } | null = null;
  /** What has been put out lately and what is new; `kept` bytes of it were handed over already. */
  private out = new Uint8Array(WINDOW * 4);
  private length = 0;
  private kept = 0;
  private total = 0;
  private check = 1;
  /** A match that is not wholly put out yet. */
  private matchLength = 0;
  private matchDistance = 0;

  /** `windowBits` as zlib counts them; 0: as the stream says. */
  constructor(windowBits: number, dictionary: Uint8Array | null) {
    this.wrapper = windowBits < 0 ? 'raw' : windowBits >= 32 ? 'auto' : windowBits >= 16 ? 'gzip' : 'zlib';
    const bits = windowBits < 0 ? -windowBits : windowBits & 15;
    this.maxBits = bits === 0 ? 15 : bits;
    this.dictionary = dictionary;
    this.state = 'header';
    if (this.wrapper === 'raw') {
      this.state = 'block';
      if (dictionary !== null) this.prime(dictionary);
    }
  }

  private prime(dictionary: Uint8Array): void {
    const last = dictionary.subarray(Math.max(0, dictionary.length - WINDOW));
    this.out.set(last);
    this.length = this.kept = last.length;
  }

  get ended(): boolean {
    return this.state === 'end';
  }

  /** Input that has not been used: behind the end, or because the output was limited. */
  get rest(): Uint8Array {
    return this.input.subarray(this.at);
  }

  /** Takes the unused input away. */
  takeRest(): Uint8Array {
    const rest = this.rest.slice();
    this.input = new Uint8Array(0);
    this.at = 0;
    return rest;
  }

  /** Puts out at most `max` bytes (all there are by default) of `bytes` and what was left before. */
  push(bytes: Uint8Array, max = Infinity): Uint8Array {
    if (this.at === this.input.length) this.input = bytes;
    else {
      const joined = new Uint8Array(this.input.length - this.at + bytes.length);
      joined.set(this.input.subarray(this.at));
      joined.set(bytes, this.input.length - this.at);
      this.input = joined;
    }
    this.at = 0;
    try {
      this.run(max);
    } catch (e) {
      if (e !== MORE) throw e;
    }
    // Whole bytes in the bit buffer have not been used: they came from this input, since none are left there between calls.
    this.at -= this.bitCount >> 3;
    this.bitCount &= 7;
    this.bits &= (1 << this.bitCount) - 1;
    // The caller's bytes may change; what is left of them is kept as it is now.
    if (this.at < this.input.length) this.input = this.input.slice(this.at);
    else this.input = new Uint8Array(0);
    this.at = 0;
    const result = this.out.slice(this.kept, this.length);
    this.sum();
    this.kept = this.length;
    return result;
  }

  private checked = 0;

  /** Brings the checksum up to what has been put out. */
  private sum(): void {
    if (this.checked < this.length) {
      const fresh = this.out.subarray(this.checked, this.length);
      if (this.frame === 'zlib') this.check = adler32(fresh, this.check);
      else if (this.frame === 'gzip') this.check = crc32(fresh, this.check);
      this.total += fresh.length;
      this.checked = this.length;
    }
  }

  private room(count: number): void {
    if (this.length + count <= this.out.length) return;
    const bigger = new Uint8Array(Math.max(this.out.length * 2, this.length + count));
    bigger.set(this.out.subarray(0, this.length));
    this.out = bigger;
  }

  /** Lets go of what no match can reach any more. */
  private slide(): void {
    if (this.kept <= 4 * WINDOW || this.kept !== this.length) return;
    this.out.copyWithin(0, this.length - WINDOW, this.length);
    this.length = this.kept = this.checked = WINDOW;
  }

  // --- bits

  private need(count: number): void {
    while (this.bitCount < count) {
      if (this.at >= this.input.length) throw MORE;
      this.bits |= this.input[this.at++] << this.bitCount;
      this.bitCount += 8;
    }
  }
  private take(count: number): number {
    this.need(count);
    const value = this.bits & ((1 << count) - 1);
    this.bits >>>= count;
    this.bitCount -= count;
    return value;
  }

  /** Runs a step that either ends or, for want of input, leaves everything as it was. */
  private whole<T>(step: () => T): T {
    const { at, bits, bitCount } = this;
    try {
      return step();
    } catch (e) {
      if (e === MORE) {
        this.at = at;
        this.bits = bits;
        this.bitCount = bitCount;
      }
      throw e;
    }
  }

  private decode({ fast, counts, symbols }: Huffman): number {
    // As many bits as there are, up to what the quick table takes.
    while (this.bitCount < 15 && this.at < this.input.length) {
      this.bits |= this.input[this.at++] << this.bitCount;
      this.bitCount += 8;
    }
    const entry = fast[this.bits & ((1 << FAST_BITS) - 1)];
    if (entry !== 0 && (entry & 15) <= this.bitCount) {
      this.bits >>>= entry & 15;
      this.bitCount -= entry & 15;
      return entry >> 4;
    }
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= 15; length++) {
      if (length > this.bitCount) throw MORE;
      code |= (this.bits >>> (length - 1)) & 1;
      const count = counts[length];
      if (code - count < first) {
        this.bits >>>= length;
        this.bitCount -= length;
        return symbols[index + (code - first)];
      }
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    return -1;
  }

  // --- the stream

  private run(max: number): void {
    this.slide();
    const end = this.kept + max;
    for (;;) {
      switch (this.state) {
        case 'header':
          this.whole(() => this.header());
          break;
        case 'dictionary':
          if (this.dictionary === null) throw new InflateError(NEED_DICTIONARY, 'need dictionary');
          this.setDictionary();
          break;
        case 'block':
          this.whole(() => this.block());
          break;
        case 'stored':
          if (this.stored(end)) return;
          break;
        case 'codes':
          if (this.symbols(end)) return;
          break;
        case 'trailer':
          this.whole(() => this.trailer());
          break;
        case 'end':
          return;
      }
    }
  }

  private header(): void {
    const isGzip = (): boolean => {
      this.need(16);
      return (this.bits & 0xffff) === 0x8b1f;
    };
    if (this.wrapper === 'gzip' || (this.wrapper === 'auto' && isGzip())) {
      this.gzipHeader();
      this.frame = 'gzip';
      this.check = 0;
      this.state = 'block';
      return;
    }
    this.need(16);
    const method = this.bits & 255;
    const flags = (this.bits >>> 8) & 255;
    if ((method * 256 + flags) % 31 !== 0) throw bad('incorrect header check');
    if ((method & 15) !== 8) throw bad('unknown compression method');
    if ((method >> 4) + 8 > this.maxBits) throw bad('invalid window size');
    this.take(16);
    this.frame = 'zlib';
    if ((flags & 32) !== 0) {
      const expected = this.bigEndian();
      this.expectedDictionary = expected;
      this.state = 'dictionary';
    } else this.state = 'block';
  }
  private expectedDictionary = 0;

  private setDictionary(): void {
    if (adler32(this.dictionary!) !== this.expectedDictionary)
      throw new InflateError(DATA_ERROR, 'incorrect dictionary');
    this.prime(this.dictionary!);
    this.checked = this.length;
    this.state = 'block';
  }

  private bigEndian(): number {
    let value = 0;
    for (let i = 0; i < 4; i++) value = value * 256 + this.take(8);
    return value;
  }

  private gzipHeader(): void {
    if (this.take(16) !== 0x8b1f) throw bad('incorrect header check');
    if (this.take(8) !== 8) throw bad('unknown compression method');
    const flags = this.take(8);
    if ((flags & 0xe0) !== 0) throw bad('unknown header flags set');
    for (let i = 0; i < 6; i++) this.take(8);
    if ((flags & 4) !== 0) for (let left = this.take(16); left > 0; left--) this.take(8);
    // A file's name, a comment: up to a zero.
    if ((flags & 8) !== 0) while (this.take(8) !== 0);
    if ((flags & 16) !== 0) while (this.take(8) !== 0);
    if ((flags & 2) !== 0) this.take(16);
  }

  private block(): void {
    if (this.isLast) {
      // The rest of the last byte is filling.
      this.take(this.bitCount & 7);
      this.state = 'trailer';
      return;
    }
    const isLast = this.take(1) === 1;
    const kind = this.take(2);
    if (kind === 0) {
      this.take(this.bitCount & 7);
      const length = this.take(16);
      const complement = this.take(16);
      if (length !== (complement ^ 0xffff)) throw bad('invalid stored block lengths');
      this.storedLeft = length;
      this.state = 'stored';
    } else if (kind === 1) {
      this.codes = fixed();
      this.state = 'codes';
    } else if (kind === 2) {
      this.codes = this.dynamicCodes();
      this.state = 'codes';
    } else throw bad('invalid block type');
    this.isLast = isLast;
  }

  private dynamicCodes(): { literals: Huffman; distances: Huffman } {
    const literalCount = this.take(5) + 257;
    const distanceCount = this.take(5) + 1;
    const lengthCount = this.take(4) + 4;
    if (literalCount > 286 || distanceCount > 30) throw bad('too many length or distance symbols');
    const lengths = new Uint8Array(19);
    for (let i = 0; i < lengthCount; i++) lengths[ORDER[i]] = this.take(3);
    const lengthCodes = makeHuffman(lengths, false, 'code lengths');
    const all = new Uint8Array(literalCount + distanceCount);
    for (let i = 0; i < all.length;) {
      const symbol = this.decode(lengthCodes);
      if (symbol < 16) {
        all[i++] = symbol;
        continue;
      }
      if (symbol === 16 && i === 0) throw bad('invalid bit length repeat');
      const value = symbol === 16 ? all[i - 1] : 0;
      const count = symbol === 16 ? 3 + this.take(2) : symbol === 17 ? 3 + this.take(3) : 11 + this.take(7);
      if (i + count > all.length) throw bad('invalid bit length repeat');
      all.fill(value, i, i + count);
      i += count;
    }
    if (all[256] === 0) throw bad('invalid code -- missing end-of-block');
    return {
      literals: makeHuffman(all.subarray(0, literalCount), false, 'literal/lengths'),
      distances: makeHuffman(all.subarray(literalCount), true, 'distances'),
    };
  }

  /** True: the output is full. */
  private stored(end: number): boolean {
    while (this.storedLeft > 0) {
      if (this.length >= end) return true;
      // Whole bytes may wait in the bit buffer.
      if (this.bitCount > 0) {
        this.room(1);
        this.out[this.length++] = this.take(8);
        this.storedLeft--;
        continue;
      }
      const count = Math.min(this.storedLeft, this.input.length - this.at, end - this.length);
      if (count === 0) throw MORE;
      this.room(count);
      this.out.set(this.input.subarray(this.at, this.at + count), this.length);
      this.at += count;
      this.length += count;
      this.storedLeft -= count;
    }
    this.state = 'block';
    return false;
  }

  private symbols(end: number): boolean {
    const { literals, distances } = this.codes!;
    for (;;) {
      if (this.matchLength > 0 && this.copy(end)) return true;
      if (this.length >= end) return true;
      const { at, bits, bitCount } = this;
      try {
        const symbol = this.decode(literals);
        if (symbol < 256) {
          if (symbol < 0) throw bad('invalid literal/length code');
          if (this.length === this.out.length) this.room(1);
          this.out[this.length++] = symbol;
          continue;
        }
        if (symbol === 256) {
          this.state = 'block';
          return false;
        }
        if (symbol > 285) throw bad('invalid literal/length code');
        const length = LENGTH_BASE[symbol - 257] + this.take(LENGTH_BITS[symbol - 257]);
        const code = this.decode(distances);
        if (code < 0 || code > 29) throw bad('invalid distance code');
        const distance = DISTANCE_BASE[code] + this.take(DISTANCE_BITS[code]);
        if (distance > this.length) throw bad('invalid distance too far back');
        this.matchLength = length;
        this.matchDistance = distance;
      } catch (e) {
        if (e === MORE) {
          this.at = at;
          this.bits = bits;
          this.bitCount = bitCount;
        }
        throw e;
      }
    }
  }

  private copy(end: number): boolean {
    const count = Math.min(this.matchLength, end - this.length);
    this.room(count);
    const { out, matchDistance } = this;
    let to = this.length;
    for (let i = 0; i < count; i++, to++) out[to] = out[to - matchDistance];
    this.length = to;
    this.matchLength -= count;
    return this.matchLength > 0;
  }

  private trailer(): void {
    this.sum();
    if (this.frame === 'zlib') {
      if (this.bigEndian() !== this.check) throw bad('incorrect data check');
    } else if (this.frame === 'gzip') {
      const little = (): number => this.take(16) + this.take(16) * 65536;
      if (little() !== this.check) throw bad('incorrect data check');
      if (little() !== this.total >>> 0) throw bad('incorrect length check');
    }
    this.state = 'end';
  }

  /** The same stream at the same place. */
  copyState(): Inflater {
    const copy = Object.assign(Object.create(Inflater.prototype) as Inflater, this);
    copy.out = this.out.slice();
    copy.input = this.input.slice();
    return copy;
  }
}

/** A whole bare stream at once. */
export function inflateRaw(bytes: Uint8Array): Uint8Array {
  return new Inflater(-15, null).push(bytes);
}
