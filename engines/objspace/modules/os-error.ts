// OSError from what an operation of the machine failed with: the class that stands for the number, its text, the names of the files. Models
// PyErr_SetFromErrnoWithFilenameObjects of CPython's Python/errors.c.
import { OperationError } from '../error.ts';
import { errorNumber, errorText, HostError } from '../../kernels/os-errors.ts';
import type { W } from '../object.ts';
import type { Space } from '../space.ts';
import type { TypeObject } from '../typeobject.ts';

export function osError(space: Space, number: number, w_name?: W, w_name2?: W): OperationError {
  const args_w = [space.newint(number), space.newstr(errorText(number))];
  if (w_name !== undefined) args_w.push(w_name);
  if (w_name2 !== undefined) args_w.push(space.w_None, w_name2);
  const { OSError } = space.types;
  const w_value = OSError.slots.new!(space, OSError, args_w, null);
  return new OperationError(space.type(w_value), space.own(w_value), null);
}

export const osErrorByName = (space: Space, name: string, w_name?: W): OperationError =>
  osError(space, errorNumber(name) ?? 5, w_name);

/** Runs an operation of the host; its failure becomes an OSError with the names given. */
export function attempt<T>(space: Space, run: () => T, w_name?: W, w_name2?: W): T {
  try {
    return run();
  } catch (e) {
    if (e instanceof HostError) throw osError(space, e.number, w_name, w_name2);
    throw e;
  }
}

/** A subclass of OSError with a number and a text of its own: `socket.gaierror`. */
export function osErrorOf(space: Space, type: TypeObject, number: number, text: string): OperationError {
  const w_value = type.slots.new!(space, type, [space.newint(number), space.newstr(text)], null);
  return new OperationError(type, space.own(w_value), null);
}
