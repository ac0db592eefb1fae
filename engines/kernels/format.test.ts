import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { KernelError } from './error.ts';
import { formatComplex, formatFloat, formatInt, formatText } from './format.ts';
import type { Int } from './int.ts';
import {
  PercentParser,
  fillCharacter,
  fillFloat,
  fillInt,
  fillText,
  unsupportedType,
} from './percent-format.ts';
import { TemplateParser, parseFieldName } from './str-format.ts';
import { loadOracle } from './test-oracle.ts';
import { hostOf, repr, textFromHost } from './text.ts';
import type { Text } from './text.ts';

let oracle: Awaited<ReturnType<typeof loadOracle>>;
beforeAll(async () => {
  oracle = await loadOracle();
});

const attempt = (run: () => Text): string => {
  try {
    return hostOf(repr(textFromHost(hostOf(run()))));
  } catch (e) {
    if (e instanceof KernelError) return `${e.type}: ${e.message}`;
    throw e;
  }
};

const optional = (...choices: string[]): fc.Arbitrary<string> => fc.constantFrom('', '', '', ...choices);
const spec = fc
  .tuple(
    optional('<', '>', '^', '=', '*<', 'é>', '0=', 'x^', '😀<'),
    optional('+', '-', ' '),
    optional('z'),
    optional('#'),
    optional('0'),
    optional('1', '5', '12', '30'),
    optional(',', '_'),
    optional('.0', '.3', '.10', '.', '._', '.6,'),
    fc.constantFrom(
      '',
      '',
      'b',
      'c',
      'd',
      'o',
      'x',
      'X',
      'n',
      'e',
      'E',
      'f',
      'F',
      'g',
      'G',
      '%',
      's',
      'k',
      'é',
    ),
  )
  .map((parts) => parts.join(''))
  .filter((s) => s !== '');
const sample = <T>(arbitrary: fc.Arbitrary<T>, numRuns: number): T[] =>
  fc.sample(arbitrary, { numRuns, seed: 314 });

function agree<T>(cases: T[], ours: (c: T) => Text, python: (c: T) => string): void {
  const expected = oracle.evaluate(cases.map(python));
  cases.forEach((c, i) =>
    expect(
      attempt(() => ours(c)),
      python(c),
    ).toBe(expected[i]),
  );
}

const quoted = (s: string): string => JSON.stringify(s);

describe('format specs', () => {
  it('of ints', () => {
    const ints = fc.constantFrom<Int>(0, 1, -1, 65, 255, -255, 1234567, -123456789, 2n ** 70n, 0x110000);
    agree(
      sample(fc.tuple(ints, spec), 5000),
      ([n, s]) => formatInt(n, textFromHost(s)),
      ([n, s]) => `format(${n}, ${quoted(s)})`,
    );
  });

  it('of floats', () => {
    const floats = fc.constantFrom(
      '0.0',
      '-0.0',
      '1.5',
      '-1234567.891',
      '1e16',
      '1e-7',
      '1e22',
      "float('inf')",
      "float('nan')",
      '-0.0004',
      '123.0',
    );
    const value = (x: string): number =>
      x.startsWith('float') ? (x.includes('inf') ? Infinity : NaN) : Number(x);
    agree(
      sample(fc.tuple(floats, spec), 5000),
      ([x, s]) => formatFloat(value(x), textFromHost(s)),
      ([x, s]) => `format(${x}, ${quoted(s)})`,
    );
    const complexes = sample(fc.tuple(floats, floats, spec), 2000);
    agree(
      complexes,
      ([a, b, s]) => formatComplex({ real: value(a), imag: value(b) }, textFromHost(s)),
      ([a, b, s]) => `format(complex(${a}, ${b}), ${quoted(s)})`,
    );
  });

  it('of texts', () => {
    const texts = fc.constantFrom('', 'a', 'abc', 'äöü', 'a long text of many words');
    agree(
      sample(fc.tuple(texts, spec), 3000),
      ([t, s]) => formatText(t, textFromHost(s)),
      ([t, s]) => `format(${quoted(t)}, ${quoted(s)})`,
    );
    agree(
      ['99999999999999999999', '.99999999999999999999', 'abc', ' '],
      (s) => formatText('x', s),
      (s) => `format('x', ${quoted(s)})`,
    );
  });
});

describe('%-format', () => {
  const field = fc
    .tuple(
      fc.subarray(['-', '+', ' ', '#', '0']).map((flags) => flags.join('')),
      optional('5', '12'),
      optional('.0', '.3', '.10', '.'),
      optional('l', 'h', 'L'),
      fc.constantFrom('d', 'i', 'u', 'o', 'x', 'X', 'e', 'E', 'f', 'F', 'g', 'G', 's', 'c', 'y', 'é'),
    )
    .map((parts) => `a%${parts.join('')}b%%`);

  /** The caller's part, for a host value. */
  function fill(template: string, value: number | bigint | string): Text {
    const parser = new PercentParser(template);
    let result = '';
    for (let piece = parser.next(); piece !== null; piece = parser.next()) {
      if (typeof piece === 'string' || !('type' in piece)) result += hostOf(piece);
      else if ('diuoxX'.includes(piece.type)) result += fillInt(value as number, piece);
      else if ('eEfFgG'.includes(piece.type)) result += fillFloat(Number(value), piece);
      else if (piece.type === 's') result += hostOf(fillText(String(value), piece));
      else if (piece.type === 'c') result += hostOf(fillCharacter(value as number, piece));
      else throw unsupportedType(piece);
    }
    return result;
  }

  it('fills fields', () => {
    const values = fc.constantFrom<number | bigint>(0, 5, -5, 255, 10n ** 20n, -(10n ** 20n));
    agree(
      sample(fc.tuple(field, values), 3000),
      ([f, v]) => fill(f, v),
      ([f, v]) => `${quoted(f)} % ${v < 0 ? `(${v},)` : v}`,
    );
  });

  it('tells what is wrong', () => {
    const wrong = [
      '%',
      'a%',
      '%5',
      '%(a',
      '%.',
      '%99999999999999999999d',
      '%.99999999999999999999d',
      '%\u0001',
      '%-',
    ];
    agree(
      wrong,
      (t) => fill(t, 1),
      (t) => `${quoted(t)} % (${t === '%(a' ? '{}' : '1'})`,
    );
    agree(
      ['%c'],
      (t) => fill(t, 'ab'),
      (t) => `${quoted(t)} % 'ab'`,
    );
  });
});

describe('templates of str.format', () => {
  it('splits as string.Formatter().parse', () => {
    const templates = [
      '',
      'abc',
      '{}',
      '{{}}',
      'a{0}b',
      '{0!r:>10}',
      '{a.b[c]}',
      '{a[}]}',
      '{:{w}.{p}}',
      '{{{0}}}',
      '}',
      '{',
      '{!}',
      '{!r',
      '{!ra}',
      '{:{',
      '{0[}',
      '{a{b}',
      'x{0:}y',
      '}}{{',
      '{0!r}',
      'é{x}😀',
      '{:}}',
      '{0:{}}}',
    ];
    const expected = oracle.evaluate(
      templates.map((t) => `list(__import__('_string').formatter_parser(${quoted(t)}))`),
    );
    templates.forEach((t, i) => {
      const ours = attempt(() => {
        const parser = new TemplateParser(textFromHost(t));
        const shown: string[] = [];
        const quote = (s: Text): string => hostOf(repr(s));
        for (let piece = parser.next(); piece !== null; piece = parser.next()) {
          const { field } = piece;
          shown.push(
            field === null
              ? `(${quote(piece.literal)}, None, None, None)`
              : `(${quote(piece.literal)}, ${quote(field.name)}, ${quote(field.spec)}, ${field.conversion === undefined ? 'None' : quote(field.conversion)})`,
          );
        }
        return `[${shown.join(', ')}]`;
      });
      expect(/Error/.test(ours) ? ours : ours.slice(1, -1).replaceAll("\\'", "'"), t).toBe(expected[i]);
    });
  });

  it('splits field names', () => {
    expect(parseFieldName('0.a[1][x]')).toEqual({
      first: 0,
      rest: [
        { attribute: true, key: 'a' },
        { attribute: false, key: 1 },
        { attribute: false, key: 'x' },
      ],
    });
    for (const name of ['0.', '0[]', '0[a]b', '0[a', '9'.repeat(30)]) {
      const [expected] = oracle.evaluate([`'{${name === '0[a' ? '0[a' : name}}'.format({'a': 1})`]);
      if (name !== '0[a') expect(attempt(() => String(parseFieldName(name)))).toBe(expected);
    }
  });
});
