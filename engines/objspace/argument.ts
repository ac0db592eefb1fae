// Matches the arguments of a call to a builtin's signature, unwraps them, runs the builtin, wraps its result. Error texts as
// CPython's argument clinic and getargs.c give them. Python functions' own matching is the engines' (frame.ts).
import { andThen } from './continuation.ts';
import { index as indexOf, isTrueNested } from './descroperation.ts';
import type { Builtin, Parameter, Unwrap } from './gateway.ts';
import { STOP, SUSPEND } from './object.ts';
import type { W } from './object.ts';
import { raise } from './raise.ts';
import type { Space } from './space.ts';
import type { OperationError } from './error.ts';
import { nearest } from './suggestions.ts';

const MAX_INDEX = Number.MAX_SAFE_INTEGER;

/** Calls `builtin` with `args_w`, the receiver first where it has one. */
export function callBuiltin(
  space: Space,
  builtin: Builtin,
  args_w: readonly W[],
  names: readonly string[] | null,
): W {
  const { parameters, row } = builtin;
  if (names === null && builtin.fixedArity === args_w.length) {
    switch (args_w.length) {
      case 0:
        return wrapResult(space, builtin, row.run(space));
      case 1:
        return wrapResult(space, builtin, row.run(space, args_w[0]));
      case 2:
        return wrapResult(space, builtin, row.run(space, args_w[0], args_w[1]));
      case 3:
        return wrapResult(space, builtin, row.run(space, args_w[0], args_w[1], args_w[2]));
    }
  }
  if (names === null) {
    const done = plainArguments(space, builtin, parameters, args_w);
    if (done !== null) return wrapResult(space, builtin, row.run(space, ...done));
  }
  const matched = match(space, builtin, parameters, args_w, names);
  return convert(space, builtin, parameters, matched, 0, []);
}

/** The usual call: each argument is there or has a default, and no conversion calls anything. null: another. */
function plainArguments(
  space: Space,
  builtin: Builtin,
  parameters: readonly Parameter[],
  args_w: readonly W[],
): unknown[] | null {
  const given = args_w.length;
  if (given > parameters.length) return null;
  for (let i = 0; i < parameters.length; i++) {
    const { kind, default: text, unwrap: how } = parameters[i];
    if (kind === 'star' || kind === 'star-star') return null;
    if (i >= given) {
      if (text === undefined) return null;
    } else if (kind === 'keyword-only') return null;
    else if (how === 'bool') {
      if (args_w[i] !== space.w_True && args_w[i] !== space.w_False) return null;
    } else if (how !== 'w' && how !== 'text' && how !== 'str') {
      const type = space.type(args_w[i]);
      if (how === 'index' || how === 'bound' || how === 'int') {
        if (type !== space.types.int) return null;
      } else if (how === 'float') {
        if (type !== space.types.float) return null;
      }
    }
  }
  const done: unknown[] = [];
  for (let i = 0; i < parameters.length; i++) {
    const parameter = parameters[i];
    if (i >= given) done.push(defaultValue(space, parameter));
    else if (parameter.unwrap === 'w') done.push(args_w[i]);
    else done.push(unwrap(space, builtin, parameter.unwrap, args_w[i], parameter, i));
  }
  return done;
}

/**
 * Unwraps parameter by parameter. A conversion that calls Python (`__index__` of a user's class) suspends; the rest goes on
 * in a continuation.
 */
function convert(
  space: Space,
  builtin: Builtin,
  parameters: readonly Parameter[],
  matched: readonly (W | W[] | undefined)[],
  from: number,
  done: unknown[],
): W {
  for (let i = from; i < parameters.length; i++) {
    const parameter = parameters[i];
    const value = matched[i];
    if (value === undefined) {
      done.push(defaultValue(space, parameter));
    } else if (
      (parameter.unwrap === 'index' || parameter.unwrap === 'bound') &&
      space.type(value as W) !== space.types.int
    ) {
      const caller = space.top;
      return andThen(space, caller, indexOf(space, value as W), (w) =>
        convert(space, builtin, parameters, matched, i + 1, [
          ...done,
          unwrap(space, builtin, parameter.unwrap, w, parameter, i),
        ]),
      );
    } else {
      done.push(Array.isArray(value) ? value : unwrap(space, builtin, parameter.unwrap, value, parameter, i));
    }
  }
  return wrapResult(space, builtin, builtin.row.run(space, ...done));
}

function defaultValue(space: Space, parameter: Parameter): unknown {
  if (parameter.kind === 'star') return [];
  const text = parameter.default!;
  const wrapped = parameter.unwrap === 'w';
  switch (text) {
    case 'NULL':
      return undefined;
    case 'None':
      return wrapped ? space.w_None : null;
    case 'True':
    case 'False':
      return wrapped ? space.newbool(text === 'True') : text === 'True';
  }
  const value = text.startsWith("'") ? text.slice(1, -1) : Number(text);
  if (!wrapped) return value;
  return typeof value === 'string' ? space.newstr(value) : space.newint(value);
}

function badArgument(space: Space, builtin: Builtin, i: number, expected: string, w: W): OperationError {
  const counted = builtin.parameters[0]?.kind === 'self' ? i : i + 1;
  const positional = builtin.parameters.filter((p) => p.kind !== 'self').length;
  const { kind, name } = builtin.parameters[i];
  const byName = kind === 'positional' || kind === 'keyword-only';
  const which = byName ? `argument '${name}'` : positional === 1 ? 'argument' : `argument ${counted}`;
  return raise(
    space,
    'TypeError',
    `${builtin.calledName}() ${which} must be ${expected}, not ${space.is(w, space.w_None) ? 'None' : space.type(w).name}`,
  );
}

/** PyLong_AsSsize_t: an OverflowError where 64 bits do not hold it. */
export function sizeOfInt(space: Space, w: W): number {
  const value = space.int_w(w);
  if (typeof value === 'number') return value;
  if (BigInt.asIntN(64, value) !== value)
    throw raise(space, 'OverflowError', 'Python int too large to convert to C ssize_t');
  return value < 0n ? -MAX_INDEX : MAX_INDEX;
}

function unwrap(
  space: Space,
  builtin: Builtin,
  how: Unwrap,
  w: W,
  _parameter: Parameter,
  i: number,
): unknown {
  const type = space.type(w);
  switch (how) {
    case 'w':
      return w;
    case 'int':
      if (!type.isSubtype(space.types.int)) {
        throw raise(space, 'TypeError', `'${type.name}' object cannot be interpreted as an integer`);
      }
      return space.int_w(w);
    case 'index':
    case 'bound': {
      if (how === 'index') return sizeOfInt(space, w);
      const value = space.int_w(w);
      if (typeof value === 'number') return value;
      return value < 0n ? -MAX_INDEX : MAX_INDEX;
    }
    case 'bool':
      return isTrueNested(space, w);
    case 'float':
      if (type.isSubtype(space.types.float)) return space.float_w(w);
      if (type.isSubtype(space.types.int)) return space.floatOfInt(w);
      return space.floatNested(w);
    case 'str':
      if (!type.isSubtype(space.types.str)) throw badArgument(space, builtin, i, 'str', w);
      return space.str_w(w);
    case 'text':
      if (!type.isSubtype(space.types.str)) throw badArgument(space, builtin, i, 'str', w);
      return space.text_w(w);
    case 'bytes':
      return space.buffer_w(w);
  }
}

function wrapResult(space: Space, builtin: Builtin, result: unknown): W {
  if (result === SUSPEND || result === STOP) return result as W;
  switch (builtin.row.result) {
    case 'w':
      return result as W;
    case 'none':
      return space.w_None;
    case 'bool':
      return space.newbool(result as boolean);
    case 'int':
      return space.newint(result as number);
    case 'float':
      return space.newfloat(result as number);
    case 'str':
      return space.newstr(result as string);
    case 'text':
      return space.newtext(result as string);
  }
}

const plural = (n: number): string => (n === 1 ? '' : 's');

/** One entry a parameter: the wrapped argument, the list of `*args`, or undefined for the default. */
function match(
  space: Space,
  builtin: Builtin,
  parameters: readonly Parameter[],
  args_w: readonly W[],
  names: readonly string[] | null,
): (W | W[] | undefined)[] {
  const name = builtin.shownName;
  const matched: (W | W[] | undefined)[] = new Array(parameters.length).fill(undefined);
  const positionalCount = args_w.length - (names?.length ?? 0);
  let taken = 0;
  for (let i = 0; i < parameters.length; i++) {
    const { kind } = parameters[i];
    if (kind === 'star') {
      matched[i] = args_w.slice(taken, positionalCount);
      taken = positionalCount;
    } else if (kind === 'self' || kind === 'positional' || kind === 'positional-only') {
      if (taken < positionalCount) matched[i] = args_w[taken++];
    }
  }
  const self = parameters[0]?.kind === 'self' ? 1 : 0;
  if (taken < positionalCount) {
    const places = parameters.filter((p) => p.kind === 'positional' || p.kind === 'positional-only');
    const required = places.filter((p) => p.default === undefined).length;
    const given = positionalCount - self;
    if (builtin.isSlotWrapper) throw wrongCount(space, builtin.row.name, required, places.length, given);
    throw tooManyArguments(space, builtin, places, required, given, names?.length ?? 0);
  }
  if (names !== null) {
    const w_extra = takeNamed(space, name, builtin.calledName, parameters, args_w, names, matched);
    const rest = parameters.findIndex((p) => p.kind === 'star-star');
    if (rest >= 0) matched[rest] = w_extra;
  } else {
    const rest = parameters.findIndex((p) => p.kind === 'star-star');
    if (rest >= 0) matched[rest] = space.newdict();
  }
  const missing = parameters.findIndex(
    (p, i) => matched[i] === undefined && p.default === undefined && p.kind !== 'star',
  );
  if (missing >= 0 && builtin.isSlotWrapper) {
    const places = parameters.filter((p) => p.kind === 'positional-only');
    const required = places.filter((p) => p.default === undefined).length;
    throw wrongCount(space, builtin.row.name, required, places.length, positionalCount - self);
  }
  if (missing >= 0) throw missingArgument(space, builtin, parameters, missing, positionalCount - self);
  return matched;
}

/** As check_num_args and PyArg_UnpackTuple of Objects/typeobject.c have it. */
function wrongCount(space: Space, name: string, least: number, most: number, given: number): OperationError {
  if (name === '__get__') {
    const bound = given < least ? `at least ${least} argument${plural(least)}` : `at most ${most} arguments`;
    return raise(space, 'TypeError', `${name} expected ${bound}, got ${given}`);
  }
  const wanted = least === most ? `${most} argument${plural(most)}` : `${least} or ${most} arguments`;
  return raise(space, 'TypeError', `expected ${wanted}, got ${given}`);
}

/** Clinic's checks (Python/getargs.c: _PyArg_CheckPositional, _PyArg_UnpackKeywords) and those of METH_NOARGS and METH_O. */
function tooManyArguments(
  space: Space,
  builtin: Builtin,
  places: readonly Parameter[],
  required: number,
  given: number,
  named: number,
): OperationError {
  const n = places.length;
  const name = builtin.calledName;
  const byName = builtin.parameters.some((p) => p.kind === 'positional' || p.kind === 'keyword-only');
  let text: string;
  if (!byName) {
    if (n === 0) text = `${builtin.shownName} takes no arguments (${given} given)`;
    else if (n === 1 && required === 1)
      text = `${builtin.shownName} takes exactly one argument (${given} given)`;
    else {
      const bound = required === n ? '' : 'at most ';
      text = `${name} expected ${bound}${n} argument${plural(n)}, got ${given}`;
    }
  } else {
    const all = builtin.parameters.filter((p) => p.kind !== 'self').length;
    const bound = required === n ? 'exactly' : 'at most';
    if (n === 0) text = `${name}() takes no positional arguments`;
    else if (given + named > all)
      text = `${name}() takes ${required === all ? 'exactly' : 'at most'} ${all} argument${plural(all)} (${given + named} given)`;
    else text = `${name}() takes ${bound} ${n} positional argument${plural(n)} (${given} given)`;
  }
  return raise(space, 'TypeError', text);
}

function takeNamed(
  space: Space,
  name: string,
  own: string,
  parameters: readonly Parameter[],
  args_w: readonly W[],
  names: readonly string[],
  matched: (W | W[] | undefined)[],
): W {
  const w_extra = space.newdict();
  const takesExtra = parameters.some((p) => p.kind === 'star-star');
  const first = args_w.length - names.length;
  if (
    !takesExtra &&
    !parameters.some((p) => p.kind === 'positional' || p.kind === 'keyword-only') &&
    names.length > 0
  ) {
    throw raise(space, 'TypeError', `${name} takes no keyword arguments`);
  }
  names.forEach((keyword, k) => {
    const w_value = args_w[first + k];
    const i = parameters.findIndex(
      (p) => p.name === keyword && (p.kind === 'positional' || p.kind === 'keyword-only'),
    );
    if (i >= 0) {
      if (matched[i] !== undefined) {
        throw raise(
          space,
          'TypeError',
          `argument for ${own}() given by name ('${keyword}') and position (${i + 1})`,
        );
      }
      matched[i] = w_value;
    } else if (takesExtra) {
      space.dictsetstr(w_extra, keyword, w_value);
    } else {
      const known = parameters.filter((p) => p.kind === 'positional' || p.kind === 'keyword-only');
      const near = nearest(
        keyword,
        known.map((p) => p.name),
      );
      const hint = near === null ? '' : `. Did you mean '${near}'?`;
      throw raise(space, 'TypeError', `${own}() got an unexpected keyword argument '${keyword}'${hint}`);
    }
  });
  return w_extra;
}

function missingArgument(
  space: Space,
  builtin: Builtin,
  parameters: readonly Parameter[],
  missing: number,
  given: number,
): OperationError {
  const parameter = parameters[missing];
  const name = `${builtin.calledName}()`;
  if (parameter.kind === 'keyword-only') {
    return raise(space, 'TypeError', `${name} missing required keyword-only argument: '${parameter.name}'`);
  }
  if (parameter.kind === 'positional') {
    const place = parameters[0]?.kind === 'self' ? missing : missing + 1;
    return raise(space, 'TypeError', `${name} missing required argument '${parameter.name}' (pos ${place})`);
  }
  const places = parameters.filter((p) => p.kind === 'positional-only');
  const required = places.filter((p) => p.default === undefined).length;
  const byName = parameters.some((p) => p.kind === 'keyword-only' || p.kind === 'positional');
  if (places.length === 1 && required === 1 && !byName) {
    return raise(space, 'TypeError', `${builtin.shownName} takes exactly one argument (${given} given)`);
  }
  const bound = places.length === required ? 'expected' : 'expected at least';
  if (parameters.some((p) => p.kind === 'positional' || p.kind === 'keyword-only')) {
    const text = `at least ${required} positional argument${plural(required)} (${given} given)`;
    return raise(space, 'TypeError', `${name} takes ${text}`);
  }
  return raise(
    space,
    'TypeError',
    `${name.slice(0, -2)} ${bound} ${required} argument${plural(required)}, got ${given}`,
  );
}
