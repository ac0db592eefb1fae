// An optimised tree as one JS function. SSA values are `const`s, loop-carried ones `let`s; a guard is `if (…) { exit values; return n; }`, a bridge
// stands inside its guard's `if`. Exit values go to variables of the enclosing function: storing there needs no type feedback, so V8 compiles
// an exit that was never taken without a deoptimisation point. They go there by way of local variables that exits share, behind the loop: V8 boxes a
// number in one place for all its uses, which would be in the loop if every exit stored it. Nothing of a program's text gets into the code: names are letters with
// numbers, strings and objects are constants handed over in an array, properties come from the layout's own table.
import * as arithmetic from './arithmetic.ts';
import type { Callee, Field, HostClass, Ins, OpName } from './ir.ts';
import { opTable } from './ir.ts';
import type { Unit } from './optimize/loop.ts';
import type { Block } from './optimize/optimizer.ts';
import { frameStack, listObjects, RAW_SLOTS, tupleItems } from './layout.ts';
import { valuesOf } from './optimize/dead-code.ts';
import { MAY_BE_ABOVE, MAY_BE_BELOW, NO_SIGN, RESULT_32, SIGNED_32, UNSIGNED_32 } from './optimize/ranges.ts';
import type { ExitPlan } from './exit-plan.ts';
import type { Snapshot } from './snapshot.ts';
import { raised, THROWN } from './thrown.ts';
import type { CallableUnit } from './trace-tree.ts';

/** What emitted code needs to know of values. */
export interface Layout {
  readonly floatType: unknown;
  readonly w_True: unknown;
  readonly w_False: unknown;
  /** Makes a float box. */
  readonly newFloat: (value: number) => unknown;
  /** Puts an exception on its way; answers THROWN. */
  readonly raise: (exception: never) => unknown;
  /** Counts instances that were made, as the interpreter does: now and then a collection is due. */
  readonly allocations: { budget: number; spent(): void };
}

const guardedCalls = new WeakMap<object, ((...args: unknown[]) => unknown)[]>();
const PARAMETERS = ['a', 'b', 'c', 'd', 'e', 'f'];
/** The callee with its exceptions caught: a function of its own for each callee and number of arguments, so that the host may inline the one in the other. */
function guarded(run: (...args: never[]) => unknown, count: number): (...args: unknown[]) => unknown {
  let wrappers = guardedCalls.get(run);
  if (wrappers === undefined) guardedCalls.set(run, (wrappers = []));
  const known = wrappers[count] as ((...args: unknown[]) => unknown) | undefined;
  if (known !== undefined) return known;
  const names = count <= PARAMETERS.length ? PARAMETERS.slice(0, count).join(', ') : '...all';
  const body = `return (${names}) => { try { return call(${names}); } catch (e) { raised.error = e; return THROWN; } }`;
  const make = new Function('call', 'raised', 'THROWN', body) as (
    ...values: unknown[]
  ) => typeof known & object;
  return (wrappers[count] = make(run, raised, THROWN));
}

/** A way out: which recorded exit, and where its values are in what `take` answers. */
export interface Exit {
  readonly snap: Snapshot;
  readonly places: ReadonlyMap<Ins, number>;
  /** Of a function: where the function object is. */
  func: number;
  /** It was this unit that was left, with the frame of the one that went on in it. */
  readonly tail: CallableUnit | null;
  /** Of a function: where the slots are that `tail` began with. */
  scratch: number;
  /** What resume.ts does there, worked out the first time; null: not to be said in advance. */
  plan?: ExitPlan | null;
}

export interface Compiled {
  /**
   * A loop: (stack, base, depth, rounds, slots handed over in `rawFloats`), a function: (function, depth, …parameters). Answers what the frame returns; undefined: it was left, a
   * loop at the latest after `rounds` × TURNS turns. `depth`: room for so many frames on the host's stack.
   */
  readonly run: (...args: never[]) => unknown;
  /** The number of the exit; 0: not entered, nothing has changed. */
  readonly exit: () => number;
  /** Turns of a loop that were begun since `run` was called; of a function 0. */
  readonly turns: () => number;
  /** The exit's values; gives them up. */
  readonly take: () => unknown[];
  readonly exits: readonly Exit[];
  readonly source: string;
}

/** Turns of a loop between two looks at the watchdog's word. */
export const TURNS = 500;

/** True where the host lets us make functions from text. */
export function canGenerateCode(): boolean {
  try {
    return new Function('return 1')() === 1;
  } catch {
    return false;
  }
}

const BINARY: Partial<Record<OpName, string>> = {
  int_add_ovf: '+',
  int_sub_ovf: '-',
  int_add: '+',
  int_sub: '-',
  int_and: '&',
  int_or: '|',
  int_xor: '^',
  low_and: '&',
  low_or: '|',
  low_xor: '^',
  low_lshift: '<<',
  int_truediv: '/',
  int_lt: '<',
  int_le: '<=',
  int_eq: '===',
  int_ne: '!==',
  int_gt: '>',
  int_ge: '>=',
  float_add: '+',
  float_sub: '-',
  float_mul: '*',
  float_div: '/',
  float_lt: '<',
  float_le: '<=',
  float_eq: '===',
  float_ne: '!==',
  float_gt: '>',
  float_ge: '>=',
  str_concat: '+',
  str_eq: '===',
  str_ne: '!==',
  same: '===',
};

/** Functions of arithmetic.ts, by the operation that needs them. */
const FUNCTIONS: Partial<Record<OpName, keyof typeof arithmetic>> = {
  int_mod: 'intMod',
  int_floordiv: 'intFloordiv',
  int_and_ovf: 'intAnd',
  int_or_ovf: 'intOr',
  int_xor_ovf: 'intXor',
  int_lshift: 'intLshift',
  int_lshift_ovf: 'intLshift',
  int_rshift: 'intRshift',
};

const NAMED_TWICE: ReadonlySet<OpName> = new Set([
  'int_min',
  'int_max',
  'guard_bool',
  'guard_uint32',
  'guard_int32',
]);

/** Floats of the slots that a unit hands over to the one that goes on in its frame: not boxed, which that one would undo. */
const rawFloats = new Float64Array(RAW_SLOTS);

/** Names of the variables for the values of exits, by class. */
const VALUE_CLASSES = ['i', 'n', 'o'] as const;
const WORD = 0;
const NUMBER = 1;
const OTHER = 2;
/** Ints as they stand somewhere. */
const LOADED: ReadonlySet<OpName> = new Set([
  'getfield',
  'getitem',
  'slot',
  'call',
  'call_raises',
  'call_caught',
]);
/** Operations whose result the host knows to be of 32 bits with a sign. */
const SIGNED: ReadonlySet<OpName> = new Set([
  'guard_int32',
  'int_and',
  'int_or',
  'int_xor',
  'low_add',
  'low_and',
  'low_lshift',
  'low_mul',
  'low_or',
  'low_sub',
  'low_xor',
]);

class Emitter {
  private readonly unit: Unit;
  private readonly layout: Layout;
  private readonly lines: string[] = [];
  private readonly constants: unknown[] = [];
  private readonly constantNames = new Map<unknown, string>();
  private readonly names = new Map<Ins, string>();
  private readonly uses = new Map<Ins, number>();
  readonly exits: Exit[] = [];
  /** By number of values, in powers of two: how many of each class the exits that share a tail have at most. */
  private readonly tails = new Map<number, number[]>();
  /** Says where an exit's values are, given where each class begins in what `take` answers. */
  private readonly finalPlaces: ((firsts: readonly number[]) => void)[] = [];
  private indent = '  ';
  private hasOuter = false;
  /** What a call from here takes of the host's stack beside the frames: big functions have big frames. */
  private readonly weight: number;
  /** It calls code of the host, which may take its time. */
  private readonly callsOut: boolean;
  /** Instances that a turn makes for the program, in fact or not. */
  private readonly instances: number;
  private readonly shared: Int32Array;
  private readonly failsGuards: boolean;
  /** In front of the loop: what is computed there may be guarded in the loop alone, and must not throw. */
  private isAhead = false;
  private readonly checked: boolean[] = [];
  /** Variables of the loop that are ints of 32 bits with a sign. */
  private readonly words = new Set<Ins>();

  constructor(unit: Unit, layout: Layout, shared: Int32Array, failsGuards: boolean, instances: number) {
    this.shared = shared;
    this.failsGuards = failsGuards;
    this.unit = unit;
    this.layout = layout;
    this.exits.push({ snap: unit.entry, places: new Map(), func: -1, tail: null, scratch: -1 });
    const blocks = [unit.body, ...unit.branches.values()];
    const total = blocks.reduce((sum, { code }) => sum + code.length, 0);
    this.weight = Math.floor(total / 100);
    this.callsOut = blocks.some(({ code }) =>
      code.some(({ op }) => op === 'call' || op === 'call_raises' || op === 'call_caught'),
    );
    this.instances = instances;
  }

  private out(line: string): void {
    this.lines.push(this.indent + line);
  }

  private constant(value: unknown): string {
    let name = this.constantNames.get(value);
    if (name === undefined) {
      name = `k${this.constants.push(value) - 1}`;
      this.constantNames.set(value, name);
    }
    return name;
  }

  /** A JS expression without effects for a value. */
  private ref(ins: Ins): string {
    if (ins.op === 'const') {
      const { aux } = ins;
      if (typeof aux === 'number') {
        const text = Object.is(aux, -0) ? '-0' : String(aux);
        // In brackets: a guard may ask a number for a property, and gets none.
        return `(${text})`;
      }
      if (typeof aux === 'boolean') return String(aux);
      if (aux === null || aux === undefined) return String(aux);
      return this.constant(aux);
    }
    const name = this.names.get(ins);
    if (name !== undefined) return name;
    // Used once, and not yet computed: in the place of its use.
    return `(${this.expression(ins)})`;
  }

  private expression(ins: Ins): string {
    const { op, args, aux } = ins;
    const [a, b] = args;
    const symbol = BINARY[op];
    // V8 then needs neither its own check for overflow nor another type for the variables of the loop.
    if (aux === RESULT_32 && symbol !== undefined) return `${this.ref(a)} ${symbol} ${this.ref(b)} | 0`;
    if (symbol !== undefined) return `${this.ref(a)} ${symbol} ${this.ref(b)}`;
    const shift = this.shift(ins);
    if (shift !== null) return shift;
    if (op === 'int_mod' || op === 'int_floordiv') {
      const [x, y, sign] = [this.ref(a), this.ref(b), op === 'int_mod' ? '%' : '/'];
      if (aux === UNSIGNED_32) return `(${x} >>> 0) ${sign} ${y} >>> 0`;
      if (op === 'int_mod' && aux === NO_SIGN) return `${x} % ${y}`;
    }
    const helper = FUNCTIONS[op];
    if (helper !== undefined) return `${this.constant(arithmetic[helper])}(${this.ref(a)}, ${this.ref(b)})`;
    switch (op) {
      case 'int_mul':
      case 'int_mul_ovf':
        return `${this.ref(a)} * ${this.ref(b)}${aux === NO_SIGN ? '' : ' + 0'}`;
      case 'uint_and':
        return `(${this.ref(a)} & ${this.ref(b)}) >>> 0`;
      case 'uint_or':
        return `(${this.ref(a)} | ${this.ref(b)}) >>> 0`;
      case 'uint_xor':
        return `(${this.ref(a)} ^ ${this.ref(b)}) >>> 0`;
      case 'low_add':
        return `${this.ref(a)} + ${this.ref(b)} | 0`;
      case 'low_sub':
        return `${this.ref(a)} - ${this.ref(b)} | 0`;
      case 'low_mul':
        return `Math.imul(${this.ref(a)}, ${this.ref(b)})`;
      case 'int_to_float':
        return this.ref(a);
      case 'int_of_bool':
        return `${this.ref(a)} ? 1 : 0`;
      case 'int_min':
        return `${this.ref(a)} < ${this.ref(b)} ? ${this.ref(a)} : ${this.ref(b)}`;
      case 'int_max':
        return `${this.ref(a)} > ${this.ref(b)} ? ${this.ref(a)} : ${this.ref(b)}`;
      case 'float_neg':
        return `-${this.ref(a)}`;
      case 'float_abs':
        return `Math.abs(${this.ref(a)})`;
      case 'float_call':
        return this.callOf((aux as Callee).run, args);
      case 'float_to_int':
        return `Math.trunc(${this.ref(a)}) + 0`;
      case 'box_float':
        return `${this.constant(this.layout.newFloat)}(${this.ref(a)})`;
      case 'str_len':
        return `${this.ref(a)}${this.dot(a)}length`;
      case 'str_char':
        return `${this.ref(a)}${this.open(a)}${this.ref(b)}]`;
      case 'str_ord':
        return `${this.ref(a)}${this.dot(a)}charCodeAt${this.isAhead ? '?.' : ''}(0)`;
      case 'not':
        return `!${this.ref(a)}`;
      case 'bool_to_w':
        return `${this.ref(a)} ? ${this.constant(this.layout.w_True)} : ${this.constant(this.layout.w_False)}`;
      case 'is_set':
        return `${this.ref(a)} != null`;
      case 'getfield':
        return `${this.ref(a)}${this.dot(a)}${(aux as Field).property}`;
      case 'getitem':
        return `${this.ref(a)}${this.open(a)}${this.ref(b)}]`;
      case 'arraylen':
        return `${this.ref(a)}${this.dot(a)}length`;
      case 'arraypop':
        return `${this.ref(a)}.pop()`;
      case 'new':
        return `new ${this.constant((aux as HostClass).construct)}(${args.map((arg) => this.ref(arg)).join(', ')})`;
      case 'newarray':
        return `[${args.map((arg) => this.ref(arg)).join(', ')}]`;
      case 'call':
        return this.callOf((aux as Callee).run, args);
      case 'call_raises':
      case 'call_caught':
        return `${this.constant(guarded((aux as Callee).run, args.length))}(${args.map((arg) => this.ref(arg)).join(', ')})`;
      default:
        throw new Error(`${op} cannot be emitted`);
    }
  }

  // In front of the loop a value may be of another kind than it says, or missing, where a guard that stays in the loop will tell.
  private dot(ins: Ins): string {
    return this.isAhead && !ins.isConst ? '?.' : '.';
  }
  private open(ins: Ins): string {
    return this.isAhead && !ins.isConst ? '?.[' : '[';
  }
  private callOf(run: (...args: never[]) => unknown, args: readonly Ins[]): string {
    const isSure = ({ isConst, op }: Ins): boolean => isConst || op === 'slot' || op.startsWith('guard_');
    const callee = this.isAhead && !args.every(isSure) ? guarded(run, args.length) : run;
    return `${this.constant(callee)}(${args.map((arg) => this.ref(arg)).join(', ')})`;
  }

  /** A shift that the host has an operator for; null: none. */
  private shift({ op, args: [a, b], aux }: Ins): string | null {
    if (op === 'int_rshift') {
      if (aux === SIGNED_32) return `${this.ref(a)} >> ${this.ref(b)}`;
      if (aux === UNSIGNED_32) return `${this.ref(a)} >>> ${this.ref(b)}`;
    } else if (op === 'int_lshift') {
      if (aux === SIGNED_32) return `${this.ref(a)} << ${this.ref(b)}`;
      if (aux === UNSIGNED_32) return `(${this.ref(a)} << ${this.ref(b)}) >>> 0`;
    }
    if ((op !== 'int_lshift' && op !== 'int_lshift_ovf') || !b.isConst) return null;
    const count = b.aux as number;
    return count >= 0 && count < 64 ? `${this.ref(a)} * ${2 ** count}` : null;
  }

  // --- exits

  private leave(snap: Snapshot, tail: CallableUnit | null = null): string {
    const places = new Map<Ins, number>();
    const stores: string[] = [];
    const counts = VALUE_CLASSES.map(() => 0);
    const slots: (readonly [Ins | 'func' | 'scratch', number, number])[] = [];
    const store = (what: Ins | 'func' | 'scratch', kind: number, text: string): void => {
      slots.push([what, kind, counts[kind]]);
      stores.push(`${VALUE_CLASSES[kind]}${counts[kind]++} = ${text};`);
    };
    for (const value of tail === null ? snap.values() : []) {
      if (value.op === 'const' || places.has(value)) continue;
      places.set(value, -1);
      // What a guard has narrowed is at hand as it was.
      store(value, this.classOf(value), this.ref(value.op === 'guard_int' ? value.args[0] : value));
    }
    if (this.unit.isFunction) {
      store('func', OTHER, 'F');
      if (tail !== null) store('scratch', OTHER, 's');
    }
    const size = Math.max(4, 2 ** Math.ceil(Math.log2(stores.length)));
    const most = this.tails.get(size) ?? VALUE_CLASSES.map(() => 0);
    this.tails.set(
      size,
      most.map((count, kind) => Math.max(count, counts[kind])),
    );
    const exit: Exit = { snap, places, func: -1, tail, scratch: -1 };
    this.finalPlaces.push((firsts) => {
      for (const [what, kind, index] of slots) {
        const at = firsts[kind] + index;
        if (what === 'func') exit.func = at;
        else if (what === 'scratch') exit.scratch = at;
        else places.set(what, at);
      }
    });
    const number = this.exits.push(exit) - 1;
    snap.exit = number;
    return `${stores.join(' ')} a = ${number}; break x${size};`.trim();
  }

  /** Whether the host has it as an int of 32 bits, as a number, or as something else: variables that exits share hold values of one kind. */
  private classOf(ins: Ins): number {
    if (ins.kind === 'f') return NUMBER;
    if (ins.kind !== 'i' || ins.op === 'guard_int' || LOADED.has(ins.op)) return OTHER;
    return this.words.has(ins) || SIGNED.has(ins.op) || ins.aux === RESULT_32 || ins.aux === SIGNED_32
      ? WORD
      : NUMBER;
  }

  /** Another loop of the frame goes on; what it answers is this unit's answer. */
  private goOn(target: CallableUnit, slots: readonly (Ins | null)[]): void {
    let frame = 'S, base';
    let raw = 0;
    const boxes: string[] = [];
    if (this.unit.isFunction) {
      const given = slots.map((slot, i) => {
        if (slot === null) return 'null';
        if (slot.kind !== 'f') return this.ref(slot);
        raw |= 1 << i;
        this.out(`${this.constant(rawFloats)}[${i}] = ${this.ref(slot)};`);
        boxes.push(`s[${i}] = ${this.constant(this.layout.newFloat)}(${this.ref(slot)});`);
        return 'null';
      });
      this.out(`const s = [${given.join(', ')}];`);
      frame = 's, 0';
    } else {
      slots.forEach((slot, i) => {
        if (slot !== null) this.out(`S[base + ${i}] = ${this.ref(slot)};`);
      });
    }
    this.out(`const u = ${this.constant(target)}.now;`);
    this.out(`const t = u.run(${frame}, d - ${1 + this.weight}, ${0x7fffffff}, ${raw});`);
    this.out(`if (t === undefined) { u.save(); ${boxes.join(' ')} ${this.leave(this.unit.entry, target)} }`);
    this.out('return t;');
  }

  /** Leaves, or goes on in the bridge, where `condition` is true. */
  private exitIf(guard: string, ins: Ins): void {
    let condition = guard;
    if (this.failsGuards && ins.snap!.repeats) {
      // Debug: every guard fails at its first check.
      const checked = `${this.constant(this.checked)}[${ins.id}]`;
      condition = `${guard} || (!${checked} && (${checked} = true))`;
    }
    const branch = this.unit.branches.get(ins);
    if (branch === undefined) {
      this.out(`if (${condition}) { ${this.leave(ins.snap!)} }`);
      return;
    }
    this.out(`if (${condition}) {`);
    this.nested(() => this.block(branch));
    this.out('}');
  }

  private nested(body: () => void): void {
    const { indent } = this;
    this.indent += '  ';
    body();
    this.indent = indent;
  }

  // --- instructions

  private define(ins: Ins, expression: string): string {
    const name = `v${ins.id}`;
    this.out(`const ${name} = ${expression};`);
    this.names.set(ins, name);
    return name;
  }

  /**
   * Whether a property of the operand is this constant. Of an operand that may be a number or a string the property is asked all the same for as long as the guard
   * has never failed: the host's test of `typeof` takes a dozen machine instructions, while a property that has only met objects is one test of a
   * shape. Where other values come, that would become a look-up in the host's tables for each of their many shapes.
   */
  private hasProperty(ins: Ins, property: string, value: string, snap: Snapshot): string {
    const a = this.ref(ins);
    if (this.isAhead && !ins.isConst) return `${a}?.${property} === ${value}`;
    if (ins.kind === 'p') return `${a}.${property} === ${value}`;
    const isEmptyNever = ins.op === 'getitem' && (ins.aux === listObjects || ins.aux === tupleItems);
    if (snap.source.failures === 0) return `${a}${isEmptyNever ? '.' : '?.'}${property} === ${value}`;
    // A slot of a generator's frame is empty where the body stands elsewhere: that may be asked before where it stands.
    const isNullable = ins.op === 'phi' || (ins.op === 'getitem' && ins.aux === frameStack);
    return `typeof ${a} === 'object' && ${isNullable ? `${a} !== null && ` : ''}${a}.${property} === ${value}`;
  }

  private instruction(ins: Ins): void {
    const { op, args, aux } = ins;
    const [a] = args;
    switch (op) {
      case 'guard_true':
        return this.exitIf(`!${this.paren(a)}`, ins);
      case 'guard_false':
        return this.exitIf(this.ref(a), ins);
      case 'guard_int':
        this.exitIf(`typeof ${this.ref(a)} !== 'number'`, ins);
        return void this.define(ins, `+${this.ref(a)}`);
      case 'guard_uint32':
      case 'guard_int32': {
        // The host's operator says what the value is to be used as, so that its type is known to V8 from here on.
        const name = this.define(ins, op === 'guard_int32' ? `${this.ref(a)} | 0` : `${this.ref(a)} >>> 0`);
        return this.exitIf(`${name} !== ${this.ref(a)}`, ins);
      }
      case 'guard_str':
        this.exitIf(`typeof ${this.ref(a)} !== 'string'`, ins);
        return void this.names.set(ins, this.ref(a));
      case 'guard_float':
        this.exitIf(
          `!(${this.hasProperty(a, 'type', this.constant(this.layout.floatType), ins.snap!)})`,
          ins,
        );
        return void this.define(ins, `${this.ref(a)}.v`);
      case 'guard_bool': {
        const isTrue = `${this.ref(a)} === ${this.constant(this.layout.w_True)}`;
        this.exitIf(`!(${isTrue} || ${this.ref(a)} === ${this.constant(this.layout.w_False)})`, ins);
        return void this.define(ins, isTrue);
      }
      case 'guard_value': {
        const value = typeof aux === 'number' || typeof aux === 'boolean' ? String(aux) : this.constant(aux);
        return this.exitIf(`${this.ref(a)} !== ${value}`, ins);
      }
      case 'guard_class': {
        const { test, construct } = aux as HostClass;
        const [field, value] =
          test === undefined ? ['constructor', construct] : [test.field.property, test.value];
        this.exitIf(`!(${this.hasProperty(a, field, this.constant(value), ins.snap!)})`, ins);
        return void this.names.set(ins, this.ref(a));
      }
      case 'guard_set':
        this.exitIf(`${this.ref(a)} == null`, ins);
        return void this.names.set(ins, this.ref(a));
      case 'float_to_int': {
        const name = this.define(ins, this.expression(ins));
        return this.exitIf(`!(${name} <= 9007199254740991 && ${name} >= -9007199254740991)`, ins);
      }
      case 'guard_returned':
        return this.exitIf(`${this.ref(a)} === ${this.constant(THROWN)}`, ins);
      case 'guard_raised':
        return this.exitIf(`${this.ref(a)} !== ${this.constant(THROWN)}`, ins);
      case 'guard_depth':
        return this.exitIf(`d < ${(aux as number) + this.weight}`, ins);
      case 'exit':
        return this.exitIf('true', ins);
      case 'setfield':
        return this.out(`${this.ref(a)}.${(aux as Field).property} = ${this.ref(args[1])};`);
      case 'setitem':
        return this.out(`${this.ref(a)}[${this.ref(args[1])}] = ${this.ref(args[2])};`);
      case 'arraypush':
        return this.out(`${this.ref(a)}.push(${this.ref(args[1])});`);
      case 'call_unit': {
        const unit = this.constant(aux);
        const [func, ...rest] = args.map((arg) => this.ref(arg));
        const depth = `d - ${ins.snap!.frames.length + this.weight}`;
        const now = `u${ins.id}`;
        this.out(`const ${now} = ${unit}.now;`);
        const name = this.define(ins, `${now}.run(${[func, depth, ...rest].join(', ')})`);
        return this.out(`if (${name} === undefined) { ${now}.save(); ${this.leave(ins.snap!)} }`);
      }
      case 'call_raises': {
        const name = this.define(ins, this.expression(ins));
        return this.exitIf(`${name} === ${this.constant(THROWN)}`, ins);
      }
    }
    if (op.endsWith('_ovf')) {
      const name = this.define(ins, this.expression(ins));
      const isAbove = `${name} > 9007199254740991`;
      const isBelow = `${name} < -9007199254740991`;
      // A shift by a negative count comes out as NaN.
      if (op === 'int_lshift_ovf')
        return this.exitIf(`!(${name} <= 9007199254740991 && ${name} >= -9007199254740991)`, ins);
      if (aux === MAY_BE_ABOVE) return this.exitIf(isAbove, ins);
      if (aux === MAY_BE_BELOW) return this.exitIf(isBelow, ins);
      return this.exitIf(`Math.abs(${name}) > 9007199254740991`, ins);
    }
    if (
      opTable[op].effect === 'pure' &&
      (ins.kind === 'b' || op === 'int_to_float') &&
      this.uses.get(ins) === 1
    )
      return;
    if (op === 'call' && ins.kind === '-') return this.out(`${this.expression(ins)};`);
    if ((op === 'int_mod' || op === 'int_floordiv') && this.divide(ins)) return;
    this.define(ins, this.expression(ins));
  }

  /**
   * A quotient or remainder of ints of 32 bits, which most are, by a positive one: the host has an instruction of the machine for that, and multiplications for a small
   * constant. False: not that.
   */
  private divide(ins: Ins): boolean {
    const { op, args, aux } = ins;
    const [a, b] = args;
    if (aux === UNSIGNED_32) return false;
    if (b.isConst && !((b.aux as number) > 0 && (b.aux as number) < 2 ** 31)) return false;
    const [x, y, name] = [this.ref(a), this.ref(b), `v${ins.id}`];
    this.names.set(ins, name);
    const rest = this.constant(arithmetic[op === 'int_mod' ? 'intMod' : 'intFloordiv']);
    const otherwise = `else ${name} = ${rest}(${x}, ${y});`;
    if (!b.isConst) {
      const divisor = `w${ins.id}`;
      this.out(`let ${name} = ${x} | 0;`);
      this.out(`const ${divisor} = ${y} | 0;`);
      const floor =
        op === 'int_mod'
          ? `${name} = ${name} % ${divisor} | 0; if (${name} < 0) ${name} = ${name} + ${divisor} | 0;`
          : `const q = ${name} / ${divisor} | 0; ${name} = Math.imul(q, ${divisor}) > ${name} ? q - 1 | 0 : q;`;
      this.out(`if (${name} === ${x} && ${divisor} === ${y} && ${divisor} > 0) { ${floor} }`);
      this.out(otherwise);
      return true;
    }
    if (op === 'int_mod' && aux !== NO_SIGN) {
      this.out(`let ${name} = ${x} | 0;`);
      this.out(`if (${name} === ${x}) { ${name} = ${name} % ${y} | 0; if (${name} < 0) ${name} += ${y}; }`);
    } else {
      this.out(`let ${name} = ${x} >>> 0;`);
      this.out(`if (${name} === ${x}) ${name} = ${name} ${op === 'int_mod' ? '%' : '/'} ${y} >>> 0;`);
    }
    this.out(otherwise);
    return true;
  }

  private paren(ins: Ins): string {
    const text = this.ref(ins);
    return /^\w+$/.test(text) || text.startsWith('(') ? text : `(${text})`;
  }

  // --- structure

  /** All at once: a variable that is still needed is not overwritten before. */
  private assign(targets: readonly string[], values: readonly string[]): void {
    const pairs = targets.map((target, i) => [target, values[i]]).filter(([t, v]) => t !== v);
    const overwritten = new Set(pairs.map(([t]) => t));
    const needsCopy = pairs.some(
      ([, v], i) => overwritten.has(v) && pairs.slice(0, i).some(([t]) => t === v),
    );
    if (!needsCopy) {
      for (const [target, value] of pairs) this.out(`${target} = ${value};`);
      return;
    }
    this.out(`{`);
    pairs.forEach(([, value], i) => this.out(`  const t${i} = ${value};`));
    pairs.forEach(([target], i) => this.out(`  ${target} = t${i};`));
    this.out('}');
  }

  private block(block: Block): void {
    for (const ins of block.code) this.instruction(ins);
    const { end } = block;
    if (end.to === 'leave') return this.out(this.leave(end.snap));
    if (end.to === 'return') return this.out(`return ${this.ref(end.value)};`);
    if (end.to === 'raise')
      return this.out(`return ${this.constant(this.layout.raise)}(${this.ref(end.value)});`);
    if (end.to === 'tail') return this.goOn(end.target, end.slots);
    const values = end.values.map((value) => this.ref(value));
    if (end.to === 'inner') {
      this.assign(
        this.unit.phis.map(({ ins }) => this.ref(ins)),
        values,
      );
      this.out('continue inner;');
    } else {
      this.assign(
        this.unit.slots.map(({ ins }) => this.ref(ins)),
        values,
      );
      this.out('continue outer;');
    }
  }

  private countUses(): void {
    const use = (ins: Ins): void => void this.uses.set(ins, (this.uses.get(ins) ?? 0) + 1);
    const useExit = (snap: Snapshot): void => {
      // An exit names a value: it needs a variable.
      for (const value of snap.values()) this.uses.set(value, 2);
    };
    const walk = (code: readonly Ins[]): void => {
      for (const ins of code) {
        ins.args.forEach(use);
        // Operands that the code for it names more than once.
        if (NAMED_TWICE.has(ins.op)) ins.args.forEach(use);
        if (ins.snap !== null) useExit(ins.snap);
        const branch = this.unit.branches.get(ins);
        if (branch !== undefined) walkBlock(branch);
      }
    };
    const walkBlock = (block: Block): void => {
      walk(block.code);
      if (block.end.to === 'leave') useExit(block.end.snap);
      else {
        if (block.end.to === 'outer') this.hasOuter = true;
        for (const value of valuesOf(block.end)) this.uses.set(value, 2);
      }
    };
    walk(this.unit.preheader);
    walkBlock(this.unit.body);
    useExit(this.unit.header);
    for (const { init } of this.unit.phis) this.uses.set(init, 2);
  }

  emit(): string {
    const { unit } = this;
    this.countUses();
    if (unit.isFunction) return this.emitFunction();
    this.out('if (d < 0) { at = 0; return; }');
    for (const { index, ins, isAssigned, word } of unit.slots) {
      const name = `e${index}`;
      if (word === 'guard_int32') this.words.add(ins);
      const declare = isAssigned ? 'let' : 'const';
      const at = `S[base + ${index}]`;
      this.names.set(ins, name);
      // A float that another unit has handed over (goOn).
      const isRaw = index < RAW_SLOTS ? `(raw & ${1 << index}) !== 0` : 'false';
      const handed = `${this.constant(rawFloats)}[${index}]`;
      if (ins.kind === 'w') {
        const boxed = `${this.constant(this.layout.newFloat)}(${handed})`;
        this.out(`${declare} ${name} = ${isRaw} ? ${boxed} : ${at};`);
        continue;
      }
      if (ins.kind === 'f') {
        const float = this.constant(this.layout.floatType);
        this.out(`let ${name} = 0;`);
        this.out(`if (${isRaw}) ${name} = ${handed};`);
        this.out(`else {`);
        this.out(`  const s = ${at};`);
        this.out(`  if (typeof s !== 'object' || s === null || s.type !== ${float}) { at = 0; return; }`);
        this.out(`  ${name} = s.v;`);
        this.out(`}`);
        continue;
      }
      this.out(`const s${index} = ${at};`);
      if (ins.kind === 'b') {
        const [t, f] = [this.constant(this.layout.w_True), this.constant(this.layout.w_False)];
        this.out(`if (s${index} !== ${t} && s${index} !== ${f}) { at = 0; return; }`);
        this.out(`${declare} ${name} = s${index} === ${t};`);
      } else {
        this.out(`if (typeof s${index} !== '${ins.kind === 'i' ? 'number' : 'string'}') { at = 0; return; }`);
        if (word !== null) {
          this.out(`${declare} ${name} = s${index} ${word === 'guard_int32' ? '| 0' : '>>> 0'};`);
          this.out(`if (${name} !== s${index}) { at = 0; return; }`);
          continue;
        }
        // The plus tells V8 that it is a number; the test does not.
        this.out(`${declare} ${name} = ${ins.kind === 'i' ? '+' : ''}s${index};`);
      }
    }
    if (this.hasOuter) {
      this.out('outer: for (;;) {');
      this.indent += '  ';
    }
    this.isAhead = true;
    for (const ins of unit.preheader) this.instruction(ins);
    this.isAhead = false;
    for (const { ins, init, word } of unit.phis) {
      const name = `h${ins.id}`;
      if (word === 'guard_int32') this.words.add(ins);
      this.out(`let ${name} = ${this.ref(init)};`);
      this.names.set(ins, name);
    }
    this.out('inner: for (;;) {');
    this.nested(() => {
      // The watchdog's word is looked at every so many turns: reading it costs a third of a small loop. Beside a call it costs nothing.
      this.out(`if (--fuel < 0${this.callsOut ? ' || W[0] !== 0' : ''}) {`);
      this.countInstances(TURNS);
      this.out(`  if (W[0] !== 0 || --rounds < 0) { ${this.leave(unit.header)} }`);
      this.out(`  fuel = ${TURNS};`);
      this.out(`  turns -= ${TURNS + 1};`);
      this.out('}');
      this.block(unit.body);
    });
    this.out('}');
    if (this.hasOuter) {
      this.indent = '  ';
      this.out('}');
    }
    return this.whole();
  }

  /** A collection that becomes due is asked for by the watchdog's word. */
  private countInstances(turns: number): void {
    if (this.instances === 0) return;
    const counter = this.constant(this.layout.allocations);
    this.out(`if ((${counter}.budget -= ${turns * this.instances}) < 0) ${counter}.spent();`);
  }

  private emitFunction(): string {
    const { slots, header, body } = this.unit;
    for (const { index, ins } of slots) this.names.set(ins, `p${index}`);
    this.countInstances(1);
    this.out(`if (W[0] !== 0) { ${this.leave(header)} }`);
    this.block(body);
    return this.whole();
  }

  private whole(): string {
    const word = this.constant(this.shared);
    const head: string[] = ["'use strict';"];
    this.constants.forEach((_, i) => head.push(`const k${i} = K[${i}];`));
    const byClass = VALUE_CLASSES.map((letter, kind) => {
      const most = Math.max(0, ...[...this.tails.values()].map((counts) => counts[kind]));
      return Array.from({ length: most }, (_, i) => letter + String(i));
    });
    const locals = byClass.flat();
    const firsts = byClass.map((_, kind) => byClass.slice(0, kind).flat().length);
    for (const place of this.finalPlaces) place(firsts);
    const names = locals.map((name) => `x${name}`);
    this.closeTails(locals);
    head.push(`const W = ${word};`);
    // `var`: a store to a `let` of an enclosing function tests first whether that has been initialised.
    head.push(`var ${['at', ...names].join(', ')};`);
    if (this.unit.isFunction) {
      const parameters = this.unit.slots.map(({ index }) => `p${index}`);
      head.push(`function run(${['F', 'd', ...parameters].join(', ')}) {`, ...this.lines, '}');
    } else {
      head.push('var turns = 0;');
      head.push('function run(S, base, d, rounds, raw) {', `  let fuel = ${TURNS};`, `  turns = ${-TURNS};`);
      head.push(...this.lines, '}');
    }
    head.push('function exit() {', '  return at;', '}');
    head.push('function turnsOf() {', `  return ${this.unit.isFunction ? '0' : '-turns'};`, '}');
    head.push('function take() {', `  const values = [${names.join(', ')}];`);
    if (names.length > 0) head.push(`  ${names.join(' = ')} = undefined;`);
    head.push('  return values;', '}', 'return { run, exit, turns: turnsOf, take };');
    return head.join('\n');
  }

  /** Around all code: what exits break out of, with the stores that those of one size share behind it. */
  private closeTails(locals: readonly string[]): void {
    const sizes = [...this.tails.keys()].sort((x, y) => x - y);
    const before = [
      `let a = 0${locals.map((name) => `, ${name}${name.startsWith('o') ? '' : ' = 0'}`).join('')};`,
    ];
    for (const size of [...sizes].reverse()) before.push(`x${size}: {`);
    this.lines.unshift(...before);
    for (const size of sizes) {
      const counts = this.tails.get(size)!;
      const stores = VALUE_CLASSES.flatMap((letter, kind) =>
        Array.from({ length: counts[kind] }, (_, i) => `x${letter}${i} = ${letter}${i};`),
      );
      if (!this.unit.isFunction) stores.push('turns += fuel;');
      this.lines.push('}', `${stores.join(' ')} at = a; return;`);
    }
  }

  get handedOver(): readonly unknown[] {
    return this.constants;
  }
}

/** `instances`: that the program makes in a turn, or a call. */
export function emitUnit(
  unit: Unit,
  layout: Layout,
  shared: Int32Array,
  failsGuards = false,
  instances = 0,
): Compiled {
  const emitter = new Emitter(unit, layout, shared, failsGuards, instances);
  const source = emitter.emit();
  const made = new Function('K', source)(emitter.handedOver) as Pick<
    Compiled,
    'run' | 'exit' | 'turns' | 'take'
  >;
  return { ...made, exits: emitter.exits, source };
}
