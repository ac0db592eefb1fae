// What the decompressor objects of _bz2, _lzma and _zstd have in common: `decompress(data, max_length)`, `eof`, `needs_input`, `unused_data`.
import { leaf } from '../gateway.ts';
import { Payload } from '../object.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';

export interface StreamDecoder {
  readonly ended: boolean;
  /** At most `max` bytes of what `bytes` and the unused input before give. */
  push(bytes: Uint8Array, max: number): Uint8Array;
  /** Takes the unused input away. */
  takeRest(): Uint8Array;
}

export class DecompressorPayload extends Payload {
  readonly decoder: StreamDecoder;
  eof = false;
  needsInput = true;
  unused: Uint8Array = new Uint8Array(0);
  constructor(decoder: StreamDecoder) {
    super();
    this.decoder = decoder;
  }
  traverse(): void {}
  forget(): void {}
}

const payloadOf = (space: Space, w: W): DecompressorPayload => space.data(w) as DecompressorPayload;

/** `failed` turns an error of the decoder into what is thrown instead. */
export function streamDecompressorMembers(
  textAtEnd: string,
  failed: (space: Space, e: unknown) => unknown,
): Pick<TypeDefinition, 'methods' | 'getset'> {
  return {
    methods: [
      leaf(
        'decompress',
        '$self, data: bytes, max_length: index = -1',
        (space: Space, w: W, data: Uint8Array, max: number) => {
          const payload = payloadOf(space, w);
          if (payload.eof) throw raise(space, 'EOFError', textAtEnd);
          let result: Uint8Array;
          try {
            result = payload.decoder.push(data, max < 0 ? Infinity : max);
          } catch (e) {
            throw failed(space, e);
          }
          payload.needsInput = false;
          if (payload.decoder.ended) {
            payload.eof = true;
            payload.unused = payload.decoder.takeRest();
          } else payload.needsInput = max < 0 || result.length < max;
          return space.newbytes(result);
        },
      ),
    ],
    getset: {
      eof: {
        get: (space, w) => space.newbool(payloadOf(space, w).eof),
        member: true,
        doc: 'True if the end-of-stream marker has been reached.',
      },
      needs_input: {
        get: (space, w) => space.newbool(payloadOf(space, w).needsInput),
        member: true,
        doc: 'True if more input is needed before more decompressed data can be produced.',
      },
      unused_data: {
        get: (space, w) => space.newbytes(payloadOf(space, w).unused),
        member: true,
        doc: 'Data found after the end of the compressed stream.',
      },
    },
  };
}
