// Reads members of a zip archive that is in memory: the central directory, stored and deflated members (PKWARE's APPNOTE 4.3, 4.4). Left
// out: encryption, Zip64, archives of several parts.
import { lazyDecoder } from '../kernels/lazy-decoder.ts';
import { hostModules } from './machine/host-modules.ts';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER_SIZE = 30;
const STORED = 0;
const DEFLATED = 8;

interface Member {
  method: number;
  compressedSize: number;
  offset: number;
}

export class ZipReader {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly members = new Map<string, Member>();
  /** Folders that some member lies in, without a slash at the end. */
  readonly folders = new Set<string>();

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.readDirectory();
  }

  private readDirectory(): void {
    const { view } = this;
    let end = view.byteLength - 22;
    while (end >= 0 && view.getUint32(end, true) !== END_OF_DIRECTORY) end--;
    if (end < 0) throw new Error('not a zip archive');
    let at = view.getUint32(end + 16, true);
    const decoder = lazyDecoder('utf-8');
    for (let left = view.getUint16(end + 10, true); left > 0; left--) {
      if (view.getUint32(at, true) !== DIRECTORY_ENTRY) throw new Error('a damaged zip directory');
      const nameLength = view.getUint16(at + 28, true);
      const name =
        this.name(at + 46, nameLength) ?? decoder.decode(this.bytes.subarray(at + 46, at + 46 + nameLength));
      this.members.set(name, {
        method: view.getUint16(at + 10, true),
        compressedSize: view.getUint32(at + 20, true),
        offset: view.getUint32(at + 42, true),
      });
      for (let slash = name.lastIndexOf('/'); slash > 0; slash = name.lastIndexOf('/', slash - 1)) {
        const folder = name.slice(0, slash);
        if (this.folders.has(folder)) break;
        this.folders.add(folder);
      }
      at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    }
  }

  /** Names of ASCII, which nearly all are, without the host's decoder for each. */
  private name(at: number, length: number): string | null {
    let text = '';
    for (let i = at; i < at + length; i++) {
      const c = this.bytes[i];
      if (c > 127) return null;
      text += String.fromCharCode(c);
    }
    return text;
  }

  has(name: string): boolean {
    return this.members.has(name);
  }

  names(): IterableIterator<string> {
    return this.members.keys();
  }

  read(name: string): Uint8Array | null {
    const member = this.members.get(name);
    if (member === undefined) return null;
    const { method, compressedSize, offset } = member;
    const start =
      offset +
      LOCAL_HEADER_SIZE +
      this.view.getUint16(offset + 26, true) +
      this.view.getUint16(offset + 28, true);
    const data = this.bytes.subarray(start, start + compressedSize);
    if (method === STORED) return data;
    if (method !== DEFLATED) throw new Error(`zip member '${name}' is packed by method ${method}`);
    return hostModules.zlib.inflateRawSync(data);
  }
}
