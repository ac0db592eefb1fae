import { describe, expect, test } from 'vitest';
import { bytes, digits, duration, ratioWithInterval, spread } from './figures.ts';
import { createPaint, renderTable, textWidth, wantsColor, wrap } from './table.ts';

const plain = createPaint(false);
const columns = [
  { title: 'engine', rank: 0 },
  { title: 'start', rank: 3, align: 'right' },
  { title: 'time', rank: 0, align: 'right' },
  { title: 'unused', rank: 1 },
] as const;
const rows = [
  ['a', '1 s', '12 ms', ''],
  { head: 'long-name', sentence: 'ValueError: something that is rather long to say' },
  ['b', '900 ms', '1 ms', ''],
];

describe('tables', () => {
  test('columns are aligned, empty ones left out, sentences run over the rest', () => {
    expect(renderTable(columns, rows, 80, plain)).toEqual({
      text: [
        'engine      start   time',
        'a             1 s  12 ms',
        'long-name  ValueError: something that is rather long to say',
        'b          900 ms   1 ms',
      ].join('\n'),
      omitted: [],
    });
  });
  test('where it is narrow the least important go, sentences wrap, and what went is told', () => {
    const { text, omitted } = renderTable(columns, rows, 32, plain);
    expect(text.split('\n').slice(0, 3)).toEqual([
      'engine      start   time',
      'a             1 s  12 ms',
      'long-name  ValueError: something',
    ]);
    expect(omitted).toEqual([]);
    const narrow = renderTable(columns, rows, 20, plain);
    expect(narrow.omitted).toEqual(['start']);
    expect(narrow.text.split('\n')[1]).toBe('a          12 ms');
  });
  test('colours do not count as width', () => {
    const paint = createPaint(true);
    const painted = renderTable(columns, [['a', paint.bad('1 s'), '12 ms', '']], 80, paint).text;

    expect(painted.replace(/\u001b\[\d+m/g, '').split('\n')[1]).toBe('a         1 s  12 ms');
  });
  test('width of text', () => {
    expect(textWidth('±2 % µs…')).toBe(8);
    expect(textWidth('\u001b[31m日本\u001b[39m')).toBe(4);
    expect(textWidth('e\u0301')).toBe(1);
  });
  test('wrapping breaks at blanks and cuts endless words', () => {
    expect(wrap('aa bb cc', 5)).toEqual(['aa bb', 'cc']);
    expect(wrap('aaaaaaa b', 3)).toEqual(['aaa', 'aaa', 'a b']);
    expect(wrap('', 5)).toEqual(['']);
  });
});

test('colour: FORCE_COLOR, then NO_COLOR, then the terminal', () => {
  expect(wantsColor({}, true)).toBe(true);
  expect(wantsColor({}, false)).toBe(false);
  expect(wantsColor({ NO_COLOR: '1' }, true)).toBe(false);
  expect(wantsColor({ NO_COLOR: '' }, true)).toBe(true);
  expect(wantsColor({ NO_COLOR: '1', FORCE_COLOR: '1' }, false)).toBe(true);
  expect(wantsColor({ FORCE_COLOR: '0' }, true)).toBe(false);
  expect(wantsColor({ TERM: 'dumb' }, true)).toBe(false);
});

describe('figures', () => {
  test.each([
    [0.01234, '0.0123'],
    [1.2, '1.20'],
    [9.999, '10.0'],
    [99.96, '100'],
    [1234.4, '1234'],
    [0, '0'],
    [0.9996, '1.00'],
  ])('three digits of %d', (x, text) => expect(digits(x)).toBe(text));
  test.each([
    [0.0000005, '0.500 ns'],
    [0.00123, '1.23 µs'],
    [0.9999, '1.00 ms'],
    [12.34, '12.3 ms'],
    [999.9, '1.00 s'],
    [61_000, '61.0 s'],
    [150_000, '2.50 min'],
  ])('%d ms', (ms, text) => expect(duration(ms)).toBe(text));
  test('sizes, spreads and ratios', () => {
    expect(bytes(512)).toBe('512 B');
    expect(bytes(47.3 * 2 ** 20)).toBe('47.3 MiB');
    expect(spread({ value: 10, low: 9.95, high: 10.02 })).toBe('±0.5 %');
    expect(spread({ value: 10, low: 8, high: 11 })).toBe('±20 %');
    expect(spread({ value: 10 })).toBe('');
    expect(ratioWithInterval({ value: 0.421, low: 0.4, high: 0.45 })).toBe('0.421 (0.400…0.450)');
    expect(ratioWithInterval({ value: 2 })).toBe('2.00');
  });
});
