// Entering Python functions from inside the eval loop: the operands of the call become the callee's first locals, and the result goes
// where the callable stood. Models _PyEvalFramePushAndInit and the exact-argument calls of CPython's Python/ceval.c.
import { CodeFlag } from '../frontend/code-object.ts';
import type { W } from '../objspace/object.ts';
import { bindArguments } from '../objspace/bind-arguments.ts';
import { ExceptionPayload } from '../objspace/types/exceptions.ts';
import type { FunctionPayload } from '../objspace/types/function.ts';
import type { TypeObject } from '../objspace/typeobject.ts';
import { prepared } from './code.ts';
import type { Code } from './code.ts';
import { DictTable } from './dict-table.ts';
import { frameFor, recursionError } from './frame.ts';
import type { PyFrame } from './frame.ts';
import { unwrap } from './object.ts';
import type { Any, Obj } from './object.ts';
import { decref } from './refcount.ts';
import { sharedKeys } from './shared-keys.ts';
import type { CpythonSpace } from './space.ts';

/** A call of a function whose first `bound` locals are in place from `base` on. */
export function enterInline(
  space: CpythonSpace,
  f: PyFrame,
  code: Code,
  func: Obj,
  payload: FunctionPayload,
  base: number,
  returnTo: number,
  bound: number,
): PyFrame {
  const { values } = space;
  if (values.depth >= space.recursionLimit) throw recursionError(space);
  const S = values.slots;
  const end = base + code.localCount;
  if (base + code.frameSize > S.length) values.reserve(base, code.frameSize + 256);
  for (let i = base + bound; i < end; i++) S[i] = null;
  const callee = frameFor(space, code, func, payload, base, returnTo, true);
  values.top = base + code.frameSize;
  values.depth++;
  if (callee.back !== f) callee.back = f;
  space.top = callee;
  return callee;
}

/**
 * A call with any arguments: `S[place]` is the function, its operands are from `first` to before `end`, those named in `names` last. The
 * frame below must have its `sp` at `place` already. Where the arguments do not fit, raises with the operands as they were.
 */
export function enterFunction(
  space: CpythonSpace,
  f: PyFrame,
  S: (Any | null)[],
  place: number,
  first: number,
  end: number,
  names: readonly string[] | null,
): PyFrame {
  // Before anything is moved.
  if (space.values.depth >= space.recursionLimit) throw recursionError(space);
  const func = S[place] as Obj;
  const payload = func.v as FunctionPayload;
  const code = prepared(space, payload.w_code);
  const given = end - first;
  if (names === null && code.isSimple) {
    if (given === code.argcount) return enterInline(space, f, code, func, payload, first, place, given);
    const { defaults_w } = payload;
    const missing = code.argcount - given;
    if (missing > 0 && defaults_w !== null && missing <= defaults_w.length) {
      if (first + code.frameSize > S.length) space.values.reserve(first, code.frameSize + 256);
      for (let i = defaults_w.length - missing, to = end; i < defaults_w.length; i++) {
        const o = unwrap(defaults_w[i]);
        o.rc++;
        S[to++] = o;
      }
      return enterInline(space, f, code, func, payload, first, place, code.argcount);
    }
  } else if (names === null && given >= code.argcount && code.source.kwonlyargcount === 0) {
    // `def f(a, *args, **kwargs)`: what is left of the operands moves to the tuple.
    if (first + code.frameSize > S.length) space.values.reserve(first, code.frameSize + 256);
    let bound = code.argcount;
    if ((code.flags & CodeFlag.VARARGS) !== 0) {
      S[first + bound] = restOf(space, S, first + bound, end);
      bound++;
    } else if (given > bound) return general(space, f, S, code, func, payload, place, first, end, names);
    if ((code.flags & CodeFlag.VARKEYWORDS) !== 0)
      S[first + bound++] = space.container(space.types.dict, new DictTable());
    return enterInline(space, f, code, func, payload, first, place, bound);
  } else {
    const callee = enterByPlan(space, f, S, code, func, payload, place, first, end, names ?? NO_NAMES);
    if (callee !== null) return callee;
  }
  return general(space, f, S, code, func, payload, place, first, end, names);
}

const NO_NAMES: readonly string[] = [];

/** The operands from `from` to before `end` as a tuple, which takes them over. */
function restOf(space: CpythonSpace, S: (Any | null)[], from: number, end: number): Any {
  if (from === end) return unwrap(space.own(space.newtuple([])));
  return space.container(space.types.tuple, S.slice(from, end) as Any[]);
}

/** By the rules that are written once for both engines, errors among them. */
function general(
  space: CpythonSpace,
  f: PyFrame,
  S: (Any | null)[],
  code: Code,
  func: Obj,
  payload: FunctionPayload,
  place: number,
  first: number,
  end: number,
  names: readonly string[] | null,
): PyFrame {
  const args_w = S.slice(first, end) as unknown as W[];
  const local = bindArguments(space, payload, code.source, args_w, names);
  if (first + code.frameSize > S.length) space.values.reserve(first, code.frameSize + 256);
  for (let i = 0; i < local.length; i++) {
    const w = local[i];
    S[first + i] = w === undefined ? null : unwrap(space.own(w));
  }
  for (let i = args_w.length - 1; i >= 0; i--) decref(unwrap(args_w[i]));
  if (space.pool.length > space.poolBase) space.drain();
  return enterInline(space, f, code, func, payload, first, place, code.localCount);
}

/** Where the operands of a call go whose last ones have names: found out once for a code object and such names. */
export class CallPlan {
  readonly names: readonly string[];
  readonly positional: number;
  /** For each parameter behind the positional operands: the named operand that it gets; -1: its default. */
  readonly from: readonly number[];
  /** Named operands that no parameter has the name of: they go to `**kwargs`. */
  readonly extra: readonly number[];
  /** The first parameter without an operand that has to be in `__defaults__`; -1: there is none. */
  readonly firstMissing: number;

  constructor(
    names: readonly string[],
    positional: number,
    from: readonly number[],
    extra: readonly number[],
    firstMissing: number,
  ) {
    this.names = names;
    this.positional = positional;
    this.from = from;
    this.extra = extra;
    this.firstMissing = firstMissing;
  }
}

/** Plans of one code object; those of more forms of calls are made again and again. */
const MOST_PLANS = 8;

function planOf(code: Code, names: readonly string[], positional: number): CallPlan | null {
  const { plans } = code;
  search: for (let i = 0; i < plans.length; i++) {
    const plan = plans[i];
    if (plan.positional !== positional || plan.names.length !== names.length) continue;
    if (plan.names !== names)
      for (let k = 0; k < names.length; k++) if (plan.names[k] !== names[k]) continue search;
    return plan;
  }
  const plan = makePlan(code, names, positional);
  if (plan === null) return null;
  if (plans.length >= MOST_PLANS) plans.shift();
  plans.push(plan);
  return plan;
}

/** null: the operands do not fit. */
function makePlan(code: Code, names: readonly string[], positional: number): CallPlan | null {
  const { argcount, source, flags } = code;
  const { localsplusnames, posonlyargcount, kwonlyargcount } = source;
  const total = argcount + kwonlyargcount;
  if (positional > argcount && (flags & CodeFlag.VARARGS) === 0) return null;
  const bound = positional > argcount ? argcount : positional;
  const from = new Array<number>(total - bound).fill(-1);
  const extra: number[] = [];
  for (let k = 0; k < names.length; k++) {
    const i = localsplusnames.indexOf(names[k], posonlyargcount);
    if (i < 0 || i >= total) {
      if ((flags & CodeFlag.VARKEYWORDS) === 0) return null;
      extra.push(k);
    } else if (i < bound || from[i - bound] >= 0) return null;
    else from[i - bound] = k;
  }
  const missing = from.findIndex((k) => k < 0);
  const firstMissing = missing < 0 || bound + missing >= argcount ? -1 : bound + missing;
  return new CallPlan(names.slice(), positional, from, extra, firstMissing);
}

/** Operands that were passed by name, while they are put where they belong. */
const named: (Any | null)[] = [];

/** Any call that fits, defaults and `**kwargs` included; null where an argument is missing or does not fit. */
function enterByPlan(
  space: CpythonSpace,
  f: PyFrame,
  S: (Any | null)[],
  code: Code,
  func: Obj,
  payload: FunctionPayload,
  place: number,
  first: number,
  end: number,
  names: readonly string[],
): PyFrame | null {
  const plan = planOf(code, names, end - first - names.length);
  if (plan === null) return null;
  const { argcount, flags } = code;
  const { positional, from, extra } = plan;
  const { defaults_w } = payload;
  const firstDefault = argcount - (defaults_w === null ? 0 : defaults_w.length);
  if (plan.firstMissing >= 0 && plan.firstMissing < firstDefault) return null;
  const bound = positional > argcount ? argcount : positional;
  const start = first + positional;
  for (let k = 0; k < from.length; k++) {
    const at = from[k];
    if (at >= 0) {
      named[k] = S[start + at];
      continue;
    }
    const i = bound + k;
    const w: W | undefined =
      i < argcount ? defaults_w![i - firstDefault] : keywordDefault(space, payload, code, i);
    if (w === undefined) return giveBack(plan, k);
    const o = unwrap(w);
    o.rc++;
    named[k] = o;
  }
  let to = first + bound + from.length;
  let rest: Any | null = null;
  let kwargs: Any | null = null;
  if ((flags & CodeFlag.VARKEYWORDS) !== 0) {
    const table = new DictTable();
    for (let k = 0; k < extra.length; k++) {
      const o = S[start + extra[k]]!;
      table.set(space, space.intern(plan.names[extra[k]]), o);
      o.rc--;
    }
    kwargs = space.container(space.types.dict, table);
  }
  if ((flags & CodeFlag.VARARGS) !== 0) rest = restOf(space, S, first + bound, start);
  if (first + code.frameSize > S.length) space.values.reserve(first, code.frameSize + 256);
  for (let k = 0; k < from.length; k++) {
    S[first + bound + k] = named[k];
    named[k] = null;
  }
  if (rest !== null) S[to++] = rest;
  if (kwargs !== null) S[to++] = kwargs;
  return enterInline(space, f, code, func, payload, first, place, to - first);
}

/** The default of a parameter that has to be named; undefined: it has none. */
function keywordDefault(
  space: CpythonSpace,
  { w_kwdefaults }: FunctionPayload,
  code: Code,
  i: number,
): W | undefined {
  return w_kwdefaults === null ? undefined : space.dictgetstr(w_kwdefaults, code.source.localsplusnames[i]);
}

/** A default is missing: gives back those taken before it. */
function giveBack({ from }: CallPlan, to: number): null {
  for (let k = 0; k < to; k++) {
    if (from[k] < 0) decref(named[k]!);
    named[k] = null;
  }
  return null;
}

/** As `enterFunction`, for a caller that has a stack of its own (a generator): the operands are copied to the shared one. */
export function enterFromGenerator(
  space: CpythonSpace,
  f: PyFrame,
  S: (Any | null)[],
  place: number,
  first: number,
  end: number,
  names: readonly string[] | null,
): PyFrame {
  const { values } = space;
  const base = values.top + 1;
  const count = end - first;
  values.reserve(base, count + 256);
  const { slots } = values;
  slots[base - 1] = S[place];
  for (let i = 0; i < count; i++) slots[base + i] = S[first + i];
  return enterFunction(space, f, slots, base - 1, base, base + count, names);
}

/**
 * `__init__` of a class whose instances are made by `object.__new__` or `BaseException.__new__`; null where there is more to a call of the class.
 */
export function plainInit(space: CpythonSpace, type: TypeObject): Obj | null {
  if (!type.isHeap) return null;
  const keys = sharedKeys(type);
  if (keys.initVersion !== type.version) {
    keys.init = findPlainInit(space, type);
    keys.initVersion = type.version;
  }
  return keys.init;
}

function findPlainInit(space: CpythonSpace, type: TypeObject): Obj | null {
  const { object, BaseException, function: functionType } = space.types;
  if (type.isAbstract) return null;
  if (type.layout === BaseException.layout) {
    if (type.slots.new !== BaseException.slots.new) return null;
  } else {
    if (type.slots.new !== object.slots.new) return null;
    if (type.layout !== object.layout && type.slotCount === 0) return null;
  }
  const w_init = type.lookup('__init__');
  if (w_init === undefined) return null;
  const init = unwrap(w_init) as Obj;
  if (init.type !== functionType) return null;
  return prepared(space, (init.v as FunctionPayload).w_code).isGenerator ? null : init;
}

/** What `__new__` of such a class gives; an exception keeps the positional arguments, from `first` to before `end`. */
export function newInstance(
  space: CpythonSpace,
  type: TypeObject,
  S: (Any | null)[],
  first: number,
  end: number,
): Obj {
  if (type.layout !== space.types.BaseException.layout) return space.container(type, null);
  const args = S.slice(first, end) as Any[];
  for (let i = 0; i < args.length; i++) args[i].rc++;
  return space.container(type, new ExceptionPayload(args as unknown as W[], 0));
}
