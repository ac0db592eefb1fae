// Generators and coroutines, and what async generators share with them (async-generator.ts). Models CPython's Objects/genobject.c. A step of a generator is its
// frame pushed onto the explicit stack; nothing here recurses on the host's stack but `throw` and `close` along a chain of delegates.
//
// The engine's frame (python-frame.ts) knows where the body stands; `space.resumegenerator` and `space.throwintogenerator` drive
// it. An engine's FOR_ITER and SEND may resume the frame themselves where `payload.frame.state` is 'created' or 'suspended' and
// `payload.isDelegateBusy` is false, and then take a returned value themselves.
import { sizeofMethod } from './sizeof.ts';
import { qualifiedName } from './object.ts';
import { andThen } from '../continuation.ts';
import type { Frame } from '../continuation.ts';
import { call, getattrOr, iter, next } from '../descroperation.ts';
import { OperationError } from '../error.ts';
import { resumable } from '../gateway.ts';
import { Payload, STOP, SUSPEND } from '../object.ts';
import type { W } from '../object.ts';
import { raise, raiseWith } from '../raise.ts';
import { delegating } from '../python-frame.ts';
import type { FrameState, PythonFrame } from '../python-frame.ts';
import type { Space } from '../space.ts';
import type { Getset, TypeDefinition } from '../typedef.ts';
import type { TypeObject } from '../typeobject.ts';
import { CodeFlag } from '../../frontend/code-object.ts';
import { codeOf } from './code.ts';
import { exceptionOf } from './exceptions.ts';

export class GeneratorPayload extends Payload {
  readonly frame: PythonFrame;
  /** `throw` or `close` runs what this one delegates to: it counts as running, though its frame is off the stack. */
  isDelegateBusy = false;
  /** Owned. */
  w_code: W;
  name: string;
  qualname: string;
  /** The value returned, until a StopIteration takes it; owned. */
  w_result: W | null = null;
  /** `cr_origin`. */
  w_origin: W | null = null;
  /** Async generators: hooks asked for, `aclose` done, a step pending. */
  hooksInited = false;
  closed = false;
  runningAsync = false;
  w_finalizer: W | null = null;

  constructor(frame: PythonFrame, w_code: W, name: string, qualname: string) {
    super();
    this.frame = frame;
    this.w_code = w_code;
    this.name = name;
    this.qualname = qualname;
  }

  get state(): FrameState {
    return this.isDelegateBusy ? 'running' : this.frame.state;
  }

  /** The value returned, for who turns the end into a StopIteration or takes it as the result of `yield from`; a temporary. */
  takeResult(space: Space): W {
    const w = this.w_result;
    if (w === null) return space.w_None;
    this.w_result = null;
    space.drop(w);
    return w;
  }

  traverse(visit: (w: W) => void): void {
    if (this.w_code !== null) visit(this.w_code);
    if (this.w_result !== null) visit(this.w_result);
    if (this.w_origin !== null) visit(this.w_origin);
    if (this.w_finalizer !== null) visit(this.w_finalizer);
    // On the stack the stack owns what the frame holds; a finished one that lives on belongs to its frame object.
    if (this.frame.state === 'created' || this.frame.state === 'suspended') this.frame.traverse(visit);
  }
  forget(): void {
    this.w_code = null as unknown as W;
    this.w_result = this.w_origin = this.w_finalizer = null;
    this.frame.leaveGenerator(this);
  }
  override releaseInto(release: (w: W) => void): void {
    // Of the commonest kind only the code is left: its body is at its end.
    if (
      this.w_result !== null ||
      this.w_origin !== null ||
      this.w_finalizer !== null ||
      this.frame.state !== 'done'
    ) {
      super.releaseInto(release);
      return;
    }
    const { w_code } = this;
    this.w_code = null as unknown as W;
    this.frame.leaveGenerator(this);
    if (w_code !== null) release(w_code);
  }
}

export const generatorOf = (space: Space, w: W): GeneratorPayload => space.data(w) as GeneratorPayload;

/** The object that a call of a function with `yield` or of an `async def` answers. */
export function newGenerator(space: Space, frame: PythonFrame, name: string, qualname: string): W {
  const { w_code } = frame;
  const { flags } = codeOf(space, w_code).code;
  const type =
    (flags & CodeFlag.COROUTINE) !== 0
      ? space.types.coroutine
      : (flags & CodeFlag.ASYNC_GENERATOR) !== 0
        ? space.types.async_generator
        : space.types.generator;
  const payload = new GeneratorPayload(frame, space.own(w_code), name, qualname);
  if (type === space.types.coroutine) {
    const { originDepth } = generatorHooks(space);
    if (originDepth > 0) payload.w_origin = space.own(origin(space, frame, originDepth));
  }
  const w_generator = space.newobj(type, payload);
  frame.w_generator = w_generator;
  return w_generator;
}

/** `cr_origin`: places of the innermost callers, the nearest first. */
function origin(space: Space, body: PythonFrame, depth: number): W {
  const places_w: W[] = [];
  let frame = space.currentFrame(0);
  if (frame?.w_code === body.w_code) frame = frame.caller();
  for (; frame !== null && places_w.length < depth; frame = frame.caller()) {
    const { code } = codeOf(space, frame.w_code);
    const w_line = space.newint(frame.lineno ?? 0);
    places_w.push(space.newtuple([space.newstr(code.filename), w_line, space.newstr(code.name)]));
  }
  return space.newtuple(places_w);
}

const isGeneratorLike = (space: Space, w: W): boolean => {
  const type = space.type(w);
  return type === space.types.generator || type === space.types.coroutine;
};

const KIND: Readonly<Record<string, string>> = {
  generator: 'generator',
  coroutine: 'coroutine',
  async_generator: 'async generator',
};
const kindOf = (space: Space, w: W): string => KIND[space.type(w).name] ?? 'generator';

// --- ends of iteration

/** An error that carries an exception object. */
export function errorOf(space: Space, w_value: W): OperationError {
  return new OperationError(space.type(w_value), space.own(w_value), null);
}

/** StopIteration with the result, as `send` and `__next__` raise it. A tuple or an exception must not be taken for its arguments. */
export function stopIteration(space: Space, w_result: W): OperationError {
  return raiseWith(space, 'StopIteration', space.is(w_result, space.w_None) ? [] : [w_result]);
}

/**
 * What `next(x)` raises after `x`'s `iternext` answered STOP: a generator's return value goes into the StopIteration. For the builtin
 * `next` and the SEND of a `yield from` over any iterator.
 */
export function exhausted(space: Space, w_iterator: W): OperationError {
  if (isGeneratorLike(space, w_iterator)) {
    return stopIteration(space, generatorOf(space, w_iterator).takeResult(space));
  }
  return raiseWith(space, 'StopIteration', []);
}

/** The value of a StopIteration that travels. */
export function stopValue(space: Space, error: OperationError): W {
  return exceptionOf(space, space.errorValue(error)).fields[0] ?? space.w_None;
}

/**
 * CALL_INTRINSIC_1 STOPITERATION_ERROR: a StopIteration that would leave a generator is a RuntimeError with it as its cause
 * (PEP 479); for async generators a StopAsyncIteration, too. Answers `w_value` itself for any other exception.
 */
export function stopIterationError(space: Space, w_code: W, w_value: W): W {
  const { flags } = codeOf(space, w_code).code;
  const type = space.type(w_value);
  let text: string | null = null;
  const asynchronous = (flags & CodeFlag.ASYNC_GENERATOR) !== 0;
  if (type.isSubtype(space.types.StopIteration)) {
    const kind = asynchronous
      ? 'async generator'
      : (flags & CodeFlag.COROUTINE) !== 0
        ? 'coroutine'
        : 'generator';
    text = `${kind} raised StopIteration`;
  } else if (asynchronous && type.isSubtype(space.types.StopAsyncIteration)) {
    text = 'async generator raised StopAsyncIteration';
  }
  if (text === null) return w_value;
  const error = raise(space, 'RuntimeError', text);
  const w_error = space.errorValue(error);
  const payload = exceptionOf(space, w_error);
  payload.w_cause = space.own(w_value);
  const w_handled = payload.w_context;
  payload.w_context = space.own(w_value);
  if (w_handled !== null) space.drop(w_handled);
  payload.suppressContext = true;
  // From here on it is the answer of this step alone.
  space.dropError(error);
  return w_error;
}

// --- steps

function alreadyExecuting(space: Space, w_gen: W): OperationError {
  return raise(space, 'ValueError', `${kindOf(space, w_gen)} already executing`);
}

/** What came back from the frame: a yielded value, or STOP with the result kept in the payload. */
function stepped(space: Space, payload: GeneratorPayload, w: W): W {
  if (w === STOP || payload.frame.state !== 'done') return w;
  if (!space.is(w, space.w_None)) payload.w_result = space.own(w);
  return STOP;
}

/** A yielded value, or STOP with the result waiting in the payload. */
export function resume(space: Space, w_gen: W, w_value: W): W {
  const payload = generatorOf(space, w_gen);
  switch (payload.state) {
    case 'created':
      if (!space.is(w_value, space.w_None)) {
        throw raise(
          space,
          'TypeError',
          `can't send non-None value to a just-started ${kindOf(space, w_gen)}`,
        );
      }
      break;
    case 'running':
      throw alreadyExecuting(space, w_gen);
    case 'done':
      if (space.type(w_gen) === space.types.coroutine)
        throw raise(space, 'RuntimeError', 'cannot reuse already awaited coroutine');
      return STOP;
  }
  const caller = space.top;
  const w_answer = space.resumegenerator(payload.frame, w_value);
  if (space.generatorsEndWithStop) return w_answer;
  return andThen(space, caller, w_answer, (w) => stepped(space, payload, w));
}

function throwInto(space: Space, payload: GeneratorPayload, error: OperationError): W {
  const caller = space.top;
  return andThen(space, caller, space.throwintogenerator(payload.frame, error), (w) =>
    stepped(space, payload, w),
  );
}

/** `iternext` of generators: the result stays in the payload for `exhausted`. */
function generatorNext(space: Space, w_gen: W): W {
  return resume(space, w_gen, space.w_None);
}

/** STOP becomes StopIteration with the result. */
function orStopIteration(space: Space, caller: Frame | null, w_gen: W, w_answer: W): W {
  return andThen(space, caller, w_answer, (w) => {
    if (w === STOP) throw stopIteration(space, generatorOf(space, w_gen).takeResult(space));
    return w;
  });
}

function send(space: Space, w_gen: W, w_value: W): W {
  const caller = space.top;
  return andThen(space, caller, resume(space, w_gen, w_value), (w) => {
    if (w === STOP) throw stopIteration(space, generatorOf(space, w_gen).takeResult(space));
    return w;
  });
}

/** Runs `start`, which may answer SUSPEND, with one handler for errors of both ways. */
export function attempt(
  space: Space,
  start: () => W,
  next: (w: W) => W,
  onError: (error: OperationError) => W,
): W {
  const caller = space.top;
  let w_answer: W;
  try {
    w_answer = start();
  } catch (e) {
    return onError(space.asOperationError(e));
  }
  return andThen(space, caller, w_answer, next, onError);
}

/** Closes what a generator delegates to. */
function closeDelegate(space: Space, w_delegate: W): W {
  if (isGeneratorLike(space, w_delegate)) return close(space, w_delegate);
  return attempt(
    space,
    () => getattrOr(space, w_delegate, 'close', space.w_None),
    (w_close) => (space.is(w_close, space.w_None) ? space.w_None : call(space, w_close, [])),
    // It may have one, which nobody can tell (gen_close_iter).
    (error) => {
      const { unraisable } = generatorHooks(space);
      if (unraisable !== null) return unraisable(space, error, 'Exception ignored in', w_delegate);
      space.dropError(error);
      return space.w_None;
    },
  );
}

/** Raises `error` in the generator: answers a yielded value or STOP. */
export function throwError(space: Space, w_gen: W, error: OperationError): W {
  const payload = generatorOf(space, w_gen);
  switch (payload.state) {
    case 'running':
      throw alreadyExecuting(space, w_gen);
    case 'done':
      if (space.type(w_gen) === space.types.coroutine) {
        space.dropError(error);
        throw raise(space, 'RuntimeError', 'cannot reuse already awaited coroutine');
      }
      throw error;
    case 'suspended': {
      const w_delegate = payload.frame.yieldFrom();
      if (w_delegate !== null) return throwIntoDelegate(space, payload, w_delegate, error);
    }
  }
  return throwInto(space, payload, error);
}

/** What the delegate raises goes on in the generator; what it yields is what the generator yields. */
function throwIntoDelegate(space: Space, payload: GeneratorPayload, w_delegate: W, error: OperationError): W {
  const caller = space.top;
  const { frame } = payload;
  const into = (inner: OperationError): W => {
    payload.isDelegateBusy = false;
    return throwInto(space, payload, inner);
  };
  const inSight = (start: () => W): (() => W) => {
    return () => {
      const standIn = delegating(space, frame);
      let w_answer: W | undefined;
      try {
        w_answer = start();
      } finally {
        if (w_answer !== SUSPEND) space.top = standIn.back;
      }
      return w_answer;
    };
  };
  payload.isDelegateBusy = true;
  if (error.matches(space.types.GeneratorExit)) {
    return attempt(
      space,
      inSight(() => closeDelegate(space, w_delegate)),
      () => into(error),
      (inner) => {
        space.dropError(error);
        return into(inner);
      },
    );
  }
  const yielded = (w: W): W => {
    payload.isDelegateBusy = false;
    frame.back = null;
    if (w !== STOP) return w;
    const w_result = generatorOf(space, w_delegate).takeResult(space);
    return throwInto(space, payload, stopIteration(space, w_result));
  };
  if (isGeneratorLike(space, w_delegate))
    return attempt(
      space,
      inSight(() => throwError(space, w_delegate, error)),
      yielded,
      into,
    );
  return attempt(
    space,
    () =>
      andThen(space, caller, getattrOr(space, w_delegate, 'throw', space.w_NotImplemented), (w_throw) => {
        if (space.is(w_throw, space.w_NotImplemented)) throw error;
        return inSight(() => call(space, w_throw, [space.errorValue(error)]))();
      }),
    yielded,
    into,
  );
}

/** Arguments of `throw(type, value, traceback)` as an error. */
export function thrownError(
  space: Space,
  args_w: readonly W[],
  next: (error: OperationError) => W,
  method: 'throw' | 'athrow' = 'throw',
): W {
  const [w_type, w_value = space.w_None, w_traceback = space.w_None] = args_w;
  if (args_w.length > 1) {
    const replacement = 'use the single-arg signature instead.';
    space.warnNested(
      'DeprecationWarning',
      `the (type, exc, tb) signature of ${method}() is deprecated, ${replacement}`,
    );
  }
  const { BaseException, traceback, type } = space.types;
  const noTraceback = space.is(w_traceback, space.w_None);
  if (!noTraceback && space.type(w_traceback) !== traceback) {
    throw raise(space, 'TypeError', 'throw() third argument must be a traceback object');
  }
  const go = (w_exception: W): W => {
    if (!noTraceback) {
      const payload = exceptionOf(space, w_exception);
      if (payload.w_traceback !== null) space.drop(payload.w_traceback);
      payload.w_traceback = space.own(w_traceback);
    }
    return next(errorOf(space, w_exception));
  };
  if (space.type(w_type).isSubtype(BaseException)) {
    if (!space.is(w_value, space.w_None))
      throw raise(space, 'TypeError', 'instance exception may not have a separate value');
    return go(w_type);
  }
  if (space.type(w_type).isSubtype(type) && (space.data(w_type) as TypeObject).isSubtype(BaseException)) {
    if (space.type(w_value).isSubtype(space.data(w_type) as TypeObject)) return go(w_value);
    const given_w = space.is(w_value, space.w_None)
      ? []
      : space.type(w_value).isSubtype(space.types.tuple)
        ? space.tuple_w(w_value)
        : [w_value];
    const made = (w_made: W): W => {
      if (space.type(w_made).isSubtype(BaseException)) return go(w_made);
      const name = `<class '${qualifiedName(space, space.data(w_type) as TypeObject)}'>`;
      const text = `calling ${name} should have returned an instance of BaseException, not ${space.type(w_made).name}`;
      return next(raise(space, 'TypeError', text));
    };
    // An error in making the exception is thrown in its stead (PyErr_NormalizeException).
    return attempt(space, () => call(space, w_type, given_w), made, next);
  }
  throw raise(
    space,
    'TypeError',
    `exceptions must be classes or instances deriving from BaseException, not ${space.type(w_type).name}`,
  );
}

function throwArguments(space: Space, w_gen: W, w_type: W, w_value?: W, w_traceback?: W): W {
  const args_w = [w_type, w_value, w_traceback].filter((w) => w !== undefined);
  return thrownError(space, args_w, (error) => {
    const caller = space.top;
    return orStopIteration(space, caller, w_gen, throwError(space, w_gen, error));
  });
}

/** `close()`: GeneratorExit inside; answers the value that the generator returned then. */
export function close(space: Space, w_gen: W): W {
  const payload = generatorOf(space, w_gen);
  switch (payload.state) {
    case 'created':
      payload.frame.clear();
      return space.w_None;
    case 'done':
      return space.w_None;
    case 'running':
      throw alreadyExecuting(space, w_gen);
  }
  if (payload.frame.closesAtOnce) {
    payload.frame.clear();
    return space.w_None;
  }
  const ended = (error: OperationError): W => {
    const isStop = error.matches(space.types.StopIteration);
    if (!isStop && !error.matches(space.types.GeneratorExit)) throw error;
    const w_value = isStop ? stopValue(space, error) : space.w_None;
    space.dropError(error);
    return w_value;
  };
  const answered = (w: W): W => {
    if (w === STOP) return payload.takeResult(space);
    throw raise(space, 'RuntimeError', `${kindOf(space, w_gen)} ignored GeneratorExit`);
  };
  return attempt(
    space,
    () => throwError(space, w_gen, raiseWith(space, 'GeneratorExit', [])),
    answered,
    ended,
  );
}

// --- finalisation

/** Where errors of finalisers go; set by modules/sys.ts. The message is what comes before the object's repr. */
export interface Unraisable {
  (space: Space, error: OperationError, message: string, w_object: W): W;
}

const HOOKS = new WeakMap<Space, GeneratorHooks>();

/** What `sys` sets for generators of all kinds. */
export interface GeneratorHooks {
  w_firstiter: W | null;
  w_finalizer: W | null;
  originDepth: number;
  unraisable: Unraisable | null;
  /** `RuntimeWarning: coroutine 'f' was never awaited`; set by modules/warn.ts. */
  warnUnawaited: ((space: Space, w_coroutine: W) => W) | null;
}

export function generatorHooks(space: Space): GeneratorHooks {
  let hooks = HOOKS.get(space);
  if (hooks === undefined) {
    hooks = { w_firstiter: null, w_finalizer: null, originDepth: 0, unraisable: null, warnUnawaited: null };
    HOOKS.set(space, hooks);
    space.roots.push((visit) => {
      const { w_firstiter, w_finalizer } = generatorHooks(space);
      if (w_firstiter !== null) visit(w_firstiter);
      if (w_finalizer !== null) visit(w_finalizer);
    });
  }
  return hooks;
}

/** Before a generator object goes away: its `finally` blocks run. */
export function finalize(space: Space, w_gen: W): W {
  const payload = generatorOf(space, w_gen);
  if (payload.state === 'done' || payload.state === 'running') return space.w_None;
  const hooks = generatorHooks(space);
  if (space.type(w_gen) === space.types.async_generator && payload.w_finalizer !== null && !payload.closed) {
    return unraisableOn(space, w_gen, 'finalizing generator', () =>
      call(space, payload.w_finalizer!, [w_gen]),
    );
  }
  if (
    space.type(w_gen) === space.types.coroutine &&
    payload.state === 'created' &&
    hooks.warnUnawaited !== null
  ) {
    const { warnUnawaited } = hooks;
    return andThen(
      space,
      space.top,
      unraisableOn(space, w_gen, 'finalizing coroutine', () => warnUnawaited(space, w_gen)),
      () => close(space, w_gen),
    );
  }
  return unraisableOn(space, w_gen, 'closing generator', () => close(space, w_gen));
}

/** `frame.clear()` on the body of a generator: what has not begun is warned of and closed; answers whether `frame` is one. */
export function clearBody(space: Space, frame: PythonFrame): W | null {
  const { w_generator } = frame;
  return w_generator === null ? null : finalize(space, w_generator);
}

function unraisableOn(space: Space, w_object: W, doing: string, run: () => W): W {
  return attempt(
    space,
    run,
    () => space.w_None,
    (error) => {
      const { unraisable } = generatorHooks(space);
      if (unraisable !== null) return unraisable(space, error, `Exception ignored while ${doing}`, w_object);
      space.dropError(error);
      return space.w_None;
    },
  );
}

// --- awaiting

/** GET_AWAITABLE: the iterator that drives `await w_x`. `where`: 1 in `__aenter__`, 2 in `__aexit__` of `async with`. */
export function getAwaitable(space: Space, w_x: W, where: 0 | 1 | 2 = 0): W {
  const type = space.type(w_x);
  if (type === space.types.coroutine) {
    const payload = generatorOf(space, w_x);
    if (payload.state === 'suspended' && payload.frame.yieldFrom() !== null)
      throw raise(space, 'RuntimeError', 'coroutine is being awaited already');
    return w_x;
  }
  if (
    type === space.types.generator &&
    (codeOf(space, generatorOf(space, w_x).w_code).code.flags & CodeFlag.ITERABLE_COROUTINE) !== 0
  ) {
    return w_x;
  }
  const slot = type.slots.await;
  if (slot === null) {
    const texts = [
      `'${type.name}' object can't be awaited`,
      `'async with' received an object from __aenter__ that does not implement __await__: ${type.name}`,
      `'async with' received an object from __aexit__ that does not implement __await__: ${type.name}`,
    ];
    throw raise(space, 'TypeError', texts[where]);
  }
  return andThen(space, space.top, slot(space, w_x), (w) => {
    const got = space.type(w);
    if (got === space.types.coroutine) {
      throw raise(space, 'TypeError', '__await__() returned a coroutine');
    }
    if (got.slots.iternext === null) {
      throw raise(space, 'TypeError', `__await__() returned non-iterator of type '${got.name}'`);
    }
    return w;
  });
}

/** GET_YIELD_FROM_ITER. */
export function getYieldFromIterator(space: Space, w_x: W, w_code: W): W {
  const type = space.type(w_x);
  if (type === space.types.coroutine) {
    const { flags } = codeOf(space, w_code).code;
    if ((flags & (CodeFlag.COROUTINE | CodeFlag.ITERABLE_COROUTINE)) === 0) {
      throw raise(space, 'TypeError', "cannot 'yield from' a coroutine object in a non-coroutine generator");
    }
    return w_x;
  }
  return type === space.types.generator ? w_x : iter(space, w_x);
}

/**
 * SEND to any iterator, out of the way of the engine's fast paths: answers what it yields, or STOP with the result in
 * `takeSent`. Errors other than StopIteration pass.
 */
export function sendTo(space: Space, w_receiver: W, w_value: W, returned: (w_result: W) => W): W {
  if (isGeneratorLike(space, w_receiver)) {
    return andThen(space, space.top, resume(space, w_receiver, w_value), (w) =>
      w === STOP ? returned(generatorOf(space, w_receiver).takeResult(space)) : w,
    );
  }
  const onError = (error: OperationError): W => {
    if (!error.matches(space.types.StopIteration)) throw error;
    const w_result = stopValue(space, error);
    const w_kept = space.own(w_result);
    space.dropError(error);
    space.drop(w_kept);
    return returned(w_result);
  };
  const caller = space.top;
  return attempt(
    space,
    () => {
      if (!space.is(w_value, space.w_None)) {
        return andThen(space, caller, space.getattr(w_receiver, 'send'), (w_send) =>
          call(space, w_send, [w_value]),
        );
      }
      // A class's `__next__` is called itself, because the slot would lose the StopIteration's value.
      const type = space.type(w_receiver);
      const w_next = type.isHeap ? type.lookup('__next__') : undefined;
      if (w_next !== undefined) return space.callMethodObject(w_next, w_receiver, [], null);
      return next(space, w_receiver);
    },
    (w) => (w === STOP ? returned(space.w_None) : w),
    onError,
  );
}

// --- attributes

const textField = (field: 'name' | 'qualname'): Getset => ({
  get: (space, w) => space.newstr(generatorOf(space, w)[field]),
  set: (space, w, w_value) => {
    if (w_value === null || !space.type(w_value).isSubtype(space.types.str))
      throw raise(space, 'TypeError', `__${field}__ must be set to a string object`);
    generatorOf(space, w)[field] = space.str_w(w_value);
  },
});

export function attributes(prefix: 'gi' | 'cr' | 'ag', delegate: string): Record<string, Getset> {
  return {
    __name__: textField('name'),
    __qualname__: textField('qualname'),
    [delegate]: {
      get: (space, w) => {
        const payload = generatorOf(space, w);
        if (payload.state !== 'suspended') return space.w_None;
        return payload.frame.yieldFrom() ?? space.w_None;
      },
    },
    [`${prefix}_running`]: {
      get: (space, w) => {
        const payload = generatorOf(space, w);
        return space.newbool(prefix === 'ag' ? payload.runningAsync : payload.state === 'running');
      },
    },
    [`${prefix}_frame`]: {
      get: (space, w) => {
        const { frame } = generatorOf(space, w);
        return frame.state === 'done' ? space.w_None : space.frameobject(frame);
      },
    },
    [`${prefix}_suspended`]: {
      get: (space, w) => {
        return space.newbool(generatorOf(space, w).state === 'suspended');
      },
    },
    [`${prefix}_code`]: { get: (space, w) => generatorOf(space, w).w_code },
  };
}

export const objectText = (space: Space, w: W): W =>
  space.newstr(`<${space.type(w).name} object ${generatorOf(space, w).qualname} at ${space.address(w)}>`);

export const genericClass = resumable(
  '__class_getitem__',
  '$type, item, /',
  (space: Space, w_type: W, w_item: W) => space.genericAlias(w_type, w_item),
);

const driving = [
  resumable('send', '$self, value, /', send),
  resumable('throw', '$self, type, value=NULL, traceback=NULL, /', throwArguments),
  resumable('close', '$self, /', close),
];

export const generatorType: TypeDefinition = {
  name: 'generator',
  isBase: false,
  hasWeakrefs: true,
  slots: { iter: (_space, w) => w, iternext: generatorNext, repr: objectText, finalize },
  methods: [...driving, sizeofMethod],
  classMethods: [genericClass],
  getset: attributes('gi', 'gi_yieldfrom'),
};

// --- coroutines

export const coroutineType: TypeDefinition = {
  name: 'coroutine',
  isBase: false,
  hasWeakrefs: true,
  slots: {
    repr: objectText,
    finalize,
    await: (space, w) => space.newobj(space.types.coroutine_wrapper, new Wrapper(space.own(w))),
  },
  methods: [...driving, sizeofMethod],
  classMethods: [genericClass],
  getset: {
    ...attributes('cr', 'cr_await'),
    cr_origin: { get: (space, w) => generatorOf(space, w).w_origin ?? space.w_None },
  },
};

/** One owned value: of `coro.__await__()`, or a value that an async generator yielded (ASYNC_GEN_WRAP). */
export class Wrapper extends Payload {
  w_value: W;
  constructor(w_value: W) {
    super();
    this.w_value = w_value;
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_value !== null) visit(this.w_value);
  }
  forget(): void {
    this.w_value = null as unknown as W;
  }
}

export const inner = (space: Space, w: W): W => (space.data(w) as Wrapper).w_value;

export const coroutineWrapperType: TypeDefinition = {
  name: 'coroutine_wrapper',
  isBase: false,
  slots: {
    iter: (_space, w) => w,
    // The result must reach whoever drives the coroutine: by a StopIteration, which is what no STOP can carry.
    iternext: (space, w) => {
      const w_coroutine = inner(space, w);
      return andThen(space, space.top, resume(space, w_coroutine, space.w_None), (w_answer) => {
        if (w_answer !== STOP) return w_answer;
        const w_result = generatorOf(space, w_coroutine).takeResult(space);
        if (space.is(w_result, space.w_None)) return STOP;
        throw stopIteration(space, w_result);
      });
    },
  },
  methods: [
    resumable('send', '$self, value, /', (space: Space, w: W, w_value: W) =>
      send(space, inner(space, w), w_value),
    ),
    resumable(
      'throw',
      '$self, type, value=NULL, traceback=NULL, /',
      (space: Space, w: W, w_type: W, w_value?: W, w_traceback?: W) =>
        throwArguments(space, inner(space, w), w_type, w_value, w_traceback),
    ),
    resumable('close', '$self, /', (space: Space, w: W) => close(space, inner(space, w))),
  ],
};
