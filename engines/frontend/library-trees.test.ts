// Every file of the pinned library gives the tree that CPython gives, attributes and all. What CPython gives is stored as
// checksums (node scripts/check-parser.mjs --store).
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
// @ts-expect-error a script without types
import { libraryFiles, pyodideVersion } from '../../scripts/frontend-oracle.mjs';
import { dumpAst } from './ast-dump.ts';
import { parse } from './parse.ts';

test('trees of the whole library equal CPython’s', () => {
  const stored = JSON.parse(
    readFileSync(new URL('./testdata/library-trees.json', import.meta.url), 'utf8'),
  ) as { pyodide: string; trees: Record<string, string> };
  expect(stored.pyodide).toBe(pyodideVersion);
  const files = libraryFiles() as { name: string; bytes: Uint8Array }[];
  expect(files.length).toBe(Object.keys(stored.trees).length);
  const different: string[] = [];
  for (const { name, bytes } of files) {
    const text = dumpAst(parse(bytes, { filename: name }).tree, { includeAttributes: true });
    const checksum = createHash('sha256').update(text).digest('hex').slice(0, 16);
    if (checksum !== stored.trees[name]) different.push(name);
  }
  expect(different).toEqual([]);
});
