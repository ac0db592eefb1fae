// Making a Python exception from a builtin: `throw raise(space, 'TypeError', 'text')`.
import { OperationError } from './error.ts';
import type { BuiltinTypes } from './builtin-types.ts';
import type { W } from './object.ts';
import type { Space } from './space.ts';

/** The exception object is made when Python code looks at it. */
export function raise(space: Space, type: keyof BuiltinTypes, text: string): OperationError {
  return new OperationError(space.types[type], null, text);
}

/** A value is of another type than the operation was promised, as PyPy's space says it. */
export function raiseExpected(space: Space, expected: string, w: W): OperationError {
  return raise(space, 'TypeError', `expected ${expected}, got ${space.type(w).name} object`);
}

/** With arguments that are no text: `KeyError(key)`, `StopIteration(value)`. */
export function raiseWith(space: Space, type: keyof BuiltinTypes, args_w: readonly W[]): OperationError {
  for (const w of args_w) space.own(w);
  return new OperationError(space.types[type], null, null, args_w);
}
