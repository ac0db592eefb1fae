// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// sys, gc, micropython, platform: what a program can learn about the engine and its heap. Models py/modsys.c, py/modgc.c,
// py/modmicropython.c.
import { R, T } from './layout.ts';
import { H, collect, used, peak, poolBytes, eachBlock } from './heap.ts';
import { Q, text, intern, qstrCount, programStrings, strp, Qs } from './qstr.ts';
import { module, small, str, tupleOf, fail, put, wn, rewind, bool, intArg, isType, newError } from './obj.ts';
import { newInt } from './objint.ts';
import { callN } from './vm.ts';
import { putTraceback } from './exception.ts';
import { writeTo } from './modio.ts';
import { newAttrTuple } from './modcollections.ts';
import { config } from './config.ts';

/** Attributes that live in root words: a negative value in a module table is such a word. */
const root = (word: number) => -word;

export const sysModule = module('sys', {
  path: root(R.PATH),
  argv: root(R.ARGV),
  modules: root(R.MODULES),
  stdin: root(R.STDIN),
  stdout: root(R.STDOUT),
  stderr: root(R.STDERR),
  version: Q(config.version),
  byteorder: Q('little'),
  platform: Q('linux'),
  maxsize: root(R.COUNT0),
  __getattr__$1: (name) => sysAttr(name),
  exit$01: (v) => {
    const p = callSystemExit(v);
    throw p;
  },
  print_exception$12: (exc, file) => {
    const mark = wn;
    putTraceback(exc);
    writeTo(file || H[R.STDOUT], mark);
    rewind(mark);
    return T.NONE;
  },
  exc_info$0: () => tupleOf(T.NONE, T.NONE, T.NONE),
  atexit$1: (f) => {
    const before = H[R.ATEXIT] || T.NONE;
    H[R.ATEXIT] = f;
    return before;
  },
  intern$1: (s) => intern(s),
});
function callSystemExit(v: number): number {
  const p = newError(T.SystemExit);
  if (v) H[p + 1] = tupleOf(v);
  return p;
}
const [q_implementation, q_versionInfo, q_ps1, q_ps2] = Qs('implementation version_info ps1 ps2');
const implementationFields = ['name', 'version', '_machine', '_build'].map(Q);
const versionTuple = () => tupleOf(...config.implementationVersion.split('.').map((x) => small(+x)), Q(''));
function sysAttr(name: number): number {
  if (name === q_implementation)
    return newAttrTuple(implementationFields, [Q_MICRO, versionTuple(), str('buffer heap'), Q_STANDARD]);
  if (name === q_versionInfo) return tupleOf(small(3), small(4), small(0));
  if (name === q_ps1) return str('>>> ');
  if (name === q_ps2) return str('... ');
  return 0;
}
const [Q_MICRO, Q_STANDARD] = Qs('micro standard');

// ---- gc ----

let enabled = true;
module('gc', {
  collect$0: () => {
    const before = used;
    collect();
    return newInt(Math.max(0, before - used));
  },
  mem_free$0: () => newInt(poolBytes() - used * 16),
  mem_alloc$0: () => newInt(used * 16),
  enable$0: () => ((enabled = true), T.NONE),
  disable$0: () => ((enabled = false), T.NONE),
  isenabled$0: () => bool(enabled),
  threshold$01: (v) => {
    if (!v) return !H[R.THRESHOLD] ? small(-1) : newInt((H[R.THRESHOLD] - 1) * 16);
    const n = intArg(v);
    H[R.THRESHOLD] = n < 0 ? 0 : (n >> 4) + 1;
    return T.NONE;
  },
});

// ---- micropython ----

/** The letters of MicroPython's block map, by the type that the first word names. */
export const LETTERS = new Map<number, string>([
  [T.LIST, 'L'],
  [T.TUPLE, 'T'],
  [T.DICT, 'D'],
  [T.STR, 'S'],
  [T.BYTES, 'S'],
  [T.FLOAT, 'F'],
  [T.FUN, 'B'],
  [T.MODULE, 'M'],
  [T.RAW, 'A'],
  [T.CODE, 'C'],
  [T.GEN, 'G'],
  [T.TYPE, 'Y'],
  [T.INT, 'I'],
]);
function memInfo(verbose: number): number {
  const mark = wn;
  let one = 0;
  let two = 0;
  let most = 0;
  let mostFree = 0;
  let picture = '';
  eachBlock((p, n, free) => {
    if (free) {
      mostFree = Math.max(mostFree, n);
      picture += '.'.repeat(n);
      return;
    }
    if (n === 1) one++;
    if (n === 2) two++;
    most = Math.max(most, n);
    const h = H[p];
    picture += (h < 0 ? (LETTERS.get(-h) ?? 'h') : isType(h) && h > 0 ? 'O' : 'h') + '='.repeat(n - 1);
  });
  put(`stack: ${(H[R.TOP] - H[R.STACK_LO]) * 4} out of ${(H[R.STACK_HI] - H[R.STACK_LO]) * 4}\n`);
  put(`GC: total: ${poolBytes()}, used: ${used * 16}, free: ${poolBytes() - used * 16}\n`);
  put(` No. of 1-blocks: ${one}, 2-blocks: ${two}, max blk sz: ${most}, max free sz: ${mostFree}\n`);
  if (verbose) {
    put('GC memory layout; from 0:');
    for (let i = 0; i < picture.length; i += 64)
      put(`\n${(i * 16).toString(16).padStart(8, '0')}: ${picture.slice(i, i + 64)}`);
    put('\n');
  }
  writeTo(H[R.STDOUT], mark);
  rewind(mark);
  return T.NONE;
}
module('micropython', {
  const$1: (v) => v,
  opt_level$01: (v) => {
    if (!v) return small(H[R.OPT]);
    H[R.OPT] = intArg(v);
    return T.NONE;
  },
  mem_info$01: memInfo,
  mem_total$0: () => newInt(poolBytes()),
  mem_current$0: () => newInt(used * 16),
  mem_peak$0: () => newInt(peakBytes()),
  qstr_info$01: (verbose) => {
    const mark = wn;
    let n = 0;
    for (const q of programStrings()) n += H[strp(q) + 1];
    put(
      `qstr pool: n_pool=1, n_qstr=${qstrCount()}, n_str_data_bytes=${n}, n_total_bytes=${n + qstrCount() * 16}\n`,
    );
    if (verbose) for (const q of programStrings()) put(`Q(${text(q)})\n`);
    writeTo(H[R.STDOUT], mark);
    rewind(mark);
    return T.NONE;
  },
  heap_lock$0: () => (H[R.LOCK]++, T.NONE),
  heap_unlock$0: () => {
    if (!H[R.LOCK]) fail(T.RuntimeError);
    return small(--H[R.LOCK]);
  },
  heap_locked$0: () => small(H[R.LOCK]),
  stack_use$0: () => small((H[R.TOP] - H[R.STACK_LO]) * 4),
  alloc_emergency_exception_buf$1: (_n) => T.NONE,
  kbd_intr$1: (_n) => T.NONE,
  schedule$2: (f, x) => (callN(f, x), T.NONE),
});
const peakBytes = () => peak * 16;

module('platform', {
  platform$02: () => str(`micro-${config.implementationVersion}`),
  python_compiler$0: () => str('esbuild'),
  libc_ver$v: () => tupleOf(Q(''), Q('')),
});
