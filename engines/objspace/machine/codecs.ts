// Compression and digests by Node: node:zlib without its streams (each call must have its answer at once), node:crypto.
import { hostModules } from './host-modules.ts';
import type { Hash } from 'node:crypto';
import type { ZlibOptions } from 'node:zlib';
import type { DeflateOptions, Deflater, Digester, MachineCodecs } from '../machine-codecs.ts';

/** The binding under Node's streams, which they call themselves when they are used synchronously. */
interface ZlibHandle {
  writeSync(
    flush: number,
    input: Uint8Array,
    inputOffset: number,
    inputLength: number,
    output: Uint8Array,
    outputOffset: number,
    outputLength: number,
  ): void;
  onerror: (message: string, errno: number, code: string) => void;
}

const CHUNK = 65536;

class NodeDeflater implements Deflater {
  private readonly handle: ZlibHandle;
  private readonly state: Uint32Array;
  private failure: string | null = null;

  constructor({ level, windowBits, memoryLevel, strategy, dictionary }: DeflateOptions) {
    const bits = Math.abs(windowBits);
    const options: ZlibOptions = {
      level,
      memLevel: memoryLevel,
      strategy,
      windowBits: bits > 15 ? bits - 16 : bits,
      ...(dictionary === null ? {} : { dictionary }),
    };
    const stream =
      windowBits < 0
        ? hostModules.zlib.createDeflateRaw(options)
        : windowBits > 15
          ? hostModules.zlib.createGzip(options)
          : hostModules.zlib.createDeflate(options);
    const inner = stream as unknown as { _handle: ZlibHandle; _writeState: Uint32Array };
    this.handle = inner._handle;
    this.state = inner._writeState;
    this.handle.onerror = (message) => (this.failure = message);
  }

  write(bytes: Uint8Array, flush: number): Uint8Array {
    const parts: Uint8Array[] = [];
    let at = 0;
    for (;;) {
      const output = new Uint8Array(CHUNK);
      this.handle.writeSync(flush, bytes, at, bytes.length - at, output, 0, CHUNK);
      if (this.failure !== null) throw new Error(this.failure);
      const [free, left] = this.state;
      if (free < CHUNK) parts.push(output.subarray(0, CHUNK - free));
      at = bytes.length - left;
      // A full buffer may hold something back.
      if (free > 0) break;
    }
    return parts.length === 1 ? parts[0].slice() : Buffer.concat(parts);
  }
}

class NodeDigester implements Digester {
  private readonly hash: Hash;
  constructor(hash: Hash) {
    this.hash = hash;
  }
  update(bytes: Uint8Array): void {
    this.hash.update(bytes);
  }
  copy(): Digester {
    return new NodeDigester(this.hash.copy());
  }
  digest(length?: number): Uint8Array {
    if (length === 0) return new Uint8Array(0);
    const copy = this.hash.copy(length === undefined ? undefined : { outputLength: length });
    return new Uint8Array(copy.digest());
  }
}

export const nodeCodecs: MachineCodecs = {
  deflater: (options) => new NodeDeflater(options),
  digester: (name) => {
    try {
      return new NodeDigester(hostModules.crypto.createHash(name));
    } catch {
      return null;
    }
  },
};
