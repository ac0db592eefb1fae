// The file system that a program sees, as an object of the host: descriptors, paths, directories, pipes. Modelled on POSIX with Linux's
// numbers for flags, modes and errors; every call is synchronous and fails with a HostError. Paths are host strings in which a byte that is
// no UTF-8 stands as a lone surrogate (PEP 383). Nothing here is Python's, so that a browser can supply another one.

/** Linux's flags of open(2), also the values of `os.O_…`. */
export const OPEN = {
  RDONLY: 0,
  WRONLY: 1,
  RDWR: 2,
  ACCMODE: 3,
  CREAT: 0o100,
  EXCL: 0o200,
  NOCTTY: 0o400,
  TRUNC: 0o1000,
  APPEND: 0o2000,
  NONBLOCK: 0o4000,
  DSYNC: 0o10000,
  ASYNC: 0o20000,
  DIRECT: 0o40000,
  LARGEFILE: 0,
  DIRECTORY: 0o200000,
  NOFOLLOW: 0o400000,
  NOATIME: 0o1000000,
  CLOEXEC: 0o2000000,
  SYNC: 0o4010000,
  PATH: 0o10000000,
  TMPFILE: 0o20200000,
} as const;

/** Kinds of file, the upper bits of a mode. */
export const KIND = {
  MASK: 0o170000,
  SOCKET: 0o140000,
  LINK: 0o120000,
  REGULAR: 0o100000,
  BLOCK: 0o060000,
  DIRECTORY: 0o040000,
  CHARACTER: 0o020000,
  FIFO: 0o010000,
} as const;

export interface FileStatus {
  mode: number;
  inode: bigint;
  device: bigint;
  links: number;
  uid: number;
  gid: number;
  size: number;
  /** Nanoseconds since the epoch. */
  accessed: bigint;
  modified: bigint;
  changed: bigint;
  blockSize: number;
  blocks: number;
  specialDevice: number;
}

export interface DirectoryEntry {
  name: string;
  /** A KIND, 0 where the directory does not tell. */
  kind: number;
  inode: bigint;
}

export interface SpaceOfFileSystem {
  blockSize: number;
  blocks: number;
  free: number;
  available: number;
  files: number;
  filesFree: number;
}

/** What is meant: a path, or an open descriptor. */
export type Target = string | number;

export interface FileSystem {
  open(path: string, flags: number, mode: number): number;
  close(fd: number): void;
  /** Up to `into.length` bytes; 0 at the end. Waits, unless the descriptor does not block. */
  read(fd: number, into: Uint8Array): number;
  readAt(fd: number, into: Uint8Array, offset: number): number;
  write(fd: number, bytes: Uint8Array): number;
  writeAt(fd: number, bytes: Uint8Array, offset: number): number;
  /** `whence` 0 from the start, 1 from here, 2 from the end; answers the new position. */
  seek(fd: number, offset: number, whence: number): number;
  sync(fd: number): void;
  duplicate(fd: number): number;
  duplicateTo(fd: number, to: number, inheritable: boolean): void;
  /** Read end and write end. */
  pipe(): [number, number];
  isTerminal(fd: number): boolean;
  isInheritable(fd: number): boolean;
  setInheritable(fd: number, inheritable: boolean): void;
  isBlocking(fd: number): boolean;
  setBlocking(fd: number, blocking: boolean): void;
  /** The descriptor's flags as F_GETFL tells them. */
  flagsOf(fd: number): number;
  /** Without waiting: something to read, room to write, the other end gone. */
  poll(fd: number): { readable: boolean; writable: boolean; hungUp: boolean };

  status(target: Target, followLinks: boolean): FileStatus;
  list(target: Target): DirectoryEntry[];
  truncate(target: Target, length: number): void;
  makeDirectory(path: string, mode: number): void;
  removeDirectory(path: string): void;
  unlink(path: string): void;
  rename(from: string, to: string): void;
  link(from: string, to: string, followLinks: boolean): void;
  symlink(content: string, path: string): void;
  readLink(path: string): string;
  /** `mode`: 4 read, 2 write, 1 execute, 0 existence; with `effective` by the effective user. */
  access(path: string, mode: number): boolean;
  changeMode(target: Target, mode: number, followLinks: boolean): void;
  changeOwner(target: Target, uid: number, gid: number, followLinks: boolean): void;
  /** Nanoseconds since the epoch. */
  setTimes(target: Target, accessed: bigint, modified: bigint, followLinks: boolean): void;
  makeFifo(path: string, mode: number): void;
  space(target: Target): SpaceOfFileSystem;

  /** The path of `path` seen from an open directory (`dir_fd`). */
  at(directory: number, path: string): string;
  currentDirectory(): string;
  changeDirectory(target: Target): void;
  /** Sets the mask of new files' modes; answers the old one. */
  umask(mask: number): number;
}
