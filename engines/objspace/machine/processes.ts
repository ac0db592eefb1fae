// The operating system as a program sees it, through Node. A child is started by Node's `spawn`, which forks and execs at once; its end is read from
// Linux's /proc, because a busy engine never returns to the event loop that would report it (the child stays a zombie until then, and its wait
// status stands in the last field of its stat file). On other hosts waiting for a child fails with ENOSYS.
import { hostModules } from './host-modules.ts';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import * as os from 'node:os';
import { errorNumber, HostError, hostError } from '../../kernels/os-errors.ts';
import { OPEN } from '../file-system.ts';
import type { FileSystem } from '../file-system.ts';
import type { OperatingSystem, SpawnRequest } from '../host.ts';
import { fromHost, RealFiles } from './real-files.ts';
import type { StandardStreams } from './standard-streams.ts';

const FIRST_WAIT = 0.5;
const LONGEST_WAIT = 10;
const DEFAULT_PAGE = 4096;
const EXIT_CODE_FIELD = 52;
const STATE_FIELD = 3;

const isLinux = process.platform === 'linux';

/** Fields of /proc/PID/stat, counted from 1 as proc(5) does; null: no such process. */
function processFields(pid: number): string[] | null {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return null;
  }
  // The name may hold anything, brackets too.
  const end = text.lastIndexOf(')');
  return [
    '',
    String(pid),
    text.slice(text.indexOf('('), end + 1),
    ...text
      .slice(end + 2)
      .trim()
      .split(' '),
  ];
}

export class Machine implements OperatingSystem {
  readonly pid = process.pid;
  readonly parentPid = process.ppid;
  readonly ids = {
    uid: process.getuid?.() ?? 0,
    gid: process.getgid?.() ?? 0,
    euid: process.geteuid?.() ?? 0,
    egid: process.getegid?.() ?? 0,
    groups: process.getgroups?.() ?? [],
  };
  get cpuCount(): number {
    return os.cpus().length || 1;
  }
  readonly pageSize = DEFAULT_PAGE;
  readonly physicalPages = Math.floor(os.totalmem() / DEFAULT_PAGE);
  private readonly files: FileSystem;
  private readonly streams: StandardStreams;
  /** Started here and not yet waited for. */
  private readonly children = new Set<number>();

  constructor(files: FileSystem, streams: StandardStreams) {
    this.files = files;
    this.streams = streams;
  }

  uname(): { sysname: string; nodename: string; release: string; version: string; machine: string } {
    const machine = os.machine?.() ?? (os.arch() === 'x64' ? 'x86_64' : os.arch());
    return {
      sysname: os.type(),
      nodename: os.hostname(),
      release: os.release(),
      version: os.version(),
      machine,
    };
  }
  times(): { user: number; system: number; childrenUser: number; childrenSystem: number; elapsed: number } {
    const { user, system } = process.cpuUsage();
    const elapsed = performance.now() / 1000;
    return { user: user / 1e6, system: system / 1e6, childrenUser: 0, childrenSystem: 0, elapsed };
  }
  usage(): ReadonlyMap<string, number> {
    const u = process.resourceUsage();
    return new Map([
      ['maxrss', u.maxRSS],
      ['ixrss', u.sharedMemorySize],
      ['idrss', u.unsharedDataSize],
      ['isrss', u.unsharedStackSize],
      ['minflt', u.minorPageFault],
      ['majflt', u.majorPageFault],
      ['nswap', u.swappedOut],
      ['inblock', u.fsRead],
      ['oublock', u.fsWrite],
      ['msgsnd', u.ipcSent],
      ['msgrcv', u.ipcReceived],
      ['nsignals', u.signalsCount],
      ['nvcsw', u.voluntaryContextSwitches],
      ['nivcsw', u.involuntaryContextSwitches],
    ]);
  }
  random(count: number): Uint8Array {
    return hostModules.crypto.randomFillSync(new Uint8Array(count));
  }
  loadAverages(): readonly number[] {
    return os.loadavg();
  }
  terminalSize(fd: number): { columns: number; lines: number } | null {
    if (!this.files.isTerminal(fd)) return null;
    const { stdout, status } = hostModules.childProcess.spawnSync('stty', ['size'], {
      stdio: [fd, 'pipe', 'ignore'],
    });
    const match = /^(\d+) (\d+)/.exec(String(stdout));
    if (status !== 0 || match === null) return null;
    return { lines: Number(match[1]), columns: Number(match[2]) };
  }
  kill(pid: number, signal: number): void {
    if (this.children.has(pid) && processFields(pid) === null) throw hostError('ESRCH');
    try {
      process.kill(pid, signal);
    } catch (e) {
      throw fromHost(e);
    }
  }

  // --- children

  spawn(request: SpawnRequest): number {
    if (!(this.files instanceof RealFiles)) throw hostError('ENOSYS');
    const { files } = this;
    const executable = request.executables.find((path) => existsSync(path)) ?? request.executables.at(-1)!;
    const highest = Math.max(2, ...request.descriptors.keys());
    const stdio: (number | 'ignore')[] = [];
    const opened: number[] = [];
    try {
      for (let fd = 0; fd <= highest; fd++) {
        const ours = request.descriptors.get(fd);
        stdio.push(ours === undefined ? 'ignore' : this.forChild(files, ours, opened));
      }
      if (!files.access(executable, 0)) throw hostError('ENOENT');
      if (!files.access(executable, 1) || (files.status(executable, true).mode & 0o170000) === 0o040000)
        throw hostError('EACCES');
      const child = hostModules.childProcess.spawn(executable, request.args.slice(1), {
        argv0: request.args[0],
        cwd: request.cwd ?? files.currentDirectory(),
        env: { ...request.env },
        stdio,
        detached: request.newSession,
        uid: request.uid ?? undefined,
        gid: request.gid ?? undefined,
      });
      // A failure would come as an event, and nobody is there to hear it.
      child.on('error', () => {});
      child.unref();
      if (child.pid === undefined) throw this.whyNot(executable, request.cwd);
      this.children.add(child.pid);
      return child.pid;
    } catch (e) {
      throw fromHost(e);
    } finally {
      for (const host of opened) closeSync(host);
    }
  }
  private whyNot(executable: string, cwd: string | null): HostError {
    if (cwd !== null && !existsSync(cwd)) return hostError('ENOENT');
    return new HostError(existsSync(executable) ? errorNumber('ENOEXEC')! : errorNumber('ENOENT')!);
  }

  /** A host descriptor that the child may block on, and that goes on where ours stands. */
  private forChild(files: RealFiles, fd: number, opened: number[]): number {
    const description = files.description(fd);
    if (description.isStream || !isLinux) return description.host;
    let flags = description.flags & OPEN.ACCMODE;
    const needsOwn = description.hostNeverBlocks || (description.position ?? 0) > 0;
    if (!needsOwn) return description.host;
    // Another open of the same file starts at its beginning: only appending goes on where we are.
    if ((description.position ?? 0) > 0 && flags !== OPEN.RDONLY) flags |= OPEN.APPEND;
    const host = openSync(`/proc/self/fd/${description.host}`, flags);
    opened.push(host);
    return host;
  }

  wait(pid: number, isWaiting: boolean): { pid: number; status: number } | null {
    if (!isLinux) throw hostError('ENOSYS');
    for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 1.5, LONGEST_WAIT)) {
      const candidates = pid > 0 ? [pid] : [...this.children];
      if (candidates.length === 0 || (pid > 0 && !this.children.has(pid))) throw hostError('ECHILD');
      for (const candidate of candidates) {
        const fields = processFields(candidate);
        if (fields === null) {
          // The host's loop has taken it meanwhile: nobody knows how it ended.
          this.children.delete(candidate);
          return { pid: candidate, status: 0 };
        }
        if (fields[STATE_FIELD] === 'Z' || fields[STATE_FIELD] === 'X') {
          this.children.delete(candidate);
          return { pid: candidate, status: Number(fields[EXIT_CODE_FIELD]) };
        }
      }
      if (!isWaiting) return null;
      this.streams.wait(wait);
      this.streams.serve();
    }
  }
}
