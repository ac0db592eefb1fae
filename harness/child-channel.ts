// How the command line and an engine's child process speak: two pipes, one for each way, with a message behind its length in four
// bytes, in V8's serialisation or as JSON. Node's own channel for child processes would load its network modules before the child's first line (7 ms of 25).
import { Buffer } from 'node:buffer';
import type { ChildProcess } from 'node:child_process';
import { readSync, writeSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { CHANNEL_LOCK } from './watchdog-layout.ts';
import type { ChildJob, FromChild, ToChild } from './worker-protocol.ts';

/** File descriptors in the child. Two, because some systems serialise reads and writes of one. */
export const TO_CHILD = 3;
export const FROM_CHILD = 4;

// Loaded when the first message is there: the child has started its Worker by then.
const v8 = () => process.getBuiltinModule('node:v8');

/** What a serialisation by V8 begins with. */
const V8_TAG = 0xff;

function decode(body: Buffer): unknown {
  return body[0] === V8_TAG ? v8().deserialize(body) : JSON.parse(body.toString('utf8'));
}

/**
 * `isPlain`: nothing in it that JSON has not. A watchdog that is a Worker speaks and understands these alone: Node 26 aborts where a Worker
 * loads node:v8 and the process has started from a snapshot that holds it.
 */
export function encodeMessage(message: unknown, isPlain = false): Uint8Array {
  const body = isPlain ? Buffer.from(JSON.stringify(message), 'utf8') : v8().serialize(message);
  const frame = Buffer.allocUnsafe(4 + body.length);
  frame.writeUInt32LE(body.length, 0);
  frame.set(body, 4);
  return frame;
}

/** Child → parent, of either thread: what they write must not be mixed. */
export function sendToParent(message: FromChild, shared: Int32Array, isPlain = false): void {
  const bytes = encodeMessage(message, isPlain);
  while (Atomics.compareExchange(shared, CHANNEL_LOCK, 0, 1) !== 0) Atomics.wait(shared, CHANNEL_LOCK, 1);
  try {
    for (let done = 0; done < bytes.length;) done += writeSync(FROM_CHILD, bytes, done);
  } catch {
    // The parent has gone; the other pipe says so too.
  } finally {
    Atomics.store(shared, CHANNEL_LOCK, 0);
    Atomics.notify(shared, CHANNEL_LOCK);
  }
}

/** The first message of the parent, waited for; undefined when the parent has gone. */
export function readFirstFromParent(): ToChild | undefined {
  let first: ToChild | undefined;
  const decoder = new MessageDecoder<ToChild>((message) => (first ??= message));
  // No more than the message, so that the next reader begins with the next one.
  for (let wanted = 4; first === undefined; wanted = decoder.missing) {
    const piece = Buffer.allocUnsafeSlow(wanted);
    const n = readSync(TO_CHILD, piece);
    if (n === 0) return undefined;
    decoder.push(piece.subarray(0, n));
  }
  return first;
}

/** Puts the pieces that a pipe delivers together to messages. */
export class MessageDecoder<Message> {
  private readonly deliver: (message: Message) => void;
  private pieces: Uint8Array[] = [];
  private length = 0;
  /** Of the message at the front, with its head; 4 until that has been read. */
  private wanted = 4;

  constructor(deliver: (message: Message) => void) {
    this.deliver = deliver;
  }

  /** Bytes without which the message at the front is not whole, as far as is known. */
  get missing(): number {
    return this.wanted - this.length;
  }

  /** `piece` is kept: its memory must not be used again. */
  push(piece: Uint8Array): void {
    this.pieces.push(piece);
    this.length += piece.length;
    while (this.length >= this.wanted) {
      const all = this.pieces.length === 1 ? this.pieces[0] : Buffer.concat(this.pieces);
      const bytes = Buffer.from(all.buffer, all.byteOffset, all.length);
      this.pieces = [bytes];
      const size = 4 + bytes.readUInt32LE(0);
      if (bytes.length < size) {
        this.wanted = size;
        return;
      }
      const rest = bytes.subarray(size);
      this.pieces = [rest];
      this.length = rest.length;
      this.wanted = 4;
      this.deliver(decode(bytes.subarray(4, size)) as Message);
    }
  }
}

/** The parent's side, with both descriptors of the child as pipes: gives it its job; answers what sends it more. */
export function talkTo(
  child: ChildProcess,
  job: ChildJob,
  onMessage: (message: FromChild) => void,
): (message: ToChild) => void {
  const to = child.stdio[TO_CHILD] as Writable | null | undefined;
  const from = child.stdio[FROM_CHILD] as Readable | null | undefined;
  // A host that cannot be started has none; a child that has ended reads no more.
  to?.on('error', () => {});
  const send = (message: ToChild) =>
    void (to?.writable && to.write(encodeMessage(message, message.type === 'signal')));
  const decoder = new MessageDecoder<FromChild>((message) => {
    onMessage(message);
    if (message.type === 'end' || message.type === 'fault' || message.type === 'limit') to?.end();
  });
  from?.on('data', (piece: Buffer) => decoder.push(piece));
  from?.on('error', () => {});
  send({ type: 'job', job });
  return send;
}
