// What is kept of a program's output stream: the first `limit` bytes, and how many there were in all.

/** Enough for any program that is meant to be compared; the rest is counted, not kept. */
const DEFAULT_LIMIT = 4 << 20;

export class CapturedStream {
  bytes = 0;
  private readonly chunks: Uint8Array[] = [];
  private kept = 0;
  private readonly limit: number;

  constructor(limit: number = DEFAULT_LIMIT) {
    this.limit = limit;
  }

  get truncated(): boolean {
    return this.bytes > this.kept;
  }

  push(chunk: Uint8Array): void {
    this.bytes += chunk.length;
    const room = this.limit - this.kept;
    if (room <= 0) return;
    const part = chunk.length > room ? chunk.subarray(0, room) : chunk;
    this.chunks.push(part);
    this.kept += part.length;
  }

  /** UTF-8; what is not UTF-8 becomes U+FFFD. */
  text(): string {
    return Buffer.concat(this.chunks).toString('utf8');
  }
}
