// `lab experiment coverage|aa|planted`: the lab's verdicts put to the test, each against its bar; status 0 where it is passed.
import type { CommandModule } from 'yargs';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
import type { EngineEntry } from '../execution.ts';
import { sizeNames } from '../manifest.ts';
import type { SizeName } from '../manifest.ts';
import { profiles } from '../measure.ts';
import type { MeasureSettings, ProfileName, Workload } from '../measure.ts';
import { createProgress } from '../progress.ts';
import { findEngines } from '../registry.ts';
import { UsageError } from '../run-arguments.ts';
import { selectWorkloads } from '../select-workloads.ts';
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
  json?: string;
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

/** Answers what to keep as JSON, and whether the bar is passed. */
type Experiment = (
  args: ExperimentArguments,
  say: (text: string) => void,
) => Promise<{ passed: boolean; data: unknown }>;

const ofCoverage: Experiment = async ({ results, seed }, say) => {
  const rows = simulatedPlans().flatMap(({ name, processes, iterations }) =>
    [
      [0.05, 0.03],
      [0.01, 0.05],
    ].map(([between, within]) => ({
      name,
      ...coverage({ results, processes, iterations, between, within, seed }),
    })),
  );
  say(`How often a 95 % interval covers the true ratio, ${results} simulated results each:`);
  for (const r of rows)
    say(
      `${r.name.padEnd(15)} ${`${r.processes}×${r.iterations}`.padStart(7)}  between ${percentText(r.between)}, within ${percentText(r.within)}:  ` +
        `${percentText(r.share)}, median width ${percentText(r.width)}`,
    );
  const judged = rows.filter((r) => r.name === 'default');
  const [low, high] = COVERAGE_BAR;
  return { passed: judged.every((r) => r.share >= low && r.share <= high), data: rows };
};

async function measured(args: ExperimentArguments): Promise<{
  entries: EngineEntry[];
  settings: MeasureSettings;
  hooks: CompareHooks;
  end(): void;
}> {
  const entries = await findEngines(args.engines.split(',').map((id) => id.trim()));
  const progress = createProgress(process.stderr);
  const abort = new AbortController();
  const stop = surroundings.onStop(() => abort.abort());
  const hooks: CompareHooks = {
    signal: abort.signal,
    now: surroundings.now,
    date: surroundings.date,
    loadNow,
    onBegin: (workload, _, at) =>
      progress.update(`${workload.name}: ${at.entry.id}, process ${at.done + 1} of ${at.total}`),
  };
  const end = () => {
    progress.clear();
    stop();
  };
  return { entries, settings: settingsOf(args), hooks, end };
}

const common = (args: ExperimentArguments) => ({
  profile: args.profile,
  margin: 0.02,
  command: ['lab', ...process.argv.slice(2)],
  environment: readEnvironment(),
  execute,
});

const ofAa: Experiment = async (args, say) => {
  const { entries, settings, hooks, end } = await measured(args);
  try {
    const paths = args.workloads.length > 0 ? args.workloads : ['workloads/bench'];
    const { sizesOf, heapOf } = surroundings;
    const workloads = selectWorkloads(paths, { sizes: [args.size], sizesOf, heapOf });
    const request = { ...common(args), settings, entries, workloads };
    const pairs = await runAa(request, hooks, args.repeats, (p) =>
      say(
        `${p.workload.padEnd(18)} ${p.engine.padEnd(18)} ${p.flat ? 'flat' : '    '}  ${p.verdicts.join(', ')}`,
      ),
    );
    const s = summariseAa(pairs);
    say(
      `${s.comparisons} comparisons of an engine with itself: ${s.different} said to differ, ${s.undecided} can't tell ` +
        `(${s.flatUndecided} of ${s.flat} flat ones); both directions: ${s.bothDirections.join(', ') || 'never'}`,
    );
    return { passed: s.passed && !hooks.signal?.aborted, data: { summary: s, pairs } };
  } finally {
    end();
  }
};

const ofPlanted: Experiment = async (args, say) => {
  const { entries, settings, hooks, end } = await measured(args);
  const folder = mkdtempSync(join(tmpdir(), 'lab-planted-'));
  try {
    const path = join(folder, 'planted.py');
    writeFileSync(path, PLANTED_PROGRAM);
    const workload: Workload = { ...selectWorkloads([path], { ns: [args.n] })[0], name: 'planted' };
    const data: Record<string, unknown> = {};
    let passed = true;
    for (const entry of entries) {
      const trials = await runPlanted({ ...common(args), settings, entry, workloads: [workload] }, hooks, {
        factor: 1 + args.percent / 100,
        trials: args.trials,
        onTrial: (t) =>
          say(
            `${entry.id} trial ${t.trial}: ${t.verdict}` +
              (t.ratio
                ? ` ${t.ratio.value.toFixed(3)} (${t.ratio.low?.toFixed(3)}…${t.ratio.high?.toFixed(3)})`
                : ''),
          ),
      });
      const found = trials.filter((t) => t.verdict === 'slower').length;
      const needed = plantedNeeded(args.profile, args.trials);
      say(
        `${entry.id}: ${args.percent} % more to do, profile ${args.profile}: slower in ${found} of ${trials.length} trials (bar: ${needed} of ${args.trials})`,
      );
      passed &&= found >= needed;
      data[entry.id] = trials;
    }
    return { passed, data };
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
  try {
    const { passed, data } = await experiments[args.what](args, (text) => process.stdout.write(`${text}\n`));
    process.stdout.write(passed ? 'The bar is passed.\n' : 'The bar is not passed.\n');
    if (args.json !== undefined)
      writeFileSync(args.json, `${JSON.stringify({ experiment: args.what, passed, data }, null, 1)}\n`);
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
      .option('json', { type: 'string', requiresArg: true, describe: 'what was found, to this file' })
      .example('$0 experiment coverage', 'a few seconds, nothing is run')
      .example(
        '$0 experiment aa --engines cpython-like,pypy-like,micro',
        'all workloads; hours on a quiet machine',
      )
      .example('$0 experiment planted --percent 5 --profile rigorous', '20 trials')
      .epilogue('Exit status: 0 the bar is passed; 1 it is not; 2 wrong usage.') as never,
  handler: async (args) => {
    process.exitCode = await runExperiment(args);
  },
};
