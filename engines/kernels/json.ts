// Strings and numbers of JSON. Models scanstring_unicode, _match_number_unicode and ascii_escape_unicode of CPython's Modules/_json.c.
// Works on UTF-16 text; where a text has pairs, the caller translates places.
import { hostOf, textFromHost } from './text.ts';
import type { Text } from './text.ts';

/** What JSONDecodeError is told: a message and a place in the text. */
export class JsonError {
  readonly message: string;
  readonly at: number;
  constructor(message: string, at: number) {
    this.message = message;
    this.at = at;
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** Where the last string ended, behind its quote. */
export let stringEnd = 0;

/** The string whose opening quote stands before `from`. */
export function scanString(text: string, from: number, strict: boolean): string {
  const { length } = text;
  let at = from;
  let value = '';
  for (;;) {
    let end = at;
    let c = 0;
    for (; end < length; end++) {
      c = text.charCodeAt(end);
      if (c === 34 || c === 92) break;
      if (c <= 31 && strict) throw new JsonError('Invalid control character at', end);
    }
    if (end >= length) throw new JsonError('Unterminated string starting at', from - 1);
    if (c === 34) {
      stringEnd = end + 1;
      return value === '' ? text.slice(at, end) : value + text.slice(at, end);
    }
    value += text.slice(at, end);
    at = end + 1;
    if (at >= length) throw new JsonError('Unterminated string starting at', from - 1);
    const letter = text[at];
    if (letter !== 'u') {
      const escaped = ESCAPES[letter];
      if (escaped === undefined) throw new JsonError('Invalid \\escape', end);
      value += escaped;
      at++;
      continue;
    }
    const unit = hexUnit(text, at + 1);
    if (unit < 0) throw new JsonError('Invalid \\uXXXX escape', at);
    at += 5;
    value += String.fromCharCode(unit);
  }
}

function hexUnit(text: string, at: number): number {
  let value = 0;
  for (let i = at; i < at + 4; i++) {
    const c = text.charCodeAt(i);
    const digit =
      c >= 48 && c <= 57 ? c - 48 : c >= 97 && c <= 102 ? c - 87 : c >= 65 && c <= 70 ? c - 55 : -1;
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  // What stands at the very end has no closing quote: CPython wants one more character.
  return at + 4 < text.length ? value : -1;
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y;

/** Length of the number at `at`, negative for one with a fraction or an exponent; 0: none. */
export function scanNumber(text: string, at: number): number {
  // Most numbers are short ints.
  let i = at;
  let c = text.charCodeAt(i);
  if (c === 45) c = text.charCodeAt(++i);
  if (c >= 49 && c <= 57) {
    do c = text.charCodeAt(++i);
    while (c >= 48 && c <= 57);
    if (c !== 46 && c !== 101 && c !== 69) return i - at;
  }
  NUMBER.lastIndex = at;
  const found = NUMBER.exec(text);
  if (found === null) return 0;
  const { length } = found[0];
  return found[1] !== undefined || found[2] !== undefined ? -length : length;
}

const ASCII_UNSAFE = /[^ !#-[\]-~]/;
const ASCII_UNSAFE_ALL = /[^ !#-[\]-~]/g;
const UNSAFE = /["\\\0-\x1f]/;
const UNSAFE_ALL = /["\\\0-\x1f]/g;

const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

const escapeUnit = (c: string): string => SHORT[c] ?? `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** With quotes; all ASCII. */
export function quoteAscii(text: Text): string {
  const host = hostOf(text);
  return ASCII_UNSAFE.test(host) ? `"${host.replace(ASCII_UNSAFE_ALL, escapeUnit)}"` : `"${host}"`;
}

/** With quotes; other characters as they are. */
export function quote(text: Text): Text {
  const host = hostOf(text);
  const quoted = UNSAFE.test(host) ? `"${host.replace(UNSAFE_ALL, escapeUnit)}"` : `"${host}"`;
  return typeof text === 'string' ? quoted : textFromHost(quoted);
}
