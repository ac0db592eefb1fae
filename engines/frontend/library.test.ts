// Every file of the pinned library gives the tokens and the tree that CPython gives, attributes and all. What CPython gives is
// stored as checksums (node scripts/check-parser.mjs --store, node scripts/check-tokens.mjs --store).
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
// @ts-expect-error a script without types
import { libraryFiles, pyodideVersion } from '../../scripts/frontend-oracle.mjs';
import { dumpAst } from './ast-dump.ts';
import { parse } from './parse.ts';
import { dumpTokens } from './tokens-dump.ts';

interface Stored {
  pyodide: string;
  trees: Record<string, string>;
  tokens: Record<string, string>;
}

const files = libraryFiles() as { name: string; bytes: Uint8Array }[];

function different(file: string, what: 'trees' | 'tokens', text: (bytes: Uint8Array) => string): string[] {
  const stored = JSON.parse(readFileSync(new URL('./testdata/' + file, import.meta.url), 'utf8')) as Stored;
  expect(stored.pyodide).toBe(pyodideVersion);
  expect(files.length).toBe(Object.keys(stored[what]).length);
  return files
    .filter(({ name, bytes }) => {
      const checksum = createHash('sha256').update(text(bytes)).digest('hex');
      return checksum.slice(0, 16) !== stored[what][name];
    })
    .map(({ name }) => name);
}

test('trees of the whole library equal CPython’s', () => {
  const text = (bytes: Uint8Array): string => dumpAst(parse(bytes).tree, { includeAttributes: true });
  expect(different('library-trees.json', 'trees', text)).toEqual([]);
});

test('tokens of the whole library equal those of CPython’s tokenize', () => {
  const text = (bytes: Uint8Array): string => {
    const answer = dumpTokens(bytes, { exact: true });
    return answer.ok ? answer.text : answer.error;
  };
  expect(different('library-tokens.json', 'tokens', text)).toEqual([]);
});
