// The host's directories as an Emscripten file system, writable or not. It models what Emscripten's NODEFS does and both
// references need the same: MicroPython's build has no NODEFS, and NODEFS cannot be mounted read-only. Only regular
// files, directories and links exist; inode numbers are the sandbox's. Errors carry the host's errno under WASI's number.
import * as fs from 'node:fs';
import { join } from 'node:path';
import type { EmscriptenFs, FileSystemType, FsNode, FsStream, NodeAttributes } from './emscripten.ts';

/** WASI's errno numbers, which Emscripten uses, for what a file operation can answer. */
const wasiErrno: Record<string, number> = {
  EACCES: 2,
  EAGAIN: 6,
  EBADF: 8,
  EBUSY: 10,
  EEXIST: 20,
  EFBIG: 22,
  EINTR: 27,
  EINVAL: 28,
  EIO: 29,
  EISDIR: 31,
  ELOOP: 32,
  EMFILE: 33,
  EMLINK: 34,
  ENAMETOOLONG: 37,
  ENFILE: 41,
  ENODEV: 43,
  ENOENT: 44,
  ENOSPC: 51,
  ENOTDIR: 54,
  ENOTEMPTY: 55,
  ENXIO: 60,
  EPERM: 63,
  EPIPE: 64,
  EROFS: 69,
  ESPIPE: 70,
  ETXTBSY: 74,
  EXDEV: 75,
};

/** Open flags as Emscripten (Linux) numbers them, with the host's. */
const openFlags: readonly (readonly [number, number])[] = [
  [0o1, fs.constants.O_WRONLY],
  [0o2, fs.constants.O_RDWR],
  [0o100, fs.constants.O_CREAT],
  [0o200, fs.constants.O_EXCL],
  [0o1000, fs.constants.O_TRUNC],
  [0o2000, fs.constants.O_APPEND],
];
const WRITES = 0o3 | 0o100 | 0o1000;

export function hostFileSystem(em: EmscriptenFs, writable: boolean): FileSystemType {
  const attempt = <T>(operation: () => T): T => {
    try {
      return operation();
    } catch (e) {
      const code = (e as NodeJS.ErrnoException).code;
      if (code === undefined) throw e;
      throw new em.ErrnoError(wasiErrno[code] ?? wasiErrno['EIO']!);
    }
  };
  const change = <T>(operation: () => T): T => {
    if (!writable) throw new em.ErrnoError(wasiErrno['EROFS']!);
    return attempt(operation);
  };

  const pathOf = (node: FsNode): string => {
    const parts: string[] = [];
    let at = node;
    while (at.parent !== at) {
      parts.push(at.name);
      at = at.parent;
    }
    return join(at.mount.opts.root!, ...parts.reverse());
  };

  const createNode = (parent: FsNode | null, name: string, mode: number, device: number): FsNode => {
    if (!em.isDir(mode) && !em.isFile(mode) && !em.isLink(mode))
      throw new em.ErrnoError(wasiErrno['EINVAL']!);
    const node = em.createNode(parent, name, mode, device);
    node.node_ops = type.node_ops;
    node.stream_ops = type.stream_ops;
    return node;
  };

  const attributes = (node: FsNode, stat: fs.Stats): object => ({
    dev: stat.dev,
    ino: (node as unknown as { id: number }).id,
    mode: stat.mode,
    nlink: stat.nlink,
    uid: stat.uid,
    gid: stat.gid,
    rdev: stat.rdev,
    size: stat.size,
    atime: stat.atime,
    mtime: stat.mtime,
    ctime: stat.ctime,
    blksize: stat.blksize,
    blocks: stat.blocks,
  });

  const setAttributes = (path: string, node: FsNode, attr: NodeAttributes): void =>
    change(() => {
      if (attr.mode !== undefined && attr.mode !== null) {
        fs.chmodSync(path, attr.mode & 0o7777);
        node.mode = attr.mode;
      }
      const atime = attr.atime ?? attr.timestamp;
      const mtime = attr.mtime ?? attr.timestamp;
      if (atime !== undefined || mtime !== undefined) {
        const now = fs.statSync(path);
        fs.utimesSync(path, new Date(atime ?? now.atime), new Date(mtime ?? now.mtime));
      }
      if (attr.size !== undefined) fs.truncateSync(path, attr.size);
    });

  const type: FileSystemType = {
    mount: (mount) =>
      createNode(
        null,
        '/',
        attempt(() => fs.lstatSync(mount.opts.root!).mode),
        0,
      ),
    createNode,
    node_ops: {
      getattr: (node: FsNode) =>
        attributes(
          node,
          attempt(() => fs.lstatSync(pathOf(node))),
        ),
      setattr: (node: FsNode, attr: NodeAttributes) => setAttributes(pathOf(node), node, attr),
      lookup: (parent: FsNode, name: string) => {
        const { mode } = attempt(() => fs.lstatSync(join(pathOf(parent), name)));
        return createNode(parent, name, mode, 0);
      },
      mknod: (parent: FsNode, name: string, mode: number, device: number) => {
        const path = join(pathOf(parent), name);
        change(() => (em.isDir(mode) ? fs.mkdirSync(path, mode) : fs.writeFileSync(path, '', { mode })));
        return createNode(parent, name, mode, device);
      },
      rename: (node: FsNode, parent: FsNode, name: string) => {
        const to = join(pathOf(parent), name);
        change(() => fs.renameSync(pathOf(node), to));
        node.name = name;
      },
      unlink: (parent: FsNode, name: string) => change(() => fs.unlinkSync(join(pathOf(parent), name))),
      rmdir: (parent: FsNode, name: string) => change(() => fs.rmdirSync(join(pathOf(parent), name))),
      readdir: (node: FsNode) => attempt(() => ['.', '..', ...fs.readdirSync(pathOf(node))]),
      symlink: (parent: FsNode, name: string, target: string) =>
        change(() => fs.symlinkSync(target, join(pathOf(parent), name))),
      readlink: (node: FsNode) => attempt(() => fs.readlinkSync(pathOf(node))),
    },
    stream_ops: {
      open: (stream: FsStream) => {
        if (em.isDir(stream.node.mode)) return;
        if (!writable && (stream.flags & WRITES) !== 0) throw new em.ErrnoError(wasiErrno['EROFS']!);
        const flags = openFlags.reduce((all, [bit, host]) => (stream.flags & bit ? all | host : all), 0);
        stream.nfd = attempt(() => fs.openSync(pathOf(stream.node), flags));
        stream.shared.refcount = 1;
      },
      dup: (stream: FsStream) => {
        stream.shared.refcount = (stream.shared.refcount ?? 1) + 1;
      },
      close: (stream: FsStream) => {
        if (stream.nfd === undefined) return;
        stream.shared.refcount = (stream.shared.refcount ?? 1) - 1;
        if (stream.shared.refcount === 0) attempt(() => fs.closeSync(stream.nfd!));
      },
      read: (stream: FsStream, heap: Uint8Array, offset: number, length: number, position: number) =>
        attempt(() =>
          fs.readSync(
            stream.nfd!,
            new Uint8Array(heap.buffer, heap.byteOffset + offset, length),
            0,
            length,
            position,
          ),
        ),
      write: (stream: FsStream, heap: Uint8Array, offset: number, length: number, position: number) =>
        change(() =>
          fs.writeSync(
            stream.nfd!,
            new Uint8Array(heap.buffer, heap.byteOffset + offset, length),
            0,
            length,
            position,
          ),
        ),
      fsync: (stream: FsStream) => {
        if (stream.nfd !== undefined) attempt(() => fs.fsyncSync(stream.nfd!));
      },
      llseek: (stream: FsStream, offset: number, whence: number) => {
        let position = offset;
        if (whence === 1) position += stream.position;
        else if (whence === 2) position += attempt(() => fs.fstatSync(stream.nfd!).size);
        if (position < 0) throw new em.ErrnoError(wasiErrno['EINVAL']!);
        return position;
      },
      // Mapping a file needs Emscripten's own allocator; its NODEFS, where it is built in, goes through `nfd` as we do.
      ...mapping(em.filesystems['NODEFS'], writable),
    },
  };
  return type;
}

function mapping(nodefs: FileSystemType | undefined, writable: boolean): FileSystemType['stream_ops'] {
  if (!nodefs) return {};
  const { mmap, msync } = nodefs.stream_ops;
  return writable ? { mmap: mmap!, msync: msync! } : { mmap: mmap! };
}
