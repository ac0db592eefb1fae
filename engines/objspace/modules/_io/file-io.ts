// `FileIO`: a raw stream over a descriptor. Models CPython's Modules/_io/fileio.c.
import { KIND, OPEN } from '../../file-system.ts';
import { HostError } from '../../../kernels/os-errors.ts';
import { call, setattr } from '../../descroperation.ts';
import { leaf, resumable } from '../../gateway.ts';
import { Payload, SUSPEND } from '../../object.ts';
import type { W } from '../../object.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import { runSteps } from '../../steps.ts';
import type { Steps } from '../../steps.ts';
import type { TypeDefinition } from '../../typedef.ts';
import { writableBuffer } from '../buffers.ts';
import { attempt, osError, osErrorByName } from '../os-error.ts';
import { descriptorOf, withPath } from '../posix/paths.ts';
import type { Path } from '../posix/paths.ts';
import { closedFileError, dictGetset, sizeOf, unsupported } from './io-base.ts';
import { warnUnclosed } from './resource-warning.ts';

const EAGAIN = 11;
/** A first read of a file without a known size, and how its buffer grows (`new_buffersize`). */
const SMALL_CHUNK = 8192;
const MAX_STEP = 8 * 1024 * 1024;

export class FileState extends Payload {
  fd = -1;
  created = false;
  readable = false;
  writable = false;
  appending = false;
  closefd = true;
  seekable: boolean | null = null;
  finalizing = false;
  blockSize = SMALL_CHUNK;
  /** From the status at the opening; a hint only. */
  size = -1;
  isCharacterDevice = false;
  traverse(): void {}
  forget(): void {}
}

export const fileOf = (space: Space, w: W): FileState => space.data(w) as FileState;

function openFile(space: Space, w: W): FileState {
  const file = fileOf(space, w);
  if (file.fd < 0) throw closedFileError(space);
  return file;
}

/** Sets the fields by a mode's letters; answers the flags for open(2). */
function takeMode(space: Space, file: FileState, mode: string): number {
  const wrong = () =>
    raise(space, 'ValueError', 'Must have exactly one of create/read/write/append mode and at most one plus');
  let flags = 0;
  let isKnown = false;
  let hasPlus = false;
  for (const letter of mode) {
    switch (letter) {
      case 'x':
      case 'r':
      case 'w':
      case 'a':
        if (isKnown) throw wrong();
        isKnown = true;
        if (letter === 'r') file.readable = true;
        else file.writable = true;
        if (letter === 'x') {
          file.created = true;
          flags |= OPEN.EXCL | OPEN.CREAT;
        } else if (letter === 'w') flags |= OPEN.CREAT | OPEN.TRUNC;
        else if (letter === 'a') {
          file.appending = true;
          flags |= OPEN.APPEND | OPEN.CREAT;
        }
        break;
      case 'b':
        break;
      case '+':
        if (hasPlus) throw wrong();
        file.readable = file.writable = hasPlus = true;
        break;
      default:
        throw raise(space, 'ValueError', `invalid mode: ${mode}`);
    }
  }
  if (!isKnown) throw wrong();
  flags |= file.readable ? (file.writable ? OPEN.RDWR : OPEN.RDONLY) : OPEN.WRONLY;
  return flags | OPEN.CLOEXEC;
}

function modeOf(file: FileState): string {
  if (file.created) return file.readable ? 'xb+' : 'xb';
  if (file.appending) return file.readable ? 'ab+' : 'ab';
  if (file.readable) return file.writable ? 'rb+' : 'rb';
  return 'wb';
}

/** What `FileIO(…)` does, the arguments being known. */
export function* openInto(space: Space, w: W, w_file: W, mode: string, closefd: boolean, w_opener: W): Steps {
  const file = fileOf(space, w);
  if (file.fd >= 0) {
    if (file.closefd) closeDescriptor(space, file);
    else file.fd = -1;
  }
  let path: Path | null = null;
  let fd = -1;
  const type = space.type(w_file);
  if (type.isSubtype(space.types.float))
    throw raise(space, 'TypeError', 'integer argument expected, got float');
  if (type.isSubtype(space.types.int)) {
    fd = descriptorOf(space, w_file);
    if (fd < 0) throw raise(space, 'ValueError', 'negative file descriptor');
  } else {
    yield withPath(space, w_file, {}, (found) => {
      path = found;
      return space.w_None;
    });
  }
  Object.assign(file, { created: false, readable: false, writable: false, appending: false, seekable: null });
  file.closefd = closefd;
  const flags = takeMode(space, file, mode);
  const { files } = space.host;
  let isOurs = false;
  if (fd >= 0) {
    file.fd = fd;
  } else {
    if (!closefd) throw raise(space, 'ValueError', 'Cannot use closefd=False with file name');
    if (space.is(w_opener, space.w_None)) {
      const { text } = path! as Path;
      file.fd = attempt(space, () => files.open(text, flags, 0o666), w_file);
    } else {
      const w_fd = yield call(space, w_opener, [w_file, space.newint(flags)]);
      if (!space.type(w_fd).isSubtype(space.types.int))
        throw raise(space, 'TypeError', 'expected integer from opener');
      const given = Number(space.int_w(w_fd));
      if (given < 0) throw raise(space, 'ValueError', `opener returned ${given}`);
      file.fd = given;
    }
    isOurs = true;
  }
  try {
    const status = attempt(space, () => files.status(file.fd, true), w_file);
    const kind = status.mode & KIND.MASK;
    if (kind === KIND.DIRECTORY) throw osErrorByName(space, 'EISDIR', w_file);
    file.size = kind === KIND.REGULAR ? status.size : -1;
    file.isCharacterDevice = kind === KIND.CHARACTER;
    if (status.blockSize > 1) file.blockSize = status.blockSize;
    yield setattr(space, w, 'name', w_file);
    if (file.appending) attempt(space, () => files.seek(file.fd, 0, 2), w_file);
  } catch (e) {
    if (isOurs) closeDescriptor(space, file);
    else file.fd = -1;
    throw e;
  }
  return space.w_None;
}

function closeDescriptor(space: Space, file: FileState): void {
  const { fd } = file;
  file.fd = -1;
  attempt(space, () => space.host.files.close(fd));
}

/** Bytes read; null where the descriptor does not block and has nothing. */
export function readRaw(space: Space, file: FileState, into: Uint8Array): number | null {
  try {
    return space.host.files.read(file.fd, into);
  } catch (e) {
    if (!(e instanceof HostError)) throw e;
    if (e.number === EAGAIN) return null;
    throw osError(space, e.number);
  }
}

export function writeRaw(space: Space, file: FileState, bytes: Uint8Array): number | null {
  try {
    return space.host.files.write(file.fd, bytes);
  } catch (e) {
    if (!(e instanceof HostError)) throw e;
    if (e.number === EAGAIN) return null;
    throw osError(space, e.number);
  }
}

/** All bytes up to the end; null where there is nothing yet. */
export function readAllRaw(space: Space, file: FileState): Uint8Array | null {
  const { files } = space.host;
  let expected = SMALL_CHUNK;
  try {
    const { size, mode } = files.status(file.fd, true);
    if ((mode & KIND.MASK) === KIND.REGULAR) {
      const at = files.seek(file.fd, 0, 1);
      if (size >= at) expected = size - at + 1;
    }
  } catch (e) {
    if (!(e instanceof HostError)) throw e;
  }
  let buffer = new Uint8Array(expected);
  let length = 0;
  for (;;) {
    if (length === buffer.length) {
      const grown = new Uint8Array(length + Math.max(SMALL_CHUNK, Math.min(length, MAX_STEP)));
      grown.set(buffer);
      buffer = grown;
    }
    const n = readRaw(space, file, buffer.subarray(length));
    if (n === null) {
      if (length === 0) return null;
      break;
    }
    if (n === 0) break;
    length += n;
  }
  return buffer.subarray(0, length);
}

export function isSeekable(space: Space, file: FileState): boolean {
  if (file.seekable === null) {
    try {
      space.host.files.seek(file.fd, 0, 1);
      file.seekable = true;
    } catch (e) {
      if (!(e instanceof HostError)) throw e;
      file.seekable = false;
    }
  }
  return file.seekable;
}

export function seekRaw(space: Space, file: FileState, offset: number, whence: number): number {
  return attempt(space, () => space.host.files.seek(file.fd, offset, whence));
}

/** An `offset` argument: an int, of any object with `__index__`. */
export function* offsetOf(space: Space, w: W): Steps<number> {
  if (space.type(w).isSubtype(space.types.float))
    throw raise(space, 'TypeError', 'integer argument expected, got float');
  return yield* sizeOf(space, w);
}

function* truncate(space: Space, w: W, w_size: W): Steps {
  const file = openFile(space, w);
  if (!file.writable) throw unsupported(space, 'File not open for writing');
  const size = space.is(w_size, space.w_None) ? seekRaw(space, file, 0, 1) : yield* offsetOf(space, w_size);
  attempt(space, () => space.host.files.truncate(file.fd, size));
  return space.newint(size);
}

function* close(space: Space, w: W): Steps {
  const file = fileOf(space, w);
  let failure: unknown;
  if (space.type(w) !== space.types['_io.FileIO']) {
    try {
      const w_close = space.types['_io._RawIOBase'].lookup('close')!;
      yield call(space, w_close, [w]);
    } catch (e) {
      failure = space.asOperationError(e);
    }
  }
  if (!file.closefd) {
    file.fd = -1;
  } else {
    if (file.finalizing && file.fd >= 0) warnUnclosed(space, w);
    if (file.fd >= 0) closeDescriptor(space, file);
  }
  space.setdictvalue(w, '__IOBase_closed', space.w_True);
  if (failure !== undefined) throw failure;
  return space.w_None;
}

function repr(space: Space, w: W): W {
  const file = fileOf(space, w);
  const { name } = space.type(w);
  if (file.fd < 0) return space.newstr(`<${name} [closed]>`);
  const mode = modeOf(file);
  const closefd = file.closefd ? 'True' : 'False';
  const w_name = space.getdictvalue(w, 'name');
  if (w_name === undefined) return space.newstr(`<${name} fd=${file.fd} mode='${mode}' closefd=${closefd}>`);
  const show = (w_text: W): W =>
    space.newstr(`<${name} name=${space.str_w(w_text)} mode='${mode}' closefd=${closefd}>`);
  const w_text = space.repr(w_name);
  return w_text === SUSPEND
    ? runSteps(
        space,
        (function* (): Steps {
          return show(yield w_text);
        })(),
      )
    : show(w_text);
}

const bool = { result: 'bool' } as const;

export const fileIoType: TypeDefinition = {
  name: '_io.FileIO',
  base: '_io._RawIOBase',
  doc: "Open a file.\n\nThe mode can be 'r' (default), 'w', 'x' or 'a' for reading,\nwriting, exclusive creation or appending.  The file will be created if it\ndoesn't exist when opened for writing or appending; it will be truncated\nwhen opened for writing.  A FileExistsError will be raised if it already\nexists when opened for creating. Opening a file for creating implies\nwriting so this mode behaves in a similar way to 'w'.Add a '+' to the mode\nto allow simultaneous reading and writing. A custom opener can be used by\npassing a callable as *opener*. The underlying file descriptor for the file\nobject is then obtained by calling opener with (*name*, *flags*).\n*opener* must return an open file descriptor (passing os.open as *opener*\nresults in functionality similar to passing None).",
  ownLayout: true,
  hasDict: true,
  hasWeakrefs: true,
  slots: {
    new: (space, type) => space.newobj(type, new FileState()),
    repr,
  },
  methods: [
    resumable(
      '__init__',
      "$self, file, mode: str = 'r', closefd: bool = True, opener=None",
      (space: Space, w: W, w_file: W, mode: string, closefd: boolean, w_opener: W) =>
        runSteps(space, openInto(space, w, w_file, mode, closefd, w_opener)),
    ),
    resumable('close', '$self, /', (space: Space, w: W) => runSteps(space, close(space, w))),
    leaf('fileno', '$self, /', (space: Space, w: W) => openFile(space, w).fd, { result: 'int' }),
    leaf('readable', '$self, /', (space: Space, w: W) => openFile(space, w).readable, bool),
    leaf('writable', '$self, /', (space: Space, w: W) => openFile(space, w).writable, bool),
    leaf('seekable', '$self, /', (space: Space, w: W) => isSeekable(space, openFile(space, w)), bool),
    leaf(
      'isatty',
      '$self, /',
      (space: Space, w: W) => {
        const { fd } = openFile(space, w);
        try {
          return space.host.files.isTerminal(fd);
        } catch (e) {
          if (e instanceof HostError) return false;
          throw e;
        }
      },
      bool,
    ),
    leaf(
      '_isatty_open_only',
      '$self, /',
      (space: Space, w: W) => {
        const { fd, isCharacterDevice } = openFile(space, w);
        return isCharacterDevice && attempt(space, () => space.host.files.isTerminal(fd));
      },
      bool,
    ),
    leaf('readinto', '$self, buffer, /', (space: Space, w: W, w_buffer: W) => {
      const file = openFile(space, w);
      if (!file.readable) throw unsupported(space, 'File not open for reading');
      const n = readRaw(space, file, writableBuffer(space, w_buffer, 'readinto'));
      return n === null ? space.w_None : space.newint(n);
    }),
    leaf('readall', '$self, /', (space: Space, w: W) => {
      const all = readAllRaw(space, openFile(space, w));
      return all === null ? space.w_None : space.newbytes(all);
    }),
    resumable('read', '$self, size=-1, /', (space: Space, w: W, w_size: W) =>
      runSteps(
        space,
        (function* (): Steps {
          const file = openFile(space, w);
          if (!file.readable) throw unsupported(space, 'File not open for reading');
          const size = yield* sizeOf(space, w_size);
          if (size < 0) {
            const all = readAllRaw(space, file);
            return all === null ? space.w_None : space.newbytes(all);
          }
          const into = new Uint8Array(size);
          const n = readRaw(space, file, into);
          return n === null ? space.w_None : space.newbytes(n === size ? into : into.slice(0, n));
        })(),
      ),
    ),
    leaf('write', '$self, b, /', (space: Space, w: W, w_bytes: W) => {
      const file = openFile(space, w);
      if (!file.writable) throw unsupported(space, 'File not open for writing');
      const n = writeRaw(space, file, space.buffer_w(w_bytes));
      return n === null ? space.w_None : space.newint(n);
    }),
    resumable('seek', '$self, pos, whence: index = 0, /', (space: Space, w: W, w_offset: W, whence: number) =>
      runSteps(
        space,
        (function* (): Steps {
          const file = openFile(space, w);
          const offset = yield* offsetOf(space, w_offset);
          return space.newint(seekRaw(space, file, offset, whence));
        })(),
      ),
    ),
    leaf('tell', '$self, /', (space: Space, w: W) => seekRaw(space, openFile(space, w), 0, 1), {
      result: 'int',
    }),
    resumable('truncate', '$self, size=None, /', (space: Space, w: W, w_size: W) =>
      runSteps(space, truncate(space, w, w_size)),
    ),
    leaf('_dealloc_warn', '$self, source, /', (space: Space, w: W, w_source: W) => {
      const file = fileOf(space, w);
      if (file.fd >= 0 && file.closefd) warnUnclosed(space, w_source);
      return space.w_None;
    }),
    cannotPickle(),
  ],
  getset: {
    closed: {
      get: (space, w) => space.newbool(fileOf(space, w).fd < 0),
      doc: 'True if the file is closed',
    },
    closefd: { get: (space, w) => space.newbool(fileOf(space, w).closefd) },
    mode: { get: (space, w) => space.newstr(modeOf(fileOf(space, w))) },
    _blksize: {
      get: (space, w) => space.newint(fileOf(space, w).blockSize),
      set: (space, w, w_value) => void (fileOf(space, w).blockSize = Number(space.int_w(w_value!))),
    },
    _finalizing: {
      get: (space, w) => space.newbool(fileOf(space, w).finalizing),
      set: (space, w, w_value) => void (fileOf(space, w).finalizing = space.isTrueNested(w_value!)),
    },
    __dict__: dictGetset,
  },
};

/** `__getstate__` of what stands for something outside of the program. */
export function cannotPickle() {
  return leaf('__getstate__', '$self, /', (space: Space, w: W) => {
    throw raise(space, 'TypeError', `cannot pickle '${space.type(w).name}' instances`);
  });
}
