// @inline-constants R
// @inline-scalars
// Numbers that several files must agree on: root words, the tags of values, the ids of static objects and types.
// The bundler replaces `R.X` and `T.X` by literals (scripts/inline-constants.mjs), so these tables cost no bytes.
//
// A value is an int32:  …1  small int, value >> 1   …00  word index of a heap block   …010  qstr id << 3
//                      …110  static object id << 3 (None, builtin types, functions and modules: not in the heap)
// The first word of a typed heap object is minus the static value of its type, or the pointer of its user class. A
// negative word ending in 010 is no value, so a header is never taken for one, nor the other way round.

/** Word indices in front of the buffer: what MicroPython keeps in mp_state_ctx. All are scanned by the collector. */
export const R = {
  TOP: 1,
  CUR: 2,
  EXC: 3,
  MODULES: 4,
  MAIN: 5,
  PATH: 6,
  ARGV: 7,
  QTAB: 8,
  QCOUNT: 9,
  CSTATE: 10,
  ARENA: 11,
  TP: 12,
  YIELDED: 13,
  STATUS: 14,
  STACK_LO: 15,
  STACK_HI: 16,
  HOOK: 17,
  EMERGENCY: 18,
  LOCK: 19,
  THRESHOLD: 20,
  DEPTH: 21,
  STDIN: 22,
  STDOUT: 23,
  STDERR: 24,
  ATEXIT: 25,
  LOCALS: 26,
  SAVED: 27,
  PS: 28,
  SCOPES: 29,
  OPT: 30,
  WARG: 31,
  COUNT0: 32,
  MODNAME: 33,
  // Two words: a double on its way into an object. As an argument of a call the host would box it.
  SCRATCH: 34,
} as const;

/** Static values: id * 8 + 6. Types up to RAW hold no pointers: the collector does not look inside (LAST_LEAF). */
export const T = {
  NONE: 6,
  FALSE: 14,
  TRUE: 22,
  ELLIPSIS: 30,
  NOTIMPL: 38,
  UNIT: 46,
  EMPTY_BYTES: 54,
  STOP: 62,
  STR: 70,
  BYTES: 78,
  INT: 86,
  FLOAT: 94,
  COMPLEX: 102,
  RANGE: 110,
  RAW: 118,
  TUPLE: 126,
  LIST: 134,
  DICT: 142,
  SET: 150,
  FROZENSET: 158,
  TYPE: 166,
  OBJECT: 174,
  BOOL: 182,
  SLICE: 190,
  PROPERTY: 198,
  STATICMETHOD: 206,
  CLASSMETHOD: 214,
  SUPER: 222,
  MAP: 230,
  FILTER: 238,
  ZIP: 246,
  ENUMERATE: 254,
  REVERSED: 262,
  BYTEARRAY: 270,
  MEMORYVIEW: 278,
  // No builtin names from here on.
  ORDERED: 286,
  FUN: 294,
  BOUND: 302,
  CELL: 310,
  GEN: 318,
  CODE: 326,
  NONETYPE: 334,
  ELLIPSISTYPE: 342,
  NOTIMPLTYPE: 350,
  BUILTIN: 358,
  MODULE: 366,
  ITER: 374,
  ARRAY: 382,
  DICTVIEW: 390,
  DEQUE: 398,
  ATTRTUPLE: 406,
  FILE: 414,
  STRINGIO: 422,
  BYTESIO: 430,
  IOBASE: 438,
  MATCH: 446,
  REGEX: 454,
  SHA256: 462,
  SETITER: 470,
  COROUTINE: 478,
  PARTIAL: 486,
  FILEIO: 494,
  // Exceptions, in the order of the table in exception.ts.
  BaseException: 510,
  Exception: 518,
  ArithmeticError: 526,
  AssertionError: 534,
  AttributeError: 542,
  EOFError: 550,
  GeneratorExit: 558,
  ImportError: 566,
  IndentationError: 574,
  IndexError: 582,
  KeyboardInterrupt: 590,
  KeyError: 598,
  LookupError: 606,
  MemoryError: 614,
  NameError: 622,
  NotImplementedError: 630,
  OSError: 638,
  OverflowError: 646,
  RuntimeError: 654,
  StopAsyncIteration: 662,
  StopIteration: 670,
  SyntaxError: 678,
  SystemExit: 686,
  TypeError: 694,
  UnicodeError: 702,
  ValueError: 710,
  ZeroDivisionError: 718,
} as const;

/** Root words, and words kept for them in front of the read-only strings. */
export const ROOT_WORDS = 84;
/** Types without pointers inside have headers from here up. */
export const LAST_LEAF = -118;
/** The last type before the exceptions that is a builtin name. */
export const LAST_NAMED = 278;
export const FIRST_EXC = 510;
export const FIRST_FREE_STATIC = 90;
/** Objects in the root words themselves: the empty tuple, empty bytes, and the MemoryError kept for emergencies. */
export const UNIT = 48;
export const EMPTY_BYTES = 52;
export const EMERGENCY_EXC = 56;
export const EMERGENCY_ARGS = 60;
/** The floats e, pi, tau, inf, nan, four words each. */
export const FLOATS = 64;
