// @inline-scalars
// What the eval loop has seen at an instruction (`Code.seen`): bits for the kinds of operands, as CPython's specialising forms would tell them.
// A site without a bit has not run yet, and the template there is a way out. GENERIC: a guess has failed there too often.
import type { Any } from '../object.ts';
import type { CpythonSpace } from '../space.ts';

export const SEEN_INT = 1;
export const SEEN_FLOAT = 2;
/** An int and a float. */
export const SEEN_NUMBERS = 4;
export const SEEN_LIST = 8;
export const SEEN_TUPLE = 16;
/** Two texts. */
export const SEEN_TEXT = 32;
export const SEEN_OTHER = 64;
export const GENERIC = 128;
/** FOR_ITER. */
export const SEEN_RANGE = 1;
export const SEEN_GENERATOR = 2;

/** The bit for operands that the eval loop has no inline form for. */
export function otherOperands(space: CpythonSpace, a: Any, b: Any): number {
  const { int, float, str } = space.types;
  if (a.type === float && b.type === float) return SEEN_FLOAT;
  if (a.type === str && b.type === str) return SEEN_TEXT;
  const isNumbers = (a.type === float && b.type === int) || (a.type === int && b.type === float);
  return isNumbers ? SEEN_NUMBERS : SEEN_OTHER;
}
