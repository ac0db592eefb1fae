// Arguments of a call to the locals of a Python function: positions, keywords, defaults, `*args`, `**kwargs`, and the TypeErrors of each. Models
// initialize_locals, missing_arguments and too_many_positional of CPython's Python/ceval.c. Where locals are stored is the engine's.
import { CodeFlag } from '../frontend/code-object.ts';
import type { CodeObject } from '../frontend/code-object.ts';
import type { W } from './object.ts';
import { raise } from './raise.ts';
import type { Space } from './space.ts';
import { nearest } from './suggestions.ts';
import type { FunctionPayload } from './types/function.ts';

const list = (names: readonly string[]): string => {
  const quoted = names.map((name) => `'${name}'`);
  if (quoted.length === 1) return quoted[0];
  if (quoted.length === 2) return `${quoted[0]} and ${quoted[1]}`;
  return `${quoted.slice(0, -1).join(', ')}, and ${quoted[quoted.length - 1]}`;
};

/** The first locals of a call, borrowed; undefined where a local has no value yet. The last `names.length` of `args_w` are keywords. */
export function bindArguments(
  space: Space,
  payload: FunctionPayload,
  code: CodeObject,
  args_w: readonly W[],
  names: readonly string[] | null,
): (W | undefined)[] {
  const { argcount, kwonlyargcount, posonlyargcount, localsplusnames } = code;
  const total = argcount + kwonlyargcount;
  const local: (W | undefined)[] = new Array<W | undefined>(localsplusnames.length).fill(undefined);
  const positional = args_w.length - (names?.length ?? 0);
  const taken = Math.min(positional, argcount);
  for (let i = 0; i < taken; i++) local[i] = args_w[i];
  const hasStar = (code.flags & CodeFlag.VARARGS) !== 0;
  const hasKeywords = (code.flags & CodeFlag.VARKEYWORDS) !== 0;
  if (hasStar) local[total] = space.newtuple(args_w.slice(taken, positional));
  const w_extra = hasKeywords ? space.newdict() : undefined;
  if (w_extra !== undefined) local[total + (hasStar ? 1 : 0)] = w_extra;
  const { qualname } = payload;
  if (names !== null) {
    names.forEach((name, k) => {
      const w_value = args_w[positional + k];
      let i = posonlyargcount;
      while (i < total && localsplusnames[i] !== name) i++;
      if (i < total) {
        if (local[i] !== undefined) {
          throw raise(space, 'TypeError', `${qualname}() got multiple values for argument '${name}'`);
        }
        local[i] = w_value;
      } else if (w_extra !== undefined) {
        space.dictsetstr(w_extra, name, w_value);
      } else {
        const clash = localsplusnames.slice(0, posonlyargcount).filter((n) => names.includes(n));
        if (clash.length > 0) {
          throw raise(
            space,
            'TypeError',
            `${qualname}() got some positional-only arguments passed as keyword arguments: '${clash.join(', ')}'`,
          );
        }
        const near = nearest(name, localsplusnames.slice(posonlyargcount, total));
        throw raise(
          space,
          'TypeError',
          `${qualname}() got an unexpected keyword argument '${name}'${near === null ? '' : `. Did you mean '${near}'?`}`,
        );
      }
    });
  }
  const defaults_w = payload.defaults_w ?? [];
  if (positional > argcount && !hasStar) tooMany(space, payload, code, positional, defaults_w.length, local);
  if (positional < argcount) {
    const first = argcount - defaults_w.length;
    const missing: string[] = [];
    for (let i = positional; i < first; i++) if (local[i] === undefined) missing.push(localsplusnames[i]);
    if (missing.length > 0) missingArguments(space, qualname, missing, 'positional');
    for (let i = Math.max(first, 0); i < argcount; i++) local[i] ??= defaults_w[i - first];
  }
  if (kwonlyargcount > 0) {
    const missing: string[] = [];
    for (let i = argcount; i < total; i++) {
      if (local[i] !== undefined) continue;
      const w_default =
        payload.w_kwdefaults === null
          ? undefined
          : space.dictgetstr(payload.w_kwdefaults, localsplusnames[i]);
      if (w_default === undefined) missing.push(localsplusnames[i]);
      else local[i] = w_default;
    }
    if (missing.length > 0) missingArguments(space, qualname, missing, 'keyword-only');
  }
  return local;
}

function missingArguments(
  space: Space,
  qualname: string,
  missing: readonly string[],
  kind: 'positional' | 'keyword-only',
): never {
  throw raise(
    space,
    'TypeError',
    `${qualname}() missing ${missing.length} required ${kind} argument${missing.length === 1 ? '' : 's'}: ${list(missing)}`,
  );
}

function tooMany(
  space: Space,
  payload: FunctionPayload,
  code: CodeObject,
  given: number,
  defaults: number,
  local: readonly (W | undefined)[],
): never {
  const { argcount, kwonlyargcount } = code;
  let kwonlyGiven = 0;
  for (let i = argcount; i < argcount + kwonlyargcount; i++) if (local[i] !== undefined) kwonlyGiven++;
  const plural = defaults > 0 || argcount !== 1;
  const takes = defaults > 0 ? `from ${argcount - defaults} to ${argcount}` : String(argcount);
  const also =
    kwonlyGiven > 0
      ? ` positional argument${given === 1 ? '' : 's'} (and ${kwonlyGiven} keyword-only argument${kwonlyGiven === 1 ? '' : 's'})`
      : '';
  throw raise(
    space,
    'TypeError',
    `${payload.qualname}() takes ${takes} positional argument${plural ? 's' : ''} but ${given}${also} ${given === 1 && kwonlyGiven === 0 ? 'was' : 'were'} given`,
  );
}
