// `complex`: construction, arithmetic, methods over the complex kernel. Models CPython 3.14's Objects/complexobject.c, with its mixed
// operations of complex and real.
import { andThen } from '../continuation.ts';
import { call, callSpecial } from '../descroperation.ts';
import { leaf, resumable } from '../gateway.ts';
import type { W } from '../object.ts';
import { EQ, NE } from '../operations.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import type { BinaryFn, CompareFn, TypeObject } from '../typeobject.ts';
import * as complex from '../../kernels/complex.ts';
import type { Complex } from '../../kernels/complex.ts';
import { formatComplex } from '../../kernels/format.ts';
import { hashComplex, hashFloat } from '../../kernels/hash.ts';
import * as int from '../../kernels/int.ts';
import { numericText } from '../../kernels/text.ts';
import type { Text } from '../../kernels/text.ts';
import { fullyQualifiedName } from './object.ts';
import { isFloat, realOf, toFloat } from './float.ts';
import { isInt } from './int.ts';

const isComplex = (space: Space, w: W): boolean => {
  const type = space.type(w);
  return type === space.types.complex || type.isSubtype(space.types.complex);
};

const wrap = (space: Space, z: Complex): W => space.newcomplex(z.real, z.imag);

// --- construction

/** A complex or float, exactly, of a number; `complaint` begins the error's text. */
export function numberOf(space: Space, w_x: W, complaint: string): W {
  if (isComplex(space, w_x) && space.type(w_x) === space.types.complex) return w_x;
  const caller = space.top;
  const w_answer = callSpecial(space, w_x, '__complex__', []);
  if (w_answer !== undefined) {
    return andThen(space, caller, w_answer, (w) => {
      const got = space.type(w);
      if (got === space.types.complex) return w;
      if (!got.isSubtype(space.types.complex)) {
        throw raise(space, 'TypeError', `__complex__ returned non-complex (type ${got.name})`);
      }
      space.warnNested(
        'DeprecationWarning',
        `__complex__ returned non-complex (type ${got.name}).  The ability to return an instance of a strict subclass of complex is deprecated, and may be removed in a future version of Python.`,
      );
      return wrap(space, space.complex_w(w));
    });
  }
  if (isComplex(space, w_x)) return wrap(space, space.complex_w(w_x));
  return toFloat(space, w_x, complaint);
}

/** Of a complex or float. */
export const parts = (space: Space, w: W): Complex =>
  isComplex(space, w) ? space.complex_w(w) : { real: space.float_w(w), imag: 0 };

function complexNew(
  space: Space,
  type: TypeObject,
  args_w: readonly W[],
  names: readonly string[] | null,
): W {
  const positional = args_w.length - (names?.length ?? 0);
  if (args_w.length > 2) {
    throw raise(space, 'TypeError', `complex() takes at most 2 arguments (${args_w.length} given)`);
  }
  let w_real: W | undefined = positional > 0 ? args_w[0] : undefined;
  let w_imag: W | undefined = positional > 1 ? args_w[1] : undefined;
  names?.forEach((name, i) => {
    const w_value = args_w[positional + i];
    const taken = name === 'real' ? w_real : w_imag;
    if (name !== 'real' && name !== 'imag') {
      throw raise(space, 'TypeError', `complex() got an unexpected keyword argument '${name}'`);
    }
    if (taken !== undefined) {
      const place = name === 'real' ? 1 : 2;
      throw raise(
        space,
        'TypeError',
        `argument for complex() given by name ('${name}') and position (${place})`,
      );
    }
    if (name === 'real') w_real = w_value;
    else w_imag = w_value;
  });
  const caller = space.top;
  const done = (z: Complex): W => (type === space.types.complex ? wrap(space, z) : space.newvalueof(type, z));
  if (w_real === undefined && w_imag === undefined) return done({ real: 0, imag: 0 });
  const isText = (w: W | undefined): boolean => w !== undefined && space.type(w).isSubtype(space.types.str);
  if (w_imag === undefined && names === null) {
    const w_x = w_real!;
    if (isText(w_x)) return done(complex.parse(numericText(space.text_w(w_x))));
    if (type === space.types.complex && space.type(w_x) === type) return w_x;
    return andThen(
      space,
      caller,
      numberOf(space, w_x, 'complex() argument must be a string or a number'),
      (w) => done(parts(space, w)),
    );
  }
  const both = (w_r: W | undefined, w_i: W | undefined): W => {
    const r = w_r === undefined ? { real: 0, imag: 0 } : parts(space, w_r);
    if (w_i === undefined) return done(r);
    const i = parts(space, w_i);
    // i × (a + bi) is -b + ai; a real operand leaves the other's sign of zero alone.
    const real = isComplex(space, w_i) ? r.real - i.imag : r.real;
    const imag = w_r !== undefined && isComplex(space, w_r) ? r.imag + i.real : i.real;
    return done({ real, imag });
  };
  const imagOf = (w_r: W | undefined): W => {
    if (w_imag === undefined) return both(w_r, undefined);
    return andThen(space, caller, part(space, w_imag, 'imag'), (w_i) => both(w_r, w_i));
  };
  if (w_real === undefined) return imagOf(undefined);
  return andThen(space, caller, part(space, w_real, 'real'), imagOf);
}

/** `real` or `imag`: a number; a complex one is deprecated. */
function part(space: Space, w_x: W, name: string): W {
  const complaint = `complex() argument '${name}' must be a real number`;
  if (isComplex(space, w_x)) {
    space.warnNested('DeprecationWarning', `${complaint}, not ${fullyQualifiedName(space, space.type(w_x))}`);
    return wrap(space, space.complex_w(w_x));
  }
  if (name === 'real' && space.type(w_x).lookup('__complex__') !== undefined) {
    return numberOf(space, w_x, complaint);
  }
  const { slots } = space.type(w_x);
  if (slots.float === null && slots.index === null) {
    throw raise(space, 'TypeError', `${complaint}, not ${space.type(w_x).name}`);
  }
  return toFloat(space, w_x, complaint);
}

// --- operations

interface Mixed {
  both: (a: Complex, b: Complex) => Complex;
  withReal: (a: Complex, b: number) => Complex;
  ofReal: (a: number, b: Complex) => Complex;
}

const binary =
  ({ both, withReal, ofReal }: Mixed): BinaryFn =>
  (space, w_a, w_b) => {
    if (isComplex(space, w_a)) {
      const a = space.complex_w(w_a);
      if (isComplex(space, w_b)) return wrap(space, both(a, space.complex_w(w_b)));
      const b = realOf(space, w_b);
      return b === undefined ? space.w_NotImplemented : wrap(space, withReal(a, b));
    }
    const a = realOf(space, w_a);
    return a === undefined ? space.w_NotImplemented : wrap(space, ofReal(a, space.complex_w(w_b)));
  };

const power: BinaryFn = (space, w_a, w_b) => {
  const operand = (w: W): Complex | undefined => {
    if (isComplex(space, w)) return space.complex_w(w);
    const real = realOf(space, w);
    return real === undefined ? undefined : { real, imag: 0 };
  };
  const a = operand(w_a);
  const b = operand(w_b);
  return a === undefined || b === undefined ? space.w_NotImplemented : wrap(space, complex.pow(a, b));
};

const compare: CompareFn = (space, w_a, w_b, op) => {
  if (op !== EQ && op !== NE) return space.w_NotImplemented;
  const a = space.complex_w(w_a);
  let equal: boolean;
  if (isComplex(space, w_b)) {
    const b = space.complex_w(w_b);
    equal = a.real === b.real && a.imag === b.imag;
  } else if (isFloat(space, w_b)) {
    equal = a.imag === 0 && a.real === space.float_w(w_b);
  } else if (isInt(space, w_b)) {
    equal = a.imag === 0 && int.compareFloat(space.int_w(w_b), a.real) === 0;
  } else {
    return space.w_NotImplemented;
  }
  return space.newbool(equal === (op === EQ));
};

export const complexType: TypeDefinition = {
  name: 'complex',
  ownLayout: true,
  doc: "Create a complex number from a string or numbers.\n\nIf a string is given, parse it as a complex number.\nIf a single number is given, convert it to a complex number.\nIf the 'real' or 'imag' arguments are given, create a complex number\nwith the specified real and imaginary components.",
  slots: {
    new: complexNew,
    repr: (space, w) => space.newstr(complex.repr(space.complex_w(w))),
    hash: (space, w) => {
      const { real, imag } = space.complex_w(w);
      if (Number.isNaN(real) || Number.isNaN(imag)) return space.identityHash(w);
      return space.newint(hashComplex(hashFloat(real), hashFloat(imag)));
    },
    compare,
    bool: (space, w) => {
      const { real, imag } = space.complex_w(w);
      return space.newbool(real !== 0 || imag !== 0);
    },
    add: binary({ both: complex.add, withReal: complex.addReal, ofReal: (a, b) => complex.addReal(b, a) }),
    subtract: binary({ both: complex.sub, withReal: complex.subReal, ofReal: complex.realSub }),
    multiply: binary({
      both: complex.mul,
      withReal: complex.mulReal,
      ofReal: (a, b) => complex.mulReal(b, a),
    }),
    trueDivide: binary({ both: complex.div, withReal: complex.divReal, ofReal: complex.realDiv }),
    power,
    negative: (space, w) => wrap(space, complex.neg(space.complex_w(w))),
    positive: (space, w) => (space.type(w) === space.types.complex ? w : wrap(space, space.complex_w(w))),
    absolute: (space, w) => space.newfloat(complex.abs(space.complex_w(w))),
  },
  methods: [
    leaf('conjugate', '$self, /', (space: Space, w: W) => {
      const { real, imag } = space.complex_w(w);
      return space.newcomplex(real, -imag);
    }),
    leaf('__complex__', '$self, /', (space: Space, w: W) =>
      space.type(w) === space.types.complex ? w : wrap(space, space.complex_w(w)),
    ),
    leaf('__getnewargs__', '$self, /', (space: Space, w: W) => {
      const { real, imag } = space.complex_w(w);
      return space.newtuple([space.newfloat(real), space.newfloat(imag)]);
    }),
    leaf(
      '__format__',
      '$self, format_spec: text, /',
      (space: Space, w: W, spec: Text) => {
        if (spec.length === 0) return space.str(w);
        return space.newtext(formatComplex(space.complex_w(w), spec, space.type(w).name));
      },
      { effect: 'pure' },
    ),
  ],
  classMethods: [
    resumable('from_number', '$type, number, /', (space: Space, w_type: W, w_number: W) => {
      const exact = w_type === space.types.complex.w_self;
      if (exact && space.type(w_number) === space.types.complex) return w_number;
      const caller = space.top;
      return andThen(space, caller, numberOf(space, w_number, 'must be real number'), (w) => {
        const w_value = wrap(space, parts(space, w));
        return exact ? w_value : call(space, w_type, [w_value]);
      });
    }),
  ],
  getset: {
    real: {
      get: (space, w) => space.newfloat(space.complex_w(w).real),
      doc: 'the real part of a complex number',
      member: true,
    },
    imag: {
      get: (space, w) => space.newfloat(space.complex_w(w).imag),
      member: true,
      doc: 'the imaginary part of a complex number',
    },
  },
};
