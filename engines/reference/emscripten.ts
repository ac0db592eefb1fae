// What the two wasm references share of Emscripten: the part of its file system that we use, the program's three standard
// streams as devices over EngineHost, and the three views of the file system (the host's directories, the same without
// writing, a tree in memory). Leaves out sockets, pipes and the host's /dev and /proc.
import { lstatSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import type { EngineHost, FileSystemView } from '../engine.ts';
import { hostFileSystem } from './host-file-system.ts';

export interface FsNode {
  name: string;
  mode: number;
  parent: FsNode;
  mount: { opts: { root?: string } };
  node_ops: Record<string, unknown>;
  stream_ops: Record<string, unknown>;
}

export interface FsStream {
  node: FsNode;
  flags: number;
  position: number;
  seekable?: boolean;
  tty?: unknown;
  /** Descriptor of the host, shared between duplicates; `shared` is Emscripten's. */
  nfd?: number;
  shared: { refcount?: number };
}

export interface NodeAttributes {
  mode?: number;
  size?: number;
  timestamp?: number;
  atime?: number | Date;
  mtime?: number | Date;
}

export interface EmscriptenFs {
  mkdir(path: string): FsNode;
  mkdirTree(path: string): void;
  mkdev(path: string, device: number): FsNode;
  makedev(major: number, minor: number): number;
  registerDevice(device: number, ops: Record<string, unknown>): void;
  mount(type: unknown, options: { root?: string }, point: string): FsNode;
  symlink(target: string, path: string): FsNode;
  unlink(path: string): void;
  writeFile(path: string, data: string | Uint8Array): void;
  chdir(path: string): void;
  open(path: string, flags: number): FsStream;
  close(stream: FsStream): void;
  getStream(fd: number): FsStream | null;
  analyzePath(path: string): { exists: boolean };
  createNode(parent: FsNode | null, name: string, mode: number, device: number): FsNode;
  isDir(mode: number): boolean;
  isFile(mode: number): boolean;
  isLink(mode: number): boolean;
  ErrnoError: new (errno: number) => Error;
  filesystems: Record<string, FileSystemType | undefined>;
  streams: (FsStream | null)[];
}

export interface FileSystemType {
  mount(mount: { opts: { root?: string } }): FsNode;
  createNode(parent: FsNode | null, name: string, mode: number, device: number): FsNode;
  node_ops: Record<string, (...args: never[]) => unknown>;
  stream_ops: Record<string, (...args: never[]) => unknown>;
}

/** Emscripten's errno numbers are WASI's. */
export const errno = { EBADF: 8, EINTR: 27, EINVAL: 28, EIO: 29, EPERM: 63, EROFS: 69 } as const;

/** Top-level names that the sandbox has of its own and that a host directory must not cover. */
const ownDirectories = new Set(['dev', 'proc', 'lib', 'sys']);

const windowSize = { ioctl_tiocgwinsz: (): [number, number] => [24, 80] };

/**
 * Puts devices over the host's streams in the place of Emscripten's descriptors 0, 1 and 2. Bytes pass as they are, at the time
 * they are written. To be called when the file system has its standard streams and no program has run yet.
 */
export function openStandardStreams(fs: EmscriptenFs, host: EngineHost, deviceMajor = 90): void {
  const bytesOf = (heap: ArrayBufferView, offset: number, length: number): Uint8Array =>
    new Uint8Array(heap.buffer, heap.byteOffset + offset, length);
  const device = (
    minor: number,
    name: string,
    terminal: boolean,
    ops: { read?: (into: Uint8Array) => number; write?: (bytes: Uint8Array) => void },
  ): void => {
    const number = fs.makedev(deviceMajor, minor);
    fs.registerDevice(number, {
      open(stream: FsStream) {
        stream.seekable = false;
        stream.tty = terminal ? { ops: windowSize } : undefined;
      },
      close() {},
      fsync() {},
      read(_stream: FsStream, heap: ArrayBufferView, offset: number, length: number): number {
        if (!ops.read) throw new fs.ErrnoError(errno.EBADF);
        return ops.read(bytesOf(heap, offset, length));
      },
      write(_stream: FsStream, heap: ArrayBufferView, offset: number, length: number): number {
        if (!ops.write) throw new fs.ErrnoError(errno.EBADF);
        ops.write(bytesOf(heap, offset, length).slice());
        return length;
      },
    });
    if (fs.analyzePath(`/dev/${name}`).exists) fs.unlink(`/dev/${name}`);
    fs.mkdev(`/dev/${name}`, number);
  };
  const readInput = (into: Uint8Array): number => {
    const n = host.readStdin(into);
    // Python looks for its signals and reads again (PEP 475).
    if (n < 0) throw new fs.ErrnoError(errno.EINTR);
    return n;
  };
  device(0, 'stdin', host.isTerminal.stdin, { read: (into) => readInput(into) });
  device(1, 'stdout', host.isTerminal.stdout, { write: (bytes) => host.writeStdout(bytes) });
  device(2, 'stderr', host.isTerminal.stderr, { write: (bytes) => host.writeStderr(bytes) });
  for (let fd = 0; fd < 3; fd++) {
    const stream = fs.getStream(fd);
    if (stream) fs.close(stream);
  }
  // Descriptors are given out lowest first, so the order is what makes these 0, 1 and 2.
  fs.open('/dev/stdin', 0);
  fs.open('/dev/stdout', 1);
  fs.open('/dev/stderr', 1);
}

function mountHost(fs: EmscriptenFs, type: FileSystemType): void {
  for (const name of readdirSync('/')) {
    if (ownDirectories.has(name)) continue;
    const path = `/${name}`;
    try {
      if (lstatSync(path).isSymbolicLink()) {
        // `/bin -> usr/bin`: a link here too, as a mount's root must be a directory.
        if (statSync(path).isDirectory() && !fs.analyzePath(path).exists)
          fs.symlink(readlinkSync(path), path);
        continue;
      }
      if (!lstatSync(path).isDirectory()) continue;
      if (!fs.analyzePath(path).exists) fs.mkdir(path);
      fs.mount(type, { root: path }, path);
    } catch {
      // Not readable for this user: not there for the program either.
    }
  }
}

/** Makes the file system what the request says, and goes to the working directory. */
export function applyView(fs: EmscriptenFs, view: FileSystemView, cwd: string): void {
  if (view.kind === 'memory') {
    for (const [path, data] of Object.entries(view.files)) {
      fs.mkdirTree(path.slice(0, path.lastIndexOf('/')) || '/');
      fs.writeFile(path, data);
    }
    fs.mkdirTree(cwd);
  } else {
    mountHost(fs, hostFileSystem(fs, view.kind === 'real'));
  }
  fs.chdir(cwd);
}
