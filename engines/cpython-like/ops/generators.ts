// @inline-constants-from ../../frontend/opcodes.ts Op
// Generators, coroutines, asynchronous iteration. Models SEND, GET_AWAITABLE, … of Python/bytecodes.c.
import { Op } from '../../frontend/opcodes.ts';
import { reraised } from '../../objspace/instructions/exceptions.ts';
import { exceptionOf } from '../../objspace/types/exceptions.ts';
import type { FunctionPayload } from '../../objspace/types/function.ts';
import { GeneratorPayload } from '../../objspace/types/generator.ts';
import { PyFrame } from '../frame.ts';
import { unwrap, wrap } from '../object.ts';
import type { Any } from '../object.ts';
import { decref } from '../refcount.ts';
import type { CpythonSpace } from '../space.ts';
import { DONE, at, define, finishes, pop, pushValue } from './bodies.ts';

/** SEND: the next value of a delegate, or its end with a value. */
finishes[Op.SEND] = (space, f, S, sp, arg, o) => {
  if (o === null) {
    // Returned: its value takes the place of what was sent, and the loop is left.
    const value = f.sent ?? unwrap(space.own(space.w_None));
    f.sent = null;
    const old = S[sp - 1]!;
    S[sp - 1] = value;
    decref(old);
    f.sp = sp;
    f.pc = arg;
    return;
  }
  const old = S[sp - 1]!;
  S[sp - 1] = o;
  f.sp = sp;
  decref(old);
};
define(Op.END_SEND, (_space, f, S, sp) => {
  const receiver = S[sp - 2]!;
  S[sp - 2] = S[sp - 1];
  f.sp = sp - 1;
  decref(receiver);
  return DONE;
});
define(Op.CLEANUP_THROW, (space, f, S, sp) => {
  const w_exception = at(S, sp - 1);
  if (!space.type(w_exception).isSubtype(space.types.StopIteration)) {
    throw reraised(space, w_exception);
  }
  const w_value = exceptionOf(space, w_exception).fields[0] ?? space.w_None;
  space.own(w_value);
  sp = pop(S, sp, 3);
  S[sp++] = unwrap(space.own(space.w_None));
  S[sp++] = unwrap(w_value);
  f.sp = sp;
  return DONE;
});
finishes[Op.GET_ANEXT] = pushValue;
define(Op.END_ASYNC_FOR, (space, f, S, sp) => {
  const w_exception = at(S, sp - 1);
  if (!space.type(w_exception).isSubtype(space.types.StopAsyncIteration)) throw reraised(space, w_exception);
  f.sp = pop(S, sp, 2);
  return DONE;
});

/** RETURN_GENERATOR: the body leaves the shared stack with its locals; owned answer. */
export function makeGenerator(space: CpythonSpace, f: PyFrame): Any {
  const { code, base, stack } = f;
  const { spares } = code;
  const spare = spares.length > 0 ? spares.pop()! : null;
  const own = spare === null ? code.emptyStack() : (spare.frame as PyFrame).stack;
  for (let i = 0; i < code.localCount; i++) {
    own[i] = stack[base + i];
    stack[base + i] = null;
  }
  let body: PyFrame;
  let generator = spare;
  if (generator !== null) {
    body = generator.frame as PyFrame;
    body.begins(f);
  } else body = PyFrame.bodyOf(f, own);
  const { name, qualname } = body.func!.v as FunctionPayload;
  if (!code.isPlainGenerator) return space.take(space.newgenerator(body, name, qualname));
  const w_code = space.own(code.w_code);
  if (generator !== null) {
    generator.w_code = w_code;
    generator.name = name;
    generator.qualname = qualname;
    generator.isDelegateBusy = false;
  } else generator = new GeneratorPayload(body, w_code, name, qualname);
  const o = space.container(space.types.generator, generator);
  body.w_generator = wrap(o);
  return o;
}
