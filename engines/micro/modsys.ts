// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// sys, gc, micropython, platform: what a program can learn about the engine and its heap. Models py/modsys.c, py/modgc.c,
// py/modmicropython.c.
import { R, T } from './layout.ts';
import { H, collect, used, poolBytes, eachBlock } from './heap.ts';
import { Q, text, intern, programStrings, strp, Qs } from './qstr.ts';
import {
  module,
  typeNames,
  small,
  str,
  tupleOf,
  fail,
  put,
  wn,
  rewind,
  bool,
  intArg,
  isType,
  box,
  hexDigits,
  strArg,
} from './obj.ts';
import { newInt } from './objint.ts';
import { callN } from './vm.ts';
import { putTraceback } from './exception.ts';
import { writeTo } from './modio.ts';
import { newAttrTuple } from './modcollections.ts';
import { config } from './config.ts';

/** Prints by f, to a stream. */
export const printTo = (stream: number, f: () => void): number => {
  const mark = wn;
  f();
  writeTo(stream, mark);
  rewind(mark);
  return T.NONE;
};

const attrNames = Qs('implementation version_info ps1 ps2');
const implementationFields = Qs('name version _machine _build');
const [q_micro, q_standard] = Qs('micro standard');
// A negative value in a module table is a root word.
module('sys', {
  path: -R.PATH,
  argv: -R.ARGV,
  modules: -R.MODULES,
  stdin: -R.STDIN,
  stdout: -R.STDOUT,
  stderr: -R.STDERR,
  version: Q(config.version),
  byteorder: Q('little'),
  platform: Q('linux'),
  maxsize: -R.COUNT0,
  __getattr__$1: (name) => {
    const i = attrNames.indexOf(name);
    if (i < 1)
      return i < 0
        ? 0
        : newAttrTuple(implementationFields, [
            q_micro,
            tupleOf(...config.release.split('.').map((x) => small(+x)), Q_EMPTY),
            str('buffer heap'),
            q_standard,
          ]);
    return i < 2 ? tupleOf(small(3), small(4), small(0)) : str(i < 3 ? '>>> ' : '... ');
  },
  exit$01: (v) => {
    throw box(-T.SystemExit, tupleOf(...(v ? [v] : [])));
  },
  print_exception$12: (exc, file) => printTo(file || H[R.STDOUT], () => putTraceback(exc)),
  exc_info$0: () => tupleOf(T.NONE, T.NONE, T.NONE),
  atexit$1: (f) => {
    const before = H[R.ATEXIT] || T.NONE;
    H[R.ATEXIT] = f;
    return before;
  },
  intern$1: (s) => intern(strArg(s)),
});
const Q_EMPTY = Q('');

// ---- gc ----

let enabled = true;
const enable = (on: boolean) => () => {
  enabled = on;
  return T.NONE;
};
const free = () => newInt(poolBytes() - used * 16);
const inUse = () => newInt(used * 16);
module('gc', {
  collect$0: () => {
    const before = used;
    collect();
    return newInt(Math.max(0, before - used));
  },
  mem_free$0: free,
  mem_alloc$0: inUse,
  enable$0: enable(true),
  disable$0: enable(false),
  isenabled$0: () => bool(enabled),
  threshold$01: (v) => {
    if (!v) return H[R.THRESHOLD] ? newInt((H[R.THRESHOLD] - 1) * 16) : small(-1);
    const n = intArg(v);
    H[R.THRESHOLD] = n < 0 ? 0 : (n >> 4) + 1;
    return T.NONE;
  },
});

// ---- micropython ----

const stackUse = () => (H[R.TOP] - H[R.STACK_LO]) * 4;
module('micropython', {
  const$1: (v) => v,
  opt_level$01: (v) => {
    if (!v) return small(H[R.OPT]);
    H[R.OPT] = intArg(v);
    return T.NONE;
  },
  mem_info$01: (verbose) =>
    printTo(H[R.STDOUT], () => {
      let ones = 0;
      let twos = 0;
      let most = 0;
      let mostFree = 0;
      let picture = '';
      eachBlock((p, n, free) => {
        if (free) mostFree = Math.max(mostFree, n);
        else {
          most = Math.max(most, n);
          if (n === 1) ones++;
          if (n === 2) twos++;
        }
        const h = H[p];
        // As in MicroPython's block map, the type's letter where there is one.
        const letter =
          h < 0 && typeNames[-h >> 3] ? text(typeNames[-h >> 3])[0].toUpperCase() : h > 0 && isType(h) && 'O';
        picture += free ? '.'.repeat(n) : (letter || 'h') + '='.repeat(n - 1);
      });
      put(
        `stack: ${stackUse()} out of ${(H[R.STACK_HI] - H[R.STACK_LO]) * 4}\n` +
          `GC: total: ${poolBytes()}, used: ${used * 16}, free: ${poolBytes() - used * 16}\n` +
          ` No. of 1-blocks: ${ones}, 2-blocks: ${twos}, max blk sz: ${most}, max free sz: ${mostFree}\n`,
      );
      if (verbose)
        put(
          'GC memory layout; from 0:' +
            picture.replace(/.{1,64}/g, (row, i) => `\n${hexDigits(i * 16, 8)}: ${row}`) +
            '\n',
        );
    }),
  qstr_info$01: (verbose) =>
    printTo(H[R.STDOUT], () => {
      const all = programStrings();
      const n = all.reduce((n, q) => n + H[strp(q) + 1], 0);
      put(
        `qstr pool: n_pool=1, n_qstr=${all.length}, n_str_data_bytes=${n}, n_total_bytes=${n + all.length * 16}\n`,
      );
      if (verbose) for (const q of all) put(`Q(${text(q)})\n`);
    }),
  heap_lock$0: () => (H[R.LOCK]++, T.NONE),
  heap_unlock$0: () => (H[R.LOCK] ? small(--H[R.LOCK]) : fail(T.RuntimeError)),
  heap_locked$0: () => small(H[R.LOCK]),
  stack_use$0: () => small(stackUse()),
  alloc_emergency_exception_buf$1: () => T.NONE,
  kbd_intr$1: () => T.NONE,
  schedule$2: (f, x) => (callN(f, x), T.NONE),
});

module('platform', {
  platform$02: () => str(`micro-${config.release}`),
  python_compiler$0: () => str('esbuild'),
  libc_ver$04: () => tupleOf(Q_EMPTY, Q_EMPTY),
});
