// @inline-constants-from ../../frontend/opcodes.ts Op
// Builtins that run a generator to its end, until they know enough, or (`next`) for one item: in a trace a call of one is a call of a Python function that does the same by a loop,
// which is traced as any other, the generator's body within it. Each body has a function of its own, so that the loop's trace knows whose turns it runs.
// The frames of these functions are not to be seen: not in tracebacks, nor by `sys._getframe`. Left out: a key and a default at once, several iterables.
import { compileSource } from '../../objspace/compile-source.ts';
import { CodeObject } from '../../frontend/code-object.ts';
import { Op } from '../../frontend/opcodes.ts';
import { Builtin } from '../../objspace/gateway.ts';
import { MethodDescriptor } from '../../objspace/typedef.ts';
import { FunctionPayload } from '../../objspace/types/function.ts';
import type { GeneratorPayload } from '../../objspace/types/generator.ts';
import { TypeObject } from '../../objspace/typeobject.ts';
import { prepared } from '../code.ts';
import type { Code } from '../code.ts';
import type { PyFrame } from '../frame.ts';
import { CREATED, SUSPENDED } from '../frame.ts';
import { unwrap, W_Object, wrap } from '../object.ts';
import type { Raw } from '../object.ts';
import type { PypySpace } from '../space.ts';
import { constant } from './ir.ts';
import type { Ins } from './ir.ts';
import { FRAME_CODE, GENERATOR_FRAME, ofType, PAYLOAD } from './layout.ts';
import type { Recorder } from './recorder.ts';

/** Ints, then floats with the builtin's compensation of rounding; whatever else comes is for the builtin. */
const ADD_ALL = `    for x in it:
        if _type(x) is not _int:
            break
        total += x
    else:
        return total
    if _type(x) is not _float:
        return _sum(rest(x, it), total)
    total += x
    low = 0.0
    for x in it:
        if _type(x) is not _float:
            if _type(x) is not _int and _type(x) is not _bool:
                break
            x = _float(x)
        t = total + x
        if _abs(total) >= _abs(x):
            low += total - t + x
        else:
            low += x - t + total
        total = t
    else:
        return total + low if low and low - low == 0.0 else total
    if low and low - low == 0.0:
        total += low
    return _sum(rest(x, it), total)
`;
/** By name, with the names of arguments behind it: what the builtin does with an iterator. What begins with an underscore is the builtin itself. */
const SOURCE = `
def all(it):
    for x in it:
        if not x:
            return False
    return True

def any(it):
    for x in it:
        if x:
            return True
    return False

def list(it):
    return [x for x in it]

def max(it):
    for m in it:
        break
    else:
        return _max(())
    for x in it:
        if x > m:
            m = x
    return m

def max_default(it, default):
    for m in it:
        break
    else:
        return default
    for x in it:
        if x > m:
            m = x
    return m

def max_key(it, key):
    if key is None:
        return _max(it)
    for m in it:
        break
    else:
        return _max(())
    k = key(m)
    for x in it:
        y = key(x)
        if y > k:
            m = x
            k = y
    return m

def min(it):
    for m in it:
        break
    else:
        return _min(())
    for x in it:
        if x < m:
            m = x
    return m

def min_default(it, default):
    for m in it:
        break
    else:
        return default
    for x in it:
        if x < m:
            m = x
    return m

def min_key(it, key):
    if key is None:
        return _min(it)
    for m in it:
        break
    else:
        return _min(())
    k = key(m)
    for x in it:
        y = key(x)
        if y < k:
            m = x
            k = y
    return m

def next(it):
    for x in it:
        return x
    raise _StopIteration

def next_default(it, default):
    for x in it:
        return x
    return default

def frozenset(it):
    return _frozenset([x for x in it])

def set(it):
    s = _set()
    for x in it:
        s.add(x)
    return s

def sorted(it):
    return _sorted([x for x in it])

def sorted_key(it, key):
    return _sorted([x for x in it], key=key)

def sorted_reverse(it, reverse):
    return _sorted([x for x in it], reverse=reverse)

def sorted_key_reverse(it, key, reverse):
    return _sorted([x for x in it], key=key, reverse=reverse)

def sum(it):
    total = 0
${ADD_ALL}
def sum_start(it, total):
    if _type(total) is not _int:
        if _type(total) in _added_alone:
            return _sum(it, total)
        for x in it:
            total = total + x
        return total
${ADD_ALL}
def tuple(it):
    return _tuple([x for x in it])

def join(separator, it):
    return separator.join([x for x in it])

def rest(x, it):
    yield x
    yield from it
`;
const OF_BUILTINS = new Set(['all', 'any', 'max', 'min', 'next', 'sorted', 'sum']);
const OF_TYPES = new Set(['frozenset', 'list', 'set', 'tuple']);
const FILENAME = '<consumers of generators>';

interface Consumers {
  readonly codes: ReadonlyMap<string, CodeObject>;
  readonly w_globals: W_Object;
  readonly w_builtins: W_Object;
  /** By code of the generator, then by name. */
  readonly functions: WeakMap<Code, Map<string, W_Object>>;
}
const consumers = new WeakMap<PypySpace, Consumers>();

function consumersOf(space: PypySpace, w_builtins: W_Object): Consumers {
  let known = consumers.get(space);
  if (known !== undefined) return known;
  const { code } = compileSource(space, SOURCE, FILENAME, 'exec');
  const codes = new Map<string, CodeObject>();
  for (const one of code.consts) if (one instanceof CodeObject) codes.set(one.name, one);
  const w_globals = space.newdict();
  const store = (name: string, o: unknown): void =>
    space.dictset(w_globals, space.newstr(name), o as ReturnType<typeof wrap>);
  const { types } = space;
  for (const name of ['abs', 'max', 'min', 'sorted', 'sum']) store(`_${name}`, space.builtin(name));
  for (const name of ['StopIteration', 'frozenset', 'set', 'tuple', 'type', 'bool', 'int', 'float'] as const)
    store(`_${name}`, types[name].w_self);
  const { bool, bytearray, bytes, complex, float, str } = types;
  const alone = [bool, bytearray, bytes, complex, float, str].map((type) => type.w_self);
  store('_added_alone', space.newtuple(alone));
  known = { codes, w_globals: unwrap(w_globals) as W_Object, w_builtins, functions: new WeakMap() };
  consumers.set(space, known);
  store('rest', wrap(newFunction(space, known, 'rest')));
  return known;
}

function newFunction(space: PypySpace, { codes, w_globals, w_builtins }: Consumers, name: string): W_Object {
  const w_code = space.newcode(codes.get(name)!);
  const payload = new FunctionPayload(w_code, wrap(w_globals), wrap(w_builtins), name, name);
  prepared(space, w_code).isHidden = true;
  return unwrap(space.newobj(space.types.function, payload)) as W_Object;
}

function functionFor(space: PypySpace, f: PyFrame, name: string, body: Code): W_Object {
  const all = consumersOf(space, f.builtins);
  let ofBody = all.functions.get(body);
  if (ofBody === undefined) all.functions.set(body, (ofBody = new Map<string, W_Object>()));
  let made = ofBody.get(name);
  if (made === undefined) ofBody.set(name, (made = newFunction(space, all, name)));
  return made;
}

/** The name of the function above for a builtin; undefined: none. */
function nameOf(callee: Raw): string | undefined {
  if (!(callee instanceof W_Object)) return undefined;
  const { v } = callee;
  if (v instanceof MethodDescriptor)
    return v.owner.name === 'str' && v.row.name === 'join' ? 'join' : undefined;
  if (v instanceof Builtin)
    return v.moduleName === 'builtins' && v.w_self === null && OF_BUILTINS.has(v.row.name)
      ? v.row.name
      : undefined;
  return v instanceof TypeObject && !v.isHeap && OF_TYPES.has(v.name) ? v.name : undefined;
}

/** Whether the body ends with None: a StopIteration that it ends with has no value then. */
function answersNone({ original, source }: Code): boolean {
  for (let pc = 0; pc < original.length; pc += 2) {
    if (original[pc] !== Op.RETURN_VALUE) continue;
    if (pc === 0 || original[pc - 2] !== Op.LOAD_CONST || source.consts[original[pc - 1]] !== null)
      return false;
  }
  return true;
}

/** Names of arguments that a function above is there for; a start of a sum comes without its name too. */
function withNames(name: string, count: number, names: readonly string[]): string | undefined {
  if (name === 'join') return count === 2 && names.length === 0 ? name : undefined;
  if (name === 'sum' && count === 2)
    return names.length === 0 || names[0] === 'start' ? 'sum_start' : undefined;
  if (name === 'next' && count === 2) return 'next_default';
  if (names.length !== count - 1) return undefined;
  const full = [name, ...names].join('_');
  return names.length === 0 || NAMED.has(full) ? full : undefined;
}
const NAMED = new Set([
  'max_default',
  'max_key',
  'min_default',
  'min_key',
  'sorted_key',
  'sorted_key_reverse',
  'sorted_reverse',
]);

/** Records a call of a builtin with a generator to be run, its first argument or that of `join`; false, and nothing but guards recorded: not one of these. */
export function consumeGenerator(
  r: Recorder,
  callee: Raw,
  calleeRef: Ins,
  args: readonly Ins[],
  values: readonly Raw[],
  place: number,
  names: readonly string[] = [],
): boolean {
  const { space } = r;
  const builtin = nameOf(callee);
  const name = builtin === undefined ? undefined : withNames(builtin, args.length, names);
  if (name === undefined) return false;
  const at = name === 'join' ? 1 : 0;
  const generator = values[at];
  if (typeof generator !== 'object' || generator.type !== space.types.generator) return false;
  if (name === 'join' && typeof values[0] !== 'string') return false;
  const { code, stateNumber } = (generator.v as GeneratorPayload).frame as PyFrame;
  if (code.isHidden || (stateNumber !== CREATED && stateNumber !== SUSPENDED)) return false;
  if (name === 'next' && !answersNone(code)) return false;
  const func = functionFor(space, r.f, name, code);
  const payload = func.v as FunctionPayload;
  const helper = prepared(space, payload.w_code);
  const unit = r.units.functionUnit(helper, payload.w_globals as unknown as W_Object);
  if (unit === null) return false;
  if (!calleeRef.isConst) r.asConstant(calleeRef, callee, 'p');
  const given = [...args];
  const object = r.asClass(given[at], ofType(generator.type));
  const frame = r.getfield(r.getfield(object, PAYLOAD), GENERATOR_FRAME);
  r.asConstant(r.getfield(frame, FRAME_CODE), code, 'p');
  given[at] = object;
  if (name === 'join') given[0] = r.asStr(given[0]);
  r.callUnit(unit, constant(func, 'p'), given, place);
  return true;
}
