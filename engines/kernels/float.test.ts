import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import * as complex from './complex.ts';
import { KernelError } from './error.ts';
import * as float from './float.ts';
import { loadOracle } from './test-oracle.ts';

let oracle: Awaited<ReturnType<typeof loadOracle>>;
beforeAll(async () => {
  oracle = await loadOracle();
});

const attempt = (run: () => unknown): string => {
  try {
    return String(run());
  } catch (e) {
    if (e instanceof KernelError) return `${e.type}: ${e.message}`;
    throw e;
  }
};
const bits = new DataView(new ArrayBuffer(8));
const anyFloat = fc.oneof(
  fc.constantFrom(
    0,
    -0,
    1,
    -1,
    0.5,
    1.5,
    2.5,
    -2.5,
    0.1,
    1e16,
    1e15,
    123456789012345680,
    1e22,
    1e23,
    5e-324,
    2.2250738585072014e-308,
    1.7976931348623157e308,
    1e-4,
    1e-5,
    9.999999e-5,
    0.125,
    0.375,
    2.675,
    1e21,
    1e100,
    4.35,
    Infinity,
    -Infinity,
    NaN,
  ),
  fc.double(),
  fc.integer({ min: -100000, max: 100000 }).map((n) => n / 64),
  fc.integer({ min: -100000, max: 100000 }).map((n) => n / 100),
);
/** How the oracle is told a float, exactly. */
function literal(x: number): string {
  if (Number.isNaN(x)) return "float('nan')";
  bits.setFloat64(0, x);
  return `__import__('struct').unpack('>d', bytes.fromhex('${bits.getBigUint64(0).toString(16).padStart(16, '0')}'))[0]`;
}
const sample = <T>(arbitrary: fc.Arbitrary<T>, numRuns: number): T[] =>
  fc.sample(arbitrary, { numRuns, seed: 314 });
const exact = (x: number): string => (Object.is(x, -0) ? '-0.0' : float.repr(x));

function agree<T extends unknown[]>(
  cases: T[],
  ours: (...args: T) => unknown,
  python: (...args: T) => string,
  prelude = '',
): void {
  const expected = oracle.evaluate(
    cases.map((c) => python(...c)),
    prelude,
  );
  cases.forEach((c, i) =>
    expect(
      attempt(() => ours(...c)),
      python(...c),
    ).toBe(expected[i]),
  );
}
/** The wasm build has other errno numbers than Linux. */
const POWER = `
class Complex:
    def __repr__(self): return 'complex'
def power(a, b):
    try: r = a ** b
    except OverflowError: raise OverflowError("(34, 'Numerical result out of range')")
    return Complex() if isinstance(r, complex) else r
`;
const floats = sample(anyFloat, 2000).map((x) => [x] as [number]);
const pairs = sample(fc.tuple(anyFloat, anyFloat), 2000);

describe('float', () => {
  it('repr and hex', () => {
    agree(floats, float.repr, (x) => literal(x));
    agree(
      floats,
      (x) => `'${float.hex(x)}'`,
      (x) => `${literal(x)}.hex()`,
    );
    for (const [x] of floats) expect(float.fromHex(float.hex(x))).toBe(x);
  });

  it('prints %e, %f, %g at any precision', () => {
    const cases = sample(
      fc.tuple(
        anyFloat,
        fc.constantFrom('e', 'f', 'g', 'E', 'G'),
        fc.oneof(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 120 })),
        fc.boolean(),
      ),
      3000,
    );
    agree(
      cases,
      (x, code, precision, alternate) => `'${float.formatDouble(x, code, precision, { alternate })}'`,
      (x, code, precision, alternate) => `'%${alternate ? '#' : ''}.${precision}${code}' % ${literal(x)}`,
    );
  });

  it('parses', () => {
    const texts = [
      '1',
      '1.',
      '.5',
      '.',
      '1e5',
      '1e',
      '-1E-5',
      ' 1 ',
      '1_0.0_1',
      '1_',
      '_1',
      '1__0',
      '1_.0',
      '1e_5',
      'inf',
      '-Infinity',
      'nan',
      '+nan',
      'infinit',
      '',
      '0x10',
      '1.7976931348623159e308',
      '1e400',
      '1 2',
      '+.5e+3',
      '--1',
      '2.5e-324',
      '0e9999999999',
    ];
    agree(
      texts.map((t) => [t] as [string]),
      (t) => {
        const x = float.parse(t);
        return x === undefined
          ? `ValueError: could not convert string to float: ${JSON.stringify(t).replaceAll('"', "'")}`
          : exact(x);
      },
      (t) => `float(${JSON.stringify(t)})`,
    );
    const hexes = [
      '0x1.8p+1',
      '1.8',
      '0x.8p0',
      '0x1p-1074',
      '0x1p-1075',
      '0x1.8p-1075',
      '0x1.8p-1074',
      '0x1.fffffffffffff8p1023',
      '0x1.fffffffffffff7p1023',
      'zz',
      '',
      '0x',
      '0xp3',
      ' -0x0p1 ',
      '0x1p99999999999',
      '0x1p-99999999999',
      '1p',
      'INF',
      '0x1.00000000000008p0',
      '0x1.00000000000018p0',
    ];
    agree(
      hexes.map((t) => [t] as [string]),
      (t) => exact(float.fromHex(t)),
      (t) => `float.fromhex(${JSON.stringify(t)})`,
    );
  });

  it('division', () => {
    agree(
      pairs,
      (a, b) => exact(float.mod(a, b)),
      (a, b) => `${literal(a)} % ${literal(b)}`,
    );
    agree(
      pairs,
      (a, b) => `(${float.divmod(a, b).map(exact).join(', ')})`,
      (a, b) => `divmod(${literal(a)}, ${literal(b)})`,
    );
    agree(
      pairs,
      (a, b) => exact(float.floordiv(a, b)),
      (a, b) => `${literal(a)} // ${literal(b)}`,
    );
  });

  it('power at the edges', () => {
    const edge = fc.constantFrom(
      0,
      -0,
      1,
      -1,
      2,
      -2,
      0.5,
      -0.5,
      3,
      -3,
      Infinity,
      -Infinity,
      NaN,
      1e300,
      -1e300,
    );
    agree(
      sample(fc.tuple(edge, edge), 1000),
      (a, b) => {
        const r = float.pow(a, b);
        return r === undefined ? 'complex' : exact(r);
      },
      (a, b) => `power(${literal(a)}, ${literal(b)})`,
      POWER,
    );
  });

  it('rounds and takes ratios', () => {
    agree(floats, float.roundToInt, (x) => `round(${literal(x)})`);
    agree(
      sample(
        fc.tuple(anyFloat, fc.oneof(fc.integer({ min: -5, max: 5 }), fc.integer({ min: -330, max: 330 }))),
        2000,
      ),
      (x, n) => exact(float.roundTo(x, n)),
      (x, n) => `round(${literal(x)}, ${n})`,
    );
    agree(
      floats,
      (x) => `(${float.asIntegerRatio(x).join(', ')})`,
      (x) => `${literal(x)}.as_integer_ratio()`,
    );
  });
});

describe('complex', () => {
  const part = fc.constantFrom(0, -0, 1, -1, 2.5, -3, Infinity, -Infinity, NaN, 1e200);
  const anyComplex = fc.record({ real: part, imag: part });
  const of = (z: complex.Complex): string => `complex(${literal(z.real)}, ${literal(z.imag)})`;
  const cases = sample(fc.tuple(anyComplex, anyComplex), 1500);
  const real = sample(fc.tuple(anyComplex, part), 600);

  it('arithmetic', () => {
    agree(
      cases,
      (a, b) => complex.repr(complex.mul(a, b)),
      (a, b) => `${of(a)} * ${of(b)}`,
    );
    agree(
      cases,
      (a, b) => complex.repr(complex.div(a, b)),
      (a, b) => `${of(a)} / ${of(b)}`,
    );
    agree(
      cases,
      (a, b) => complex.repr(complex.sub(a, b)),
      (a, b) => `${of(a)} - ${of(b)}`,
    );
    agree(
      real,
      (a, b) => complex.repr(complex.mulReal(a, b)),
      (a, b) => `${of(a)} * ${literal(b)}`,
    );
    agree(
      real,
      (a, b) => complex.repr(complex.divReal(a, b)),
      (a, b) => `${of(a)} / ${literal(b)}`,
    );
    agree(
      real,
      (a, b) => complex.repr(complex.realDiv(b, a)),
      (a, b) => `${literal(b)} / ${of(a)}`,
    );
    agree(
      real,
      (a, b) => complex.repr(complex.realSub(b, a)),
      (a, b) => `${literal(b)} - ${of(a)}`,
    );
    agree(
      real,
      (a, _) => float.repr(complex.abs(a)),
      (a, _) => `abs(${of(a)})`,
    );
    const small = sample(
      fc.tuple(
        fc.record({ real: fc.constantFrom(0, 1, -2, 0.5), imag: fc.constantFrom(0, 1, -1.5) }),
        fc.integer({ min: -3, max: 20 }),
      ),
      200,
    );
    agree(
      small,
      (a, n) => complex.repr(complex.pow(a, { real: n, imag: 0 })),
      (a, n) => `${of(a)} ** ${n}`,
    );
  });

  it('parses', () => {
    const texts = [
      '1+2j',
      '1',
      'j',
      '-j',
      '+J',
      '1-j',
      '(1+2j)',
      ' ( 1 ) ',
      '1+2',
      '1 + 2j',
      '1e5j',
      '1e5-2e-3j',
      'nan+infj',
      'infinityj',
      '1_0+2_0j',
      '1_+2j',
      '',
      '()',
      'x',
      '1j2',
      '--1j',
      '.5j',
      '1..2j',
      '1+2jj',
      'nanj',
      '5infj',
      '-inf-nanj',
      '1e',
      '1.2.3j',
    ];
    agree(
      texts.map((t) => [t] as [string]),
      (t) => complex.repr(complex.parse(t)),
      (t) => `complex(${JSON.stringify(t)})`,
    );
  });
});
