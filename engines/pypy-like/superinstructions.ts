// @inline-constants Super
// Instructions of this engine's own that do the work of two to four of CPython's where operands come from locals: they save dispatches and traffic
// on the value stack. The first instruction of a group is rewritten when the code is prepared; the rest stays, so that jumps into it and what comes
// after a failed guard are as before. A guard that fails puts the first instruction back for good. A recorder reads `code.original`.
import { Op } from '../frontend/opcodes.ts';

/** Numbers that CPython 3.14 leaves free. */
export const Super = {
  /** LOAD_FAST_BORROW ×2, COMPARE_OP, POP_JUMP_IF_FALSE, NOT_TAKEN */
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
  /** LOAD_FAST_BORROW, LOAD_SMALL_INT, COMPARE_OP, POP_JUMP_IF_FALSE, NOT_TAKEN */
  COMPARE_LOCAL_INT_JUMP: 218,
  /** COMPARE_OP, POP_JUMP_IF_FALSE, NOT_TAKEN */
  COMPARE_JUMP: 219,
  /** LOAD_FAST_BORROW, LOAD_ATTR_INSTANCE_VALUE: made when the second is quickened */
  LOCAL_ATTR: 220,
  /** LOAD_NAME and STORE_NAME of a module or class body: quickened, by the version of the namespace */
  LOAD_NAME_LOCAL: 221,
  LOAD_NAME_BUILTIN: 222,
  STORE_NAME_LOCAL: 223,
  /** POP_JUMP_IF_…, NOT_TAKEN */
  JUMP_IF_FALSE: 224,
  JUMP_IF_TRUE: 225,
  JUMP_IF_NONE: 226,
  JUMP_IF_NOT_NONE: 227,
  /** TO_BOOL, POP_JUMP_IF_…, NOT_TAKEN */
  TO_BOOL_JUMP_IF_FALSE: 228,
  TO_BOOL_JUMP_IF_TRUE: 229,
  /** IS_OP, POP_JUMP_IF_FALSE, NOT_TAKEN */
  IS_JUMP_IF_FALSE: 230,
  /** LOAD_FAST_BORROW, LOAD_ATTR_SLOT: made when the second is quickened, as the next two */
  LOCAL_SLOT: 231,
  /** LOAD_FAST_BORROW, LOAD_ATTR_METHOD_WITH_VALUES or LOAD_ATTR_METHOD_NO_DICT */
  LOCAL_METHOD: 232,
  /** LOAD_FAST_BORROW ×2, LOAD_ATTR_INSTANCE_VALUE or LOAD_ATTR_SLOT */
  LOCALS_ATTR: 233,
  /** LOAD_CONST, LOAD_SMALL_INT or LOAD_FAST_BORROW, then any BINARY_OP */
  CONST_BINARY: 121,
  SMALL_INT_BINARY: 122,
  LOCAL_BINARY: 123,
  /** CALL of a builtin that is called directly: quickened */
  CALL_DIRECT: 124,
  /** COPY 1, LOAD_ATTR_INSTANCE_VALUE: made when the second is quickened, as the next two. `x.a += …` has the first and the second. */
  COPY_ATTR: 125,
  /** SWAP 2, STORE_ATTR_INSTANCE_VALUE of an attribute that is there */
  SWAP_STORE_ATTR: 126,
  /** LOAD_FAST_BORROW, STORE_ATTR_INSTANCE_VALUE of an attribute that is there */
  LOCAL_STORE_ATTR: 127,
  /** LOAD_FAST_BORROW, POP_JUMP_IF_…, NOT_TAKEN; numbers above CPython's */
  LOCAL_JUMP_IF_NONE: 268,
  LOCAL_JUMP_IF_NOT_NONE: 269,
  /** CALL of `next` or `send` with a generator: quickened */
  CALL_STEP: 270,
  /** COPY 1, TO_BOOL, POP_JUMP_IF_…, NOT_TAKEN, POP_TOP: `and`, `or` */
  COPY_JUMP: 271,
  /** LOAD_FAST_BORROW, COPY_ATTR */
  LOCAL_COPY_ATTR: 272,
  /** LOAD_FAST_BORROW, TO_BOOL, POP_JUMP_IF_…, NOT_TAKEN */
  LOCAL_TO_BOOL_JUMP: 273,
  /** LOAD_ATTR of `__name__` of a type: quickened */
  LOAD_TYPE_NAME: 274,
  /** COPY 2, COPY 2, BINARY_OP [], of `a[i] += …` */
  COPY_SUBSCR: 275,
  /** SWAP 3, SWAP 2, STORE_SUBSCR, of the same */
  SWAP_STORE_SUBSCR: 276,
} as const;

const ARITHMETIC = new Set([0, 5, 10, 13, 18, 23]);
/** `&`, `//`, `<<`, `%`, `|`, `>>`, `^`, in place as well. */
const OF_INTS = new Set([1, 2, 3, 6, 7, 9, 12, 14, 15, 16, 19, 20, 22, 25]);

/** Rewrites the heads of groups; longest first. */
export function combine(code: Int32Array): void {
  const original = code.slice();
  const op = (at: number): number => (at < original.length ? original[at] : -1);
  const isArithmetic = (at: number): boolean => op(at) === Op.BINARY_OP && ARITHMETIC.has(original[at + 1]);
  const isJump = (at: number, jump: number): boolean => op(at) === jump && op(at + 2) === Op.NOT_TAKEN;
  for (let at = 0; at < code.length; at += 2) {
    switch (op(at)) {
      case Op.LOAD_FAST_BORROW_LOAD_FAST_BORROW:
        if (op(at + 2) === Op.COMPARE_OP && isJump(at + 4, Op.POP_JUMP_IF_FALSE)) {
          code[at] = Super.COMPARE_LOCALS_JUMP;
        } else if (isArithmetic(at + 2) || (op(at + 2) === Op.BINARY_OP && original[at + 3] === 26)) {
          code[at] = Super.LOCALS_BINARY;
        }
        break;
      case Op.LOAD_FAST_BORROW:
        if (op(at + 2) === Op.BINARY_OP) {
          code[at] = Super.LOCAL_BINARY;
          break;
        }
        if (isJump(at + 2, Op.POP_JUMP_IF_NONE)) code[at] = Super.LOCAL_JUMP_IF_NONE;
        if (isJump(at + 2, Op.POP_JUMP_IF_NOT_NONE)) code[at] = Super.LOCAL_JUMP_IF_NOT_NONE;
        if (
          op(at + 2) === Op.TO_BOOL &&
          (isJump(at + 4, Op.POP_JUMP_IF_FALSE) || isJump(at + 4, Op.POP_JUMP_IF_TRUE))
        )
          code[at] = Super.LOCAL_TO_BOOL_JUMP;
        if (op(at + 2) !== Op.LOAD_SMALL_INT) break;
        if (op(at + 4) === Op.COMPARE_OP && isJump(at + 6, Op.POP_JUMP_IF_FALSE)) {
          code[at] = Super.COMPARE_LOCAL_INT_JUMP;
        } else if (isArithmetic(at + 4)) {
          const same = op(at + 6) === Op.STORE_FAST && original[at + 7] === original[at + 1];
          code[at] = same ? Super.LOCAL_INT_STORE : Super.LOCAL_INT_BINARY;
        } else if (op(at + 4) === Op.BINARY_OP && OF_INTS.has(original[at + 5]))
          code[at] = Super.LOCAL_INT_BINARY;
        break;
      case Op.LOAD_SMALL_INT:
        if (isArithmetic(at + 2)) code[at] = Super.INT_BINARY;
        else if (op(at + 2) === Op.BINARY_OP) code[at] = Super.SMALL_INT_BINARY;
        break;
      case Op.LOAD_CONST:
        if (op(at + 2) === Op.BINARY_OP) code[at] = Super.CONST_BINARY;
        break;
      case Op.BINARY_OP:
        if (isArithmetic(at) && op(at + 2) === Op.STORE_FAST) code[at] = Super.BINARY_STORE;
        break;
      case Op.COMPARE_OP:
        if (isJump(at + 2, Op.POP_JUMP_IF_FALSE)) code[at] = Super.COMPARE_JUMP;
        break;
      case Op.SWAP:
        if (
          original[at + 1] === 3 &&
          op(at + 2) === Op.SWAP &&
          original[at + 3] === 2 &&
          op(at + 4) === Op.STORE_SUBSCR
        )
          code[at] = Super.SWAP_STORE_SUBSCR;
        break;
      case Op.COPY:
        if (
          original[at + 1] === 2 &&
          op(at + 2) === Op.COPY &&
          original[at + 3] === 2 &&
          op(at + 4) === Op.BINARY_OP &&
          original[at + 5] === 26
        )
          code[at] = Super.COPY_SUBSCR;
        if (
          original[at + 1] === 1 &&
          op(at + 2) === Op.TO_BOOL &&
          (isJump(at + 4, Op.POP_JUMP_IF_FALSE) || isJump(at + 4, Op.POP_JUMP_IF_TRUE)) &&
          op(at + 8) === Op.POP_TOP
        )
          code[at] = Super.COPY_JUMP;
        break;
      case Op.IS_OP:
        if (isJump(at + 2, Op.POP_JUMP_IF_FALSE)) code[at] = Super.IS_JUMP_IF_FALSE;
        break;
      case Op.TO_BOOL:
        if (isJump(at + 2, Op.POP_JUMP_IF_FALSE)) code[at] = Super.TO_BOOL_JUMP_IF_FALSE;
        else if (isJump(at + 2, Op.POP_JUMP_IF_TRUE)) code[at] = Super.TO_BOOL_JUMP_IF_TRUE;
        break;
      case Op.POP_JUMP_IF_FALSE:
        if (isJump(at, Op.POP_JUMP_IF_FALSE)) code[at] = Super.JUMP_IF_FALSE;
        break;
      case Op.POP_JUMP_IF_TRUE:
        if (isJump(at, Op.POP_JUMP_IF_TRUE)) code[at] = Super.JUMP_IF_TRUE;
        break;
      case Op.POP_JUMP_IF_NONE:
        if (isJump(at, Op.POP_JUMP_IF_NONE)) code[at] = Super.JUMP_IF_NONE;
        break;
      case Op.POP_JUMP_IF_NOT_NONE:
        if (isJump(at, Op.POP_JUMP_IF_NOT_NONE)) code[at] = Super.JUMP_IF_NOT_NONE;
        break;
    }
  }
}
