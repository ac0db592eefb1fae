// Host bytes lent to Python code: an object whose buffer they are, and a view of it. What raw streams of user's classes read into and
// write from, and what `BytesIO.getbuffer` shows. Models _io._BytesIOBuffer of CPython's Modules/_io/bytesio.c.
import { BufferPayload } from '../../object.ts';
import type { W } from '../../object.ts';
import type { Space } from '../../space.ts';
import type { TypeDefinition } from '../../typedef.ts';

export class MemoryExport extends BufferPayload {
  /** Where the bytes are now. */
  private readonly current: () => Uint8Array;
  readonly isReadonly: boolean;
  /** The object that the bytes belong to; owned. */
  w_source: W | null;
  constructor(current: () => Uint8Array, isReadonly: boolean, w_source: W | null) {
    super();
    this.current = current;
    this.isReadonly = isReadonly;
    this.w_source = w_source;
  }
  override buffer(): Uint8Array {
    return this.current();
  }
  override get readonly(): boolean {
    return this.isReadonly;
  }
  override get sizeInMemory(): number {
    return 24;
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_source !== null) visit(this.w_source);
  }
  forget(): void {
    this.w_source = null;
  }
}

export const memoryExportType: TypeDefinition = {
  name: '_io._BytesIOBuffer',
  isBase: false,
  ownLayout: true,
};

/** A memoryview of an exporter. */
export function viewOf(space: Space, exporter: MemoryExport): W {
  const w_exporter = space.newobj(space.types['_io._BytesIOBuffer'], exporter);
  const { memoryview } = space.types;
  return memoryview.slots.new!(space, memoryview, [w_exporter], null);
}

/** A memoryview of bytes that nobody moves. */
export function newView(space: Space, bytes: Uint8Array, isReadonly: boolean): W {
  return viewOf(space, new MemoryExport(() => bytes, isReadonly, null));
}
