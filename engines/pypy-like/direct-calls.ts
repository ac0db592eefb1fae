// Calls of builtins without a list of arguments: for each builtin and number of positional arguments a function is made that takes them
// from the value stack, unwraps them as the row says and wraps the result. Does what PyPy's fastcalls do (BuiltinCode1 … BuiltinCode4 of
// pypy/interpreter/gateway.py). Arguments that do not fit the plain case answer undefined: then argument.ts matches them, and words the
// errors. The price: `new Function`, once for a builtin that is called.
import { hashText } from '../kernels/hash.ts';
import type { Builtin, Parameter } from '../objspace/gateway.ts';
import { andThen } from '../objspace/continuation.ts';
import { call } from '../objspace/descroperation.ts';
import { STOP, SUSPEND } from '../objspace/object.ts';
import type { W } from '../objspace/object.ts';
import { nextOr } from '../objspace/modules/reductions.ts';
import type { ByteArray } from '../objspace/types/bytearray.ts';
import { listOf } from '../objspace/types/collecting.ts';
import { BoundBuiltin } from '../objspace/types/descriptors.ts';
import { sortList } from '../objspace/types/list-sort.ts';
import { MethodDescriptor, NewWrapper } from '../objspace/typedef.ts';
import { TypeObject } from '../objspace/typeobject.ts';
import { MISSING, plainAttribute } from './direct-attributes.ts';
import { contents, drained, isMadeByFrames, listFrom } from './direct-types.ts';
import type { HashStorage } from './hash-storage.ts';
import { quickNext } from './iteration.ts';
import * as lists from './list-strategy.ts';
import { unwrap, W_Float, W_Object, wrap } from './object.ts';
import type { Raw } from './object.ts';
import type { PypySpace } from './space.ts';

/** `at`: the first argument's place; `self`: the receiver of a bound builtin. Answers a value; SUSPEND; undefined: not in this way. */
export type DirectCall = (
  space: PypySpace,
  S: (Raw | null)[],
  at: number,
  self: Raw | null,
) => Raw | W | undefined;

/** Most arguments that are called directly. */
const MOST = 6;

/** The function for `n` arguments on the stack; null where there is none. */
export function directCall(space: PypySpace, builtin: Builtin, n: number): DirectCall | null {
  const isBound = builtin.w_self !== null;
  if (!isBound) {
    const direct = builtin.directCalls[n] as DirectCall | null | undefined;
    if (direct !== undefined) return direct;
  }
  const holder = builtin instanceof BoundBuiltin ? builtin.method : builtin;
  const place = isBound ? n + MOST + 1 : n;
  const made = holder.directCalls as (DirectCall | null | undefined)[];
  const known = made[place];
  if (known !== undefined) return known;
  if (n > MOST) return null;
  while (made.length < place) made.push(undefined);
  return (made[place] = make(space, holder, n, isBound, []));
}

/** By builtin, which belongs to one interpreter as the constants in the call do, shape of the call and names. */
const namedCalls = new WeakMap<Builtin, Map<string, DirectCall | null>>();

/** The function for `n` arguments on the stack, those named in `names` last; null where there is none. */
export function namedCall(
  space: PypySpace,
  builtin: Builtin,
  n: number,
  names: readonly string[],
): DirectCall | null {
  const isBound = builtin.w_self !== null;
  const holder = builtin instanceof BoundBuiltin ? builtin.method : builtin;
  if (n > MOST) return null;
  let calls = namedCalls.get(holder);
  if (calls === undefined) namedCalls.set(holder, (calls = new Map<string, DirectCall | null>()));
  const shape = `${n} ${isBound} ${names.join(' ')}`;
  let known = calls.get(shape);
  if (known === undefined) calls.set(shape, (known = make(space, holder, n, isBound, names)));
  return known;
}

/** The few that programs call most, without the space between: by owner, name and number of operands. */
const OWN: Readonly<Record<string, DirectCall>> = {
  'list.append/2': (space, S, at) => {
    const list = S[at] as W_Object;
    if (typeof list !== 'object' || list.type !== space.types.list) return undefined;
    lists.append(list, S[at + 1]!);
    return space.w_None;
  },
  'list.pop/1': (space, S, at) => {
    const list = S[at] as W_Object;
    if (typeof list !== 'object' || list.type !== space.types.list) return undefined;
    const items = list.v as Raw[];
    return items.length === 0 ? undefined : lists.pop(list, items.length - 1);
  },
  'dict.get/2': (space, S, at) => dictGet(space, S[at] as W_Object, S[at + 1]!, unwrap(space.w_None)),
  'dict.get/3': (space, S, at) => dictGet(space, S[at] as W_Object, S[at + 1]!, S[at + 2]!),
  'dict.update/2': (space, S, at) => {
    const dict = S[at]!;
    const from = S[at + 1]!;
    const { dict: type } = space.types;
    if (typeof dict !== 'object' || typeof from !== 'object' || dict.type !== type || from.type !== type)
      return undefined;
    return (dict.v as HashStorage).merge(space, from.v as HashStorage) ? space.w_None : undefined;
  },
  'set.add/2': (space, S, at) => {
    const set = S[at] as W_Object;
    if (typeof set !== 'object' || set.type !== space.types.set) return undefined;
    (set.v as HashStorage).add(space, S[at + 1]!);
    return space.w_None;
  },
  'len/1': (space, S, at) => {
    const o = S[at]!;
    if (typeof o === 'string') return o.length;
    if (typeof o !== 'object') return undefined;
    const { type } = o;
    const { types } = space;
    if (type === types.list || type === types.tuple) return (o.v as Raw[]).length;
    if (type === types.dict || type === types.set) return (o.v as HashStorage).used;
    if (type === types.bytes) return (o.v as Uint8Array).length;
    if (type === types.bytearray) return (o.v as ByteArray).length;
    return undefined;
  },
  'bytearray.append/2': (space, S, at) => {
    const o = S[at]!;
    const byte = S[at + 1]!;
    if (typeof o !== 'object' || o.type !== space.types.bytearray) return undefined;
    if (typeof byte !== 'number' || byte < 0 || byte > 255) return undefined;
    (o.v as ByteArray).append(space, byte);
    return space.w_None;
  },
  'bytearray.extend/2': (space, S, at) => {
    const o = S[at]!;
    const more = S[at + 1]!;
    if (typeof o !== 'object' || o.type !== space.types.bytearray) return undefined;
    if (typeof more !== 'object' || more.type !== space.types.bytes) return undefined;
    const content = more.v as Uint8Array;
    (o.v as ByteArray).extend(space, content, content.length);
    return space.w_None;
  },
  'isinstance/2': (space, S, at) => {
    const { types } = space;
    const type = space.typeOf(S[at]!);
    const of = S[at + 1]!;
    if (typeof of !== 'object') return undefined;
    if (of.type === types.tuple) return isOneOf(space, S[at]!, of.v as Raw[]);
    if (!(of.v instanceof TypeObject)) return undefined;
    if (type === of.v) return space.w_True;
    // Where the metaclass has no __instancecheck__ of its own.
    if (
      of.type !== types.type &&
      of.type.lookup('__instancecheck__') !== types.type.lookup('__instancecheck__')
    )
      return undefined;
    if (type.isSubtype(of.v)) return space.w_True;
    return hasPlainClass(space, type) ? space.w_False : undefined;
  },
  'object.__setattr__/3': (space, S, at) => {
    const o = S[at];
    const name = S[at + 1];
    // An instance that is nothing but its attributes.
    if (!(o instanceof W_Object) || o.v !== null || o.map === null || typeof name !== 'string')
      return undefined;
    const { type } = o;
    if (!type.isHeap || !type.hasDict) return undefined;
    const w_found = type.lookup(name);
    if (w_found !== undefined && space.type(w_found).slots.descrSet !== null) return undefined;
    space.setAttribute(o, name, S[at + 2]!);
    return space.w_None;
  },
  'ord/1': (_space, S, at) => {
    const o = S[at];
    return typeof o === 'string' && o.length === 1 ? o.charCodeAt(0) : undefined;
  },
  'chr/1': (_space, S, at) => {
    const o = S[at];
    return typeof o === 'number' && o >= 0 && o <= 0xffff ? String.fromCharCode(o) : undefined;
  },
  'getattr/2': (space, S, at) => {
    const o = plainAttribute(space, S[at]!, S[at + 1]!);
    return o === MISSING ? undefined : o;
  },
  'getattr/3': (space, S, at) => {
    const o = plainAttribute(space, S[at]!, S[at + 1]!);
    return o === MISSING ? S[at + 2]! : o;
  },
  'hasattr/2': (space, S, at) => {
    const o = plainAttribute(space, S[at]!, S[at + 1]!);
    return o === undefined ? undefined : o === MISSING ? space.w_False : space.w_True;
  },
  'hash/1': (space, S, at) => {
    const o = S[at];
    if (typeof o === 'number') return o === -1 ? -2 : o;
    return typeof o === 'string' ? hashOfText(space, o) : undefined;
  },
  'abs/1': (space, S, at) => {
    const o = S[at];
    if (typeof o === 'number') return Math.abs(o);
    return o instanceof W_Float && o.type === space.types.float
      ? new W_Float(o.type, Math.abs(o.v))
      : undefined;
  },
  'str.join/2': (space, S, at) => joined(space, S[at]!, S[at + 1]!),
  'sorted/1': (space, S, at) => sortedOf(space, S[at]!, unwrap(space.w_None), unwrap(space.w_False)),
  'sorted/2 reverse': (space, S, at) => sortedOf(space, S[at]!, unwrap(space.w_None), S[at + 1]!),
  'sorted/2 key': (space, S, at) => sortedOf(space, S[at]!, S[at + 1]!, unwrap(space.w_False)),
  'sorted/3 key reverse': (space, S, at) => sortedOf(space, S[at]!, S[at + 1]!, S[at + 2]!),
  'sorted/3 reverse key': (space, S, at) => sortedOf(space, S[at]!, S[at + 2]!, S[at + 1]!),
  'next/1': (space, S, at) => nextOf(space, S[at]!, undefined),
  'next/2': (space, S, at) => nextOf(space, S[at]!, S[at + 1]!),
  'min/2': (space, S, at) => lesser(space, S[at]!, S[at + 1]!, true),
  'max/2': (space, S, at) => lesser(space, S[at]!, S[at + 1]!, false),
};

/** `next` of an iterator; a generator's step is a frame of its own, where the caller knows about that (generator-steps.ts). */
function nextOf(space: PypySpace, o: Raw, otherwise: Raw | undefined): Raw | W | undefined {
  if (!(o instanceof W_Object) || o.type === space.types.generator) return undefined;
  return quickNext(space, o) ?? nextOr(space, wrap(o), otherwise as W | undefined);
}

/** Hashes of the texts asked for last, as values: most are beyond the safe ints, and each would be a box and a bigint. */
const textHashes = new Map<string, Raw>();
const MOST_HASHES = 4096;
/** Whose these are: another interpreter has types and a seed of its own. */
let hashesOf: PypySpace | null = null;

function hashOfText(space: PypySpace, text: string): Raw {
  if (hashesOf !== space) {
    hashesOf = space;
    textHashes.clear();
  }
  let known = textHashes.get(text);
  if (known === undefined) {
    if (textHashes.size >= MOST_HASHES) textHashes.clear();
    textHashes.set(text, (known = unwrap(space.newint(hashText(text)))));
  }
  return known;
}

/** `sorted`; undefined where `reverse` is no bool. */
function sortedOf(space: PypySpace, o: Raw, key: Raw, reverse: Raw): Raw | W | undefined {
  const isReverse = reverse === unwrap(space.w_True);
  if (!isReverse && reverse !== unwrap(space.w_False)) return undefined;
  const w_key = wrap(key);
  const found = contents(space, o);
  if (found !== undefined) return sortedList(space, wrap(space.listOf(found)), w_key, isReverse);
  const caller = space.top;
  const w_list = drained(space, o, listFrom) ?? listOf(space, wrap(o), !isMadeByFrames(space, o));
  return w_list === SUSPEND
    ? sortWhenListed(space, caller, w_key, isReverse)
    : sortedList(space, w_list, w_key, isReverse);
}

function sortedList(space: PypySpace, w_list: W, w_key: W, reverse: boolean): W {
  const below = space.top;
  return sortList(space, w_list, w_key, reverse) === SUSPEND ? listWhenSorted(space, below, w_list) : w_list;
}

const listWhenSorted = (space: PypySpace, below: PypySpace['top'], w_list: W): W =>
  andThen(space, below, SUSPEND, () => w_list);

const sortWhenListed = (space: PypySpace, caller: PypySpace['top'], w_key: W, reverse: boolean): W =>
  andThen(space, caller, SUSPEND, (w_list) => sortedList(space, w_list, w_key, reverse));

/** `sep.join(texts)` of a list, tuple or generator of texts; undefined for anything else. */
function joined(space: PypySpace, separator: Raw, o: Raw): Raw | W | undefined {
  if (typeof separator !== 'string' || typeof o !== 'object') return undefined;
  const { types } = space;
  if (o.type === types.generator) {
    const caller = space.top;
    return andThen(space, caller, listOf(space, wrap(o), false), (w_list) => {
      const text = joined(space, separator, unwrap(w_list));
      return (text as W | undefined) ?? call(space, types.str.lookup('join')!, [wrap(separator), w_list]);
    });
  }
  if (o.type !== types.list && o.type !== types.tuple) return undefined;
  const items = o.v as Raw[];
  if (!isWholeText(separator)) return undefined;
  // What stands between two items keeps halves of theirs apart; they are not looked into then, which would put them together in memory.
  const isApart = separator !== '' && (separator.charCodeAt(0) & 0xfc00) !== 0xdc00;
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (typeof item !== 'string' || (!isApart && !isWholeText(item))) return undefined;
  }
  if (items.length > MOST_ADDED) return items.join(separator);
  let text = items.length === 0 ? '' : (items[0] as string);
  for (let i = 1; i < items.length; i++) text += separator + (items[i] as string);
  return text;
}
/** More texts than this are joined by the host: up to here adding them is twice as fast, and what is never looked into is never copied. */
const MOST_ADDED = 4096;

/** A text that does not end with half a code point: two such halves would become one. */
function isWholeText(o: Raw): boolean {
  return typeof o === 'string' && (o.charCodeAt(o.length - 1) & 0xfc00) !== 0xd800;
}

/** `isinstance` with a tuple of types none of which has a say of its own. */
function isOneOf(space: PypySpace, o: Raw, of: readonly Raw[]): Raw | W | undefined {
  const { types } = space;
  const type = space.typeOf(o);
  for (let i = 0; i < of.length; i++) {
    const one = of[i];
    if (typeof one !== 'object' || one.type !== types.type) return undefined;
    if (type === one.v || type.isSubtype(one.v as TypeObject)) return space.w_True;
  }
  return hasPlainClass(space, type) ? space.w_False : undefined;
}

/** `__class__` cannot lie where the type says no. */
function hasPlainClass(space: PypySpace, type: TypeObject): boolean {
  const { object } = space.types;
  if (type.slots.getattr !== object.slots.getattr) return false;
  return !type.isHeap || type.lookup('__class__') === object.lookup('__class__');
}

function dictGet(space: PypySpace, dict: W_Object, key: Raw, otherwise: Raw): Raw | undefined {
  if (typeof dict !== 'object' || dict.type !== space.types.dict) return undefined;
  const storage = dict.v as HashStorage;
  const i = storage.find(space, key);
  return i < 0 ? otherwise : storage.values[i]!;
}

/** `min` and `max` of two numbers; of equal ones the first. */
function lesser(space: PypySpace, a: Raw, b: Raw, isMin: boolean): Raw | undefined {
  if (typeof a === 'number') {
    if (typeof b !== 'number') return undefined;
    return (isMin ? b < a : b > a) ? b : a;
  }
  const { float } = space.types;
  if (!(a instanceof W_Float) || !(b instanceof W_Float) || a.type !== float || b.type !== float)
    return undefined;
  return (isMin ? b.v < a.v : b.v > a.v) ? b : a;
}

function make(
  space: PypySpace,
  builtin: Builtin,
  n: number,
  isBound: boolean,
  names: readonly string[],
): DirectCall | null {
  if (builtin instanceof NewWrapper) return null;
  const isMethod = builtin instanceof MethodDescriptor;
  if (!isBound && (isMethod ? !builtin.owner.isHeap : builtin.moduleName === 'builtins')) {
    const shape = [String(n), ...names].join(' ');
    const own = OWN[`${isMethod ? `${builtin.owner.name}.` : ''}${builtin.row.name}/${shape}`];
    if (own !== undefined) return own;
  }
  const constants: unknown[] = [];
  const checks: string[] = [];
  const given: string[] = [];
  const bound = isBound ? 1 : 0;
  /** Positional ones, the receiver among them. */
  const total = n + bound - names.length;
  let taken = 0;
  let named = 0;
  const operand = (i: number): string => {
    if (isBound && i === 0) return 'self';
    const from = i - bound;
    return from === 0 ? 'S[at]' : `S[at + ${from}]`;
  };
  for (const parameter of builtin.parameters) {
    const { kind } = parameter;
    const name = `a${given.length}`;
    const k = kind === 'positional' || kind === 'keyword-only' ? names.indexOf(parameter.name) : -1;
    if (kind === 'star-star') return null;
    if (kind === 'star') {
      if (isBound && taken === 0) return null;
      checks.push(`const ${name} = S.slice(at + ${taken - bound}, at + ${total - bound});`);
      taken = total;
    } else if (kind !== 'keyword-only' && taken < total) {
      if (k >= 0) return null;
      checks.push(`const ${name}w = ${operand(taken++)};`, unwrapping(parameter, name));
    } else if (k >= 0) {
      named++;
      checks.push(`const ${name}w = ${operand(total + k)};`, unwrapping(parameter, name));
    } else {
      if (parameter.default === undefined) return null;
      checks.push(`const ${name} = constants[${constants.length}];`);
      constants.push(defaultOf(space, parameter));
    }
    given.push(name);
  }
  if (taken < total || named < names.length) return null;
  if (builtin instanceof MethodDescriptor && !isBound) {
    if (total === 0) return null;
    checks.unshift(
      `const type = space.typeOf(${operand(0)});`,
      'if (type !== owner && !type.isSubtype(owner)) return undefined;',
    );
  }
  const { types } = space;
  const scope: Record<string, unknown> = {
    run: builtin.row.run,
    constants,
    SUSPEND,
    STOP,
    W_Float,
    owner: builtin instanceof MethodDescriptor ? builtin.owner : null,
    FLOAT: types.float,
    BYTES: types.bytes,
    TRUE: unwrap(space.w_True),
    FALSE: unwrap(space.w_False),
    NONE: unwrap(space.w_None),
  };
  const body = `return function ${builtin.row.name.replace(/\W/g, '_')}_direct(space, S, at, self) {
${checks.join('\n')}
const r = run(${['space', ...given].join(', ')});
${wrapping(builtin.row.result)}
}`;
  const maker = new Function(...Object.keys(scope), body) as (...values: unknown[]) => DirectCall;
  return maker(...Object.values(scope));
}

/** `name` from the operand `${name}w`; a return where only the general way tells. */
function unwrapping({ unwrap: how }: Parameter, name: string): string {
  const o = `${name}w`;
  switch (how) {
    case 'w':
      return `const ${name} = ${o};`;
    case 'int':
    case 'index':
    case 'bound':
      return `if (typeof ${o} !== 'number') return undefined; const ${name} = ${o};`;
    case 'bool':
      return `if (${o} !== TRUE && ${o} !== FALSE) return undefined; const ${name} = ${o} === TRUE;`;
    case 'float':
      return `let ${name}; if (typeof ${o} === 'number') ${name} = ${o}; else if (${o}.type === FLOAT) ${name} = ${o}.v; else return undefined;`;
    case 'str':
    case 'text':
      return `if (typeof ${o} !== 'string') return undefined; const ${name} = ${o};`;
    case 'bytes':
      return `if (typeof ${o} !== 'object' || ${o}.type !== BYTES) return undefined; const ${name} = ${o}.v;`;
  }
}

function wrapping(result: Builtin['row']['result']): string {
  const passed = 'if (r === SUSPEND || r === STOP) return r;';
  switch (result) {
    case 'w':
      return 'return r;';
    case 'none':
      return `${passed} return NONE;`;
    case 'bool':
      return `${passed} return r ? TRUE : FALSE;`;
    case 'int':
      return `return typeof r === 'number' || r === SUSPEND || r === STOP ? r : space.newint(r);`;
    case 'float':
      return `${passed} return new W_Float(FLOAT, r);`;
    case 'str':
      return `${passed} return space.newstr(r);`;
    case 'text':
      return `${passed} return typeof r === 'string' ? r : space.newtext(r);`;
  }
}

/** As argument.ts gives it. */
function defaultOf(space: PypySpace, { default: text, unwrap: how }: Parameter): unknown {
  const isWrapped = how === 'w';
  switch (text) {
    case 'NULL':
      return undefined;
    case 'None':
      return isWrapped ? space.w_None : null;
    case 'True':
    case 'False':
      return isWrapped ? space.newbool(text === 'True') : text === 'True';
  }
  const value = text!.startsWith("'") ? text!.slice(1, -1) : Number(text);
  if (!isWrapped) return value;
  return typeof value === 'string' ? space.newstr(value) : space.newint(value);
}
