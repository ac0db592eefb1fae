// CPython compiled to WebAssembly (npm `pyodide`), started without Pyodide's own layer: the Emscripten module is
// instantiated directly, so that `sys.modules`, `sys.path` and start-up are those of a plain interpreter (0.35 s,
// against 1.3 s through `loadPyodide`, which imports its foreign-function layer and reads its package index).
// Then CPython's C API, which the module exports. Leaves out packages, JavaScript proxies, sockets and subprocesses.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { EngineHost, FileSystemView, SharedLayout, WatchdogBits } from '../engine.ts';
import type { EmscriptenFs } from './emscripten.ts';
import { asyncioSource } from './cpython-asyncio.ts';
import { applyView, openStandardStreams } from './emscripten.ts';

/** Where the interpreter believes it is: its prefix is found by going up from here, so no host directory may be on the way. */
const EXECUTABLE = '/python3.14';

/** A pointer to a PyObject in the module's memory; 0 is NULL. */
export type ObjectPointer = number & { readonly pyObject: unique symbol };
export const NULL = 0 as ObjectPointer;

/** The part of the host's WebAssembly that we use; its types come with browser libraries alone. */
const webAssembly = (
  globalThis as unknown as {
    WebAssembly: {
      Module: new (bytes: Uint8Array) => object;
      Instance: new (module: object, imports: object) => object;
    };
  }
).WebAssembly;

type WasmFunction = (...args: number[]) => number;

interface CPythonModule {
  FS: EmscriptenFs;
  ENV: Record<string, string>;
  HEAPU8: Uint8Array;
  HEAPU32: Uint32Array;
  HEAP8: Int8Array;
  Py_EmscriptenSignalBuffer: { [index: number]: number };
  wasmTable: { get(index: number): WasmFunction };
  addFunction(f: WasmFunction, signature: string): number;
  [exported: `_${string}`]: WasmFunction;
}

export interface RuntimeRequest {
  /** The command line after the interpreter's name. */
  argv: readonly string[];
  env: Record<string, string>;
  cwd: string;
  fileSystem: FileSystemView;
  /** Linear memory that Python may ask for, bytes; MemoryError beyond. Emscripten grows by up to a fifth more than is asked. */
  heapBytes?: number;
}

/** The interpreter ended the process (`os._exit`, or an error in its command line). */
export class InterpreterExit extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`the interpreter ended with status ${status}`);
    this.status = status;
  }
}

/** Runs `operation`; an exit of the Emscripten program comes out as InterpreterExit, a crash with what is known of it. */
function guarded<T>(operation: () => T): T {
  try {
    return operation();
  } catch (e) {
    throw translated(e);
  }
}

function translated(e: unknown): unknown {
  if (typeof e === 'object' && e !== null && 'status' in e && typeof e.status === 'number') {
    return e instanceof InterpreterExit ? e : new InterpreterExit(e.status);
  }
  if (e instanceof RangeError && /call stack/.test(e.message)) {
    return new Error('cpython-wasm: the host stack overflowed before Python saw a RecursionError', {
      cause: e,
    });
  }
  return e;
}

function packageDirectory(): string {
  return dirname(createRequire(import.meta.url).resolve('pyodide/pyodide.asm.mjs'));
}

/** Where things are in the shared buffer, and the bits of its word: SharedLayout and WatchdogBits as values. */
const LAYOUT: SharedLayout = {
  word: 0,
  signal: 1,
  switchInterval: 2,
  limit: 3,
  sigint: 4,
  wake: 5,
  handledSignals: 6,
  unwatched: 7,
};
const BITS: WatchdogBits = { interrupt: 1, stop: 2, switchThread: 4, signal: 8 };
const SIGINT = 2;

/** Of the npm package. */
export function packageVersion(): string {
  const manifest = JSON.parse(readFileSync(join(packageDirectory(), 'package.json'), 'utf8')) as {
    version: string;
  };
  return manifest.version;
}

/**
 * What CPython's eval-breaker asks every 50 checks, as an array whose element 0 is the pending signal. It reads the
 * watchdog's word in place, so that nothing has to copy the one into the other while Python is busy.
 */
function signalBuffer(shared: Int32Array): { [index: number]: number } {
  return {
    get 0(): number {
      const word = shared[LAYOUT.word]!;
      if (word & BITS.interrupt) {
        shared[LAYOUT.sigint] = 0;
        Atomics.and(shared, LAYOUT.word, ~BITS.interrupt);
        return SIGINT;
      }
      if (word & BITS.signal) {
        Atomics.and(shared, LAYOUT.word, ~BITS.signal);
        return shared[LAYOUT.signal]!;
      }
      return 0;
    },
    set 0(_value: number) {
      // The caller clears what it has read; reading has done so already.
    },
  };
}

export class CPythonRuntime {
  readonly module: CPythonModule;
  #driver: ObjectPointer = NULL;

  private constructor(module: CPythonModule) {
    this.module = module;
  }

  /** Starts an interpreter as far as CPython's `main` has read its configuration, site is imported and no code has run. */
  static async start(request: RuntimeRequest, host: EngineHost): Promise<CPythonRuntime> {
    const directory = packageDirectory();
    const wasm = readFileSync(join(directory, 'pyodide.asm.wasm'));
    const library = readFileSync(join(directory, 'python_stdlib.zip'));
    const factory = (
      (await import(pathToFileURL(join(directory, 'pyodide.asm.mjs')).href)) as {
        default: (settings: object) => Promise<CPythonModule>;
      }
    ).default;
    let exitStatus: number | undefined;
    const errorMarker = Symbol('error marker');
    const settings = {
      noImageDecoding: true,
      noAudioDecoding: true,
      noWasmDecoding: true,
      thisProgram: EXECUTABLE,
      arguments: [...request.argv],
      API: { config: { jsglobals: globalThis, indexURL: directory }, runtimeEnv: { IN_NODE: true } },
      locateFile: (file: string) => join(directory, file),
      quit: (_status: number, thrown: unknown) => {
        throw thrown;
      },
      onExit: (status: number) => {
        exitStatus = status;
      },
      preRun: [
        (module: CPythonModule) => {
          module.FS.mkdirTree('/lib/python3.14/site-packages');
          module.FS.mkdirTree('/lib/python3.14/lib-dynload');
          module.FS.writeFile('/lib/python314.zip', library);
          for (const name of Object.keys(module.ENV)) delete module.ENV[name];
          // PYTHONHOME belongs to an installation on the host, whose library is not this interpreter's.
          const { PYTHONHOME: _elsewhere, ...env } = request.env;
          Object.assign(module.ENV, env);
          applyView(module.FS, request.fileSystem, request.cwd);
        },
      ],
      onRuntimeInitialized: () => openStandardStreams(module!.FS, host),
      instantiateWasm(
        imports: Record<string, Record<string, unknown>>,
        done: (instance: object, module: object) => void,
      ): object {
        const env = imports['env']!;
        env['Jsv_GetError_import'] = () => errorMarker;
        env['JsvError_Check'] = (value: unknown) => (value === errorMarker ? 1 : 0);
        if (request.heapBytes !== undefined) {
          const grow = env['emscripten_resize_heap'] as WasmFunction;
          const cap = request.heapBytes;
          env['emscripten_resize_heap'] = (bytes: number) => (bytes >>> 0 > cap ? 0 : grow(bytes));
        }
        const compiled = new webAssembly.Module(wasm);
        done(new webAssembly.Instance(compiled, imports), compiled);
        return {};
      },
    };
    // Emscripten uses this very object as its module.
    const module = settings as unknown as CPythonModule;
    try {
      await factory(settings);
    } catch (e) {
      throw translated(e);
    }
    if (exitStatus !== undefined) throw new InterpreterExit(exitStatus);
    module.Py_EmscriptenSignalBuffer = signalBuffer(host.shared);
    module.HEAP8[module['_Py_EMSCRIPTEN_SIGNAL_HANDLING'] as unknown as number] = 1;
    const runtime = new CPythonRuntime(module);
    runtime.#sleepOn(host.shared);
    runtime.#announceHandlers(host.shared);
    runtime.decRef(runtime.#evaluate(asyncioSource));
    return runtime;
  }

  /**
   * Replaces the C function behind a method of a built-in module; nothing of it can be seen from Python. `make` gets the original.
   */
  #replaceMethod(
    moduleName: string,
    name: string,
    signature: string,
    make: (original: WasmFunction) => WasmFunction,
  ): void {
    const { module } = this;
    const owner = this.withText(moduleName, (p) => this.c('PyImport_ImportModule', p));
    const method = this.withText(name, (p) => this.c('PyObject_GetAttrString', owner, p));
    // PyCFunctionObject: refcount, type, m_ml; PyMethodDef: ml_name, ml_meth.
    const definition = module.HEAPU32[(method + 8) >>> 2]!;
    const spelt = module.HEAPU32[definition >>> 2]!;
    if (![...`${name}\0`].every((c, i) => module.HEAPU8[spelt + i] === c.charCodeAt(0))) {
      throw new Error(`cpython-wasm: ${moduleName}.${name} is not laid out as expected`);
    }
    const slot = (definition + 4) >>> 2;
    const original = module.wasmTable.get(module.HEAPU32[slot]!);
    module.HEAPU32[slot] = module.addFunction(make(original), signature);
  }

  /**
   * Makes `time.sleep` wait on the watchdog's count of happenings. The C library's own sleep is a loop here that asks the clock:
   * it takes a whole core, and no signal ends it.
   */
  #sleepOn(shared: Int32Array): void {
    const { module } = this;
    const floatType = module['_PyFloat_Type'] as unknown as number;
    const longType = module['_PyLong_Type'] as unknown as number;
    const canWait = shared.buffer instanceof SharedArrayBuffer;
    this.#replaceMethod('time', 'sleep', 'iii', (original) => (self, argument) => {
      const type = module.HEAPU32[((argument >>> 0) + 4) >>> 2]!;
      const plain = type === floatType || type === longType;
      const seconds = plain ? module._PyFloat_AsDouble!(argument) : NaN;
      // What is no plain length of time, CPython itself refuses or converts.
      if (!(seconds >= 0 && seconds < 1e9)) {
        if (plain) module._PyErr_Clear!();
        return original(self, argument);
      }
      const end = performance.now() + seconds * 1000;
      for (;;) {
        const seen = Atomics.load(shared, LAYOUT.wake);
        if (module._PyErr_CheckSignals!() !== 0) return NULL;
        const left = end - performance.now();
        if (left <= 0) return module._Py_GetConstant!(0);
        if (canWait) Atomics.wait(shared, LAYOUT.wake, seen, left);
      }
    });
  }

  /** Tells the watchdog which signals Python has handlers for; the others have their default effect on the process. */
  #announceHandlers(shared: Int32Array): void {
    const { module } = this;
    this.#replaceMethod('_signal', 'signal', 'iiii', (original) => (self, args, count) => {
      const result = original(self, args, count);
      if (result !== NULL && count === 2) {
        const at = (args >>> 0) >>> 2;
        const number = module._PyLong_AsLong!(module.HEAPU32[at]!);
        const callable = module._PyCallable_Check!(module.HEAPU32[at + 1]!) === 1;
        // SIG_DFL and SIG_IGN are ints of an enum; ignoring is something to do as well.
        const ignore = !callable && module._PyLong_AsLong!(module.HEAPU32[at + 1]!) === 1;
        module._PyErr_Clear!();
        if (number !== SIGINT && number > 0 && number < 32) {
          if (callable || ignore) Atomics.or(shared, LAYOUT.handledSignals, 1 << number);
          else Atomics.and(shared, LAYOUT.handledSignals, ~(1 << number));
        }
      }
      return result;
    });
  }

  /** Bytes of linear memory: what the process holds for Python; it never shrinks. */
  get linearBytes(): number {
    return this.module.HEAPU8.length;
  }

  /** Bytes of linear memory below the program break. */
  get breakBytes(): number {
    return this.module['_sbrk']!(0) >>> 0;
  }

  /** pymain_run_python: runs what the command line says and answers the exit status; `finalize` is the rest of CPython's main. */
  runMain(): number {
    return guarded(() => this.module._run_main!());
  }

  finalize(): number {
    return guarded(() => this.module._Py_FinalizeEx!());
  }

  setRecursionLimit(limit: number): void {
    guarded(() => this.module._Py_SetRecursionLimit!(limit));
  }

  /** Calls an exported C function with numbers and pointers. */
  c(name: string, ...args: number[]): ObjectPointer {
    return guarded(() => (this.module[`_${name}`]!(...args) >>> 0) as ObjectPointer);
  }

  /** Calls `use` with a zero-terminated UTF-8 copy of `text`. */
  withText<T>(text: string, use: (pointer: number, bytes: number) => T): T {
    const bytes = new TextEncoder().encode(text);
    const pointer = this.module._malloc!(bytes.length + 1) >>> 0;
    this.module.HEAPU8.set(bytes, pointer);
    this.module.HEAPU8[pointer + bytes.length] = 0;
    try {
      return use(pointer, bytes.length);
    } finally {
      this.module._free!(pointer);
    }
  }

  decRef(object: ObjectPointer): void {
    if (object !== NULL) this.c('Py_DecRef', object);
  }

  str(text: string): ObjectPointer {
    return this.withText(text, (p, n) => this.c('PyUnicode_FromStringAndSize', p, n));
  }

  float(value: number): ObjectPointer {
    return this.c('PyFloat_FromDouble', value);
  }

  int(value: number): ObjectPointer {
    return this.withText(BigInt(value).toString(), (p) => this.c('PyLong_FromString', p, 0, 10));
  }

  /** A new tuple; takes the references of its items over. */
  tuple(items: readonly ObjectPointer[]): ObjectPointer {
    const tuple = this.c('PyTuple_New', items.length);
    items.forEach((item, i) => this.c('PyTuple_SetItem', tuple, i, item));
    return tuple;
  }

  item(tuple: ObjectPointer, index: number): ObjectPointer {
    return this.c('PyTuple_GetItem', tuple, index);
  }

  /** The text of a str or bytes object (UTF-8). */
  text(object: ObjectPointer): string {
    const size = this.module._malloc!(8) >>> 0;
    const out = this.module._malloc!(8) >>> 0;
    try {
      if (this.c('PyBytes_AsStringAndSize', object, out, size) !== 0) throw this.fault('expected bytes');
      const at = this.module.HEAPU32[out >>> 2]!;
      return new TextDecoder().decode(this.module.HEAPU8.slice(at, at + this.module.HEAPU32[size >>> 2]!));
    } finally {
      this.module._free!(size);
      this.module._free!(out);
    }
  }

  number(object: ObjectPointer): number {
    return this.c('PyLong_AsLong', object) | 0;
  }

  isNone(object: ObjectPointer): boolean {
    return object === this.c('Py_GetConstantBorrowed', 0);
  }

  /** A fault of ours: the driver failed. Prints what Python says about it. */
  fault(message: string): Error {
    if (this.c('PyErr_Occurred') !== NULL) this.c('PyErr_Print');
    return new Error(`cpython-wasm: ${message}`);
  }

  /** Makes the functions of `source` callable by `driver`; they live outside every module that the program can see. */
  loadDriver(source: string): void {
    this.#driver = this.#evaluate(source);
  }

  /** Runs statements of ours in a dictionary that no module owns; the dictionary is the caller's. */
  #evaluate(source: string): ObjectPointer {
    const globals = this.c('PyDict_New');
    const builtins = this.c('PyEval_GetBuiltins');
    this.withText('__builtins__', (p) => this.c('PyDict_SetItemString', globals, p, builtins));
    const FILE_INPUT = 257;
    const code = this.withText(source, (text) =>
      this.withText('<lab>', (name) => this.c('Py_CompileString', text, name, FILE_INPUT)),
    );
    if (code === NULL) throw this.fault('the driver does not compile');
    const result = this.c('PyEval_EvalCode', code, globals, globals);
    if (result === NULL) throw this.fault('the driver does not load');
    this.decRef(result);
    this.decRef(code);
    return globals;
  }

  /** Calls a function of the driver with new references; NULL when it raised. */
  driver(name: string, ...args: ObjectPointer[]): ObjectPointer {
    const f = this.withText(name, (p) => this.c('PyDict_GetItemString', this.#driver, p));
    if (f === NULL) throw this.fault(`the driver has no ${name}`);
    const tuple = this.tuple(args);
    const result = this.c('PyObject_Call', f, tuple, 0);
    this.decRef(tuple);
    return result;
  }

  /** As `driver`, for functions that do not raise. */
  ask(name: string, ...args: ObjectPointer[]): ObjectPointer {
    const result = this.driver(name, ...args);
    if (result === NULL) throw this.fault(`${name} failed in the driver`);
    return result;
  }
}
