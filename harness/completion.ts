// What a shell completes after `lab`: commands and options by yargs, and the values that only the lab knows: engines (after a comma
// too), sizes, tags. Asks no program what it is: pressing a key must not wait for a JVM.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { findManifest, loadManifest, sizeNames } from './manifest.ts';
import { EMBEDDED } from './registry.ts';

const PROGRAMS = ['python3', 'pypy3', 'micropython', 'jython', 'graalpy', 'ipy', 'rustpython'];

function engines(path = process.env.PATH ?? ''): string[] {
  const folders = path.split(delimiter).filter((f) => f !== '');
  const there = PROGRAMS.filter((name) => folders.some((folder) => existsSync(join(folder, name))));
  return [...EMBEDDED.map((e) => e.id), ...there];
}

function tags(): string[] {
  const manifest = findManifest(join('workloads', 'bench', 'x.py'));
  if (manifest === undefined) return [];
  return [...new Set(loadManifest(manifest).workloads.flatMap((w) => w.stresses))].sort();
}

/** Options with values of ours; whether several may stand with commas between. */
const VALUES: Readonly<Record<string, { values(): readonly string[]; list: boolean }>> = {
  '--engines': { values: () => engines(), list: true },
  '--engine': { values: () => engines(), list: false },
  '--baseline': { values: () => engines(), list: false },
  '--size': { values: () => sizeNames, list: true },
  '--tag': { values: tags, list: true },
};

/** `words`: the line so far, the word to be completed last. Nothing: it is for yargs to say. */
export function completeValue(words: readonly string[]): string[] | undefined {
  const current = words.at(-1) ?? '';
  const option = VALUES[words.at(-2) ?? ''];
  if (option === undefined) return undefined;
  const comma = option.list ? current.lastIndexOf(',') + 1 : 0;
  const before = current.slice(0, comma);
  const chosen = before.split(',');
  return option
    .values()
    .filter((value) => value.startsWith(current.slice(comma)) && !chosen.includes(value))
    .map((value) => before + value);
}
