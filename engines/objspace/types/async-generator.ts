// Async generators and the awaitables of their methods. Models the second half of CPython's Objects/genobject.c, and PEP 525. A step of the generator itself is
// generator.ts's: here is what `__anext__`, `asend`, `athrow` and `aclose` answer, and which of the values that come out of a step end an `await`.
import { andThen } from '../continuation.ts';
import { call } from '../descroperation.ts';
import type { OperationError } from '../error.ts';
import { leaf, resumable } from '../gateway.ts';
import { Payload, STOP } from '../object.ts';
import type { W } from '../object.ts';
import { raise, raiseWith } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import {
  generatorOf,
  stopIteration,
  resume,
  attempt,
  throwError,
  thrownError,
  close,
  generatorHooks,
  finalize,
  attributes,
  objectText,
  genericClass,
  Wrapper,
  inner,
} from './generator.ts';

/** CALL_INTRINSIC_1 ASYNC_GEN_WRAP: marks a value as yielded by the generator itself, not by what it awaits. */
export function wrapAsyncYield(space: Space, w_value: W): W {
  return space.newobj(space.types.async_generator_wrapped_value, new Wrapper(space.own(w_value)));
}

export const asyncGeneratorWrappedValueType: TypeDefinition = {
  name: 'async_generator_wrapped_value',
  isBase: false,
};

const INIT = 0;
const ITER = 1;
const CLOSED = 2;

/** Awaitable of `__anext__` and `asend`. */
class Asend extends Payload {
  w_generator: W;
  /** What is sent at the first step; null: None. */
  w_value: W | null;
  state: 0 | 1 | 2 = INIT;
  constructor(w_generator: W, w_value: W | null) {
    super();
    this.w_generator = w_generator;
    this.w_value = w_value;
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_generator !== null) visit(this.w_generator);
    if (this.w_value !== null) visit(this.w_value);
  }
  forget(): void {
    this.w_generator = null as unknown as W;
    this.w_value = null;
  }
}

/** Awaitable of `athrow` and, without arguments, `aclose`. */
class Athrow extends Payload {
  w_generator: W;
  args_w: readonly W[] | null;
  state: 0 | 1 | 2 = INIT;
  constructor(w_generator: W, args_w: readonly W[] | null) {
    super();
    this.w_generator = w_generator;
    this.args_w = args_w;
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_generator !== null) visit(this.w_generator);
    this.args_w?.forEach(visit);
  }
  forget(): void {
    this.w_generator = null as unknown as W;
    this.args_w = null;
  }
}

const asendOf = (space: Space, w: W): Asend => space.data(w) as Asend;
const athrowOf = (space: Space, w: W): Athrow => space.data(w) as Athrow;

/** At the first use: the event loop's hooks hear of the generator. */
function initHooks(space: Space, w_gen: W): W {
  const payload = generatorOf(space, w_gen);
  if (payload.hooksInited) return space.w_None;
  payload.hooksInited = true;
  const { w_firstiter, w_finalizer } = generatorHooks(space);
  if (w_finalizer !== null) payload.w_finalizer = space.own(w_finalizer);
  return w_firstiter === null ? space.w_None : call(space, w_firstiter, [w_gen]);
}

/** A step of the generator has answered: its own yields end the awaitable, what it awaits passes on. */
function unwrapYield(space: Space, w_gen: W, w: W, yielded: (w_value: W) => W): W {
  const payload = generatorOf(space, w_gen);
  if (w === STOP) {
    payload.takeResult(space);
    payload.runningAsync = false;
    payload.closed = true;
    throw raiseWith(space, 'StopAsyncIteration', []);
  }
  if (space.type(w) === space.types.async_generator_wrapped_value) {
    payload.runningAsync = false;
    return yielded(inner(space, w));
  }
  return w;
}

/** What a step's value is to who calls `send`. */
const asStopIteration =
  (space: Space) =>
  (w_value: W): never => {
    throw stopIteration(space, w_value);
  };

/** A step has failed: the generator is at its end if it says so. */
function failedStep(space: Space, w_gen: W, error: OperationError): never {
  const payload = generatorOf(space, w_gen);
  if (error.matches(space.types.StopAsyncIteration) || error.matches(space.types.GeneratorExit))
    payload.closed = true;
  payload.runningAsync = false;
  throw error;
}

const asendStep = (space: Space, w_self: W, w_value: W): W =>
  asendAwaited(space, w_self, w_value, asStopIteration(space));

/** A step for `await`, which takes the value without a StopIteration: `yielded` gets it. */
export function asendAwaited(space: Space, w_self: W, w_value: W, yielded: (w_value: W) => W): W {
  const self = asendOf(space, w_self);
  const w_gen = self.w_generator;
  const payload = generatorOf(space, w_gen);
  if (self.state === CLOSED)
    throw raise(space, 'RuntimeError', 'cannot reuse already awaited __anext__()/asend()');
  let w_sent = w_value;
  if (self.state === INIT) {
    if (payload.runningAsync) {
      self.state = CLOSED;
      throw raise(space, 'RuntimeError', 'anext(): asynchronous generator is already running');
    }
    if (space.is(w_value, space.w_None)) w_sent = self.w_value ?? space.w_None;
    self.state = ITER;
  }
  payload.runningAsync = true;
  return attempt(
    space,
    () => resume(space, w_gen, w_sent),
    (w) => {
      if (w === STOP || space.type(w) === space.types.async_generator_wrapped_value) self.state = CLOSED;
      return unwrapYield(space, w_gen, w, yielded);
    },
    (error) => {
      self.state = CLOSED;
      return failedStep(space, w_gen, error);
    },
  );
}

function asendThrow(space: Space, w_self: W, w_type: W, w_value?: W, w_traceback?: W): W {
  const self = asendOf(space, w_self);
  const w_gen = self.w_generator;
  const payload = generatorOf(space, w_gen);
  if (self.state === CLOSED)
    throw raise(space, 'RuntimeError', 'cannot reuse already awaited __anext__()/asend()');
  if (self.state === INIT) {
    if (payload.runningAsync) {
      self.state = CLOSED;
      throw raise(space, 'RuntimeError', 'anext(): asynchronous generator is already running');
    }
    self.state = ITER;
    payload.runningAsync = true;
  }
  const args_w = [w_type, w_value, w_traceback].filter((w) => w !== undefined);
  return attempt(
    space,
    () => thrownError(space, args_w, (error) => throwError(space, w_gen, error)),
    (w) => {
      if (w === STOP || space.type(w) === space.types.async_generator_wrapped_value) self.state = CLOSED;
      return unwrapYield(space, w_gen, w, asStopIteration(space));
    },
    (error) => {
      self.state = CLOSED;
      return failedStep(space, w_gen, error);
    },
  );
}

/** `close()` of an awaitable: GeneratorExit into it; it may not yield any more. */
function closeAwaitable(space: Space, isClosed: boolean, throwInto: (w_type: W) => W): W {
  if (isClosed) return space.w_None;
  const { GeneratorExit, StopAsyncIteration, StopIteration } = space.types;
  return attempt(
    space,
    () => throwInto(GeneratorExit.w_self),
    () => {
      throw raise(space, 'RuntimeError', 'coroutine ignored GeneratorExit');
    },
    (error) => {
      if (![GeneratorExit, StopAsyncIteration, StopIteration].some((type) => error.matches(type)))
        throw error;
      space.dropError(error);
      return space.w_None;
    },
  );
}

export const asyncGeneratorAsendType: TypeDefinition = {
  name: 'async_generator_asend',
  isBase: false,
  slots: {
    await: (_space, w) => w,
    iter: (_space, w) => w,
    iternext: (space, w) => asendStep(space, w, space.w_None),
  },
  methods: [
    resumable('send', '$self, value, /', asendStep),
    resumable('throw', '$self, type, value=NULL, traceback=NULL, /', asendThrow),
    resumable('close', '$self, /', (space: Space, w: W) =>
      closeAwaitable(space, asendOf(space, w).state === CLOSED, (w_type) => asendThrow(space, w, w_type)),
    ),
  ],
};

const athrowName = (self: Athrow): string => (self.args_w === null ? 'aclose' : 'athrow');

/** What the generator did after `athrow`'s or `aclose`'s exception. */
function athrowAnswer(space: Space, self: Athrow, w: W): W {
  const w_gen = self.w_generator;
  const payload = generatorOf(space, w_gen);
  if (self.args_w !== null) {
    if (w === STOP || space.type(w) === space.types.async_generator_wrapped_value) self.state = CLOSED;
    return unwrapYield(space, w_gen, w, asStopIteration(space));
  }
  if (w !== STOP && space.type(w) === space.types.async_generator_wrapped_value) {
    payload.runningAsync = false;
    self.state = CLOSED;
    throw raise(space, 'RuntimeError', 'async generator ignored GeneratorExit');
  }
  if (w === STOP) {
    payload.takeResult(space);
    payload.runningAsync = false;
    payload.closed = true;
    self.state = CLOSED;
    throw stopIteration(space, space.w_None);
  }
  return w;
}

function athrowFailed(space: Space, self: Athrow, error: OperationError): W {
  const payload = generatorOf(space, self.w_generator);
  payload.runningAsync = false;
  self.state = CLOSED;
  const { StopAsyncIteration, GeneratorExit } = space.types;
  if (self.args_w === null && (error.matches(StopAsyncIteration) || error.matches(GeneratorExit))) {
    // `aclose` is done: that is its result, no error.
    space.dropError(error);
    throw stopIteration(space, space.w_None);
  }
  throw error;
}

function athrowStep(space: Space, w_self: W, w_value: W): W {
  const self = athrowOf(space, w_self);
  const w_gen = self.w_generator;
  const payload = generatorOf(space, w_gen);
  if (self.state === CLOSED)
    throw raise(space, 'RuntimeError', 'cannot reuse already awaited aclose()/athrow()');
  if (payload.state === 'done' && self.state === INIT) {
    self.state = CLOSED;
    if (self.args_w === null) throw stopIteration(space, space.w_None);
    if (payload.closed) throw raiseWith(space, 'StopAsyncIteration', []);
    throw stopIteration(space, space.w_None);
  }
  let step: () => W;
  if (self.state === INIT) {
    if (payload.runningAsync) {
      self.state = CLOSED;
      throw raise(space, 'RuntimeError', `${athrowName(self)}(): asynchronous generator is already running`);
    }
    if (payload.closed) {
      self.state = CLOSED;
      if (self.args_w === null) throw stopIteration(space, space.w_None);
      throw raiseWith(space, 'StopAsyncIteration', []);
    }
    if (!space.is(w_value, space.w_None)) {
      throw raise(space, 'RuntimeError', "can't send non-None value to a just-started coroutine");
    }
    self.state = ITER;
    payload.runningAsync = true;
    if (self.args_w === null) {
      payload.closed = true;
      step = () => {
        if (payload.state === 'created') {
          close(space, w_gen);
          throw raiseWith(space, 'GeneratorExit', []);
        }
        return throwError(space, w_gen, raiseWith(space, 'GeneratorExit', []));
      };
    } else {
      const { args_w } = self;
      step = () => thrownError(space, args_w, (error) => throwError(space, w_gen, error), 'athrow');
    }
  } else {
    step = () => resume(space, w_gen, w_value);
  }
  return attempt(
    space,
    step,
    (w) => athrowAnswer(space, self, w),
    (error) => athrowFailed(space, self, error),
  );
}

function athrowThrow(space: Space, w_self: W, w_type: W, w_value?: W, w_traceback?: W): W {
  const self = athrowOf(space, w_self);
  const payload = generatorOf(space, self.w_generator);
  if (self.state === CLOSED)
    throw raise(space, 'RuntimeError', 'cannot reuse already awaited aclose()/athrow()');
  if (self.state === INIT) {
    if (payload.runningAsync) {
      self.state = CLOSED;
      throw raise(space, 'RuntimeError', `${athrowName(self)}(): asynchronous generator is already running`);
    }
    self.state = ITER;
    payload.runningAsync = true;
  }
  const args_w = [w_type, w_value, w_traceback].filter((w) => w !== undefined);
  return attempt(
    space,
    () => thrownError(space, args_w, (error) => throwError(space, self.w_generator, error)),
    (w) => athrowAnswer(space, self, w),
    (error) => athrowFailed(space, self, error),
  );
}

export const asyncGeneratorAthrowType: TypeDefinition = {
  name: 'async_generator_athrow',
  isBase: false,
  slots: {
    await: (_space, w) => w,
    iter: (_space, w) => w,
    iternext: (space, w) => athrowStep(space, w, space.w_None),
  },
  methods: [
    resumable('send', '$self, value, /', athrowStep),
    resumable('throw', '$self, type, value=NULL, traceback=NULL, /', athrowThrow),
    resumable('close', '$self, /', (space: Space, w: W) =>
      closeAwaitable(space, athrowOf(space, w).state === CLOSED, (w_type) => athrowThrow(space, w, w_type)),
    ),
  ],
};

function newAsend(space: Space, w_gen: W, w_value: W | null): W {
  return andThen(space, space.top, initHooks(space, w_gen), () =>
    space.newobj(
      space.types.async_generator_asend,
      new Asend(space.own(w_gen), w_value === null ? null : space.own(w_value)),
    ),
  );
}

function newAthrow(space: Space, w_gen: W, args_w: readonly W[] | null): W {
  return andThen(space, space.top, initHooks(space, w_gen), () => {
    const owned_w = args_w === null ? null : args_w.map((w) => space.own(w));
    return space.newobj(space.types.async_generator_athrow, new Athrow(space.own(w_gen), owned_w));
  });
}

export const asyncGeneratorType: TypeDefinition = {
  name: 'async_generator',
  isBase: false,
  hasWeakrefs: true,
  slots: {
    repr: objectText,
    finalize,
    aiter: (_space, w) => w,
    anext: (space, w) => newAsend(space, w, null),
  },
  methods: [
    resumable('asend', '$self, value, /', (space: Space, w: W, w_value: W) => newAsend(space, w, w_value)),
    resumable(
      'athrow',
      '$self, type, value=NULL, traceback=NULL, /',
      (space: Space, w: W, ...given_w: (W | undefined)[]) =>
        newAthrow(
          space,
          w,
          given_w.filter((g) => g !== undefined),
        ),
    ),
    resumable('aclose', '$self, /', (space: Space, w: W) => newAthrow(space, w, null)),
    leaf('__sizeof__', '$self, /', (space: Space, w: W) => space.sizeof(w), { result: 'int' }),
  ],
  classMethods: [genericClass],
  getset: attributes('ag', 'ag_await'),
};
