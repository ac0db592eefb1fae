// Text of a token list, equal to what `python -m tokenize` prints (`exact` for `-e`). Models Lib/tokenize.py over the C
// tokenizer in its mode with comments and newlines; columns count characters here.
import { decodeSource, declaredEncoding } from './source-decoding.ts';
import { reprText } from './ast-dump.ts';
import { Tok } from './token-types.ts';
import { codePointLength, stride, tokenize } from './tokenizer.ts';
import type { TokenizerError } from './tokenizer.ts';
import { messages } from './syntax-errors.ts';

export interface TokensDumpOptions {
  filename?: string;
  /** `-e`: operators by their own names. */
  exact?: boolean;
}

export interface TokenInfo {
  type: string;
  exactType: string;
  string: string;
  start: [line: number, column: number];
  end: [line: number, column: number];
}

export interface TokenList {
  tokens: TokenInfo[];
  /** What tokenising failed with: line and column as `tokenize` reports them. */
  error: {
    type: 'TokenError' | 'IndentationError' | 'TabError';
    message: string;
    line: number;
    column: number;
  } | null;
}

const typeNames: string[] = [];
for (const [name, number] of Object.entries(Tok)) typeNames[number] = name;

function typeName(type: number, exact: boolean): string {
  if (!exact && type > Tok.DEDENT && type < Tok.OP) return 'OP';
  return typeNames[type];
}

/** Tokens as Python's `tokenize.tokenize` gives them, without the ENCODING token. */
export function listTokens(source: string): TokenList {
  const implicitNewline = source !== '' && !source.endsWith('\n');
  const { data, length, lineStarts, error, lastLine, openBrackets, insideFString, bufferStart } = tokenize(
    implicitNewline ? source + '\n' : source,
    {
      extraTokens: true,
    },
  );
  const list: TokenInfo[] = [];
  const text = implicitNewline ? source + '\n' : source;
  const column = (line: number, offset: number): number =>
    codePointLength(text, lineStarts[line] ?? 0, offset);
  for (let p = 0; p < length; p += stride) {
    const type = data[p];
    if (type === Tok.ERRORTOKEN) break;
    const [start, end, line, endLine] = [data[p + 1], data[p + 2], data[p + 3], data[p + 5]];
    let string = text.slice(start, end);
    let from: [number, number] = [line, column(line, start)];
    let to: [number, number] = [endLine, column(endLine, end)];
    const last = data[p + 7] >= text.length;
    if (type === Tok.ENDMARKER || (type === Tok.DEDENT && last)) {
      const next = lastLine + 1;
      from = to = [next, 0];
      string = '';
    } else if (type === Tok.NEWLINE) {
      string = text.charCodeAt(end) === 13 ? '\r\n' : implicitNewline && last ? '' : '\n';
      if (from[1] !== to[1]) from = [line, to[1]];
      to = [line, to[1] + 1];
    } else if (type === Tok.NL) {
      if (implicitNewline && last) string = '';
      to = [line, from[1] + 1];
    }
    // `<>` is no operator to Python's tokenize.
    const exactType = string === '<>' ? 'OP' : typeName(type, true);
    list.push({ type: typeName(type, false), exactType, string, start: from, end: to });
  }
  return {
    tokens: list,
    error:
      error === null
        ? null
        : listError(error, text, lineStarts, bufferStart, insideFString || openBrackets.length === 0),
  };
}

/**
 * The error as `tokenize` raises it: in its own words for an unexpected end, with columns of its own for indentation.
 * `midLine`: the source ended in an f-string or behind a backslash, not between the lines of a bracket.
 */
function listError(
  error: TokenizerError,
  text: string,
  lineStarts: Int32Array,
  bufferStart: number,
  midLine: boolean,
): TokenList['error'] {
  const { kind, message, lineno: line, offset } = error;
  const lineEnd = text.indexOf('\n', lineStarts[line] ?? 0);
  const wholeLine = codePointLength(text, bufferStart, lineEnd < 0 ? text.length : lineEnd + 1);
  switch (kind) {
    case 'raised': {
      const triple = message.includes('unterminated triple-quoted string literal');
      return { type: 'TokenError', message: triple ? messages.eofInString : message, line, column: offset };
    }
    case 'eof':
      return { type: 'TokenError', message: messages.eofInStatement, line, column: midLine ? wholeLine : 0 };
    case 'line-continuation':
      return { type: 'TokenError', message, line, column: wholeLine };
    case 'tabs':
      return { type: 'TabError', message, line, column: wholeLine };
    default:
      return { type: 'IndentationError', message, line, column: wholeLine };
  }
}

/** What `python -m tokenize` prints for a source, or the error that it prints in place of any token. */
export function dumpTokens(
  source: string | Uint8Array,
  options: TokensDumpOptions = {},
): { ok: true; text: string } | { ok: false; error: string } {
  const filename = options.filename ?? '<stdin>';
  let encoding = 'utf-8';
  let text: string;
  if (typeof source === 'string') text = source;
  else {
    const mark = source[0] === 0xef && source[1] === 0xbb && source[2] === 0xbf;
    encoding = declaredEncoding(mark ? source.subarray(3) : source).name ?? 'utf-8';
    if (mark) encoding = 'utf-8-sig';
    text = decodeSource(source, filename);
  }
  const line = (place: string, type: string, string: string): string =>
    `${place.padEnd(20)}${type.padEnd(15)}${reprText(string).padEnd(15)}`;
  const { tokens, error } = listTokens(text);
  if (error !== null) {
    return { ok: false, error: `${filename}:${error.line}:${error.column}: error: ${error.message}\n` };
  }
  const lines = [line('0,0-0,0:', 'ENCODING', encoding)];
  for (const token of tokens) {
    const place = `${token.start.join(',')}-${token.end.join(',')}:`;
    lines.push(line(place, options.exact ? token.exactType : token.type, token.string));
  }
  return { ok: true, text: lines.join('\n') + '\n' };
}
