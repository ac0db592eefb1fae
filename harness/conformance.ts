// Conformance programs: found by feature, run on any engine, compared with the stored expectation, counted. A verdict is
// one of four, so that "the engine lacks threads" is never mixed with "the engine is wrong". Processes are started by
// an injected `Execute`; the wasm CPython, slow to load, can instead run all programs one after the other in one
// interpreter (reference.ts). Documented differences are joined in by differences.ts.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Capabilities, EngineDescription, EngineId } from '../engines/engine.ts';
import type { EngineEntry, Execute, ExecutionResult } from './execution.ts';
import { ROOT } from './folders.ts';
import type { Reference } from './reference.ts';

export const CONFORMANCE_ROOT = join(ROOT, 'workloads', 'conformance');

export interface ConformanceProgram {
  /** `feature/name`. */
  id: string;
  feature: string;
  /** Absolute path of the `.py` file. */
  path: string;
  text: string;
  /** First comment line: what it checks. */
  title: string;
  /** From `# needs:`; see `unmetNeed`. */
  needs: readonly string[];
  /** `# reference: native`: the wasm oracle cannot tell. */
  reference: 'wasm' | 'native';
  sha256: string;
  /** Absent until the expectation is made. */
  expected?: string;
}

/** The comment lines at the head of a program, without `# `. */
function header(text: string): string[] {
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    if (!line.startsWith('#')) break;
    lines.push(line.replace(/^#\s?/, ''));
  }
  return lines;
}

export function readProgram(path: string): ConformanceProgram {
  const text = readFileSync(path, 'utf8');
  const feature = basename(dirname(path));
  const lines = header(text);
  const field = (name: string) =>
    lines
      .filter((line) => line.startsWith(`${name}:`))
      .flatMap((line) => line.slice(name.length + 1).split(','))
      .map((word) => word.trim())
      .filter((word) => word !== '');
  const expectation = expectationPath(path);
  return {
    id: `${feature}/${basename(path, '.py')}`,
    feature,
    path,
    text,
    title: lines[0] ?? '',
    needs: field('needs'),
    reference: field('reference').includes('native') ? 'native' : 'wasm',
    sha256: createHash('sha256').update(text).digest('hex'),
    expected: existsSync(expectation) ? readFileSync(expectation, 'utf8') : undefined,
  };
}

export function expectationPath(programPath: string): string {
  return programPath.replace(/\.py$/, '.expected');
}

/** Which programs: features by name, ids by glob (`exceptions/*`); empty lists select all. */
export interface Selection {
  features?: readonly string[];
  only?: readonly string[];
}

/** All programs below `root`, sorted by id. */
export function findPrograms(root = CONFORMANCE_ROOT, selection: Selection = {}): ConformanceProgram[] {
  const { features = [], only = [] } = selection;
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && (features.length === 0 || features.includes(entry.name)))
    .flatMap((entry) =>
      readdirSync(join(root, entry.name))
        .filter((name) => name.endsWith('.py'))
        .filter((name) => {
          const id = `${entry.name}/${name.slice(0, -3)}`;
          return only.length === 0 || only.some((glob) => matchesId(id, glob));
        })
        .map((name) => readProgram(join(root, entry.name, name))),
    )
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** A glob (`*`, `?`) over the whole id, or over its name alone where the glob has no slash. */
function matchesId(id: string, glob: string): boolean {
  const pattern = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '[^/]*')
    .replace(/\?/g, '[^/]');
  return new RegExp(`^${pattern}$`).test(glob.includes('/') ? id : basename(id));
}

/** What a program did, in the form that expectations are stored in. */
export function observed(run: { stdout: string; stderr: string; status: number }): string {
  if (run.status === 0) return run.stdout;
  const line = (text: string) => (text === '' || text.endsWith('\n') ? text : `${text}\n`);
  return `${line(run.stdout)}[stderr]\n${line(bareFileNames(run.stderr))}[exit ${run.status}]\n`;
}

/** `File "/any/where/prog.py", line 3` → `File "prog.py", line 3`. */
function bareFileNames(stderr: string): string {
  return stderr.replace(/(\bFile ")[^"\n]*[\\/]([^"\\/\n]+")/g, '$1$2');
}

export type Verdict = 'passed' | 'failed' | 'unsupported' | 'not-run';

export interface ProgramResult {
  program: string;
  feature: string;
  engine: EngineId;
  verdict: Verdict;
  /** Why it is unsupported or was not run; how it ended, when not by itself. */
  reason?: string;
  /** In the form of the expectation; absent when it was not run. */
  got?: string;
  ms: number;
}

/** `3.14.2` → 3014. */
function languageLevel(version: string): number | undefined {
  const match = /^(\d+)\.(\d+)/.exec(version);
  return match ? Number(match[1]) * 1000 + Number(match[2]) : undefined;
}

/** Words of `# needs:` that an engine's capabilities answer before anything is run; others are modules. */
const CAPABILITY_NEEDS: Record<string, (capabilities: Capabilities) => boolean> = {
  threads: (c) => c.gil !== 'no-threads',
  refcounts: (c) => c.refcounts,
  'heap-cap': (c) => c.heapCap,
};

/** The first thing that the program needs and the engine says it lacks. `python-3.12` is a version of the language. */
export function unmetNeed(
  program: ConformanceProgram,
  description: EngineDescription | undefined,
): string | undefined {
  if (description === undefined) return undefined;
  const level = languageLevel(description.languageVersion);
  return program.needs.find((need) => {
    const wanted = /^python-(.+)$/.exec(need);
    if (wanted) {
      const least = languageLevel(wanted[1]);
      return level !== undefined && least !== undefined && level < least;
    }
    const has = CAPABILITY_NEEDS[need];
    return has !== undefined && !has(description.capabilities);
  });
}

/** A need that turned out to be missing when the program asked for it: its module, or a limit that the engine states. */
function missedNeed(
  program: ConformanceProgram,
  run: { stderr: string; message?: string },
): string | undefined {
  const stated =
    /\bUnsupported: ([^\n]+)/.exec(run.message ?? '') ?? /^Unsupported: ([^\n]+)/m.exec(run.stderr);
  if (stated) return stated[1];
  const last = run.stderr.trimEnd().split('\n').at(-1) ?? '';
  const missing = /^(?:ModuleNotFoundError|ImportError): no module named '?([\w.]+)/i.exec(last);
  if (missing && program.needs.includes(missing[1].split('.')[0])) return `module ${missing[1]}`;
  return undefined;
}

export interface EngineUnderTest {
  entry: EngineEntry;
  description?: EngineDescription;
  /** Runs all programs in one interpreter. */
  batch?: Reference;
}

export interface ConformanceOptions {
  execute: Execute;
  jobs?: number;
  timeMs?: number;
  signal?: AbortSignal;
  onResult?(result: ProgramResult): void;
}

/** Settings without which outputs differ between machines rather than engines. */
const ENVIRONMENT = {
  PYTHONHASHSEED: '0',
  PYTHONIOENCODING: 'utf-8',
  PYTHONUTF8: '1',
  PYTHON_COLORS: '0',
  NO_COLOR: '1',
};

/** What `python` is started with, here and when a native CPython makes an expectation. */
export function programEnvironment(): Record<string, string> {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'SystemRoot', 'TEMP', 'TMP'];
  const inherited = kept.flatMap((name) =>
    process.env[name] === undefined ? [] : [[name, process.env[name]]],
  );
  return { ...(Object.fromEntries(inherited) as Record<string, string>), ...ENVIRONMENT };
}

async function runOne(
  program: ConformanceProgram,
  engine: EngineUnderTest,
  options: ConformanceOptions,
): Promise<ProgramResult> {
  const started = performance.now();
  const base = { program: program.id, feature: program.feature, engine: engine.entry.id };
  const result = (verdict: Verdict, rest: { reason?: string; got?: string } = {}): ProgramResult => ({
    ...base,
    verdict,
    ...rest,
    ms: performance.now() - started,
  });
  if (program.expected === undefined) return result('not-run', { reason: 'has no expectation' });
  if (options.signal?.aborted) return result('not-run', { reason: 'interrupted' });
  const unmet = unmetNeed(program, engine.description);
  if (unmet !== undefined) return result('unsupported', { reason: `needs ${unmet}` });

  let run: { stdout: string; stderr: string; status: number; message?: string; died?: string };
  const timeMs = options.timeMs ?? 20_000;
  if (engine.batch) {
    if (program.reference === 'native') {
      return result('unsupported', { reason: 'a 32-bit build without threads cannot tell' });
    }
    run = await engine.batch.run({ text: program.text, filename: basename(program.path), timeMs });
  } else {
    const execution: ExecutionResult = await options.execute(
      {
        entry: engine.entry,
        request: {
          program: { kind: 'file', path: program.path },
          args: [],
          env: programEnvironment(),
          cwd: dirname(program.path),
          fileSystem: { kind: 'real' },
          limits: { timeMs },
          options: {},
          flags: [],
          events: [],
        },
        stdio: 'capture',
      },
      { signal: options.signal },
    );
    if (execution.state === 'not-started' || execution.state === 'interrupted') {
      return result('not-run', { reason: execution.message ?? execution.state });
    }
    const died = execution.state === 'died' || execution.state === 'limit' ? execution.message : undefined;
    run = { ...execution, died };
  }
  const got = observed(run);
  if (run.died === undefined && got === program.expected) return result('passed', { got });
  const missed = missedNeed(program, { stderr: run.stderr, message: run.died ?? run.message });
  if (missed !== undefined) return result('unsupported', { reason: missed, got });
  return result('failed', { reason: run.died, got });
}

/** Runs every program on every engine; results in the order of engines, then programs. */
export async function runConformance(
  programs: readonly ConformanceProgram[],
  engines: readonly EngineUnderTest[],
  options: ConformanceOptions,
): Promise<ProgramResult[]> {
  const results: ProgramResult[] = [];
  for (const engine of engines) {
    const own: ProgramResult[] = new Array<ProgramResult>(programs.length);
    let next = 0;
    const work = async () => {
      while (next < programs.length) {
        const index = next++;
        own[index] = await runOne(programs[index], engine, options);
        options.onResult?.(own[index]);
      }
    };
    const jobs = engine.batch ? 1 : Math.max(1, options.jobs ?? 2);
    await Promise.all(Array.from({ length: Math.min(jobs, programs.length) }, work));
    results.push(...own);
  }
  return results;
}

export type Tally = Record<Verdict, number>;

/** Counts of verdicts by feature, for one engine; the row `''` is the sum. */
export function tally(results: readonly ProgramResult[]): Map<string, Tally> {
  const rows = new Map<string, Tally>();
  for (const result of results) {
    for (const key of [result.feature, '']) {
      let row = rows.get(key);
      if (row === undefined) rows.set(key, (row = { passed: 0, failed: 0, unsupported: 0, 'not-run': 0 }));
      row[result.verdict]++;
    }
  }
  return rows;
}
