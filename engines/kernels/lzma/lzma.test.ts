// Both directions against the reference's liblzma: what it writes we read, what we write it reads; every container and filter.
import { beforeAll, describe, expect, it } from 'vitest';
import { loadOracle } from '../test-oracle.ts';
import { FORMAT, LzmaContainerDecoder, noOptions } from './decode.ts';
import { LzmaContainerEncoder } from './encode.ts';
import { FILTER } from './filters.ts';
import { LzmaError } from './layout.ts';

const TEXT = Array.from({ length: 3000 }, (_, i) => `line ${i} of ${(i * i) % 97}\n`).join('');
/** Something like a program: calls and jumps at all offsets, to places that repeat. */
const MACHINE_CODE = Uint8Array.from({ length: 20_000 }, (_, i) => {
  const k = i % 7;
  return k === 0
    ? 0xe8
    : k === 4 || k === 3
      ? i % 3
        ? 0
        : 0xff
      : k === 5
        ? 0xeb
        : Math.imul(i, 0x9e37_79b1) >>> 27;
});
const INPUTS: Record<string, Uint8Array> = {
  empty: new Uint8Array(0),
  'one byte': Uint8Array.of(97),
  text: new TextEncoder().encode(TEXT),
  'long run': new Uint8Array(300_000).fill(7),
  'no order': Uint8Array.from(
    { length: 80_000 },
    (_, i) => Math.imul(Math.imul(i, i) + 13, 0x9e37_79b1) >>> 23,
  ),
  'machine code': MACHINE_CODE,
};

function decode(bytes: Uint8Array, decoder: LzmaContainerDecoder, size: number, max: number): Buffer {
  const parts: Uint8Array[] = [];
  for (let i = 0; i < bytes.length; i += size) parts.push(decoder.push(bytes.subarray(i, i + size), max));
  while (!decoder.ended) {
    const part = decoder.push(new Uint8Array(0), max);
    if (part.length === 0 && !decoder.ended) throw new Error('the stream does not end');
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function encode(bytes: Uint8Array, encoder: LzmaContainerEncoder): Buffer {
  encoder.push(bytes);
  return Buffer.from(encoder.finish());
}

describe('lzma', () => {
  let oracle: Awaited<ReturnType<typeof loadOracle>>;
  beforeAll(async () => {
    oracle = await loadOracle();
  });
  const real = (expression: string, bytes: Uint8Array): Buffer => {
    const program = `import lzma, base64\ndata = base64.b64decode(input_)\nanswer = base64.b64encode(${expression}).decode()`;
    return Buffer.from(oracle.run<string>(program, Buffer.from(bytes).toString('base64')), 'base64');
  };
  const lzma2 = { ...noOptions(FILTER.LZMA2), depth: 48 };
  const lzma1 = { ...noOptions(FILTER.LZMA1), depth: 48 };

  for (const [name, bytes] of Object.entries(INPUTS)) {
    it(`.xz: ${name}`, () => {
      for (const check of [0, 1, 4, 10]) {
        const theirs = real(`lzma.compress(data, check=${check})`, bytes);
        const decoder = new LzmaContainerDecoder(FORMAT.AUTO, Infinity, null);
        expect(Buffer.compare(decode(theirs, decoder, 1000, 5000), bytes)).toBe(0);
        expect(decoder.check).toBe(check);
        const ours = encode(bytes, new LzmaContainerEncoder(FORMAT.XZ, check, [lzma2]));
        expect(Buffer.compare(real('lzma.decompress(data)', ours), bytes)).toBe(0);
        expect(ours.length).toBeLessThan(theirs.length * 1.7 + 64);
      }
    });
    it(`.lzma and raw: ${name}`, () => {
      const theirs = real('lzma.compress(data, format=lzma.FORMAT_ALONE)', bytes);
      const decoder = new LzmaContainerDecoder(FORMAT.ALONE, Infinity, null);
      expect(Buffer.compare(decode(theirs, decoder, 7, 5000), bytes)).toBe(0);
      const ours = encode(bytes, new LzmaContainerEncoder(FORMAT.ALONE, 0, [lzma1]));
      expect(Buffer.compare(real('lzma.decompress(data)', ours), bytes)).toBe(0);
      const raw = encode(bytes, new LzmaContainerEncoder(FORMAT.RAW, 0, [lzma2]));
      const filters = '[{"id": lzma.FILTER_LZMA2}]';
      const back = real(`lzma.decompress(data, format=lzma.FORMAT_RAW, filters=${filters})`, raw);
      expect(Buffer.compare(back, bytes)).toBe(0);
    });
  }

  for (const id of ['DELTA', 'X86', 'POWERPC', 'IA64', 'ARM', 'ARMTHUMB', 'SPARC'] as const) {
    it(`filter ${id}`, () => {
      const chain = `filters=[{"id": lzma.FILTER_${id}}, {"id": lzma.FILTER_LZMA2}]`;
      for (const bytes of [MACHINE_CODE, INPUTS.text, INPUTS['no order']]) {
        const theirs = real(`lzma.compress(data, ${chain})`, bytes);
        const decoder = new LzmaContainerDecoder(FORMAT.XZ, Infinity, null);
        expect(Buffer.compare(decode(theirs, decoder, 333, 1000), bytes)).toBe(0);
        const ours = encode(bytes, new LzmaContainerEncoder(FORMAT.XZ, 4, [noOptions(FILTER[id]), lzma2]));
        expect(Buffer.compare(real('lzma.decompress(data)', ours), bytes)).toBe(0);
      }
    });
  }

  it('finds each damaged byte', () => {
    const stream = encode(INPUTS.text.subarray(0, 300), new LzmaContainerEncoder(FORMAT.XZ, 4, [lzma2]));
    for (let i = 0; i < stream.length; i++) {
      const damaged = stream.slice();
      damaged[i] ^= 0x10;
      const decoder = new LzmaContainerDecoder(FORMAT.XZ, Infinity, null);
      const run = (): boolean => (decoder.push(damaged), decoder.ended);
      let ended = false;
      try {
        ended = run();
      } catch (e) {
        expect(e).toBeInstanceOf(LzmaError);
      }
      expect(ended, `byte ${i}`).toBe(false);
    }
  });
});
