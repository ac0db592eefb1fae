// The registry of codecs and of error handlers, and `str.encode` and `bytes.decode` by what is registered. Models CPython's Python/codecs.c.
import { andThen } from '../../continuation.ts';
import { call } from '../../descroperation.ts';
import type { OperationError } from '../../error.ts';
import { importAbsolute } from '../../imports.ts';
import type { W } from '../../object.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import { runSteps } from '../../steps.ts';
import type { Steps } from '../../steps.ts';

export interface CodecRegistry {
  /** Search functions, owned. */
  searches_w: W[];
  /** Normalised name → codec, owned. */
  readonly found: Map<string, W>;
  /** Name → handler, owned; the builtin ones are put in by the module. */
  readonly handlers: Map<string, W>;
}

const registries = new WeakMap<Space, CodecRegistry>();

export function registryOf(space: Space): CodecRegistry {
  let registry = registries.get(space);
  if (registry === undefined)
    registries.set(space, (registry = { searches_w: [], found: new Map(), handlers: new Map() }));
  return registry;
}

/** Lower case, and one underscore for what is no letter or digit. */
export const normalise = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '_')
    .replace(/^_/, '');

export function* lookup(space: Space, encoding: string): Steps {
  const registry = registryOf(space);
  const name = normalise(encoding);
  const w_known = registry.found.get(name);
  if (w_known !== undefined) return w_known;
  if (registry.searches_w.length === 0) yield importAbsolute(space, 'encodings');
  for (const w_search of [...registry.searches_w]) {
    const w_codec = yield call(space, w_search, [space.newstr(name)]);
    if (space.is(w_codec, space.w_None)) continue;
    if (!space.type(w_codec).isSubtype(space.types.tuple) || space.tuple_w(w_codec).length !== 4)
      throw raise(space, 'TypeError', 'codec search functions must return 4-tuples');
    registry.found.set(name, space.own(w_codec));
    return w_codec;
  }
  throw raise(space, 'LookupError', `unknown encoding: ${encoding}`);
}

export function lookupHandler(space: Space, name: string): W {
  const w_handler = registryOf(space).handlers.get(name);
  if (w_handler === undefined) throw raise(space, 'LookupError', `unknown error handler name '${name}'`);
  return w_handler;
}

/** The first of what an encoder or decoder answers. `verb`: encode, decode. */
function* run(
  space: Space,
  w_codec: W,
  verb: 'encode' | 'decode',
  w_object: W,
  errors: string,
  encoding: string,
): Steps {
  const w_function = space.tuple_w(w_codec)[verb === 'encode' ? 0 : 1];
  let w_answer: W;
  try {
    w_answer = yield call(space, w_function, [w_object, space.newstr(errors)]);
  } catch (e) {
    const error: OperationError = space.asOperationError(e);
    if (error.matches(space.types.Exception))
      space.addNote(error, `${verb === 'encode' ? 'encoding' : 'decoding'} with '${encoding}' codec failed`);
    throw error;
  }
  if (!space.type(w_answer).isSubtype(space.types.tuple) || space.tuple_w(w_answer).length !== 2) {
    const text = `${verb}r must return a tuple (object, integer)`;
    throw raise(space, 'TypeError', text);
  }
  return space.tuple_w(w_answer)[0];
}

/** `codecs.encode` and `codecs.decode`. */
export function* convert(
  space: Space,
  verb: 'encode' | 'decode',
  w_object: W,
  encoding: string,
  errors: string,
): Steps {
  const w_codec = yield* lookup(space, encoding);
  return yield* run(space, w_codec, verb, w_object, errors, encoding);
}

/** By a codec that says of itself that it is between text and bytes. */
function* convertText(
  space: Space,
  verb: 'encode' | 'decode',
  w_object: W,
  encoding: string,
  errors: string,
): Steps {
  const w_codec = yield* lookup(space, encoding);
  if (space.type(w_codec) !== space.types.tuple) {
    const w_isText = yield space.getattrOr(w_codec, '_is_text_encoding', space.w_True);
    if (space.is(w_isText, space.w_False)) {
      const text = `'${encoding}' is not a text encoding; use codecs.${verb}() to handle arbitrary codecs`;
      throw raise(space, 'LookupError', text);
    }
  }
  const w_result = yield* run(space, w_codec, verb, w_object, errors, encoding);
  const type = space.type(w_result);
  const { str, bytes, bytearray } = space.types;
  if (verb === 'encode') {
    if (type.isSubtype(bytes)) return w_result;
    if (type.isSubtype(bytearray)) return space.newbytes(space.buffer_w(w_result).slice());
    const text = `'${encoding}' encoder returned '${type.name}' instead of 'bytes'; use codecs.encode() to encode to arbitrary types`;
    throw raise(space, 'TypeError', text);
  }
  if (type.isSubtype(str)) return w_result;
  const text = `'${encoding}' decoder returned '${type.name}' instead of 'str'; use codecs.decode() to decode to arbitrary types`;
  throw raise(space, 'TypeError', text);
}

/** What `str.encode` and `bytes.decode` do where the kernel does not know the encoding or the handler. */
export function encodeByCodec(space: Space, w_text: W, encoding: string, errors: string): W {
  return ready(space, () => runSteps(space, convertText(space, 'encode', w_text, encoding, errors)));
}

export function decodeByCodec(space: Space, w_bytes: W, encoding: string, errors: string): W {
  return ready(space, () => runSteps(space, convertText(space, 'decode', w_bytes, encoding, errors)));
}

/** The module brings the builtin handlers with it. */
function ready(space: Space, next: () => W): W {
  return andThen(space, space.top, importAbsolute(space, '_codecs'), next);
}

/** At the interpreter's end. */
export function forgetCodecs(space: Space): void {
  const registry = registries.get(space);
  if (registry === undefined) return;
  registries.delete(space);
  for (const w of [...registry.searches_w, ...registry.found.values(), ...registry.handlers.values()])
    space.drop(w);
}
