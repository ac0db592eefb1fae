// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// @inline-constants-from ./bytecode.ts OP
// @inline-constants-from ./bytecode.ts CODE
// Precompiled files, our own format under the ending .mpy: magic, table of strings, then the code object with its
// constants. Strings are numbered by the file, so operands that are qstrs are rewritten when a file is loaded.
import { T } from './layout.ts';
import { H, B, alloc, keep, sizeOf, word } from './heap.ts';
import { strp, internBytes, newBytesObject } from './qstr.ts';
import { typeOf, isStr, isHeap, fail, newFloat, newTuple } from './obj.ts';
import { toBig, newBig } from './objint.ts';
import { newComplex, reOf, imOf } from './objfloat.ts';
import { F } from './heap.ts';
import { OP, CODE } from './bytecode.ts';

const MAGIC = [0x6d, 0x69, 0x63, 1];

export const isPrecompiled = (d: Uint8Array) => MAGIC.every((b, i) => d[i] === b);

/** Does the operand of this opcode name a string? */
const NAMES = new Set<number>([
  OP.LOAD_STR,
  OP.LOAD_NAME,
  OP.STORE_NAME,
  OP.DELETE_NAME,
  OP.LOAD_GLOBAL,
  OP.STORE_GLOBAL,
  OP.DELETE_GLOBAL,
  OP.LOAD_ATTR,
  OP.STORE_ATTR,
  OP.DELETE_ATTR,
  OP.LOAD_METHOD,
  OP.IMPORT_NAME,
  OP.IMPORT_FROM,
]);

export function savePrecompiled(code: number): Uint8Array {
  const strings: number[] = [];
  const out: number[] = [];
  const number = (n: number) => {
    while (n > 127) {
      out.push((n & 127) | 128);
      n = Math.floor(n / 128);
    }
    out.push(n);
  };
  const data = (at: number, n: number) => {
    number(n);
    for (let i = 0; i < n; i++) out.push(B[at + i]);
  };
  const name = (id: number): number => {
    let i = strings.indexOf(id);
    if (i < 0) i = strings.push(id) - 1;
    return i;
  };
  const value = (v: number): void => {
    const t = typeOf(v);
    if (isHeap(v, -T.CODE)) {
      out.push(1);
      return codeOut(v);
    }
    if ((v & 7) === 2) {
      out.push(2);
      return number(name(v >> 3));
    }
    if ((v & 7) === 6) {
      out.push(3);
      return number(v >> 3);
    }
    if (t === T.INT) {
      const s = toBig(v).toString();
      out.push(4);
      number(s.length);
      for (const c of s) out.push(c.charCodeAt(0));
      return;
    }
    if (isStr(v) || t === T.BYTES) {
      out.push(isStr(v) ? 5 : 6);
      return data(v * 4 + 12, H[v + 1]);
    }
    if (t === T.FLOAT || t === T.COMPLEX) {
      out.push(t === T.FLOAT ? 7 : 8);
      const raw = new Uint8Array(
        Float64Array.of(t === T.FLOAT ? F[(v >> 1) + 1] : reOf(v), imOf(t === T.FLOAT ? 1 : v)).buffer,
      );
      out.push(...raw);
      return;
    }
    out.push(9);
    number(H[v + 1]);
    for (let i = 0; i < H[v + 1]; i++) value(H[v + 2 + i]);
  };
  const codeOut = (c: number): void => {
    const start = H[c + CODE.START] & 0xffff;
    const info = H[c + CODE.ARGS];
    const nargs = (info & 255) + ((info >> 8) & 255);
    const nconst = (start - CODE.CONSTS * 4 - 2 * nargs) >> 2;
    number(H[c + CODE.SIZES]);
    number(info >>> 0);
    number(name(H[c + CODE.NAME] & 0xffff));
    number(name(H[c + CODE.NAME] >>> 16));
    number(H[c + CODE.START] >>> 16);
    number(nconst);
    for (let i = 0; i < nconst; i++) value(H[c + CODE.CONSTS + i]);
    number(nargs);
    for (let i = 0; i < nargs; i++) {
      const at = c * 4 + start - 2 * nargs + 2 * i;
      number(name(word(at)));
    }
    // Operands that are strings get three fixed bytes: their width must not change when they are renumbered.
    const end = c * 4 + H[c + CODE.EXC];
    number(end - c * 4 - start);
    walk(c * 4 + start, end, (at, n, op, arg) => {
      if (NAMES.has(op)) {
        const id = name(arg);
        out.push(op, n, id & 127, (id >> 7) & 127);
      } else for (let i = 0; i < n; i++) out.push(B[at + i]);
    });
    const tail = c * 4 + sizeOf(c) - end;
    data(end, tail);
  };
  codeOut(code);
  const body = out.splice(0);
  number(strings.length);
  for (const id of strings) {
    const p = strp((id << 3) | 2);
    data(p * 4 + 12, H[p + 1]);
  }
  return Uint8Array.from([...MAGIC, ...out, ...body]);
}

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

export function loadPrecompiled(d: Uint8Array): number {
  let at = MAGIC.length;
  const number = (): number => {
    let n = 0;
    let scale = 1;
    for (;;) {
      const b = d[at++];
      n += (b & 127) * scale;
      if (b < 128) return n;
      scale *= 128;
    }
  };
  const strings: number[] = [];
  for (let i = number(); i > 0; i--) {
    const n = number();
    strings.push(internBytes(d, at, n));
    at += n;
  }
  const value = (): number => {
    const tag = d[at++];
    switch (tag) {
      case 1:
        return codeIn();
      case 2:
        return strings[number()];
      case 3:
        return (number() << 3) | 6;
      case 4: {
        const n = number();
        const s = String.fromCharCode(...d.subarray(at, (at += n)));
        return newBig(BigInt(s));
      }
      case 5:
      case 6: {
        const n = number();
        const p = newBytesObject(tag === 5 ? -T.STR : -T.BYTES, n);
        B.set(d.subarray(at, at + n), p * 4 + 12);
        at += n;
        return p;
      }
      case 7:
      case 8: {
        const f = new Float64Array(d.slice(at, at + 16).buffer);
        at += 16;
        return tag === 7 ? newFloat(f[0]) : newComplex(f[0], f[1]);
      }
      case 9: {
        const items: number[] = [];
        for (let i = number(); i > 0; i--) items.push(value());
        const p = newTuple(0, 0);
        if (items.length === 0) return p;
        const t = alloc(items.length + 2);
        H[t] = -T.TUPLE;
        H[t + 1] = items.length;
        items.forEach((v, i) => (H[t + 2 + i] = v));
        return t;
      }
    }
    return fail(T.ValueError, 'incompatible .mpy file');
  };
  const codeIn = (): number => {
    const sizes = number();
    const info = number();
    const name = strings[number()] >> 3;
    const file = strings[number()] >> 3;
    const frees = number();
    const consts: number[] = [];
    for (let i = number(); i > 0; i--) {
      const v = value();
      if (!(v & 3)) keep(v);
      consts.push(v);
    }
    const nargs = number();
    const args: number[] = [];
    for (let i = 0; i < nargs; i++) args.push(strings[number()] >> 3);
    const length = number();
    const start = CODE.CONSTS * 4 + consts.length * 4 + 2 * nargs;
    const code: number[] = [];
    while (code.length < length) {
      const op = d[at++];
      code.push(op);
      if (NAMES.has(op)) {
        const n = d[at++];
        const id = strings[d[at] | (d[at + 1] << 7)] >> 3;
        at += 2;
        // As many bytes as before; leading zero groups are allowed.
        for (let k = n - 2; k >= 0; k--) code.push(((id >> (7 * k)) & 127) | (k > 0 ? 128 : 0));
        if (id >> (7 * (n - 1))) fail(T.ValueError, 'incompatible .mpy file');
      } else if (op >= 0x80 && op < 0x90) code.push(d[at++], d[at++]);
      else if (op >= 0x40 && op < 0x80)
        for (;;) {
          const b = d[at++];
          code.push(b);
          if (b < 128) break;
        }
    }
    const tail = number();
    const p = alloc((start + length + tail + 3) >> 2);
    H[p] = -T.CODE;
    H[p + CODE.SIZES] = sizes;
    H[p + CODE.ARGS] = info;
    H[p + CODE.NAME] = name | (file << 16);
    H[p + CODE.EXC] = start + length;
    H[p + CODE.START] = start | (frees << 16);
    consts.forEach((v, i) => (H[p + CODE.CONSTS + i] = v));
    let to = p * 4 + CODE.CONSTS * 4 + consts.length * 4;
    for (const q of args) {
      B[to++] = q;
      B[to++] = q >> 8;
    }
    for (const b of code) B[to++] = b;
    B.set(d.subarray(at, at + tail), to);
    at += tail;
    return p;
  };
  return codeIn();
}
