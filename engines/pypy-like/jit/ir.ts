// The intermediate representation of traces: one table of operations (operands, result, effect, exit), instructions in SSA form that
// point at their operands, constants, descriptions of heap places. All else about an operation derives from the table. Models LuaJIT's
// lj_ir.h for the shape (linear, typed, one table) and PyPy's rpython/jit/metainterp/resoperation.py for what is in it.
import type { Snapshot } from './snapshot.ts';

/**
 * How a value stands in a JS variable. `w`: any Python value as a frame slot holds it; `i`: int, a safe host number; `s`: str, a host
 * string; `p`: an object (these three are also valid as `w`); `f`: float, unboxed; `b`: a host boolean; `-`: no result.
 */
export type Kind = 'w' | 'i' | 's' | 'p' | 'f' | 'b' | '-';

/**
 * `pure`: same result for the same operands. `guard`: pure, but leaves the trace when it does not hold; answers its operand, narrowed.
 * `load`, `store`: one place of the heap. `alloc`: makes an object nobody else knows. `call`: what the callee declares.
 */
export type Effect = 'input' | 'pure' | 'guard' | 'load' | 'store' | 'alloc' | 'call' | 'control';

export interface OpRow {
  /** One letter an operand; `?`: any kind; a trailing `*`: any number of the last. */
  readonly args: string;
  /** `=`: the kind stands with the instruction (loads, calls, phis, constants). */
  readonly result: Kind | '=';
  readonly effect: Effect;
  /** May leave the trace: has a snapshot. */
  readonly exits: boolean;
  /** What `aux` holds. */
  readonly aux: '' | 'value' | 'index' | 'field' | 'array' | 'class' | 'callee' | 'test';
}

const row = (
  args: string,
  result: OpRow['result'],
  effect: Effect,
  options: { exits?: boolean; aux?: OpRow['aux'] } = {},
): OpRow => ({ args, result, effect, exits: options.exits ?? false, aux: options.aux ?? '' });

const pure = (args: string, result: OpRow['result']): OpRow => row(args, result, 'pure');
/** Arithmetic on ints that leaves the trace when the result is no safe int. */
const checked = (args: string): OpRow => row(args, 'i', 'guard', { exits: true });
const guard = (args: string, result: OpRow['result'], aux: OpRow['aux'] = ''): OpRow =>
  row(args, result, 'guard', { exits: true, aux });

export const ops = {
  // --- inputs
  const: row('', '=', 'input', { aux: 'value' }),
  /** Content of a slot of the loop's frame when the loop is entered. */
  slot: row('', '=', 'input', { aux: 'index' }),
  /** Loop-carried value: first from before the loop, then from its end. */
  phi: row('', '=', 'input', { aux: 'index' }),

  // --- ints. The checked forms become plain ones where ranges prove them.
  int_add_ovf: checked('ii'),
  int_sub_ovf: checked('ii'),
  int_mul_ovf: checked('ii'),
  int_lshift_ovf: checked('ii'),
  int_add: pure('ii', 'i'),
  int_sub: pure('ii', 'i'),
  int_mul: pure('ii', 'i'),
  /** Second operand not 0. */
  int_floordiv: pure('ii', 'i'),
  int_mod: pure('ii', 'i'),
  int_truediv: pure('ii', 'f'),
  int_and_ovf: checked('ii'),
  int_or_ovf: checked('ii'),
  int_xor_ovf: checked('ii'),
  /** Where both are known to be 32-bit (`int_and`: one of them and not negative is enough). */
  int_and: pure('ii', 'i'),
  int_or: pure('ii', 'i'),
  int_xor: pure('ii', 'i'),
  /** Where both lie between 0 and 2³² − 1 (`uint_and`: one of them is enough). */
  uint_and: pure('ii', 'i'),
  uint_or: pure('ii', 'i'),
  uint_xor: pure('ii', 'i'),
  /** The low 32 bits of the result, as the host's signed number of 32 bits; sums and differences of numbers below 2⁵². */
  low_and: pure('ii', 'i'),
  low_or: pure('ii', 'i'),
  low_xor: pure('ii', 'i'),
  low_add: pure('ii', 'i'),
  low_sub: pure('ii', 'i'),
  low_mul: pure('ii', 'i'),
  /** By less than 32. */
  low_lshift: pure('ii', 'i'),
  /** Second operand not negative. */
  int_rshift: pure('ii', 'i'),
  int_lshift: pure('ii', 'i'),
  int_lt: pure('ii', 'b'),
  int_le: pure('ii', 'b'),
  int_eq: pure('ii', 'b'),
  int_ne: pure('ii', 'b'),
  int_gt: pure('ii', 'b'),
  int_ge: pure('ii', 'b'),
  int_to_float: pure('i', 'f'),
  int_of_bool: pure('b', 'i'),
  int_min: pure('ii', 'i'),
  int_max: pure('ii', 'i'),

  // --- floats
  float_add: pure('ff', 'f'),
  float_sub: pure('ff', 'f'),
  float_mul: pure('ff', 'f'),
  /** Second operand not 0. */
  float_div: pure('ff', 'f'),
  float_neg: pure('f', 'f'),
  float_abs: pure('f', 'f'),
  float_lt: pure('ff', 'b'),
  float_le: pure('ff', 'b'),
  float_eq: pure('ff', 'b'),
  float_ne: pure('ff', 'b'),
  float_gt: pure('ff', 'b'),
  float_ge: pure('ff', 'b'),
  /** `float.is_integer` like tests and `Math.…` functions of one or two arguments; aux: the name in the runtime table. */
  float_call: row('f*', 'f', 'pure', { aux: 'callee' }),
  /** Rounded towards zero; leaves where the result is no safe int. */
  float_to_int: guard('f', 'i'),
  box_float: pure('f', 'p'),

  // --- strings (every code point one unit)
  str_concat: pure('ss', 's'),
  str_len: pure('s', 'i'),
  /** Index in range. */
  str_char: pure('si', 's'),
  str_ord: pure('s', 'i'),
  str_eq: pure('ss', 'b'),
  str_ne: pure('ss', 'b'),

  // --- booleans and identity
  not: pure('b', 'b'),
  bool_to_w: pure('b', 'w'),
  /** Host identity of two values. */
  same: pure('??', 'b'),
  is_set: pure('w', 'b'),

  // --- guards
  guard_true: guard('b', '-'),
  guard_false: guard('b', '-'),
  guard_int: guard('w', 'i'),
  /** An int between 0 and 2³² − 1; between −2³¹ and 2³¹ − 1. */
  guard_uint32: guard('i', 'i'),
  guard_int32: guard('i', 'i'),
  guard_str: guard('w', 's'),
  guard_bool: guard('w', 'b'),
  /** A float box; answers its content. */
  guard_float: guard('w', 'f'),
  /** The operand is this very value. */
  guard_value: guard('?', '=', 'value'),
  /** An instance of a host class (aux), which answers for its layout. */
  guard_class: guard('w', 'p', 'class'),
  /** Not null or undefined: a local that is bound, an attribute that is set. */
  guard_set: guard('w', 'w'),
  /** Room for that many frames more, on the host's stack and under the recursion limit (aux). */
  guard_depth: guard('', '-', 'index'),
  /** A call of a unit has answered and not raised; or, `guard_raised`, it has, or `call_caught` did. */
  guard_returned: guard('w', '-'),
  guard_raised: guard('?', '-'),
  /** Always leaves. */
  exit: row('', '-', 'control', { exits: true }),

  // --- the heap
  getfield: row('p', '=', 'load', { aux: 'field' }),
  setfield: row('p?', '-', 'store', { aux: 'field' }),
  /** Index in range. */
  getitem: row('pi', '=', 'load', { aux: 'array' }),
  setitem: row('pi?', '-', 'store', { aux: 'array' }),
  arraylen: row('p', 'i', 'load', { aux: 'array' }),
  arraypush: row('p?', '-', 'store', { aux: 'array' }),
  arraypop: row('p', '=', 'store', { aux: 'array' }),
  /** Operands: the fields in the order of the class's description. */
  new: row('?*', 'p', 'alloc', { aux: 'class' }),
  newarray: row('?*', 'p', 'alloc', { aux: 'array' }),

  // --- calls; those that raise leave the trace
  call: row('?*', '=', 'call', { aux: 'callee' }),
  call_raises: row('?*', '=', 'call', { aux: 'callee', exits: true }),
  /** Answers THROWN where it raises. */
  call_caught: row('?*', '=', 'call', { aux: 'callee' }),
  /** A compiled function of the program: the function object, then what its parameters hold. Leaves when it was left itself. */
  call_unit: row('w?*', 'w', 'call', { aux: 'callee', exits: true }),
} as const satisfies Record<string, OpRow>;

export type OpName = keyof typeof ops;
export const opTable: Readonly<Record<OpName, OpRow>> = ops;

/** A field of a host object: one place of the heap for each object. Two fields never overlap. */
export interface Field {
  /** In dumps: `W_List.storage`. */
  readonly name: string;
  readonly property: string;
  readonly kind: Kind;
  /** Never changes once the object is made. */
  readonly immutable: boolean;
  /** Calls that are apart may look at it and change it all the same. */
  readonly isExposed?: boolean;
}

/** Host arrays of one use. Two kinds of arrays never overlap. */
export interface ArrayKind {
  readonly name: string;
  readonly kind: Kind;
  /** Neither items nor length ever change. */
  readonly immutable: boolean;
  /** Calls that are apart may look at its items and change them all the same. */
  readonly isExposed?: boolean;
  /** The least and the greatest int that an item can be. */
  readonly range?: readonly [number, number];
}

/** A host class whose instances traces test for or make. */
export interface HostClass {
  readonly name: string;
  /** The constructor; traces make objects by `new` with the fields as arguments, in this order. */
  readonly construct: (...args: never[]) => unknown;
  readonly fields: readonly Field[];
  /** What `guard_class` tests: this field holds this value; without it, the host's `constructor`. */
  readonly test?: { readonly field: Field; readonly value: unknown };
}

/** A host function that traces call. */
export interface Callee {
  readonly name: string;
  readonly run: (...args: never[]) => unknown;
  readonly result: Kind;
  /** As gateway rows declare it: `any` may call back into Python. */
  readonly effect: 'pure' | 'reads' | 'writes' | 'any';
  /** Field and array kinds that `writes` means; absent: all. */
  readonly writes?: readonly (Field | ArrayKind)[];
  /** Looks at nothing, and changes nothing, that a trace has a place for, but for exposed ones: tables of dicts, immutable values. */
  readonly isApart?: boolean;
  /** Of an int: the least and the greatest that it answers. */
  readonly range?: readonly [number, number];
  readonly raises: boolean;
}

export class Ins {
  op: OpName;
  args: Ins[];
  aux: unknown;
  kind: Kind;
  snap: Snapshot | null;
  /** Number in dumps and in emitted names. */
  id = -1;
  /** Byte offset and code of the bytecode that it was recorded for, for dumps; index into the trace's origins. */
  origin = -1;

  constructor(op: OpName, args: Ins[], aux: unknown, kind: Kind, snap: Snapshot | null = null) {
    this.op = op;
    this.args = args;
    this.aux = aux;
    this.kind = kind;
    this.snap = snap;
  }

  get row(): OpRow {
    return opTable[this.op];
  }
  get isConst(): boolean {
    return this.op === 'const';
  }
}

/** A constant; its kind says how `value` stands. */
export function constant(value: unknown, kind: Kind): Ins {
  return new Ins('const', [], value, kind);
}
export const intConst = (value: number): Ins => constant(value, 'i');
export const floatConst = (value: number): Ins => constant(value, 'f');
export const boolConst = (value: boolean): Ins => constant(value, 'b');
export const strConst = (value: string): Ins => constant(value, 's');

/** Whether a value of kind `have` may stand where `want` is asked for. */
export function fits(have: Kind, want: string): boolean {
  if (want === '?') return have !== '-';
  if (want === 'w') return have === 'w' || have === 'i' || have === 's' || have === 'p';
  return have === want;
}

/** Makes an instruction, checked against the table. */
export function make(
  op: OpName,
  args: Ins[],
  aux: unknown = undefined,
  kind?: Kind,
  snap: Snapshot | null = null,
): Ins {
  const { args: letters, result, exits } = opTable[op];
  const isOpen = letters.endsWith('*');
  const fixed = isOpen ? letters.slice(0, -2) : letters;
  if (isOpen ? args.length < fixed.length : args.length !== fixed.length) {
    throw new Error(`${op} takes ${letters.length} operands, not ${args.length}`);
  }
  args.forEach((arg, i) => {
    const want = i < fixed.length ? fixed[i] : letters[letters.length - 2];
    if (!fits(arg.kind, want)) throw new Error(`${op}: operand ${i} is of kind ${arg.kind}, not ${want}`);
  });
  if (exits !== (snap !== null) && snap !== null) throw new Error(`${op} has no exit`);
  const ins = new Ins(op, args, aux, result === '=' ? (kind ?? 'w') : result, snap);
  return ins;
}

/** The value that a chain of narrowing guards is about. */
export function root(ins: Ins): Ins {
  while (
    ins.op === 'guard_int' ||
    ins.op === 'guard_uint32' ||
    ins.op === 'guard_int32' ||
    ins.op === 'guard_str' ||
    ins.op === 'guard_class' ||
    ins.op === 'guard_set'
  ) {
    ins = ins.args[0];
  }
  return ins;
}
