// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// @inline-scalars
// Small modules: math, cmath, time, os, random, binascii, hashlib (sha256), heapq, errno. Models py/modmath.c,
// py/modcmath.c, extmod/modtime.c, modos.c, modrandom.c, modbinascii.c, modhashlib.c, modheapq.c, py/moderrno.c.
import { T, PI, EULER } from './layout.ts';
import { H, B, alloc } from './heap.ts';
import { Q, text } from './qstr.ts';
import {
  type,
  module,
  isStr,
  isHeap,
  bool,
  small,
  fail,
  typeError,
  valueError,
  osError,
  newFloat,
  tupleOf,
  str,
  strArg,
  intArg,
  getBuffer,
  BUF,
  wn,
  take,
  putByte,
  put,
  rewind,
  truth,
  bytes,
  argCount,
  errnoNames,
} from './obj.ts';
import type { Native } from './obj.ts';
import { newInt, newBig, toBig, isInt, floatToInt } from './objint.ts';
import { toFloat, newComplex, reOf, imOf } from './objfloat.ts';
import { binaryOp, len, subscr } from './runtime.ts';
import { newList, listAppend } from './objlist.ts';
import { newDict } from './objdict.ts';
import * as map from './map.ts';
import {
  host,
  request,
  cwd,
  changeDir,
  resolvePath,
  statOf,
  listFolder,
  makeFolder,
  removePath,
  renamePath,
  ENOENT,
} from './host.ts';
import { newAttrTuple } from './modcollections.ts';
import { pollBreaker, callN } from './vm.ts';
import { flushOut } from './modio.ts';
import { hex, latinAt } from './objstr.ts';
import { builtinById } from './builtins.ts';

// ---- math ----

const domain = (): never => valueError('math domain error');
function checked(r: number, ...args: number[]): number {
  if (r !== r && args.every((x) => x === x)) domain();
  if (!Number.isFinite(r) && args.every((x) => Number.isFinite(x))) domain();
  return newFloat(r);
}
const f1 =
  (f: (x: number) => number): Native =>
  (v) =>
    checked(f(toFloat(v)), toFloat(v));
const f2 =
  (f: (x: number, y: number) => number): Native =>
  (v, w) =>
    checked(f(toFloat(v), toFloat(w)), toFloat(v), toFloat(w));
/** Lanczos approximation, g = 7. */
// prettier-ignore
const LANCZOS = [0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7];
function gamma(x: number): number {
  if (x === Math.floor(x) && x > 0 && x < 24) {
    let r = 1;
    for (let i = 2; i < x; i++) r *= i;
    return r;
  }
  if (x < 0.5) return Math.PI / (Math.sin(Math.PI * x) * gamma(1 - x));
  x -= 1;
  let a = LANCZOS[0];
  const t = x + 7.5;
  for (let i = 1; i < 9; i++) a += LANCZOS[i] / (x + i);
  return Math.sqrt(2 * Math.PI) * Math.pow(t, x + 0.5) * Math.exp(-t) * a;
}
function lgamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - lgamma(1 - x);
  x -= 1;
  let a = LANCZOS[0];
  const t = x + 7.5;
  for (let i = 1; i < 9; i++) a += LANCZOS[i] / (x + i);
  return 0.5 * Math.log(2 * Math.PI) + (x + 0.5) * Math.log(t) - t + Math.log(a);
}
/** Error function by its series near zero and a continued fraction outside. */
function erf(x: number): number {
  const a = Math.abs(x);
  if (a > 6) return Math.sign(x);
  if (a < 2.5) {
    let sum = a;
    let term = a;
    for (let n = 1; n < 60; n++) {
      term *= (-a * a) / n;
      sum += term / (2 * n + 1);
    }
    return (Math.sign(x) * 2 * sum) / Math.sqrt(Math.PI);
  }
  return Math.sign(x) * (1 - erfcTail(a));
}
function erfcTail(a: number): number {
  let f = 0;
  for (let k = 60; k > 0; k--) f = k / 2 / (a + f);
  return Math.exp(-a * a) / Math.sqrt(Math.PI) / (a + f);
}
function frexp(x: number): [number, number] {
  if (x === 0 || !Number.isFinite(x)) return [x, 0];
  let e = Math.max(-1023, Math.floor(Math.log2(Math.abs(x))) + 1);
  let m = x * 2 ** -e;
  while (Math.abs(m) < 0.5) {
    m *= 2;
    e--;
  }
  while (Math.abs(m) >= 1) {
    m /= 2;
    e++;
  }
  return [m, e];
}
const rounding =
  (f: (x: number) => number): Native =>
  (v) =>
    isInt(v) ? binaryOp(13, v, 1, false) : floatToInt(f(toFloat(v)));
const pair = (a: number, b: number) => {
  const t = tupleOf(a, 1);
  H[t + 3] = b;
  return t;
};
module('math', {
  e: EULER,
  pi: PI,
  sqrt$1: f1(Math.sqrt),
  exp$1: f1(Math.exp),
  expm1$1: f1(Math.expm1),
  log2$1: f1(Math.log2),
  log10$1: f1(Math.log10),
  cosh$1: f1(Math.cosh),
  sinh$1: f1(Math.sinh),
  tanh$1: f1(Math.tanh),
  acosh$1: f1(Math.acosh),
  asinh$1: f1(Math.asinh),
  atanh$1: f1(Math.atanh),
  cos$1: f1(Math.cos),
  sin$1: f1(Math.sin),
  tan$1: f1(Math.tan),
  acos$1: f1(Math.acos),
  asin$1: f1(Math.asin),
  atan$1: f1(Math.atan),
  fabs$1: f1(Math.abs),
  gamma$1: f1((x) => (x <= 0 && x === Math.floor(x) ? NaN : x === Infinity ? x : gamma(x))),
  lgamma$1: f1((x) =>
    x !== x
      ? x
      : x === 1 || x === 2
        ? 0
        : x <= 0 && x === Math.floor(x)
          ? Infinity
          : Number.isFinite(x)
            ? lgamma(x)
            : Infinity,
  ),
  erf$1: f1(erf),
  erfc$1: f1((x) => (x > 2.5 ? erfcTail(x) : 1 - erf(x))),
  degrees$1: f1((x) => (x * 180) / Math.PI),
  radians$1: f1((x) => (x * Math.PI) / 180),
  pow$2: f2((x, y) => (x === 1 || y === 0 ? 1 : Math.pow(x, y))),
  atan2$2: f2(Math.atan2),
  copysign$2: f2((x, y) => (y < 0 || Object.is(y, -0) ? -Math.abs(x) : Math.abs(x))),
  fmod$2: f2((x, y) => (y === 0 && x === x ? NaN : x % y)),
  ldexp$2: (v, e) =>
    checked(
      toFloat(v) * 2 ** Math.trunc(intArg(e) / 2) * 2 ** (intArg(e) - Math.trunc(intArg(e) / 2)),
      toFloat(v),
    ),
  ceil$1: rounding(Math.ceil),
  floor$1: rounding(Math.floor),
  trunc$1: rounding(Math.trunc),
  isfinite$1: (v) => bool(Number.isFinite(toFloat(v))),
  isinf$1: (v) => bool(Math.abs(toFloat(v)) === Infinity),
  isnan$1: (v) => bool(Number.isNaN(toFloat(v))),
  log$12: (v, base) => {
    const x = toFloat(v);
    if (x <= 0) domain();
    if (base === 0) return newFloat(Math.log(x));
    const b = toFloat(base);
    if (b <= 0) domain();
    if (b === 1) fail(T.ZeroDivisionError, 'divide by zero');
    return newFloat(b === 2 ? Math.log2(x) : b === 10 ? Math.log10(x) : Math.log(x) / Math.log(b));
  },
  modf$1: (v) => {
    const x = toFloat(v);
    const whole = Math.trunc(x);
    const rest = Number.isFinite(x) ? x - whole : x === x ? 0 : x;
    return pair(newFloat(Object.is(x, -0) || (x < 0 && rest === 0) ? -0 : rest), newFloat(whole));
  },
  frexp$1: (v) => {
    const [m, e] = frexp(toFloat(v));
    return pair(newFloat(m), small(e));
  },
  factorial$1: (v) => {
    const n = intArg(v);
    if (n < 0) valueError('negative factorial');
    let r = 1n;
    for (let i = 2n; i <= BigInt(n); i++) r *= i;
    return newBig(r);
  },
  isclose$v: (n, nkw, a) => {
    const x = toFloat(H[a]);
    const y = toFloat(H[a + 1]);
    let rel = 1e-9;
    let abs = 0;
    for (let i = 0; i < nkw; i++) {
      const k = text(H[a + n + 2 * i]);
      if (k === 'rel_tol') rel = toFloat(H[a + n + 2 * i + 1]);
      else abs = toFloat(H[a + n + 2 * i + 1]);
    }
    if (rel < 0 || abs < 0) domain();
    if (x === y) return T.TRUE;
    if (!Number.isFinite(x) || !Number.isFinite(y)) return T.FALSE;
    const d = Math.abs(x - y);
    return bool(d <= Math.max(rel * Math.max(Math.abs(x), Math.abs(y)), abs));
  },
  __getattr__$1: constants,
});
/** Floats are heap objects, so constants are made when they are asked for. */
function constants(name: number): number {
  const x = { e: Math.E, pi: Math.PI, tau: 2 * Math.PI, inf: Infinity, nan: NaN }[text(name)];
  return x === undefined ? 0 : newFloat(x);
}

const c1 =
  (f: (re: number, im: number) => [number, number]): Native =>
  (v) => {
    const [re, im] = f(reOf(v), imOf(v));
    return newComplex(re, im);
  };
module('cmath', {
  e: EULER,
  pi: PI,
  __getattr__$1: constants,
  phase$1: (v) => newFloat(Math.atan2(imOf(v), reOf(v))),
  polar$1: (v) => pair(newFloat(Math.hypot(reOf(v), imOf(v))), newFloat(Math.atan2(imOf(v), reOf(v)))),
  rect$2: (r, phi) => newComplex(toFloat(r) * Math.cos(toFloat(phi)), toFloat(r) * Math.sin(toFloat(phi))),
  exp$1: c1((a, b) => [Math.exp(a) * Math.cos(b), Math.exp(a) * Math.sin(b)]),
  log$1: c1((a, b) => [Math.log(Math.hypot(a, b)), Math.atan2(b, a)]),
  log10$1: c1((a, b) => [Math.log10(Math.hypot(a, b)), Math.atan2(b, a) / Math.LN10]),
  sqrt$1: c1((a, b) => {
    const r = Math.sqrt(Math.hypot(a, b));
    const t = Math.atan2(b, a) / 2;
    return [r * Math.cos(t), r * Math.sin(t)];
  }),
  cos$1: c1((a, b) => [Math.cos(a) * Math.cosh(b), -Math.sin(a) * Math.sinh(b)]),
  sin$1: c1((a, b) => [Math.sin(a) * Math.cosh(b), Math.cos(a) * Math.sinh(b)]),
});

// ---- time ----

function sleep(ms: number): number {
  flushOut();
  const end = host.now() + ms;
  for (let left = ms; left > 0; left = end - host.now()) {
    const word = host.shared[0];
    if (word === 0 && host.shared.buffer instanceof SharedArrayBuffer) Atomics.wait(host.shared, 0, 0, left);
    pollBreaker();
  }
  return T.NONE;
}
const TICKS = 0x3fffffff;
const ticks = (scale: number) => () => small(Math.floor(host.now() * scale) & TICKS);
const timeFields = [
  'tm_year',
  'tm_mon',
  'tm_mday',
  'tm_hour',
  'tm_min',
  'tm_sec',
  'tm_wday',
  'tm_yday',
  'tm_isdst',
].map(Q);
function timeTuple(v: number, local: boolean): number {
  const seconds = v === 0 || v === T.NONE ? Date.now() / 1000 : toFloat(v);
  const d = new Date(Math.floor(seconds) * 1000);
  const t = local ? new Date(d.getTime() - d.getTimezoneOffset() * 60000) : d;
  const day =
    Math.floor(
      (Date.UTC(t.getUTCFullYear(), t.getUTCMonth(), t.getUTCDate()) - Date.UTC(t.getUTCFullYear(), 0, 1)) /
        86400000,
    ) + 1;
  return newAttrTuple(
    timeFields,
    [
      t.getUTCFullYear(),
      t.getUTCMonth() + 1,
      t.getUTCDate(),
      t.getUTCHours(),
      t.getUTCMinutes(),
      t.getUTCSeconds(),
      (t.getUTCDay() + 6) % 7,
      day,
      0,
    ].map(small),
  );
}
module('time', {
  time$0: () => newFloat(Date.now() / 1000),
  time_ns$0: () => newBig(BigInt(Date.now()) * 1000000n),
  sleep$1: (v) => sleep(toFloat(v) * 1000),
  sleep_ms$1: (v) => sleep(intArg(v)),
  sleep_us$1: (v) => sleep(intArg(v) / 1000),
  ticks_ms$0: ticks(1),
  ticks_us$0: ticks(1000),
  ticks_cpu$0: ticks(1000),
  ticks_add$2: (a, b) => small((intArg(a) + intArg(b)) & TICKS),
  ticks_diff$2: (a, b) => small(((intArg(a) - intArg(b) + 0x20000000) & TICKS) - 0x20000000),
  gmtime$01: (v) => timeTuple(v, false),
  localtime$01: (v) => timeTuple(v, true),
  mktime$1: (v) => {
    const f = (i: number) => intArg(subscr(v, small(i), T.STOP));
    return newInt(new Date(f(0), f(1) - 1, f(2), f(3), f(4), f(5)).getTime() / 1000);
  },
});

// ---- os ----

const path = (v: number) => resolvePath(text(strArg(v)));
const entries = (folder: number) => listFolder(folder === 0 ? cwd : path(folder));
module('os', {
  sep: Q('/'),
  name: Q('posix'),
  getcwd$0: () => str(cwd),
  chdir$1: (v) => (changeDir(text(strArg(v))), T.NONE),
  mkdir$1: (v) => (makeFolder(path(v)), T.NONE),
  rmdir$1: (v) => (removePath(path(v), true), T.NONE),
  remove$1: (v) => (removePath(path(v), false), T.NONE),
  unlink$1: (v) => (removePath(path(v), false), T.NONE),
  rename$2: (a, b) => (renamePath(path(a), path(b)), T.NONE),
  listdir$01: (v) => {
    const l = newList(0);
    for (const e of entries(v)) listAppend(l, str(e.name_));
    return l;
  },
  ilistdir$01: (v) => {
    const l = newList(0);
    for (const e of entries(v)) {
      const name = str(e.name_);
      listAppend(l, tupleOf(name, small(e.folder_ ? 0x4000 : 0x8000), 1));
    }
    return callN(ITER, l);
  },
  stat$1: (v) => {
    const s = statOf(path(v)) ?? osError(ENOENT);
    const t = tupleOf(...Array.from({ length: 10 }, () => 1));
    H[t + 2] = small(s.folder_ ? 0x4000 : 0x8000);
    H[t + 8] = newInt(s.size_);
    H[t + 9] = H[t + 10] = H[t + 11] = newInt(s.time_);
    return t;
  },
  getenv$12: (name, none) => {
    const v = request.env[text(strArg(name))];
    return v === undefined ? none || T.NONE : str(v);
  },
  urandom$1: (n) => {
    const data = new Uint8Array(intArg(n));
    for (let i = 0; i < data.length; i++) data[i] = random32();
    return bytes(data);
  },
});
const Q_ITER = Q('iter');
const ITER = builtinById(Q_ITER);

// ---- random: Yasmarang, as MicroPython. ----

let pad = 0xeda4baba;
let seedN = 69;
let seedD = 233;
let dat = 0;
function random32(): number {
  pad = (pad + dat + Math.imul(seedD, seedN)) >>> 0;
  pad = ((pad << 3) + (pad >>> 29)) >>> 0;
  seedN = (pad | 2) >>> 0;
  seedD = (seedD ^ (((pad << 31) + (pad >>> 1)) >>> 0)) >>> 0;
  dat = ((dat ^ pad ^ (seedD >>> 8) ^ 1) & 255) >>> 0;
  return (pad ^ ((seedD << 5) >>> 0) ^ (pad >>> 18) ^ ((dat << 1) >>> 0)) >>> 0;
}
const q_seed = (v: number): void => {
  pad = v >>> 0;
  seedN = 69;
  seedD = 233;
  dat = 0;
};
function below(n: number): number {
  let mask = 1;
  while (mask < n) mask = mask * 2 + 1;
  for (;;) {
    const r = (random32() & mask) >>> 0;
    if (r < n) return r;
  }
}
const randomFloat = () => (random32() * 2097152 + (random32() >>> 11)) / 9007199254740992;
function range(a: number, b: number, step: number): number {
  if (step === 0) valueError();
  const n = step > 0 ? Math.floor((b - a + step - 1) / step) : Math.floor((b - a + step + 1) / step);
  if (n <= 0) valueError();
  return newInt(a + step * below(n));
}
module('random', {
  seed$01: (v) => (
    q_seed(v === 0 || v === T.NONE ? Math.floor(host.now() * 1000) : Number(BigInt.asUintN(32, toBig(v)))),
    T.NONE
  ),
  random$0: () => newFloat(randomFloat()),
  uniform$2: (a, b) => newFloat(toFloat(a) + (toFloat(b) - toFloat(a)) * randomFloat()),
  getrandbits$1: (v) => {
    const n = intArg(v);
    if (n < 0) valueError();
    let b = 0n;
    for (let left = n; left > 0; left -= 32) b = (b << 32n) | BigInt(random32());
    return newBig(n === 0 ? 0n : BigInt.asUintN(n, b));
  },
  randrange$13: (a, b, c) =>
    b === 0 ? range(0, intArg(a), 1) : range(intArg(a), intArg(b), c === 0 ? 1 : intArg(c)),
  randint$2: (a, b) => range(intArg(a), intArg(b) + 1, 1),
  choice$1: (v) => {
    const n = len(v);
    if (n === 0) fail(T.IndexError);
    return subscr(v, small(below(n)), T.STOP);
  },
});

// ---- binascii, hashlib ----

const CODE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
function crc32(v: number, start: number): number {
  getBuffer(v);
  let c = start === 0 ? 0xffffffff : ~Number(BigInt.asUintN(32, toBig(start)));
  for (let i = 0; i < BUF.n_; i++) {
    c ^= B[BUF.at_ + i];
    for (let k = 0; k < 8; k++) c = (c >>> 1) ^ (c & 1 ? 0xedb88320 : 0);
  }
  return newInt(~c >>> 0);
}
module('binascii', {
  hexlify$12: (v, sep) => hex(v, sep, -T.BYTES),
  unhexlify$1: (v) => {
    getBuffer(v);
    if (BUF.n_ & 1) valueError('odd-length string');
    const mark = wn;
    for (let i = 0; i < BUF.n_; i += 2) {
      const s = String.fromCharCode(B[BUF.at_ + i], B[BUF.at_ + i + 1]);
      if (!/^[0-9a-fA-F]{2}$/.test(s)) {
        rewind(mark);
        valueError('non-hex digit');
      }
      putByte(parseInt(s, 16));
    }
    return take(mark, -T.BYTES);
  },
  b2a_base64$v: (n, nkw, a) => {
    getBuffer(H[a]);
    const mark = wn;
    put(btoa(latinAt(BUF.at_, BUF.n_)));
    if (nkw === 0 || truth(H[a + n + 1])) putByte(10);
    return take(mark, -T.BYTES);
  },
  a2b_base64$1: (v) => {
    getBuffer(v);
    const mark = wn;
    let x = 0;
    let bits = 0;
    let count = 0;
    for (let i = 0; i < BUF.n_; i++) {
      const c = CODE64.indexOf(String.fromCharCode(B[BUF.at_ + i]));
      if (c < 0) {
        if (B[BUF.at_ + i] === 61 && (count & 3) > 1) break;
        continue;
      }
      count++;
      x = (x << 6) | c;
      bits += 6;
      if (bits >= 8) {
        bits -= 8;
        putByte((x >> bits) & 255);
        x &= (1 << bits) - 1;
      }
    }
    if ((count & 3) === 1 || (bits > 0 && BUF.n_ % 4 !== 0 && count & 3 && !hasPadding(count))) {
      rewind(mark);
      valueError('incorrect padding');
    }
    return take(mark, -T.BYTES);
  },
  crc32$12: crc32,
});
function hasPadding(_count: number): boolean {
  let p = 0;
  for (let i = 0; i < BUF.n_; i++) if (B[BUF.at_ + i] === 61) p++;
  return ((_count + p) & 3) === 0;
}

/** SHA-256: header, total bytes | finished, state and buffer in a block of raw words. */
const PRIMES: number[] = [];
for (let n = 2; PRIMES.length < 64; n++) if (PRIMES.every((p) => n % p)) PRIMES.push(n);
const fraction = (x: number) => ((x - Math.floor(x)) * 4294967296) | 0;
const round = new Int32Array(64);
function shaBlock(state: number, data: (i: number) => number): void {
  const w = new Int32Array(64);
  for (let i = 0; i < 16; i++)
    w[i] = (data(4 * i) << 24) | (data(4 * i + 1) << 16) | (data(4 * i + 2) << 8) | data(4 * i + 3);
  const rot = (x: number, n: number) => (x >>> n) | (x << (32 - n));
  for (let i = 16; i < 64; i++) {
    const a = w[i - 15];
    const b = w[i - 2];
    w[i] =
      (w[i - 16] + (rot(a, 7) ^ rot(a, 18) ^ (a >>> 3)) + w[i - 7] + (rot(b, 17) ^ rot(b, 19) ^ (b >>> 10))) |
      0;
  }
  let s = H.slice(state, state + 8);
  for (let i = 0; i < 64; i++) {
    const [a, b, c, d, e, f, g, h] = s;
    const t1 = (h + (rot(e, 6) ^ rot(e, 11) ^ rot(e, 25)) + ((e & f) ^ (~e & g)) + round[i] + w[i]) | 0;
    const t2 = (rot(a, 2) ^ rot(a, 13) ^ rot(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    s = Int32Array.of(t1 + t2, a, b, c, d + t1, e, f, g);
  }
  for (let i = 0; i < 8; i++) H[state + i] = (H[state + i] + s[i]) | 0;
}
function shaUpdate(v: number, data: number): number {
  if (H[v + 2]) valueError('hash is final');
  if (isStr(data)) typeError("can't convert 'str' object to bytes implicitly");
  getBuffer(data);
  const { at_: at, n_: n } = BUF;
  const state = H[v + 3] + 1;
  const buffer = (state + 8) * 4;
  for (let i = 0; i < n; i++) {
    B[buffer + (H[v + 1] & 63)] = B[at + i];
    if (!(++H[v + 1] & 63)) shaBlock(state, (k) => B[buffer + k]);
  }
  return T.NONE;
}
type(
  T.SHA256,
  'sha256',
  0,
  {
    make_: (t, n, _k, a) => {
      argCount(n, 0, 1);
      if (round[0] === 0) PRIMES.forEach((p, i) => (round[i] = fraction(Math.cbrt(p))));
      const v = alloc(4);
      H[v] = -t;
      const block = alloc(25);
      H[block] = -T.RAW;
      H[v + 3] = block;
      for (let i = 0; i < 8; i++) H[block + 1 + i] = fraction(Math.sqrt(PRIMES[i]));
      if (n > 0) shaUpdate(v, H[a]);
      return v;
    },
  },
  {
    update$2: shaUpdate,
    digest$1: (v) => {
      if (H[v + 2]) valueError('hash is final');
      const state = H[v + 3] + 1;
      const buffer = (state + 8) * 4;
      const total = H[v + 1];
      const rest = total & 63;
      const tail = new Uint8Array(rest < 56 ? 64 : 128);
      for (let i = 0; i < rest; i++) tail[i] = B[buffer + i];
      tail[rest] = 128;
      new DataView(tail.buffer).setUint32(tail.length - 4, total * 8);
      for (let o = 0; o < tail.length; o += 64) shaBlock(state, (k) => tail[o + k]);
      H[v + 2] = 2;
      const out = new Uint8Array(32);
      for (let i = 0; i < 32; i++) out[i] = H[state + (i >> 2)] >>> (24 - 8 * (i & 3));
      return bytes(out);
    },
  },
);
module('hashlib', { sha256: T.SHA256 });

// ---- heapq ----

const less = (a: number, b: number) => truth(binaryOp(0, a, b, false));
function siftDown(l: number, start: number, pos: number): void {
  const item = H[H[l + 3] + pos];
  while (pos > start) {
    const parent = (pos - 1) >> 1;
    if (!less(item, H[H[l + 3] + parent])) break;
    H[H[l + 3] + pos] = H[H[l + 3] + parent];
    pos = parent;
  }
  H[H[l + 3] + pos] = item;
}
function siftUp(l: number, pos: number): void {
  const n = H[l + 2];
  const start = pos;
  const item = H[H[l + 3] + pos];
  for (let child = 2 * pos + 1; child < n; child = 2 * pos + 1) {
    if (child + 1 < n && !less(H[H[l + 3] + child], H[H[l + 3] + child + 1])) child++;
    H[H[l + 3] + pos] = H[H[l + 3] + child];
    pos = child;
  }
  H[H[l + 3] + pos] = item;
  siftDown(l, start, pos);
}
function heapOf(v: number): number {
  if (!isHeap(v, -T.LIST)) typeError('heap must be a list');
  return v;
}
module('heapq', {
  heappush$2: (l, v) => {
    listAppend(heapOf(l), v);
    siftDown(l, 0, H[l + 2] - 1);
    return T.NONE;
  },
  heappop$1: (l) => {
    const n = H[heapOf(l) + 2];
    if (n === 0) fail(T.IndexError, 'empty heap');
    const v = H[H[l + 3]];
    H[l + 2] = n - 1;
    H[H[l + 3]] = H[H[l + 3] + n - 1];
    H[H[l + 3] + n - 1] = 0;
    if (n > 1) siftUp(l, 0);
    return v;
  },
  heapify$1: (l) => {
    for (let i = (H[heapOf(l) + 2] >> 1) - 1; i >= 0; i--) siftUp(l, i);
    return T.NONE;
  },
});

// ---- errno ----

const ERRNO: [string, number][] =
  'EPERM,1 ENOENT,2 EIO,5 EBADF,9 EAGAIN,11 ENOMEM,12 EACCES,13 EEXIST,17 ENODEV,19 EISDIR,21 EINVAL,22 EOPNOTSUPP,95 EADDRINUSE,98 ECONNABORTED,103 ECONNRESET,104 ENOBUFS,105 ENOTCONN,107 ETIMEDOUT,110 ECONNREFUSED,111 EHOSTUNREACH,113 EALREADY,114 EINPROGRESS,115'
    .split(' ')
    .map((row) => row.split(','))
    .map(([name, n]) => [name, +n]);
ERRNO.forEach(([name, n]) => errnoNames.set(n, name));
const q_errorcode = Q('errorcode');
module('errno', {
  ...Object.fromEntries(ERRNO.map(([name, n]) => [name, small(n)])),
  __getattr__$1: (name) => {
    if (name !== q_errorcode) return 0;
    const d = newDict();
    for (const [k, n] of ERRNO) map.set(d + 1, small(n), str(k));
    return d;
  },
});
