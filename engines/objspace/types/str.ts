// `str`: construction, operations, methods over the text kernel. Models CPython's Objects/unicodeobject.c; texts of errors are its own.
import { sizeofMethod } from './sizeof.ts';
import { andThen, runNested } from '../continuation.ts';
import { getitem, index, str as strOf } from '../descroperation.ts';
import { leaf, resumable } from '../gateway.ts';
import { Payload, STOP, SUSPEND } from '../object.ts';
import type { W } from '../object.ts';
import { raise, raiseWith } from '../raise.ts';
import type { Space } from '../space.ts';
import type { OperationError } from '../error.ts';
import type { TypeDefinition } from '../typedef.ts';
import type { CompareFn, TypeObject } from '../typeobject.ts';
import { canDecodeWith, canEncodeWith, decode, encode, encodingOf } from '../../kernels/codecs.ts';
import { KernelError } from '../../kernels/error.ts';
import { formatText } from '../../kernels/format.ts';
import { hashText } from '../../kernels/hash.ts';
import * as text from '../../kernels/text.ts';
import type { Text } from '../../kernels/text.ts';
import { collect } from './collect.ts';
import { holds, isInt } from './int.ts';
import { formatPlainly, percentPlainly } from './plain-templates.ts';
import { formatTemplate, strPercent } from './str-formatting.ts';

export const isStr = (space: Space, w: W): boolean => {
  const type = space.type(w);
  return type === space.types.str || type.isSubtype(space.types.str);
};

// --- codecs

export function encodeText(space: Space, w_text: W, encodingName: string, errors: string): W {
  const encoding = encodingOf(encodingName);
  if (encoding === undefined) return space.encodeByCodec(w_text, encodingName, errors);
  if (canEncodeWith(errors)) return space.newbytes(encode(space.text_w(w_text), encoding, errors));
  try {
    return space.newbytes(encode(space.text_w(w_text), encoding, 'strict'));
  } catch (e) {
    // The handler is asked for only where there is something to handle.
    if (e instanceof KernelError) return space.encodeByCodec(w_text, encodingName, errors);
    throw e;
  }
}

export function decodeBytes(space: Space, w_bytes: W, encodingName: string, errors: string): W {
  const encoding = encodingOf(encodingName);
  if (encoding === undefined) return space.decodeByCodec(w_bytes, encodingName, errors);
  const bytes = space.buffer_w(w_bytes);
  if (canDecodeWith(errors)) return space.newtext(decode(bytes, encoding, errors));
  try {
    return space.newtext(decode(bytes, encoding, 'strict'));
  } catch (e) {
    if (e instanceof KernelError) return space.decodeByCodec(w_bytes, encodingName, errors);
    throw e;
  }
}

// --- construction

function strNew(space: Space, type: TypeObject, args_w: readonly W[], names: readonly string[] | null): W {
  const positional = args_w.length - (names?.length ?? 0);
  if (args_w.length > 3) {
    const n = args_w.length;
    const text =
      positional === n
        ? `str expected at most 3 arguments, got ${n}`
        : `str() takes at most 3 arguments (${n} given)`;
    throw raise(space, 'TypeError', text);
  }
  const given: (W | undefined)[] = [undefined, undefined, undefined];
  for (let i = 0; i < positional; i++) given[i] = args_w[i];
  names?.forEach((name, i) => {
    const place = ['object', 'encoding', 'errors'].indexOf(name);
    if (place < 0) throw raise(space, 'TypeError', `str() got an unexpected keyword argument '${name}'`);
    if (given[place] !== undefined) {
      throw raise(
        space,
        'TypeError',
        `argument for str() given by name ('${name}') and position (${place + 1})`,
      );
    }
    given[place] = args_w[positional + i];
  });
  const [w_object, w_encoding, w_errors] = given;
  const done = (w: W): W => (type === space.types.str ? w : space.newvalueof(type, space.text_w(w)));
  if (w_object === undefined) return done(space.newstr(''));
  const caller = space.top;
  if (w_encoding === undefined && w_errors === undefined) {
    return andThen(space, caller, strOf(space, w_object), done);
  }
  const option = (w: W | undefined, name: string, fallback: string): string => {
    if (w === undefined) return fallback;
    if (isStr(space, w)) return space.str_w(w);
    throw raise(space, 'TypeError', `str() argument '${name}' must be str, not ${space.type(w).name}`);
  };
  const encoding = option(w_encoding, 'encoding', 'utf-8');
  const errors = option(w_errors, 'errors', 'strict');
  if (isStr(space, w_object)) throw raise(space, 'TypeError', 'decoding str is not supported');
  bufferOf(space, w_object, (name) => `decoding to str: need a bytes-like object, ${name} found`);
  return andThen(space, caller, decodeBytes(space, w_object, encoding, errors), done);
}

function bufferOf(space: Space, w: W, complaint: (typeName: string) => string): Uint8Array {
  try {
    return space.buffer_w(w);
  } catch (e) {
    const error = space.asOperationError(e);
    if (!error.matches(space.types.TypeError)) throw error;
    space.dropError(error);
    throw raise(space, 'TypeError', complaint(space.type(w).name));
  }
}

// --- arguments

const NO_END = Number.MAX_SAFE_INTEGER;

/** Bounds of a search: None, or anything with `__index__` (run nested, as CPython's converters do). */
export function sliceBound(space: Space, w: W | undefined, missing: number): number {
  if (w === undefined || space.is(w, space.w_None)) return missing;
  const { slots } = space.type(w);
  if (!isInt(space, w) && slots.index === null) {
    throw raise(space, 'TypeError', 'slice indices must be integers or None or have an __index__ method');
  }
  const value = space.int_w(isInt(space, w) ? w : runNested(space, () => index(space, w)));
  if (typeof value === 'number') return value;
  return value < 0n ? -NO_END : NO_END;
}

/** A separator or None. */
function optionalText(space: Space, w: W, complaint: (name: string) => string): Text | null {
  if (space.is(w, space.w_None)) return null;
  if (isStr(space, w)) return space.text_w(w);
  throw raise(space, 'TypeError', complaint(space.type(w).name));
}

function fillCharacter(space: Space, w: W | undefined): Text {
  if (w === undefined) return ' ';
  if (!isStr(space, w)) {
    throw raise(
      space,
      'TypeError',
      `The fill character must be a unicode character, not ${space.type(w).name}`,
    );
  }
  const fill = space.text_w(w);
  if (fill.length !== 1) {
    throw raise(space, 'TypeError', 'The fill character must be exactly one character long');
  }
  return fill;
}

const textList = (space: Space, parts: readonly Text[]): W =>
  space.newlist(parts.map((part) => space.newtext(part)));

// --- operations

const compare: CompareFn = (space, w_a, w_b, op) => {
  if (!isStr(space, w_a) || !isStr(space, w_b)) return space.w_NotImplemented;
  const a = space.text_w(w_a);
  const b = space.text_w(w_b);
  if (op === 2 || op === 3) return space.newbool(text.equals(a, b) === (op === 2));
  return space.newbool(holds(text.compare(a, b), op));
};

function getItem(space: Space, w_self: W, w_key: W): W {
  const value = space.text_w(w_self);
  const type = space.type(w_key);
  if (type === space.types.slice) {
    const { start, step, count } = space.sliceNested(w_key, value.length);
    if (count === value.length && step === 1 && space.type(w_self) === space.types.str) return w_self;
    return space.newtext(text.slice(value, start, count, step));
  }
  const at = (w: W): W => {
    let i = Number(space.int_w(w));
    if (i < 0) i += value.length;
    if (i < 0 || i >= value.length) throw raise(space, 'IndexError', 'string index out of range');
    return space.newtext(text.charAt(value, i));
  };
  if (isInt(space, w_key)) return at(w_key);
  if (type.slots.index === null) {
    throw raise(space, 'TypeError', `string indices must be integers, not '${type.name}'`);
  }
  const caller = space.top;
  return andThen(space, caller, index(space, w_key), at);
}

const repeat = (space: Space, w_self: W, w_count: W): W => {
  const count = space.int_w(w_count);
  if (count === 1 && space.type(w_self) === space.types.str) return w_self;
  if (typeof count !== 'number' && (count > 0n || BigInt.asIntN(64, count) !== count)) {
    throw raise(space, 'OverflowError', "cannot fit 'int' into an index-sized integer");
  }
  return space.newtext(text.repeat(space.text_w(w_self), Number(count)));
};

// --- methods

interface SearchRow {
  (value: Text, sub: Text, start: number, end: number): number;
}

const search = (name: string, run: SearchRow, missing?: string): ReturnType<typeof leaf> =>
  leaf(
    name,
    '$self, sub: text, start=None, end=None, /',
    (space: Space, w: W, sub: Text, w_start: W, w_end: W) => {
      const found = run(
        space.text_w(w),
        sub,
        sliceBound(space, w_start, 0),
        sliceBound(space, w_end, NO_END),
      );
      if (found < 0 && missing !== undefined) throw raise(space, 'ValueError', missing);
      return found;
    },
    { result: 'int', effect: 'pure' },
  );

const affix = (name: string, run: typeof text.startsWith): ReturnType<typeof leaf> =>
  leaf(
    name,
    '$self, prefix, start=None, end=None, /',
    (space: Space, w: W, w_affix: W, w_start: W, w_end: W) => {
      const value = space.text_w(w);
      const start = sliceBound(space, w_start, 0);
      const end = sliceBound(space, w_end, NO_END);
      if (isStr(space, w_affix)) return run(value, space.text_w(w_affix), start, end);
      if (!space.type(w_affix).isSubtype(space.types.tuple)) {
        const got = space.type(w_affix).name;
        throw raise(space, 'TypeError', `${name} first arg must be str or a tuple of str, not ${got}`);
      }
      return space.tuple_w(w_affix).some((w_item) => {
        if (isStr(space, w_item)) return run(value, space.text_w(w_item), start, end);
        const got = space.type(w_item).name;
        throw raise(space, 'TypeError', `tuple for ${name} must only contain str, not ${got}`);
      });
    },
    { result: 'bool', effect: 'pure' },
  );

const mapped = (name: string, run: (value: Text) => Text): ReturnType<typeof leaf> =>
  leaf(name, '$self, /', (space: Space, w: W) => space.newfreshtext(run(space.text_w(w))), {
    effect: 'pure',
  });

const tested = (name: string, run: (value: Text) => boolean): ReturnType<typeof leaf> =>
  leaf(name, '$self, /', (space: Space, w: W) => run(space.text_w(w)), { result: 'bool', effect: 'pure' });

const stripped = (name: string, side: text.Side): ReturnType<typeof leaf> =>
  leaf(
    name,
    '$self, chars=None, /',
    (space: Space, w: W, w_characters: W) => {
      const value = space.text_w(w);
      const characters = optionalText(space, w_characters, () => `${name} arg must be None or str`);
      const result = text.strip(value, characters, side);
      return result === value && space.type(w) === space.types.str ? w : space.newtext(result);
    },
    { effect: 'pure' },
  );

/** The text itself where a method has not changed it, as CPython's unicode_result_unchanged. */
const orSame = (space: Space, w: W, result: Text): W =>
  result === space.text_w(w) && space.type(w) === space.types.str ? w : space.newtext(result);

const padded = (
  name: string,
  run: (value: Text, width: number, fill: Text) => Text,
): ReturnType<typeof leaf> =>
  leaf(
    name,
    '$self, width: index, fillchar=NULL, /',
    (space: Space, w: W, width: number, w_fill: W | undefined) =>
      orSame(space, w, run(space.text_w(w), width, fillCharacter(space, w_fill))),
    { effect: 'pure' },
  );

const splitting = (name: string, run: typeof text.split): ReturnType<typeof leaf> =>
  leaf(
    name,
    '$self, /, sep=None, maxsplit: index = -1',
    (space: Space, w: W, w_separator: W, max: number) => {
      const separator = optionalText(space, w_separator, (got) => `must be str or None, not ${got}`);
      return textList(space, run(space.text_w(w), separator, max));
    },
  );

const parting = (name: string, run: typeof text.partition): ReturnType<typeof leaf> =>
  leaf(name, '$self, sep, /', (space: Space, w: W, w_separator: W) => {
    if (!isStr(space, w_separator)) {
      throw raise(space, 'TypeError', `must be str, not ${space.type(w_separator).name}`);
    }
    const [before, found, after] = run(space.text_w(w), space.text_w(w_separator));
    return space.newtuple([
      space.newtext(before),
      found ? w_separator : space.newstr(''),
      space.newtext(after),
    ]);
  });

function join(space: Space, w_self: W, w_iterable: W): W {
  const { slots } = space.type(w_iterable);
  if (slots.iter === null && slots.getitem === null) {
    throw raise(space, 'TypeError', 'can only join an iterable');
  }
  return collect(
    space,
    w_iterable,
    (items_w) => {
      const parts: Text[] = [];
      for (let i = 0; i < items_w.length; i++) {
        const w = items_w[i];
        if (!isStr(space, w)) {
          const got = space.type(w).name;
          throw raise(space, 'TypeError', `sequence item ${i}: expected str instance, ${got} found`);
        }
        parts.push(space.text_w(w));
      }
      if (items_w.length === 1 && space.type(items_w[0]) === space.types.str) return items_w[0];
      return space.newtext(text.join(space.text_w(w_self), parts));
    },
    true,
  );
}

/** One code point's replacement as the kernel wants it. */
function replacement(space: Space, w: W): number | Text | null {
  if (space.is(w, space.w_None)) return null;
  if (isStr(space, w)) return space.text_w(w);
  if (!isInt(space, w)) {
    throw raise(space, 'TypeError', 'character mapping must return integer, None or str');
  }
  const c = space.int_w(w);
  if (c < 0 || c > 0x10ffff) throw raise(space, 'ValueError', 'character mapping must be in range(0x110000)');
  return Number(c);
}

/** Asks the table once for each different code point, in the order of the text. */
function translate(space: Space, w_self: W, w_table: W): W {
  const value = space.text_w(w_self);
  if (space.type(w_table) === space.types.dict && typeof value === 'string') {
    const by = (c: number): number | Text | null | undefined => {
      const w = space.dictget(w_table, space.newint(c));
      return w === undefined ? undefined : replacement(space, w);
    };
    return space.newtext(text.translate(value, by));
  }
  const points = text.distinctPoints(value);
  const found = new Map<number, number | Text | null>();
  const caller = space.top;
  const absent = (error: OperationError): void => {
    if (!error.matches(space.types.LookupError)) throw error;
    space.dropError(error);
  };
  const ask = (from: number): W => {
    for (let i = from; i < points.length; i++) {
      let w_answer: W;
      try {
        w_answer = getitem(space, w_table, space.newint(points[i]));
      } catch (e) {
        absent(space.asOperationError(e));
        continue;
      }
      if (w_answer === SUSPEND) {
        return andThen(
          space,
          caller,
          w_answer,
          (w) => {
            found.set(points[i], replacement(space, w));
            return ask(i + 1);
          },
          (error) => {
            absent(error);
            return ask(i + 1);
          },
        );
      }
      found.set(points[i], replacement(space, w_answer));
    }
    return space.newtext(text.translate(value, (c) => found.get(c)));
  };
  return ask(0);
}

function maketrans(space: Space, w_x: W, w_y: W | undefined, w_z: W | undefined): W {
  const w_table = space.newdict();
  if (w_y === undefined) {
    if (space.type(w_x) !== space.types.dict) {
      throw raise(space, 'TypeError', 'if you give only one argument to maketrans it must be a dict');
    }
    for (let entry = space.dictnext(w_x, 0); entry !== null; entry = space.dictnext(w_x, entry.next)) {
      const { w_key, w_value } = entry;
      if (isStr(space, w_key)) {
        const key = space.text_w(w_key);
        if (key.length !== 1) {
          throw raise(space, 'ValueError', 'string keys in translate table must be of length 1');
        }
        space.dictset(w_table, space.newint(text.pointAt(key, 0)), w_value);
      } else if (isInt(space, w_key)) {
        space.dictset(w_table, w_key, w_value);
      } else {
        throw raise(space, 'TypeError', 'keys in translate table must be strings or integers');
      }
    }
    return w_table;
  }
  const textArgument = (w: W, place: number): Text => {
    if (isStr(space, w)) return space.text_w(w);
    if (place === 1) {
      throw raise(
        space,
        'TypeError',
        'first maketrans argument must be a string if there is a second argument',
      );
    }
    const got = space.type(w).name;
    throw raise(space, 'TypeError', `maketrans() argument ${place} must be str, not ${got}`);
  };
  const y = textArgument(w_y, 2);
  const z = w_z === undefined ? null : textArgument(w_z, 3);
  const x = textArgument(w_x, 1);
  if (x.length !== y.length) {
    throw raise(space, 'ValueError', 'the first two maketrans arguments must have equal length');
  }
  const point = (t: Text, i: number): W => space.newint(text.pointAt(t, i));
  for (let i = 0; i < x.length; i++) space.dictset(w_table, point(x, i), point(y, i));
  if (z !== null) for (let i = 0; i < z.length; i++) space.dictset(w_table, point(z, i), space.w_None);
  return w_table;
}

// --- iteration

export class TextIterator extends Payload {
  /** Owned; null when exhausted. */
  w_text: W | null;
  index = 0;
  constructor(w_text: W) {
    super();
    this.w_text = w_text;
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_text !== null) visit(this.w_text);
  }
  forget(): void {
    this.w_text = null;
  }
}

export const strIteratorType: TypeDefinition = {
  name: 'str_iterator',
  isBase: false,
  slots: {
    iter: (_space, w) => w,
    iternext: (space, w) => {
      const iterator = space.data(w) as TextIterator;
      if (iterator.w_text === null) return STOP;
      const value = space.text_w(iterator.w_text);
      if (iterator.index < value.length) return space.newtext(text.charAt(value, iterator.index++));
      const w_old = iterator.w_text;
      iterator.w_text = null;
      space.drop(w_old);
      return STOP;
    },
  },
  methods: [
    leaf(
      '__length_hint__',
      '$self, /',
      (space: Space, w: W) => {
        const { w_text, index } = space.data(w) as TextIterator;
        return w_text === null ? 0 : space.text_w(w_text).length - index;
      },
      { result: 'int', effect: 'reads' },
    ),
    resumable('__reduce__', '$self, /', (space: Space, w: W) => {
      const { w_text, index } = space.data(w) as TextIterator;
      const w_iter = space.builtin('iter');
      if (w_text === null) return space.newtuple([w_iter, space.newtuple([space.newstr('')])]);
      return space.newtuple([w_iter, space.newtuple([w_text]), space.newint(index)]);
    }),
    leaf('__setstate__', '$self, state: index, /', (space: Space, w: W, state: number) => {
      const iterator = space.data(w) as TextIterator;
      if (iterator.w_text === null) return space.w_None;
      iterator.index = Math.min(Math.max(0, state), space.text_w(iterator.w_text).length);
      return space.w_None;
    }),
  ],
};

/** Its own type since 3.12, so that iterating over ASCII can be specialised. */
export const strAsciiIteratorType: TypeDefinition = { ...strIteratorType, name: 'str_ascii_iterator' };

function formatOf(space: Space, w: W, args_w: readonly W[], w_kwargs: W): W {
  return formatTemplate(space, space.text_w(w), {
    args_w,
    named: (name) => {
      const w_name = space.newtext(name);
      const w_value = space.dictget(w_kwargs, w_name);
      if (w_value === undefined) throw raiseWith(space, 'KeyError', [w_name]);
      return w_value;
    },
  });
}

function remainder(space: Space, w_template: W, w_values: W): W {
  const plain = percentPlainly(space, space.text_w(w_template), w_values);
  return plain === undefined ? strPercent(space, w_template, w_values) : space.newtext(plain);
}

export const strType: TypeDefinition = {
  name: 'str',
  ownLayout: true,
  doc: "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\nCreate a new string object from the given object. If encoding or\nerrors is specified, then the object must expose a data buffer\nthat will be decoded using the given encoding and error handler.\nOtherwise, returns the result of object.__str__() (if defined)\nor repr(object).\nencoding defaults to 'utf-8'.\nerrors defaults to 'strict'.",
  slots: {
    new: strNew,
    repr: (space, w) => space.newtext(text.repr(space.text_w(w))),
    str: (space, w) => (space.type(w) === space.types.str ? w : space.newtext(space.text_w(w))),
    hash: (space, w) => space.newint(hashText(space.text_w(w))),
    compare,
    length: (space, w) => space.newint(space.text_w(w).length),
    getitem: getItem,
    contains: (space, w, w_item) => {
      if (!isStr(space, w_item)) {
        const got = space.type(w_item).name;
        throw raise(space, 'TypeError', `'in <string>' requires string as left operand, not ${got}`);
      }
      return space.newbool(text.find(space.text_w(w), space.text_w(w_item)) >= 0);
    },
    concat: (space, w_a, w_b) => {
      if (!isStr(space, w_b)) {
        const got = space.type(w_b).name;
        throw raise(space, 'TypeError', `can only concatenate str (not "${got}") to str`);
      }
      return space.newtext(text.concat(space.text_w(w_a), space.text_w(w_b)));
    },
    repeat,
    remainder: (space, w_a, w_b) => (isStr(space, w_a) ? remainder(space, w_a, w_b) : space.w_NotImplemented),
    iter: (space, w) =>
      space.newobj(
        text.isAscii(space.text_w(w)) ? space.types.str_ascii_iterator : space.types.str_iterator,
        new TextIterator(space.own(w)),
      ),
  },
  methods: [
    sizeofMethod,
    search('find', text.find),
    search('rfind', text.rfind),
    search('index', text.find, 'substring not found'),
    search('rindex', text.rfind, 'substring not found'),
    search('count', text.count),
    affix('startswith', text.startsWith),
    affix('endswith', text.endsWith),
    leaf(
      'replace',
      '$self, old: text, new: text, /, count: index = -1',
      (space: Space, w: W, old: Text, by: Text, max: number) => {
        const value = space.text_w(w);
        const result = text.replace(value, old, by, max);
        return result === value && space.type(w) === space.types.str ? w : space.newtext(result);
      },
      { effect: 'pure' },
    ),
    leaf(
      'removeprefix',
      '$self, prefix: text, /',
      (space: Space, w: W, prefix: Text) => {
        const value = space.text_w(w);
        const cut = prefix.length > 0 && text.startsWith(value, prefix);
        return orSame(space, w, cut ? text.range(value, prefix.length, value.length) : value);
      },
      { effect: 'pure' },
    ),
    leaf(
      'removesuffix',
      '$self, suffix: text, /',
      (space: Space, w: W, suffix: Text) => {
        const value = space.text_w(w);
        const cut = suffix.length > 0 && text.endsWith(value, suffix);
        return orSame(space, w, cut ? text.range(value, 0, value.length - suffix.length) : value);
      },
      { effect: 'pure' },
    ),
    splitting('split', text.split),
    splitting('rsplit', text.rsplit),
    leaf('splitlines', '$self, /, keepends: bool = False', (space: Space, w: W, keepEnds: boolean) =>
      textList(space, text.splitlines(space.text_w(w), keepEnds)),
    ),
    parting('partition', text.partition),
    parting('rpartition', text.rpartition),
    stripped('strip', 'both'),
    stripped('lstrip', 'left'),
    stripped('rstrip', 'right'),
    padded('center', text.center),
    padded('ljust', text.ljust),
    padded('rjust', text.rjust),
    leaf(
      'zfill',
      '$self, width: index, /',
      (space: Space, w: W, width: number) => orSame(space, w, text.zfill(space.text_w(w), width)),
      { effect: 'pure' },
    ),
    leaf(
      'expandtabs',
      '$self, /, tabsize: index = 8',
      (space: Space, w: W, size: number) => text.expandtabs(space.text_w(w), size),
      { result: 'text', effect: 'pure' },
    ),
    mapped('upper', text.upper),
    mapped('lower', text.lower),
    mapped('title', text.title),
    mapped('capitalize', text.capitalize),
    mapped('swapcase', text.swapcase),
    mapped('casefold', text.casefold),
    tested('isalpha', text.isalpha),
    tested('isdecimal', text.isdecimal),
    tested('isdigit', text.isdigit),
    tested('isnumeric', text.isnumeric),
    tested('isalnum', text.isalnum),
    tested('isspace', text.isspace),
    tested('isprintable', text.isprintable),
    tested('isidentifier', text.isidentifier),
    tested('islower', text.islower),
    tested('isupper', text.isupper),
    tested('istitle', text.istitle),
    tested('isascii', text.isAscii),
    resumable('join', '$self, iterable, /', join),
    resumable(
      'encode',
      "$self, /, encoding: str = 'utf-8', errors: str = 'strict'",
      (space: Space, w: W, encoding: string, errors: string) => encodeText(space, w, encoding, errors),
    ),
    resumable('translate', '$self, table, /', translate),
    resumable('format', '$self, /, *args, **kwargs', (space: Space, w: W, args_w: W[], w_kwargs: W) => {
      const plain = formatPlainly(space, space.text_w(w), args_w, w_kwargs);
      return plain === undefined ? formatOf(space, w, args_w, w_kwargs) : space.newtext(plain);
    }),
    resumable('format_map', '$self, mapping, /', (space: Space, w: W, w_mapping: W) =>
      formatTemplate(space, space.text_w(w), {
        args_w: null,
        named: (name) => getitem(space, w_mapping, space.newtext(name)),
      }),
    ),
    leaf(
      '__format__',
      '$self, format_spec: text, /',
      (space: Space, w: W, spec: Text) => {
        if (spec.length === 0) return strOf(space, w);
        return space.newtext(formatText(space.text_w(w), spec, space.type(w).name));
      },
      { effect: 'pure' },
    ),
    leaf('__getnewargs__', '$self, /', (space: Space, w: W) =>
      space.newtuple([space.newtext(space.text_w(w))]),
    ),
  ],
  staticMethods: [leaf('maketrans', 'x, y=NULL, z=NULL, /', maketrans)],
};
