// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// The io module: files, the standard streams, StringIO, BytesIO, BufferedWriter, IOBase, and `open`. A file object: header,
// handle (index into the table of open files), flags. StringIO and BytesIO: header, position, length, data block. Models
// py/modio.c, py/objstringio.c, py/stream.c and extmod/vfs_posix_file.c.
import { R, T } from './layout.ts';
import { H, B, alloc, realloc } from './heap.ts';
import { Q, text, strp, Qs } from './qstr.ts';
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
  putByte,
  putBytes,
  W,
  wn,
  rewind,
  take,
  newStr,
  bytes,
  getBuffer,
  BUF,
  intArg,
  argCount,
  strArg,
  keyword,
  finalisers,
  address,
  notImplicit,
} from './obj.ts';
import type { Rows } from './obj.ts';
import { host, openPath, EINVAL } from './host.ts';
import type { OpenFile } from './host.ts';
import { callN } from './vm.ts';
import { newList, listAppend } from './objlist.ts';
import { newInt } from './objint.ts';
import { checkUtf8 } from './objstr.ts';
import { loadAttr, unwrap } from './objtype.ts';

/** Open files, by handle; 0-2 are the standard streams. The host's share of a file object. */
let open: (OpenFile | undefined)[] = [];

const outBuffer = new Uint8Array(8192);
let outLength = 0;
/** Standard output is gathered and written when full, at a line end on a terminal, and at the end. */
export function flushOut(): void {
  if (!outLength) return;
  const n = outLength;
  outLength = 0;
  host.writeStdout(outBuffer.slice(0, n));
}
function writeOut(data: Uint8Array): void {
  if (outLength + data.length > outBuffer.length) flushOut();
  if (data.length > outBuffer.length) return host.writeStdout(data.slice());
  outBuffer.set(data, outLength);
  outLength += data.length;
  if (host.isTerminal.stdout && data.includes(10)) flushOut();
}
const stdin: OpenFile = {
  read_: (into) => {
    flushOut();
    return host.readStdin(into);
  },
  write_: () => osError(EINVAL),
  seek_: () => osError(EINVAL),
  close_: () => {},
};
const stream = (write_: (d: Uint8Array) => void): OpenFile => ({
  read_: () => osError(EINVAL),
  write_,
  seek_: () => osError(EINVAL),
  close_: () => {},
});
const isFile = (v: number) => isHeap(v, -T.FILE) || isHeap(v, -T.FILEIO);
export function startFiles(): void {
  outLength = 0;
  open = [
    stdin,
    stream(writeOut),
    stream((d) => {
      flushOut();
      host.writeStderr(d.slice());
    }),
  ];
  H[R.STDIN] = box(-T.FILE, 0, 0, 0);
  H[R.STDOUT] = box(-T.FILE, 1, 0, 0);
  H[R.STDERR] = box(-T.FILE, 2, 0, 0);
}
export function closeFiles(): void {
  flushOut();
  for (let i = 3; i < open.length; i++) open[i]?.close_();
  open.length = Math.min(open.length, 3);
}
finalisers.push((p) => {
  const h = H[p + 1];
  if (h > 2) {
    open[h]?.close_();
    open[h] = undefined;
  }
});
function handle(v: number): OpenFile {
  return open[H[v + 1]] ?? fail(T.ValueError, 'I/O operation on closed file');
}

export function openFile(path: string, mode: string): { object_(): number; read_(): Uint8Array } {
  for (const c of mode) if (!'rwabt+'.includes(c)) valueError();
  const f = openPath(path, mode);
  return {
    object_: () => {
      let h = open.indexOf(undefined, 3);
      if (h < 0) h = open.length;
      const v = box(mode.includes('b') ? -T.FILEIO : -T.FILE, h);
      open[h] = f;
      return v;
    },
    read_: () => {
      const parts: number[] = [];
      const chunk = new Uint8Array(4096);
      for (let n = f.read_(chunk); n > 0; n = f.read_(chunk)) parts.push(...chunk.subarray(0, n));
      f.close_();
      return Uint8Array.from(parts);
    },
  };
}

// ---- Streams of any kind: a user's class with the methods, or one of ours. ----

const [q_write, q_readinto] = Qs('write readinto');

/** Writes what the scratch holds from mark on to any stream. */
export function writeTo(v: number, mark: number): void {
  if (isFile(v)) return handle(v).write_(W.subarray(mark, wn));
  const t = typeOf(v);
  if (t === T.STRINGIO || t === T.BYTESIO) {
    memoryWrite(v, W, mark, wn - mark);
    return;
  }
  if (isUser(t)) {
    const data = newStr(W, mark, wn - mark);
    callN(loadAttr(v, q_write), data);
    return;
  }
  fail(T.OSError, 'stream operation not supported');
}

/** Fills `into`; answers how many bytes, or -1 when the stream has none now. */
function readSome(v: number, into: Uint8Array): number {
  const t = typeOf(v);
  if (t === T.FILE || t === T.FILEIO) return handle(v).read_(into);
  if (t === T.STRINGIO || t === T.BYTESIO) {
    const data = memory(v);
    const n = Math.max(0, Math.min(into.length, H[v + 2] - H[v + 1]));
    into.set(B.subarray(data + H[v + 1], data + H[v + 1] + n));
    H[v + 1] += n;
    return n;
  }
  // A user's stream fills a bytearray.
  const a = callN(T.BYTEARRAY, small(into.length));
  const r = callN(loadAttr(v, q_readinto), a);
  if (r === T.NONE) return -1;
  const n = intArg(r);
  if (n < 0) osError(-n);
  getBuffer(a);
  into.set(B.subarray(BUF.at_, BUF.at_ + n));
  return n;
}
/** A warning of the engine itself. */
export function warn(message: string): void {
  flushOut();
  host.writeStderr(new TextEncoder().encode(`Warning: ${message}\n`));
}
const isText = (v: number) => (isFile(v) ? H[v] === -T.FILE : !isHeap(v, -T.BYTESIO));
const one = new Uint8Array(1);

function read(v: number, size: number): number {
  const t = isText(v);
  const limit = !size || size === T.NONE ? -1 : intArg(size);
  const mark = wn;
  if (limit < 0) {
    const chunk = new Uint8Array(256);
    for (let n = readSome(v, chunk); n > 0; n = readSome(v, chunk)) putBytes(chunk, 0, n);
  } else if (!t) {
    const chunk = new Uint8Array(Math.min(limit, 1 << 20));
    const n = readSome(v, chunk);
    if (n < 0) return T.NONE;
    putBytes(chunk, 0, n);
  } else {
    // Characters: bytes until as many lead bytes have come, and their rests.
    let left = limit;
    while (left > 0) {
      if (readSome(v, one) <= 0) break;
      const c = one[0];
      putByte(c);
      let more = c < 0xc0 ? 0 : c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;
      while (more-- > 0 && readSome(v, one) > 0) putByte(one[0]);
      left--;
    }
  }
  return takeRead(t, mark);
}
/** What was read, as str or bytes. */
function takeRead(isStr: boolean, mark: number): number {
  if (isStr && !checkUtf8(mark, wn - mark, W)) {
    rewind(mark);
    fail(T.UnicodeError);
  }
  return take(mark, isStr ? -T.STR : -T.BYTES);
}
/** One line to the scratch, with its end; false at the end of the stream. */
function readLine(v: number, limit: number): boolean {
  let n = 0;
  while (limit < 0 || n < limit) {
    if (readSome(v, one) <= 0) break;
    putByte(one[0]);
    n++;
    if (one[0] === 10) break;
  }
  return n > 0;
}
export function readLineOf(v: number): boolean {
  const mark = wn;
  if (!readLine(v, -1)) return false;
  if (wn > mark && W[wn - 1] === 10) rewind(wn - 1);
  return true;
}
function readline(v: number, size: number): number {
  const mark = wn;
  readLine(v, !size ? -1 : intArg(size));
  return takeRead(isText(v), mark);
}
function write(v: number, data: number, from: number, size: number): number {
  if (isText(v) ? !isStr(unwrap(data)) && isHeap(v, -T.STRINGIO) : isStr(data)) {
    if (isHeap(v, -T.STRINGIO)) notImplicit(data, 'str');
  }
  getBuffer(data);
  let at = BUF.at_;
  let n = BUF.n_;
  if (from) {
    if (!size) n = Math.min(n, intArg(from));
    else {
      const off = Math.min(n, intArg(from));
      at += off;
      n = Math.min(n - off, intArg(size));
    }
  }
  if (isFile(v)) handle(v).write_(B.slice(at, at + n));
  else memoryWrite(v, B, at, n);
  return small(n);
}
function seek(v: number, offset: number, whence: number): number {
  const w = !whence ? 0 : intArg(whence);
  const o = intArg(offset);
  if (isFile(v)) return newInt(handle(v).seek_(o, w));
  const p = !w ? o : w === 1 ? H[v + 1] + o : H[v + 2] + o;
  if (p < 0) osError(EINVAL);
  closedCheck(v);
  H[v + 1] = p;
  return small(p);
}
function close(v: number): number {
  if (isFile(v)) {
    const h = H[v + 1];
    if (h > 2 && open[h]) {
      open[h].close_();
      open[h] = undefined;
      H[v + 1] = 0x7fffff;
    }
  } else H[v + 3] = 0;
  return T.NONE;
}
function readinto(v: number, buffer: number, size: number): number {
  getBuffer(buffer, true);
  const { at_: at, n_: n } = BUF;
  const want = !size ? n : Math.min(n, intArg(size));
  const chunk = new Uint8Array(want);
  const got = readSome(v, chunk);
  if (got < 0) return T.NONE;
  B.set(chunk.subarray(0, got), at);
  return small(got);
}
function readlines(v: number): number {
  const l = newList(0);
  for (;;) {
    const line = readline(v, 0);
    if (!H[strp(line) + 1]) return l;
    listAppend(l, line);
  }
}
const rows: Rows = {
  read$12: read,
  readinto$23: readinto,
  readline$12: readline,
  readlines$1: readlines,
  write$24: write,
  seek$23: seek,
  tell$1: (v) => seek(v, 1, 3),
  flush$1: (v) => (v === H[R.STDOUT] && flushOut(), T.NONE),
  close$1: close,
  __enter__$1: (v) => v,
  __exit__$14: close,
};
const nextLine = (v: number) => {
  const line = readline(v, 0);
  return !H[strp(line) + 1] ? 0 : line;
};
const q_buffer = Q('buffer');
const fileRows: Rows = { ...rows, fileno$1: (v) => small(H[v + 1]) };
const fileSlots = (name: string) => ({
  print_: (v: number) => put(`<io.${name} ${H[v + 1]}>`),
  iter_: (v: number) => v,
  next_: nextLine,
  attr_: (v: number, q: number) => (q === q_buffer ? box(-T.FILEIO, H[v + 1]) : 0),
});
type(T.FILE, 'TextIOWrapper', 0, fileSlots('TextIOWrapper'), fileRows);
type(T.FILEIO, 'FileIO', 0, fileSlots('FileIO'), fileRows);

// ---- StringIO, BytesIO. ----

const memory = (v: number) => {
  closedCheck(v);
  return H[v + 3] * 4 + 8;
};
function closedCheck(v: number): void {
  if (!H[v + 3]) valueError('I/O operation on closed file');
}
function memoryWrite(v: number, src: Uint8Array, at: number, n: number): void {
  closedCheck(v);
  const end = H[v + 1] + n;
  const inHeap = src === B;
  const data = inHeap ? B.slice(at, at + n) : src.subarray(at, at + n);
  if (end > H[H[v + 3] + 1]) {
    const room = Math.max(end, 16) + (end >> 2);
    const block = realloc(H[v + 3], (room + 11) >> 2);
    H[v + 3] = block;
    H[block + 1] = room;
  }
  const base = memory(v);
  if (H[v + 1] > H[v + 2]) B.fill(0, base + H[v + 2], base + H[v + 1]);
  B.set(data, base + H[v + 1]);
  H[v + 1] = end;
  if (end > H[v + 2]) H[v + 2] = end;
}
function makeMemory(t: number, n: number, _k: number, a: number): number {
  argCount(n, 0, 2);
  const v = box(-t);
  const sized = n > 0 && (H[a] & 1) !== 0;
  const block = alloc(((sized ? intArg(H[a]) : 16) + 11) >> 2);
  H[block] = -T.RAW;
  H[block + 1] = sized ? intArg(H[a]) : 16;
  H[v + 3] = block;
  if (n > 0 && !sized && H[a] !== T.NONE) {
    if (t === T.STRINGIO ? !isStr(H[a]) : isStr(H[a])) notImplicit(H[a], t === T.STRINGIO ? 'str' : 'bytes');
    getBuffer(H[a]);
    memoryWrite(v, B, BUF.at_, BUF.n_);
    H[v + 1] = 0;
  }
  return v;
}
const memoryRows: Rows = {
  ...rows,
  getvalue$1: (v) => {
    const at = memory(v);
    return isHeap(v, -T.STRINGIO) ? newStr(B, at, H[v + 2]) : bytes(B, at, H[v + 2]);
  },
};
type(
  T.STRINGIO,
  'StringIO',
  0,
  {
    make_: makeMemory,
    iter_: (v) => v,
    next_: nextLine,
    print_: (v) => put(`<io.StringIO ${address(v)}>`),
  },
  memoryRows,
);
type(
  T.BYTESIO,
  'BytesIO',
  0,
  {
    make_: makeMemory,
    iter_: (v) => v,
    next_: nextLine,
    print_: (v) => put(`<io.BytesIO ${address(v)}>`),
  },
  memoryRows,
);

// A base for users' streams: they bring readinto, write and ioctl.
const stub = (v: number) => v;
type(T.IOBASE, 'IOBase', 0, { make_: (t) => box(-t) }, { __enter__$1: stub });

// BufferedWriter: header, stream, buffer (a bytearray), bytes in it.
function flushWriter(w: number): number {
  const n = H[w + 3];
  if (n > 0) {
    getBuffer(H[w + 2]);
    const data = bytes(B, BUF.at_, n);
    H[w + 3] = 0;
    callN(loadAttr(H[w + 1], q_write), data);
  }
  return T.NONE;
}
type(
  T.BUFWRITER,
  'BufferedWriter',
  0,
  {
    make_: (t, n, _k, a) => {
      argCount(n, 2, 2);
      return box(-t, H[a], callN(T.BYTEARRAY, H[a + 1]), 0);
    },
  },
  {
    write$2: (w, data) => {
      getBuffer(data);
      const from = BUF.at_;
      const n = BUF.n_;
      const copy = B.slice(from, from + n);
      for (const c of copy) {
        getBuffer(H[w + 2]);
        B[BUF.at_ + H[w + 3]++] = c;
        if (H[w + 3] === BUF.n_) flushWriter(w);
      }
      return small(n);
    },
    flush$1: flushWriter,
  },
);

const q_mode = Q('mode');
const openRow = (n: number, nkw: number, a: number) => {
  const mode = n > 1 ? H[a + 1] : keyword(nkw, a + n, q_mode);
  return openFile(text(strArg(H[a])), !mode ? 'r' : text(strArg(mode))).object_();
};
module('io', {
  open$v: openRow,
  StringIO: T.STRINGIO,
  BytesIO: T.BYTESIO,
  IOBase: T.IOBASE,
  BufferedWriter: T.BUFWRITER,
  TextIOWrapper: T.FILE,
  FileIO: T.FILEIO,
});
