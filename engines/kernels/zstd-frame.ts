// How frames of Zstandard are laid out (RFC 8878): what a frame's header says, and where the frame ends. The content is the machine's to decode.

const MAGIC = 0xfd2f_b528;
const SKIPPABLE = 0x184d_2a50;

/** `message` as ZSTD_getErrorName calls it. */
export class ZstdFrameError {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}

export interface FrameHeader {
  /** Bytes of the header. */
  size: number;
  /** Null: not told. */
  contentSize: bigint | null;
  dictionaryId: number;
  hasChecksum: boolean;
  isSkippable: boolean;
}

const little = (bytes: Uint8Array, at: number, count: number): bigint => {
  let value = 0n;
  for (let i = count - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[at + i]);
  return value;
};

const isMagicSoFar = (bytes: Uint8Array, magic: number, mask: number): boolean => {
  for (let i = 0; i < Math.min(4, bytes.length); i++) {
    const shift = 8 * i;
    if (((bytes[i] ^ (magic >>> shift)) & (mask >>> shift) & 255) !== 0) return false;
  }
  return true;
};

/** Null: more bytes are needed to tell. */
export function frameHeader(bytes: Uint8Array): FrameHeader | null {
  const isSkippable = isMagicSoFar(bytes, SKIPPABLE, 0xffff_fff0);
  if (!isSkippable && !isMagicSoFar(bytes, MAGIC, 0xffff_ffff))
    throw new ZstdFrameError('Unknown frame descriptor');
  if (bytes.length < 5) return null;
  if (isSkippable) {
    if (bytes.length < 8) return null;
    return { size: 8, contentSize: 0n, dictionaryId: 0, hasChecksum: false, isSkippable };
  }
  const flags = bytes[4];
  if ((flags & 8) !== 0) throw new ZstdFrameError('Unsupported frame parameter');
  const isSingle = (flags & 0x20) !== 0;
  const dictionaryBytes = [0, 1, 2, 4][flags & 3];
  const sizeFlag = flags >> 6;
  const sizeBytes = sizeFlag === 0 ? (isSingle ? 1 : 0) : 1 << sizeFlag;
  const size = 5 + (isSingle ? 0 : 1) + dictionaryBytes + sizeBytes;
  if (bytes.length < size) return null;
  let at = 5 + (isSingle ? 0 : 1);
  const dictionaryId = Number(little(bytes, at, dictionaryBytes));
  at += dictionaryBytes;
  const stored = little(bytes, at, sizeBytes) + (sizeFlag === 1 ? 256n : 0n);
  const contentSize = sizeBytes === 0 ? null : stored;
  return { size, contentSize, dictionaryId, hasChecksum: (flags & 4) !== 0, isSkippable };
}

/** Bytes of the whole frame; null: not all of it is there. */
export function frameSize(bytes: Uint8Array): number | null {
  const header = frameHeader(bytes);
  if (header === null) return null;
  if (header.isSkippable) {
    const size = 8 + Number(little(bytes, 4, 4));
    return bytes.length < size ? null : size;
  }
  let at = header.size;
  for (;;) {
    if (at + 3 > bytes.length) return null;
    const block = Number(little(bytes, at, 3));
    const type = (block >> 1) & 3;
    if (type === 3) throw new ZstdFrameError('Data corruption detected');
    at += 3 + (type === 1 ? 1 : block >> 3);
    if (at > bytes.length) return null;
    if ((block & 1) !== 0) break;
  }
  if (header.hasChecksum) at += 4;
  return at > bytes.length ? null : at;
}
