// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// The io module: files, the standard streams, StringIO, BytesIO, IOBase, and `open`. A file object: header,
// handle (index into the table of open files). StringIO and BytesIO: header, position, a bytearray (0: closed). Models
// py/modio.c, py/objstringio.c, py/stream.c and extmod/vfs_posix_file.c.
import { R, T } from './layout.ts';
import { H, B } from './heap.ts';
import { Q, text, Qs } from './qstr.ts';
import {
  type,
  module,
  typeOf,
  isStr,
  isUser,
  isHeap,
  small,
  box,
  fail,
  osError,
  valueError,
  put,
  W,
  wn,
  newStr,
  getBuffer,
  BUF,
  intArg,
  strArg,
  address,
  nameOf,
  notImplicit,
  latin,
  latinOf,
  fromLatin,
} from './obj.ts';
import type { Rows, Slots } from './obj.ts';
import { host, openPath, EINVAL } from './host.ts';
import type { OpenFile } from './host.ts';
import { callN } from './vm.ts';
import { newList, listAppend } from './objlist.ts';
import { newInt } from './objint.ts';
import { decoded } from './objstr.ts';
import { newByteArray, splice } from './objarray.ts';
import { loadAttr } from './objtype.ts';

/** Open files, by handle; 0-2 are the standard streams. The host's share of a file object. */
let open: (OpenFile | undefined)[] = [];

const outBuffer = new Uint8Array(8192);
let outLength = 0;
/** Standard output is gathered and written when full, at a line end on a terminal, and at the end. */
export const flushOut = (): void => {
  if (outLength) host.writeStdout(outBuffer.slice(0, outLength));
  outLength = 0;
};
const writeOut = (data: Uint8Array): void => {
  if (outLength + data.length > outBuffer.length) flushOut();
  if (data.length > outBuffer.length) return host.writeStdout(data.slice());
  outBuffer.set(data, outLength);
  outLength += data.length;
  if (host.isTerminal.stdout && data.includes(10)) flushOut();
};
const writeErr = (data: Uint8Array): void => {
  flushOut();
  host.writeStderr(data.slice());
};
const invalid = () => osError(EINVAL);
const stream = (write_: OpenFile['write_'], read_: OpenFile['read_'] = invalid): OpenFile => ({
  read_,
  write_,
  seek_: invalid,
  close_: () => {},
});
const isFile = (v: number) => isHeap(v, -T.FILE) || isHeap(v, -T.FILEIO);
const isMemory = (v: number) => isHeap(v, -T.STRINGIO) || isHeap(v, -T.BYTESIO);
export const startFiles = (): void => {
  outLength = 0;
  open = [
    stream(invalid, (into) => {
      flushOut();
      return host.readStdin(into);
    }),
    stream(writeOut),
    stream(writeErr),
  ];
  for (let i = 0; i < 3; i++) H[R.STDIN + i] = box(-T.FILE, i);
};
export const closeFiles = (): void => {
  flushOut();
  open.splice(3).forEach((f) => f?.close_());
};
export const closeHandle = (p: number): void => {
  const h = H[p + 1];
  if (h < 3) return;
  open[h]?.close_();
  open[h] = undefined;
};
const closed = (): never => valueError('I/O operation on closed file');
const handle = (v: number) => open[H[v + 1]] ?? closed();

export function openFile(name: number, mode: number): number {
  const m = mode ? text(strArg(mode)) : 'r';
  if (/[^rwabt+]/.test(m)) valueError();
  const f = openPath(text(strArg(name)), m);
  let h = open.indexOf(undefined, 3);
  if (h < 0) h = open.length;
  const v = box(m.includes('b') ? -T.FILEIO : -T.FILE, h);
  open[h] = f;
  return v;
}

// ---- Streams of any kind: a user's class with the methods, or one of ours. ----

const [q_write, q_readinto] = Qs('write readinto');

/** Writes what the scratch holds from mark on to any stream. */
export const writeTo = (v: number, mark: number): void => {
  const data = W.subarray(mark, wn);
  if (isFile(v)) handle(v).write_(data);
  else if (isMemory(v)) memoryWrite(v, data);
  else if (isUser(typeOf(v))) callN(loadAttr(v, q_write), newStr(W, mark, wn - mark));
  else fail(T.OSError, 'stream operation not supported');
};

/** At most n bytes; undefined when the stream has none now. */
const readSome = (v: number, n: number): string | undefined => {
  if (isFile(v)) {
    const into = new Uint8Array(n);
    return latinOf(into.subarray(0, handle(v).read_(into)));
  }
  if (isMemory(v)) {
    getBuffer(memory(v));
    const s = latinOf(B.subarray(BUF.at_, BUF.at_ + BUF.n_).subarray(H[v + 1], H[v + 1] + n));
    H[v + 1] += s.length;
    return s;
  }
  // A user's stream fills a bytearray.
  const a = callN(T.BYTEARRAY, small(n));
  const r = callN(loadAttr(v, q_readinto), a);
  if (r === T.NONE) return undefined;
  const got = intArg(r);
  return got < 0 ? osError(-got) : latin(a).slice(0, got);
};
/** A warning of the engine itself. */
export const warn = (message: string) => writeErr(new TextEncoder().encode(`Warning: ${message}\n`));
const isText = (v: number) => isHeap(v, -T.FILE) || !(isFile(v) || isHeap(v, -T.BYTESIO));
/** What was read, as str or bytes. */
const made = (v: number, s: string) =>
  isText(v) ? fromLatin(decoded(s, false), -T.STR) : fromLatin(s, -T.BYTES);

const read = (v: number, size: number): number => {
  const limit = size && size !== T.NONE ? intArg(size) : -1;
  let s = '';
  let some: string | undefined;
  if (limit < 0) while ((some = readSome(v, 256))) s += some;
  else if (!isText(v)) {
    some = readSome(v, Math.min(limit, 1 << 20));
    if (some === undefined) return T.NONE;
    s = some;
  } else
    // Characters: bytes until as many lead bytes have come, and their rests.
    for (let n = limit; n-- && (some = readSome(v, 1));) {
      s += some;
      for (let more = some < '\xc0' ? 0 : some < '\xe0' ? 1 : some < '\xf0' ? 2 : 3; more--;)
        s += readSome(v, 1) ?? '';
    }
  return made(v, s);
};
/** One line with its end, of at most n bytes. */
export const readLine = (v: number, n: number): string => {
  let s = '';
  for (let c; n-- && !s.endsWith('\n') && (c = readSome(v, 1));) s += c;
  return s;
};
const readline = (v: number, size: number) => made(v, readLine(v, size ? intArg(size) : -1));
const write = (v: number, data: number, first: number, size: number): number => {
  if (isHeap(v, -T.STRINGIO) && !isStr(data)) notImplicit(data, 'str');
  getBuffer(data);
  const from = size ? Math.min(BUF.n_, intArg(first)) : 0;
  const n = first ? Math.min(BUF.n_ - from, intArg(size || first)) : BUF.n_;
  const part = B.slice(BUF.at_ + from, BUF.at_ + from + n);
  if (isFile(v)) handle(v).write_(part);
  else memoryWrite(v, part);
  return small(n);
};
const seek = (v: number, offset: number, whence: number): number => {
  const w = whence ? intArg(whence) : 0;
  const o = intArg(offset);
  if (isFile(v)) return newInt(handle(v).seek_(o, w));
  const p = o + (w ? (w === 1 ? H[v + 1] : H[memory(v) + 2]) : 0);
  if (p < 0) invalid();
  memory(v);
  H[v + 1] = p;
  return small(p);
};
const close = (v: number): number => {
  if (isFile(v)) {
    closeHandle(v);
    if (H[v + 1] > 2) H[v + 1] = 0x7fffff;
  } else H[v + 2] = 0;
  return T.NONE;
};
const rows: Rows = {
  read$12: read,
  readinto$23: (v, buffer, size) => {
    getBuffer(buffer, true);
    const { at_: at, n_: n } = BUF;
    const s = readSome(v, size ? Math.min(n, intArg(size)) : n);
    if (s === undefined) return T.NONE;
    for (let i = 0; i < s.length; i++) B[at + i] = s.charCodeAt(i);
    return small(s.length);
  },
  readline$12: readline,
  readlines$1: (v) => {
    const l = newList(0);
    for (let line; (line = nextLine(v));) listAppend(l, line);
    return l;
  },
  write$24: write,
  seek$23: seek,
  tell$1: (v) => seek(v, 1, 3),
  flush$1: (v) => (v === H[R.STDOUT] && flushOut(), T.NONE),
  close$1: close,
  fileno$1: (v) => small(H[v + 1]),
  __enter__$1: (v) => v,
  __exit__$14: close,
};
const nextLine = (v: number) => {
  const s = readLine(v, -1);
  return s && made(v, s);
};
const q_buffer = Q('buffer');
const fileSlots: Slots = {
  print_: (v) => put(`<io.${nameOf(v)} ${H[v + 1]}>`),
  next_: nextLine as (v: number) => number,
  attr_: (v, q) => (q === q_buffer ? box(-T.FILEIO, H[v + 1]) : 0),
};
type(T.FILE, 'TextIOWrapper', 0, fileSlots, rows);
type(T.FILEIO, 'FileIO', 0, fileSlots, rows);

// ---- StringIO, BytesIO. ----

const memory = (v: number) => H[v + 2] || closed();
const memoryWrite = (v: number, data: Uint8Array): void => {
  const a = memory(v);
  const gap = Math.max(0, H[v + 1] - H[a + 2]);
  if (gap) splice(a, H[a + 2], H[a + 2], new Uint8Array(gap));
  splice(a, H[v + 1], Math.min(H[a + 2], H[v + 1] + data.length), data);
  H[v + 1] += data.length;
};
for (const t of [T.STRINGIO, T.BYTESIO]) {
  const isS = t === T.STRINGIO;
  type(
    t,
    isS ? 'StringIO' : 'BytesIO',
    0,
    { next_: fileSlots.next_, print_: (v) => put(`<io.${nameOf(v)} ${address(v)}>`) },
    {
      ...rows,
      $02: (x) => {
        let data: Uint8Array = new Uint8Array(0);
        if (x && x !== T.NONE && !(x & 1)) {
          if (isS !== isStr(x)) notImplicit(x, isS ? 'str' : 'bytes');
          getBuffer(x);
          data = B.slice(BUF.at_, BUF.at_ + BUF.n_);
        }
        return box(-t, 0, newByteArray(data, 0, data.length));
      },
      getvalue$1: (v) => fromLatin(latin(memory(v)), isS ? -T.STR : -T.BYTES),
    },
  );
}

// A base for users' streams: they bring readinto, write and ioctl.
type(T.IOBASE, 'IOBase', 0, {}, { $0: () => box(-T.IOBASE), __enter__$1: (v) => v });

module('io', {
  'open$14 - mode - encoding': openFile,
  StringIO: T.STRINGIO,
  BytesIO: T.BYTESIO,
  IOBase: T.IOBASE,
  TextIOWrapper: T.FILE,
  FileIO: T.FILEIO,
});
