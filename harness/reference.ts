// A real CPython 3.14 beside this thread, as oracle: stored expectations are made with it, and front-end checks ask it
// what `compile()` and `ast.dump()` say. It is npm's `pyodide`, loaded once (about two seconds) in a worker, which gives
// it a stack deep enough for RecursionError and lets an endless loop be ended. Each program runs in a fresh `__main__`
// as `python file.py` would run it: argv, script directory on `sys.path`, streams at the level of file descriptors, exit
// status, atexit, destruction of the main module. Modules that a program imported and the interpreter settings that it
// changed are put back afterwards. Left out, being a 32-bit build without threads and processes: sizes, hashes, threads.
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type * as Pyodide from 'pyodide';

export interface ReferenceProgram {
  text: string;
  /** Bare file name: what tracebacks say, and the name in the scratch directory that the program starts in. */
  filename: string;
  /** `sys.argv[1:]`. */
  args?: readonly string[];
  stdin?: string;
  /** Wall-clock limit; 20 s unless told. */
  timeMs?: number;
  /** Bytes of stdout and stderr together that are kept; 4 MiB unless told. */
  captureBytes?: number;
}

export interface ReferenceRun {
  stdout: string;
  stderr: string;
  status: number;
  /** The interpreter itself did not survive the program (time limit, wasm trap): what happened. */
  died?: string;
}

export interface Reference {
  /** `cpython-wasm 3.14.2 (pyodide 314.0.7)`. */
  readonly origin: string;
  run(program: ReferenceProgram): Promise<ReferenceRun>;
  /**
   * Calls a function written in Python: `source` is executed once in a namespace that is kept for it, `name` is called
   * with the arguments as JSON values and its answer comes back as JSON. A Python exception rejects with its traceback.
   */
  call(source: string, name: string, ...args: unknown[]): Promise<unknown>;
  close(): Promise<void>;
}

/** What runs before and after a program. No frame of it lies below the program: the host calls `exec` itself. */
const DRIVER = String.raw`
import asyncio, atexit, builtins, gc, io, os, shutil, signal, sys, time, types, warnings

scratch = None
saved = None


class _Selector:
    # No sockets here: waiting is sleeping.
    def select(self, timeout):
        if timeout is not None and timeout > 0:
            time.sleep(timeout)
        return []

    def close(self):
        pass

    def get_map(self):
        return {}


class _EventLoop(asyncio.BaseEventLoop):
    # CPython's own BaseEventLoop in place of the one that lends the page's loop.
    def __init__(self):
        super().__init__()
        self._selector = _Selector()

    def _process_events(self, event_list):
        pass

    def _write_to_self(self):
        pass


with warnings.catch_warnings():
    warnings.simplefilter('ignore')

    class _Policy(asyncio.events._BaseDefaultEventLoopPolicy):
        _loop_factory = _EventLoop


def _settings():
    return {
        'modules': dict(sys.modules),
        'builtins': dict(vars(builtins)),
        'path': list(sys.path),
        'meta_path': list(sys.meta_path),
        'path_hooks': list(sys.path_hooks),
        'filters': list(warnings.filters),
        'environ': dict(os.environ),
        'recursion': sys.getrecursionlimit(),
        'threshold': gc.get_threshold(),
        'int_digits': sys.get_int_max_str_digits(),
        'interval': sys.getswitchinterval(),
        'hooks': (sys.__excepthook__, sys.__displayhook__, sys.__unraisablehook__, sys.__breakpointhook__),
    }


def _stream(fd, mode, errors):
    raw = open(fd, mode + 'b', buffering=-1, closefd=False)
    return io.TextIOWrapper(raw, encoding='utf-8', errors=errors, line_buffering=False)


def prepare(directory, filename, text, args):
    global scratch, saved
    if saved is None:
        saved = _settings()
    scratch = directory
    shutil.rmtree(directory, ignore_errors=True)
    os.makedirs(directory)
    path = directory + '/' + filename
    with open(path, 'w', encoding='utf-8', newline='') as file:
        file.write(text)
    os.chdir(directory)
    sys.argv = [path, *args]
    sys.path[:] = [directory, *[p for p in saved['path'] if p]]
    sys.path_importer_cache.clear()
    sys.dont_write_bytecode = False
    sys.stdin = sys.__stdin__ = _stream(0, 'r', 'strict')
    sys.stdout = sys.__stdout__ = _stream(1, 'w', 'strict')
    sys.stderr = sys.__stderr__ = _stream(2, 'w', 'backslashreplace')
    sys.stderr.reconfigure(line_buffering=True)
    asyncio.events._set_running_loop(None)
    asyncio.events._set_event_loop_policy(_Policy())
    import importlib.machinery
    module = types.ModuleType('__main__')
    module.__dict__.update(
        __builtins__=builtins,
        __file__=path,
        __cached__=None,
        __loader__=importlib.machinery.SourceFileLoader('__main__', path),
    )
    sys.modules['__main__'] = module
    for name in ('last_exc', 'last_type', 'last_value', 'last_traceback'):
        sys.__dict__.pop(name, None)
    # What is alive now is the machinery's: the program's collections need not look at it, and see counts of their own.
    gc.enable()
    gc.collect()
    gc.freeze()
    return module.__dict__


def compiled(directory, filename):
    with open(directory + '/' + filename, 'rb') as file:
        source = file.read()
    return compile(source, directory + '/' + filename, 'exec', dont_inherit=True)


def finish(printed):
    # printed: what the host has as text of the exception; None when there was none.
    status = 0
    if printed is not None:
        status = _report(sys.last_exc, printed)
    _at_exit()
    _flush()
    _drop_main()
    _flush()
    _restore()
    return status


def _report(exc, printed):
    if isinstance(exc, SystemExit):
        _flush()
        code = exc.code
        if code is None:
            return 0
        if isinstance(code, int):
            return code & 0xFF
        print(code, file=sys.stderr)
        return 1
    tb = exc.__traceback__
    while tb is not None and not tb.tb_frame.f_code.co_filename.startswith(scratch):
        tb = tb.tb_next
    exc.__traceback__ = tb
    sys.last_exc = sys.last_value = exc
    sys.last_type, sys.last_traceback = type(exc), tb
    try:
        sys.stdout.flush()
    except Exception:
        pass
    if sys.excepthook is sys.__excepthook__:
        sys.excepthook(type(exc), exc, tb)
    else:
        # On its way to the host the exception has been through the program's hook, whose stderr went into the text.
        sys.stderr.write(printed)
    if isinstance(exc, KeyboardInterrupt):
        return 130
    return 1


def _at_exit():
    atexit._run_exitfuncs()


def _flush():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            pass


def _drop_main():
    # finalize_modules of Python/pylifecycle.c in short: drop the modules, collect, clear what is still there.
    for name in ('last_exc', 'last_type', 'last_value', 'last_traceback'):
        sys.__dict__.pop(name, None)
    sys.settrace(None)
    sys.setprofile(None)
    main = sys.modules.pop('__main__', None)
    names = vars(main) if isinstance(main, types.ModuleType) else {}
    del main
    if len(gc.get_referrers(names)) > 1:
        gc.collect()
    for name in [n for n in names if n.startswith('_') and n != '__builtins__']:
        names[name] = None
    for name in [n for n in names if n != '__builtins__']:
        names[name] = None
    del names
    gc.collect()


def _restore():
    for name in list(sys.modules):
        if name not in saved['modules']:
            del sys.modules[name]
    sys.modules.update(saved['modules'])
    for name in list(vars(builtins)):
        if name not in saved['builtins']:
            del vars(builtins)[name]
    vars(builtins).update(saved['builtins'])
    sys.path[:] = saved['path']
    sys.meta_path[:] = saved['meta_path']
    sys.path_hooks[:] = saved['path_hooks']
    warnings.filters[:] = saved['filters']
    with warnings._lock:
        warnings._filters_mutated_lock_held()
    for name in set(os.environ) - set(saved['environ']):
        del os.environ[name]
    for name, value in saved['environ'].items():
        if os.environ.get(name) != value:
            os.environ[name] = value
    sys.setrecursionlimit(saved['recursion'])
    sys.set_int_max_str_digits(saved['int_digits'])
    sys.setswitchinterval(saved['interval'])
    gc.set_threshold(*saved['threshold'])
    gc.set_debug(0)
    gc.callbacks.clear()
    gc.garbage.clear()
    sys.excepthook, sys.displayhook, sys.unraisablehook, sys.breakpointhook = saved['hooks']
    signal.signal(signal.SIGINT, signal.default_int_handler)
    atexit._clear()
    import linecache, re
    linecache.clearcache()
    os.chdir('/')
    gc.unfreeze()
    gc.enable()
`;

/** Messages to the worker and back; one is answered before the next is sent. */
type Question =
  { kind: 'run'; program: ReferenceProgram } | { kind: 'call'; source: string; name: string; args: string };
type Answer =
  | { kind: 'ready'; origin: string }
  | { kind: 'run'; run: ReferenceRun }
  | { kind: 'call'; result: string }
  | { kind: 'error'; message: string }
  /** A wasm trap: this interpreter cannot be used again. */
  | { kind: 'trap'; message: string; stdout: string; stderr: string };

type PyCallable = (...args: unknown[]) => unknown;
type PyDict = PyCallable & { get(name: string): PyCallable; destroy(): void };

/**
 * The worker, sent over as text so that it needs no file of its own beside every bundle: it may use nothing from outside
 * its braces, and asks Node for modules without `import`, which test runners rewrite.
 */
function workerMain() {
  const { parentPort, workerData } = process.getBuiltinModule('node:worker_threads');
  const { createRequire } = process.getBuiltinModule('node:module');
  const { loadPyodide } = createRequire(workerData.pyodide)(workerData.pyodide) as typeof Pyodide;
  const scratch = '/tmp/program';
  const encoder = new TextEncoder();

  /** What a stream of the program has written. */
  class Captured {
    chunks: Uint8Array[] = [];
    bytes = 0;
    limit = 0;
    reset(limit: number) {
      this.chunks = [];
      this.bytes = 0;
      this.limit = limit;
    }
    write(chunk: Uint8Array): number {
      if (this.bytes < this.limit) this.chunks.push(chunk.slice());
      this.bytes += chunk.length;
      return chunk.length;
    }
    text(): string {
      return Buffer.concat(this.chunks).toString('utf8');
    }
  }

  const stdout = new Captured();
  const stderr = new Captured();
  let stdin = new Uint8Array(0);
  const answer = (message: unknown) => parentPort!.postMessage(message);

  const start = async (): Promise<void> => {
    const py: Pyodide.PyodideAPI = await loadPyodide({
      env: { HOME: '/home/lab', PYTHONHASHSEED: '0', PYTHON_COLORS: '0' },
    });
    py.setStdout({ write: (chunk) => stdout.write(chunk) });
    py.setStderr({ write: (chunk) => stderr.write(chunk) });
    py.setStdin({
      read(into: Uint8Array) {
        const n = Math.min(into.length, stdin.length);
        into.set(stdin.subarray(0, n));
        stdin = stdin.subarray(n);
        return n;
      },
    });
    const namespace = py.toPy({}) as PyDict;
    py.runPython(workerData.driver, { globals: namespace as never });
    const pyExec = py.runPython('exec') as PyCallable;
    const prepare = namespace.get('prepare');
    const compiled = namespace.get('compiled');
    const finish = namespace.get('finish');
    const version = py.runPython('import platform; platform.python_version()') as string;
    const functions = new Map<string, PyCallable>();

    const run = (program: ReferenceProgram): ReferenceRun => {
      stdout.reset(program.captureBytes ?? 4 << 20);
      stderr.reset(program.captureBytes ?? 4 << 20);
      stdin = encoder.encode(program.stdin ?? '');
      const globals = prepare(scratch, program.filename, program.text, [...(program.args ?? [])]) as PyDict;
      let printed: string | undefined;
      try {
        const code = compiled(scratch, program.filename) as PyDict;
        try {
          // Called from here, `exec` has no Python frame below it, as the main module of `python file.py`.
          pyExec(code, globals);
        } finally {
          code.destroy();
        }
      } catch (error) {
        const { type, message } = error as { type?: string; message: string };
        if (type === undefined) throw error;
        printed = message;
      }
      globals.destroy();
      const status = finish(printed) as number;
      return { stdout: stdout.text(), stderr: stderr.text(), status };
    };

    const call = (source: string, name: string, args: string): string => {
      const key = name + '\n' + source;
      let fn = functions.get(key);
      if (fn === undefined) {
        const scope = py.toPy({}) as PyDict;
        py.runPython(source, { globals: scope as never });
        py.runPython(
          `import json as _json\ndef _call(text):\n    return _json.dumps(${name}(*_json.loads(text)))\n`,
          { globals: scope as never },
        );
        fn = scope.get('_call');
        functions.set(key, fn);
      }
      return fn(args) as string;
    };

    parentPort!.on('message', (question: Question) => {
      try {
        if (question.kind === 'run') answer({ kind: 'run', run: run(question.program) });
        else answer({ kind: 'call', result: call(question.source, question.name, question.args) });
      } catch (error) {
        const { type, message } = error as { type?: string; message: string };
        if (type !== undefined) answer({ kind: 'error', message });
        else answer({ kind: 'trap', message: String(message), stdout: stdout.text(), stderr: stderr.text() });
      }
    });
    answer({ kind: 'ready', origin: `cpython-wasm ${version} (pyodide ${py.version})` });
  };
  void start();
}

/** One loaded interpreter; replaced by a new one when a program breaks it. */
class Interpreter {
  readonly worker: Worker;

  constructor() {
    this.worker = new Worker(`(${workerMain.toString()})()`, {
      eval: true,
      workerData: { pyodide: createRequire(import.meta.url).resolve('pyodide'), driver: DRIVER },
      // CPython's own recursion checks need room: the host's default of 4 MB overflows first, which is fatal.
      resourceLimits: { stackSizeMb: 256 },
      env: {},
      execArgv: [],
      stdout: true,
      stderr: true,
    });
    this.worker.unref();
  }

  /** The next message, or why there will be none. */
  answer(timeMs: number): Promise<Answer> {
    const { worker } = this;
    return new Promise((resolve) => {
      worker.ref();
      const done = (message: Answer) => {
        clearTimeout(timer);
        worker.off('message', done).off('error', broken).off('exit', gone);
        worker.unref();
        resolve(message);
      };
      const trap = (message: string) => done({ kind: 'trap', message, stdout: '', stderr: '' });
      const broken = (error: Error) => trap(error.message);
      const gone = (status: number) => trap(`the interpreter ended with status ${status}`);
      const timer = setTimeout(() => trap(`over ${timeMs} ms`), timeMs);
      worker.on('message', done).on('error', broken).on('exit', gone);
    });
  }

  ask(question: Question, timeMs: number): Promise<Answer> {
    this.worker.postMessage(question);
    return this.answer(timeMs);
  }
}

const LOAD_MS = 60_000;

export async function loadReference(): Promise<Reference> {
  const load = async () => {
    const interpreter = new Interpreter();
    const ready = await interpreter.answer(LOAD_MS);
    if (ready.kind !== 'ready') {
      await interpreter.worker.terminate();
      throw new Error(
        `the reference CPython does not load: ${'message' in ready ? ready.message : ready.kind}`,
      );
    }
    return { interpreter, origin: ready.origin };
  };
  let current: Awaited<ReturnType<typeof load>> | undefined = await load();
  const { origin } = current;
  // Questions wait for each other: there is one interpreter.
  let queue: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = queue.then(work);
    queue = result.catch(() => undefined);
    return result;
  };
  const ask = async (question: Question, timeMs: number): Promise<Answer> => {
    current ??= await load();
    const answer = await current.interpreter.ask(question, timeMs);
    if (answer.kind === 'trap') {
      await current.interpreter.worker.terminate();
      current = undefined;
    }
    return answer;
  };

  return {
    origin,
    run: (program) =>
      inTurn(async () => {
        const answer = await ask({ kind: 'run', program }, program.timeMs ?? 20_000);
        if (answer.kind === 'run') return answer.run;
        if (answer.kind === 'trap') {
          return { stdout: answer.stdout, stderr: answer.stderr, status: 134, died: answer.message };
        }
        throw new Error(`reference: ${'message' in answer ? answer.message : answer.kind}`);
      }),
    call: (source, name, ...args) =>
      inTurn(async () => {
        const answer = await ask({ kind: 'call', source, name, args: JSON.stringify(args) }, LOAD_MS);
        if (answer.kind === 'call') return JSON.parse(answer.result) as unknown;
        throw new Error('message' in answer ? answer.message : answer.kind);
      }),
    close: async () => {
      await current?.interpreter.worker.terminate();
      current = undefined;
    },
  };
}
