// @inline-constants Op
// The instruction set of CPython 3.14.2: one table of names and numbers (`Op`, made literal by scripts/inline-constants.mjs),
// one table of properties beside it (stack effect, inline cache entries, kind of argument), and the small numbered
// tables that arguments refer to (binary operators, intrinsics, common constants, special methods). All else about
// opcodes derives from here; opcodes.test.ts holds it against the reference's `opcode` and `_opcode` modules.

export const Op = {
  CACHE: 0,
  BINARY_SLICE: 1,
  BUILD_TEMPLATE: 2,
  BINARY_OP_INPLACE_ADD_UNICODE: 3,
  CALL_FUNCTION_EX: 4,
  CHECK_EG_MATCH: 5,
  CHECK_EXC_MATCH: 6,
  CLEANUP_THROW: 7,
  DELETE_SUBSCR: 8,
  END_FOR: 9,
  END_SEND: 10,
  EXIT_INIT_CHECK: 11,
  FORMAT_SIMPLE: 12,
  FORMAT_WITH_SPEC: 13,
  GET_AITER: 14,
  GET_ANEXT: 15,
  GET_ITER: 16,
  RESERVED: 17,
  GET_LEN: 18,
  GET_YIELD_FROM_ITER: 19,
  INTERPRETER_EXIT: 20,
  LOAD_BUILD_CLASS: 21,
  LOAD_LOCALS: 22,
  MAKE_FUNCTION: 23,
  MATCH_KEYS: 24,
  MATCH_MAPPING: 25,
  MATCH_SEQUENCE: 26,
  NOP: 27,
  NOT_TAKEN: 28,
  POP_EXCEPT: 29,
  POP_ITER: 30,
  POP_TOP: 31,
  PUSH_EXC_INFO: 32,
  PUSH_NULL: 33,
  RETURN_GENERATOR: 34,
  RETURN_VALUE: 35,
  SETUP_ANNOTATIONS: 36,
  STORE_SLICE: 37,
  STORE_SUBSCR: 38,
  TO_BOOL: 39,
  UNARY_INVERT: 40,
  UNARY_NEGATIVE: 41,
  UNARY_NOT: 42,
  WITH_EXCEPT_START: 43,
  BINARY_OP: 44,
  BUILD_INTERPOLATION: 45,
  BUILD_LIST: 46,
  BUILD_MAP: 47,
  BUILD_SET: 48,
  BUILD_SLICE: 49,
  BUILD_STRING: 50,
  BUILD_TUPLE: 51,
  CALL: 52,
  CALL_INTRINSIC_1: 53,
  CALL_INTRINSIC_2: 54,
  CALL_KW: 55,
  COMPARE_OP: 56,
  CONTAINS_OP: 57,
  CONVERT_VALUE: 58,
  COPY: 59,
  COPY_FREE_VARS: 60,
  DELETE_ATTR: 61,
  DELETE_DEREF: 62,
  DELETE_FAST: 63,
  DELETE_GLOBAL: 64,
  DELETE_NAME: 65,
  DICT_MERGE: 66,
  DICT_UPDATE: 67,
  END_ASYNC_FOR: 68,
  EXTENDED_ARG: 69,
  FOR_ITER: 70,
  GET_AWAITABLE: 71,
  IMPORT_FROM: 72,
  IMPORT_NAME: 73,
  IS_OP: 74,
  JUMP_BACKWARD: 75,
  JUMP_BACKWARD_NO_INTERRUPT: 76,
  JUMP_FORWARD: 77,
  LIST_APPEND: 78,
  LIST_EXTEND: 79,
  LOAD_ATTR: 80,
  LOAD_COMMON_CONSTANT: 81,
  LOAD_CONST: 82,
  LOAD_DEREF: 83,
  LOAD_FAST: 84,
  LOAD_FAST_AND_CLEAR: 85,
  LOAD_FAST_BORROW: 86,
  LOAD_FAST_BORROW_LOAD_FAST_BORROW: 87,
  LOAD_FAST_CHECK: 88,
  LOAD_FAST_LOAD_FAST: 89,
  LOAD_FROM_DICT_OR_DEREF: 90,
  LOAD_FROM_DICT_OR_GLOBALS: 91,
  LOAD_GLOBAL: 92,
  LOAD_NAME: 93,
  LOAD_SMALL_INT: 94,
  LOAD_SPECIAL: 95,
  LOAD_SUPER_ATTR: 96,
  MAKE_CELL: 97,
  MAP_ADD: 98,
  MATCH_CLASS: 99,
  POP_JUMP_IF_FALSE: 100,
  POP_JUMP_IF_NONE: 101,
  POP_JUMP_IF_NOT_NONE: 102,
  POP_JUMP_IF_TRUE: 103,
  RAISE_VARARGS: 104,
  RERAISE: 105,
  SEND: 106,
  SET_ADD: 107,
  SET_FUNCTION_ATTRIBUTE: 108,
  SET_UPDATE: 109,
  STORE_ATTR: 110,
  STORE_DEREF: 111,
  STORE_FAST: 112,
  STORE_FAST_LOAD_FAST: 113,
  STORE_FAST_STORE_FAST: 114,
  STORE_GLOBAL: 115,
  STORE_NAME: 116,
  SWAP: 117,
  UNPACK_EX: 118,
  UNPACK_SEQUENCE: 119,
  YIELD_VALUE: 120,
  RESUME: 128,
  BINARY_OP_ADD_FLOAT: 129,
  BINARY_OP_ADD_INT: 130,
  BINARY_OP_ADD_UNICODE: 131,
  BINARY_OP_EXTEND: 132,
  BINARY_OP_MULTIPLY_FLOAT: 133,
  BINARY_OP_MULTIPLY_INT: 134,
  BINARY_OP_SUBSCR_DICT: 135,
  BINARY_OP_SUBSCR_GETITEM: 136,
  BINARY_OP_SUBSCR_LIST_INT: 137,
  BINARY_OP_SUBSCR_LIST_SLICE: 138,
  BINARY_OP_SUBSCR_STR_INT: 139,
  BINARY_OP_SUBSCR_TUPLE_INT: 140,
  BINARY_OP_SUBTRACT_FLOAT: 141,
  BINARY_OP_SUBTRACT_INT: 142,
  CALL_ALLOC_AND_ENTER_INIT: 143,
  CALL_BOUND_METHOD_EXACT_ARGS: 144,
  CALL_BOUND_METHOD_GENERAL: 145,
  CALL_BUILTIN_CLASS: 146,
  CALL_BUILTIN_FAST: 147,
  CALL_BUILTIN_FAST_WITH_KEYWORDS: 148,
  CALL_BUILTIN_O: 149,
  CALL_ISINSTANCE: 150,
  CALL_KW_BOUND_METHOD: 151,
  CALL_KW_NON_PY: 152,
  CALL_KW_PY: 153,
  CALL_LEN: 154,
  CALL_LIST_APPEND: 155,
  CALL_METHOD_DESCRIPTOR_FAST: 156,
  CALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS: 157,
  CALL_METHOD_DESCRIPTOR_NOARGS: 158,
  CALL_METHOD_DESCRIPTOR_O: 159,
  CALL_NON_PY_GENERAL: 160,
  CALL_PY_EXACT_ARGS: 161,
  CALL_PY_GENERAL: 162,
  CALL_STR_1: 163,
  CALL_TUPLE_1: 164,
  CALL_TYPE_1: 165,
  COMPARE_OP_FLOAT: 166,
  COMPARE_OP_INT: 167,
  COMPARE_OP_STR: 168,
  CONTAINS_OP_DICT: 169,
  CONTAINS_OP_SET: 170,
  FOR_ITER_GEN: 171,
  FOR_ITER_LIST: 172,
  FOR_ITER_RANGE: 173,
  FOR_ITER_TUPLE: 174,
  JUMP_BACKWARD_JIT: 175,
  JUMP_BACKWARD_NO_JIT: 176,
  LOAD_ATTR_CLASS: 177,
  LOAD_ATTR_CLASS_WITH_METACLASS_CHECK: 178,
  LOAD_ATTR_GETATTRIBUTE_OVERRIDDEN: 179,
  LOAD_ATTR_INSTANCE_VALUE: 180,
  LOAD_ATTR_METHOD_LAZY_DICT: 181,
  LOAD_ATTR_METHOD_NO_DICT: 182,
  LOAD_ATTR_METHOD_WITH_VALUES: 183,
  LOAD_ATTR_MODULE: 184,
  LOAD_ATTR_NONDESCRIPTOR_NO_DICT: 185,
  LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES: 186,
  LOAD_ATTR_PROPERTY: 187,
  LOAD_ATTR_SLOT: 188,
  LOAD_ATTR_WITH_HINT: 189,
  LOAD_CONST_IMMORTAL: 190,
  LOAD_CONST_MORTAL: 191,
  LOAD_GLOBAL_BUILTIN: 192,
  LOAD_GLOBAL_MODULE: 193,
  LOAD_SUPER_ATTR_ATTR: 194,
  LOAD_SUPER_ATTR_METHOD: 195,
  RESUME_CHECK: 196,
  SEND_GEN: 197,
  STORE_ATTR_INSTANCE_VALUE: 198,
  STORE_ATTR_SLOT: 199,
  STORE_ATTR_WITH_HINT: 200,
  STORE_SUBSCR_DICT: 201,
  STORE_SUBSCR_LIST_INT: 202,
  TO_BOOL_ALWAYS_TRUE: 203,
  TO_BOOL_BOOL: 204,
  TO_BOOL_INT: 205,
  TO_BOOL_LIST: 206,
  TO_BOOL_NONE: 207,
  TO_BOOL_STR: 208,
  UNPACK_SEQUENCE_LIST: 209,
  UNPACK_SEQUENCE_TUPLE: 210,
  UNPACK_SEQUENCE_TWO_TUPLE: 211,
  INSTRUMENTED_END_FOR: 234,
  INSTRUMENTED_POP_ITER: 235,
  INSTRUMENTED_END_SEND: 236,
  INSTRUMENTED_FOR_ITER: 237,
  INSTRUMENTED_INSTRUCTION: 238,
  INSTRUMENTED_JUMP_FORWARD: 239,
  INSTRUMENTED_NOT_TAKEN: 240,
  INSTRUMENTED_POP_JUMP_IF_TRUE: 241,
  INSTRUMENTED_POP_JUMP_IF_FALSE: 242,
  INSTRUMENTED_POP_JUMP_IF_NONE: 243,
  INSTRUMENTED_POP_JUMP_IF_NOT_NONE: 244,
  INSTRUMENTED_RESUME: 245,
  INSTRUMENTED_RETURN_VALUE: 246,
  INSTRUMENTED_YIELD_VALUE: 247,
  INSTRUMENTED_END_ASYNC_FOR: 248,
  INSTRUMENTED_LOAD_SUPER_ATTR: 249,
  INSTRUMENTED_CALL: 250,
  INSTRUMENTED_CALL_KW: 251,
  INSTRUMENTED_CALL_FUNCTION_EX: 252,
  INSTRUMENTED_JUMP_BACKWARD: 253,
  INSTRUMENTED_LINE: 254,
  ENTER_EXECUTOR: 255,
  ANNOTATIONS_PLACEHOLDER: 256,
  JUMP: 257,
  JUMP_IF_FALSE: 258,
  JUMP_IF_TRUE: 259,
  JUMP_NO_INTERRUPT: 260,
  LOAD_CLOSURE: 261,
  POP_BLOCK: 262,
  SETUP_CLEANUP: 263,
  SETUP_FINALLY: 264,
  SETUP_WITH: 265,
  STORE_FAST_MAYBE_NULL: 266,
} as const;

/**
 * Properties by name: `popped pushed flags…`. `popped` and `pushed` are a number or one of the formulas of `stackTerm`
 * (n: the argument). Flags: arg, const, name, local, free, jump, break (checks the eval breaker), cache:k, exit (leaves the
 * frame), always (unconditional jump), push (pseudo: enters an exception block), pseudo. An opcode that is not here is a
 * specialised form, an instrumented form or reserved; specialised forms inherit from their family's head.
 */
const properties: Readonly<Record<string, string>> = {
  CACHE: '0 0',
  BINARY_SLICE: '3 1',
  BUILD_TEMPLATE: '2 1',
  CALL_FUNCTION_EX: '4 1 break',
  CHECK_EG_MATCH: '2 2',
  CHECK_EXC_MATCH: '2 2',
  CLEANUP_THROW: '3 2',
  DELETE_SUBSCR: '2 0',
  END_FOR: '1 0',
  END_SEND: '2 1',
  EXIT_INIT_CHECK: '1 0',
  FORMAT_SIMPLE: '1 1',
  FORMAT_WITH_SPEC: '2 1',
  GET_AITER: '1 1',
  GET_ANEXT: '1 2',
  GET_ITER: '1 1',
  RESERVED: '0 0',
  GET_LEN: '1 2',
  GET_YIELD_FROM_ITER: '1 1',
  INTERPRETER_EXIT: '1 0',
  LOAD_BUILD_CLASS: '0 1',
  LOAD_LOCALS: '0 1',
  MAKE_FUNCTION: '1 1',
  MATCH_KEYS: '2 3',
  MATCH_MAPPING: '1 2',
  MATCH_SEQUENCE: '1 2',
  NOP: '0 0',
  NOT_TAKEN: '0 0',
  POP_EXCEPT: '1 0',
  POP_ITER: '1 0',
  POP_TOP: '1 0',
  PUSH_EXC_INFO: '1 2',
  PUSH_NULL: '0 1',
  RETURN_GENERATOR: '0 1',
  RETURN_VALUE: '1 1 exit',
  SETUP_ANNOTATIONS: '0 0',
  STORE_SLICE: '4 0',
  STORE_SUBSCR: '3 0 cache:1',
  TO_BOOL: '1 1 cache:3',
  UNARY_INVERT: '1 1',
  UNARY_NEGATIVE: '1 1',
  UNARY_NOT: '1 1',
  WITH_EXCEPT_START: '5 6',
  BINARY_OP: '2 1 arg cache:5',
  BUILD_INTERPOLATION: '2+n&1 1 arg',
  BUILD_LIST: 'n 1 arg',
  BUILD_MAP: '2n 1 arg',
  BUILD_SET: 'n 1 arg',
  BUILD_SLICE: 'n 1 arg',
  BUILD_STRING: 'n 1 arg',
  BUILD_TUPLE: 'n 1 arg',
  CALL: '2+n 1 arg break cache:3',
  CALL_INTRINSIC_1: '1 1 arg',
  CALL_INTRINSIC_2: '2 1 arg',
  CALL_KW: '3+n 1 arg break cache:3',
  COMPARE_OP: '2 1 arg cache:1',
  CONTAINS_OP: '2 1 arg cache:1',
  CONVERT_VALUE: '1 1 arg',
  COPY: 'n 1+n arg',
  COPY_FREE_VARS: '0 0 arg',
  DELETE_ATTR: '1 0 arg name',
  DELETE_DEREF: '0 0 arg free',
  DELETE_FAST: '0 0 arg local',
  DELETE_GLOBAL: '0 0 arg name',
  DELETE_NAME: '0 0 arg name',
  DICT_MERGE: '4+n 3+n arg',
  DICT_UPDATE: '1+n n arg',
  END_ASYNC_FOR: '2 0 arg jump',
  EXTENDED_ARG: '0 0 arg',
  FOR_ITER: '1 2 arg jump cache:1',
  GET_AWAITABLE: '1 1 arg',
  IMPORT_FROM: '1 2 arg name',
  IMPORT_NAME: '2 1 arg name',
  IS_OP: '2 1 arg',
  JUMP_BACKWARD: '0 0 arg jump always break cache:1',
  JUMP_BACKWARD_NO_INTERRUPT: '0 0 arg jump always',
  JUMP_FORWARD: '0 0 arg jump always',
  LIST_APPEND: '1+n n arg',
  LIST_EXTEND: '1+n n arg',
  LOAD_ATTR: '1 1+n&1 arg name cache:9',
  LOAD_COMMON_CONSTANT: '0 1 arg',
  LOAD_CONST: '0 1 arg const',
  LOAD_DEREF: '0 1 arg local',
  LOAD_FAST: '0 1 arg local',
  LOAD_FAST_AND_CLEAR: '0 1 arg local',
  LOAD_FAST_BORROW: '0 1 arg local',
  LOAD_FAST_BORROW_LOAD_FAST_BORROW: '0 2 arg local',
  LOAD_FAST_CHECK: '0 1 arg local',
  LOAD_FAST_LOAD_FAST: '0 2 arg local',
  LOAD_FROM_DICT_OR_DEREF: '1 1 arg free',
  LOAD_FROM_DICT_OR_GLOBALS: '1 1 arg name',
  LOAD_GLOBAL: '0 1+n&1 arg name cache:4',
  LOAD_NAME: '0 1 arg name',
  LOAD_SMALL_INT: '0 1 arg',
  LOAD_SPECIAL: '1 2 arg',
  LOAD_SUPER_ATTR: '3 1+n&1 arg name cache:1',
  MAKE_CELL: '0 0 arg free',
  MAP_ADD: '2+n n arg',
  MATCH_CLASS: '3 1 arg',
  POP_JUMP_IF_FALSE: '1 0 arg jump cache:1',
  POP_JUMP_IF_NONE: '1 0 arg jump cache:1',
  POP_JUMP_IF_NOT_NONE: '1 0 arg jump cache:1',
  POP_JUMP_IF_TRUE: '1 0 arg jump cache:1',
  RAISE_VARARGS: 'n 0 arg exit',
  RERAISE: '1+n n arg exit',
  SEND: '2 2 arg jump cache:1',
  SET_ADD: '1+n n arg',
  SET_FUNCTION_ATTRIBUTE: '2 1 arg',
  SET_UPDATE: '1+n n arg',
  STORE_ATTR: '2 0 arg name cache:4',
  STORE_DEREF: '1 0 arg free',
  STORE_FAST: '1 0 arg local',
  STORE_FAST_LOAD_FAST: '1 1 arg local',
  STORE_FAST_STORE_FAST: '2 0 arg local',
  STORE_GLOBAL: '1 0 arg name',
  STORE_NAME: '1 0 arg name',
  SWAP: 'n n arg',
  UNPACK_EX: '1 ex arg',
  UNPACK_SEQUENCE: '1 n arg cache:1',
  YIELD_VALUE: '1 1 arg',
  RESUME: '0 0 arg break',
  ENTER_EXECUTOR: '0 0 arg',
  ANNOTATIONS_PLACEHOLDER: '0 0 pseudo',
  JUMP: '0 0 arg jump always break pseudo',
  JUMP_IF_FALSE: '1 1 arg jump pseudo',
  JUMP_IF_TRUE: '1 1 arg jump pseudo',
  JUMP_NO_INTERRUPT: '0 0 arg jump always pseudo',
  LOAD_CLOSURE: '0 1 arg local pseudo',
  POP_BLOCK: '0 0 pseudo',
  SETUP_CLEANUP: '0 2 arg push pseudo',
  SETUP_FINALLY: '0 1 arg push pseudo',
  SETUP_WITH: '0 1 arg push pseudo',
  STORE_FAST_MAYBE_NULL: '1 0 arg local pseudo',
};

/** Names of the fields of an instruction's inline cache, and how many code units each takes; the order is that in memory. */
export const cacheFormat: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  LOAD_GLOBAL: { counter: 1, index: 1, module_keys_version: 1, builtin_keys_version: 1 },
  BINARY_OP: { counter: 1, descr: 4 },
  UNPACK_SEQUENCE: { counter: 1 },
  COMPARE_OP: { counter: 1 },
  CONTAINS_OP: { counter: 1 },
  FOR_ITER: { counter: 1 },
  LOAD_SUPER_ATTR: { counter: 1 },
  LOAD_ATTR: { counter: 1, version: 2, keys_version: 2, descr: 4 },
  STORE_ATTR: { counter: 1, version: 2, index: 1 },
  CALL: { counter: 1, func_version: 2 },
  CALL_KW: { counter: 1, func_version: 2 },
  STORE_SUBSCR: { counter: 1 },
  SEND: { counter: 1 },
  JUMP_BACKWARD: { counter: 1 },
  TO_BOOL: { counter: 1, version: 2 },
  POP_JUMP_IF_TRUE: { counter: 1 },
  POP_JUMP_IF_FALSE: { counter: 1 },
  POP_JUMP_IF_NONE: { counter: 1 },
  POP_JUMP_IF_NOT_NONE: { counter: 1 },
};

/** Specialised forms of each adaptive instruction. */
export const specializations: Readonly<Record<string, readonly string[]>> = {
  RESUME: ['RESUME_CHECK'],
  LOAD_CONST: ['LOAD_CONST_MORTAL', 'LOAD_CONST_IMMORTAL'],
  TO_BOOL: [
    'TO_BOOL_ALWAYS_TRUE',
    'TO_BOOL_BOOL',
    'TO_BOOL_INT',
    'TO_BOOL_LIST',
    'TO_BOOL_NONE',
    'TO_BOOL_STR',
  ],
  BINARY_OP: [
    'BINARY_OP_MULTIPLY_INT',
    'BINARY_OP_ADD_INT',
    'BINARY_OP_SUBTRACT_INT',
    'BINARY_OP_MULTIPLY_FLOAT',
    'BINARY_OP_ADD_FLOAT',
    'BINARY_OP_SUBTRACT_FLOAT',
    'BINARY_OP_ADD_UNICODE',
    'BINARY_OP_SUBSCR_LIST_INT',
    'BINARY_OP_SUBSCR_LIST_SLICE',
    'BINARY_OP_SUBSCR_TUPLE_INT',
    'BINARY_OP_SUBSCR_STR_INT',
    'BINARY_OP_SUBSCR_DICT',
    'BINARY_OP_SUBSCR_GETITEM',
    'BINARY_OP_EXTEND',
    'BINARY_OP_INPLACE_ADD_UNICODE',
  ],
  STORE_SUBSCR: ['STORE_SUBSCR_DICT', 'STORE_SUBSCR_LIST_INT'],
  SEND: ['SEND_GEN'],
  UNPACK_SEQUENCE: ['UNPACK_SEQUENCE_TWO_TUPLE', 'UNPACK_SEQUENCE_TUPLE', 'UNPACK_SEQUENCE_LIST'],
  STORE_ATTR: ['STORE_ATTR_INSTANCE_VALUE', 'STORE_ATTR_SLOT', 'STORE_ATTR_WITH_HINT'],
  LOAD_GLOBAL: ['LOAD_GLOBAL_MODULE', 'LOAD_GLOBAL_BUILTIN'],
  LOAD_SUPER_ATTR: ['LOAD_SUPER_ATTR_ATTR', 'LOAD_SUPER_ATTR_METHOD'],
  LOAD_ATTR: [
    'LOAD_ATTR_INSTANCE_VALUE',
    'LOAD_ATTR_MODULE',
    'LOAD_ATTR_WITH_HINT',
    'LOAD_ATTR_SLOT',
    'LOAD_ATTR_CLASS',
    'LOAD_ATTR_CLASS_WITH_METACLASS_CHECK',
    'LOAD_ATTR_PROPERTY',
    'LOAD_ATTR_GETATTRIBUTE_OVERRIDDEN',
    'LOAD_ATTR_METHOD_WITH_VALUES',
    'LOAD_ATTR_METHOD_NO_DICT',
    'LOAD_ATTR_METHOD_LAZY_DICT',
    'LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES',
    'LOAD_ATTR_NONDESCRIPTOR_NO_DICT',
  ],
  COMPARE_OP: ['COMPARE_OP_FLOAT', 'COMPARE_OP_INT', 'COMPARE_OP_STR'],
  CONTAINS_OP: ['CONTAINS_OP_SET', 'CONTAINS_OP_DICT'],
  JUMP_BACKWARD: ['JUMP_BACKWARD_NO_JIT', 'JUMP_BACKWARD_JIT'],
  FOR_ITER: ['FOR_ITER_LIST', 'FOR_ITER_TUPLE', 'FOR_ITER_RANGE', 'FOR_ITER_GEN'],
  CALL: [
    'CALL_BOUND_METHOD_EXACT_ARGS',
    'CALL_PY_EXACT_ARGS',
    'CALL_TYPE_1',
    'CALL_STR_1',
    'CALL_TUPLE_1',
    'CALL_BUILTIN_CLASS',
    'CALL_BUILTIN_O',
    'CALL_BUILTIN_FAST',
    'CALL_BUILTIN_FAST_WITH_KEYWORDS',
    'CALL_LEN',
    'CALL_ISINSTANCE',
    'CALL_LIST_APPEND',
    'CALL_METHOD_DESCRIPTOR_O',
    'CALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS',
    'CALL_METHOD_DESCRIPTOR_NOARGS',
    'CALL_METHOD_DESCRIPTOR_FAST',
    'CALL_ALLOC_AND_ENTER_INIT',
    'CALL_PY_GENERAL',
    'CALL_BOUND_METHOD_GENERAL',
    'CALL_NON_PY_GENERAL',
  ],
  CALL_KW: ['CALL_KW_BOUND_METHOD', 'CALL_KW_PY', 'CALL_KW_NON_PY'],
};

/** One past the largest number, pseudo instructions included. */
export const OPCODE_COUNT = 267;
/** Real instructions are below this; pseudo instructions, which never reach `co_code`, from here. */
export const FIRST_PSEUDO = 256;
export const HAVE_ARGUMENT = 43;
export const MIN_INSTRUMENTED_OPCODE = 234;

/** Name by number; `<n>` where there is no instruction. */
export const opNames: readonly string[] = (() => {
  const names: string[] = [];
  for (let i = 0; i < OPCODE_COUNT; i++) names.push(`<${i}>`);
  for (const [name, number] of Object.entries(Op)) names[number] = name;
  return names;
})();

export const OpFlag = {
  ARG: 1,
  CONST: 2,
  NAME: 4,
  LOCAL: 8,
  FREE: 16,
  JUMP: 32,
  EVAL_BREAK: 64,
  /** Leaves the frame: return, raise, reraise. */
  EXIT: 128,
  /** Jumps always. */
  ALWAYS: 256,
  /** Pseudo instruction that enters an exception block. */
  PUSH: 512,
  PSEUDO: 1024,
} as const;

const flagNames: Readonly<Record<string, number>> = {
  arg: 1,
  const: 2,
  name: 4,
  local: 8,
  free: 16,
  jump: 32,
  break: 64,
  exit: 128,
  always: 256,
  push: 512,
  pseudo: 1024,
};

/** Formulas of a stack effect; 0 is a plain number. The number added to the term is kept apart. */
const stackTerm: Readonly<Record<string, number>> = { n: 1, '2n': 2, 'n&1': 3, ex: 4 };

/** Flags (OpFlag) by opcode. */
export const opFlags = new Uint16Array(OPCODE_COUNT);
/** Code units of inline cache after the instruction. */
export const opCaches = new Uint8Array(OPCODE_COUNT);
/** The general form of a specialised opcode; of all others, themselves. */
export const opBase = new Uint16Array(OPCODE_COUNT);

const poppedConstant = new Int8Array(OPCODE_COUNT);
const poppedTerm = new Uint8Array(OPCODE_COUNT);
const pushedConstant = new Int8Array(OPCODE_COUNT);
const pushedTerm = new Uint8Array(OPCODE_COUNT);

function readTerm(text: string, constants: Int8Array, terms: Uint8Array, op: number): void {
  for (const part of text.split('+')) {
    if (part in stackTerm) terms[op] = stackTerm[part];
    else constants[op] = Number(part);
  }
}

function readProperties(op: number, text: string): void {
  const [popped, pushed, ...flags] = text.split(' ');
  readTerm(popped, poppedConstant, poppedTerm, op);
  readTerm(pushed, pushedConstant, pushedTerm, op);
  for (const flag of flags) {
    if (flag.startsWith('cache:')) opCaches[op] = Number(flag.slice(6));
    else opFlags[op] |= flagNames[flag];
  }
}

const numbers: Readonly<Record<string, number>> = Op;
for (let op = 0; op < OPCODE_COUNT; op++) opBase[op] = op;
for (const name of Object.keys(properties)) readProperties(numbers[name], properties[name]);
for (const [head, forms] of Object.entries(specializations)) {
  for (const form of forms) {
    readProperties(numbers[form], properties[head]);
    opBase[numbers[form]] = numbers[head];
  }
}
for (const [name, number] of Object.entries(Op)) {
  if (name.startsWith('INSTRUMENTED_')) {
    const plain = properties[name.slice(13)];
    if (plain !== undefined) readProperties(number, plain);
  }
}

function term(kind: number, n: number): number {
  switch (kind) {
    case 0:
      return 0;
    case 1:
      return n;
    case 2:
      return 2 * n;
    case 3:
      return n & 1;
    default:
      return 1 + (n >> 8) + (n & 0xff);
  }
}

/** Values an instruction takes off the stack. */
export function stackPopped(op: number, arg: number): number {
  const kind = poppedTerm[op];
  return kind === 0 ? poppedConstant[op] : poppedConstant[op] + term(kind, arg);
}

/** Values it leaves there. */
export function stackPushed(op: number, arg: number): number {
  const kind = pushedTerm[op];
  return kind === 0 ? pushedConstant[op] : pushedConstant[op] + term(kind, arg);
}

/** Net effect; `jump`: along the jump. Entering an exception block changes the stack only at the handler. */
export function stackEffect(op: number, arg: number, jump: boolean): number {
  if ((opFlags[op] & 512) !== 0 && !jump) return 0;
  return stackPushed(op, arg) - stackPopped(op, arg);
}

/** Code units an instruction takes with its argument prefixes and caches. */
export function instructionSize(op: number, arg: number): number {
  return (arg > 0xff ? (arg > 0xffff ? (arg > 0xffffff ? 4 : 3) : 2) : 1) + opCaches[op];
}

/** Arguments of BINARY_OP. */
export const binaryOperators: readonly (readonly [name: string, symbol: string])[] = [
  ['NB_ADD', '+'],
  ['NB_AND', '&'],
  ['NB_FLOOR_DIVIDE', '//'],
  ['NB_LSHIFT', '<<'],
  ['NB_MATRIX_MULTIPLY', '@'],
  ['NB_MULTIPLY', '*'],
  ['NB_REMAINDER', '%'],
  ['NB_OR', '|'],
  ['NB_POWER', '**'],
  ['NB_RSHIFT', '>>'],
  ['NB_SUBTRACT', '-'],
  ['NB_TRUE_DIVIDE', '/'],
  ['NB_XOR', '^'],
  ['NB_INPLACE_ADD', '+='],
  ['NB_INPLACE_AND', '&='],
  ['NB_INPLACE_FLOOR_DIVIDE', '//='],
  ['NB_INPLACE_LSHIFT', '<<='],
  ['NB_INPLACE_MATRIX_MULTIPLY', '@='],
  ['NB_INPLACE_MULTIPLY', '*='],
  ['NB_INPLACE_REMAINDER', '%='],
  ['NB_INPLACE_OR', '|='],
  ['NB_INPLACE_POWER', '**='],
  ['NB_INPLACE_RSHIFT', '>>='],
  ['NB_INPLACE_SUBTRACT', '-='],
  ['NB_INPLACE_TRUE_DIVIDE', '/='],
  ['NB_INPLACE_XOR', '^='],
  ['NB_SUBSCR', '[]'],
];

export const Nb = {
  ADD: 0,
  AND: 1,
  FLOOR_DIVIDE: 2,
  LSHIFT: 3,
  MATRIX_MULTIPLY: 4,
  MULTIPLY: 5,
  REMAINDER: 6,
  OR: 7,
  POWER: 8,
  RSHIFT: 9,
  SUBTRACT: 10,
  TRUE_DIVIDE: 11,
  XOR: 12,
  /** Added to an operator's number: its in-place form. */
  INPLACE: 13,
  SUBSCR: 26,
} as const;

/** Arguments of CALL_INTRINSIC_1. */
export const intrinsics1: readonly string[] = [
  'INTRINSIC_1_INVALID',
  'INTRINSIC_PRINT',
  'INTRINSIC_IMPORT_STAR',
  'INTRINSIC_STOPITERATION_ERROR',
  'INTRINSIC_ASYNC_GEN_WRAP',
  'INTRINSIC_UNARY_POSITIVE',
  'INTRINSIC_LIST_TO_TUPLE',
  'INTRINSIC_TYPEVAR',
  'INTRINSIC_PARAMSPEC',
  'INTRINSIC_TYPEVARTUPLE',
  'INTRINSIC_SUBSCRIPT_GENERIC',
  'INTRINSIC_TYPEALIAS',
];

export const Intrinsic1 = {
  PRINT: 1,
  IMPORT_STAR: 2,
  STOPITERATION_ERROR: 3,
  ASYNC_GEN_WRAP: 4,
  UNARY_POSITIVE: 5,
  LIST_TO_TUPLE: 6,
  TYPEVAR: 7,
  PARAMSPEC: 8,
  TYPEVARTUPLE: 9,
  SUBSCRIPT_GENERIC: 10,
  TYPEALIAS: 11,
} as const;

/** Arguments of CALL_INTRINSIC_2. */
export const intrinsics2: readonly string[] = [
  'INTRINSIC_2_INVALID',
  'INTRINSIC_PREP_RERAISE_STAR',
  'INTRINSIC_TYPEVAR_WITH_BOUND',
  'INTRINSIC_TYPEVAR_WITH_CONSTRAINTS',
  'INTRINSIC_SET_FUNCTION_TYPE_PARAMS',
  'INTRINSIC_SET_TYPEPARAM_DEFAULT',
];

export const Intrinsic2 = {
  PREP_RERAISE_STAR: 1,
  TYPEVAR_WITH_BOUND: 2,
  TYPEVAR_WITH_CONSTRAINTS: 3,
  SET_FUNCTION_TYPE_PARAMS: 4,
  SET_TYPEPARAM_DEFAULT: 5,
} as const;

/** Arguments of LOAD_COMMON_CONSTANT: names in builtins. */
export const commonConstants: readonly string[] = [
  'AssertionError',
  'NotImplementedError',
  'tuple',
  'all',
  'any',
];

export const CommonConstant = {
  ASSERTIONERROR: 0,
  NOTIMPLEMENTEDERROR: 1,
  BUILTIN_TUPLE: 2,
  BUILTIN_ALL: 3,
  BUILTIN_ANY: 4,
} as const;

/** Arguments of LOAD_SPECIAL. */
export const specialMethods: readonly string[] = ['__enter__', '__exit__', '__aenter__', '__aexit__'];

export const SpecialMethod = { ENTER: 0, EXIT: 1, AENTER: 2, AEXIT: 3 } as const;

/** COMPARE_OP: the operator is `arg >> 5`; bit 4 asks for a bool; the low four bits are the mask of specialised forms. */
export const compareOperatorSymbols: readonly string[] = ['<', '<=', '==', '!=', '>', '>='];

/** RESUME: what is resumed, in the low two bits; bit 2: at exception depth 1. */
export const ResumeAt = {
  FUNC_START: 0,
  AFTER_YIELD: 1,
  AFTER_YIELD_FROM: 2,
  AFTER_AWAIT: 3,
  DEPTH1_MASK: 4,
} as const;

/** SET_FUNCTION_ATTRIBUTE. */
export const FunctionAttribute = {
  DEFAULTS: 1,
  KWDEFAULTS: 2,
  ANNOTATIONS: 4,
  CLOSURE: 8,
  ANNOTATE: 16,
} as const;

/** CONVERT_VALUE and BUILD_INTERPOLATION. */
export const Conversion = { STR: 1, REPR: 2, ASCII: 3 } as const;
