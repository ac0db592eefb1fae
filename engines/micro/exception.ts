// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// Builtin exception types, and how exceptions are printed with their tracebacks. An exception: header, args tuple,
// traceback block (count, then file, line, function), its size. Models py/objexcept.c.
import { T, FIRST_EXC } from './layout.ts';
import { H } from './heap.ts';
import { text, Qs } from './qstr.ts';
import {
  type,
  typeOf,
  isUser,
  small,
  put,
  print,
  printException,
  newTuple,
  nameOf,
  nativeExc,
  box,
  isTuple,
  OP_EQ,
  bool,
} from './obj.ts';
import { isSubclass } from './objtype.ts';

const [q_args, q_value, q_errno, q_code, q_traceback] = Qs('args value errno code __traceback__');

/** Names in the order of layout.ts, and the index of each one's base (-1: none). */
const NAMES =
  'BaseException Exception ArithmeticError AssertionError AttributeError EOFError GeneratorExit ImportError IndentationError IndexError KeyboardInterrupt KeyError LookupError MemoryError NameError NotImplementedError OSError OverflowError RuntimeError StopAsyncIteration StopIteration SyntaxError SystemExit TypeError UnicodeError ValueError ZeroDivisionError'.split(
    ' ',
  );
// prettier-ignore
const BASES = [-1, 0, 1, 1, 1, 1, 0, 1, 21, 12, 0, 12, 1, 1, 1, 18, 1, 2, 1, 1, 1, 1, 0, 1, 25, 1, 2];
export const exceptionTypes = Object.fromEntries(NAMES.map((name, i) => [name, FIRST_EXC + i * 8]));

function first(v: number): number {
  const args = H[v + 1];
  return H[args + 1] > 0 ? H[args + 2] : T.NONE;
}
const slots = {
  make_: (t: number, n: number, _nkw: number, a: number) => box(-t, newTuple(n, a)),
  print_: (v: number, repr: boolean) => printException(v, v, repr),
  attr_: (v: number, name: number) => {
    if (name === q_args) return H[v + 1];
    if (name === q_value && isSubclass(typeOf(v), T.StopIteration)) return first(v);
    if (
      (name === q_errno && isSubclass(typeOf(v), T.OSError)) ||
      (name === q_code && typeOf(v) === T.SystemExit)
    )
      return first(v);
    if (name === q_traceback) return T.NONE;
    return 0;
  },
  setAttr_: (v: number, name: number, value: number) => {
    if (name === q_traceback && value) {
      H[v + 2] = 0;
      return true;
    }
    if (name !== q_args || !isTuple(value)) return false;
    H[v + 1] = value;
    return true;
  },
  unary_: (op: number, v: number) => (op === 27 ? small(v >> 2) : 0),
  binary_: (op: number, a: number, b: number) => (op === OP_EQ ? bool(a === b) : 0),
};
BASES.forEach((base, i) => type(FIRST_EXC + i * 8, NAMES[i], base < 0 ? 0 : FIRST_EXC + base * 8, slots));

/** The traceback and the exception, as an uncaught one is shown. */
export function putTraceback(exc: number): void {
  const native = nativeExc(exc);
  const tb = !native ? 0 : H[native + 2];
  if (tb && H[tb + 1] > 0) {
    put('Traceback (most recent call last):\n');
    for (let i = H[tb + 1] - 3; i >= 0; i -= 3) {
      put(`  File "${text(H[tb + 2 + i])}", line ${H[tb + 3 + i]}`);
      const block = H[tb + 4 + i];
      put(!block ? '\n' : `, in ${text(block)}\n`);
    }
  }
  put(nameOf(exc));
  if (!native || H[H[native + 1] + 1] > 0 || isUser(typeOf(exc))) {
    put(': ');
    print(exc, false);
  }
  put('\n');
}
