// Engine `cpython-wasm`: real CPython 3.14 (npm `pyodide`) behind the contract. A program that runs as a whole goes through
// CPython's own main, so that streams, status, flags and tracebacks are `python`'s to the letter. A program whose
// functions are called afterwards (option `lab.module-name`, or a source with a file name of its own) is compiled and
// executed in a module that stays alive until `close`. 32-bit: sizes and hashes are not those of a 64-bit CPython; no
// threads, subprocesses or sockets.
import type {
  CallOutcome,
  DumpAnswer,
  DumpRequest,
  Engine,
  EngineDescription,
  EngineHost,
  MemoryFigures,
  Outcome,
  Program,
  PythonException,
  RunRequest,
  Session,
} from '../engine.ts';
import { driverSource } from './cpython-driver.ts';
import type { ObjectPointer, RuntimeRequest } from './cpython-runtime.ts';
import { CPythonRuntime, InterpreterExit, NULL, packageVersion } from './cpython-runtime.ts';

/**
 * Stack that the engine's thread should have, MiB. CPython guards its own wasm stack, not the host's below it: where that ends first,
 * deep recursion through C code is a crash and no RecursionError. Measured with `__eq__`, `__getattr__` and parser
 * recursion and a repr of 200,000 nested lists: 32 are too few, 64 are enough; twice that for tiers with larger frames.
 */
export const HOST_STACK_MB = 128;

/** Name of the module that a measured program runs as, so that its `if __name__ == '__main__'` block does not run. */
const MODULE_NAME_OPTION = 'lab.module-name';

const DUMPS = ['tokens', 'ast', 'symtable', 'bytecode', 'quickened'] as const;

/** `-X` options of the request that are not among its flags; `lab.…` are not the interpreter's. */
function interpreterOptions(request: RunRequest): string[] {
  const given = new Set(request.flags);
  return Object.entries(request.options)
    .filter(([name]) => !name.startsWith('lab.'))
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`))
    .filter((text) => !given.has(text))
    .flatMap((text) => ['-X', text]);
}

function commandLine(program: Program, args: readonly string[]): string[] {
  switch (program.kind) {
    case 'source':
      return ['-c', program.text, ...args];
    case 'file':
      return [program.path, ...args];
    case 'module':
      return ['-m', program.name, ...args];
    case 'stdin':
      return ['-', ...args];
    case 'repl':
      return ['-i', ...(args.length > 0 ? ['-', ...args] : [])];
  }
}

/** The exception that ended the program, from what Python printed of it and the name that the audit event gave. */
class ExceptionRecord {
  readonly #host: EngineHost;
  #type: string | undefined;
  #printed: Uint8Array[] = [];

  constructor(host: EngineHost) {
    this.#host = host;
  }

  /** The host as the interpreter is to see it: stderr is kept from the moment an exception is about to be shown. */
  host(): EngineHost {
    const host = this.#host;
    return {
      ...host,
      readStdin: (into) => host.readStdin(into),
      writeStdout: (bytes) => host.writeStdout(bytes),
      writeStderr: (bytes) => {
        if (this.#type !== undefined) this.#printed.push(bytes);
        host.writeStderr(bytes);
      },
      emit: (event) => host.emit(event),
      now: () => host.now(),
    };
  }

  /** Asks CPython to say when an exception is handed to `sys.excepthook`; the hook cannot be seen from Python. */
  watch(runtime: CPythonRuntime): void {
    const EVENT = 'sys.excepthook';
    const { module } = runtime;
    const hook = module.addFunction((event, args) => {
      const at = event >>> 0;
      // Cheap refusal first: this runs at every audited operation.
      if (module.HEAPU8[at] !== 0x73 || module.HEAPU8[at + 4] !== 0x65 || module.HEAPU8[at + 5] !== 0x78)
        return 0;
      for (let i = 0; i <= EVENT.length; i++) {
        if (module.HEAPU8[at + i] !== (i < EVENT.length ? EVENT.charCodeAt(i) : 0)) return 0;
      }
      const type = runtime.item(args as ObjectPointer, 1);
      const name = runtime.c('PyType_GetName', type);
      const bytes = runtime.c('PyUnicode_AsUTF8String', name);
      this.#type = bytes === NULL ? 'Exception' : runtime.text(bytes);
      this.#printed = [];
      runtime.decRef(bytes);
      runtime.decRef(name);
      return 0;
    }, 'iiii');
    runtime.c('PySys_AddAuditHook', hook, 0);
  }

  get(): PythonException | undefined {
    if (this.#type === undefined) return undefined;
    const traceback = new TextDecoder().decode(Buffer.concat(this.#printed));
    // The last line that begins with the type's name, module in front or not, up to the end.
    const line = new RegExp(`^(?:[\\w.]+\\.)?${this.#type}(?:: ([^]*?))?\\n?$`, 'm');
    let text = '';
    for (const { index } of traceback.matchAll(/^\S/gm)) {
      const match = line.exec(traceback.slice(index));
      if (match && match.index === 0) text = match[1] ?? '';
    }
    return { type: this.#type, text, traceback };
  }
}

function figures(runtime: CPythonRuntime): MemoryFigures {
  return { hostHeap: runtime.linearBytes };
}

/** A program that runs once, by CPython's own main. */
class WholeSession implements Session {
  readonly #runtime: CPythonRuntime;
  readonly #record: ExceptionRecord;
  #outcome: Outcome | undefined;
  /** The program left by `os._exit`: nothing of the interpreter may run any more. */
  #exited = false;

  constructor(runtime: CPythonRuntime, record: ExceptionRecord) {
    this.#runtime = runtime;
    this.#record = record;
  }

  main(): Outcome {
    let status: number;
    try {
      status = this.#runtime.runMain();
    } catch (e) {
      if (!(e instanceof InterpreterExit)) throw e;
      this.#exited = true;
      status = e.status;
    }
    const exception = this.#record.get();
    // CPython ends itself by the signal here, which a wasm process cannot do; this is the status that a shell would see.
    if (exception?.type === 'KeyboardInterrupt') status = 130;
    this.#outcome = {
      status,
      exception,
      counters: this.counters(),
      memory: this.memory(),
    };
    return this.#outcome;
  }

  has(): boolean {
    return false;
  }

  call(name: string): CallOutcome {
    const text = `${name}: the program ran as a whole; ask for ${MODULE_NAME_OPTION} to call functions after the program ran`;
    return { ok: false, exception: { type: 'Unsupported', text, traceback: `Unsupported: ${text}\n` } };
  }

  counters(): Record<string, number> {
    return { 'wasm-linear-bytes': this.#runtime.linearBytes };
  }

  memory(): MemoryFigures {
    return figures(this.#runtime);
  }

  close(): Outcome {
    const outcome = this.#outcome ?? { status: 0, counters: this.counters(), memory: this.memory() };
    return this.#exited ? outcome : finalised(this.#runtime, outcome);
  }
}

/** Ends the interpreter as Py_RunMain does: atexit, flushing; output that cannot be flushed is status 120. */
function finalised(runtime: CPythonRuntime, outcome: Outcome): Outcome {
  try {
    const failed = runtime.finalize() < 0;
    return failed && outcome.status === 0 ? { ...outcome, status: 120 } : outcome;
  } catch (e) {
    if (e instanceof InterpreterExit) return { ...outcome, status: e.status };
    throw e;
  }
}

/** A program whose module stays alive, so that its functions can be called. */
class ModuleSession implements Session {
  readonly #runtime: CPythonRuntime;
  readonly #request: RunRequest;
  #namespace = NULL;
  #outcome: Outcome | undefined;
  /** The program left by `os._exit`: nothing of the interpreter may run any more. */
  #exited = false;
  #callee: { name: string; key: string; function: ObjectPointer; args: ObjectPointer } | undefined;

  constructor(runtime: CPythonRuntime, request: RunRequest) {
    this.#runtime = runtime;
    this.#request = request;
  }

  #prepare(): ObjectPointer {
    const { program, options } = this.#request;
    const py = this.#runtime;
    const moduleName = py.str(options[MODULE_NAME_OPTION] ?? '__main__');
    switch (program.kind) {
      case 'file':
        return py.driver('prepare_file', py.str(program.path), moduleName);
      case 'source':
        return py.driver('prepare_text', py.str(program.text), py.str(program.filename), moduleName);
      case 'module':
        return py.driver('prepare_module', py.str(program.name), moduleName);
      case 'stdin':
      case 'repl':
        return py.driver('prepare_stdin', moduleName);
    }
  }

  #end(status: number, exception?: PythonException): Outcome {
    this.#outcome = { status, exception, counters: this.counters(), memory: this.memory() };
    return this.#outcome;
  }

  /** Handles the pending exception as CPython's main does. */
  #raised(): Outcome {
    const py = this.#runtime;
    const exception = py.c('PyErr_GetRaisedException');
    const answer = py.driver('handle', exception);
    if (answer === NULL) throw py.fault('the exception could not be shown');
    const status = py.number(py.item(answer, 0));
    const [type, text, traceback] = [1, 2, 3].map((i) => py.text(py.item(answer, i)));
    py.decRef(answer);
    return this.#end(status, type === '' ? undefined : { type: type!, text: text!, traceback: traceback! });
  }

  main(): Outcome {
    const py = this.#runtime;
    try {
      const prepared = this.#prepare();
      if (prepared === NULL) return this.#notPrepared();
      const code = py.item(prepared, 0);
      this.#namespace = py.item(prepared, 1);
      py.c('Py_IncRef', this.#namespace);
      const result = py.c('PyEval_EvalCode', code, this.#namespace, this.#namespace);
      py.decRef(prepared);
      if (result === NULL) return this.#raised();
      py.decRef(result);
      py.decRef(py.ask('flush'));
      return this.#end(0);
    } catch (e) {
      if (!(e instanceof InterpreterExit)) throw e;
      this.#exited = true;
      return this.#end(e.status);
    }
  }

  #notPrepared(): Outcome {
    const py = this.#runtime;
    const exception = py.c('PyErr_GetRaisedException');
    py.c('Py_IncRef', exception); // a call takes its arguments over
    const answer = py.ask('handle_unprepared', exception, py.str(this.#target()));
    if (!py.isNone(answer)) return this.#end(py.number(answer));
    py.c('PyErr_SetRaisedException', exception);
    return this.#raised();
  }

  #target(): string {
    const { program } = this.#request;
    return program.kind === 'file' ? program.path : '';
  }

  #lookup(name: string): ObjectPointer {
    if (this.#namespace === NULL) return NULL;
    const py = this.#runtime;
    py.c('Py_IncRef', this.#namespace);
    const f = py.ask('function', this.#namespace, py.str(name));
    return py.isNone(f) ? NULL : f;
  }

  has(name: string): boolean {
    return this.#lookup(name) !== NULL;
  }

  call(name: string, args: readonly (number | string)[]): CallOutcome {
    const py = this.#runtime;
    const key = JSON.stringify(args);
    if (this.#callee?.name !== name || this.#callee.key !== key) {
      const f = this.#lookup(name);
      if (f === NULL) {
        const text = `the program has no function ${name}`;
        return { ok: false, exception: { type: 'NameError', text, traceback: `NameError: ${text}\n` } };
      }
      const values = args.map((a) =>
        typeof a === 'string' ? py.str(a) : Number.isInteger(a) ? py.int(a) : py.float(a),
      );
      this.#callee = { name, key, function: f, args: py.tuple(values) };
    }
    const result = py.c('PyObject_Call', this.#callee.function, this.#callee.args, 0);
    if (result !== NULL) {
      const repr = py.driver('representation', result);
      if (repr !== NULL) {
        const text = py.text(repr);
        py.decRef(repr);
        return { ok: true, repr: text };
      }
    }
    const answer = py.ask('describe_exception', py.c('PyErr_GetRaisedException'));
    const [type, text, traceback] = [0, 1, 2].map((i) => py.text(py.item(answer, i)));
    py.decRef(answer);
    return { ok: false, exception: { type: type!, text: text!, traceback: traceback! } };
  }

  counters(): Record<string, number> {
    const py = this.#runtime;
    return {
      'wasm-linear-bytes': py.linearBytes,
      'wasm-break-bytes': py.breakBytes,
    };
  }

  memory(): MemoryFigures {
    return figures(this.#runtime);
  }

  close(): Outcome {
    const outcome = this.#outcome ?? this.#end(0);
    return this.#exited ? outcome : finalised(this.#runtime, outcome);
  }
}

/** An interpreter that ended while it read its command line: `--version`, an unknown flag. */
function endedSession(status: number): Session {
  const outcome: Outcome = { status, counters: {}, memory: {} };
  return {
    main: () => outcome,
    has: () => false,
    call: (name) => ({
      ok: false,
      exception: {
        type: 'Unsupported',
        text: `${name}: nothing ran`,
        traceback: 'Unsupported: nothing ran\n',
      },
    }),
    counters: () => ({}),
    memory: () => ({}),
    close: () => outcome,
  };
}

async function start(request: RunRequest, host: EngineHost): Promise<Session> {
  const { program, options, limits } = request;
  const keepsModule =
    program.kind !== 'repl' &&
    (options[MODULE_NAME_OPTION] !== undefined ||
      (program.kind === 'source' && program.filename !== '<string>' && program.filename !== '-c'));
  const record = keepsModule ? undefined : new ExceptionRecord(host);
  const env = program.kind === 'repl' ? { PYTHON_BASIC_REPL: '1', ...request.env } : request.env;
  const runtimeRequest: RuntimeRequest = {
    argv: [...request.flags, ...interpreterOptions(request), ...commandLine(program, request.args)],
    env,
    cwd: request.cwd,
    fileSystem: request.fileSystem,
    heapBytes: limits.heapBytes,
  };
  let runtime: CPythonRuntime;
  try {
    runtime = await CPythonRuntime.start(runtimeRequest, record?.host() ?? host);
  } catch (e) {
    if (e instanceof InterpreterExit) return endedSession(e.status);
    throw e;
  }
  if (limits.recursion !== undefined) runtime.setRecursionLimit(limits.recursion);
  if (!record) {
    runtime.loadDriver(driverSource);
    return new ModuleSession(runtime, request);
  }
  record.watch(runtime);
  return new WholeSession(runtime, record);
}

async function quietRuntime(host: EngineHost, flags: readonly string[], cwd = '/'): Promise<CPythonRuntime> {
  const runtime = await CPythonRuntime.start(
    {
      argv: [...flags, '-c', ''],
      env: {},
      cwd,
      fileSystem: { kind: 'read-only' },
    },
    host,
  );
  runtime.loadDriver(driverSource);
  return runtime;
}

export interface ImplementationFacts {
  implementation: string;
  languageVersion: string;
  implementationVersion: string;
  compiler: string;
  platform: string;
  maxsize: number;
  gil: boolean;
}

/** For questions to the implementation itself: nothing is read, nothing is to be seen. */
const deafHost: EngineHost = {
  readStdin: () => 0,
  writeStdout: () => {},
  writeStderr: (bytes) => process.stderr.write(bytes),
  isTerminal: { stdin: false, stdout: false, stderr: false },
  shared: new Int32Array(16),
  emit: () => {},
  now: () => performance.now(),
};

/** What the implementation says of itself. Asking takes an interpreter's start. */
export async function ask(): Promise<ImplementationFacts> {
  const runtime = await quietRuntime(deafHost, ['-I']);
  return JSON.parse(runtime.text(runtime.ask('describe'))) as ImplementationFacts;
}

/**
 * Its answer for the version of the package that we are pinned to, so that a run does not wait for a second interpreter. A test asks
 * again; another version is asked each time.
 */
const KNOWN: { version: string; facts: ImplementationFacts } = {
  version: '314.0.7',
  facts: {
    implementation: 'CPython',
    languageVersion: '3.14.2',
    implementationVersion: '3.14.2',
    compiler: 'Clang 23.0.0git (https:/github.com/llvm/llvm-project e5927fecf8a6ce89e1a4eac5b8',
    platform: 'emscripten',
    maxsize: 2147483647,
    gil: true,
  },
};

async function describe(): Promise<EngineDescription> {
  const facts = packageVersion() === KNOWN.version ? KNOWN.facts : await ask();
  return {
    id: 'cpython-wasm',
    implementation: facts.implementation,
    languageVersion: facts.languageVersion,
    implementationVersion: facts.implementationVersion,
    // Without the address of the compiler's repository, which Python cuts off in the middle.
    compiler: `${facts.compiler.replace(/ \(http.*$/, '')}; ${facts.platform}, ${facts.maxsize > 2 ** 32 ? 64 : 32} bit`,
    capabilities: {
      refcounts: true,
      gc: 'refcount+cycles',
      gil: 'no-threads',
      jit: 'specialising',
      heapCap: true,
      interruptible: true,
      dumps: DUMPS,
    },
    options: [
      { name: 'dev', values: '', default: 'off', meaning: 'CPython development mode' },
      { name: 'utf8', values: '0|1', default: '1', meaning: 'UTF-8 mode' },
      { name: 'importtime', values: '', default: 'off', meaning: 'time of each import, to stderr' },
      {
        name: MODULE_NAME_OPTION,
        values: 'NAME',
        default: '__main__',
        meaning: 'run the program as this module and keep it, so that its functions can be called',
      },
    ],
  };
}

async function dump(request: DumpRequest, host: EngineHost): Promise<DumpAnswer> {
  const kind = DUMPS.find((k) => k === request.kind);
  if (!kind) {
    return {
      ok: false,
      error: `Unsupported: cpython-wasm has no ${request.kind} to show (it has ${DUMPS.join(', ')})\n`,
    };
  }
  const { program } = request;
  if (program.kind === 'repl') return { ok: false, error: 'Unsupported: a REPL has no source to show\n' };
  const py = await quietRuntime(host, request.flags, process.cwd());
  const pythonError = (): DumpAnswer => {
    const answer = py.ask('describe_exception', py.c('PyErr_GetRaisedException'));
    return { ok: false, error: `${py.text(py.item(answer, 0))}: ${py.text(py.item(answer, 1))}\n` };
  };
  let source: ObjectPointer;
  let filename: string;
  if (program.kind === 'source') {
    filename = program.filename;
    source = py.c('PyUnicode_AsUTF8String', py.str(program.text));
  } else {
    const value = program.kind === 'file' ? program.path : program.kind === 'module' ? program.name : '';
    source = py.driver('read_source', py.str(program.kind), py.str(value));
    if (source === NULL) return pythonError();
    filename =
      program.kind === 'stdin'
        ? '<stdin>'
        : program.kind === 'file'
          ? value
          : py.text(py.ask('module_file', py.str(value)));
  }
  const options = py.c('PyDict_New');
  for (const [name, value] of Object.entries(request.options)) {
    const object = typeof value === 'string' ? py.str(value) : py.c('PyBool_FromLong', value ? 1 : 0);
    py.withText(name, (p) => py.c('PyDict_SetItemString', options, p, object));
  }
  const answer = py.driver('dump', py.str(kind), source, py.str(filename), options);
  if (answer === NULL) return pythonError();
  const text = py.text(py.item(answer, 1));
  return py.c('PyObject_IsTrue', py.item(answer, 0)) === (1 as ObjectPointer)
    ? { ok: true, text }
    : { ok: false, error: text };
}

export function createEngine(): Engine {
  return { describe, start, dump };
}
