// The abstract bases of streams: `_IOBase`, `_RawIOBase`, `_BufferedIOBase`, `_TextIOBase`, with the methods that they give to classes
// derived from them. Models CPython's Modules/_io/iobase.c, bufferedio.c and textio.c (the bases).
import { call, getattr, index, iter, length as lengthOf } from '../../descroperation.ts';
import { nextOrStop } from '../../descroperation.ts';
import { runNested } from '../../continuation.ts';
import { leaf, resumable } from '../../gateway.ts';
import type { BuiltinRow } from '../../gateway.ts';
import { STOP, SUSPEND } from '../../object.ts';
import type { W } from '../../object.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import { callMethod, isTrue, runSteps } from '../../steps.ts';
import type { Steps } from '../../steps.ts';
import type { Getset, TypeDefinition } from '../../typedef.ts';
import { reportUnraisable } from '../sys.ts';
import { andThen } from '../../continuation.ts';
import { stopOf } from '../../descroperation.ts';
import * as bytes from '../../../kernels/bytes.ts';
import { writableBuffer } from '../buffers.ts';
import { newByteArray } from '../../types/bytearray.ts';

export const DEFAULT_BUFFER_SIZE = 128 * 1024;

/** In the instance's dict, as CPython keeps it. */
const CLOSED = '__IOBase_closed';

export const closedError = (space: Space) => raise(space, 'ValueError', 'I/O operation on closed file.');
/** As FileIO and StringIO spell it. */
export const closedFileError = (space: Space) => raise(space, 'ValueError', 'I/O operation on closed file');
export const unsupported = (space: Space, text: string) => raise(space, '_io.UnsupportedOperation', text);

/** `self.closed`, which a class may define for itself. */
export function* isClosed(space: Space, w: W): Steps<boolean> {
  return yield* isTrue(space, yield getattr(space, w, 'closed'));
}

export function* checkClosed(space: Space, w: W): Steps<void> {
  if (yield* isClosed(space, w)) throw closedError(space);
}

/** Runs both, in this order; the first one's error comes out last, with the second's as its context left to the handler. */
export function* bothAlways(space: Space, first: Steps, second: () => Steps): Steps {
  let w_result: W;
  try {
    w_result = yield* first;
  } catch (e) {
    const error = space.asOperationError(e);
    const w_error = space.errorValue(error);
    try {
      yield* second();
    } catch (e2) {
      const later = space.asOperationError(e2);
      chain(space, later.w_value ?? space.errorValue(later), w_error);
      space.dropError(error);
      throw later;
    }
    throw error;
  }
  yield* second();
  return w_result;
}

/** `later.__context__ = earlier`. */
export function chain(space: Space, w_later: W, w_earlier: W): void {
  if (!space.is(w_later, w_earlier)) runNested(space, () => setContext(space, w_later, w_earlier));
}

function setContext(space: Space, w_later: W, w_earlier: W): W {
  return space.type(w_later).slots.setattr!(space, w_later, '__context__', w_earlier);
}

function* close(space: Space, w: W): Steps {
  if (space.getdictvalue(w, CLOSED) !== undefined) return space.w_None;
  const mark = function* (): Steps {
    space.setdictvalue(w, CLOSED, space.w_True);
    return space.w_None;
  };
  return yield* bothAlways(space, callMethod(space, w, 'flush'), mark);
}

function isMarkedClosed(space: Space, w: W): boolean {
  return space.getdictvalue(w, CLOSED) !== undefined;
}

/** `__del__` of every stream: closes it; an error is told by `sys.unraisablehook`. */
export function finalize(space: Space, w: W): W {
  return runSteps(
    space,
    (function* (): Steps {
      let closed = false;
      try {
        closed = yield* isClosed(space, w);
      } catch (e) {
        space.dropError(space.asOperationError(e));
        // Without the attribute there is nothing that can be closed.
        return space.w_None;
      }
      if (closed) return space.w_None;
      if (space.type(w).lookup('_finalizing') !== undefined || space.type(w).hasDict) {
        try {
          yield space.type(w).slots.setattr!(space, w, '_finalizing', space.w_True);
        } catch (e) {
          space.dropError(space.asOperationError(e));
        }
      }
      try {
        yield* callMethod(space, w, 'close');
      } catch (e) {
        const error = space.asOperationError(e);
        yield reportUnraisable(space, error, `Exception ignored while finalizing file`, w);
      }
      return space.w_None;
    })(),
  );
}

// --- lines

/** A `size` argument: None means -1. */
export function* sizeOf(space: Space, w: W): Steps<number> {
  if (space.is(w, space.w_None)) return -1;
  const type = space.type(w);
  if (type.slots.index === null && !type.isSubtype(space.types.int))
    throw raise(space, 'TypeError', `argument should be integer or None, not '${type.name}'`);
  const w_n = yield index(space, w);
  const n = space.int_w(w_n);
  if (BigInt.asIntN(64, BigInt(n)) !== BigInt(n))
    throw raise(space, 'OverflowError', "cannot fit 'int' into an index-sized integer");
  return Number(n);
}

/** `readline` of a class that has `read` and perhaps `peek`. */
function* readline(space: Space, w: W, w_limit: W): Steps {
  const limit = yield* sizeOf(space, w_limit);
  const w_peek = yield space.getattrOr(w, 'peek', space.w_None);
  const parts: Uint8Array[] = [];
  let length = 0;
  while (limit < 0 || length < limit) {
    let wanted = 1;
    if (!space.is(w_peek, space.w_None)) {
      const w_ahead = yield call(space, w_peek, [space.newint(1)]);
      if (!space.type(w_ahead).isSubtype(space.types.bytes)) {
        const text = `peek() should have returned a bytes object, not '${space.type(w_ahead).name}'`;
        throw raise(space, 'OSError', text);
      }
      const ahead = space.bytes_w(w_ahead);
      if (ahead.length > 0) {
        const at = ahead.indexOf(10);
        wanted = at < 0 ? ahead.length : at + 1;
        if (limit >= 0) wanted = Math.min(wanted, limit - length);
      }
    }
    const w_piece = yield* callMethod(space, w, 'read', [space.newint(wanted)]);
    if (!space.type(w_piece).isSubtype(space.types.bytes)) {
      const text = `read() should have returned a bytes object, not '${space.type(w_piece).name}'`;
      throw raise(space, 'OSError', text);
    }
    const piece = space.bytes_w(w_piece);
    if (piece.length === 0) break;
    parts.push(piece);
    length += piece.length;
    if (piece[piece.length - 1] === 10) break;
  }
  return space.newbytes(parts.length === 1 ? parts[0] : bytes.concat(parts));
}

function* readlines(space: Space, w: W, w_hint: W): Steps {
  const hint = yield* sizeOf(space, w_hint);
  const w_list = space.newlist([]);
  const w_iterator = yield iter(space, w);
  let length = 0;
  for (;;) {
    const w_line = yield* nextLine(space, w_iterator);
    if (w_line === null) return w_list;
    space.listappend(w_list, w_line);
    if (hint <= 0) continue;
    const w_length = yield lengthOf(space, w_line);
    length += Number(space.int_w(w_length));
    if (length > hint) return w_list;
  }
}

/** The next item of an iterator; null at its end. */
export function* nextLine(space: Space, w_iterator: W): Steps<W | null> {
  try {
    const w_first = nextOrStop(space, w_iterator);
    const w = w_first === STOP ? STOP : yield w_first;
    return w === STOP ? null : w;
  } catch (e) {
    stopOf(space, space.asOperationError(e));
    return null;
  }
}

function* writelines(space: Space, w: W, w_lines: W): Steps {
  yield* checkClosed(space, w);
  const w_iterator = yield iter(space, w_lines);
  const w_write = yield getattr(space, w, 'write');
  for (;;) {
    const w_line = yield* nextLine(space, w_iterator);
    if (w_line === null) return space.w_None;
    yield call(space, w_write, [w_line]);
  }
}

// --- the rows

/** A row written as a generator (steps.ts). The arguments' types follow from the signature. */
export const method = (
  name: string,
  signature: string,
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  run: (space: Space, ...args: any[]) => Steps,
): BuiltinRow =>
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  resumable(name, signature, (space: Space, ...args: any[]) => runSteps(space, run(space, ...args)));

/** `readable()` and the like for checks before an operation. */
function check(name: string, question: string, text: string): BuiltinRow {
  return method(name, '$self, /', function* (space: Space, w: W): Steps {
    const w_answer = yield* callMethod(space, w, question);
    if (!space.is(w_answer, space.w_True)) throw unsupported(space, text);
    return w_answer;
  });
}

const unsupportedRow = (name: string, signature: string): BuiltinRow =>
  leaf(name, signature, (space: Space) => {
    throw unsupported(space, name);
  });

const no = (name: string): BuiltinRow =>
  method(name, '$self, /', function* (space: Space, w: W): Steps {
    yield* checkClosed(space, w);
    return space.w_False;
  });

/** `__dict__` of a stream. */
export const dictGetset: Getset = { get: (space, w) => space.getdict(w)! };

const ioBaseType: TypeDefinition = {
  name: '_io._IOBase',
  doc: "The abstract base class for all I/O classes.\n\nThis class provides dummy implementations for many methods that\nderived classes can override selectively; the default implementations\nrepresent a file that cannot be read, written or seeked.\n\nEven though IOBase does not declare read, readinto, or write because\ntheir signatures will vary, implementations and clients should\nconsider those methods part of the interface. Also, implementations\nmay raise UnsupportedOperation when operations they do not support are\ncalled.\n\nThe basic type used for binary data read from or written to a file is\nbytes. Other bytes-like objects are accepted as method arguments too.\nIn some cases (such as readinto), a writable object is required. Text\nI/O classes work with str data.\n\nNote that calling any method (except additional calls to close(),\nwhich are ignored) on a closed stream should raise a ValueError.\n\nIOBase (and its subclasses) support the iterator protocol, meaning\nthat an IOBase object can be iterated over yielding the lines in a\nstream.\n\nIOBase also supports the :keyword:`with` statement. In this example,\nfp is closed after the suite of the with statement is complete:\n\nwith open('spam.txt', 'r') as fp:\n    fp.write('Spam and eggs!')",
  hasDict: true,
  hasWeakrefs: true,
  slots: {
    finalize,
    iter: (space, w) =>
      runSteps(
        space,
        (function* (): Steps {
          yield* checkClosed(space, w);
          return w;
        })(),
      ),
    iternext: (space, w) => {
      const caller = space.top;
      const w_line = runSteps(space, callMethod(space, w, 'readline'));
      const ended = (w_x: W): W =>
        andThen(space, caller, lengthOf(space, w_x), (w_n) => (space.int_w(w_n) === 0 ? STOP : w_x));
      return w_line === SUSPEND ? andThen(space, caller, w_line, ended) : ended(w_line);
    },
  },
  methods: [
    method('close', '$self, /', close),
    leaf('flush', '$self, /', (space: Space, w: W) => {
      if (isMarkedClosed(space, w)) throw closedError(space);
      return space.w_None;
    }),
    unsupportedRow('seek', '$self, offset, whence=0, /'),
    method('tell', '$self, /', function* (space: Space, w: W): Steps {
      return yield* callMethod(space, w, 'seek', [space.newint(0), space.newint(1)]);
    }),
    unsupportedRow('truncate', '$self, size=None, /'),
    unsupportedRow('fileno', '$self, /'),
    no('isatty'),
    no('readable'),
    no('writable'),
    no('seekable'),
    method('_checkClosed', '$self, /', function* (space: Space, w: W): Steps {
      yield* checkClosed(space, w);
      return space.w_None;
    }),
    check('_checkReadable', 'readable', 'File or stream is not readable.'),
    check('_checkSeekable', 'seekable', 'File or stream is not seekable.'),
    check('_checkWritable', 'writable', 'File or stream is not writable.'),
    method('__enter__', '$self, /', function* (space: Space, w: W): Steps {
      yield* checkClosed(space, w);
      return w;
    }),
    method('__exit__', '$self, /, *args', function* (space: Space, w: W): Steps {
      return yield* callMethod(space, w, 'close');
    }),
    method('readline', '$self, size=-1, /', readline),
    method('readlines', '$self, hint=-1, /', readlines),
    method('writelines', '$self, lines, /', writelines),
  ],
  getset: {
    closed: { get: (space, w) => space.newbool(isMarkedClosed(space, w)) },
    __dict__: dictGetset,
  },
};

// --- raw streams

function* rawRead(space: Space, w: W, w_size: W): Steps {
  const size = yield* sizeOf(space, w_size);
  if (size < 0) return yield* callMethod(space, w, 'readall');
  const w_buffer = newByteArray(space, new Uint8Array(size));
  const w_n = yield* callMethod(space, w, 'readinto', [w_buffer]);
  if (space.is(w_n, space.w_None)) return w_n;
  const n = Number(space.int_w(yield index(space, w_n)));
  if (n < 0 || n > size) {
    throw raise(space, 'ValueError', `readinto returned ${n} outside buffer size ${size}`);
  }
  return space.newbytes(space.buffer_w(w_buffer).slice(0, n));
}

function* readall(space: Space, w: W): Steps {
  const parts: Uint8Array[] = [];
  for (;;) {
    const w_piece = yield* callMethod(space, w, 'read', [space.newint(DEFAULT_BUFFER_SIZE)]);
    if (space.is(w_piece, space.w_None)) {
      if (parts.length === 0) return w_piece;
      break;
    }
    if (!space.type(w_piece).isSubtype(space.types.bytes))
      throw raise(space, 'TypeError', 'read() should return bytes');
    const piece = space.bytes_w(w_piece);
    if (piece.length === 0) break;
    parts.push(piece);
  }
  return space.newbytes(bytes.concat(parts));
}

const rawIoBaseType: TypeDefinition = {
  name: '_io._RawIOBase',
  base: '_io._IOBase',
  doc: 'Base class for raw binary I/O.',
  hasDict: true,
  hasWeakrefs: true,
  methods: [
    method('read', '$self, size=-1, /', rawRead),
    method('readall', '$self, /', readall),
    leaf('readinto', '$self, buffer, /', (space: Space) => {
      throw raise(space, 'NotImplementedError', '');
    }),
    leaf('write', '$self, b, /', (space: Space) => {
      throw raise(space, 'NotImplementedError', '');
    }),
  ],
};

// --- buffered streams

function* readintoBy(space: Space, w: W, w_buffer: W, name: 'read' | 'read1'): Steps {
  const into = writableBuffer(space, w_buffer, name === 'read' ? 'readinto' : 'readinto1');
  const w_data = yield* callMethod(space, w, name, [space.newint(into.length)]);
  if (!space.type(w_data).isSubtype(space.types.bytes))
    throw raise(space, 'TypeError', 'read() should return bytes');
  const data = space.bytes_w(w_data);
  if (data.length > into.length) {
    throw raise(
      space,
      'ValueError',
      `read() returned too much data: ${into.length} bytes requested, ${data.length} returned`,
    );
  }
  into.set(data);
  return space.newint(data.length);
}

const bufferedIoBaseType: TypeDefinition = {
  name: '_io._BufferedIOBase',
  base: '_io._IOBase',
  doc: 'Base class for buffered IO objects.\n\nThe main difference with RawIOBase is that the read() method\nsupports omitting the size argument, and does not have a default\nimplementation that defers to readinto().\n\nIn addition, read(), readinto() and write() may raise BlockingIOError if\nthe underlying raw stream is in non-blocking mode and not ready; unlike\ntheir raw counterparts, they will never return None.\n\nA typical implementation should not inherit from a RawIOBase\nimplementation, but wrap one.',
  hasDict: true,
  hasWeakrefs: true,
  methods: [
    unsupportedRow('detach', '$self, /'),
    unsupportedRow('read', '$self, size=-1, /'),
    unsupportedRow('read1', '$self, size=-1, /'),
    unsupportedRow('write', '$self, b, /'),
    method('readinto', '$self, buffer, /', (space: Space, w: W, w_buffer: W) =>
      readintoBy(space, w, w_buffer, 'read'),
    ),
    method('readinto1', '$self, buffer, /', (space: Space, w: W, w_buffer: W) =>
      readintoBy(space, w, w_buffer, 'read1'),
    ),
  ],
};

const textIoBaseType: TypeDefinition = {
  name: '_io._TextIOBase',
  base: '_io._IOBase',
  doc: "Base class for text I/O.\n\nThis class provides a character and line based interface to stream\nI/O. There is no readinto method because Python's character strings\nare immutable.",
  hasDict: true,
  hasWeakrefs: true,
  methods: [
    unsupportedRow('detach', '$self, /'),
    unsupportedRow('read', '$self, size=-1, /'),
    unsupportedRow('readline', '$self, size=-1, /'),
    unsupportedRow('write', '$self, s, /'),
  ],
  getset: {
    encoding: { get: (space) => space.w_None },
    newlines: { get: (space) => space.w_None },
    errors: { get: (space) => space.w_None },
  },
};

const unsupportedOperationType: TypeDefinition = {
  name: '_io.UnsupportedOperation',
  module: 'io',
  base: 'OSError',
  alsoBases: ['ValueError'],
  hasDict: true,
};

export const ioBaseTypes: readonly TypeDefinition[] = [
  unsupportedOperationType,
  ioBaseType,
  rawIoBaseType,
  bufferedIoBaseType,
  textIoBaseType,
];
