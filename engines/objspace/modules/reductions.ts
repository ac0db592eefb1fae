// `sum`, `min`, `max`, `any`, `all`, `next`: builtins that run an iterator to its end or to a decision. Models Python/bltinmodule.c; `sum` of floats is
// compensated (Neumaier), as since CPython 3.12, that of complex numbers in both parts, as since 3.14.
import { add as addInts } from '../../kernels/int.ts';
import type { Int } from '../../kernels/int.ts';
import { andThen } from '../continuation.ts';
import { binary, call, compare, iter, truth } from '../descroperation.ts';
import type { OperationError } from '../error.ts';
import { STOP, SUSPEND } from '../object.ts';
import type { W } from '../object.ts';
import { GT, LT } from '../operations.ts';
import type { Comparison } from '../operations.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import { exhausted } from '../types/generator.ts';
import { enter, IterationFrame } from '../step-frames.ts';

/** Asks for an iterator and runs `frame` over it. */
function over(space: Space, w_iterable: W, frame: (w_iterator: W) => IterationFrame): W {
  const caller = space.top;
  const w_iterator = iter(space, w_iterable);
  return w_iterator === SUSPEND ? overLater(space, caller, frame) : enter(space, frame(w_iterator));
}

const overLater = (space: Space, caller: Space['top'], frame: (w_iterator: W) => IterationFrame): W =>
  andThen(space, caller, SUSPEND, (w_iterator) => enter(space, frame(w_iterator)));

// --- sum

/** What `t`, which is `a + b` rounded, leaves out. */
const rest = (a: number, b: number, t: number): number =>
  Math.abs(a) >= Math.abs(b) ? a - t + b : b - t + a;

const corrected = (high: number, low: number): number =>
  low !== 0 && Number.isFinite(low) ? high + low : high;

/** The total so far: an exact int, float or complex as host values while every item is one, else wrapped. */
class SumFrame extends IterationFrame {
  private mode: 'int' | 'float' | 'complex' | 'wrapped' = 'wrapped';
  private int: Int = 0;
  private high = 0;
  private low = 0;
  private imaginaryHigh = 0;
  private imaginaryLow = 0;
  private w_total: W | null = null;

  constructor(space: Space, w_iterator: W, w_start: W) {
    super(space, w_iterator);
    this.take(space, w_start);
  }

  /** A new total. */
  private take(space: Space, w: W): void {
    if (this.w_total !== null) space.drop(this.w_total);
    this.w_total = null;
    const type = space.type(w);
    if (type === space.types.int) {
      this.mode = 'int';
      this.int = space.int_w(w);
    } else if (type === space.types.float) {
      this.mode = 'float';
      this.high = space.float_w(w);
      this.low = 0;
    } else if (type === space.types.complex) {
      this.mode = 'complex';
      const { real: re, imag: im } = space.complex_w(w);
      this.high = re;
      this.imaginaryHigh = im;
      this.low = this.imaginaryLow = 0;
    } else {
      this.mode = 'wrapped';
      this.w_total = space.own(w);
    }
  }

  private total(space: Space): W {
    if (this.mode === 'int') return space.newint(this.int);
    if (this.mode === 'wrapped') return this.w_total!;
    const real = corrected(this.high, this.low);
    if (this.mode === 'float') return space.newfloat(real);
    return space.newcomplex(real, corrected(this.imaginaryHigh, this.imaginaryLow));
  }

  private addFloat(x: number): void {
    const { high } = this;
    const t = high + x;
    this.low += rest(high, x, t);
    this.high = t;
  }

  private addImaginary(x: number): void {
    const { imaginaryHigh } = this;
    const t = imaginaryHigh + x;
    this.imaginaryLow += rest(imaginaryHigh, x, t);
    this.imaginaryHigh = t;
  }

  protected item(space: Space, w_item: W): W | null {
    const type = space.type(w_item);
    const { int, float, complex, bool } = space.types;
    if (this.mode === 'int' && (type === int || type === bool)) {
      this.int = addInts(this.int, space.int_w(w_item));
      return null;
    }
    if (this.mode === 'complex' && type === complex) {
      const { real: re, imag: im } = space.complex_w(w_item);
      this.addFloat(re);
      this.addImaginary(im);
      return null;
    }
    if (this.mode === 'float' || this.mode === 'complex') {
      if (type === float) {
        this.addFloat(space.float_w(w_item));
        return null;
      }
      if (type === int || type === bool) {
        const n = space.int_w(w_item);
        if (typeof n === 'number') {
          this.addFloat(n);
          return null;
        }
      }
    }
    const w = binary(space, 'add', this.total(space), w_item);
    return w === SUSPEND ? w : this.answered(space, w);
  }

  override canTake(space: Space, w_item: W): boolean {
    const type = space.type(w_item);
    const { int, float, bool } = space.types;
    if (type === int || type === bool)
      return this.mode === 'int' || (this.mode === 'float' && typeof space.int_w(w_item) === 'number');
    return this.mode === 'float' && type === float;
  }

  protected override answered(space: Space, w: W): null {
    this.take(space, w);
    return null;
  }

  protected end(space: Space): W {
    return this.total(space);
  }

  protected override release(space: Space): void {
    super.release(space);
    if (this.w_total !== null) space.drop(this.w_total);
  }
}

export function sum(space: Space, w_iterable: W, w_start: W): W {
  if (space.type(w_start) !== space.types.int) checkStart(space, w_start);
  return over(space, w_iterable, (w_iterator) => new SumFrame(space, w_iterator, w_start));
}

function checkStart(space: Space, w_start: W): void {
  const type = space.type(w_start);
  const { str, bytes, bytearray } = space.types;
  const wrong = (what: string, how: string): OperationError =>
    raise(space, 'TypeError', `sum() can't sum ${what} [use ${how}.join(seq) instead]`);
  if (type.isSubtype(str)) throw wrong('strings', "''");
  if (type.isSubtype(bytes)) throw wrong('bytes', "b''");
  if (type.isSubtype(bytearray)) throw wrong('bytearray', "b''");
}

// --- any, all

class DecideFrame extends IterationFrame {
  /** The truth value that decides. */
  private readonly decisive: boolean;
  constructor(space: Space, w_iterator: W, decisive: boolean) {
    super(space, w_iterator);
    this.decisive = decisive;
  }
  protected item(space: Space, w_item: W): W | null {
    const w = truth(space, w_item);
    return w === SUSPEND ? w : this.answered(space, w);
  }
  override canTake(space: Space, w_item: W): boolean {
    return space.is(w_item, space.newbool(!this.decisive));
  }
  protected override answered(space: Space, w_truth: W): W | null {
    return space.is(w_truth, space.w_True) === this.decisive ? w_truth : null;
  }
  protected end(space: Space): W {
    return space.newbool(!this.decisive);
  }
}

/** Items of a list or tuple; undefined for anything else. */
function itemsOf(space: Space, w_iterable: W): readonly W[] | undefined {
  const type = space.type(w_iterable);
  if (type === space.types.tuple) return space.tuple_w(w_iterable);
  return type === space.types.list ? space.listitems(w_iterable) : undefined;
}

/** Over True and False alone; undefined for other items. */
function decided(space: Space, w_iterable: W, decisive: boolean): W | undefined {
  const items_w = itemsOf(space, w_iterable);
  if (items_w === undefined) return undefined;
  const w_decisive = space.newbool(decisive);
  const w_other = space.newbool(!decisive);
  for (let i = 0; i < items_w.length; i++) {
    if (items_w[i] === w_decisive) return w_decisive;
    if (items_w[i] !== w_other) return undefined;
  }
  return w_other;
}

export const any = (space: Space, w_iterable: W): W =>
  decided(space, w_iterable, true) ??
  over(space, w_iterable, (w_iterator) => new DecideFrame(space, w_iterator, true));

export const all = (space: Space, w_iterable: W): W =>
  decided(space, w_iterable, false) ??
  over(space, w_iterable, (w_iterator) => new DecideFrame(space, w_iterator, false));

// --- min, max

class BestFrame extends IterationFrame {
  private readonly name: 'min' | 'max';
  private readonly w_function: W | null;
  private readonly w_default: W | null;
  private w_item: W | null = null;
  private w_key: W | null = null;
  private w_best: W | null = null;
  private w_bestKey: W | null = null;
  private stage: 'key' | 'less' | 'truth' = 'key';

  constructor(space: Space, w_iterator: W, name: 'min' | 'max', w_function: W | null, w_default: W | null) {
    super(space, w_iterator);
    this.name = name;
    this.w_function = w_function === null ? null : space.own(w_function);
    this.w_default = w_default === null ? null : space.own(w_default);
  }

  protected item(space: Space, w_item: W): W | null {
    this.w_item = space.own(w_item);
    if (this.w_function === null) return this.weigh(space, w_item);
    this.stage = 'key';
    const w_key = call(space, this.w_function, [w_item]);
    return w_key === SUSPEND ? w_key : this.weigh(space, w_key);
  }

  override canTake(space: Space, w_item: W): boolean {
    if (this.w_function !== null) return false;
    if (this.w_best === null) return true;
    const sign = space.orderplainly(w_item, this.w_bestKey!);
    return sign === sign;
  }

  protected override answered(space: Space, w: W): W | null {
    if (this.stage === 'key') return this.weigh(space, w);
    if (this.stage === 'truth') return this.decide(space, w);
    return this.test(space, w);
  }

  private weigh(space: Space, w_key: W): W | null {
    this.w_key = space.own(w_key);
    if (this.w_best === null) return this.replace(space);
    const sign = space.orderplainly(w_key, this.w_bestKey!);
    // NaN: only the comparison itself can tell.
    if (sign === sign)
      return (this.name === 'max' ? sign > 0 : sign < 0) ? this.replace(space) : this.pass(space);
    this.stage = 'less';
    const op: Comparison = this.name === 'max' ? GT : LT;
    const w = compare(space, w_key, this.w_bestKey!, op);
    return w === SUSPEND ? w : this.test(space, w);
  }

  private test(space: Space, w: W): W | null {
    this.stage = 'truth';
    const w_truth = truth(space, w);
    return w_truth === SUSPEND ? w_truth : this.decide(space, w_truth);
  }

  private decide(space: Space, w_truth: W): null {
    return space.is(w_truth, space.w_True) ? this.replace(space) : this.pass(space);
  }

  private pass(space: Space): null {
    space.drop(this.w_item!);
    space.drop(this.w_key!);
    this.w_item = this.w_key = null;
    return null;
  }

  private replace(space: Space): null {
    if (this.w_best !== null) space.drop(this.w_best);
    if (this.w_bestKey !== null) space.drop(this.w_bestKey);
    this.w_best = this.w_item;
    this.w_bestKey = this.w_key;
    this.w_item = this.w_key = null;
    return null;
  }

  protected end(space: Space): W {
    if (this.w_best !== null) return this.w_best;
    if (this.w_default !== null) return this.w_default;
    throw raise(space, 'ValueError', `${this.name}() iterable argument is empty`);
  }

  protected override release(space: Space): void {
    super.release(space);
    if (this.w_function !== null) space.drop(this.w_function);
    if (this.w_default !== null) space.drop(this.w_default);
    if (this.w_item !== null) space.drop(this.w_item);
    if (this.w_key !== null) space.drop(this.w_key);
    if (this.w_best !== null) space.drop(this.w_best);
    if (this.w_bestKey !== null) space.drop(this.w_bestKey);
  }
}

export function minMax(
  space: Space,
  name: 'min' | 'max',
  args_w: readonly W[],
  w_key: W,
  w_default: W | undefined,
): W {
  if (args_w.length === 0) {
    throw raise(space, 'TypeError', `${name} expected at least 1 argument, got 0`);
  }
  if (args_w.length > 1 && w_default !== undefined) {
    throw raise(
      space,
      'TypeError',
      `Cannot specify a default for ${name}() with multiple positional arguments`,
    );
  }
  const w_function = space.is(w_key, space.w_None) ? null : w_key;
  const given_w = args_w.length > 1 ? args_w : itemsOf(space, args_w[0]);
  if (given_w !== undefined) {
    if (given_w.length === 0 && w_default !== undefined) return w_default;
    const best = bestNumber(space, name, given_w, w_function);
    if (best !== undefined) return best;
  }
  const w_iterable = args_w.length === 1 ? args_w[0] : space.newtuple(args_w);
  return bestOf(space, name, w_iterable, w_function, w_default ?? null);
}

const bestOf = (
  space: Space,
  name: 'min' | 'max',
  w_iterable: W,
  w_function: W | null,
  w_default: W | null,
): W =>
  over(space, w_iterable, (w_iterator) => new BestFrame(space, w_iterator, name, w_function, w_default));

/** Of ints alone, without more ado. */
function bestNumber(
  space: Space,
  name: 'min' | 'max',
  args_w: readonly W[],
  w_function: W | null,
): W | undefined {
  if (w_function !== null || args_w.length === 0) return undefined;
  const { int } = space.types;
  let w_best = args_w[0];
  if (space.type(w_best) !== int) return undefined;
  for (let i = 1; i < args_w.length; i++) {
    const w = args_w[i];
    if (space.type(w) !== int) return undefined;
    const a = space.int_w(w);
    const b = space.int_w(w_best);
    if (name === 'max' ? a > b : a < b) w_best = w;
  }
  return w_best;
}

// --- next

export function nextOr(space: Space, w_iterator: W, w_default: W | undefined): W {
  const slot = space.type(w_iterator).slots.iternext;
  if (slot === null)
    throw raise(space, 'TypeError', `'${space.type(w_iterator).name}' object is not an iterator`);
  const caller = space.top;
  let w_item: W;
  try {
    // A class's own method is called itself: the slot would lose the value of its StopIteration.
    const type = space.type(w_iterator);
    const w_next = type.isHeap ? type.lookup('__next__') : undefined;
    w_item =
      w_next === undefined ? slot(space, w_iterator) : space.callMethodObject(w_next, w_iterator, [], null);
  } catch (e) {
    return defaultOf(space, space.asOperationError(e), w_default);
  }
  if (w_item === SUSPEND) return nextLater(space, caller, w_iterator, w_default);
  return w_item === STOP ? defaultAtEnd(space, w_iterator, w_default) : w_item;
}

function defaultAtEnd(space: Space, w_iterator: W, w_default: W | undefined): W {
  if (w_default === undefined) throw exhausted(space, w_iterator);
  return w_default;
}

function defaultOf(space: Space, error: OperationError, w_default: W | undefined): W {
  if (w_default === undefined || !error.matches(space.types.StopIteration)) throw error;
  space.dropError(error);
  return w_default;
}

const nextLater = (space: Space, caller: Space['top'], w_iterator: W, w_default: W | undefined): W =>
  andThen(
    space,
    caller,
    SUSPEND,
    (w) => (w === STOP ? defaultAtEnd(space, w_iterator, w_default) : w),
    (error) => defaultOf(space, error, w_default),
  );
