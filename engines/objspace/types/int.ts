// `int`: construction, arithmetic, methods over the int kernel. Models CPython's Objects/longobject.c; texts of errors are its own.
import { sizeofMethod } from './sizeof.ts';
import { andThen, runNested } from '../continuation.ts';
import { call, callSpecial } from '../descroperation.ts';
import { leaf, resumable } from '../gateway.ts';
import type { W } from '../object.ts';
import { COMPARISONS } from '../operations.ts';
import { raise } from '../raise.ts';
import { keywordHint } from '../suggestions.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import type { BinaryFn, CompareFn, TypeObject, UnaryFn } from '../typeobject.ts';
import * as float from '../../kernels/float.ts';
import { formatInt } from '../../kernels/format.ts';
import { contentOf, hasBuffer } from './bytes.ts';
import { hashInt } from '../../kernels/hash.ts';
import * as int from '../../kernels/int.ts';
import type { Int } from '../../kernels/int.ts';
import { fromUnits, hostOf, numericText, repr as reprOfText } from '../../kernels/text.ts';
import type { Text } from '../../kernels/text.ts';

export function isInt(space: Space, w: W): boolean {
  const type = space.type(w);
  return type === space.types.int || type === space.types.bool || type.isSubtype(space.types.int);
}

const isStr = (space: Space, w: W): boolean => space.type(w).isSubtype(space.types.str);

function isBytes(space: Space, w: W): boolean {
  const type = space.type(w);
  return type.isSubtype(space.types.bytes) || type.isSubtype(space.types.bytearray);
}

// --- construction

/** At most 200 characters of a literal, as error texts show it. */
const shown = (repr: Text): string => hostOf(repr).slice(0, 200);

function parseLiteral(space: Space, text: Text, base: number, repr: () => string): W {
  if (base === 10 && typeof text === 'string') {
    const digits = int.valueOfDigits(text);
    if (digits >= 0) return space.newint(digits);
  }
  const value = int.parse(numericText(text), base);
  if (value !== undefined) return space.newint(value);
  throw raise(space, 'ValueError', `invalid literal for int() with base ${base}: ${repr()}`);
}

function parseText(space: Space, w: W, base: number): W {
  const text = space.text_w(w);
  return parseLiteral(space, text, base, () => shown(reprOfText(text)));
}

function parseBytes(space: Space, bytes: Uint8Array, base: number): W {
  // Bytes beyond ASCII are no digits, whatever they would be as Latin-1.
  const text = fromUnits(bytes).replace(/[^\0-\x7f]/g, '?');
  return parseLiteral(space, text, base, () => `b${shown(reprOfText(fromUnits(bytes), true))}`);
}

/** An int, exactly, of what a special method answered. */
function checkedInt(space: Space, method: string, w: W): W {
  const type = space.type(w);
  if (type === space.types.int) return w;
  if (!type.isSubtype(space.types.int)) {
    throw raise(space, 'TypeError', `${method} returned non-int (type ${type.name})`);
  }
  space.warnNested(
    'DeprecationWarning',
    `${method} returned non-int (type ${type.name}).  The ability to return an instance of a strict subclass of int is deprecated, and may not be supported in a future version of Python.`,
  );
  return space.newint(space.int_w(w));
}

/** `int(x)` as an int exactly (PyNumber_Long). */
export function toInt(space: Space, w_x: W): W {
  const type = space.type(w_x);
  if (type === space.types.int) return w_x;
  const caller = space.top;
  if (type.slots.int !== null) {
    return andThen(space, caller, type.slots.int(space, w_x), (w) => checkedInt(space, '__int__', w));
  }
  if (type.slots.index !== null) {
    return andThen(space, caller, type.slots.index(space, w_x), (w) => checkedInt(space, '__index__', w));
  }
  if (isStr(space, w_x)) return parseText(space, w_x, 10);
  if (hasBuffer(space, w_x)) return parseBytes(space, contentOf(space, w_x), 10);
  throw raise(
    space,
    'TypeError',
    `int() argument must be a string, a bytes-like object or a real number, not '${type.name}'`,
  );
}

function fromBase(space: Space, w_x: W, w_base: W): W {
  const base = space.int_w(w_base);
  if ((base !== 0 && base < 2) || base > 36) {
    throw raise(space, 'ValueError', 'int() base must be >= 2 and <= 36, or 0');
  }
  if (isStr(space, w_x)) return parseText(space, w_x, Number(base));
  if (isBytes(space, w_x)) return parseBytes(space, space.buffer_w(w_x), Number(base));
  throw raise(space, 'TypeError', "int() can't convert non-string with explicit base");
}

function intNew(space: Space, type: TypeObject, args_w: readonly W[], names: readonly string[] | null): W {
  const named = names?.length ?? 0;
  const positional = args_w.length - named;
  if (args_w.length > 2) {
    throw raise(
      space,
      'TypeError',
      names === null
        ? `int expected at most 2 arguments, got ${args_w.length}`
        : `int() takes at most 2 arguments (${args_w.length} given)`,
    );
  }
  const w_x: W | undefined = args_w.length > 0 && positional > 0 ? args_w[0] : undefined;
  let w_base: W | undefined = positional > 1 ? args_w[1] : undefined;
  names?.forEach((name, i) => {
    if (name !== 'base') {
      throw raise(
        space,
        'TypeError',
        `int() got an unexpected keyword argument '${name}'${keywordHint(name, ['base'])}`,
      );
    }
    if (w_base !== undefined) {
      throw raise(space, 'TypeError', "argument for int() given by name ('base') and position (2)");
    }
    w_base = args_w[positional + i];
  });
  const caller = space.top;
  const done = (w: W): W => (type === space.types.int ? w : space.newvalueof(type, space.int_w(w)));
  if (w_x === undefined) {
    if (w_base !== undefined) throw raise(space, 'TypeError', 'int() missing string argument');
    return done(space.newint(0));
  }
  if (w_base === undefined) return andThen(space, caller, toInt(space, w_x), done);
  const w_number = w_x;
  return andThen(space, caller, indexOf(space, w_base), (w) => done(fromBase(space, w_number, w)));
}

function indexOf(space: Space, w: W): W {
  const type = space.type(w);
  if (isInt(space, w)) return w;
  if (type.slots.index === null) {
    throw raise(space, 'TypeError', `'${type.name}' object cannot be interpreted as an integer`);
  }
  const caller = space.top;
  return andThen(space, caller, type.slots.index(space, w), (w_index) =>
    checkedInt(space, '__index__', w_index),
  );
}

// --- operations

const binary =
  (run: (a: Int, b: Int) => Int): BinaryFn =>
  (space, w_a, w_b) =>
    isInt(space, w_a) && isInt(space, w_b)
      ? space.newint(run(space.int_w(w_a), space.int_w(w_b)))
      : space.w_NotImplemented;

const unary =
  (run: (a: Int) => Int): UnaryFn =>
  (space, w_x) =>
    space.newint(run(space.int_w(w_x)));

const itself: UnaryFn = (space, w_x) =>
  space.type(w_x) === space.types.int ? w_x : space.newint(space.int_w(w_x));

const power: BinaryFn = (space, w_a, w_b) => {
  if (!isInt(space, w_a) || !isInt(space, w_b)) return space.w_NotImplemented;
  const a = space.int_w(w_a);
  const b = space.int_w(w_b);
  // The exponents are ints, so the power of floats is real.
  if (b < 0) return space.newfloat(float.pow(int.toFloat(a), int.toFloat(b))!);
  return space.newint(int.pow(a, b));
};

/** `pow(a, b, m)` of three ints; undefined where one is none. For `builtins.pow` and the engines. */
export function powmod(space: Space, w_a: W, w_b: W, w_m: W): W | undefined {
  if (!isInt(space, w_a) || !isInt(space, w_b) || !isInt(space, w_m)) return undefined;
  return space.newint(int.powmod(space.int_w(w_a), space.int_w(w_b), space.int_w(w_m)));
}

/** The six comparisons of what `compare` answers: negative, zero, positive, or NaN for none of them. */
export function holds(order: number, op: number): boolean {
  switch (COMPARISONS[op]) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '==':
      return order === 0;
    case '!=':
      return order !== 0;
    case '>':
      return order > 0;
    default:
      return order >= 0;
  }
}

const compare: CompareFn = (space, w_a, w_b, op) => {
  if (!isInt(space, w_a) || !isInt(space, w_b)) return space.w_NotImplemented;
  return space.newbool(holds(int.compare(space.int_w(w_a), space.int_w(w_b)), op));
};

// --- methods

function byteOrder(space: Space, name: string): int.ByteOrder {
  if (name === 'little' || name === 'big') return name;
  throw raise(space, 'ValueError', "byteorder must be either 'little' or 'big'");
}

function bytesOfAny(space: Space, w: W): Uint8Array {
  const type = space.type(w);
  if (isBytes(space, w)) return space.buffer_w(w);
  if (type.lookup('__bytes__') !== undefined) {
    const w_bytes = runNested(space, () => callSpecial(space, w, '__bytes__', [])!);
    if (space.type(w_bytes).isSubtype(space.types.bytes)) return space.buffer_w(w_bytes);
    throw raise(space, 'TypeError', `__bytes__ returned non-bytes (type ${space.type(w_bytes).name})`);
  }
  if (!isStr(space, w) && !isInt(space, w) && hasBuffer(space, w)) return contentOf(space, w);
  if (isStr(space, w) || type.slots.iter === null) {
    if (!isStr(space, w) && !isInt(space, w)) return space.buffer_w(w);
    throw raise(space, 'TypeError', `cannot convert '${type.name}' object to bytes`);
  }
  return Uint8Array.from(space.listOfNested(w), (w_item) => {
    const value = space.int_w(indexOf(space, w_item));
    if (value < 0 || value > 255) throw raise(space, 'ValueError', 'bytes must be in range(0, 256)');
    return Number(value);
  });
}

function toBytes(space: Space, w: W, length: number, order: string, signed: boolean): W {
  if (length < 0) throw raise(space, 'ValueError', 'length argument must be non-negative');
  return space.newbytes(int.toBytes(space.int_w(w), length, byteOrder(space, order), signed));
}

function fromBytes(space: Space, w_type: W, w_bytes: W, order: string, signed: boolean): W {
  const value = int.fromBytes(bytesOfAny(space, w_bytes), byteOrder(space, order), signed);
  return w_type === space.types.int.w_self ? space.newint(value) : call(space, w_type, [space.newint(value)]);
}

function round(space: Space, w_self: W, w_digits: W | undefined): W {
  if (w_digits === undefined || space.is(w_digits, space.w_None)) return itself(space, w_self);
  const caller = space.top;
  return andThen(space, caller, indexOf(space, w_digits), (w) =>
    space.newint(int.roundTo(space.int_w(w_self), space.int_w(w))),
  );
}

const whole = (name: string): ReturnType<typeof leaf> => leaf(name, '$self, /', itself, { effect: 'pure' });

export const intType: TypeDefinition = {
  name: 'int',
  ownLayout: true,
  doc: "int([x]) -> integer\nint(x, base=10) -> integer\n\nConvert a number or string to an integer, or return 0 if no arguments\nare given.  If x is a number, return x.__int__().  For floating-point\nnumbers, this truncates towards zero.\n\nIf x is not a number or if base is given, then x must be a string,\nbytes, or bytearray instance representing an integer literal in the\ngiven base.  The literal can be preceded by '+' or '-' and be surrounded\nby whitespace.  The base defaults to 10.  Valid bases are 0 and 2-36.\nBase 0 means to interpret the base from the string as an integer literal.\n>>> int('0b100', base=0)\n4",
  slots: {
    new: intNew,
    repr: (space, w) => space.newfreshtext(int.toDecimal(space.int_w(w))),
    hash: (space, w) => space.newint(hashInt(space.int_w(w))),
    compare,
    bool: (space, w) => space.newbool(space.int_w(w) !== 0),
    int: itself,
    index: itself,
    float: (space, w) => space.newfloat(int.toFloat(space.int_w(w))),
    add: binary(int.add),
    subtract: binary(int.sub),
    multiply: binary(int.mul),
    floorDivide: binary(int.floordiv),
    remainder: binary(int.mod),
    divmod: (space, w_a, w_b) => {
      if (!isInt(space, w_a) || !isInt(space, w_b)) return space.w_NotImplemented;
      const [q, r] = int.divmod(space.int_w(w_a), space.int_w(w_b));
      return space.newtuple([space.newint(q), space.newint(r)]);
    },
    trueDivide: (space, w_a, w_b) =>
      isInt(space, w_a) && isInt(space, w_b)
        ? space.newfloat(int.truediv(space.int_w(w_a), space.int_w(w_b)))
        : space.w_NotImplemented,
    power,
    lshift: binary(int.lshift),
    rshift: binary(int.rshift),
    and: binary(int.and),
    or: binary(int.or),
    xor: binary(int.xor),
    negative: unary(int.neg),
    positive: itself,
    invert: unary(int.invert),
    absolute: unary(int.abs),
  },
  methods: [
    sizeofMethod,
    whole('conjugate'),
    leaf('bit_length', '$self, /', (space: Space, w: W) => int.bitLength(space.int_w(w)), {
      doc: "How many binary digits the absolute value has.\n\n>>> bin(20)\n'0b10100'\n>>> (20).bit_length()\n5",
      result: 'int',
      effect: 'pure',
    }),
    leaf('bit_count', '$self, /', (space: Space, w: W) => int.bitCount(space.int_w(w)), {
      doc: "How many ones the absolute value has in binary.\n\n>>> bin(20)\n'0b10100'\n>>> (20).bit_count()\n2",
      result: 'int',
      effect: 'pure',
    }),
    leaf(
      'to_bytes',
      "$self, /, length: index = 1, byteorder: str = 'big', *, signed: bool = False",
      toBytes,
      { effect: 'pure' },
    ),
    leaf(
      'as_integer_ratio',
      '$self, /',
      (space: Space, w: W) => space.newtuple([itself(space, w), space.newint(1)]),
      {
        doc: 'Two ints whose quotient is this one, the second 1.\n\n>>> (7).as_integer_ratio()\n(7, 1)\n>>> (-7).as_integer_ratio()\n(-7, 1)',
      },
    ),
    whole('__trunc__'),
    whole('__floor__'),
    whole('__ceil__'),
    resumable('__round__', '$self, ndigits=NULL, /', round),
    leaf('__getnewargs__', '$self, /', (space: Space, w: W) => space.newtuple([itself(space, w)])),
    leaf(
      '__format__',
      '$self, format_spec: text, /',
      (space: Space, w: W, spec: Text) => {
        if (spec.length === 0) return space.str(w);
        return space.newtext(formatInt(space.int_w(w), spec, space.type(w).name));
      },
      { effect: 'pure' },
    ),
    leaf('is_integer', '$self, /', () => true, { result: 'bool', effect: 'pure' }),
  ],
  classMethods: [
    resumable('from_bytes', "$type, /, bytes, byteorder: str = 'big', *, signed: bool = False", fromBytes),
  ],
  getset: {
    real: { get: itself, doc: 'the real part of a complex number' },
    imag: { get: (space) => space.newint(0), doc: 'the imaginary part of a complex number' },
    numerator: { get: itself, doc: 'the numerator of a rational number in lowest terms' },
    denominator: {
      get: (space) => space.newint(1),
      doc: 'the denominator of a rational number in lowest terms',
    },
  },
};
