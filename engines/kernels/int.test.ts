import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { KernelError } from './error.ts';
import * as int from './int.ts';
import type { Int } from './int.ts';
import { loadOracle } from './test-oracle.ts';

let oracle: Awaited<ReturnType<typeof loadOracle>>;
beforeAll(async () => {
  oracle = await loadOracle();
});

function show(value: unknown): string {
  if (Array.isArray(value)) return `(${value.map(show).join(', ')})`;
  if (value instanceof Uint8Array) return JSON.stringify([...value]);
  if (typeof value === 'number' && !Number.isInteger(value)) return String(value);
  return String(value);
}

function attempt(run: () => unknown): string {
  try {
    return show(run());
  } catch (e) {
    if (e instanceof KernelError) return `${e.type}: ${e.message}`;
    throw e;
  }
}

const edges: Int[] = [
  0,
  1,
  -1,
  2,
  -2,
  3,
  7,
  -7,
  10,
  255,
  256,
  2 ** 31 - 1,
  2 ** 31,
  -(2 ** 31),
  2 ** 32,
  2 ** 52,
  2 ** 53 - 1,
  -(2 ** 53 - 1),
  2n ** 53n,
  -(2n ** 53n),
  2n ** 64n,
  -(2n ** 64n) + 1n,
  3n ** 100n,
  -(7n ** 80n),
  10n ** 30n,
];
const anyInt = fc.oneof(
  fc.constantFrom(...edges),
  fc.integer({ min: -1000, max: 1000 }),
  fc.maxSafeInteger(),
  fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }).map(int.normalize),
);
const pairs = [
  ...edges.flatMap((a) => edges.map((b) => [a, b] as const)),
  ...fc.sample(fc.tuple(anyInt, anyInt), { numRuns: 600, seed: 314 }),
];

/** Both sides on many operands, one call of the oracle. */
function agree(
  operation: (a: Int, b: Int) => unknown,
  python: (a: Int, b: Int) => string,
  from = pairs,
): void {
  const expected = oracle.evaluate(from.map(([a, b]) => python(a, b)));
  from.forEach(([a, b], i) =>
    expect(
      attempt(() => operation(a, b)),
      python(a, b),
    ).toBe(expected[i]),
  );
}

describe('int', () => {
  it.each([
    ['+', int.add],
    ['-', int.sub],
    ['*', int.mul],
    ['&', int.and],
    ['|', int.or],
    ['^', int.xor],
    ['//', int.floordiv],
    ['%', int.mod],
  ] as const)('%s', (symbol, run) => agree(run, (a, b) => `(${a}) ${symbol} (${b})`));

  it('divmod, comparison, normal form', () => {
    agree(int.divmod, (a, b) => `divmod(${a}, ${b})`);
    agree(int.compare, (a, b) => `((${a}) > (${b})) - ((${a}) < (${b}))`);
    for (const [a, b] of pairs) {
      for (const result of [int.mul(a, b), int.add(a, b), int.xor(a, b)]) {
        if (typeof result === 'number')
          expect(Number.isSafeInteger(result) && !Object.is(result, -0)).toBe(true);
        else expect(Number.isSafeInteger(Number(result)) && BigInt(Number(result)) === result).toBe(false);
      }
    }
  });

  it('shifts', () => {
    const shifts = edges.flatMap((a) => [0, 1, 5, 31, 32, 53, 54, 64, 100, -1].map((n) => [a, n] as const));
    agree(int.lshift, (a, b) => `(${a}) << (${b})`, shifts);
    agree(int.rshift, (a, b) => `(${a}) >> (${b})`, shifts);
  });

  it('powers', () => {
    const powers = edges.flatMap((a) => [0, 1, 2, 3, 10, 22, 33, 52, 53, 60].map((n) => [a, n] as const));
    agree(int.pow, (a, b) => `(${a}) ** (${b})`, powers);
    const triples = fc.sample(fc.tuple(anyInt, anyInt, anyInt), { numRuns: 400, seed: 314 });
    const expected = oracle.evaluate(triples.map(([a, b, m]) => `pow(${a}, ${b}, ${m})`));
    triples.forEach(([a, b, m], i) =>
      expect(
        attempt(() => int.powmod(a, b, m)),
        `pow(${a}, ${b}, ${m})`,
      ).toBe(expected[i]),
    );
  });

  it('bits and roots', () => {
    agree(
      (a) => int.bitLength(a),
      (a) => `(${a}).bit_length()`,
    );
    agree(
      (a) => int.bitCount(a),
      (a) => `(${a}).bit_count()`,
    );
    agree(
      (a) => int.invert(a),
      (a) => `~(${a})`,
    );
    const positive = pairs.map(([a]) => [int.abs(a), 0] as const);
    const isqrt = oracle.evaluate(positive.map(([a]) => `__import__('math').isqrt(${a})`));
    positive.forEach(([a], i) => expect(show(int.isqrt(a))).toBe(isqrt[i]));
    const gcds = oracle.evaluate(pairs.map(([a, b]) => `__import__('math').gcd(${a}, ${b})`));
    pairs.forEach(([a, b], i) => expect(show(int.gcd(a, b))).toBe(gcds[i]));
  });

  it('true division is correctly rounded', () => {
    const big = fc.bigInt({ min: -(2n ** 1200n), max: 2n ** 1200n }).map(int.normalize);
    const from = [
      ...pairs,
      ...fc.sample(fc.tuple(big, big), { numRuns: 300, seed: 314 }),
      ...fc.sample(fc.tuple(anyInt, big), { numRuns: 300, seed: 314 }),
    ];
    const answer = oracle.evaluate(from.map(([a, b]) => `((${a}) / (${b})).hex()`));
    const hex = oracle.evaluate(
      from.map(([a, b]) => {
        const ours = attempt(() => int.truediv(a, b));
        return /Error/.test(ours) ? ours : `float('${Object.is(int.truediv(a, b), -0) ? '-0' : ours}').hex()`;
      }),
    );
    from.forEach(([a, b], i) => {
      const ours = attempt(() => int.truediv(a, b));
      expect(/Error/.test(ours) ? ours : hex[i], `${a} / ${b}`).toBe(answer[i]);
    });
    const subnormal: [Int, Int][] = [
      [1, 2n ** 1074n],
      [1, 2n ** 1075n],
      [3, 2n ** 1075n],
      [5, 2n ** 1076n],
      [2n ** 53n + 1n, 2n ** 1127n],
      [10n ** 400n, 1],
      [10n ** 400n, 10n ** 399n],
    ];
    const expected = oracle.evaluate(subnormal.map(([a, b]) => `(${a}) / (${b})`));
    subnormal.forEach(([a, b], i) => {
      const ours = attempt(() => int.truediv(a, b));
      if (/Error/.test(ours)) expect(ours).toBe(expected[i]);
      else expect(Number(ours)).toBe(Number(expected[i]));
    });
  });

  it('parses as int() does', () => {
    const texts = [
      '0',
      '-0',
      '12',
      ' 12 ',
      '+5',
      '1_000',
      '_1',
      '1_',
      '1__0',
      '0x1f',
      '0X_1F',
      '0b102',
      '0o17',
      '017',
      '00',
      '0_0',
      'zz',
      'Zz',
      '',
      '-',
      '0x',
      '9007199254740993',
      '-9007199254740992',
      'ff',
      '1e5',
      '12345678901234567890123',
      '0b1',
      '+-1',
      '0_x1',
    ];
    const cases = texts.flatMap((text) => [0, 2, 3, 8, 10, 16, 36].map((base) => ({ text, base })));
    const expected = oracle.evaluate(cases.map(({ text, base }) => `int(${JSON.stringify(text)}, ${base})`));
    cases.forEach(({ text, base }, i) => {
      const ours = int.parse(text, base);
      const theirs = expected[i].startsWith('ValueError') ? 'undefined' : expected[i];
      expect(String(ours), `int('${text}', ${base})`).toBe(theirs);
    });
    const long = fc.sample(
      fc.tuple(fc.bigInt({ min: 0n, max: 3n ** 3000n }), fc.integer({ min: 2, max: 36 })),
      30,
    );
    for (const [n, base] of long) expect(int.parse(n.toString(base), base)).toBe(int.normalize(n));
  });

  it('refuses too many digits', () => {
    expect(attempt(() => int.parse('1'.repeat(4301), 10))).toBe(oracle.evaluate(["int('1' * 4301)"])[0]);
    expect(attempt(() => int.toDecimal(10n ** 4300n))).toBe(oracle.evaluate(['str(10 ** 4300)'])[0]);
    expect(attempt(() => int.toDecimal(-(10n ** 4300n) + 1n))).toBe(
      oracle.evaluate(['int(str(1 - 10 ** 4300))'])[0],
    );
    expect(int.parse('f'.repeat(5000), 16)).toBe(16n ** 5000n - 1n);
  });

  it('bytes', () => {
    const cases = pairs
      .slice(0, 400)
      .flatMap(([a]) =>
        [0, 1, 4, 6, 8, 30].flatMap((n) => [true, false].map((signed) => ({ a, n, signed }))),
      );
    for (const order of ['little', 'big'] as const) {
      const expected = oracle.evaluate(
        cases.map(
          ({ a, n, signed }) =>
            `list((${a}).to_bytes(${n}, '${order}', signed=${signed ? 'True' : 'False'}))`,
        ),
      );
      cases.forEach(({ a, n, signed }, i) => {
        const ours = attempt(() => int.toBytes(a, n, order, signed));
        expect(ours.replaceAll(',', ', '), `${a} ${n} ${signed}`).toBe(expected[i]);
        if (!/Error/.test(ours))
          expect(int.fromBytes(int.toBytes(a, n, order, signed), order, signed)).toBe(a);
      });
    }
  });

  it('round', () => {
    const cases = pairs.slice(0, 300).flatMap(([a]) => [[a, -1] as const, [a, -3] as const, [a, 2] as const]);
    agree(int.roundTo, (a, b) => `round(${a}, ${b})`, [
      ...cases,
      [15, -1],
      [25, -1],
      [-15, -1],
      [5, -1],
      [250, -2],
    ]);
  });
});
