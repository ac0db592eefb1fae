// The table of operations: slot, symbol, special methods, shape. Models CPython's slotdefs (Objects/typeobject.c) and PyPy's
// MethodTable (pypy/interpreter/baseobjspace.py). Slot wrappers, the slots of classes, operator messages and the BINARY_OP
// arguments of the eval loops derive from it.

/**
 * How a slot is called and what its special methods take:
 * `unary` (a), `binary` (a, b) with a reflected method, `inplace` (a, b), `compare` one of six, `other` by itself.
 */
export type OperationShape = 'unary' | 'binary' | 'inplace' | 'other';

export interface Operation {
  slot: SlotName;
  shape: OperationShape;
  /** `+`, `-=`; the function's name for those without a symbol. */
  symbol: string;
  method: string;
  reflected?: string;
}

export const BINARY_SLOTS = [
  'add',
  'subtract',
  'multiply',
  'matrixMultiply',
  'trueDivide',
  'floorDivide',
  'remainder',
  'divmod',
  'power',
  'lshift',
  'rshift',
  'and',
  'xor',
  'or',
] as const;
export type BinarySlot = (typeof BINARY_SLOTS)[number];

export const INPLACE_SLOTS = [
  'inplaceAdd',
  'inplaceSubtract',
  'inplaceMultiply',
  'inplaceMatrixMultiply',
  'inplaceTrueDivide',
  'inplaceFloorDivide',
  'inplaceRemainder',
  'inplacePower',
  'inplaceLshift',
  'inplaceRshift',
  'inplaceAnd',
  'inplaceXor',
  'inplaceOr',
] as const;
export type InplaceSlot = (typeof INPLACE_SLOTS)[number];

export const UNARY_SLOTS = ['negative', 'positive', 'invert', 'absolute'] as const;
export type UnarySlot = (typeof UNARY_SLOTS)[number];

export type SlotName = BinarySlot | InplaceSlot | UnarySlot;

const binary = (slot: BinarySlot, symbol: string, name: string): Operation => ({
  slot,
  shape: 'binary',
  symbol,
  method: `__${name}__`,
  reflected: `__r${name}__`,
});
const inplace = (slot: InplaceSlot, symbol: string, name: string): Operation => ({
  slot,
  shape: 'inplace',
  symbol,
  method: `__i${name}__`,
});
const unary = (slot: UnarySlot, symbol: string, name: string): Operation => ({
  slot,
  shape: 'unary',
  symbol,
  method: `__${name}__`,
});

export const OPERATIONS: readonly Operation[] = [
  binary('add', '+', 'add'),
  binary('subtract', '-', 'sub'),
  binary('multiply', '*', 'mul'),
  binary('matrixMultiply', '@', 'matmul'),
  binary('trueDivide', '/', 'truediv'),
  binary('floorDivide', '//', 'floordiv'),
  binary('remainder', '%', 'mod'),
  binary('divmod', 'divmod()', 'divmod'),
  binary('power', '** or pow()', 'pow'),
  binary('lshift', '<<', 'lshift'),
  binary('rshift', '>>', 'rshift'),
  binary('and', '&', 'and'),
  binary('xor', '^', 'xor'),
  binary('or', '|', 'or'),
  inplace('inplaceAdd', '+=', 'add'),
  inplace('inplaceSubtract', '-=', 'sub'),
  inplace('inplaceMultiply', '*=', 'mul'),
  inplace('inplaceMatrixMultiply', '@=', 'matmul'),
  inplace('inplaceTrueDivide', '/=', 'truediv'),
  inplace('inplaceFloorDivide', '//=', 'floordiv'),
  inplace('inplaceRemainder', '%=', 'mod'),
  inplace('inplacePower', '**=', 'pow'),
  inplace('inplaceLshift', '<<=', 'lshift'),
  inplace('inplaceRshift', '>>=', 'rshift'),
  inplace('inplaceAnd', '&=', 'and'),
  inplace('inplaceXor', '^=', 'xor'),
  inplace('inplaceOr', '|=', 'or'),
  unary('negative', '-', 'neg'),
  unary('positive', '+', 'pos'),
  unary('invert', '~', 'invert'),
  unary('absolute', 'abs()', 'abs'),
];

/** Comparison operators in the order of COMPARE_OP's argument (Include/object.h: Py_LT …). */
export const COMPARISONS = ['<', '<=', '==', '!=', '>', '>='] as const;
export const COMPARISON_METHODS = ['__lt__', '__le__', '__eq__', '__ne__', '__gt__', '__ge__'] as const;
/** Index of the comparison with its operands swapped. */
export const SWAPPED_COMPARISON = [4, 5, 2, 3, 0, 1] as const;
export const LT = 0;
export const LE = 1;
export const EQ = 2;
export const NE = 3;
export const GT = 4;
export const GE = 5;
export type Comparison = 0 | 1 | 2 | 3 | 4 | 5;
