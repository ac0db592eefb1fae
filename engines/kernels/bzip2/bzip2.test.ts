// Both directions against the reference's libbzip2: what it writes we read, and what we write is the same bytes.
import { beforeAll, describe, expect, it } from 'vitest';
import { loadOracle } from '../test-oracle.ts';
import { Bzip2Decoder } from './decode.ts';
import { Bzip2Encoder } from './encode.ts';

const TEXT = Array.from({ length: 3000 }, (_, i) => `line ${i} of ${(i * i) % 97}\n`).join('');
const INPUTS: Record<string, Uint8Array> = {
  empty: new Uint8Array(0),
  'one byte': Uint8Array.of(97),
  'runs of all lengths': Uint8Array.from({ length: 300 }, (_, i) => i).reduce<Uint8Array>(
    (all, n) => Uint8Array.from([...all, ...new Array<number>(n).fill(n & 255)]),
    new Uint8Array(0),
  ),
  text: new TextEncoder().encode(TEXT),
  'no order': Uint8Array.from({ length: 20_000 }, (_, i) => Math.imul(i * 7919 + 13, 0x9e37_79b1) >>> 24),
  'more than one block': Uint8Array.from({ length: 250_000 }, (_, i) => (Math.imul(i, i) + (i % 1009)) >>> 5),
};

function decode(bytes: Uint8Array, size: number, max: number): Uint8Array {
  const decoder = new Bzip2Decoder();
  const parts: number[] = [];
  for (let i = 0; i < bytes.length; i += size) parts.push(...decoder.push(bytes.subarray(i, i + size), max));
  while (!decoder.ended) parts.push(...decoder.push(new Uint8Array(0), max));
  return Uint8Array.from(parts);
}

function encode(bytes: Uint8Array, level: number): Uint8Array {
  const encoder = new Bzip2Encoder(level);
  return Uint8Array.from([...encoder.push(bytes), ...encoder.finish()]);
}

describe('bzip2', () => {
  let oracle: Awaited<ReturnType<typeof loadOracle>>;
  beforeAll(async () => {
    oracle = await loadOracle();
  });
  const real = (bytes: Uint8Array, level: number): Uint8Array => {
    const program = `import bz2, base64\nanswer = base64.b64encode(bz2.compress(base64.b64decode(input_), ${level})).decode()`;
    return Buffer.from(oracle.run<string>(program, Buffer.from(bytes).toString('base64')), 'base64');
  };

  for (const [name, bytes] of Object.entries(INPUTS)) {
    it(`writes the same bytes as the reference and reads them: ${name}`, () => {
      const theirs = real(bytes, 1);
      expect(Buffer.compare(encode(bytes, 1), theirs)).toBe(0);
      expect(Buffer.compare(decode(theirs, 1000, 4096), bytes)).toBe(0);
    });
  }

  it('finds each damaged byte of a block', () => {
    const stream = encode(INPUTS.text.subarray(0, 500), 9);
    for (let i = 0; i < stream.length; i++) {
      const damaged = stream.slice();
      damaged[i] ^= 0x10;
      let result: Uint8Array | null = null;
      const decoder = new Bzip2Decoder();
      try {
        result = decoder.push(damaged);
      } catch {
        continue;
      }
      // The size of blocks says nothing of their content; padding bits are nobody's.
      expect(decoder.ended && result.length !== 500, `byte ${i}`).toBe(false);
    }
  });
});
