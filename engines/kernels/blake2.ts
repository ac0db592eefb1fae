// BLAKE2b and BLAKE2s (RFC 7693) with all parameters: key, salt, personalisation, trees. The host's digests know neither. 64-bit words of
// BLAKE2b are pairs of 32-bit ones, the low half first.

const SIGMA = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
  [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
  [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
  [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
  [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
  [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
  [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
  [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
  [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];

const IV32 = Uint32Array.of(
  0x6a09e667,
  0xbb67ae85,
  0x3c6ef372,
  0xa54ff53a,
  0x510e527f,
  0x9b05688c,
  0x1f83d9ab,
  0x5be0cd19,
);
/** Low and high halves in turn. */
const IV64 = Uint32Array.of(
  0xf3bcc908,
  0x6a09e667,
  0x84caa73b,
  0xbb67ae85,
  0xfe94f82b,
  0x3c6ef372,
  0x5f1d36f1,
  0xa54ff53a,
  0xade682d1,
  0x510e527f,
  0x2b3e6c1f,
  0x9b05688c,
  0xfb41bd6b,
  0x1f83d9ab,
  0x137e2179,
  0x5be0cd19,
);

export interface Blake2Parameters {
  digestSize: number;
  key: Uint8Array;
  salt: Uint8Array;
  person: Uint8Array;
  fanout: number;
  depth: number;
  leafSize: number;
  nodeOffset: bigint;
  nodeDepth: number;
  innerSize: number;
  lastNode: boolean;
}

abstract class Blake2 {
  abstract readonly blockSize: number;
  readonly digestSize: number;
  protected h: Uint32Array;
  protected readonly lastNode: boolean;
  private block: Uint8Array;
  private filled = 0;
  /** Bytes so far, those of the last block included once it is compressed. */
  protected count = 0;

  constructor(blockSize: number, digestSize: number, h: Uint32Array, lastNode: boolean) {
    this.block = new Uint8Array(blockSize);
    this.digestSize = digestSize;
    this.h = h;
    this.lastNode = lastNode;
  }

  protected abstract compress(block: DataView, isLast: boolean): void;

  update(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length) {
      // The last block waits: only at the end is it known to be the last.
      if (this.filled === this.block.length) {
        this.count += this.filled;
        this.compress(new DataView(this.block.buffer), false);
        this.filled = 0;
      }
      const take = Math.min(this.block.length - this.filled, bytes.length - at);
      this.block.set(bytes.subarray(at, at + take), this.filled);
      this.filled += take;
      at += take;
    }
  }

  protected copyInto<T extends Blake2>(copy: T): T {
    copy.h = this.h.slice();
    copy['block'] = this.block.slice();
    copy['filled'] = this.filled;
    copy.count = this.count;
    return copy;
  }

  abstract copy(): Blake2;

  digest(): Uint8Array {
    const last = this.copy();
    last['block'].fill(0, last['filled']);
    last.count += last['filled'];
    last.compress(new DataView(last['block'].buffer), true);
    return new Uint8Array(last.h.buffer, 0, this.digestSize).slice();
  }

  protected begin(key: Uint8Array): void {
    if (key.length === 0) return;
    const block = new Uint8Array(this.block.length);
    block.set(key);
    this.update(block);
  }
}

export class Blake2s extends Blake2 {
  readonly blockSize = 64;

  static create(p: Blake2Parameters): Blake2s {
    const block = new Uint8Array(32);
    const view = new DataView(block.buffer);
    block.set([p.digestSize, p.key.length, p.fanout, p.depth]);
    view.setUint32(4, p.leafSize, true);
    view.setUint32(8, Number(p.nodeOffset & 0xffff_ffffn), true);
    view.setUint16(12, Number(p.nodeOffset >> 32n), true);
    block.set([p.nodeDepth, p.innerSize], 14);
    block.set(p.salt, 16);
    block.set(p.person, 24);
    const h = IV32.slice();
    for (let i = 0; i < 8; i++) h[i] ^= view.getUint32(4 * i, true);
    const hash = new Blake2s(64, p.digestSize, h, p.lastNode);
    hash.begin(p.key);
    return hash;
  }

  copy(): Blake2s {
    return this.copyInto(new Blake2s(64, this.digestSize, this.h, this.lastNode));
  }

  protected compress(block: DataView, isLast: boolean): void {
    const { h } = this;
    const m = new Uint32Array(16);
    for (let i = 0; i < 16; i++) m[i] = block.getUint32(4 * i, true);
    const v = new Uint32Array(16);
    v.set(h);
    v.set(IV32, 8);
    v[12] ^= this.count >>> 0;
    v[13] ^= Math.floor(this.count / 2 ** 32);
    if (isLast) {
      v[14] = ~v[14];
      if (this.lastNode) v[15] = ~v[15];
    }
    const g = (a: number, b: number, c: number, d: number, x: number, y: number): void => {
      v[a] = v[a] + v[b] + x;
      let t = v[d] ^ v[a];
      v[d] = (t >>> 16) | (t << 16);
      v[c] = v[c] + v[d];
      t = v[b] ^ v[c];
      v[b] = (t >>> 12) | (t << 20);
      v[a] = v[a] + v[b] + y;
      t = v[d] ^ v[a];
      v[d] = (t >>> 8) | (t << 24);
      v[c] = v[c] + v[d];
      t = v[b] ^ v[c];
      v[b] = (t >>> 7) | (t << 25);
    };
    for (const s of SIGMA) {
      g(0, 4, 8, 12, m[s[0]], m[s[1]]);
      g(1, 5, 9, 13, m[s[2]], m[s[3]]);
      g(2, 6, 10, 14, m[s[4]], m[s[5]]);
      g(3, 7, 11, 15, m[s[6]], m[s[7]]);
      g(0, 5, 10, 15, m[s[8]], m[s[9]]);
      g(1, 6, 11, 12, m[s[10]], m[s[11]]);
      g(2, 7, 8, 13, m[s[12]], m[s[13]]);
      g(3, 4, 9, 14, m[s[14]], m[s[15]]);
    }
    for (let i = 0; i < 8; i++) h[i] ^= v[i] ^ v[i + 8];
  }
}

export class Blake2b extends Blake2 {
  readonly blockSize = 128;

  static create(p: Blake2Parameters): Blake2b {
    const block = new Uint8Array(64);
    const view = new DataView(block.buffer);
    block.set([p.digestSize, p.key.length, p.fanout, p.depth]);
    view.setUint32(4, p.leafSize, true);
    view.setBigUint64(8, p.nodeOffset, true);
    block.set([p.nodeDepth, p.innerSize], 16);
    block.set(p.salt, 32);
    block.set(p.person, 48);
    const h = IV64.slice();
    for (let i = 0; i < 16; i++) h[i] ^= view.getUint32(4 * i, true);
    const hash = new Blake2b(128, p.digestSize, h, p.lastNode);
    hash.begin(p.key);
    return hash;
  }

  copy(): Blake2b {
    return this.copyInto(new Blake2b(128, this.digestSize, this.h, this.lastNode));
  }

  protected compress(block: DataView, isLast: boolean): void {
    const { h } = this;
    const m = new Uint32Array(32);
    for (let i = 0; i < 32; i++) m[i] = block.getUint32(4 * i, true);
    const v = new Uint32Array(32);
    v.set(h);
    v.set(IV64, 16);
    v[24] ^= this.count >>> 0;
    v[25] ^= Math.floor(this.count / 2 ** 32);
    if (isLast) {
      v[28] = ~v[28];
      v[29] = ~v[29];
      if (this.lastNode) {
        v[30] = ~v[30];
        v[31] = ~v[31];
      }
    }
    /** v[a] += v[b] + (low, high) */
    const add = (a: number, b: number, low: number, high: number): void => {
      const sum = v[a] + v[b] + low;
      v[a + 1] = v[a + 1] + v[b + 1] + high + Math.floor(sum / 2 ** 32);
      v[a] = sum;
    };
    const g = (a: number, b: number, c: number, d: number, x: number, y: number): void => {
      add(a, b, m[x], m[x + 1]);
      let low = v[d] ^ v[a];
      let high = v[d + 1] ^ v[a + 1];
      v[d] = high;
      v[d + 1] = low;
      add(c, d, 0, 0);
      low = v[b] ^ v[c];
      high = v[b + 1] ^ v[c + 1];
      v[b] = (low >>> 24) | (high << 8);
      v[b + 1] = (high >>> 24) | (low << 8);
      add(a, b, m[y], m[y + 1]);
      low = v[d] ^ v[a];
      high = v[d + 1] ^ v[a + 1];
      v[d] = (low >>> 16) | (high << 16);
      v[d + 1] = (high >>> 16) | (low << 16);
      add(c, d, 0, 0);
      low = v[b] ^ v[c];
      high = v[b + 1] ^ v[c + 1];
      v[b] = (high >>> 31) | (low << 1);
      v[b + 1] = (low >>> 31) | (high << 1);
    };
    for (let round = 0; round < 12; round++) {
      const s = SIGMA[round % 10];
      g(0, 8, 16, 24, 2 * s[0], 2 * s[1]);
      g(2, 10, 18, 26, 2 * s[2], 2 * s[3]);
      g(4, 12, 20, 28, 2 * s[4], 2 * s[5]);
      g(6, 14, 22, 30, 2 * s[6], 2 * s[7]);
      g(0, 10, 20, 30, 2 * s[8], 2 * s[9]);
      g(2, 12, 22, 24, 2 * s[10], 2 * s[11]);
      g(4, 14, 16, 26, 2 * s[12], 2 * s[13]);
      g(6, 8, 18, 28, 2 * s[14], 2 * s[15]);
    }
    for (let i = 0; i < 16; i++) h[i] ^= v[i] ^ v[i + 16];
  }
}
