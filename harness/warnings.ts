// Named doubts about measured numbers: each a row with the rule by which it arises, its text, and how far it could put
// a ratio wrong. A doubt is always stored; it is printed only where it could change a verdict (measuring, point 8).
import type { HostInfo, Sample } from './execution.ts';
import type { Interval, SteadyState, Verdict, Classification } from './statistics.ts';
import {
  clockStep,
  mean,
  median,
  MIN_PROCESSES,
  outliers,
  processesNeeded,
  verdictOf,
} from './statistics.ts';
import type { ResultWarning, WarningName } from './result.ts';

/** What is known of one engine on one workload when doubts are looked for. */
export interface Measurements {
  engine: string;
  workload: string;
  /** `whole` programs have one sample a process by nature. */
  mode: 'function' | 'whole';
  processes: number;
  processesWanted: number;
  iterationsWanted: number;
  /** Of each process, all samples in order. */
  samples: readonly (readonly Sample[])[];
  steadyStates: readonly SteadyState[];
  warmup?: Classification;
  steady: Interval;
  /** Distinct outputs over the processes. */
  outputs: number;
  hostWarnings: HostInfo['warnings'];
  webAssembly?: boolean;
  /** Processes around which the machine was disturbed and which are used all the same, and by how much it was slower at the worst (1.5 times). */
  disturbed?: { processes: number; worst: number };
  loadAverage: number;
  cores: number;
}

/** A doubt, and the relative error it may stand for: 0.1 when the true ratio may be 10 % off. */
export interface Doubt {
  name: WarningName;
  text: string;
  error: number;
}

type Rule = (m: Measurements) => Omit<Doubt, 'name'> | undefined;

const percent = (x: number) => `${x >= 0.095 ? Math.round(x * 100) : (x * 100).toFixed(1)} %`;
const times = (m: Measurements) =>
  m.samples.flatMap((process, i) => process.slice(m.steadyStates[i]?.from ?? 0).map((s) => s.ms));

/** The steady figure of each process. */
const perProcess = (m: Measurements) =>
  m.samples.map((p, i) => median(p.slice(m.steadyStates[i]?.from ?? 0).map((s) => s.ms / s.loops)));

/** Half the interval's width, relative to its value. */
function halfWidth(i: Interval): number {
  return (i.high - i.low) / 2 / i.value;
}

/**
 * A WebAssembly function that runs is never replaced by an optimised one, and a script's main frame is one run of the interpreter's
 * loop: it stays in V8's baseline code. Called anew, the loop was measured 1.7 times as fast (docs/decisions/wasm-main-frame.md).
 */
const BASELINE_CODE_FACTOR = 1.7;

/** The engine's own host name for a doubt, where it says it in one of these words. */
const hostDoubts = new Set<WarningName>(['pinned-host-missing', 'host-overridden']);

export const rules: Partial<Record<WarningName, Rule>> = {
  'few-processes': (m) =>
    m.processes >= MIN_PROCESSES
      ? undefined
      : {
          text:
            (m.processes < m.processesWanted
              ? `${m.processes} of ${m.processesWanted} processes`
              : `${m.processes} ${m.processes === 1 ? 'process' : 'processes'}`) +
            `: below ${MIN_PROCESSES} no verdict is given`,
          error: Infinity,
        },
  'few-iterations': (m) => {
    if (m.mode === 'whole') return undefined;
    const got = median(m.samples.map((s) => s.length));
    if (got >= Math.min(5, m.iterationsWanted)) return undefined;
    return {
      text: `${got} of ${m.iterationsWanted} samples a process: warm-up may not have ended (a smaller size, or more time, shows it)`,
      // What stands between first run and steady state is unknown; our own engines warm up by a factor of two and more.
      error: 1,
    };
  },
  unstable: (m) => {
    const width = halfWidth(m.steady);
    // Of fewer processes enough is said by their number.
    if (m.processes < MIN_PROCESSES) return undefined;
    if (!Number.isFinite(width) || width <= 0.05) return undefined;
    const needed = processesNeeded(perProcess(m), 0.04);
    return {
      text: `processes differ: ±${percent(width)} (±2 % would take about ${needed} of them)`,
      error: width,
    };
  },
  'no-steady-state': (m) => {
    const count = m.warmup?.counts['no-steady-state'] ?? 0;
    if (m.mode === 'whole' || count === 0 || count <= m.processes / 10) return undefined;
    return {
      text: `${count} of ${m.processes} processes reached no steady state: the last half of their samples stands for it`,
      error: 0.1,
    };
  },
  'too-short': (m) => {
    const shortest = median(times(m));
    return shortest < 1
      ? { text: `a sample lasts ${shortest.toPrecision(2)} ms, less than 1 ms`, error: 0.05 }
      : undefined;
  },
  'clock-resolution': (m) => {
    const all = m.samples.flat().map((s) => s.ms);
    const step = clockStep(all);
    const sample = median(times(m));
    return step > 0 && sample < 100 * step
      ? {
          text: `its clock moves in steps of ${step} ms and a sample lasts ${sample.toPrecision(3)} ms`,
          error: step / sample,
        }
      : undefined;
  },
  outliers: (m) => {
    let found = 0;
    let total = 0;
    let shift = 0;
    for (const [i, process] of m.samples.entries()) {
      const perCall = process.map((s) => s.ms / s.loops).slice(m.steadyStates[i]?.from ?? 0);
      found += outliers(perCall, 0).length;
      total += perCall.length;
      if (perCall.length > 0) shift = Math.max(shift, mean(perCall) / median(perCall) - 1);
    }
    return found > 0.1 * total
      ? { text: `${found} of ${total} samples are outliers (other programs running?)`, error: shift }
      : undefined;
  },
  'load-average': (m) =>
    m.loadAverage > 0.5 * m.cores
      ? {
          text: `load average ${m.loadAverage.toFixed(1)} on ${m.cores} cores at the start: other programs were running`,
          // With more runnable threads than cores, each gets its share of the time; below that, caches and turbo are shared.
          error: Math.max(0.05, (m.loadAverage + 1) / m.cores - 1),
        }
      : undefined,
  'machine-disturbed': (m) =>
    m.disturbed && m.disturbed.processes > 0
      ? {
          text:
            `something else slowed the machine, ${m.disturbed.worst.toFixed(1)} times at the worst, around ${m.disturbed.processes} of ${m.processes} ` +
            'processes, too many to do without them: measure at a quieter time',
          error: m.disturbed.worst - 1,
        }
      : undefined,
  'pinned-host-missing': (m) =>
    m.hostWarnings.includes('pinned-host-missing')
      ? {
          text: 'ran on the command line’s own Node instead of the pinned one: an older V8 may take several times as long',
          error: 3,
        }
      : undefined,
  'host-overridden': (m) =>
    m.hostWarnings.includes('host-overridden')
      ? { text: 'ran on the Node that LAB_ENGINE_HOST names instead of the pinned one', error: 3 }
      : undefined,
  'baseline-code': (m) =>
    m.webAssembly && m.mode === 'whole'
      ? {
          text:
            `a plain script on WebAssembly stays in V8's baseline code, up to ${BASELINE_CODE_FACTOR} times as long as the same code called anew: ` +
            'put the work into `def workload()`',
          error: BASELINE_CODE_FACTOR - 1,
        }
      : undefined,
  'output-varies': (m) =>
    m.outputs > 1
      ? { text: `prints differently from process to process (${m.outputs} ways)`, error: 0 }
      : undefined,
  'host-doubt': (m) => {
    const others = m.hostWarnings.filter((w) => !hostDoubts.has(w as WarningName));
    return others.length > 0 ? { text: `host: ${others.join(', ')}`, error: 0.1 } : undefined;
  },
};

export function doubtsOf(m: Measurements): Doubt[] {
  return (Object.entries(rules) as [WarningName, Rule][]).flatMap(([name, rule]) => {
    const doubt = rule(m);
    return doubt ? [{ name, ...doubt }] : [];
  });
}

/** A ratio whose verdict a doubt may change. */
export interface Judged {
  ratio: Interval;
  verdict: Verdict;
  processes: number;
  margin: number;
}

/** True where the ratio, put wrong by `error` either way, would be judged otherwise; or where it is undecided, perhaps for this reason. */
export function couldChange({ ratio, verdict, processes, margin }: Judged, error: number): boolean {
  if (verdict === "can't tell" || error === Infinity) return true;
  const widened = { value: ratio.value, low: ratio.low / (1 + error), high: ratio.high * (1 + error) };
  return verdictOf(widened, processes, margin) !== verdict;
}

/** `judged`: the ratios this engine has a part in; the baseline has one in all of them. */
export function toWarning(
  doubt: Doubt,
  m: Pick<Measurements, 'engine' | 'workload'>,
  judged: readonly Judged[],
): ResultWarning {
  return {
    name: doubt.name,
    engine: m.engine,
    workload: m.workload,
    text: doubt.text,
    // Output that varies puts no time in doubt but the question whether engines agree.
    matters: doubt.name === 'output-varies' || judged.some((j) => couldChange(j, doubt.error)),
  };
}
