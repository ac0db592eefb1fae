import { describe, expect, test } from 'vitest';
import { createProgress, formatDuration } from './progress.ts';

function recorder(isTTY: boolean, columns = 20) {
  const written: string[] = [];
  let clock = 0;
  const stream = { isTTY, columns, write: (t: string) => written.push(t) };
  return {
    written,
    tick: (ms: number) => (clock += ms),
    progress: createProgress(stream, () => clock, {}),
  };
}

describe('on a terminal', () => {
  test('one line is rewritten, cut to the width, and taken away', () => {
    const { progress, written, tick } = recorder(true);
    progress.update('first');
    tick(10);
    progress.update('too soon');
    tick(100);
    progress.update('a text that is longer than the terminal');
    progress.line('kept');
    progress.clear();
    expect(written).toEqual(['\r\u001b[Kfirst', '\r\u001b[Ka text that is lon…', '\r\u001b[K', 'kept\n']);
  });
});

describe('elsewhere', () => {
  test('plain lines without control characters, and few', () => {
    const { progress, written, tick } = recorder(false);
    progress.update('a');
    for (let i = 0; i < 25; i++) {
      tick(1000);
      progress.update(`at ${i}`);
    }
    progress.line('done');
    progress.clear();
    expect(written).toEqual(['a\n', 'at 9\n', 'at 19\n', 'done\n']);
  });
});

test.each([
  [-5, '0 s'],
  [400, '1 s'],
  [59_000, '59 s'],
  [80_000, '1 min 20 s'],
  [120_000, '2 min'],
  [1_234_000, '20 min'],
  [3_660_000, '1 h 1 min'],
])('%d ms is %s', (ms, text) => expect(formatDuration(ms)).toBe(text));
