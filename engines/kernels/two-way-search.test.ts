import { describe, expect, it } from 'vitest';
import { findLongText } from './two-way-search.ts';
import { count, find } from './text.ts';
import * as bytes from './bytes.ts';

describe('two-way search', () => {
  it('finds what the host finds, in repetitive texts over two letters', () => {
    let seed = 7;
    const random = (n: number): number => (seed = (seed * 48271) % 0x7fffffff) % n;
    const text = (length: number): string => Array.from({ length }, () => 'ab'[random(2)]).join('');
    for (let round = 0; round < 3000; round++) {
      const period = text(1 + random(4));
      const needle = random(2) ? period.repeat(1 + random(5)) + text(random(3)) : text(1 + random(8));
      const haystack = random(2) ? period.repeat(random(9)) + needle + text(random(6)) : text(random(40));
      const from = random(4);
      expect(findLongText(haystack, needle, from, haystack.length), `${needle} in ${haystack}`).toBe(
        haystack.indexOf(needle, from),
      );
    }
  });

  it('keeps find and count linear where a needle nearly fits everywhere', () => {
    const n = 200_000;
    const a = 'a'.repeat(n);
    const b = 'b'.repeat(n);
    const haystack = a + a + b + a + a;
    const needle = a + b + b + a;
    const started = performance.now();
    expect(find(haystack, needle)).toBe(-1);
    expect(count(haystack + needle, needle)).toBe(1);
    const raw = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));
    expect(bytes.find(raw(haystack), raw(needle))).toBe(-1);
    expect(bytes.find(raw(haystack + needle), raw(needle))).toBe(haystack.length);
    // A product of the lengths would be minutes.
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
