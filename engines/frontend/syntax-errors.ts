// Every message of a SyntaxError, IndentationError, TabError or SyntaxWarning that the front end can give, in one place, and
// the classes that carry them. The words are CPython 3.14.2's; the corpus in testdata/syntax-errors holds them to it.
// Sections: tokenizer, literals, parser (the rules that use them are in diagnose-grammar.ts).

export type SyntaxErrorType =
  | 'SyntaxError'
  | 'IndentationError'
  | 'TabError'
  | 'MemoryError'
  | 'RecursionError'
  | 'ValueError'
  | 'OverflowError'
  | 'UnicodeEncodeError';

/**
 * A source that is no Python program. The fields are those of Python's SyntaxError: `offset` and `end_offset` count
 * characters from 1; 0 and -1 are as CPython gives them. For types other than SyntaxError and its children only `msg` counts.
 */
export class PythonSyntaxError extends Error {
  readonly type: SyntaxErrorType;
  readonly msg: string;
  readonly filename: string | null;
  readonly lineno: number | null;
  readonly offset: number | null;
  readonly text: string | null;
  readonly end_lineno: number | null;
  readonly end_offset: number | null;

  constructor(
    type: SyntaxErrorType,
    msg: string,
    filename: string | null = null,
    lineno: number | null = null,
    offset: number | null = null,
    text: string | null = null,
    end_lineno: number | null = null,
    end_offset: number | null = null,
  ) {
    super(`${type}: ${msg}${lineno === null ? '' : ` (${filename}, line ${lineno})`}`);
    this.type = type;
    this.msg = msg;
    this.filename = filename;
    this.lineno = lineno;
    this.offset = offset;
    this.text = text;
    this.end_lineno = end_lineno;
    this.end_offset = end_offset;
  }
}

/** A warning given while compiling. With `-W error` it becomes a SyntaxError at `offset` … `endOffset` (-1: the same). */
export interface SyntaxWarning {
  category: 'SyntaxWarning' | 'DeprecationWarning';
  message: string;
  lineno: number;
  offset: number;
  endOffset: number;
}

export const messages = {
  // Tokenizer.
  eof: 'unexpected EOF while parsing',
  dedent: 'unindent does not match any outer indentation level',
  tabs: 'inconsistent use of tabs and spaces in indentation',
  tooManyIndents: 'too many levels of indentation',
  lineContinuation: 'unexpected character after line continuation character',
  tooManyParentheses: 'too many nested parentheses',
  tooManyNestedFStrings: 'too many nested f-strings or t-strings',
  invalidCharacter: (char: string, code: string) => `invalid character '${char}' (U+${code})`,
  invalidNonPrintable: (code: string) => `invalid non-printable character U+${code}`,
  unmatched: (close: string) => `unmatched '${close}'`,
  mismatched: (close: string, open: string, line: number) =>
    `closing parenthesis '${close}' does not match opening parenthesis '${open}'` +
    (line > 0 ? ` on line ${line}` : ''),
  neverClosed: (open: string) => `'${open}' was never closed`,
  unterminatedString: (line: number, escaped: boolean) =>
    `unterminated string literal (detected at line ${line})` +
    (escaped ? '; perhaps you escaped the end quote?' : ''),
  unterminatedTriple: (line: number) =>
    `unterminated triple-quoted string literal (detected at line ${line})`,
  unterminatedF: (letter: string, line: number) =>
    `unterminated ${letter}-string literal (detected at line ${line})`,
  unterminatedTripleF: (letter: string, line: number) =>
    `unterminated triple-quoted ${letter}-string literal (detected at line ${line})`,
  fstringExpectingBrace: (letter: string) => `${letter}-string: expecting '}'`,
  fstringTooDeep: (letter: string) => `${letter}-string: expressions nested too deeply`,
  fstringSingleBrace: (letter: string) => `${letter}-string: single '}' is not allowed`,
  fstringUnmatched: (letter: string, close: string) => `${letter}-string: unmatched '${close}'`,
  fstringNewlineInSpec: (letter: string) =>
    `${letter}-string: newlines are not allowed in format specifiers for single quoted ${letter}-strings`,
  invalidLiteral: (kind: string) => `invalid ${kind} literal`,
  invalidDigit: (digit: string, kind: string) => `invalid digit '${digit}' in ${kind} literal`,
  leadingZeros:
    'leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers',

  // Literals.
  invalidEscape: (char: string) =>
    `"\\${char}" is an invalid escape sequence. Such sequences will not work in the future. ` +
    `Did you mean "\\\\${char}"? A raw string is also an option.`,
  invalidOctalEscape: (digits: string) =>
    `"\\${digits}" is an invalid octal escape sequence. Such sequences will not work in the future. ` +
    `Did you mean "\\\\${digits}"? A raw string is also an option.`,
  bytesNotAscii: 'bytes can only contain ASCII literal characters',
  mixedBytes: 'cannot mix bytes and nonbytes literals',
  unicodeError: (from: number, to: number, reason: string) =>
    `(unicode error) 'unicodeescape' codec can't decode ` +
    (to > from ? `bytes in position ${from}-${to}` : `byte 0x5c in position ${from}`) +
    `: ${reason}`,
  invalidBytesEscape: (position: number) => `(value error) invalid \\x escape at position ${position}`,
  intTooLarge: (digits: number) =>
    `Exceeds the limit (4300 digits) for integer string conversion: value has ${digits} digits; ` +
    'use sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals to avoid decimal conversion limits.',

  // Source text.
  nullBytes: 'source code string cannot contain null bytes',
  stackOverflow: 'Parser stack overflowed - Python source too complex to parse',
  multipleStatements: 'multiple statements found while compiling a single statement',
} as const;
