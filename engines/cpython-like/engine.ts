// The engine `cpython-like` behind the contract (engines/engine.ts): a session for one program, its exit status, uncaught exceptions,
// calls of the program's functions, dumps through the front end. Models CPython's Modules/main.c and Python/pythonrun.c.
import type { Engine, EngineDescription, EngineHost, MemoryFigures, RunRequest } from '../engine.ts';
import { Census, wantsCensus } from '../objspace/census.ts';
import { MachineHost } from '../objspace/machine-host.ts';
import { dumpBytecode } from '../objspace/program-dump.ts';
import { ProgramSession } from '../objspace/program-session.ts';
import { dumpQuickened, namesOf } from '../objspace/quickened-code.ts';
import { schedulerOptions, THREAD_OPTIONS } from '../objspace/threads/options.ts';
import { countAlive } from './census.ts';
import type { Interpreter } from './interpreter.ts';
import { setPoison } from './refcount.ts';
import { prepareInterpreter, startInterpreter } from './startup.ts';
import { Super } from './superinstructions.ts';
import { TEMPLATE_OPTIONS, tierOptions } from './template/options.ts';
import { setTier } from './template/tier.ts';

const DESCRIPTION: EngineDescription = {
  id: 'cpython-like',
  implementation: 'CPython',
  languageVersion: '3.14.2',
  implementationVersion: '3.14.2',
  compiler: 'TypeScript, counted and boxed values, adaptive eval loop',
  capabilities: {
    refcounts: true,
    gc: 'refcount+cycles',
    gil: 'gil',
    jit: 'specialising',
    heapCap: false,
    interruptible: true,
    dumps: ['bytecode', 'quickened'],
  },
  options: [
    {
      name: 'poison',
      values: '0, 1',
      default: '0',
      meaning: 'a dead object loses its type, so that any use of it is a fault with a name',
    },
    ...TEMPLATE_OPTIONS,
    ...THREAD_OPTIONS,
  ],
};

/** Counts at the end what is alive still, which takes as long as a collection. */
const LEFTOVERS_OPTION = 'lab.leftovers';

class CpythonLikeSession extends ProgramSession<Interpreter> {
  private readonly countsLeftovers: boolean;
  private readonly census: Census | null;

  constructor(request: RunRequest, host: EngineHost) {
    setPoison(request.options.poison === '1');
    // Compiled code leaves out checks, and so would the census.
    setTier(wantsCensus(request) ? null : tierOptions(request));
    const machine = new MachineHost(request, host, () => space.scheduler.serveNested());
    const space = startInterpreter(machine, request.limits.recursion, schedulerOptions(request, host));
    machine.followClock(space.scheduler);
    super(request, host, machine, space);
    this.countsLeftovers = request.options[LEFTOVERS_OPTION] === '1';
    space.endsWhole = this.countsLeftovers || request.options.poison === '1';
    this.census = wantsCensus(request) ? new Census(() => countAlive(space)) : null;
    const { census } = this;
    if (census !== null) space.collector.callAtChecks(() => census.check());
  }

  override memory(): MemoryFigures {
    const { census } = this;
    if (census === null) return {};
    return { modelledCurrent: census.take(), modelledPeak: census.peak };
  }

  counters(): Record<string, number> {
    const [young, , full] = this.space.collector.stats();
    return {
      'gc-young': young.collections,
      'gc-full': full.collections,
      'gc-collected': young.collected + full.collected,
      'gil-switches': this.space.scheduler.switches,
    };
  }

  protected override countersAtEnd(): Record<string, number> {
    const { space } = this;
    if (!this.countsLeftovers) return {};
    return {
      'alive-at-end': space.leftovers().length,
      'daemons-at-end': space.scheduler.alive.length - 1,
    };
  }
}

export function createEngine(): Engine {
  return {
    describe: () => DESCRIPTION,
    start: (request, host) => new CpythonLikeSession(request, host),
    dump: (request, host) => {
      if (request.kind === 'bytecode') return dumpBytecode(request);
      if (request.kind === 'quickened')
        // Without the templates: what is compiled has left its quickened form where it was.
        return dumpQuickened(
          request,
          host,
          namesOf(Super),
          (r, h) => new CpythonLikeSession({ ...r, options: { ...r.options, jit: '0' } }, h),
        );
      return { ok: false, error: `cpython-like has no dump of kind ${request.kind}\n` };
    },
  };
}

export function prepare(): void {
  prepareInterpreter();
}
