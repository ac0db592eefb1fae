// Errors of kernels: what Python would raise, as plain data. A space's `asOperationError` makes the Python exception of them, so that
// shared code need not catch. No stack is captured: these are ordinary outcomes.
import type { Text } from './text.ts';

export type KernelErrorType =
  | 'ValueError'
  | 'TypeError'
  | 'OverflowError'
  | 'ZeroDivisionError'
  | 'IndexError'
  | 'KeyError'
  | 'LookupError'
  | 'MemoryError'
  | 'UnicodeEncodeError'
  | 'UnicodeDecodeError'
  | 'UnicodeTranslateError';

export class KernelError {
  readonly type: KernelErrorType;
  readonly message: string;
  /** The exception's arguments, where they are not the message alone. */
  readonly args: readonly (number | Text | Uint8Array)[] | null;
  constructor(type: KernelErrorType, message: string, args: KernelError['args'] = null) {
    this.type = type;
    this.message = message;
    this.args = args;
  }
}

export const valueError = (message: string): KernelError => new KernelError('ValueError', message);
export const typeError = (message: string): KernelError => new KernelError('TypeError', message);
export const overflowError = (message: string): KernelError => new KernelError('OverflowError', message);
export const zeroDivision = (message: string): KernelError => new KernelError('ZeroDivisionError', message);

/** What C's errno ERANGE becomes: `OverflowError(34, 'Numerical result out of range')`. */
export const rangeError = (): KernelError =>
  new KernelError('OverflowError', "(34, 'Numerical result out of range')", [
    34,
    'Numerical result out of range',
  ]);

/** Room for so many bytes, or a MemoryError: asked for more than it has, the host would end the process rather than tell. */
export function roomForBytes(length: number): Uint8Array {
  if (length > 2 ** 32) throw new KernelError('MemoryError', '');
  return new Uint8Array(length);
}
