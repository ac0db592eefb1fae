// One program on an engine that runs on the object space: its start, exit status, uncaught exceptions, calls of its functions. What an
// engine adds is abstract here. Models CPython's Modules/main.c and Python/pythonrun.c.
import { isAbsolute, resolve } from 'node:path';
import type {
  CallOutcome,
  EngineHost,
  LimitHit,
  MemoryFigures,
  Outcome,
  PythonException,
  RunRequest,
  Session,
} from '../engine.ts';
import { compileSource } from './compile-source.ts';
import { runNested, runProgram } from './continuation.ts';
import { call } from './descroperation.ts';
import { Unsupported } from './error.ts';
import type { OperationError } from './error.ts';
import { importAbsolute } from './imports.ts';
import { readSourceFile } from './module-finding.ts';
import type { MachineHost } from './machine-host.ts';
import { flushStandardStreams } from './modules/_io/standard-streams.ts';
import { exitStatus, reportUncaught } from './modules/sys.ts';
import { traceFromStart } from './modules/_tracemalloc.ts';
import type { W } from './object.ts';
import { raiseWith } from './raise.ts';
import { registerSource } from './source-lines.ts';
import type { Space } from './space.ts';
import { shutDownThreads } from './threads/shut-down.ts';
import { endOfRun } from './threads/stop-run.ts';
import { formatException } from './traceback-text.ts';

/** Name of the module that a measured program runs as, so that its `if __name__ == '__main__'` block does not run. */
const MODULE_NAME_OPTION = 'lab.module-name';

/** Exit status of a program that ended well and whose last output could not be written. */
const FLUSH_FAILED = 120;

/** What the engine's space can do beyond any other's. */
export interface ProgramSpace extends Space {
  /** Namespace of the program, a module of this name; borrowed. */
  mainGlobals(name: string): W;
  /** The end of the interpreter. */
  finish(): void;
}

/** Ends in the directory of a zip archive (APPNOTE.TXT, 4.3.16), perhaps with a comment. */
const isArchive = (file: Uint8Array): boolean => Buffer.from(file).subarray(-65_557).includes('PK\x05\x06');

export abstract class ProgramSession<S extends ProgramSpace> implements Session {
  protected readonly space: S;
  protected readonly machine: MachineHost;
  private readonly request: RunRequest;
  private readonly host: EngineHost;
  private w_globals: W | null = null;
  private outcome: Outcome | null = null;
  /** By `os._exit` or a signal: nothing of the end of an interpreter happens. */
  private endedAtOnce = false;

  constructor(request: RunRequest, host: EngineHost, machine: MachineHost, space: S) {
    this.request = request;
    this.host = host;
    this.machine = machine;
    this.space = space;
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
    if (!this.endedAtOnce && !flushStandardStreams(space, limit !== undefined)) status ||= FLUSH_FAILED;
    this.outcome = { status, exception, limit, counters: this.counters(), memory: this.memory() };
    return this.outcome;
  }

  /** Pushes the frame of the program. */
  private start(): W {
    const { space, request } = this;
    const { program, options } = request;
    const refused = traceFromStart(space);
    if (refused !== null) {
      const text = `Fatal Python error: ${refused}\nPython runtime state: preinitialized\n\n`;
      space.host.files.write(2, new TextEncoder().encode(text));
      throw raiseWith(space, 'SystemExit', [space.newint(1)]);
    }
    const name = options[MODULE_NAME_OPTION] ?? '__main__';
    const w_main = this.mainModule(name);
    const optimize = Math.min(this.machine.flags.optimize, 2) as 0 | 1 | 2;
    const run = (source: string | Uint8Array, filename: string): W => {
      const { code } = compileSource(space, source, filename, 'exec', { optimize });
      return space.runcode(space.newcode(code), w_main, w_main, null);
    };
    switch (program.kind) {
      case 'source':
        return this.runText(program.text, program.filename, run);
      case 'file': {
        const source = readSourceFile(space, program.path);
        if (source === null && space.host.kindOf(program.path) === null)
          throw new Unsupported('file', `can't open file '${resolve(request.cwd, program.path)}'`);
        if (source === null || isArchive(source))
          return this.runContainer(resolve(request.cwd, program.path));
        // Absolute since 3.9, and not normalised; `sys.argv[0]` stays as it was given.
        const { path } = program;
        const place = isAbsolute(path) ? path : `${request.cwd.replace(/\/$/, '')}/${path}`;
        space.dictsetstr(w_main, '__file__', space.newstr(place));
        space.dictsetstr(w_main, '__cached__', space.w_None);
        return run(source, place);
      }
      case 'stdin':
      case 'repl':
        return run(this.readAll(), '<stdin>');
      case 'module':
        return this.runModule(program.name);
    }
  }

  /** A command given as text (`-c`) may be indented as a whole since 3.14. */
  private runText(text: string, filename: string, run: (source: string, filename: string) => W): W {
    const source = filename === '<string>' ? dedent(text) : text;
    registerSource(this.space, filename, () => source);
    return run(source, filename);
  }

  private readAll(): Uint8Array {
    const parts: Uint8Array[] = [];
    for (let part = this.machine.readInput(); part !== null; part = this.machine.readInput())
      parts.push(part);
    return new Uint8Array(Buffer.concat(parts));
  }

  /** A folder or an archive with a `__main__`: it is the first place where modules are looked for. */
  private runContainer(path: string): W {
    const { space } = this;
    const { flags, path: first } = this.machine;
    const w_path = runNested(space, () => space.getattr(importAbsolute(space, 'sys'), 'path'));
    if (!flags.safe_path && first.length > 0) space.listset(w_path, 0, space.newstr(path));
    else space.listinsert(w_path, 0, space.newstr(path));
    return this.runModule('__main__', false);
  }

  /** `-m`: by the library's own runpy. */
  private runModule(name: string, alterArgv = true): W {
    const { space } = this;
    const w_runpy = runNested(space, () =>
      space.importname('runpy', space.newdict(), space.newtuple([space.newstr('_run_module_as_main')]), 0),
    );
    return call(space, space.getattr(w_runpy, '_run_module_as_main'), [
      space.newstr(name),
      space.newbool(alterArgv),
    ]);
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
    space.endStep(undefined);
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
      space.endStep(undefined);
      flushStandardStreams(space);
      return { ok: true, repr };
    } catch (e) {
      const ended = endOfRun(space, e);
      if (ended !== null) {
        const text = ended.limit ?? `status ${ended.status}`;
        const exception = ended.exception ?? { type: 'Limit', text, traceback: `Limit: ${text}\n` };
        return { ok: false, exception };
      }
      const error = space.asOperationError(e);
      space.top = null;
      const exception = this.describe(error);
      space.dropError(error);
      space.endStep(undefined);
      flushStandardStreams(space);
      return { ok: false, exception };
    }
  }

  abstract counters(): Record<string, number>;

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
    if (!flushStandardStreams(space, outcome.limit !== undefined))
      outcome = { ...outcome, status: outcome.status || FLUSH_FAILED };
    return { ...outcome, counters: { ...outcome.counters, ...this.countersAtEnd() } };
  }

  /** Counts that only the end can tell. */
  protected countersAtEnd(): Record<string, number> {
    return {};
  }
}

/** Without the indentation that all lines with something on them share (_PyUnicode_Dedent). */
function dedent(text: string): string {
  const indents = text.match(/^[ \t]*(?=[^ \t\n])/gm) ?? [];
  let common: string | null = null;
  for (const indent of indents) {
    if (common === null) common = indent;
    let same = 0;
    while (same < common.length && common[same] === indent[same]) same++;
    common = common.slice(0, same);
  }
  if (common === null || common === '') return text;
  const { length } = common;
  return text
    .split('\n')
    .map((line) => (line.trim() === '' ? line.trimStart() : line.slice(length)))
    .join('\n');
}
