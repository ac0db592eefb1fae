// Bits are worked on in 32 where the operands were ints of that size: the host has operators for those alone, and each is one instruction of the machine. Other
// ints leave the trace, and have a bridge without such guards if they come often.
import type { Raw } from '../object.ts';
import type { Ins, OpName } from './ir.ts';
import type { Recorder } from './recorder.ts';
import { isWide } from './wide-ints.ts';

const AND = 1;
const LSHIFT = 3;
const OR = 7;
const RSHIFT = 9;
const XOR = 12;

/** What comes from elsewhere: the bounds of the results of operators follow from those of their operands. */
const SOURCES: ReadonlySet<OpName> = new Set([
  'guard_int',
  'slot',
  'getfield',
  'getitem',
  'call',
  'int_lshift_ovf',
]);
const isMask = (ref: Ins): boolean =>
  ref.isConst && (ref.aux as number) >= 0 && (ref.aux as number) <= 0xffff_ffff;

function asSource(r: Recorder, n: number): Ins | null {
  const ref = r.peek(n);
  if (ref.isConst || typeof r.value(n) !== 'number' || isWide(ref)) return null;
  const int = r.asInt(ref);
  return SOURCES.has(int.op) ? int : null;
}
function asWord(r: Recorder, n: number): void {
  const ref = asSource(r, n);
  if (ref !== null) r.asWord(ref, r.value(n) as number);
}

/** Both operands of the operator, an int each, as far as that is worth while. */
export function asWords(r: Recorder, operator: number, b: Raw): void {
  switch (operator) {
    case AND:
      if (isMask(r.peek(1)) || isMask(r.peek(0))) return;
    // falls through
    case OR:
    case XOR:
      asWord(r, 1);
      return asWord(r, 0);
    case LSHIFT:
    case RSHIFT: {
      asWord(r, 1);
      if (typeof b !== 'number' || b < 0 || b > 31) return;
      const count = asSource(r, 0);
      if (count === null) return;
      r.guard(r.emit('int_ge', [count, r.int(0)]), true);
      r.guard(r.emit('int_le', [count, r.int(31)]), true);
    }
  }
}
