// The class `PickleBuffer` (PEP 574): a buffer that a pickle of protocol 5 may leave to its caller. Models CPython's Objects/picklebufobject.c;
// what it wraps is kept as a view of it, which tells shape, format and object.
import { nesting, leaf } from '../gateway.ts';
import { callSpecial } from '../descroperation.ts';
import { runNested } from '../continuation.ts';
import { BufferPayload } from '../object.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import { bufferMethod } from '../types/bytes.ts';
import { newView, releaseBufferMethod } from '../types/memoryview.ts';
import type { MemoryView } from '../types/memoryview.ts';

class PickleBuffer extends BufferPayload {
  /** Owned; null once released. */
  w_view: W | null;
  constructor(w_view: W) {
    super();
    this.w_view = w_view;
  }

  view(space: Space): MemoryView {
    if (this.w_view === null)
      throw raise(space, 'ValueError', 'operation forbidden on released PickleBuffer object');
    return space.data(this.w_view) as MemoryView;
  }
  override shownBy(space: Space): W {
    this.view(space);
    return this.w_view!;
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
    return 104;
  }

  traverse(visit: (w: W) => void): void {
    if (this.w_view !== null) visit(this.w_view);
  }
  forget(): void {
    this.w_view = null;
  }
}

const bufferOf = (space: Space, w: W): PickleBuffer => space.data(w) as PickleBuffer;

function raw(space: Space, w: W): W {
  const view = bufferOf(space, w).view(space);
  if (!view.isContiguous)
    throw raise(space, 'BufferError', 'cannot extract raw buffer from non-contiguous buffer');
  return view.derive(space, { format: 'B', shape: [view.count * view.itemsize], strides: [1] });
}

function release(space: Space, w: W): W {
  const buffer = bufferOf(space, w);
  const { w_view } = buffer;
  if (w_view === null) return space.w_None;
  buffer.w_view = null;
  runNested(space, () => callSpecial(space, w_view, 'release', [])!);
  space.drop(w_view);
  return space.w_None;
}

export const pickleBufferType: TypeDefinition = {
  name: 'pickle.PickleBuffer',
  ownLayout: true,
  isBase: false,
  hasWeakrefs: true,
  doc: 'Wrapper for potentially out-of-band buffers',
  slots: {
    new: (space, type, args_w, names) => {
      if (names !== null) throw raise(space, 'TypeError', 'PickleBuffer() takes no keyword arguments');
      const n = args_w.length;
      if (n !== 1) {
        const takes = n === 0 ? 'exactly 1 positional argument' : 'at most 1 argument';
        throw raise(space, 'TypeError', `PickleBuffer() takes ${takes} (${n} given)`);
      }
      const w_view = newView(space, args_w[0], (name) => `a bytes-like object is required, not '${name}'`);
      return space.newobj(type, new PickleBuffer(space.own(w_view)));
    },
  },
  methods: [
    leaf('raw', '$self, /', raw, {
      doc: 'Return a memoryview of the raw memory underlying this buffer.',
    }),
    nesting('release', '$self, /', release, {
      doc: 'Release the underlying buffer held by the PickleBuffer object.',
    }),
    bufferMethod,
    releaseBufferMethod,
  ],
};
