// `io.open`: a mode's letters to a stack of streams. Models _io_open_impl of CPython's Modules/_io/_iomodule.c.
import { call } from '../../descroperation.ts';
import { resumable, leaf } from '../../gateway.ts';
import type { W } from '../../object.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import { callMethod, isTrue, runSteps } from '../../steps.ts';
import type { Steps } from '../../steps.ts';
import { fspath } from '../posix/paths.ts';
import { fileOf } from './file-io.ts';
import { DEFAULT_BUFFER_SIZE, method } from './io-base.ts';

interface Mode {
  creating: boolean;
  reading: boolean;
  writing: boolean;
  appending: boolean;
  updating: boolean;
  binary: boolean;
  text: boolean;
}

function parseMode(space: Space, mode: string): Mode {
  const has = (letter: string): boolean => mode.includes(letter);
  const isRepeated = new Set(mode).size !== mode.length;
  if (isRepeated || /[^xrwabt+]/.test(mode)) throw raise(space, 'ValueError', `invalid mode: '${mode}'`);
  const result = {
    creating: has('x'),
    reading: has('r'),
    writing: has('w'),
    appending: has('a'),
    updating: has('+'),
    binary: has('b'),
    text: has('t'),
  };
  if (result.text && result.binary)
    throw raise(space, 'ValueError', "can't have text and binary mode at once");
  const ways = [result.creating, result.reading, result.writing, result.appending].filter(Boolean).length;
  if (ways > 1) throw raise(space, 'ValueError', 'must have exactly one of create/read/write/append mode');
  return result;
}

function* open(
  space: Space,
  w_given: W,
  mode: string,
  buffering: number,
  w_encoding: W,
  w_errors: W,
  w_newline: W,
  closefd: boolean,
  w_opener: W,
): Steps {
  const isNone = (w: W): boolean => space.is(w, space.w_None);
  const isNumber = space.type(w_given).isSubtype(space.types.int) || space.type(w_given).slots.index !== null;
  const w_file = isNumber ? w_given : yield fspath(space, w_given);
  const m = parseMode(space, mode);
  if (m.binary && !isNone(w_encoding))
    throw raise(space, 'ValueError', "binary mode doesn't take an encoding argument");
  if (m.binary && !isNone(w_errors))
    throw raise(space, 'ValueError', "binary mode doesn't take an errors argument");
  if (m.binary && !isNone(w_newline))
    throw raise(space, 'ValueError', "binary mode doesn't take a newline argument");
  if (m.binary && buffering === 1) {
    const text =
      "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used";
    space.warnNested('RuntimeWarning', text);
  }
  const letter = m.creating ? 'x' : m.reading ? 'r' : m.writing ? 'w' : m.appending ? 'a' : '';
  const args_w = [w_file, space.newstr(letter + (m.updating ? '+' : '')), space.newbool(closefd), w_opener];
  const w_raw = yield call(space, space.types['_io.FileIO'].w_self, args_w);
  let w_result = w_raw;
  try {
    let size = buffering;
    let line = false;
    if (size < 0 || size === 1) {
      const isTerminal = yield* isTrue(space, yield* callMethod(space, w_raw, '_isatty_open_only'));
      line = buffering === 1 || isTerminal;
      size = Math.max(Math.min(fileOf(space, w_raw).blockSize, 8 << 20), DEFAULT_BUFFER_SIZE);
      if (buffering === 1 && m.binary) line = false;
    }
    if (size < 0) throw raise(space, 'ValueError', 'invalid buffering size');
    if (size === 0) {
      if (m.binary) return w_raw;
      throw raise(space, 'ValueError', "can't have unbuffered text I/O");
    }
    const name = m.updating ? '_io.BufferedRandom' : m.reading ? '_io.BufferedReader' : '_io.BufferedWriter';
    w_result = yield call(space, space.types[name].w_self, [w_raw, space.newint(size)]);
    if (m.binary) return w_result;
    const w_buffer = w_result;
    w_result = yield call(space, space.types['_io.TextIOWrapper'].w_self, [
      w_buffer,
      w_encoding,
      w_errors,
      w_newline,
      space.newbool(line),
    ]);
    space.setdictvalue(w_result, 'mode', space.newstr(mode));
    return w_result;
  } catch (e) {
    const error = space.asOperationError(e);
    try {
      yield* callMethod(space, w_result, 'close');
    } catch (e2) {
      space.dropError(space.asOperationError(e2));
    }
    throw error;
  }
}

export const openRow = method(
  'open',
  "file, mode: str = 'r', buffering: index = -1, encoding=None, errors=None, newline=None, closefd: bool = True, opener=None",
  open,
);

export const openCodeRow = resumable('open_code', 'path', (space: Space, w_path: W) => {
  if (!space.type(w_path).isSubtype(space.types.str)) {
    throw raise(
      space,
      'TypeError',
      `open_code() argument 'path' must be str, not ${space.type(w_path).name}`,
    );
  }
  const { w_None } = space;
  return runSteps(space, open(space, w_path, 'rb', -1, w_None, w_None, w_None, true, w_None));
});

export const textEncodingRow = leaf(
  'text_encoding',
  'encoding, stacklevel: index = 2, /',
  (space: Space, w_encoding: W, stacklevel: number) => {
    if (!space.is(w_encoding, space.w_None)) return w_encoding;
    if (space.host.flags.warn_default_encoding !== 0 && stacklevel > 0)
      space.warnNested('EncodingWarning', "'encoding' argument not specified");
    return space.newstr(space.host.flags.utf8_mode !== 0 ? 'utf-8' : 'locale');
  },
);
