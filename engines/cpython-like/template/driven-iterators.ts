// The next item of a generator, of `map(f, …)` and of `filter(f, …)` where their Python code is compiled: it runs at once, without continuations and
// without what a run of its own for each item needs. For builtins that run a loop (host-run.ts: iterate) and for the loops of compiled functions.
import { call, nextOrStop } from '../../objspace/descroperation.ts';
import type { Builtin } from '../../objspace/gateway.ts';
import { STOP, SUSPEND } from '../../objspace/object.ts';
import type { W } from '../../objspace/object.ts';
import { soleItem } from '../../objspace/modules/_operator.ts';
import { FirstFrame } from '../../objspace/types/first-frame.ts';
import type { FunctionPayload } from '../../objspace/types/function.ts';
import type { GeneratorPayload } from '../../objspace/types/generator.ts';
import { mapBeside } from '../../objspace/types/transforming-iterators.ts';
import type { Filter, MapPayload } from '../../objspace/types/transforming-iterators.ts';
import type { TypeObject } from '../../objspace/typeobject.ts';
import { prepared } from '../code.ts';
import { directCall } from '../direct-calls.ts';
import { DONE } from '../frame.ts';
import type { PyFrame } from '../frame.ts';
import { unwrap, wrap } from '../object.ts';
import type { Any, Obj } from '../object.ts';
import { quickNext } from '../ops/quick-next.ts';
import { plainItem, quickTruth } from '../ops/quick-operators.ts';
import { quickTypeCall } from '../ops/quick-types.ts';
import { dealloc, decref } from '../refcount.ts';
import type { CpythonSpace } from '../space.ts';
import { isReady, stepOf } from './generator-steps.ts';
import { EXIT_RAISED } from './runtime.ts';
import { entered } from './special-calls.ts';

/** Was left: what is raised goes on in the frame that it came from, when frames are run again. */
export function passRaised(space: CpythonSpace): void {
  if (space.exit !== EXIT_RAISED) return;
  (space.top as PyFrame).thrown = space.raised;
  space.raised = null;
}
export function passThrown(space: CpythonSpace, e: unknown): void {
  (space.top as PyFrame).thrown = space.asOperationError(e);
}

/** Is this an iterator whose items `ownedNext` takes without its `iternext`? */
export function isDriven(space: CpythonSpace, it: Any): boolean {
  const { generator, map, filter } = space.types;
  return it.type === generator || it.type === map || it.type === filter;
}

/** What `iternext` answers, as a reference of the caller's; null: the end; undefined: it waits for the frames that are on top now. */
export function ownedNext(space: CpythonSpace, it: Any): Any | null | undefined {
  const { types } = space;
  const { type } = it;
  if (space.values.depth < space.directLimit) {
    if (type === types.generator) {
      const generator = it.v as GeneratorPayload;
      if (isReady(generator)) return nextYielded(space, generator);
    } else if (type === types.map) {
      const { iterators_w, w_function } = it.v as MapPayload;
      if (iterators_w.length === 1) {
        const o = quickNext(space, unwrap(iterators_w[0]));
        if (o !== undefined) return mapped(space, unwrap(w_function), o);
      } else if (iterators_w.length === 2 && unwrap(w_function).type === types.builtin_function_or_method) {
        const a = quickNext(space, unwrap(iterators_w[0]));
        if (a !== undefined) return mappedPair(space, it.v as MapPayload, a);
      }
    } else if (type === types.filter) return nextThatFits(space, wrap(it), it.v as Filter);
  }
  return answered(space, nextOrStop(space, wrap(it)));
}

/** An answer of shared code in the same form. */
function answered(space: CpythonSpace, w: W): Any | null | undefined {
  if (w === SUSPEND) return undefined;
  if (w !== STOP) return space.take(w);
  if (space.pool.length > space.poolBase) space.drain();
  return null;
}

function nextYielded(space: CpythonSpace, generator: GeneratorPayload): Any | null | undefined {
  const none = unwrap(space.w_None);
  const body = generator.frame as PyFrame;
  none.rc++;
  let r: Any | null;
  try {
    r = stepOf(space, body, none, generator);
    if (r === null) passRaised(space);
  } catch (e) {
    passThrown(space, e);
    return undefined;
  }
  if (r === null) return undefined;
  body.iterating = null;
  if (body.stateNumber !== DONE) return r;
  if (r === none) r.rc--;
  else generator.w_result = wrap(r);
  return null;
}

/** A compiled function of one argument, run with `o`; null: left; undefined: it is something else. */
function callOne(space: CpythonSpace, func: Any, o: Any): Any | null | undefined {
  if (func.type !== space.types.function) return undefined;
  const payload = func.v as FunctionPayload;
  const code = prepared(space, payload.w_code);
  const { run } = code;
  if (run === null || !code.isSimple || code.argcount !== 1 || space.values.depth >= space.directLimit)
    return undefined;
  const g = entered(space, func as Obj, code, payload, 1, o, o, o);
  g.back = space.top;
  space.top = g;
  try {
    const r = run(space, g);
    if (r === null) passRaised(space);
    return r;
  } catch (e) {
    passThrown(space, e);
    return null;
  }
}

/** `f(o)`, with the reference to `o`: its answer in the form of `ownedNext`. */
export function mapped(space: CpythonSpace, func: Any, o: Any): Any | null | undefined {
  let r = callOne(space, func, o);
  if (r === undefined) {
    if (func.type === space.types.type) {
      argument[0] = o;
      r = quickTypeCall(space, func.v as TypeObject, argument, 0, 1);
    } else if (func.type === space.types.builtin_function_or_method) {
      const builtin = func.v as Builtin;
      argument[0] = o;
      r = directCall(space, builtin, 1)?.(space, argument, 0, builtin.w_self as Any | null);
      if (r === (SUSPEND as unknown)) r = null;
    } else {
      const w_item = soleItem(space, wrap(func));
      if (w_item !== undefined) r = plainItem(space, o, unwrap(w_item));
    }
    if (r === undefined) return answered(space, call(space, wrap(func), [space.temporary(o)]));
  }
  if (--o.rc === 0) dealloc(o);
  return r ?? undefined;
}

/** `f(a, b)` of a builtin, with the reference to `a`; `b` is still to come. */
function mappedPair(space: CpythonSpace, payload: MapPayload, a: Any): Any | null | undefined {
  const b = quickNext(space, unwrap(payload.iterators_w[1]));
  const w_a = space.temporary(a);
  if (b === undefined) return answered(space, mapBeside(space, payload, [w_a]));
  space.temporary(b);
  const builtin = unwrap(payload.w_function).v as Builtin;
  // A table of its own for each turn: what is called may run a map in turn.
  const operands: (Any | null)[] = [a, b];
  const r = directCall(space, builtin, 2)?.(space, operands, 0, builtin.w_self as Any | null);
  if (r === undefined) return answered(space, call(space, payload.w_function, [w_a, wrap(b)]));
  if (r === (SUSPEND as unknown)) return undefined;
  if (space.pool.length > space.poolBase) space.drain();
  return r;
}

/** Stands for a stack with the argument of a builtin. */
const argument: (Any | null)[] = [null];

function nextThatFits(
  space: CpythonSpace,
  w_filter: W,
  { w_function, w_iterator }: Filter,
): Any | null | undefined {
  const func = unwrap(w_function);
  // What has no condition of Python's is the general way's, and so is the end.
  if (func.type !== space.types.function) return answered(space, nextOrStop(space, w_filter));
  for (;;) {
    const o = quickNext(space, unwrap(w_iterator));
    if (o === undefined) return answered(space, nextOrStop(space, w_filter));
    const below = space.top;
    const r = callOne(space, func, o);
    const is = r === null || r === undefined ? undefined : quickTruth(space, r);
    if (is === undefined) {
      const w_item = space.temporary(o);
      const condition = (w: W): W => call(space, w_function, [w]);
      const frame = new FirstFrame(space, w_iterator, condition, true, w_function);
      const w_answer = r === null ? SUSPEND : r === undefined ? condition(w_item) : space.temporary(r);
      return answered(space, frame.goOn(space, w_item, below, w_answer));
    }
    decref(r!);
    if (is) return o;
    decref(o);
  }
}
