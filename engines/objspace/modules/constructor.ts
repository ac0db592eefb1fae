// A type's `__new__` by a signature, as rows of functions have one.
import { callBuiltin } from '../argument.ts';
import { Builtin, resumable } from '../gateway.ts';
import type { W } from '../object.ts';
import type { Space } from '../space.ts';
import type { NewFn, TypeObject } from '../typeobject.ts';

/** `run` gets the type in front of the arguments; may suspend. */
export function constructor(
  name: string,
  signature: string,
  // The arguments' types follow from the signature.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  run: (space: Space, type: TypeObject, ...args: any[]) => W,
): NewFn {
  const all = signature === '' ? '$type' : `$type, ${signature}`;
  const row = resumable(name, all, (space: Space, w_type: W, ...args: unknown[]) =>
    run(space, space.data(w_type) as TypeObject, ...args),
  );
  const builtin = new Builtin(row, null, null);
  return (space, type, args_w, names) => callBuiltin(space, builtin, [type.w_self, ...args_w], names);
}
