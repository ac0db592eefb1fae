// Every message of a SyntaxError, IndentationError, TabError or SyntaxWarning that the front end can give, in one place, and
// the classes that carry them. The words are CPython 3.14.2's; the corpus in testdata/syntax-errors holds them to it.
// Sections: tokenizer, literals, parser (the rules that use them are in diagnose-grammar.ts).

export type SyntaxErrorType =
  | 'SyntaxError'
  | 'IndentationError'
  | 'TabError'
  | '_IncompleteInputError'
  | 'MemoryError'
  | 'RecursionError'
  | 'SystemError'
  | 'ValueError'
  | 'OverflowError'
  | 'UnicodeDecodeError'
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
  /** Only in the exception's arguments: some errors of the reader know less there than its attributes say. */
  shownArguments: 'all' | 'no-filename' | 'no-end' = 'all';
  /** Warnings that were given before the error was found. */
  warnings: SyntaxWarning[] = [];

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

/** A warning given while compiling. With `-W error` it becomes a SyntaxError at `offset` … `endOffset`, with the text of warningAsError. */
export interface SyntaxWarning {
  category: 'SyntaxWarning' | 'DeprecationWarning';
  message: string;
  lineno: number;
  offset: number;
  endOffset: number;
}

/** Text of the SyntaxError that a warning becomes when warnings are errors. */
export function warningAsError(message: string): string {
  return message.replace(' Such sequences will not work in the future.', '');
}

export const messages = {
  // Tokenizer.
  eof: 'unexpected EOF while parsing',
  // As Python's tokenize module has it.
  eofInStatement: 'unexpected EOF in multi-line statement',
  eofInString: 'EOF in multi-line string',
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
  incompatiblePrefixes: (first: string, second: string) =>
    `'${first}' and '${second}' prefixes are incompatible`,
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

  // Parser: calls.
  unpackingOrder: 'iterable argument unpacking follows keyword argument unpacking',
  generatorBrackets: 'Generator expression must be parenthesized',
  assignmentOrComparison: "invalid syntax. Maybe you meant '==' or ':=' instead of '='?",
  argumentValue: 'expected argument value expression',
  positionalAfterKeyword: 'positional argument follows keyword argument',
  positionalAfterUnpacking: 'positional argument follows keyword argument unpacking',
  assignmentInArgument: 'expression cannot contain assignment, perhaps you meant "=="?',
  assignToKeywordUnpacking: 'cannot assign to keyword argument unpacking',
  assignToIterableUnpacking: 'cannot assign to iterable argument unpacking',
  starExpression: 'Invalid star expression',
  missingCallBrackets: (name: string) =>
    `Missing parentheses in call to '${name}'. Did you mean ${name}(...)?`,

  // Parser: expressions.
  partOfString: 'invalid syntax. Is this intended to be part of the string?',
  forgottenComma: 'invalid syntax. Perhaps you forgot a comma?',
  missingElse: "expected 'else' after 'if' expression",
  statementAfterElse: "expected expression after 'else', but statement is given",
  statementBeforeIf: "expected expression before 'if', but statement is given",
  lambdaInString: (letter: string) =>
    `${letter}-string: lambda expressions are not allowed without parentheses`,
  walrusTarget: (name: string) => `cannot use assignment expressions with ${name}`,
  assignHere: (name: string) => `cannot assign to ${name} here. Maybe you meant '==' instead of '='?`,
  starredGroup: 'cannot use starred expression here',
  doubleStarredGroup: 'cannot use double starred expression here',
  notAfterOperator: "'not' after an operator must be parenthesized",
  mixedTemplate: 'cannot mix t-string literals with string or bytes literals',
  unpackingInComprehension: 'iterable unpacking cannot be used in comprehension',
  unpackingInDictComprehension: 'dict unpacking cannot be used in dict comprehension',
  comprehensionTarget: 'did you forget parentheses around the comprehension target?',
  inExpected: "'in' expected after for-loop variables",
  starredDictValue: 'cannot use a starred expression in a dictionary value',
  dictValue: "expression expected after dictionary key and ':'",
  dictColon: "':' expected after dictionary key",
  realRequired: 'real number required in complex literal',
  imaginaryRequired: 'imaginary number required in complex literal',
  flufl: "with Barry as BDFL, use '<>' instead of '!='",

  // Parser: targets.
  cannotTarget: (verb: string, name: string) => `cannot ${verb} ${name}`,
  annotated: (name: string) => `only single target (not ${name}) can be annotated`,
  annotatedExpression: 'illegal target for annotation',
  assignToYield: 'assignment to yield expression not possible',
  augmentedTarget: (name: string) => `'${name}' is an illegal expression for augmented assignment`,

  // Parser: parameters.
  slashFirst: 'at least one argument must precede /',
  slashTwice: '/ may appear only once',
  slashAfterStar: '/ must be ahead of *',
  commaBeforeStar: 'expected comma between / and *',
  defaultOrder: 'parameter without a default follows parameter with a default',
  parameterBrackets: 'Function parameters cannot be parenthesized',
  lambdaBrackets: 'Lambda expression parameters cannot be parenthesized',
  defaultValue: 'expected default value expression',
  bareStar: 'named arguments must follow bare *',
  varPositionalDefault: 'var-positional argument cannot have default value',
  varKeywordDefault: 'var-keyword argument cannot have default value',
  starTwice: '* argument may appear only once',
  afterVarKeyword: 'arguments cannot follow var-keyword argument',
  typeParamBound: (constraints: boolean, kind: string) =>
    `cannot use ${constraints ? 'constraints' : 'bound'} with ${kind}`,
  emptyTypeParams: 'Type parameter list cannot be empty',

  // Parser: imports.
  importFrom: "Did you mean to use 'from ... import ...' instead?",
  importNothing: "Expected one or more names after 'import'",
  importTarget: (name: string) => `cannot use ${name} as import target`,
  trailingComma: 'trailing comma not allowed without surrounding parentheses',

  // Parser: compound statements.
  colon: "expected ':'",
  handlerExpected: "expected 'except' or 'finally' block",
  mixedExcept: "cannot have both 'except' and 'except*' on the same 'try'",
  manyTypes: "multiple exception types must be parenthesized when using 'as'",
  typesExpected: 'expected one or more exception types',
  exceptTarget: (clause: string) => (name: string) => `cannot use ${clause} statement with ${name}`,
  elifAfterElse: "'elif' block follows an 'else' block",
  underscoreTarget: "cannot use '_' as a target",
  patternTarget: (name: string) => `cannot use ${name} as pattern target`,
  positionalPattern: 'positional patterns follow keyword patterns',
  indentedBlock: 'expected an indented block',
  indentedBlockAfter: (what: string, line: number) =>
    `expected an indented block after ${what} on line ${line}`,

  // Parser: replacement fields.
  fieldBefore: (letter: string, token: string) =>
    `${letter}-string: valid expression required before '${token}'`,
  fieldExpression: (letter: string) => `${letter}-string: expecting a valid expression after '{'`,
  fieldExpecting: (letter: string, tokens: string) => `${letter}-string: expecting ${tokens}`,
  conversionMissing: (letter: string) => `${letter}-string: missing conversion character`,
  conversionInvalid: (letter: string) => `${letter}-string: invalid conversion character`,
  conversionInvalidCharacter: (letter: string, name: string) =>
    `${letter}-string: invalid conversion character '${name}': expected 's', 'r', or 'a'`,
  conversionPlace: (letter: string) =>
    `${letter}-string: conversion type must come right after the exclamation mark`,

  // Source text.
  notUtf8: (byte: number, line: number) =>
    `Non-UTF-8 code starting with '\\x${byte.toString(16)}' on line ${line}, but no encoding declared; ` +
    'see https://peps.python.org/pep-0263/ for details',
  encodingWithMark: (name: string) => `encoding problem: ${name} with BOM`,
  unknownEncoding: (name: string) => `unknown encoding: ${name}`,
  codec: (codec: string, byte: number, at: number, reason: string) =>
    `'${codec}' codec can't decode byte 0x${byte.toString(16).padStart(2, '0')} in position ${at}: ${reason}`,
  undecodable: (name: string) => `'${name}' codec can't decode bytes: illegal multibyte sequence`,
  surrogate: (code: number, at: number) =>
    `'utf-8' codec can't encode character '\\u${code.toString(16)}' in position ${at}: surrogates not allowed`,
  incompleteInput: 'incomplete input',
  nullBytes: 'source code string cannot contain null bytes',
  stackOverflow: 'Parser stack overflowed - Python source too complex to parse',
  multipleStatements: 'multiple statements found while compiling a single statement',
} as const;
