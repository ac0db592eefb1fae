// Decoding piece by piece gives what decoding at once gives, wherever the pieces are cut, and newlines are found across cuts.
import { describe, expect, it } from 'vitest';
import { decode, encode } from './codecs.ts';
import type { Encoding } from './codecs.ts';
import {
  incompleteUtf8,
  IncrementalDecoder,
  NewlineTranslator,
  SEEN_CR,
  SEEN_CRLF,
  SEEN_LF,
} from './incremental-decoding.ts';
import { concat, hostOf, textFromHost } from './text.ts';
import type { Text } from './text.ts';

const TEXT = textFromHost('aé€\u{1f600}\r\nz');

describe('IncrementalDecoder', () => {
  const encodings: Encoding[] = ['utf-8', 'utf-16', 'utf-16-be', 'utf-32', 'utf-32-le'];
  it.each(encodings)('%s: any two cuts', (encoding) => {
    const bytes = encode(TEXT, encoding, 'strict');
    const whole = hostOf(decode(bytes, encoding, 'strict'));
    for (let i = 0; i <= bytes.length; i++) {
      for (let j = i; j <= bytes.length; j++) {
        const decoder = new IncrementalDecoder(encoding, 'strict');
        let text: Text = decoder.decode(bytes.subarray(0, i), false);
        text = concat(text, decoder.decode(bytes.subarray(i, j), false));
        text = concat(text, decoder.decode(bytes.subarray(j), true));
        expect(hostOf(text)).toBe(whole);
      }
    }
  });

  it('tells a character that is cut off at the end', () => {
    const decoder = new IncrementalDecoder('utf-8', 'strict');
    expect(decoder.decode(Uint8Array.of(0xe2, 0x82), false)).toBe('');
    expect([...decoder.getstate().pending]).toEqual([0xe2, 0x82]);
    expect(() => decoder.decode(new Uint8Array(0), true)).toThrow();
  });

  it('keeps nothing back that can be no character', () => {
    expect(incompleteUtf8(Uint8Array.of(0x61, 0xc3))).toBe(1);
    expect(incompleteUtf8(Uint8Array.of(0xe0, 0x80))).toBe(0);
    expect(incompleteUtf8(Uint8Array.of(0xf5))).toBe(0);
    expect(incompleteUtf8(Uint8Array.of(0xf0, 0x9f, 0x98))).toBe(3);
  });
});

describe('NewlineTranslator', () => {
  it('joins a carriage return with the newline of the next piece', () => {
    const translator = new NewlineTranslator(true);
    const parts = ['a\r', '\nb\r', 'c\n'].map((piece) => translator.feed(piece, false));
    expect(parts.join('') + hostOf(translator.feed('', true))).toBe('a\nb\nc\n');
    expect(translator.seen).toBe(SEEN_CR | SEEN_LF | SEEN_CRLF);
  });

  it('leaves newlines as they are where it only looks', () => {
    const translator = new NewlineTranslator(false);
    expect(translator.feed('a\r\nb\r', false)).toBe('a\r\nb');
    expect(translator.feed('', true)).toBe('\r');
    expect(translator.seen).toBe(SEEN_CRLF | SEEN_CR);
  });
});
