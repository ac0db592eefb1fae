// Names, versions and defaults of the engine.
export const config = {
  /** MicroPython's language level, as `sys.version` begins there too. */
  version: '3.4.0; micro 1.29.0',
  release: '1.29.0',
  heap: 64 * 1024,
  leastHeap: 1024,
  mostHeap: 64 * 1024 * 1024,
} as const;

/** Bytes of the stack region inside a heap: an eighth, at least 1 KiB, at most 64 KiB. */
export const stackBytes = (heap: number): number => Math.min(65536, Math.max(1024, heap >> 3)) & ~15;
