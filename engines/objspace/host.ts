// What native modules need of the machine and of the run: streams, files, arguments, flags. Each engine supplies it from its request
// (engines/engine.ts); nothing here is Python's.

import type { MachineCodecs } from './machine-codecs.ts';
import type { MachineDatabases } from './machine-databases.ts';
import type { FileSystem } from './file-system.ts';
import type { CodeCache } from './machine/code-cache.ts';

/** How the command line wants Python to be; the names are those of `sys.flags`. */
export interface RunFlags {
  debug: number;
  inspect: number;
  interactive: number;
  optimize: number;
  dont_write_bytecode: number;
  no_user_site: number;
  no_site: number;
  ignore_environment: number;
  verbose: number;
  bytes_warning: number;
  quiet: number;
  hash_randomization: number;
  isolated: number;
  dev_mode: boolean;
  utf8_mode: number;
  warn_default_encoding: number;
  safe_path: boolean;
  int_max_str_digits: number;
}

export const DEFAULT_FLAGS: RunFlags = {
  debug: 0,
  inspect: 0,
  interactive: 0,
  optimize: 0,
  dont_write_bytecode: 0,
  no_user_site: 0,
  no_site: 0,
  ignore_environment: 0,
  verbose: 0,
  bytes_warning: 0,
  quiet: 0,
  hash_randomization: 1,
  isolated: 0,
  dev_mode: false,
  utf8_mode: 1,
  warn_default_encoding: 0,
  safe_path: false,
  int_max_str_digits: 4300,
};

/** A program to start: what `_posixsubprocess.fork_exec` is told. */
export interface SpawnRequest {
  /** Files to try in turn. */
  executables: readonly string[];
  args: readonly string[];
  cwd: string | null;
  env: Readonly<Record<string, string>>;
  /** Descriptor in the child → ours; only these are open there. */
  descriptors: ReadonlyMap<number, number>;
  newSession: boolean;
  uid: number | null;
  gid: number | null;
}

/** Processes, users and the machine. Calls fail with a HostError. */
export interface OperatingSystem {
  readonly pid: number;
  readonly parentPid: number;
  readonly ids: { uid: number; gid: number; euid: number; egid: number; groups: readonly number[] };
  readonly cpuCount: number;
  uname(): { sysname: string; nodename: string; release: string; version: string; machine: string };
  /** Seconds of processor time: user, system, of waited-for children. */
  times(): { user: number; system: number; childrenUser: number; childrenSystem: number; elapsed: number };
  /** Counts of getrusage(2) by their names without `ru_`; empty where the machine tells none. */
  usage(): ReadonlyMap<string, number>;
  random(count: number): Uint8Array;
  loadAverages(): readonly number[];
  pageSize: number;
  physicalPages: number;
  /** Null: no terminal. */
  terminalSize(fd: number): { columns: number; lines: number } | null;
  kill(pid: number, signal: number): void;
  spawn(request: SpawnRequest): number;
  /** Status as wait(2) gives it; null where `isWaiting` is false and the child still runs. `pid` -1: any child. */
  wait(pid: number, isWaiting: boolean): { pid: number; status: number } | null;
}

export interface Host {
  /** What the program sees of files, and of everything else of the machine. */
  readonly files: FileSystem;
  readonly system: OperatingSystem;
  /** Compression and digests. */
  readonly codecs: MachineCodecs;
  /** SQLite; null or absent: the machine has none. Files only where the view of files is the real one. */
  readonly databases?: MachineDatabases | null;
  /** What `databases` may do with files. */
  readonly databaseFiles?: 'real' | 'read-only' | 'none';
  readonly argv: readonly string[];
  /** First entries of `sys.path`: the program's directory, PYTHONPATH. The library is put behind them. */
  readonly path: readonly string[];
  readonly executable: string;
  readonly flags: RunFlags;
  readonly warnOptions: readonly string[];
  readonly xOptions: Readonly<Record<string, string | true>>;
  readonly environment: Readonly<Record<string, string>>;
  /** `linux`, `darwin`, `win32`. */
  readonly platform: string;
  /** `sys.implementation.name`: `cpython` or `pypy`. */
  readonly implementation: 'cpython' | 'pypy';
  readonly implementationVersion: readonly [number, number, number];
  /** The zip file of the pure-Python library; null: there is none. */
  readonly libraryZip: string | null;

  /** Compiled code of the library, kept between runs; absent where the host keeps nothing. */
  readonly codeCache?: CodeCache;
  /** `-u`: what is written goes on at once. */
  readonly unbuffered: boolean;
  /** Next bytes of stdin, waiting for them; null at its end. */
  readInput(): Uint8Array | null;

  readFile(path: string): Uint8Array | null;
  kindOf(path: string): 'file' | 'directory' | null;
  listDirectory(path: string): string[] | null;
  currentDirectory(): string;

  /** Seconds since the epoch, and of a clock that never goes back, with what resolution there is. */
  now(): number;
  monotonic(): number;
  /** Seconds of processor time of this process. */
  processTime(): number;
}
