// Sums, products, shifts and bitwise operations of which only the low 32 bits are asked for in the end, by a mask or a remainder: hashes, checksums and
// generators of random numbers do that. Their low bits are made of the low bits of their operands alone, so that neither overflow checks nor big
// ints are needed on the way. What demanded-bits analyses of compilers do, for the one width that the host has.
import type { Callee, Ins, OpName } from '../ir.ts';
import type { Optimizer, Pass } from './optimizer.ts';
import { boundsOf, INT32, UINT32, within } from './ranges.ts';
import { wideOperation } from '../wide-ints.ts';

const LOW: Partial<Record<string, OpName>> = {
  int_add: 'low_add',
  int_add_ovf: 'low_add',
  add: 'low_add',
  int_sub: 'low_sub',
  int_sub_ovf: 'low_sub',
  subtract: 'low_sub',
  int_mul: 'low_mul',
  int_mul_ovf: 'low_mul',
  multiply: 'low_mul',
  int_lshift: 'low_lshift',
  int_lshift_ovf: 'low_lshift',
  lshift: 'low_lshift',
  int_and: 'low_and',
  int_and_ovf: 'low_and',
  uint_and: 'low_and',
  and: 'low_and',
  int_or: 'low_or',
  int_or_ovf: 'low_or',
  uint_or: 'low_or',
  or: 'low_or',
  int_xor: 'low_xor',
  int_xor_ovf: 'low_xor',
  uint_xor: 'low_xor',
  xor: 'low_xor',
};
/** Operations within one another that are looked through. */
const DEEPEST = 16;

/** What the instruction computes, as a name of the table above. */
const operationOf = (ins: Ins): string =>
  ins.op === 'call' ? (wideOperation(ins.aux as Callee) ?? '') : ins.op;

/** Whether something in it is worth while: it may be a big int, or beyond what the host's operators take. */
function mayBeBig(o: Optimizer, ins: Ins, depth = 0): boolean {
  if (ins.op === 'call') return wideOperation(ins.aux as Callee) !== null;
  if (LOW[ins.op] === undefined || depth > DEEPEST) return false;
  const known = boundsOf(o, ins);
  if (!within(known, UINT32) && !within(known, INT32)) return true;
  return ins.args.some((arg) => mayBeBig(o, arg, depth + 1));
}

/** A number of 32 bits, signed, that has the low bits of `ins`; null: not to be had. */
function lowWord(o: Optimizer, ins: Ins, depth: number): Ins | null {
  const low = LOW[operationOf(ins)];
  if (low === undefined || depth > DEEPEST) {
    if (ins.kind !== 'i') return null;
    const [least, greatest] = boundsOf(o, ins);
    return least >= -0x8000_0000 && greatest <= 0xffff_ffff ? ins : o.emit('low_or', [ins, o.konst(0, 'i')]);
  }
  const [a, b] = ins.args;
  if (low === 'low_lshift') {
    if (b.kind !== 'i') return null;
    const [least, greatest] = boundsOf(o, b);
    if (least < 0) return null;
    if (least > 31) return o.konst(0, 'i');
    if (greatest > 31) return null;
    const word = lowWord(o, a, depth + 1);
    return word && o.emit('low_lshift', [word, b]);
  }
  const [x, y] = [lowWord(o, a, depth + 1), lowWord(o, b, depth + 1)];
  return x && y && o.emit(low, [x, y]);
}

const isMask = (ins: Ins): boolean =>
  ins.isConst && typeof ins.aux === 'number' && ins.aux >= 0 && ins.aux <= 0xffff_ffff;
const isPowerOfTwo = (x: number): boolean => x > 0 && x <= 0x1_0000_0000 && Number.isInteger(Math.log2(x));

/** The value and the mask, where the instruction answers the low bits of something. */
function masked(o: Optimizer, ins: Ins): readonly [Ins, Ins] | null {
  const [a, b] = ins.args;
  switch (ins.op === 'call' ? wideOperation(ins.aux as Callee) : ins.op) {
    case 'int_and_ovf':
    case 'and low':
      if (isMask(b)) return [a, b];
      return isMask(a) ? [b, a] : null;
    case 'int_mod':
    case 'remainder':
      return b.isConst && isPowerOfTwo(b.aux as number) ? [a, o.konst((b.aux as number) - 1, 'i')] : null;
    default:
      return null;
  }
}

export const lowWords: Pass = {
  name: 'low words',
  visit(o, ins) {
    const found = masked(o, ins);
    if (found === null) return undefined;
    const [value, mask] = found;
    if (!mayBeBig(o, value)) return undefined;
    const word = lowWord(o, value, 0);
    if (word === null) return undefined;
    return o.emit((mask.aux as number) > 0x7fff_ffff ? 'uint_and' : 'int_and', [word, mask]);
  },
};
