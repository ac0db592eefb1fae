// The module `fcntl`: flags of descriptors. Models CPython's Modules/fcntlmodule.c for what the host's files know; locks are taken at once,
// because nobody else can be asked for them.
import { OPEN } from '../file-system.ts';
import { leaf } from '../gateway.ts';
import type { W } from '../object.ts';
import type { Space } from '../space.ts';
import type { ModuleDefinition } from './module-definition.ts';
import { attempt, osErrorByName } from './os-error.ts';
import { fileDescriptor } from './posix/file-functions.ts';

const CONSTANTS: Readonly<Record<string, number>> = {
  LOCK_SH: 1,
  LOCK_EX: 2,
  LOCK_NB: 4,
  LOCK_UN: 8,
  F_DUPFD: 0,
  F_GETFD: 1,
  F_SETFD: 2,
  F_GETFL: 3,
  F_SETFL: 4,
  F_GETLK: 5,
  F_SETLK: 6,
  F_SETLKW: 7,
  F_DUPFD_CLOEXEC: 1030,
  F_GETPIPE_SZ: 1032,
  F_SETPIPE_SZ: 1031,
  FD_CLOEXEC: 1,
  F_RDLCK: 0,
  F_WRLCK: 1,
  F_UNLCK: 2,
};

const PIPE_SIZE = 65536;

function control(space: Space, w_fd: W, command: number, w_argument: W): number {
  const fd = fileDescriptor(space, w_fd);
  const { files } = space.host;
  const argument = space.type(w_argument).isSubtype(space.types.int) ? Number(space.int_w(w_argument)) : 0;
  return attempt(space, () => {
    switch (command) {
      case CONSTANTS.F_GETFD:
        return files.isInheritable(fd) ? 0 : CONSTANTS.FD_CLOEXEC;
      case CONSTANTS.F_SETFD:
        files.setInheritable(fd, (argument & CONSTANTS.FD_CLOEXEC) === 0);
        return 0;
      case CONSTANTS.F_GETFL:
        return files.flagsOf(fd);
      case CONSTANTS.F_SETFL:
        files.setBlocking(fd, (argument & OPEN.NONBLOCK) === 0);
        return 0;
      case CONSTANTS.F_DUPFD:
      case CONSTANTS.F_DUPFD_CLOEXEC: {
        const copy = files.duplicate(fd);
        if (command === CONSTANTS.F_DUPFD) files.setInheritable(copy, true);
        return copy;
      }
      case CONSTANTS.F_GETPIPE_SZ:
      case CONSTANTS.F_SETPIPE_SZ:
        files.flagsOf(fd);
        return PIPE_SIZE;
      case CONSTANTS.F_SETLK:
      case CONSTANTS.F_SETLKW:
      case CONSTANTS.F_GETLK:
        files.flagsOf(fd);
        return 0;
      default:
        throw osErrorByName(space, 'EINVAL');
    }
  });
}

function lock(space: Space, w_fd: W): void {
  const fd = fileDescriptor(space, w_fd);
  attempt(space, () => space.host.files.flagsOf(fd));
}

export const fcntlModule: ModuleDefinition = {
  name: 'fcntl',
  doc: 'This module performs file control and I/O control on file\ndescriptors.  It is an interface to the fcntl() and ioctl() Unix\nroutines.  File descriptors can be obtained with the fileno() method of\na file or socket object.',
  functions: [
    leaf('fcntl', 'fd, cmd: index, arg=0, /', control, { result: 'int' }),
    leaf('ioctl', 'fd, request, arg=0, mutate_flag: bool = True, /', (space: Space, w_fd: W) => {
      lock(space, w_fd);
      throw osErrorByName(space, 'ENOTTY');
    }),
    leaf('flock', 'fd, operation: index, /', lock, { result: 'none' }),
    leaf('lockf', 'fd, cmd: index, len=0, start=0, whence=0, /', lock, { result: 'none' }),
  ],
  values: (space: Space) =>
    Object.fromEntries(Object.entries(CONSTANTS).map(([name, value]) => [name, space.newint(value)])),
};
