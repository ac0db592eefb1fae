// Calls of builtins that a trace makes without an instruction's body around: the row's direct call (../direct-calls.ts), with an effect that is as narrow
// as the receiver and the arguments allow; and methods of dicts, sets and lists that do all or nothing, as in direct-residuals.ts.
import { call } from '../../objspace/descroperation.ts';
import { runNested } from '../../objspace/continuation.ts';
import type { Builtin } from '../../objspace/gateway.ts';
import type { W } from '../../objspace/object.ts';
import { withoutWaiting } from '../../objspace/threads/wait.ts';
import { MethodDescriptor } from '../../objspace/typedef.ts';
import type { ByteArray } from '../../objspace/types/bytearray.ts';
import { BoundBuiltin } from '../../objspace/types/descriptors.ts';
import type { TypeObject } from '../../objspace/typeobject.ts';
import { directCall, namedCall } from '../direct-calls.ts';
import type { DirectCall } from '../direct-calls.ts';
import { directTypeCall } from '../direct-types.ts';
import { HashStorage } from '../hash-storage.ts';
import { INTS } from '../list-strategy.ts';
import { unwrap, wrap } from '../object.ts';
import type { Raw, W_Object } from '../object.ts';
import type { PypySpace } from '../space.ts';
import type { BuiltinRecorder } from './builtin-recorders.ts';
import { guardDone, quickCallee } from './direct-residuals.ts';
import type { Callee, Ins } from './ir.ts';
import { listPlaces, ofType } from './layout.ts';
import type { Recorder } from './recorder.ts';
import { guardNesting } from './residual.ts';
import { known } from './record-values.ts';
import { guardType, isInTraces, isOpaque, isQuiet, isScalar, isScalarType, settled } from './plain-values.ts';

/** What the call may do, told by the row and by what it is given; the types that this relies on are guarded. */
function effectOf(
  r: Recorder,
  builtin: Builtin,
  args: readonly Ins[],
  values: readonly Raw[],
): Pick<Callee, 'effect' | 'writes' | 'isApart'> {
  const { types } = r.space;
  const { row } = builtin;
  const owner = builtin instanceof MethodDescriptor ? builtin.owner : null;
  if (!isAloof(builtin)) return { effect: row.effect };
  const self = builtin.w_self as unknown as Raw | null;
  const hasReceiver = owner !== null && !owner.isHeap && !isInTraces(owner.name);
  // The state of a receiver whose type has a layout of its own is no place of a trace, whatever its class adds to it.
  if (
    (self === null || isOpaque(self) || (self as W_Object).type === types.module || isOfClass(builtin)) &&
    (owner === null || hasReceiver || values.every(isScalar)) &&
    values.every((o, i) => isOpaque(o) || (i === 0 && hasReceiver))
  ) {
    args.forEach((ref, i) => {
      const value = values[i];
      if (isOpaque(value)) guardType(r, ref, value);
    });
    return { effect: 'writes', writes: [], isApart: true };
  }
  // It keeps what it is given, or looks at it.
  if (hasReceiver && isOpaqueLayout(values[0])) return { effect: 'writes', writes: [] };
  if (owner === types.list && row.effect === 'writes') return { effect: 'writes', writes: listPlaces };
  if (owner === types.dict && VIEWS.has(row.name)) return { effect: 'reads', isApart: true };
  return { effect: row.effect };
}
/** A class method of a builtin class, bound to such: `int.from_bytes`. */
const isOfClass = (builtin: Builtin): builtin is BoundBuiltin =>
  builtin instanceof BoundBuiltin && builtin.owner !== null && !builtin.owner.isHeap;
/** An instance whose state, that of its builtin layout, is no place of a trace. */
const isOpaqueLayout = (o: Raw): boolean =>
  isOpaque(o) ||
  (typeof o === 'object' && o.type.isHeap && !(o.v instanceof HashStorage) && !Array.isArray(o.v));
const VIEWS = new Set(['keys', 'values', 'items']);
/** A function of the host that makes the call; the operands are the arguments. */
function runner(
  space: PypySpace,
  callable: Raw,
  direct: DirectCall | null,
  count: number,
  isLeaf: boolean,
  self: Raw | null,
): Callee['run'] {
  const inGeneral = (operands: Raw[]): Raw =>
    unwrap(runNested(space, () => call(space, wrap(callable), operands as unknown as W[])));
  if (direct === null) return ((...operands: Raw[]) => inGeneral(operands)) as unknown as Callee['run'];
  if (!isLeaf) {
    return ((...operands: Raw[]) =>
      unwrap(
        runNested(
          space,
          () =>
            (direct(space, operands, 0, self) as W | undefined) ??
            call(space, wrap(callable), operands as unknown as W[]),
        ),
      )) as unknown as Callee['run'];
  }
  // The array is the call's own: a leaf calls nothing that could call it again.
  const S: Raw[] = [0, 0, 0];
  const callIt = (): Raw | undefined => {
    const { top } = space;
    const o = direct(space, S, 0, self);
    S[0] = S[1] = S[2] = 0;
    return o === undefined ? undefined : settled(space, top, o);
  };
  switch (count) {
    case 1:
      return ((a: Raw) => {
        S[0] = a;
        return callIt() ?? inGeneral([a]);
      }) as unknown as Callee['run'];
    case 2:
      return ((a: Raw, b: Raw) => {
        S[0] = a;
        S[1] = b;
        return callIt() ?? inGeneral([a, b]);
      }) as unknown as Callee['run'];
    case 3:
      return ((a: Raw, b: Raw, c: Raw) => {
        S[0] = a;
        S[1] = b;
        S[2] = c;
        return callIt() ?? inGeneral([a, b, c]);
      }) as unknown as Callee['run'];
    default:
      return ((...operands: Raw[]) => {
        const { top } = space;
        const o = direct(space, operands, 0, self);
        return o === undefined ? inGeneral(operands) : settled(space, top, o);
      }) as unknown as Callee['run'];
  }
}

/** Records a call of a builtin; answers its result. */
export function callDirectly(
  r: Recorder,
  w_callee: Raw,
  builtin: Builtin,
  args: readonly Ins[],
  values: readonly Raw[],
): Ins {
  const { space } = r;
  const { row } = builtin;
  const direct = directCall(space, builtin, args.length);
  const self = builtin.w_self as unknown as Raw | null;
  const quiet = callQuietly(r, w_callee, builtin, direct, args, values);
  if (quiet !== null) return quiet;
  // With nothing but scalars there is no Python code to call back.
  const isBare = self === null || isOfClass(builtin);
  const isLeaf = row.kind === 'leaf' || (isBare && isOfScalars(builtin) && values.every(isScalar));
  if (!isLeaf && !isAloof(builtin)) return callWithoutWaiting(r, builtin, direct, args, values);
  const callee = {
    name: `${row.name}()`,
    run: runner(space, w_callee, direct, args.length, isLeaf, self),
    result: 'w',
    raises: true,
    ...(isLeaf ? effectOf(r, builtin, args, values) : { effect: 'any' }),
  } satisfies Callee as Callee & { effect: Callee['effect'] };
  if (!isLeaf) {
    guardNesting(r);
    r.mayCallBack = callee;
  }
  return r.call(
    callee,
    args.map((ref) => r.boxed(ref)),
  );
}

/**
 * What may let its thread wait, for a lock, say, does so in the interpreter alone: nested on the host's stack it would keep the thread below it from going on,
 * for which it may be waiting.
 */
function callWithoutWaiting(
  r: Recorder,
  builtin: Builtin,
  direct: DirectCall | null,
  args: readonly Ins[],
  values: readonly Raw[],
): Ins {
  const { space } = r;
  const { row } = builtin;
  const self = builtin.w_self as unknown as Raw | null;
  const isPlain = values.every((o, i) => isScalar(o) || (i === 0 && self === null && isOpaque(o)));
  if (direct === null || !isPlain) return r.abort('call-not-recorded', `${row.name} may wait`);
  args.forEach((ref, i) => guardType(r, ref, values[i]));
  const run = (...operands: Raw[]): Raw | undefined =>
    withoutWaiting(() => {
      const { top } = space;
      const o = direct(space, operands, 0, self);
      return o === undefined ? undefined : settled(space, top, o);
    });
  const callee: Callee = {
    name: `${row.name}() without waiting`,
    run: run as unknown as Callee['run'],
    result: 'w',
    effect: 'writes',
    writes: [],
    raises: true,
  };
  const answer = r.call(
    callee,
    args.map((ref) => r.boxed(ref)),
  );
  guardDone(r, r.emit('is_set', [answer]));
  return answer;
}

/** The same with the last arguments by name; undefined, and nothing but guards recorded: not to be called so. What is no plain case leaves the trace. */
export function callNamed(
  r: Recorder,
  builtin: Builtin,
  args: readonly Ins[],
  values: readonly Raw[],
  names: readonly string[],
): Ins | undefined {
  const { space } = r;
  const { row } = builtin;
  if (builtin.w_self !== null) return undefined;
  if (row.kind !== 'leaf' && !isAloof(builtin)) return r.abort('call-not-recorded', `${row.name} may wait`);
  const direct = namedCall(space, builtin, args.length, names);
  if (direct === null) return undefined;
  const isLeaf = row.kind === 'leaf' || (isOfScalars(builtin) && values.every(isScalar));
  const run = isLeaf
    ? (...operands: Raw[]) => {
        const { top } = space;
        const o = direct(space, operands, 0, null);
        return o === undefined ? undefined : settled(space, top, o);
      }
    : (...operands: Raw[]) => {
        let isPlain = true;
        const w = runNested(space, () => {
          const o = direct(space, operands, 0, null) as W | undefined;
          if (o === undefined) isPlain = false;
          return o ?? space.w_None;
        });
        return isPlain ? unwrap(w) : undefined;
      };
  const callee = {
    name: `${row.name}(${names.join(', ')})`,
    run: run as unknown as Callee['run'],
    result: 'w',
    raises: true,
    ...(isLeaf ? effectOf(r, builtin, args, values) : { effect: 'any' }),
  } satisfies Callee as Callee & { effect: Callee['effect'] };
  if (!isLeaf) {
    guardNesting(r);
    r.mayCallBack = callee;
  }
  const answer = r.call(
    callee,
    args.map((ref) => r.boxed(ref)),
  );
  guardDone(r, r.emit('is_set', [answer]));
  return answer;
}

/** Modules and types whose builtins have to do with threads, frames, the collector or the world outside. */
const MODULES =
  /^(_asyncio|_contextvars|_queue|_signal|_thread|_weakref|atexit|faulthandler|gc|posix|select|signal|sys|time)$/;
const OWNERS = /lock|queue|thread|future|task|context|coroutine|generator|ref|proxy/i;
function isAloof(builtin: Builtin): boolean {
  if (builtin instanceof MethodDescriptor) return !OWNERS.test(builtin.owner.name);
  return builtin.moduleName === null || !MODULES.test(builtin.moduleName);
}

/** Functions and modules of functions that call nothing where they are given scalars; `print` and `open`, say, are not among them. */
const OF_VALUES = new Set([
  'abs',
  'all',
  'any',
  'ascii',
  'bin',
  'callable',
  'chr',
  'divmod',
  'format',
  'hash',
  'hex',
  'id',
  'isinstance',
  'len',
  'max',
  'min',
  'oct',
  'ord',
  'pow',
  'repr',
  'round',
  'sorted',
  'sum',
]);
const OF_SCALAR_MODULES = new Set([
  '_bisect',
  '_operator',
  '_string',
  '_struct',
  'binascii',
  'cmath',
  'math',
  'unicodedata',
  'zlib',
]);
/** Methods of scalars that may ask the program: codecs are found by name. */
const ASKING = /^(encode|decode|__reduce|__getattr|__setattr|__dir|__init|__new)/;
function isOfScalars(builtin: Builtin): boolean {
  const { row, moduleName } = builtin;
  if (isOfClass(builtin)) return isScalarType(builtin.method.owner) && !ASKING.test(row.name);
  if (builtin instanceof MethodDescriptor) return isScalarType(builtin.owner) && !ASKING.test(row.name);
  if (moduleName === 'builtins') return OF_VALUES.has(row.name);
  return moduleName !== null && OF_SCALAR_MODULES.has(moduleName);
}

/** Builtins that look at all items of what they are given. */
const CONSUMERS = new Set(['all', 'any', 'max', 'min', 'sorted', 'sum']);
const CONSUMING_METHODS = new Set([
  'bytes.join',
  'list.count',
  'list.index',
  'str.join',
  'tuple.count',
  'tuple.index',
]);

/** Of containers that hold scalars, found out each time: then nothing is called, and nothing written. Null: not one of these. */
function callQuietly(
  r: Recorder,
  w_callee: Raw,
  builtin: Builtin,
  direct: DirectCall | null,
  args: readonly Ins[],
  values: readonly Raw[],
): Ins | null {
  const { space } = r;
  const { row } = builtin;
  if (direct === null || builtin.w_self !== null) return null;
  const isMethod = builtin instanceof MethodDescriptor;
  if (
    isMethod ? !CONSUMING_METHODS.has(`${builtin.owner.name}.${row.name}`) : builtin.moduleName !== 'builtins'
  )
    return null;
  if (!isMethod && !CONSUMERS.has(row.name)) return null;
  if (!values.every((o) => isQuiet(space, o))) return null;
  const run = (...operands: Raw[]): Raw | undefined => {
    for (let i = 0; i < operands.length; i++) if (!isQuiet(space, operands[i])) return undefined;
    const { top } = space;
    const o =
      direct(space, operands, 0, null) ?? unwrap(call(space, wrap(w_callee), operands as unknown as W[]));
    return settled(space, top, o);
  };
  const callee: Callee = {
    name: `${row.name}()`,
    run: run as unknown as Callee['run'],
    result: 'w',
    effect: 'reads',
    raises: true,
  };
  const answer = r.call(
    callee,
    args.map((ref) => r.boxed(ref)),
  );
  guardDone(r, r.emit('is_set', [answer]));
  return answer;
}

/** A call of a builtin class that only makes a value from builtin values; undefined: not of these. */
export function callType(
  r: Recorder,
  w_type: Raw,
  type: TypeObject,
  count: number,
  values: readonly Raw[],
): Ins | undefined {
  const { space } = r;
  const direct = directTypeCall(type, count);
  if (direct === null) return makeQuietly(r, w_type, type, count, values);
  if (!MAKERS.has(type.name)) return undefined;
  if (!values.every((o) => isScalar(o) || isContainer(space, o))) return undefined;
  const args: Ins[] = [];
  for (let n = count - 1; n >= 0; n--) {
    guardType(r, r.peek(n), values[count - 1 - n]);
    args.push(r.boxed(r.peek(n)));
  }
  const isApart = values.every(isScalar);
  const callee: Callee = {
    name: `${type.name}()`,
    run: runner(space, w_type, direct, count, true, null),
    result: 'w',
    effect: 'reads',
    isApart,
    raises: true,
  };
  return r.call(callee, args);
}

/** A call of a builtin class that may call Python code, without the instruction's body around it. */
export function callTypeNested(r: Recorder, w_type: Raw, type: TypeObject, args: readonly Ins[]): Ins {
  const { space } = r;
  guardNesting(r);
  const callee = {
    name: `${type.name}()`,
    run: runner(space, w_type, directTypeCall(type, args.length), args.length, false, null),
    result: 'w',
    effect: 'any',
    raises: true,
  } satisfies Callee as Callee & { effect: Callee['effect'] };
  r.mayCallBack = callee;
  return r.call(
    callee,
    args.map((ref) => r.boxed(ref)),
  );
}

/** Classes whose values are made of scalars, or of containers of such. */
const OF_SCALARS = new Set([
  'bytearray',
  'bytes',
  'complex',
  'float',
  'frozenset',
  'int',
  'set',
  'slice',
  'str',
]);
const DECODED = new Set(['bytearray', 'bytes', 'str']);
function makeQuietly(
  r: Recorder,
  w_type: Raw,
  type: TypeObject,
  count: number,
  values: readonly Raw[],
): Ins | undefined {
  const { space } = r;
  if (type === space.types.bytes && count === 1) {
    const made = makeBytes(r, values[0]);
    if (made !== undefined) return made;
  }
  if (type.isHeap || !OF_SCALARS.has(type.name) || !values.every((o) => isQuiet(space, o))) return undefined;
  // With the name of a codec, which may be the program's.
  if (count > 1 && DECODED.has(type.name)) return undefined;
  const run = (...operands: Raw[]): Raw | undefined => {
    for (let i = 0; i < operands.length; i++) if (!isQuiet(space, operands[i])) return undefined;
    const { top } = space;
    return settled(space, top, unwrap(call(space, wrap(w_type), operands as unknown as W[])));
  };
  const callee: Callee = {
    name: `${type.name}()`,
    run: run as unknown as Callee['run'],
    result: 'w',
    effect: 'reads',
    raises: true,
  };
  const args: Ins[] = [];
  for (let n = count - 1; n >= 0; n--) args.push(r.boxed(r.peek(n)));
  const answer = r.call(callee, args);
  guardDone(r, r.emit('is_set', [answer]));
  return answer;
}
const MAKERS = new Set(['dict', 'list', 'tuple', 'range', 'str', 'int', 'float', 'enumerate', 'zip']);
function isContainer(space: PypySpace, o: Raw): boolean {
  if (typeof o !== 'object') return false;
  const { list, tuple, dict, set, frozenset, range } = space.types;
  return [list, tuple, dict, set, frozenset, range].includes(o.type);
}

// --- methods that do all or nothing

const dictGet = (space: PypySpace) => (dict: W_Object, key: Raw, otherwise: Raw) => {
  const storage = dict.v as HashStorage;
  if (storage.overwritten !== null) return undefined;
  const i = storage.findPlain(space, key);
  return i >= 0 ? storage.values[i] : i === -1 ? otherwise : undefined;
};
const dictSetDefault = (space: PypySpace) => (dict: W_Object, key: Raw, otherwise: Raw) => {
  const storage = dict.v as HashStorage;
  if (storage.overwritten !== null) return undefined;
  const i = storage.findPlain(space, key);
  if (i >= 0) return storage.values[i];
  if (i === -2) return undefined;
  storage.set(space, key, otherwise);
  return otherwise;
};
const dictPop = (space: PypySpace) => (dict: W_Object, key: Raw, otherwise: Raw) => {
  const storage = dict.v as HashStorage;
  if (storage.overwritten !== null) return undefined;
  const i = storage.findPlain(space, key);
  if (i === -1) return otherwise;
  if (i === -2) return undefined;
  const value = storage.values[i];
  storage.removeAt(space, i);
  return value;
};
/** Without a default: what is not there is for the builtin to complain of. */
const dictTake = (space: PypySpace) => (dict: W_Object, key: Raw) => {
  const storage = dict.v as HashStorage;
  if (storage.overwritten !== null) return undefined;
  const i = storage.findPlain(space, key);
  if (i < 0) return undefined;
  const value = storage.values[i];
  storage.removeAt(space, i);
  return value;
};
const setAdd = (space: PypySpace) => (set: W_Object, item: Raw) => {
  const storage = set.v as HashStorage;
  if (typeof item !== 'object') {
    if (!storage.isPlain) return false;
    storage.add(space, item);
    return true;
  }
  const i = storage.findPlain(space, item);
  if (i === -1) storage.add(space, item);
  return i !== -2;
};
const setDiscard = (space: PypySpace) => (set: W_Object, item: Raw) => {
  const storage = set.v as HashStorage;
  const i = storage.findPlain(space, item);
  if (i >= 0) storage.removeAt(space, i);
  return i !== -2;
};

const setRemove = (space: PypySpace) => (set: W_Object, item: Raw) => {
  const storage = set.v as HashStorage;
  const i = storage.findPlain(space, item);
  if (i >= 0) storage.removeAt(space, i);
  return i >= 0;
};

/** Longer arrays are left to the builtin, which knows the bounds. */
const LONGEST = 2 ** 28;
const appendByte = (space: PypySpace) => (array: W_Object, value: number) => {
  const bytes = array.v as ByteArray;
  if (bytes.exports > 0 || bytes.length > LONGEST || value < 0 || value > 255) return false;
  bytes.append(space, value);
  return true;
};
const extendBytes = (space: PypySpace) => (array: W_Object, source: W_Object) => {
  const bytes = array.v as ByteArray;
  const { v } = source;
  const isBytes = v instanceof Uint8Array;
  const content = isBytes ? v : (v as ByteArray).storage;
  const count = (v as { length: number }).length;
  if (bytes.exports > 0 || bytes.length + count > LONGEST) return false;
  bytes.extend(space, content, count);
  return true;
};
const bytesOfInts = (space: PypySpace) => (list: W_Object) => {
  if (list.strategy !== INTS) return undefined;
  const items = list.v as number[];
  const content = new Uint8Array(items.length);
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (item < 0 || item > 255) return undefined;
    content[i] = item;
  }
  return unwrap(space.newbytes(content));
};
const bytesOfArray = (space: PypySpace) => (array: W_Object) =>
  unwrap(space.newbytes((array.v as ByteArray).bytes.slice()));

/** `bytes(x)` of a list of ints or a bytearray; undefined: not of these. */
function makeBytes(r: Recorder, value: Raw): Ins | undefined {
  const { space } = r;
  const { list, bytearray } = space.types;
  if (typeof value !== 'object' || (value.type !== list && value.type !== bytearray)) return undefined;
  const isList = value.type === list;
  const callee = isList
    ? quickCallee(space, 'bytes of ints', () => bytesOfInts(space) as Method1, 'w')
    : quickCallee(space, 'bytes of bytearray', () => bytesOfArray(space) as Method1, 'w', { isApart: true });
  if ((callee.run as unknown as (o: Raw) => unknown)(value) === undefined) return undefined;
  const answer = r.emit('call', [r.asClass(r.peek(), ofType(value.type))], callee, 'w');
  if (isList) guardDone(r, r.emit('is_set', [answer]));
  return answer;
}

/** Of a bytearray, answering None. */
const ofByteArray =
  (name: string, make: Method, isArgument: (space: PypySpace, o: Raw) => boolean): BuiltinRecorder =>
  (r, args, [array, given]) => {
    const { space } = r;
    if (args.length !== 2 || typeof array !== 'object' || array.type !== space.types.bytearray)
      return undefined;
    if (!isArgument(space, given) || given === array) return undefined;
    const object = r.asClass(args[0], ofType(array.type));
    const callee = quickCallee(space, name, () => make(space), 'b', { effect: 'writes', isApart: true });
    const argument =
      typeof given === 'number' ? r.asInt(args[1]) : r.asClass(args[1], ofType((given as W_Object).type));
    guardDone(r, r.emit('call', [object, argument], callee, 'b'));
    return known(unwrap(space.w_None));
  };
const isByte = (_space: PypySpace, o: Raw): boolean => typeof o === 'number' && o >= 0 && o <= 255;
const isBytes = ({ types }: PypySpace, o: Raw): boolean =>
  typeof o === 'object' && (o.type === types.bytes || o.type === types.bytearray);

type Method1 = (...operands: never[]) => unknown;
type Method = (space: PypySpace) => (...operands: never[]) => unknown;

/** Of a dict, with a default; `alone`: what does it without one, where the key is there. */
const ofDict =
  (name: string, make: Method, effect: 'reads' | 'writes', alone: Method | null): BuiltinRecorder =>
  (r, args, values) => {
    const { space } = r;
    const [dict, key] = values;
    if (args.length < 2 || args.length > 3) return undefined;
    if (typeof dict !== 'object' || dict.type !== space.types.dict) return undefined;
    const storage = dict.v as HashStorage;
    if (storage.overwritten !== null) return undefined;
    const found = storage.findPlain(space, key);
    const isAlone = args.length === 2 && alone !== null;
    if (found === -2 || (isAlone && found < 0)) return undefined;
    const object = r.asClass(args[0], ofType(dict.type));
    if (isAlone) {
      const callee = quickCallee(space, `${name} alone`, () => alone(space), 'w', { effect, isApart: true });
      const answer = r.emit('call', [object, r.boxed(args[1])], callee, 'w');
      guardDone(r, r.emit('is_set', [answer]));
      return answer;
    }
    const callee = quickCallee(space, name, () => make(space), 'w', { effect, isApart: true });
    const otherwise = args.length === 3 ? args[2] : known(unwrap(space.w_None));
    const answer = r.emit('call', [object, r.boxed(args[1]), r.boxed(otherwise)], callee, 'w');
    guardDone(r, r.emit('is_set', [answer]));
    return answer;
  };

/** Of a set, answering None; `needsItem`: it raises where the item is not there. */
const ofSet =
  (name: string, make: Method, needsItem = false): BuiltinRecorder =>
  (r, args, [set, item]) => {
    const { space } = r;
    if (args.length !== 2 || typeof set !== 'object' || set.type !== space.types.set) return undefined;
    if (typeof item === 'object' && item.type.isSubtype(space.types.set)) return undefined;
    const found = (set.v as HashStorage).findPlain(space, item);
    if (found === -2 || (needsItem && found < 0)) return undefined;
    const object = r.asClass(args[0], ofType(set.type));
    const callee = quickCallee(space, name, () => make(space), 'b', { effect: 'writes', isApart: true });
    guardDone(r, r.emit('call', [object, r.boxed(args[1])], callee, 'b'));
    return known(unwrap(space.w_None));
  };

/** By type and name. */
export const methodRecorders: readonly (readonly ['bytearray' | 'dict' | 'set', string, BuiltinRecorder])[] =
  [
    ['bytearray', 'append', ofByteArray('append byte', appendByte, isByte)],
    ['bytearray', 'extend', ofByteArray('extend bytearray', extendBytes, isBytes)],
    ['dict', 'get', ofDict('dict get', dictGet, 'reads', null)],
    ['dict', 'setdefault', ofDict('dict setdefault', dictSetDefault, 'writes', null)],
    ['dict', 'pop', ofDict('dict pop', dictPop, 'writes', dictTake)],
    ['set', 'add', ofSet('set add', setAdd)],
    ['set', 'discard', ofSet('set discard', setDiscard)],
    ['set', 'remove', ofSet('set remove', setRemove, true)],
  ];
