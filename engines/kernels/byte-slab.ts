// Room for bytes of middling length out of larger buffers. An array that is too long for the host's own heap costs it an allocation outside, four times
// the copy of a hundred bytes. What is handed out is never given back: a slab lives as long as any of its parts.

const SLAB = 8192;
/** Up to so many bytes the host keeps in its heap. */
const INSIDE = 64;
const MOST = 1024;

let slab = new ArrayBuffer(SLAB);
let used = 0;

/** A new array of zeros. Its buffer may hold others too. */
export function roomFor(length: number): Uint8Array {
  if (length <= INSIDE || length > MOST) return new Uint8Array(length);
  if (used + length > SLAB) {
    slab = new ArrayBuffer(SLAB);
    used = 0;
  }
  const at = used;
  used += length;
  return new Uint8Array(slab, at, length);
}

/** `bytes.slice(start, end)` of bounds that lie within. */
export function copyBytes(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const length = end - start;
  if (length <= INSIDE || length > MOST) return bytes.slice(start, end);
  const copy = roomFor(length);
  copy.set(bytes.subarray(start, end));
  return copy;
}
