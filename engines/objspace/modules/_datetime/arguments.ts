// Arguments of the module's constructors, matched as vgetargskeywords() of CPython's Python/getargs.c does for a function without a name.
import { runNested } from '../../continuation.ts';
import { index } from '../../descroperation.ts';
import type { W } from '../../object.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import { isInt } from '../../types/int.ts';

export interface Parameters {
  /** As errors call the function; null: it has no name. */
  name: string | null;
  names: readonly string[];
  required: number;
  positional: number;
}

export function matchArguments(
  space: Space,
  { name, names, required, positional }: Parameters,
  args_w: readonly W[],
  keywords: readonly string[] | null,
): readonly (W | undefined)[] {
  const named = keywords === null ? 0 : keywords.length;
  const given = args_w.length - named;
  const shown = name === null ? 'function' : `${name}()`;
  const fail = (text: string) => raise(space, 'TypeError', text);
  if (args_w.length > names.length) {
    const kind = given === 0 ? 'keyword ' : '';
    throw fail(`${shown} takes at most ${names.length} ${kind}arguments (${args_w.length} given)`);
  }
  if (given > positional)
    throw fail(`${shown} takes at most ${positional} positional arguments (${given} given)`);
  if (keywords === null && given >= required) return args_w;
  const values_w: (W | undefined)[] = args_w.slice(0, given);
  keywords?.forEach((keyword, i) => {
    const place = names.indexOf(keyword);
    if (place < 0)
      throw fail(
        `${name === null ? 'this function' : shown} got an unexpected keyword argument '${keyword}'`,
      );
    if (place < given)
      throw fail(`argument for ${shown} given by name ('${keyword}') and position (${place + 1})`);
    values_w[place] = args_w[given + i];
  });
  for (let i = 0; i < required; i++) {
    const w = values_w[i];
    if (w === undefined) throw fail(`${shown} missing required argument '${names[i]}' (pos ${i + 1})`);
    // They are converted one by one: a wrong one is told before the next is missed.
    intArgument(space, w);
  }
  return values_w;
}

/** A C int. `__index__` runs nested. */
export function intArgument(space: Space, w: W): number {
  const w_int = isInt(space, w) ? w : runNested(space, () => index(space, w));
  const value = space.int_w(w_int);
  if (typeof value === 'number') {
    if (value > 0x7fff_ffff) throw raise(space, 'OverflowError', 'signed integer is greater than maximum');
    if (value < -0x8000_0000) throw raise(space, 'OverflowError', 'signed integer is less than minimum');
    return value;
  }
  if (value > 0x7fff_ffff_ffff_ffffn || value < -0x8000_0000_0000_0000n)
    throw raise(space, 'OverflowError', 'Python int too large to convert to C long');
  const text = value > 0 ? 'signed integer is greater than maximum' : 'signed integer is less than minimum';
  throw raise(space, 'OverflowError', text);
}

/** A `timespec`, the `place`th argument. */
export function timespecArgument(space: Space, w: W | undefined, place: number): string {
  if (w === undefined) return 'auto';
  if (space.type(w).isSubtype(space.types.str)) return space.str_w(w);
  const got = space.type(w).name;
  throw raise(space, 'TypeError', `isoformat() argument ${place} must be str, not ${got}`);
}
