// Messages arrive whole and in order, however the pipe cuts them.
import { expect, test } from 'vitest';
import { encodeMessage, MessageDecoder } from './child-channel.ts';

const MESSAGES = [
  { type: 'job', text: 'é'.repeat(300), bytes: new Uint8Array([0, 255]) },
  { n: NaN, big: 2n ** 70n, none: undefined },
  'x'.repeat(70_000),
  { type: 'end' },
];
const STREAM = Buffer.concat(MESSAGES.map((message) => encodeMessage(message)));

test.each([1, 3, 4, 5, 1000, 1 << 20])('cut into pieces of %i bytes', (size) => {
  const seen: unknown[] = [];
  const decoder = new MessageDecoder<unknown>((message) => seen.push(message));
  for (let at = 0; at < STREAM.length; at += size) decoder.push(STREAM.subarray(at, at + size));
  expect(seen).toEqual(MESSAGES);
});

test('a message that is delivered in the middle of a piece may push the next', () => {
  const seen: unknown[] = [];
  const decoder: MessageDecoder<unknown> = new MessageDecoder((message) => {
    seen.push(message);
    if (seen.length === 1) decoder.push(encodeMessage('late'));
  });
  decoder.push(encodeMessage('first'));
  expect(seen).toEqual(['first', 'late']);
});
