// The engine `pypy-like` behind the contract (engines/engine.ts). What it models and where it is no PyPy: README.md.
import type { Engine, EngineDescription, EngineHost, RunRequest } from '../engine.ts';
import { MachineHost } from '../objspace/machine-host.ts';
import { dumpBytecode } from '../objspace/program-dump.ts';
import { ProgramSession } from '../objspace/program-session.ts';
import type { Interpreter } from './interpreter.ts';
import { startInterpreter } from './startup.ts';
import { serveBreaker } from './unwind.ts';

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
    jit: 'none',
    heapCap: false,
    interruptible: true,
    dumps: ['bytecode'],
  },
  options: [],
};

class PypyLikeSession extends ProgramSession<Interpreter> {
  constructor(request: RunRequest, host: EngineHost) {
    const machine = new MachineHost(request, host, () => serveBreaker(space), 'pypy', VERSION);
    const space = startInterpreter(machine, host.shared, request.limits.recursion);
    super(request, host, machine, space);
  }

  counters(): Record<string, number> {
    const [{ collections, collected }] = this.space.collector.stats();
    return { 'gc-full': collections, 'gc-collected': collected };
  }
}

export function createEngine(): Engine {
  return {
    describe: () => DESCRIPTION,
    start: (request, host) => new PypyLikeSession(request, host),
    dump: (request) =>
      request.kind === 'bytecode'
        ? dumpBytecode(request)
        : { ok: false, error: `pypy-like has no dump of kind ${request.kind}\n` },
  };
}
