// An operator whose special method runs in a frame that compiled code was left with: stands in the frame's `instance`, and finishes the operator
// when the method has answered. The interpreter's own frames have a continuation for that (objspace/continuation.ts).
import { compareFallback, truth, unsupported } from '../objspace/descroperation.ts';
import { SUSPEND } from '../objspace/object.ts';
import type { W } from '../objspace/object.ts';
import { runFrames } from '../objspace/continuation.ts';
import { OPERATIONS, SWAPPED_COMPARISON } from '../objspace/operations.ts';
import type { BinarySlot, Comparison } from '../objspace/operations.ts';
import { unwrap, wrap } from './object.ts';
import type { Raw } from './object.ts';
import type { PypySpace } from './space.ts';
import type { OperatorOf } from './jit/snapshot.ts';

/** Frames that the operation pushed run to their end on the host's stack. */
function nested(space: PypySpace, operation: () => W): W {
  const below = space.top;
  const w = operation();
  if (w !== SUSPEND) return w;
  space.enterNested();
  try {
    return runFrames(space, below, SUSPEND);
  } finally {
    space.leaveNested();
  }
}

export class PendingOperator {
  private readonly operation: OperatorOf;
  private readonly a: Raw;
  private readonly b: Raw;

  constructor(operation: OperatorOf, a: Raw, b: Raw) {
    this.operation = operation;
    this.a = a;
    this.b = b;
  }

  /** `result`: what the method of the first operand to be asked answered. */
  finish(space: PypySpace, result: Raw): Raw {
    const { a, b } = this;
    const { operator, wantsBool, isNegated } = this.operation;
    const isMissing = operator !== 'contains' && wrap(result) === space.w_NotImplemented;
    if (operator === 'contains' || (isNegated === true && !isMissing)) {
      const isTrue = nested(space, () => truth(space, wrap(result))) === space.w_True;
      return unwrap(space.newbool(isTrue !== (isNegated === true)));
    }
    if (typeof operator === 'string') return isMissing ? this.reflected(space, operator) : result;
    let w = wrap(result);
    if (isMissing) {
      const { compare } = space.typeOf(b).slots;
      const swapped = SWAPPED_COMPARISON[operator] as Comparison;
      if (compare !== null) w = nested(space, () => compare(space, wrap(b), wrap(a), swapped));
      if (w === space.w_NotImplemented) w = compareFallback(space, wrap(a), wrap(b), operator);
    }
    return unwrap(wantsBool ? nested(space, () => truth(space, w)) : w);
  }

  private reflected(space: PypySpace, slot: BinarySlot): Raw {
    const { a, b } = this;
    const symbol = OPERATIONS.find((operation) => operation.slot === slot)!.symbol;
    // The left operand had no say.
    if (this.operation.isReflected) throw unsupported(space, symbol, wrap(b), wrap(a));
    const [typeA, typeB] = [space.typeOf(a), space.typeOf(b)];
    const other = typeB.slots[slot];
    if (typeA !== typeB && other !== null && other !== typeA.slots[slot]) {
      const w = nested(space, () => other(space, wrap(a), wrap(b)));
      if (w !== space.w_NotImplemented) return unwrap(w);
    }
    throw unsupported(space, symbol, wrap(a), wrap(b));
  }
}
