// Compression to bzip2 streams: runs, Burrows-Wheeler transform, move-to-front, Huffman codes in up to six tables. The choices that the format
// leaves open (number of tables, how they are found, lengths of codes) are those of libbzip2, so that streams are as long as its own.
import { combineChecksums, updateChecksum } from './checksum.ts';
import { sortRotations } from './rotations.ts';

const GROUP = 50;
const LONGEST_CODE = 17;
const ROUNDS = 4;

export class Bzip2Encoder {
  private readonly level: number;
  private readonly block: Uint8Array;
  private readonly capacity: number;
  private used = 0;
  private checksum = -1;
  private all = 0;
  private runByte = -1;
  private runLength = 0;
  private out = new Uint8Array(4096);
  private outLength = 0;
  private bits = 0;
  private bitCount = 0;

  constructor(level: number) {
    this.level = level;
    this.capacity = level * 100_000 - 19;
    this.block = new Uint8Array(level * 100_000);
    for (const byte of [0x42, 0x5a, 0x68, 0x30 + level]) this.write(byte, 8);
  }

  /** Takes all of `bytes`; answers what is finished. */
  push(bytes: Uint8Array): Uint8Array {
    for (let at = 0; at < bytes.length;) {
      for (; at < bytes.length && this.used < this.capacity; at++) {
        const byte = bytes[at];
        if (byte === this.runByte && this.runLength < 255) this.runLength++;
        else {
          this.endRun();
          this.runByte = byte;
          this.runLength = 1;
        }
      }
      // A run that goes on is the next block's.
      if (this.used >= this.capacity) this.endBlock();
    }
    return this.takeOutput();
  }

  finish(): Uint8Array {
    this.endRun();
    this.endBlock();
    for (const part of [0x177245, 0x385090]) this.write(part, 24);
    this.write(this.all >>> 16, 16);
    this.write(this.all & 0xffff, 16);
    if (this.bitCount > 0) this.write(0, 8 - this.bitCount);
    return this.takeOutput();
  }

  private takeOutput(): Uint8Array {
    const result = this.out.slice(0, this.outLength);
    this.outLength = 0;
    return result;
  }

  /** `count` is 24 at most. */
  private write(value: number, count: number): void {
    this.bits = (this.bits << count) | value;
    this.bitCount += count;
    while (this.bitCount >= 8) {
      if (this.outLength === this.out.length) {
        const grown = new Uint8Array(2 * this.out.length);
        grown.set(this.out);
        this.out = grown;
      }
      this.bitCount -= 8;
      this.out[this.outLength++] = this.bits >>> this.bitCount;
    }
  }

  private endRun(): void {
    const { block, runByte, runLength } = this;
    if (runLength === 0) return;
    this.checksum = updateChecksum(this.checksum, new Uint8Array(runLength).fill(runByte), 0, runLength);
    const shown = Math.min(runLength, 4);
    block.fill(runByte, this.used, this.used + shown);
    this.used += shown;
    if (runLength >= 4) block[this.used++] = runLength - 4;
    this.runLength = 0;
    this.runByte = -1;
  }

  private endBlock(): void {
    const { block, used } = this;
    if (used === 0) return;
    const checksum = ~this.checksum;
    this.all = combineChecksums(this.all, checksum);
    const order = sortRotations(block, used);
    for (const part of [0x314159, 0x265359]) this.write(part, 24);
    this.write(checksum >>> 16, 16);
    this.write(checksum & 0xffff, 16);
    this.write(0, 1);
    this.write(order.indexOf(0), 24);
    this.writeSymbols(order);
    this.used = 0;
    this.checksum = -1;
  }

  private writeSymbols(order: Int32Array): void {
    const { block, used } = this;
    const isUsed = new Uint8Array(256);
    for (let i = 0; i < used; i++) isUsed[block[i]] = 1;
    const { symbols, count, alphabet } = moveToFront(block, order, isUsed);

    let groups = 0;
    for (let i = 0; i < 256; i++) if (isUsed[i] !== 0) groups |= 0x8000 >> (i >> 4);
    this.write(groups, 16);
    for (let g = 0; g < 16; g++) {
      if ((groups & (0x8000 >> g)) === 0) continue;
      let members = 0;
      for (let k = 0; k < 16; k++) if (isUsed[g * 16 + k] !== 0) members |= 0x8000 >> k;
      this.write(members, 16);
    }

    const { tables, selectors } = findTables(symbols, count, alphabet);
    this.write(tables.length, 3);
    this.write(selectors.length, 15);
    const recent = tables.map((_, i) => i);
    for (const chosen of selectors) {
      const place = recent.indexOf(chosen);
      for (let i = 0; i < place; i++) this.write(1, 1);
      this.write(0, 1);
      recent.splice(place, 1);
      recent.unshift(chosen);
    }
    const codes = tables.map((lengths) => codesOf(lengths));
    for (const lengths of tables) {
      let current = lengths[0];
      this.write(current, 5);
      for (const length of lengths) {
        for (; current < length; current++) this.write(2, 2);
        for (; current > length; current--) this.write(3, 2);
        this.write(0, 1);
      }
    }
    for (let i = 0; i < count; i++) {
      const chosen = selectors[Math.floor(i / GROUP)];
      this.write(codes[chosen][symbols[i]], tables[chosen][symbols[i]]);
    }
  }
}

/** The last column of the sorted rotations as places in the list of recent bytes; runs of the first place in base two (1, 2 for the digits). */
function moveToFront(
  block: Uint8Array,
  order: Int32Array,
  isUsed: Uint8Array,
): { symbols: Uint16Array; count: number; alphabet: number } {
  const recent = new Uint8Array(256);
  let usedCount = 0;
  for (let i = 0; i < 256; i++) if (isUsed[i] !== 0) recent[usedCount++] = i;
  const symbols = new Uint16Array(order.length + 1);
  let count = 0;
  let zeros = 0;
  const endZeros = (): void => {
    for (; zeros > 0; zeros = (zeros - 1) >> 1) symbols[count++] = zeros & 1 ? 0 : 1;
  };
  for (let i = 0; i < order.length; i++) {
    const at = order[i];
    const byte = block[at === 0 ? order.length - 1 : at - 1];
    if (recent[0] === byte) {
      zeros++;
      continue;
    }
    endZeros();
    let place = 1;
    while (recent[place] !== byte) place++;
    recent.copyWithin(1, 0, place);
    recent[0] = byte;
    symbols[count++] = place + 1;
  }
  endZeros();
  symbols[count++] = usedCount + 1;
  return { symbols, count, alphabet: usedCount + 2 };
}

/** Lengths of the codes of each table, and which table each group of 50 symbols takes. */
function findTables(
  symbols: Uint16Array,
  count: number,
  alphabet: number,
): { tables: Uint8Array[]; selectors: Uint8Array } {
  const tableCount = count < 200 ? 2 : count < 600 ? 3 : count < 1200 ? 4 : count < 2400 ? 5 : 6;
  const frequencies = new Int32Array(alphabet);
  for (let i = 0; i < count; i++) frequencies[symbols[i]]++;

  // First guess: each table is for a range of the alphabet; ranges of about the same weight.
  const tables: Uint8Array[] = Array.from({ length: tableCount }, () => new Uint8Array(alphabet).fill(15));
  let left = count;
  let first = 0;
  for (let part = tableCount; part > 0; part--) {
    const wanted = Math.floor(left / part);
    let last = first - 1;
    let sum = 0;
    while (sum < wanted && last < alphabet - 1) sum += frequencies[++last];
    const isInner = part !== tableCount && part !== 1;
    if (last > first && isInner && (tableCount - part) % 2 === 1) sum -= frequencies[last--];
    tables[part - 1].fill(0, first, last + 1);
    first = last + 1;
    left -= sum;
  }

  const selectors = new Uint8Array(Math.ceil(count / GROUP));
  for (let round = 0; round < ROUNDS; round++) {
    const counts = tables.map(() => new Int32Array(alphabet));
    for (let g = 0; g < selectors.length; g++) {
      const from = g * GROUP;
      const to = Math.min(from + GROUP, count);
      let best = Infinity;
      for (let t = 0; t < tableCount; t++) {
        const lengths = tables[t];
        let cost = 0;
        for (let i = from; i < to; i++) cost += lengths[symbols[i]];
        if (cost < best) {
          best = cost;
          selectors[g] = t;
        }
      }
      const chosen = counts[selectors[g]];
      for (let i = from; i < to; i++) chosen[symbols[i]]++;
    }
    for (let t = 0; t < tableCount; t++) tables[t] = codeLengths(counts[t]);
  }
  return { tables, selectors };
}

/** Huffman's lengths, none above 17: where one would be, weights are halved and all is done again. */
function codeLengths(counts: Int32Array): Uint8Array {
  const size = counts.length;
  // A weight's low byte is the depth of the tree below, which settles ties.
  const weights = new Float64Array(2 * size);
  for (let i = 0; i < size; i++) weights[i] = Math.max(counts[i], 1) * 256;
  for (;;) {
    const parents = new Int32Array(2 * size).fill(-1);
    const heap: number[] = [];
    const push = (node: number): void => {
      let at = heap.push(node) - 1;
      for (; at > 0; at = (at - 1) >> 1) {
        const above = heap[(at - 1) >> 1];
        if (weights[node] >= weights[above]) break;
        heap[at] = above;
      }
      heap[at] = node;
    };
    const pop = (): number => {
      const top = heap[0];
      const node = heap.pop()!;
      if (heap.length === 0) return top;
      let at = 0;
      for (;;) {
        let below = 2 * at + 1;
        if (below >= heap.length) break;
        if (below + 1 < heap.length && weights[heap[below + 1]] < weights[heap[below]]) below++;
        if (weights[node] < weights[heap[below]]) break;
        heap[at] = heap[below];
        at = below;
      }
      heap[at] = node;
      return top;
    };
    for (let i = 0; i < size; i++) push(i);
    let nodes = size;
    while (heap.length > 1) {
      const a = pop();
      const b = pop();
      const depthA = weights[a] % 256;
      const depthB = weights[b] % 256;
      weights[nodes] = weights[a] - depthA + weights[b] - depthB + 1 + Math.max(depthA, depthB);
      parents[a] = parents[b] = nodes;
      push(nodes++);
    }
    const lengths = new Uint8Array(size);
    let longest = 0;
    for (let i = 0; i < size; i++) {
      for (let k = i; parents[k] >= 0; k = parents[k]) lengths[i]++;
      longest = Math.max(longest, lengths[i]);
    }
    if (longest <= LONGEST_CODE) return lengths;
    for (let i = 0; i < size; i++) weights[i] = (1 + Math.floor(Math.floor(weights[i] / 256) / 2)) * 256;
  }
}

function codesOf(lengths: Uint8Array): Int32Array {
  const codes = new Int32Array(lengths.length);
  let code = 0;
  for (let length = 1; length <= LONGEST_CODE; length++) {
    for (let i = 0; i < lengths.length; i++) if (lengths[i] === length) codes[i] = code++;
    code <<= 1;
  }
  return codes;
}
