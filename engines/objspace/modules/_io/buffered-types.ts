// `BufferedReader`, `BufferedWriter`, `BufferedRandom`, `BufferedRWPair` as types over buffered.ts. Models the method tables of CPython's
// Modules/_io/bufferedio.c.
import { call, index } from '../../descroperation.ts';
import { leaf, resumable } from '../../gateway.ts';
import type { BuiltinRow } from '../../gateway.ts';
import { Payload, STOP } from '../../object.ts';
import type { W } from '../../object.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import { callMethod, isTrue, runSteps } from '../../steps.ts';
import type { Steps } from '../../steps.ts';
import type { Getset, TypeDefinition } from '../../typedef.ts';
import type { TypeObject } from '../../typeobject.ts';
import { writableBuffer } from '../buffers.ts';
import * as buffered from './buffered.ts';
import { bufferedOf, BufferedState, checkOpen, checkReady, isPlainAndOpen } from './buffered.ts';
import { cannotPickle } from './file-io.ts';
import { bothAlways, DEFAULT_BUFFER_SIZE, dictGetset, method, sizeOf, unsupported } from './io-base.ts';

const NAMES = ['_io.BufferedReader', '_io.BufferedWriter', '_io.BufferedRandom'] as const;

const isExact = (space: Space, w: W): boolean => {
  const type = space.type(w);
  return NAMES.some((name) => type === space.types[name]);
};

function* initialise(
  space: Space,
  w: W,
  w_raw: W,
  size: number,
  readable: boolean,
  writable: boolean,
): Steps {
  const b = bufferedOf(space, w);
  b.isReady = b.isDetached = false;
  const check = function* (question: string, text: string): Steps<void> {
    const w_answer = yield* callMethod(space, w_raw, question);
    if (!(yield* isTrue(space, w_answer))) throw unsupported(space, text);
  };
  if (readable && writable) yield* check('seekable', 'File or stream is not seekable.');
  if (readable) yield* check('readable', 'File or stream is not readable.');
  if (writable) yield* check('writable', 'File or stream is not writable.');
  if (size <= 0) throw raise(space, 'ValueError', 'buffer size must be strictly positive');
  const w_old = b.w_raw;
  b.w_raw = space.own(w_raw);
  if (w_old !== null) space.drop(w_old);
  b.bufferSize = size;
  b.readable = readable;
  b.writable = writable;
  b.ahead = b.out = new Uint8Array(0);
  b.pos = b.end = b.pending = 0;
  b.isReady = true;
  return space.w_None;
}

const initRow = (readable: boolean, writable: boolean): BuiltinRow =>
  method(
    '__init__',
    `$self, raw, buffer_size: index = ${DEFAULT_BUFFER_SIZE}`,
    (space: Space, w: W, w_raw: W, size: number) => initialise(space, w, w_raw, size, readable, writable),
  );

// --- what all three do

function* close(space: Space, w: W): Steps {
  const b = bufferedOf(space, w);
  const w_raw = checkReady(space, b);
  if (yield* buffered.isRawClosed(space, b)) return space.w_None;
  if (b.finalizing) yield* deallocWarn(space, b, w);
  const closeRaw = function* (): Steps {
    const w_answer = yield* callMethod(space, w_raw, 'close');
    b.ahead = b.out = new Uint8Array(0);
    b.pos = b.end = b.pending = 0;
    return w_answer;
  };
  return yield* bothAlways(space, callMethod(space, w, 'flush'), closeRaw);
}

function* deallocWarn(space: Space, b: BufferedState, w_source: W): Steps {
  if (!b.isReady) return space.w_None;
  try {
    yield* callMethod(space, b.w_raw!, '_dealloc_warn', [w_source]);
  } catch (e) {
    space.dropError(space.asOperationError(e));
  }
  return space.w_None;
}

function* detach(space: Space, w: W): Steps {
  const b = bufferedOf(space, w);
  checkReady(space, b);
  yield* callMethod(space, w, 'flush');
  const w_raw = b.w_raw!;
  b.w_raw = null;
  b.isDetached = true;
  b.isReady = false;
  space.drop(w_raw);
  return w_raw;
}

/** A question that the raw stream answers. */
const forwarded = (name: string): BuiltinRow =>
  method(name, '$self, /', (space: Space, w: W) =>
    callMethod(space, checkReady(space, bufferedOf(space, w)), name),
  );

const rawAttribute = (name: string): Getset => ({
  get: (space, w) => space.getattr(checkReady(space, bufferedOf(space, w)), name),
});

function* simpleFlush(space: Space, w: W): Steps {
  const b = bufferedOf(space, w);
  checkReady(space, b);
  yield* checkOpen(space, b, 'flush of');
  return yield* callMethod(space, b.w_raw!, 'flush');
}

function* writerFlush(space: Space, w: W): Steps {
  const b = bufferedOf(space, w);
  checkReady(space, b);
  yield* checkOpen(space, b, 'flush of');
  yield* buffered.flushAndRewind(space, b);
  return space.w_None;
}

function* seek(space: Space, w: W, w_offset: W, whence: number): Steps {
  const b = bufferedOf(space, w);
  checkReady(space, b);
  if (whence < 0 || whence > 2) throw raise(space, 'ValueError', `whence value ${whence} unsupported`);
  yield* checkOpen(space, b, 'seek of');
  const w_seekable = yield* callMethod(space, b.w_raw!, 'seekable');
  if (!(yield* isTrue(space, w_seekable))) throw unsupported(space, 'File or stream is not seekable.');
  if (space.type(w_offset).slots.index === null)
    throw raise(
      space,
      'TypeError',
      `'${space.type(w_offset).name}' object cannot be interpreted as an integer`,
    );
  const offset = Number(space.int_w(yield index(space, w_offset)));
  return space.newint(yield* buffered.seek(space, b, offset, whence));
}

function* truncate(space: Space, w: W, w_size: W): Steps {
  const b = bufferedOf(space, w);
  checkReady(space, b);
  yield* checkOpen(space, b, 'truncate of');
  if (!b.writable) throw unsupported(space, 'truncate');
  yield* buffered.flushAndRewind(space, b);
  const w_at = space.is(w_size, space.w_None) ? yield* callMethod(space, w, 'tell') : w_size;
  return yield* callMethod(space, b.w_raw!, 'truncate', [w_at]);
}

function repr(space: Space, w: W): W {
  return runSteps(
    space,
    (function* (): Steps {
      const { name } = space.type(w);
      let w_name: W;
      try {
        w_name = yield space.getattr(w, 'name');
      } catch (e) {
        const error = space.asOperationError(e);
        if (!error.matches(space.types.AttributeError) && !error.matches(space.types.ValueError)) throw error;
        space.dropError(error);
        return space.newstr(`<${name}>`);
      }
      const w_text = yield space.repr(w_name);
      return space.newtext(`<${name} name=${space.str_w(w_text)}>`);
    })(),
  );
}

const commonMethods: readonly BuiltinRow[] = [
  method('close', '$self, /', close),
  method('detach', '$self, /', detach),
  forwarded('readable'),
  forwarded('writable'),
  forwarded('seekable'),
  forwarded('fileno'),
  forwarded('isatty'),
  method('seek', '$self, target, whence: index = 0, /', seek),
  method('tell', '$self, /', function* (space: Space, w: W): Steps {
    const b = bufferedOf(space, w);
    checkReady(space, b);
    return space.newint(yield* buffered.tell(space, b));
  }),
  method('truncate', '$self, pos=None, /', truncate),
  method('_dealloc_warn', '$self, source, /', (space: Space, w: W, w_source: W) =>
    deallocWarn(space, bufferedOf(space, w), w_source),
  ),
  leaf('__sizeof__', '$self, /', (space: Space, w: W) => 152 + bufferedOf(space, w).bufferSize, {
    result: 'int',
  }),
  cannotPickle(),
];

const commonGetset: Readonly<Record<string, Getset>> = {
  closed: rawAttribute('closed'),
  name: rawAttribute('name'),
  mode: rawAttribute('mode'),
  raw: { get: (space, w) => checkReady(space, bufferedOf(space, w)) },
  _finalizing: {
    get: (space, w) => space.newbool(bufferedOf(space, w).finalizing),
    set: (space, w, w_value) => void (bufferedOf(space, w).finalizing = space.isTrueNested(w_value!)),
  },
  __dict__: dictGetset,
};

// --- reading

function* read(space: Space, w: W, w_size: W): Steps {
  const b = bufferedOf(space, w);
  checkReady(space, b);
  const size = yield* sizeOf(space, w_size);
  if (size < -1) throw raise(space, 'ValueError', 'read length must be non-negative or -1');
  yield* checkOpen(space, b, 'read of');
  if (size < 0) return yield* buffered.readAll(space, b);
  const found = yield* buffered.readExactly(space, b, size);
  return found === null ? space.w_None : space.newbytes(found);
}

function* readInto(space: Space, w: W, w_buffer: W, once: boolean): Steps {
  const b = bufferedOf(space, w);
  checkReady(space, b);
  const into = writableBuffer(space, w_buffer, once ? 'readinto1' : 'readinto');
  yield* checkOpen(space, b, 'readinto of');
  const n = yield* buffered.readInto(space, b, into, once);
  return n === null ? space.w_None : space.newint(n);
}

function readline(space: Space, w: W, w_size: W): W {
  const b = bufferedOf(space, w);
  // Most lines lie in what was read ahead.
  if (isPlainAndOpen(space, b) && space.type(w_size) === space.types.int) {
    const found = buffered.lineAhead(b, Number(space.int_w(w_size)));
    if (found !== null) return space.newbytes(found);
  }
  return runSteps(
    space,
    (function* (): Steps {
      checkReady(space, b);
      const size = yield* sizeOf(space, w_size);
      yield* checkOpen(space, b, 'readline of');
      return space.newbytes(yield* buffered.readLine(space, b, size));
    })(),
  );
}

function iternext(space: Space, w: W): W {
  if (!isExact(space, w)) return space.types['_io._IOBase'].slots.iternext!(space, w);
  const b = bufferedOf(space, w);
  if (isPlainAndOpen(space, b)) {
    const found = buffered.lineAhead(b, -1);
    if (found !== null) return space.newbytes(found);
  }
  return runSteps(
    space,
    (function* (): Steps {
      checkReady(space, b);
      yield* checkOpen(space, b, 'readline of');
      const line = yield* buffered.readLine(space, b, -1);
      return line.length === 0 ? STOP : space.newbytes(line);
    })(),
  );
}

const readerMethods: readonly BuiltinRow[] = [
  method('read', '$self, size=-1, /', read),
  method('read1', '$self, size: index = -1, /', function* (space: Space, w: W, size: number): Steps {
    const b = bufferedOf(space, w);
    checkReady(space, b);
    yield* checkOpen(space, b, 'read of');
    return space.newbytes(yield* buffered.read1(space, b, size));
  }),
  method('readinto', '$self, buffer, /', (space: Space, w: W, w_buffer: W) =>
    readInto(space, w, w_buffer, false),
  ),
  method('readinto1', '$self, buffer, /', (space: Space, w: W, w_buffer: W) =>
    readInto(space, w, w_buffer, true),
  ),
  resumable('readline', '$self, size=-1, /', readline),
  method('peek', '$self, size: index = 0, /', function* (space: Space, w: W): Steps {
    const b = bufferedOf(space, w);
    checkReady(space, b);
    yield* checkOpen(space, b, 'peek of');
    if (b.writable) yield* buffered.flushOut(space, b);
    if (b.pos === b.end) yield* buffered.fill(space, b);
    return space.newbytes(b.ahead.slice(b.pos, b.end));
  }),
];

// --- writing

function write(space: Space, w: W, w_bytes: W): W {
  const b = bufferedOf(space, w);
  checkReady(space, b);
  if (space.type(w_bytes).isSubtype(space.types.str))
    throw raise(space, 'TypeError', `a bytes-like object is required, not '${space.type(w_bytes).name}'`);
  const content = space.buffer_w(w_bytes);
  if (isPlainAndOpen(space, b) && b.pos === b.end && content.length <= b.bufferSize - b.pending) {
    b.pos = b.end = 0;
    buffered.outOf(b).set(content, b.pending);
    b.pending += content.length;
    return space.newint(content.length);
  }
  return runSteps(
    space,
    (function* (): Steps {
      yield* checkOpen(space, b, 'write to');
      yield* buffered.write(space, b, content);
      return space.newint(content.length);
    })(),
  );
}

const writerMethods: readonly BuiltinRow[] = [
  resumable('write', '$self, buffer, /', write),
  method('flush', '$self, /', writerFlush),
];

const newBuffered = (space: Space, type: TypeObject): W => space.newobj(type, new BufferedState());

function bufferedType(
  name: (typeof NAMES)[number],
  doc: string,
  readable: boolean,
  writable: boolean,
): TypeDefinition {
  return {
    name,
    base: '_io._BufferedIOBase',
    doc,
    ownLayout: true,
    hasDict: true,
    hasWeakrefs: true,
    slots: { new: newBuffered, repr, ...(readable ? { iternext } : {}) },
    methods: [
      initRow(readable, writable),
      ...commonMethods,
      ...(readable ? readerMethods : []),
      ...(writable ? writerMethods : [method('flush', '$self, /', simpleFlush)]),
    ],
    getset: commonGetset,
  };
}

// --- a pair

class PairState extends Payload {
  w_reader: W | null = null;
  w_writer: W | null = null;
  traverse(visit: (w: W) => void): void {
    if (this.w_reader !== null) visit(this.w_reader);
    if (this.w_writer !== null) visit(this.w_writer);
  }
  forget(): void {
    this.w_reader = this.w_writer = null;
  }
}

function halfOf(space: Space, w: W, half: 'w_reader' | 'w_writer'): W {
  const w_half = (space.data(w) as PairState)[half];
  if (w_half === null) throw raise(space, 'ValueError', 'I/O operation on uninitialized object');
  return w_half;
}

const toHalf = (name: string, signature: string, half: 'w_reader' | 'w_writer'): BuiltinRow =>
  method(name, signature, (space: Space, w: W, ...args_w: W[]) =>
    callMethod(space, halfOf(space, w, half), name, args_w),
  );

function* initPair(space: Space, w: W, w_reader: W, w_writer: W, size: number): Steps {
  const ask = function* (w_stream: W, question: string, text: string): Steps<void> {
    const w_answer = yield* callMethod(space, w_stream, question);
    if (!(yield* isTrue(space, w_answer))) throw unsupported(space, text);
  };
  yield* ask(w_reader, 'readable', 'File or stream is not readable.');
  yield* ask(w_writer, 'writable', 'File or stream is not writable.');
  const pair = space.data(w) as PairState;
  const w_size = space.newint(size);
  pair.w_reader = space.own(yield call(space, space.types['_io.BufferedReader'].w_self, [w_reader, w_size]));
  pair.w_writer = space.own(yield call(space, space.types['_io.BufferedWriter'].w_self, [w_writer, w_size]));
  return space.w_None;
}

const pairType: TypeDefinition = {
  name: '_io.BufferedRWPair',
  base: '_io._BufferedIOBase',
  doc: 'A buffered reader and writer object together.\n\nA buffered reader object and buffered writer object put together to\nform a sequential IO object that can read and write. This is typically\nused with a socket or two-way pipe.\n\nreader and writer are RawIOBase objects that are readable and\nwriteable respectively. If the buffer_size is omitted it defaults to\nDEFAULT_BUFFER_SIZE.',
  ownLayout: true,
  hasDict: true,
  hasWeakrefs: true,
  slots: { new: (space, type) => space.newobj(type, new PairState()) },
  methods: [
    method('__init__', `$self, reader, writer, buffer_size: index = ${DEFAULT_BUFFER_SIZE}, /`, initPair),
    toHalf('read', '$self, size=-1, /', 'w_reader'),
    toHalf('peek', '$self, size=0, /', 'w_reader'),
    toHalf('read1', '$self, size=-1, /', 'w_reader'),
    toHalf('readinto', '$self, buffer, /', 'w_reader'),
    toHalf('readinto1', '$self, buffer, /', 'w_reader'),
    toHalf('write', '$self, buffer, /', 'w_writer'),
    toHalf('flush', '$self, /', 'w_writer'),
    toHalf('readable', '$self, /', 'w_reader'),
    toHalf('writable', '$self, /', 'w_writer'),
    method('close', '$self, /', (space: Space, w: W) =>
      bothAlways(space, callMethod(space, halfOf(space, w, 'w_writer'), 'close'), () =>
        callMethod(space, halfOf(space, w, 'w_reader'), 'close'),
      ),
    ),
    method('isatty', '$self, /', function* (space: Space, w: W): Steps {
      const w_answer = yield* callMethod(space, halfOf(space, w, 'w_writer'), 'isatty');
      if (!space.is(w_answer, space.w_False)) return w_answer;
      return yield* callMethod(space, halfOf(space, w, 'w_reader'), 'isatty');
    }),
  ],
  getset: {
    closed: { get: (space, w) => space.getattr(halfOf(space, w, 'w_writer'), 'closed') },
    __dict__: dictGetset,
  },
};

export const bufferedTypes: readonly TypeDefinition[] = [
  bufferedType(
    '_io.BufferedReader',
    'Create a new buffered reader using the given readable raw IO object.',
    true,
    false,
  ),
  bufferedType(
    '_io.BufferedWriter',
    'A buffer for a writeable sequential RawIO object.\n\nThe constructor creates a BufferedWriter for the given writeable raw\nstream. If the buffer_size is not given, it defaults to\nDEFAULT_BUFFER_SIZE.',
    false,
    true,
  ),
  bufferedType(
    '_io.BufferedRandom',
    'A buffered interface to random access streams.\n\nThe constructor creates a reader and writer for a seekable stream,\nraw, given in the first argument. If the buffer_size is omitted it\ndefaults to DEFAULT_BUFFER_SIZE.',
    true,
    true,
  ),
  pairType,
];
