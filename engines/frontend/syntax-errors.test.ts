// Holds our syntax errors to CPython's over the corpus of wrong programs in testdata/syntax-errors (made by hand and by
// templates, answers from the real interpreter: scripts/make-syntax-corpus.mjs).
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from './parse.ts';
import type { ParseMode } from './parse.ts';
import { PythonSyntaxError } from './syntax-errors.ts';

const folder = new URL('./testdata/syntax-errors/', import.meta.url);

interface Entry {
  mode: ParseMode;
  source: string;
  answer: unknown;
  /** The parser accepts it; symbol table or compiler refuse it. */
  later: boolean;
}

function read(name: string): Entry[] {
  const entries: Entry[] = [];
  for (const block of readFileSync(new URL(name, folder), 'utf8').split(/^%% ?/m).slice(1)) {
    const lines = block.replace(/\n$/, '').split('\n');
    const head = lines.shift()!;
    const answer = lines.pop()!;
    entries.push({
      mode: (/mode=(\w+)/.exec(head)?.[1] ?? 'exec') as ParseMode,
      source: head.includes('json') ? (JSON.parse(lines.join('')) as string) : lines.join('\n'),
      answer: JSON.parse(answer.slice(3)) as unknown,
      later: answer.startsWith('%~'),
    });
  }
  return entries;
}

function ours(entry: Entry): unknown {
  try {
    parse(entry.source, { filename: 'f.py', mode: entry.mode });
    return null;
  } catch (error) {
    if (!(error instanceof PythonSyntaxError)) throw error;
    const { type, msg, lineno, offset, end_lineno, end_offset, text } = error;
    if (lineno === null && type !== 'SyntaxError') return [type, msg];
    return [type, msg, lineno, offset, end_lineno, end_offset, text];
  }
}

describe('syntax errors equal CPython’s', () => {
  for (const name of readdirSync(folder).sort()) {
    test(name, () => {
      const entries = read(name);
      expect(entries.length).toBeGreaterThan(0);
      const differences = entries.flatMap((entry) => {
        const answer = ours(entry);
        const wanted = entry.later ? null : entry.answer;
        return JSON.stringify(answer) === JSON.stringify(wanted)
          ? []
          : [{ source: entry.source, answer, wanted }];
      });
      expect(differences).toEqual([]);
    });
  }
});
