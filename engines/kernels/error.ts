// Errors of kernels: what Python would raise, as plain data. A space's `asOperationError` makes the Python exception of them, so that
// shared code need not catch. No stack is captured: these are ordinary outcomes.

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
  constructor(type: KernelErrorType, message: string) {
    this.type = type;
    this.message = message;
  }
}

export const valueError = (message: string): KernelError => new KernelError('ValueError', message);
export const typeError = (message: string): KernelError => new KernelError('TypeError', message);
export const overflowError = (message: string): KernelError => new KernelError('OverflowError', message);
export const zeroDivision = (message: string): KernelError => new KernelError('ZeroDivisionError', message);
