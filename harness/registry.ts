// The one file that names the engines.
import { join } from 'node:path';
import { existsSync } from 'node:fs';
import type { EmbeddedEntry, EngineEntry } from './execution.ts';
import { DIST } from './folders.ts';
import { UsageError } from './run-arguments.ts';

const embedded = (id: string, role: 'lab' | 'reference', title: string): EmbeddedEntry => ({
  kind: 'embedded',
  id,
  role,
  title,
  bundle: join(DIST, 'engines', `${id}.js`),
});

export const EMBEDDED: readonly EmbeddedEntry[] = [
  embedded('cpython-like', 'lab', 'reference counts, adaptive bytecode interpreter'),
  embedded('pypy-like', 'lab', 'tracing JIT, no reference counts'),
  embedded('micro', 'lab', 'small code, one fixed heap'),
  embedded('cpython-wasm', 'reference', 'real CPython 3.14, compiled to WebAssembly'),
  embedded('micropython-wasm', 'reference', 'real MicroPython, compiled to WebAssembly'),
];

export function isBuilt(entry: EmbeddedEntry): boolean {
  return existsSync(entry.bundle);
}

/** The engine when none is named: ours where it is built, else real CPython. */
export function defaultEngine(): EmbeddedEntry {
  return (
    EMBEDDED.find((e) => e.id === 'cpython-like' && isBuilt(e)) ??
    EMBEDDED.find((e) => e.id === 'cpython-wasm')!
  );
}

/** The entry of that id; programs on PATH are looked for only when no embedded engine has the name. */
export async function findEngine(id: string): Promise<EngineEntry> {
  const found = EMBEDDED.find((e) => e.id === id);
  if (found) return found;
  throw new UsageError(`unknown engine '${id}'; \`lab engines\` lists them`);
}
