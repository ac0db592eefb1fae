// `__hash__` and `__eq__` of keys, which the storage of dicts and sets asks for in the middle of a search and cannot wait for: a compiled method runs
// at once on the host's stack, without what a nested run needs (a barrier, closures, arguments in an array). One that does not come to its end
// that way goes on in a nested run. undefined: not here, shared code asks. Models slot_tp_hash and slot_tp_richcompare of CPython's
// Objects/typeobject.c.
import { hashOfAnswer } from '../../kernels/hash.ts';
import type { Int } from '../../kernels/int.ts';
import { runNested } from '../../objspace/continuation.ts';
import { compareReflected, isTrueNested, notHashable } from '../../objspace/descroperation.ts';
import { SUSPEND } from '../../objspace/object.ts';
import { EQ } from '../../objspace/operations.ts';
import { raise } from '../../objspace/raise.ts';
import type { FunctionPayload } from '../../objspace/types/function.ts';
import { prepared } from '../code.ts';
import { unwrap, wrap } from '../object.ts';
import type { Any, Obj } from '../object.ts';
import { dealloc } from '../refcount.ts';
import type { CpythonSpace } from '../space.ts';
import { mayRun, runHere } from './host-run.ts';
import { entered, methodOf } from './special-calls.ts';

/** The owned answer of a function called with `n` arguments (one or two). */
function callToItsEnd(space: CpythonSpace, func: Obj, n: number, a: Any, b: Any): Any | undefined {
  const payload = func.v as FunctionPayload;
  const code = prepared(space, payload.w_code);
  const { values } = space;
  const { run } = code;
  if (run === null || !code.isSimple || code.argcount !== n || values.depth >= space.recursionLimit)
    return undefined;
  if (!mayRun(space)) return undefined;
  const before = space.top;
  const frame = entered(space, func, code, payload, n, a, b, b);
  frame.back = before;
  space.top = frame;
  const result = runHere(space, frame, run);
  if (result !== null) return result;
  const { top } = space;
  space.top = before;
  const w = runNested(space, () => {
    // The barrier comes below what is left to be done.
    frame.back = space.top;
    space.top = top;
    return SUSPEND;
  });
  const o = unwrap(w);
  o.rc++;
  return o;
}

/** `hash(key)` by the method of its class. */
export function hashHere(space: CpythonSpace, key: Any, use: 'dict key' | 'set element'): Int | undefined {
  const method = methodOf(space, key.type, '__hash__');
  if (method === null) return undefined;
  try {
    const r = callToItsEnd(space, method, 1, key, key);
    if (r === undefined) return undefined;
    if (!r.type.isSubtype(space.types.int)) {
      if (--r.rc === 0) dealloc(r);
      throw raise(space, 'TypeError', '__hash__ method should return an integer');
    }
    const h = hashOfAnswer(r.v as Int);
    if (--r.rc === 0) dealloc(r);
    return h;
  } catch (e) {
    throw notHashable(space, wrap(key), use, e);
  }
}

/** `a == b` by the method of the class of `a`. */
export function equalHere(space: CpythonSpace, a: Any, b: Any): boolean | undefined {
  const { type } = a;
  if (!type.isHeap || (b.type !== type && b.type.isSubtype(type))) return undefined;
  const method = methodOf(space, type, '__eq__');
  if (method === null) return undefined;
  const r = callToItsEnd(space, method, 2, a, b);
  if (r === undefined) return undefined;
  const w = wrap(r);
  if (r.type === space.types.bool) {
    r.rc--;
    return w === space.w_True;
  }
  space.drop(w);
  if (w !== space.w_NotImplemented) return isTrueNested(space, w);
  return isTrueNested(
    space,
    runNested(space, () => compareReflected(space, wrap(a), wrap(b), EQ)),
  );
}
