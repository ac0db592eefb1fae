// Expressions over builtins on any space, without code objects or frames: for tests of types. Operators, calls, attributes, subscripts,
// displays, names of types and of the builtins in FUNCTIONS. Everything runs nested.
import {
  FloatConstant,
  ComplexConstant,
  SurrogateString,
  EllipsisConstant,
  Kind,
  unaryOperators,
} from '../frontend/ast.ts';
import type { ConstantValue, Expr } from '../frontend/ast.ts';
import { parse } from '../frontend/parse.ts';
import { normalize } from '../kernels/int.ts';
import { fromPoints, hostOf, textFromHost } from '../kernels/text.ts';
import { runNested } from './continuation.ts';
import * as operations from './descroperation.ts';
import type { FakeSpace } from './fake-space.ts';
import type { W } from './object.ts';
import { raise } from './raise.ts';
import type { BinarySlot, Comparison } from './operations.ts';
import { BINARY_SLOTS } from './operations.ts';
import { powmod } from './types/int.ts';

/** By the AST's number of the operator: Add Sub Mult MatMult Div Mod Pow LShift RShift BitOr BitXor BitAnd FloorDiv. */
const BINARY: readonly (BinarySlot | '')[] = [
  '',
  'add',
  'subtract',
  'multiply',
  'matrixMultiply',
  'trueDivide',
  'remainder',
  'power',
  'lshift',
  'rshift',
  'or',
  'xor',
  'and',
  'floorDivide',
];
if (BINARY.length !== BINARY_SLOTS.length) throw new Error('an operator is missing (divmod has no symbol)');

/** Eq NotEq Lt LtE Gt GtE. */
const COMPARE: readonly Comparison[] = [0, 2, 3, 0, 1, 4, 5];

export class Evaluator {
  private readonly space: FakeSpace;
  readonly names = new Map<string, W>();

  constructor(space: FakeSpace) {
    this.space = space;
  }

  /** `repr` of the value, or `Type: text` of the exception. */
  run(source: string): string {
    const { space } = this;
    try {
      const { tree } = parse(source, { mode: 'eval' });
      return space.show(this.value((tree as { body: Expr }).body));
    } catch (e) {
      const error = space.asOperationError(e);
      const w_value = space.errorValue(error);
      return `${error.type.name}: ${space.str_w(runNested(space, () => space.str(w_value)))}`;
    }
  }

  private nested(operation: () => W): W {
    return runNested(this.space, operation);
  }

  private value(node: Expr): W {
    const { space } = this;
    switch (node.kind) {
      case Kind.Constant:
        return this.constant(node.value);
      case Kind.Name:
        return this.names.get(node.id) ?? space.types[node.id as 'int'].w_self;
      case Kind.BinOp: {
        const w_a = this.value(node.left);
        const w_b = this.value(node.right);
        return this.nested(() => operations.binary(space, BINARY[node.op] as BinarySlot, w_a, w_b));
      }
      case Kind.UnaryOp: {
        const w_x = this.value(node.operand);
        const name = unaryOperators[node.op];
        if (name === 'Not') return space.newbool(!operations.isTrueNested(space, w_x));
        const slot = name === 'USub' ? 'negative' : name === 'UAdd' ? 'positive' : 'invert';
        return this.nested(() => operations.unary(space, slot, w_x));
      }
      case Kind.Compare: {
        const w_a = this.value(node.left);
        const w_b = this.value(node.comparators[0]);
        const [op] = node.ops;
        if (op === 9 || op === 10) {
          const w_in = this.nested(() => operations.contains(space, w_b, w_a));
          return space.newbool(operations.isTrueNested(space, w_in) === (op === 9));
        }
        if (op === 7 || op === 8) return space.newbool(space.is(w_a, w_b) === (op === 7));
        return this.nested(() => operations.compare(space, w_a, w_b, COMPARE[op]));
      }
      case Kind.Attribute: {
        const w_x = this.value(node.value);
        return this.nested(() => operations.getattr(space, w_x, node.attr));
      }
      case Kind.Subscript: {
        const w_x = this.value(node.value);
        const w_key = this.value(node.slice);
        return this.nested(() => operations.getitem(space, w_x, w_key));
      }
      case Kind.Slice: {
        const bound = (part: Expr | null): number | null =>
          part === null ? null : Number(space.int_w(this.value(part)));
        return space.newslice(bound(node.lower), bound(node.upper), bound(node.step));
      }
      case Kind.Tuple:
        return space.newtuple(node.elts.map((e) => this.value(e)));
      case Kind.List:
        return space.newlist(node.elts.map((e) => this.value(e)));
      case Kind.Dict: {
        const w_dict = space.newdict();
        node.keys.forEach((key, i) => space.dictset(w_dict, this.value(key!), this.value(node.values[i])));
        return w_dict;
      }
      case Kind.Call: {
        const args_w = node.args.map((arg) => this.value(arg));
        const names = node.keywords.map((keyword) => keyword.arg!);
        for (const keyword of node.keywords) args_w.push(this.value(keyword.value));
        if (node.func.kind === Kind.Name) {
          const run = FUNCTIONS[node.func.id];
          if (run !== undefined) return this.nested(() => run(space, ...args_w));
        }
        const w_f = this.value(node.func);
        return this.nested(() => operations.call(space, w_f, args_w, names.length > 0 ? names : null));
      }
    }
    throw new Error(`no such expression in a test: ${node.kind}`);
  }

  private constant(value: ConstantValue): W {
    const { space } = this;
    if (value === null) return space.w_None;
    if (typeof value === 'boolean') return space.newbool(value);
    if (typeof value === 'number') return space.newint(value);
    if (typeof value === 'bigint') return space.newint(normalize(value));
    if (typeof value === 'string') return space.newtext(textFromHost(value));
    if (value instanceof FloatConstant) return space.newfloat(value.value);
    if (value instanceof ComplexConstant) return space.newcomplex(value.real, value.imag);
    if (value instanceof SurrogateString)
      return space.newtext(fromPoints(Uint32Array.from(value.codePoints)));
    if (value instanceof EllipsisConstant) return space.w_Ellipsis;
    return space.newbytes(value as Uint8Array);
  }
}

/** Builtin functions of tests, as thin as they can be. */
const FUNCTIONS: Readonly<Record<string, (space: FakeSpace, ...args_w: W[]) => W>> = {
  repr: (space, w) => space.newstr(space.show(w)),
  abs: (space, w) => operations.unary(space, 'absolute', w),
  hash: (space, w) => operations.hash(space, w),
  len: (space, w) => operations.length(space, w),
  divmod: (space, w_a, w_b) => operations.binary(space, 'divmod', w_a, w_b),
  pow: (space, w_a, w_b, w_m) =>
    w_m === undefined ? operations.binary(space, 'power', w_a, w_b) : powmod(space, w_a, w_b, w_m)!,
  round: (space, w, ...digits_w) => operations.callSpecial(space, w, '__round__', digits_w)!,
  format: (space, w, w_spec) => operations.callSpecial(space, w, '__format__', [w_spec ?? space.newstr('')])!,
  type: (space, w) => space.type(w).w_self,
  list: (space, w) => space.newlist(space.listOfNested(w)),
  ascii: (space, w) => {
    const shown = space.show(w);
    return space.newstr([...shown].every((c) => c < '\x80') ? shown : hostOf(textFromHost(shown)));
  },
  fail: (space) => {
    throw raise(space, 'RuntimeError', 'failed');
  },
};
