// The module `_posixsubprocess`: starts a program with descriptors of our choice. Models CPython's Modules/_posixsubprocess.c; what fails in the
// child there fails before it exists here, and is told in the same way, through the error pipe. Left out: `preexec_fn`, groups, the umask.
import { HostError } from '../../kernels/os-errors.ts';
import { leaf } from '../gateway.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import { decode } from '../../kernels/codecs.ts';
import { runNested } from '../continuation.ts';
import type { ModuleDefinition } from './module-definition.ts';
import { fspath } from './posix/paths.ts';
import { environmentOf } from './posix/process-functions.ts';

/** No process has this number: whoever waits for it is told that there is no such child. */
const NO_CHILD = 0x3fff_ffff;

const textOf = (space: Space, w: W): string => {
  const w_plain = runNested(space, () => fspath(space, w));
  if (space.type(w_plain).isSubtype(space.types.str)) return space.str_w(w_plain);
  return decode(space.bytes_w(w_plain), 'utf-8', 'surrogateescape').toString();
};

function environment(space: Space, w: W): Record<string, string> {
  if (space.is(w, space.w_None)) return environmentOf(space);
  const variables: Record<string, string> = {};
  for (const w_entry of space.listOfNested(w)) {
    const entry = textOf(space, w_entry);
    const at = entry.indexOf('=', 1);
    variables[entry.slice(0, at)] = entry.slice(at + 1);
  }
  return variables;
}

function forkExec(space: Space, ...args_w: W[]): number {
  const [w_args, w_executables, w_closeFds, w_passFds, w_cwd, w_env] = args_w;
  const number = (i: number): number => Number(space.int_w(args_w[i]));
  const [p2cread, c2pwrite, errwrite, errpipe] = [number(6), number(9), number(11), number(13)];
  const w_session = args_w[15];
  const optional = (w: W): number | null => (space.is(w, space.w_None) ? null : Number(space.int_w(w)));
  if (!space.is(args_w[21], space.w_None))
    throw raise(space, 'RuntimeError', 'preexec_fn is not supported: the child is another program at once');
  const { files, system } = space.host;
  const descriptors = new Map<number, number>();
  [p2cread, c2pwrite, errwrite].forEach((fd, i) => descriptors.set(i, fd < 0 ? i : fd));
  for (const w_fd of space.listOfNested(w_passFds)) {
    const fd = Number(space.int_w(w_fd));
    if (fd !== errpipe) descriptors.set(fd, fd);
  }
  if (!space.isTrueNested(w_closeFds)) {
    for (let fd = 3; fd < 256; fd++) {
      try {
        if (files.isInheritable(fd)) descriptors.set(fd, fd);
      } catch (e) {
        if (!(e instanceof HostError)) throw e;
      }
    }
  }
  for (const [fd, ours] of descriptors) {
    try {
      files.flagsOf(ours);
    } catch (e) {
      if (!(e instanceof HostError)) throw e;
      descriptors.delete(fd);
    }
  }
  const cwd = space.is(w_cwd, space.w_None) ? null : textOf(space, w_cwd);
  const tell = (e: HostError, what: string): number => {
    const text = `OSError:${e.number.toString(16).toUpperCase()}:${what}`;
    files.write(errpipe, new TextEncoder().encode(text));
    return NO_CHILD;
  };
  if (cwd !== null) {
    try {
      files.list(cwd);
    } catch (e) {
      if (e instanceof HostError) return tell(e, 'noexec:chdir');
      throw e;
    }
  }
  try {
    return system.spawn({
      executables: space.listOfNested(w_executables).map((w) => textOf(space, w)),
      args: space.listOfNested(w_args).map((w) => textOf(space, w)),
      cwd,
      env: environment(space, w_env),
      descriptors,
      newSession: space.isTrueNested(w_session),
      uid: optional(args_w[19]),
      gid: optional(args_w[17]),
    });
  } catch (e) {
    if (e instanceof HostError) return tell(e, '');
    throw e;
  }
}

export const posixSubprocessModule: ModuleDefinition = {
  name: '_posixsubprocess',
  doc: 'A POSIX helper for the subprocess module.',
  functions: [
    leaf(
      'fork_exec',
      'args, executable_list, close_fds, pass_fds, cwd, env, p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite, errpipe_read, errpipe_write, restore_signals, call_setsid, pgid_to_set, gid, extra_groups, uid, child_umask, preexec_fn, /',
      forkExec,
      { result: 'int' },
    ),
  ],
};
