// Compiled library code is found again by the bundle that wrote it, whatever kind of module that is, and by no other.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
