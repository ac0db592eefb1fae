// Ints that may be big on the way, recorded where a result did not fit: operations that answer an int of any size and cannot fail, so that they leave
// no trace and can be dropped, or done on low words alone (optimize/low-words.ts), where a mask follows.
import { unwrap, wrap } from '../object.ts';
import type { Raw } from '../object.ts';
import type { PypySpace } from '../space.ts';
import type { Callee, Ins } from './ir.ts';
import type { Recorder } from './recorder.ts';

/** By operator number: the slot of int that does it. */
const SLOTS = {
  0: 'add',
  1: 'and',
  3: 'lshift',
  5: 'multiply',
  6: 'remainder',
  7: 'or',
  10: 'subtract',
  12: 'xor',
} as const;
type Operator = keyof typeof SLOTS;
const AND = 1;
const LSHIFT = 3;
const MULTIPLY = 5;
const REMAINDER = 6;
/** Bits that a value may be shifted by. */
const FURTHEST = 256;

const operations = new WeakMap<Callee, string>();
/** The operation that the callee does, by its name; null: none of these. */
export const wideOperation = (callee: Callee): string | null => operations.get(callee) ?? null;

const callees = new WeakMap<PypySpace, Map<string, Callee>>();
function calleeFor(space: PypySpace, operator: Operator, isSmall: boolean): Callee {
  let known = callees.get(space);
  if (known === undefined) callees.set(space, (known = new Map<string, Callee>()));
  const slot = SLOTS[operator];
  const name = isSmall && operator === AND ? 'and low' : slot;
  let callee = known.get(name);
  if (callee === undefined) {
    const run = space.types.int.slots[slot]!;
    callee = {
      name: `wide ${name}`,
      run: ((a: Raw, b: Raw) => unwrap(run(space, wrap(a), wrap(b)))) as Callee['run'],
      result: isSmall ? 'i' : 'w',
      effect: 'pure',
      raises: false,
    };
    known.set(name, callee);
    operations.set(callee, name);
  }
  return callee;
}

/** Whether the operation answers an int of any size. */
export const isWide = (ref: Ins): boolean => ref.op === 'call' && operations.has(ref.aux as Callee);

/** Records the operation on two ints; false, and nothing recorded: not of these. */
export function recordWide(r: Recorder, operator: number): boolean {
  if (!(operator in SLOTS)) return false;
  const { space } = r;
  const [a, b] = [r.value(1), r.value(0)];
  const [x, y] = [r.peek(1), r.peek(0)];
  const isOperand = (ref: Ins, value: Raw): boolean => typeof value === 'number' || isWide(ref);
  if (!isOperand(x, a) || !isOperand(y, b)) return false;
  // Nothing that could grow without end.
  if (operator === MULTIPLY && (typeof a !== 'number' || typeof b !== 'number')) return false;
  if (operator === LSHIFT && (typeof a !== 'number' || typeof b !== 'number' || b < 0 || b > FURTHEST))
    return false;
  if (operator === REMAINDER && (typeof b !== 'number' || b <= 0)) return false;
  const operand = (ref: Ins, value: Raw): Ins =>
    isWide(ref) || typeof value !== 'number' ? ref : r.asInt(ref);
  operand(x, a);
  operand(y, b);
  const [left, right] = [r.peek(1), r.peek(0)];
  let isSmall = false;
  if (operator === LSHIFT) {
    r.guard(r.emit('int_ge', [right, r.int(0)]), true);
    r.guard(r.emit('int_le', [right, r.int(FURTHEST)]), true);
  } else if (operator === REMAINDER) {
    r.guard(r.emit('int_gt', [right, r.int(0)]), true);
    isSmall = true;
  } else if (operator === AND) {
    // One side that is a small int and not negative bounds the result.
    const [mask, value] = right.kind === 'i' ? [right, b] : [left, a];
    if (mask.kind === 'i' && typeof value === 'number' && value >= 0) {
      r.guard(r.emit('int_ge', [mask, r.int(0)]), true);
      isSmall = true;
    }
  }
  const callee = calleeFor(space, operator as Operator, isSmall);
  const result = r.emit('call', [left, right], callee, callee.result);
  r.pop(2);
  r.push(result);
  return true;
}
