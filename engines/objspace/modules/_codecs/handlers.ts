// The error handlers that come with the interpreter, as functions of an exception. Models CPython's Python/codecs.c
// (PyCodec_StrictErrors … surrogateescape) and namereplace by the names of unicode data.
import { encodingOf } from '../../../kernels/codecs.ts';
import { fromPoints, pointAt } from '../../../kernels/text.ts';
import { OperationError } from '../../error.ts';
import { leaf } from '../../gateway.ts';
import type { BuiltinRow } from '../../gateway.ts';
import type { W } from '../../object.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import { exceptionOf } from '../../types/exceptions.ts';

interface Failure {
  kind: 'encode' | 'decode' | 'translate';
  encoding: string;
  w_object: W;
  start: number;
  end: number;
}

function failureOf(space: Space, w: W): Failure {
  const type = space.type(w);
  const { UnicodeEncodeError, UnicodeDecodeError, UnicodeTranslateError } = space.types;
  const isTranslate = type.isSubtype(UnicodeTranslateError);
  if (!isTranslate && !type.isSubtype(UnicodeEncodeError) && !type.isSubtype(UnicodeDecodeError))
    throw raise(space, 'TypeError', `don't know how to handle ${type.name} in error callback`);
  const { fields } = exceptionOf(space, w);
  const [w_object, w_start, w_end] = isTranslate ? fields : fields.slice(1);
  if (w_object === null) throw raise(space, 'TypeError', 'UnicodeError attribute is not set');
  const kind = isTranslate ? 'translate' : type.isSubtype(UnicodeEncodeError) ? 'encode' : 'decode';
  const length = kind === 'decode' ? space.buffer_w(w_object).length : space.text_w(w_object).length;
  const clip = (n: number, low: number, high: number): number => Math.max(low, Math.min(n, high));
  const start = clip(Number(space.int_w(w_start!)), 0, Math.max(length - 1, 0));
  const end = clip(Number(space.int_w(w_end!)), Math.min(1, length), length);
  const encoding = isTranslate ? '' : space.str_w(fields[0]!);
  return { kind, encoding, w_object, start, end };
}

const answer = (space: Space, w_put: W, next: number): W => space.newtuple([w_put, space.newint(next)]);

function rethrow(space: Space, w: W): never {
  if (!space.type(w).isSubtype(space.types.BaseException))
    throw raise(space, 'TypeError', 'codec must pass exception instance');
  throw new OperationError(space.type(w), space.own(w), null);
}

const hex = (c: number, digits: number): string => c.toString(16).padStart(digits, '0');

const escaped = (c: number): string => {
  if (c < 0x100) return `\\x${hex(c, 2)}`;
  return c < 0x10000 ? `\\u${hex(c, 4)}` : `\\U${hex(c, 8)}`;
};

function pointsOf(space: Space, { w_object, start, end }: Failure): number[] {
  const text = space.text_w(w_object);
  const points: number[] = [];
  for (let i = start; i < end; i++) points.push(pointAt(text, i));
  return points;
}

function wrongKind(space: Space, w: W): never {
  throw raise(space, 'TypeError', `don't know how to handle ${space.type(w).name} in error callback`);
}

function replaceErrors(space: Space, w: W): W {
  const failure = failureOf(space, w);
  const count = failure.end - failure.start;
  if (failure.kind === 'decode') return answer(space, space.newstr('\ufffd'), failure.end);
  const mark = failure.kind === 'encode' ? '?' : '\ufffd';
  return answer(space, space.newstr(mark.repeat(count)), failure.end);
}

function backslashreplace(space: Space, w: W): W {
  const failure = failureOf(space, w);
  if (failure.kind === 'decode') {
    const part = space.buffer_w(failure.w_object).subarray(failure.start, failure.end);
    return answer(space, space.newstr([...part].map((byte) => `\\x${hex(byte, 2)}`).join('')), failure.end);
  }
  return answer(space, space.newstr(pointsOf(space, failure).map(escaped).join('')), failure.end);
}

function xmlcharrefreplace(space: Space, w: W): W {
  const failure = failureOf(space, w);
  if (failure.kind !== 'encode') return wrongKind(space, w);
  const text = pointsOf(space, failure)
    .map((c) => `&#${c};`)
    .join('');
  return answer(space, space.newstr(text), failure.end);
}

/** How a surrogate is written in an encoding of Unicode; null: it is another encoding. */
function surrogateBytes(encoding: string, c: number): number[] | null {
  const known = encodingOf(encoding);
  if (known === 'utf-8') return [0xe0 | (c >> 12), 0x80 | ((c >> 6) & 63), 0x80 | (c & 63)];
  if (known === undefined || !known.startsWith('utf-')) return null;
  const size = known.startsWith('utf-16') ? 2 : 4;
  const unit = Array.from({ length: size }, (_, i) => (c >>> (8 * i)) & 255);
  return known.endsWith('-be') ? unit.reverse() : unit;
}

function surrogatepass(space: Space, w: W): W {
  const failure = failureOf(space, w);
  if (failure.kind === 'translate') return wrongKind(space, w);
  if (failure.kind === 'encode') {
    const out: number[] = [];
    for (const c of pointsOf(space, failure)) {
      const unit = c >= 0xd800 && c <= 0xdfff ? surrogateBytes(failure.encoding, c) : null;
      if (unit === null) return rethrow(space, w);
      out.push(...unit);
    }
    return answer(space, space.newbytes(Uint8Array.from(out)), failure.end);
  }
  const b = space.buffer_w(failure.w_object).subarray(failure.start);
  const sample = surrogateBytes(failure.encoding, 0xd800);
  if (sample === null || b.length < sample.length) return rethrow(space, w);
  const size = sample.length;
  let c: number;
  if (size === 3) {
    if ((b[0] & 0xf0) !== 0xe0 || (b[1] & 0xc0) !== 0x80 || (b[2] & 0xc0) !== 0x80) return rethrow(space, w);
    c = ((b[0] & 15) << 12) | ((b[1] & 63) << 6) | (b[2] & 63);
  } else {
    const isBig = encodingOf(failure.encoding)!.endsWith('-be');
    c = 0;
    for (let i = 0; i < size; i++) c = c * 256 + b[isBig ? i : size - 1 - i];
  }
  if (c < 0xd800 || c > 0xdfff) return rethrow(space, w);
  return answer(space, space.newstr(String.fromCharCode(c)), failure.start + size);
}

function surrogateescape(space: Space, w: W): W {
  const failure = failureOf(space, w);
  if (failure.kind === 'translate') return wrongKind(space, w);
  if (failure.kind === 'encode') {
    const points = pointsOf(space, failure);
    if (points.some((c) => c < 0xdc80 || c > 0xdcff)) return rethrow(space, w);
    return answer(space, space.newbytes(Uint8Array.from(points, (c) => c - 0xdc00)), failure.end);
  }
  const part = space.buffer_w(failure.w_object).subarray(failure.start, failure.end);
  let n = 0;
  while (n < 4 && n < part.length && part[n] >= 128) n++;
  if (n === 0) return rethrow(space, w);
  const points = Uint32Array.from(part.subarray(0, n), (byte) => 0xdc00 + byte);
  return answer(space, space.newtext(fromPoints(points)), failure.start + n);
}

export function handlerRows(nameOfPoint: (c: number) => string | null): Readonly<Record<string, BuiltinRow>> {
  const row = (name: string, run: (space: Space, w: W) => W): BuiltinRow =>
    leaf(`${name}_errors`, 'exc, /', run);
  return {
    strict: row('strict', rethrow),
    ignore: row('ignore', (space, w) => answer(space, space.newstr(''), failureOf(space, w).end)),
    replace: row('replace', replaceErrors),
    xmlcharrefreplace: row('xmlcharrefreplace', xmlcharrefreplace),
    backslashreplace: row('backslashreplace', backslashreplace),
    namereplace: row('namereplace', (space, w) => {
      const failure = failureOf(space, w);
      if (failure.kind !== 'encode') return wrongKind(space, w);
      const named = (c: number): string => {
        const name = nameOfPoint(c);
        return name === null ? escaped(c) : `\\N{${name}}`;
      };
      return answer(space, space.newstr(pointsOf(space, failure).map(named).join('')), failure.end);
    }),
    surrogatepass: leaf('surrogatepass', 'exc, /', surrogatepass),
    surrogateescape: leaf('surrogateescape', 'exc, /', surrogateescape),
  };
}
