// Entering Python functions from inside the eval loop: the operands of the call become the callee's first locals, and the result goes
// where the callable stood. Models _PyEvalFramePushAndInit and the exact-argument calls of CPython's Python/ceval.c.
import { CodeFlag } from '../frontend/code-object.ts';
import type { W } from '../objspace/object.ts';
import { bindArguments } from '../objspace/bind-arguments.ts';
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
  callee.back = f;
  space.top = callee;
  return callee;
}

const PACKS = CodeFlag.VARARGS | CodeFlag.VARKEYWORDS;

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
      const rest = S.slice(first + bound, end) as Any[];
      S[first + bound++] =
        rest.length === 0 ? unwrap(space.own(space.newtuple([]))) : space.container(space.types.tuple, rest);
    } else if (given > bound) return general(space, f, S, code, func, payload, place, first, end, names);
    if ((code.flags & CodeFlag.VARKEYWORDS) !== 0)
      S[first + bound++] = space.container(space.types.dict, new DictTable());
    return enterInline(space, f, code, func, payload, first, place, bound);
  } else if (names !== null && (code.flags & PACKS) === 0) {
    const callee = enterByName(space, f, S, code, func, payload, place, first, end, names);
    if (callee !== null) return callee;
  }
  return general(space, f, S, code, func, payload, place, first, end, names);
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

/** Operands that were passed by name, while they are put where they belong. */
const named: (Any | null)[] = [];

/** Named arguments without `*args` and `**kwargs`; null where an argument is missing or does not fit. */
function enterByName(
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
  const { argcount, source } = code;
  const { localsplusnames, posonlyargcount, kwonlyargcount } = source;
  const total = argcount + kwonlyargcount;
  const count = names.length;
  const positional = end - first - count;
  if (positional > argcount) return null;
  named.length = 0;
  for (let i = 0; i < total; i++) named.push(null);
  for (let k = 0; k < count; k++) {
    const i = localsplusnames.indexOf(names[k], posonlyargcount);
    if (i < positional || i >= total || named[i] !== null) return null;
    named[i] = S[first + positional + k];
  }
  const { defaults_w, w_kwdefaults } = payload;
  const firstDefault = argcount - (defaults_w === null ? 0 : defaults_w.length);
  for (let i = positional; i < total; i++) {
    if (named[i] !== null) continue;
    let w: W | undefined;
    if (i < argcount) w = i < firstDefault ? undefined : defaults_w![i - firstDefault];
    else w = w_kwdefaults === null ? undefined : space.dictgetstr(w_kwdefaults, localsplusnames[i]);
    if (w === undefined) return release(positional, i, names, localsplusnames);
    const o = unwrap(w);
    o.rc++;
    named[i] = o;
  }
  if (first + code.frameSize > S.length) space.values.reserve(first, code.frameSize + 256);
  for (let i = positional; i < total; i++) {
    S[first + i] = named[i];
    named[i] = null;
  }
  return enterInline(space, f, code, func, payload, first, place, total);
}

/** A default is missing: gives back those taken before it. */
function release(
  from: number,
  to: number,
  names: readonly string[],
  localsplusnames: readonly string[],
): null {
  for (let i = from; i < to; i++) {
    if (!names.includes(localsplusnames[i])) decref(named[i]!);
    named[i] = null;
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

/** `__init__` of a class whose instances are made by `object.__new__`; null where there is more to a call of the class. */
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
  const { object, function: functionType } = space.types;
  if (type.isAbstract || type.slots.new !== object.slots.new) return null;
  if (type.layout !== object.layout && type.slotCount === 0) return null;
  const w_init = type.lookup('__init__');
  if (w_init === undefined) return null;
  const init = unwrap(w_init) as Obj;
  if (init.type !== functionType) return null;
  return prepared(space, (init.v as FunctionPayload).w_code).isGenerator ? null : init;
}
