// What the parameters of a Python function hold in a call that is not the plainest: arguments by name, defaults, `*args` and `**kwargs`, on either side. Models
// PyPy's pypy/interpreter/argument.py, unrolled for the call that is recorded.
import { CodeFlag } from '../../frontend/code-object.ts';
import type { FunctionPayload } from '../../objspace/types/function.ts';
import type { Code } from '../code.ts';
import type { HashStorage } from '../hash-storage.ts';
import { unwrap } from '../object.ts';
import type { Raw, W_Object } from '../object.ts';
import type { PypySpace } from '../space.ts';
import { emptyDict, itemOfDict, quickCallee, storeText } from './direct-residuals.ts';
import { constant } from './ir.ts';
import type { Ins } from './ir.ts';
import {
  FUNCTION_CODE,
  FUNCTION_DEFAULTS,
  FUNCTION_GLOBALS,
  FUNCTION_KWDEFAULTS,
  FUNCTION_VERSION,
  functionDefaults,
  ofType,
  PAYLOAD,
} from './layout.ts';
import type { Recorder } from './recorder.ts';
import { known, newTuple } from './record-values.ts';

/** Guards that the callee has this code and these globals; the function itself may be another each time. */
export function guardFunction(r: Recorder, ref: Ins, func: W_Object): Ins {
  const payload = func.v as FunctionPayload;
  if (ref.isConst) {
    const state = constant(payload, 'p');
    r.asConstant(r.getfield(state, FUNCTION_CODE), payload.w_code, 'p', true);
    return ref;
  }
  const object = r.asClass(ref, ofType(r.space.types.function));
  const state = r.getfield(object, PAYLOAD);
  r.asConstant(r.getfield(state, FUNCTION_CODE), payload.w_code, 'p');
  r.asConstant(r.getfield(state, FUNCTION_GLOBALS), payload.w_globals, 'p');
  return object;
}

/** What the parameters hold when arguments were passed by name, defaults are left, or `*args` and `**kwargs` take the rest. */
export function bindLocals(
  r: Recorder,
  code: Code,
  calleeRef: Ins,
  func: W_Object,
  args: readonly Ins[],
  names: readonly string[],
): { ref: Ins; locals: Ins[] } {
  const { space } = r;
  const { argcount, flags, source } = code;
  const payload = func.v as FunctionPayload;
  const positional = args.length - names.length;
  const total = argcount + source.kwonlyargcount;
  const hasStar = (flags & CodeFlag.VARARGS) !== 0;
  const hasStars = (flags & CodeFlag.VARKEYWORDS) !== 0;
  const misfit = (): never => r.abort('exception', 'arguments that do not fit');
  if (positional > argcount && !hasStar) misfit();
  const locals: (Ins | undefined)[] = args.slice(0, Math.min(positional, argcount));
  const rest: { name: string; value: Ins }[] = [];
  names.forEach((name, i) => {
    let at = source.localsplusnames.indexOf(name);
    if (at < source.posonlyargcount || at >= total) at = -1;
    const value = args[positional + i];
    if (at < 0) {
      if (!hasStars) misfit();
      rest.push({ name, value });
    } else if (locals[at] !== undefined) misfit();
    else locals[at] = value;
  });
  const ref = guardFunction(r, calleeRef, func);
  const state = ref.isConst ? constant(payload, 'p') : r.getfield(ref, PAYLOAD);
  const defaults = payload.defaults_w ?? [];
  const firstDefault = argcount - defaults.length;
  for (let i = 0; i < total; i++) {
    if (locals[i] !== undefined) continue;
    if (i >= argcount) {
      const { w_kwdefaults } = payload;
      const name = source.localsplusnames[i];
      if (w_kwdefaults === null || space.dictgetstr(w_kwdefaults, name) === undefined) misfit();
      const dict = r.asClass(r.getfield(state, FUNCTION_KWDEFAULTS), ofType(space.types.dict));
      locals[i] = itemOf(r, dict, name);
    } else if (i < firstDefault) misfit();
    else if (ref.isConst) {
      r.guardInt(r.getfield(state, FUNCTION_VERSION), payload.version, true);
      locals[i] = known(unwrap(defaults[i - firstDefault]));
    } else {
      const array = r.getfield(state, FUNCTION_DEFAULTS);
      r.guard(r.emit('is_set', [array]), true);
      r.guardInt(r.emit('arraylen', [array], functionDefaults), defaults.length);
      locals[i] = r.getitem(array, r.int(i - firstDefault), functionDefaults);
    }
  }
  if (hasStar)
    locals[total] = newTuple(
      r,
      args.slice(argcount, Math.max(positional, argcount)).map((arg) => r.boxed(arg)),
    );
  if (hasStars) locals[total + (hasStar ? 1 : 0)] = newDict(r, rest);
  return { ref, locals: locals as Ins[] };
}

/** A dict with these texts as keys. */
function newDict(r: Recorder, entries: readonly { readonly name: string; readonly value: Ins }[]): Ins {
  const made = r.emit('call', [], emptyDict(r.space), 'p');
  for (const { name, value } of entries)
    r.emit('call', [made, constant(name, 's'), r.boxed(value)], storeText(r.space), '-');
  return made;
}

/** The item of a dict that is there. */
function itemOf(r: Recorder, dict: Ins, name: string): Ins {
  const item = r.emit('call', [dict, constant(name, 's')], itemOfDict(r.space), 'w');
  r.guard(r.emit('is_set', [item]), true);
  return item;
}

/** Keys of a dict that are all names, in their order; null: it is none of these, or a big one. */
export function namesIn(space: PypySpace, o: Raw): string[] | null {
  if (typeof o !== 'object' || o.type !== space.types.dict) return null;
  const { keys, overwritten } = o.v as HashStorage;
  if (overwritten !== null || keys.length > MOST_NAMES) return null;
  const names: string[] = [];
  for (const key of keys) {
    if (typeof key !== 'string') return null;
    names.push(key);
  }
  return names;
}
const MOST_NAMES = 12;

/** Guards that the dict has these keys in this order; answers its values. */
export function valuesByName(r: Recorder, dict: Ins, names: readonly string[]): Ins[] {
  const make = () => (o: W_Object) => {
    const { keys, overwritten } = o.v as HashStorage;
    if (keys.length !== names.length || overwritten !== null) return false;
    for (let i = 0; i < names.length; i++) if (keys[i] !== names[i]) return false;
    return true;
  };
  const name = `has keys ${names.join(' ')}`;
  const callee = quickCallee(r.space, name, make, 'b', { effect: 'reads', isApart: true });
  r.guard(r.emit('call', [dict], callee, 'b'), true);
  return names.map((key) => itemOf(r, dict, key));
}
