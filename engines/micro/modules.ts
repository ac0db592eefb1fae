// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// @inline-scalars
// Small modules: math, cmath, time, os, random, binascii, hashlib (sha256), heapq, errno. Models py/modmath.c,
// py/modcmath.c, extmod/modtime.c, modos.c, modrandom.c, modbinascii.c, modhashlib.c, modheapq.c, py/moderrno.c.
import { T, FLOATS } from './layout.ts';
import { H, B, alloc } from './heap.ts';
import { Q, Qs, text } from './qstr.ts';
import {
  type,
  module,
  isStr,
  isHeap,
  bool,
  small,
  fail,
  notImplicit,
  typeError,
  valueError,
  indexError,
  osError,
  newFloat,
  tupleOf,
  str,
  strArg,
  intArg,
  latin,
  fromLatin,
  truth,
  errnoNames,
  codeOf,
} from './obj.ts';
import type { Native, Rows } from './obj.ts';
import { newInt, newBig, toBig, isInt, floatToInt } from './objint.ts';
import { toFloat, newComplex, parts, polar } from './objfloat.ts';
import { binaryOp, len, subscr, getIter } from './runtime.ts';
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
} from './host.ts';
import { newAttrTuple } from './modcollections.ts';
import { pollBreaker } from './vm.ts';
import { flushOut } from './modio.ts';
import { hex, unhex } from './objstr.ts';

// ---- math ----

const domain = (): never => valueError('math domain error');
const f =
  (f: (...x: number[]) => number): Native =>
  (v, w) => {
    const args = f.length > 1 ? [toFloat(v), toFloat(w)] : [toFloat(v)];
    const r = f(...args);
    if ((r !== r && args.every((x) => x === x)) || (!Number.isFinite(r) && args.every(Number.isFinite)))
      domain();
    return newFloat(r);
  };
/** Lanczos approximation, g = 7. */
// prettier-ignore
const LANCZOS = [676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7];
const lgamma = (x: number): number => {
  if (x <= 0 && x === Math.floor(x)) return Infinity;
  if (x < 0.5) return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - lgamma(1 - x);
  const t = x + 6.5;
  const a = LANCZOS.reduce((sum, c, i) => sum + c / (x + i), 0.99999999999980993);
  return x === 1 || x === 2 || x === Infinity
    ? x > 2
      ? x
      : 0
    : Math.log(2 * Math.PI) / 2 + (x - 0.5) * Math.log(t) - t + Math.log(a);
};
const gamma = (x: number): number => {
  if (x === -Infinity) return NaN;
  const r = Math.exp(lgamma(x)) * (x < 0 && Math.floor(x) & 1 ? -1 : 1);
  return x > 0 && x < 18 && x === Math.floor(x) ? Math.round(r) : r;
};
/** The error function: a series near zero, elsewhere by its complement. */
const erf = (x: number): number => {
  if (x < 0) return -erf(-x);
  if (x > 2.5) return 1 - erfc(x);
  let sum = 0;
  for (let n = 0, term = x; n < 60; term *= (-x * x) / ++n) sum += term / (2 * n + 1);
  return (2 * sum) / Math.sqrt(Math.PI);
};
/** A continued fraction away from zero. */
const erfc = (x: number): number => {
  if (x <= 2.5) return 1 - erf(x);
  let sum = 0;
  for (let k = 60; k; k--) sum = k / 2 / (x + sum);
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + sum);
};
const rounding =
  (f: (x: number) => number): Native =>
  (v) =>
    isInt(v) ? binaryOp(13, v, 1) : floatToInt(f(toFloat(v)));
const host1: Rows = {};
for (const name of 'sqrt exp expm1 log2 log10 cosh sinh tanh acosh asinh atanh cos sin tan acos asin atan'.split(
  ' ',
))
  host1[name + '$1'] = f((Math as unknown as Record<string, (x: number) => number>)[name]);
const constants: Rows = {
  e: FLOATS,
  pi: FLOATS + 4,
};

module('math', {
  ...host1,
  fabs$1: f(Math.abs),
  gamma$1: f(gamma),
  lgamma$1: f((x) => (x === -Infinity ? Infinity : lgamma(x))),
  erf$1: f(erf),
  erfc$1: f(erfc),
  degrees$1: f((x) => (x * 180) / Math.PI),
  radians$1: f((x) => (x * Math.PI) / 180),
  pow$2: f((x, y) => (x === 1 ? 1 : x ** y)),
  atan2$2: f(Math.atan2),
  copysign$2: f((x, y) => (y < 0 || Object.is(y, -0) ? -Math.abs(x) : Math.abs(x))),
  fmod$2: f((x, y) => x % y),
  // In two steps, so that neither power is out of range.
  ldexp$2: f((x, e) => x * 2 ** (e >> 1) * 2 ** (e - (e >> 1))),
  ceil$1: rounding(Math.ceil),
  floor$1: rounding(Math.floor),
  trunc$1: rounding(Math.trunc),
  isfinite$1: (v) => bool(Number.isFinite(toFloat(v))),
  isinf$1: (v) => bool(Math.abs(toFloat(v)) === Infinity),
  isnan$1: (v) => bool(Number.isNaN(toFloat(v))),
  log$12: (v, base) => {
    const x = toFloat(v);
    const b = base ? toFloat(base) : Math.E;
    if (x <= 0 || b <= 0) domain();
    if (b === 1) fail(T.ZeroDivisionError, 'divide by zero');
    return newFloat(
      b === 2 ? Math.log2(x) : b === 10 ? Math.log10(x) : base ? Math.log(x) / Math.log(b) : Math.log(x),
    );
  },
  modf$1: (v) => {
    const x = toFloat(v);
    const rest = Math.abs(x) === Infinity ? 0 : x % 1;
    return tupleOf(newFloat(!rest && (x < 0 || Object.is(x, -0)) ? -0 : rest), newFloat(Math.trunc(x)));
  },
  frexp$1: (v) => {
    const x = toFloat(v);
    const finite = x && Number.isFinite(x);
    let e = finite ? Math.max(-1022, Math.floor(Math.log2(Math.abs(x))) + 1) : 0;
    let m = x / 2 ** (e - 1) / 2;
    if (finite) {
      for (; Math.abs(m) < 0.5; e--) m *= 2;
      for (; Math.abs(m) >= 1; e++) m /= 2;
    }
    return tupleOf(newFloat(m), small(e));
  },
  factorial$1: (v) => {
    const n = intArg(v);
    if (n < 0) valueError('negative factorial');
    let r = 1n;
    for (let i = 2; i <= n; i++) r *= BigInt(i);
    return newBig(r);
  },
  'isclose$2 - - rel_tol abs_tol': (a, b, relative, absolute) => {
    const x = toFloat(a);
    const y = toFloat(b);
    const rel = relative ? toFloat(relative) : 1e-9;
    const abs = absolute ? toFloat(absolute) : 0;
    if (rel < 0 || abs < 0) domain();
    const d = Math.abs(x - y);
    return bool(x === y || (d < Infinity && d <= Math.max(rel * Math.max(Math.abs(x), Math.abs(y)), abs)));
  },
  ...constants,
  tau: FLOATS + 8,
  inf: FLOATS + 12,
  nan: FLOATS + 16,
});
const c =
  (f: (re: number, im: number, size: number, phase: number) => number): Native =>
  (v) => {
    const [re, im] = parts(v);
    return f(re, im, Math.hypot(re, im), Math.atan2(im, re));
  };
module('cmath', {
  ...constants,
  phase$1: c((_a, _b, _r, phase) => newFloat(phase)),
  polar$1: c((_a, _b, r, phase) => tupleOf(newFloat(r), newFloat(phase))),
  rect$2: (r, phi) => polar(toFloat(r), toFloat(phi)),
  exp$1: c((a, b) => polar(Math.exp(a), b)),
  log$1: c((_a, _b, r, phase) => newComplex(Math.log(r), phase)),
  log10$1: c((_a, _b, r, phase) => newComplex(Math.log10(r), phase / Math.LN10)),
  sqrt$1: c((_a, _b, r, phase) => polar(Math.sqrt(r), phase / 2)),
  cos$1: c((a, b) => newComplex(Math.cos(a) * Math.cosh(b), -Math.sin(a) * Math.sinh(b))),
  sin$1: c((a, b) => newComplex(Math.sin(a) * Math.cosh(b), Math.cos(a) * Math.sinh(b))),
});

// ---- time ----

const sleep = (scale: number) => (v: number) => {
  flushOut();
  const end = host.now() + toFloat(v) * scale;
  for (let left; (left = end - host.now()) > 0; pollBreaker())
    if (!host.shared[0] && host.shared.buffer instanceof SharedArrayBuffer)
      Atomics.wait(host.shared, 0, 0, left);
  return T.NONE;
};
const TICKS = 0x3fffffff;
const ticks = (scale: number) => () => small((host.now() * scale) % (TICKS + 1));
const timeFields = Qs('tm_year tm_mon tm_mday tm_hour tm_min tm_sec tm_wday tm_yday tm_isdst');
const DAY = 86400000;
const timeTuple = (local: boolean) => (v: number) => {
  const ms = v && v !== T.NONE ? Math.floor(toFloat(v)) * 1000 : Date.now();
  const t = new Date(local ? ms - new Date(ms).getTimezoneOffset() * 60000 : ms);
  const fields = t.toISOString().split(/\D/, 6).map(Number);
  const day = Math.floor((+t - Date.UTC(fields[0], 0)) / DAY) + 1;
  return newAttrTuple(timeFields, [...fields, (t.getUTCDay() + 6) % 7, day, 0].map(small));
};
module('time', {
  time$0: () => newFloat(Date.now() / 1000),
  time_ns$0: () => newBig(BigInt(Date.now()) * 1000000n),
  sleep$1: sleep(1000),
  sleep_ms$1: sleep(1),
  sleep_us$1: sleep(0.001),
  ticks_ms$0: ticks(1),
  ticks_us$0: ticks(1000),
  ticks_cpu$0: ticks(1000),
  ticks_add$2: (a, b) => small((intArg(a) + intArg(b)) & TICKS),
  ticks_diff$2: (a, b) => small(((intArg(a) - intArg(b) + 0x20000000) & TICKS) - 0x20000000),
  gmtime$01: timeTuple(false),
  localtime$01: timeTuple(true),
  mktime$1: (v) => {
    const [y, month, ...rest] = [0, 1, 2, 3, 4, 5].map((i) => intArg(subscr(v, small(i), T.STOP)));
    return newInt(+new Date(y, month - 1, ...rest) / 1000);
  },
});

// ---- os ----

const path = (v: number) => resolvePath(text(strArg(v)));
const onPath = (f: (path: string) => void) => (v: number) => {
  f(path(v));
  return T.NONE;
};
const remove = onPath((p) => removePath(p, false));
const FOLDER = 0x4000;
const FILE = 0x8000;
const list = (one: (name: number, folder: boolean) => number) => (v: number) => {
  const l = newList(0);
  for (const e of listFolder(v ? path(v) : cwd)) listAppend(l, one(str(e.name_), e.folder_));
  return l;
};
const entries = list((name, folder) => tupleOf(name, small(folder ? FOLDER : FILE), 1));
module('os', {
  sep: Q('/'),
  name: Q('posix'),
  getcwd$0: () => str(cwd),
  chdir$1: onPath(changeDir),
  mkdir$1: onPath(makeFolder),
  rmdir$1: onPath((p) => removePath(p, true)),
  remove$1: remove,
  unlink$1: remove,
  rename$2: (a, b) => (renamePath(path(a), path(b)), T.NONE),
  listdir$01: list((name) => name),
  ilistdir$01: (v) => getIter(entries(v)),
  stat$1: (v) => {
    const s = statOf(path(v)) ?? osError(2);
    const time = newInt(s.time_);
    return tupleOf(small(s.folder_ ? FOLDER : FILE), 1, 1, 1, 1, 1, newInt(s.size_), time, time, time);
  },
  getenv$12: (name, none) => {
    const v = request.env[text(strArg(name))];
    return v === undefined ? none || T.NONE : str(v);
  },
  urandom$1: (n) =>
    fromLatin(String.fromCharCode(...Array.from({ length: intArg(n) }, () => random32() & 255)), -T.BYTES),
});

// ---- random: Yasmarang, as MicroPython. ----

let pad = 0;
let n = 0;
let d = 0;
let dat = 0;
const seed = (v: number): void => {
  pad = v;
  n = 69;
  d = 233;
  dat = 0;
};
seed(0xeda4baba | 0);
const random32 = (): number => {
  pad = (pad + dat + Math.imul(d, n)) | 0;
  pad = (pad << 3) + (pad >>> 29);
  n = pad | 2;
  d ^= (pad << 31) + (pad >>> 1);
  dat = (dat ^ pad ^ (d >>> 8) ^ 1) & 255;
  return (pad ^ (d << 5) ^ (pad >>> 18) ^ (dat << 1)) >>> 0;
};
const below = (n: number): number => {
  const mask = 2 ** (32 - Math.clz32(n - 1)) - 1;
  for (;;) {
    const r = (random32() & mask) >>> 0;
    if (r < n) return r;
  }
};
const randomFloat = () => (random32() * 2097152 + (random32() >>> 11)) / 9007199254740992;
const range = (a: number, b: number, step = 1): number => {
  const n = Math.ceil((b - a) / step);
  return n > 0 && n < Infinity ? newInt(a + step * below(n)) : valueError();
};
module('random', {
  seed$01: (v) => {
    seed(v && v !== T.NONE ? Number(BigInt.asIntN(32, toBig(v))) : host.now() * 1000);
    return T.NONE;
  },
  random$0: () => newFloat(randomFloat()),
  uniform$2: (a, b) => newFloat(toFloat(a) + (toFloat(b) - toFloat(a)) * randomFloat()),
  getrandbits$1: (v) => {
    const n = intArg(v);
    if (n < 0) valueError();
    let b = 0n;
    for (let left = n; left > 0; left -= 32) b = (b << 32n) | BigInt(random32());
    return newBig(BigInt.asUintN(n, b));
  },
  randrange$13: (a, b, step) =>
    b ? range(intArg(a), intArg(b), step ? intArg(step) : 1) : range(0, intArg(a)),
  randint$2: (a, b) => range(intArg(a), intArg(b) + 1),
  choice$1: (v) => subscr(v, len(v) ? small(below(len(v))) : indexError(), T.STOP),
});

// ---- binascii, hashlib ----

module('binascii', {
  hexlify$12: hex(-T.BYTES),
  unhexlify$1: (v) => {
    const s = latin(v);
    if (s.length & 1) valueError('odd-length string');
    return fromLatin(unhex(s), -T.BYTES);
  },
  'b2a_base64$1 - newline': (v, newline) =>
    fromLatin(btoa(latin(v)) + (!newline || truth(newline) ? '\n' : ''), -T.BYTES),
  a2b_base64$1: (v) => {
    const [, s, end] = /^([^=]*)(=*)/.exec(latin(v).replace(/[^\w+/=]|_/g, ''))!;
    if (s.length % 4 && (s.length % 4 < 2 || (s.length + end.length) % 4)) valueError('incorrect padding');
    return fromLatin(atob(s), -T.BYTES);
  },
  crc32$12: (v, start) => {
    let c = start ? ~Number(BigInt.asUintN(32, toBig(start))) : -1;
    for (const x of latin(v)) {
      c ^= codeOf(x);
      for (let k = 0; k < 8; k++) c = (c >>> 1) ^ (c & 1 ? 0xedb88320 : 0);
    }
    return newInt(~c >>> 0);
  },
});

/** SHA-256: header, total bytes, final, a block of raw words: header, state, the bytes of a block. */
const PRIMES: number[] = [];
for (let n = 2; PRIMES.length < 64; n++) if (PRIMES.every((p) => n % p)) PRIMES.push(n);
const fraction = (x: number) => ((x % 1) * 4294967296) | 0;
const rotate = (x: number, a: number, b: number) =>
  ((x >>> a) | (x << (32 - a))) ^ ((x >>> b) | (x << (32 - b)));
const shaByte = (v: number, byte: number): void => {
  const state = H[v + 3] + 1;
  const at = state * 4 + 32;
  B[at + (H[v + 1]++ & 63)] = byte;
  if (H[v + 1] & 63) return;
  const view = new DataView(B.buffer, at);
  const w: number[] = [];
  let s = [...H.subarray(state, state + 8)];
  for (let i = 0; i < 64; i++) {
    const x = w[i - 15];
    const y = w[i - 2];
    w[i] =
      i < 16
        ? view.getInt32(4 * i)
        : (w[i - 16] + w[i - 7] + (rotate(x, 7, 18) ^ (x >>> 3)) + (rotate(y, 17, 19) ^ (y >>> 10))) | 0;
    const [a, b, c, d, e, f, g, h] = s;
    const t =
      h +
      (rotate(e, 6, 11) ^ ((e >>> 25) | (e << 7))) +
      ((e & f) ^ (~e & g)) +
      fraction(Math.cbrt(PRIMES[i])) +
      w[i];
    s = [
      (t + (rotate(a, 2, 13) ^ ((a >>> 22) | (a << 10))) + ((a & b) ^ (a & c) ^ (b & c))) | 0,
      a,
      b,
      c,
      (d + t) | 0,
      e,
      f,
      g,
    ];
  }
  s.forEach((x, i) => (H[state + i] += x));
};
const shaUpdate = (v: number, data: number): number => {
  if (H[v + 2]) valueError('hash is final');
  if (isStr(data)) notImplicit(data, 'bytes');
  for (const x of latin(data)) shaByte(v, codeOf(x));
  return T.NONE;
};
type(
  T.SHA256,
  'sha256',
  0,
  {},
  {
    $01: (data) => {
      const v = alloc(4);
      H[v] = -T.SHA256;
      const block = alloc(25);
      H[block] = -T.RAW;
      H[v + 3] = block;
      for (let i = 0; i < 8; i++) H[block + 1 + i] = fraction(Math.sqrt(PRIMES[i]));
      if (data) shaUpdate(v, data);
      return v;
    },
    update$2: shaUpdate,
    digest$1: (v) => {
      const bits = H[v + 1] * 8;
      if (H[v + 2]) valueError('hash is final');
      shaByte(v, 128);
      while ((H[v + 1] & 63) !== 60) shaByte(v, 0);
      for (let k = 24; k >= 0; k -= 8) shaByte(v, bits >> k);
      H[v + 2] = 1;
      let s = '';
      for (let i = 0; i < 32; i++)
        s += String.fromCharCode((H[H[v + 3] + 1 + (i >> 2)] >> (24 - 8 * (i & 3))) & 255);
      return fromLatin(s, -T.BYTES);
    },
  },
);
module('hashlib', { sha256: T.SHA256 });

// ---- heapq ----

const less = (l: number, a: number, b: number) => truth(binaryOp(0, H[H[l + 3] + a], H[H[l + 3] + b]));
const swap = (l: number, a: number, b: number): number => {
  const v = H[H[l + 3] + a];
  H[H[l + 3] + a] = H[H[l + 3] + b];
  H[H[l + 3] + b] = v;
  return b;
};
const sink = (l: number, at: number): number => {
  for (let child; (child = 2 * at + 1) < H[l + 2]; at = swap(l, at, child)) {
    if (child + 1 < H[l + 2] && !less(l, child, child + 1)) child++;
    if (!less(l, child, at)) break;
  }
  return T.NONE;
};
const heapOf = (v: number) => (isHeap(v, -T.LIST) ? v : typeError('heap must be a list'));
module('heapq', {
  heappush$2: (l, v) => {
    listAppend(heapOf(l), v);
    for (let at = H[l + 2] - 1; at && less(l, at, (at - 1) >> 1);) at = swap(l, at, (at - 1) >> 1);
    return T.NONE;
  },
  heappop$1: (l) => {
    const n = H[heapOf(l) + 2] - 1;
    if (n < 0) indexError('empty heap');
    swap(l, 0, n);
    const v = H[H[l + 3] + n];
    H[H[l + 3] + n] = 0;
    H[l + 2] = n;
    sink(l, 0);
    return v;
  },
  heapify$1: (l) => {
    for (let i = H[heapOf(l) + 2] >> 1; i >= 0; i--) sink(l, i);
    return T.NONE;
  },
});

// ---- errno ----

const errors: Rows = {};
for (const row of 'EPERM1 ENOENT2 EIO5 EBADF9 EAGAIN11 ENOMEM12 EACCES13 EEXIST17 ENODEV19 EISDIR21 EINVAL22 EOPNOTSUPP95 EADDRINUSE98 ECONNABORTED103 ECONNRESET104 ENOBUFS105 ENOTCONN107 ETIMEDOUT110 ECONNREFUSED111 EHOSTUNREACH113 EALREADY114 EINPROGRESS115'.split(
  ' ',
)) {
  const [name, n] = row.split(/(?<=\D)(?=\d)/);
  errnoNames.set(+n, name);
  errors[name] = small(+n);
}
const q_errorcode = Q('errorcode');
module('errno', {
  ...errors,
  __getattr__$1: (name) => {
    const d = name === q_errorcode ? newDict() : 0;
    if (d) for (const [n, k] of errnoNames) map.set(d + 1, small(n), str(k));
    return d;
  },
});
