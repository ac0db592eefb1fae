import { describe, expect, test } from 'vitest';
import { describeDifference, firstDifferingLine, groupOutputs, OutputTable } from './group-outputs.ts';
import type { ProgramOutput } from './group-outputs.ts';

const output = (stdout: string, more: Partial<ProgramOutput> = {}): ProgramOutput => ({
  stdout,
  truncated: false,
  bytes: stdout.length,
  ...more,
});
const labels = { expected: 'a', actual: 'b' };

test('equal outputs are stored once; result and exception count', () => {
  const table = new OutputTable();
  const ids = [
    output('1\n'),
    output('1\n', { resultRepr: '3' }),
    output('1\n'),
    output('1\n', { exceptionLine: 'ValueError: x' }),
    output('1\n', { truncated: true, bytes: 9 }),
    output('1\n', { truncated: true, bytes: 10 }),
  ].map((o) => table.add(o));
  expect(ids).toEqual([0, 1, 0, 2, 3, 4]);
  expect(table.outputs.map((o) => o.id)).toEqual([0, 1, 2, 3, 4]);
});

describe('groups', () => {
  const printed = [
    { engine: 'a', output: 0 },
    { engine: 'b', output: 1 },
    { engine: 'c', output: 1 },
    { engine: 'd', output: 2 },
  ];
  test('largest first, then in the order named', () => {
    expect(groupOutputs(printed)).toEqual([
      { output: 1, engines: ['b', 'c'] },
      { output: 0, engines: ['a'] },
      { output: 2, engines: ['d'] },
    ]);
  });
  test('of equals, that with the baseline', () => {
    expect(groupOutputs(printed, { baseline: 'd' }).map((g) => g.output)).toEqual([1, 2, 0]);
  });
  test('a failure that many share is still no yardstick', () => {
    expect(groupOutputs(printed, { raises: (o) => o === 1 }).map((g) => g.output)).toEqual([0, 2, 1]);
  });
  test('none', () => expect(groupOutputs([])).toEqual([]));
});

describe('differences', () => {
  test('first differing line with both sides', () => {
    expect(firstDifferingLine('1\n2\n3\n', '1\nx\n3\n')).toEqual({ line: 2, expected: '2', actual: 'x' });
  });
  test('one text ends early', () => {
    expect(firstDifferingLine('1\n2\n', '1\n')).toEqual({ line: 2, expected: '2', actual: undefined });
    expect(firstDifferingLine('', '1\n')).toEqual({ line: 1, expected: undefined, actual: '1' });
  });
  test('only the last line break differs', () => {
    expect(firstDifferingLine('1\n', '1')).toEqual({ line: 2, expected: undefined, actual: undefined });
    expect(describeDifference(output('1\n'), output('1'), labels).diff).toContain(
      'No newline at end of file',
    );
  });
  test('a unified diff names both sides', () => {
    const d = describeDifference(output('1\n2\n3\n'), output('1\nx\n3\n'), labels);
    expect(d).toMatchObject({ where: 'stdout', line: 2 });
    expect(d.diff).toBe('--- a\n+++ b\n@@ -1,3 +1,3 @@\n 1\n-2\n+x\n 3');
  });
  test('same text, other result; same result, other exception', () => {
    expect(
      describeDifference(output('', { resultRepr: '1' }), output('', { resultRepr: '2' }), labels),
    ).toMatchObject({
      where: 'result',
      line: 1,
      expected: '1',
      actual: '2',
    });
    expect(
      describeDifference(output(''), output('', { exceptionLine: 'ValueError: no' }), labels),
    ).toMatchObject({ where: 'exception', actual: 'ValueError: no' });
    expect(
      describeDifference(
        output('', { resultRepr: '1' }),
        output('', { exceptionLine: 'ValueError' }),
        labels,
      ),
    ).toMatchObject({ where: 'exception', expected: undefined, actual: 'ValueError' });
  });
  test('long and wholly different texts take no second and are cut', () => {
    const long = (word: string) => Array.from({ length: 100_000 }, (_, i) => `${word} ${i}`).join('\n');
    const before = performance.now();
    const d = describeDifference(output(long('x')), output(long('y')), labels);
    expect(performance.now() - before).toBeLessThan(2000);
    expect(d.line).toBe(1);
    expect(d.diff.split('\n').length).toBeLessThan(70);
  });
  test('one endless line is cut too', () => {
    const d = describeDifference(output('x'.repeat(10_000)), output('y'.repeat(10_000)), labels);
    expect(d.diff.length).toBeLessThan(1500);
  });
});
