// Escapes and UTF-7 against what CPython 3.14 gives (`python3 -c "import codecs; print(codecs.encode('…', 'utf-7'))"` and its like).
import { describe, expect, it } from 'vitest';
import {
  decodeBytesEscape,
  decodeRawUnicodeEscape,
  decodeUnicodeEscape,
  decodeUtf7,
  encodeRawUnicodeEscape,
  encodeUnicodeEscape,
  encodeUtf7,
} from './escape-codecs.ts';
import { textFromHost } from './text.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));
const none = (): number => -1;
const ignore = (): void => {};

describe('unicode_escape', () => {
  it('writes what is not ASCII as escapes', () => {
    expect(encodeUnicodeEscape(textFromHost('a\té€\u{1f600}\\'))).toBe('a\\t\\xe9\\u20ac\\U0001f600\\\\');
    expect(encodeRawUnicodeEscape(textFromHost('é€\u{1f600}\\'))).toBe('é\\u20ac\\U0001f600\\');
  });

  it.each([
    ['\\x41\\101\\u20ac\\n', [0x41, 0x41, 0x20ac, 10], null],
    ['\\x4', [], 'truncated \\xXX escape'],
    ['\\U00110000', [], 'illegal Unicode character'],
    ['a\\', [0x61], '\\ at end of string'],
    ['\\N{}', [], 'malformed \\N character escape'],
    ['\\N{NOBODY}', [], 'unknown Unicode character name'],
  ])('reads %j', (source, points, reason) => {
    const out: number[] = [];
    const stop = decodeUnicodeEscape(bytes(source), 0, true, out, none, ignore);
    expect(out).toEqual(points);
    expect(stop.reason).toBe(reason);
  });

  it('leaves what is not whole for the next piece', () => {
    const out: number[] = [];
    expect(decodeUnicodeEscape(bytes('ab\\u20'), 0, false, out, none, ignore).at).toBe(2);
    expect(decodeRawUnicodeEscape(bytes('a\\u2'), 0, false, out).at).toBe(1);
  });

  it('tells of escapes without a meaning', () => {
    const told: string[] = [];
    decodeUnicodeEscape(bytes('\\q\\400'), 0, true, [], none, (what) => told.push(what));
    expect(told).toEqual(['q', '400']);
    expect([...decodeBytesEscape(bytes('\\x41\\q'), 'strict', ignore)]).toEqual([65, 92, 113]);
  });
});

describe('UTF-7', () => {
  it.each([
    ['a+b', 'a+-b'],
    ['Hi Mom €!', 'Hi Mom +IKw!'],
    ['é-', '+AOk--'],
    ['\u{1f600}', '+2D3eAA-'],
  ])('%j', (text, encoded) => {
    expect(encodeUtf7(textFromHost(text))).toBe(encoded);
    const out: number[] = [];
    expect(decodeUtf7(bytes(encoded), 0, true, out).reason).toBeNull();
    expect(String.fromCodePoint(...out)).toBe(text);
  });

  it('says what is wrong', () => {
    expect(decodeUtf7(bytes('+IK'), 0, true, []).reason).toBe('unterminated shift sequence');
    expect(decodeUtf7(Uint8Array.of(0xe1), 0, true, []).reason).toBe('unexpected special character');
  });
});
