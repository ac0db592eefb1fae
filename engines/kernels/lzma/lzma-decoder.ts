// Decoding of LZMA's symbols into a window of what came before. Who calls says up to where, and gives all the input of a chunk (LZMA2) or what
// there is of it (LZMA1).
import * as L from './layout.ts';
import { LzmaError } from './layout.ts';
import type { LzmaProperties } from './layout.ts';

/** No symbol takes more input than this. */
const LONGEST_SYMBOL = 21;
const START_SIZE = 1 << 16;
const SLACK = 1 << 20;

export class LzmaDecoder {
  readonly dictionarySize: number;
  /** The last bytes of what came out, new ones at the end. */
  window = new Uint8Array(START_SIZE);
  /** End of the window's content. */
  to = 0;
  /** What lies before has been taken. */
  taken = 0;
  /** Bytes since the dictionary's start, as far as the window still has them. */
  private reach = 0;
  /** Position since the last reset, for the probabilities. */
  private position = 0;
  private properties: LzmaProperties = { lc: 3, lp: 0, pb: 2 };
  private probabilities: Uint16Array = new Uint16Array(0);
  private state = 0;
  private rep0 = 0;
  private rep1 = 0;
  private rep2 = 0;
  private rep3 = 0;
  private range = 0;
  private code = 0;
  private input: Uint8Array = new Uint8Array(0);
  private at = 0;
  /** Where and what the probabilities were that a careful step has changed; null: nobody asks. */
  private undo: number[] | null = null;
  /** The marker of the stream's end has been read. */
  marked = false;

  constructor(dictionarySize: number) {
    this.dictionarySize = Math.max(dictionarySize, 4096);
  }

  resetDictionary(): void {
    this.reach = 0;
    this.position = 0;
  }

  resetState(properties: LzmaProperties | null): void {
    if (properties !== null) this.properties = properties;
    this.probabilities = L.newProbabilities(this.properties);
    this.state = 0;
    this.rep0 = this.rep1 = this.rep2 = this.rep3 = 0;
  }

  /** The range coder's first five bytes. */
  start(bytes: Uint8Array): void {
    if (bytes[0] !== 0) throw new LzmaError('data');
    this.range = 0xffff_ffff;
    this.code = ((bytes[1] << 24) | (bytes[2] << 16) | (bytes[3] << 8) | bytes[4]) >>> 0;
  }

  /** What came out since the last call, as a copy. */
  take(): Uint8Array {
    const result = this.window.slice(this.taken, this.to);
    this.taken = this.to;
    return result;
  }

  /** Bytes that were stored as they are. */
  copy(bytes: Uint8Array): void {
    this.makeRoom(bytes.length);
    this.window.set(bytes, this.to);
    this.to += bytes.length;
    this.advance(bytes.length);
  }

  /** A whole chunk of LZMA2: `size` bytes come of it, and all of it is used. */
  chunk(bytes: Uint8Array, size: number): void {
    this.start(bytes);
    this.makeRoom(size);
    // Behind the chunk zeros are read, never more than a symbol's worth.
    this.input = new Uint8Array(bytes.length + LONGEST_SYMBOL);
    this.input.set(bytes);
    this.at = 5;
    const end = this.to + size;
    while (this.to < end) {
      if (this.symbol(end) || this.at > bytes.length) throw new LzmaError('data');
    }
    this.normalize();
    if (this.at !== bytes.length || this.code !== 0) throw new LzmaError('data');
  }

  /**
   * Decodes symbols up to `size` bytes, with the last symbol's rest up to `most`, as far as the input goes; answers how much of it is used.
   * Ends early at the marker of the end.
   */
  piece(bytes: Uint8Array, size: number, most: number): number {
    this.makeRoom(most);
    const end = this.to + size;
    const last = this.to + most;
    this.input = bytes;
    this.at = 0;
    while (this.to < end && bytes.length - this.at >= LONGEST_SYMBOL)
      if (this.symbol(last)) return this.ended();
    while (this.to < end) {
      const used = this.carefully(() => this.symbol(last));
      if (used === null) break;
      if (used) return this.ended();
    }
    return this.at;
  }

  /** At the known end: true when nothing is left, or after the marker; null: more input is needed. */
  finish(bytes: Uint8Array): { ended: boolean; used: number } {
    this.input = bytes;
    this.at = 0;
    if (this.carefully(() => (this.normalize(), false)) === null) return { ended: false, used: 0 };
    if (this.code === 0) return { ended: true, used: this.at };
    const marked = this.carefully(() => this.symbol(this.to));
    if (marked === null) return { ended: false, used: this.at };
    if (!marked) throw new LzmaError('data');
    return { ended: true, used: this.ended() };
  }

  private ended(): number {
    if (this.code !== 0) throw new LzmaError('data');
    this.marked = true;
    return this.at;
  }

  /** Runs a step that may lack input: then all is as before, and the answer is null. */
  private carefully(step: () => boolean): boolean | null {
    const { input, at, state, rep0, rep1, rep2, rep3, range, code, to, reach, position } = this;
    const rest = input.length - at;
    const undo: number[] = (this.undo = []);
    this.input = new Uint8Array(rest + LONGEST_SYMBOL);
    this.input.set(input.subarray(at));
    this.at = 0;
    let answer: boolean | null = null;
    let failure: unknown = null;
    try {
      answer = step();
    } catch (e) {
      failure = e;
    }
    const used = this.at;
    this.input = input;
    this.undo = null;
    if (used <= rest) {
      if (failure !== null) throw failure;
      this.at = at + used;
      return answer;
    }
    Object.assign(this, { at, state, rep0, rep1, rep2, rep3, range, code, to, reach, position });
    for (let i = undo.length - 2; i >= 0; i -= 2) this.probabilities[undo[i]] = undo[i + 1];
    return null;
  }

  private advance(count: number): void {
    this.position += count;
    this.reach = Math.min(this.reach + count, this.dictionarySize);
  }

  private makeRoom(count: number): void {
    if (this.to + count <= this.window.length) return;
    const kept = Math.max(this.reach, this.to - this.taken);
    const needed = kept + count;
    if (needed > this.window.length / 2) {
      const largest = Math.max(this.dictionarySize + SLACK, needed);
      const grown = new Uint8Array(Math.max(needed, Math.min(2 * needed, largest)));
      grown.set(this.window.subarray(this.to - kept, this.to));
      this.window = grown;
    } else this.window.copyWithin(0, this.to - kept, this.to);
    this.taken -= this.to - kept;
    this.to = kept;
  }

  private normalize(): void {
    if (this.range < L.TOP) {
      this.range = (this.range << 8) >>> 0;
      this.code = ((this.code << 8) | this.input[this.at++]) >>> 0;
    }
  }

  private bit(index: number): number {
    if (this.range < L.TOP) {
      this.range = (this.range << 8) >>> 0;
      this.code = ((this.code << 8) | this.input[this.at++]) >>> 0;
    }
    const { probabilities } = this;
    const probability = probabilities[index];
    if (this.undo !== null) this.undo.push(index, probability);
    const bound = (this.range >>> L.PROBABILITY_BITS) * probability;
    if (this.code < bound) {
      this.range = bound;
      probabilities[index] = probability + ((2048 - probability) >> L.MOVE_BITS);
      return 0;
    }
    this.range -= bound;
    this.code -= bound;
    probabilities[index] = probability - (probability >> L.MOVE_BITS);
    return 1;
  }

  private tree(base: number, bits: number): number {
    let m = 1;
    for (let i = 0; i < bits; i++) m = (m << 1) | this.bit(base + m);
    return m - (1 << bits);
  }

  private reverseTree(base: number, bits: number): number {
    let m = 1;
    let value = 0;
    for (let i = 0; i < bits; i++) {
      const bit = this.bit(base + m);
      m = (m << 1) | bit;
      value |= bit << i;
    }
    return value;
  }

  private direct(bits: number): number {
    let value = 0;
    for (let i = 0; i < bits; i++) {
      this.normalize();
      this.range >>>= 1;
      const bit = this.code >= this.range ? 1 : 0;
      if (bit === 1) this.code -= this.range;
      value = value * 2 + bit;
    }
    return value;
  }

  private length(base: number, place: number): number {
    if (this.bit(base) === 0) return this.tree(base + L.LENGTH_LOW + place * 8, 3);
    if (this.bit(base + L.LENGTH_CHOICE2) === 0) return 8 + this.tree(base + L.LENGTH_MIDDLE + place * 8, 3);
    return 16 + this.tree(base + L.LENGTH_HIGH, 8);
  }

  /** One literal or match; true: it was the marker of the end. */
  private symbol(end: number): boolean {
    const { properties, window, state } = this;
    const place = this.position & ((1 << properties.pb) - 1);
    if (this.bit(L.IS_MATCH + state * L.POSITIONS + place) === 0) {
      if (this.to >= end) throw new LzmaError('data');
      const before = this.reach > 0 ? window[this.to - 1] : 0;
      const { lc, lp } = properties;
      const base =
        L.LITERAL + L.LITERAL_SIZE * (((this.position & ((1 << lp) - 1)) << lc) + (before >> (8 - lc)));
      let m = 1;
      if (state >= 7) {
        let matched = window[this.to - this.rep0 - 1];
        do {
          const wanted = (matched >> 7) & 1;
          matched <<= 1;
          const bit = this.bit(base + ((1 + wanted) << 8) + m);
          m = (m << 1) | bit;
          if (bit !== wanted) break;
        } while (m < 0x100);
      }
      while (m < 0x100) m = (m << 1) | this.bit(base + m);
      window[this.to++] = m;
      this.state = L.stateAfterLiteral(state);
      this.advance(1);
      return false;
    }
    let length: number;
    if (this.bit(L.IS_REP + state) === 0) {
      this.rep3 = this.rep2;
      this.rep2 = this.rep1;
      this.rep1 = this.rep0;
      length = this.length(L.MATCH_LENGTH, place);
      this.state = L.stateAfterMatch(state);
      const slot = this.tree(L.SLOT + Math.min(length, 3) * 64, 6);
      let distance = slot;
      if (slot >= 4) {
        const bits = (slot >> 1) - 1;
        distance = (2 | (slot & 1)) * 2 ** bits;
        if (slot < L.FIRST_DIRECT_SLOT) distance += this.reverseTree(L.SPECIAL + distance - slot - 1, bits);
        else {
          distance += this.direct(bits - 4) * 16;
          distance += this.reverseTree(L.ALIGN, 4);
        }
      }
      this.rep0 = distance;
      if (distance === 0xffff_ffff) {
        this.normalize();
        return true;
      }
    } else {
      if (this.bit(L.IS_REP0 + state) === 0) {
        if (this.bit(L.IS_REP0_LONG + state * L.POSITIONS + place) === 0) {
          if (this.to >= end || this.rep0 >= this.reach) throw new LzmaError('data');
          window[this.to] = window[this.to - this.rep0 - 1];
          this.to++;
          this.state = L.stateAfterShortRep(state);
          this.advance(1);
          return false;
        }
      } else {
        let distance: number;
        if (this.bit(L.IS_REP1 + state) === 0) distance = this.rep1;
        else {
          if (this.bit(L.IS_REP2 + state) === 0) distance = this.rep2;
          else {
            distance = this.rep3;
            this.rep3 = this.rep2;
          }
          this.rep2 = this.rep1;
        }
        this.rep1 = this.rep0;
        this.rep0 = distance;
      }
      length = this.length(L.REP_LENGTH, place);
      this.state = L.stateAfterRep(state);
    }
    length += L.SHORTEST_MATCH;
    if (this.rep0 >= this.reach || this.to + length > end) throw new LzmaError('data');
    for (let from = this.to - this.rep0 - 1, i = 0; i < length; i++) window[this.to + i] = window[from + i];
    this.to += length;
    this.advance(length);
    return false;
  }
}
