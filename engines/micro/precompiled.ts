// @inline-constants-from ./layout.ts T
// @inline-constants-from ./bytecode.ts OP
// @inline-constants-from ./bytecode.ts CODE
// Precompiled files, our own format under the ending .mpy: magic, checksum, table of strings, then the code object with its
// constants. Whoever makes a right checksum is believed, as by MicroPython: bytecode is not verified. Strings are numbered by the file, so operands that are qstrs are rewritten when a file is loaded. Written by
// precompile.ts.
import { T } from './layout.ts';
import { H, B, alloc } from './heap.ts';
import { internBytes } from './qstr.ts';
import { fail, newFloat, tupleOf, bytes, newStr, latinOf } from './obj.ts';
import { newBig } from './objint.ts';
import { newComplex } from './objfloat.ts';
import { OP, CODE } from './bytecode.ts';

export const MAGIC = [0x6d, 0x69, 0x63, 3];

export const isPrecompiled = (d: Uint8Array) => MAGIC.every((b, i) => d[i] === b);

/** Four bytes behind the magic, of all that follows them. */
export const checksum = (d: Uint8Array) => {
  let h = 0;
  for (let i = 8; i < d.length; i++) h = Math.imul(h ^ d[i], 16777619);
  return [h & 255, (h >> 8) & 255, (h >> 16) & 255, h >>> 24];
};

/** Does the operand of this opcode name a string? LOAD_STR, then those from LOAD_NAME to LOAD_METHOD, IMPORT_NAME and _FROM. */
export const namesString = (op: number) =>
  op === OP.LOAD_STR ||
  (op >= OP.LOAD_NAME && op <= OP.LOAD_METHOD) ||
  op === OP.IMPORT_NAME ||
  op === OP.IMPORT_FROM;

export const loadPrecompiled = (d: Uint8Array): number => {
  let at = 8;
  const number = (): number => {
    let n = 0;
    for (let scale = 1; ; scale *= 128) {
      const b = d[at++];
      n += (b & 127) * scale;
      if (b < 128) return n;
    }
  };
  const data = () => {
    const n = number();
    // A copy: of a host's file buffer, `slice` would be a view.
    return new Uint8Array(d.subarray(at, (at += n)));
  };
  const many = (one: () => number) => Array.from({ length: number() }, one);
  const incompatible = (): never => fail(T.ValueError, 'incompatible .mpy file');
  if (checksum(d) + '' !== d.subarray(4, 8) + '') incompatible();
  const value = (): number => {
    switch (d[at++]) {
      case 1:
        return codeIn();
      case 2:
        return name();
      case 3:
        return (number() << 3) | 6;
      case 4:
        return newBig(BigInt(latinOf(data())));
      case 5: {
        const s = data();
        return newStr(s, 0, s.length);
      }
      case 6:
        return bytes(data());
      case 7: {
        const f = new Float64Array(data().buffer);
        return f.length > 1 ? newComplex(f[0], f[1]) : newFloat(f[0]);
      }
      case 8:
        return tupleOf(...many(value));
    }
    return incompatible();
  };
  const codeIn = (): number => {
    const [sizes, info, frees] = [number(), number(), number()];
    const [q, file] = [name(), name()];
    const consts = many(value);
    const args = many(name);
    const length = number();
    const start = CODE.CONSTS * 4 + consts.length * 4 + 2 * args.length;
    const code: number[] = [];
    while (code.length < length) {
      const op = d[at++];
      code.push(op);
      if (namesString(op)) {
        // As many bytes as before; leading zero groups are allowed.
        const n = d[at++];
        const id = name() >> 3;
        if (id >> (7 * n)) incompatible();
        for (let k = n; k--;) code.push(((id >> (7 * k)) & 127) | (k && 128));
      } else if (op >= 0x80 && op < 0x90) code.push(d[at++], d[at++]);
      else if (op >= 0x40 && op < 0x80)
        do code.push(d[at]);
        while (d[at++] > 127);
    }
    const tail = data();
    const p = alloc((start + length + tail.length + 3) >> 2);
    H.set(
      [
        -T.CODE,
        sizes,
        info,
        (q >> 3) | ((file >> 3) << 16),
        start + length,
        start | (frees << 16),
        ...consts,
      ],
      p,
    );
    B.set([...args.flatMap((a) => [a >> 3, a >> 11]), ...code, ...tail], p * 4 + start - 2 * args.length);
    return p;
  };
  const strings = many(() => {
    const s = data();
    return internBytes(s, 0, s.length);
  });
  const name = () => strings[number()];
  return codeIn();
};
