// What decoders of compressed streams stand on that take their input in pieces and are asked for so much output at a time: the decoding is
// one generator, which waits where it lacks input and where enough output lies ready.

/** What the generator waits for. */
export const INPUT = 0;
export const ROOM = 1;
export type Need = typeof INPUT | typeof ROOM;

const NOTHING = new Uint8Array(0);

export abstract class ResumableDecoder {
  /** Input; what lies before `at` has been used. */
  protected input: Uint8Array = NOTHING;
  protected at = 0;
  /** How much output is asked for. */
  protected wanted = 0;
  protected pendingLength = 0;
  private pending: Uint8Array[] = [];
  private work: Generator<Need, void, void> | null = null;
  private isDone = false;
  /** What is wrong with the data; said again at each further call. */
  private failure: { error: unknown } | null = null;

  /** What a call after the one that failed throws. */
  protected errorAfter(error: unknown): unknown {
    return error;
  }

  protected abstract decode(): Generator<Need, void, void>;

  /** The stream's end has been reached and all of it has been handed out. */
  get ended(): boolean {
    return this.isDone && this.pendingLength === 0;
  }

  /** At most `max` bytes of what `bytes` and the unused input before give. */
  push(bytes: Uint8Array, max = Infinity): Uint8Array {
    const left = this.input.length - this.at;
    if (bytes.length > 0 || this.at > 0) {
      const joined = new Uint8Array(left + bytes.length);
      joined.set(this.input.subarray(this.at));
      joined.set(bytes, left);
      this.input = joined;
      this.at = 0;
    }
    this.wanted = max;
    this.work ??= this.decode();
    if (this.failure !== null) throw this.failure.error;
    try {
      if (!this.isDone) this.isDone = this.work.next().done === true;
    } catch (error) {
      this.failure = { error: this.errorAfter(error) };
      throw error;
    }
    return this.takeOutput(max);
  }

  /** Takes the unused input away. */
  takeRest(): Uint8Array {
    const rest = this.input.slice(this.at);
    this.input = NOTHING;
    this.at = 0;
    return rest;
  }

  /** Bytes that nobody else writes into. */
  protected put(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.pending.push(bytes);
    this.pendingLength += bytes.length;
  }

  /** So many bytes of input, when they are all there; not a copy, good until the next wait. */
  protected *bytes(count: number): Generator<Need, Uint8Array, void> {
    while (this.input.length - this.at < count) yield INPUT;
    this.at += count;
    return this.input.subarray(this.at - count, this.at);
  }

  private takeOutput(max: number): Uint8Array {
    const length = Math.min(max, this.pendingLength);
    if (this.pending.length === 1 && length === this.pendingLength) {
      const [all] = this.pending;
      this.pending = [];
      this.pendingLength = 0;
      return all;
    }
    const result = new Uint8Array(length);
    let to = 0;
    let used = 0;
    while (to < length) {
      const part = this.pending[used];
      if (part.length <= length - to) {
        result.set(part, to);
        to += part.length;
        used++;
      } else {
        result.set(part.subarray(0, length - to), to);
        this.pending[used] = part.subarray(length - to);
        to = length;
      }
    }
    this.pending.splice(0, used);
    this.pendingLength -= length;
    return result;
  }
}
