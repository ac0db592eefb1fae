// For tests of whatever stands on `Execute`: an executor over a simulated clock. Engines are rows that say how long
// things take and what comes out; nothing is started and no real time passes.
import type { EngineEntry, Execute, ExecutionResult, ProgramEntry, Sample } from '../execution.ts';

export interface FakeEngine {
  id: string;
  /** Process and engine start. */
  startMs?: number;
  mainMs?: number;
  /** Time of call `i` in process `p` on `path`. */
  callMs?(i: number, p: number, path: string): number;
  stdout?(path: string, p: number): string;
  resultRepr?: string;
  /** Anything else that a result should have: `{ state: 'died', message: '…' }`. */
  result?(path: string, p: number): Partial<ExecutionResult> | undefined;
  implementation?: string;
}

export function fakeEntry({ id, implementation = 'Fake' }: FakeEngine): ProgramEntry {
  return {
    kind: 'program',
    id,
    title: `${id} for tests`,
    role: 'reference',
    command: [id],
    description: {
      id,
      implementation,
      languageVersion: '3.14.2',
      implementationVersion: '1',
      compiler: 'none',
      capabilities: {
        refcounts: false,
        gc: 'unknown',
        gil: 'unknown',
        jit: 'unknown',
        heapCap: false,
        interruptible: true,
        dumps: [],
      },
      options: [],
    },
  };
}

export class FakeMachine {
  clock = 0;
  readonly executed: { engine: string; path: string; budgetMs?: number }[] = [];
  private readonly engines: Map<string, FakeEngine>;
  readonly entries: EngineEntry[];
  /** Called before each execution: a test may abort here. */
  before?: (count: number) => void;

  constructor(engines: readonly FakeEngine[]) {
    this.engines = new Map(engines.map((e) => [e.id, e]));
    this.entries = engines.map(fakeEntry);
  }

  now = (): number => this.clock;

  execute: Execute = async (job, options) => {
    // `id#2` is the same engine a second time, as in an A/A check; `id:name=value` the same with an option.
    const engine = this.engines.get(job.entry.id.replace(/[#:].*$/, ''))!;
    const program = job.request.program;
    const path = program.kind === 'file' ? program.path : '';
    const process = this.executed.filter((e) => e.engine === job.entry.id && e.path === path).length;
    this.executed.push({
      engine: job.entry.id,
      path,
      ...(job.measure ? { budgetMs: job.measure.budgetMs } : {}),
    });
    this.before?.(this.executed.length);
    const { startMs = 20, mainMs = 1, callMs = () => 10.0123 } = engine;
    const samples: Sample[] = [];
    const override = engine.result?.(path, process);
    const interrupted = options?.signal?.aborted === true;
    let sampled = 0;
    if (job.measure && !interrupted && (override?.state ?? 'ok') === 'ok') {
      const { iterations, minSampleMs, budgetMs } = job.measure;
      for (let i = 0; i < iterations && (i === 0 || sampled < budgetMs); i++) {
        const per = callMs(i, process, path);
        const loops = i === 0 ? 1 : Math.max(1, Math.ceil(minSampleMs / per));
        samples.push({ ms: per * loops, loops });
        options?.onSample?.(samples[i], i);
        sampled += per * loops;
      }
    }
    const total = startMs + mainMs + sampled;
    this.clock += total;
    return {
      engine: job.entry.id,
      state: interrupted ? 'interrupted' : 'ok',
      status: interrupted ? 130 : 0,
      stdout: engine.stdout?.(path, process) ?? 'ok\n',
      stderr: '',
      outputBytes: 3,
      truncated: false,
      times: {
        spawn: startMs / 2,
        start: startMs / 2,
        main: mainMs,
        total,
        ...(samples[0] ? { first: samples[0].ms } : {}),
      },
      samples,
      ...(job.measure ? { resultRepr: engine.resultRepr ?? '42' } : {}),
      memory: { processPeak: 10 * 2 ** 20 },
      host: { name: 'fake 1', flags: [], warnings: [] },
      events: [],
      ...override,
    };
  };
}
