// The checksum of bzip2: the polynomial of CRC-32 with the highest bit first, over a block and over the blocks' checksums.

let table: Int32Array | null = null;

function makeTable(): Int32Array {
  const made = new Int32Array(256);
  for (let i = 0; i < 256; i++) {
    let c = i << 24;
    for (let k = 0; k < 8; k++) c = c < 0 ? (c << 1) ^ 0x04c1_1db7 : c << 1;
    made[i] = c;
  }
  return made;
}

/** `start` and the answer as they stand in the register: a block's checksum starts at -1 and is inverted at its end. */
export function updateChecksum(start: number, bytes: Uint8Array, from: number, to: number): number {
  const t = (table ??= makeTable());
  let c = start;
  for (let i = from; i < to; i++) c = (c << 8) ^ t[(c >>> 24) ^ bytes[i]];
  return c;
}

export const combineChecksums = (all: number, block: number): number => ((all << 1) | (all >>> 31)) ^ block;
