// Compiled library code is found again by the bundle that wrote it, whatever kind of module that is, and by no other.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCodeCache } from './code-cache.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'code-cache-'));
  mkdirSync(join(folder, 'dist', 'engines'), { recursive: true });
  writeFileSync(join(folder, 'library.zip'), 'zip');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (bundle: string) =>
  openCodeCache(join(folder, 'library.zip'), pathToFileURL(join(folder, 'dist', 'engines', bundle)).href);

test.each(['engine.js', 'engine.cjs'])('a bundle %s keeps code', (bundle) => {
  writeFileSync(join(folder, 'dist', 'engines', bundle), 'one');
  open(bundle)!.write('key', Uint8Array.of(1, 2));
  expect([...open(bundle)!.read('key')!]).toEqual([1, 2]);
  writeFileSync(join(folder, 'dist', 'engines', bundle), 'another one');
  expect(open(bundle)!.read('key')).toBeNull();
});

test('sources keep none', () => {
  writeFileSync(join(folder, 'dist', 'engines', 'engine.ts'), '');
  expect(open('engine.ts')).toBeUndefined();
});

test('what the build has packed serves until one of it is written anew', () => {
  writeFileSync(join(folder, 'dist', 'engines', 'engine.cjs'), 'one');
  open('engine.cjs')!.write('a', Uint8Array.of(1));
  open('engine.cjs')!.write('b', Uint8Array.of(2));
  const [stamped] = readdirSync(join(folder, 'dist', 'cache'));
  const index = JSON.stringify({ a: [0, 1], b: [1, 1] });
  writeFileSync(
    join(folder, 'dist', 'cache', stamped, 'pack'),
    Buffer.concat([Buffer.from(`${index}\n`), Buffer.of(7, 8)]),
  );
  const cache = open('engine.cjs')!;
  expect([cache.read('a'), cache.read('b')].map((bytes) => [...bytes!])).toEqual([[7], [8]]);
  cache.write('a', Uint8Array.of(3));
  for (const now of [cache, open('engine.cjs')!]) {
    expect([...now.read('a')!]).toEqual([3]);
    expect([...now.read('b')!]).toEqual([2]);
  }
});
