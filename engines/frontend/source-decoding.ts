// Bytes of a source file to text: byte order mark, PEP 263 cookie in the first two lines, decoding, and the errors of each.
// Models decode_str in CPython's Parser/tokenizer/string_tokenizer.c with check_bom, check_coding_spec and ensure_utf8. The
// encodings are UTF-8, ASCII, Latin-1 and those that the host's TextDecoder shares with Python; any other is an unknown one.
import { PythonSyntaxError, messages } from './syntax-errors.ts';

/** Python's names (in the form of `normalise` below) for what TextDecoder calls otherwise. */
const hostNames: Record<string, string> = {
  koi8_r: 'koi8-r',
  koi8_u: 'koi8-u',
  mac_roman: 'macintosh',
  macroman: 'macintosh',
  mac_cyrillic: 'x-mac-cyrillic',
  shift_jis: 'shift_jis',
  shiftjis: 'shift_jis',
  sjis: 'shift_jis',
  s_jis: 'shift_jis',
  cp932: 'shift_jis',
  '932': 'shift_jis',
  ms932: 'shift_jis',
  euc_jp: 'euc-jp',
  eucjp: 'euc-jp',
  ujis: 'euc-jp',
  iso2022_jp: 'iso-2022-jp',
  iso_2022_jp: 'iso-2022-jp',
  gbk: 'gbk',
  cp936: 'gbk',
  '936': 'gbk',
  gb2312: 'gbk',
  gb18030: 'gb18030',
  big5: 'big5',
  euc_kr: 'euc-kr',
  euckr: 'euc-kr',
  cp949: 'euc-kr',
  '949': 'euc-kr',
  uhc: 'euc-kr',
  cp866: 'ibm866',
  '866': 'ibm866',
  ibm866: 'ibm866',
  cp874: 'windows-874',
};
for (const n of [2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16]) {
  for (const name of [`iso8859_${n}`, `iso_8859_${n}`]) hostNames[name] = `iso-8859-${n}`;
}
for (let n = 1250; n <= 1258; n++) {
  for (const name of [`cp${n}`, `${n}`, `windows_${n}`]) hostNames[name] = `windows-${n}`;
}
const latin1 = new Set([
  'latin_1',
  'latin1',
  'latin',
  'l1',
  '8859',
  'cp819',
  'iso8859_1',
  'iso8859',
  'iso_8859_1',
]);
const utf8 = new Set(['utf_8', 'utf8', 'u8', 'utf', 'utf8_ucs2', 'utf8_ucs4', 'cp65001', 'utf_8_sig']);
const asciiNames = new Set([
  'ascii',
  'us_ascii',
  '646',
  'us',
  'iso646_us',
  'ansi_x3.4_1968',
  'iso_ir_6',
  'ibm367',
  'cp367',
]);

/** Windows code page 1252 from 0x80 on: some versions of Node take its label for Latin-1. Controls stand for nothing. */
const cp1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

function normalise(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9.]+/g, '_');
}

/** The spelling that CPython's tokenizer gives UTF-8 and Latin-1; other names stay as they are. */
function tokenizerName(name: string): string {
  const short = name.slice(0, 12).toLowerCase().replaceAll('_', '-');
  if (short === 'utf-8' || short.startsWith('utf-8-')) return 'utf-8';
  if (/^(?:latin-1|iso-8859-1|iso-latin-1)(?:-|$)/.test(short)) return 'iso-8859-1';
  return name;
}

/** The cookie of a line that is nothing but a comment; '' when it has none, null when the line is more than a comment. */
function cookieOf(line: string): string | null {
  if (!/^[ \t\f]*(?:#|$)/.test(line)) return null;
  const match = /coding[:=][ \t]*([-\w.]+)/.exec(line);
  return match ? match[1] : '';
}

function asLatin1(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) {
    text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  }
  return text;
}

/** The encoding that a source declares, as CPython would name it; null for none. */
export function declaredEncoding(bytes: Uint8Array): { name: string | null; line: number } {
  const head = asLatin1(bytes.subarray(0, 4096)).split(/\r\n?|\n/, 2);
  for (let i = 0; i < head.length; i++) {
    const cookie = cookieOf(head[i]);
    if (cookie === null) break;
    if (cookie !== '') return { name: tokenizerName(cookie), line: i + 1 };
  }
  return { name: null, line: 0 };
}

/** Text of a source file; throws PythonSyntaxError. */
export function decodeSource(bytes: Uint8Array, filename: string): string {
  if (bytes.includes(0)) throw new PythonSyntaxError('SyntaxError', messages.nullBytes);
  const hasMark = bytes.length >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  if (hasMark) bytes = bytes.subarray(3);
  const { name, line } = declaredEncoding(bytes);
  if (hasMark && name !== null && name !== 'utf-8') {
    const text = asLatin1(bytes).split(/\r\n?|\n/, line)[line - 1];
    throw new PythonSyntaxError(
      'SyntaxError',
      messages.encodingWithMark(name),
      filename,
      line,
      0,
      text,
      line,
      text.length,
    );
  }
  if (name === null || name === 'utf-8') {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw notUtf8(bytes, filename);
    }
  }
  return decodeDeclared(bytes, name, filename);
}

function decodeDeclared(bytes: Uint8Array, name: string, filename: string): string {
  const fail = (message: string): PythonSyntaxError => {
    const error = new PythonSyntaxError('SyntaxError', message, filename, 0, -1, null, null, null);
    error.shownArguments = 'no-end';
    return error;
  };
  const known = normalise(name);
  if (latin1.has(known) || name === 'iso-8859-1') return asLatin1(bytes);
  if (asciiNames.has(known)) {
    const bad = bytes.findIndex((byte) => byte >= 128);
    if (bad >= 0) throw fail(messages.codec('ascii', bytes[bad], bad, 'ordinal not in range(128)'));
    return asLatin1(bytes);
  }
  if (utf8.has(known)) {
    const bad = invalidUtf8(bytes);
    if (bad) throw fail(messages.codec('utf-8', bytes[bad.at], bad.at, bad.reason));
    return new TextDecoder('utf-8').decode(bytes);
  }
  const host = hostNames[known];
  if (host === undefined) throw fail(messages.unknownEncoding(name));
  try {
    const text =
      host === 'windows-1252'
        ? asLatin1(bytes).replace(/[\x80-\x9f]/g, (char) => cp1252[char.charCodeAt(0) - 0x80])
        : new TextDecoder(host, { fatal: true }).decode(bytes);
    if (host.startsWith('windows-')) {
      // The host maps bytes without a meaning to control characters; Python refuses them.
      const bad = text.search(/[\x80-\x9f]/);
      if (bad >= 0) throw fail(messages.codec('charmap', bytes[bad], bad, 'character maps to <undefined>'));
    }
    return text;
  } catch (error) {
    if (error instanceof PythonSyntaxError) throw error;
    throw fail(messages.undecodable(name));
  }
}

/** The first byte that is no UTF-8, and why. */
function invalidUtf8(bytes: Uint8Array): { at: number; reason: string } | null {
  for (let i = 0; i < bytes.length;) {
    const c = bytes[i];
    if (c < 0x80) {
      i++;
      continue;
    }
    if (c < 0xc2 || c > 0xf4) return { at: i, reason: 'invalid start byte' };
    const more = c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;
    for (let n = 1; n <= more; n++) {
      if (i + n >= bytes.length) return { at: i, reason: 'unexpected end of data' };
      const d = bytes[i + n];
      const low = n > 1 ? 0x80 : c === 0xe0 ? 0xa0 : c === 0xf0 ? 0x90 : 0x80;
      const high = n > 1 ? 0xbf : c === 0xed ? 0x9f : c === 0xf4 ? 0x8f : 0xbf;
      if (d < low || d > high) return { at: i, reason: 'invalid continuation byte' };
    }
    i += more + 1;
  }
  return null;
}

function notUtf8(bytes: Uint8Array, filename: string): PythonSyntaxError {
  const bad = invalidUtf8(bytes)!.at;
  let line = 1;
  let lineStart = 0;
  for (let i = 0; i < bad; i++) {
    if (bytes[i] === 10 || (bytes[i] === 13 && bytes[i + 1] !== 10)) {
      line++;
      lineStart = i + 1;
    }
  }
  let lineEnd = lineStart;
  while (lineEnd < bytes.length && bytes[lineEnd] !== 10 && bytes[lineEnd] !== 13) lineEnd++;
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const offset = Array.from(decoder.decode(bytes.subarray(lineStart, bad))).length + 1;
  const text = decoder.decode(bytes.subarray(lineStart, lineEnd));
  const error = new PythonSyntaxError(
    'SyntaxError',
    messages.notUtf8(bytes[bad], line),
    filename,
    line,
    offset,
    text,
    line,
    offset,
  );
  error.shownArguments = 'no-filename';
  return error;
}
