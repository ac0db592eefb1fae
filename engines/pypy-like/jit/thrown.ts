// A Python exception on its way through compiled code: a call answers `THROWN`, and the error is here until something takes it. A unit answers so too
// when an exception leaves its frame.
import type { OperationError } from '../../objspace/error.ts';

/** An error on its way, of a call that raised; the exit's number says which. */
export const raised: { error: unknown } = { error: undefined };
export const THROWN = Object.freeze({ sentinel: 'thrown' });

/** What a callee that raises answers instead of throwing on the host, which takes a microsecond. */
export function failWith(error: OperationError): typeof THROWN {
  raised.error = error;
  return THROWN;
}
