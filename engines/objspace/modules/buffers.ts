// Buffers as arguments: those that a builtin writes into. Models the `w*` format of CPython's Python/getargs.c.
import { BufferPayload } from '../object.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import { hasBuffer } from '../types/bytes.ts';

/** The bytes of a writable buffer where they lie; `name` of the function, for the error. */
export function writableBuffer(space: Space, w: W, name: string, place = 'argument'): Uint8Array {
  if (hasBuffer(space, w) && !space.type(w).isSubtype(space.types.bytes)) {
    const data = space.data(w);
    if (data instanceof BufferPayload && !data.readonly) return data.buffer(space);
  }
  throw raise(
    space,
    'TypeError',
    `${name}() ${place} must be read-write bytes-like object, not ${space.type(w).name}`,
  );
}
