import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { KernelError } from './error.ts';
import { loadOracle } from './test-oracle.ts';
import * as text from './text.ts';
import type { Text } from './text.ts';
import * as unicode from './unicode.ts';

let oracle: Awaited<ReturnType<typeof loadOracle>>;
beforeAll(async () => {
  oracle = await loadOracle();
});

/** Results as JSON of code points, on both sides. */
type Shown = number[] | number | boolean | string | Shown[];
function show(value: unknown): Shown {
  if (typeof value === 'string' || value instanceof text.CodePoints) return [...text.pointsOf(value)];
  if (Array.isArray(value)) return value.map(show);
  return value as number | boolean;
}

function attempt(run: () => unknown): Shown {
  try {
    return show(run());
  } catch (e) {
    if (e instanceof KernelError) return `${e.type}: ${e.message}`;
    throw e;
  }
}

const PROGRAM = `
def show(v):
    if isinstance(v, str): return [ord(c) for c in v]
    if isinstance(v, (list, tuple)): return [show(x) for x in v]
    return v
def arg(v): return ''.join(map(chr, v)) if isinstance(v, list) else v
answer = []
for method, args in input_:
    try: answer.append(show(getattr(str, method)(*map(arg, args))))
    except Exception as e: answer.append(type(e).__name__ + ': ' + str(e))
`;

const alphabet = [
  'a',
  'b',
  'A',
  'Z',
  ' ',
  '\t',
  '\n',
  '\r',
  '\x1c',
  '\x85',
  "'",
  '"',
  '\\',
  '0',
  '_',
  '-',
  '+',
  'ß',
  'é',
  'İ',
  'ı',
  'Σ',
  'σ',
  'ǆ',
  'ǅ',
  'ﬁ',
  '\u2028',
  '\u3000',
  '٣',
  '²',
  '½',
  'ʰ',
  '\u0345',
  'ⅷ',
  '\ud800',
  '\udc00',
  '😀',
  '𝟘',
  '𐐀',
  '𐐨',
  'x',
  '中',
  '\u0301',
  'ŉ',
  'Ⴀ',
  'Ꭰ',
  '.',
];
const anyText: fc.Arbitrary<Text> = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(...alphabet) },
      { weight: 1, arbitrary: fc.constantFrom('ab', 'aa') },
    ),
    { maxLength: 12 },
  )
  .map((parts) =>
    text.fromPoints(Uint32Array.from(parts.flatMap((p) => [...text.pointsOf(text.textFromHost(p))]))),
  );
const short = anyText.map((t) => text.range(t, 0, Math.min(2, t.length)));
const index = fc.integer({ min: -14, max: 14 });

function agree(
  method: string,
  run: (...args: never[]) => unknown,
  args: fc.Arbitrary<unknown[]>,
  runs = 500,
): void {
  const cases = fc.sample(args, { numRuns: runs, seed: 314 });
  const expected = oracle.run<Shown[]>(
    PROGRAM,
    cases.map((c) => [method, c.map(show)]),
  );
  cases.forEach((c, i) =>
    expect(
      attempt(() => run(...(c as never[]))),
      `${method} ${JSON.stringify(c.map(show))}`,
    ).toEqual(expected[i]),
  );
}

describe('text', () => {
  it('keeps one form for each text', () => {
    expect(text.textFromHost('a😀')).toBeInstanceOf(text.CodePoints);
    expect(text.range(text.textFromHost('a😀'), 0, 1)).toBe('a');
    expect(text.textFromHost('\ud800a\udc00')).toBe('\ud800a\udc00');
    expect(text.concat('\ud800', '\udc00').length).toBe(2);
    expect(text.hostOf(text.textFromHost('x😀y'))).toBe('x😀y');
  });

  it.each([
    ['find', text.find],
    ['rfind', text.rfind],
    ['count', text.count],
    ['startswith', text.startsWith],
    ['endswith', text.endsWith],
  ] as const)('%s', (name, run) => {
    agree(name, run, fc.tuple(anyText, short));
    agree(name, run, fc.tuple(anyText, short, index, index));
  });

  it('replace, split, partition', () => {
    agree('replace', text.replace, fc.tuple(anyText, short, short, fc.integer({ min: -1, max: 4 })), 1500);
    for (const [name, run] of [
      ['split', text.split],
      ['rsplit', text.rsplit],
    ] as const) {
      agree(
        name,
        run,
        fc.tuple(anyText, fc.oneof(fc.constant(null), short), fc.integer({ min: -1, max: 4 })),
        1000,
      );
    }
    agree('splitlines', text.splitlines, fc.tuple(anyText, fc.boolean()));
    const joined = (run: typeof text.partition) => (a: Text, b: Text) => {
      const [before, found, after] = run(a, b);
      return [before, found ? b : '', after];
    };
    agree('partition', joined(text.partition), fc.tuple(anyText, short));
    agree('rpartition', joined(text.rpartition), fc.tuple(anyText, short));
    agree(
      'strip',
      (t: Text, c: Text | null) => text.strip(t, c),
      fc.tuple(anyText, fc.oneof(fc.constant(null), anyText)),
    );
    agree(
      'lstrip',
      (t: Text, c: Text | null) => text.strip(t, c, 'left'),
      fc.tuple(anyText, fc.oneof(fc.constant(null), short)),
    );
    agree(
      'rstrip',
      (t: Text, c: Text | null) => text.strip(t, c, 'right'),
      fc.tuple(anyText, fc.oneof(fc.constant(null), short)),
    );
  });

  it('padding', () => {
    const fill = fc.constantFrom<Text>('*', text.textFromHost('😀'));
    const width = fc.integer({ min: -1, max: 20 });
    agree('center', text.center, fc.tuple(anyText, width, fill));
    agree('ljust', text.ljust, fc.tuple(anyText, width, fill));
    agree('rjust', text.rjust, fc.tuple(anyText, width, fill));
    agree('zfill', text.zfill, fc.tuple(anyText, width));
    agree('expandtabs', text.expandtabs, fc.tuple(anyText, width));
  });

  it.each([
    'upper',
    'lower',
    'title',
    'capitalize',
    'swapcase',
    'casefold',
    'isalpha',
    'isdecimal',
    'isdigit',
    'isnumeric',
    'isalnum',
    'isspace',
    'isprintable',
    'isidentifier',
    'islower',
    'isupper',
    'istitle',
  ] as const)('%s', (name) => {
    agree(name, text[name], fc.tuple(anyText), 1500);
  });

  it('every code point: case and properties', () => {
    const program = `
import zlib
def digest(f): return zlib.crc32(';'.join(str(f(chr(i))) for i in range(0x1f000) if not 0xd800 <= i < 0xe000).encode('utf-8'))
answer = [digest(f) for f in (str.upper, str.lower, str.title, str.casefold, str.capitalize, str.swapcase, lambda c: c.isprintable() * 1, lambda c: c.isalnum() * 1, lambda c: c.isidentifier() * 1)]
answer += [digest(lambda c: ('a' + c + '\\u03a3').lower())]`;
    const digits = (run: (t: Text) => boolean) => (t: Text) => (run(t) ? '1' : '0');
    const functions = [
      text.upper,
      text.lower,
      text.title,
      text.casefold,
      text.capitalize,
      text.swapcase,
      digits(text.isprintable),
      digits(text.isalnum),
      digits(text.isidentifier),
      (t: Text) => text.lower(text.concat(text.concat('a', t), 'Σ')),
    ];
    const expected = oracle.run<number[]>(program);
    const table = Uint32Array.from({ length: 256 }, (_, n) => {
      for (let k = 0; k < 8; k++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1;
      return n;
    });
    functions.forEach((run, i) => {
      const parts: string[] = [];
      for (let c = 0; c < 0x1f000; c++) {
        if (c < 0xd800 || c >= 0xe000) parts.push(text.hostOf(run(text.fromPoint(c))));
      }
      let crc = -1;
      for (const byte of new TextEncoder().encode(parts.join(';')))
        crc = table[(crc ^ byte) & 255] ^ (crc >>> 8);
      expect((crc ^ -1) >>> 0, `function ${i}`).toBe(expected[i]);
    });
  });

  it('comparison is by code point', () => {
    agree('__lt__', (a: Text, b: Text) => text.compare(a, b) < 0, fc.tuple(short, short), 1500);
    agree('__eq__', text.equals, fc.tuple(short, short), 1500);
  });

  it('repr, concatenation, repetition, slices', () => {
    agree('__repr__', (t: Text) => text.repr(t), fc.tuple(anyText), 1500);
    const texts = fc.sample(anyText, { numRuns: 300, seed: 314 });
    const ascii = oracle.run<Shown[]>(
      `answer = [[ord(c) for c in ascii(''.join(map(chr, v)))] for v in input_]`,
      texts.map(show),
    );
    texts.forEach((t, i) => expect(show(text.repr(t, true))).toEqual(ascii[i]));
    agree('__add__', text.concat, fc.tuple(anyText, anyText));
    agree('__mul__', text.repeat, fc.tuple(anyText, fc.integer({ min: -1, max: 3 })));
    agree(
      'join',
      text.join,
      fc.tuple(short, fc.array(short, { maxLength: 4 })).filter(([, parts]) => parts.length === 0),
      5,
    );
    for (const t of texts) {
      const points = [...text.pointsOf(t)];
      expect(show(text.slice(t, t.length - 1, t.length, -1))).toEqual(points.toReversed());
      expect(show(text.slice(t, 0, Math.ceil(t.length / 2), 2))).toEqual(
        points.filter((_, k) => k % 2 === 0),
      );
    }
    expect(show(text.join(text.textFromHost('😀'), ['a', 'b']))).toEqual([97, 0x1f600, 98]);
  });

  it('translates and reads digits of every script', () => {
    const t = text.textFromHost('a😀b');
    expect(text.hostOf(text.translate(t, (c) => (c === 97 ? null : c === 98 ? 'xy' : undefined)))).toBe(
      '😀xy',
    );
    expect(text.numericText(text.textFromHost('\u3000٣𝟘x½'))).toBe(' 30x?');
    expect(unicode.decimalValue(0x1d7d9)).toBe(1);
  });
});
