// Python source to a syntax tree: decoding, tokens, parser, and where the parser gives up the search for CPython's message.
// The entry of the first half of the front end. Modes and flags are those of `compile()`.
import type { Mod } from './ast.ts';
import { decodeSource } from './source-decoding.ts';
import { Diagnoser, diagnose } from './diagnose.ts';
import { Parser } from './parse-statements.ts';
import { rejected, tooComplex } from './parse-expressions.ts';
import { PythonSyntaxError, messages } from './syntax-errors.ts';
import type { SyntaxWarning } from './syntax-errors.ts';
import { CURSOR, releaseTokens, stride, tokenize } from './tokenizer.ts';
import type { Tokens } from './tokenizer.ts';
import { Tok } from './token-types.ts';

export type ParseMode = 'exec' | 'eval' | 'single' | 'func_type';

export interface ParseOptions {
  filename?: string;
  mode?: ParseMode;
  /** Flag of `from __future__ import barry_as_FLUFL`, inherited from the code that calls `compile()`. */
  barryAsFlufl?: boolean;
  /** PyCF_ALLOW_INCOMPLETE_INPUT: a source that ends too early is an `_IncompleteInputError`. For interactive use. */
  allowIncompleteInput?: boolean;
  /** PyCF_DONT_IMPLY_DEDENT: in `single` mode the end of the source closes no blocks. */
  dontImplyDedent?: boolean;
}

export interface ParseResult {
  tree: Mod;
  warnings: SyntaxWarning[];
}

/** Newlines as the tokenizer wants them, and one at the end of a module. */
export function normaliseNewlines(source: string, mode: ParseMode): string {
  if (source.includes('\r')) source = source.replace(/\r\n?/g, '\n');
  if (mode === 'exec' && source.length > 0 && !source.endsWith('\n')) source += '\n';
  return source;
}

/** In `single` mode the end of the source counts as a NEWLINE, and closes the blocks that are open. */
function addNewline(tokens: Tokens, implyDedent: boolean): void {
  const last = tokens.length - stride;
  if (last <= 0 || tokens.data[last] !== Tok.ENDMARKER) return;
  const dedents = implyDedent ? tokens.openIndents : 0;
  const added = [Tok.NEWLINE];
  for (let i = 0; i < dedents; i++) added.push(Tok.DEDENT);
  if (dedents > 0) added.push(Tok.NEWLINE);
  const data = new Int32Array(tokens.length + added.length * stride);
  data.set(tokens.data.subarray(0, tokens.length));
  const end = data.slice(last, last + stride);
  added.forEach((type, i) => {
    end[0] = type;
    data.set(end, last + i * stride);
  });
  end[0] = Tok.ENDMARKER;
  data.set(end, last + added.length * stride);
  tokens.data = data;
  tokens.length = data.length;
}

/** Parses a whole source; throws PythonSyntaxError. */
export function parse(source: string | Uint8Array, options: ParseOptions = {}): ParseResult {
  const filename = options.filename ?? '<string>';
  const mode = options.mode ?? 'exec';
  let text = typeof source === 'string' ? source : decodeSource(source, filename);
  if (text.includes('\0')) throw new PythonSyntaxError('SyntaxError', messages.nullBytes);
  if (!text.isWellFormed()) throw surrogateInSource(text);
  text = normaliseNewlines(text, mode);
  const tokens = tokenize(text);
  if (mode === 'single') addNewline(tokens, options.dontImplyDedent !== true);
  const parser = new Parser(tokens);
  parser.flufl = options.barryAsFlufl === true;
  try {
    const tree = run(parser, mode);
    if (mode === 'single' && hasMoreStatements(text, tokens.data[parser.p - stride + CURSOR])) {
      throw multipleStatements(tokens, parser, filename);
    }
    const warnings = tokens.warnings;
    releaseTokens(tokens);
    return { tree, warnings };
  } catch (error) {
    if (error === rejected) {
      const found = diagnose(tokens, mode, filename, options);
      found.warnings = tokens.warnings.filter(({ lineno }) => lineno <= (found.lineno ?? Infinity));
      throw found;
    }
    if (error === tooComplex || error instanceof RangeError) {
      throw new PythonSyntaxError('MemoryError', messages.stackOverflow);
    }
    throw error;
  }
}

/** A source given as text must be encodable. */
function surrogateInSource(text: string): PythonSyntaxError {
  const chars = Array.from(text);
  const at = chars.findIndex((char) => !char.isWellFormed());
  return new PythonSyntaxError('UnicodeEncodeError', messages.surrogate(chars[at].charCodeAt(0), at));
}

function run(parser: Parser, mode: ParseMode): Mod {
  switch (mode) {
    case 'exec':
      return parser.module();
    case 'eval':
      return parser.evaluation();
    case 'single':
      return parser.interactive();
    case 'func_type':
      return parser.functionType();
  }
}

/** After one statement in `single` mode: whether more than blanks and comments is left behind `at`. */
function hasMoreStatements(text: string, at: number): boolean {
  for (;;) {
    while (at < text.length && ' \t\n\f'.includes(text[at])) at++;
    if (at >= text.length) return false;
    if (text[at] !== '#') return true;
    while (at < text.length && text[at] !== '\n') at++;
  }
}

function multipleStatements(tokens: Tokens, parser: Parser, filename: string): PythonSyntaxError {
  const diagnoser = new Diagnoser(tokens, filename, parser.flufl);
  return diagnoser.errorAtToken(messages.multipleStatements, parser.p / stride);
}
