// Compression and digests by Node: node:zlib without its streams (each call must have its answer at once), node:crypto.
import { hostModules } from './host-modules.ts';
import type { Hash } from 'node:crypto';
import { nodeZstd } from './zstd.ts';
import type * as zlib from 'node:zlib';
import { crc32 } from '../../kernels/crc.ts';
import { DATA_ERROR, InflateError, NEED_DICTIONARY, WRONG_DICTIONARY } from '../../kernels/inflate.ts';
import type {
  DeflateOptions,
  Deflater,
  Digester,
  MachineCodecs,
  MachineInflater,
} from '../machine-codecs.ts';

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

/** What lies under a stream of Node's. */
const innerOf = (stream: unknown) => stream as { _handle: ZlibHandle; _writeState: Uint32Array };

const CHUNK = 65536;
const LARGEST_CHUNK = 1 << 24;
/** Calling into Node costs some 0.2 µs. */
const WORTH_A_CALL = 256;
type Crc32 = (bytes: Uint8Array, start: number) => number;
let nodeCrc32: Crc32 | undefined;
const NOTHING = new Uint8Array(0);

class NodeDeflater implements Deflater {
  private readonly handle: ZlibHandle;
  private readonly state: Uint32Array;
  private failure: string | null = null;

  constructor({ level, windowBits, memoryLevel, strategy, dictionary }: DeflateOptions) {
    const bits = Math.abs(windowBits);
    const options: zlib.ZlibOptions = {
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
    const inner = innerOf(stream);
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

/** zlib's frame or none; gzip's is not Node's to read, which goes on with what lies behind the end. */
class NodeInflater implements MachineInflater {
  private readonly handle: ZlibHandle;
  private readonly state: Uint32Array;
  private failure: InflateError | null = null;
  /** A byte that the look for the end brought out, where the output had been full. */
  private readonly held = new Uint8Array(1);
  private isHolding = false;

  constructor(windowBits: number, dictionary: Uint8Array | null) {
    const options: zlib.ZlibOptions = {
      windowBits: Math.abs(windowBits),
      ...(dictionary === null ? {} : { dictionary }),
    };
    const stream =
      windowBits < 0 ? hostModules.zlib.createInflateRaw(options) : hostModules.zlib.createInflate(options);
    const inner = innerOf(stream);
    this.handle = inner._handle;
    this.state = inner._writeState;
    this.handle.onerror = (message, errno) => {
      const isWrong = errno === NEED_DICTIONARY && dictionary !== null;
      this.failure = isWrong
        ? new InflateError(DATA_ERROR, WRONG_DICTIONARY)
        : new InflateError(errno, message);
    };
  }

  write(bytes: Uint8Array, max: number): { output: Uint8Array; taken: number; ended: boolean } {
    const parts: Uint8Array[] = [];
    let at = 0;
    let length = 0;
    if (this.isHolding) {
      parts.push(this.held.slice());
      length = 1;
    }
    // Text shrinks to a quarter or so: few calls, little left over.
    let size = Math.min(Math.max(CHUNK, 4 * bytes.length), LARGEST_CHUNK);
    while (length < max) {
      size = Math.min(size, max - length);
      const output = Buffer.allocUnsafeSlow(size);
      this.handle.writeSync(
        hostModules.zlib.constants.Z_SYNC_FLUSH,
        bytes,
        at,
        bytes.length - at,
        output,
        0,
        size,
      );
      if (this.failure !== null) throw this.failure;
      const [free, left] = this.state;
      at = bytes.length - left;
      length += size - free;
      if (free < size) parts.push(output.subarray(0, size - free));
      if (free > 0) break;
    }
    // A copy gives back the room that was too much.
    const output = new Uint8Array(length);
    let from = 0;
    for (const part of parts) {
      output.set(part, from);
      from += part.length;
    }
    return { output, taken: at, ended: this.isAtEnd() };
  }

  /** Finishing without input is an error in the middle of a stream, and one that leaves zlib's state as it was. */
  private isAtEnd(): boolean {
    this.handle.writeSync(hostModules.zlib.constants.Z_FINISH, NOTHING, 0, 0, this.held, 0, 1);
    this.isHolding = this.state[0] === 0 && this.failure === null;
    const isAtEnd = this.failure === null && !this.isHolding;
    this.failure = null;
    return isAtEnd;
  }
}

/** `crypto.hash`, of Node 20.12 and later. */
type HashAtOnce = (name: string, bytes: Uint8Array, encoding: 'hex' | 'latin1') => string;

/** The host warns of a SHAKE that was told no length; a copy of it is told the right one. */
const newHash = (name: string): Hash =>
  hostModules.crypto.createHash(name, name.startsWith('shake') ? { outputLength: 32 } : undefined);

/** Below this the bytes are kept until the digest is asked for: making the host's object costs more than hashing them. */
const KEPT = 4096;

class NodeDigester implements Digester {
  private readonly name: string;
  /** All that came so far, while that is little; the hash is not made yet. */
  private kept: Uint8Array | null = NOTHING;
  private hash: Hash | null = null;

  constructor(name: string) {
    this.name = name;
  }

  private hashed(): Hash {
    this.hash ??= newHash(this.name);
    if (this.kept !== null) {
      this.hash.update(this.kept);
      this.kept = null;
    }
    return this.hash;
  }

  update(bytes: Uint8Array): void {
    if (this.kept?.length === 0 && bytes.length <= KEPT) this.kept = new Uint8Array(bytes);
    else this.hashed().update(bytes);
  }

  copy(): Digester {
    const copy = new NodeDigester(this.name);
    // What is kept is never changed in place.
    copy.kept = this.kept;
    if (this.kept === null) copy.hash = this.hash!.copy();
    return copy;
  }

  hexdigest(): string | undefined {
    return this.atOnce('hex');
  }

  private atOnce(encoding: 'hex' | 'latin1'): string | undefined {
    const { hash } = hostModules.crypto as { hash?: HashAtOnce };
    return this.kept === null ? undefined : hash?.(this.name, this.kept, encoding);
  }

  digest(length?: number): Uint8Array {
    if (length === 0) return new Uint8Array(0);
    const units = length === undefined ? this.atOnce('latin1') : undefined;
    if (units !== undefined) {
      // Half the time of a buffer of the host's and its copy.
      const bytes = new Uint8Array(units.length);
      for (let i = 0; i < units.length; i++) bytes[i] = units.charCodeAt(i);
      return bytes;
    }
    const copy = this.hashed().copy(length === undefined ? undefined : { outputLength: length });
    return new Uint8Array(copy.digest());
  }
}

/** Names of digests that the host has or has not, as far as asked. */
const known = new Map<string, boolean>();

function hasDigest(name: string): boolean {
  let has = known.get(name);
  if (has === undefined) {
    try {
      newHash(name);
      has = true;
    } catch {
      has = false;
    }
    known.set(name, has);
  }
  return has;
}

export const nodeCodecs: MachineCodecs = {
  get zstd() {
    return nodeZstd();
  },
  deflater: (options) => new NodeDeflater(options),
  inflater: (windowBits, dictionary) => {
    const bits = Math.abs(windowBits);
    return bits >= 8 && bits <= 15 ? new NodeInflater(windowBits, dictionary) : null;
  },
  // Node 22.2 and later have it.
  crc32: (bytes, start) => {
    if (bytes.length < WORTH_A_CALL) return crc32(bytes, start);
    nodeCrc32 ??= (hostModules.zlib as { crc32?: Crc32 }).crc32 ?? crc32;
    return nodeCrc32(bytes, start);
  },
  digester: (name) => (hasDigest(name) ? new NodeDigester(name) : null),
};
