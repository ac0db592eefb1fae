// Checksums over bytes: CRC-32 as zlib's, CRC-CCITT as BinHex's, Adler-32.

let crc32Tables: Uint32Array[] | null = null;

/** Eight tables, so that eight bytes are taken in one step ("slicing by eight"). */
function tables(): Uint32Array[] {
  const all = Array.from({ length: 8 }, () => new Uint32Array(256));
  for (let i = 0; i < 256; i++) {
    let c = i;
    for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb8_8320 : c >>> 1;
    all[0][i] = c;
  }
  for (let i = 0; i < 256; i++)
    for (let t = 1; t < 8; t++) all[t][i] = (all[t - 1][i] >>> 8) ^ all[0][all[t - 1][i] & 255];
  return all;
}

export function crc32(bytes: Uint8Array, start = 0): number {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = (crc32Tables ??= tables());
  let c = ~start;
  let i = 0;
  for (; i + 8 <= bytes.length; i += 8) {
    const a = c ^ (bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24));
    c =
      t7[a & 255] ^
      t6[(a >>> 8) & 255] ^
      t5[(a >>> 16) & 255] ^
      t4[a >>> 24] ^
      t3[bytes[i + 4]] ^
      t2[bytes[i + 5]] ^
      t1[bytes[i + 6]] ^
      t0[bytes[i + 7]];
  }
  for (; i < bytes.length; i++) c = t0[(c ^ bytes[i]) & 255] ^ (c >>> 8);
  return ~c >>> 0;
}

/** Polynomial x^16 + x^12 + x^5 + 1, the highest bit first. */
export function crcCcitt(bytes: Uint8Array, start: number): number {
  let c = start & 0xffff;
  for (const byte of bytes) {
    c ^= byte << 8;
    for (let k = 0; k < 8; k++) c = c & 0x8000 ? ((c << 1) ^ 0x1021) & 0xffff : (c << 1) & 0xffff;
  }
  return c;
}

export function adler32(bytes: Uint8Array, start = 1): number {
  let a = start & 0xffff;
  let b = start >>> 16;
  // So many additions cannot overflow 32 bits.
  const RUN = 5552;
  for (let i = 0; i < bytes.length;) {
    const end = Math.min(i + RUN, bytes.length);
    for (; i < end; i++) {
      a += bytes[i];
      b += a;
    }
    a %= 65521;
    b %= 65521;
  }
  return ((b << 16) | a) >>> 0;
}
