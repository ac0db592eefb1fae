// lab.config.json: what it may hold, and that an error names the file and the key.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ConfigError, loadConfig, readConfig } from './config.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-config-'));
  file = join(folder, 'lab.config.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (data: unknown): void =>
  writeFileSync(file, typeof data === 'string' ? data : JSON.stringify(data));

it('takes relative paths from its own folder and leaves bare names to PATH', () => {
  write({
    programs: {
      a: { command: ['./bin/python', '-X', 'dev'] },
      b: { command: ['python3'] },
      c: { command: ['/x/y'] },
    },
  });
  const { programs, searchPath } = readConfig(file);
  expect(searchPath).toBe(true);
  expect(programs['a']!.command).toEqual([join(folder, 'bin/python'), '-X', 'dev']);
  expect(programs['b']!.command).toEqual(['python3']);
  expect(programs['c']!.command).toEqual(['/x/y']);
});

it('is found from a folder below, and need not be there', () => {
  const below = join(folder, 'a/b');
  mkdirSync(below, { recursive: true });
  expect(loadConfig(below).programs).toEqual({});
  write({ programs: { x: { command: ['x'] } } });
  expect(Object.keys(loadConfig(below).programs)).toEqual(['x']);
});

it.each([
  ['{', /JSON/],
  [[], /\(top level\)/],
  [{ programs: { x: { command: [] } } }, /programs\.x\.command: /],
  [{ programs: { x: { command: 'python3' } } }, /programs\.x\.command: .*array/],
  [{ programs: { x: { command: ['a', 1] } } }, /programs\.x\.command\.1: /],
  [{ programs: { 'a b': { command: ['a'] } } }, /programs\.a b: an id is letters/],
  [{ programs: { x: { command: ['a'], nmae: 'y' } } }, /programs\.x: .*nmae/],
  [{ searchPath: 'no' }, /searchPath: /],
])('refuses %j and says where', (data, message) => {
  write(data);
  expect(() => readConfig(file)).toThrow(ConfigError);
  expect(() => readConfig(file)).toThrow(message);
  expect(() => readConfig(file)).toThrow(file);
});
