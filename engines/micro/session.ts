// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// The interpreter as a whole: a heap and an interpreter are started, a program runs as __main__, its functions are called.
// This is what the bundle of the size budget holds; engine.ts puts descriptions and dumps around it.
import type {
  CallOutcome,
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
  poolBytes,
  keep,
} from './heap.ts';
import { startStrings, intern, Qs } from './qstr.ts';
import { str, newFloat, nameOf, toText, wn, rewind, W, typeOf, nativeExc } from './obj.ts';
import * as map from './map.ts';
import { newList, listAppend } from './objlist.ts';
import { newDict } from './objdict.ts';
import { newInt, isInt, toNumber } from './objint.ts';
import { newModule, codeFrom } from './import.ts';
import { runCode, callN, watch, STOPPED, asException, calls, resetVm } from './vm.ts';
import { isSubclass } from './objtype.ts';
import { putTraceback } from './exception.ts';
import { connect, readWhole, resolvePath } from './host.ts';
import { startFiles, closeFiles, flushOut } from './modio.ts';
import { config, stackBytes } from './config.ts';
import { nameTypes } from './builtins.ts';
import './objiter.ts';
import './objarray.ts';
import './modsys.ts';
import './modcollections.ts';
import './modules.ts';
import './modjson.ts';
import './modre.ts';

const [q_main, q_file] = Qs('__main__ __file__');

nameTypes();

/** `16k`, `1m`, `4096` as bytes. */
const parseSize = (s: string): number => {
  const m = /^(\d+)(k|m)?b?$/i.exec(s);
  return m ? +m[1] * (!m[2] ? 1 : /k/i.test(m[2]) ? 1024 : 1048576) : NaN;
};

const start = (request: RunRequest, host: EngineHost): void => {
  const { options, flags, events, limits } = request;
  const asked = options.heap === undefined ? limits.heapBytes : parseSize(options.heap);
  const heap = Math.min(config.mostHeap, Math.max(config.leastHeap, asked ?? config.heap)) & ~15;
  const stack = options.stack === undefined ? stackBytes(heap) : parseSize(options.stack);
  if (!(heap > 0) || !(stack >= 256)) throw new Error('bad size');
  connect(host, request);
  watch(host.shared);
  resetVm();
  startStrings(heap, stack);
  rewind(0);
  H[R.TP] = 0;
  H[R.COUNT0] = newInt(0x7fffffff);
  startFiles();
  H[R.MODULES] = newDict();
  H[R.PATH] = newList(0);
  H[R.ARGV] = newList(0);
  H[R.MAIN] = newModule(intern(str(options['lab.module-name'] ?? '__main__')));
  H[R.TP] = 0;
  for (const f of flags) if (/^-O+$/.test(f)) H[R.OPT] += f.length - 1;
  if (events.length)
    watchCollections((freed, ms) =>
      host.emit({
        kind: 'gc',
        name: 'collect',
        at: host.now(),
        data: { freed, ms, used: used * 16, total: poolBytes() },
      }),
    );
  debugHeap(options['gc-stress'] === '1', +(options['fail-alloc'] ?? -1));
};

const readStdin = (host: EngineHost): Uint8Array => {
  const parts: number[] = [];
  const chunk = new Uint8Array(65536);
  for (let n; (n = host.readStdin(chunk)) > 0;) parts.push(...chunk.subarray(0, n));
  return Uint8Array.from(parts);
};

const encode = (t: string) => new TextEncoder().encode(t);
/** Bytes, file name and folder of a program. */
export const sourceOf = (program: Program, host: EngineHost): [Uint8Array, string, string] => {
  switch (program.kind) {
    case 'source':
      return [encode(program.text), program.filename, ''];
    case 'file': {
      const { path } = program;
      const at = path.lastIndexOf('/');
      return [readWhole(resolvePath(path)), path, path.slice(0, at < 0 ? 0 : at || 1)];
    }
    case 'module':
      return [encode(`__import__(${JSON.stringify(program.name)})\n`), '<module>', ''];
    default:
      return [readStdin(host), '<stdin>', ''];
  }
};

const counters = () => ({ calls, allocations, collections, 'peak-bytes': peak * 16 });
const memory = (): MemoryFigures => ({ modelledCurrent: used * 16, modelledPeak: peak * 16 });

/** What f gives, or when it fails something else. */
const safely = (f: () => string, otherwise: string): string => {
  const mark = wn;
  try {
    return f();
  } catch {
    return otherwise;
  } finally {
    rewind(mark);
  }
};
/** An uncaught exception as data; the traceback is printed by whoever asked. */
export const describeException = (exc: number): PythonException => {
  const type = nameOf(exc);
  const mark = wn;
  const traceback = () => {
    putTraceback(exc);
    return new TextDecoder().decode(W.subarray(mark, wn));
  };
  return { type, text: safely(() => toText(exc), ''), traceback: safely(traceback, type + '\n') };
};

export class MicroSession implements Session {
  readonly request: RunRequest;
  readonly host: EngineHost;
  readonly counters = counters;
  readonly memory = memory;
  constructor(request: RunRequest, host: EngineHost) {
    this.request = request;
    this.host = host;
    start(request, host);
  }

  /** Runs f; what it ends with becomes an outcome. */
  private outcome_(f: () => void): Outcome {
    const done = (status: number, exception?: PythonException, limit?: Outcome['limit']): Outcome => {
      flushOut();
      return { status, exception, limit, counters: counters(), memory: memory() };
    };
    try {
      f();
      return done(0);
    } catch (e) {
      const limits = ['time', 'heap', 'process-memory', 'recursion', 'bytecodes', 'output'] as const;
      if (e === STOPPED) return done(1, undefined, limits[this.host.shared[3]]);
      const exc = asException(e);
      H[R.TOP] = H[R.STACK_LO];
      H[R.CUR] = H[R.LOCK] = 0;
      H[R.EXC] = exc;
      debugHeap(false, -1);
      if (isSubclass(typeOf(exc), T.SystemExit)) {
        const args = H[nativeExc(exc) + 1];
        const v = H[args + 1] ? H[args + 2] : T.NONE;
        if (v === T.NONE || isInt(v)) return done(v === T.NONE ? 0 : toNumber(v) & 255);
        this.host.writeStderr(encode(toText(v) + '\n'));
        return done(1);
      }
      const exception = describeException(exc);
      flushOut();
      this.host.writeStderr(encode(exception.traceback));
      return done(isSubclass(typeOf(exc), T.KeyboardInterrupt) ? 130 : 1, exception);
    }
  }

  main(): Outcome {
    return this.outcome_(() => {
      const { program, args } = this.request;
      const [data, filename, folder] = sourceOf(program, this.host);
      listAppend(H[R.PATH], str(folder));
      const first = program.kind === 'source' ? '-c' : program.kind === 'stdin' ? '-' : filename;
      for (const a of [first, ...args]) listAppend(H[R.ARGV], str(a));
      const globals = H[H[R.MAIN] + 1];
      if (program.kind === 'file') map.set(globals + 1, q_file, str(filename));
      H[R.TP] = 0;
      const code = codeFrom(data, filename);
      keep(code);
      map.set(H[R.MODULES] + 1, q_main, H[R.MAIN]);
      runCode(code, globals, globals);
    });
  }

  private global_(name: string): number {
    return map.get(H[H[R.MAIN] + 1] + 1, intern(str(name)));
  }
  has(name: string): boolean {
    return this.global_(name) !== 0;
  }
  call(name: string, args: readonly (number | string)[]): CallOutcome {
    try {
      H[R.TP] = 0;
      const f = this.global_(name);
      const values = args.map((a) =>
        typeof a === 'string' ? str(a) : Number.isInteger(a) ? newInt(a) : newFloat(a),
      );
      const text = toText(callN(f, ...values), true);
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
  close(): Outcome {
    return this.outcome_(() => {
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
