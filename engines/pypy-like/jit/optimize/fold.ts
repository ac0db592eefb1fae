// Constant folding and algebra: one rule an operation, found by its name. A rule answers a value that stands for the instruction, null
// when nothing is needed, or undefined when it does not apply. Rules only look at operands, never at the heap. Floats are folded only where
// the result is the same to the bit (x + 0.0 is not x for -0.0).
import * as arithmetic from '../arithmetic.ts';
import { isSafe } from '../arithmetic.ts';
import type { Ins, OpName } from '../ir.ts';
import type { Optimizer, Pass } from './optimizer.ts';

type Rule = (o: Optimizer, ins: Ins) => Ins | null | undefined;

const num = (ins: Ins): number => ins.aux as number;

const checkedInt =
  (compute: (x: number, y: number) => number): Rule =>
  (o, { args: [a, b] }) => {
    if (!a.isConst || !b.isConst) return undefined;
    const result = compute(num(a), num(b));
    return isSafe(result) ? o.konst(result + 0, 'i') : undefined;
  };
const compare =
  (holds: (x: number, y: number) => boolean, ofEqual: boolean | undefined): Rule =>
  (o, { args: [a, b] }) => {
    if (a.isConst && b.isConst) return o.konst(holds(num(a), num(b)), 'b');
    return a === b && ofEqual !== undefined && a.kind !== 'f' ? o.konst(ofEqual, 'b') : undefined;
  };
const floats =
  (compute: (x: number, y: number) => number): Rule =>
  (o, { args: [a, b] }) =>
    a.isConst && b.isConst ? o.konst(compute(num(a), num(b)), 'f') : undefined;

const isZero = (ins: Ins): boolean => ins.isConst && ins.aux === 0;
const isOne = (ins: Ins): boolean => ins.isConst && ins.aux === 1;

const add: Rule = (o, ins) => {
  const [a, b] = ins.args;
  if (isZero(b)) return a;
  if (isZero(a)) return b;
  return checkedInt((x, y) => x + y)(o, ins);
};
const sub: Rule = (o, ins) => {
  const [a, b] = ins.args;
  if (isZero(b)) return a;
  if (a === b) return o.konst(0, 'i');
  return checkedInt((x, y) => x - y)(o, ins);
};
const mul: Rule = (o, ins) => {
  const [a, b] = ins.args;
  if (isOne(b)) return a;
  if (isOne(a)) return b;
  if (isZero(a) || isZero(b)) return o.konst(0, 'i');
  return checkedInt(arithmetic.intMul)(o, ins);
};
const nonZeroDivisor =
  (compute: (x: number, y: number) => number): Rule =>
  (o, ins) =>
    isZero(ins.args[1]) ? undefined : checkedInt(compute)(o, ins);

/** A guard for a representation that the value has already. */
const narrowed =
  (kind: string, test: (value: unknown) => boolean): Rule =>
  (o, { args: [a] }) => {
    if (a.kind === kind) return a;
    return a.isConst && test(a.aux) ? o.konst(a.aux, kind as never) : undefined;
  };

const OPPOSITE: Partial<Record<OpName, OpName>> = {
  int_lt: 'int_ge',
  int_ge: 'int_lt',
  int_gt: 'int_le',
  int_le: 'int_gt',
  int_eq: 'int_ne',
  int_ne: 'int_eq',
  str_eq: 'str_ne',
  str_ne: 'str_eq',
};

const guardCondition =
  (wanted: boolean): Rule =>
  (o, ins) => {
    const [condition] = ins.args;
    if (condition.isConst) return condition.aux === wanted ? null : undefined;
    if (condition.op === 'not')
      return o.emit(wanted ? 'guard_false' : 'guard_true', condition.args, undefined, '-', ins.snap);
    return undefined;
  };

export const rules: Partial<Record<OpName, Rule>> = {
  int_add: add,
  int_add_ovf: add,
  int_sub: sub,
  int_sub_ovf: sub,
  int_mul: mul,
  int_mul_ovf: mul,
  int_floordiv: (o, ins) =>
    isOne(ins.args[1]) ? ins.args[0] : nonZeroDivisor(arithmetic.intFloordiv)(o, ins),
  int_mod: (o, ins) => (isOne(ins.args[1]) ? o.konst(0, 'i') : nonZeroDivisor(arithmetic.intMod)(o, ins)),
  int_truediv: (o, { args: [a, b] }) =>
    a.isConst && b.isConst && !isZero(b) ? o.konst(num(a) / num(b), 'f') : undefined,
  int_and_ovf: checkedInt(arithmetic.intAnd),
  int_or_ovf: checkedInt(arithmetic.intOr),
  int_xor_ovf: checkedInt(arithmetic.intXor),
  int_and: checkedInt(arithmetic.intAnd),
  int_or: checkedInt(arithmetic.intOr),
  int_xor: checkedInt(arithmetic.intXor),
  int_lshift_ovf: checkedInt(arithmetic.intLshift),
  int_lshift: checkedInt(arithmetic.intLshift),
  int_rshift: (o, ins) => (isZero(ins.args[1]) ? ins.args[0] : checkedInt(arithmetic.intRshift)(o, ins)),
  int_min: checkedInt(Math.min),
  int_max: checkedInt(Math.max),
  int_lt: compare((x, y) => x < y, false),
  int_le: compare((x, y) => x <= y, true),
  int_eq: compare((x, y) => x === y, true),
  int_ne: compare((x, y) => x !== y, false),
  int_gt: compare((x, y) => x > y, false),
  int_ge: compare((x, y) => x >= y, true),
  int_to_float: (o, { args: [a] }) => (a.isConst ? o.konst(a.aux, 'f') : undefined),
  int_of_bool: (o, { args: [a] }) => (a.isConst ? o.konst(a.aux === true ? 1 : 0, 'i') : undefined),

  float_add: floats((x, y) => x + y),
  float_sub: floats((x, y) => x - y),
  float_mul: (o, ins) => (isOne(ins.args[1]) ? ins.args[0] : floats((x, y) => x * y)(o, ins)),
  float_div: (o, ins) => {
    const [a, b] = ins.args;
    if (isOne(b)) return a;
    return isZero(b) ? undefined : floats((x, y) => x / y)(o, ins);
  },
  float_neg: (o, { args: [a] }) => {
    if (a.isConst) return o.konst(-num(a), 'f');
    return a.op === 'float_neg' ? a.args[0] : undefined;
  },
  float_abs: (o, { args: [a] }) => (a.isConst ? o.konst(Math.abs(num(a)), 'f') : undefined),
  float_lt: compare((x, y) => x < y, undefined),
  float_le: compare((x, y) => x <= y, undefined),
  float_eq: compare((x, y) => x === y, undefined),
  float_ne: compare((x, y) => x !== y, undefined),
  float_gt: compare((x, y) => x > y, undefined),
  float_ge: compare((x, y) => x >= y, undefined),

  str_concat: (o, { args: [a, b] }) => {
    if (a.isConst && b.isConst) return o.konst((a.aux as string) + (b.aux as string), 's');
    if (a.isConst && a.aux === '') return b;
    return b.isConst && b.aux === '' ? a : undefined;
  },
  str_len: (o, { args: [a] }) => (a.isConst ? o.konst((a.aux as string).length, 'i') : undefined),
  str_char: (o, { args: [a, b] }) =>
    a.isConst && b.isConst ? o.konst((a.aux as string)[num(b)], 's') : undefined,
  str_ord: (o, { args: [a] }) => (a.isConst ? o.konst((a.aux as string).charCodeAt(0), 'i') : undefined),
  str_eq: (o, { args: [a, b] }) => {
    if (a === b) return o.konst(true, 'b');
    return a.isConst && b.isConst ? o.konst(a.aux === b.aux, 'b') : undefined;
  },
  str_ne: (o, { args: [a, b] }) => {
    if (a === b) return o.konst(false, 'b');
    return a.isConst && b.isConst ? o.konst(a.aux !== b.aux, 'b') : undefined;
  },

  not: (o, { args: [a] }) => {
    if (a.isConst) return o.konst(a.aux !== true, 'b');
    if (a.op === 'not') return a.args[0];
    const opposite = OPPOSITE[a.op];
    return opposite === undefined ? undefined : o.emit(opposite, a.args);
  },
  same: (o, { args: [a, b] }) => {
    if (a === b) return o.konst(true, 'b');
    if (a.isConst && b.isConst) return o.konst(a.aux === b.aux, 'b');
    return undefined;
  },
  is_set: (o, { args: [a] }) => {
    if (a.isConst) return o.konst(a.aux !== undefined && a.aux !== null, 'b');
    return a.kind !== 'w' ? o.konst(true, 'b') : undefined;
  },

  guard_true: guardCondition(true),
  guard_false: guardCondition(false),
  guard_int: narrowed('i', (v) => typeof v === 'number'),
  guard_str: narrowed('s', (v) => typeof v === 'string'),
  guard_float: (o, { args: [a] }) => {
    if (a.kind === 'f') return a;
    return a.op === 'box_float' ? a.args[0] : undefined;
  },
  guard_bool: (o, { args: [a] }) => {
    if (a.kind === 'b') return a;
    if (a.op === 'bool_to_w') return a.args[0];
    return undefined;
  },
  guard_set: (o, { args: [a] }) => (a.kind !== 'w' || a.op === 'bool_to_w' ? a : undefined),
  guard_value: (o, ins) => {
    const [a] = ins.args;
    if (!a.isConst) return undefined;
    return a.aux === ins.aux ? a : undefined;
  },
  box_float: () => undefined,
};

export const fold: Pass = {
  name: 'fold',
  visit: (o, ins) => rules[ins.op]?.(o, ins),
};
