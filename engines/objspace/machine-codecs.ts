// What native modules need of the machine for compression and digests: plain functions, which node:zlib and node:crypto give on a computer
// (machine/codecs.ts) and something else may give elsewhere.

export interface DeflateOptions {
  level: number;
  /** As zlib counts: 9 … 15, negative for a bare stream, 16 more for gzip. */
  windowBits: number;
  memoryLevel: number;
  strategy: number;
  dictionary: Uint8Array | null;
}

export interface Deflater {
  /** Takes all of `bytes`; `flush` is one of zlib's Z_… numbers. */
  write(bytes: Uint8Array, flush: number): Uint8Array;
}

export interface MachineInflater {
  /**
   * Puts out at most `max` bytes and says how much of the input that took; `ended`: the stream's end has been reached. Throws an
   * InflateError (kernels/inflate.ts).
   */
  write(bytes: Uint8Array, max: number): { output: Uint8Array; taken: number; ended: boolean };
}

export interface Digester {
  update(bytes: Uint8Array): void;
  copy(): Digester;
  /** `length` for those whose digest has no length of its own. May be asked for more than once. */
  digest(length?: number): Uint8Array;
  /** The whole digest as hex digits, where that is quicker than asking for its bytes. */
  hexdigest?(): string | undefined;
}

export interface ZstdOptions {
  /** By the numbers of ZSTD_cParameter or ZSTD_dParameter. */
  parameters: ReadonlyMap<number, number>;
  dictionary: Uint8Array | null;
  /** What the next frame will be compressed from; null: not told. */
  contentSize: number | null;
}

/** Zstandard; failures are ZstdFrameErrors (kernels/zstd-frame.ts). */
export interface ZstdCodec {
  /** `mode`: 0 go on, 1 end the block, 2 end the frame. Takes all of `bytes`. */
  compressor(options: ZstdOptions): { write(bytes: Uint8Array, mode: number): Uint8Array };
  decompressor(options: ZstdOptions): {
    write(bytes: Uint8Array, max: number): { output: Uint8Array; taken: number };
  };
}

export interface MachineCodecs {
  /** Null: the machine has none. */
  readonly zstd?: ZstdCodec | null;
  deflater(options: DeflateOptions): Deflater;
  /** Null: this frame (`windowBits` as zlib counts) is left to the kernel. */
  inflater(windowBits: number, dictionary: Uint8Array | null): MachineInflater | null;
  /** The kernel's CRC-32, or the machine's faster one. */
  crc32(bytes: Uint8Array, start: number): number;
  /** `md5`, `sha1`, `sha256`, `sha3-256`, `shake128` …; null: not there. */
  digester(name: string): Digester | null;
}
