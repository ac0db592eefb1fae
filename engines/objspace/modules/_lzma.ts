// The module `_lzma`, under the library's lzma. Models CPython's Modules/_lzmamodule.c; the algorithms are kernels/lzma.
import type { Int } from '../../kernels/int.ts';
import { CHECK, isCheckSupported } from '../../kernels/lzma/checks.ts';
import { decodeProperties, FORMAT, LzmaContainerDecoder, noOptions } from '../../kernels/lzma/decode.ts';
import { encodeProperties, LzmaContainerEncoder } from '../../kernels/lzma/encode.ts';
import { FILTER, isBranchFilter } from '../../kernels/lzma/filters.ts';
import type { FilterSpec } from '../../kernels/lzma/filters.ts';
import { LzmaError } from '../../kernels/lzma/layout.ts';
import type { LzmaFailure } from '../../kernels/lzma/layout.ts';
import { constructor } from '../constructor.ts';
import { runNested } from '../continuation.ts';
import { getitem, index, length } from '../descroperation.ts';
import { OperationError } from '../error.ts';
import { leaf, resumable } from '../gateway.ts';
import { Payload } from '../object.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import type { TypeObject } from '../typeobject.ts';
import { listOfNested } from '../types/collecting.ts';
import type { ModuleDefinition } from './module-definition.ts';
import { DecompressorPayload, streamDecompressorMembers } from './stream-decompressor.ts';

const PRESET_DEFAULT = 6;
const PRESET_EXTREME = 2 ** 31;
const MOST_FILTERS = 4;

const TEXTS: Record<LzmaFailure, string> = {
  check: 'Unsupported integrity check',
  'memory limit': 'Memory usage limit exceeded',
  format: 'Input format not supported by decoder',
  options: 'Invalid or unsupported options',
  data: 'Corrupt input data',
  buffer: 'Insufficient buffer space',
  program: 'Internal error',
};

const lzmaError = (space: Space, text: string): OperationError =>
  new OperationError(space.types['_lzma.LZMAError'], null, text);

const failed = (space: Space, e: unknown): unknown =>
  e instanceof LzmaError ? lzmaError(space, TEXTS[e.failure]) : e;

function attempt<T>(space: Space, run: () => T): T {
  try {
    return run();
  } catch (e) {
    throw failed(space, e);
  }
}

// --- options

function unsigned(space: Space, w: W, bits: number, type: string): bigint {
  const value = BigInt(space.int_w(runNested(space, () => index(space, w))));
  if (value < 0n) throw raise(space, 'ValueError', 'Cannot convert negative int');
  if (value >= 1n << 64n) throw raise(space, 'OverflowError', 'int too big to convert');
  if (value >= 1n << BigInt(bits)) throw raise(space, 'OverflowError', `Value too large for ${type} type`);
  return value;
}

const uint32 = (space: Space, w: W): number => Number(unsigned(space, w, 32, 'uint32_t'));

/** Sizes of the dictionary, and how hard to look, by level. */
const DICTIONARY_BITS = [18, 20, 21, 22, 22, 23, 23, 24, 25, 26];
const DEPTHS = [4, 8, 16, 24, 32, 48, 64, 96, 128, 192];

function withPreset(space: Space, id: bigint, preset: number): FilterSpec {
  const level = preset % 32;
  const isExtreme = preset >= PRESET_EXTREME;
  if (level > 9 || (preset !== level && preset !== level + PRESET_EXTREME))
    throw lzmaError(space, `Invalid compression preset: ${preset}`);
  return {
    ...noOptions(id),
    dictionarySize: 2 ** DICTIONARY_BITS[level],
    niceLength: isExtreme
      ? 273
      : level <= 3
        ? [128, 128, 273, 273][level]
        : level === 4
          ? 16
          : level === 5
            ? 32
            : 64,
    depth: isExtreme ? 512 : DEPTHS[level],
  };
}

/** The value under a key of a mapping that may lack it. */
function optional(space: Space, w_spec: W, key: string): W | undefined {
  try {
    return runNested(space, () => getitem(space, w_spec, space.newstr(key)));
  } catch (e) {
    const error = space.asOperationError(e);
    if (!error.matches(space.types.KeyError)) throw e;
    space.dropError(error);
    return undefined;
  }
}

const LZMA_OPTIONS = ['id', 'preset', 'dict_size', 'lc', 'lp', 'pb', 'mode', 'nice_len', 'mf', 'depth'];

function checkKeys(space: Space, w_spec: W, known: readonly string[], kind: string): void {
  if (!space.type(w_spec).isSubtype(space.types.dict)) return;
  for (const w_key of listOfNested(space, w_spec)) {
    if (space.type(w_key).isSubtype(space.types.str) && known.includes(space.str_w(w_key))) continue;
    throw raise(space, 'ValueError', `Invalid filter specifier for ${kind} filter`);
  }
}

function filterOf(space: Space, w_spec: W): FilterSpec {
  const type = space.type(w_spec);
  if (type.slots.getitem === null)
    throw raise(space, 'TypeError', 'Filter specifier must be a dict or dict-like object');
  const w_id = optional(space, w_spec, 'id');
  if (w_id === undefined) throw raise(space, 'ValueError', 'Filter specifier must have an "id" entry');
  const id = unsigned(space, w_id, 64, 'lzma_vli');
  const field = (key: string, fallback: number): number => {
    const w = optional(space, w_spec, key);
    return w === undefined ? fallback : uint32(space, w);
  };
  if (id === FILTER.LZMA1 || id === FILTER.LZMA2) {
    const base = withPreset(space, id, field('preset', PRESET_DEFAULT));
    checkKeys(space, w_spec, LZMA_OPTIONS, 'LZMA');
    return {
      ...base,
      dictionarySize: field('dict_size', base.dictionarySize),
      lc: field('lc', base.lc),
      lp: field('lp', base.lp),
      pb: field('pb', base.pb),
      niceLength: field('nice_len', base.niceLength),
      depth: field('depth', 0) || base.depth,
    };
  }
  if (id === FILTER.DELTA) {
    checkKeys(space, w_spec, ['id', 'dist'], 'delta');
    return { ...noOptions(id), distance: field('dist', 1) };
  }
  if (!isBranchFilter(id)) throw raise(space, 'ValueError', `Invalid filter ID: ${id}`);
  checkKeys(space, w_spec, ['id', 'start_offset'], 'BCJ');
  return { ...noOptions(id), startOffset: field('start_offset', 0) };
}

function chainOf(space: Space, w_filters: W): FilterSpec[] {
  const count = space.int_w(runNested(space, () => length(space, w_filters)));
  if (Number(count) > MOST_FILTERS)
    throw raise(space, 'ValueError', `Too many filters - liblzma supports a maximum of ${MOST_FILTERS}`);
  return Array.from({ length: Number(count) }, (_, i) =>
    filterOf(
      space,
      runNested(space, () => getitem(space, w_filters, space.newint(i))),
    ),
  );
}

// --- LZMACompressor

class CompressorPayload extends Payload {
  readonly encoder: LzmaContainerEncoder;
  flushed = false;
  constructor(encoder: LzmaContainerEncoder) {
    super();
    this.encoder = encoder;
  }
  traverse(): void {}
  forget(): void {}
}

function newCompressor(
  space: Space,
  type: TypeObject,
  format: number,
  check: number,
  w_preset: W,
  w_filters: W,
): W {
  const hasPreset = !space.is(w_preset, space.w_None);
  const hasFilters = !space.is(w_filters, space.w_None);
  if (format !== FORMAT.XZ && check !== -1 && check !== CHECK.NONE)
    throw raise(space, 'ValueError', 'Integrity checks are only supported by FORMAT_XZ');
  if (hasPreset && hasFilters)
    throw raise(space, 'ValueError', 'Cannot specify both preset and filter chain');
  const preset = hasPreset ? uint32(space, w_preset) : PRESET_DEFAULT;
  let chain: FilterSpec[];
  if (format === FORMAT.XZ) {
    if (check !== -1 && (check < 0 || check > 15)) throw lzmaError(space, TEXTS.program);
    if (check !== -1 && !isCheckSupported(check)) throw lzmaError(space, TEXTS.check);
    if (hasFilters) chain = chainOf(space, w_filters);
    else {
      const level = preset % 32;
      if (level > 9 || (preset !== level && preset !== level + PRESET_EXTREME))
        throw lzmaError(space, TEXTS.options);
      chain = [withPreset(space, FILTER.LZMA2, preset)];
    }
  } else if (format === FORMAT.ALONE) {
    chain = hasFilters ? chainOf(space, w_filters) : [withPreset(space, FILTER.LZMA1, preset)];
    if (chain.length !== 1 || chain[0].id !== FILTER.LZMA1)
      throw raise(
        space,
        'ValueError',
        'Invalid filter chain for FORMAT_ALONE - must be a single LZMA1 filter',
      );
  } else if (format === FORMAT.RAW) {
    if (!hasFilters) throw raise(space, 'ValueError', 'Must specify filters for FORMAT_RAW');
    chain = chainOf(space, w_filters);
  } else throw raise(space, 'ValueError', `Invalid container format: ${format}`);
  const encoder = attempt(
    space,
    () => new LzmaContainerEncoder(format, check === -1 ? CHECK.CRC64 : check, chain),
  );
  return space.newobj(type, new CompressorPayload(encoder));
}

const compressorOf = (space: Space, w: W): CompressorPayload => space.data(w) as CompressorPayload;

const compressorType: TypeDefinition = {
  name: '_lzma.LZMACompressor',
  isBase: false,
  doc: 'Create a compressor object for compressing data incrementally.',
  slots: {
    new: constructor(
      'LZMACompressor',
      'format: index = 1, check: index = -1, preset=None, filters=None',
      newCompressor as never,
    ),
  },
  methods: [
    leaf('compress', '$self, data: bytes, /', (space: Space, w: W, data: Uint8Array) => {
      const { encoder, flushed } = compressorOf(space, w);
      if (flushed) throw raise(space, 'ValueError', 'Compressor has been flushed');
      encoder.push(data);
      return space.newbytes(new Uint8Array(0));
    }),
    leaf('flush', '$self, /', (space: Space, w: W) => {
      const payload = compressorOf(space, w);
      if (payload.flushed) throw raise(space, 'ValueError', 'Repeated call to flush()');
      payload.flushed = true;
      return space.newbytes(attempt(space, () => payload.encoder.finish()));
    }),
  ],
};

// --- LZMADecompressor

function newDecompressor(space: Space, type: TypeObject, format: number, w_limit: W, w_filters: W): W {
  const hasFilters = !space.is(w_filters, space.w_None);
  let limit = Infinity;
  if (!space.is(w_limit, space.w_None)) {
    if (format === FORMAT.RAW)
      throw raise(space, 'ValueError', 'Cannot specify memory limit with FORMAT_RAW');
    limit = Number(unsigned(space, w_limit, 64, 'uint64_t'));
  }
  if (format === FORMAT.RAW && !hasFilters)
    throw raise(space, 'ValueError', 'Must specify filters for FORMAT_RAW');
  if (format !== FORMAT.RAW && hasFilters)
    throw raise(space, 'ValueError', 'Cannot specify filters except with FORMAT_RAW');
  if (format < FORMAT.AUTO || format > FORMAT.RAW)
    throw raise(space, 'ValueError', `Invalid container format: ${format}`);
  const chain = hasFilters ? chainOf(space, w_filters) : null;
  return space.newobj(
    type,
    new DecompressorPayload(attempt(space, () => new LzmaContainerDecoder(format, limit, chain))),
  );
}

const decompressorMembers = streamDecompressorMembers('Already at end of stream', failed);

const decompressorType: TypeDefinition = {
  name: '_lzma.LZMADecompressor',
  isBase: false,
  doc: 'Create a decompressor object for decompressing data incrementally.\n\nFor one-shot decompression, use the decompress() function instead.',
  slots: {
    new: constructor(
      'LZMADecompressor',
      'format: index = 0, memlimit=None, filters=None',
      newDecompressor as never,
    ),
  },
  ...decompressorMembers,
  getset: {
    check: {
      get: (space, w) =>
        space.newint(((space.data(w) as DecompressorPayload).decoder as LzmaContainerDecoder).check),
      member: true,
      doc: 'ID of the integrity check used by the input stream.',
    },
    ...decompressorMembers.getset,
  },
};

function specDict(space: Space, spec: FilterSpec, isBare: boolean): W {
  const w_spec = space.newdict();
  const put = (key: string, value: Int): void => space.dictsetstr(w_spec, key, space.newint(value));
  put('id', spec.id);
  if (isBare) return w_spec;
  if (spec.id === FILTER.LZMA1) {
    put('lc', spec.lc);
    put('lp', spec.lp);
    put('pb', spec.pb);
  }
  if (spec.id === FILTER.LZMA1 || spec.id === FILTER.LZMA2) put('dict_size', spec.dictionarySize);
  else if (spec.id === FILTER.DELTA) put('dist', spec.distance);
  else put('start_offset', spec.startOffset);
  return w_spec;
}

const CONSTANTS: Readonly<Record<string, Int>> = {
  FORMAT_AUTO: FORMAT.AUTO,
  FORMAT_XZ: FORMAT.XZ,
  FORMAT_ALONE: FORMAT.ALONE,
  FORMAT_RAW: FORMAT.RAW,
  CHECK_NONE: CHECK.NONE,
  CHECK_CRC32: CHECK.CRC32,
  CHECK_CRC64: CHECK.CRC64,
  CHECK_SHA256: CHECK.SHA256,
  CHECK_ID_MAX: 15,
  CHECK_UNKNOWN: 16,
  FILTER_LZMA1: FILTER.LZMA1,
  FILTER_LZMA2: Number(FILTER.LZMA2),
  FILTER_DELTA: Number(FILTER.DELTA),
  FILTER_X86: Number(FILTER.X86),
  FILTER_IA64: Number(FILTER.IA64),
  FILTER_ARM: Number(FILTER.ARM),
  FILTER_ARMTHUMB: Number(FILTER.ARMTHUMB),
  FILTER_SPARC: Number(FILTER.SPARC),
  FILTER_POWERPC: Number(FILTER.POWERPC),
  MF_HC3: 3,
  MF_HC4: 4,
  MF_BT2: 18,
  MF_BT3: 19,
  MF_BT4: 20,
  MODE_FAST: 1,
  MODE_NORMAL: 2,
  PRESET_DEFAULT,
  PRESET_EXTREME,
};

export const lzmaModule: ModuleDefinition = {
  name: '_lzma',
  functions: [
    leaf(
      'is_check_supported',
      'check_id: index, /',
      (_space: Space, check: number) => isCheckSupported(check),
      {
        result: 'bool',
        doc: 'Test whether the given integrity check is supported.\n\nAlways returns True for CHECK_NONE and CHECK_CRC32.',
      },
    ),
    resumable('_encode_filter_properties', 'filter, /', (space: Space, w_filter: W) => {
      const spec = filterOf(space, w_filter);
      return space.newbytes(attempt(space, () => encodeProperties(spec)));
    }),
    leaf(
      '_decode_filter_properties',
      'filter_id, encoded_props: bytes, /',
      (space: Space, w_id: W, bytes: Uint8Array) => {
        const id = unsigned(space, w_id, 64, 'lzma_vli');
        const spec = attempt(space, () => decodeProperties(id, bytes));
        // A filter whose options were not written has none to show.
        return specDict(space, spec, isBranchFilter(id) && bytes.length === 0);
      },
    ),
  ],
  types: [
    { name: '_lzma.LZMAError', base: 'Exception', hasWeakrefs: true, doc: 'Call to liblzma failed.' },
    compressorType,
    decompressorType,
  ],
  values: (space) =>
    Object.fromEntries(Object.entries(CONSTANTS).map(([name, value]) => [name, space.newint(value)])),
};
