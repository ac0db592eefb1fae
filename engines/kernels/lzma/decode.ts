// Decompression of the containers around LZMA: .xz streams, .lzma files ("alone"), and raw chains of filters, in pieces. Models the decoders of
// liblzma that CPython's Modules/_lzmamodule.c uses. Left out: .lz files.
import { crc32 } from '../crc.ts';
import { concat } from '../bytes.ts';
import { INPUT, ResumableDecoder, ROOM } from '../resumable-decoder.ts';
import type { Need } from '../resumable-decoder.ts';
import { checkSize, isCheckSupported, newCheck } from './checks.ts';
import { FILTER, isBranchFilter, newFilter } from './filters.ts';
import type { Filter, FilterSpec } from './filters.ts';
import { LONGEST_MATCH, LzmaError, propertiesOf } from './layout.ts';
import { LzmaDecoder } from './lzma-decoder.ts';

export const FORMAT = { AUTO: 0, XZ: 1, ALONE: 2, RAW: 3 } as const;
export const HEADER_MAGIC = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0];
export const FOOTER_MAGIC = [0x59, 0x5a];

const PIECE = 65536;
/** What a decoder takes besides its dictionary, about. */
const DECODER_MEMORY = 70_000;
const NOTHING = new Uint8Array(0);

export const noOptions = (id: bigint): FilterSpec => ({
  id,
  dictionarySize: 1 << 23,
  lc: 3,
  lp: 0,
  pb: 2,
  depth: 0,
  niceLength: 64,
  distance: 1,
  startOffset: 0,
});

const little32 = (b: Uint8Array, at: number): number =>
  (b[at] | (b[at + 1] << 8) | (b[at + 2] << 16) | (b[at + 3] << 24)) >>> 0;

export function dictionarySizeOf(bits: number): number {
  if (bits > 40) throw new LzmaError('options');
  return bits === 40 ? 0xffff_ffff : (2 | (bits & 1)) * 2 ** ((bits >> 1) + 11);
}

/** A filter's options from the bytes that a block's header keeps of them. */
export function decodeProperties(id: bigint, bytes: Uint8Array): FilterSpec {
  const spec = noOptions(id);
  if (id === FILTER.LZMA1) {
    const properties = bytes.length === 5 ? propertiesOf(bytes[0]) : null;
    if (properties === null) throw new LzmaError('options');
    return { ...spec, ...properties, dictionarySize: little32(bytes, 1) };
  }
  if (id === FILTER.LZMA2) {
    if (bytes.length !== 1 || (bytes[0] & 0xc0) !== 0) throw new LzmaError('options');
    return { ...spec, dictionarySize: dictionarySizeOf(bytes[0]) };
  }
  if (id === FILTER.DELTA) {
    if (bytes.length !== 1) throw new LzmaError('options');
    return { ...spec, distance: bytes[0] + 1 };
  }
  if (!isBranchFilter(id) || (bytes.length !== 0 && bytes.length !== 4)) throw new LzmaError('options');
  return { ...spec, startOffset: bytes.length === 4 ? little32(bytes, 0) : 0 };
}

/** LZMA last, and nowhere else; the others set up from the last to the first. */
export function splitChain(
  chain: readonly FilterSpec[],
  isEncoder: boolean,
): { last: FilterSpec; filters: Filter[] } {
  const last = chain.at(-1);
  if (last === undefined) throw new LzmaError('program');
  if (last.id !== FILTER.LZMA1 && last.id !== FILTER.LZMA2) throw new LzmaError('options');
  const filters = chain.slice(0, -1).map((spec) => {
    const filter = newFilter(spec, isEncoder);
    if (filter === null) throw new LzmaError('options');
    return filter;
  });
  return { last, filters };
}

/** Reads numbers and runs of bytes from a header that is all there. */
class HeaderReader {
  private readonly bytes: Uint8Array;
  private at = 0;
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
  take(count: number): Uint8Array {
    if (this.at + count > this.bytes.length) throw new LzmaError('data');
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }
  /** Seven bits a byte, low ones first. */
  number(): bigint {
    let value = 0n;
    for (let i = 0n; ; i++) {
      const [byte] = this.take(1);
      if (i === 8n && byte >= 0x80) throw new LzmaError('data');
      value |= BigInt(byte & 0x7f) << (7n * i);
      if (byte < 0x80) {
        if (byte === 0 && i > 0n) throw new LzmaError('data');
        return value;
      }
    }
  }
  get rest(): Uint8Array {
    return this.bytes.subarray(this.at);
  }
}

export class LzmaContainerDecoder extends ResumableDecoder {
  /** Number of the integrity check; 16: not known yet. */
  check = 16;
  private readonly format: number;
  private readonly memoryLimit: number;
  private readonly chain: readonly FilterSpec[] | null;
  private block: { update(bytes: Uint8Array): void } | null = null;
  private unpacked = 0;
  /** Bytes of input used so far. */
  private usedBefore = 0;

  constructor(format: number, memoryLimit: number, chain: readonly FilterSpec[] | null) {
    super();
    this.format = format;
    this.memoryLimit = memoryLimit;
    this.chain = chain;
    if (format === FORMAT.ALONE || format === FORMAT.RAW) this.check = 0;
    if (chain !== null) splitChain(chain, false);
  }

  protected override errorAfter(error: unknown): unknown {
    return error instanceof LzmaError ? new LzmaError('program') : error;
  }

  protected override *decode(): Generator<Need, void, void> {
    if (this.format === FORMAT.RAW) {
      yield* this.filtered(this.chain!);
      return;
    }
    let { format } = this;
    if (format === FORMAT.AUTO) {
      while (this.input.length === this.at) yield INPUT;
      format = this.input[this.at] === 0xfd ? FORMAT.XZ : FORMAT.ALONE;
    }
    if (format === FORMAT.XZ) yield* this.stream();
    else yield* this.alone();
  }

  private *counted(count: number): Generator<Need, Uint8Array, void> {
    const bytes = yield* this.bytes(count);
    this.usedBefore += count;
    return bytes;
  }

  private checkMemory(dictionarySize: number): void {
    if (dictionarySize + DECODER_MEMORY > this.memoryLimit) throw new LzmaError('memory limit');
  }

  // --- .lzma

  private *alone(): Generator<Need, void, void> {
    const properties = propertiesOf((yield* this.bytes(1))[0]);
    if (properties === null) throw new LzmaError('format');
    const dictionarySize = little32(yield* this.bytes(4), 0);
    const isPicky = this.format === FORMAT.AUTO;
    if (isPicky && dictionarySize !== 0xffff_ffff) {
      // Two to some power, or that and half of it.
      let d = dictionarySize - 1;
      d |= d >>> 2;
      d |= d >>> 3;
      d |= d >>> 4;
      d |= d >>> 8;
      d |= d >>> 16;
      if ((d + 1) >>> 0 !== dictionarySize) throw new LzmaError('format');
    }
    const sizes = yield* this.bytes(8);
    const low = little32(sizes, 0);
    const high = little32(sizes, 4);
    const isOpen = low === 0xffff_ffff && high === 0xffff_ffff;
    const size = high * 2 ** 32 + low;
    if (isPicky && !isOpen && size >= 2 ** 38) throw new LzmaError('format');
    this.check = 0;
    this.checkMemory(dictionarySize);
    const decoder = new LzmaDecoder(dictionarySize);
    decoder.resetState(properties);
    yield* this.lzma1(decoder, isOpen ? null : size, (bytes) => this.put(bytes));
  }

  private *lzma1(
    decoder: LzmaDecoder,
    size: number | null,
    put: (bytes: Uint8Array) => void,
  ): Generator<Need, void, void> {
    decoder.start(yield* this.bytes(5));
    let left = size ?? Infinity;
    while (left > 0) {
      while (this.pendingLength >= this.wanted) yield ROOM;
      const most = Math.min(PIECE + LONGEST_MATCH, left);
      this.at += decoder.piece(this.input.subarray(this.at), Math.min(PIECE, left), most);
      const bytes = decoder.take();
      put(bytes);
      left -= bytes.length;
      if (decoder.marked) {
        if (size !== null && left > 0) throw new LzmaError('data');
        return;
      }
      if (bytes.length === 0) yield INPUT;
    }
    for (;;) {
      const { ended, used } = decoder.finish(this.input.subarray(this.at));
      this.at += used;
      if (ended) return;
      yield INPUT;
    }
  }

  // --- a chain of filters

  private *filtered(chain: readonly FilterSpec[]): Generator<Need, void, void> {
    const { last, filters } = splitChain(chain, false);
    filters.reverse();
    const put = (bytes: Uint8Array, isLast = false): void => {
      let result = bytes;
      for (const filter of filters) result = filter.push(result, isLast);
      this.block?.update(result);
      this.unpacked += result.length;
      this.put(result);
    };
    const decoder = new LzmaDecoder(last.dictionarySize);
    if (last.id === FILTER.LZMA2) yield* this.lzma2(decoder, put);
    else {
      decoder.resetState(last);
      yield* this.lzma1(decoder, null, put);
    }
    if (filters.length > 0) put(NOTHING, true);
  }

  private *lzma2(decoder: LzmaDecoder, put: (bytes: Uint8Array) => void): Generator<Need, void, void> {
    let needsDictionary = true;
    let needsProperties = true;
    let needsState = true;
    for (;;) {
      while (this.pendingLength >= this.wanted) yield ROOM;
      const [control] = yield* this.counted(1);
      if (control === 0) return;
      if (control === 1 || control >= 0xe0) {
        needsDictionary = false;
        needsProperties = true;
        decoder.resetDictionary();
      } else if (needsDictionary) throw new LzmaError('data');
      if (control < 0x80) {
        if (control > 2) throw new LzmaError('data');
        const [high, low] = yield* this.counted(2);
        decoder.copy(yield* this.counted(high * 256 + low + 1));
        needsState = true;
      } else {
        const header = (yield* this.counted(4)).slice();
        const size = (control & 0x1f) * 65536 + header[0] * 256 + header[1] + 1;
        const packed = header[2] * 256 + header[3] + 1;
        if (control >= 0xc0) {
          const properties = propertiesOf((yield* this.counted(1))[0]);
          if (properties === null) throw new LzmaError('data');
          decoder.resetState(properties);
          needsProperties = needsState = false;
        } else if (needsProperties) throw new LzmaError('data');
        else if (control >= 0xa0) {
          decoder.resetState(null);
          needsState = false;
        } else if (needsState) throw new LzmaError('data');
        if (packed < 5) throw new LzmaError('data');
        decoder.chunk(yield* this.counted(packed), size);
      }
      put(decoder.take());
    }
  }

  // --- .xz

  private *stream(): Generator<Need, void, void> {
    for (const byte of HEADER_MAGIC) if ((yield* this.bytes(1))[0] !== byte) throw new LzmaError('format');
    const flags = (yield* this.bytes(6)).slice();
    if (little32(flags, 2) !== crc32(flags.subarray(0, 2))) throw new LzmaError('data');
    if (flags[0] !== 0 || (flags[1] & 0xf0) !== 0) throw new LzmaError('options');
    const check = (this.check = flags[1]);
    if (!isCheckSupported(check)) throw new LzmaError('check');
    const records: [number, number][] = [];
    for (;;) {
      const [first] = yield* this.bytes(1);
      if (first === 0) break;
      records.push(yield* this.xzBlock(first, check));
    }
    yield* this.index(records, flags.subarray(0, 2));
  }

  private *xzBlock(first: number, check: number): Generator<Need, [number, number], void> {
    const size = (first + 1) * 4;
    const header = new Uint8Array(size);
    header[0] = first;
    header.set(yield* this.bytes(size - 1), 1);
    if (little32(header, size - 4) !== crc32(header.subarray(0, size - 4))) throw new LzmaError('data');
    if ((header[1] & 0x3c) !== 0) throw new LzmaError('options');
    const reader = new HeaderReader(header.subarray(2, size - 4));
    const packedSize = (header[1] & 0x40) !== 0 ? Number(reader.number()) : null;
    const unpackedSize = (header[1] & 0x80) !== 0 ? Number(reader.number()) : null;
    const chain: FilterSpec[] = [];
    for (let i = 0; i <= (header[1] & 3); i++) {
      const id = reader.number();
      chain.push(decodeProperties(id, reader.take(Number(reader.number()))));
    }
    if (reader.rest.some((byte) => byte !== 0)) throw new LzmaError('options');
    if (chain.at(-1)!.id !== FILTER.LZMA2) throw new LzmaError('options');
    this.checkMemory(chain.at(-1)!.dictionarySize);

    const checker = newCheck(check);
    this.block = checker;
    this.unpacked = 0;
    this.usedBefore = 0;
    yield* this.filtered(chain);
    const packed = this.usedBefore;
    if (
      (packedSize !== null && packedSize !== packed) ||
      (unpackedSize !== null && unpackedSize !== this.unpacked)
    )
      throw new LzmaError('data');
    const padding = yield* this.bytes((4 - (packed % 4)) % 4);
    if (padding.some((byte) => byte !== 0)) throw new LzmaError('data');
    const stored = yield* this.bytes(checkSize(check));
    const found = checker.digest();
    if (stored.some((byte, i) => byte !== found[i])) throw new LzmaError('data');
    this.block = null;
    return [size + packed + checkSize(check), this.unpacked];
  }

  private *index(records: readonly [number, number][], flags: Uint8Array): Generator<Need, void, void> {
    const read: number[] = [0];
    const next = function* (this: LzmaContainerDecoder): Generator<Need, number, void> {
      const bytes: number[] = [];
      for (;;) {
        const [byte] = yield* this.bytes(1);
        bytes.push(byte);
        if (byte < 0x80 || bytes.length > 9) break;
      }
      read.push(...bytes);
      return Number(new HeaderReader(Uint8Array.from(bytes)).number());
    }.bind(this);
    if ((yield* next()) !== records.length) throw new LzmaError('data');
    for (const [packed, unpacked] of records)
      if ((yield* next()) !== packed || (yield* next()) !== unpacked) throw new LzmaError('data');
    const padding = (4 - (read.length % 4)) % 4;
    for (const byte of yield* this.bytes(padding)) {
      if (byte !== 0) throw new LzmaError('data');
      read.push(0);
    }
    const index = concat([Uint8Array.from(read)]);
    if (little32(yield* this.bytes(4), 0) !== crc32(index)) throw new LzmaError('data');
    const footer = yield* this.bytes(12);
    if (footer[10] !== FOOTER_MAGIC[0] || footer[11] !== FOOTER_MAGIC[1]) throw new LzmaError('data');
    if (little32(footer, 0) !== crc32(footer.subarray(4, 10))) throw new LzmaError('data');
    if ((little32(footer, 4) + 1) * 4 !== index.length + 4) throw new LzmaError('data');
    if (footer[8] !== flags[0] || footer[9] !== flags[1]) throw new LzmaError('data');
  }
}
