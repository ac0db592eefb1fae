// The default operations, through types and their slots. Models CPython's Objects/abstract.c and object.c, PyPy's
// pypy/objspace/descroperation.py. Every function that answers W may answer SUSPEND (object.ts) unless its name says `Nested`;
// arguments are borrowed, answers are temporaries. Engines have their own fast ways for builtin types in front of these.
import { andThen, runNested } from './continuation.ts';
import type { Frame } from './continuation.ts';
import type { OperationError } from './error.ts';
import { COMPARISON_METHODS, COMPARISONS, OPERATIONS, SWAPPED_COMPARISON, EQ, NE } from './operations.ts';
import type { BinarySlot, Comparison, InplaceSlot, UnarySlot } from './operations.ts';
import { STOP, SUSPEND } from './object.ts';
import type { W } from './object.ts';
import { raise } from './raise.ts';
import type { Space } from './space.ts';
import type { TypeObject } from './typeobject.ts';
import type { ModulePayload } from './types/module.ts';

const SYMBOL = Object.fromEntries(OPERATIONS.map((operation) => [operation.slot, operation.symbol]));

// --- calls

export function call(space: Space, w_f: W, args_w: readonly W[], names: readonly string[] | null = null): W {
  const slot = space.type(w_f).slots.call;
  if (slot === null) throw raise(space, 'TypeError', `'${space.type(w_f).name}' object is not callable`);
  return slot(space, w_f, args_w, names);
}

/** For builtins of the nesting kind. */
export function callNested(space: Space, w_f: W, args_w: readonly W[]): W {
  return runNested(space, () => call(space, w_f, args_w));
}

/** Calls `type(w_x).name` with `w_x` in front of `args_w`; undefined where the type has no such method. */
export function callSpecial(space: Space, w_x: W, name: string, args_w: readonly W[]): W | undefined {
  const w_method = space.type(w_x).lookup(name);
  return w_method === undefined ? undefined : callMethodObject(space, w_method, w_x, args_w, null);
}

/** Calls what `type.lookup` found with `w_x` as its receiver. */
export function callMethodObject(
  space: Space,
  w_method: W,
  w_x: W,
  args_w: readonly W[],
  names: readonly string[] | null,
): W {
  const methodType = space.type(w_method);
  // A plain function and a builtin's method take the receiver as it stands; anything else is bound as attribute access would.
  if (methodType === space.types.function || methodType === space.types.method_descriptor)
    return call(space, w_method, [w_x, ...args_w], names);
  const { descrGet } = methodType.slots;
  if (descrGet === null) return call(space, w_method, args_w, names);
  const caller = space.top;
  const w_bound = descrGet(space, w_method, w_x, space.type(w_x).w_self);
  return w_bound === SUSPEND
    ? callWhenBound(space, caller, args_w, names)
    : call(space, w_bound, args_w, names);
}

const callWhenBound = (
  space: Space,
  caller: Frame | null,
  args_w: readonly W[],
  names: readonly string[] | null,
): W => andThen(space, caller, SUSPEND, (w_bound) => call(space, w_bound, args_w, names));

// --- attributes

export function getattr(space: Space, w_x: W, name: string): W {
  return space.type(w_x).slots.getattr!(space, w_x, name);
}

/**
 * An attribute that the type says nothing of, of an object that is looked up as instances, classes or modules are: the value kept with the object, or
 * null for none. Undefined: it has to be asked for. Most questions whether there is an attribute end here, without an exception on its way.
 */
export function attributeBesideType(space: Space, w_x: W, name: string): W | null | undefined {
  const { types } = space;
  const type = space.type(w_x);
  const how = type.slots.getattr;
  if (how === types.object.slots.getattr)
    return type.lookup(name) === undefined ? (space.getdictvalue(w_x, name) ?? null) : undefined;
  if (how === types.module.slots.getattr) {
    if (type.lookup(name) !== undefined) return undefined;
    const { w_dict } = space.data(w_x) as ModulePayload;
    const w_value = space.dictgetstr(w_dict, name);
    if (w_value !== undefined) return w_value;
    return space.dictgetstr(w_dict, '__getattr__') === undefined ? null : undefined;
  }
  if (how !== types.type.slots.getattr) return undefined;
  const isInClass = (space.data(w_x) as TypeObject).lookup(name) !== undefined;
  return isInClass || type.lookup(name) !== undefined ? undefined : null;
}

/** `default` where there is no such attribute; only AttributeError counts as that. */
export function getattrOr(space: Space, w_x: W, name: string, w_default: W): W {
  const w_beside = attributeBesideType(space, w_x, name);
  return w_beside === undefined ? getattrOrCaught(space, w_x, name, w_default) : (w_beside ?? w_default);
}

function getattrOrCaught(space: Space, w_x: W, name: string, w_default: W): W {
  const caller = space.top;
  let w_answer: W;
  try {
    w_answer = getattr(space, w_x, name);
  } catch (e) {
    return absent(space, space.asOperationError(e), w_default);
  }
  return w_answer === SUSPEND ? absentWhenAnswered(space, caller, w_default) : w_answer;
}

function absent(space: Space, error: OperationError, w_default: W): W {
  if (!error.matches(space.types.AttributeError)) throw error;
  space.dropError(error);
  return w_default;
}

const absentWhenAnswered = (space: Space, caller: Frame | null, w_default: W): W =>
  andThen(
    space,
    caller,
    SUSPEND,
    (w) => w,
    (error) => absent(space, error, w_default),
  );

export function setattr(space: Space, w_x: W, name: string, w_value: W | null): W {
  const type = space.type(w_x);
  if (type.slots.setattr !== null) return type.slots.setattr(space, w_x, name, w_value);
  const how = type.slots.getattr === null ? 'no attributes' : 'only read-only attributes';
  const verb = w_value === null ? 'del' : 'assign to';
  throw raise(space, 'TypeError', `'${type.name}' object has ${how} (${verb} .${name})`);
}

/** `object.__getattribute__`. */
export function genericGetattr(space: Space, w_x: W, name: string): W {
  const type = space.type(w_x);
  const w_descr = type.lookup(name);
  const get = w_descr === undefined ? null : space.type(w_descr).slots.descrGet;
  if (get !== null && space.type(w_descr!).slots.descrSet !== null)
    return get(space, w_descr!, w_x, type.w_self);
  const w_value = space.getdictvalue(w_x, name);
  if (w_value !== undefined) return w_value;
  if (get !== null) return get(space, w_descr!, w_x, type.w_self);
  if (w_descr !== undefined) return w_descr;
  throw attributeError(space, w_x, name);
}

export function attributeError(space: Space, w_x: W, name: string): OperationError {
  return attributeErrorOf(space, w_x, name, `'${space.type(w_x).name}' object has no attribute '${name}'`);
}

/** An AttributeError that says of which object and name it speaks. */
export function attributeErrorOf(space: Space, w_x: W, name: string, text: string): OperationError {
  const error = raise(space, 'AttributeError', text);
  error.about = { w_object: space.own(w_x), name };
  return error;
}

/** `x.__dict__ = …` of objects that have one always. */
export function assignDict(space: Space, w_x: W, w_value: W | null): void {
  if (w_value === null) throw raise(space, 'TypeError', 'cannot delete __dict__');
  space.setdict(w_x, w_value);
}

/** `object.__setattr__` and, with null, `object.__delattr__`. */
export function genericSetattr(space: Space, w_x: W, name: string, w_value: W | null): W {
  const type = space.type(w_x);
  const w_descr = type.lookup(name);
  if (w_descr !== undefined) {
    const set = space.type(w_descr).slots.descrSet;
    if (set !== null) return set(space, w_descr, w_x, w_value);
  }
  if (w_value !== null) {
    if (space.setdictvalue(w_x, name, w_value)) return space.w_None;
  } else if (space.deldictvalue(w_x, name)) {
    return space.w_None;
  }
  if (w_descr !== undefined && !type.hasDict) {
    throw attributeErrorOf(space, w_x, name, `'${type.name}' object attribute '${name}' is read-only`);
  }
  if (!type.hasDict) {
    const more = ' and no __dict__ for setting new attributes';
    throw attributeErrorOf(space, w_x, name, `'${type.name}' object has no attribute '${name}'${more}`);
  }
  throw attributeError(space, w_x, name);
}

// --- arithmetic (Objects/abstract.c: binary_op1, binary_iop1)

function binary1(space: Space, slot: BinarySlot, w_a: W, w_b: W): W {
  const typeA = space.type(w_a);
  const typeB = space.type(w_b);
  const slotA = typeA.slots[slot];
  let slotB = typeB === typeA ? null : typeB.slots[slot];
  if (slotB === slotA) slotB = null;
  if (slotA === null) return slotB === null ? space.w_NotImplemented : slotB(space, w_a, w_b);
  const caller = space.top;
  if (slotB === null) return slotA(space, w_a, w_b);
  const isReflectedFirst = typeB.isSubtype(typeA);
  const first = isReflectedFirst ? slotB : slotA;
  const second = isReflectedFirst ? slotA : slotB;
  const w_first = first(space, w_a, w_b);
  return isAnswer(space, w_first) ? w_first : orSecond(space, caller, w_first, second, w_a, w_b);
}

const orSecond = (
  space: Space,
  caller: Frame | null,
  w_first: W,
  second: (space: Space, w_a: W, w_b: W) => W,
  w_a: W,
  w_b: W,
): W =>
  andThen(space, caller, w_first, (w) => (space.is(w, space.w_NotImplemented) ? second(space, w_a, w_b) : w));

export function unsupported(space: Space, symbol: string, w_a: W, w_b: W): OperationError {
  const names = `'${space.type(w_a).name}' and '${space.type(w_b).name}'`;
  return raise(space, 'TypeError', `unsupported operand type(s) for ${symbol}: ${names}`);
}

export function binary(space: Space, slot: BinarySlot, w_a: W, w_b: W): W {
  const caller = space.top;
  const w_answer = binary1(space, slot, w_a, w_b);
  if (isAnswer(space, w_answer)) return w_answer;
  return w_answer === SUSPEND
    ? sequencesWhenAnswered(space, caller, slot, w_a, w_b)
    : (sequenceBinary(space, slot, w_a, w_b) ?? fail(unsupported(space, SYMBOL[slot], w_a, w_b)));
}

const sequencesWhenAnswered = (space: Space, caller: Frame | null, slot: BinarySlot, w_a: W, w_b: W): W =>
  andThen(space, caller, SUSPEND, (w) => {
    if (!space.is(w, space.w_NotImplemented)) return w;
    return sequenceBinary(space, slot, w_a, w_b) ?? fail(unsupported(space, SYMBOL[slot], w_a, w_b));
  });

/**
 * What is left of `a + b` (`plain`), or `a += b` (`slot`) without a method of its own, after `w_a`'s own method has answered NotImplemented;
 * `w_b`'s class is not one derived from its.
 */
export function binaryReflected(
  space: Space,
  slot: BinarySlot | InplaceSlot,
  plain: BinarySlot,
  w_a: W,
  w_b: W,
): W {
  const typeA = space.type(w_a);
  const typeB = space.type(w_b);
  const caller = space.top;
  const slotB = typeB === typeA ? null : typeB.slots[plain];
  let w_answer = space.w_NotImplemented;
  if (slotB !== null) {
    const { reflected } = OPERATIONS.find((o) => o.slot === plain)!;
    // The same function in both is the one for classes, which would begin with `w_a` again.
    w_answer =
      slotB === typeA.slots[plain]
        ? (callSpecial(space, w_b, reflected!, [w_a]) ?? space.w_NotImplemented)
        : slotB(space, w_a, w_b);
  }
  return andThen(space, caller, w_answer, (w) => {
    if (!space.is(w, space.w_NotImplemented)) return w;
    return (
      sequenceBinary(space, slot, w_a, w_b) ??
      (slot === plain ? undefined : sequenceBinary(space, plain, w_a, w_b)) ??
      fail(unsupported(space, SYMBOL[slot], w_a, w_b))
    );
  });
}

/** At hand and meant: the usual case, for which no continuation is made. */
const isAnswer = (space: Space, w: W): boolean => w !== SUSPEND && w !== space.w_NotImplemented;

function fail(error: OperationError): never {
  throw error;
}

/** `+` and `*` of sequences come after the numbers' own. */
function sequenceBinary(space: Space, slot: BinarySlot | InplaceSlot, w_a: W, w_b: W): W | undefined {
  const a = space.type(w_a).slots;
  const b = space.type(w_b).slots;
  if (slot === 'add') return a.concat?.(space, w_a, w_b);
  if (slot === 'inplaceAdd') return (a.inplaceConcat ?? a.concat)?.(space, w_a, w_b);
  if (slot !== 'multiply' && slot !== 'inplaceMultiply') return undefined;
  const own = slot === 'inplaceMultiply' ? (a.inplaceRepeat ?? a.repeat) : a.repeat;
  if (own) return repeat(space, own, w_a, w_b);
  return b.repeat ? repeat(space, b.repeat, w_b, w_a) : undefined;
}

function repeat(space: Space, slot: (space: Space, w_a: W, w_b: W) => W, w_sequence: W, w_count: W): W {
  if (space.type(w_count).slots.index === null) {
    throw raise(
      space,
      'TypeError',
      `can't multiply sequence by non-int of type '${space.type(w_count).name}'`,
    );
  }
  const caller = space.top;
  const w_n = index(space, w_count);
  return w_n === SUSPEND ? repeatWhenCounted(space, caller, slot, w_sequence) : slot(space, w_sequence, w_n);
}

const repeatWhenCounted = (
  space: Space,
  caller: Frame | null,
  slot: (space: Space, w_a: W, w_b: W) => W,
  w_sequence: W,
): W => andThen(space, caller, SUSPEND, (w_n) => slot(space, w_sequence, w_n));

/** BinarySlot behind each in-place one. */
const PLAIN_OF = Object.fromEntries(
  OPERATIONS.filter((o) => o.shape === 'inplace').map((o) => {
    const plain = o.slot.slice('inplace'.length);
    return [o.slot, plain[0].toLowerCase() + plain.slice(1)];
  }),
) as Record<InplaceSlot, BinarySlot>;

export function inplace(space: Space, slot: InplaceSlot, w_a: W, w_b: W): W {
  const own = space.type(w_a).slots[slot];
  const caller = space.top;
  const w_answer = own === null ? binary1(space, PLAIN_OF[slot], w_a, w_b) : own(space, w_a, w_b);
  return isAnswer(space, w_answer)
    ? w_answer
    : inplaceOtherwise(space, caller, slot, w_a, w_b, w_answer, own !== null);
}

/** `w_answer`: of the type's own in-place operation (`isOwn`), or of the plain one. */
function inplaceOtherwise(
  space: Space,
  caller: Frame | null,
  slot: InplaceSlot,
  w_a: W,
  w_b: W,
  w_answer: W,
  isOwn: boolean,
): W {
  const plain = PLAIN_OF[slot];
  const rest = (w_plain: W): W =>
    andThen(space, caller, w_plain, (w) => {
      if (!space.is(w, space.w_NotImplemented)) return w;
      return (
        sequenceBinary(space, slot, w_a, w_b) ??
        sequenceBinary(space, plain, w_a, w_b) ??
        fail(unsupported(space, SYMBOL[slot], w_a, w_b))
      );
    });
  if (!isOwn) return rest(w_answer);
  return andThen(space, caller, w_answer, (w) =>
    space.is(w, space.w_NotImplemented) ? rest(binary1(space, plain, w_a, w_b)) : w,
  );
}

const BAD_OPERAND: Record<UnarySlot, string> = {
  negative: 'unary -',
  positive: 'unary +',
  invert: 'unary ~',
  absolute: 'abs()',
};

export function unary(space: Space, slot: UnarySlot, w_x: W): W {
  const run = space.type(w_x).slots[slot];
  if (run === null)
    throw raise(space, 'TypeError', `bad operand type for ${BAD_OPERAND[slot]}: '${space.type(w_x).name}'`);
  return run(space, w_x);
}

/** `operator.index(x)`: an int (exactly). */
export function index(space: Space, w_x: W): W {
  const type = space.type(w_x);
  if (type.isSubtype(space.types.int)) return type === space.types.int ? w_x : space.newint(space.int_w(w_x));
  if (type.slots.index === null) {
    throw raise(space, 'TypeError', `'${type.name}' object cannot be interpreted as an integer`);
  }
  return indexOfAnswer(space, space.top, type.slots.index(space, w_x));
}

function indexOfAnswer(space: Space, caller: Frame | null, w_answer: W): W {
  return andThen(space, caller, w_answer, (w) => {
    const got = space.type(w);
    if (!got.isSubtype(space.types.int))
      throw raise(space, 'TypeError', `__index__ returned non-int (type ${got.name})`);
    if (got === space.types.int) return w;
    space.warnNested(
      'DeprecationWarning',
      `__index__ returned non-int (type ${got.name}).  The ability to return an instance of a strict subclass of int is deprecated, and may not be supported in a future version of Python.`,
    );
    return space.newint(space.int_w(w));
  });
}

// --- comparison (Objects/object.c: do_richcompare)

export function compare(space: Space, w_a: W, w_b: W, op: Comparison): W {
  const typeA = space.type(w_a);
  const typeB = space.type(w_b);
  const caller = space.top;
  const { compare: forward } = typeA.slots;
  const { compare: backward } = typeB.slots;
  const swapped = SWAPPED_COMPARISON[op] as Comparison;
  const reflectedFirst = typeA !== typeB && backward !== null && typeB.isSubtype(typeA);
  const w_first = reflectedFirst
    ? backward(space, w_b, w_a, swapped)
    : forward === null
      ? space.w_NotImplemented
      : forward(space, w_a, w_b, op);
  if (isAnswer(space, w_first)) return w_first;
  if (w_first === SUSPEND) {
    // What two of these answer after a while is the answer.
    if (typeA === typeB && (typeA === space.types.tuple || typeA === space.types.list)) return SUSPEND;
    // A container's item may lose its place while Python code compares it.
    space.drop(space.own(w_a));
    space.drop(space.own(w_b));
  }
  return compareOtherwise(space, caller, w_a, w_b, op, w_first, reflectedFirst);
}

/**
 * The method of a comparison, where both operands are of the class that has it and it is a function of Python's: it is called without what a comparison of any two
 * objects has to remember (as unsafe_object_compare calls tp_richcompare). For NotImplemented there is `compareReflected`.
 */
export function commonComparison(space: Space, w_a: W, w_b: W, op: Comparison): W | null {
  const type = space.type(w_a);
  if (!type.isHeap || type !== space.type(w_b)) return null;
  const w_method = type.lookup(COMPARISON_METHODS[op]);
  return w_method !== undefined && space.type(w_method) === space.types.function ? w_method : null;
}

function compareOtherwise(
  space: Space,
  caller: Frame | null,
  w_a: W,
  w_b: W,
  op: Comparison,
  w_first: W,
  reflectedFirst: boolean,
): W {
  if (w_first !== SUSPEND) return compareTheOther(space, w_a, w_b, op, reflectedFirst);
  return andThen(space, caller, SUSPEND, (w) =>
    space.is(w, space.w_NotImplemented) ? compareTheOther(space, w_a, w_b, op, reflectedFirst) : w,
  );
}

/** The operand that was asked first has answered NotImplemented. */
function compareTheOther(space: Space, w_a: W, w_b: W, op: Comparison, reflectedFirst: boolean): W {
  const caller = space.top;
  const { compare: forward } = space.type(w_a).slots;
  const { compare: backward } = space.type(w_b).slots;
  const w_answer =
    (reflectedFirst
      ? forward?.(space, w_a, w_b, op)
      : backward?.(space, w_b, w_a, SWAPPED_COMPARISON[op] as Comparison)) ?? space.w_NotImplemented;
  if (isAnswer(space, w_answer)) return w_answer;
  if (w_answer !== SUSPEND) return compareFallback(space, w_a, w_b, op);
  return andThen(space, caller, SUSPEND, (w) =>
    space.is(w, space.w_NotImplemented) ? compareFallback(space, w_a, w_b, op) : w,
  );
}

/** What is left of a comparison after `w_a`'s own method has answered NotImplemented; `w_b`'s class is not one derived from its. */
export function compareReflected(space: Space, w_a: W, w_b: W, op: Comparison): W {
  const caller = space.top;
  const { compare: backward } = space.type(w_b).slots;
  if (backward === null) return compareFallback(space, w_a, w_b, op);
  const swapped = SWAPPED_COMPARISON[op] as Comparison;
  return andThen(space, caller, backward(space, w_b, w_a, swapped), (w) =>
    space.is(w, space.w_NotImplemented) ? compareFallback(space, w_a, w_b, op) : w,
  );
}

export function compareFallback(space: Space, w_a: W, w_b: W, op: Comparison): W {
  if (op === EQ) return space.newbool(space.is(w_a, w_b));
  if (op === NE) return space.newbool(!space.is(w_a, w_b));
  const names = `'${space.type(w_a).name}' and '${space.type(w_b).name}'`;
  throw raise(space, 'TypeError', `'${COMPARISONS[op]}' not supported between instances of ${names}`);
}

/** `a is b or a == b`, as containers compare. */
export function equalNested(space: Space, w_a: W, w_b: W): boolean {
  if (space.is(w_a, w_b)) return true;
  return isTrueNested(
    space,
    runNested(space, () => compare(space, w_a, w_b, EQ)),
  );
}

// --- truth

/** True or False, wrapped. */
export function truth(space: Space, w_x: W): W {
  if (space.is(w_x, space.w_True) || space.is(w_x, space.w_False)) return w_x;
  if (space.is(w_x, space.w_None)) return space.w_False;
  const { slots } = space.type(w_x);
  const caller = space.top;
  if (slots.bool !== null) {
    const w_answer = slots.bool(space, w_x);
    return w_answer === space.w_True || w_answer === space.w_False
      ? w_answer
      : checkedTruth(space, caller, w_answer);
  }
  if (slots.length === null) return space.w_True;
  const w_length = length(space, w_x);
  if (w_length !== SUSPEND) return space.newbool(space.int_w(w_length) !== 0);
  return truthOfLength(space, caller);
}

const checkedTruth = (space: Space, caller: Frame | null, w_answer: W): W =>
  andThen(space, caller, w_answer, (w) => {
    if (space.type(w) !== space.types.bool) {
      throw raise(space, 'TypeError', `__bool__ should return bool, returned ${space.type(w).name}`);
    }
    return w;
  });

const truthOfLength = (space: Space, caller: Frame | null): W =>
  andThen(space, caller, SUSPEND, (w) => space.newbool(space.int_w(w) !== 0));

export function isTrueNested(space: Space, w_x: W): boolean {
  return space.is(
    runNested(space, () => truth(space, w_x)),
    space.w_True,
  );
}

// --- containers

/** `len(x)` as an int, checked. */
export function length(space: Space, w_x: W): W {
  const type = space.type(w_x);
  if (type.slots.length === null)
    throw raise(space, 'TypeError', `object of type '${type.name}' has no len()`);
  const caller = space.top;
  const w_length = type.slots.length(space, w_x);
  // A builtin type's own length needs no check.
  if (!type.isHeap && w_length !== SUSPEND) return w_length;
  return andThen(space, caller, w_length, (w_n) => checkedLength(space, w_n));
}

/** What a `__len__` has answered, as an int that can be one. */
export function checkedLength(space: Space, w_n: W): W {
  const caller = space.top;
  return andThen(space, caller, index(space, w_n), (w) => {
    const n = space.int_w(w);
    if (n < 0) throw raise(space, 'ValueError', '__len__() should return >= 0');
    if (n > 0x7fff_ffff_ffff_ffffn)
      throw raise(space, 'OverflowError', "cannot fit 'int' into an index-sized integer");
    return w;
  });
}

export function getitem(space: Space, w_x: W, w_key: W): W {
  const type = space.type(w_x);
  if (type.slots.getitem !== null) return type.slots.getitem(space, w_x, w_key);
  if (type.isSubtype(space.types.type)) {
    const caller = space.top;
    if (w_x === space.types.type.w_self) return space.genericAlias(w_x, w_key);
    return andThen(space, caller, getattrOr(space, w_x, '__class_getitem__', space.w_None), (w_method) => {
      if (!space.is(w_method, space.w_None)) return call(space, w_method, [w_key]);
      throw raise(space, 'TypeError', `type '${(space.data(w_x) as TypeObject).name}' is not subscriptable`);
    });
  }
  throw raise(space, 'TypeError', `'${type.name}' object is not subscriptable`);
}

/** `x[key] = value`, and with null `del x[key]`. */
export function setitem(space: Space, w_x: W, w_key: W, w_value: W | null): W {
  const type = space.type(w_x);
  if (type.slots.setitem !== null) return type.slots.setitem(space, w_x, w_key, w_value);
  // Objects/abstract.c words it differently where it takes the object for a sequence.
  const { slots } = type;
  const isSequence =
    type.isHeap || slots.length !== null || slots.contains !== null || slots.getitem !== null;
  const not = isSequence && space.type(w_key).slots.index !== null ? "doesn't" : 'does not';
  const what = w_value === null ? `${not} support item deletion` : 'does not support item assignment';
  throw raise(space, 'TypeError', `'${type.name}' object ${what}`);
}

/** `item in x`, wrapped. */
export function contains(space: Space, w_x: W, w_item: W): W {
  const type = space.type(w_x);
  const caller = space.top;
  if (type.slots.contains !== null) return type.slots.contains(space, w_x, w_item);
  if (type.slots.iter === null && type.slots.getitem === null) {
    throw raise(space, 'TypeError', `argument of type '${type.name}' is not a container or iterable`);
  }
  return andThen(space, caller, iter(space, w_x), (w_iterator) => {
    const search = (w_next: W): W => {
      for (let w = w_next; ;) {
        if (w === STOP) return space.w_False;
        if (equalNested(space, w, w_item)) return space.w_True;
        const below = space.top;
        w = nextOrStop(space, w_iterator);
        if (w === SUSPEND) return andThen(space, below, w, search, (error) => search(stopOf(space, error)));
      }
    };
    const below = space.top;
    const w_first = nextOrStop(space, w_iterator);
    return andThen(space, below, w_first, search, (error) => search(stopOf(space, error)));
  });
}

// --- iteration

export function iter(space: Space, w_x: W): W {
  const type = space.type(w_x);
  const caller = space.top;
  if (type.slots.iter !== null) {
    const w_answer = type.slots.iter(space, w_x);
    if (w_answer === SUSPEND) return iteratorLater(space, caller);
    return type.isHeap ? checkedIterator(space, w_answer) : w_answer;
  }
  if (type.slots.getitem !== null && !type.isSubtype(space.types.dict)) return space.sequenceIterator(w_x);
  throw raise(space, 'TypeError', `'${type.name}' object is not iterable`);
}

const iteratorLater = (space: Space, caller: Frame | null): W =>
  andThen(space, caller, SUSPEND, (w) => checkedIterator(space, w));

/** What an `__iter__` has answered. */
export function checkedIterator(space: Space, w: W): W {
  if (space.type(w).slots.iternext === null) {
    throw raise(space, 'TypeError', `iter() returned non-iterator of type '${space.type(w).name}'`);
  }
  return w;
}

/** The next item, or STOP. */
export function next(space: Space, w_iterator: W): W {
  const slot = space.type(w_iterator).slots.iternext;
  if (slot === null)
    throw raise(space, 'TypeError', `'${space.type(w_iterator).name}' object is not an iterator`);
  return slot(space, w_iterator);
}

/** STOP for a StopIteration that came out of `next`, which any function under an `iternext` may raise; other errors go on. */
export function stopOf(space: Space, error: OperationError): W {
  if (!error.matches(space.types.StopIteration)) throw error;
  space.dropError(error);
  return STOP;
}

/** `next` for loops: STOP also for a StopIteration raised at once. One that comes later goes to `andThen`'s last argument: `stopOf`. */
export function nextOrStop(space: Space, w_iterator: W): W {
  try {
    return next(space, w_iterator);
  } catch (e) {
    return stopOf(space, space.asOperationError(e));
  }
}

// --- text

function textOf(space: Space, slot: 'repr' | 'str', w_x: W): W {
  const type = space.type(w_x);
  const run = type.slots[slot];
  if (run === null) return space.newstr(`<${type.name} object>`);
  const caller = space.top;
  const w_answer = run(space, w_x);
  if (w_answer !== SUSPEND && space.type(w_answer) === space.types.str) return w_answer;
  return andThen(space, caller, w_answer, (w) => {
    if (!space.type(w).isSubtype(space.types.str)) {
      throw raise(space, 'TypeError', `__${slot}__ returned non-string (type ${space.type(w).name})`);
    }
    return w;
  });
}

export const repr = (space: Space, w_x: W): W => textOf(space, 'repr', w_x);

export function str(space: Space, w_x: W): W {
  return space.type(w_x) === space.types.str ? w_x : textOf(space, 'str', w_x);
}

export function hash(space: Space, w_x: W): W {
  const slot = space.type(w_x).slots.hash;
  if (slot === null) throw raise(space, 'TypeError', `unhashable type: '${space.type(w_x).name}'`);
  return slot(space, w_x);
}

/** Hash of a key, for dict and set storage: a TypeError tells what the value was to be. Nested. */
export function hashKeyNested(
  space: Space,
  w_key: W,
  use: 'dict key' | 'set element',
  how: (space: Space, w_key: W) => W = hash,
): W {
  try {
    return runNested(space, () => how(space, w_key));
  } catch (e) {
    throw notHashable(space, w_key, use, e);
  }
}

/** What is raised where asking for the hash of a key has thrown `e`. */
export function notHashable(
  space: Space,
  w_key: W,
  use: 'dict key' | 'set element',
  e: unknown,
): OperationError {
  const error = space.asOperationError(e);
  if (error.type !== space.types.TypeError) return error;
  const w_text = runNested(space, () => str(space, space.errorValue(error)));
  const text = `cannot use '${space.type(w_key).name}' as a ${use} (${space.str_w(w_text)})`;
  space.dropError(error);
  return raise(space, 'TypeError', text);
}
