// Text of a token list, equal to what `python -m tokenize` prints (`exact` for `-e`). Models Lib/tokenize.py over the C
// tokenizer in its mode with comments and newlines; columns count characters here. A token error ends the list with its line.
import { decodeSource, declaredEncoding } from './source-decoding.ts';
import { reprText } from './ast-dump.ts';
import { Tok } from './token-types.ts';
import { codePointLength, stride, tokenize } from './tokenizer.ts';

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
  error: { message: string; line: number; column: number } | null;
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
  const { data, length, lineStarts, error, lastLine } = tokenize(implicitNewline ? source + '\n' : source, {
    extraTokens: true,
  });
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
      const next = lastLine + (source === '' ? 1 : 1);
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
    list.push({ type: typeName(type, false), exactType: typeName(type, true), string, start: from, end: to });
  }
  if (error === null) return { tokens: list, error: null };
  return { tokens: list, error: { message: error.message, line: error.lineno, column: error.offset } };
}

/** What `python -m tokenize` prints for a source. */
export function dumpTokens(source: string | Uint8Array, options: TokensDumpOptions = {}): string {
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
  const lines = [line('0,0-0,0:', 'ENCODING', encoding)];
  for (const token of tokens) {
    const place = `${token.start.join(',')}-${token.end.join(',')}:`;
    lines.push(line(place, options.exact ? token.exactType : token.type, token.string));
  }
  if (error !== null) lines.push(`${filename}:${error.line}:${error.column}: error: ${error.message}`);
  return lines.join('\n') + '\n';
}
