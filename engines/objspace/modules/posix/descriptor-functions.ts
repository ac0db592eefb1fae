// Functions of `posix` on open descriptors. Models the like-named ones of CPython's Modules/posixmodule.c. Left out: vectored reads and
// writes at an offset, pseudo terminals.
import { roomForBytes } from '../../../kernels/error.ts';
import { leaf, resumable } from '../../gateway.ts';
import type { BuiltinRow } from '../../gateway.ts';
import type { W } from '../../object.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import { newStructSequence } from '../../types/structseq.ts';
import { OPEN } from '../../file-system.ts';
import { attempt, osErrorByName } from '../os-error.ts';
import { writableBuffer } from '../buffers.ts';
import { directoryOf, located, withPath } from './paths.ts';
import { fileDescriptor } from './file-functions.ts';
import { newInt } from './status.ts';

const none = { result: 'none' } as const;

function open(space: Space, w_path: W, flags: number, mode: number, w_directory: W): W {
  return withPath(space, w_path, { function: 'open' }, (path) => {
    const where = located(space, path, directoryOf(space, w_directory));
    return space.newint(attempt(space, () => space.host.files.open(where, flags, mode), path.w));
  });
}

function read(space: Space, fd: number, length: number): W {
  if (length < 0) throw osErrorByName(space, 'EINVAL');
  const into = roomForBytes(length);
  const n = attempt(space, () => space.host.files.read(fd, into));
  return space.newbytes(n === length ? into : into.slice(0, n));
}

function offsetOf(space: Space, w: W): number {
  const value = space.int_w(w);
  return Number(value);
}

/** Bytes of several buffers in turn. */
function buffersOf(space: Space, w_buffers: W, name: string): W[] {
  const { list, tuple } = space.types;
  const type = space.type(w_buffers);
  if (!type.isSubtype(list) && !type.isSubtype(tuple) && type.slots.getitem === null)
    throw raise(space, 'TypeError', `${name}() arg 2 must be a sequence`);
  return space.listOfNested(w_buffers);
}

function readv(space: Space, fd: number, w_buffers: W): number {
  let total = 0;
  for (const w of buffersOf(space, w_buffers, 'readv')) {
    const into = writableBuffer(space, w, 'readv');
    const n = attempt(space, () => space.host.files.read(fd, into));
    total += n;
    if (n < into.length) break;
  }
  return total;
}

function writev(space: Space, fd: number, w_buffers: W): number {
  let total = 0;
  for (const w of buffersOf(space, w_buffers, 'writev')) {
    const bytes = space.buffer_w(w);
    const n = attempt(space, () => space.host.files.write(fd, bytes));
    total += n;
    if (n < bytes.length) break;
  }
  return total;
}

function sendfile(space: Space, out: number, from: number, w_offset: W, count: number): number {
  const { files } = space.host;
  const into = new Uint8Array(Math.min(count, 1 << 20));
  return attempt(space, () => {
    const n = space.is(w_offset, space.w_None)
      ? files.read(from, into)
      : files.readAt(from, into, offsetOf(space, w_offset));
    return n === 0 ? 0 : files.write(out, into.subarray(0, n));
  });
}

function pipe(space: Space): W {
  const [r, w] = attempt(space, () => space.host.files.pipe());
  return space.newtuple([space.newint(r), space.newint(w)]);
}

function terminalSize(space: Space, fd: number): W {
  const size = attempt(space, () => {
    space.host.files.flagsOf(fd);
    return space.host.system.terminalSize(fd);
  });
  if (size === null) throw osErrorByName(space, 'ENOTTY');
  return newStructSequence(space, 'os.terminal_size', [space.newint(size.columns), space.newint(size.lines)]);
}

export const descriptorFunctions: readonly BuiltinRow[] = [
  resumable('open', 'path, flags: index, mode: index = 511, *, dir_fd=None', open),
  leaf(
    'close',
    'fd: index',
    (space: Space, fd: number) => attempt(space, () => space.host.files.close(fd)),
    none,
  ),
  leaf(
    'closerange',
    'fd_low: index, fd_high: index, /',
    (space: Space, low: number, high: number) => {
      for (let fd = Math.max(low, 0); fd < Math.min(high, 65536); fd++) {
        try {
          space.host.files.close(fd);
        } catch {
          // Not open: that is what is wanted.
        }
      }
    },
    none,
  ),
  leaf('read', 'fd: index, length: index, /', read),
  leaf(
    'readinto',
    'fd: index, buffer, /',
    (space: Space, fd: number, w_buffer: W) => {
      const into = writableBuffer(space, w_buffer, 'readinto');
      return attempt(space, () => space.host.files.read(fd, into));
    },
    { result: 'int' },
  ),
  leaf(
    'write',
    'fd: index, data: bytes, /',
    (space: Space, fd: number, data: Uint8Array) => attempt(space, () => space.host.files.write(fd, data)),
    { result: 'int' },
  ),
  leaf(
    'pread',
    'fd: index, length: index, offset, /',
    (space: Space, fd: number, length: number, w_offset: W) => {
      if (length < 0) throw osErrorByName(space, 'EINVAL');
      const into = new Uint8Array(length);
      const n = attempt(space, () => space.host.files.readAt(fd, into, offsetOf(space, w_offset)));
      return space.newbytes(into.slice(0, n));
    },
  ),
  leaf(
    'pwrite',
    'fd: index, buffer: bytes, offset, /',
    (space: Space, fd: number, data: Uint8Array, w_offset: W) =>
      attempt(space, () => space.host.files.writeAt(fd, data, offsetOf(space, w_offset))),
    { result: 'int' },
  ),
  leaf('readv', 'fd: index, buffers, /', readv, { result: 'int' }),
  leaf('writev', 'fd: index, buffers, /', writev, { result: 'int' }),
  leaf('sendfile', 'out_fd: index, in_fd: index, offset, count: index', sendfile, { result: 'int' }),
  leaf(
    'lseek',
    'fd: index, position, whence: index, /',
    (space: Space, fd: number, w_position: W, whence: number) =>
      newInt(
        space,
        attempt(space, () => space.host.files.seek(fd, offsetOf(space, w_position), whence)),
      ),
  ),
  leaf(
    'ftruncate',
    'fd: index, length: index, /',
    (space: Space, fd: number, length: number) => attempt(space, () => space.host.files.truncate(fd, length)),
    none,
  ),
  ...['fsync', 'fdatasync'].map((name) =>
    leaf(
      name,
      'fd',
      (space: Space, w_fd: W) => {
        const fd = fileDescriptor(space, w_fd);
        attempt(space, () => space.host.files.sync(fd));
      },
      none,
    ),
  ),
  leaf('sync', '', () => undefined, none),
  leaf(
    'dup',
    'fd: index, /',
    (space: Space, fd: number) => attempt(space, () => space.host.files.duplicate(fd)),
    {
      result: 'int',
    },
  ),
  leaf(
    'dup2',
    'fd: index, fd2: index, inheritable: bool = True',
    (space: Space, fd: number, fd2: number, inheritable: boolean) => {
      if (fd < 0 || fd2 < 0) throw osErrorByName(space, 'EBADF');
      attempt(space, () => space.host.files.duplicateTo(fd, fd2, inheritable));
      return fd2;
    },
    { result: 'int' },
  ),
  leaf('pipe', '', pipe),
  leaf('pipe2', 'flags: index, /', (space: Space, flags: number) => {
    const [r, w] = attempt(space, () => space.host.files.pipe());
    for (const fd of [r, w]) {
      if ((flags & OPEN.NONBLOCK) !== 0) space.host.files.setBlocking(fd, false);
      if ((flags & OPEN.CLOEXEC) === 0) space.host.files.setInheritable(fd, true);
    }
    return space.newtuple([space.newint(r), space.newint(w)]);
  }),
  leaf(
    'isatty',
    'fd: index, /',
    (space: Space, fd: number) => {
      try {
        return space.host.files.isTerminal(fd);
      } catch {
        return false;
      }
    },
    { result: 'bool' },
  ),
  leaf('device_encoding', 'fd: index', (space: Space, fd: number) => {
    const isTerminal = attempt(space, () => space.host.files.isTerminal(fd));
    return isTerminal ? space.newstr('UTF-8') : space.w_None;
  }),
  leaf(
    'get_inheritable',
    'fd: index, /',
    (space: Space, fd: number) => attempt(space, () => space.host.files.isInheritable(fd)),
    {
      result: 'bool',
    },
  ),
  leaf(
    'set_inheritable',
    'fd: index, inheritable: bool, /',
    (space: Space, fd: number, inheritable: boolean) =>
      attempt(space, () => space.host.files.setInheritable(fd, inheritable)),
    none,
  ),
  leaf(
    'get_blocking',
    'fd: index, /',
    (space: Space, fd: number) => attempt(space, () => space.host.files.isBlocking(fd)),
    {
      result: 'bool',
    },
  ),
  leaf(
    'set_blocking',
    'fd: index, blocking: bool, /',
    (space: Space, fd: number, blocking: boolean) =>
      attempt(space, () => space.host.files.setBlocking(fd, blocking)),
    none,
  ),
  leaf('get_terminal_size', 'fd: index = 1, /', terminalSize),
  leaf('ttyname', 'fd: index, /', (space: Space, fd: number) => {
    if (!attempt(space, () => space.host.files.isTerminal(fd))) throw osErrorByName(space, 'ENOTTY');
    return space.newstr('/dev/tty');
  }),
  leaf('posix_fadvise', 'fd: index, offset: index, length: index, advice: index, /', () => undefined, none),
  leaf(
    'posix_fallocate',
    'fd: index, offset: index, length: index, /',
    (space: Space, fd: number, offset: number, length: number) => {
      if (offset < 0 || length <= 0) throw osErrorByName(space, 'EINVAL');
      const { files } = space.host;
      attempt(space, () => {
        if (files.status(fd, true).size < offset + length) files.truncate(fd, offset + length);
      });
    },
    none,
  ),
  leaf('lockf', 'fd: index, command: index, length: index, /', () => undefined, none),
];
