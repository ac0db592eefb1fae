// Engine `micropython-wasm`: real MicroPython (npm `@micropython/micropython-webassembly-pyscript`) behind the contract. The Emscripten
// module is instantiated directly, with the host's streams and directories under it. Its heap grows by itself, so that
// `-X heapsize` is where it begins and no cap; its clock moves in steps of 1 ms; `import js` finds no page. A
// SIGINT arrives at the next operation that can raise: a loop that does nothing at all is only ended by the watchdog.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type {
  CallOutcome,
  DumpAnswer,
  DumpRequest,
  Engine,
  EngineDescription,
  EngineHost,
  MemoryFigures,
  Outcome,
  PythonException,
  RunRequest,
  Session,
  SharedLayout,
  WatchdogBits,
} from '../engine.ts';
import type { EmscriptenFs } from './emscripten.ts';
import { applyView, openStandardStreams } from './emscripten.ts';
import { DRIVER_MODULE, DRIVER_PATH, driverSource } from './micropython-driver.ts';

const PACKAGE = '@micropython/micropython-webassembly-pyscript';
const MODULE_NAME_OPTION = 'lab.module-name';
const DEFAULT_HEAP_BYTES = 1 << 20;
const DEFAULT_PYSTACK_WORDS = 2048;

const WORD: SharedLayout['word'] = 0;
const WAKE: SharedLayout['wake'] = 5;
const SIGINT_ELEMENT: SharedLayout['sigint'] = 4;
const INTERRUPT: WatchdogBits['interrupt'] = 1;

/** How MicroPython hands a value to JavaScript: the kind in the first of three words (ports/webassembly/proxy_c.c). */
const KIND_EXCEPTION = -1;
const KIND_STRING_OUT = 5;
const KIND_STRING_IN = 5;
const VALUE_BYTES = 12;

/** Asked for the same millisecond so often, the clock is what a loop waits for. */
const IDLE_CLOCK_READS = 64;
/** Past the end of any sleep, and within the clock's 32 bits. */
const LONG_AFTER_MS = 2 ** 29;

/** errno.h's texts, for a file that cannot be opened; the numbers are WASI's. */
const errorTexts = {
  2: 'Permission denied',
  31: 'Is a directory',
  44: 'No such file or directory',
  54: 'Not a directory',
};

/** Flags of `python` that ask for something that this implementation does anyway or never does. */
const harmlessFlags = new Set(['-B', '-u', '-s', '-S', '-E', '-I', '-P', '-q', '-b', '-bb', '-R', '-i']);

interface MicroPythonModule {
  FS: EmscriptenFs;
  _malloc(bytes: number): number;
  _free(pointer: number): void;
  _mp_js_init(pystackWords: number, heapBytes: number): void;
  _proxy_c_init(): void;
  _mp_js_do_import(name: number, out: number): void;
  _proxy_c_to_js_lookup_attr(ref: number, name: number, out: number): void;
  _proxy_c_to_js_call(ref: number, count: number, args: number, out: number): void;
  _mp_js_repl_init(): void;
  _mp_js_repl_process_char(c: number): number;
  _mp_sched_keyboard_interrupt(): void;
}

interface Settings {
  heapBytes: number;
  pystackWords: number;
}

/** Its buffer is another one after it grew. */
interface LinearMemory {
  readonly buffer: ArrayBuffer;
}

type HostFunction = (...args: number[]) => number;

function packageDirectory(): string {
  return dirname(createRequire(import.meta.url).resolve(PACKAGE));
}

function packageVersion(): string {
  return (JSON.parse(readFileSync(join(packageDirectory(), 'package.json'), 'utf8')) as { version: string })
    .version;
}

/** A MicroPython that has begun, with the driver in it. */
class MicroPython {
  readonly module: MicroPythonModule;
  #driver = 0;
  readonly #functions = new Map<string, number>();

  readonly #memory: LinearMemory;

  private constructor(module: MicroPythonModule, memory: LinearMemory) {
    this.module = module;
    this.#memory = memory;
  }

  static async start(
    host: EngineHost,
    prepare: (fs: EmscriptenFs) => void,
    settings: Settings,
  ): Promise<MicroPython> {
    const directory = packageDirectory();
    const factory = (
      (await import(pathToFileURL(join(directory, 'micropython.mjs')).href)) as {
        default: (settings: object) => Promise<MicroPythonModule>;
      }
    ).default;
    const { shared } = host;
    const begun: { module?: MicroPythonModule } = {};
    /** A KeyboardInterrupt is scheduled and nothing has been raised since: MicroPython looks for it at jumps alone. */
    let pending = false;
    let memory: LinearMemory | undefined;
    const served = (): void => {
      if ((shared[WORD]! & INTERRUPT) === 0 || !begun.module) return;
      Atomics.and(shared, WORD, ~INTERRUPT);
      shared[SIGINT_ELEMENT] = 0;
      pending = true;
      begun.module._mp_sched_keyboard_interrupt();
    };
    const wasm = readFileSync(join(directory, 'micropython.wasm'));
    const module = await factory({
      locateFile: (file: string) => join(directory, file),
      instantiateWasm(
        imports: { env: Record<string, HostFunction> },
        done: (instance: object, module: object) => void,
      ): object {
        const { env } = imports;
        // What may raise is called through these, so this is where a busy program passes the host.
        for (const [name, original] of Object.entries(env)) {
          if (name.startsWith('invoke_')) env[name] = polled(original, shared, served);
        }
        const raise = env['_emscripten_throw_longjmp']!;
        env['_emscripten_throw_longjmp'] = () => {
          pending = false;
          return raise();
        };
        env['mp_js_ticks_ms'] = waitingClock(env['mp_js_ticks_ms']!, shared, () => {
          served();
          return pending;
        });
        const compiled = new webAssembly.Module(wasm);
        const instance = new webAssembly.Instance(compiled, imports);
        memory = instance.exports.memory;
        done(instance, compiled);
        return {};
      },
    });
    begun.module = module;
    openStandardStreams(module.FS, host);
    prepare(module.FS);
    module._mp_js_init(settings.pystackWords, settings.heapBytes);
    module._proxy_c_init();
    const python = new MicroPython(module, memory!);
    module.FS.mkdirTree('/lib');
    module.FS.writeFile(DRIVER_PATH, driverSource);
    python.#driver = python.#reference((out) =>
      python.#withText(DRIVER_MODULE, (p) => module._mp_js_do_import(p, out)),
    );
    module.FS.unlink(DRIVER_PATH);
    python.ask('forget');
    return python;
  }

  get linearBytes(): number {
    return this.#memory.buffer.byteLength;
  }

  #word(pointer: number): number {
    return new DataView(this.#memory.buffer).getInt32(pointer, true);
  }

  #withText<T>(text: string, use: (pointer: number) => T): T {
    const pointer = this.#copy(text).pointer;
    try {
      return use(pointer);
    } finally {
      this.module._free(pointer);
    }
  }

  /** A zero-terminated copy in the module's memory, to be freed by whoever takes it. */
  #copy(text: string): { pointer: number; length: number } {
    const bytes = new TextEncoder().encode(text);
    const pointer = this.module._malloc(bytes.length + 1);
    const heap = new Uint8Array(this.#memory.buffer);
    heap.set(bytes, pointer);
    heap[pointer + bytes.length] = 0;
    return { pointer, length: bytes.length };
  }

  #text(value: number): string {
    const length = this.#word(value + 4);
    const at = this.#word(value + 8);
    return new TextDecoder().decode(new Uint8Array(this.#memory.buffer).slice(at, at + length));
  }

  /** The reference number of an object that `get` leaves in its argument. */
  #reference(get: (out: number) => void): number {
    const out = this.module._malloc(VALUE_BYTES);
    try {
      get(out);
      if (this.#word(out) === KIND_EXCEPTION) throw new Error(`micropython-wasm: ${this.#text(out)}`);
      return this.#word(out + 4);
    } finally {
      this.module._free(out);
    }
  }

  /** Calls a function of the driver with one text; it answers a text. */
  ask(name: string, argument = ''): string {
    const { module } = this;
    let f = this.#functions.get(name);
    if (f === undefined) {
      f = this.#reference((out) =>
        this.#withText(name, (p) => module._proxy_c_to_js_lookup_attr(this.#driver, p, out)),
      );
      this.#functions.set(name, f);
    }
    const values = module._malloc(2 * VALUE_BYTES);
    const out = values + VALUE_BYTES;
    try {
      const { pointer, length } = this.#copy(argument); // MicroPython frees it
      const view = new DataView(this.#memory.buffer);
      view.setInt32(values, KIND_STRING_IN, true);
      view.setInt32(values + 4, length, true);
      view.setInt32(values + 8, pointer, true);
      module._proxy_c_to_js_call(f, 1, values, out);
      const kind = this.#word(out);
      if (kind !== KIND_STRING_OUT) {
        throw new Error(
          `micropython-wasm: ${name}: ${kind === KIND_EXCEPTION ? this.#text(out) : `kind ${kind}`}`,
        );
      }
      return this.#text(out);
    } finally {
      module._free(values);
    }
  }
}

/** The part of the host's WebAssembly that we use; its types come with browser libraries alone. */
const webAssembly = (
  globalThis as unknown as {
    WebAssembly: {
      Module: new (bytes: Uint8Array) => object;
      Instance: new (module: object, imports: object) => { exports: { memory: LinearMemory } };
    };
  }
).WebAssembly;

/** `original`, after a look at the watchdog's word. One function for each count of arguments: a rest array costs more than the call. */
function polled(original: HostFunction, shared: Int32Array, served: () => void): HostFunction {
  switch (original.length) {
    case 1:
      return (f) => {
        if (shared[WORD]! & INTERRUPT) served();
        return original(f);
      };
    case 2:
      return (f, a) => {
        if (shared[WORD]! & INTERRUPT) served();
        return original(f, a);
      };
    case 3:
      return (f, a, b) => {
        if (shared[WORD]! & INTERRUPT) served();
        return original(f, a, b);
      };
    case 4:
      return (f, a, b, c) => {
        if (shared[WORD]! & INTERRUPT) served();
        return original(f, a, b, c);
      };
    default:
      return (...args) => {
        if (shared[WORD]! & INTERRUPT) served();
        return original(...args);
      };
  }
}

/**
 * The millisecond clock. `time.sleep` here is a loop around it, so a millisecond that is asked for again and again is
 * waited for instead.
 */
function waitingClock(original: HostFunction, shared: Int32Array, interrupted: () => boolean): HostFunction {
  const canWait = shared.buffer instanceof SharedArrayBuffer;
  let last = -1;
  let reads = 0;
  return () => {
    const now = original();
    if (now !== last) {
      last = now;
      reads = 0;
    } else if (++reads > IDLE_CLOCK_READS && canWait) {
      // The wait ends by its own condition, and the exception is raised after it.
      if (interrupted()) return now + LONG_AFTER_MS;
      Atomics.wait(shared, WAKE, Atomics.load(shared, WAKE), 1);
    }
    return now;
  };
}

interface Ended extends Partial<PythonException> {
  status: number;
}

const unsupported = (text: string): PythonException => ({
  type: 'Unsupported',
  text,
  traceback: `Unsupported: ${text}\n`,
});

class MicroPythonSession implements Session {
  readonly #python: MicroPython;
  readonly #host: EngineHost;
  readonly #request: RunRequest;
  #outcome: Outcome | undefined;
  #chosen = '';

  constructor(python: MicroPython, host: EngineHost, request: RunRequest) {
    this.#python = python;
    this.#host = host;
    this.#request = request;
  }

  main(): Outcome {
    const ended: Ended =
      this.#request.program.kind === 'repl'
        ? { status: this.#repl() }
        : (JSON.parse(this.#python.ask('run')) as Ended);
    const { status, type, text, traceback } = ended;
    this.#outcome = {
      status,
      exception: type === undefined ? undefined : { type, text: text ?? '', traceback: traceback ?? '' },
      // Both need a collection, which is no part of the program's time: `counters` and `memory` are asked for afterwards.
      counters: {},
      memory: {},
    };
    return this.#outcome;
  }

  /** Character by character, as the port's own command does; ends at Ctrl-D or the end of the input. */
  #repl(): number {
    const { module } = this.#python;
    module._mp_js_repl_init();
    const buffer = new Uint8Array(256);
    for (;;) {
      const n = this.#host.readStdin(buffer);
      if (n < 0) {
        // Ctrl-C at the prompt: the line editor's own.
        Atomics.and(this.#host.shared, WORD, ~INTERRUPT);
        this.#host.shared[SIGINT_ELEMENT] = 0;
        module._mp_js_repl_process_char(3);
        continue;
      }
      if (n === 0) {
        module._mp_js_repl_process_char(4);
        return 0;
      }
      for (let i = 0; i < n; i++) {
        // The line editor takes carriage return for the end of a line.
        const c = buffer[i]!;
        if (module._mp_js_repl_process_char(c === 10 ? 13 : c) !== 0) return 0;
      }
    }
  }

  has(name: string): boolean {
    return this.#python.ask('has', name) !== '';
  }

  call(name: string, args: readonly (number | string)[]): CallOutcome {
    const key = JSON.stringify({ name, args });
    if (this.#chosen !== key) {
      if (!this.has(name)) {
        const text = `the program has no function ${name}`;
        return { ok: false, exception: { type: 'NameError', text, traceback: `NameError: ${text}\n` } };
      }
      this.#python.ask('choose', key);
      this.#chosen = key;
    }
    const answer = this.#python.ask('call');
    if (answer.startsWith('+')) return { ok: true, repr: answer.slice(1) };
    return { ok: false, exception: JSON.parse(answer.slice(1)) as PythonException };
  }

  #heap(): { used: number; free: number } {
    return JSON.parse(this.#python.ask('memory')) as { used: number; free: number };
  }

  counters(): Record<string, number> {
    const { used, free } = this.#heap();
    return {
      'wasm-linear-bytes': this.#python.linearBytes,
      'gc-heap-bytes': used + free,
      'gc-used-bytes': used,
    };
  }

  memory(): MemoryFigures {
    return { modelledCurrent: this.#heap().used, hostHeap: this.#python.linearBytes };
  }

  close(): Outcome {
    const outcome = this.#outcome ?? { status: 0, counters: {}, memory: {} };
    return { ...outcome, counters: this.counters(), memory: this.memory() };
  }
}

/** A session for a request that cannot be served: says so as a program would, on stderr. */
function refusal(host: EngineHost, text: string): Session {
  const outcome: Outcome = { status: 2, exception: unsupported(text), counters: {}, memory: {} };
  return {
    main: () => {
      host.writeStderr(new TextEncoder().encode(`micropython-wasm: ${text}\n`));
      return outcome;
    },
    has: () => false,
    call: () => ({ ok: false, exception: unsupported(text) }),
    counters: () => ({}),
    memory: () => ({}),
    close: () => outcome,
  };
}

const sizeUnits: Record<string, number> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** `-X heapsize=4m` and `-X pystack=4096`; undefined where it is no size. */
function settingsOf(options: Record<string, string>): Settings | string {
  const size = (text: string): number | undefined => {
    const match = /^(\d+)([kmg]?)w?$/i.exec(text);
    return match ? Number(match[1]) * sizeUnits[match[2]!.toLowerCase()]! : undefined;
  };
  const heapBytes = options['heapsize'] === undefined ? DEFAULT_HEAP_BYTES : size(options['heapsize']);
  if (heapBytes === undefined || heapBytes < 16 * 1024)
    return `-X heapsize=${options['heapsize']} is no size from 16k up`;
  const pystackWords = options['pystack'] === undefined ? DEFAULT_PYSTACK_WORDS : size(options['pystack']);
  if (pystackWords === undefined || pystackWords < 256)
    return `-X pystack=${options['pystack']} is no size from 256 up`;
  return { heapBytes, pystackWords };
}

/** The level of `-O`, or what is wrong with the flags. */
function optimisation(flags: readonly string[]): number | string {
  let level = 0;
  for (let i = 0; i < flags.length; i++) {
    const flag = flags[i]!;
    if (/^-O+$/.test(flag)) level += flag.length - 1;
    else if (/^-O\d$/.test(flag)) level = Number(flag[2]);
    else if (flag === '-X' || flag === '-W') i++;
    else if (!harmlessFlags.has(flag)) return `Unsupported: MicroPython has no ${flag}`;
  }
  return level;
}

async function start(request: RunRequest, host: EngineHost): Promise<Session> {
  const { program, options, limits } = request;
  const settings = settingsOf(options);
  if (typeof settings === 'string') return refusal(host, settings);
  const optimise = optimisation(request.flags);
  if (typeof optimise === 'string') return refusal(host, optimise);
  if (limits.heapBytes !== undefined)
    return refusal(host, 'Unsupported: a heap limit (its heap grows by itself)');
  if (limits.recursion !== undefined)
    return refusal(host, 'Unsupported: a recursion limit (-X pystack=WORDS sets the stack)');
  if (limits.bytecodes !== undefined) return refusal(host, 'Unsupported: a limit of bytecodes');
  const python = await MicroPython.start(
    host,
    (fs) => applyView(fs, request.fileSystem, request.cwd),
    settings,
  );
  const argv0 =
    program.kind === 'file'
      ? program.path
      : program.kind === 'source'
        ? '-c'
        : program.kind === 'module'
          ? program.name
          : '';
  python.ask(
    'prepare',
    JSON.stringify({
      ...program,
      argv: [argv0, ...request.args],
      module: options[MODULE_NAME_OPTION] ?? '__main__',
      optimise,
      recursion: null,
      errors: errorTexts,
    }),
  );
  return new MicroPythonSession(python, host, request);
}

export interface ImplementationFacts {
  implementation: string;
  languageVersion: string;
  implementationVersion: string;
  compiler: string;
  platform: string;
  build: string;
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

/** What the implementation says of itself; it starts in some 20 ms. */
export async function ask(): Promise<ImplementationFacts> {
  const python = await MicroPython.start(deafHost, () => {}, {
    heapBytes: DEFAULT_HEAP_BYTES,
    pystackWords: DEFAULT_PYSTACK_WORDS,
  });
  return JSON.parse(python.ask('describe')) as ImplementationFacts;
}

/** Its answer for the version of the package that we are pinned to; a test asks again, another version is asked each time. */
const KNOWN: { version: string; facts: ImplementationFacts } = {
  version: '1.27.0',
  facts: {
    implementation: 'MicroPython',
    languageVersion: '3.4.0',
    implementationVersion: '1.27.0',
    compiler: '',
    platform: 'webassembly',
    build: 'pyscript',
  },
};

async function describe(): Promise<EngineDescription> {
  const facts = packageVersion() === KNOWN.version ? KNOWN.facts : await ask();
  return {
    id: 'micropython-wasm',
    implementation: facts.implementation,
    languageVersion: facts.languageVersion,
    implementationVersion: facts.implementationVersion,
    compiler: [facts.compiler, `${facts.platform} (${facts.build}), 32 bit`]
      .filter((t) => t !== '')
      .join('; '),
    capabilities: {
      refcounts: false,
      gc: 'mark-sweep',
      gil: 'no-threads',
      jit: 'none',
      heapCap: false,
      interruptible: true,
      dumps: [],
    },
    options: [
      {
        name: 'heapsize',
        values: 'BYTES[k|m]',
        default: '1m',
        meaning: 'size of the heap at the start; it grows',
      },
      {
        name: 'pystack',
        values: 'WORDS',
        default: '2048',
        meaning: 'stack of Python frames: how deep calls may go',
      },
      {
        name: MODULE_NAME_OPTION,
        values: 'NAME',
        default: '__main__',
        meaning: 'run the program as this module',
      },
    ],
  };
}

function dump(request: DumpRequest): DumpAnswer {
  return {
    ok: false,
    error: `Unsupported: micropython-wasm has no ${request.kind} to show: the build has no disassembler and no ast\n`,
  };
}

export function createEngine(): Engine {
  return { describe, start, dump };
}
