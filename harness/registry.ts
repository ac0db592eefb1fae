// Which engines there are: the one file of the harness that names them. The lab's own live in bundles of their own
// (`dist/engines/<id>.js`), which may not be built; programs come from detect-programs.ts.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineId } from '../engines/engine.ts';
import type { LabConfig } from './config.ts';
import type { DetectedProgram, DetectOptions } from './detect-programs.ts';
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

/** A new engine of the lab is a row here and a folder under `engines/`. */
export const EMBEDDED: readonly EmbeddedEntry[] = [
  {
    ...embedded('cpython-like', 'lab', 'reference counts, adaptive bytecode interpreter'),
    countsBytes: true,
  },
  { ...embedded('pypy-like', 'lab', 'tracing JIT, no reference counts'), countsBytes: true },
  // Its own default, 64 KiB, is for small programs; the workloads need more (workloads/manifest.json, micropythonHeap).
  { ...embedded('micro', 'lab', 'small code, one fixed heap'), comparedHeapBytes: 4 * 2 ** 20 },
  {
    ...embedded('cpython-wasm', 'reference', 'real CPython 3.14, compiled to WebAssembly'),
    code: 'webassembly',
  },
  {
    ...embedded('micropython-wasm', 'reference', 'real MicroPython, compiled to WebAssembly'),
    code: 'webassembly',
  },
];

/** Engines of ours whose tokens and trees are the front end's. */
export const SHARE_FRONT_END: readonly EngineId[] = ['cpython-like', 'pypy-like'];

/** Not an engine that runs programs: what `lab dis` and its like ask when none is named. */
export const FRONT_END: EmbeddedEntry = embedded('front-end', 'lab', 'source to code objects');

export function isBuilt(entry: EmbeddedEntry): boolean {
  return existsSync(entry.bundle);
}

/** The engine when none is named: real CPython, until ours runs whatever it runs. */
export function defaultEngine(): EmbeddedEntry {
  return EMBEDDED.find((e) => e.id === 'cpython-wasm')!;
}

export type AvailabilityState =
  | 'ready'
  /** One of ours that has no bundle. */
  | 'not-built'
  /** There, and not usable: the program fails or hangs. */
  | 'broken'
  | 'hangs'
  /** A known Python that this machine does not have. */
  | 'not-found';

/** A row of `lab engines`: an engine that can run, or why it cannot and what to do. */
export interface RegistryRow {
  id: EngineId;
  title: string;
  role: 'lab' | 'reference';
  kind: 'embedded' | 'program';
  state: AvailabilityState;
  /** Present when the state is `ready`. */
  entry?: EngineEntry;
  /** Why it cannot run. */
  message?: string;
  /** What makes it run. */
  get?: string;
  /** For programs: how it was found. */
  program?: DetectedProgram;
}

/** An id that means nothing, or an engine that cannot run; the message is for people. */
export class EngineLookupError extends UsageError {
  readonly reason: 'unknown' | 'unavailable';
  constructor(reason: 'unknown' | 'unavailable', message: string) {
    super(message);
    this.reason = reason;
  }
}

function embeddedRow(entry: EmbeddedEntry): RegistryRow {
  const { id, title, role, kind } = entry;
  return isBuilt(entry)
    ? { id, title, role, kind, state: 'ready', entry }
    : { id, title, role, kind, state: 'not-built', message: 'not built yet', get: 'npm run build' };
}

function programRow(program: DetectedProgram): RegistryRow {
  const { id, answer, command, description } = program;
  const role = 'reference' as const;
  if (answer.state !== 'ok' || description === undefined) {
    const message = answer.state === 'ok' ? 'said nothing of itself' : answer.message;
    const state = answer.state === 'hangs' ? 'hangs' : 'broken';
    return { id, role, kind: 'program', title: program.title ?? program.path, state, message, program };
  }
  const { implementation, languageVersion, implementationVersion } = description;
  const version =
    implementation === 'CPython' || implementation === 'Jython' || implementation === 'IronPython'
      ? languageVersion
      : `${implementationVersion} (Python ${languageVersion})`;
  const title = program.title ?? `${implementation} ${version}`;
  // A real MicroPython's own default, 2 MiB on 64 bits, is likewise for small programs.
  const capped = description.implementation === 'MicroPython' ? { comparedHeapBytes: 4 * 2 ** 20 } : {};
  const entry: EngineEntry = { id, role, kind: 'program', title, command, description, ...capped };
  return { id, role, kind: 'program', title, state: 'ready', entry, program };
}

/** Edit distance with transpositions, for suggestions. */
export function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, rows[i - 1]![j - 1]! + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, rows[i - 2]![j - 2]! + 1);
      row.push(best);
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}

/** The ids that `id` may have meant, nearest first. */
export function nearest(id: string, ids: readonly string[]): string[] {
  const wish = id.toLowerCase();
  return ids
    .map((candidate) => {
      const c = candidate.toLowerCase();
      const part = wish.length >= 3 && (c.includes(wish) || wish.includes(c));
      return { candidate, score: part ? 1 : distance(wish, c) };
    })
    .filter(
      ({ candidate, score }) => score <= Math.max(2, Math.floor(Math.min(wish.length, candidate.length) / 3)),
    )
    .sort((a, b) => a.score - b.score)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

export class Registry {
  readonly rows: readonly RegistryRow[];
  readonly #byName: ReadonlyMap<string, RegistryRow>;

  constructor(rows: readonly RegistryRow[]) {
    this.rows = rows;
    const byName = new Map<string, RegistryRow>();
    // An alias or a path names the program too, unless it is an id of another.
    for (const row of rows) {
      for (const name of [...(row.program?.aliases ?? []), ...(row.program ? [row.program.path] : [])]) {
        if (!byName.has(name)) byName.set(name, row);
      }
    }
    for (const row of rows) byName.set(row.id, row);
    this.#byName = byName;
  }

  /** The engines that can run, in the registry's order. */
  get entries(): EngineEntry[] {
    return this.rows.flatMap((row) => (row.entry ? [row.entry] : []));
  }

  /** A program of that name was found, whether it can run or not. */
  hasProgram(id: EngineId): boolean {
    return this.#byName.get(id)?.program !== undefined;
  }

  row(id: EngineId): RegistryRow {
    const row = this.#byName.get(id);
    if (row) return row;
    const usable = this.rows.filter((r) => r.state === 'ready').map((r) => r.id);
    const near = nearest(
      id,
      [...this.#byName.keys()].filter((n) => !n.includes('/')),
    );
    const hint = near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : '';
    throw new EngineLookupError(
      'unknown',
      `unknown engine '${id}'.${hint} Engines here: ${usable.join(', ')}`,
    );
  }

  /** The entry to run; an error that says why not. */
  find(id: EngineId): EngineEntry {
    const row = this.row(id);
    if (row.entry) return row.entry;
    const get = row.get === undefined ? '' : ` (${row.get})`;
    throw new EngineLookupError(
      'unavailable',
      `engine '${id}' cannot run: ${row.message ?? row.state}${get}`,
    );
  }
}

export interface RegistryOptions extends DetectOptions {
  embedded?: readonly EmbeddedEntry[];
  /** Absent: read from the working directory. */
  config?: LabConfig;
}

/** Everything there is on this machine, and the known Pythons that it has not. */
export async function loadRegistry(options: RegistryOptions = {}): Promise<Registry> {
  // Loaded when asked for: a program that runs on an embedded engine does not wait for it.
  const [{ detectPrograms, wanted }, { loadConfig }] = await Promise.all([
    import('./detect-programs.ts'),
    import('./config.ts'),
  ]);
  const own = (options.embedded ?? EMBEDDED).map(embeddedRow);
  const config = options.config ?? loadConfig(options.cwd ?? process.cwd());
  const reserved = new Set(own.map((row) => row.id));
  const programs = (await detectPrograms({ ...options, config })).map(programRow).map((row) => {
    // A program may not take the name of one of ours.
    if (!reserved.has(row.id)) return row;
    const id = `program:${row.id}`;
    return { ...row, id, entry: row.entry && { ...row.entry, id } };
  });
  const implementations = new Set(
    programs.flatMap((row) => (row.entry?.kind === 'program' ? [row.entry.description.implementation] : [])),
  );
  const missing = wanted
    .filter(
      ({ id, implementation }) =>
        !implementations.has(implementation) && !programs.some((row) => row.id === id),
    )
    .map(({ id, title, get }): RegistryRow => ({
      id,
      title,
      role: 'reference',
      kind: 'program',
      state: 'not-found',
      message: 'not found on PATH',
      get,
    }));
  return new Registry([...own, ...programs, ...missing]);
}

/**
 * The entries of these ids, in their order, repeated where an id is. Programs on PATH are looked for only when an id is
 * none of an embedded engine; only those named are asked what they are (a JVM takes seconds to say), and all of them only
 * when one is not found, for the message.
 */
export async function findEngines(
  ids: readonly EngineId[],
  options: RegistryOptions = {},
): Promise<EngineEntry[]> {
  const embedded = options.embedded ?? EMBEDDED;
  const isEmbedded = (id: EngineId) => embedded.some((e) => e.id === id);
  const programs = ids.filter((id) => !isEmbedded(id)).map((id) => id.replace(/^program:/, ''));
  const named = programs.length === 0 ? undefined : await loadRegistry({ ...options, only: programs });
  let all: Registry | undefined;
  const entries: EngineEntry[] = [];
  for (const id of ids) {
    const found = embedded.find((e) => e.id === id);
    if (found) entries.push(found);
    else if (named?.hasProgram(id)) entries.push(named.find(id));
    else entries.push((all ??= await loadRegistry({ ...options, only: undefined })).find(id));
  }
  return entries;
}

export async function findEngine(id: EngineId): Promise<EngineEntry> {
  return (await findEngines([id]))[0]!;
}
