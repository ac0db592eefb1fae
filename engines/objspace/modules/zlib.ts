// The module `zlib`. Models CPython's Modules/zlibmodule.c. Compression is the machine's (Host.codecs); decompression is kernels/inflate.ts,
// which tells where a stream ends and can stop at a length.
import { adler32 } from '../../kernels/crc.ts';
import { concat } from '../../kernels/bytes.ts';
import type { Int } from '../../kernels/int.ts';
import { InflateError, WRONG_DICTIONARY } from '../../kernels/inflate.ts';
import { constructor } from '../constructor.ts';
import { OperationError } from '../error.ts';
import { leaf } from '../gateway.ts';
import type { Deflater, DeflateOptions } from '../machine-codecs.ts';
import { Payload } from '../object.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import type { TypeObject } from '../typeobject.ts';
import type { ModuleDefinition } from './module-definition.ts';
import { newInflater } from './zlib-inflater.ts';
import type { StreamInflater } from './zlib-inflater.ts';

const MAX_WBITS = 15;
const DEFLATED = 8;
const Z_FINISH = 4;
const Z_NO_FLUSH = 0;
const Z_SYNC_FLUSH = 2;

const zlibError = (space: Space, text: string): OperationError =>
  new OperationError(space.types['zlib.error'], null, text);

function failed(space: Space, e: unknown, doing: string): never {
  if (e instanceof InflateError && e.message === WRONG_DICTIONARY)
    throw zlibError(space, `Error ${e.code} while setting zdict: invalid input data`);
  if (e instanceof InflateError)
    throw zlibError(space, `Error ${e.code} ${doing}${e.code === 2 ? '' : `: ${e.message}`}`);
  throw e;
}

function checkCompression(space: Space, { level, windowBits, memoryLevel, strategy }: DeflateOptions): void {
  const bits = windowBits < 0 ? -windowBits : windowBits > 15 ? windowBits - 16 : windowBits;
  const isValid =
    level >= -1 &&
    level <= 9 &&
    bits >= 9 &&
    bits <= 15 &&
    memoryLevel >= 1 &&
    memoryLevel <= 9 &&
    strategy >= 0 &&
    strategy <= 4;
  if (!isValid) throw raise(space, 'ValueError', 'Invalid initialization option');
}

function checkDecompression(space: Space, windowBits: number): void {
  const bits = windowBits < 0 ? -windowBits : windowBits & 15;
  const isValid = windowBits <= 47 && (windowBits >= 0 ? bits === 0 || bits >= 8 : bits >= 8 && bits <= 15);
  if (!isValid) throw raise(space, 'ValueError', 'Invalid initialization option');
}

function compress(space: Space, data: Uint8Array, level: number, windowBits: number): W {
  const bits = windowBits < 0 ? -windowBits : windowBits > 15 ? windowBits - 16 : windowBits;
  if (level < -1 || level > 9 || bits < 9 || bits > 15) throw zlibError(space, 'Bad compression level');
  const options = { level, windowBits, memoryLevel: 8, strategy: 0, dictionary: null };
  return space.newbytes(space.host.codecs.deflater(options).write(data, Z_FINISH));
}

function decompress(space: Space, data: Uint8Array, windowBits: number, bufferSize: number): W {
  if (bufferSize < 0) throw raise(space, 'ValueError', 'bufsize must be non-negative');
  if (bufferSize === 0) bufferSize = 1;
  const isValid = windowBits <= 47 && windowBits >= -15 && (windowBits >= 0 || windowBits <= -8);
  if (!isValid)
    throw zlibError(space, 'Error -2 while preparing to decompress data: inconsistent stream state');
  const inflater = newInflater(space, windowBits, null, false);
  let result: Uint8Array;
  try {
    result = inflater.push(data);
  } catch (e) {
    failed(space, e, 'while decompressing data');
  }
  if (!inflater.ended)
    throw zlibError(space, 'Error -5 while decompressing data: incomplete or truncated stream');
  return space.newbytes(result);
}

// --- compressobj

class CompressPayload extends Payload {
  options: DeflateOptions;
  deflater: Deflater | null;
  /** What went in, so that a copy can be made: the machine's compressor cannot be copied. */
  readonly history: { bytes: Uint8Array; flush: number }[];
  constructor(options: DeflateOptions, deflater: Deflater, history: { bytes: Uint8Array; flush: number }[]) {
    super();
    this.options = options;
    this.deflater = deflater;
    this.history = history;
  }
  write(bytes: Uint8Array, flush: number): Uint8Array {
    this.history.push({ bytes: bytes.slice(), flush });
    return this.deflater!.write(bytes, flush);
  }
  traverse(): void {}
  forget(): void {}
}

function compressor(space: Space, w: W, doing: string): CompressPayload {
  const payload = space.data(w) as CompressPayload;
  if (payload.deflater === null) throw zlibError(space, `Error -2 ${doing}: inconsistent stream state`);
  return payload;
}

const copyCompressor = (space: Space, w: W): W => {
  const source = space.data(w) as CompressPayload;
  if (source.deflater === null) throw raise(space, 'ValueError', 'Inconsistent stream state');
  const { options, history } = source;
  const deflater = space.host.codecs.deflater(options);
  for (const { bytes, flush } of history) deflater.write(bytes, flush);
  return space.newobj(space.types['zlib.Compress'], new CompressPayload(options, deflater, [...history]));
};

const compressType: TypeDefinition = {
  name: 'zlib.Compress',
  isBase: false,
  methods: [
    leaf('compress', '$self, data: bytes, /', (space: Space, w: W, data: Uint8Array) =>
      space.newbytes(compressor(space, w, 'while compressing data').write(data, Z_NO_FLUSH)),
    ),
    leaf('flush', '$self, mode: index = 4, /', (space: Space, w: W, mode: number) => {
      if (mode === Z_NO_FLUSH) return space.newbytes(new Uint8Array(0));
      const payload = compressor(space, w, 'while flushing');
      if (mode < 0 || mode > 6) throw zlibError(space, 'Error -2 while flushing: inconsistent stream state');
      const result = payload.write(new Uint8Array(0), mode);
      if (mode === Z_FINISH) {
        payload.deflater = null;
        payload.history.length = 0;
      }
      return space.newbytes(result);
    }),
    leaf('copy', '$self, /', copyCompressor),
    leaf('__copy__', '$self, /', copyCompressor),
    leaf('__deepcopy__', '$self, memo, /', copyCompressor),
  ],
};

// --- decompressobj

class DecompressPayload extends Payload {
  inflater: StreamInflater;
  unused: Uint8Array = new Uint8Array(0);
  tail: Uint8Array = new Uint8Array(0);
  eof = false;
  needsInput = true;
  constructor(inflater: StreamInflater) {
    super();
    this.inflater = inflater;
  }
  traverse(): void {}
  forget(): void {}
}

const decompressorOf = (space: Space, w: W): DecompressPayload => space.data(w) as DecompressPayload;

function feed(
  space: Space,
  payload: DecompressPayload,
  data: Uint8Array,
  max: number,
  doing: string,
): Uint8Array {
  if (payload.eof) {
    if (data.length > 0) payload.unused = concat([payload.unused, data]);
    return new Uint8Array(0);
  }
  let result: Uint8Array;
  try {
    result = payload.inflater.push(data, max);
  } catch (e) {
    failed(space, e, doing);
  }
  if (payload.inflater.ended) {
    payload.eof = true;
    payload.unused = payload.inflater.takeRest();
    payload.tail = new Uint8Array(0);
  } else payload.tail = max === Infinity ? new Uint8Array(0) : payload.inflater.takeRest();
  return result;
}

const copyDecompressor = (space: Space, w: W): W => {
  const source = decompressorOf(space, w);
  const copy = new DecompressPayload(source.inflater.copyState());
  copy.unused = source.unused;
  copy.tail = source.tail;
  copy.eof = source.eof;
  return space.newobj(space.types['zlib.Decompress'], copy);
};

const decompressType: TypeDefinition = {
  name: 'zlib.Decompress',
  isBase: false,
  methods: [
    leaf(
      'decompress',
      '$self, data: bytes, /, max_length: index = 0',
      (space: Space, w: W, data: Uint8Array, max: number) => {
        if (max < 0) throw raise(space, 'ValueError', 'max_length must be non-negative');
        const limit = max === 0 ? Infinity : max;
        return space.newbytes(feed(space, decompressorOf(space, w), data, limit, 'while decompressing data'));
      },
    ),
    leaf('flush', '$self, length: index = 16384, /', (space: Space, w: W, length: number) => {
      if (length <= 0) throw raise(space, 'ValueError', 'length must be greater than zero');
      const payload = decompressorOf(space, w);
      return space.newbytes(feed(space, payload, payload.tail, Infinity, 'while decompressing data'));
    }),
    leaf('copy', '$self, /', copyDecompressor),
    leaf('__copy__', '$self, /', copyDecompressor),
    leaf('__deepcopy__', '$self, memo, /', copyDecompressor),
  ],
  getset: {
    unused_data: { get: (space, w) => space.newbytes(decompressorOf(space, w).unused), member: true },
    unconsumed_tail: { get: (space, w) => space.newbytes(decompressorOf(space, w).tail), member: true },
    eof: { get: (space, w) => space.newbool(decompressorOf(space, w).eof), member: true },
  },
};

/** For the library's gzip and zipfile: keeps its input itself. */
const zlibDecompressorType: TypeDefinition = {
  name: 'zlib._ZlibDecompressor',
  slots: {
    new: constructor('_ZlibDecompressor', 'wbits: index = 15, zdict=NULL', ((
      space: Space,
      type: TypeObject,
      windowBits: number,
      w_dictionary: W | undefined,
    ) => {
      checkDecompression(space, windowBits);
      return space.newobj(
        type,
        new DecompressPayload(newInflater(space, windowBits, dictionaryOf(space, w_dictionary), false)),
      );
    }) as never),
  },
  methods: [
    leaf(
      'decompress',
      '$self, data: bytes, max_length: index = -1',
      (space: Space, w: W, data: Uint8Array, max: number) => {
        const payload = decompressorOf(space, w);
        if (payload.eof) throw raise(space, 'EOFError', 'End of stream already reached');
        let result: Uint8Array;
        try {
          result = payload.inflater.push(data, max < 0 ? Infinity : max);
        } catch (e) {
          failed(space, e, 'while decompressing data');
        }
        payload.needsInput = false;
        if (payload.inflater.ended) {
          payload.eof = true;
          payload.unused = payload.inflater.takeRest();
        } else payload.needsInput = max < 0 || result.length < max;
        return space.newbytes(result);
      },
    ),
  ],
  getset: {
    unused_data: { get: (space, w) => space.newbytes(decompressorOf(space, w).unused) },
    eof: { get: (space, w) => space.newbool(decompressorOf(space, w).eof), member: true },
    needs_input: { get: (space, w) => space.newbool(decompressorOf(space, w).needsInput), member: true },
  },
};

function dictionaryOf(space: Space, w: W | undefined): Uint8Array | null {
  if (w === undefined) return null;
  const type = space.type(w);
  if (type.isSubtype(space.types.str))
    throw raise(space, 'TypeError', 'zdict argument must support the buffer protocol');
  return space.buffer_w(w).slice();
}

const unsigned = (value: Int): number => Number(BigInt.asUintN(32, BigInt(value)));

export const zlibModule: ModuleDefinition = {
  name: 'zlib',
  doc: 'The functions in this module allow compression and decompression using the\nzlib library, which is based on GNU zip.',
  functions: [
    leaf(
      'adler32',
      'data: bytes, value: int = 1, /',
      (_space: Space, data: Uint8Array, value: Int) => adler32(data, unsigned(value)),
      { result: 'int' },
    ),
    leaf(
      'crc32',
      'data: bytes, value: int = 0, /',
      (space: Space, data: Uint8Array, value: Int) => space.host.codecs.crc32(data, unsigned(value)),
      { result: 'int' },
    ),
    leaf('compress', 'data: bytes, /, level: index = -1, wbits: index = 15', compress),
    leaf('decompress', 'data: bytes, /, wbits: index = 15, bufsize: index = 16384', decompress),
    leaf(
      'compressobj',
      'level: index = -1, method: index = 8, wbits: index = 15, memLevel: index = 8, strategy: index = 0, zdict=NULL',
      (
        space: Space,
        level: number,
        method: number,
        windowBits: number,
        memoryLevel: number,
        strategy: number,
        w_dictionary: W | undefined,
      ) => {
        const dictionary = dictionaryOf(space, w_dictionary);
        const options = { level, windowBits, memoryLevel, strategy, dictionary };
        if (method !== DEFLATED) throw raise(space, 'ValueError', 'Invalid initialization option');
        checkCompression(space, options);
        const deflater = space.host.codecs.deflater(options);
        return space.newobj(space.types['zlib.Compress'], new CompressPayload(options, deflater, []));
      },
    ),
    leaf(
      'decompressobj',
      'wbits: index = 15, zdict=NULL',
      (space: Space, windowBits: number, w_dictionary?: W) => {
        checkDecompression(space, windowBits);
        const dictionary = dictionaryOf(space, w_dictionary);
        const payload = new DecompressPayload(newInflater(space, windowBits, dictionary, true));
        return space.newobj(space.types['zlib.Decompress'], payload);
      },
    ),
  ],
  types: [
    { name: 'zlib.error', base: 'Exception', hasWeakrefs: true },
    compressType,
    decompressType,
    zlibDecompressorType,
  ],
  hidden: ['zlib.Compress', 'zlib.Decompress'],
  values: (space) => ({
    ...Object.fromEntries(
      Object.entries({
        MAX_WBITS,
        DEFLATED,
        DEF_MEM_LEVEL: 8,
        DEF_BUF_SIZE: 16384,
        Z_NO_COMPRESSION: 0,
        Z_BEST_SPEED: 1,
        Z_BEST_COMPRESSION: 9,
        Z_DEFAULT_COMPRESSION: -1,
        Z_FILTERED: 1,
        Z_HUFFMAN_ONLY: 2,
        Z_RLE: 3,
        Z_FIXED: 4,
        Z_DEFAULT_STRATEGY: 0,
        Z_NO_FLUSH,
        Z_PARTIAL_FLUSH: 1,
        Z_SYNC_FLUSH,
        Z_FULL_FLUSH: 3,
        Z_FINISH,
        Z_BLOCK: 5,
        Z_TREES: 6,
      }).map(([name, value]) => [name, space.newint(value)]),
    ),
    ZLIB_VERSION: space.newstr('1.3.1'),
    ZLIB_RUNTIME_VERSION: space.newstr('1.3.1'),
  }),
};
