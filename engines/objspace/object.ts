// What shared code may know of a value: nothing but that it is one. A `W` is opaque; the space says its type and hands out
// its payload. Models PyPy's w_-convention (pypy/doc/coding-guide.rst); the layout of values is each engine's own.
import type { Space } from './space.ts';

declare const wrapped: unique symbol;

/** A wrapped Python value. Variables are called `w_x`, arrays of them `x_w`. */
export interface W {
  readonly [wrapped]: never;
}

/**
 * Answer of an operation that pushed a frame instead of a result: the caller returns it at once, and whoever runs
 * frames goes on with the new one. See continuation.ts.
 */
export const SUSPEND = Object.freeze({ sentinel: 'suspend' }) as unknown as W;

/** Answer of an iterator that has no further item. Never a Python value. */
export const STOP = Object.freeze({ sentinel: 'stop' }) as unknown as W;

/**
 * State of a builtin object that is more than a number or a text: functions, iterators, descriptors, … . The references it
 * holds are owned: stored by `space.own`, given back by `space.drop` where they are overwritten, and told by `traverse`.
 */
export abstract class Payload {
  /** Calls `visit` for every reference that this payload owns; a cycle collector and deallocation stand on it. */
  abstract traverse(visit: (w: W) => void): void;

  /** Forgets every reference, without giving them back: the visitor of `traverse` has taken them. */
  abstract forget(): void;

  /** Gives back every reference, at the end of the object: `traverse` and `forget` in one, for payloads that die often. */
  releaseInto(release: (w: W) => void): void {
    this.traverse(release);
    this.forget();
  }
}

/** State of a builtin object with the buffer protocol (PEP 3118), as `space.buffer_w` and views see it. */
export abstract class BufferPayload extends Payload {
  /** How many views hold on to the bytes: while there are any, the object must not move them. */
  exports = 0;

  /** The content itself where it lies in one piece, not a copy; good until the object changes its size. */
  abstract buffer(space: Space): Uint8Array;

  /** The content in one piece, copied together where it does not lie so. */
  content(space: Space): Uint8Array {
    return this.buffer(space);
  }

  abstract get readonly(): boolean;

  /** A memoryview whose object's buffer this one only passes on; null: the bytes are its own. */
  passedOn(_space: Space): W | null {
    return null;
  }

  /** What a view takes the bytes for: a code of the module struct. */
  get itemFormat(): string {
    return 'B';
  }

  /** As `sys.getsizeof` tells, without the collector's header. */
  abstract get sizeInMemory(): number;
}
