// The module `cmath`. Models CPython's Modules/cmathmodule.c: its arguments and error texts over kernels/cmath.ts.
import { andThen } from '../continuation.ts';
import { leaf, resumable } from '../gateway.ts';
import type { BuiltinRow } from '../gateway.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import { numberOf, parts } from '../types/complex.ts';
import * as cmath from '../../kernels/cmath.ts';
import * as complex from '../../kernels/complex.ts';
import type { Complex } from '../../kernels/complex.ts';
import type { ModuleDefinition } from './module-definition.ts';

/** Goes on with the number that `w` is. */
const withNumber = (space: Space, w: W, next: (z: Complex) => W): W =>
  andThen(space, space.top, numberOf(space, w, 'must be real number'), (w_z) => next(parts(space, w_z)));

const wrap = (space: Space, { real, imag }: Complex): W => space.newcomplex(real, imag);

const oneNumber = (name: string, run: (z: Complex) => Complex, doc: string): BuiltinRow =>
  resumable(name, 'z, /', (space: Space, w: W) => withNumber(space, w, (z) => wrap(space, run(z))), { doc });

const test = (name: string, run: (z: Complex) => boolean): BuiltinRow =>
  resumable(name, 'z, /', (space: Space, w: W) => withNumber(space, w, (z) => space.newbool(run(z))));

const isInfinite = (x: number): boolean => x === Infinity || x === -Infinity;

const log = (space: Space, w: W, w_base: W | undefined): W =>
  withNumber(space, w, (z) => {
    const value = cmath.logOf(z);
    if (w_base === undefined) return wrap(space, value);
    return withNumber(space, w_base, (base) => {
      const divisor = cmath.logOf(base);
      if (divisor.real === 0 && divisor.imag === 0) throw raise(space, 'ValueError', 'math domain error');
      return wrap(space, complex.div(value, divisor));
    });
  });

function isClose(a: Complex, b: Complex, relative: number, absolute: number): boolean {
  if (a.real === b.real && a.imag === b.imag) return true;
  if ([a.real, a.imag, b.real, b.imag].some(isInfinite)) return false;
  const difference = complex.abs(complex.sub(a, b));
  return (
    difference <= relative * complex.abs(b) ||
    difference <= relative * complex.abs(a) ||
    difference <= absolute
  );
}

export const cmathModule: ModuleDefinition = {
  name: 'cmath',
  doc: 'This module provides access to mathematical functions for complex\nnumbers.',
  functions: [
    oneNumber('acos', cmath.acosOf, 'Return the arc cosine of z.'),
    oneNumber('acosh', cmath.acoshOf, 'Return the inverse hyperbolic cosine of z.'),
    oneNumber('asin', cmath.asinOf, 'Return the arc sine of z.'),
    oneNumber('asinh', cmath.asinhOf, 'Return the inverse hyperbolic sine of z.'),
    oneNumber('atan', cmath.atanOf, 'Return the arc tangent of z.'),
    oneNumber('atanh', cmath.atanhOf, 'Return the inverse hyperbolic tangent of z.'),
    oneNumber('cos', cmath.cosOf, 'Return the cosine of z.'),
    oneNumber('cosh', cmath.coshOf, 'Return the hyperbolic cosine of z.'),
    oneNumber('exp', cmath.expOf, 'Return the exponential value e**z.'),
    oneNumber('log10', cmath.log10Of, 'Return the base-10 logarithm of z.'),
    oneNumber('sin', cmath.sinOf, 'Return the sine of z.'),
    oneNumber('sinh', cmath.sinhOf, 'Return the hyperbolic sine of z.'),
    oneNumber('sqrt', cmath.sqrtOf, 'Return the square root of z.'),
    oneNumber('tan', cmath.tanOf, 'Return the tangent of z.'),
    oneNumber('tanh', cmath.tanhOf, 'Return the hyperbolic tangent of z.'),
    resumable('log', 'z, base=NULL, /', log, { textSignature: '($module, z, base=<unrepresentable>, /)' }),
    resumable('phase', 'z, /', (space: Space, w: W) =>
      withNumber(space, w, (z) => space.newfloat(cmath.phase(z))),
    ),
    resumable('polar', 'z, /', (space: Space, w: W) =>
      withNumber(space, w, (z) =>
        space.newtuple([space.newfloat(complex.abs(z)), space.newfloat(cmath.phase(z))]),
      ),
    ),
    leaf('rect', 'r: float, phi: float, /', (space: Space, r: number, angle: number) =>
      wrap(space, cmath.rect(r, angle)),
    ),
    test('isfinite', (z) => Number.isFinite(z.real) && Number.isFinite(z.imag)),
    test('isnan', (z) => Number.isNaN(z.real) || Number.isNaN(z.imag)),
    test('isinf', (z) => isInfinite(z.real) || isInfinite(z.imag)),
    resumable(
      'isclose',
      'a, b, *, rel_tol: float = 1e-09, abs_tol: float = 0.0',
      (space: Space, w_a: W, w_b: W, relative: number, absolute: number) =>
        withNumber(space, w_a, (a) =>
          withNumber(space, w_b, (b) => {
            if (relative < 0 || absolute < 0)
              throw raise(space, 'ValueError', 'tolerances must be non-negative');
            return space.newbool(isClose(a, b, relative, absolute));
          }),
        ),
    ),
  ],
  values: (space) => ({
    pi: space.newfloat(Math.PI),
    e: space.newfloat(Math.E),
    tau: space.newfloat(2 * Math.PI),
    inf: space.newfloat(Infinity),
    infj: space.newcomplex(0, Infinity),
    nan: space.newfloat(NaN),
    nanj: space.newcomplex(0, NaN),
  }),
};
