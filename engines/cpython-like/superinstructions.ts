// @inline-constants Super
// Instructions of this engine's own that do the work of two to four of CPython's where ints or floats come from locals: no operand goes
// over the stack, no count is changed for it. The first instruction of a group is rewritten when the code is prepared; the rest stays,
// so that jumps into it and what comes after a failed guard are as before. A guard that fails puts the first instruction back for good.
import { Op } from '../frontend/opcodes.ts';

/** Numbers that CPython 3.14 leaves free. */
export const Super = {
  /** LOAD_FAST_BORROW ×2, COMPARE_OP, POP_JUMP_IF_FALSE */
  COMPARE_LOCALS_JUMP: 212,
  /** LOAD_FAST_BORROW, LOAD_SMALL_INT, BINARY_OP, STORE_FAST */
  LOCAL_INT_STORE: 213,
  /** LOAD_FAST_BORROW, LOAD_SMALL_INT, BINARY_OP */
  LOCAL_INT_BINARY: 214,
  /** LOAD_FAST_BORROW ×2, BINARY_OP */
  LOCALS_BINARY: 215,
  /** LOAD_SMALL_INT, BINARY_OP */
  INT_BINARY: 216,
  /** BINARY_OP, STORE_FAST */
  BINARY_STORE: 217,
  /** LOAD_FAST_BORROW, LOAD_SMALL_INT, COMPARE_OP, POP_JUMP_IF_FALSE */
  COMPARE_LOCAL_INT_JUMP: 218,
  /** COMPARE_OP, POP_JUMP_IF_FALSE */
  COMPARE_JUMP: 219,
  /** LOAD_FAST_BORROW, LOAD_ATTR_INSTANCE_VALUE: made when the second is quickened */
  LOCAL_ATTR: 220,
  /** In the place of RESUME or JUMP_BACKWARD: the code is compiled (template/tier.ts) */
  ENTER_TEMPLATE: 221,
} as const;

const ARITHMETIC = new Set([0, 5, 10, 13, 18, 23]);

/** Rewrites the heads of groups; longest first. */
export function combine(code: Int32Array): void {
  const op = (at: number): number => (at < code.length ? code[at] : -1);
  const isArithmetic = (at: number): boolean => op(at) === Op.BINARY_OP && ARITHMETIC.has(code[at + 1]);
  for (let at = 0; at < code.length; at += 2) {
    switch (code[at]) {
      case Op.LOAD_FAST_BORROW_LOAD_FAST_BORROW:
        if (op(at + 2) === Op.COMPARE_OP && op(at + 4) === Op.POP_JUMP_IF_FALSE) {
          code[at] = Super.COMPARE_LOCALS_JUMP;
        } else if (isArithmetic(at + 2) || (op(at + 2) === Op.BINARY_OP && code[at + 3] === 26)) {
          code[at] = Super.LOCALS_BINARY;
        }
        break;
      case Op.LOAD_FAST_BORROW:
        if (op(at + 2) !== Op.LOAD_SMALL_INT) break;
        if (op(at + 4) === Op.COMPARE_OP && op(at + 6) === Op.POP_JUMP_IF_FALSE) {
          code[at] = Super.COMPARE_LOCAL_INT_JUMP;
        } else if (isArithmetic(at + 4)) {
          const same = op(at + 6) === Op.STORE_FAST && code[at + 7] === code[at + 1];
          code[at] = same ? Super.LOCAL_INT_STORE : Super.LOCAL_INT_BINARY;
        }
        break;
      case Op.LOAD_SMALL_INT:
        if (isArithmetic(at + 2)) code[at] = Super.INT_BINARY;
        break;
      case Op.BINARY_OP:
        if (isArithmetic(at) && op(at + 2) === Op.STORE_FAST) code[at] = Super.BINARY_STORE;
        break;
      case Op.COMPARE_OP:
        if (op(at + 2) === Op.POP_JUMP_IF_FALSE) code[at] = Super.COMPARE_JUMP;
        break;
    }
  }
}
