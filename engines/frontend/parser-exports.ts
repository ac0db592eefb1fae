// What the first half of the front end offers: source to tree, dumps of tokens and trees, errors.
export { parse } from './parse.ts';
export type { ParseMode, ParseOptions, ParseResult } from './parse.ts';
export { PythonSyntaxError } from './syntax-errors.ts';
export type { SyntaxWarning } from './syntax-errors.ts';
export { dumpAst } from './ast-dump.ts';
export { dumpTokens, listTokens } from './tokens-dump.ts';
export { tokenize } from './tokenizer.ts';
