// Least and greatest values of ints. Arithmetic whose result is proved to be a safe int needs no check; comparisons that are already
// decided become constants; guards that pass narrow their operands. Models PyPy's optimizeopt/intbounds.py.
import { MAX_INT, MIN_INT } from '../arithmetic.ts';
import { make } from '../ir.ts';
import type { ArrayKind, Callee, Ins, OpName } from '../ir.ts';
import type { Optimizer, Pass } from './optimizer.ts';

type Range = readonly [number, number];
const ANY: Range = [MIN_INT, MAX_INT];

export function boundsOf(o: Optimizer, ins: Ins): Range {
  if (ins.isConst) return [ins.aux as number, ins.aux as number];
  return o.state.bounds.get(ins) ?? ANY;
}

/** What the host has room for: its arrays of values and its strings are far from the 2³² items that an array may have; its bytes are not. */
const LENGTHS: Range = [0, 0x7fff_ffff];
const LENGTHS_OF_BYTES: Range = [0, MAX_INT];
/** Bounds of what `arraylen` or `str_len` answers. */
export const lengthsOf = ({ aux }: Ins): Range =>
  (aux as ArrayKind | undefined)?.range === undefined ? LENGTHS : LENGTHS_OF_BYTES;
export const UINT32: Range = [0, 0xffff_ffff];
export const INT32: Range = [-0x8000_0000, 0x7fff_ffff];
export const within = (inner: Range, outer: Range): boolean => inner[0] >= outer[0] && inner[1] <= outer[1];
const isSafeRange = (r: Range): boolean => within(r, ANY);

/** Bounds of the exact result, which may lie outside the safe ints; null: no rule. */
function resultRange(op: OpName, a: Range, b: Range): Range | null {
  switch (op) {
    case 'int_add':
    case 'int_add_ovf':
      return [a[0] + b[0], a[1] + b[1]];
    case 'int_sub':
    case 'int_sub_ovf':
      return [a[0] - b[1], a[1] - b[0]];
    case 'int_mul':
    case 'int_mul_ovf': {
      const products = [a[0] * b[0], a[0] * b[1], a[1] * b[0], a[1] * b[1]];
      return [Math.min(...products) + 0, Math.max(...products) + 0];
    }
    case 'int_mod':
      if (b[0] > 0) return [0, a[0] >= 0 ? Math.min(a[1], b[1] - 1) : b[1] - 1];
      return b[1] < 0 ? [b[0] + 1, 0] : null;
    case 'int_floordiv':
      if (b[0] > 0)
        return [Math.floor(a[0] / (a[0] >= 0 ? b[1] : b[0])), Math.floor(a[1] / (a[1] >= 0 ? b[0] : b[1]))];
      return null;
    case 'int_and':
    case 'uint_and':
    case 'int_and_ovf':
      if (b[0] >= 0) return [0, a[0] >= 0 ? Math.min(a[1], b[1]) : b[1]];
      if (a[0] >= 0) return [0, a[1]];
      return within(a, INT32) && within(b, INT32) ? INT32 : null;
    case 'int_or':
    case 'uint_or':
    case 'int_or_ovf':
    case 'int_xor':
    case 'uint_xor':
    case 'int_xor_ovf':
      if (a[0] >= 0 && b[0] >= 0) return [0, maskAbove(Math.max(a[1], b[1]))];
      return within(a, INT32) && within(b, INT32) ? INT32 : null;
    case 'int_rshift':
      if (b[0] < 0) return null;
      return [
        Math.floor(a[0] / 2 ** Math.min(a[0] >= 0 ? b[1] : b[0], 64)),
        Math.floor(a[1] / 2 ** Math.min(a[1] >= 0 ? b[0] : b[1], 64)),
      ];
    case 'int_lshift':
    case 'int_lshift_ovf':
      if (b[0] < 0 || b[1] > 52) return null;
      return [Math.min(a[0] * 2 ** b[1], a[0]), Math.max(a[1] * 2 ** b[1], a[1])];
    case 'int_min':
      return [Math.min(a[0], b[0]), Math.min(a[1], b[1])];
    case 'int_max':
      return [Math.max(a[0], b[0]), Math.max(a[1], b[1])];
    default:
      return null;
  }
}

/** Least 2ⁿ−1 that is not below `x`. */
function maskAbove(x: number): number {
  let mask = 1;
  while (mask < x) mask = mask * 2 + 1;
  return Math.min(mask, MAX_INT);
}

const PLAIN: Partial<Record<OpName, OpName>> = {
  int_add_ovf: 'int_add',
  int_sub_ovf: 'int_sub',
  int_mul_ovf: 'int_mul',
  int_lshift_ovf: 'int_lshift',
};

/** Bitwise operations that the host's 32-bit operators do exactly. */
function bitwisePlain(op: OpName, a: Range, b: Range): OpName | null {
  if (op === 'int_and_ovf') {
    const isMask = (r: Range): boolean => within(r, [0, INT32[1]]);
    // The host takes the low 32 bits, which is all that a mask of 31 bits lets through.
    if (isMask(a) || isMask(b) || (within(a, INT32) && within(b, INT32))) return 'int_and';
    return within(a, UINT32) || within(b, UINT32) ? 'uint_and' : null;
  }
  if (!within(a, INT32) || !within(b, INT32)) {
    if (!within(a, UINT32) || !within(b, UINT32)) return null;
    if (op === 'int_or_ovf') return 'uint_or';
    return op === 'int_xor_ovf' ? 'uint_xor' : null;
  }
  if (op === 'int_or_ovf') return 'int_or';
  return op === 'int_xor_ovf' ? 'int_xor' : null;
}

function decided(op: OpName, a: Range, b: Range): boolean | null {
  switch (op) {
    case 'int_lt':
      return a[1] < b[0] ? true : a[0] >= b[1] ? false : null;
    case 'int_le':
      return a[1] <= b[0] ? true : a[0] > b[1] ? false : null;
    case 'int_gt':
      return a[0] > b[1] ? true : a[1] <= b[0] ? false : null;
    case 'int_ge':
      return a[0] >= b[1] ? true : a[1] < b[0] ? false : null;
    case 'int_eq':
      return a[1] < b[0] || a[0] > b[1] ? false : null;
    case 'int_ne':
      return a[1] < b[0] || a[0] > b[1] ? true : null;
    default:
      return null;
  }
}

/** `aux` of a checked sum or difference that can only be too great, or only too small. */
export const MAY_BE_ABOVE = 'above';
export const MAY_BE_BELOW = 'below';

/** `aux` of a shift that the host's operators for 32 bits do: of a signed number, of one that is not negative. */
export const SIGNED_32 = 'signed 32';
export const UNSIGNED_32 = 'unsigned 32';

/** `aux` of a sum or difference that fits in 32 bits with a sign, as its operands do. */
export const RESULT_32 = '32 bits';

function hostShift(op: OpName, a: Range, b: Range, result: Range): string | undefined {
  if (b[0] < 0 || b[1] > 31) return undefined;
  if (op === 'int_rshift') {
    if (within(a, INT32)) return SIGNED_32;
    return within(a, UINT32) ? UNSIGNED_32 : undefined;
  }
  if (op !== 'int_lshift') return undefined;
  if (within(a, INT32) && within(result, INT32)) return SIGNED_32;
  return within(a, UINT32) && within(result, UINT32) ? UNSIGNED_32 : undefined;
}

/** `aux` of a product or remainder that cannot come out as −0, so that the host's operator will do. */
export const NO_SIGN = 'unsigned';

function isNeverNegativeZero(op: OpName, a: Range, b: Range): boolean {
  if (op === 'int_mul' || op === 'int_mul_ovf') return (a[0] >= 0 && b[0] >= 0) || a[0] > 0 || b[0] > 0;
  return op === 'int_mod' && a[0] >= 0 && b[0] > 0;
}

function narrow(o: Optimizer, ins: Ins, low: number, high: number): void {
  if (ins.isConst) return;
  const [oldLow, oldHigh] = boundsOf(o, ins);
  o.state.bounds.set(ins, [Math.max(oldLow, low), Math.min(oldHigh, high)]);
}

/** `condition` is known to be `truth` from here on. */
export function learn(o: Optimizer, condition: Ins, truth: boolean): void {
  if (condition.args.length !== 2 || !condition.op.startsWith('int_')) return;
  const [x, y] = condition.args;
  const a = boundsOf(o, x);
  const b = boundsOf(o, y);
  const isBelow = (u: Ins, v: Ins, ru: Range, rv: Range, gap: number): void => {
    narrow(o, u, MIN_INT, rv[1] - gap);
    narrow(o, v, ru[0] + gap, MAX_INT);
  };
  const equal = (): void => {
    narrow(o, x, b[0], b[1]);
    narrow(o, y, a[0], a[1]);
  };
  switch (condition.op) {
    case 'int_lt':
      return truth ? isBelow(x, y, a, b, 1) : isBelow(y, x, b, a, 0);
    case 'int_le':
      return truth ? isBelow(x, y, a, b, 0) : isBelow(y, x, b, a, 1);
    case 'int_gt':
      return truth ? isBelow(y, x, b, a, 1) : isBelow(x, y, a, b, 0);
    case 'int_ge':
      return truth ? isBelow(y, x, b, a, 0) : isBelow(x, y, a, b, 1);
    case 'int_eq':
      return truth ? equal() : undefined;
    case 'int_ne':
      return truth ? undefined : equal();
  }
}

export const ranges: Pass = {
  name: 'ranges',
  failed(o, { op, args }) {
    if (op === 'guard_true' || op === 'guard_false') learn(o, args[0], op === 'guard_false');
  },
  visit(o, ins) {
    const { op, args } = ins;
    if (op === 'arraylen' || op === 'str_len') {
      o.state.bounds.set(ins, lengthsOf(ins));
      return undefined;
    }
    if (op === 'getitem') {
      const { range } = ins.aux as ArrayKind;
      if (range !== undefined) o.state.bounds.set(ins, range);
      return undefined;
    }
    if (op === 'call') {
      const { range } = ins.aux as Callee;
      if (range !== undefined) o.state.bounds.set(ins, range);
      return undefined;
    }
    if (op === 'str_ord') {
      o.state.bounds.set(ins, [0, 0x10_ffff]);
      return undefined;
    }
    if (op === 'guard_uint32' || op === 'guard_int32') {
      const wanted = op === 'guard_uint32' ? UINT32 : INT32;
      const [value] = args;
      const known = boundsOf(o, value);
      if (within(known, wanted)) return value;
      const answer = o.send(ins, ranges)!;
      o.state.bounds.set(answer, [Math.max(known[0], wanted[0]), Math.min(known[1], wanted[1])]);
      return answer;
    }
    if (op === 'int_of_bool') {
      o.state.bounds.set(ins, [0, 1]);
      return undefined;
    }
    if (op === 'guard_true' || op === 'guard_false') {
      const answer = o.send(ins, ranges);
      learn(o, args[0], op === 'guard_true');
      return answer;
    }
    if (op.startsWith('low_')) {
      o.state.bounds.set(ins, INT32);
      return undefined;
    }
    const isUnsigned = op.startsWith('uint_');
    if ((!isUnsigned && !op.startsWith('int_')) || args.length !== 2) return undefined;
    const a = boundsOf(o, args[0]);
    const b = boundsOf(o, args[1]);
    const truth = decided(op, a, b);
    if (truth !== null) return o.konst(truth, 'b');
    const result = resultRange(op, a, b);
    const bitwise = bitwisePlain(op, a, b);
    if (bitwise !== null) return o.emit(bitwise, args);
    if (result === null) return undefined;
    const plain = PLAIN[op];
    if (plain !== undefined && isSafeRange(result)) return o.send(make(plain, args));
    if ((op === 'int_mod' || op === 'int_floordiv') && within(a, UINT32) && within(b, [1, INT32[1]]))
      ins.aux = UNSIGNED_32;
    if (ins.aux === undefined && isNeverNegativeZero(op, a, b)) ins.aux = NO_SIGN;
    ins.aux ??= hostShift(op, a, b, result);
    if ((op === 'int_add' || op === 'int_sub') && [a, b, result].every((range) => within(range, INT32)))
      ins.aux = RESULT_32;
    if (op === 'int_add_ovf' || op === 'int_sub_ovf') {
      if (result[0] >= MIN_INT) ins.aux = MAY_BE_ABOVE;
      else if (result[1] <= MAX_INT) ins.aux = MAY_BE_BELOW;
    }
    o.state.bounds.set(ins, [Math.max(result[0], MIN_INT), Math.min(result[1], MAX_INT)]);
    return undefined;
  },
};
