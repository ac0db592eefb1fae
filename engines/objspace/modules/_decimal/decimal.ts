// decimal.Decimal: its operators, and its methods, which Context has too with a context in front. Models the Decimal part of CPython's
// Modules/_decimal/_decimal.c; the arithmetic is kernels/decimal.
import * as arithmetic from '../../../kernels/decimal/arithmetic.ts';
import { FormatError, formatDecimal } from '../../../kernels/decimal/format.ts';
import * as number from '../../../kernels/decimal/number.ts';
import type { Context, Decimal } from '../../../kernels/decimal/number.ts';
import * as transcendental from '../../../kernels/decimal/transcendental.ts';
import { hashInt } from '../../../kernels/hash.ts';
import { normalize, powmod } from '../../../kernels/int.ts';
import { numericText } from '../../../kernels/text.ts';
import { runNested } from '../../continuation.ts';
import { call, getattr } from '../../descroperation.ts';
import { constructor } from '../../constructor.ts';
import { leaf } from '../../gateway.ts';
import type { BuiltinRow } from '../../gateway.ts';
import { Payload } from '../../object.ts';
import type { W } from '../../object.ts';
import { EQ, NE } from '../../operations.ts';
import type { Comparison } from '../../operations.ts';
import { raise } from '../../raise.ts';
import type { Space } from '../../space.ts';
import type { Getset, TypeDefinition } from '../../typedef.ts';
import type { BinaryFn, TypeObject, UnaryFn } from '../../typeobject.ts';
import { contextArgument, contextOf, currentContext, run, signal } from './context.ts';
import type { ContextPayload } from './context.ts';

export class DecimalPayload extends Payload {
  readonly value: Decimal;
  constructor(value: Decimal) {
    super();
    this.value = value;
  }
  traverse(): void {}
  forget(): void {}
}

export const decimalOf = (space: Space, w: W): Decimal => (space.data(w) as DecimalPayload).value;
/** A literal: a name put together is no internalised string of the host's, and each look-up with it would take 100 ns. */
const DECIMAL = 'decimal.Decimal';
const isDecimal = (space: Space, w: W): boolean => space.type(w).isSubtype(space.types[DECIMAL]);
export const newDecimal = (space: Space, value: Decimal): W =>
  space.newobj(space.types[DECIMAL], new DecimalPayload(value));

const current = (space: Space): ContextPayload => contextOf(space, currentContext(space));

// --- conversion

function fromText(space: Space, context: ContextPayload, text: string, exact: boolean): Decimal {
  const trimmed = exact && text.includes('_') ? text.replace(/_/g, '') : text;
  const value = number.parse(trimmed);
  if (value === null) {
    signal(space, context, number.CONVERSION_SYNTAX);
    return number.NAN;
  }
  if (
    exact &&
    value.isFinite &&
    (value.adjusted > number.MAX_EMAX || value.exponent < -2 * number.MAX_EMAX)
  ) {
    signal(space, context, number.INVALID_OPERATION);
    return number.NAN;
  }
  return value;
}

const PLAIN_SPACE = /^[\s\x1c-\x1f]+|[\s\x1c-\x1f]+$/g;

/** Nearly no text has any around it. */
function withoutSpace(text: string): string {
  const { length } = text;
  if (length > 0 && isGraphic(text.charCodeAt(0)) && isGraphic(text.charCodeAt(length - 1))) return text;
  return text.replace(PLAIN_SPACE, '').trim();
}

const isGraphic = (c: number): boolean => c > 0x20 && c < 0x7f;

function fromTuple(space: Space, context: ContextPayload, w: W): Decimal {
  const items_w = space.type(w).isSubtype(space.types.tuple) ? space.tuple_w(w) : space.listitems(w);
  const bad = (text: string) => raise(space, 'ValueError', text);
  if (items_w.length !== 3) throw bad('argument must be a sequence of length 3');
  const [w_sign, w_digits, w_exponent] = items_w;
  const isInt = (w_x: W): boolean => space.type(w_x).isSubtype(space.types.int);
  if (!isInt(w_sign)) throw bad('sign must be an integer with the value 0 or 1');
  const sign = space.int_w(w_sign);
  if (sign !== 0 && sign !== 1) throw bad('sign must be an integer with the value 0 or 1');
  let kind: number.Kind = 'finite';
  let exponent = 0;
  if (space.type(w_exponent).isSubtype(space.types.str)) {
    const text = space.str_w(w_exponent);
    if (text === 'F') kind = 'infinite';
    else if (text === 'n') kind = 'qnan';
    else if (text === 'N') kind = 'snan';
    else throw bad("string argument in the third position must be 'F', 'n' or 'N'");
  } else {
    if (!isInt(w_exponent)) throw bad('exponent must be an integer');
    exponent = Number(space.int_w(w_exponent));
  }
  const isSequence =
    space.type(w_digits).isSubtype(space.types.tuple) || space.type(w_digits).isSubtype(space.types.list);
  if (!isSequence) throw bad('coefficient must be a tuple of digits');
  const digits_w = space.type(w_digits).isSubtype(space.types.tuple)
    ? space.tuple_w(w_digits)
    : space.listitems(w_digits);
  let digits = '';
  for (const w_digit of digits_w) {
    const digit = isInt(w_digit) ? space.int_w(w_digit) : -1;
    if (digit < 0 || digit > 9) throw bad('coefficient must be a tuple of digits');
    digits += String(digit);
  }
  if (kind === 'infinite') return number.infinity(sign === 1);
  const coefficient = BigInt(digits === '' ? '0' : digits);
  if (kind !== 'finite') return new number.Decimal(kind, sign === 1, coefficient, 0);
  const value = number.finite(sign === 1, coefficient, exponent);
  if (value.adjusted > number.MAX_EMAX) {
    signal(space, context, number.INVALID_OPERATION);
    return number.NAN;
  }
  return value;
}

/** The number that any value means for the constructor. */
function fromValue(space: Space, context: ContextPayload, w: W, isExact: boolean): Decimal {
  const type = space.type(w);
  const { types } = space;
  if (isDecimal(space, w)) return decimalOf(space, w);
  if (type.isSubtype(types.str)) {
    const text = numericText(space.text_w(w));
    return isExact ? fromText(space, context, withoutSpace(text), true) : contextText(space, context, text);
  }
  if (type.isSubtype(types.int)) return number.ofInt(space.int_w(w));
  if (type.isSubtype(types.tuple) || type.isSubtype(types.list)) return fromTuple(space, context, w);
  if (type.isSubtype(types.float)) {
    signal(space, context, number.FLOAT_OPERATION);
    return number.ofFloat(space.float_w(w));
  }
  throw raise(space, 'TypeError', `conversion from ${type.name} to Decimal is not supported`);
}

/** `Context.create_decimal` allows neither white space nor underscores inside. */
function contextText(space: Space, context: ContextPayload, text: string): Decimal {
  return fromText(space, context, text, false);
}

/** An operand of a method: a Decimal or an int. */
function operand(space: Space, w: W): Decimal {
  if (isDecimal(space, w)) return decimalOf(space, w);
  if (space.type(w).isSubtype(space.types.int)) return number.ofInt(space.int_w(w));
  throw raise(space, 'TypeError', `conversion from ${space.type(w).name} to Decimal is not supported`);
}

/** An operand of an operator; null: not of our kind. */
function operatorOperand(space: Space, w: W): Decimal | null {
  if (isDecimal(space, w)) return decimalOf(space, w);
  return space.type(w).isSubtype(space.types.int) ? number.ofInt(space.int_w(w)) : null;
}

export const newDecimalValue = constructor('Decimal', 'value=NULL, context=None', ((
  space: Space,
  type: TypeObject,
  w_value: W | undefined,
  w_context: W,
) => {
  const context = contextArgument(space, w_context);
  if (w_value === undefined) return space.newobj(type, new DecimalPayload(number.ZERO));
  if (space.type(w_value) === type && type === space.types[DECIMAL]) return w_value;
  return space.newobj(type, new DecimalPayload(fromValue(space, context, w_value, true)));
}) as never);

// --- operators

type Operation1 = (a: Decimal, context: Context) => Decimal;
type Operation2 = (a: Decimal, b: Decimal, context: Context) => Decimal;

const binary =
  (operation: Operation2): BinaryFn =>
  (space, w_a, w_b) => {
    const a = operatorOperand(space, w_a);
    const b = operatorOperand(space, w_b);
    if (a === null || b === null) return space.w_NotImplemented;
    return newDecimal(
      space,
      run(space, current(space), (context) => operation(a, b, context)),
    );
  };

const unary =
  (operation: Operation1): UnaryFn =>
  (space, w) => {
    const a = decimalOf(space, w);
    return newDecimal(
      space,
      run(space, current(space), (context) => operation(a, context)),
    );
  };

/** What is compared with: Decimal, int, float, a rational or, for equality, a complex without imaginary part. */
function comparisonOperands(space: Space, w_a: W, w_b: W, op: Comparison): [Decimal, Decimal] | null {
  const a = decimalOf(space, w_a);
  const { types } = space;
  const type = space.type(w_b);
  if (isDecimal(space, w_b)) return [a, decimalOf(space, w_b)];
  if (type.isSubtype(types.int)) return [a, number.ofInt(space.int_w(w_b))];
  const isEquality = op === EQ || op === NE;
  if (type.isSubtype(types.complex) && isEquality) {
    const { real, imag } = space.complex_w(w_b);
    if (imag !== 0) return null;
    floatUsed(space, isEquality);
    return [a, number.ofFloat(real)];
  }
  if (type.isSubtype(types.float)) {
    floatUsed(space, isEquality);
    return [a, number.ofFloat(space.float_w(w_b))];
  }
  if (!type.isHeap) return null;
  const w_numbers = space.dictgetstr(space.w_modules, 'numbers');
  if (w_numbers === undefined) return null;
  const w_rational = runNested(space, () => getattr(space, w_numbers, 'Rational'));
  const w_is = runNested(space, () => call(space, space.builtin('isinstance'), [w_b, w_rational]));
  if (!space.is(w_is, space.w_True)) return null;
  const part = (name: string): bigint =>
    BigInt(space.int_w(runNested(space, () => getattr(space, w_b, name))));
  const top = part('numerator');
  const bottom = part('denominator');
  if (!a.isFinite) return [a, number.ofInt(top)];
  // a < p / q as a·q < p
  return [number.finite(a.negative, a.coefficient * bottom, a.exponent), number.ofInt(top)];
}

/** Comparing for equality with a float only says so. */
function floatUsed(space: Space, isEquality: boolean): void {
  const context = current(space);
  if (isEquality) context.flags |= number.FLOAT_OPERATION;
  else signal(space, context, number.FLOAT_OPERATION);
}

function compare(space: Space, w_a: W, w_b: W, op: Comparison): W {
  const operands = comparisonOperands(space, w_a, w_b, op);
  if (operands === null) return space.w_NotImplemented;
  const [a, b] = operands;
  if (a.isNaN || b.isNaN) {
    const isSignalling = a.kind === 'snan' || b.kind === 'snan';
    if ((op !== EQ && op !== NE) || isSignalling) signal(space, current(space), number.INVALID_OPERATION);
    return space.newbool(op === NE);
  }
  const by = arithmetic.order(a, b);
  const answers = [by < 0, by <= 0, by === 0, by !== 0, by > 0, by >= 0];
  return space.newbool(answers[op]);
}

const MODULUS = 2n ** 61n - 1n;
const INVERSE_10 = BigInt(powmod(10, Number(MODULUS) > 0 ? MODULUS - 2n : 0n, MODULUS));

function hash(space: Space, w: W): W {
  const a = decimalOf(space, w);
  if (a.kind === 'snan') throw raise(space, 'TypeError', 'Cannot hash a signaling NaN value');
  if (a.kind === 'qnan') return space.identityHash(w);
  if (a.isInfinite) return space.newint(a.negative ? -314159 : 314159);
  const { coefficient, exponent, negative } = a;
  const base = exponent >= 0 ? 10n : INVERSE_10;
  const factor = BigInt(
    powmod(normalize(base), normalize(BigInt(Math.abs(exponent)) % (MODULUS - 1n)), normalize(MODULUS)),
  );
  let value = ((coefficient % MODULUS) * factor) % MODULUS;
  if (negative) value = -value;
  return space.newint(value === -1n ? -2 : hashInt(normalize(value)));
}

function toInteger(space: Space, a: Decimal): bigint {
  if (a.isNaN) throw raise(space, 'ValueError', 'cannot convert NaN to integer');
  if (a.isInfinite) throw raise(space, 'OverflowError', 'cannot convert Infinity to integer');
  return number.toInteger(a);
}

const rounded = (rounding: number.Rounding) => (space: Space, w: W) => {
  const a = decimalOf(space, w);
  if (!a.isFinite) toInteger(space, a);
  const whole = a.exponent >= 0 ? a : arithmetic.roundTo(a, 0, rounding);
  return space.newint(normalize(number.toInteger(whole)));
};

function toFloat(space: Space, w: W): W {
  const a = decimalOf(space, w);
  if (a.kind === 'snan') throw raise(space, 'ValueError', 'cannot convert signaling NaN to float');
  if (a.isNaN) return space.newfloat(NaN);
  if (a.isInfinite) return space.newfloat(a.negative ? -Infinity : Infinity);
  return space.newfloat(Number(number.toText(a, 1)));
}

const power = (space: Space, w_a: W, w_b: W): W => binary(transcendental.power)(space, w_a, w_b);

export const decimalSlots: TypeDefinition['slots'] = {
  new: newDecimalValue,
  add: binary(arithmetic.add),
  subtract: binary(arithmetic.subtract),
  multiply: binary(arithmetic.multiply),
  trueDivide: binary(arithmetic.divide),
  floorDivide: binary(arithmetic.divideInt),
  remainder: binary(arithmetic.remainder),
  power,
  divmod: (space, w_a, w_b) => {
    const a = operatorOperand(space, w_a);
    const b = operatorOperand(space, w_b);
    if (a === null || b === null) return space.w_NotImplemented;
    const [quotient, rest] = run(space, current(space), (context) => arithmetic.divmod(a, b, context));
    return space.newtuple([newDecimal(space, quotient), newDecimal(space, rest)]);
  },
  negative: unary(arithmetic.minus),
  positive: unary(arithmetic.plus),
  absolute: unary((a, context) => (a.negative ? arithmetic.minus(a, context) : arithmetic.plus(a, context))),
  bool: (space, w) => space.newbool(!decimalOf(space, w).isZero),
  int: (space, w) => space.newint(normalize(toInteger(space, decimalOf(space, w)))),
  float: toFloat,
  compare,
  hash,
  repr: (space, w) =>
    space.newstr(`Decimal('${number.toText(decimalOf(space, w), current(space).arithmetic.capitals)}')`),
  str: (space, w) => space.newstr(number.toText(decimalOf(space, w), current(space).arithmetic.capitals)),
};

// --- methods

const CONTEXT = 'context=None';

interface Method {
  name: string;
  /** Operands besides the receiver. */
  operands: readonly string[];
  compute: (values: readonly Decimal[], context: Context) => Decimal | boolean | string;
  /** Decimal's method has no context argument. */
  plain?: boolean;
}

const one = (name: string, compute: Operation1): Method => ({
  name,
  operands: [],
  compute: ([a], context) => compute(a, context),
});
const two = (name: string, compute: Operation2): Method => ({
  name,
  operands: ['other'],
  compute: ([a, b], context) => compute(a, b, context),
});
const test = (name: string, compute: (a: Decimal) => boolean): Method => ({
  name,
  operands: [],
  compute: ([a]) => compute(a),
  plain: true,
});
const testIn = (name: string, compute: (a: Decimal, context: Context) => boolean): Method => ({
  name,
  operands: [],
  compute: ([a], context) => compute(a, context),
});

const integral = (name: string, exact: boolean): Method => ({
  name,
  operands: ['rounding'],
  compute: ([a], context) => arithmetic.toIntegral(a, context, context.rounding, exact),
});

const SHARED: readonly Method[] = [
  one('exp', transcendental.exp),
  one('ln', (a, context) => {
    const value = transcendental.ln(a, context);
    return value;
  }),
  one('log10', transcendental.log10),
  one('next_minus', (a, context) => arithmetic.nextTo(a, context, false)),
  one('next_plus', (a, context) => arithmetic.nextTo(a, context, true)),
  one('normalize', arithmetic.normalize),
  one('sqrt', arithmetic.sqrt),
  one('logb', arithmetic.logb),
  one('logical_invert', arithmetic.logicalInvert),
  two('compare', arithmetic.compare),
  two('compare_signal', arithmetic.compareSignal),
  two('compare_total', arithmetic.compareTotal),
  two('compare_total_mag', arithmetic.compareTotalMagnitude),
  two('max', (a, b, context) => arithmetic.extreme(a, b, context, true, false)),
  two('max_mag', (a, b, context) => arithmetic.extreme(a, b, context, true, true)),
  two('min', (a, b, context) => arithmetic.extreme(a, b, context, false, false)),
  two('min_mag', (a, b, context) => arithmetic.extreme(a, b, context, false, true)),
  two('next_toward', nextToward),
  two('remainder_near', arithmetic.remainderNear),
  two('copy_sign', (a, b) => a.withSign(b.negative)),
  two('logical_and', (a, b, context) => arithmetic.logical(a, b, context, (x, y) => x & y)),
  two('logical_or', (a, b, context) => arithmetic.logical(a, b, context, (x, y) => x | y)),
  two('logical_xor', (a, b, context) => arithmetic.logical(a, b, context, (x, y) => x ^ y)),
  two('rotate', arithmetic.rotate),
  two('scaleb', arithmetic.scaleb),
  two('shift', arithmetic.shift),
  {
    name: 'same_quantum',
    operands: ['other'],
    compute: ([a, b]) => {
      if (!a.isFinite || !b.isFinite) return (a.isNaN && b.isNaN) || (a.isInfinite && b.isInfinite);
      return a.exponent === b.exponent;
    },
  },
  {
    name: 'fma',
    operands: ['other', 'third'],
    compute: ([a, b, c], context) => arithmetic.fma(a, b, c, context),
  },
  { name: 'number_class', operands: [], compute: ([a], context) => arithmetic.numberClass(a, context) },
  test('is_canonical', () => true),
  test('is_finite', (a) => a.isFinite),
  test('is_infinite', (a) => a.isInfinite),
  test('is_nan', (a) => a.isNaN),
  test('is_qnan', (a) => a.kind === 'qnan'),
  test('is_snan', (a) => a.kind === 'snan'),
  test('is_signed', (a) => a.negative),
  test('is_zero', (a) => a.isZero),
  testIn('is_normal', arithmetic.isNormal),
  testIn('is_subnormal', arithmetic.isSubnormal),
  { name: 'copy_abs', operands: [], compute: ([a]) => a.withSign(false), plain: true },
  { name: 'copy_negate', operands: [], compute: ([a]) => a.withSign(!a.negative), plain: true },
  { name: 'canonical', operands: [], compute: ([a]) => a, plain: true },
];

function nextToward(a: Decimal, b: Decimal, context: Context): Decimal {
  if (a.isNaN || b.isNaN) return number.nanOf(context, a, b)!;
  const by = arithmetic.order(a, b);
  if (by === 0) return a.withSign(b.negative);
  const result = arithmetic.nextTo(a, context, by < 0);
  if (result.isInfinite) context.status |= number.OVERFLOW | number.ROUNDED | number.INEXACT;
  else if (result.isZero || result.adjusted < context.emin) {
    context.status |= number.UNDERFLOW | number.SUBNORMAL | number.ROUNDED | number.INEXACT;
    if (result.isZero) context.status |= number.CLAMPED;
  }
  return result;
}

function wrap(space: Space, result: Decimal | boolean | string): W {
  if (typeof result === 'boolean') return space.newbool(result);
  return typeof result === 'string' ? space.newstr(result) : newDecimal(space, result);
}

function decimalMethod({ name, operands, compute, plain }: Method): BuiltinRow {
  const signature =
    ['$self', ...operands, ...(plain ? [] : [CONTEXT])].join(', ') +
    (operands.length === 0 && plain ? ', /' : '');
  return leaf(name, signature, (space: Space, w: W, ...rest_w: W[]) => {
    const context = contextArgument(space, plain ? undefined : rest_w[operands.length]);
    const values = [
      decimalOf(space, w),
      ...rest_w.slice(0, operands.length).map((w_x) => operand(space, w_x)),
    ];
    return wrap(
      space,
      run(space, context, (c) => compute(values, c)),
    );
  });
}

function contextMethod({ name, operands, compute }: Method): BuiltinRow {
  const letters = ['x', 'y', 'z'].slice(0, operands.length + 1);
  const names =
    operands.length === 2 || operands.length === 1 ? ['a', 'b', 'c'].slice(0, operands.length + 1) : letters;
  const signature = `$self, ${names.join(', ')}${operands.length === 0 ? ', /' : operands.length === 1 ? ', /' : ', /'}`;
  return leaf(name, signature, (space: Space, w: W, ...values_w: W[]) => {
    const values = values_w.map((w_x) => operand(space, w_x));
    return wrap(
      space,
      run(space, contextOf(space, w), (c) => compute(values, c)),
    );
  });
}

function roundingOf(space: Space, w: W, context: ContextPayload): number.Rounding {
  if (space.is(w, space.w_None)) return context.arithmetic.rounding;
  const text = space.type(w).isSubtype(space.types.str) ? space.str_w(w) : '';
  if ((number.ROUNDINGS as readonly string[]).includes(text)) return text as number.Rounding;
  const names =
    'valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]';
  throw raise(space, 'TypeError', names);
}

const integralMethod = (name: string, exact: boolean): BuiltinRow =>
  leaf(name, '$self, rounding=None, context=None', (space: Space, w: W, w_rounding: W, w_context: W) => {
    const context = contextArgument(space, w_context);
    const rounding = roundingOf(space, w_rounding, context);
    const a = decimalOf(space, w);
    return newDecimal(
      space,
      run(space, context, (c) => arithmetic.toIntegral(a, c, rounding, exact)),
    );
  });

const engineering = (space: Space, a: Decimal, context: ContextPayload): W =>
  space.newstr(number.toText(a, context.arithmetic.capitals, true));

function round(space: Space, w: W, w_digits: W): W {
  const a = decimalOf(space, w);
  if (space.is(w_digits, space.w_None)) return rounded('ROUND_HALF_EVEN')(space, w);
  if (!space.type(w_digits).isSubtype(space.types.int))
    throw raise(space, 'TypeError', 'optional arg must be an integer');
  const places = Number(space.int_w(w_digits));
  const quantum = number.finite(false, 1n, -places);
  return newDecimal(
    space,
    run(space, current(space), (c) => arithmetic.quantize(a, quantum, c)),
  );
}

function asIntegerRatio(space: Space, w: W): W {
  const a = decimalOf(space, w);
  if (a.isNaN) throw raise(space, 'ValueError', 'cannot convert NaN to integer ratio');
  if (a.isInfinite) throw raise(space, 'OverflowError', 'cannot convert Infinity to integer ratio');
  let top = a.negative ? -a.coefficient : a.coefficient;
  let bottom = 1n;
  if (a.exponent >= 0) top *= number.pow10(a.exponent);
  else bottom = number.pow10(-a.exponent);
  let [x, y] = [top < 0n ? -top : top, bottom];
  while (y !== 0n) [x, y] = [y, x % y];
  return space.newtuple([space.newint(normalize(top / x)), space.newint(normalize(bottom / x))]);
}

function asTuple(space: Space, w: W): W {
  const a = decimalOf(space, w);
  const digits = a.isInfinite ? '0' : a.isNaN && a.coefficient === 0n ? '' : a.coefficient.toString();
  const w_exponent = a.isFinite
    ? space.newint(a.exponent)
    : space.newstr(a.isInfinite ? 'F' : a.kind === 'qnan' ? 'n' : 'N');
  const w_digits = space.newtuple([...digits].map((digit) => space.newint(Number(digit))));
  const w_module = space.dictgetstr(space.w_modules, '_decimal')!;
  const w_class = runNested(space, () => getattr(space, w_module, 'DecimalTuple'));
  return call(space, w_class, [space.newint(a.negative ? 1 : 0), w_digits, w_exponent]);
}

function fromFloat(space: Space, w_type: W, w_value: W): W {
  const type = space.type(w_value);
  let value: Decimal;
  if (type.isSubtype(space.types.int)) value = number.ofInt(space.int_w(w_value));
  else if (type.isSubtype(space.types.float)) value = number.ofFloat(space.float_w(w_value));
  else throw raise(space, 'TypeError', 'argument must be int or float');
  return ofClass(space, w_type, value);
}

function ofClass(space: Space, w_type: W, value: Decimal): W {
  const w_value = newDecimal(space, value);
  if (space.is(w_type, space.types[DECIMAL].w_self)) return w_value;
  return call(space, w_type, [w_value]);
}

function format(space: Space, w: W, w_spec: W, w_override: W | undefined): W {
  if (!space.type(w_spec).isSubtype(space.types.str))
    throw raise(space, 'TypeError', 'format arg must be str');
  const { arithmetic: c } = current(space);
  const locale = { point: '.', separator: '', grouping: [] as number[] };
  if (w_override !== undefined) {
    if (!space.type(w_override).isSubtype(space.types.dict))
      throw raise(space, 'TypeError', 'optional argument must be a dict');
    const text = (name: string): W | undefined => space.dictgetstr(w_override, name);
    const w_point = text('decimal_point');
    if (w_point !== undefined) locale.point = space.str_w(w_point);
    const w_separator = text('thousands_sep');
    if (w_separator !== undefined) locale.separator = space.str_w(w_separator);
    const w_grouping = text('grouping');
    if (w_grouping !== undefined)
      locale.grouping = space.listOfNested(w_grouping).map((w_size) => Number(space.int_w(w_size)));
  }
  try {
    return space.newstr(
      formatDecimal(decimalOf(space, w), space.str_w(w_spec), c.rounding, c.capitals, locale),
    );
  } catch (e) {
    if (e instanceof FormatError) throw raise(space, 'ValueError', e.message);
    throw e;
  }
}

export const decimalMethods: readonly BuiltinRow[] = [
  ...SHARED.map(decimalMethod),
  integralMethod('to_integral', false),
  integralMethod('to_integral_value', false),
  integralMethod('to_integral_exact', true),
  leaf(
    'quantize',
    '$self, exp, rounding=None, context=None',
    (space: Space, w: W, w_exp: W, w_rounding: W, w_context: W) => {
      const context = contextArgument(space, w_context);
      const rounding = roundingOf(space, w_rounding, context);
      const a = decimalOf(space, w);
      const b = operand(space, w_exp);
      return newDecimal(
        space,
        run(space, context, (c) => arithmetic.quantize(a, b, c, rounding)),
      );
    },
  ),
  leaf('adjusted', '$self, /', (space: Space, w: W) => {
    const a = decimalOf(space, w);
    return space.newint(a.isFinite ? (a.isZero ? a.exponent : a.adjusted) : 0);
  }),
  leaf('conjugate', '$self, /', (_space: Space, w: W) => w),
  leaf('radix', '$self, /', (space: Space) => newDecimal(space, number.ofInt(10))),
  leaf('to_eng_string', '$self, context=None', (space: Space, w: W, w_context: W) =>
    engineering(space, decimalOf(space, w), contextArgument(space, w_context)),
  ),
  leaf('as_tuple', '$self, /', asTuple),
  leaf('as_integer_ratio', '$self, /', asIntegerRatio),
  leaf('__copy__', '$self, /', (_space: Space, w: W) => w),
  leaf('__deepcopy__', '$self, memo, /', (_space: Space, w: W) => w),
  leaf('__format__', '$self, fmtarg, override=NULL, /', format),
  leaf('__reduce__', '$self, /', (space: Space, w: W) =>
    space.newtuple([
      space.type(w).w_self,
      space.newtuple([space.newstr(number.toText(decimalOf(space, w), 1))]),
    ]),
  ),
  leaf('__round__', '$self, ndigits=None, /', round),
  leaf('__ceil__', '$self, /', rounded('ROUND_CEILING')),
  leaf('__floor__', '$self, /', rounded('ROUND_FLOOR')),
  leaf('__trunc__', '$self, /', rounded('ROUND_DOWN')),
  leaf('__complex__', '$self, /', (space: Space, w: W) =>
    space.newcomplex(space.float_w(toFloat(space, w)), 0),
  ),
  leaf('__sizeof__', '$self, /', () => 104, { result: 'int' }),
];

export const decimalClassMethods: readonly BuiltinRow[] = [
  leaf('from_float', '$type, f, /', fromFloat),
  leaf('from_number', '$type, number, /', (space: Space, w_type: W, w_value: W) => {
    if (isDecimal(space, w_value)) return ofClass(space, w_type, decimalOf(space, w_value));
    const type = space.type(w_value);
    if (type.isSubtype(space.types.int) || type.isSubtype(space.types.float))
      return fromFloat(space, w_type, w_value);
    throw raise(space, 'TypeError', `conversion from ${type.name} to Decimal is not supported`);
  }),
];

export const decimalGetset: Record<string, Getset> = {
  real: { get: (_space, w) => w },
  imag: { get: (space) => newDecimal(space, number.ZERO) },
};

// --- the same for Context

const contextTwo = (name: string, compute: Operation2): BuiltinRow => contextMethod(two(name, compute));

export const contextArithmetic: readonly BuiltinRow[] = [
  ...SHARED.filter(({ name }) => name !== 'canonical').map(contextMethod),
  leaf('canonical', '$self, x, /', (space: Space, _w: W, w_x: W) => {
    if (!isDecimal(space, w_x)) throw raise(space, 'TypeError', 'argument must be a Decimal');
    return w_x;
  }),
  contextMethod(one('abs', (a, c) => (a.negative ? arithmetic.minus(a, c) : arithmetic.plus(a, c)))),
  contextMethod(one('minus', arithmetic.minus)),
  contextMethod(one('plus', arithmetic.plus)),
  contextMethod({ ...integral('to_integral', false), operands: [] }),
  contextMethod({ ...integral('to_integral_value', false), operands: [] }),
  contextMethod({ ...integral('to_integral_exact', true), operands: [] }),
  contextTwo('add', arithmetic.add),
  contextTwo('subtract', arithmetic.subtract),
  contextTwo('multiply', arithmetic.multiply),
  contextTwo('divide', arithmetic.divide),
  contextTwo('divide_int', arithmetic.divideInt),
  contextTwo('remainder', arithmetic.remainder),
  contextTwo('quantize', (a, b, c) => arithmetic.quantize(a, b, c)),
  leaf('divmod', '$self, x, y, /', (space: Space, w: W, w_a: W, w_b: W) => {
    const a = operand(space, w_a);
    const b = operand(space, w_b);
    const [q, r] = run(space, contextOf(space, w), (c) => arithmetic.divmod(a, b, c));
    return space.newtuple([newDecimal(space, q), newDecimal(space, r)]);
  }),
  leaf('power', '$self, a, b, modulo=None', (space: Space, w: W, w_a: W, w_b: W, w_m: W) => {
    const a = operand(space, w_a);
    const b = operand(space, w_b);
    const m = space.is(w_m, space.w_None) ? null : operand(space, w_m);
    return newDecimal(
      space,
      run(space, contextOf(space, w), (c) =>
        m === null ? transcendental.power(a, b, c) : transcendental.powerModulo(a, b, m, c),
      ),
    );
  }),
  leaf('create_decimal', '$self, num=NULL, /', (space: Space, w: W, w_value: W | undefined) => {
    const context = contextOf(space, w);
    const value = w_value === undefined ? number.ZERO : fromValue(space, context, w_value, false);
    return newDecimal(
      space,
      run(space, context, (c) => fitted(value, c)),
    );
  }),
  leaf('create_decimal_from_float', '$self, f, /', (space: Space, w: W, w_value: W) => {
    const value = decimalOf(space, fromFloat(space, space.types[DECIMAL].w_self, w_value));
    return newDecimal(
      space,
      run(space, contextOf(space, w), (c) => number.finish(value, c)),
    );
  }),
  leaf('_apply', '$self, x, /', (space: Space, w: W, w_x: W) => {
    const value = operand(space, w_x);
    return newDecimal(
      space,
      run(space, contextOf(space, w), (c) => number.finish(value, c)),
    );
  }),
  leaf('copy_decimal', '$self, x, /', (space: Space, _w: W, w_x: W) =>
    isDecimal(space, w_x) ? w_x : newDecimal(space, operand(space, w_x)),
  ),
  leaf('to_sci_string', '$self, x, /', (space: Space, w: W, w_x: W) =>
    space.newstr(number.toText(operand(space, w_x), contextOf(space, w).arithmetic.capitals)),
  ),
  leaf('to_eng_string', '$self, x, /', (space: Space, w: W, w_x: W) =>
    engineering(space, operand(space, w_x), contextOf(space, w)),
  ),
];

/** A payload that is too long for the context is a syntax error there. */
function fitted(value: Decimal, context: Context): Decimal {
  if (value.isNaN && value.coefficient !== 0n && value.digits > context.prec - context.clamp)
    return number.invalid(context, number.CONVERSION_SYNTAX);
  return number.finish(value, context);
}

/** `pow(a, b, m)` */
export function ternaryPower(space: Space, w_a: W, w_b: W, w_m: W): W {
  const values = [w_a, w_b, w_m].map((w) => operatorOperand(space, w));
  const [a, b, m] = values;
  if (a === null || b === null || m === null) return space.w_NotImplemented;
  return newDecimal(
    space,
    run(space, current(space), (c) => transcendental.powerModulo(a, b, m, c)),
  );
}
