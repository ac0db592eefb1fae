// A file system in memory: a tree of nodes made from a request's files, and nothing else exists. What a browser host and tests use. Pipes are queues
// of this process. Left out: permissions (everything is allowed), devices but /dev/null, owners.
import { hostError } from '../../kernels/os-errors.ts';
import { KIND, OPEN } from '../file-system.ts';
import type { DirectoryEntry, FileStatus, FileSystem, SpaceOfFileSystem, Target } from '../file-system.ts';
import type { StandardStreams } from './standard-streams.ts';

const BLOCK = 4096;
const MAX_LINKS = 40;
const LONGEST_WAIT = 10;

class Node {
  private static nextInode = 2n;
  readonly inode = Node.nextInode++;
  readonly kind: number;
  mode: number;
  content: Uint8Array = new Uint8Array(0);
  size = 0;
  readonly children = new Map<string, Node>();
  parent: Node | null = null;
  linkTarget = '';
  links = 1;
  accessed: bigint;
  modified: bigint;
  changed: bigint;

  constructor(kind: number, mode: number) {
    this.kind = kind;
    this.mode = mode;
    this.accessed = this.modified = this.changed = BigInt(Date.now()) * 1_000_000n;
  }

  touch(): void {
    this.modified = this.changed = BigInt(Date.now()) * 1_000_000n;
  }
  resize(size: number): void {
    if (size > this.content.length) {
      const grown = new Uint8Array(Math.max(size, this.content.length * 2));
      grown.set(this.content.subarray(0, this.size));
      this.content = grown;
    } else if (size < this.size) {
      this.content.fill(0, size, this.size);
    }
    this.size = size;
  }
}

interface Description {
  node: Node;
  flags: number;
  position: number;
  stream: 0 | 1 | 2 | null;
  path: string;
  owners: number;
  pipe: Pipe | null;
}

interface Pipe {
  chunks: Uint8Array[];
  readers: number;
  writers: number;
}

export class MemoryFiles implements FileSystem {
  private readonly root = new Node(KIND.DIRECTORY, 0o755);
  private readonly table = new Map<number, { description: Description; inheritable: boolean }>();
  private readonly streams: StandardStreams;
  private directory = '/';
  private mask = 0o022;

  constructor(
    streams: StandardStreams,
    files: Readonly<Record<string, string | Uint8Array>>,
    directory: string,
  ) {
    this.streams = streams;
    this.root.parent = this.root;
    const encoder = new TextEncoder();
    for (const [path, content] of Object.entries(files)) {
      const parts = path.split('/').filter((part) => part !== '');
      const name = parts.pop();
      if (name === undefined) continue;
      const bytes = typeof content === 'string' ? encoder.encode(content) : content;
      const node = new Node(KIND.REGULAR, 0o644);
      node.content = bytes;
      node.size = bytes.length;
      this.attach(this.folder(parts), name, node);
    }
    this.directory = directory;
    this.folder(directory.split('/').filter((part) => part !== ''));
    for (const stream of [0, 1, 2] as const) {
      const node = new Node(KIND.CHARACTER, 0o620);
      const flags = stream === 0 ? OPEN.RDONLY : OPEN.WRONLY;
      const description = { node, flags, position: 0, stream, path: '', owners: 1, pipe: null };
      this.table.set(stream, { description, inheritable: true });
    }
  }

  private folder(parts: readonly string[]): Node {
    let node = this.root;
    for (const part of parts) {
      let child = node.children.get(part);
      if (child === undefined) this.attach(node, part, (child = new Node(KIND.DIRECTORY, 0o755)));
      node = child;
    }
    return node;
  }
  private attach(folder: Node, name: string, node: Node): void {
    folder.children.set(name, node);
    folder.touch();
    if (node.kind === KIND.DIRECTORY) {
      node.parent = folder;
      folder.links++;
      node.links = 2;
    }
  }

  // --- walking paths

  /** The folder that a path's last part lies in, that part's name, and what is there. */
  private walk(
    path: string,
    followLast: boolean,
    depth = 0,
  ): { folder: Node; name: string; node: Node | null } {
    if (path === '') throw hostError('ENOENT');
    if (depth > MAX_LINKS) throw hostError('ELOOP');
    const full = path.startsWith('/') ? path : `${this.directory}/${path}`;
    const parts = full.split('/').filter((part) => part !== '' && part !== '.');
    let folder = this.root;
    for (let i = 0; i < parts.length; i++) {
      const name = parts[i];
      const isLast = i === parts.length - 1;
      if (folder.kind !== KIND.DIRECTORY) throw hostError('ENOTDIR');
      if (new TextEncoder().encode(name).length > 255) throw hostError('ENAMETOOLONG');
      const node = name === '..' ? folder.parent! : (folder.children.get(name) ?? null);
      if (node !== null && node.kind === KIND.LINK && (!isLast || followLast || full.endsWith('/'))) {
        const before = node.linkTarget.startsWith('/') ? '' : `${this.pathOf(folder)}/`;
        const rest = parts.slice(i + 1).join('/');
        return this.walk(
          `${before}${node.linkTarget}${rest === '' ? '' : `/${rest}`}`,
          followLast,
          depth + 1,
        );
      }
      if (isLast) {
        if (full.endsWith('/') && node !== null && node.kind !== KIND.DIRECTORY) throw hostError('ENOTDIR');
        return { folder, name, node };
      }
      if (node === null) throw hostError('ENOENT');
      folder = node;
    }
    return { folder: this.root, name: '', node: this.root };
  }
  private pathOf(folder: Node): string {
    const parts: string[] = [];
    for (let node = folder; node !== this.root; node = node.parent!) {
      const entry = [...node.parent!.children].find(([, child]) => child === node);
      if (entry === undefined) throw hostError('ENOENT');
      parts.unshift(entry[0]);
    }
    return `/${parts.join('/')}`;
  }
  private node(target: Target, followLinks = true): Node {
    if (typeof target === 'number') return this.description(target).node;
    const { node } = this.walk(target, followLinks);
    if (node === null) throw hostError('ENOENT');
    return node;
  }
  private description(fd: number): Description {
    const found = this.table.get(fd);
    if (found === undefined) throw hostError('EBADF');
    return found.description;
  }
  private put(description: Description): number {
    let fd = 0;
    while (this.table.has(fd)) fd++;
    this.table.set(fd, { description, inheritable: false });
    return fd;
  }

  // --- descriptors

  open(path: string, flags: number, mode: number): number {
    const noFollow =
      (flags & OPEN.NOFOLLOW) !== 0 || (flags & (OPEN.CREAT | OPEN.EXCL)) === (OPEN.CREAT | OPEN.EXCL);
    const { folder, name, node: found } = this.walk(path, !noFollow);
    let node = found;
    if (node === null) {
      if ((flags & OPEN.CREAT) === 0) throw hostError('ENOENT');
      if (path.endsWith('/')) throw hostError('EISDIR');
      node = new Node(KIND.REGULAR, mode & ~this.mask & 0o7777);
      this.attach(folder, name, node);
    } else {
      if ((flags & OPEN.EXCL) !== 0 && (flags & OPEN.CREAT) !== 0) throw hostError('EEXIST');
      if (node.kind === KIND.LINK) throw hostError('ELOOP');
      if (node.kind === KIND.DIRECTORY && (flags & (OPEN.ACCMODE | OPEN.CREAT)) !== 0)
        throw hostError('EISDIR');
      if ((flags & OPEN.DIRECTORY) !== 0 && node.kind !== KIND.DIRECTORY) throw hostError('ENOTDIR');
      if ((flags & OPEN.TRUNC) !== 0) {
        node.resize(0);
        node.touch();
      }
    }
    const kept = flags & ~(OPEN.CREAT | OPEN.EXCL | OPEN.TRUNC | OPEN.NOCTTY | OPEN.CLOEXEC);
    return this.put({ node, flags: kept, position: 0, stream: null, path, owners: 1, pipe: null });
  }
  close(fd: number): void {
    const description = this.description(fd);
    this.table.delete(fd);
    this.release(description);
  }
  private release(description: Description): void {
    if (--description.owners > 0 || description.pipe === null) return;
    if ((description.flags & OPEN.ACCMODE) === OPEN.RDONLY) description.pipe.readers--;
    else description.pipe.writers--;
  }
  duplicate(fd: number): number {
    const description = this.description(fd);
    description.owners++;
    return this.put(description);
  }
  duplicateTo(fd: number, to: number, inheritable: boolean): void {
    const description = this.description(fd);
    if (fd === to) return;
    if (to < 0) throw hostError('EBADF');
    description.owners++;
    const old = this.table.get(to);
    this.table.set(to, { description, inheritable });
    if (old !== undefined) this.release(old.description);
  }
  isInheritable(fd: number): boolean {
    this.description(fd);
    return this.table.get(fd)!.inheritable;
  }
  setInheritable(fd: number, inheritable: boolean): void {
    this.description(fd);
    this.table.get(fd)!.inheritable = inheritable;
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
    const { stream } = this.description(fd);
    return stream !== null && this.streams.isTerminal(stream);
  }
  pipe(): [number, number] {
    const pipe: Pipe = { chunks: [], readers: 1, writers: 1 };
    const end = (flags: number): number => {
      const node = new Node(KIND.FIFO, 0o600);
      return this.put({ node, flags, position: 0, stream: null, path: '', owners: 1, pipe });
    };
    return [end(OPEN.RDONLY), end(OPEN.WRONLY)];
  }
  poll(fd: number): { readable: boolean; writable: boolean; hungUp: boolean } {
    const { flags, pipe } = this.description(fd);
    const mode = flags & OPEN.ACCMODE;
    const canRead = pipe === null || pipe.chunks.length > 0 || pipe.writers === 0;
    return {
      readable: mode !== OPEN.WRONLY && canRead,
      writable: mode !== OPEN.RDONLY,
      hungUp: pipe !== null && mode === OPEN.RDONLY && pipe.writers === 0 && pipe.chunks.length === 0,
    };
  }

  // --- reading and writing

  read(fd: number, into: Uint8Array): number {
    const description = this.description(fd);
    const { node, stream, pipe, flags } = description;
    if ((flags & OPEN.ACCMODE) === OPEN.WRONLY) throw hostError('EBADF');
    if (into.length === 0) return 0;
    if (stream !== null) {
      for (;;) {
        const n = this.streams.read(into);
        if (n >= 0) return n;
        this.streams.serve();
      }
    }
    if (pipe !== null) return this.readPipe(pipe, into, flags);
    if (node.kind === KIND.DIRECTORY) throw hostError('EISDIR');
    const n = this.readAt(fd, into, description.position);
    description.position += n;
    return n;
  }
  private readPipe(pipe: Pipe, into: Uint8Array, flags: number): number {
    while (pipe.chunks.length === 0) {
      if (pipe.writers === 0) return 0;
      if ((flags & OPEN.NONBLOCK) !== 0) throw hostError('EAGAIN');
      this.streams.wait(LONGEST_WAIT);
      this.streams.serve();
    }
    const [chunk] = pipe.chunks;
    const n = Math.min(chunk.length, into.length);
    into.set(chunk.subarray(0, n));
    if (n === chunk.length) pipe.chunks.shift();
    else pipe.chunks[0] = chunk.subarray(n);
    return n;
  }
  readAt(fd: number, into: Uint8Array, offset: number): number {
    const { node } = this.description(fd);
    const part = node.content.subarray(offset, Math.min(offset + into.length, node.size));
    if (offset >= node.size) return 0;
    into.set(part);
    return part.length;
  }
  write(fd: number, bytes: Uint8Array): number {
    const description = this.description(fd);
    const { node, stream, pipe, flags } = description;
    if ((flags & OPEN.ACCMODE) === OPEN.RDONLY) throw hostError('EBADF');
    if (stream !== null) {
      this.streams.write(stream as 1 | 2, bytes);
      return bytes.length;
    }
    if (pipe !== null) {
      if (pipe.readers === 0) throw hostError('EPIPE');
      if (bytes.length > 0) pipe.chunks.push(bytes.slice());
      return bytes.length;
    }
    if ((flags & OPEN.APPEND) !== 0) description.position = node.size;
    const n = this.writeAt(fd, bytes, description.position);
    description.position += n;
    return n;
  }
  writeAt(fd: number, bytes: Uint8Array, offset: number): number {
    const { node } = this.description(fd);
    if (offset + bytes.length > node.size) node.resize(offset + bytes.length);
    node.content.set(bytes, offset);
    node.touch();
    return bytes.length;
  }
  seek(fd: number, offset: number, whence: number): number {
    const description = this.description(fd);
    if (description.stream !== null || description.pipe !== null) throw hostError('ESPIPE');
    const bases = [0, description.position, description.node.size];
    const position = bases[whence] + offset;
    if (!(position >= 0)) throw hostError('EINVAL');
    description.position = position;
    return position;
  }
  sync(fd: number): void {
    this.description(fd);
  }

  // --- what paths name

  status(target: Target, followLinks: boolean): FileStatus {
    const node = this.node(target, followLinks);
    return {
      mode: node.kind | node.mode,
      inode: node.inode,
      device: 1n,
      links: node.links,
      uid: 0,
      gid: 0,
      size: node.kind === KIND.LINK ? new TextEncoder().encode(node.linkTarget).length : node.size,
      accessed: node.accessed,
      modified: node.modified,
      changed: node.changed,
      blockSize: BLOCK,
      blocks: Math.ceil(node.size / BLOCK) * 8,
      specialDevice: 0,
    };
  }
  list(target: Target): DirectoryEntry[] {
    const node = this.node(target);
    if (node.kind !== KIND.DIRECTORY) throw hostError('ENOTDIR');
    return [...node.children].map(([name, child]) => ({ name, kind: child.kind, inode: child.inode }));
  }
  truncate(target: Target, length: number): void {
    if (length < 0) throw hostError('EINVAL');
    const node = this.node(target);
    if (node.kind === KIND.DIRECTORY) throw hostError('EISDIR');
    if (typeof target === 'number' && (this.description(target).flags & OPEN.ACCMODE) === OPEN.RDONLY)
      throw hostError('EINVAL');
    node.resize(length);
    node.touch();
  }
  makeDirectory(path: string, mode: number): void {
    const { folder, name, node } = this.walk(path.replace(/(.)\/+$/, '$1'), false);
    if (node !== null) throw hostError('EEXIST');
    this.attach(folder, name, new Node(KIND.DIRECTORY, mode & ~this.mask & 0o7777));
  }
  removeDirectory(path: string): void {
    const { folder, name, node } = this.walk(path.replace(/(.)\/+$/, '$1'), false);
    if (node === null) throw hostError('ENOENT');
    if (node.kind !== KIND.DIRECTORY) throw hostError('ENOTDIR');
    if (path.endsWith('/.') || path === '.') throw hostError('EINVAL');
    if (node.children.size > 0) throw hostError('ENOTEMPTY');
    folder.children.delete(name);
    folder.links--;
    node.links = 0;
    folder.touch();
  }
  unlink(path: string): void {
    const { folder, name, node } = this.walk(path, false);
    if (node === null) throw hostError('ENOENT');
    if (node.kind === KIND.DIRECTORY) throw hostError('EISDIR');
    folder.children.delete(name);
    node.links--;
    folder.touch();
  }
  rename(from: string, to: string): void {
    const source = this.walk(from, false);
    const goal = this.walk(to.replace(/(.)\/+$/, '$1'), false);
    if (source.node === null) throw hostError('ENOENT');
    const isFolder = source.node.kind === KIND.DIRECTORY;
    if (goal.node === source.node) return;
    if (goal.node !== null) {
      const overFolder = goal.node.kind === KIND.DIRECTORY;
      if (isFolder && !overFolder) throw hostError('ENOTDIR');
      if (!isFolder && overFolder) throw hostError('EISDIR');
      if (overFolder && goal.node.children.size > 0) throw hostError('ENOTEMPTY');
      goal.node.links--;
      if (overFolder) goal.folder.links--;
    }
    if (isFolder) {
      for (let node = goal.folder; node !== this.root; node = node.parent!)
        if (node === source.node) throw hostError('EINVAL');
      source.folder.links--;
    }
    source.folder.children.delete(source.name);
    source.folder.touch();
    this.attach(goal.folder, goal.name, source.node);
  }
  link(from: string, to: string, followLinks: boolean): void {
    const node = this.node(from, followLinks);
    if (node.kind === KIND.DIRECTORY) throw hostError('EPERM');
    const goal = this.walk(to, false);
    if (goal.node !== null) throw hostError('EEXIST');
    node.links++;
    this.attach(goal.folder, goal.name, node);
  }
  symlink(content: string, path: string): void {
    if (content === '') throw hostError('ENOENT');
    const { folder, name, node } = this.walk(path, false);
    if (node !== null) throw hostError('EEXIST');
    const link = new Node(KIND.LINK, 0o777);
    link.linkTarget = content;
    this.attach(folder, name, link);
  }
  readLink(path: string): string {
    const node = this.node(path, false);
    if (node.kind !== KIND.LINK) throw hostError('EINVAL');
    return node.linkTarget;
  }
  access(path: string, mode: number): boolean {
    let node: Node;
    try {
      node = this.node(path);
    } catch {
      return false;
    }
    const allowed = ((node.mode >> 6) | (node.mode >> 3) | node.mode) & 7;
    return (mode & 1) === 0 || (allowed & 1) !== 0;
  }
  changeMode(target: Target, mode: number, followLinks: boolean): void {
    const node = this.node(target, followLinks);
    node.mode = mode & 0o7777;
    node.changed = BigInt(Date.now()) * 1_000_000n;
  }
  changeOwner(target: Target, uid: number, gid: number, followLinks: boolean): void {
    this.node(target, followLinks);
    if (uid > 0 || gid > 0) throw hostError('EPERM');
  }
  setTimes(target: Target, accessed: bigint, modified: bigint, followLinks: boolean): void {
    const node = this.node(target, followLinks);
    node.accessed = accessed;
    node.modified = modified;
  }
  makeFifo(): void {
    throw hostError('EPERM');
  }
  space(target: Target): SpaceOfFileSystem {
    this.node(target);
    return { blockSize: BLOCK, blocks: 0, free: 0, available: 0, files: 0, filesFree: 0 };
  }

  at(directory: number, path: string): string {
    if (path.startsWith('/')) return path;
    const { node } = this.description(directory);
    if (node.kind !== KIND.DIRECTORY) throw hostError('ENOTDIR');
    return `${this.pathOf(node)}/${path}`;
  }
  currentDirectory(): string {
    return this.directory;
  }
  changeDirectory(target: Target): void {
    const node = this.node(target);
    if (node.kind !== KIND.DIRECTORY) throw hostError('ENOTDIR');
    this.directory = this.pathOf(node);
  }
  umask(mask: number): number {
    const old = this.mask;
    this.mask = mask & 0o777;
    return old;
  }
}
