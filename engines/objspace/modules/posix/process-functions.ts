// Functions of `posix` on processes, users and the machine. Models the like-named ones of CPython's Modules/posixmodule.c. There is no
// `fork` for a program that lives in a host's thread: the function is missing, as on systems without it, so that programs take another way.
import { ImmediateExit } from '../../error.ts';
import { leaf, resumable } from '../../gateway.ts';
import type { BuiltinRow } from '../../gateway.ts';
import type { W } from '../../object.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import { structSequenceType, newStructSequence } from '../../types/structseq.ts';
import { wait } from '../../threads/wait.ts';
import type { TypeDefinition } from '../../typedef.ts';
import { errorText } from '../../../kernels/os-errors.ts';
import { raiseSignal } from '../_signal.ts';
import { attempt, osErrorByName } from '../os-error.ts';
import { encodeName, withPath } from './paths.ts';
import { CONFIGURATION_NAMES } from './constants.ts';

const none = { result: 'none' } as const;
const int = { result: 'int' } as const;

export const processTypes: readonly TypeDefinition[] = [
  structSequenceType({
    name: 'os.terminal_size',
    doc: 'A tuple of (columns, lines) for holding terminal window size',
    fields: ['columns', 'lines'],
    canBeMade: true,
  }),
  structSequenceType({
    name: 'posix.uname_result',
    doc: 'uname_result: Result from os.uname().\n\nThis object may be accessed either as a tuple of\n  (sysname, nodename, release, version, machine),\nor via the attributes sysname, nodename, release, version, and machine.\n\nSee os.uname for more information.',
    fields: ['sysname', 'nodename', 'release', 'version', 'machine'],
    canBeMade: true,
  }),
  structSequenceType({
    name: 'posix.times_result',
    fields: ['user', 'system', 'children_user', 'children_system', 'elapsed'],
    canBeMade: true,
  }),
  structSequenceType({
    name: 'posix.waitid_result',
    fields: ['si_pid', 'si_uid', 'si_signo', 'si_status', 'si_code'],
    canBeMade: true,
  }),
  structSequenceType({ name: 'posix.sched_param', fields: ['sched_priority'], canBeMade: true }),
];

const SHELL = '/bin/sh';
const CLOCK_TICKS = 100;

/** Runs a command by the shell and waits: `os.system`. Standard streams are the program's. */
function system(space: Space, w_command: W): W {
  return withPath(space, w_command, { function: 'system', argument: 'command' }, (command) => {
    const { system: machine } = space.host;
    const status = attempt(space, () => {
      const pid = machine.spawn({
        executables: [SHELL],
        args: ['sh', '-c', command.text],
        cwd: null,
        env: environmentOf(space),
        descriptors: new Map([0, 1, 2].map((fd) => [fd, fd])),
        newSession: false,
        uid: null,
        gid: null,
      });
      return machine.wait(pid, true)!.status;
    });
    return space.newint(status);
  });
}

const environments = new WeakMap<Space, Map<string, string>>();

/** The process's environment as `putenv` has left it. */
function variables(space: Space): Map<string, string> {
  let known = environments.get(space);
  if (known === undefined) {
    known = new Map(Object.entries(space.host.environment));
    environments.set(space, known);
  }
  return known;
}

export const environmentOf = (space: Space): Record<string, string> => Object.fromEntries(variables(space));

/** `posix.environ`: bytes to bytes. */
export function newEnviron(space: Space): W {
  const w_dict = space.newdict();
  for (const [name, value] of variables(space)) {
    space.dictset(w_dict, space.newbytes(encodeName(name)), space.newbytes(encodeName(value)));
  }
  return w_dict;
}

function putenv(space: Space, w_name: W, w_value: W): W {
  return withPath(space, w_name, {}, (name) =>
    withPath(space, w_value, {}, (value) => {
      if (name.text === '' || name.text.includes('='))
        throw raise(space, 'ValueError', 'illegal environment variable name');
      variables(space).set(name.text, value.text);
      return space.w_None;
    }),
  );
}

function unsetenv(space: Space, w_name: W): W {
  return withPath(space, w_name, {}, (name) => {
    if (name.text === '' || name.text.includes('=')) throw osErrorByName(space, 'EINVAL');
    variables(space).delete(name.text);
    return space.w_None;
  });
}

// --- waiting

/** Other threads go on meanwhile: one of them may have to read what the child writes before it can end. */
function waitpid(space: Space, pid: number, options: number): W {
  const WNOHANG = 1;
  const { system } = space.host;
  const isWaiting = (options & WNOHANG) === 0;
  const isAlone = space.scheduler.alive.length === 1;
  let found = attempt(space, () => system.wait(pid, isWaiting && isAlone));
  let failure: unknown = null;
  const answer = (): W => {
    if (failure !== null) return attempt(space, () => raiseAgain(failure));
    return space.newtuple([space.newint(found?.pid ?? 0), space.newint(found?.status ?? 0)]);
  };
  if (found !== null || !isWaiting) return answer();
  const look = (): boolean => {
    if (found !== null || failure !== null) return true;
    try {
      found = system.wait(pid, false);
    } catch (e) {
      failure = e;
    }
    return found !== null || failure !== null;
  };
  return wait(space, { reason: 'process', queue: null, attempt: look, timeout: -1, poll: look }, answer);
}

function raiseAgain(failure: unknown): never {
  throw failure;
}

const exitStatusOf = (status: number): number => (status >> 8) & 0xff;
const signalOf = (status: number): number => status & 0x7f;
const isStopped = (status: number): boolean => (status & 0xff) === 0x7f;

function exitCode(space: Space, status: number): number {
  if (isStopped(status)) {
    throw raise(space, 'ValueError', `process stopped by delivery of signal ${exitStatusOf(status)}`);
  }
  if (signalOf(status) === 0) return exitStatusOf(status);
  return -signalOf(status);
}

/** `os.WIFEXITED` and its kin. */
const statusTest = (name: string, test: (status: number) => boolean): BuiltinRow =>
  leaf(name, 'status: index', (_space: Space, status: number) => test(status), { result: 'bool' });

const statusPart = (name: string, part: (status: number) => number): BuiltinRow =>
  leaf(name, 'status: index', (_space: Space, status: number) => part(status), int);

// --- configuration

/** Answers of sysconf(3) that a program may stand on; null: the system has no such limit. */
function configuration(space: Space, name: string): number | null {
  const { system } = space.host;
  switch (name) {
    case 'SC_PAGESIZE':
    case 'SC_PAGE_SIZE':
      return system.pageSize;
    case 'SC_NPROCESSORS_ONLN':
    case 'SC_NPROCESSORS_CONF':
      return system.cpuCount;
    case 'SC_PHYS_PAGES':
      return system.physicalPages;
    case 'SC_CLK_TCK':
      return CLOCK_TICKS;
    case 'SC_OPEN_MAX':
      return 1024;
    case 'SC_ARG_MAX':
      return 2097152;
    case 'SC_IOV_MAX':
    case 'SC_UIO_MAXIOV':
      return 1024;
    case 'SC_NGROUPS_MAX':
      return 65536;
    case 'SC_VERSION':
      return 200809;
    case 'SC_SEM_NSEMS_MAX':
    case 'SC_SEM_VALUE_MAX':
      return 2147483647;
    case 'SC_LOGIN_NAME_MAX':
      return 256;
    case 'SC_GETPW_R_SIZE_MAX':
    case 'SC_GETGR_R_SIZE_MAX':
      return 1024;
    default:
      return null;
  }
}

function sysconf(space: Space, w_name: W): number {
  const entries = Object.entries(CONFIGURATION_NAMES);
  let name: string | undefined;
  if (space.type(w_name).isSubtype(space.types.str)) {
    name = space.str_w(w_name);
    if (CONFIGURATION_NAMES[name] === undefined)
      throw raise(space, 'ValueError', 'unrecognized configuration name');
  } else if (space.type(w_name).isSubtype(space.types.int)) {
    const number = Number(space.int_w(w_name));
    name = entries.find(([, value]) => value === number)?.[0];
    if (name === undefined) throw osErrorByName(space, 'EINVAL');
  } else {
    throw raise(space, 'TypeError', 'configuration names must be strings or integers');
  }
  return configuration(space, name) ?? -1;
}

/** A signal to the program itself goes to its handlers without a way over the host, as if it had come in at once. */
function kill(space: Space, pid: number, signal: number): W {
  if (pid === space.host.system.pid) return raiseSignal(space, signal);
  attempt(space, () => space.host.system.kill(pid, signal));
  return space.w_None;
}

export const processFunctions: readonly BuiltinRow[] = [
  leaf('getpid', '', (space: Space) => space.host.system.pid, int),
  leaf('getppid', '', (space: Space) => space.host.system.parentPid, int),
  leaf('getuid', '', (space: Space) => space.host.system.ids.uid, int),
  leaf('geteuid', '', (space: Space) => space.host.system.ids.euid, int),
  leaf('getgid', '', (space: Space) => space.host.system.ids.gid, int),
  leaf('getegid', '', (space: Space) => space.host.system.ids.egid, int),
  leaf('getgroups', '', (space: Space) =>
    space.newlist(space.host.system.ids.groups.map((n) => space.newint(n))),
  ),
  leaf('getresuid', '', (space: Space) => {
    const { uid, euid } = space.host.system.ids;
    return space.newtuple([uid, euid, euid].map((n) => space.newint(n)));
  }),
  leaf('getresgid', '', (space: Space) => {
    const { gid, egid } = space.host.system.ids;
    return space.newtuple([gid, egid, egid].map((n) => space.newint(n)));
  }),
  leaf('getlogin', '', (space: Space) => {
    throw osErrorByName(space, 'ENXIO');
  }),
  leaf('uname', '', (space: Space) => {
    const { sysname, nodename, release, version, machine } = space.host.system.uname();
    const fields = [sysname, nodename, release, version, machine];
    return newStructSequence(
      space,
      'posix.uname_result',
      fields.map((text) => space.newstr(text)),
    );
  }),
  leaf('times', '', (space: Space) => {
    const { user, system: own, childrenUser, childrenSystem, elapsed } = space.host.system.times();
    const fields = [user, own, childrenUser, childrenSystem, elapsed];
    return newStructSequence(
      space,
      'posix.times_result',
      fields.map((n) => space.newfloat(n)),
    );
  }),
  leaf('cpu_count', '', (space: Space) => space.host.system.cpuCount, int),
  leaf('sched_getaffinity', 'pid: index, /', (space: Space) => {
    const w_set = space.newset();
    for (let i = 0; i < space.host.system.cpuCount; i++) space.setadd(w_set, space.newint(i));
    return w_set;
  }),
  leaf('sched_yield', '', () => undefined, none),
  leaf('getloadavg', '', (space: Space) =>
    space.newtuple(space.host.system.loadAverages().map((n) => space.newfloat(n))),
  ),
  leaf('urandom', 'size: index, /', (space: Space, size: number) => {
    if (size < 0) throw raise(space, 'ValueError', 'negative argument not allowed');
    if (size > 2 ** 32) throw raise(space, 'MemoryError', '');
    return space.newbytes(space.host.system.random(size));
  }),
  leaf('getrandom', 'size: index, flags: index = 0', (space: Space, size: number) => {
    if (size < 0) throw osErrorByName(space, 'EINVAL');
    if (size > 2 ** 32) throw raise(space, 'MemoryError', '');
    return space.newbytes(space.host.system.random(size));
  }),
  leaf('strerror', 'code: index, /', (_space: Space, code: number) => errorText(code), { result: 'str' }),
  resumable('putenv', 'name, value, /', putenv),
  resumable('unsetenv', 'name, /', unsetenv),
  leaf('_create_environ', '', newEnviron),
  resumable('system', 'command', system),
  resumable('kill', 'pid: index, signal: index, /', kill),
  leaf(
    'killpg',
    'pgid: index, signal: index, /',
    (space: Space, pgid: number, signal: number) =>
      attempt(space, () => space.host.system.kill(-pgid, signal)),
    none,
  ),
  resumable('waitpid', 'pid: index, options: index, /', waitpid),
  resumable('wait', '', (space: Space) => waitpid(space, -1, 0)),
  leaf('waitstatus_to_exitcode', 'status: index', exitCode, int),
  statusTest('WIFEXITED', (status) => signalOf(status) === 0),
  statusTest('WIFSIGNALED', (status) => signalOf(status) !== 0 && !isStopped(status)),
  statusTest('WIFSTOPPED', isStopped),
  statusTest('WIFCONTINUED', (status) => status === 0xffff),
  statusTest('WCOREDUMP', (status) => (status & 0x80) !== 0),
  statusPart('WEXITSTATUS', exitStatusOf),
  statusPart('WTERMSIG', signalOf),
  statusPart('WSTOPSIG', exitStatusOf),
  leaf('_exit', 'status: index', (_space: Space, status: number) => {
    throw new ImmediateExit(status & 0xff);
  }),
  leaf('abort', '', () => {
    throw new ImmediateExit(134);
  }),
  leaf(
    'register_at_fork',
    '*, before=NULL, after_in_child=NULL, after_in_parent=NULL',
    () => undefined,
    none,
  ),
  leaf('sysconf', 'name, /', sysconf, int),
  leaf('ctermid', '', () => '/dev/tty', { result: 'str' }),
  leaf('getpgid', 'pid: index', (space: Space) => space.host.system.pid, int),
  leaf('getpgrp', '', (space: Space) => space.host.system.pid, int),
  leaf('getsid', 'pid: index, /', (space: Space) => space.host.system.pid, int),
  leaf('major', 'device: index, /', (_space: Space, device: number) => (device >> 8) & 0xfff, int),
  leaf(
    'minor',
    'device: index, /',
    (_space: Space, device: number) => (device & 0xff) | ((device >> 12) & 0xfff00),
    int,
  ),
  leaf(
    'makedev',
    'major: index, minor: index, /',
    (_space: Space, major: number, minor: number) =>
      (major << 8) | (minor & 0xff) | ((minor & 0xfff00) << 12),
    int,
  ),
  leaf('_inputhook', '', () => undefined, none),
  leaf('_is_inputhook_installed', '', () => false, { result: 'bool' }),
];
