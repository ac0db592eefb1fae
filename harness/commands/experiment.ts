// `lab experiment coverage|aa|planted`: the lab's verdicts put to the test, each against its bar; status 0 where it is passed.
import type { CommandModule } from 'yargs';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { CompareHooks } from '../compare.ts';
import { loadNow, readEnvironment } from '../environment.ts';
import { execute } from '../execute.ts';
import {
  COVERAGE_BAR,
  coverage,
  plantedNeeded,
  PLANTED_PROGRAM,
  runAa,
  runPlanted,
  simulatedPlans,
  summariseAa,
} from '../experiments.ts';
import type { AaPair, Coverage, PlantedTrial } from '../experiments.ts';
import { sizeNames } from '../manifest.ts';
import type { SizeName } from '../manifest.ts';
import { profiles } from '../measure.ts';
import type { MeasureSettings, ProfileName, Workload } from '../measure.ts';
import type { LabResult } from '../result.ts';
import { createProgress, formatDuration } from '../progress.ts';
import { findEngines } from '../registry.ts';
import { UsageError } from '../run-arguments.ts';
import { selectWorkloads } from '../select-workloads.ts';
import { unwritable, writeOrKeepElsewhere, writeWhole } from '../write-whole.ts';
import { surroundings } from './compare.ts';

interface ExperimentArguments {
  what: 'coverage' | 'aa' | 'planted';
  workloads: string[];
  engines: string;
  profile: ProfileName;
  size: SizeName;
  results: number;
  repeats: number;
  trials: number;
  percent: number;
  n: number;
  seed: number;
  budget?: number;
  json?: string;
  keep?: string;
  resume: boolean;
}

const percentText = (x: number) => `${(x * 100).toFixed(1)} %`;

function settingsOf({ profile, seed }: ExperimentArguments): MeasureSettings {
  const env = Object.entries(process.env).filter((e): e is [string, string] => e[1] !== undefined);
  return {
    ...profiles[profile],
    seed,
    limits: { timeMs: 120_000, outputBytes: 2 ** 20 },
    env: Object.fromEntries(env),
    cwd: process.cwd(),
  };
}

interface Found {
  passed: boolean;
  /** Stopped, or not all of it fitted the budget. */
  partial: boolean;
  data: unknown;
}

/** `say` prints a line; `keep` stores what there is so far. */
type Experiment = (
  args: ExperimentArguments,
  say: (text: string) => void,
  keep: (data: unknown) => void,
) => Promise<Found>;

/** What must be equal for an experiment to go on with stored pairs or trials. */
function askedOf({ what, profile, size, repeats, percent, n, seed }: ExperimentArguments): unknown {
  return what === 'aa' ? { profile, size, repeats, seed } : { profile, percent, n, seed };
}

const storedExperiment = z.object({
  experiment: z.string(),
  asked: z.unknown(),
  fingerprint: z.string(),
  data: z.record(z.string(), z.unknown()),
});

/** `--resume`: the data that `--json` holds; nothing where there is no such file yet. */
function stored(args: ExperimentArguments): Record<string, unknown> | undefined {
  const { json, resume } = args;
  if (!resume) return undefined;
  if (json === undefined || json === '-')
    throw new UsageError('--resume wants --json FILE: the file of the run that was stopped');
  if (!existsSync(json)) return undefined;
  const refuse = (why: string) =>
    new UsageError(`cannot go on with ${json}: ${why}; leave out --resume to begin anew`);
  let parsed: ReturnType<typeof storedExperiment.safeParse>;
  try {
    parsed = storedExperiment.safeParse(JSON.parse(readFileSync(json, 'utf8')));
  } catch (error) {
    throw refuse((error as Error).message);
  }
  if (!parsed.success) throw refuse('it is no result of an experiment');
  const { experiment, asked, fingerprint, data } = parsed.data;
  if (experiment !== args.what) throw refuse(`it is of ${experiment}`);
  if (fingerprint !== readEnvironment().fingerprint) throw refuse('it is from another machine');
  if (JSON.stringify(asked) !== JSON.stringify(askedOf(args)))
    throw refuse(`it was asked for ${JSON.stringify(asked)}`);
  return data;
}

/** `10-30×30, true 1.02`: processes, those of a second stage, samples, and the ratio where it is close to one. */
const plansText = ({ processes, mostProcesses, iterations, truth }: Coverage): string =>
  `${processes}${mostProcesses === undefined ? '' : `-${mostProcesses}`}×${iterations}${truth === undefined ? '' : `, true ${truth}`}`;

const ofCoverage: Experiment = async ({ results, seed }, say) => {
  const rows = simulatedPlans().flatMap(({ name, ...plan }) =>
    [
      { between: 0.05, within: 0.03 },
      { between: 0.01, within: 0.05 },
      { between: 0.02, within: 0.03, disturbed: 0.1, drift: 0.1 },
    ].map((noise) => ({ name, ...coverage({ results, ...plan, ...noise, seed }) })),
  );
  say(`How often a 95 % interval covers the true ratio, ${results} simulated results each:`);
  for (const r of rows)
    say(
      `${r.name.padEnd(15)} ${plansText(r).padStart(17)}  between ${percentText(r.between)}, within ${percentText(r.within)}` +
        `${r.drift ? `, one in ${1 / r.disturbed!} disturbed, drift ${percentText(r.drift)}` : ''}:  ` +
        `${percentText(r.share)}, median width ${percentText(r.width)}`,
    );
  const judged = rows.filter((r) => r.name === 'default');
  const [low, high] = COVERAGE_BAR;
  return { passed: judged.every((r) => r.share >= low && r.share <= high), partial: false, data: rows };
};

async function measured(args: ExperimentArguments) {
  const entries = await findEngines(args.engines.split(',').map((id) => id.trim()));
  const progress = createProgress(process.stderr);
  const abort = new AbortController();
  const stop = surroundings.onStop(() => abort.abort());
  /** What comes before the engine in the progress line: how much is left. */
  const left = { text: '' };
  const hooks: CompareHooks = {
    signal: abort.signal,
    now: surroundings.now,
    date: surroundings.date,
    loadNow,
    ...(surroundings.witness ? { witness: surroundings.witness } : {}),
    onBegin: (workload, _, at) =>
      progress.update(`${left.text}${workload.name}: ${at.entry.id}, process ${at.done + 1} of ${at.total}`),
  };
  const end = () => {
    progress.clear();
    stop();
  };
  return { entries, settings: settingsOf(args), hooks, left, clear: () => progress.clear(), end };
}

const common = (args: ExperimentArguments) => ({
  profile: args.profile,
  margin: 0.02,
  command: ['lab', ...process.argv.slice(2)],
  environment: readEnvironment(),
  execute,
});

/** `--keep`: each comparison as a result file, for `lab report` and for whoever doubts a verdict. */
const keepIn = (folder: string | undefined) =>
  folder === undefined
    ? {}
    : {
        onResult(name: string, result: LabResult) {
          const path = join(folder, `${name.replaceAll('/', '-')}.json`);
          const complaint = writeOrKeepElsewhere(
            path,
            `${JSON.stringify(result)}\n`,
            'its raw samples are lost',
          );
          if (complaint !== undefined) throw new UsageError(complaint);
        },
      };

const ofAa: Experiment = async (args, say, keep) => {
  const earlier = (stored(args)?.pairs ?? []) as AaPair[];
  const { entries, settings, hooks, left, clear, end } = await measured(args);
  try {
    const paths = args.workloads.length > 0 ? args.workloads : ['workloads/bench'];
    const { sizesOf, heapOf } = surroundings;
    const workloads = selectWorkloads(paths, { sizes: [args.size], sizesOf, heapOf });
    const planned = workloads.length * entries.length;
    const done = earlier.filter(
      (p) => workloads.some((w) => w.name === p.workload) && entries.some((e) => e.id === p.engine),
    );
    if (done.length > 0) say(`${done.length} of ${planned} pairs are measured already`);
    const sofar = [...done];
    const pairs = await runAa({ ...common(args), settings, entries, workloads }, hooks, {
      repeats: args.repeats,
      done,
      ...keepIn(args.keep),
      ...(args.budget === undefined ? {} : { budgetMs: args.budget * 1000 }),
      onPair(p) {
        clear();
        say(
          `${p.workload.padEnd(18)} ${p.engine.padEnd(18)} ${(p.flat ? 'flat' : p.steady ? 'steady' : '').padEnd(6)}  ${p.error ?? p.verdicts.join(', ')}`,
        );
        sofar.push(p);
        keep({ summary: summariseAa(sofar, planned), pairs: sofar });
      },
      onLeft: (count, ms) => (left.text = `${count} pairs left, about ${formatDuration(ms)}; `),
    });
    const s = summariseAa(pairs, planned);
    const missing = planned - s.pairs - s.failed.length;
    if (missing > 0)
      say(
        `${missing} of ${planned} pairs are not measured: ` +
          (hooks.signal?.aborted ? 'stopped' : `the budget of ${args.budget} s is over`) +
          (args.json === undefined ? '' : '; --resume goes on with them'),
      );
    for (const failed of s.failed) say(`cannot run: ${failed}`);
    say(
      `${s.comparisons} comparisons of an engine with itself: ${s.different} said to differ, ${s.undecided} can't tell ` +
        `(${s.flatUndecided} of ${s.flat} flat ones, ${s.steadyUndecided} of ${s.steady} that are steady after a warm-up at most); both directions: ${s.bothDirections.join(', ') || 'never'}`,
    );
    if (s.flat === 0)
      say('No workload is flat on both sides: that a quarter of these may be undecided asks nothing here.');
    const partial = missing > 0;
    return { passed: s.passed && !hooks.signal?.aborted, partial, data: { summary: s, pairs } };
  } finally {
    end();
  }
};

const ofPlanted: Experiment = async (args, say, keep) => {
  const data = stored(args) ?? {};
  const { entries, settings, hooks, left, clear, end } = await measured(args);
  const folder = mkdtempSync(join(tmpdir(), 'lab-planted-'));
  try {
    const path = join(folder, 'planted.py');
    writeFileSync(path, PLANTED_PROGRAM);
    const workload: Workload = { ...selectWorkloads([path], { ns: [args.n] })[0], name: 'planted' };
    const needed = plantedNeeded(args.profile, args.trials);
    const begun = hooks.now();
    let passed = true;
    let partial = false;
    for (const [index, entry] of entries.entries()) {
      const done = ((data[entry.id] ?? []) as PlantedTrial[]).slice(0, args.trials);
      if (done.length > 0) say(`${entry.id}: ${done.length} of ${args.trials} trials are measured already`);
      const sofar = [...done];
      const budgetMs =
        args.budget === undefined
          ? undefined
          : (args.budget * 1000 - (hooks.now() - begun)) / (entries.length - index);
      left.text = `trial ${done.length + 1} of ${args.trials}; `;
      const from = hooks.now();
      const trials = await runPlanted({ ...common(args), settings, entry, workloads: [workload] }, hooks, {
        factor: 1 + args.percent / 100,
        trials: args.trials,
        done,
        ...keepIn(args.keep),
        ...(budgetMs === undefined ? {} : { budgetMs }),
        onTrial(t) {
          clear();
          const ratio = t.ratio
            ? ` ${t.ratio.value.toFixed(3)} (${t.ratio.low?.toFixed(3)}…${t.ratio.high?.toFixed(3)})`
            : '';
          say(
            `${entry.id} trial ${t.trial}: ${t.verdict}${ratio}, ${t.processes} processes × ${t.samples} samples`,
          );
          sofar.push(t);
          data[entry.id] = sofar;
          keep(data);
          const each = (hooks.now() - from) / (sofar.length - done.length);
          const more = args.trials - sofar.length;
          left.text = `trial ${t.trial + 1} of ${args.trials}, about ${formatDuration(each * more)}; `;
        },
      });
      const { processes, iterations } = profiles[args.profile];
      const short = trials.filter((t) => t.processes < processes || t.samples < iterations);
      const found = trials.filter((t) => t.verdict === 'slower').length;
      say(
        `${entry.id}: ${args.percent} % more to do, profile ${args.profile}: slower in ${found} of ${trials.length} trials (bar: ${needed} of ${args.trials})`,
      );
      // Fewer samples make a slowdown harder to find, never easier: said, and no reason to fail.
      if (short.length > 0)
        say(
          `${entry.id}: ${short.length} trials stand on less than ${processes} processes × ${iterations} samples` +
            (args.budget === undefined ? '' : `, for the budget of ${args.budget} s`),
        );
      passed &&= found >= needed;
      partial ||= trials.length < args.trials;
      data[entry.id] = trials;
    }
    return { passed, partial, data };
  } finally {
    rmSync(folder, { recursive: true, force: true });
    end();
  }
};

const experiments: Record<ExperimentArguments['what'], Experiment> = {
  coverage: ofCoverage,
  aa: ofAa,
  planted: ofPlanted,
};

export async function runExperiment(args: ExperimentArguments): Promise<number> {
  // `--json -` gives stdout to the JSON.
  const out = args.json === '-' ? process.stderr : process.stdout;
  const say = (text: string) => out.write(`${text}\n`);
  const textOf = (found: Partial<Found>) =>
    `${JSON.stringify({ experiment: args.what, asked: askedOf(args), fingerprint: readEnvironment().fingerprint, ...found }, null, 1)}\n`;
  const { json } = args;
  const write = (found: Partial<Found>) => {
    if (json === undefined || json === '-') return;
    const complaint = writeOrKeepElsewhere(json, textOf(found), 'what is printed is all that is kept');
    if (complaint !== undefined) throw new UsageError(complaint);
  };
  /** What is found so far; a full disk now may be a free one at the end, where it is said. */
  const checkpoint = (data: Found['data']) => {
    if (json === undefined || json === '-') return;
    try {
      writeWhole(json, textOf({ partial: true, data }));
    } catch {
      return;
    }
  };
  try {
    const why = json === undefined || json === '-' ? undefined : unwritable(json);
    if (why !== undefined) throw new UsageError(`cannot write --json ${json}: ${why}`);
    if (args.keep !== undefined) {
      try {
        mkdirSync(args.keep, { recursive: true });
      } catch (error) {
        throw new UsageError(`cannot make the folder of --keep: ${(error as Error).message}`);
      }
    }
    if (args.budget !== undefined && !(args.budget > 0))
      throw new UsageError('--budget wants a number above 0');
    const { passed, partial, data } = await experiments[args.what](args, say, checkpoint);
    const part = partial ? ', of the part that was measured' : '';
    say(passed ? `The bar is passed${part}.` : `The bar is not passed${part}.`);
    write({ passed, partial, data });
    if (json === '-') process.stdout.write(textOf({ passed, partial, data }));
    return passed ? 0 : 1;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`lab experiment: ${error.message}\n`);
    return 2;
  }
}

export const experimentCommand: CommandModule<object, ExperimentArguments> = {
  command: 'experiment <what> [workloads..]',
  describe: "the lab's own verdicts put to the test",
  builder: (y) =>
    y
      .positional('what', {
        choices: Object.keys(experiments),
        demandOption: true,
        describe:
          'coverage: do intervals cover the truth (simulated); aa: each engine against itself; planted: is a slowdown found',
      })
      .positional('workloads', {
        type: 'string',
        array: true,
        default: [],
        describe: 'aa: programs; workloads/bench unless told',
      })
      .option('engines', {
        type: 'string',
        default: 'cpython-like',
        requiresArg: true,
        describe: 'aa, planted: with commas between',
      })
      .option('profile', { choices: Object.keys(profiles), default: 'default', describe: 'aa, planted' })
      .option('size', { choices: sizeNames, default: 'small', describe: 'aa: size of the workloads' })
      .option('repeats', { type: 'number', default: 1, describe: 'aa: comparisons of each pair' })
      .option('trials', { type: 'number', default: 20, describe: 'planted' })
      .option('percent', { type: 'number', default: 20, describe: 'planted: so much more to do' })
      .option('n', { type: 'number', default: 100_000, describe: 'planted: rounds of a loop in one call' })
      .option('results', { type: 'number', default: 500, describe: 'coverage: simulated results' })
      .option('seed', { type: 'number', default: 1 })
      .option('budget', {
        type: 'number',
        requiresArg: true,
        describe:
          'aa, planted: seconds it may take; aa then measures fewer pairs, planted samples for less, and says so',
      })
      .option('json', {
        type: 'string',
        requiresArg: true,
        describe: 'what was found, to this file (- for stdout)',
      })
      .option('keep', {
        type: 'string',
        requiresArg: true,
        describe: 'aa, planted: a folder for the result file of each comparison, raw samples and all',
      })
      .option('resume', {
        type: 'boolean',
        default: false,
        describe: 'aa, planted: go on with the pairs or trials that --json names',
      })
      .example('$0 experiment coverage --results 2000 --seed 2', 'some seconds, nothing is run')
      .example(
        '$0 experiment aa workloads/bench/queens.py --repeats 10 --json aa.json --resume',
        'one workload again and again',
      )
      .example('$0 experiment planted --trials 5 --n 20000 --profile quick', 'a first look')
      .example(
        '$0 experiment aa --engines cpython-like,pypy-like,micro --size tiny --budget 1500 --json aa.json',
        'as much of all workloads as fits 25 min, evenly; with --resume the rest',
      )
      .example('$0 experiment planted --budget 300', '20 trials, the twin having 20 % more to do')
      .example(
        '$0 experiment planted --percent 5 --profile rigorous --budget 600 --keep trials',
        '5 % more to do; each trial stays as a result file',
      )
      .epilogue('Exit status: 0 the bar is passed; 1 it is not; 2 wrong usage.') as never,
  handler: async (args) => {
    process.exitCode = await runExperiment(args);
  },
};
