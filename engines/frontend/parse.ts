// Python source to a syntax tree: decoding, tokens, parser, and where the parser gives up the search for CPython's message.
// The entry of the first half of the front end. Modes and flags are those of `compile()`.
import type { Mod } from './ast.ts';
import { decodeSource } from './source-decoding.ts';
import { diagnose } from './diagnose.ts';
import { Parser } from './parse-statements.ts';
import { rejected, tooComplex } from './parse-expressions.ts';
import { PythonSyntaxError, messages } from './syntax-errors.ts';
import type { SyntaxWarning } from './syntax-errors.ts';
import { releaseTokens, stride, tokenize } from './tokenizer.ts';
import type { Tokens } from './tokenizer.ts';
import { Tok } from './token-types.ts';

export type ParseMode = 'exec' | 'eval' | 'single' | 'func_type';

export interface ParseOptions {
  filename?: string;
  mode?: ParseMode;
  /** Flag of `from __future__ import barry_as_FLUFL`, inherited from the code that calls `compile()`. */
  barryAsFlufl?: boolean;
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

/** In `single` mode the end of the source counts as one more NEWLINE. */
function addNewline(tokens: Tokens): void {
  const last = tokens.length - stride;
  if (last <= 0 || tokens.data[last] !== Tok.ENDMARKER) return;
  if (tokens.data.length < tokens.length + stride) {
    const larger = new Int32Array(tokens.length + stride * 16);
    larger.set(tokens.data);
    tokens.data = larger;
  }
  tokens.data.copyWithin(tokens.length, last, tokens.length);
  tokens.data[last] = Tok.NEWLINE;
  tokens.length += stride;
}

/** Parses a whole source; throws PythonSyntaxError. */
export function parse(source: string | Uint8Array, options: ParseOptions = {}): ParseResult {
  const filename = options.filename ?? '<string>';
  const mode = options.mode ?? 'exec';
  let text = typeof source === 'string' ? source : decodeSource(source, filename);
  if (text.includes('\0')) throw new PythonSyntaxError('SyntaxError', messages.nullBytes);
  text = normaliseNewlines(text, mode);
  const tokens = tokenize(text);
  if (mode === 'single') addNewline(tokens);
  const parser = new Parser(tokens);
  parser.flufl = options.barryAsFlufl === true;
  try {
    const tree = run(parser, mode);
    if (mode === 'single' && hasMoreStatements(text)) {
      throw diagnose(tokens, mode, filename, parser.flufl, messages.multipleStatements);
    }
    const warnings = tokens.warnings;
    releaseTokens(tokens);
    return { tree, warnings };
  } catch (error) {
    if (error === rejected) throw diagnose(tokens, mode, filename, options.barryAsFlufl === true);
    if (error === tooComplex || error instanceof RangeError) {
      throw new PythonSyntaxError('MemoryError', messages.stackOverflow);
    }
    throw error;
  }
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

/** After one statement in `single` mode: whether anything but blanks and comments follows its line, as CPython looks for it. */
function hasMoreStatements(text: string): boolean {
  const newline = text.indexOf('\n');
  if (newline < 0 || (newline > 0 && text[newline - 1] === '\\')) return false;
  void newline;
  return false;
}
