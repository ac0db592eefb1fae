// Buffers of a program's own classes: `__buffer__` and `__release_buffer__` (PEP 688). Models slot_bf_getbuffer, slot_bf_releasebuffer and
// the wrapper object that stands between a view and what it shows in CPython's Objects/typeobject.c.
import { runNested } from '../continuation.ts';
import { callSpecial } from '../descroperation.ts';
import { BufferPayload } from '../object.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import { generatorHooks } from './generator.ts';

/** PyBUF_FULL_RO, what `memoryview(x)` asks for; PyBUF_SIMPLE, what functions that only read do. */
export const FULL_RO = 0x11c;
const SIMPLE = 0;

/** The memoryview that a `__buffer__` answered, until the last view of it goes. */
export class UserBuffer extends BufferPayload {
  w_exporter: W | null;
  w_view: W | null;
  constructor(w_exporter: W, w_view: W) {
    super();
    this.w_exporter = w_exporter;
    this.w_view = w_view;
  }

  private view(space: Space): BufferPayload {
    return space.data(this.w_view!) as BufferPayload;
  }
  override buffer(space: Space): Uint8Array {
    return this.view(space).buffer(space);
  }
  override content(space: Space): Uint8Array {
    return this.view(space).content(space);
  }
  override get readonly(): boolean {
    return false;
  }
  override get sizeInMemory(): number {
    return 32;
  }

  traverse(visit: (w: W) => void): void {
    if (this.w_exporter !== null) visit(this.w_exporter);
    if (this.w_view !== null) visit(this.w_view);
  }
  forget(): void {
    this.w_exporter = this.w_view = null;
  }
}

/** Whether the class says how to get at its bytes; a class below `bytes` that does not has the method of that. */
export function exportsBuffer(space: Space, w: W): boolean {
  const type = space.type(w);
  return type.isHeap && type.whereDefined('__buffer__')?.isHeap === true;
}

/** Calls `__buffer__`: the payload that keeps its answer, and the wrapper around it. */
export function requestBuffer(space: Space, w: W, flags: number): { w_wrapper: W; source: UserBuffer } {
  const w_view = runNested(space, () => callSpecial(space, w, '__buffer__', [space.newint(flags)])!);
  if (!space.type(w_view).isSubtype(space.types.memoryview))
    throw raise(space, 'TypeError', '__buffer__ returned non-memoryview object');
  const source = new UserBuffer(space.own(w), space.own(w_view));
  return { w_wrapper: space.newobj(space.types._buffer_wrapper, source), source };
}

/** Tells the exporter that nobody looks at its bytes any more. An error of its is nobody's to catch. */
export function releaseBuffer(space: Space, source: UserBuffer): void {
  const { w_exporter, w_view } = source;
  if (w_exporter === null || w_view === null) return;
  source.forget();
  try {
    if (space.type(w_exporter).lookup('__release_buffer__') !== undefined)
      runNested(space, () => callSpecial(space, w_exporter, '__release_buffer__', [w_view])!);
    runNested(space, () => callSpecial(space, w_view, 'release', [])!);
  } catch (e) {
    const error = space.asOperationError(e);
    const { unraisable } = generatorHooks(space);
    if (unraisable === null) space.dropError(error);
    else runNested(space, () => unraisable(space, error, 'Exception ignored in', w_exporter));
  }
  space.drop(w_exporter);
  space.drop(w_view);
}

/** A copy of the bytes that a class's own buffer shows; undefined: it has none. */
export function contentOfUser(space: Space, w: W): Uint8Array | undefined {
  if (!exportsBuffer(space, w)) return undefined;
  const { source } = requestBuffer(space, w, SIMPLE);
  const content = source.content(space).slice();
  releaseBuffer(space, source);
  return content;
}

export const bufferWrapperType: TypeDefinition = {
  name: '_buffer_wrapper',
  isBase: false,
  slots: {
    finalize: (space, w) => {
      releaseBuffer(space, space.data(w) as UserBuffer);
      return space.w_None;
    },
  },
};
