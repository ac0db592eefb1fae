import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { unreadable } from './unreadable.ts';

const reading = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    return unreadable(path, error);
  }
};

test('the file is named, with what is the matter', () => {
  expect(reading('no-such-file.json')).toBe('cannot read no-such-file.json: there is no such file');
  expect(reading('harness')).toBe('cannot read harness: it is a folder');
});

test('a text beyond what a string can hold says what to do', () => {
  let error: unknown;
  try {
    Buffer.alloc(2 ** 29).toString('latin1');
  } catch (e) {
    error = e;
  }
  expect(unreadable('big.json', error)).toContain('too large to be read in one piece');
});
