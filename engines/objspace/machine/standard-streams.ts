// The three streams that a run is lent (EngineHost), as descriptors 0, 1 and 2 of its file system see them.

export interface StandardStreams {
  /** Bytes read, 0 at the end, -1 when a signal or a limit came first. Waits. */
  read(into: Uint8Array): number;
  write(fd: 1 | 2, bytes: Uint8Array): void;
  isTerminal(fd: 0 | 1 | 2): boolean;
  /** Takes signals and limits; may throw a Python exception. */
  serve(): void;
  /** Waits for so many milliseconds or until something happens. */
  wait(milliseconds: number): void;
}
