// Decompression of bzip2 streams, in pieces: what is missing is waited for, what lies behind the end is left. The format has no standard; see
// "bzip2 and libbzip2", https://sourceware.org/bzip2/manual/manual.html, and the programs themselves. Left out: blocks "randomised" by bzip2 before
// 0.9.5, which count as damaged.
import { INPUT, ResumableDecoder, ROOM } from '../resumable-decoder.ts';
import type { Need } from '../resumable-decoder.ts';
import { combineChecksums, updateChecksum } from './checksum.ts';

/** The data are no bzip2 stream, or a damaged one. */
export class Bzip2Error {
  readonly message = 'Invalid data stream';
}

const MAX_CODE = 20;
const GROUP = 50;
/** Bits of a code that are looked up at once. */
const FAST_BITS = 10;
const OUT_SIZE = 65536;

/** Codes of one table: short ones by their bits (entry = symbol × 32 + length, 0: longer), long ones by search. */
interface Huffman {
  fast: Uint16Array;
  /** The largest code of each length, cut to MAX_CODE bits and filled up with ones; -1: none. */
  limit: Int32Array;
  /** What to add to a code of this length to get its place in `symbols`. */
  offset: Int32Array;
  symbols: Uint16Array;
}

function makeHuffman(lengths: Uint8Array, count: number): Huffman {
  const counts = new Int32Array(MAX_CODE + 2);
  for (let i = 0; i < count; i++) counts[lengths[i]]++;
  const symbols = new Uint16Array(count);
  const limit = new Int32Array(MAX_CODE + 1).fill(-1);
  const offset = new Int32Array(MAX_CODE + 1);
  const fast = new Uint16Array(1 << FAST_BITS);
  let code = 0;
  let at = 0;
  for (let length = 1; length <= MAX_CODE; length++) {
    offset[length] = at - code;
    if (counts[length] > 0) {
      for (let symbol = 0; symbol < count; symbol++) {
        if (lengths[symbol] !== length) continue;
        symbols[at++] = symbol;
        if (length <= FAST_BITS) {
          const first = code << (FAST_BITS - length);
          fast.fill(symbol * 32 + length, first, first + (1 << (FAST_BITS - length)));
        }
        code++;
      }
      limit[length] = (code << (MAX_CODE - length)) - 1;
    }
    code <<= 1;
  }
  return { fast, limit, offset, symbols };
}

export class Bzip2Decoder extends ResumableDecoder {
  private bits = 0;
  private bitCount = 0;

  /** `count` bits, 24 at most; -1: not there yet. */
  private take(count: number): number {
    while (this.bitCount < count) {
      if (this.at === this.input.length) return -1;
      this.bits = (this.bits << 8) | this.input[this.at++];
      this.bitCount += 8;
    }
    this.bitCount -= count;
    return (this.bits >>> this.bitCount) & ((1 << count) - 1);
  }

  private *number(count: number): Generator<Need, number, void> {
    for (;;) {
      const value = this.take(count);
      if (value >= 0) return value;
      yield INPUT;
    }
  }

  protected override *decode(): Generator<Need, void, void> {
    for (const letter of [0x42, 0x5a, 0x68]) if ((yield* this.number(8)) !== letter) throw new Bzip2Error();
    const level = (yield* this.number(8)) - 0x30;
    if (level < 1 || level > 9) throw new Bzip2Error();
    const table = new Int32Array(level * 100_000);
    let checksum = 0;
    for (;;) {
      const first = yield* this.number(8);
      const isBlock = first === 0x31;
      const magic = isBlock ? [0x41, 0x59, 0x26, 0x53, 0x59] : [0x72, 0x45, 0x38, 0x50, 0x90];
      if (!isBlock && first !== 0x17) throw new Bzip2Error();
      for (const byte of magic) if ((yield* this.number(8)) !== byte) throw new Bzip2Error();
      const stored = ((yield* this.number(16)) << 16) | (yield* this.number(16));
      if (!isBlock) {
        if (stored !== checksum) throw new Bzip2Error();
        return;
      }
      if ((yield* this.number(1)) === 1) throw new Bzip2Error();
      const origin = yield* this.number(24);
      const length = yield* this.block(table);
      if (origin >= length) throw new Bzip2Error();
      const found = yield* this.expand(table, length, origin);
      if (found !== stored) throw new Bzip2Error();
      checksum = combineChecksums(checksum, found);
    }
  }

  /** Undoes the codes, the runs of zeros and move-to-front; `table` gets at each place a byte and above it the place before it. */
  private *block(table: Int32Array): Generator<Need, number, void> {
    const used = new Uint8Array(256);
    let usedCount = 0;
    const groups = yield* this.number(16);
    for (let i = 0; i < 16; i++) {
      if ((groups & (0x8000 >> i)) === 0) continue;
      const members = yield* this.number(16);
      for (let k = 0; k < 16; k++) if ((members & (0x8000 >> k)) !== 0) used[usedCount++] = i * 16 + k;
    }
    if (usedCount === 0) throw new Bzip2Error();
    const symbolCount = usedCount + 2;
    const tableCount = yield* this.number(3);
    const selectorCount = yield* this.number(15);
    if (tableCount < 2 || tableCount > 6 || selectorCount < 1) throw new Bzip2Error();
    const selectors = new Uint8Array(selectorCount);
    const recent = [0, 1, 2, 3, 4, 5];
    for (let i = 0; i < selectorCount; i++) {
      let place = 0;
      while ((yield* this.number(1)) === 1) if (++place >= tableCount) throw new Bzip2Error();
      const [chosen] = recent.splice(place, 1);
      recent.unshift(chosen);
      selectors[i] = chosen;
    }
    const tables: Huffman[] = [];
    const lengths = new Uint8Array(symbolCount);
    for (let t = 0; t < tableCount; t++) {
      let length = yield* this.number(5);
      for (let i = 0; i < symbolCount; i++) {
        for (;;) {
          if (length < 1 || length > MAX_CODE) throw new Bzip2Error();
          if ((yield* this.number(1)) === 0) break;
          length += (yield* this.number(1)) === 0 ? 1 : -1;
        }
        lengths[i] = length;
      }
      tables.push(makeHuffman(lengths, symbolCount));
    }

    const counts = new Int32Array(256);
    const end = symbolCount - 1;
    let size = 0;
    let runLength = 0;
    let runUnit = 1;
    let group = -1;
    let leftInGroup = 0;
    let huffman = tables[0];
    // The bit buffer in locals: this is the hot loop.
    let { bits, bitCount, at, input } = this;
    for (;;) {
      if (leftInGroup === 0) {
        if (++group >= selectorCount) throw new Bzip2Error();
        huffman = tables[selectors[group]];
        leftInGroup = GROUP;
      }
      leftInGroup--;
      // Behind a block there are at least the ten bytes of the stream's end: a code's longest form is always there to be read.
      while (bitCount < MAX_CODE) {
        if (at === input.length) {
          this.at = at;
          yield INPUT;
          ({ at, input } = this);
        } else {
          bits = (bits << 8) | input[at++];
          bitCount += 8;
        }
      }
      const entry = huffman.fast[(bits >>> (bitCount - FAST_BITS)) & ((1 << FAST_BITS) - 1)];
      let symbol: number;
      if (entry !== 0) {
        symbol = entry >>> 5;
        bitCount -= entry & 31;
      } else {
        const code = (bits >>> (bitCount - MAX_CODE)) & ((1 << MAX_CODE) - 1);
        let length = FAST_BITS + 1;
        while (length <= MAX_CODE && code > huffman.limit[length]) length++;
        if (length > MAX_CODE) throw new Bzip2Error();
        symbol = huffman.symbols[(code >>> (MAX_CODE - length)) + huffman.offset[length]];
        bitCount -= length;
      }
      if (symbol <= 1) {
        if (runUnit > 2 * 1024 * 1024) throw new Bzip2Error();
        runLength += runUnit << symbol;
        runUnit <<= 1;
        continue;
      }
      if (runLength > 0) {
        if (size + runLength > table.length) throw new Bzip2Error();
        table.fill(used[0], size, size + runLength);
        counts[used[0]] += runLength;
        size += runLength;
        runLength = 0;
        runUnit = 1;
      }
      if (symbol === end) break;
      if (size >= table.length) throw new Bzip2Error();
      const place = symbol - 1;
      const byte = used[place];
      used.copyWithin(1, 0, place);
      used[0] = byte;
      counts[byte]++;
      table[size++] = byte;
    }
    this.bits = bits;
    this.bitCount = bitCount;
    this.at = at;
    let before = 0;
    for (let byte = 0; byte < 256; byte++) {
      const count = counts[byte];
      counts[byte] = before;
      before += count;
    }
    for (let i = 0; i < size; i++) table[counts[table[i] & 255]++] |= i << 8;
    return size;
  }

  /** Walks the block from its origin and puts runs out at full length; answers the checksum. */
  private *expand(table: Int32Array, length: number, origin: number): Generator<Need, number, void> {
    const out = new Uint8Array(OUT_SIZE);
    let place = table[origin] >>> 8;
    let checksum = -1;
    let last = -1;
    let same = 0;
    let to = 0;
    for (let i = 0; i < length; i++) {
      const entry = table[place];
      const byte = entry & 255;
      place = entry >>> 8;
      let repeat = 1;
      if (same === 4) {
        same = 0;
        repeat = byte;
      } else {
        same = byte === last ? same + 1 : 1;
        last = byte;
      }
      // The longest run fits in what is left.
      if (to > OUT_SIZE - 256) {
        while (this.pendingLength >= this.wanted) yield ROOM;
        checksum = updateChecksum(checksum, out, 0, to);
        this.put(out.slice(0, to));
        to = 0;
      }
      for (; repeat > 0; repeat--) out[to++] = last;
    }
    while (this.pendingLength >= this.wanted) yield ROOM;
    this.put(out.slice(0, to));
    return ~updateChecksum(checksum, out, 0, to);
  }
}
