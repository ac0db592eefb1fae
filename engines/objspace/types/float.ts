// `float`: construction, arithmetic, methods over the float kernel. Models CPython's Objects/floatobject.c.
import { andThen, runNested } from '../continuation.ts';
import { call, index } from '../descroperation.ts';
import { leaf, resumable } from '../gateway.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import type { BinaryFn, CompareFn, TypeObject, UnaryFn } from '../typeobject.ts';
import * as complex from '../../kernels/complex.ts';
import * as float from '../../kernels/float.ts';
import { formatFloat } from '../../kernels/format.ts';
import { contentOf, hasBuffer } from './bytes.ts';
import { hashFloat } from '../../kernels/hash.ts';
import * as int from '../../kernels/int.ts';
import { fromUnits, hostOf, numericText, repr as reprOfText } from '../../kernels/text.ts';
import type { Text } from '../../kernels/text.ts';
import { holds, isInt } from './int.ts';

export const isFloat = (space: Space, w: W): boolean => {
  const type = space.type(w);
  return type === space.types.float || type.isSubtype(space.types.float);
};

/** A float or an int as a host number; undefined for anything else. */
export function realOf(space: Space, w: W): number | undefined {
  if (isFloat(space, w)) return space.float_w(w);
  return isInt(space, w) ? int.toFloat(space.int_w(w)) : undefined;
}

// --- construction

function parseText(space: Space, text: Text, shown: () => Text): W {
  const value = float.parse(numericText(text));
  if (value === undefined) {
    throw raise(space, 'ValueError', `could not convert string to float: ${hostOf(shown())}`);
  }
  return space.newfloat(value);
}

/** `float(x)` as a float exactly, of anything but text (PyNumber_Float). */
export function toFloat(space: Space, w_x: W, complaint: string, quoted = false): W {
  const type = space.type(w_x);
  if (type === space.types.float) return w_x;
  const caller = space.top;
  if (type.slots.float !== null) {
    return andThen(space, caller, type.slots.float(space, w_x), (w) => {
      const got = space.type(w);
      if (got === space.types.float) return w;
      if (!got.isSubtype(space.types.float)) {
        throw raise(space, 'TypeError', `${type.name}.__float__ returned non-float (type ${got.name})`);
      }
      space.warnNested(
        'DeprecationWarning',
        `${type.name}.__float__ returned non-float (type ${got.name}).  The ability to return an instance of a strict subclass of float is deprecated, and may not be supported in a future version of Python.`,
      );
      return space.newfloat(space.float_w(w));
    });
  }
  if (type.slots.index !== null) {
    return andThen(space, caller, index(space, w_x), (w) => space.newfloat(int.toFloat(space.int_w(w))));
  }
  throw raise(space, 'TypeError', `${complaint}, not ${quoted ? `'${type.name}'` : type.name}`);
}

function floatOf(space: Space, w_x: W): W {
  const type = space.type(w_x);
  // A class of texts may say what number it is.
  const isNumber = type.slots.float !== null || type.slots.index !== null;
  if (!isNumber && type.isSubtype(space.types.str)) {
    const text = space.text_w(w_x);
    return parseText(space, text, () => reprOfText(text));
  }
  if (!isNumber && hasBuffer(space, w_x)) {
    const text = fromUnits(contentOf(space, w_x)).replace(/[^\0-\x7f]/g, '?');
    return parseText(space, text, () => space.text_w(runNested(space, () => space.repr(w_x))));
  }
  return toFloat(space, w_x, 'float() argument must be a string or a real number', true);
}

function floatNew(space: Space, type: TypeObject, args_w: readonly W[], names: readonly string[] | null): W {
  const named = names?.length ?? 0;
  // A class with an `__init__` of its own may give them a meaning.
  if (named > 0 && type.slots.init === space.types.float.slots.init)
    throw raise(space, 'TypeError', 'float() takes no keyword arguments');
  const n = args_w.length - named;
  if (n > 1) throw raise(space, 'TypeError', `float expected at most 1 argument, got ${n}`);
  const caller = space.top;
  const w_float = n === 0 ? space.newfloat(0) : floatOf(space, args_w[0]);
  if (type === space.types.float) return w_float;
  return andThen(space, caller, w_float, (w) => space.newvalueof(type, space.float_w(w)));
}

// --- operations

const binary =
  (run: (a: number, b: number) => number): BinaryFn =>
  (space, w_a, w_b) => {
    const a = realOf(space, w_a);
    if (a === undefined) return space.w_NotImplemented;
    const b = realOf(space, w_b);
    return b === undefined ? space.w_NotImplemented : space.newfloat(run(a, b));
  };

const power: BinaryFn = (space, w_a, w_b) => {
  const a = realOf(space, w_a);
  const b = realOf(space, w_b);
  if (a === undefined || b === undefined) return space.w_NotImplemented;
  const real = float.pow(a, b);
  if (real !== undefined) return space.newfloat(real);
  const z = complex.pow({ real: a, imag: 0 }, { real: b, imag: 0 });
  return space.newcomplex(z.real, z.imag);
};

const compare: CompareFn = (space, w_a, w_b, op) => {
  const a = space.float_w(w_a);
  if (isFloat(space, w_b)) {
    const b = space.float_w(w_b);
    return space.newbool(holds(a < b ? -1 : a > b ? 1 : a === b ? 0 : NaN, op));
  }
  if (!isInt(space, w_b)) return space.w_NotImplemented;
  return space.newbool(holds(-int.compareFloat(space.int_w(w_b), a), op));
};

const itself: UnaryFn = (space, w) =>
  space.type(w) === space.types.float ? w : space.newfloat(space.float_w(w));

const toInt: UnaryFn = (space, w) => space.newint(int.fromFloat(space.float_w(w)));

// --- methods

function round(space: Space, w_self: W, w_digits: W | undefined): W {
  const x = space.float_w(w_self);
  if (w_digits === undefined || space.is(w_digits, space.w_None)) return space.newint(float.roundToInt(x));
  const type = space.type(w_digits);
  if (type.slots.index === null) {
    throw raise(space, 'TypeError', `'${type.name}' object cannot be interpreted as an integer`);
  }
  const caller = space.top;
  return andThen(space, caller, index(space, w_digits), (w) =>
    space.newfloat(float.roundTo(x, space.int_w(w))),
  );
}

const ofType = (space: Space, w_type: W, w_value: W): W =>
  w_type === space.types.float.w_self ? w_value : call(space, w_type, [w_value]);

function fromNumber(space: Space, w_type: W, w_number: W): W {
  const caller = space.top;
  if (space.type(w_number) === space.types.float && w_type === space.types.float.w_self) return w_number;
  return andThen(space, caller, toFloat(space, w_number, 'must be real number'), (w) =>
    ofType(space, w_type, w),
  );
}

const rounding = (name: string, run: (x: number) => number): ReturnType<typeof leaf> =>
  leaf(name, '$self, /', (space: Space, w: W) => space.newint(int.fromFloat(run(space.float_w(w)))), {
    effect: 'pure',
  });

export const floatType: TypeDefinition = {
  name: 'float',
  ownLayout: true,
  doc: 'Convert a string or number to a floating-point number, if possible.',
  slots: {
    new: floatNew,
    repr: (space, w) => space.newstr(float.repr(space.float_w(w))),
    hash: (space, w) => {
      const x = space.float_w(w);
      return Number.isNaN(x) ? space.identityHash(w) : space.newint(hashFloat(x));
    },
    compare,
    bool: (space, w) => space.newbool(space.float_w(w) !== 0),
    int: toInt,
    float: itself,
    add: binary((a, b) => a + b),
    subtract: binary((a, b) => a - b),
    multiply: binary((a, b) => a * b),
    trueDivide: binary(float.truediv),
    floorDivide: binary(float.floordiv),
    remainder: binary(float.mod),
    divmod: (space, w_a, w_b) => {
      const a = realOf(space, w_a);
      const b = realOf(space, w_b);
      if (a === undefined || b === undefined) return space.w_NotImplemented;
      const [q, r] = float.divmod(a, b);
      return space.newtuple([space.newfloat(q), space.newfloat(r)]);
    },
    power,
    negative: (space, w) => space.newfloat(-space.float_w(w)),
    positive: itself,
    absolute: (space, w) => space.newfloat(Math.abs(space.float_w(w))),
  },
  methods: [
    leaf('conjugate', '$self, /', itself, { effect: 'pure' }),
    leaf('__trunc__', '$self, /', toInt, { effect: 'pure' }),
    rounding('__floor__', Math.floor),
    rounding('__ceil__', Math.ceil),
    resumable('__round__', '$self, ndigits=NULL, /', round),
    leaf(
      'as_integer_ratio',
      '$self, /',
      (space: Space, w: W) =>
        space.newtuple(float.asIntegerRatio(space.float_w(w)).map((n) => space.newint(n))),
      {
        doc: 'Two ints whose quotient is exactly this float: lowest terms, the second above zero.\n\n>>> (2.5).as_integer_ratio()\n(5, 2)\n>>> (-0.125).as_integer_ratio()\n(-1, 8)',
      },
    ),
    leaf('hex', '$self, /', (space: Space, w: W) => float.hex(space.float_w(w)), {
      doc: "The float as hexadecimal text, exactly.\n\n>>> (0.75).hex()\n'0x1.8000000000000p-1'\n>>> (-10.0).hex()\n'-0x1.4000000000000p+3'",
      result: 'str',
      effect: 'pure',
    }),
    leaf('is_integer', '$self, /', (space: Space, w: W) => Number.isInteger(space.float_w(w)), {
      result: 'bool',
      effect: 'pure',
    }),
    leaf('__getnewargs__', '$self, /', (space: Space, w: W) =>
      space.newtuple([space.newfloat(space.float_w(w))]),
    ),
    leaf(
      '__format__',
      '$self, format_spec: text, /',
      (space: Space, w: W, spec: Text) => {
        if (spec.length === 0) return space.str(w);
        return space.newtext(formatFloat(space.float_w(w), spec, space.type(w).name));
      },
      { effect: 'pure' },
    ),
  ],
  classMethods: [
    resumable(
      'fromhex',
      '$type, string: str, /',
      (space: Space, w_type: W, text: string) => ofType(space, w_type, space.newfloat(float.fromHex(text))),
      {
        doc: "The float that hexadecimal text stands for.\n\n>>> float.fromhex('0x1.8p-1')\n0.75\n>>> float.fromhex('-0xA')\n-10.0",
      },
    ),
    resumable('from_number', '$type, number, /', fromNumber),
    leaf(
      '__getformat__',
      '$type, typestr: str, /',
      (space: Space, _w_type: W, kind: string) => {
        if (kind === 'double' || kind === 'float') return 'IEEE, little-endian';
        throw raise(space, 'ValueError', "__getformat__() argument 1 must be 'double' or 'float'");
      },
      { result: 'str' },
    ),
  ],
  getset: {
    real: { get: itself, doc: 'the real part of a complex number' },
    imag: { get: (space) => space.newfloat(0), doc: 'the imaginary part of a complex number' },
  },
};
