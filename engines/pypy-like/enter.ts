// Entering Python functions from inside the eval loop, and leaving them: the operands of the call become the callee's first locals, and the
// result goes where the callable stood. Models PyPy's pypy/interpreter/function.py (funccall_valuestack) and argument.py where a call is plain
// enough that no list of arguments is needed; everything else goes through objspace's bindArguments.
import { keepCaller } from '../objspace/types/frame.ts';
import { CodeFlag } from '../frontend/code-object.ts';
import { bindArguments } from '../objspace/bind-arguments.ts';
import type { W } from '../objspace/object.ts';
import { raise } from '../objspace/raise.ts';
import type { FunctionPayload } from '../objspace/types/function.ts';
import { TypeObject } from '../objspace/typeobject.ts';
import { prepared } from './code.ts';
import type { Code } from './code.ts';
import { takeOperands } from './cold-ops.ts';
import { DONE, frameFor, recursionError } from './frame.ts';
import type { PyFrame } from './frame.ts';
import { HashStorage } from './hash-storage.ts';
import { rootMap } from './map.ts';
import { NO_SLOTS, unwrap, W_Object, wrap } from './object.ts';
import type { Raw } from './object.ts';
import { PendingOperator } from './pending-operator.ts';
import type { PypySpace } from './space.ts';
import type { Cache } from './specialize.ts';

type Stack = (Raw | null)[];

/** Takes the frame off the stack. */
export function leaveFrame(space: PypySpace, f: PyFrame): void {
  const { values } = space;
  values.depth--;
  f.stateNumber = DONE;
  if (f.handled !== null) {
    space.handled = f.handled.previous!;
    f.handled.previous = null;
    f.handled.value = null;
  }
  if (f.shared) values.top = f.previousTop;
  if (f.w_frame !== null) {
    keepCaller(space, f);
    f.detach();
  }
}

/** A call of a function whose first `bound` locals are in place from `base` on. */
export function enterInline(
  space: PypySpace,
  f: PyFrame,
  code: Code,
  func: W_Object,
  payload: FunctionPayload,
  base: number,
  returnTo: number,
  bound: number,
): PyFrame {
  const { values } = space;
  if (values.depth >= space.recursionLimit) throw recursionError(space);
  const S = values.slots;
  const end = base + code.localCount;
  const top = base + code.frameSize;
  if (top > S.length) values.reserve(base, code.frameSize + 256);
  for (let i = base + bound; i < end; i++) S[i] = null;
  const callee = frameFor(space, code, func, payload, base, returnTo, true);
  values.top = top;
  values.depth++;
  callee.back = f;
  space.top = callee;
  return callee;
}

/**
 * A call with any arguments: the operands are from `first` to before `end`, those named in `names` last, and the result goes to `place`. Where the
 * arguments do not fit, raises with the operands as they were. The caller sets the `sp` of the frame below to `place` afterwards.
 */
export function enterWith(
  space: PypySpace,
  f: PyFrame,
  S: Stack,
  func: W_Object,
  place: number,
  first: number,
  end: number,
  names: readonly string[] | null,
  site: Cache | null = null,
): PyFrame {
  const { values } = space;
  const payload = func.v as FunctionPayload;
  const code = prepared(space, payload.w_code);
  const given = end - first;
  // A generator's frame has operands of its own: they are copied to the shared stack.
  let base = first;
  if (!f.shared) {
    base = values.top;
    values.reserve(base, given + 256);
    const { slots } = values;
    for (let i = 0; i < given; i++) slots[base + i] = S[first + i];
    S = slots;
    end = base + given;
  }
  if (names === null && code.isSimple) {
    if (given === code.argcount) return enterInline(space, f, code, func, payload, base, place, given);
    const { defaults_w } = payload;
    const missing = code.argcount - given;
    if (missing > 0 && defaults_w !== null && missing <= defaults_w.length) {
      if (end + missing > S.length) values.reserve(end, missing + 256);
      let to = end;
      for (let i = defaults_w.length - missing; i < defaults_w.length; i++) S[to++] = unwrap(defaults_w[i]);
      return enterInline(space, f, code, func, payload, base, place, code.argcount);
    }
  } else if (names === null) {
    const bound = placePositional(space, code, payload, base, given);
    if (bound >= 0) return enterInline(space, f, code, func, payload, base, place, bound);
  } else if (names !== null) {
    const callee = enterByName(space, f, S, code, func, payload, place, base, end, names, site);
    if (callee !== null) return callee;
  }
  // By the rules that are written once for both engines, errors among them.
  const args_w = S.slice(base, end) as unknown as W[];
  const local = bindArguments(space, payload, code.source, args_w, names);
  if (base + local.length > S.length) values.reserve(base, code.frameSize + 256);
  for (let i = 0; i < local.length; i++) S[base + i] = (local[i] as Raw | undefined) ?? null;
  return enterInline(space, f, code, func, payload, base, place, code.localCount);
}

/**
 * Operands by position for a function with defaults, keyword-only parameters, `*args` or `**kwargs`: from `base` of the shared stack on, all is put where it
 * belongs. Answers how many locals that makes; -1, and nothing has happened: they do not fit.
 */
function placePositional(
  space: PypySpace,
  code: Code,
  payload: FunctionPayload,
  base: number,
  given: number,
): number {
  const { argcount, flags } = code;
  const { kwonlyargcount, localsplusnames } = code.source;
  const { defaults_w, w_kwdefaults } = payload;
  const hasStar = (flags & CodeFlag.VARARGS) !== 0;
  const missing = argcount - given;
  if (missing < 0 ? !hasStar : missing > 0 && (defaults_w === null || missing > defaults_w.length)) return -1;
  const total = argcount + kwonlyargcount;
  if (kwonlyargcount > 0) {
    if (w_kwdefaults === null) return -1;
    named.length = 0;
    for (let i = argcount; i < total; i++) {
      const w = space.dictgetstr(w_kwdefaults, localsplusnames[i]);
      if (w === undefined) return -1;
      named.push(unwrap(w));
    }
  }
  space.values.reserve(base, Math.max(given, total) + 2);
  const S = space.values.slots;
  let bound = total;
  // Before keyword-only ones take the places of what goes there.
  if (hasStar) {
    const tuple =
      missing >= 0
        ? unwrap(space.newtuple([]))
        : new W_Object(space.types.tuple, takeOperands(S, base + given, -missing), null, NO_SLOTS, 0);
    S[base + bound++] = tuple;
  }
  if ((flags & CodeFlag.VARKEYWORDS) !== 0)
    S[base + bound++] = new W_Object(space.types.dict, new HashStorage(false), null, NO_SLOTS, 0);
  for (let i = given; i < argcount; i++) S[base + i] = unwrap(defaults_w![defaults_w!.length - argcount + i]);
  for (let k = 0; k < kwonlyargcount; k++) S[base + argcount + k] = named[k];
  return bound;
}

/** Where the operands of a call by name go in a function: its instruction keeps it. */
export interface NamePlan {
  readonly code: Code;
  readonly positional: number;
  /** The local of each named operand; -1: it goes to `**kwargs`. */
  readonly targets: readonly number[];
  /** Parameters that are left to their defaults. */
  readonly missing: readonly number[];
  /** The names come in the order of the locals, so that operands can be moved one by one, the last one first; and there is nothing to pack. */
  readonly isOrdered: boolean;
}

/** null where a name is no parameter, or one that has its argument already. */
function planOf(code: Code, names: readonly string[], positional: number): NamePlan | null {
  const { argcount, source, flags } = code;
  const { localsplusnames, posonlyargcount, kwonlyargcount } = source;
  const total = argcount + kwonlyargcount;
  if (positional > argcount && (flags & CodeFlag.VARARGS) === 0) return null;
  const targets: number[] = [];
  for (const name of names) {
    let i = posonlyargcount;
    while (i < total && localsplusnames[i] !== name) i++;
    if (i >= total && (flags & CodeFlag.VARKEYWORDS) !== 0 && isFirst(names, name, targets.length)) i = -1;
    else if (i >= total || (i < positional && i < argcount) || targets.includes(i)) return null;
    targets.push(i);
  }
  const missing: number[] = [];
  for (let i = Math.min(positional, argcount); i < total; i++) if (!targets.includes(i)) missing.push(i);
  const isOrdered =
    (flags & (CodeFlag.VARARGS | CodeFlag.VARKEYWORDS)) === 0 &&
    targets.every((target, k) => k === 0 || target > targets[k - 1]);
  return { code, positional, targets, missing, isOrdered };
}

const isFirst = (names: readonly string[], name: string, i: number): boolean => names.indexOf(name) === i;

/** Operands that were passed by name and defaults, while they are put where they belong. */
const named: (Raw | null)[] = [];

/** Named arguments; null where an argument is missing or does not fit. */
function enterByName(
  space: PypySpace,
  f: PyFrame,
  S: Stack,
  code: Code,
  func: W_Object,
  payload: FunctionPayload,
  place: number,
  base: number,
  end: number,
  names: readonly string[],
  site: Cache | null,
): PyFrame | null {
  const { argcount, source, flags } = code;
  const count = names.length;
  const positional = end - base - count;
  let plan = site === null ? null : site.plan;
  if (plan === null || plan.code !== code || plan.positional !== positional) {
    plan = planOf(code, names, positional);
    if (plan === null) return null;
    if (site !== null) site.plan = plan;
  }
  const { targets, missing } = plan;
  const { defaults_w, w_kwdefaults } = payload;
  const firstDefault = argcount - (defaults_w === null ? 0 : defaults_w.length);
  if (plan.isOrdered) {
    const total = argcount + source.kwonlyargcount;
    if (base + total > S.length) space.values.reserve(base, total + 256);
    // CALL_KW has the names there.
    const kept = S[end];
    const from = base + positional;
    for (let k = count - 1; k >= 0; k--) S[base + targets[k]] = S[from + k];
    for (let k = 0; k < missing.length; k++) {
      const i = missing[k];
      let w: W | undefined;
      if (i < argcount) w = i < firstDefault ? undefined : defaults_w![i - firstDefault];
      else if (w_kwdefaults !== null) w = space.dictgetstr(w_kwdefaults, source.localsplusnames[i]);
      if (w === undefined) {
        for (k = 0; k < count; k++) S[from + k] = S[base + targets[k]];
        S[end] = kept;
        return null;
      }
      S[base + i] = unwrap(w);
    }
    return enterInline(space, f, code, func, payload, base, place, total);
  }
  named.length = 0;
  for (let k = 0; k < count; k++) named.push(S[base + positional + k]);
  for (let k = 0; k < missing.length; k++) {
    const i = missing[k];
    let w: W | undefined;
    if (i < argcount) w = i < firstDefault ? undefined : defaults_w![i - firstDefault];
    else w = w_kwdefaults === null ? undefined : space.dictgetstr(w_kwdefaults, source.localsplusnames[i]);
    if (w === undefined) return null;
    named.push(unwrap(w));
  }
  let bound = argcount + source.kwonlyargcount;
  if (base + bound + 2 > S.length) space.values.reserve(base, bound + 256);
  let star: Raw | null = null;
  if ((flags & CodeFlag.VARARGS) !== 0) {
    const more = positional - argcount;
    star =
      more <= 0
        ? unwrap(space.newtuple([]))
        : new W_Object(space.types.tuple, takeOperands(S, base + positional, more), null, NO_SLOTS, 0);
  }
  for (let k = 0; k < count; k++) if (targets[k] >= 0) S[base + targets[k]] = named[k];
  for (let k = 0; k < missing.length; k++) S[base + missing[k]] = named[count + k];
  if (star !== null) S[base + bound++] = star;
  if ((flags & CodeFlag.VARKEYWORDS) !== 0) {
    const storage = new HashStorage(false);
    for (let k = 0; k < count; k++) if (targets[k] < 0) storage.setRaw(space, names[k], named[k]!);
    S[base + bound++] = new W_Object(space.types.dict, storage, null, NO_SLOTS, 0);
  }
  return enterInline(space, f, code, func, payload, base, place, bound);
}

/** `__init__` of a class whose instances are made by `object.__new__`; null where there is more to a call of the class. */
export function plainInit(space: PypySpace, type: TypeObject): W_Object | null {
  if (!type.isHeap) return null;
  const root = rootMap(type);
  if (root === null) return null;
  if (root.initVersion !== type.version) {
    root.init = findPlainInit(space, type);
    root.initVersion = type.version;
  }
  return root.init;
}

function findPlainInit(space: PypySpace, type: TypeObject): W_Object | null {
  const { object, function: functionType } = space.types;
  if (type.isAbstract || type.slots.new !== object.slots.new) return null;
  if (type.layout !== object.layout && type.slotCount === 0) return null;
  const w_init = type.lookup('__init__');
  if (w_init === undefined) return null;
  const init = unwrap(w_init) as W_Object;
  if (init.type !== functionType) return null;
  return prepared(space, (init.v as FunctionPayload).w_code).isGenerator ? null : init;
}

/** A call of a class with a plain `__init__`: that is entered, and the call's result is the instance. */
export function enterInit(
  space: PypySpace,
  f: PyFrame,
  S: Stack,
  init: W_Object,
  place: number,
  end: number,
  names: readonly string[] | null,
  site: Cache | null = null,
): PyFrame {
  const callable = S[place + 1];
  const made = space.instanceWith((S[place] as W_Object).v as TypeObject, null);
  S[place + 1] = made;
  let callee: PyFrame;
  try {
    callee = enterWith(space, f, S, init, place, place + 1, end, names, site);
  } catch (e) {
    S[place + 1] = callable;
    throw e;
  }
  callee.instance = made;
  return callee;
}

/**
 * A call of an object whose class has a `__call__` in Python, or of a class whose metaclass leaves calls to `type`; the operands are those of CALL. Null: of
 * something else.
 */
export function enterCallable(
  space: PypySpace,
  f: PyFrame,
  S: Stack,
  place: number,
  end: number,
  names: readonly string[] | null,
  site: Cache | null = null,
): PyFrame | null {
  const callee = S[place] as W_Object;
  if (S[place + 1] !== null) return null;
  const method = callMethod(space, callee);
  if (method === null) {
    const init = initOf(space, callee);
    return init === null ? null : enterInit(space, f, S, init, place, end, names, site);
  }
  S[place + 1] = callee;
  try {
    return enterWith(space, f, S, method, place, place + 1, end, names, site);
  } catch (e) {
    S[place + 1] = null;
    throw e;
  }
}

/** `__call__` of its class, where that is a function of Python's. */
export function callMethod(space: PypySpace, { type }: W_Object): W_Object | null {
  if (!type.isHeap || type.slots.call === space.types.type.slots.call) return null;
  const w_method = type.lookup('__call__');
  if (w_method === undefined) return null;
  const method = unwrap(w_method) as W_Object;
  return method.type === space.types.function ? method : null;
}

/** A plain `__init__` of a class that is called in the usual way, whatever its metaclass. */
export function initOf(space: PypySpace, callee: W_Object): W_Object | null {
  const { v, type } = callee;
  if (!(v instanceof TypeObject) || type.slots.call !== space.types.type.slots.call) return null;
  return plainInit(space, v);
}

/** `__init__` is done: the call's result is the instance. */
export function constructed(space: PypySpace, instance: Raw, result: Raw): Raw {
  const { v } = instance as W_Object;
  if (v instanceof PendingOperator) return v.finish(space, result);
  if (wrap(result) === space.w_None) return instance;
  throw raise(space, 'TypeError', `__init__() should return None, not '${space.typeOf(result).name}'`);
}

/**
 * LOAD_ATTR of an instance whose class has a descriptor with a `__get__` in Python by that name, as enum's `value`. Null: there is none, or the instance has an
 * attribute that goes first.
 */
export function enterGetter(
  space: PypySpace,
  f: PyFrame,
  S: Stack,
  sp: number,
  name: string,
): PyFrame | null {
  const o = S[sp - 1];
  if (!(o instanceof W_Object)) return null;
  const { type } = o;
  const { object, function: functionType } = space.types;
  if (!type.isHeap || type.slots.getattr !== object.slots.getattr) return null;
  const w_descr = type.lookup(name);
  if (w_descr === undefined) return null;
  const descr = unwrap(w_descr) as W_Object;
  if (typeof descr !== 'object' || !descr.type.isHeap) return null;
  const w_get = descr.type.lookup('__get__');
  if (w_get === undefined || space.type(w_get) !== functionType) return null;
  if (descr.type.slots.descrSet === null && space.getdictvalue(wrap(o), name) !== undefined) return null;
  if (f.shared) space.values.reserve(sp, 3);
  else while (S.length < sp + 3) S.push(null);
  S[sp] = descr;
  S[sp + 1] = o;
  S[sp + 2] = unwrap(type.w_self);
  return enterWith(space, f, S, unwrap(w_get) as W_Object, sp - 1, sp, sp + 3, null);
}
