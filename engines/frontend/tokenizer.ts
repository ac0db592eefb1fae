// @inline-constants-from ./token-types.ts Tok
// Source text to tokens, in one pass over the JS string, into one Int32Array: no object is made per token. Models CPython's
// Parser/lexer/lexer.c, with its f- and t-string modes (PEP 701, PEP 750), bracket stack and indentation stacks. An error ends
// the token list with ERRORTOKEN and is kept as data, because CPython decides later whether it or the parser's error is shown.
// With `extraTokens` it gives what Python's `tokenize` module shows (COMMENT, NL, lenient literals). Type comments are left out.
import { Tok, keywords, firstKeyword } from './token-types.ts';
import { messages } from './syntax-errors.ts';
import type { SyntaxWarning } from './syntax-errors.ts';

export { Tok };

/** Fields of one token in `Tokens.data`; a token is `stride` numbers. Offsets index the JS string, columns count bytes. */
export const stride = 8;
export const TYPE = 0;
export const START = 1;
export const END = 2;
export const LINE = 3;
export const COL = 4;
export const END_LINE = 5;
export const END_COL = 6;
/** Where the tokenizer stood after it had made the token: beyond END for NEWLINE and for a doubled brace. */
export const CURSOR = 7;

const MAX_INDENT = 100;
const MAX_LEVEL = 200;
const MAX_FSTRING_LEVEL = 150;
const MAX_EXPRESSION_NESTING = 3;
const TAB_SIZE = 8;

/** Why tokenising ended early. `raised` errors were complete in the tokenizer; the others get their position from the parser. */
export interface TokenizerError {
  kind: 'raised' | 'eof' | 'dedent' | 'tabs' | 'too-deep' | 'line-continuation';
  message: string;
  lineno: number;
  offset: number;
  endOffset: number;
  text: string;
}

export interface Tokens {
  source: string;
  data: Int32Array;
  /** How many numbers of `data` are in use: count × stride. */
  length: number;
  /** Offset at which line `i` (from 1) starts; index 0 is unused. */
  lineStarts: Int32Array;
  error: TokenizerError | null;
  warnings: SyntaxWarning[];
  /** Brackets still open at the end: character code, line, column in bytes. */
  openBrackets: { char: number; lineno: number; col: number }[];
  /** Line, cursor and line start of the tokenizer at the end of its work. */
  lastLine: number;
  cursor: number;
  /** Where CPython's line buffer begins: lines inside a token or joined by backslashes are one buffer. */
  bufferStart: number;
  /** Indentation levels still open at the end. */
  openIndents: number;
  /** True when the end was reached inside an f- or t-string. */
  insideFString: boolean;
  ascii: boolean;
}

export interface TokenizerOptions {
  /** As `tokenize`: comments and non-logical newlines as tokens, no checks of literals and brackets. */
  extraTokens?: boolean;
}

/** State of one f- or t-string that is being read. */
interface StringMode {
  quote: number;
  quoteSize: number;
  raw: boolean;
  /** 'f' or 't'. */
  letter: string;
  /** True while the text between braces is read. */
  inExpression: boolean;
  inFormatSpec: boolean;
  braceDepth: number;
  /** Depth at which the innermost replacement field began; -1 outside. */
  expressionStart: number;
  start: number;
  startLine: number;
  startLineOffset: number;
  startCol: number;
  debug: boolean;
}

// What a character below 128 can begin.
const OTHER = 0;
const NAME_START = 1;
const DIGIT = 2;
const QUOTE = 3;
const SPACE = 4;
const PUNCTUATION = 5;
const startClass = new Uint8Array(128);
/** 1: may continue an identifier. 2: decimal digit, also continues one. */
const nameClass = new Uint8Array(128);
for (let c = 0; c < 128; c++) {
  const isLetter = (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95;
  const isDigit = c >= 48 && c <= 57;
  startClass[c] = isLetter ? NAME_START : isDigit ? DIGIT : OTHER;
  nameClass[c] = isLetter ? 1 : isDigit ? 2 : 0;
}
startClass[34] = startClass[39] = QUOTE;
startClass[32] = startClass[9] = startClass[12] = SPACE;
for (const c of '()[]{}:,;+-*/|&<>=.%~^@!') startClass[c.charCodeAt(0)] = PUNCTUATION;

/** Keywords by a hash that no two of them share (checked when loaded; the factor was found by trying). */
const keywordTable = new Uint8Array(256);
function keywordHash(length: number, first: number, second: number, last: number): number {
  return (length + first + second * 15 + last) & 255;
}
for (let i = 0; i < keywords.length; i++) {
  const word = keywords[i];
  const last = word.charCodeAt(word.length - 1);
  const hash = keywordHash(word.length, word.charCodeAt(0), word.charCodeAt(1), last);
  if (keywordTable[hash] !== 0) throw new Error(`keyword table: ${word} collides`);
  keywordTable[hash] = firstKeyword + i;
}

/** Single characters that are tokens of their own. */
const oneChar = new Uint8Array(128).fill(Tok.OP);
for (const [char, type] of [
  ['%', Tok.PERCENT],
  ['&', Tok.AMPER],
  ['(', Tok.LPAR],
  [')', Tok.RPAR],
  ['*', Tok.STAR],
  ['+', Tok.PLUS],
  [',', Tok.COMMA],
  ['-', Tok.MINUS],
  ['.', Tok.DOT],
  ['/', Tok.SLASH],
  [':', Tok.COLON],
  [';', Tok.SEMI],
  ['<', Tok.LESS],
  ['=', Tok.EQUAL],
  ['>', Tok.GREATER],
  ['@', Tok.AT],
  ['[', Tok.LSQB],
  [']', Tok.RSQB],
  ['^', Tok.CIRCUMFLEX],
  ['{', Tok.LBRACE],
  ['|', Tok.VBAR],
  ['}', Tok.RBRACE],
  ['~', Tok.TILDE],
  ['!', Tok.EXCLAMATION],
] as const) {
  oneChar[char.charCodeAt(0)] = type;
}

/** Type of the token made of two characters, or OP. */
function twoChars(c1: number, c2: number): number {
  if (c2 === 61 /* = */) {
    switch (c1) {
      case 33:
        return Tok.NOTEQUAL;
      case 37:
        return Tok.PERCENTEQUAL;
      case 38:
        return Tok.AMPEREQUAL;
      case 42:
        return Tok.STAREQUAL;
      case 43:
        return Tok.PLUSEQUAL;
      case 45:
        return Tok.MINEQUAL;
      case 47:
        return Tok.SLASHEQUAL;
      case 58:
        return Tok.COLONEQUAL;
      case 60:
        return Tok.LESSEQUAL;
      case 61:
        return Tok.EQEQUAL;
      case 62:
        return Tok.GREATEREQUAL;
      case 64:
        return Tok.ATEQUAL;
      case 94:
        return Tok.CIRCUMFLEXEQUAL;
      case 124:
        return Tok.VBAREQUAL;
    }
    return Tok.OP;
  }
  if (c1 === 42 && c2 === 42) return Tok.DOUBLESTAR;
  if (c1 === 47 && c2 === 47) return Tok.DOUBLESLASH;
  if (c1 === 60 && c2 === 60) return Tok.LEFTSHIFT;
  if (c1 === 60 && c2 === 62) return Tok.NOTEQUAL;
  if (c1 === 62 && c2 === 62) return Tok.RIGHTSHIFT;
  if (c1 === 45 && c2 === 62) return Tok.RARROW;
  return Tok.OP;
}

/** Prefix letters that exclude each other, in the order in which CPython looks for them. */
const incompatiblePrefixes: readonly (readonly [bits: number, string, string])[] = [
  [5, 'u', 'b'],
  [6, 'u', 'r'],
  [12, 'u', 'f'],
  [20, 'u', 't'],
  [9, 'b', 'f'],
  [17, 'b', 't'],
  [24, 'f', 't'],
];

function isHex(c: number): boolean {
  return (c >= 48 && c <= 57) || (c >= 97 && c <= 102) || (c >= 65 && c <= 70);
}

function isNameChar(c: number): boolean {
  return c >= 128 || (c >= 0 && nameClass[c] !== 0);
}

/** Bytes that a slice of the source has in UTF-8. */
export function utf8Length(text: string, from: number, to: number): number {
  let bytes = 0;
  for (let i = from; i < to; i++) {
    const c = text.charCodeAt(i);
    if (c < 128) bytes++;
    else if (c < 0x800) bytes += 2;
    else if (c >= 0xd800 && c < 0xdc00 && i + 1 < to) {
      const d = text.charCodeAt(i + 1);
      if (d >= 0xdc00 && d < 0xe000) {
        bytes += 4;
        i++;
      } else bytes += 3;
    } else bytes += 3;
  }
  return bytes;
}

/** Code points in a slice of the source. */
export function codePointLength(text: string, from: number, to: number): number {
  let count = 0;
  for (let i = from; i < to; i++) {
    const c = text.charCodeAt(i);
    if (c >= 0xd800 && c < 0xdc00 && i + 1 < to) {
      const d = text.charCodeAt(i + 1);
      if (d >= 0xdc00 && d < 0xe000) i++;
    }
    count++;
  }
  return count;
}

/** How many characters the first `bytes` bytes of a line are, as CPython counts: at most one more than the line has. */
export function charactersOf(line: string, bytes: number): number {
  let count = 0;
  let at = 0;
  for (const char of line) {
    if (at >= bytes) return count;
    const code = char.codePointAt(0)!;
    at += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    count++;
  }
  return at < bytes ? count + 1 : count;
}

let identifierStart: RegExp | undefined;
let identifierContinue: RegExp | undefined;
let printable: RegExp | undefined;

/** Index of the first code unit that may not stand in the identifier, or its length. */
function scanIdentifier(name: string): number {
  identifierStart ??= /^[\p{XID_Start}_]$/u;
  identifierContinue ??= /^\p{XID_Continue}$/u;
  let index = 0;
  for (const char of name) {
    if (!(index === 0 ? identifierStart : identifierContinue).test(char)) return index;
    index += char.length;
  }
  return index;
}

function isPrintable(char: string): boolean {
  printable ??= /^[^\p{C}\p{Z}]$/u;
  return char === ' ' || printable.test(char);
}

/** A buffer that is lent to one parse at a time and kept for the next one. */
let spareBuffer: Int32Array | null = null;
const largestKept = 1 << 22;

/** Gives a token buffer back when nobody reads it any more. */
export function releaseTokens(tokens: Tokens): void {
  if (
    tokens.data.length <= largestKept &&
    (spareBuffer === null || spareBuffer.length < tokens.data.length)
  ) {
    spareBuffer = tokens.data;
  }
}

/** Tokenises the whole source, whose newlines are `\n` already (unless `extraTokens`). */
export function tokenize(source: string, options: TokenizerOptions = {}): Tokens {
  return new Tokenizer(source, options.extraTokens === true).run();
}

class Tokenizer {
  private readonly source: string;
  private readonly extra: boolean;
  private readonly ascii: boolean;
  private data: Int32Array;
  private length = 0;
  private lineStarts: Int32Array;
  private line = 1;
  private lineStart = 0;
  private bufferStart = 0;
  private openIndents = 0;
  private pos = 0;
  private error: TokenizerError | null = null;
  private readonly warnings: SyntaxWarning[] = [];
  private level = 0;
  private readonly bracketChars = new Uint8Array(MAX_LEVEL);
  private readonly bracketLines: number[] = [];
  private readonly bracketCols: number[] = [];
  private readonly modes: StringMode[] = [];
  // The last column computed on a line with other than ASCII characters: byte columns are counted on from there.
  private columnLine = -1;
  private columnOffset = 0;
  private columnBytes = 0;

  constructor(source: string, extra: boolean) {
    this.source = source;
    this.extra = extra;

    this.ascii = !/[^\x00-\x7f]/.test(source);
    const wanted = Math.max(1024, (source.length >> 1) * stride);
    if (spareBuffer !== null && spareBuffer.length >= wanted) {
      this.data = spareBuffer;
      spareBuffer = null;
    } else if (spareBuffer !== null) {
      this.data = spareBuffer;
      spareBuffer = null;
    } else this.data = new Int32Array(Math.max(1024, ((source.length >> 2) + 16) * stride));
    this.lineStarts = new Int32Array((source.length >> 4) + 64);
  }

  /** Byte column of an offset on the line that starts at `this.lineStart`. */
  private column(offset: number): number {
    if (this.ascii) return offset - this.lineStart;
    return this.wideColumn(offset);
  }

  private wideColumn(offset: number): number {
    if (this.columnLine !== this.lineStart || offset < this.columnOffset) {
      this.columnLine = this.lineStart;
      this.columnOffset = this.lineStart;
      this.columnBytes = 0;
    }
    this.columnBytes += utf8Length(this.source, this.columnOffset, offset);
    this.columnOffset = offset;
    return this.columnBytes;
  }

  private grow(): void {
    const larger = new Int32Array(this.data.length * 2);
    larger.set(this.data);
    this.data = larger;
  }

  /** Appends a token that begins and ends on the present line. */
  private push(type: number, start: number, end: number): void {
    let at = this.length;
    if (at + stride > this.data.length) this.grow();
    const data = this.data;
    this.length = at + stride;
    data[at++] = type;
    data[at++] = start;
    data[at++] = end;
    data[at++] = this.line;
    if (this.ascii) {
      data[at++] = start - this.lineStart;
      data[at++] = this.line;
      data[at++] = end - this.lineStart;
    } else {
      data[at++] = this.wideColumn(start);
      data[at++] = this.line;
      data[at++] = this.wideColumn(end);
    }
    data[at] = end;
  }

  private pushFull(
    type: number,
    start: number,
    end: number,
    line: number,
    col: number,
    endLine: number,
    endCol: number,
    cursor: number,
  ): void {
    const at = this.length;
    if (at + stride > this.data.length) this.grow();
    const data = this.data;
    this.length = at + stride;
    data[at] = type;
    data[at + 1] = start;
    data[at + 2] = end;
    data[at + 3] = line;
    data[at + 4] = col;
    data[at + 5] = endLine;
    data[at + 6] = endCol;
    data[at + 7] = cursor;
  }

  /** A token without a place of its own: INDENT, DEDENT, ENDMARKER, ERRORTOKEN. */
  private pushBare(type: number): void {
    this.pushFull(type, this.pos, this.pos, this.line, -1, this.line, -1, this.pos);
  }

  private newLine(next: number): void {
    this.line++;
    this.lineStart = next;
    if (this.line >= this.lineStarts.length) {
      const larger = new Int32Array(this.lineStarts.length * 2);
      larger.set(this.lineStarts);
      this.lineStarts = larger;
    }
    this.lineStarts[this.line] = next;
  }

  private lineText(lineStart: number): string {
    const end = this.source.indexOf('\n', lineStart);
    return this.source.slice(lineStart, end < 0 ? this.source.length : end);
  }

  /**
   * Fails at the present line, with the column of `cursor`, as CPython's _PyTokenizer_syntaxerror does. A range that is given
   * counts bytes, which CPython does not turn into characters.
   */
  private fail(message: string, cursor: number, from = -1, to = -1): void {
    const offset =
      from >= 0 ? from : codePointLength(this.source, this.lineStart, Math.min(cursor, this.source.length));
    this.error = {
      kind: 'raised',
      message,
      lineno: this.line,
      offset,
      endOffset: to >= 0 ? to : offset,
      text: this.lineText(this.lineStart),
    };
    this.pos = cursor;
    this.pushBare(Tok.ERRORTOKEN);
  }

  private failState(kind: TokenizerError['kind'], message: string): void {
    this.error = { kind, message, lineno: this.line, offset: 0, endOffset: 0, text: '' };
    this.pushBare(Tok.ERRORTOKEN);
  }

  /** To the end of the line, as CPython's tokenizer leaves it after an indentation error. */
  private lineEnd(from: number): number {
    const end = this.source.indexOf('\n', from);
    return end < 0 ? this.source.length : end + 1;
  }

  run(): Tokens {
    this.lineStarts[1] = 0;
    if (this.source === '') this.line = 0;
    this.scan();
    if (this.error !== null && this.error.kind === 'raised') {
      // The error token stands where the tokenizer stopped.
      this.data[this.length - 1] = this.pos;
    }
    const openBrackets = [];
    for (let i = 0; i < this.level; i++) {
      openBrackets.push({
        char: this.bracketChars[i],
        lineno: this.bracketLines[i],
        col: this.bracketCols[i],
      });
    }
    return {
      source: this.source,
      data: this.data,
      length: this.length,
      lineStarts: this.lineStarts,
      error: this.error,
      warnings: this.warnings,
      openBrackets,
      lastLine: this.line,
      cursor: this.pos,
      bufferStart: this.bufferStart,
      openIndents: this.openIndents,
      insideFString: this.modes.length > 0,
      ascii: this.ascii,
    };
  }

  private scan(): void {
    const source = this.source;
    const size = source.length;
    const extra = this.extra;
    const indents = [0];
    const altIndents = [0];
    let atLineStart = true;
    let blankLine = false;
    let commentOnLine = false;

    for (;;) {
      if (this.modes.length > 0 && !this.modes[this.modes.length - 1].inExpression) {
        if (!this.scanStringMiddle()) return;
        continue;
      }

      if (atLineStart) {
        atLineStart = false;
        blankLine = false;
        let p = this.pos;
        let col = 0;
        let altCol = 0;
        let continuedCol = 0;
        let c = -1;
        for (;;) {
          c = p < size ? source.charCodeAt(p) : -1;
          if (c === 32) {
            col++;
            altCol++;
          } else if (c === 9) {
            col = ((col / TAB_SIZE) | 0) * TAB_SIZE + TAB_SIZE;
            altCol++;
          } else if (c === 12) {
            col = altCol = 0;
          } else if (c === 92) {
            if (continuedCol === 0) continuedCol = col;
            p = this.continueLine(p + 1);
            if (p < 0) return;
            this.bufferStart = p;
            continue;
          } else break;
          p++;
        }
        this.pos = p;
        if (c === 35 || c === 10 || c === 13) blankLine = true;
        if (!blankLine && this.level === 0) {
          if (continuedCol > 0) col = altCol = continuedCol;
          const top = indents.length - 1;
          if (col === indents[top]) {
            if (altCol !== altIndents[top]) return this.tabError();
          } else if (col > indents[top]) {
            if (indents.length >= MAX_INDENT) {
              this.pos = this.lineEnd(p);
              return this.failState('too-deep', messages.tooManyIndents);
            }
            if (altCol <= altIndents[top]) return this.tabError();
            indents.push(col);
            altIndents.push(altCol);
            if (extra) {
              this.pushFull(Tok.INDENT, this.lineStart, p, this.line, 0, this.line, this.column(p), p);
            } else this.pushBare(Tok.INDENT);
          } else {
            let dedents = 0;
            while (indents.length > 1 && col < indents[indents.length - 1]) {
              indents.pop();
              altIndents.pop();
              dedents++;
            }
            if (col !== indents[indents.length - 1]) {
              this.pos = this.lineEnd(p);
              return this.failState('dedent', messages.dedent);
            }
            if (altCol !== altIndents[altIndents.length - 1]) return this.tabError();
            // At the end of the source CPython's tokenizer still stands on the last line.
            for (; dedents > 0; dedents--) {
              if (extra) {
                const at = this.column(p);
                this.pushFull(Tok.DEDENT, p, p, this.line, at, this.line, at, p);
              } else this.pushBare(Tok.DEDENT);
            }
          }
        }
      }

      // Skip spaces.
      let p = this.pos;
      let c = p < size ? source.charCodeAt(p) : -1;
      while (c === 32 || c === 9 || c === 12) c = ++p < size ? source.charCodeAt(p) : -1;
      const start = p;

      if (c === 35) {
        const end = this.commentEnd(p);
        p = end;
        c = p < size ? source.charCodeAt(p) : -1;
        if (extra) {
          this.push(Tok.COMMENT, start, end);
          this.pos = end;
          commentOnLine = blankLine;
          continue;
        }
      }

      if (c < 0) {
        this.pos = p;
        this.openIndents = indents.length - 1;
        return this.finish();
      }

      const kind = c < 128 ? startClass[c] : NAME_START;

      if (kind === NAME_START) {
        // A prefix may turn the name into a string.
        let q = p;
        let letters = 0;
        let quoteAfter = -1;
        let cc = c;
        // Bits: 1 b, 2 r, 4 u, 8 f, 16 t; each letter once.
        for (;;) {
          const lower = cc | 32;
          const bit =
            lower === 98
              ? 1
              : lower === 114
                ? 2
                : lower === 117
                  ? 4
                  : lower === 102
                    ? 8
                    : lower === 116
                      ? 16
                      : 0;
          if (bit === 0 || (letters & bit) !== 0) break;
          letters |= bit;
          q++;
          cc = q < size ? source.charCodeAt(q) : -1;
          if (cc === 34 || cc === 39) {
            quoteAfter = q;
            break;
          }
        }
        if (quoteAfter >= 0) {
          if (letters > 2 && !this.checkPrefixes(letters, start, quoteAfter)) return;
          if ((letters & 24) !== 0) {
            if (!this.startFString(start, quoteAfter, cc, (letters & 2) !== 0, letters & 8 ? 'f' : 't'))
              return;
          } else if (!this.scanString(start, quoteAfter, cc)) return;
          continue;
        }
        let wide = false;
        while (cc >= 128 || (cc >= 0 && nameClass[cc] !== 0)) {
          if (cc >= 128) wide = true;
          q++;
          cc = q < size ? source.charCodeAt(q) : -1;
        }
        this.pos = q;
        if (wide) {
          if (!extra && !this.checkIdentifier(start, q)) return;
          this.push(Tok.NAME, start, q);
          continue;
        }
        const nameLength = q - start;
        let type: number = Tok.NAME;
        if (nameLength >= 2 && nameLength <= 8 && !extra) {
          const found =
            keywordTable[keywordHash(nameLength, c, source.charCodeAt(start + 1), source.charCodeAt(q - 1))];
          if (found !== 0) {
            const word = keywords[found - firstKeyword];
            if (word.length === nameLength && source.startsWith(word, start)) type = found;
          }
        }
        this.push(type, start, q);
        continue;
      }

      if (c === 10 || (c === 13 && source.charCodeAt(p + 1) === 10)) {
        const next = c === 13 ? p + 2 : p + 1;
        atLineStart = true;
        if (blankLine || this.level > 0) {
          if (extra)
            this.pushFull(
              Tok.NL,
              start,
              next,
              this.line,
              this.column(start),
              this.line,
              this.column(next),
              next,
            );
          commentOnLine = false;
        } else if (commentOnLine && extra) {
          commentOnLine = false;
          this.pushFull(
            Tok.NL,
            start,
            next,
            this.line,
            this.column(start),
            this.line,
            this.column(next),
            next,
          );
        } else {
          const col = this.column(start);
          // The newline itself counts in the end column.
          const endCol = this.column(p) + (extra ? 0 : 1);
          this.pushFull(Tok.NEWLINE, start, p, this.line, col, this.line, endCol, next);
        }
        this.pos = next;
        // The next line begins only when there is one: at the end CPython's tokenizer stays on the last line.
        if (next < size) {
          this.newLine(next);
          this.bufferStart = next;
        }
        continue;
      }

      if (kind === DIGIT) {
        if (!this.scanNumber(start, p)) return;
        continue;
      }

      if (c === 46) {
        const next = p + 1 < size ? source.charCodeAt(p + 1) : -1;
        if (next >= 48 && next <= 57) {
          if (!this.scanFraction(start, p + 1)) return;
          continue;
        }
        if (next === 46 && p + 2 < size && source.charCodeAt(p + 2) === 46) {
          this.pos = p + 3;
          this.push(Tok.ELLIPSIS, start, p + 3);
          continue;
        }
        this.pos = p + 1;
        this.push(Tok.DOT, start, p + 1);
        continue;
      }

      if (kind === QUOTE) {
        if (!this.scanString(start, p, c)) return;
        continue;
      }

      if (c === 92) {
        p = this.continueLine(p + 1);
        if (p < 0) return;
        this.pos = p;
        continue;
      }

      if (!this.scanOperator(start, c)) return;
    }
  }

  /** Refuses prefixes that cannot stand together. */
  private checkPrefixes(letters: number, start: number, quote: number): boolean {
    for (const [bits, first, second] of incompatiblePrefixes) {
      if ((letters & bits) !== bits) continue;
      this.fail(
        messages.incompatiblePrefixes(first, second),
        quote + 1,
        this.column(start) + 1,
        this.column(quote) + 1,
      );
      return false;
    }
    return true;
  }

  private commentEnd(p: number): number {
    const end = this.source.indexOf('\n', p);
    if (end < 0) return this.source.length;
    return end > p && this.source.charCodeAt(end - 1) === 13 ? end - 1 : end;
  }

  private tabError(): void {
    this.pos = this.lineEnd(this.pos);
    this.failState('tabs', messages.tabs);
  }

  /** After a backslash at `p - 1`: the start of the next line, or -1 after an error. */
  private continueLine(p: number): number {
    const source = this.source;
    if (source.charCodeAt(p) === 13) p++;
    if (source.charCodeAt(p) !== 10) {
      this.pos = Math.min(p + 1, source.length);
      this.failState('line-continuation', messages.lineContinuation);
      return -1;
    }
    if (p + 1 >= source.length) {
      this.pos = source.length;
      this.failState('eof', messages.eof);
      return -1;
    }
    this.newLine(p + 1);
    return p + 1;
  }

  private finish(): void {
    if (this.level > 0) {
      this.error = {
        kind: 'eof',
        message: messages.eof,
        lineno: this.line,
        offset: 0,
        endOffset: 0,
        text: '',
      };
      this.pushBare(Tok.ERRORTOKEN);
      return;
    }
    this.pushBare(Tok.ENDMARKER);
  }

  private checkIdentifier(start: number, end: number): boolean {
    const name = this.source.slice(start, end);
    const bad = scanIdentifier(name);
    if (bad === name.length) return true;
    const char = String.fromCodePoint(name.codePointAt(bad)!);
    const code = char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
    const after = bad + char.length < name.length ? start + bad + char.length : end;
    this.fail(
      isPrintable(char) ? messages.invalidCharacter(char, code) : messages.invalidNonPrintable(code),
      after,
    );
    return false;
  }

  /** A plain string or bytes literal; `p` is the place of the opening quote. */
  private scanString(start: number, p: number, quote: number): boolean {
    const source = this.source;
    const size = source.length;
    const firstLine = this.line;
    const firstLineStart = this.lineStart;
    const startCol = this.column(start);
    let q = p + 1;
    let quoteSize = 1;
    if (q < size && source.charCodeAt(q) === quote) {
      if (q + 1 < size && source.charCodeAt(q + 1) === quote) {
        quoteSize = 3;
        q += 2;
      } else {
        this.pos = q + 1;
        this.push(Tok.STRING, start, q + 1);
        return true;
      }
    }
    let escapedQuote = false;
    if (quoteSize === 1) {
      for (;;) {
        const c = q < size ? source.charCodeAt(q) : -1;
        if (c === quote) break;
        if (c === 10 || c < 0)
          return this.unterminated(start, firstLine, firstLineStart, quote, 1, escapedQuote);
        q++;
        if (c === 92) {
          let d = q < size ? source.charCodeAt(q) : -1;
          if (d === quote) escapedQuote = true;
          if (d === 13) d = ++q < size ? source.charCodeAt(q) : -1;
          if (d >= 0) {
            q++;
            if (d === 10 && q < size) this.newLine(q);
          }
        }
      }
      q++;
    } else {
      for (;;) {
        const c = q < size ? source.charCodeAt(q) : -1;
        if (c < 0) return this.unterminated(start, firstLine, firstLineStart, quote, 3, escapedQuote);
        q++;
        if (c === quote) {
          if (q + 1 < size && source.charCodeAt(q) === quote && source.charCodeAt(q + 1) === quote) {
            q += 2;
            break;
          }
        } else if (c === 10) {
          if (q < size) this.newLine(q);
        } else if (c === 92) {
          let d = q < size ? source.charCodeAt(q) : -1;
          if (d === 13) d = ++q < size ? source.charCodeAt(q) : -1;
          if (d >= 0) {
            q++;
            if (d === 10 && q < size) this.newLine(q);
          }
        }
      }
    }
    this.pos = q;
    this.pushFull(Tok.STRING, start, q, firstLine, startCol, this.line, this.column(q), q);
    return true;
  }

  private unterminated(
    start: number,
    firstLine: number,
    firstLineStart: number,
    quote: number,
    quoteSize: number,
    escapedQuote: boolean,
  ): boolean {
    const detected = this.line;
    this.line = firstLine;
    this.lineStart = firstLineStart;
    const mode = this.modes.length > 0 ? this.modes[this.modes.length - 1] : null;
    let message: string;
    if (mode !== null && mode.quote === quote && mode.quoteSize === quoteSize) {
      message = messages.fstringExpectingBrace(mode.letter);
    } else if (quoteSize === 3) message = messages.unterminatedTriple(detected);
    else message = messages.unterminatedString(detected, escapedQuote);
    this.fail(message, start + 1);
    return false;
  }

  private startFString(start: number, p: number, quote: number, raw: boolean, letter: string): boolean {
    const source = this.source;
    let q = p + 1;
    let quoteSize = 1;
    if (source.charCodeAt(q) === quote && source.charCodeAt(q + 1) === quote) {
      quoteSize = 3;
      q += 2;
    }
    if (this.modes.length + 1 >= MAX_FSTRING_LEVEL) {
      this.fail(messages.tooManyNestedFStrings, q);
      return false;
    }
    this.modes.push({
      quote,
      quoteSize,
      raw,
      letter,
      inExpression: false,
      inFormatSpec: false,
      braceDepth: 0,
      expressionStart: -1,
      start,
      startLine: this.line,
      startLineOffset: this.lineStart,
      startCol: this.column(start),
      debug: false,
    });
    this.pos = q;
    this.push(letter === 'f' ? Tok.FSTRING_START : Tok.TSTRING_START, start, q);
    return true;
  }

  /** The literal part of an f- or t-string up to a brace or its end. */
  private scanStringMiddle(): boolean {
    const source = this.source;
    const size = source.length;
    const mode = this.modes[this.modes.length - 1];
    const isF = mode.letter === 'f';
    const middle = isF ? Tok.FSTRING_MIDDLE : Tok.TSTRING_MIDDLE;
    const start = this.pos;
    const { quote, quoteSize } = mode;
    const first = start < size ? source.charCodeAt(start) : -1;
    if (first === 123 && source.charCodeAt(start + 1) !== 123) {
      mode.expressionStart++;
      if (mode.expressionStart >= MAX_EXPRESSION_NESTING) {
        this.fail(messages.fstringTooDeep(mode.letter), start);
        return false;
      }
      mode.inExpression = true;
      return this.scanOperator(start, 123);
    }
    if (
      first === quote &&
      (quoteSize === 1 || (source.charCodeAt(start + 1) === quote && source.charCodeAt(start + 2) === quote))
    ) {
      this.pos = start + quoteSize;
      this.modes.pop();
      this.push(isF ? Tok.FSTRING_END : Tok.TSTRING_END, start, this.pos);
      return true;
    }

    const firstLine = this.line;
    const startCol = this.column(start);
    const inFormatSpec = mode.inFormatSpec && mode.expressionStart >= 0;
    let unicodeEscape = false;
    let p = start;
    for (;;) {
      const c = p < size ? source.charCodeAt(p) : -1;
      if (c < 0 || (quoteSize === 1 && c === 10)) {
        if (inFormatSpec && c === 10) {
          this.fail(messages.fstringNewlineInSpec(mode.letter), p + 1);
          return false;
        }
        const detected = this.line;
        this.line = mode.startLine;
        this.lineStart = mode.startLineOffset;
        this.fail(
          quoteSize === 3
            ? messages.unterminatedTripleF(mode.letter, detected)
            : messages.unterminatedF(mode.letter, detected),
          mode.start + 1,
        );
        return false;
      }
      if (c === quote) {
        if (quoteSize === 1) break;
        if (source.charCodeAt(p + 1) === quote && source.charCodeAt(p + 2) === quote) break;
        p++;
        continue;
      }
      if (c === 123) {
        if (source.charCodeAt(p + 1) !== 123 || inFormatSpec) {
          mode.expressionStart++;
          if (mode.expressionStart >= MAX_EXPRESSION_NESTING) {
            this.fail(messages.fstringTooDeep(mode.letter), p);
            return false;
          }
          mode.inExpression = true;
          mode.inFormatSpec = false;
          break;
        }
        return this.pushMiddle(middle, start, p + 1, firstLine, startCol, p + 2);
      }
      if (c === 125) {
        if (unicodeEscape) return this.pushMiddle(middle, start, p + 1, firstLine, startCol, p + 1);
        if (source.charCodeAt(p + 1) === 125 && !inFormatSpec && mode.braceDepth === 0) {
          return this.pushMiddle(middle, start, p + 1, firstLine, startCol, p + 2);
        }
        mode.inExpression = true;
        mode.inFormatSpec = false;
        break;
      }
      p++;
      if (c === 10) {
        if (p < size) this.newLine(p);
      } else if (c === 92) {
        let d = p < size ? source.charCodeAt(p) : -1;
        if (d === 13) d = ++p < size ? source.charCodeAt(p) : -1;
        if (d === 123 || d === 125) {
          if (!mode.raw) this.warn(messages.invalidEscape(String.fromCharCode(d)), p + 1);
          continue;
        }
        if (d >= 0) {
          p++;
          if (d === 10 && p < size) this.newLine(p);
        }
        if (!mode.raw && d === 78 && p < size && source.charCodeAt(p) === 123) {
          unicodeEscape = true;
          p++;
        }
      }
    }
    return this.pushMiddle(middle, start, p, firstLine, startCol, p);
  }

  private pushMiddle(
    type: number,
    start: number,
    end: number,
    line: number,
    col: number,
    cursor: number,
  ): boolean {
    // Of a doubled brace the text has one, the end column both.
    this.pushFull(type, start, end, line, col, this.line, this.column(cursor), cursor);
    this.pos = cursor;
    return true;
  }

  private warn(message: string, cursor: number): void {
    if (this.extra) return;
    this.warnings.push({
      category: 'SyntaxWarning',
      message,
      lineno: this.line,
      offset: codePointLength(this.source, this.lineStart, cursor),
      endOffset: codePointLength(this.source, this.lineStart, cursor),
    });
  }

  private scanOperator(start: number, c: number): boolean {
    const source = this.source;
    const size = source.length;
    const mode = this.modes.length > 0 ? this.modes[this.modes.length - 1] : null;
    const c2 = start + 1 < size ? source.charCodeAt(start + 1) : -1;

    if (mode !== null && mode.expressionStart >= 0) {
      const cursor = mode.braceDepth - (c !== 123 ? 1 : 0);
      if (c === 58 && cursor === mode.expressionStart) {
        mode.inExpression = false;
        mode.inFormatSpec = true;
        this.pos = start + 1;
        this.push(Tok.COLON, start, start + 1);
        return true;
      }
    }

    const two = c2 < 0 ? Tok.OP : twoChars(c, c2);
    if (two !== Tok.OP) {
      let type: number = two;
      let end = start + 2;
      if (end < size && source.charCodeAt(end) === 61) {
        if (two === Tok.DOUBLESTAR) type = Tok.DOUBLESTAREQUAL;
        else if (two === Tok.DOUBLESLASH) type = Tok.DOUBLESLASHEQUAL;
        else if (two === Tok.LEFTSHIFT) type = Tok.LEFTSHIFTEQUAL;
        else if (two === Tok.RIGHTSHIFT) type = Tok.RIGHTSHIFTEQUAL;
        if (type !== two) end++;
      }
      this.pos = end;
      this.push(type, start, end);
      return true;
    }

    switch (c) {
      case 40:
      case 91:
      case 123: {
        if (this.level >= MAX_LEVEL) {
          this.fail(messages.tooManyParentheses, start + 1);
          return false;
        }
        this.bracketChars[this.level] = c;
        this.bracketLines[this.level] = this.line;
        this.bracketCols[this.level] = this.column(start);
        this.level++;
        if (mode !== null) mode.braceDepth++;
        break;
      }
      case 41:
      case 93:
      case 125: {
        const char = String.fromCharCode(c);
        if (mode !== null && mode.braceDepth === 0 && c === 125) {
          this.fail(messages.fstringSingleBrace(mode.letter), start + 1);
          return false;
        }
        if (!this.extra && this.level === 0) {
          this.fail(messages.unmatched(char), start + 1);
          return false;
        }
        if (this.level > 0) {
          this.level--;
          const opening = this.bracketChars[this.level];
          const matches = (opening === 40 && c === 41) || (opening !== 40 && c === opening + 2);
          if (!this.extra && !matches) {
            if (mode !== null && opening === 123 && mode.braceDepth - 1 === mode.expressionStart) {
              this.fail(messages.fstringUnmatched(mode.letter, char), start + 1);
              return false;
            }
            const openingLine = this.bracketLines[this.level];
            this.fail(
              messages.mismatched(
                char,
                String.fromCharCode(opening),
                openingLine !== this.line ? openingLine : 0,
              ),
              start + 1,
            );
            return false;
          }
        }
        if (mode !== null) {
          mode.braceDepth--;
          if (mode.braceDepth < 0) {
            this.fail(messages.fstringUnmatched(mode.letter, char), start + 1);
            return false;
          }
          if (c === 125 && mode.braceDepth === mode.expressionStart) {
            mode.expressionStart--;
            mode.inExpression = false;
            mode.inFormatSpec = false;
            mode.debug = false;
          }
        }
        break;
      }
    }

    if (c < 32 || c === 127) {
      this.fail(messages.invalidNonPrintable(c.toString(16).toUpperCase().padStart(4, '0')), start + 1);
      return false;
    }
    this.pos = start + 1;
    this.push(oneChar[c], start, start + 1);
    return true;
  }

  // Numbers. Each function gets the offset of the next character to look at and answers whether a token was made.

  private charAt(p: number): number {
    return p < this.source.length ? this.source.charCodeAt(p) : -1;
  }

  /** After digits: more digits and single underscores between them; -1 after an error. */
  private decimalTail(p: number): number {
    for (;;) {
      let c = this.charAt(p);
      while (c >= 48 && c <= 57) c = this.charAt(++p);
      if (c !== 95) return p;
      c = this.charAt(++p);
      if (c < 48 || c > 57) {
        this.fail(messages.invalidLiteral('decimal'), p);
        return -1;
      }
    }
  }

  private scanNumber(start: number, p: number): boolean {
    let c = this.charAt(p);
    if (c !== 48) {
      p = this.decimalTail(p);
      if (p < 0) return false;
      return this.scanAfterInteger(start, p);
    }
    p++;
    c = this.charAt(p);
    const lower = c | 32;
    if (lower === 120 || lower === 111 || lower === 98) {
      const base = lower === 120 ? 16 : lower === 111 ? 8 : 2;
      const name = base === 16 ? 'hexadecimal' : base === 8 ? 'octal' : 'binary';
      p++;
      do {
        c = this.charAt(p);
        if (c === 95) c = this.charAt(++p);
        if (!isDigitOf(c, base)) {
          if (base < 16 && c >= 48 && c <= 57) {
            this.fail(messages.invalidDigit(String.fromCharCode(c), name), p + 1);
          } else this.fail(messages.invalidLiteral(name), p);
          return false;
        }
        do c = this.charAt(++p);
        while (isDigitOf(c, base));
      } while (c === 95);
      if (base < 16 && c >= 48 && c <= 57) {
        this.fail(messages.invalidDigit(String.fromCharCode(c), name), p + 1);
        return false;
      }
      return this.endNumber(start, p, name);
    }
    // Zeros, or an old-style octal literal, which is an error unless it turns out to be a float.
    for (;;) {
      if (c === 95) {
        c = this.charAt(++p);
        if (c < 48 || c > 57) {
          this.fail(messages.invalidLiteral('decimal'), p);
          return false;
        }
      }
      if (c !== 48) break;
      c = this.charAt(++p);
    }
    let nonZero = false;
    // CPython's cursor stands behind the character it looks at.
    const zerosEnd = p + 1;
    if (c >= 48 && c <= 57) {
      nonZero = true;
      p = this.decimalTail(p);
      if (p < 0) return false;
      c = this.charAt(p);
    }
    if (c === 46) return this.scanFraction(start, p + 1);
    if (c === 101 || c === 69) return this.scanExponent(start, p);
    if (c === 106 || c === 74) return this.endNumber(start, p + 1, 'imaginary');
    if (nonZero && !this.extra) {
      this.fail(messages.leadingZeros, p, this.column(start) + 1, this.column(zerosEnd));
      return false;
    }
    return this.endNumber(start, p, 'decimal');
  }

  private scanAfterInteger(start: number, p: number): boolean {
    const c = this.charAt(p);
    if (c === 46) return this.scanFraction(start, p + 1);
    if (c === 101 || c === 69) return this.scanExponent(start, p);
    if (c === 106 || c === 74) return this.endNumber(start, p + 1, 'imaginary');
    return this.endNumber(start, p, 'decimal');
  }

  /** After the point. */
  private scanFraction(start: number, p: number): boolean {
    let c = this.charAt(p);
    if (c >= 48 && c <= 57) {
      p = this.decimalTail(p);
      if (p < 0) return false;
      c = this.charAt(p);
    }
    if (c === 101 || c === 69) return this.scanExponent(start, p);
    if (c === 106 || c === 74) return this.endNumber(start, p + 1, 'imaginary');
    return this.endNumber(start, p, 'decimal');
  }

  /** At the letter e. */
  private scanExponent(start: number, p: number): boolean {
    let q = p + 1;
    let c = this.charAt(q);
    if (c === 43 || c === 45) {
      c = this.charAt(++q);
      if (c < 48 || c > 57) {
        this.fail(messages.invalidLiteral('decimal'), q);
        return false;
      }
    } else if (c < 48 || c > 57) {
      // No exponent: the number ends before the e.
      return this.endNumber(start, p, 'decimal');
    }
    q = this.decimalTail(q);
    if (q < 0) return false;
    c = this.charAt(q);
    if (c === 106 || c === 74) return this.endNumber(start, q + 1, 'imaginary');
    return this.endNumber(start, q, 'decimal');
  }

  /** What follows a number may not be a letter, except that keywords which can follow one only give a warning. */
  private endNumber(start: number, p: number, kind: string): boolean {
    const c = this.charAt(p);
    if (!this.extra && c >= 0 && c < 128 && nameClass[c] !== 0) {
      const source = this.source;
      const isWord = (word: string): boolean =>
        source.startsWith(word, p) && !isNameChar(this.charAt(p + word.length));
      let allowed = false;
      if (c === 97) allowed = isWord('and');
      else if (c === 101) allowed = isWord('else');
      else if (c === 102) allowed = isWord('for');
      else if (c === 105) {
        const c2 = this.charAt(p + 1);
        allowed = c2 === 102 || c2 === 110 || c2 === 115;
      } else if (c === 111) allowed = isWord('or');
      else if (c === 110) allowed = isWord('not');
      if (!allowed) {
        this.fail(messages.invalidLiteral(kind), p);
        return false;
      }
      this.warn(messages.invalidLiteral(kind), p);
    }
    this.pos = p;
    this.push(Tok.NUMBER, start, p);
    return true;
  }
}

function isDigitOf(c: number, base: number): boolean {
  return base === 16 ? isHex(c) : base === 8 ? c >= 48 && c <= 55 : c === 48 || c === 49;
}
