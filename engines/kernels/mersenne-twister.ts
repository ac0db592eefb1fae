// The Mersenne Twister MT19937 as CPython's Modules/_randommodule.c uses it, bit for bit: genrand_uint32, init_by_array, random_random.
import { KernelError } from './error.ts';

const N = 624;
const M = 397;
const UPPER = 0x8000_0000;
const LOWER = 0x7fff_ffff;
const MATRIX = 0x9908_b0df;

export class MersenneTwister {
  readonly state = new Uint32Array(N);
  /** Words of the state that have been used. */
  index = N + 1;

  private initialise(seed: number): void {
    const { state } = this;
    state[0] = seed;
    for (let i = 1; i < N; i++) {
      const previous = state[i - 1] ^ (state[i - 1] >>> 30);
      state[i] = Math.imul(1812433253, previous) + i;
    }
    this.index = N;
  }

  /** Seeds from the words of a number, the lowest first. */
  seed(key: Uint32Array): void {
    const { state } = this;
    this.initialise(19650218);
    let i = 1;
    let j = 0;
    for (let k = Math.max(N, key.length); k > 0; k--) {
      const previous = state[i - 1] ^ (state[i - 1] >>> 30);
      state[i] = (state[i] ^ Math.imul(previous, 1664525)) + key[j] + j;
      i++;
      j++;
      if (i >= N) {
        state[0] = state[N - 1];
        i = 1;
      }
      if (j >= key.length) j = 0;
    }
    for (let k = N - 1; k > 0; k--) {
      const previous = state[i - 1] ^ (state[i - 1] >>> 30);
      state[i] = (state[i] ^ Math.imul(previous, 1566083941)) - i;
      i++;
      if (i >= N) {
        state[0] = state[N - 1];
        i = 1;
      }
    }
    state[0] = 0x8000_0000;
  }

  private generate(): void {
    const { state } = this;
    for (let k = 0; k < N; k++) {
      const y = (state[k] & UPPER) | (state[(k + 1) % N] & LOWER);
      state[k] = state[(k + M) % N] ^ (y >>> 1) ^ (y & 1 ? MATRIX : 0);
    }
    this.index = 0;
  }

  /** 32 random bits as an unsigned number. */
  uint32(): number {
    if (this.index >= N) this.generate();
    let y = this.state[this.index++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c_5680;
    y ^= (y << 15) & 0xefc6_0000;
    y ^= y >>> 18;
    return y >>> 0;
  }

  /** In [0, 1), with 53 bits. */
  random(): number {
    const a = this.uint32() >>> 5;
    const b = this.uint32() >>> 6;
    return (a * 67108864 + b) / 9007199254740992;
  }

  /** `k` random bits; a number where they fit one. */
  bits(k: number): number | bigint {
    if (k <= 32) return k === 0 ? 0 : this.uint32() >>> (32 - k);
    if (k <= 53) {
      const low = this.uint32();
      return (this.uint32() >>> (64 - k)) * 4294967296 + low;
    }
    // The host has no larger bigints.
    if (k > 2 ** 30) throw new KernelError('MemoryError', '');
    // As hex digits, which the host reads in linear time; the first word is the lowest.
    const words: string[] = [];
    for (let rest = k; rest > 0; rest -= 32) {
      const word = rest < 32 ? this.uint32() >>> (32 - rest) : this.uint32();
      words.push(word.toString(16).padStart(8, '0'));
    }
    return BigInt(`0x${words.reverse().join('')}`);
  }
}
