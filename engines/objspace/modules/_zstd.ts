// The module `_zstd`, under the library's compression.zstd. Models CPython's Modules/_zstd; the content of frames is the machine's (Host.codecs),
// where they end is kernels/zstd-frame.ts. Left out: training of dictionaries, threads of the compressor, digested dictionaries as such.
import { concat } from '../../kernels/bytes.ts';
import type { Int } from '../../kernels/int.ts';
import { frameHeader, frameSize, ZstdFrameError } from '../../kernels/zstd-frame.ts';
import type { FrameHeader } from '../../kernels/zstd-frame.ts';
import { constructor } from '../constructor.ts';
import { runNested } from '../continuation.ts';
import { index } from '../descroperation.ts';
import { OperationError } from '../error.ts';
import { leaf } from '../gateway.ts';
import type { ZstdCodec } from '../machine-codecs.ts';
import { Payload } from '../object.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import type { TypeObject } from '../typeobject.ts';
import type { ModuleDefinition } from './module-definition.ts';
import { DecompressorPayload, streamDecompressorMembers } from './stream-decompressor.ts';
import type { StreamDecoder } from './stream-decompressor.ts';

const LEVEL = 100;
/** contentSizeFlag, checksumFlag, dictIDFlag. */
const FIRST_FLAG = 200;
const LAST_FLAG = 202;
const LEAST_LEVEL = -131072;
const GREATEST_LEVEL = 22;
const MODE = { CONTINUE: 0, FLUSH_BLOCK: 1, FLUSH_FRAME: 2 } as const;
const NOTHING = new Uint8Array(0);

interface Parameter {
  name: string;
  constant: string;
  low: number;
  high: number;
}

const parameter = (name: string, constant: string, low: number, high: number): Parameter => ({
  name,
  constant: `ZSTD_${constant}`,
  low,
  high,
});

/** By number; bounds as ZSTD_cParam_getBounds tells them on a 64-bit machine without threads. */
const COMPRESSION = new Map<number, Parameter>([
  [LEVEL, parameter('compression_level', 'c_compressionLevel', LEAST_LEVEL, GREATEST_LEVEL)],
  [101, parameter('window_log', 'c_windowLog', 10, 31)],
  [102, parameter('hash_log', 'c_hashLog', 6, 30)],
  [103, parameter('chain_log', 'c_chainLog', 6, 30)],
  [104, parameter('search_log', 'c_searchLog', 1, 30)],
  [105, parameter('min_match', 'c_minMatch', 3, 7)],
  [106, parameter('target_length', 'c_targetLength', 0, 131072)],
  [107, parameter('strategy', 'c_strategy', 1, 9)],
  [160, parameter('enable_long_distance_matching', 'c_enableLongDistanceMatching', 0, 2)],
  [161, parameter('ldm_hash_log', 'c_ldmHashLog', 6, 30)],
  [162, parameter('ldm_min_match', 'c_ldmMinMatch', 4, 4096)],
  [163, parameter('ldm_bucket_size_log', 'c_ldmBucketSizeLog', 1, 8)],
  [164, parameter('ldm_hash_rate_log', 'c_ldmHashRateLog', 0, 25)],
  [200, parameter('content_size_flag', 'c_contentSizeFlag', 0, 1)],
  [201, parameter('checksum_flag', 'c_checksumFlag', 0, 1)],
  [202, parameter('dict_id_flag', 'c_dictIDFlag', 0, 1)],
  [400, parameter('nb_workers', 'c_nbWorkers', 0, 0)],
  [401, parameter('job_size', 'c_jobSize', 0, 0)],
  [402, parameter('overlap_log', 'c_overlapLog', 0, 0)],
]);
const DECOMPRESSION = new Map<number, Parameter>([
  [100, parameter('window_log_max', 'd_windowLogMax', 10, 31)],
]);
const STRATEGIES = ['fast', 'dfast', 'greedy', 'lazy', 'lazy2', 'btlazy2', 'btopt', 'btultra', 'btultra2'];

const zstdError = (space: Space, text: string): OperationError =>
  new OperationError(space.types['_zstd.ZstdError'], null, text);

const failed =
  (doing: string) =>
  (space: Space, e: unknown): unknown =>
    e instanceof ZstdFrameError ? zstdError(space, `Unable to ${doing} Zstandard data: ${e.message}`) : e;

function codecOf(space: Space): ZstdCodec {
  const { zstd } = space.host.codecs;
  if (zstd === null || zstd === undefined)
    throw zstdError(space, 'Zstandard is not there: the host has no such codec');
  return zstd;
}

// --- options

const toInt = (space: Space, w: W): number => Number(space.int_w(runNested(space, () => index(space, w))));

function optionsOf(
  space: Space,
  w_options: W,
  known: ReadonlyMap<number, Parameter>,
  kind: 'compression' | 'decompression',
  name: string,
): Map<number, number> {
  const options = new Map<number, number>();
  if (space.is(w_options, space.w_None)) return options;
  if (!space.type(w_options).isSubtype(space.types.dict))
    throw raise(
      space,
      'TypeError',
      `${name}() argument 'options' must be dict, not ${space.type(w_options).name}`,
    );
  for (let entry = space.dictnext(w_options, 0); entry; entry = space.dictnext(w_options, entry.next)) {
    const key = toInt(space, entry.w_key);
    const value = toInt(space, entry.w_value);
    const found = known.get(key);
    if (found === undefined)
      throw raise(space, 'ValueError', `invalid ${kind} parameter 'unknown parameter (key ${key})'`);
    // The flags take any number for yes.
    if (key >= FIRST_FLAG && key <= LAST_FLAG) {
      options.set(key, value === 0 ? 0 : 1);
      continue;
    }
    if (value < found.low || value > found.high)
      throw raise(
        space,
        'ValueError',
        `${kind} parameter '${found.name}' received an illegal value ${value}; the valid range is [${found.low}, ${found.high}]`,
      );
    options.set(key, value);
  }
  return options;
}

/** A ZstdDict, or one with the way to load it: `d.as_prefix`. */
function dictionaryOf(space: Space, w: W): Uint8Array | null {
  if (space.is(w, space.w_None)) return null;
  const isDict = (w_x: W): boolean => space.type(w_x).isSubtype(space.types['_zstd.ZstdDict']);
  if (isDict(w)) return (space.data(w) as DictPayload).content;
  if (space.type(w).isSubtype(space.types.tuple)) {
    const items_w = space.tuple_w(w);
    if (items_w.length === 2 && isDict(items_w[0])) return (space.data(items_w[0]) as DictPayload).content;
  }
  throw raise(space, 'TypeError', 'zstd_dict argument should be a ZstdDict object.');
}

// --- ZstdDict

class DictPayload extends Payload {
  readonly content: Uint8Array;
  constructor(content: Uint8Array) {
    super();
    this.content = content;
  }
  /** 0: only content, no tables. */
  get id(): number {
    const b = this.content;
    const isWhole = b[0] === 0x37 && b[1] === 0xa4 && b[2] === 0x30 && b[3] === 0xec;
    return isWhole ? (b[4] | (b[5] << 8) | (b[6] << 16) | (b[7] << 24)) >>> 0 : 0;
  }
  traverse(): void {}
  forget(): void {}
}

const loadedAs = (way: number) => ({
  get: (space: Space, w: W): W => space.newtuple([w, space.newint(way)]),
});

const dictType: TypeDefinition = {
  name: '_zstd.ZstdDict',
  isBase: false,
  isSequence: true,
  slots: {
    new: constructor('ZstdDict', 'dict_content: bytes, /, *, is_raw: bool = False', ((
      space: Space,
      type: TypeObject,
      content: Uint8Array,
      isRaw: boolean,
    ) => {
      if (content.length < 8)
        throw raise(
          space,
          'ValueError',
          'Zstandard dictionary content too short (must have at least eight bytes)',
        );
      const payload = new DictPayload(content.slice());
      if (!isRaw && payload.id === 0) throw raise(space, 'ValueError', 'invalid Zstandard dictionary');
      return space.newobj(type, payload);
    }) as never),
    length: (space, w) => space.newint((space.data(w) as DictPayload).content.length),
    repr: (space, w) => {
      const { id, content } = space.data(w) as DictPayload;
      return space.newstr(`<ZstdDict dict_id=${id} dict_size=${content.length}>`);
    },
  },
  getset: {
    dict_id: { get: (space, w) => space.newint((space.data(w) as DictPayload).id), member: true },
    dict_content: {
      get: (space, w) => space.newbytes((space.data(w) as DictPayload).content.slice()),
      member: true,
    },
    as_digested_dict: loadedAs(0),
    as_undigested_dict: loadedAs(1),
    as_prefix: loadedAs(2),
  },
};

// --- ZstdCompressor

class CompressorPayload extends Payload {
  readonly parameters: Map<number, number>;
  readonly dictionary: Uint8Array | null;
  machine: { write(bytes: Uint8Array, mode: number): Uint8Array } | null = null;
  contentSize: number | null = null;
  lastMode: number = MODE.FLUSH_FRAME;
  constructor(parameters: Map<number, number>, dictionary: Uint8Array | null) {
    super();
    this.parameters = parameters;
    this.dictionary = dictionary;
  }
  traverse(): void {}
  forget(): void {}
}

const compressorOf = (space: Space, w: W): CompressorPayload => space.data(w) as CompressorPayload;

function newCompressor(space: Space, type: TypeObject, w_level: W, w_options: W, w_dict: W): W {
  const hasLevel = !space.is(w_level, space.w_None);
  if (hasLevel && !space.is(w_options, space.w_None))
    throw raise(space, 'TypeError', 'Only one of level or options should be used.');
  const parameters = optionsOf(space, w_options, COMPRESSION, 'compression', 'ZstdCompressor');
  if (hasLevel) {
    if (!space.type(w_level).isSubtype(space.types.int))
      throw raise(space, 'TypeError', 'invalid type for level, expected int');
    const level = Number(space.int_w(w_level));
    if (level < LEAST_LEVEL || level > GREATEST_LEVEL)
      throw raise(
        space,
        'ValueError',
        `illegal compression level ${level}; the valid range is [${LEAST_LEVEL}, ${GREATEST_LEVEL}]`,
      );
    parameters.set(LEVEL, level);
  }
  codecOf(space);
  return space.newobj(type, new CompressorPayload(parameters, dictionaryOf(space, w_dict)));
}

function write(space: Space, payload: CompressorPayload, data: Uint8Array, mode: number): W {
  try {
    payload.machine ??= codecOf(space).compressor(payload);
    const result = payload.machine.write(data, mode);
    payload.lastMode = mode;
    // What the next frame comes from is told anew.
    if (mode === MODE.FLUSH_FRAME && payload.contentSize !== null) {
      payload.contentSize = null;
      payload.machine = null;
    }
    return space.newbytes(result);
  } catch (e) {
    payload.machine = null;
    payload.lastMode = MODE.FLUSH_FRAME;
    throw failed('compress')(space, e);
  }
}

const compressorType: TypeDefinition = {
  name: '_zstd.ZstdCompressor',
  isBase: false,
  doc: 'Create a compressor object for compressing data incrementally.',
  slots: {
    new: constructor('ZstdCompressor', 'level=None, options=None, zstd_dict=None', newCompressor as never),
  },
  methods: [
    leaf(
      'compress',
      '$self, data: bytes, mode: index = 0',
      (space: Space, w: W, data: Uint8Array, mode: number) => {
        if (mode < MODE.CONTINUE || mode > MODE.FLUSH_FRAME)
          throw raise(
            space,
            'ValueError',
            'mode argument wrong value, it should be one of ZstdCompressor.CONTINUE, ZstdCompressor.FLUSH_BLOCK, ZstdCompressor.FLUSH_FRAME.',
          );
        return write(space, compressorOf(space, w), data, mode);
      },
    ),
    leaf('flush', '$self, mode: index = 2', (space: Space, w: W, mode: number) => {
      if (mode !== MODE.FLUSH_BLOCK && mode !== MODE.FLUSH_FRAME)
        throw raise(
          space,
          'ValueError',
          'mode argument wrong value, it should be ZstdCompressor.FLUSH_FRAME or ZstdCompressor.FLUSH_BLOCK.',
        );
      return write(space, compressorOf(space, w), NOTHING, mode);
    }),
    leaf('set_pledged_input_size', '$self, size, /', (space: Space, w: W, w_size: W) => {
      const payload = compressorOf(space, w);
      const size = space.is(w_size, space.w_None) ? null : toInt(space, w_size);
      if (size !== null && (size < 0 || size > 2 ** 53))
        throw raise(
          space,
          'ValueError',
          'size argument should be a positive int less than 18446744073709551614ull',
        );
      if (payload.lastMode !== MODE.FLUSH_FRAME)
        throw raise(
          space,
          'ValueError',
          'set_pledged_input_size() method must be called when last_mode == FLUSH_FRAME',
        );
      payload.contentSize = size;
      payload.machine = null;
      return space.w_None;
    }),
  ],
  getset: {
    last_mode: { get: (space, w) => space.newint(compressorOf(space, w).lastMode), member: true },
  },
  constants: (space) =>
    Object.fromEntries(Object.entries(MODE).map(([name, value]) => [name, space.newint(value)])),
};

// --- ZstdDecompressor

/** Gives the machine the bytes of one frame, and keeps what lies behind it. */
class FrameDecoder implements StreamDecoder {
  private readonly machine: ReturnType<ZstdCodec['decompressor']>;
  private header: FrameHeader | null = null;
  /** Not looked at yet. */
  private rest: Uint8Array = NOTHING;
  /** Of the frame, to be decoded. */
  private ready: Uint8Array = NOTHING;
  /** Bytes of the current block that are still to come. */
  private left = 0;
  private isLast = false;
  private isWhole = false;
  /** A byte that the look for the end brought out. */
  private held: Uint8Array = NOTHING;
  private isDrained = true;

  constructor(machine: ReturnType<ZstdCodec['decompressor']>) {
    this.machine = machine;
  }

  get ended(): boolean {
    return this.isWhole && this.ready.length === 0 && this.isDrained && this.held.length === 0;
  }

  push(bytes: Uint8Array, max: number): Uint8Array {
    this.rest = concat([this.rest, bytes]);
    const parts = [this.ready];
    while (!this.isWhole && this.scan(parts));
    this.ready = concat(parts);
    if (max === 0) return NOTHING;
    const { held } = this;
    this.held = NOTHING;
    const { output, taken } = this.machine.write(this.ready, max - held.length);
    this.ready = this.ready.slice(taken);
    this.isDrained = held.length + output.length < max;
    if (!this.isDrained) {
      const more = this.machine.write(this.ready, 1);
      this.ready = this.ready.slice(more.taken);
      this.held = more.output;
      this.isDrained = more.output.length === 0;
    }
    return held.length === 0 ? output : concat([held, output]);
  }

  takeRest(): Uint8Array {
    return this.rest.slice();
  }

  /** Takes the next piece of the frame from `rest`; false: it is not there. */
  private scan(parts: Uint8Array[]): boolean {
    const take = (count: number): void => {
      parts.push(this.rest.subarray(0, count));
      this.rest = this.rest.subarray(count);
    };
    if (this.header === null) {
      if (this.rest.length === 0) return false;
      this.header = frameHeader(this.rest);
      if (this.header === null) return false;
      if (this.header.isSkippable) {
        const b = this.rest;
        this.left = (b[4] | (b[5] << 8) | (b[6] << 16) | (b[7] << 24)) >>> 0;
        this.isLast = true;
      }
      take(this.header.size);
      if (this.left === 0 && this.isLast) this.isWhole = true;
      return true;
    }
    if (this.left > 0) {
      const count = Math.min(this.left, this.rest.length);
      take(count);
      this.left -= count;
      if (this.left === 0 && this.isLast) this.isWhole = true;
      return count > 0;
    }
    if (this.rest.length < 3) return false;
    const block = this.rest[0] | (this.rest[1] << 8) | (this.rest[2] << 16);
    this.isLast = (block & 1) !== 0;
    this.left = ((block >> 1) & 3) === 1 ? 1 : block >> 3;
    if (this.isLast && this.header.hasChecksum) this.left += 4;
    take(3);
    if (this.left === 0 && this.isLast) this.isWhole = true;
    return true;
  }
}

const decompressorType: TypeDefinition = {
  name: '_zstd.ZstdDecompressor',
  isBase: false,
  doc: 'Create a decompressor object for decompressing data incrementally.',
  slots: {
    new: constructor('ZstdDecompressor', 'zstd_dict=None, options=None', ((
      space: Space,
      type: TypeObject,
      w_dict: W,
      w_options: W,
    ) => {
      const parameters = optionsOf(space, w_options, DECOMPRESSION, 'decompression', 'ZstdDecompressor');
      const dictionary = dictionaryOf(space, w_dict);
      const machine = codecOf(space).decompressor({ parameters, dictionary, contentSize: null });
      return space.newobj(type, new DecompressorPayload(new FrameDecoder(machine)));
    }) as never),
  },
  ...streamDecompressorMembers('Already at the end of a Zstandard frame.', failed('decompress')),
};

// --- functions

const noTraining = (space: Space): never => {
  throw zstdError(space, 'Unable to train the Zstandard dictionary: not there on this implementation');
};

function frameInfo(space: Space, bytes: Uint8Array): W {
  let header: FrameHeader | null = null;
  try {
    header = frameHeader(bytes);
  } catch (e) {
    if (!(e instanceof ZstdFrameError)) throw e;
  }
  if (header === null)
    throw zstdError(
      space,
      'Error when getting information from the header of a Zstandard frame. Ensure the frame_buffer argument starts from the beginning of a frame, and its length is not less than the frame header (6~18 bytes).',
    );
  const w_size = header.contentSize === null ? space.w_None : space.newint(header.contentSize as Int);
  return space.newtuple([w_size, space.newint(header.dictionaryId)]);
}

function sizeOfFrame(space: Space, bytes: Uint8Array): number {
  let text = 'Src size is incorrect';
  try {
    const size = frameSize(bytes);
    if (size !== null) return size;
  } catch (e) {
    if (!(e instanceof ZstdFrameError)) throw e;
    text = e.message;
  }
  throw zstdError(
    space,
    `Error when finding the compressed size of a Zstandard frame. Ensure the frame_buffer argument starts from the beginning of a frame, and its length is not less than this complete frame. Zstd error message: ${text}.`,
  );
}

export const zstdModule: ModuleDefinition = {
  name: '_zstd',
  doc: 'Implementation module for Zstandard compression.',
  functions: [
    leaf('train_dict', 'samples_bytes, samples_sizes, dict_size, /', noTraining),
    leaf(
      'finalize_dict',
      'custom_dict_bytes, samples_bytes, samples_sizes, dict_size, compression_level, /',
      noTraining,
    ),
    leaf('get_frame_info', 'frame_buffer: bytes', frameInfo),
    leaf('get_frame_size', 'frame_buffer: bytes', sizeOfFrame, { result: 'int' }),
    leaf(
      'get_param_bounds',
      'parameter: index, is_compress: bool',
      (space: Space, key: number, isCompress: boolean) => {
        const found = (isCompress ? COMPRESSION : DECOMPRESSION).get(key);
        if (found === undefined)
          throw zstdError(
            space,
            `Unable to get zstd ${isCompress ? 'compression' : 'decompression'} parameter bounds: Unsupported parameter`,
          );
        return space.newtuple([space.newint(found.low), space.newint(found.high)]);
      },
    ),
    leaf('set_parameter_types', 'c_parameter_type, d_parameter_type', (space: Space) => space.w_None),
  ],
  types: [
    { name: '_zstd.ZstdError', base: 'Exception', hasWeakrefs: true },
    dictType,
    compressorType,
    decompressorType,
  ],
  values: (space) => ({
    ...Object.fromEntries(
      [...COMPRESSION, ...DECOMPRESSION].map(([key, { constant }]) => [constant, space.newint(key)]),
    ),
    ...Object.fromEntries(STRATEGIES.map((name, i) => [`ZSTD_${name}`, space.newint(i + 1)])),
    ZSTD_CLEVEL_DEFAULT: space.newint(3),
    ZSTD_DStreamOutSize: space.newint(131072),
    zstd_version: space.newstr('1.5.7'),
    zstd_version_number: space.newint(10507),
  }),
};
