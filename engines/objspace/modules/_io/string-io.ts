// `StringIO`: a text stream in memory. Models CPython's Modules/_io/stringio.c: what is only appended to is kept in pieces until somebody
// reads it.
import { leaf, resumable } from '../../gateway.ts';
import { Payload, STOP } from '../../object.ts';
import type { W } from '../../object.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import { runSteps } from '../../steps.ts';
import type { Steps } from '../../steps.ts';
import type { TypeDefinition } from '../../typedef.ts';
import { NewlineTranslator } from '../../../kernels/incremental-decoding.ts';
import { isNewlineMode, lineEnd } from '../../../kernels/line-ends.ts';
import type { NewlineMode } from '../../../kernels/line-ends.ts';
import { concat, range, repeat, replace, TextBuilder } from '../../../kernels/text.ts';
import type { Text } from '../../../kernels/text.ts';
import { copyOf, updateDict } from './bytes-io.ts';
import { closedFileError, dictGetset, finalize, method, sizeOf } from './io-base.ts';
import { newlinesSeen } from './newline-decoder.ts';

class StringState extends Payload {
  isReady = false;
  closed = false;
  /** What was there when somebody last looked, and what has been appended since. */
  value: Text = '';
  appended: TextBuilder | null = null;
  length = 0;
  pos = 0;
  mode: NewlineMode = '\n';
  translator: NewlineTranslator | null = null;
  traverse(): void {}
  forget(): void {}

  text(): Text {
    if (this.appended !== null) {
      this.value = concat(this.value, this.appended.done());
      this.appended = null;
    }
    return this.value;
  }
}

function open(space: Space, w: W): StringState {
  const state = space.data(w) as StringState;
  if (!state.isReady) throw raise(space, 'ValueError', 'I/O operation on uninitialized object');
  if (state.closed) throw closedFileError(space);
  return state;
}

/** A `newline` argument. */
export function newlineMode(space: Space, w: W, isShown = false): NewlineMode {
  if (space.is(w, space.w_None)) return null;
  if (!space.type(w).isSubtype(space.types.str))
    throw raise(space, 'TypeError', `newline must be str or None, not ${space.type(w).name}`);
  const text = space.str_w(w);
  if (isNewlineMode(text)) return text;
  const w_text = space.types.str.slots.repr!(space, w);
  throw raise(space, 'ValueError', `illegal newline value: ${isShown ? space.str_w(w_text) : text}`);
}

function write(state: StringState, given: Text): void {
  let text = state.translator === null ? given : state.translator.feed(given, true);
  if (state.mode === '\r' || state.mode === '\r\n') text = replace(text, '\n', state.mode);
  if (text.length === 0) return;
  if (state.pos === state.length) {
    (state.appended ??= new TextBuilder()).add(text);
    state.length += text.length;
  } else {
    let value = state.text();
    if (state.pos > state.length) value = concat(value, repeat('\0', state.pos - state.length));
    const end = state.pos + text.length;
    const before = concat(range(value, 0, state.pos), text);
    state.value = end < value.length ? concat(before, range(value, end, value.length)) : before;
    state.length = state.value.length;
  }
  state.pos += text.length;
}

function initialise(space: Space, w: W, w_initial: W, w_newline: W): W {
  const state = space.data(w) as StringState;
  state.isReady = false;
  const mode = newlineMode(space, w_newline, true);
  const hasInitial = !space.is(w_initial, space.w_None);
  if (hasInitial && !space.type(w_initial).isSubtype(space.types.str)) {
    const text = `initial_value must be str or None, not ${space.type(w_initial).name}`;
    throw raise(space, 'TypeError', text);
  }
  state.mode = mode;
  state.translator = mode === null || mode === '' ? new NewlineTranslator(mode === null) : null;
  state.value = '';
  state.appended = null;
  state.length = state.pos = 0;
  state.closed = false;
  state.isReady = true;
  if (hasInitial) {
    write(state, space.text_w(w_initial));
    state.pos = 0;
  }
  return space.w_None;
}

function take(state: StringState, n: number): Text {
  if (state.pos >= state.length) return '';
  const end = n < 0 ? state.length : Math.min(state.length, state.pos + n);
  const part = range(state.text(), state.pos, end);
  state.pos = end;
  return part;
}

function takeLine(state: StringState, limit: number): Text {
  if (state.pos >= state.length) return '';
  const end = lineEnd(state.text(), state.pos, state.mode);
  const length = (end < 0 ? state.length : end) - state.pos;
  return take(state, limit >= 0 ? Math.min(limit, length) : length);
}

function* seek(space: Space, w: W, w_offset: W, whence: number): Steps {
  const state = open(space, w);
  const offset = yield* sizeOf(space, w_offset);
  if (whence < 0 || whence > 2)
    throw raise(space, 'ValueError', `Invalid whence (${whence}, should be 0, 1 or 2)`);
  if (offset < 0 && whence === 0) throw raise(space, 'ValueError', `Negative seek position ${offset}`);
  if (whence !== 0 && offset !== 0) throw raise(space, 'OSError', "Can't do nonzero cur-relative seeks");
  state.pos = whence === 0 ? offset : whence === 1 ? state.pos : state.length;
  return space.newint(state.pos);
}

function* truncate(space: Space, w: W, w_size: W): Steps {
  const state = open(space, w);
  const size = space.is(w_size, space.w_None) ? state.pos : yield* sizeOf(space, w_size);
  if (size < 0) throw raise(space, 'ValueError', `Negative size value ${size}`);
  if (size < state.length) {
    state.value = range(state.text(), 0, size);
    state.length = size;
  }
  return space.newint(size);
}

const sized = (name: string, run: (state: StringState, n: number) => Text) =>
  resumable(name, '$self, size=-1, /', (space: Space, w: W, w_size: W) => {
    const state = open(space, w);
    if (space.type(w_size) === space.types.int) return space.newtext(run(state, Number(space.int_w(w_size))));
    return runSteps(
      space,
      (function* (): Steps {
        const n = yield* sizeOf(space, w_size);
        return space.newtext(run(open(space, w), n));
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

const nameOfMode = (space: Space, mode: NewlineMode): W =>
  mode === null ? space.w_None : space.newstr(mode);

export const stringIoType: TypeDefinition = {
  name: '_io.StringIO',
  base: '_io._TextIOBase',
  doc: "Text I/O implementation using an in-memory buffer.\n\nThe initial_value argument sets the value of object.  The newline\nargument is like the one of TextIOWrapper's constructor.",
  ownLayout: true,
  hasDict: true,
  hasWeakrefs: true,
  slots: {
    new: (space, type) => space.newobj(type, new StringState()),
    finalize: (space, w) =>
      space.type(w) === space.types['_io.StringIO'] ? space.w_None : finalize(space, w),
    iternext: (space, w) => {
      if (space.type(w) !== space.types['_io.StringIO'])
        return space.types['_io._IOBase'].slots.iternext!(space, w);
      const line = takeLine(open(space, w), -1);
      return line.length === 0 ? STOP : space.newtext(line);
    },
  },
  methods: [
    leaf(
      '__init__',
      "$self, initial_value='', newline=NULL",
      (space: Space, w: W, w_initial: W, w_newline?: W) =>
        initialise(space, w, w_initial, w_newline ?? space.newstr('\n')),
    ),
    leaf('write', '$self, s, /', (space: Space, w: W, w_text: W) => {
      const state = open(space, w);
      if (!space.type(w_text).isSubtype(space.types.str))
        throw raise(space, 'TypeError', `string argument expected, got '${space.type(w_text).name}'`);
      const text = space.text_w(w_text);
      write(state, text);
      return space.newint(text.length);
    }),
    sized('read', take),
    sized('readline', takeLine),
    leaf('getvalue', '$self, /', (space: Space, w: W) => space.newtext(open(space, w).text())),
    leaf('tell', '$self, /', (space: Space, w: W) => open(space, w).pos, { result: 'int' }),
    method('seek', '$self, pos, whence: index = 0, /', seek),
    method('truncate', '$self, pos=None, /', truncate),
    yes('readable'),
    yes('writable'),
    yes('seekable'),
    leaf('close', '$self, /', (space: Space, w: W) => {
      const state = space.data(w) as StringState;
      state.closed = true;
      state.value = '';
      state.appended = null;
      return space.w_None;
    }),
    leaf('__getstate__', '$self, /', (space: Space, w: W) => {
      const state = open(space, w);
      const w_dict = space.getdict(w);
      const hasMore = w_dict !== undefined && space.dictlen(w_dict) > 0;
      return space.newtuple([
        space.newtext(state.text()),
        nameOfMode(space, state.mode),
        space.newint(state.pos),
        hasMore ? copyOf(space, w_dict) : space.w_None,
      ]);
    }),
    leaf('__setstate__', '$self, state, /', (space: Space, w: W, w_state: W) => {
      const parts_w = space.type(w_state).isSubtype(space.types.tuple) ? space.tuple_w(w_state) : [];
      if (parts_w.length < 4) {
        const { name } = space.type(w);
        const text = `${name}.__setstate__ argument should be 4-tuple, got ${space.type(w_state).name}`;
        throw raise(space, 'TypeError', text);
      }
      const state = space.data(w) as StringState;
      if (state.closed) throw closedFileError(space);
      initialise(space, w, space.w_None, parts_w[1]);
      if (!space.type(parts_w[0]).isSubtype(space.types.str) && !space.is(parts_w[0], space.w_None)) {
        throw raise(
          space,
          'TypeError',
          `initial_value must be str or None, not ${space.type(parts_w[0]).name}`,
        );
      }
      // As it stands: newlines were translated when it was written.
      if (!space.is(parts_w[0], space.w_None)) state.value = space.text_w(parts_w[0]);
      state.length = state.value.length;
      if (!space.type(parts_w[2]).isSubtype(space.types.int)) {
        const text = `third item of state must be an integer, got ${space.type(parts_w[2]).name}`;
        throw raise(space, 'TypeError', text);
      }
      const pos = Number(space.int_w(parts_w[2]));
      if (pos < 0) throw raise(space, 'ValueError', 'position value cannot be negative');
      state.pos = pos;
      if (!space.is(parts_w[3], space.w_None)) {
        if (!space.type(parts_w[3]).isSubtype(space.types.dict)) {
          const text = `fourth item of state should be a dict, got a ${space.type(parts_w[3]).name}`;
          throw raise(space, 'TypeError', text);
        }
        updateDict(space, w, parts_w[3]);
      }
      return space.w_None;
    }),
  ],
  getset: {
    closed: {
      get: (space, w) => {
        const state = space.data(w) as StringState;
        if (!state.isReady) throw raise(space, 'ValueError', 'I/O operation on uninitialized object');
        return space.newbool(state.closed);
      },
    },
    line_buffering: {
      get: (space, w) => {
        open(space, w);
        return space.w_False;
      },
    },
    newlines: {
      get: (space, w) => {
        const { translator } = open(space, w);
        return translator === null ? space.w_None : newlinesSeen(space, translator.seen);
      },
    },
    __dict__: dictGetset,
  },
};
