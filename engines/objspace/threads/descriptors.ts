// File descriptors that exist in this isolate alone: sockets of the loopback network, ends of socket pairs. Their numbers are far above those the
// operating system hands out, so that both can stand in one table of a selector. Only threads of this isolate wait for them.
import type { Space } from '../space.ts';
import { WaitQueue } from './wait.ts';

const FIRST = 600;
/** Bytes under way to one end before a writer has to wait, as Linux has it for a socket pair. */
const BUFFER_SIZE = 212992;

export abstract class Descriptor {
  fd = -1;
  /** Threads that wait until it can be read, or written to. */
  readonly changed = new WaitQueue();

  abstract get isReadable(): boolean;
  abstract get isWritable(): boolean;
  /** The other side is gone. */
  get isHungUp(): boolean {
    return false;
  }
  abstract close(space: Space): void;
}

/** A socket that has neither address nor connection. */
export class Unconnected extends Descriptor {
  readonly isReadable = true;
  readonly isWritable = true;
  override get isHungUp(): boolean {
    return true;
  }
  close(): void {}
}

/** One end of a connection: bytes, or messages of which each is read as a whole. */
export class Endpoint extends Descriptor {
  /** The other end; null when it is closed. */
  peer: Endpoint | null = null;
  /** Names of this end and of the other one; null: none. */
  address: string | null = null;
  peerAddress: string | null = null;
  readonly isMessages: boolean;
  private readonly chunks: Uint8Array[] = [];
  private waitingBytes = 0;
  /** Nothing more comes; nothing more may be sent. */
  isEnded = false;
  isShut = false;

  constructor(isMessages: boolean) {
    super();
    this.isMessages = isMessages;
  }

  get isReadable(): boolean {
    return this.chunks.length > 0 || this.isEnded;
  }
  get isWritable(): boolean {
    return this.isShut || this.peer === null || this.peer.waitingBytes < BUFFER_SIZE;
  }
  override get isHungUp(): boolean {
    return this.isEnded && (this.isShut || this.peer === null);
  }

  /** How many of `bytes` found room. */
  send(space: Space, bytes: Uint8Array): number {
    const peer = this.peer!;
    const room = BUFFER_SIZE - peer.waitingBytes;
    const count = this.isMessages ? (bytes.length <= room ? bytes.length : 0) : Math.min(bytes.length, room);
    if (count > 0 || this.isMessages) {
      peer.chunks.push(bytes.slice(0, count));
      peer.waitingBytes += count;
      announce(space, peer);
    }
    return count;
  }

  /** Takes up to `size` bytes; none: the end. */
  receive(space: Space, size: number, isPeek: boolean): Uint8Array {
    const result = this.isMessages ? this.takeMessage(size, isPeek) : this.takeBytes(size, isPeek);
    if (!isPeek && this.peer !== null) announce(space, this.peer);
    return result;
  }

  private takeMessage(size: number, isPeek: boolean): Uint8Array {
    const message = isPeek ? this.chunks[0] : this.chunks.shift();
    if (message === undefined) return new Uint8Array(0);
    if (!isPeek) this.waitingBytes -= message.length;
    return message.slice(0, size);
  }

  private takeBytes(size: number, isPeek: boolean): Uint8Array {
    const { chunks } = this;
    const result = new Uint8Array(Math.min(size, this.waitingBytes));
    let filled = 0;
    for (let i = 0; filled < result.length;) {
      const part = chunks[i].subarray(0, result.length - filled);
      result.set(part, filled);
      filled += part.length;
      if (isPeek) i++;
      else if (part.length === chunks[0].length) chunks.shift();
      else chunks[0] = chunks[0].subarray(part.length);
    }
    if (!isPeek) this.waitingBytes -= result.length;
    return result;
  }

  /** No further writing: the other end reads what is under way, and then the end. */
  shutWrite(space: Space): void {
    this.isShut = true;
    if (this.peer === null) return;
    this.peer.isEnded = true;
    announce(space, this.peer);
  }

  close(space: Space): void {
    const { peer } = this;
    this.peer = null;
    if (peer === null) return;
    peer.peer = null;
    peer.isEnded = true;
    announce(space, peer);
  }
}

/** A socket that takes connections. */
export class Listener extends Descriptor {
  readonly address: string;
  readonly backlog: Endpoint[] = [];
  readonly isWritable = false;

  constructor(address: string) {
    super();
    this.address = address;
  }
  get isReadable(): boolean {
    return this.backlog.length > 0;
  }
  close(space: Space): void {
    const { bound } = tableOf(space);
    if (bound.get(this.address) === this) bound.delete(this.address);
    for (const end of this.backlog) end.close(space);
  }
}

interface Table {
  readonly open: Map<number, Descriptor>;
  /** Addresses in use; null: bound, but not listening. */
  readonly bound: Map<string, Listener | null>;
  /** Threads in `select`, which look at many descriptors. */
  readonly selecting: WaitQueue;
}

const tables = new WeakMap<Space, Table>();

function tableOf(space: Space): Table {
  let table = tables.get(space);
  if (table === undefined)
    tables.set(space, (table = { open: new Map(), bound: new Map(), selecting: new WaitQueue() }));
  return table;
}

/** Something about it is different: whoever waits for it looks again. */
export function announce(space: Space, descriptor: Descriptor): void {
  space.scheduler.wakeAll(descriptor.changed);
  space.scheduler.wakeAll(tableOf(space).selecting);
}

export const descriptorOf = (space: Space, fd: number): Descriptor | undefined => tableOf(space).open.get(fd);

export const selecting = (space: Space): WaitQueue => tableOf(space).selecting;

export const boundAddresses = (space: Space): Map<string, Listener | null> => tableOf(space).bound;

/** Gives it the lowest number that is free, or that of `instead`, whose place it takes. */
export function openDescriptor<T extends Descriptor>(space: Space, descriptor: T, instead?: Descriptor): T {
  const { open } = tableOf(space);
  let fd = instead?.fd ?? FIRST;
  if (instead === undefined) while (open.has(fd)) fd++;
  descriptor.fd = fd;
  open.set(fd, descriptor);
  return descriptor;
}

export function connectedPair(isMessages: boolean): [Endpoint, Endpoint] {
  const a = new Endpoint(isMessages);
  const b = new Endpoint(isMessages);
  a.peer = b;
  b.peer = a;
  return [a, b];
}

export function closeDescriptor(space: Space, descriptor: Descriptor): void {
  tableOf(space).open.delete(descriptor.fd);
  descriptor.close(space);
  announce(space, descriptor);
}
