// The same operation on the same operands is done once. Guards that answer their operand count: they hold again. What is true of a
// value is true of it under every narrowing, so operands of guards are compared by their roots.
import { opTable, root } from '../ir.ts';
import type { Ins } from '../ir.ts';
import type { Pass } from './optimizer.ts';

const numbers = new WeakMap<object, number>();
let nextNumber = 1;
/** A number that stands for an object in keys. */
export function numberOf(aux: unknown): string {
  if (aux === undefined) return '';
  if (aux === null || typeof aux !== 'object') {
    if (typeof aux === 'function') return numberOf({ aux });
    return `${typeof aux}${String(aux)}`;
  }
  let number = numbers.get(aux);
  if (number === undefined) numbers.set(aux, (number = nextNumber++));
  return `#${number}`;
}

const COMMUTATIVE = new Set(['int_add', 'int_add_ovf', 'int_mul', 'int_mul_ovf', 'float_add', 'float_mul']);

function key(ins: Ins): string {
  const isGuard = opTable[ins.op].effect === 'guard';
  const ids = ins.args.map((arg) => (isGuard ? root(arg) : arg).id);
  if (COMMUTATIVE.has(ins.op)) ids.sort((a, b) => a - b);
  return `${ins.op} ${ids.join(' ')} ${numberOf(ins.aux)}`;
}

export const commonSubexpressions: Pass = {
  name: 'cse',
  visit(o, ins) {
    const { effect } = opTable[ins.op];
    const isPureCall = ins.op === 'call' && (ins.aux as { effect: string }).effect === 'pure';
    if (effect !== 'pure' && effect !== 'guard' && !isPureCall) return undefined;
    // Its layout may change: guards.ts knows when.
    if (ins.op === 'guard_class') return undefined;
    const name = key(ins);
    const done = o.state.available.get(name);
    if (done !== undefined) return done.kind === '-' ? null : o.resolve(done);
    // An operation in front of the loop serves the checked form too, and the other way round.
    const answer = o.send(ins, commonSubexpressions);
    if (answer !== null) o.state.available.set(name, answer);
    return answer;
  },
};
