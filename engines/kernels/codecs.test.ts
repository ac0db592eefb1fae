import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import * as bytes from './bytes.ts';
import { canDecodeWith, canEncodeWith, decode, encode, encodingOf } from './codecs.ts';
import { KernelError } from './error.ts';
import { loadOracle } from './test-oracle.ts';
import { fromPoints, pointsOf } from './text.ts';

let oracle: Awaited<ReturnType<typeof loadOracle>>;
beforeAll(async () => {
  oracle = await loadOracle();
});

const ENCODINGS = [
  'utf-8',
  'latin-1',
  'ascii',
  'utf-16',
  'utf-16-le',
  'utf-16-be',
  'utf-32',
  'utf-32-be',
] as const;
const HANDLERS = [
  'strict',
  'ignore',
  'replace',
  'backslashreplace',
  'surrogateescape',
  'surrogatepass',
  'xmlcharrefreplace',
];
const point = fc.oneof(
  fc.constantFrom(
    65,
    0x7f,
    0x80,
    0xff,
    0x100,
    0x7ff,
    0x800,
    0xd7ff,
    0xd800,
    0xdbff,
    0xdc00,
    0xdc80,
    0xdcff,
    0xdfff,
    0xe000,
    0xffff,
    0x10000,
    0x10ffff,
  ),
  fc.integer({ min: 0, max: 0x10ffff }),
);
const byte = fc.oneof(
  fc.constantFrom(
    0,
    65,
    0x80,
    0xbf,
    0xc1,
    0xc2,
    0xdf,
    0xe0,
    0xa0,
    0xed,
    0xef,
    0xf0,
    0x90,
    0xf4,
    0xf5,
    0xff,
    0xfe,
    0xd8,
    0xdc,
  ),
  fc.nat(255),
);
const sample = <T>(arbitrary: fc.Arbitrary<T>, numRuns: number): T[] =>
  fc.sample(arbitrary, { numRuns, seed: 314 });

const PROGRAM = `
answer = []
for data, encoding, handler, encoding_text in input_:
    try:
        if encoding_text: answer.append(list(''.join(map(chr, data)).encode(encoding, handler)))
        else: answer.append([ord(c) for c in bytes(data).decode(encoding, handler)])
    except UnicodeError as e:
        answer.append([e.encoding, e.start, e.end, e.reason])
`;

function attempt(run: () => ArrayLike<number>): unknown {
  try {
    return Array.from(run());
  } catch (e) {
    if (!(e instanceof KernelError)) throw e;
    const [encoding, , start, end, reason] = e.args!;
    return [encoding, start, end, reason];
  }
}

describe('codecs', () => {
  it('encode and decode, with every handler', () => {
    const encodes = sample(
      fc.tuple(
        fc.array(point, { maxLength: 6 }),
        fc.constantFrom(...ENCODINGS),
        fc.constantFrom(...HANDLERS),
      ),
      3000,
    );
    const decodes = sample(
      fc.tuple(
        fc.array(byte, { maxLength: 7 }),
        fc.constantFrom(...ENCODINGS),
        fc.constantFrom(...HANDLERS.slice(0, 6)),
      ),
      4000,
    );
    const expected = oracle.run<unknown[]>(PROGRAM, [
      ...encodes.map((c) => [...c, true]),
      ...decodes.map((c) => [...c, false]),
    ]);
    encodes.forEach(([points, encoding, handler], i) => {
      expect(canEncodeWith(handler)).toBe(true);
      const ours = attempt(() => encode(fromPoints(Uint32Array.from(points)), encoding, handler));
      expect(ours, `${points.map((p) => p.toString(16))} ${encoding} ${handler}`).toEqual(expected[i]);
    });
    decodes.forEach(([data, encoding, handler], i) => {
      expect(canDecodeWith(handler)).toBe(true);
      const ours = attempt(() => pointsOf(decode(Uint8Array.from(data), encoding, handler)));
      expect(ours, `${data.map((b) => b.toString(16))} ${encoding} ${handler}`).toEqual(
        expected[encodes.length + i],
      );
    });
  });

  it('knows the names', () => {
    for (const name of ['UTF8', 'utf_8', 'Latin-1', 'ISO-8859-1', 'us-ascii', 'U16', 'utf-32-be'])
      expect(encodingOf(name), name).toBeDefined();
    expect(encodingOf('cp1252')).toBeUndefined();
  });
});

describe('bytes', () => {
  const methods = {
    find: bytes.find,
    rfind: bytes.rfind,
    count: bytes.count,
    split: bytes.split,
    rsplit: bytes.rsplit,
    partition: bytes.partition,
    rpartition: bytes.rpartition,
    strip: (b: Uint8Array, c: Uint8Array) => bytes.strip(b, c),
    startswith: bytes.startsWith,
    endswith: bytes.endsWith,
  };
  const one = {
    upper: bytes.upper,
    lower: bytes.lower,
    title: bytes.title,
    capitalize: bytes.capitalize,
    swapcase: bytes.swapcase,
    splitlines: bytes.splitlines,
    islower: bytes.islower,
    isupper: bytes.isupper,
    istitle: bytes.istitle,
    expandtabs: (b: Uint8Array) => bytes.expandtabs(b, 8),
    split: (b: Uint8Array) => bytes.split(b, null),
    strip: (b: Uint8Array) => bytes.strip(b, null),
    hex: (b: Uint8Array) => bytes.hex(b),
    __repr__: bytes.repr,
  };
  const CALLS = `
def show(v):
    if isinstance(v, bytes): return list(v)
    if isinstance(v, (list, tuple)): return [show(x) for x in v]
    return v
answer = []
for method, args in input_:
    try: answer.append(show(getattr(bytes, method)(*map(bytes, args))))
    except ValueError as e: answer.append(str(e))
`;
  const show = (v: unknown): unknown =>
    v instanceof Uint8Array ? [...v] : Array.isArray(v) ? v.map(show) : v;
  const value = fc.array(fc.constantFrom(97, 98, 65, 90, 32, 9, 10, 13, 39, 34, 92, 48, 255), {
    maxLength: 10,
  });

  it('methods', () => {
    const cases = [
      ...sample(
        fc.tuple(
          fc.constantFrom(...Object.keys(one)),
          value.map((v) => [v]),
        ),
        2000,
      ),
      ...sample(
        fc.tuple(
          fc.constantFrom(...Object.keys(methods)),
          fc.tuple(
            value,
            value.map((v) => v.slice(0, 2)),
          ),
        ),
        2000,
      ),
    ] as [string, number[][]][];
    const expected = oracle.run<unknown[]>(CALLS, cases);
    cases.forEach(([name, args], i) => {
      const run = (args.length === 1 ? one : methods)[name as never] as (...a: Uint8Array[]) => unknown;
      let ours: unknown;
      try {
        ours = show(run(...args.map((a) => Uint8Array.from(a))));
      } catch (e) {
        ours = (e as KernelError).message;
      }
      expect(ours, `${name} ${JSON.stringify(args)}`).toEqual(expected[i]);
    });
  });
});
