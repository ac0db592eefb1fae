// @inline-constants-from ../../frontend/opcodes.ts Op
// Special methods that are Python functions: operators, comparisons, subscripts, calls of instances, properties. Each is a call of the function with
// the operands as arguments. An operator may answer NotImplemented: then the interpreter finishes it (pending-operator.ts).
import type { FunctionPayload } from '../../objspace/types/function.ts';
import { NE, OPERATIONS } from '../../objspace/operations.ts';
import type { BinarySlot, Comparison } from '../../objspace/operations.ts';
import type { TypeObject } from '../../objspace/typeobject.ts';
import { binaryOperators } from '../../frontend/opcodes.ts';
import { prepared } from '../code.ts';
import { unwrap, W_Object } from '../object.ts';
import type { Raw } from '../object.ts';
import { constant } from './ir.ts';
import type { Ins } from './ir.ts';
import { FUNCTION_VERSION } from './layout.ts';
import { guardShape, guardVersion, specialMethod } from './record-attributes.ts';
import { callFunction, isCalled } from './record-calls.ts';
import { operatorMethods } from './record-operators.ts';
import type { Recorder } from './recorder.ts';
import type { FrameEntry, OperatorOf } from './snapshot.ts';

/** A plain function with so many arguments. */
function isPlain(r: Recorder, func: Raw, count: number): func is W_Object {
  if (!(func instanceof W_Object) || func.type !== r.space.types.function) return false;
  const code = prepared(r.space, (func.v as FunctionPayload).w_code);
  return code.isSimple && !code.isGenerator && code.argcount === count;
}

/** Enters or calls a function that the class has; the instruction's operands from `place` on go. */
function call(
  r: Recorder,
  func: Raw,
  args: readonly Ins[],
  place: number,
  operator?: OperatorOf,
  isDropped = false,
): boolean {
  if (!isPlain(r, func, args.length)) return false;
  const payload = func.v as FunctionPayload;
  const code = prepared(r.space, payload.w_code);
  const ref = constant(func, 'p');
  r.guardInt(r.getfield(constant(payload, 'p'), FUNCTION_VERSION), payload.version, true);
  const entry: FrameEntry = {
    how: isDropped ? 'dropped' : operator === undefined ? 'call' : 'operator',
    values: operator === undefined ? [ref] : [ref, ...args],
    place,
    base: -1,
    operator,
  };
  if (isCalled(r, code)) callFunction(r, code, func, ref, args, place, entry);
  else r.enter(code, entry, args, r.pc + 2);
  return true;
}
specialMethod.call = call;

/** The function of that name in the class of an instance, with the class guarded; undefined: none, or no function. */
function methodOf(r: Recorder, ref: Ins, value: Raw, name: string): Raw | undefined {
  if (!(value instanceof W_Object) || value.map === null || !value.type.isHeap) return undefined;
  const w_found = value.type.lookup(name);
  if (w_found === undefined || !isPlainFunction(r, unwrap(w_found))) return undefined;
  guardShape(r, ref, value);
  guardVersion(r, value.type);
  return unwrap(w_found);
}
const isPlainFunction = (r: Recorder, o: Raw): boolean =>
  o instanceof W_Object && o.type === r.space.types.function;

/** Operands that an operator of a class of the program may have beside an instance of it: those that have no say themselves. */
const isNeutral = (r: Recorder, type: TypeObject): boolean => {
  const { int, float, bool, NoneType, complex } = r.space.types;
  return [int, float, bool, NoneType, complex].includes(type);
};

const SLOTS = binaryOperators.map(
  ([, symbol]) => OPERATIONS.find((o) => o.symbol === (symbol === '**' ? '** or pow()' : symbol))?.slot,
);
const operations = new Map<string, (typeof OPERATIONS)[number]>(OPERATIONS.map((row) => [row.slot, row]));

/** Both operands looked at: the method that is asked first, and its arguments. */
function asked(
  r: Recorder,
  forward: string,
  backward: string,
): { func: Raw; args: readonly Ins[]; isReflected: boolean } | undefined {
  const [a, b] = [r.value(1), r.value(0)];
  const [typeA, typeB] = [r.space.typeOf(a), r.space.typeOf(b)];
  if (isInstance(a) && (typeA === typeB || isNeutral(r, typeB))) {
    if (a.type.lookup(forward) === undefined) return undefined;
    const func = methodOf(r, r.peek(1), a, forward);
    if (func === undefined) return undefined;
    guardShape(r, r.peek(0), b);
    return { func, args: [r.boxed(r.peek(1)), r.boxed(r.peek(0))], isReflected: false };
  }
  if (isInstance(b) && isNeutral(r, typeA)) {
    const func = methodOf(r, r.peek(0), b, backward);
    if (func === undefined) return undefined;
    guardShape(r, r.peek(1), a);
    return { func, args: [r.boxed(r.peek(0)), r.boxed(r.peek(1))], isReflected: true };
  }
  return undefined;
}
const isInstance = (o: Raw): o is W_Object => o instanceof W_Object && o.map !== null && o.type.isHeap;

operatorMethods.binary = (r, arg) => {
  if (!isInstance(r.value(1)) && !isInstance(r.value(0))) return false;
  const inplace = arg >= 13;
  if (inplace && isInstance(r.value(1))) {
    const own = operations.get(SLOTS[arg] ?? '')?.method;
    if (own === undefined || (r.value(1) as W_Object).type.lookup(own) !== undefined) return false;
  }
  const slot = SLOTS[arg % 13] as BinarySlot;
  const row = operations.get(slot);
  if (row?.reflected === undefined || slot === 'power') return false;
  const found = asked(r, row.method, row.reflected);
  if (found === undefined) return false;
  const { func, args, isReflected } = found;
  return call(r, func, args, r.depth - 2, { operator: slot, wantsBool: false, isReflected });
};

const COMPARISON_METHODS = ['__lt__', '__le__', '__eq__', '__ne__', '__gt__', '__ge__'];
operatorMethods.compare = (r, arg) => {
  const operator = (arg >> 5) as Comparison;
  const [a, b] = [r.value(1), r.value(0)];
  if (!isInstance(a) || (r.space.typeOf(b) !== a.type && !isNeutral(r, r.space.typeOf(b)))) return false;
  let name = COMPARISON_METHODS[operator];
  const { object } = r.space.types;
  const isNegated = operator === NE && a.type.lookup(name) === object.lookup(name);
  // As the interpreter itself: operator-methods.ts.
  if (isNegated) name = '__eq__';
  if (isNegated && a.v !== null) return false;
  if (a.type.lookup(name) === object.lookup(name)) return false;
  const func = methodOf(r, r.peek(1), a, name);
  if (func === undefined) return false;
  guardShape(r, r.peek(0), b);
  const args = [r.boxed(r.peek(1)), r.boxed(r.peek(0))];
  const wantsBool = (arg & 16) !== 0;
  return call(r, func, args, r.depth - 2, { operator, wantsBool, isNegated, isReflected: false });
};

operatorMethods.contains = (r, arg) => {
  const container = r.value(0);
  if (!isInstance(container) || container.v !== null) return false;
  const func = methodOf(r, r.peek(0), container, '__contains__');
  if (func === undefined) return false;
  const args = [r.boxed(r.peek(0)), r.boxed(r.peek(1))];
  const isNegated = (arg & 1) === 1;
  return call(r, func, args, r.depth - 2, {
    operator: 'contains',
    wantsBool: true,
    isNegated,
    isReflected: false,
  });
};

operatorMethods.unary = (r, name) => {
  const func = methodOf(r, r.peek(), r.value(), name);
  return func !== undefined && call(r, func, [r.boxed(r.peek())], r.depth - 1);
};

operatorMethods.getitem = (r) => {
  const func = methodOf(r, r.peek(1), r.value(1), '__getitem__');
  return func !== undefined && call(r, func, [r.boxed(r.peek(1)), r.boxed(r.peek(0))], r.depth - 2);
};

operatorMethods.setitem = (r) => {
  const func = methodOf(r, r.peek(1), r.value(1), '__setitem__');
  if (func === undefined) return false;
  const args = [r.peek(1), r.peek(0), r.peek(2)].map((ref) => r.boxed(ref));
  return call(r, func, args, r.depth - 3, undefined, true);
};

operatorMethods.call = (r, ref, value, args, place) => {
  const func = methodOf(r, ref, value, '__call__');
  return func !== undefined && call(r, func, [ref, ...args], place);
};
