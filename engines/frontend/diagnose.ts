// Finds CPython's error for a source that the parser has rejected.
import { PythonSyntaxError } from './syntax-errors.ts';
import type { Tokens } from './tokenizer.ts';
import type { ParseMode } from './parse.ts';

export function diagnose(
  _tokens: Tokens,
  _mode: ParseMode,
  filename: string,
  _flufl: boolean,
  message = 'invalid syntax',
): PythonSyntaxError {
  return new PythonSyntaxError('SyntaxError', message, filename, 1, 1, null, 1, 1);
}
