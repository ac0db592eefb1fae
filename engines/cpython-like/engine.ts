// The engine `cpython-like` behind the contract (engines/engine.ts): a session for one program, its exit status, uncaught exceptions,
// calls of the program's functions, dumps through the front end. Models CPython's Modules/main.c and Python/pythonrun.c.
import { resolve } from 'node:path';
import { compile, disassemble, PythonSyntaxError } from '../frontend/index.ts';
import type { CodeObject } from '../frontend/index.ts';
import { runNested, runProgram } from '../objspace/continuation.ts';
import { call } from '../objspace/descroperation.ts';
import { Unsupported } from '../objspace/error.ts';
import type { OperationError } from '../objspace/error.ts';
import type { W } from '../objspace/object.ts';
import { compileSource } from '../objspace/compile-source.ts';
import { readSourceFile } from '../objspace/imports.ts';
import { registerSource } from '../objspace/source-lines.ts';
import { flushStandardStreams } from '../objspace/modules/_io/standard-streams.ts';
import { exitStatus, reportUncaught } from '../objspace/modules/sys.ts';
import { formatException } from '../objspace/traceback-text.ts';
import type {
  CallOutcome,
  DumpAnswer,
  DumpRequest,
  Engine,
  EngineDescription,
  EngineHost,
  LimitHit,
  MemoryFigures,
  Outcome,
  PythonException,
  RunRequest,
  Session,
} from '../engine.ts';
import { MachineHost } from '../objspace/machine-host.ts';
import { schedulerOptions, THREAD_OPTIONS } from '../objspace/threads/options.ts';
import { endOfRun } from '../objspace/threads/stop-run.ts';
import { shutDownThreads } from '../objspace/threads/shut-down.ts';
import { setPoison } from './refcount.ts';
import { startInterpreter } from './startup.ts';
import type { Interpreter } from './interpreter.ts';

/** Name of the module that a measured program runs as, so that its `if __name__ == '__main__'` block does not run. */
const MODULE_NAME_OPTION = 'lab.module-name';

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
    dumps: ['bytecode'],
  },
  options: [
    {
      name: 'poison',
      values: '0, 1',
      default: '0',
      meaning: 'a dead object loses its type, so that any use of it is a fault with a name',
    },
    ...THREAD_OPTIONS,
  ],
};

class CpythonLikeSession implements Session {
  private readonly space: Interpreter;
  private readonly machine: MachineHost;
  private readonly request: RunRequest;
  private readonly host: EngineHost;
  private w_globals: W | null = null;
  private outcome: Outcome | null = null;
  /** By `os._exit`: nothing of what an interpreter does at its end is done. */
  private endedAtOnce = false;

  constructor(request: RunRequest, host: EngineHost) {
    this.request = request;
    this.host = host;
    setPoison(request.options.poison === '1');
    this.machine = new MachineHost(request, host, () => this.space.scheduler.serveNested());
    const threads = schedulerOptions(request, host);
    this.space = startInterpreter(this.machine, request.limits.recursion, threads);
    this.machine.followClock(this.space.scheduler);
  }

  main(): Outcome {
    const { space } = this;
    let status = 0;
    let exception: PythonException | undefined;
    let limit: LimitHit | undefined;
    try {
      runProgram(space, () => this.start());
    } catch (e) {
      const ended = endOfRun(space, e);
      if (ended === null) ({ status, exception } = this.uncaught(space.asOperationError(e)));
      else {
        ({ status, exception, limit } = ended);
        this.endedAtOnce = ended.isImmediate;
      }
    }
    if (!this.endedAtOnce) flushStandardStreams(space, limit !== undefined);
    this.outcome = { status, exception, limit, counters: this.counters(), memory: this.memory() };
    return this.outcome;
  }

  /** Pushes the frame of the program. */
  private start(): W {
    const { space, request } = this;
    const { program, options } = request;
    const name = options[MODULE_NAME_OPTION] ?? '__main__';
    const w_main = this.mainModule(name);
    const optimize = Math.min(this.machine.flags.optimize, 2) as 0 | 1 | 2;
    const run = (source: string | Uint8Array, filename: string): W => {
      const { code } = compileSource(space, source, filename, 'exec', { optimize });
      return space.runcode(space.newcode(code), w_main, w_main, null);
    };
    switch (program.kind) {
      case 'source':
        registerSource(space, program.filename, () => program.text);
        return run(program.text, program.filename);
      case 'file': {
        space.dictsetstr(w_main, '__file__', space.newstr(program.path));
        space.dictsetstr(w_main, '__cached__', space.w_None);
        const source = readSourceFile(space, program.path);
        if (source === null)
          throw new Unsupported('file', `can't open file '${resolve(request.cwd, program.path)}'`);
        return run(source, program.path);
      }
      case 'stdin':
      case 'repl':
        return run(this.readAll(), '<stdin>');
      case 'module':
        return this.runModule(program.name);
    }
  }

  private readAll(): Uint8Array {
    const parts: Uint8Array[] = [];
    for (let part = this.machine.readInput(); part !== null; part = this.machine.readInput())
      parts.push(part);
    return new Uint8Array(Buffer.concat(parts));
  }

  /** `-m`: by the library's own runpy. */
  private runModule(name: string): W {
    const { space } = this;
    const w_runpy = runNested(space, () =>
      space.importname('runpy', space.newdict(), space.newtuple([space.newstr('_run_module_as_main')]), 0),
    );
    return call(space, space.getattr(w_runpy, '_run_module_as_main'), [space.newstr(name)]);
  }

  private mainModule(name: string): W {
    const { space } = this;
    const w_globals = space.mainGlobals(name);
    this.w_globals = w_globals;
    return w_globals;
  }

  private uncaught(error: OperationError): { status: number; exception?: PythonException } {
    const { space } = this;
    space.top = null;
    const w_value = space.errorValue(error);
    if (error.matches(space.types.SystemExit)) {
      const status = exitStatus(space, w_value);
      space.dropError(error);
      return { status };
    }
    const exception = this.describe(error);
    flushStandardStreams(space);
    reportUncaught(space, error);
    const isInterrupt = error.matches(space.types.KeyboardInterrupt);
    space.dropError(error);
    space.drain();
    return { status: isInterrupt ? 130 : 1, exception };
  }

  private describe(error: OperationError): PythonException {
    const { space } = this;
    const w_value = space.errorValue(error);
    let text: string;
    try {
      text = space.str_w(runNested(space, () => space.str(w_value)));
    } catch {
      text = '<exception str() failed>';
    }
    return { type: error.type.name, text, traceback: formatException(space, w_value) };
  }

  has(name: string): boolean {
    const w_f = this.function(name);
    return w_f !== undefined && this.space.type(w_f).slots.call !== null;
  }
  private function(name: string): W | undefined {
    return this.w_globals === null ? undefined : this.space.dictgetstr(this.w_globals, name);
  }

  call(name: string, args: readonly (number | string)[]): CallOutcome {
    const { space } = this;
    const w_f = this.function(name);
    if (w_f === undefined) {
      const text = `the program has no function ${name}`;
      return { ok: false, exception: { type: 'NameError', text, traceback: `NameError: ${text}\n` } };
    }
    try {
      const args_w = args.map((a) =>
        typeof a === 'string' ? space.newstr(a) : Number.isInteger(a) ? space.newint(a) : space.newfloat(a),
      );
      const w_result = runProgram(space, () => call(space, w_f, args_w));
      space.own(w_result);
      const repr = space.str_w(runNested(space, () => space.repr(w_result)));
      space.drop(w_result);
      space.drain();
      flushStandardStreams(this.space);
      return { ok: true, repr };
    } catch (e) {
      const ended = endOfRun(space, e);
      if (ended !== null) {
        const text = ended.limit ?? `status ${ended.status}`;
        return {
          ok: false,
          exception: ended.exception ?? { type: 'Limit', text, traceback: `Limit: ${text}\n` },
        };
      }
      const error = space.asOperationError(e);
      space.top = null;
      const exception = this.describe(error);
      space.dropError(error);
      space.drain();
      flushStandardStreams(this.space);
      return { ok: false, exception };
    }
  }

  counters(): Record<string, number> {
    const { collector } = this.space;
    const [young, , full] = collector.stats();
    return {
      'gc-young': young.collections,
      'gc-full': full.collections,
      'gc-collected': young.collected + full.collected,
      'gil-switches': this.space.scheduler.switches,
    };
  }
  memory(): MemoryFigures {
    return {};
  }

  close(): Outcome {
    const { space } = this;
    let outcome = this.outcome ?? { status: 0, counters: {}, memory: {} };
    if (this.endedAtOnce) return outcome;
    try {
      if (outcome.limit === undefined) shutDownThreads(space);
      space.finish();
    } catch (e) {
      const ended = endOfRun(space, e);
      if (ended === null) throw e;
      const { isImmediate, ...end } = ended;
      outcome = { ...outcome, ...end };
      if (isImmediate) return outcome;
    }
    flushStandardStreams(space);
    const counters = { ...outcome.counters, 'alive-at-end': space.leftovers().length };
    return { ...outcome, counters };
  }
}

function sourceOf({ program }: DumpRequest): { source: string | Uint8Array; filename: string } {
  if (program.kind === 'source') return { source: program.text, filename: program.filename };
  if (program.kind === 'file') {
    const machine = new MachineHost(
      {
        program,
        args: [],
        env: {},
        cwd: process.cwd(),
        fileSystem: { kind: 'real' },
        limits: {},
        options: {},
        flags: [],
        events: [],
      },
      null as unknown as EngineHost,
      () => {},
    );
    const source = machine.readFile(program.path);
    if (source !== null) return { source, filename: program.path };
  }
  throw new Unsupported('dump', `of a program of kind ${program.kind}`);
}

function dumpBytecode(code: CodeObject): string {
  return disassemble(code);
}

export function createEngine(): Engine {
  return {
    describe: () => DESCRIPTION,
    start: (request, host) => new CpythonLikeSession(request, host),
    dump(request: DumpRequest): DumpAnswer {
      if (request.kind !== 'bytecode')
        return { ok: false, error: `cpython-like has no dump of kind ${request.kind}\n` };
      try {
        const { source, filename } = sourceOf(request);
        return { ok: true, text: dumpBytecode(compile(source, filename, 'exec').code) };
      } catch (e) {
        if (e instanceof PythonSyntaxError) return { ok: false, error: `${e.type}: ${e.msg}\n` };
        throw e;
      }
    },
  };
}
