// Zstandard by Node 22.15 and later (node:zlib), through the binding under its streams as in codecs.ts.
import { ZstdFrameError } from '../../kernels/zstd-frame.ts';
import type { ZstdCodec, ZstdOptions } from '../machine-codecs.ts';
import { hostModules } from './host-modules.ts';

interface Handle {
  writeSync(
    mode: number,
    input: Uint8Array,
    inputOffset: number,
    inputLength: number,
    output: Uint8Array,
    outputOffset: number,
    outputLength: number,
  ): void;
  onerror: (message: string) => void;
}

interface Stream {
  _handle: Handle;
  _writeState: Uint32Array;
}

type Make = (options: object) => Stream;

const CHUNK = 65536;
const GO_ON = 0;

function open(make: Make, { parameters, dictionary, contentSize }: ZstdOptions) {
  const stream = make({
    params: Object.fromEntries(parameters),
    ...(dictionary === null ? {} : { dictionary }),
    ...(contentSize === null ? {} : { pledgedSrcSize: contentSize }),
  });
  const { _handle: handle, _writeState: state } = stream;
  let failure: string | null = null;
  handle.onerror = (message) => (failure = message);
  return (mode: number, bytes: Uint8Array, max: number): { output: Uint8Array; taken: number } => {
    const parts: Uint8Array[] = [];
    let at = 0;
    let length = 0;
    while (length < max) {
      const size = Math.min(CHUNK, max - length);
      const output = new Uint8Array(size);
      handle.writeSync(mode, bytes, at, bytes.length - at, output, 0, size);
      if (failure !== null) throw new ZstdFrameError(failure);
      const [free, left] = state;
      at = bytes.length - left;
      length += size - free;
      if (free < size) parts.push(output.subarray(0, size - free));
      // A full buffer may hold something back.
      if (free > 0) break;
    }
    return { output: parts.length === 1 ? parts[0].slice() : Buffer.concat(parts), taken: at };
  };
}

export function nodeZstd(): ZstdCodec | null {
  const zlib = hostModules.zlib as unknown as { createZstdCompress?: Make; createZstdDecompress?: Make };
  const { createZstdCompress, createZstdDecompress } = zlib;
  if (createZstdCompress === undefined || createZstdDecompress === undefined) return null;
  return {
    compressor: (options) => {
      const run = open(createZstdCompress, options);
      return { write: (bytes, mode) => run(mode, bytes, Infinity).output };
    },
    decompressor: (options) => {
      const run = open(createZstdDecompress, options);
      return { write: (bytes, max) => run(GO_ON, bytes, max) };
    },
  };
}
