// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// The engine behind the contract: starts a heap and an interpreter, runs a program as __main__, calls its functions, and
// answers dumps. What is left out and why: README.md.
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
import { R, T } from './layout.ts';
import {
  H,
  used,
  peak,
  allocations,
  collections,
  debugHeap,
  watchCollections,
  checkHeap,
  poolBytes,
  keep,
} from './heap.ts';
import { startStrings, intern, Qs } from './qstr.ts';
import { str, newFloat, nameOf, toText, wn, rewind, W, typeOf, nativeExc } from './obj.ts';
import * as map from './map.ts';
import { newList, listAppend } from './objlist.ts';
import { newDict } from './objdict.ts';
import { newInt, flushInts } from './objint.ts';
import { newModule, codeFrom } from './import.ts';
import { runCode, callN, watch, STOPPED, asException, calls, resetVm } from './vm.ts';
import { isSubclass } from './objtype.ts';
import { putTraceback } from './exception.ts';
import { connect, readWhole, resolvePath } from './host.ts';
import { startFiles, closeFiles, flushOut } from './modio.ts';
import { config, stackBytes } from './config.ts';
import { savePrecompiled } from './precompile.ts';
import { compile } from './compile.ts';
import { disassemble, heapMap } from './dump.ts';
import './objint.ts';
import './objiter.ts';
import './objarray.ts';
import './modsys.ts';
import './modcollections.ts';
import './modules.ts';
import './modjson.ts';
import './modre.ts';

const [q_main, q_file, q_exec] = Qs('__main__ __file__ exec');

/** `16k`, `1m`, `4096` as bytes. */
export function parseSize(s: string): number {
  const m = /^(\d+)([kKmM]?)b?$/i.exec(s);
  if (!m) return NaN;
  return +m[1] * (m[2] === '' ? 1 : m[2].toLowerCase() === 'k' ? 1024 : 1048576);
}

function start(request: RunRequest, host: EngineHost): void {
  const asked =
    request.options.heap !== undefined ? parseSize(request.options.heap) : request.limits.heapBytes;
  const heap =
    asked === undefined ? config.heap : Math.min(config.mostHeap, Math.max(config.leastHeap, asked)) & ~15;
  const stack = request.options.stack !== undefined ? parseSize(request.options.stack) : stackBytes(heap);
  if (!(heap > 0) || !(stack >= 256)) throw new Error('micro: bad size of heap or stack');
  connect(host, request);
  watch(host.shared);
  resetVm();
  flushInts();
  startStrings(heap, stack);
  rewind(0);
  H[R.TP] = 0;
  H[R.COUNT0] = newInt(0x7fffffff);
  startFiles();
  H[R.MODULES] = newDict();
  H[R.PATH] = newList(0);
  H[R.ARGV] = newList(0);
  const name = request.options['lab.module-name'];
  H[R.MAIN] = newModule(name === undefined ? q_main : intern(str(name)));
  H[R.TP] = 0;
  H[R.OPT] = request.flags.filter((f) => /^-O+$/.test(f)).reduce((n, f) => n + f.length - 1, 0);
  if (request.events.length > 0) {
    watchCollections((freed, ms) => {
      host.emit({
        kind: 'gc',
        name: 'collect',
        at: host.now(),
        data: { freed, ms, used: used * 16, total: poolBytes() },
      });
    });
  }
  debugHeap(
    request.options['gc-stress'] === '1',
    request.options['fail-alloc'] !== undefined ? +request.options['fail-alloc'] : -1,
  );
}

function readStdin(host: EngineHost): Uint8Array {
  const parts: number[] = [];
  const chunk = new Uint8Array(65536);
  for (let n = host.readStdin(chunk); n > 0; n = host.readStdin(chunk))
    for (let i = 0; i < n; i++) parts.push(chunk[i]);
  return Uint8Array.from(parts);
}

interface Source {
  data: Uint8Array;
  filename: string;
  folder: string;
}
function sourceOf(program: Program, host: EngineHost): Source {
  const encode = (t: string) => new TextEncoder().encode(t);
  switch (program.kind) {
    case 'source':
      return { data: encode(program.text), filename: program.filename, folder: '' };
    case 'file': {
      const at = program.path.lastIndexOf('/');
      return {
        data: readWhole(resolvePath(program.path)),
        filename: program.path,
        folder: at < 0 ? '' : program.path.slice(0, at) || '/',
      };
    }
    case 'stdin':
    case 'repl':
      return { data: readStdin(host), filename: '<stdin>', folder: '' };
    case 'module':
      return {
        data: encode(`__import__(${JSON.stringify(program.name)})\n`),
        filename: '<module>',
        folder: '',
      };
  }
}

function counters(): Record<string, number> {
  return { calls, allocations, collections, 'peak-bytes': peak * 16 };
}
const memory = (): MemoryFigures => ({ modelledCurrent: used * 16, modelledPeak: peak * 16 });

/** An uncaught exception as data; the traceback is printed by whoever asked. */
function describeException(exc: number): PythonException {
  const mark = wn;
  let traceback = '';
  try {
    putTraceback(exc);
    traceback = new TextDecoder().decode(W.subarray(mark, wn));
  } catch {
    traceback = nameOf(exc) + '\n';
  }
  rewind(mark);
  let detail = '';
  try {
    detail = toText(exc);
  } catch {
    rewind(mark);
  }
  return { type: nameOf(exc), text: detail, traceback };
}

class MicroSession implements Session {
  readonly request: RunRequest;
  readonly host: EngineHost;
  status = 0;
  constructor(request: RunRequest, host: EngineHost) {
    this.request = request;
    this.host = host;
    start(request, host);
  }

  /** Runs f; what it ends with becomes an outcome. */
  private outcome(f: () => void): Outcome {
    const done = (status: number, exception?: PythonException, limit?: Outcome['limit']): Outcome => {
      flushOut();
      return { status, exception, limit, counters: counters(), memory: memory() };
    };
    try {
      f();
      return done(this.status);
    } catch (e) {
      if (e === STOPPED) {
        const which = this.host.shared[3];
        return done(
          1,
          undefined,
          (['time', 'heap', 'process-memory', 'recursion', 'bytecodes', 'output'] as const)[which],
        );
      }
      const exc = asException(e);
      H[R.TOP] = H[R.STACK_LO];
      H[R.CUR] = 0;
      H[R.EXC] = exc;
      H[R.LOCK] = 0;
      debugHeap(false, -1);
      if (isSubclass(typeOf(exc), T.SystemExit)) return done(this.exitStatus(exc));
      const exception = describeException(exc);
      flushOut();
      this.host.writeStderr(new TextEncoder().encode(exception.traceback));
      return done(isSubclass(typeOf(exc), T.KeyboardInterrupt) ? 130 : 1, exception);
    }
  }
  private exitStatus(exc: number): number {
    const args = H[nativeExc(exc) + 1];
    if (!H[args + 1] || H[args + 2] === T.NONE) return 0;
    const v = H[args + 2];
    if (v & 1) return (v >> 1) & 255;
    if (v === T.TRUE || v === T.FALSE) return v === T.TRUE ? 1 : 0;
    this.host.writeStderr(new TextEncoder().encode(toText(v) + '\n'));
    return 1;
  }

  main(): Outcome {
    return this.outcome(() => {
      const source = sourceOf(this.request.program, this.host);
      listAppend(H[R.PATH], str(source.folder));
      const argv = this.request.program.kind === 'source' ? '-c' : source.filename;
      listAppend(H[R.ARGV], str(this.request.program.kind === 'stdin' ? '-' : argv));
      for (const a of this.request.args) listAppend(H[R.ARGV], str(a));
      const globals = H[H[R.MAIN] + 1];
      if (this.request.program.kind === 'file') map.set(globals + 1, q_file, str(source.filename));
      H[R.TP] = 0;
      const code = codeFrom(source.data, source.filename);
      keep(code);
      map.set(H[R.MODULES] + 1, q_main, H[R.MAIN]);
      runCode(code, globals, globals);
    });
  }

  has(name: string): boolean {
    const v = map.get(H[H[R.MAIN] + 1] + 1, intern(str(name)));
    return v !== 0;
  }
  call(name: string, args: readonly (number | string)[]): CallOutcome {
    try {
      H[R.TP] = 0;
      const f = map.get(H[H[R.MAIN] + 1] + 1, intern(str(name)));
      const values = args.map((a) => {
        const v = typeof a === 'string' ? str(a) : Number.isInteger(a) ? newInt(a) : newFloat(a);
        keep(v);
        return v;
      });
      const r = callN(f, ...values);
      const text = toText(r, true);
      H[R.TP] = 0;
      return { ok: true, repr: text };
    } catch (e) {
      const exc = asException(e);
      H[R.TOP] = H[R.STACK_LO];
      H[R.CUR] = 0;
      rewind(0);
      return { ok: false, exception: describeException(exc) };
    }
  }
  counters(): Record<string, number> {
    return counters();
  }
  memory(): MemoryFigures {
    return memory();
  }
  close(): Outcome {
    return this.outcome(() => {
      const hook = H[R.ATEXIT];
      H[R.ATEXIT] = 0;
      try {
        if (hook && hook !== T.NONE) callN(hook);
      } finally {
        closeFiles();
      }
    });
  }
}

const request = (program: Program, d: DumpRequest): RunRequest => ({
  program,
  args: [],
  env: {},
  cwd: typeof process === 'undefined' ? '/' : process.cwd(),
  fileSystem: { kind: 'real' },
  limits: {},
  options: Object.fromEntries(Object.entries(d.options).map(([k, v]) => [k, String(v)])),
  flags: d.flags,
  events: [],
});

export function createEngine(): Engine {
  return {
    describe: (): EngineDescription => ({
      id: 'micro',
      implementation: 'MicroPython',
      languageVersion: '3.4.0',
      implementationVersion: config.implementationVersion,
      compiler: 'heap of 16-byte blocks in one ArrayBuffer',
      capabilities: {
        refcounts: false,
        gc: 'mark-sweep',
        gil: 'no-threads',
        jit: 'none',
        heapCap: true,
        interruptible: true,
        dumps: ['bytecode', 'heap'],
      },
      options: [
        {
          name: 'heap',
          values: '1k…64m',
          default: '64k',
          meaning: 'size of the heap, its stack region included',
        },
        {
          name: 'stack',
          values: 'bytes',
          default: 'heap/8, 1k…64k',
          meaning: 'size of the stack region inside the heap',
        },
        { name: 'gc-stress', values: '0|1', default: '0', meaning: 'collect before every allocation' },
        {
          name: 'fail-alloc',
          values: 'n',
          default: 'none',
          meaning: 'let allocation number n fail with a MemoryError',
        },
      ],
    }),
    start: (r, host) => new MicroSession(r, host),
    dump: (d: DumpRequest, host: EngineHost): DumpAnswer => {
      const session = new MicroSession(request(d.program, d), host);
      if (d.kind === 'heap') {
        session.main();
        const data = heapMap();
        return { ok: true, text: data.text, data };
      }
      if (d.kind !== 'bytecode') return { ok: false, error: `micro has no dump of ${d.kind}` };
      try {
        const source = sourceOf(d.program, host);
        const code = compile(source.data, intern(str(source.filename)), q_exec);
        if (d.options.precompiled) return { ok: true, text: '', data: savePrecompiled(code) };
        return { ok: true, text: disassemble(code) };
      } catch (e) {
        return { ok: false, error: describeException(asException(e)).traceback };
      }
    },
  };
}
export { checkHeap };
