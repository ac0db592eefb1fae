// `lab compare`: identical workloads on several engines, side by side. Reads the command line, checks everything that can
// be checked before anything runs, shows progress, prints tables as workloads finish, keeps what is done on Ctrl-C.
import type { CommandModule } from 'yargs';
import type { Capabilities } from '../../engines/engine.ts';
import { existsSync, readFileSync, renameSync, statSync } from 'node:fs';
import { compare, defaultBaseline } from '../compare.ts';
import { describeEmbedded } from '../embedded-execution.ts';
import { loadNow, readEnvironment } from '../environment.ts';
import { execute } from '../execute.ts';
import type { EngineEntry, Execute } from '../execution.ts';
import { findManifest, loadManifest, sizeNames, workloadOf } from '../manifest.ts';
import type { SizeName } from '../manifest.ts';
import { createWitness } from '../machine-witness.ts';
import { readMatrix, withMatrix } from '../matrix.ts';
import { profiles } from '../measure.ts';
import type { MeasureSettings, ProfileName } from '../measure.ts';
import { createProgress, formatDuration } from '../progress.ts';
import type { ProgressStream } from '../progress.ts';
import { findEngines, loadRegistry } from '../registry.ts';
import { parseResult, ResultFormatError } from '../result.ts';
import type { LabResult, WorkloadAnalysis } from '../result.ts';
import { parseSize, UsageError } from '../run-arguments.ts';
import { heapCapLacking } from '../smallest-heap.ts';
import { selectWorkloads } from '../select-workloads.ts';
import type { Selection } from '../select-workloads.ts';
import { unreadable } from '../unreadable.ts';
import { unwritable, writeOrKeepElsewhere, writeWhole } from '../write-whole.ts';
import { renderSummary, renderUnanimous, renderWorkload } from '../../reports/compare.ts';
import { createPaint, terminalWidth, wantsColor } from '../../reports/table.ts';

export interface CompareArguments {
  workloads: string[];
  engines?: string[];
  quick: boolean;
  rigorous: boolean;
  size?: string[];
  n?: number[];
  tag?: string[];
  baseline?: string;
  timeout: number;
  memory?: number;
  heap?: string;
  maxOutput: number;
  json?: string;
  unanimous: boolean;
  smallestHeap?: boolean;
  memoryOverTime?: number;
  matrix?: string;
  resume?: boolean;
  budget?: number;
  seed: number;
  margin: number;
}

/** What the command stands on; a test hands in its own. */
export interface CompareSurroundings {
  execute: Execute;
  /** All engines that can run here, in the order of the registry. */
  available(): Promise<readonly EngineEntry[]>;
  /** The engines of these ids, built or not; throws a UsageError that says what to do where there is none. */
  find(ids: readonly string[]): Promise<readonly EngineEntry[]>;
  /** What a program stresses, by its manifest row. */
  tagsOf?(path: string): readonly string[] | undefined;
  /** What an engine can do: an embedded one is asked in a process of its own. */
  capabilitiesOf?(entry: EngineEntry): Promise<Capabilities>;
  sizesOf?: Selection['sizesOf'];
  heapOf?: Selection['heapOf'];
  stdout: ProgressStream;
  stderr: ProgressStream;
  env: Record<string, string | undefined>;
  now(): number;
  /** Times a fixed piece of work, so that a disturbed machine is seen; a test's machine may do without. */
  witness?(): number;
  /** By `now`, when the process of the lab started. */
  begunAt: number;
  date(): string;
  /** Calls back on SIGINT and the like; answers how to stop listening. */
  onStop(stop: (signal: string) => void): () => void;
}

export const EXIT = { agree: 0, differ: 1, usage: 2, interrupted: 130 } as const;

/** A stored result is refreshed this often while a workload runs, so that a killed lab loses little. */
const CHECKPOINT_MS = 15_000;

/** What flags are worth when they are not told. */
const DEFAULTS = {
  quick: false,
  rigorous: false,
  timeout: 120,
  maxOutput: 64 * 2 ** 20,
  seed: 1,
  margin: 2,
  smallestHeap: false,
} as const;

/** Runs the command and answers its exit status. */
export async function runCompare(args: CompareArguments, around: CompareSurroundings): Promise<number> {
  try {
    return await comparison(args, around);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    around.stderr.write(`lab compare: ${error.message}\n`);
    return EXIT.usage;
  }
}

async function comparison(told: CompareArguments, around: CompareSurroundings): Promise<number> {
  const { stderr, env } = around;
  const args = told.matrix === undefined ? told : withMatrix(told, readMatrix(told.matrix), DEFAULTS);
  if (args.workloads.length === 0)
    throw new UsageError('name programs, folders or patterns, or a matrix with --matrix FILE');
  const { profile, settings } = settingsOf(args, env);
  const workloads = selectWorkloads(taggedOnly(args, around), {
    sizes: sizesAsked(args.size),
    ns: args.n,
    sizesOf: around.sizesOf,
    tagsOf: around.tagsOf,
    heapOf: around.heapOf,
  });
  const entries = await chooseEngines(args.engines, around);
  const baseline = chooseBaseline(args.baseline, entries);
  const resume = args.resume ? storedResult(args.json) : undefined;
  const heaps = args.smallestHeap ? await heapCaps(entries, around) : undefined;
  const sink = args.json === undefined ? undefined : openSink(args.json);
  if (args.json !== undefined && !args.resume) keepStopped(args.json, stderr);

  // `--json -` gives stdout to the JSON; the table goes where progress goes.
  const out = args.json === '-' ? stderr : around.stdout;
  const text = {
    // A pipe or a file has no edge: every column is shown.
    width: terminalWidth(out, env, 200),
    paint: createPaint(wantsColor(env, out.isTTY === true)),
  };
  const progress = createProgress(stderr, around.now, env);
  const abort = new AbortController();
  const stopListening = around.onStop(() => {
    if (abort.signal.aborted) return;
    progress.line('Stopping: what is measured is kept. (Once more to quit at once.)');
    abort.abort();
  });
  const begun = around.now();
  let checkpoint = begun;
  let current = '';
  let shown = 0;
  try {
    const result = await compare(
      {
        workloads,
        entries,
        profile,
        settings,
        margin: args.margin / 100,
        ...(baseline === undefined ? {} : { baseline }),
        command: ['lab', ...process.argv.slice(2)],
        environment: readEnvironment(),
        execute: around.execute,
        begunAt: around.begunAt,
        // Whoever asks only what is printed gets no figures.
        countBytes: !args.unanimous,
        ...(resume === undefined ? {} : { resume }),
        ...(heaps === undefined ? {} : { heapCapLacking: (entry) => heaps.get(entry.id) }),
        ...(args.memoryOverTime === undefined ? {} : { memoryEveryMs: args.memoryOverTime }),
        ...(args.budget === undefined ? {} : { totalMs: args.budget * 1000 }),
      },
      {
        signal: abort.signal,
        now: around.now,
        date: around.date,
        loadNow,
        ...(around.witness && !args.unanimous ? { witness: around.witness } : {}),
        onBegin(workload, index, at) {
          const perWorkload =
            index > 0 ? (around.now() - begun) / (index + at.done / at.total) : at.remainingMs;
          const left = at.remainingMs + perWorkload * (workloads.length - index - 1);
          const place = workloads.length > 1 ? `[${index + 1}/${workloads.length}] ` : '';
          current = `${place}${workload.name}: ${at.entry.id}, process ${at.done + 1} of ${at.total}, ${at.isBound && index === 0 ? 'up to' : 'about'} ${formatDuration(left)} left`;
          progress.update(current);
        },
        onSample: (_entry, _sample, index) => progress.update(`${current}, sample ${index + 1}`),
        onExtra(workload, entry, what) {
          current = `${workload.name}: ${entry.id}, ${what}`;
          progress.update(current);
        },
        onExecution(result) {
          if (sink === undefined || around.now() - checkpoint < CHECKPOINT_MS) return;
          checkpoint = around.now();
          sink.checkpoint(result);
        },
        onWorkload(result, analysis) {
          progress.clear();
          const report = args.unanimous
            ? renderUnanimous(analysis, text)
            : renderWorkload(result, analysis, text);
          out.write(`${shown++ > 0 && !args.unanimous ? '\n' : ''}${report}\n`);
          if (workloads.length > 1) sink?.checkpoint(result);
        },
      },
    );
    progress.clear();
    if (!args.unanimous) out.write(`\n${renderSummary(result, text)}\n`);
    let status: number = statusOf(result);
    if (sink) {
      const complaint = sink.finish(result, around.stdout);
      if (complaint !== undefined) {
        stderr.write(`lab compare: ${complaint}\n`);
        status = Math.max(status, EXIT.differ);
      }
    }
    return status;
  } finally {
    progress.clear();
    stopListening();
  }
}

function statusOf(result: LabResult): number {
  if (result.partial) return EXIT.interrupted;
  const fine = (a: WorkloadAnalysis) => a.unanimous && a.rows.every((r) => r.state === 'ok');
  return result.analysis.workloads.every(fine) ? EXIT.agree : EXIT.differ;
}

function settingsOf(
  args: CompareArguments,
  env: Record<string, string | undefined>,
): { profile: ProfileName; settings: MeasureSettings } {
  if (args.quick && args.rigorous)
    throw new UsageError('--quick and --rigorous exclude each other: choose one');
  if (args.n !== undefined && args.size !== undefined)
    throw new UsageError('--n and --size exclude each other: choose one');
  const positive = {
    timeout: args.timeout,
    memory: args.memory,
    'max-output': args.maxOutput,
    budget: args.budget,
    'memory-over-time': args.memoryOverTime,
  };
  for (const [name, value] of Object.entries(positive))
    if (value !== undefined && !(value > 0)) throw new UsageError(`--${name} wants a number above 0`);
  if (args.n?.some((n) => !Number.isSafeInteger(n) || n <= 0))
    throw new UsageError('--n wants a whole number above 0');
  if (!Number.isSafeInteger(args.seed)) throw new UsageError('--seed wants a whole number');
  if (!(args.margin >= 0)) throw new UsageError('--margin wants a number of percent');
  const profile: ProfileName = args.quick ? 'quick' : args.rigorous ? 'rigorous' : 'default';
  return {
    profile,
    settings: {
      ...profiles[profile],
      // One call answers whether they print the same.
      ...(args.unanimous ? { processes: 1, iterations: 1 } : {}),
      seed: args.seed,
      limits: {
        timeMs: args.timeout * 1000,
        outputBytes: args.maxOutput,
        ...(args.memory === undefined ? {} : { processBytes: args.memory * 2 ** 20 }),
        ...(args.heap === undefined ? {} : { heapBytes: parseSize(args.heap, '--heap') }),
      },
      env: Object.fromEntries(Object.entries(env).filter((e): e is [string, string] => e[1] !== undefined)),
      cwd: process.cwd(),
    },
  };
}

/** Why an engine's smallest heap cannot be searched, for those where that is so. */
async function heapCaps(
  entries: readonly EngineEntry[],
  around: CompareSurroundings,
): Promise<Map<string, string>> {
  const out = new Map<string, string>();
  for (const entry of entries) {
    const capabilities =
      entry.kind === 'program' ? entry.description.capabilities : await around.capabilitiesOf?.(entry);
    const lacking = capabilities === undefined ? undefined : heapCapLacking(capabilities);
    if (lacking !== undefined) out.set(entry.id, lacking);
  }
  return out;
}

async function chooseEngines(
  wanted: readonly string[] | undefined,
  around: CompareSurroundings,
): Promise<EngineEntry[]> {
  const ids = wanted
    ?.flatMap((w) => w.split(','))
    .map((id) => id.trim())
    .filter((id) => id !== '');
  if (ids === undefined) {
    const all = await around.available();
    if (all.length === 0) throw new UsageError('no engine can run here: `lab engines` says how to get one');
    return [...all];
  }
  if (ids.length === 0)
    throw new UsageError('--engines wants ids, e.g. --engines cpython-wasm,micropython-wasm');
  const asked = ids.map(parseEngineChoice);
  const seen = new Map<string, number>();
  return (await around.find(asked.map((a) => a.id))).map((found, i) => {
    const { options } = asked[i];
    const told = Object.entries(options).map(([k, v]) => `:${k}=${v}`);
    const entry =
      told.length === 0
        ? found
        : {
            ...found,
            id: found.id + told.join(''),
            title: `${found.title}, ${told.join(' ').replaceAll(':', '')}`,
            options,
          };
    const { id } = entry;
    const times = (seen.get(id) ?? 0) + 1;
    seen.set(id, times);
    // The same engine twice is an A/A check: what it shows as a difference is noise.
    return times === 1 ? entry : { ...entry, id: `${id}#${times}` };
  });
}

/** `pypy-like:jit=off:threshold=3` → the engine and its options. */
export function parseEngineChoice(text: string): { id: string; options: Record<string, string> } {
  const [id, ...parts] = text.split(/:(?=[^:=]+=)/);
  const pairs = parts.map((part): [string, string] => {
    const at = part.indexOf('=');
    return [part.slice(0, at), part.slice(at + 1)];
  });
  return { id, options: Object.fromEntries(pairs) };
}

function sizesAsked(asked: readonly string[] = []): SizeName[] {
  return asked
    .flatMap((s) => s.split(','))
    .map((s) => {
      const size = sizeNames.find((known) => known === s.trim());
      if (size === undefined)
        throw new UsageError(`--size ${s}: no such size; there are ${sizeNames.join(', ')}`);
      return size;
    });
}

/** `--tag`: of the programs named, those whose row says that they stress one of these. */
function taggedOnly({ workloads, tag = [] }: CompareArguments, around: CompareSurroundings): string[] {
  if (tag.length === 0) return workloads;
  const wanted = tag.flatMap((t) => t.split(',')).map((t) => t.trim());
  const programs = selectWorkloads(workloads, {}).map((w) => w.path);
  const known = new Set<string>();
  const kept = programs.filter((path) => {
    const tags = around.tagsOf?.(path) ?? [];
    for (const t of tags) known.add(t);
    return wanted.some((t) => tags.includes(t));
  });
  if (kept.length > 0) return kept;
  const list = [...known].sort().join(', ');
  throw new UsageError(
    `--tag ${wanted.join(',')}: none of these programs says so; they say ${list || 'nothing'}`,
  );
}

/** `--resume`: what `--json` holds so far; nothing where there is no such file yet. */
function storedResult(file: string | undefined): LabResult | undefined {
  if (file === undefined || file === '-')
    throw new UsageError('--resume wants --json FILE: the file of the run that was stopped');
  if (!existsSync(file)) return undefined;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(unreadable(file, error));
  }
  try {
    return parseResult(text, file);
  } catch (error) {
    throw error instanceof ResultFormatError
      ? new UsageError(`cannot go on: ${error.message}; leave out --resume to begin anew`)
      : error;
  }
}

function chooseBaseline(wanted: string | undefined, entries: readonly EngineEntry[]): string | undefined {
  if (wanted === undefined) return defaultBaseline(entries);
  if (entries.some((e) => e.id === wanted)) return wanted;
  throw new UsageError(
    `--baseline ${wanted} is not among the engines compared: ${entries.map((e) => e.id).join(', ')}`,
  );
}

// ------------------------------------------------------------------------------------------------------ the JSON file

/** The result of a stopped run is hours of work: who begins anew under its name finds it beside. */
function keepStopped(file: string, stderr: ProgressStream): void {
  if (file === '-' || !statSync(file, { throwIfNoEntry: false })?.isFile()) return;
  try {
    if (!parseResult(readFileSync(file, 'utf8'), file).partial) return;
    // Moved, not copied: a full disk has room for that.
    renameSync(file, `${file}.stopped`);
  } catch {
    return; // no result of ours, or one that is damaged: nothing that could be resumed
  }
  stderr.write(
    `lab compare: ${file} held a stopped run, now in ${file}.stopped (--resume would have gone on with it)\n`,
  );
}

interface Sink {
  checkpoint(result: LabResult): void;
  /** Answers what went wrong, for people. */
  finish(result: LabResult, stdout: ProgressStream): string | undefined;
}

/** Refuses a path that cannot be written before anything is measured. */
function openSink(file: string): Sink {
  const textOf = (result: LabResult) => `${JSON.stringify(result)}\n`;
  if (file === '-')
    return { checkpoint: () => {}, finish: (result, stdout) => void stdout.write(textOf(result)) };
  const why = unwritable(file);
  if (why !== undefined) throw new UsageError(`cannot write --json ${file}: ${why}`);
  const isFile = statSync(file, { throwIfNoEntry: false })?.isFile() ?? true;
  return {
    checkpoint(result) {
      // A full disk now may be a free one at the end, where it is said. A device holds one result.
      try {
        if (isFile) writeWhole(file, textOf(result));
      } catch {
        return;
      }
    },
    finish: (result) => writeOrKeepElsewhere(file, textOf(result), 'the table above is all that is kept'),
  };
}

// ------------------------------------------------------------------------------------------------------- command line

/** An executor kills what does not end by itself this long after it was told to; leaving earlier would leave that behind. */
const KILL_MS = 450;

/** First SIGINT, SIGTERM or SIGHUP: finish early; the second: quit. */
function onStop(stop: (signal: string) => void): () => void {
  let first = -Infinity;
  const handler = (signal: NodeJS.Signals) => {
    const now = performance.now();
    if (first === -Infinity) {
      first = now;
      stop(signal);
    } else setTimeout(() => process.exit(EXIT.interrupted), Math.max(0, first + KILL_MS - now));
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const s of signals) process.on(s, handler);
  return () => {
    for (const s of signals) process.off(s, handler);
  };
}

function manifestRow(path: string) {
  const manifest = findManifest(path);
  return manifest === undefined ? undefined : workloadOf(loadManifest(manifest), path);
}

/** The real ones. */
export const surroundings: CompareSurroundings = {
  execute,
  available: async () => (await loadRegistry()).entries,
  find: findEngines,
  capabilitiesOf: async (entry) =>
    (entry.kind === 'program' ? entry.description : await describeEmbedded(entry)).capabilities,
  tagsOf: (path) => manifestRow(path)?.stresses,
  sizesOf: (path) => manifestRow(path)?.sizes,
  heapOf(path, size) {
    const heap = manifestRow(path)?.micropythonHeap;
    // Measured for the two smallest sizes; the larger ones need no less than the larger of these.
    return size === 'tiny' ? heap?.tiny : heap?.small;
  },
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  now: () => performance.now(),
  witness: createWitness(() => performance.now()),
  begunAt: 0,
  date: () => new Date().toISOString(),
  onStop,
};

const EPILOGUE = `${[
  'A program with `def workload(n=…)` at its top level is imported once in each process and `workload` called again and again;',
  'any other runs as a whole, once in each process. A wrong result (AssertionError) has no time.',
].join(' ')}

${[
  'Exit status: 0 all engines ran and print the same; 1 an engine failed or outputs differ (or the JSON could not be',
  'written); 2 wrong usage, nothing was run; 130 stopped by Ctrl-C: what was measured is printed and written.',
].join(' ')}`;

const number = (describe: string, more: object = {}) =>
  ({ type: 'number', requiresArg: true, describe, ...more }) as const;

export const compareCommand: CommandModule<object, CompareArguments> = {
  command: 'compare [workloads..]',
  describe: 'the same programs on several engines: output, time, memory',
  builder: (y) =>
    y
      .positional('workloads', {
        type: 'string',
        array: true,
        default: [],
        defaultDescription: 'those of --matrix',
        describe: 'programs, folders of programs, or patterns in quotes',
      })
      .option('matrix', {
        type: 'string',
        requiresArg: true,
        describe: 'a file that says engines × options × workloads × sizes (docs/matrix.schema.json)',
      })
      .option('engines', {
        type: 'string',
        array: true,
        requiresArg: true,
        nargs: 1,
        describe:
          'which, with commas between; all that can run here unless told (`lab engines`); options follow: pypy-like:jit=off',
      })
      .option('quick', {
        type: 'boolean',
        default: false,
        describe: '3 processes × 10 samples, ended after 17 s, or 3.4 s an engine',
      })
      .option('rigorous', { type: 'boolean', default: false, describe: '30 processes, each sampled for 6 s' })
      .option('size', {
        type: 'string',
        array: true,
        nargs: 1,
        requiresArg: true,
        describe: `sizes of the workload from the manifest (${sizeNames.join(', ')}), with commas between`,
      })
      .option('n', {
        type: 'string',
        array: true,
        nargs: 1,
        requiresArg: true,
        coerce: (all: string[]) => all.flatMap((s) => s.split(',')).map(Number),
        describe: 'sizes of the workload by number: workload(N), with commas between',
      })
      .option('tag', {
        type: 'string',
        array: true,
        nargs: 1,
        requiresArg: true,
        describe: 'of the programs named, those that stress this (workloads/manifest.json)',
      })
      .option('baseline', {
        type: 'string',
        requiresArg: true,
        describe: 'the engine that ratios refer to; a CPython unless told',
      })
      .option('timeout', number('seconds each process may take', { default: DEFAULTS.timeout }))
      .option('memory', number('MiB each process may take'))
      .option('heap', {
        type: 'string',
        requiresArg: true,
        describe: 'Python heap, e.g. 64k or 4m, of engines that can cap it',
      })
      .option('max-output', number('bytes each program may print', { default: DEFAULTS.maxOutput }))
      .option('json', {
        type: 'string',
        requiresArg: true,
        describe: 'write the result to this file (- for stdout)',
      })
      .option('resume', {
        type: 'boolean',
        default: false,
        describe: 'go on with the stopped run whose result --json names',
      })
      .option(
        'budget',
        number(
          'seconds that measuring may take: each workload gets an equal share (heaps searched and memory over time come on top)',
        ),
      )
      .option('unanimous', {
        type: 'boolean',
        default: false,
        describe: 'ask only whether all engines print the same',
      })
      .option('smallest-heap', {
        type: 'boolean',
        default: false,
        describe: 'search the smallest heap in which each engine with a cap still works',
      })
      .option('memory-over-time', {
        type: 'number',
        requiresArg: true,
        describe: 'look at the memory of one further process of each engine every so many ms',
      })
      .option('seed', number('seed of order and resampling', { default: DEFAULTS.seed }))
      .option('margin', number('percent of difference that is none', { default: DEFAULTS.margin }))
      .example('$0 compare workloads/bench/nbody.py --quick', 'a first look, in 20 s')
      .example(
        '$0 compare workloads/bench --engines cpython-wasm,pypy3 --json out.json',
        'two engines, all programs, kept',
      )
      .example('$0 compare hello.py --unanimous', 'do all engines print the same?')
      .example(
        '$0 compare workloads/bench/sieve.py --size tiny,small,medium --engines pypy-like,pypy-like:jit=off',
        'how cost grows with size, with and without the JIT',
      )
      .example('$0 compare --matrix matrix.json --json m.json --resume', 'a whole matrix; again after a stop')
      .example(
        '$0 compare hello.py --engines micro,micropython --smallest-heap --heap 64k',
        'in how little heap it works, at most this',
      )
      .example(
        '$0 compare workloads/bench --tag strings,json --n 100,1000 --baseline pypy3',
        'only these, at two sizes, against PyPy',
      )
      .example(
        '$0 compare mine.py --rigorous --margin 1 --seed 7',
        'to tell 1 % apart, in another order of processes',
      )
      .example(
        '$0 compare workloads/bench --budget 600 --timeout 30 --memory 512 --max-output 1000000',
        'as much as fits 10 min, no process longer than 30 s',
      )
      .example('$0 compare mine.py --memory-over-time 20 --json r.json', 'memory every 20 ms, for the report')
      .epilogue(EPILOGUE) as never,
  handler: async (args) => {
    // The reader of our output may leave before its end (`| head`): that is a wish to stop, and no fault.
    let left = false;
    let mute = false;
    process.stdout.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') {
        if (!left) process.emit('SIGTERM', 'SIGTERM');
        left = true;
        return;
      }
      // A full disk under the table is no reason to lose the measurements that --json keeps.
      if (!mute)
        process.stderr.write(`lab compare: cannot print the tables: ${error.message}; measuring goes on\n`);
      mute = true;
      process.exitCode ||= EXIT.differ;
    });
    const status = await runCompare(args, surroundings);
    process.exitCode = mute && status === EXIT.agree ? EXIT.differ : status;
  },
};
