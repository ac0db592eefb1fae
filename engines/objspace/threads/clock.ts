// The clocks of a run: the host's, or a virtual one under which a schedule depends on the program alone, so that it can be replayed.

export interface Clock {
  /** Milliseconds that never go back. */
  now(): number;
  /** Goes by while nothing can run; `sleep` is the host's, for a clock that follows it. */
  pass(until: number, sleep: (ms: number) => void): void;
  /** At each check (a backward jump, the start of a function) while more than one thread is alive. */
  tick(): void;
}

export class HostClock implements Clock {
  private readonly read: () => number;

  constructor(read: () => number) {
    this.read = read;
  }
  now(): number {
    return this.read();
  }
  pass(until: number, sleep: (ms: number) => void): void {
    sleep(until - this.read());
  }
  tick(): void {}
}

/** What a check and a look at the clock take, ms: about what they take in CPython. A look must take some: programs wait by looking. */
const CHECK = 0.0001;
const LOOK = 0.001;

export class VirtualClock implements Clock {
  private at: number;

  constructor(start: number) {
    this.at = start;
  }
  now(): number {
    return (this.at += LOOK);
  }
  pass(until: number, sleep: (ms: number) => void): void {
    // Nothing to wait for: only a signal or a limit can come. The host's time goes by then.
    if (until === Infinity) sleep(Infinity);
    else this.at = Math.max(this.at, until);
  }
  tick(): void {
    this.at += CHECK;
  }
}
