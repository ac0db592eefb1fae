// The module `_bz2`, under the library's bz2. Models CPython's Modules/_bz2module.c; the algorithms are kernels/bzip2.
import { Bzip2Decoder, Bzip2Error } from '../../kernels/bzip2/decode.ts';
import { Bzip2Encoder } from '../../kernels/bzip2/encode.ts';
import { constructor } from '../constructor.ts';
import { leaf } from '../gateway.ts';
import { Payload } from '../object.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import type { TypeObject } from '../typeobject.ts';
import type { ModuleDefinition } from './module-definition.ts';
import { DecompressorPayload, streamDecompressorMembers } from './stream-decompressor.ts';

class CompressorPayload extends Payload {
  readonly encoder: Bzip2Encoder;
  flushed = false;
  constructor(encoder: Bzip2Encoder) {
    super();
    this.encoder = encoder;
  }
  traverse(): void {}
  forget(): void {}
}

const compressorOf = (space: Space, w: W): CompressorPayload => space.data(w) as CompressorPayload;

const compressorType: TypeDefinition = {
  name: '_bz2.BZ2Compressor',
  isBase: false,
  doc:
    'Create a compressor object for compressing data incrementally.\n\n  compresslevel\n    Compression level, ' +
    'as a number between 1 and 9.\n\nFor one-shot compression, use the compress() function instead.',
  slots: {
    new: constructor('BZ2Compressor', 'compresslevel: index = 9, /', ((
      space: Space,
      type: TypeObject,
      level: number,
    ) => {
      if (level < 1 || level > 9) throw raise(space, 'ValueError', 'compresslevel must be between 1 and 9');
      return space.newobj(type, new CompressorPayload(new Bzip2Encoder(level)));
    }) as never),
  },
  methods: [
    leaf('compress', '$self, data: bytes, /', (space: Space, w: W, data: Uint8Array) => {
      const { encoder, flushed } = compressorOf(space, w);
      if (flushed) throw raise(space, 'ValueError', 'Compressor has been flushed');
      return space.newbytes(encoder.push(data));
    }),
    leaf('flush', '$self, /', (space: Space, w: W) => {
      const payload = compressorOf(space, w);
      if (payload.flushed) throw raise(space, 'ValueError', 'Repeated call to flush()');
      payload.flushed = true;
      return space.newbytes(payload.encoder.finish());
    }),
  ],
};

const failed = (space: Space, e: unknown): unknown =>
  e instanceof Bzip2Error ? raise(space, 'OSError', e.message) : e;

const decompressorType: TypeDefinition = {
  name: '_bz2.BZ2Decompressor',
  isBase: false,
  doc: 'Create a decompressor object for decompressing data incrementally.\n\nFor one-shot decompression, use the decompress() function instead.',
  slots: {
    new: constructor('BZ2Decompressor', '', ((space: Space, type: TypeObject) =>
      space.newobj(type, new DecompressorPayload(new Bzip2Decoder()))) as never),
  },
  ...streamDecompressorMembers('End of stream already reached', failed),
};

export const bz2Module: ModuleDefinition = {
  name: '_bz2',
  types: [compressorType, decompressorType],
};
