// The bytes of a pickle being written, in frames from protocol 4 on (PEP 3154). Models _Pickler_Write, _Pickler_OpcodeBoundary and
// _Pickler_CommitFrame of CPython's Modules/_pickle.c. What goes to a file is cut where CPython cuts it: at closed frames and around large bytes.
import { encode } from '../../../kernels/codecs.ts';
import type { Text } from '../../../kernels/text.ts';
import { FRAME, FRAME_HEADER_SIZE, FRAME_SIZE_MIN, FRAME_SIZE_TARGET } from './opcodes.ts';

const scratch = new DataView(new ArrayBuffer(8));
const scratchBytes = new Uint8Array(scratch.buffer);

export class PickleOutput {
  private bytes = new Uint8Array(256);
  private length = 0;
  /** Pieces for the file, in order. */
  readonly pieces: Uint8Array[] = [];
  private readonly toFile: boolean;
  framing = false;
  private frameStart = -1;

  constructor(toFile: boolean) {
    this.toFile = toFile;
  }

  /** Room for `n` more bytes, in a frame where there are frames; where to write them. */
  private reserve(n: number): number {
    const needed = this.length + n + FRAME_HEADER_SIZE;
    if (needed > this.bytes.length) {
      const larger = new Uint8Array(Math.max(needed, this.bytes.length * 2));
      larger.set(this.bytes.subarray(0, this.length));
      this.bytes = larger;
    }
    if (this.framing && this.frameStart < 0) {
      this.frameStart = this.length;
      this.length += FRAME_HEADER_SIZE;
    }
    const at = this.length;
    this.length = at + n;
    return at;
  }

  byte(a: number): void {
    const at = this.reserve(1);
    this.bytes[at] = a;
  }

  byte2(a: number, b: number): void {
    const at = this.reserve(2);
    const { bytes } = this;
    bytes[at] = a;
    bytes[at + 1] = b;
  }

  byte3(a: number, b: number, c: number): void {
    const at = this.reserve(3);
    const { bytes } = this;
    bytes[at] = a;
    bytes[at + 1] = b;
    bytes[at + 2] = c;
  }

  /** An instruction with four bytes, the lowest first. */
  word(op: number, value: number): void {
    this.putWord(this.reserve(5), op, value);
  }

  private putWord(at: number, op: number, value: number): void {
    const { bytes } = this;
    bytes[at] = op;
    bytes[at + 1] = value;
    bytes[at + 2] = value >>> 8;
    bytes[at + 3] = value >>> 16;
    bytes[at + 4] = value >>> 24;
  }

  private putLong(at: number, op: number, value: number): void {
    this.putWord(at, op, value);
    this.putWord(at + 4, this.bytes[at + 4], Math.floor(value / 2 ** 32));
  }

  /** An instruction with eight bytes, the lowest first. */
  long(op: number, value: number): void {
    this.putLong(this.reserve(9), op, value);
  }

  double(op: number, value: number): void {
    const at = this.reserve(9);
    const { bytes } = this;
    scratch.setFloat64(0, value);
    bytes[at] = op;
    for (let i = 0; i < 8; i++) bytes[at + 1 + i] = scratchBytes[i];
  }

  /** Characters below 256. */
  latin(text: string): void {
    const at = this.reserve(text.length);
    for (let i = 0; i < text.length; i++) this.bytes[at + i] = text.charCodeAt(i);
  }

  append(data: Uint8Array): void {
    const at = this.reserve(data.length);
    this.bytes.set(data, at);
  }

  /**
   * A text of ASCII characters alone, at most 255 of them, behind its instruction and its length of `width` bytes; false: it is another, and nothing
   * is written.
   */
  ascii(op: number, width: 1 | 4, text: string): boolean {
    const { length } = text;
    const at = this.reserve(1 + width + length);
    const { bytes } = this;
    const from = at + 1 + width;
    for (let i = 0; i < length; i++) {
      const c = text.charCodeAt(i);
      if (c > 127) {
        this.length = at;
        return false;
      }
      bytes[from + i] = c;
    }
    if (width === 1) {
      bytes[at] = op;
      bytes[at + 1] = length;
    } else this.putWord(at, op, length);
    return true;
  }

  /** An object begins: a frame that is large enough ends in front of it. */
  boundary(): void {
    if (this.frameStart < 0 || this.length - this.frameStart - FRAME_HEADER_SIZE < FRAME_SIZE_TARGET) return;
    this.commitFrame();
    if (this.toFile) this.cut();
  }

  commitFrame(): void {
    const { frameStart } = this;
    if (frameStart < 0) return;
    this.frameStart = -1;
    const size = this.length - frameStart - FRAME_HEADER_SIZE;
    if (size >= FRAME_SIZE_MIN) {
      this.putLong(frameStart, FRAME, size);
      return;
    }
    this.bytes.copyWithin(frameStart, frameStart + FRAME_HEADER_SIZE, this.length);
    this.length -= FRAME_HEADER_SIZE;
  }

  /** An instruction with its length and bytes: large ones outside of frames, and in a piece of their own. */
  counted(op: number, width: 1 | 4 | 8, data: Uint8Array): void {
    const isLarge = data.length >= FRAME_SIZE_TARGET;
    const { framing } = this;
    if (isLarge) {
      this.commitFrame();
      this.framing = false;
    }
    if (width === 1) this.byte2(op, data.length);
    else if (width === 4) this.word(op, data.length);
    else this.long(op, data.length);
    if (isLarge && this.toFile) {
      this.cut();
      this.pieces.push(data.slice());
    } else this.append(data);
    this.framing = framing;
  }

  text(op: number, width: 1 | 4, text: Text): void {
    this.counted(op, width, encode(text, 'utf-8', 'surrogatepass'));
  }

  /** What there is so far becomes a piece. */
  cut(): void {
    if (this.length > 0) this.pieces.push(this.bytes.slice(0, this.length));
    this.length = 0;
  }

  /** All of it. */
  result(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }
}
