// The machine as native modules see it (objspace/host.ts), from a run's request and the host that its starter lends. File systems: the
// real one, the real one read-only, or files in memory.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, posix, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EngineHost, RunRequest } from '../engine.ts';
import type { FileSystem } from './file-system.ts';
import type { Host, OperatingSystem, RunFlags } from './host.ts';
import { openCodeCache } from './machine/code-cache.ts';
import type { CodeCache } from './machine/code-cache.ts';
import { nodeCodecs } from './machine/codecs.ts';
import { nodeDatabases } from './machine/databases.ts';
import { fromHost } from './machine/real-files.ts';
import { openMachine } from './machine/machine.ts';
import type { StandardStreams } from './machine/standard-streams.ts';
import { configure } from './run-flags.ts';

const LIBRARY_ZIP = join('node_modules', 'pyodide', 'python_stdlib.zip');

function libraryZip(): string | null {
  try {
    // The usual places at first, by hand: the host's own search costs each start 2 ms.
    let folder = dirname(fileURLToPath(import.meta.url));
    for (let depth = 0; depth < 4; depth++) {
      const zip = join(folder, LIBRARY_ZIP);
      if (existsSync(zip)) return zip;
      folder = dirname(folder);
    }
    const require = createRequire(import.meta.url);
    return join(dirname(require.resolve('pyodide/package.json')), 'python_stdlib.zip');
  } catch {
    return null;
  }
}

/** The program that runs this engine as `python` is run, made by the build; where there is none, what runs us. */
function interpreterPath(engine: string): string {
  try {
    const program = join(dirname(fileURLToPath(import.meta.url)), '..', 'bin', engine);
    return existsSync(program) ? program : process.execPath;
  } catch {
    return process.execPath;
  }
}

function scriptDirectory(request: RunRequest, safePath: boolean): string[] {
  if (safePath) return [];
  const { program, cwd } = request;
  if (program.kind === 'file') return [dirname(resolve(cwd, program.path))];
  return [program.kind === 'module' ? cwd : ''];
}

function argv0({ program }: RunRequest): string {
  switch (program.kind) {
    case 'source':
      return '-c';
    case 'file':
      return program.path;
    case 'module':
      return '-m';
    case 'stdin':
      return '-';
    case 'repl':
      return '';
  }
}

const INTERRUPTED = -1;

export class MachineHost implements Host {
  readonly argv: readonly string[];
  readonly path: readonly string[];
  readonly executable: string;
  readonly flags: RunFlags;
  readonly warnOptions: readonly string[];
  readonly xOptions: Readonly<Record<string, string | true>>;
  readonly environment: Readonly<Record<string, string>>;
  readonly platform = process.platform;
  readonly implementation: Host['implementation'];
  readonly implementationVersion: Host['implementationVersion'];
  readonly libraryZip = libraryZip();
  readonly codeCache: CodeCache | undefined;
  readonly unbuffered: boolean;
  readonly files: FileSystem;
  readonly system: OperatingSystem;
  readonly codecs = nodeCodecs;
  get databases() {
    return nodeDatabases();
  }
  readonly databaseFiles: Host['databaseFiles'];
  private readonly request: RunRequest;
  private readonly engineHost: EngineHost;
  /** Serves signals while Python waits. */
  private readonly serve: () => void;

  constructor(
    request: RunRequest,
    engineHost: EngineHost,
    serve: () => void,
    implementation: Host['implementation'] = 'cpython',
    implementationVersion: Host['implementationVersion'] = [3, 14, 2],
  ) {
    this.implementation = implementation;
    this.implementationVersion = implementationVersion;
    this.request = request;
    this.engineHost = engineHost;
    this.serve = serve;
    const { flags, warnOptions, unbuffered } = configure(request.flags, request.env, request.options);
    this.flags = flags;
    this.warnOptions = warnOptions;
    this.unbuffered = unbuffered;
    this.executable = interpreterPath(implementation === 'pypy' ? 'pypy-like' : 'cpython-like');
    this.argv = [argv0(request), ...request.args];
    const fromEnvironment = flags.ignore_environment ? '' : (request.env.PYTHONPATH ?? '');
    this.path = [
      ...scriptDirectory(request, flags.safe_path),
      ...fromEnvironment.split(':').filter((entry) => entry !== ''),
    ];
    this.xOptions = Object.fromEntries(
      Object.entries(request.options)
        .filter(([name]) => !name.startsWith('lab.'))
        .map(([name, value]) => [name, value === '' ? true : value]),
    );
    this.environment = request.env;
    const machine = openMachine(request.fileSystem, request.cwd, this.streams(), this.libraryZip);
    const { kind } = request.fileSystem;
    this.databaseFiles = kind === 'memory' ? 'none' : kind === 'read-only' ? 'read-only' : 'real';
    this.codeCache = openCodeCache(this.libraryZip, import.meta.url);
    this.files = machine.files;
    this.system = machine.system;
  }

  /** The run's streams as descriptors see them: nothing is kept back. */
  private streams(): StandardStreams {
    return {
      read: (into) => this.engineHost.readStdin(into),
      write: (fd, bytes) => {
        try {
          if (fd === 1) this.engineHost.writeStdout(bytes);
          else this.engineHost.writeStderr(bytes);
        } catch (e) {
          throw fromHost(e);
        }
      },
      isTerminal: (fd) => {
        const { stdin, stdout, stderr } = this.engineHost.isTerminal;
        return [stdin, stdout, stderr][fd];
      },
      serve: () => this.serve(),
      wait: (milliseconds) => {
        const { shared } = this.engineHost;
        Atomics.wait(shared, 5, Atomics.load(shared, 5), milliseconds);
      },
    };
  }

  readInput(): Uint8Array | null {
    const into = new Uint8Array(65536);
    for (;;) {
      const n = this.engineHost.readStdin(into);
      if (n !== INTERRUPTED) return n === 0 ? null : into.slice(0, n);
      this.serve();
    }
  }
  private absolute(path: string): string {
    return this.request.fileSystem.kind === 'memory'
      ? posix.resolve(this.files.currentDirectory(), path)
      : resolve(this.files.currentDirectory(), path);
  }
  readFile(path: string): Uint8Array | null {
    const { fileSystem } = this.request;
    if (fileSystem.kind === 'memory' && path !== this.libraryZip) {
      const content = fileSystem.files[this.absolute(path)];
      if (content === undefined) return null;
      return typeof content === 'string' ? new TextEncoder().encode(content) : content;
    }
    try {
      const bytes = readFileSync(this.absolute(path));
      // Small ones share memory with others of the host's.
      if (bytes.buffer.byteLength !== bytes.length) return new Uint8Array(bytes);
      return new Uint8Array(bytes.buffer);
    } catch {
      return null;
    }
  }
  kindOf(path: string): 'file' | 'directory' | null {
    const { fileSystem } = this.request;
    const absolute = this.absolute(path);
    if (fileSystem.kind === 'memory' && path !== this.libraryZip) {
      if (absolute in fileSystem.files) return 'file';
      const inside = absolute.endsWith('/') ? absolute : `${absolute}/`;
      return Object.keys(fileSystem.files).some((file) => file.startsWith(inside)) ? 'directory' : null;
    }
    try {
      const found = statSync(absolute, { throwIfNoEntry: false });
      if (found === undefined) return null;
      return found.isDirectory() ? 'directory' : 'file';
    } catch {
      // A name that the system cannot have, or a folder that may not be looked into.
      return null;
    }
  }
  listDirectory(path: string): string[] | null {
    const { fileSystem } = this.request;
    const absolute = this.absolute(path);
    if (fileSystem.kind === 'memory') {
      const inside = absolute.endsWith('/') ? absolute : `${absolute}/`;
      const names = Object.keys(fileSystem.files)
        .filter((file) => file.startsWith(inside))
        .map((file) => file.slice(inside.length).split('/')[0]);
      return names.length === 0 ? null : [...new Set(names)];
    }
    try {
      return readdirSync(absolute);
    } catch {
      return null;
    }
  }
  currentDirectory(): string {
    return this.files.currentDirectory();
  }

  private virtual: { now(): number } | null = null;
  private epoch = 0;
  /** Python's clocks follow the scheduler's where that is a virtual one. */
  followClock(scheduler: { isDeterministic: boolean; now(): number }): void {
    if (!scheduler.isDeterministic) return;
    this.virtual = scheduler;
    this.epoch = Date.now() - scheduler.now();
  }
  now(): number {
    return this.virtual === null ? Date.now() / 1000 : (this.epoch + this.virtual.now()) / 1000;
  }
  monotonic(): number {
    return (this.virtual ?? this.engineHost).now() / 1000;
  }
  processTime(): number {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  }
}
