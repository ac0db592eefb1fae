// @inline-constants-from ./layout.ts T
// @inline-constants-from ./bytecode.ts CODE
// Code objects to precompiled files (the format: precompiled.ts). A tool beside the engine, as MicroPython's mpy-cross.
import { T } from './layout.ts';
import { H, B, F, sizeOf, word } from './heap.ts';
import { strp } from './qstr.ts';
import { typeOf, isStr, isHeap } from './obj.ts';
import { toBig } from './objint.ts';
import { CODE } from './bytecode.ts';
import { MAGIC, checksum, namesString } from './precompiled.ts';

/** Visits instructions: address, length, opcode, operand. */
export function walk(
  from: number,
  to: number,
  see: (at: number, n: number, op: number, arg: number) => void,
): void {
  for (let at = from; at < to;) {
    const op = B[at];
    let n = 1;
    let arg = 0;
    if (op >= 0x80 && op < 0x90) {
      arg = ((B[at + 1] << 24) >> 16) | B[at + 2];
      n = 3;
    } else if (op >= 0x40 && op < 0x80) {
      do arg = (arg << 7) | (B[at + n] & 127);
      while (B[at + n++] > 127);
    }
    see(at, n, op, arg);
    at += n;
  }
}

export function savePrecompiled(code: number): Uint8Array {
  const strings: number[] = [];
  const out: number[] = [];
  const number = (n: number) => {
    for (; n > 127; n = Math.floor(n / 128)) out.push((n & 127) | 128);
    out.push(n);
  };
  const data = (from: Uint8Array) => {
    number(from.length);
    for (const b of from) out.push(b);
  };
  const text = (p: number) => B.subarray(p * 4 + 12, p * 4 + 12 + H[p + 1]);
  /** A string by its place in the file's table. */
  const name = (id: number) => {
    let i = strings.indexOf(id);
    if (i < 0) i = strings.push(id) - 1;
    number(i);
  };
  const value = (v: number): void => {
    const t = typeOf(v);
    if (isHeap(v, -T.CODE)) {
      out.push(1);
      codeOut(v);
    } else if ((v & 7) === 2) {
      out.push(2);
      name(v >> 3);
    } else if ((v & 7) === 6) {
      out.push(3);
      number(v >> 3);
    } else if (t === T.INT) {
      out.push(4);
      data(new TextEncoder().encode(toBig(v).toString()));
    } else if (isStr(v) || t === T.BYTES) {
      out.push(isStr(v) ? 5 : 6);
      data(text(v));
    } else if (t === T.FLOAT || t === T.COMPLEX) {
      out.push(7);
      const at = (v >> 1) + 1;
      data(new Uint8Array(F.slice(at, at + (t === T.FLOAT ? 1 : 2)).buffer));
    } else {
      out.push(8);
      number(H[v + 1]);
      for (let i = 0; i < H[v + 1]; i++) value(H[v + 2 + i]);
    }
  };
  const codeOut = (c: number): void => {
    const start = H[c + CODE.START] & 0xffff;
    const info = H[c + CODE.ARGS];
    const nargs = (info & 255) + ((info >> 8) & 255);
    const nconst = (start - CODE.CONSTS * 4 - 2 * nargs) >> 2;
    const end = c * 4 + H[c + CODE.EXC];
    number(H[c + CODE.SIZES]);
    number(info >>> 0);
    number(H[c + CODE.START] >>> 16);
    name(H[c + CODE.NAME] & 0xffff);
    name(H[c + CODE.NAME] >>> 16);
    number(nconst);
    for (let i = 0; i < nconst; i++) value(H[c + CODE.CONSTS + i]);
    number(nargs);
    for (let i = nargs; i; i--) name(word(c * 4 + start - 2 * i));
    // Operands that are strings keep their width when they are renumbered.
    number(end - c * 4 - start);
    walk(c * 4 + start, end, (at, n, op, arg) => {
      if (namesString(op)) {
        out.push(op, n - 1);
        name(arg);
      } else for (let i = 0; i < n; i++) out.push(B[at + i]);
    });
    data(B.subarray(end, c * 4 + sizeOf(c)));
  };
  codeOut(code);
  const body = out.splice(0);
  number(strings.length);
  for (const id of strings) data(text(strp((id << 3) | 2)));
  const file = Uint8Array.from([...MAGIC, 0, 0, 0, 0, ...out, ...body]);
  file.set(checksum(file), MAGIC.length);
  return file;
}
