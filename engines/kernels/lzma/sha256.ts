// SHA-256 (FIPS 180-4) of bytes in pieces, for where the machine's own digests are out of reach: kernels know no machine.

const isPrime = (n: number): boolean => {
  for (let d = 2; d * d <= n; d++) if (n % d === 0) return false;
  return true;
};
const PRIMES = Array.from({ length: 312 }, (_, i) => i).filter((n) => n > 1 && isPrime(n));

/** The first 32 bits of the fraction of a root, exact: by whole numbers. */
function rootBits(n: number, isCube: boolean): number {
  const target = BigInt(n) << (isCube ? 96n : 64n);
  let low = 0n;
  let high = 1n << 40n;
  while (low < high) {
    const middle = (low + high + 1n) >> 1n;
    const power = isCube ? middle * middle * middle : middle * middle;
    if (power <= target) low = middle;
    else high = middle - 1n;
  }
  return Number(BigInt.asIntN(32, low));
}

let constants: { start: number[]; rounds: Int32Array } | null = null;

function compress(state: Int32Array, block: DataView, at: number, w: Int32Array, rounds: Int32Array): void {
  for (let i = 0; i < 16; i++) w[i] = block.getInt32(at + 4 * i);
  const turn = (x: number, n: number): number => (x >>> n) | (x << (32 - n));
  for (let i = 16; i < 64; i++) {
    const a = w[i - 15];
    const b = w[i - 2];
    const s0 = turn(a, 7) ^ turn(a, 18) ^ (a >>> 3);
    const s1 = turn(b, 17) ^ turn(b, 19) ^ (b >>> 10);
    w[i] = w[i - 16] + s0 + w[i - 7] + s1;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + rounds[i] + w[i]) | 0;
    const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((value, i) => (state[i] += value));
}

export function sha256(parts: readonly Uint8Array[]): Uint8Array {
  constants ??= {
    start: PRIMES.slice(0, 8).map((p) => rootBits(p, false)),
    rounds: Int32Array.from(PRIMES.slice(0, 64), (p) => rootBits(p, true)),
  };
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const padded = new Uint8Array(Math.ceil((length + 9) / 64) * 64);
  let to = 0;
  for (const part of parts) {
    padded.set(part, to);
    to += part.length;
  }
  padded[length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - 8, BigInt(length) * 8n);
  const state = Int32Array.from(constants.start);
  const w = new Int32Array(64);
  for (let at = 0; at < padded.length; at += 64) compress(state, view, at, w, constants.rounds);
  const result = new Uint8Array(32);
  const out = new DataView(result.buffer);
  state.forEach((value, i) => out.setInt32(4 * i, value));
  return result;
}
