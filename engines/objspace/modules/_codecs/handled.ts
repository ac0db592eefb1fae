// Encoding and decoding with any error handler: what the codec cannot do is put to the handler, which answers what to put in its place and
// where to go on. Models unicode_encode_call_errorhandler and unicode_decode_call_errorhandler_writer of CPython's
// Objects/unicodeobject.c.
import { call } from '../../descroperation.ts';
import { OperationError } from '../../error.ts';
import type { W } from '../../object.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import type { Steps } from '../../steps.ts';
import { exceptionOf } from '../../types/exceptions.ts';
import { fromPoints } from '../../../kernels/text.ts';
import type { Text } from '../../../kernels/text.ts';
import type { Stop } from '../../../kernels/escape-codecs.ts';
import { lookupHandler } from './registry.ts';

/** Decodes from `from` on, appending code points, until the end or something that means nothing. */
export type DecodeRun = (input: Uint8Array, from: number, out: number[]) => Stop;

/** Bytes of the text from `from` on up to the end or the first character (or run of them) that cannot be encoded. */
export type EncodeRun = (text: Text, from: number, out: number[]) => Stop;

function unicodeError(
  space: Space,
  name: 'UnicodeDecodeError' | 'UnicodeEncodeError',
  encoding: string,
  w_object: W,
  stop: Stop,
): OperationError {
  const type = space.types[name];
  const args_w = [
    space.newstr(encoding),
    w_object,
    space.newint(stop.at),
    space.newint(stop.end),
    space.newstr(stop.reason!),
  ];
  const w_value = type.slots.new!(space, type, args_w, null);
  type.slots.init!(space, w_value, args_w, null);
  return new OperationError(type, space.own(w_value), null);
}

/** The handler's answer: what to put, and where to go on in something of `length`. */
function* ask(
  space: Space,
  w_handler: W,
  error: OperationError,
  wanted: string,
  length: () => number,
): Steps<{ w_put: W; next: number }> {
  const w_answer = yield call(space, w_handler, [error.w_value!]);
  const parts_w =
    space.type(w_answer).isSubtype(space.types.tuple) && space.tuple_w(w_answer).length === 2
      ? space.tuple_w(w_answer)
      : null;
  if (parts_w === null || !space.type(parts_w[1]).isSubtype(space.types.int))
    throw raise(
      space,
      'TypeError',
      `${wanted} error handler must return (${wanted === 'encoding' ? 'str/bytes' : 'str'}, int) tuple`,
    );
  const given = Number(space.int_w(parts_w[1]));
  const next = given < 0 ? given + length() : given;
  if (next < 0 || next > length())
    throw raise(space, 'IndexError', `position ${given} from error handler out of bounds`);
  return { w_put: parts_w[0], next };
}

/** Text and how many bytes it took. */
export function* decodeHandled(
  space: Space,
  w_input: W,
  encoding: string,
  errors: string,
  run: DecodeRun,
  found?: Uint8Array,
): Steps<{ text: Text; consumed: number }> {
  let input = found ?? space.buffer_w(w_input);
  const out: number[] = [];
  let at = 0;
  let w_handler: W | null = null;
  for (;;) {
    const stop = run(input, at, out);
    if (stop.reason === null) return { text: fromPoints(Uint32Array.from(out)), consumed: stop.at };
    if (errors === 'ignore') {
      at = stop.end;
      continue;
    }
    if (errors === 'replace') {
      out.push(0xfffd);
      at = stop.end;
      continue;
    }
    const w_object = space.newbytes(input);
    const error = unicodeError(space, 'UnicodeDecodeError', encoding, w_object, stop);
    if (errors === 'strict') throw error;
    w_handler ??= lookupHandler(space, errors);
    const { w_put, next } = yield* ask(space, w_handler, error, 'decoding', () => {
      // The handler may have put other bytes in the place of ours.
      const w_now = exceptionOf(space, error.w_value!).fields[1]!;
      if (!space.is(w_now, w_object)) input = space.bytes_w(w_now).slice();
      return input.length;
    });
    if (!space.type(w_put).isSubtype(space.types.str))
      throw raise(space, 'TypeError', 'decoding error handler must return (str, int) tuple');
    const put = space.text_w(w_put);
    if (typeof put === 'string') for (let i = 0; i < put.length; i++) out.push(put.charCodeAt(i));
    else for (const point of put.points) out.push(point);
    at = next;
    space.dropError(error);
  }
}

export function* encodeHandled(
  space: Space,
  w_text: W,
  encoding: string,
  errors: string,
  run: EncodeRun,
): Steps<Uint8Array> {
  const text = space.text_w(w_text);
  const out: number[] = [];
  let at = 0;
  for (;;) {
    const stop = run(text, at, out);
    if (stop.reason === null) return Uint8Array.from(out);
    if (errors === 'ignore') {
      at = stop.end;
      continue;
    }
    const error = unicodeError(space, 'UnicodeEncodeError', encoding, w_text, stop);
    if (errors === 'strict') throw error;
    const { w_put, next } = yield* ask(
      space,
      lookupHandler(space, errors),
      error,
      'encoding',
      () => text.length,
    );
    if (space.type(w_put).isSubtype(space.types.bytes)) {
      for (const byte of space.bytes_w(w_put)) out.push(byte);
    } else if (space.type(w_put).isSubtype(space.types.str)) {
      const put = space.text_w(w_put);
      // What is put in its place has to be encodable, or the error stands.
      if (run(put, 0, out).reason !== null) throw error;
    } else {
      throw raise(space, 'TypeError', 'encoding error handler must return (str/bytes, int) tuple');
    }
    at = next;
    space.dropError(error);
  }
}
