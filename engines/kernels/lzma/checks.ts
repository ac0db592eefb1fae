// The integrity checks of .xz: CRC-32, CRC-64 (ECMA-182, reflected) and SHA-256, over data that come in pieces.
import { crc32 } from '../crc.ts';
import { sha256 } from './sha256.ts';

export const CHECK = { NONE: 0, CRC32: 1, CRC64: 4, SHA256: 10 } as const;

/** Bytes that the check with this number takes, also of those that nobody has defined yet. */
export const checkSize = (check: number): number => [0, 4, 8, 16, 32, 64][Math.ceil(check / 3)];

export const isCheckSupported = (check: number): boolean =>
  check === CHECK.NONE || check === CHECK.CRC32 || check === CHECK.CRC64 || check === CHECK.SHA256;

let crc64Low: Int32Array | null = null;
let crc64High: Int32Array | null = null;

function makeTables(): void {
  const low = (crc64Low = new Int32Array(256));
  const high = (crc64High = new Int32Array(256));
  for (let i = 0; i < 256; i++) {
    let l = i;
    let h = 0;
    for (let k = 0; k < 8; k++) {
      const isOdd = (l & 1) === 1;
      l = (l >>> 1) | (h << 31);
      h >>>= 1;
      if (isOdd) {
        l ^= 0xd787_0f42;
        h ^= 0xc96c_5795;
      }
    }
    low[i] = l;
    high[i] = h;
  }
}

export interface Check {
  update(bytes: Uint8Array): void;
  digest(): Uint8Array;
}

class Crc32 implements Check {
  private value = 0;
  update(bytes: Uint8Array): void {
    this.value = crc32(bytes, this.value);
  }
  digest(): Uint8Array {
    return Uint8Array.of(this.value, this.value >>> 8, this.value >>> 16, this.value >>> 24);
  }
}

class Crc64 implements Check {
  private low = -1;
  private high = -1;
  update(bytes: Uint8Array): void {
    if (crc64Low === null) makeTables();
    const lows = crc64Low!;
    const highs = crc64High!;
    let { low, high } = this;
    for (let i = 0; i < bytes.length; i++) {
      const t = (low ^ bytes[i]) & 255;
      low = ((low >>> 8) | (high << 24)) ^ lows[t];
      high = (high >>> 8) ^ highs[t];
    }
    this.low = low;
    this.high = high;
  }
  digest(): Uint8Array {
    const result = new Uint8Array(8);
    const view = new DataView(result.buffer);
    view.setInt32(0, ~this.low, true);
    view.setInt32(4, ~this.high, true);
    return result;
  }
}

class Sha256 implements Check {
  private readonly parts: Uint8Array[] = [];
  update(bytes: Uint8Array): void {
    this.parts.push(bytes.slice());
  }
  digest(): Uint8Array {
    return sha256(this.parts);
  }
}

class NoCheck implements Check {
  update(): void {}
  digest(): Uint8Array {
    return new Uint8Array(0);
  }
}

export function newCheck(check: number): Check {
  if (check === CHECK.CRC32) return new Crc32();
  if (check === CHECK.CRC64) return new Crc64();
  if (check === CHECK.SHA256) return new Sha256();
  return new NoCheck();
}
