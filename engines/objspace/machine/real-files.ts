// The operating system's file system through node:fs, whole or read-only. Descriptors are numbers of our own over the host's, because Node
// has no dup, lseek, pipe, chdir or umask for a worker: an open file description here keeps its position, its flags and how many
// descriptors share it. Pipes are FIFOs without a name, opened so that no read blocks the host; waiting goes through the streams' `wait`, which takes
// signals. Left out: file locks, a description's position shared with child processes (see processes.ts).
import { lazyDecoder } from '../../kernels/lazy-decoder.ts';
import { hostModules } from './host-modules.ts';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { errorNumber, HostError, hostError } from '../../kernels/os-errors.ts';
import { KIND, OPEN } from '../file-system.ts';
import type { DirectoryEntry, FileStatus, FileSystem, SpaceOfFileSystem, Target } from '../file-system.ts';
import type { StandardStreams } from './standard-streams.ts';

/** Only lone ones, because of the flag. */
const SURROGATE = /[\ud800-\udfff]/u;

/** A path as the host takes it: bytes where it is no Unicode text (PEP 383). */
export function hostPath(path: string): string | Buffer {
  if (!SURROGATE.test(path)) return path;
  const parts: Buffer[] = [];
  for (const piece of path.split(/([\udc80-\udcff])/u)) {
    const isByte = piece.length === 1 && piece >= '\udc80' && piece <= '\udcff';
    parts.push(isByte ? Buffer.of(piece.charCodeAt(0) - 0xdc00) : Buffer.from(piece));
  }
  return Buffer.concat(parts);
}

const strict = lazyDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Bytes of a name as a host string; what is no UTF-8 becomes lone surrogates, byte by byte. */
export function pathText(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    let text = '';
    for (let i = 0; i < bytes.length;) {
      let length = 1;
      let piece: string | null = null;
      for (; length <= 4 && piece === null && i + length <= bytes.length; length++) {
        try {
          piece = strict.decode(bytes.subarray(i, i + length));
        } catch {
          piece = null;
        }
      }
      if (piece === null) text += String.fromCharCode(0xdc00 + bytes[i++]);
      else {
        text += piece;
        i += length - 1;
      }
    }
    return text;
  }
}

/** A failure of the host, brought to Linux's numbers by its name. */
export function fromHost(e: unknown): unknown {
  const { code, errno } = e as { code?: string; errno?: number };
  if (typeof code !== 'string') return e;
  const number = errorNumber(code) ?? (typeof errno === 'number' && errno < 0 ? -errno : undefined);
  return number === undefined ? e : new HostError(number);
}

function guarded<T>(run: () => T): T {
  try {
    return run();
  } catch (e) {
    throw fromHost(e);
  }
}

const isLinux = process.platform === 'linux';

/** Linux's flags as the host's. */
function hostFlags(flags: number): number {
  if (isLinux) return flags;
  const { constants: c } = fs;
  let result = [c.O_RDONLY, c.O_WRONLY, c.O_RDWR, 0][flags & OPEN.ACCMODE];
  const carry = (bit: number, host: number | undefined): void => {
    if ((flags & bit) === bit) result |= host ?? 0;
  };
  carry(OPEN.CREAT, c.O_CREAT);
  carry(OPEN.EXCL, c.O_EXCL);
  carry(OPEN.TRUNC, c.O_TRUNC);
  carry(OPEN.APPEND, c.O_APPEND);
  carry(OPEN.NONBLOCK, c.O_NONBLOCK);
  carry(OPEN.DIRECTORY, c.O_DIRECTORY);
  carry(OPEN.NOFOLLOW, c.O_NOFOLLOW);
  return result;
}

/** An open file description: what duplicated descriptors share. */
export class Description {
  /** The host's descriptor; the stream's own number for the three streams. */
  readonly host: number;
  readonly isStream: boolean;
  flags: number;
  readonly path: string;
  /** Null: not seekable. */
  position: number | null;
  owners = 1;
  /** What a poll had to read to find out that there is something. */
  peeked: Uint8Array | null = null;
  /** The host answers EAGAIN, and a read that is to block waits here. */
  readonly hostNeverBlocks: boolean;

  constructor(
    host: number,
    flags: number,
    path: string,
    position: number | null,
    isStream: boolean,
    hostNeverBlocks: boolean,
  ) {
    this.host = host;
    this.flags = flags;
    this.path = path;
    this.position = position;
    this.isStream = isStream;
    this.hostNeverBlocks = hostNeverBlocks;
  }
}

interface Descriptor {
  description: Description;
  inheritable: boolean;
}

const PIPES_AT_ONCE = 8;
const PEEK_SIZE = 65536;
const LONGEST_WAIT = 10;

export class RealFiles implements FileSystem {
  private readonly table = new Map<number, Descriptor>();
  private readonly streams: StandardStreams;
  private readonly isReadOnly: boolean;
  private directory: string;
  private mask: number;
  private freshPipes: [readEnd: number, writeEnd: number][] = [];

  constructor(streams: StandardStreams, directory: string, isReadOnly: boolean) {
    this.streams = streams;
    this.directory = directory;
    this.isReadOnly = isReadOnly;
    this.mask = process.umask();
    for (const fd of [0, 1, 2]) {
      const flags = fd === 0 ? OPEN.RDONLY : OPEN.WRONLY;
      const description = new Description(fd, flags, `<${fd}>`, null, true, false);
      this.table.set(fd, { description, inheritable: true });
    }
  }

  // --- descriptors

  private descriptor(fd: number): Descriptor {
    const found = this.table.get(fd);
    if (found === undefined) throw hostError('EBADF');
    return found;
  }
  description(fd: number): Description {
    return this.descriptor(fd).description;
  }
  /** Descriptors that a child process is to have, by number. */
  inheritable(): number[] {
    return [...this.table].filter(([, { inheritable }]) => inheritable).map(([fd]) => fd);
  }
  private put(description: Description, inheritable: boolean): number {
    let fd = 0;
    while (this.table.has(fd)) fd++;
    this.table.set(fd, { description, inheritable });
    return fd;
  }

  private path(path: string): string | Buffer {
    if (path === '') throw hostError('ENOENT');
    return hostPath(path.startsWith('/') ? path : `${this.directory}/${path}`);
  }
  private forWriting(): void {
    if (this.isReadOnly) throw hostError('EROFS');
  }

  open(path: string, flags: number, mode: number): number {
    const writes = (flags & OPEN.ACCMODE) !== OPEN.RDONLY || (flags & (OPEN.CREAT | OPEN.TRUNC)) !== 0;
    if (writes && this.isReadOnly && !path.startsWith('/dev/')) throw hostError('EROFS');
    const full = this.path(path);
    const wanted = mode & ~this.mask & 0o7777;
    const isNew = (flags & OPEN.CREAT) !== 0 && !fs.existsSync(full);
    const host = guarded(() => fs.openSync(full, hostFlags(flags & ~OPEN.CLOEXEC), wanted));
    let position: number | null = null;
    try {
      const { mode: found } = fs.fstatSync(host);
      const kind = found & KIND.MASK;
      if (kind === KIND.REGULAR || kind === KIND.DIRECTORY || kind === KIND.BLOCK) position = 0;
      // The mask of the process may be wider than ours.
      if (isNew && kind === KIND.REGULAR && (found & 0o777) !== (wanted & 0o777)) fs.fchmodSync(host, wanted);
    } catch {
      position = 0;
    }
    const never = (flags & OPEN.NONBLOCK) !== 0;
    const kept = flags & ~(OPEN.CREAT | OPEN.EXCL | OPEN.TRUNC | OPEN.NOCTTY | OPEN.CLOEXEC);
    return this.put(new Description(host, kept, path, position, false, never), false);
  }

  close(fd: number): void {
    const { description } = this.descriptor(fd);
    this.table.delete(fd);
    this.release(description);
  }
  private release(description: Description): void {
    if (--description.owners > 0 || description.isStream) return;
    guarded(() => fs.closeSync(description.host));
  }

  duplicate(fd: number): number {
    const { description } = this.descriptor(fd);
    description.owners++;
    return this.put(description, false);
  }
  duplicateTo(fd: number, to: number, inheritable: boolean): void {
    const { description } = this.descriptor(fd);
    if (to < 0) throw hostError('EBADF');
    if (fd === to) return;
    description.owners++;
    const old = this.table.get(to);
    this.table.set(to, { description, inheritable });
    if (old !== undefined) this.release(old.description);
  }
  isInheritable(fd: number): boolean {
    return this.descriptor(fd).inheritable;
  }
  setInheritable(fd: number, inheritable: boolean): void {
    this.descriptor(fd).inheritable = inheritable;
  }
  isBlocking(fd: number): boolean {
    return (this.description(fd).flags & OPEN.NONBLOCK) === 0;
  }
  setBlocking(fd: number, blocking: boolean): void {
    const description = this.description(fd);
    if (blocking) description.flags &= ~OPEN.NONBLOCK;
    else description.flags |= OPEN.NONBLOCK;
  }
  flagsOf(fd: number): number {
    return this.description(fd).flags;
  }
  isTerminal(fd: number): boolean {
    const { description } = this.descriptor(fd);
    if (description.isStream) return this.streams.isTerminal(description.host as 0 | 1 | 2);
    if (description.position !== null) return false;
    return description.path === '/dev/tty' || /^\/dev\/(pts\/|tty)/.test(description.path);
  }

  // --- reading and writing

  read(fd: number, into: Uint8Array): number {
    const description = this.description(fd);
    if ((description.flags & OPEN.ACCMODE) === OPEN.WRONLY) throw hostError('EBADF');
    if (into.length === 0) return 0;
    const { peeked } = description;
    if (peeked !== null) {
      const n = Math.min(into.length, peeked.length);
      into.set(peeked.subarray(0, n));
      description.peeked = n < peeked.length ? peeked.subarray(n) : null;
      return n;
    }
    if (description.isStream) return this.readStream(into);
    const { position } = description;
    for (let wait = 0.2; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
      try {
        const n = fs.readSync(description.host, into, 0, into.length, position);
        if (position !== null) description.position = position + n;
        return n;
      } catch (e) {
        const error = fromHost(e);
        const isEmpty = error instanceof HostError && error.number === 11;
        if (!isEmpty || (description.flags & OPEN.NONBLOCK) !== 0) throw error;
        this.streams.wait(wait);
        this.streams.serve();
      }
    }
  }
  private readStream(into: Uint8Array): number {
    for (;;) {
      const n = this.streams.read(into);
      if (n >= 0) return n;
      this.streams.serve();
    }
  }
  readAt(fd: number, into: Uint8Array, offset: number): number {
    const { host, position } = this.description(fd);
    if (position === null) throw hostError('ESPIPE');
    return guarded(() => fs.readSync(host, into, 0, into.length, offset));
  }

  write(fd: number, bytes: Uint8Array): number {
    const description = this.description(fd);
    if ((description.flags & OPEN.ACCMODE) === OPEN.RDONLY) throw hostError('EBADF');
    if (description.isStream) {
      this.streams.write(description.host as 1 | 2, bytes);
      return bytes.length;
    }
    const { position } = description;
    if (position === null) return this.writeUnseekable(description, bytes);
    if ((description.flags & OPEN.APPEND) !== 0) {
      const n = guarded(() => fs.writeSync(description.host, bytes));
      description.position = guarded(() => fs.fstatSync(description.host)).size;
      return n;
    }
    const n = guarded(() => fs.writeSync(description.host, bytes, 0, bytes.length, position));
    description.position = position + n;
    return n;
  }
  private writeUnseekable(description: Description, bytes: Uint8Array): number {
    for (let wait = 0.2; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
      try {
        return fs.writeSync(description.host, bytes);
      } catch (e) {
        const error = fromHost(e);
        const isFull = error instanceof HostError && error.number === 11;
        if (!isFull || (description.flags & OPEN.NONBLOCK) !== 0) throw error;
        this.streams.wait(wait);
        this.streams.serve();
      }
    }
  }
  writeAt(fd: number, bytes: Uint8Array, offset: number): number {
    const { host, position } = this.description(fd);
    if (position === null) throw hostError('ESPIPE');
    return guarded(() => fs.writeSync(host, bytes, 0, bytes.length, offset));
  }

  seek(fd: number, offset: number, whence: number): number {
    const description = this.description(fd);
    if (description.position === null) throw hostError('ESPIPE');
    let base = 0;
    if (whence === 1) base = description.position;
    else if (whence === 2) base = guarded(() => fs.fstatSync(description.host)).size;
    else if (whence !== 0) throw hostError('EINVAL');
    const position = base + offset;
    if (position < 0) throw hostError('EINVAL');
    description.position = position;
    return position;
  }
  sync(fd: number): void {
    const { host, isStream } = this.description(fd);
    if (isStream) throw hostError('EINVAL');
    guarded(() => fs.fsyncSync(host));
  }

  // --- pipes

  /**
   * Both ends of a FIFO. Made several at a time, since each call starts a program; opened at once, so that no name is left behind however the process ends.
   */
  private freshPipe(): [number, number] {
    if (this.freshPipes.length === 0) {
      const folder = guarded(() => fs.mkdtempSync(`${tmpdir()}/lab-pipes-`));
      try {
        const names = Array.from({ length: PIPES_AT_ONCE }, (_, i) => `${folder}/${i}`);
        const { status } = hostModules.childProcess.spawnSync('mkfifo', ['-m', '600', ...names]);
        if (status !== 0) throw hostError('ENFILE');
        const { O_RDONLY, O_WRONLY, O_NONBLOCK } = fs.constants;
        for (const name of names)
          guarded(() => {
            const readEnd = fs.openSync(name, O_RDONLY | O_NONBLOCK);
            this.freshPipes.push([readEnd, fs.openSync(name, O_WRONLY | O_NONBLOCK)]);
          });
      } finally {
        fs.rmSync(folder, { recursive: true, force: true });
      }
    }
    return this.freshPipes.pop()!;
  }
  pipe(): [number, number] {
    const [readEnd, writeEnd] = this.freshPipe();
    return [
      this.put(new Description(readEnd, OPEN.RDONLY, '<pipe>', null, false, true), false),
      this.put(new Description(writeEnd, OPEN.WRONLY, '<pipe>', null, false, true), false),
    ];
  }
  poll(fd: number): { readable: boolean; writable: boolean; hungUp: boolean } {
    const description = this.description(fd);
    const mode = description.flags & OPEN.ACCMODE;
    const writable = mode !== OPEN.RDONLY;
    const readable = mode !== OPEN.WRONLY;
    if (!readable || !description.hostNeverBlocks || description.peeked !== null)
      return { readable, writable, hungUp: false };
    const into = new Uint8Array(PEEK_SIZE);
    try {
      const n = fs.readSync(description.host, into, 0, into.length, null);
      if (n === 0) return { readable: true, writable, hungUp: true };
      description.peeked = into.slice(0, n);
      return { readable: true, writable, hungUp: false };
    } catch (e) {
      const error = fromHost(e);
      if (error instanceof HostError && error.number === 11)
        return { readable: false, writable, hungUp: false };
      throw error;
    }
  }

  // --- what paths name

  /** A path for calls that take no descriptor. */
  private named(target: Target): string | Buffer {
    if (typeof target === 'string') return this.path(target);
    const { host, path } = this.description(target);
    return isLinux ? `/proc/self/fd/${host}` : this.path(path);
  }

  status(target: Target, followLinks: boolean): FileStatus {
    const s = guarded(() => {
      if (typeof target === 'number') return fs.fstatSync(this.description(target).host, { bigint: true });
      const path = this.path(target);
      return followLinks ? fs.statSync(path, { bigint: true }) : fs.lstatSync(path, { bigint: true });
    });
    return {
      mode: Number(s.mode),
      inode: s.ino,
      device: s.dev,
      links: Number(s.nlink),
      uid: Number(s.uid),
      gid: Number(s.gid),
      size: Number(s.size),
      accessed: s.atimeNs,
      modified: s.mtimeNs,
      changed: s.ctimeNs,
      blockSize: Number(s.blksize),
      blocks: Number(s.blocks),
      specialDevice: Number(s.rdev),
    };
  }

  list(target: Target): DirectoryEntry[] {
    const path = this.named(target);
    const entries = guarded(() => fs.readdirSync(path, { withFileTypes: true, encoding: 'buffer' }));
    return entries.map((entry) => {
      let kind = 0;
      if (entry.isFile()) kind = KIND.REGULAR;
      else if (entry.isDirectory()) kind = KIND.DIRECTORY;
      else if (entry.isSymbolicLink()) kind = KIND.LINK;
      else if (entry.isFIFO()) kind = KIND.FIFO;
      else if (entry.isSocket()) kind = KIND.SOCKET;
      else if (entry.isCharacterDevice()) kind = KIND.CHARACTER;
      else if (entry.isBlockDevice()) kind = KIND.BLOCK;
      return { name: pathText(entry.name as unknown as Uint8Array), kind, inode: 0n };
    });
  }

  truncate(target: Target, length: number): void {
    if (length < 0) throw hostError('EINVAL');
    if (typeof target === 'number') {
      const { host, flags } = this.description(target);
      if ((flags & OPEN.ACCMODE) === OPEN.RDONLY) throw hostError('EINVAL');
      guarded(() => fs.ftruncateSync(host, length));
    } else {
      this.forWriting();
      const path = this.path(target);
      guarded(() => fs.truncateSync(path, length));
    }
  }
  makeDirectory(path: string, mode: number): void {
    const full = this.path(path);
    if (this.isReadOnly) throw hostError(fs.existsSync(full) ? 'EEXIST' : 'EROFS');
    const wanted = mode & ~this.mask & 0o7777;
    guarded(() => fs.mkdirSync(full, wanted));
    if ((wanted & process.umask()) !== 0) guarded(() => fs.chmodSync(full, wanted));
  }
  removeDirectory(path: string): void {
    const full = this.path(path);
    this.forWriting();
    if (path.endsWith('/.') || path === '.') throw hostError('EINVAL');
    guarded(() => fs.rmdirSync(full));
  }
  unlink(path: string): void {
    const full = this.path(path);
    if (this.isReadOnly) throw hostError(fs.existsSync(full) ? 'EROFS' : 'ENOENT');
    guarded(() => fs.unlinkSync(full));
  }
  rename(from: string, to: string): void {
    this.forWriting();
    const [a, b] = [this.path(from), this.path(to)];
    guarded(() => fs.renameSync(a, b));
  }
  link(from: string, to: string, _followLinks: boolean): void {
    this.forWriting();
    const [a, b] = [this.path(from), this.path(to)];
    guarded(() => fs.linkSync(a, b));
  }
  symlink(content: string, path: string): void {
    this.forWriting();
    if (content === '') throw hostError('ENOENT');
    const full = this.path(path);
    guarded(() => fs.symlinkSync(hostPath(content), full));
  }
  readLink(path: string): string {
    const full = this.path(path);
    return pathText(guarded(() => fs.readlinkSync(full, { encoding: 'buffer' })));
  }
  access(path: string, mode: number): boolean {
    const full = this.path(path);
    if (this.isReadOnly && (mode & 2) !== 0) return false;
    try {
      fs.accessSync(full, mode & 7);
      return true;
    } catch {
      return false;
    }
  }
  changeMode(target: Target, mode: number, followLinks: boolean): void {
    this.forWriting();
    if (!followLinks) throw hostError('ENOTSUP');
    if (typeof target === 'number') {
      const { host } = this.description(target);
      guarded(() => fs.fchmodSync(host, mode & 0o7777));
    } else {
      const path = this.path(target);
      guarded(() => fs.chmodSync(path, mode & 0o7777));
    }
  }
  changeOwner(target: Target, uid: number, gid: number, followLinks: boolean): void {
    this.forWriting();
    const found = this.status(target, followLinks);
    const [u, g] = [uid < 0 ? found.uid : uid, gid < 0 ? found.gid : gid];
    guarded(() => {
      if (typeof target === 'number') fs.fchownSync(this.description(target).host, u, g);
      else if (followLinks) fs.chownSync(this.path(target), u, g);
      else fs.lchownSync(this.path(target), u, g);
    });
  }
  setTimes(target: Target, accessed: bigint, modified: bigint, followLinks: boolean): void {
    this.forWriting();
    // Seconds as a double: the host has no call with nanoseconds.
    const seconds = (ns: bigint): number => Number(ns / 1_000_000_000n) + Number(ns % 1_000_000_000n) / 1e9;
    const [a, m] = [seconds(accessed), seconds(modified)];
    guarded(() => {
      if (typeof target === 'number') fs.futimesSync(this.description(target).host, a, m);
      else if (followLinks) fs.utimesSync(this.path(target), a, m);
      else fs.lutimesSync(this.path(target), a, m);
    });
  }
  makeFifo(path: string, mode: number): void {
    this.forWriting();
    const full = this.path(path);
    if (fs.existsSync(full)) throw hostError('EEXIST');
    const octal = (mode & ~this.mask & 0o777).toString(8);
    const { status } = hostModules.childProcess.spawnSync('mkfifo', ['-m', octal, full as string]);
    if (status !== 0) throw hostError('ENOENT');
  }
  space(target: Target): SpaceOfFileSystem {
    const path = this.named(target);
    const { bsize, blocks, bfree, bavail, files, ffree } = guarded(() => fs.statfsSync(path));
    return { blockSize: bsize, blocks, free: bfree, available: bavail, files, filesFree: ffree };
  }

  at(directory: number, path: string): string {
    if (path.startsWith('/')) return path;
    const { host, path: opened } = this.description(directory);
    if ((guarded(() => fs.fstatSync(host)).mode & KIND.MASK) !== KIND.DIRECTORY) throw hostError('ENOTDIR');
    return isLinux ? `/proc/self/fd/${host}/${path}` : `${opened}/${path}`;
  }
  currentDirectory(): string {
    return this.directory;
  }
  changeDirectory(target: Target): void {
    const path = this.named(target);
    if (!guarded(() => fs.statSync(path)).isDirectory()) throw hostError('ENOTDIR');
    guarded(() => fs.accessSync(path, fs.constants.X_OK));
    this.directory = pathText(guarded(() => fs.realpathSync.native(path, { encoding: 'buffer' })));
  }
  umask(mask: number): number {
    const old = this.mask;
    this.mask = mask & 0o777;
    return old;
  }
}
