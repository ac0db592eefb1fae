// Calls of builtins without a list of arguments: for each builtin and number of positional arguments a function is made that takes them
// from the value stack, unwraps them as the row says and hands over an owned result. Does what CPython's vectorcall conventions do
// (METH_O, METH_FASTCALL, CALL_BUILTIN_* of Python/bytecodes.c). Arguments that do not fit the plain case answer undefined: then
// argument.ts matches them, and words the errors. The price: `new Function`, once for a builtin that is called.
import type { Builtin, Parameter } from '../objspace/gateway.ts';
import { SUSPEND } from '../objspace/object.ts';
import { BoundBuiltin } from '../objspace/types/descriptors.ts';
import { MethodDescriptor, NewWrapper } from '../objspace/typedef.ts';
import { TypeObject } from '../objspace/typeobject.ts';
import type { DictTable } from './dict-table.ts';
import { PLAIN_CALLS, PLAIN_TRUTHS } from './plain-calls.ts';
import { quickLength } from './ops/quick-operators.ts';
import { sortedHere, sortHere } from './template/sort-here.ts';
import { unwrap, wrap } from './object.ts';
import type { Any } from './object.ts';
import type { CpythonSpace } from './space.ts';

/** `at`: the first argument's place; `self`: the receiver of a bound builtin. Answers owned; SUSPEND; undefined: not in this way. */
export type DirectCall = (
  space: CpythonSpace,
  S: (Any | null)[],
  at: number,
  self: Any | null,
) => Any | undefined;

/** Most arguments that are called directly. */
const MOST = 6;

/** The function for `n` arguments on the stack; null where there is none. */
export function directCall(space: CpythonSpace, builtin: Builtin, n: number): DirectCall | null {
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
  return (made[place] = make(space, holder, n, isBound, []));
}

interface NamedCall {
  n: number;
  isBound: boolean;
  names: readonly string[];
  direct: DirectCall | null;
}
const namedCalls = new WeakMap<Builtin, NamedCall[]>();
/** Forms of one builtin's call by name; programs with more take the general way. */
const MOST_NAMED = 16;

/** The same with the last of the `n` operands named; `names` is the instruction's own. */
export function directNamedCall(
  space: CpythonSpace,
  builtin: Builtin,
  n: number,
  names: readonly string[],
): DirectCall | null {
  const isBound = builtin.w_self !== null;
  const holder = builtin instanceof BoundBuiltin ? builtin.method : builtin;
  let made = namedCalls.get(holder);
  if (made === undefined) namedCalls.set(holder, (made = []));
  for (let i = 0; i < made.length; i++) {
    const known = made[i];
    if (known.names === names && known.n === n && known.isBound === isBound) return known.direct;
  }
  if (n > MOST || made.length >= MOST_NAMED) return null;
  const direct = make(space, holder, n, isBound, names);
  made.push({ n, isBound, names, direct });
  return direct;
}

/** The few that programs call most, without the space between: by owner, name and number of operands (CALL_LEN, CALL_LIST_APPEND, …). */
const OWN: Record<string, DirectCall | undefined> = {
  'list.append/2': (space, S, at) => {
    const list = S[at]!;
    if (list.type !== space.types.list) return undefined;
    const o = S[at + 1]!;
    o.rc++;
    (list.v as Any[]).push(o);
    return none(space);
  },
  'dict.get/2': (space, S, at) => dictGet(space, S[at]!, S[at + 1]!, unwrap(space.w_None)),
  'dict.get/3': (space, S, at) => dictGet(space, S[at]!, S[at + 1]!, S[at + 2]!),
  'len/1': (space, S, at) => {
    const n = quickLength(space, S[at]!);
    return n < 0 ? undefined : space.ownedInt(n);
  },
  'isinstance/2': (space, S, at) => {
    const is = isInstance(space, S[at]!, S[at + 1]!);
    return is === undefined ? undefined : truth(space, is);
  },
  // What `__init__` of a frozen dataclass does for each field.
  'object.__setattr__/3': (space, S, at) => {
    const o = S[at]!;
    const name = S[at + 1]!;
    const { type } = o;
    const { types } = space;
    if (!type.isHeap || !type.hasDict || type.layout !== types.object.layout) return undefined;
    if (name.type !== types.str || typeof name.v !== 'string') return undefined;
    const w_descr = type.lookup(name.v);
    if (w_descr !== undefined && space.type(w_descr).slots.descrSet !== null) return undefined;
    if (!space.setdictvalue(wrap(o), name.v, wrap(S[at + 2]!))) return undefined;
    if (space.pool.length > space.poolBase) space.drain();
    return none(space);
  },
  'sorted/1': (space, S, at) => sortedHere(space, S[at]!, null, false),
  'list.sort/1': (space, S, at) => sortInPlace(space, S[at]!, null, false),
  'ord/1': (space, S, at) => {
    const { type, v } = S[at]!;
    if (type !== space.types.str || typeof v !== 'string' || v.length !== 1) return undefined;
    return space.ownedInt(v.charCodeAt(0));
  },
};

function sortInPlace(space: CpythonSpace, list: Any, key: Any | null, reverse: boolean): Any | undefined {
  if (list.type !== space.types.list) return undefined;
  return sortHere(space, list, key, reverse) ? none(space) : (SUSPEND as unknown as Any);
}

/** `sorted` and `list.sort` by name: the first operand is the only one without. */
function namedSort(names: readonly string[], isMethod: boolean): DirectCall | null {
  const atKey = names.indexOf('key') + 1;
  const atReverse = names.indexOf('reverse') + 1;
  if ((atKey > 0 ? 1 : 0) + (atReverse > 0 ? 1 : 0) !== names.length) return null;
  return (space, S, at) => {
    const reverse = atReverse === 0 ? space.w_False : wrap(S[at + atReverse]!);
    if (reverse !== space.w_True && reverse !== space.w_False) return undefined;
    const given = atKey === 0 ? null : S[at + atKey]!;
    const key = given === null || wrap(given) === space.w_None ? null : given;
    const isReversed = reverse === space.w_True;
    return isMethod
      ? sortInPlace(space, S[at]!, key, isReversed)
      : sortedHere(space, S[at]!, key, isReversed);
  };
}

for (const [key, call] of Object.entries(PLAIN_TRUTHS)) {
  OWN[key] ??= (space, S, at) => {
    const is = call(space, S[at]!, S[at + 1]!);
    return is === undefined ? undefined : truth(space, is);
  };
}
for (const [key, call] of Object.entries(PLAIN_CALLS))
  OWN[key] ??= (space, S, at) => call(space, S[at]!, S[at + 1]!, S[at + 2]!);

/** `isinstance` where nothing has a say but the types. */
export function isInstance(space: CpythonSpace, o: Any, of: Any): boolean | undefined {
  const { types } = space;
  const { type } = o;
  if (of.type === types.tuple) {
    const kinds = of.v as Any[];
    for (let i = 0; i < kinds.length; i++) {
      // Tuples within tuples are counted as recursion: not here.
      const is = kinds[i].type === types.tuple ? undefined : isInstance(space, o, kinds[i]);
      if (is !== false) return is;
    }
    return false;
  }
  // With `type` itself as metaclass there is no __instancecheck__; `__class__` may lie where the type says no.
  if (of.type !== types.type && !hasPlainCheck(space, of)) return undefined;
  if (type === of.v || type.isSubtype(of.v as TypeObject)) return true;
  if (type.slots.getattr !== types.object.slots.getattr) return undefined;
  if (type.isHeap && type.lookup('__class__') !== types.object.lookup('__class__')) return undefined;
  return false;
}

/** Is this a class whose metaclass has no `__instancecheck__` of its own (of enumerations, for one)? */
function hasPlainCheck({ types }: CpythonSpace, of: Any): boolean {
  return (
    of.v instanceof TypeObject &&
    of.type.lookup('__instancecheck__') === types.type.lookup('__instancecheck__')
  );
}

function none(space: CpythonSpace): Any {
  const o = unwrap(space.w_None);
  o.rc++;
  return o;
}

function truth(space: CpythonSpace, is: boolean): Any {
  const o = unwrap(is ? space.w_True : space.w_False);
  o.rc++;
  return o;
}

function dictGet(space: CpythonSpace, dict: Any, key: Any, otherwise: Any): Any | undefined {
  if (dict.type !== space.types.dict) return undefined;
  const table = dict.v as DictTable;
  const i = table.find(space, key);
  const o = i < 0 ? otherwise : table.values[i]!;
  o.rc++;
  return o;
}

const isOfBuiltins = (builtin: Builtin, name: string): boolean =>
  builtin.row.name === name && builtin.moduleName === 'builtins';

function make(
  space: CpythonSpace,
  builtin: Builtin,
  n: number,
  isBound: boolean,
  names: readonly string[],
): DirectCall | null {
  if (builtin instanceof NewWrapper) return null;
  const isMethod = builtin instanceof MethodDescriptor;
  if (
    !isBound &&
    names.length === 0 &&
    (isMethod ? !builtin.owner.isHeap : builtin.moduleName === 'builtins')
  ) {
    const own = OWN[`${isMethod ? `${builtin.owner.name}.` : ''}${builtin.row.name}/${n}`];
    if (own !== undefined) return own;
  }
  if (!isBound && names.length > 0 && n === names.length + 1) {
    const isMethod = builtin instanceof MethodDescriptor;
    const { name } = builtin.row;
    if (isMethod ? name === 'sort' && builtin.owner === space.types.list : isOfBuiltins(builtin, 'sorted')) {
      const own = namedSort(names, isMethod);
      if (own !== null) return own;
    }
  }
  const constants: unknown[] = [];
  const checks: string[] = [];
  const given: string[] = [];
  const all = isBound ? n + 1 : n;
  /** Those without a name. */
  const total = all - names.length;
  let taken = 0;
  let takenByName = 0;
  const operand = (i: number): string => {
    if (isBound && i === 0) return 'self';
    const from = isBound ? i - 1 : i;
    return from === 0 ? 'S[at]' : `S[at + ${from}]`;
  };
  for (const parameter of builtin.parameters) {
    const { kind } = parameter;
    const name = `a${given.length}`;
    if (kind === 'star-star') {
      checks.push(`const ${name} = space.newdict();`);
      names.forEach((keyword, k) => {
        if (isNamedParameter(builtin, keyword)) return;
        takenByName++;
        checks.push(`space.dictsetstr(${name}, constants[${constants.length}], ${operand(total + k)});`);
        constants.push(keyword);
      });
      given.push(name);
      continue;
    }
    if (kind === 'star') {
      if (isBound && taken === 0) return null;
      const skip = isBound ? taken - 1 : taken;
      checks.push(`const ${name} = S.slice(at + ${skip}, at + ${n - names.length});`);
      taken = total;
    } else if (names.includes(parameter.name) && (kind === 'positional' || kind === 'keyword-only')) {
      if (kind === 'positional' && taken < total) return null;
      takenByName++;
      checks.push(
        `const ${name}w = ${operand(total + names.indexOf(parameter.name))};`,
        unwrapping(parameter, name),
      );
    } else if (kind !== 'keyword-only' && taken < total) {
      checks.push(`const ${name}w = ${operand(taken++)};`, unwrapping(parameter, name));
    } else {
      if (parameter.default === undefined) return null;
      checks.push(`const ${name} = constants[${constants.length}];`);
      constants.push(defaultOf(space, parameter));
    }
    given.push(name);
  }
  if (taken < total || takenByName < names.length) return null;
  if (builtin instanceof MethodDescriptor && !isBound) {
    if (total === 0) return null;
    checks.unshift(
      `if (${operand(0)}.type !== owner && !${operand(0)}.type.isSubtype(owner)) return undefined;`,
    );
  }
  const { types } = space;
  const scope: Record<string, unknown> = {
    run: builtin.row.run,
    constants,
    SUSPEND,
    owner: builtin instanceof MethodDescriptor ? builtin.owner : null,
    INT: types.int,
    FLOAT: types.float,
    STR: types.str,
    BYTES: types.bytes,
    TRUE: unwrap(space.w_True),
    FALSE: unwrap(space.w_False),
    NONE: unwrap(space.w_None),
  };
  const body = `return function ${builtin.row.name.replace(/\W/g, '_')}_direct(space, S, at, self) {
${checks.join('\n')}
const r = run(${['space', ...given].join(', ')});
if (r === SUSPEND) return r;
${wrapping(builtin.row.result)}
}`;

  const maker = new Function(...Object.keys(scope), body) as (...values: unknown[]) => DirectCall;
  return maker(...Object.values(scope));
}

const isNamedParameter = (builtin: Builtin, keyword: string): boolean =>
  builtin.parameters.some(
    ({ name, kind }) => name === keyword && (kind === 'positional' || kind === 'keyword-only'),
  );

/** `name` from the operand `${name}w`; a return where only the general way tells. */
function unwrapping({ unwrap: how }: Parameter, name: string): string {
  const o = `${name}w`;
  switch (how) {
    case 'w':
      return `const ${name} = ${o};`;
    case 'int':
      return `if (${o}.type !== INT) return undefined; const ${name} = ${o}.v;`;
    case 'index':
    case 'bound':
      return `if (${o}.type !== INT || typeof ${o}.v !== 'number') return undefined; const ${name} = ${o}.v;`;
    case 'bool':
      return `if (${o} !== TRUE && ${o} !== FALSE) return undefined; const ${name} = ${o} === TRUE;`;
    case 'float':
      return `if (${o}.type !== FLOAT && (${o}.type !== INT || typeof ${o}.v !== 'number')) return undefined; const ${name} = ${o}.v;`;
    case 'str':
      return `if (${o}.type !== STR || typeof ${o}.v !== 'string') return undefined; const ${name} = ${o}.v;`;
    case 'text':
      return `if (${o}.type !== STR) return undefined; const ${name} = ${o}.v;`;
    case 'bytes':
      return `if (${o}.type !== BYTES) return undefined; const ${name} = ${o}.v;`;
  }
}

function wrapping(result: Builtin['row']['result']): string {
  const drain = 'if (space.pool.length > space.poolBase) space.drain();';
  switch (result) {
    case 'w':
      return 'return space.take(r);';
    case 'none':
      return `${drain} NONE.rc++; return NONE;`;
    case 'bool':
      return `${drain} const o = r ? TRUE : FALSE; o.rc++; return o;`;
    case 'int':
      return `${drain} return space.ownedInt(r);`;
    case 'float':
      return `${drain} return space.boxFloat(r);`;
    case 'str':
      return 'return space.take(space.newstr(r));';
    case 'text':
      return 'return space.take(space.newtext(r));';
  }
}

/** As argument.ts gives it; wrapped ones live as long as the function. */
function defaultOf(space: CpythonSpace, { default: text, unwrap: how }: Parameter): unknown {
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
  return typeof value === 'string' ? wrap(space.intern(value)) : space.own(space.newint(value));
}
