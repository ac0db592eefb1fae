// Encoding of bytes as LZMA's symbols: matches by chains of equal hashes, the longer of two neighbouring ones taken (as liblzma's fast mode), the
// last four distances preferred, a range coder. No prices are reckoned, so streams are some per cent longer than those of liblzma's normal mode.
import * as L from './layout.ts';
import type { LzmaProperties } from './layout.ts';

const HASH_BITS = 16;

export interface EncoderOptions extends LzmaProperties {
  dictionarySize: number;
  niceLength: number;
  depth: number;
}

export class LzmaEncoder {
  private readonly options: EncoderOptions;
  private readonly data: Uint8Array;
  /** Everything before has been encoded. */
  at = 0;
  private inserted = 0;
  private readonly heads = new Int32Array(1 << HASH_BITS).fill(-1);
  private readonly chain: Int32Array;
  private probabilities: Uint16Array;
  private state = 0;
  private readonly reps = [0, 0, 0, 0];
  private position = 0;

  private out = new Uint8Array(1 << 16);
  private outLength = 0;
  private low = 0;
  private range = 0xffff_ffff;
  private cache = 0;
  private cacheSize = 1;

  private matchLength = 0;
  private matchDistance = 0;

  constructor(data: Uint8Array, options: EncoderOptions) {
    this.data = data;
    this.options = options;
    this.chain = new Int32Array(data.length);
    this.probabilities = L.newProbabilities(options);
  }

  resetState(): void {
    this.probabilities.fill(L.HALF);
    this.state = 0;
    this.reps.fill(0);
  }

  /** Encodes up to `most` bytes of input as one piece of at most `limit` bytes of output, with a range coder of its own. */
  chunk(most: number, limit: number): Uint8Array {
    this.outLength = 0;
    this.low = 0;
    this.range = 0xffff_ffff;
    this.cache = 0;
    this.cacheSize = 1;
    const end = Math.min(this.data.length, this.at + most);
    // A symbol takes at most some twenty bytes.
    while (this.at < end && this.outLength + this.cacheSize + 32 < limit) this.symbol(end);
    for (let i = 0; i < 5; i++) this.shiftLow();
    return this.out.slice(0, this.outLength);
  }

  /** All that is left as one piece, with the marker of the end or without. */
  all(marked: boolean): Uint8Array {
    const end = this.data.length;
    while (this.at < end) this.symbol(end);
    if (marked) {
      const place = this.position & ((1 << this.options.pb) - 1);
      this.bit(L.IS_MATCH + this.state * L.POSITIONS + place, 1);
      this.bit(L.IS_REP + this.state, 0);
      this.length(L.MATCH_LENGTH, L.SHORTEST_MATCH, place);
      this.distance(0xffff_ffff, L.SHORTEST_MATCH);
    }
    for (let i = 0; i < 5; i++) this.shiftLow();
    return this.out.slice(0, this.outLength);
  }

  // --- matches

  private hash(i: number): number {
    const { data } = this;
    return Math.imul(data[i] | (data[i + 1] << 8) | (data[i + 2] << 16), 0x9e37_79b1) >>> (32 - HASH_BITS);
  }

  private insertUpTo(to: number): void {
    const last = Math.min(to, this.data.length - 2);
    for (; this.inserted < last; this.inserted++) {
      const h = this.hash(this.inserted);
      this.chain[this.inserted] = this.heads[h];
      this.heads[h] = this.inserted;
    }
    this.inserted = Math.max(this.inserted, to);
  }

  private lengthAt(from: number, at: number, most: number): number {
    const { data } = this;
    let n = 0;
    while (n < most && data[from + n] === data[at + n]) n++;
    return n;
  }

  /** The longest match at `at`, the nearest of those. */
  private findMatch(at: number, end: number): void {
    this.matchLength = 0;
    this.insertUpTo(at);
    const most = Math.min(L.LONGEST_MATCH, end - at);
    if (most < 3 || at + 3 > this.data.length) return;
    const { data, options } = this;
    const oldest = Math.max(0, at - options.dictionarySize);
    let best = 2;
    let depth = options.depth;
    for (
      let from = this.heads[this.hash(at)];
      from >= oldest && depth > 0;
      from = this.chain[from], depth--
    ) {
      if (data[from + best] !== data[at + best]) continue;
      const n = this.lengthAt(from, at, most);
      if (n > best) {
        best = n;
        this.matchLength = n;
        this.matchDistance = at - from - 1;
        if (n >= options.niceLength || n === most) break;
      }
    }
  }

  private symbol(end: number): void {
    const { at, reps, options } = this;
    const most = Math.min(L.LONGEST_MATCH, end - at);
    let rep = -1;
    let repLength = 0;
    for (let i = 0; i < 4; i++) {
      if (reps[i] >= at) continue;
      const n = this.lengthAt(at - reps[i] - 1, at, most);
      if (n >= 2 && n > repLength) {
        repLength = n;
        rep = i;
      }
    }
    if (repLength >= options.niceLength) {
      this.putRep(rep, repLength);
      return;
    }
    this.findMatch(at, end);
    const { matchLength: length, matchDistance: distance } = this;
    const isRepBetter =
      repLength >= 2 &&
      (repLength + 1 >= length ||
        (repLength + 2 >= length && distance >= 512) ||
        (repLength + 3 >= length && distance >= 32768));
    if (isRepBetter) {
      this.putRep(rep, repLength);
      return;
    }
    // Three equal bytes from far away cost more than three literals.
    if (length < 3 || (length === 3 && distance >= 1 << 15)) {
      this.putLiteral();
      return;
    }
    if (length < options.niceLength && end - at > 1) {
      this.findMatch(at + 1, end);
      const { matchLength: next, matchDistance: nextDistance } = this;
      const isNextBetter =
        next > length + 1 ||
        (next > length && nextDistance >> 7 <= distance) ||
        (next === length && distance >> 7 > nextDistance);
      if (next >= 3 && isNextBetter) {
        this.putLiteral();
        return;
      }
    }
    this.putMatch(length, distance);
  }

  // --- symbols

  private putLiteral(): void {
    const { data, at, state, options } = this;
    const place = this.position & ((1 << options.pb) - 1);
    const byte = data[at];
    const isRepeated = at > this.reps[0] && data[at - this.reps[0] - 1] === byte;
    if (isRepeated && state >= 7) {
      // One byte by the last distance, where a literal would not be cheap after a match.
      this.bit(L.IS_MATCH + state * L.POSITIONS + place, 1);
      this.bit(L.IS_REP + state, 1);
      this.bit(L.IS_REP0 + state, 0);
      this.bit(L.IS_REP0_LONG + state * L.POSITIONS + place, 0);
      this.state = L.stateAfterShortRep(state);
    } else {
      this.bit(L.IS_MATCH + state * L.POSITIONS + place, 0);
      const before = at > 0 ? data[at - 1] : 0;
      const { lc, lp } = options;
      const base =
        L.LITERAL + L.LITERAL_SIZE * (((this.position & ((1 << lp) - 1)) << lc) + (before >> (8 - lc)));
      let m = 1;
      let matched = state >= 7 ? data[at - this.reps[0] - 1] : 0;
      let isMatched = state >= 7;
      for (let i = 7; i >= 0; i--) {
        const bit = (byte >> i) & 1;
        if (isMatched) {
          const wanted = (matched >> 7) & 1;
          matched <<= 1;
          this.bit(base + ((1 + wanted) << 8) + m, bit);
          if (wanted !== bit) isMatched = false;
        } else this.bit(base + m, bit);
        m = (m << 1) | bit;
      }
      this.state = L.stateAfterLiteral(state);
    }
    this.at++;
    this.position++;
  }

  private putRep(rep: number, length: number): void {
    const { state, reps } = this;
    const place = this.position & ((1 << this.options.pb) - 1);
    this.bit(L.IS_MATCH + state * L.POSITIONS + place, 1);
    this.bit(L.IS_REP + state, 1);
    if (rep === 0) {
      this.bit(L.IS_REP0 + state, 0);
      this.bit(L.IS_REP0_LONG + state * L.POSITIONS + place, 1);
    } else {
      this.bit(L.IS_REP0 + state, 1);
      this.bit(L.IS_REP1 + state, rep === 1 ? 0 : 1);
      if (rep > 1) this.bit(L.IS_REP2 + state, rep - 2);
      const [distance] = reps.splice(rep, 1);
      reps.unshift(distance);
    }
    this.length(L.REP_LENGTH, length, place);
    this.state = L.stateAfterRep(state);
    this.at += length;
    this.position += length;
  }

  private putMatch(length: number, distance: number): void {
    const { state, reps } = this;
    const place = this.position & ((1 << this.options.pb) - 1);
    this.bit(L.IS_MATCH + state * L.POSITIONS + place, 1);
    this.bit(L.IS_REP + state, 0);
    this.length(L.MATCH_LENGTH, length, place);
    this.distance(distance, length);
    reps.pop();
    reps.unshift(distance);
    this.state = L.stateAfterMatch(state);
    this.at += length;
    this.position += length;
  }

  private length(base: number, length: number, place: number): void {
    let n = length - L.SHORTEST_MATCH;
    if (n < 8) {
      this.bit(base, 0);
      this.tree(base + L.LENGTH_LOW + place * 8, 3, n);
      return;
    }
    this.bit(base, 1);
    n -= 8;
    if (n < 8) {
      this.bit(base + L.LENGTH_CHOICE2, 0);
      this.tree(base + L.LENGTH_MIDDLE + place * 8, 3, n);
      return;
    }
    this.bit(base + L.LENGTH_CHOICE2, 1);
    this.tree(base + L.LENGTH_HIGH, 8, n - 8);
  }

  private distance(distance: number, length: number): void {
    const bits = 31 - Math.clz32(distance);
    const slot = distance < 4 ? distance : 2 * bits + ((distance >>> (bits - 1)) & 1);
    this.tree(L.SLOT + Math.min(length - L.SHORTEST_MATCH, 3) * 64, 6, slot);
    if (slot < 4) return;
    const footer = (slot >> 1) - 1;
    const base = ((2 | (slot & 1)) << footer) >>> 0;
    const rest = distance - base;
    if (slot < L.FIRST_DIRECT_SLOT) this.reverseTree(L.SPECIAL + base - slot - 1, footer, rest);
    else {
      for (let i = footer - 1; i >= 4; i--) {
        this.range >>>= 1;
        if (((rest >>> i) & 1) === 1) this.low += this.range;
        this.normalize();
      }
      this.reverseTree(L.ALIGN, 4, rest & 15);
    }
  }

  private tree(base: number, bits: number, value: number): void {
    let m = 1;
    for (let i = bits - 1; i >= 0; i--) {
      const bit = (value >> i) & 1;
      this.bit(base + m, bit);
      m = (m << 1) | bit;
    }
  }

  private reverseTree(base: number, bits: number, value: number): void {
    let m = 1;
    for (let i = 0; i < bits; i++) {
      const bit = (value >> i) & 1;
      this.bit(base + m, bit);
      m = (m << 1) | bit;
    }
  }

  // --- range coder

  private bit(index: number, bit: number): void {
    const { probabilities } = this;
    const probability = probabilities[index];
    const bound = (this.range >>> L.PROBABILITY_BITS) * probability;
    if (bit === 0) {
      this.range = bound;
      probabilities[index] = probability + ((2048 - probability) >> L.MOVE_BITS);
    } else {
      this.low += bound;
      this.range -= bound;
      probabilities[index] = probability - (probability >> L.MOVE_BITS);
    }
    this.normalize();
  }

  private normalize(): void {
    while (this.range < L.TOP) {
      this.range = (this.range << 8) >>> 0;
      this.shiftLow();
    }
  }

  /** `low` has 33 bits: the highest is a carry into bytes that wait. */
  private shiftLow(): void {
    if (this.low < 0xff00_0000 || this.low >= 0x1_0000_0000) {
      const carry = this.low >= 0x1_0000_0000 ? 1 : 0;
      this.put(this.cache + carry);
      for (; this.cacheSize > 1; this.cacheSize--) this.put(0xff + carry);
      this.cacheSize = 0;
      this.cache = Math.floor(this.low / TWO_24) & 255;
    }
    this.cacheSize++;
    this.low = (this.low % TWO_24) * 256;
  }

  private put(byte: number): void {
    if (this.outLength === this.out.length) {
      const grown = new Uint8Array(2 * this.out.length);
      grown.set(this.out);
      this.out = grown;
    }
    this.out[this.outLength++] = byte;
  }
}

const TWO_24 = 2 ** 24;
