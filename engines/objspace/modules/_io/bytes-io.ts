// `BytesIO`: a binary stream in memory. Models CPython's Modules/_io/bytesio.c.
import { copyBytes } from '../../../kernels/byte-slab.ts';
import { iter } from '../../descroperation.ts';
import { leaf, resumable } from '../../gateway.ts';
import { Payload, STOP } from '../../object.ts';
import type { W } from '../../object.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import { runSteps } from '../../steps.ts';
import type { Steps } from '../../steps.ts';
import type { TypeDefinition } from '../../typedef.ts';
import { isLocked } from '../../types/memoryview.ts';
import { writableBuffer } from '../buffers.ts';
import { closedError, dictGetset, finalize, method, nextLine, sizeOf } from './io-base.ts';
import { MemoryExport, viewOf } from './memory-export.ts';

const NEWLINE = 10;
const NOTHING = new Uint8Array(0);
const MAX_SIZE = 2 ** 32;

class BytesState extends Payload {
  /** As long as the capacity. */
  storage: Uint8Array | null = NOTHING;
  size = 0;
  pos = 0;
  /** The buffers lent by `getbuffer`: while a view holds one of them the bytes must not move. */
  readonly lent: MemoryExport[] = [];
  traverse(): void {}
  forget(): void {
    this.storage = null;
  }
}

const stateOf = (space: Space, w: W): BytesState => space.data(w) as BytesState;

function open(space: Space, w: W): BytesState & { storage: Uint8Array } {
  const state = stateOf(space, w);
  if (state.storage === null) throw closedError(space);
  return state as BytesState & { storage: Uint8Array };
}

function checkExports(space: Space, state: BytesState): void {
  if (state.lent.length === 0) return;
  if (state.lent.some((lent) => isLocked(space, lent)))
    throw raise(space, 'BufferError', 'Existing exports of data: object cannot be re-sized');
  state.lent.length = 0;
}

function reserve(space: Space, state: BytesState & { storage: Uint8Array }, size: number): void {
  if (size <= state.storage.length) return;
  if (size > MAX_SIZE) throw raise(space, 'OverflowError', 'new buffer size too large');
  const grown = new Uint8Array(Math.max(size, state.storage.length + (state.storage.length >> 1), 64));
  grown.set(state.storage.subarray(0, state.size));
  state.storage = grown;
}

function write(space: Space, w: W, content: Uint8Array): number {
  const state = open(space, w);
  checkExports(space, state);
  if (content.length === 0) return 0;
  const end = state.pos + content.length;
  reserve(space, state, end);
  if (state.pos > state.size) state.storage.fill(0, state.size, state.pos);
  state.storage.set(content, state.pos);
  state.pos = end;
  if (end > state.size) state.size = end;
  return content.length;
}

function take(state: BytesState & { storage: Uint8Array }, n: number): Uint8Array {
  const start = Math.min(state.pos, state.size);
  const end = n < 0 ? state.size : Math.min(state.size, state.pos + n);
  if (end <= start) return NOTHING;
  state.pos = end;
  return copyBytes(state.storage, start, end);
}

function takeLine(state: BytesState & { storage: Uint8Array }, limit: number): Uint8Array {
  if (state.pos >= state.size) return NOTHING;
  const at = state.storage.indexOf(NEWLINE, state.pos);
  let length = (at < 0 || at >= state.size ? state.size : at + 1) - state.pos;
  if (limit >= 0 && limit < length) length = limit;
  return take(state, length);
}

function* seek(space: Space, w: W, w_offset: W, whence: number): Steps {
  const state = open(space, w);
  const offset = yield* sizeOf(space, w_offset);
  if (offset < 0 && whence === 0) throw raise(space, 'ValueError', `negative seek value ${offset}`);
  if (whence < 0 || whence > 2) {
    throw raise(space, 'ValueError', `invalid whence (${whence}, should be 0, 1 or 2)`);
  }
  const base = [0, state.pos, state.size][whence];
  state.pos = Math.max(0, base + offset);
  return space.newint(state.pos);
}

function* truncate(space: Space, w: W, w_size: W): Steps {
  const state = open(space, w);
  checkExports(space, state);
  const size = space.is(w_size, space.w_None) ? state.pos : yield* sizeOf(space, w_size);
  if (size < 0) throw raise(space, 'ValueError', `negative size value ${size}`);
  if (size < state.size) state.size = size;
  return space.newint(size);
}

const content = (state: BytesState & { storage: Uint8Array }): Uint8Array =>
  state.storage.slice(0, state.size);

function* setstate(space: Space, w: W, w_state: W): Steps {
  const parts_w = space.type(w_state).isSubtype(space.types.tuple) ? space.tuple_w(w_state) : [];
  if (parts_w.length < 3) {
    const { name } = space.type(w);
    const text = `${name}.__setstate__ argument should be 3-tuple, got ${space.type(w_state).name}`;
    throw raise(space, 'TypeError', text);
  }
  const state = open(space, w);
  checkExports(space, state);
  state.size = state.pos = 0;
  write(space, w, space.buffer_w(parts_w[0]));
  if (!space.type(parts_w[1]).isSubtype(space.types.int)) {
    const text = `second item of state must be an integer, not ${space.type(parts_w[1]).name}`;
    throw raise(space, 'TypeError', text);
  }
  const pos = Number(space.int_w(parts_w[1]));
  if (pos < 0) throw raise(space, 'ValueError', 'position value cannot be negative');
  state.pos = pos;
  if (!space.is(parts_w[2], space.w_None)) {
    if (!space.type(parts_w[2]).isSubtype(space.types.dict)) {
      const text = `third item of state should be a dict, got a ${space.type(parts_w[2]).name}`;
      throw raise(space, 'TypeError', text);
    }
    updateDict(space, w, parts_w[2]);
  }
  return space.w_None;
}

export function updateDict(space: Space, w: W, w_dict: W): void {
  for (let entry = space.dictnext(w_dict, 0); entry; entry = space.dictnext(w_dict, entry.next))
    space.dictset(space.getdict(w)!, entry.w_key, entry.w_value);
}

const size = (
  name: string,
  run: (space: Space, state: BytesState & { storage: Uint8Array }, n: number) => W,
) =>
  resumable(name, '$self, size=-1, /', (space: Space, w: W, w_size: W) => {
    if (space.type(w_size) === space.types.int)
      return run(space, open(space, w), Number(space.int_w(w_size)));
    return runSteps(
      space,
      (function* (): Steps {
        const state = open(space, w);
        return run(space, state, yield* sizeOf(space, w_size));
      })(),
    );
  });

const yes = (name: string) =>
  leaf(
    name,
    '$self, /',
    (space: Space, w: W) => {
      open(space, w);
      return true;
    },
    { result: 'bool' },
  );

export const bytesIoType: TypeDefinition = {
  name: '_io.BytesIO',
  base: '_io._BufferedIOBase',
  doc: 'Buffered I/O implementation using an in-memory bytes buffer.',
  ownLayout: true,
  hasDict: true,
  hasWeakrefs: true,
  slots: {
    new: (space, type) => space.newobj(type, new BytesState()),
    // Nothing outside of memory is to be closed; a subclass may have a `close` of its own.
    finalize: (space, w) =>
      space.type(w) === space.types['_io.BytesIO'] ? space.w_None : finalize(space, w),
    iter: (space, w) => {
      open(space, w);
      return w;
    },
    iternext: (space, w) => {
      const line = takeLine(open(space, w), -1);
      return line.length === 0 ? STOP : space.newbytes(line);
    },
  },
  methods: [
    leaf('__init__', '$self, initial_bytes=NULL', (space: Space, w: W, w_initial?: W) => {
      const state = stateOf(space, w);
      checkExports(space, state);
      state.storage = NOTHING;
      state.size = state.pos = 0;
      if (w_initial !== undefined && !space.is(w_initial, space.w_None)) {
        write(space, w, space.buffer_w(w_initial));
        state.pos = 0;
      }
      return space.w_None;
    }),
    yes('readable'),
    yes('writable'),
    yes('seekable'),
    leaf('flush', '$self, /', (space: Space, w: W) => {
      open(space, w);
      return space.w_None;
    }),
    leaf(
      'isatty',
      '$self, /',
      (space: Space, w: W) => {
        open(space, w);
        return false;
      },
      { result: 'bool' },
    ),
    leaf('tell', '$self, /', (space: Space, w: W) => open(space, w).pos, { result: 'int' }),
    size('read', (space, state, n) => space.newbytes(take(state, n))),
    size('read1', (space, state, n) => space.newbytes(take(state, n))),
    size('readline', (space, state, n) => space.newbytes(takeLine(state, n))),
    size('readlines', (space, state, hint) => {
      const lines_w: W[] = [];
      let total = 0;
      for (let line = takeLine(state, -1); line.length > 0; line = takeLine(state, -1)) {
        lines_w.push(space.newbytes(line));
        total += line.length;
        if (hint > 0 && total >= hint) break;
      }
      return space.newlist(lines_w);
    }),
    leaf(
      'readinto',
      '$self, buffer, /',
      (space: Space, w: W, w_buffer: W) => {
        const state = open(space, w);
        const into = writableBuffer(space, w_buffer, 'readinto');
        const part = take(state, into.length);
        into.set(part);
        return part.length;
      },
      { result: 'int' },
    ),
    leaf('getvalue', '$self, /', (space: Space, w: W) => space.newbytes(content(open(space, w)))),
    leaf('getbuffer', '$self, /', (space: Space, w: W) => {
      const state = open(space, w);
      const exporter = new MemoryExport(() => state.storage.subarray(0, state.size), false, space.own(w));
      state.lent.push(exporter);
      return viewOf(space, exporter);
    }),
    method('seek', '$self, pos, whence: index = 0, /', seek),
    method('truncate', '$self, size=None, /', truncate),
    leaf('write', '$self, b: bytes, /', write, { result: 'int' }),
    method('writelines', '$self, lines, /', function* (space: Space, w: W, w_lines: W): Steps {
      open(space, w);
      const w_iterator = yield iter(space, w_lines);
      for (;;) {
        const w_line = yield* nextLine(space, w_iterator);
        if (w_line === null) return space.w_None;
        write(space, w, space.buffer_w(w_line));
      }
    }),
    leaf('close', '$self, /', (space: Space, w: W) => {
      const state = stateOf(space, w);
      checkExports(space, state);
      state.storage = null;
      return space.w_None;
    }),
    leaf('__getstate__', '$self, /', (space: Space, w: W) => {
      const state = open(space, w);
      const w_dict = space.getdict(w);
      const hasMore = w_dict !== undefined && space.dictlen(w_dict) > 0;
      const w_more = hasMore ? copyOf(space, w_dict) : space.w_None;
      return space.newtuple([space.newbytes(content(state)), space.newint(state.pos), w_more]);
    }),
    method('__setstate__', '$self, state, /', setstate),
    leaf('__sizeof__', '$self, /', (space: Space, w: W) => 88 + (stateOf(space, w).storage?.length ?? 0), {
      result: 'int',
    }),
  ],
  getset: {
    closed: { get: (space, w) => space.newbool(stateOf(space, w).storage === null) },
    __dict__: dictGetset,
  },
};

export function copyOf(space: Space, w_dict: W): W {
  const w_copy = space.newdict();
  for (let entry = space.dictnext(w_dict, 0); entry; entry = space.dictnext(w_dict, entry.next))
    space.dictset(w_copy, entry.w_key, entry.w_value);
  return w_copy;
}
