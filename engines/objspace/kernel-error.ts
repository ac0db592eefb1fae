// Errors of kernels as Python exceptions. Every space's `asOperationError` starts with it, so that code over kernels need not catch.
import { KernelError } from '../kernels/error.ts';
import type { OperationError } from './error.ts';
import { raise, raiseWith } from './raise.ts';
import type { Space } from './space.ts';

/** How the host says that something would be larger than it can be. */
const NO_ROOM =
  /^(Invalid (string|array|typed array|array buffer|count value)|Array buffer allocation failed|Maximum BigInt size)/;

/** undefined: `e` is no error of a kernel. */
export function operationErrorOfKernel(space: Space, e: unknown): OperationError | undefined {
  if (e instanceof RangeError && NO_ROOM.test(e.message)) return raiseWith(space, 'MemoryError', []);
  if (!(e instanceof KernelError)) return undefined;
  if (e.args === null) return raise(space, e.type, e.message);
  const args_w = e.args.map((arg) => {
    if (typeof arg === 'number') return space.newint(arg);
    return arg instanceof Uint8Array ? space.newbytes(arg) : space.newtext(arg);
  });
  return raiseWith(space, e.type, args_w);
}
