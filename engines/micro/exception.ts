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
  put,
  print,
  printException,
  newTuple,
  nameOf,
  nativeExc,
  box,
  isTuple,
} from './obj.ts';
import type { Slots } from './obj.ts';
import { isSubclass } from './objtype.ts';

const [q_args, q_value, q_errno, q_code, q_traceback] = Qs('args value errno code __traceback__');

/** Names in the order of layout.ts, and the index of each one's base (the first has none). */
// prettier-ignore
const NAMES =
  'BaseException Exception0 ArithmeticError1 AssertionError1 AttributeError1 EOFError1 GeneratorExit0 ImportError1 IndentationError21 IndexError12 KeyboardInterrupt0 KeyError12 LookupError1 MemoryError1 NameError1 NotImplementedError18 OSError1 OverflowError2 RuntimeError1 StopAsyncIteration1 StopIteration1 SyntaxError1 SystemExit0 TypeError1 UnicodeError25 ValueError1 ZeroDivisionError2'.split(' ');

const slots: Slots = {
  print_: printException,
  attr_: (v, name) => {
    const args = H[v + 1];
    const first = H[args + 1] ? H[args + 2] : T.NONE;
    if (name === q_args) return args;
    if (name === q_traceback) return T.NONE;
    const owner =
      name === q_value ? T.StopIteration : name === q_errno ? T.OSError : name === q_code ? T.SystemExit : 0;
    return owner && isSubclass(typeOf(v), owner) ? first : 0;
  },
  setAttr_: (v, name, value) => {
    if (name === q_traceback && value) H[v + 2] = 0;
    else if (name === q_args && isTuple(value)) H[v + 1] = value;
    else return false;
    return true;
  },
};
NAMES.forEach((row, i) => {
  const [, name, base] = /^(\D+)(\d*)/.exec(row)!;
  const t = FIRST_EXC + i * 8;
  type(t, name, base ? FIRST_EXC + +base * 8 : 0, slots, { $v: (n, _k, a, t) => box(-t, newTuple(n, a)) });
});

/** The traceback and the exception, as an uncaught one is shown. */
export const putTraceback = (exc: number): void => {
  const native = nativeExc(exc);
  const tb = native && H[native + 2];
  if (tb && H[tb + 1]) {
    put('Traceback (most recent call last):\n');
    for (let i = tb + H[tb + 1] - 1; i > tb; i -= 3)
      put(`  File "${text(H[i])}", line ${H[i + 1]}${H[i + 2] ? ', in ' + text(H[i + 2]) : ''}\n`);
  }
  put(nameOf(exc));
  if (!native || H[H[native + 1] + 1] || isUser(typeOf(exc))) {
    put(': ');
    print(exc, false);
  }
  put('\n');
};
