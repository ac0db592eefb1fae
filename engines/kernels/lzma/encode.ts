// Compression into the containers around LZMA: .xz streams, .lzma files ("alone"), raw chains of filters. All input is kept until the end: one
// block, as liblzma's single-threaded encoder makes.
import { concat } from '../bytes.ts';
import { crc32 } from '../crc.ts';
import { newCheck } from './checks.ts';
import { dictionarySizeOf, FOOTER_MAGIC, FORMAT, HEADER_MAGIC, splitChain } from './decode.ts';
import { FILTER, isBranchFilter } from './filters.ts';
import type { FilterSpec } from './filters.ts';
import { LzmaError, propertiesByte } from './layout.ts';
import { LzmaEncoder } from './lzma-encoder.ts';

const LARGEST_CHUNK = 1 << 21;
const LARGEST_PACKED = 1 << 16;

const little = (value: number, size: number): Uint8Array =>
  Uint8Array.from({ length: size }, (_, i) => Math.floor(value / 2 ** (8 * i)) & 255);

function varNumber(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let left = value;
  for (; left >= 0x80n; left >>= 7n) bytes.push(Number(left & 0x7fn) | 0x80);
  bytes.push(Number(left));
  return Uint8Array.from(bytes);
}

/** The smallest size that the byte can say and that is no smaller. */
function dictionaryByte(size: number): number {
  let bits = 0;
  while (bits < 40 && dictionarySizeOf(bits) < size) bits++;
  return bits;
}

/** A filter's options as a block's header keeps them. */
export function encodeProperties(spec: FilterSpec): Uint8Array {
  if (spec.id === FILTER.LZMA1)
    return concat([Uint8Array.of(propertiesByte(spec)), little(spec.dictionarySize, 4)]);
  if (spec.id === FILTER.LZMA2) return Uint8Array.of(dictionaryByte(spec.dictionarySize));
  if (spec.id === FILTER.DELTA) {
    if (spec.distance < 1 || spec.distance > 256) throw new LzmaError('options');
    return Uint8Array.of(spec.distance - 1);
  }
  if (!isBranchFilter(spec.id)) throw new LzmaError('options');
  return spec.startOffset === 0 ? new Uint8Array(0) : little(spec.startOffset, 4);
}

function checkOptions({ lc, lp, pb, dictionarySize, niceLength }: FilterSpec): void {
  const isValid =
    lc + lp <= 4 &&
    pb <= 4 &&
    dictionarySize >= 4096 &&
    dictionarySize <= 1.5 * 2 ** 30 &&
    niceLength >= 2 &&
    niceLength <= 273;
  if (!isValid) throw new LzmaError('options');
}

function lzma2(data: Uint8Array, spec: FilterSpec): Uint8Array {
  const encoder = new LzmaEncoder(data, spec);
  const parts: Uint8Array[] = [];
  let isFirst = true;
  let needsProperties = true;
  let needsState = true;
  while (encoder.at < data.length) {
    const from = encoder.at;
    const packed = encoder.chunk(LARGEST_CHUNK, LARGEST_PACKED);
    const size = encoder.at - from;
    if (packed.length < size) {
      const reset = isFirst ? 3 : needsProperties ? 2 : needsState ? 1 : 0;
      const control = 0x80 | (reset << 5) | ((size - 1) >> 16);
      const sizes = [(size - 1) >> 8, size - 1, (packed.length - 1) >> 8, packed.length - 1];
      parts.push(Uint8Array.of(control, ...sizes));
      if (reset >= 2) parts.push(Uint8Array.of(propertiesByte(spec)));
      parts.push(packed);
      needsProperties = needsState = false;
    } else {
      for (let at = from; at < encoder.at; at += LARGEST_PACKED) {
        const stored = data.subarray(at, Math.min(at + LARGEST_PACKED, encoder.at));
        const length = stored.length - 1;
        parts.push(Uint8Array.of(isFirst && at === from ? 1 : 2, length >> 8, length), stored);
      }
      encoder.resetState();
      needsState = true;
    }
    isFirst = false;
  }
  parts.push(Uint8Array.of(0));
  return concat(parts);
}

function chained(data: Uint8Array, chain: readonly FilterSpec[]): Uint8Array {
  const { last, filters } = splitChain(chain, true);
  let filtered = data;
  for (const filter of filters) filtered = filter.push(filtered, true);
  return last.id === FILTER.LZMA2 ? lzma2(filtered, last) : new LzmaEncoder(filtered, last).all(true);
}

function xz(data: Uint8Array, chain: readonly FilterSpec[], check: number): Uint8Array {
  const flags = Uint8Array.of(0, check);
  const parts = [Uint8Array.from(HEADER_MAGIC), flags, little(crc32(flags), 4)];
  const records: Uint8Array[] = [];
  if (data.length > 0) {
    const filters = chain.map((spec) => {
      const properties = encodeProperties(spec);
      return concat([varNumber(spec.id), varNumber(BigInt(properties.length)), properties]);
    });
    const options = concat([Uint8Array.of(chain.length - 1), ...filters]);
    const size = Math.ceil((options.length + 1 + 4) / 4) * 4;
    const header = new Uint8Array(size - 4);
    header[0] = size / 4 - 1;
    header.set(options, 1);
    const packed = chained(data, chain);
    const checker = newCheck(check);
    checker.update(data);
    const digest = checker.digest();
    const padding = new Uint8Array((4 - (packed.length % 4)) % 4);
    parts.push(header, little(crc32(header), 4), packed, padding, digest);
    records.push(varNumber(BigInt(size + packed.length + digest.length)), varNumber(BigInt(data.length)));
  }
  const content = concat([Uint8Array.of(0), varNumber(BigInt(records.length / 2)), ...records]);
  const index = concat([content, new Uint8Array((4 - (content.length % 4)) % 4)]);
  const tail = concat([little((index.length + 4) / 4 - 1, 4), flags]);
  parts.push(index, little(crc32(index), 4), little(crc32(tail), 4), tail, Uint8Array.from(FOOTER_MAGIC));
  return concat(parts);
}

export class LzmaContainerEncoder {
  private readonly format: number;
  private readonly check: number;
  private readonly chain: readonly FilterSpec[];
  private readonly parts: Uint8Array[] = [];

  constructor(format: number, check: number, chain: readonly FilterSpec[]) {
    this.format = format;
    this.check = check;
    this.chain = chain;
    const { last } = splitChain(chain, true);
    checkOptions(last);
    if (format === FORMAT.XZ && last.id !== FILTER.LZMA2) throw new LzmaError('program');
  }

  push(bytes: Uint8Array): void {
    if (bytes.length > 0) this.parts.push(bytes.slice());
  }

  finish(): Uint8Array {
    const data = concat(this.parts);
    this.parts.length = 0;
    if (this.format === FORMAT.XZ) return xz(data, this.chain, this.check);
    if (this.format === FORMAT.RAW) return chained(data, this.chain);
    const [spec] = this.chain;
    const header = concat([encodeProperties(spec), new Uint8Array(8).fill(255)]);
    return concat([header, new LzmaEncoder(data, spec).all(true)]);
  }
}
