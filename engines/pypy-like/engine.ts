// The engine `pypy-like` behind the contract (engines/engine.ts). What it models and where it is no PyPy: README.md.
import type {
  DumpAnswer,
  DumpKind,
  DumpRequest,
  Engine,
  EngineDescription,
  EngineHost,
  MemoryFigures,
  RunRequest,
} from '../engine.ts';
import { Census, wantsCensus } from '../objspace/census.ts';
import { MachineHost } from '../objspace/machine-host.ts';
import { dumpBytecode } from '../objspace/program-dump.ts';
import { ProgramSession } from '../objspace/program-session.ts';
import { dumpQuickened, namesOf } from '../objspace/quickened-code.ts';
import { schedulerOptions, THREAD_OPTIONS } from '../objspace/threads/options.ts';
import { aliveAtStart, countAlive } from './census.ts';
import type { Interpreter } from './interpreter.ts';
import { installJit } from './jit/hooks.ts';
import { parseParams } from './jit/params.ts';
import { TraceEngine } from './jit/trace-engine.ts';
import { jitLog, showTraces } from './jit/trace-log.ts';
import type { JitLog, Stage } from './jit/trace-log.ts';
import { prepareInterpreter, startInterpreter } from './startup.ts';
import { Super } from './superinstructions.ts';

const VERSION = [0, 1, 0] as const;

const DESCRIPTION: EngineDescription = {
  id: 'pypy-like',
  implementation: 'PyPy',
  languageVersion: '3.14.2',
  implementationVersion: VERSION.join('.'),
  compiler: 'TypeScript, raw values, maps and storage strategies, quickened eval loop',
  capabilities: {
    refcounts: false,
    gc: 'tracing',
    gil: 'gil',
    jit: 'tracing',
    heapCap: false,
    interruptible: true,
    dumps: ['bytecode', 'quickened', 'trace-recorded', 'trace-optimised', 'trace-js'],
  },
  options: [
    {
      name: 'jit',
      values: 'on, off, or parameters: threshold=N,trace_eagerness=N,…',
      default: 'on',
      meaning: 'the tracing JIT; jit/params.ts has the parameters',
    },
    ...THREAD_OPTIONS,
  ],
};

class PypyLikeSession extends ProgramSession<Interpreter> {
  readonly jit: TraceEngine | null;
  private readonly census: Census | null;

  constructor(request: RunRequest, host: EngineHost) {
    const machine = new MachineHost(request, host, () => space.scheduler.serveNested(), 'pypy', VERSION);
    const threads = schedulerOptions(request, host);
    const space = startInterpreter(machine, request.limits.recursion, threads);
    machine.followClock(space.scheduler);
    super(request, host, machine, space);
    const params = parseParams(request.options.jit ?? 'on');
    if (typeof params === 'string') throw new Error(params);
    // With objects counted at each check nothing can be compiled: a trace has no place for what it does not make.
    const isCounted = wantsCensus(request);
    this.jit = params === null || isCounted ? null : new TraceEngine(space, params);
    const base = isCounted ? aliveAtStart(space) : null;
    this.census = base === null ? null : new Census(() => countAlive(space, base));
    const { census } = this;
    if (census !== null) space.collector.callAtChecks(() => census.check());
    installJit(this.jit);
    if (this.jit !== null && request.events.some((kind) => kind === 'trace' || kind === 'all')) {
      this.jit.onEvent = ({ name, unit, detail }) => {
        const data = { code: unit.code.source.qualname, line: unit.code.lineOf(unit.pc), detail };
        host.emit({ kind: 'trace', name, at: host.now(), data });
      };
    }
  }

  override memory(): MemoryFigures {
    const { census } = this;
    if (census === null) return {};
    return { modelledCurrent: census.take(), modelledPeak: census.peak };
  }

  /** What was traced; null where the JIT is off. */
  traceLog(): JitLog | null {
    return this.jit === null ? null : jitLog(this.jit);
  }

  counters(): Record<string, number> {
    const [{ collections, collected }] = this.space.collector.stats();
    return {
      'gc-full': collections,
      'gc-collected': collected,
      'gil-switches': this.space.scheduler.switches,
      ...this.jit?.counts(),
    };
  }
}

const STAGES: Partial<Record<DumpKind, Stage>> = {
  'trace-recorded': 'recorded',
  'trace-optimised': 'optimised',
  'trace-js': 'js',
};

/** Runs the program, its output thrown away, and shows what was traced. */
async function dumpTraces(request: DumpRequest, host: EngineHost, stage: Stage): Promise<DumpAnswer> {
  const silent: EngineHost = Object.assign(Object.create(host) as EngineHost, {
    writeStdout: () => {},
    writeStderr: () => {},
  });
  const { program, flags, options } = request;
  // Short programs are shown as well.
  const jit = typeof options.jit === 'string' && options.jit !== 'on' ? options.jit : 'settle=0';
  const session = new PypyLikeSession(
    {
      program,
      flags,
      args: [],
      env: {},
      cwd: process.cwd(),
      fileSystem: { kind: 'real' },
      limits: {},
      options: { jit },
      events: [],
    },
    silent,
  );
  await session.main();
  await session.close();
  if (session.jit === null) return { ok: false, error: 'the JIT is off\n' };
  return { ok: true, text: showTraces(session.jit, stage), data: jitLog(session.jit) };
}

export function createEngine(): Engine {
  return {
    describe: () => DESCRIPTION,
    start: (request, host) => new PypyLikeSession(request, host),
    dump: (request, host) => {
      if (request.kind === 'bytecode') return dumpBytecode(request);
      if (request.kind === 'quickened')
        return dumpQuickened(request, host, namesOf(Super), (r, h) => new PypyLikeSession(r, h));
      const stage = STAGES[request.kind];
      if (stage !== undefined) return dumpTraces(request, host, stage);
      return { ok: false, error: `pypy-like has no dump of kind ${request.kind}\n` };
    },
  };
}

export function prepare(): void {
  prepareInterpreter(VERSION);
}
