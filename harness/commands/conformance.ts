// `lab conformance`: the conformance programs on several engines, counted by feature; `--show` takes one apart. Reads the
// command line, loads the real CPython once for all its programs, and leaves running and judging to conformance.ts and
// differences.ts.
import { createTwoFilesPatch } from 'diff';
import type { CommandModule } from 'yargs';
import type { EngineDescription, EngineId } from '../../engines/engine.ts';
import { createPaint, renderTable, terminalWidth, wantsColor } from '../../reports/table.ts';
import type { Paint, Row } from '../../reports/table.ts';
import { findPrograms, isCore, runConformance, tally } from '../conformance.ts';
import type { ConformanceProgram, EngineUnderTest, ProgramResult, Tally } from '../conformance.ts';
import { appliesTo, documentedEngines, judge, readDifferences } from '../differences.ts';
import type { Judgement } from '../differences.ts';
import { describeEmbedded } from '../embedded-execution.ts';
import { execute } from '../execute.ts';
import type { EngineEntry, Execute } from '../execution.ts';
import { createProgress, formatDuration } from '../progress.ts';
import type { ProgressStream } from '../progress.ts';
import { loadReference } from '../reference.ts';
import type { Reference } from '../reference.ts';
import { EMBEDDED, findEngines, isBuilt, loadRegistry } from '../registry.ts';
import { CONFORMANCE_FORMAT, CONFORMANCE_VERSION } from '../result.ts';
import type { LabConformance } from '../result.ts';
import { UsageError } from '../run-arguments.ts';
import { unwritable, writeOrKeepElsewhere } from '../write-whole.ts';

export interface ConformanceArguments {
  engines?: string[];
  engine?: string;
  feature?: string[];
  only?: string[];
  show?: string;
  json?: string;
  jobs: number;
  timeout: number;
  fresh: boolean;
  list: boolean;
}

/** What the command stands on; a test hands in its own. */
export interface ConformanceSurroundings {
  execute: Execute;
  available(): Promise<readonly EngineEntry[]>;
  find(ids: readonly string[]): Promise<readonly EngineEntry[]>;
  describe(entry: EngineEntry): Promise<EngineDescription | undefined>;
  loadReference(): Promise<Reference>;
  /** Folders other than the installation's. */
  programs?: string;
  differences?: string;
  stdout: ProgressStream;
  stderr: ProgressStream;
  env: Record<string, string | undefined>;
  signal?: AbortSignal;
}

/** 0: every failure is documented; 1: not so; 2: wrong usage; 130: interrupted. */
const EXIT = { fine: 0, failed: 1, usage: 2, interrupted: 130 } as const;

/** Runs all programs in one interpreter, as loading one takes longer than most programs. */
const BATCHED: EngineId = 'cpython-wasm';

/** Undocumented failures listed by name for each engine; the JSON has all. */
const LISTED = 12;

export async function runConformanceCommand(
  args: ConformanceArguments,
  around: ConformanceSurroundings,
): Promise<number> {
  try {
    return await (args.show === undefined ? conformance(args, around) : show(args.show, args, around));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    around.stderr.write(`lab conformance: ${error.message}\n`);
    return EXIT.usage;
  }
}

const words = (values: readonly string[] | undefined) =>
  (values ?? [])
    .flatMap((value) => value.split(','))
    .map((word) => word.trim())
    .filter((word) => word !== '');

function selectPrograms(
  args: ConformanceArguments,
  all: readonly ConformanceProgram[],
  root: string | undefined,
) {
  const features = words(args.feature);
  const known = new Set(all.map((program) => program.feature));
  const unknown = features.find((feature) => !known.has(feature));
  if (unknown !== undefined) {
    throw new UsageError(`no feature '${unknown}'. Features: ${[...known].join(', ')}`);
  }
  const programs = findPrograms(root, { features, only: words(args.only) });
  if (programs.length === 0) throw new UsageError('no program has such a name: `--list` prints all');
  return programs;
}

async function underTest(
  entry: EngineEntry,
  description: EngineDescription | undefined,
  args: ConformanceArguments,
  around: ConformanceSurroundings,
): Promise<EngineUnderTest> {
  const batch = entry.id === BATCHED && !args.fresh ? await around.loadReference() : undefined;
  return { entry, description, batch };
}

interface EngineReport {
  engine: EngineId;
  description?: EngineDescription;
  results: ProgramResult[];
  judgement: Judgement;
  notes: string[];
  ms: number;
}

async function conformance(args: ConformanceArguments, around: ConformanceSurroundings): Promise<number> {
  const { stdout, stderr, env } = around;
  const all = findPrograms(around.programs);
  const programs = selectPrograms(args, all, around.programs);
  if (args.list) {
    for (const program of programs) stdout.write(`${program.id.padEnd(48)} ${program.title}\n`);
    return EXIT.fine;
  }
  const ids = words(args.engines ?? (args.engine === undefined ? undefined : [args.engine]));
  const entries = ids.length > 0 ? await around.find(ids) : await around.available();
  if (entries.length === 0) throw new UsageError('no engine can run here: `lab engines` says how to get one');

  const why = args.json === undefined || args.json === '-' ? undefined : unwritable(args.json);
  if (why !== undefined) throw new UsageError(`cannot write --json ${args.json}: ${why}`);
  const out = args.json === '-' ? stderr : stdout;
  const paint = createPaint(wantsColor(env, out.isTTY === true));
  const progress = createProgress(stderr, undefined, env);
  const known = new Set(all.map((program) => program.id));
  const reports: EngineReport[] = [];
  // All are asked before the first runs: one that is not built is said at once.
  const descriptions = await Promise.all(entries.map((entry) => around.describe(entry)));
  const started = performance.now();
  for (const [index, entry] of entries.entries()) {
    progress.update(`${entry.id}: starting`);
    const begun = performance.now();
    const engine = await underTest(entry, descriptions[index], args, around);
    let done = 0;
    const results = await runConformance(programs, [engine], {
      execute: around.execute,
      jobs: args.jobs,
      timeMs: args.timeout * 1000,
      signal: around.signal,
      onResult: (result) => {
        // Engines take unequal time: of those to come nothing is known but that of those that were.
        const share = (index + ++done / programs.length) / entries.length;
        const left = ((performance.now() - started) * (1 - share)) / share;
        progress.update(
          `${entry.id}: ${done} of ${programs.length}, about ${formatDuration(left)} left in all, ${result.program}`,
        );
      },
    });
    await engine.batch?.close();
    const documented = readDifferences(entry.id, around.differences);
    const applies = documented !== undefined && appliesTo(documented, engine.description);
    const notes =
      documented !== undefined && !applies
        ? [`its list of differences is about version ${documented.version}, not applied`]
        : [];
    reports.push({
      engine: entry.id,
      description: engine.description,
      results,
      judgement: judge(results, applies ? documented : undefined, known),
      notes,
      ms: performance.now() - begun,
    });
    if (around.signal?.aborted) break;
  }
  progress.clear();
  out.write(renderReports(reports, paint, terminalWidth(out, env, 100)));
  if (args.json !== undefined) writeJson(args.json, programs, reports, stdout);
  if (around.signal?.aborted) return EXIT.interrupted;
  return reports.every(isFine) ? EXIT.fine : EXIT.failed;
}

function isFine({ judgement, results }: EngineReport): boolean {
  return (
    judgement.unexplained.length === 0 &&
    judgement.stale.length === 0 &&
    judgement.unknown.length === 0 &&
    results.every((result) => result.verdict !== 'not-run')
  );
}

function renderReports(reports: readonly EngineReport[], paint: Paint, width: number): string {
  const tallies = reports.map((report) => tally(report.results));
  const features = [...new Set(tallies.flatMap((rows) => [...rows.keys()]))].filter((f) => f !== '').sort();
  const cores = reports.map((report) => tally(report.results.filter((r) => isCore(r.program))).get(''));
  const cell = (row: Tally | undefined) => {
    if (row === undefined) return '';
    const counts = `${row.passed} / ${row.failed} / ${row.unsupported + row['not-run']}`;
    return row.failed > 0 ? paint.bad(counts) : counts;
  };
  const row = (head: string, feature: string): Row => [
    head,
    ...tallies.map((rows) => cell(rows.get(feature))),
  ];
  const { text, omitted } = renderTable(
    [
      { title: 'passed / failed / unsupported', rank: 0 },
      ...reports.map(({ engine }, i) => ({ title: engine, align: 'right' as const, rank: i })),
    ],
    [
      ...features.map((feature) => row(feature, feature)),
      ...(cores.some((core) => core !== undefined) ? [['core', ...cores.map(cell)]] : []),
      row('all', ''),
    ],
    width,
    paint,
  );
  const lines = [text];
  if (omitted.length > 0) lines.push(`(no room for ${omitted.join(', ')}; a wider terminal shows them)`);
  lines.push('');
  for (const [i, report] of reports.entries()) {
    const sum = tallies[i].get('') ?? { passed: 0, failed: 0, unsupported: 0, 'not-run': 0 };
    const { documented, unexplained, stale, unknown } = report.judgement;
    const parts = [
      `${sum.passed} passed`,
      `${unexplained.length} failed`,
      `${documented.length} documented ${documented.length === 1 ? 'difference' : 'differences'}`,
      `${sum.unsupported} unsupported`,
      ...(sum['not-run'] > 0 ? [`${sum['not-run']} not run`] : []),
    ];
    lines.push(`${paint.bold(report.engine)}: ${parts.join(', ')} in ${(report.ms / 1000).toFixed(1)} s`);
    for (const note of report.notes) lines.push(`  ${note}`);
    for (const result of unexplained.slice(0, LISTED)) {
      lines.push(`  failed   ${result.program}${result.reason === undefined ? '' : `: ${result.reason}`}`);
    }
    if (unexplained.length > LISTED) lines.push(`  and ${unexplained.length - LISTED} more`);
    for (const id of stale) lines.push(`  stale    ${id}: documented as different, and passes`);
    for (const id of unknown)
      lines.push(`  unknown  ${id}: documented as different, and there is no such program`);
    const reasons = new Set(
      report.results.flatMap((r) => (r.verdict === 'not-run' ? [r.reason ?? 'unknown reason'] : [])),
    );
    for (const reason of reasons) lines.push(`  not run  ${reason}`);
    const first = unexplained[0];
    if (first) lines.push(`  look: lab conformance --show ${first.program} --engine ${report.engine}`);
  }
  return `${lines.join('\n')}\n`;
}

function writeJson(
  file: string,
  programs: readonly ConformanceProgram[],
  reports: readonly EngineReport[],
  stdout: ProgressStream,
): void {
  const all = new Map(programs.map((p) => [p.id, p]));
  const passedByAll = (id: string) =>
    reports.every((r) => r.results.every((x) => x.program !== id || x.verdict === 'passed'));
  const document: LabConformance = {
    format: CONFORMANCE_FORMAT,
    version: CONFORMANCE_VERSION,
    startedAt: new Date().toISOString(),
    programs: programs.map(({ id, title, needs, sha256 }) => ({
      id,
      title,
      needs: [...needs],
      sha256,
      ...(passedByAll(id) ? {} : { text: all.get(id)!.text, expected: all.get(id)!.expected }),
    })),
    engines: reports.map(({ engine, description: d, results, judgement }) => {
      const differences = [...new Set(judgement.documented.map((x) => x.difference))];
      return {
        id: engine,
        ...(d === undefined
          ? {}
          : {
              implementation: d.implementation,
              languageVersion: d.languageVersion,
              implementationVersion: d.implementationVersion,
            }),
        stale: judgement.stale,
        differences: differences.map(({ title, cause, workaround }) => ({
          title,
          cause,
          ...(workaround === undefined ? {} : { workaround }),
        })),
        results: results.map((result) => {
          const documented = judgement.documented.find((x) => x.result === result);
          return {
            program: result.program,
            verdict: result.verdict,
            ...(documented ? { difference: differences.indexOf(documented.difference) } : {}),
            ...(result.reason === undefined ? {} : { reason: result.reason }),
            ...(result.verdict === 'failed' && result.got !== undefined ? { got: result.got } : {}),
            ms: Math.round(result.ms),
          };
        }),
      };
    }),
  };
  const text = `${JSON.stringify(document, null, 1)}\n`;
  if (file === '-') stdout.write(text);
  else {
    const complaint = writeOrKeepElsewhere(file, text, 'what is printed is all that is kept');
    if (complaint !== undefined) throw new UsageError(complaint);
  }
}

/** One program on one engine: what it is, what was expected, what came, and the difference. */
async function show(
  id: string,
  args: ConformanceArguments,
  around: ConformanceSurroundings,
): Promise<number> {
  const { stdout, env } = around;
  const programs = findPrograms(around.programs, { only: [id.replace(/\.py$/, '')] });
  if (programs.length !== 1) {
    throw new UsageError(
      programs.length === 0
        ? `no program '${id}': \`--list\` prints all`
        : `'${id}' is the name of ${programs.length}: ${programs.map((p) => p.id).join(', ')}`,
    );
  }
  const wanted = args.engine ?? words(args.engines)[0];
  if (wanted === undefined) throw new UsageError('--show wants --engine');
  const [program] = programs;
  const [entry] = (await around.find([wanted])) as [EngineEntry];
  const engine = await underTest(entry, await around.describe(entry), args, around);
  const [result] = await runConformance([program], [engine], {
    execute: around.execute,
    timeMs: args.timeout * 1000,
    signal: around.signal,
  });
  await engine.batch?.close();
  const paint = createPaint(wantsColor(env, stdout.isTTY === true));
  const difference = readDifferences(wanted, around.differences)?.differences.find((d) =>
    d.programs.includes(program.id),
  );
  const part = (title: string, text: string) =>
    `${paint.bold(`--- ${title}`)}\n${text.endsWith('\n') || text === '' ? text : `${text}\n`}`;
  const lines = [part(program.path, program.text), part('expected', program.expected ?? '')];
  if (result.got !== undefined && result.got !== program.expected) {
    lines.push(part(`got from ${wanted}`, result.got));
    const patch = createTwoFilesPatch('expected', wanted, program.expected ?? '', result.got);
    const body = patch
      .split('\n')
      .slice(1)
      .map((line) => colored(line, paint));
    lines.push(part('difference', body.join('\n')));
  }
  const reason = result.reason === undefined ? '' : ` (${result.reason})`;
  lines.push(`${program.id} on ${wanted}: ${result.verdict}${reason}\n`);
  if (difference) {
    lines.push(`documented: ${difference.title}. ${difference.cause}\n`);
    if (difference.workaround !== undefined) lines.push(`instead: ${difference.workaround}\n`);
  }
  stdout.write(lines.join(''));
  return result.verdict === 'failed' && !difference ? EXIT.failed : EXIT.fine;
}

function colored(line: string, paint: Paint): string {
  if (line.startsWith('+')) return paint.good(line);
  return line.startsWith('-') ? paint.bad(line) : line;
}

/** Programs on PATH of which is known what they do otherwise; for another version the list says nothing. */
async function documentedPrograms(): Promise<EngineEntry[]> {
  const ids = documentedEngines().filter((id) => EMBEDDED.every((e) => e.id !== id));
  const { entries } = await loadRegistry({ only: ids });
  return entries.filter(
    (entry) =>
      entry.kind === 'program' &&
      ids.includes(entry.id) &&
      appliesTo(readDifferences(entry.id)!, entry.description),
  );
}

const surroundings: ConformanceSurroundings = {
  execute,
  available: async () => [...EMBEDDED.filter(isBuilt), ...(await documentedPrograms())],
  find: findEngines,
  describe: async (entry) => {
    if (entry.kind === 'program') return entry.description;
    if (!isBuilt(entry)) throw new UsageError(`engine '${entry.id}' is not built yet (npm run build)`);
    return describeEmbedded(entry);
  },
  loadReference,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
};

const list = (describe: string) =>
  ({ type: 'string', array: true, requiresArg: true, nargs: 1, describe }) as const;

export const conformanceCommand: CommandModule<object, ConformanceArguments> = {
  command: 'conformance',
  describe: 'the conformance programs on several engines: passed, failed, unsupported by feature',
  builder: (y) =>
    y
      .option(
        'engines',
        list(
          'which, with commas between; unless told those of the lab, the references, and programs with a list of differences',
        ),
      )
      .option('engine', { type: 'string', requiresArg: true, describe: 'one engine, for --show' })
      .option('feature', list('only programs of this feature; may be repeated'))
      .option('only', list('only programs whose name fits, e.g. "generators/*" or "uncaught-*"'))
      .option('show', {
        type: 'string',
        requiresArg: true,
        describe: 'one program in full: text, expected, got, difference',
      })
      .option('json', {
        type: 'string',
        requiresArg: true,
        describe: 'write the results here (- for stdout)',
      })
      .option('jobs', { type: 'number', requiresArg: true, default: 2, describe: 'processes at a time' })
      .option('timeout', {
        type: 'number',
        requiresArg: true,
        default: 20,
        describe: 'seconds a program may take',
      })
      .option('fresh', {
        type: 'boolean',
        default: false,
        describe: 'a process for each program on cpython-wasm too, which else runs all in one',
      })
      .option('list', { type: 'boolean', default: false, describe: 'only list the programs' })
      .example('$0 conformance --engines cpython-wasm,micropython-wasm', 'two engines, all programs')
      .example(
        '$0 conformance --engines micro --feature generators --only "*/core-*" --list',
        'which programs these are',
      )
      .example(
        '$0 conformance --json c.json --jobs 4 --timeout 60 --fresh',
        'kept for lab report; each in a process of its own',
      )
      .example('$0 conformance --show generators/yield-from --engine pypy3', 'what differs there')
      .epilogue(
        'Exit status: 0 every failure is a documented difference (workloads/differences/); 1 one is not, or a documented one no longer differs; 2 wrong usage; 130 stopped by Ctrl-C.',
      ) as never,
  handler: async (args) => {
    process.stdout.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      process.exit(0);
    });
    const abort = new AbortController();
    const stop = () => {
      if (abort.signal.aborted) process.exit(EXIT.interrupted);
      abort.abort();
    };
    process.on('SIGINT', stop);
    try {
      process.exitCode = await runConformanceCommand(args, { ...surroundings, signal: abort.signal });
    } finally {
      process.off('SIGINT', stop);
    }
  },
};
