// Python exceptions while they travel through host code. Models PyPy's pypy/interpreter/error.py: an error raised by a builtin is a
// type and a text until Python code looks at it.
import type { TypeObject } from './typeobject.ts';
import type { W } from './object.ts';

/**
 * A Python exception on its way. Owns its exception object once there is one (`space.errorValue(e)` makes it); the handler
 * that ends the journey gives it back with `space.dropError(e)`.
 */
export class OperationError {
  readonly type: TypeObject;
  /** The exception object; null until it is asked for. */
  w_value: W | null;
  /** Arguments of the exception object to be, as plain text or as wrapped values (owned). */
  readonly text: string | null;
  readonly args_w: readonly W[] | null;
  /** Of which object (owned) and name an AttributeError speaks, until there is an exception object. */
  about: { w_object: W; name: string } | null = null;

  constructor(type: TypeObject, w_value: W | null, text: string | null, args_w: readonly W[] | null = null) {
    this.type = type;
    this.w_value = w_value;
    this.text = text;
    this.args_w = args_w;
  }

  matches(type: TypeObject): boolean {
    return this.type.isSubtype(type);
  }
}

/** A capability that the lab states it does not have; ends the run with its name, counted, never as a wrong result. */
export class Unsupported extends Error {
  readonly capability: string;
  constructor(capability: string, detail = '') {
    super(detail ? `${capability}: ${detail}` : capability);
    this.capability = capability;
  }
}

/** `os._exit`: the run ends at once with this status; nothing is flushed, no handler runs. */
export class ImmediateExit extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`exit ${status}`);
    this.status = status;
  }
}
