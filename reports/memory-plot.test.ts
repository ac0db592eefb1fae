import { expect, test } from 'vitest';
import { byteTicks, memoryPlot } from './memory-plot.ts';
import { namePlaces } from './svg.ts';

test('steps at the axis are powers of two and reach above the highest', () => {
  expect(byteTicks(100 * 2 ** 20).map((t) => t / 2 ** 20)).toEqual([0, 32, 64, 96, 128]);
  expect(byteTicks(1000)).toEqual([0, 256, 512, 768, 1024]);
  expect(byteTicks(1)).toEqual([0, 1]);
});

test('a line for each figure, named; none for one without points', () => {
  const drawn = memoryPlot(
    [
      {
        label: 'process',
        points: [
          { x: 0, y: 1 << 20 },
          { x: 50, y: 2 << 20 },
        ],
      },
      { label: 'modelled', points: [] },
    ],
    'a <title>',
  );
  expect(drawn.match(/<polyline/g)).toHaveLength(1);
  expect(drawn).toContain('>process<');
  expect(drawn).not.toContain('modelled');
  expect(drawn).toContain('a &#60;title&#62;');
  expect(drawn).toContain('>2 MiB<');
});

test('names of lines that end alike stand a line apart, inside the drawing', () => {
  const places = namePlaces([100, 101, 99, 174], 174);
  const sorted = [...places].sort((a, b) => a - b);
  for (let i = 1; i < sorted.length; i++) expect(sorted[i] - sorted[i - 1]).toBeGreaterThanOrEqual(14);
  expect(sorted.at(-1)).toBeLessThanOrEqual(174);
  expect(places[2]).toBeLessThan(places[0]);
});
