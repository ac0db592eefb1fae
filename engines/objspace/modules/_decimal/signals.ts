// Conditions of decimal arithmetic as exceptions. Models signal_map and cond_map of CPython's Modules/_decimal/_decimal.c.
import * as number from '../../../kernels/decimal/number.ts';
import type { BuiltinTypeName } from '../../builtin-types.ts';
import type { Space } from '../../space.ts';
import type { TypeDefinition } from '../../typedef.ts';

export interface Signal {
  name: string;
  flag: number;
  bases: readonly BuiltinTypeName[];
}

export const typeName = (name: string): BuiltinTypeName => `decimal.${name}` as BuiltinTypeName;

/** In the order in which exceptions take precedence; `flag` of invalid operations covers all their conditions. */
export const SIGNALS: readonly Signal[] = [
  { name: 'InvalidOperation', flag: number.IEEE_INVALID, bases: [typeName('DecimalException')] },
  { name: 'FloatOperation', flag: number.FLOAT_OPERATION, bases: [typeName('DecimalException'), 'TypeError'] },
  { name: 'DivisionByZero', flag: number.DIVISION_BY_ZERO, bases: [typeName('DecimalException'), 'ZeroDivisionError'] },
  { name: 'Overflow', flag: number.OVERFLOW, bases: [typeName('Inexact'), typeName('Rounded')] },
  {
    name: 'Underflow',
    flag: number.UNDERFLOW,
    bases: [typeName('Inexact'), typeName('Rounded'), typeName('Subnormal')],
  },
  { name: 'Subnormal', flag: number.SUBNORMAL, bases: [typeName('DecimalException')] },
  { name: 'Inexact', flag: number.INEXACT, bases: [typeName('DecimalException')] },
  { name: 'Rounded', flag: number.ROUNDED, bases: [typeName('DecimalException')] },
  { name: 'Clamped', flag: number.CLAMPED, bases: [typeName('DecimalException')] },
];

/** What an invalid operation can be in particular. */
export const CONDITIONS: readonly Signal[] = [
  { name: 'InvalidOperation', flag: number.INVALID_OPERATION, bases: [] },
  { name: 'ConversionSyntax', flag: number.CONVERSION_SYNTAX, bases: [typeName('InvalidOperation')] },
  { name: 'DivisionImpossible', flag: number.DIVISION_IMPOSSIBLE, bases: [typeName('InvalidOperation')] },
  {
    name: 'DivisionUndefined',
    flag: number.DIVISION_UNDEFINED,
    bases: [typeName('InvalidOperation'), 'ZeroDivisionError'],
  },
  { name: 'InvalidContext', flag: number.INVALID_CONTEXT, bases: [typeName('InvalidOperation')] },
];

const definition = ({ name, bases: [base, ...alsoBases] }: Signal): TypeDefinition => ({
  name: typeName(name),
  base,
  alsoBases,
  hasWeakrefs: true,
});

const byName = (name: string): Signal => SIGNALS.find((signal) => signal.name === name)!;

/** Bases before what derives from them. */
export const exceptionTypes: readonly TypeDefinition[] = [
  { name: typeName('DecimalException'), base: 'ArithmeticError', hasWeakrefs: true },
  ...['Clamped', 'Rounded', 'Inexact', 'Subnormal', 'Underflow', 'Overflow', 'DivisionByZero', 'FloatOperation', 'InvalidOperation'].map(
    (name) => definition(byName(name)),
  ),
  ...CONDITIONS.slice(1).map(definition),
];

/** The exception that a status means, and all its classes. */
export function exceptionOf(space: Space, status: number) {
  const signal = SIGNALS.find(({ flag }) => (status & flag) !== 0)!;
  const conditions = CONDITIONS.filter(({ flag }) => (status & flag) !== 0);
  const others = SIGNALS.slice(1).filter(({ flag }) => (status & flag) !== 0);
  const classes_w = [...conditions, ...others].map(({ name }) => space.types[typeName(name)].w_self);
  return { type: space.types[typeName(signal.name)], classes_w };
}
