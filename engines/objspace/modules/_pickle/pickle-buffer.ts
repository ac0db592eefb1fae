// `pickle.PickleBuffer` (PEP 574): an object's buffer, on its way out of band. Models CPython's Objects/picklebufobject.c: it only passes on what the
// object itself shows, so a view of it is a view of that object.
import { BufferPayload } from '../../object.ts';
import { leaf, nesting } from '../../gateway.ts';
import type { W } from '../../object.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import type { TypeDefinition } from '../../typedef.ts';
import { bufferMethod, hasBuffer } from '../../types/bytes.ts';
import type { MemoryView } from '../../types/memoryview.ts';
import { newView, releaseView } from '../../types/memoryview.ts';

class PickleBufferPayload extends BufferPayload {
  /** A memoryview of the object, owned; null once released. */
  w_view: W | null;
  constructor(w_view: W) {
    super();
    this.w_view = w_view;
  }

  view(space: Space): MemoryView {
    return space.data(this.passedOn(space)) as MemoryView;
  }

  override passedOn(space: Space): W {
    if (this.w_view !== null) return this.w_view;
    throw raise(space, 'ValueError', 'operation forbidden on released PickleBuffer object');
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
    return 88;
  }

  traverse(visit: (w: W) => void): void {
    if (this.w_view !== null) visit(this.w_view);
  }
  forget(): void {
    this.w_view = null;
  }
}

/** The view behind a PickleBuffer that is not released. */
export const bufferOf = (space: Space, w: W): MemoryView =>
  (space.data(w) as PickleBufferPayload).view(space);

export const pickleBufferType: TypeDefinition = {
  name: 'pickle.PickleBuffer',
  ownLayout: true,
  isBase: false,
  hasWeakrefs: true,
  doc: 'Wrapper for potentially out-of-band buffers',
  slots: {
    new: (space, type, args_w, names) => {
      if (names !== null) throw raise(space, 'TypeError', 'PickleBuffer() takes no keyword arguments');
      if (args_w.length !== 1) {
        const text = `PickleBuffer() takes exactly 1 positional argument (${args_w.length} given)`;
        throw raise(space, 'TypeError', text);
      }
      const [w_object] = args_w;
      const given = space.type(w_object);
      if (!hasBuffer(space, w_object) || given.isSubtype(space.types.str)) {
        const text = `a bytes-like object is required, not '${given.name}'`;
        throw raise(space, 'TypeError', text);
      }
      return space.newobj(type, new PickleBufferPayload(space.own(newView(space, w_object))));
    },
  },
  methods: [
    bufferMethod,
    leaf('__release_buffer__', '$self, buffer, /', (space: Space) => space.w_None),
    leaf(
      'raw',
      '$self, /',
      (space: Space, w: W) => {
        const view = bufferOf(space, w);
        if (!view.isContiguous)
          throw raise(space, 'BufferError', 'cannot extract raw buffer from non-contiguous buffer');
        const size = view.count * view.itemsize;
        return view.derive(space, { format: 'B', shape: [size], strides: [1] });
      },
      {
        doc: "Return a memoryview of the raw memory underlying this buffer.\nWill raise BufferError is the buffer isn't contiguous.",
      },
    ),
    nesting(
      'release',
      '$self, /',
      (space: Space, w: W) => {
        const payload = space.data(w) as PickleBufferPayload;
        const { w_view } = payload;
        if (w_view === null) return space.w_None;
        payload.w_view = null;
        releaseView(space, w_view);
        space.drop(w_view);
        return space.w_None;
      },
      { doc: 'Release the underlying buffer exposed by the PickleBuffer object.' },
    ),
  ],
};
