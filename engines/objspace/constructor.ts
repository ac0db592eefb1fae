// `tp_new` written by a signature, as argument clinic does for CPython's C code: `new: constructor('Interpolation', 'value, …', run)`.
import { callBuiltin } from './argument.ts';
import { Builtin, resumable } from './gateway.ts';
import type { W } from './object.ts';
import type { Space } from './space.ts';
import type { NewFn, TypeObject } from './typeobject.ts';

/** `run` gets the class to make in front; the name is what error texts call. */
export function constructor(
  name: string,
  signature: string,
  run: (space: Space, type: TypeObject, ...args: never[]) => W,
): NewFn {
  const row = resumable(
    name,
    signature === '' ? '$type' : `$type, ${signature}`,
    (space: Space, w_type: W, ...args) => run(space, space.data(w_type) as TypeObject, ...(args as never[])),
  );
  const builtin = new Builtin(row, null, null);
  return (space, type, args_w, names) => callBuiltin(space, builtin, [type.w_self, ...args_w], names);
}
