// `anext(x, default)`: an awaitable that answers the default where the awaited one is at its end. Models anextawaitable of CPython's
// Objects/iterobject.c.
import { andThen } from '../continuation.ts';
import { call, callSpecial } from '../descroperation.ts';
import type { OperationError } from '../error.ts';
import { resumable } from '../gateway.ts';
import { Payload, STOP } from '../object.ts';
import type { W } from '../object.ts';
import { raise, raiseWith } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';

class AnextAwaitable extends Payload {
  w_wrapped: W;
  w_default: W;
  constructor(w_wrapped: W, w_default: W) {
    super();
    this.w_wrapped = w_wrapped;
    this.w_default = w_default;
  }
  traverse(visit: (w: W) => void): void {
    visit(this.w_wrapped);
    visit(this.w_default);
  }
  forget(): void {
    this.w_wrapped = this.w_default = null as unknown as W;
  }
}

/** The builtin `anext`. */
export function anext(space: Space, w_x: W, w_default: W | undefined): W {
  const type = space.type(w_x);
  if (type.slots.anext === null) {
    throw raise(space, 'TypeError', `'${type.name}' object is not an async iterator`);
  }
  return andThen(space, space.top, type.slots.anext(space, w_x), (w_awaitable) =>
    w_default === undefined
      ? w_awaitable
      : space.newobj(
          space.types.anext_awaitable,
          new AnextAwaitable(space.own(w_awaitable), space.own(w_default)),
        ),
  );
}

/** Drives the iterator of what is awaited; its StopAsyncIteration becomes a StopIteration with the default. */
function drive(space: Space, w: W, step: (w_iterator: W) => W): W {
  const { w_wrapped, w_default } = space.data(w) as AnextAwaitable;
  const caller = space.top;
  const failed = (error: OperationError): W => {
    if (!error.matches(space.types.StopAsyncIteration)) throw error;
    space.dropError(error);
    throw raiseWith(space, 'StopIteration', [w_default]);
  };
  let w_answer: W;
  try {
    w_answer = andThen(space, caller, space.awaititer(w_wrapped), (w_iterable) => {
      const isCoroutine = space.type(w_iterable) === space.types.coroutine;
      const w_iterator = isCoroutine ? callSpecial(space, w_iterable, '__await__', [])! : w_iterable;
      return andThen(space, caller, w_iterator, step);
    });
  } catch (e) {
    return failed(space.asOperationError(e));
  }
  return andThen(space, caller, w_answer, (w_value) => w_value, failed);
}

const forward = (name: string) => (space: Space, w: W, args_w: W[]) =>
  drive(space, w, (w_iterator) =>
    andThen(space, space.top, space.getattr(w_iterator, name), (w_method) => call(space, w_method, args_w)),
  );

export const anextAwaitableType: TypeDefinition = {
  name: 'anext_awaitable',
  isBase: false,
  slots: {
    await: (_space, w) => w,
    iter: (_space, w) => w,
    iternext: (space, w) =>
      drive(space, w, (w_iterator) => {
        const { iternext } = space.type(w_iterator).slots;
        return andThen(space, space.top, iternext!(space, w_iterator), (w_value) => {
          if (w_value !== STOP) return w_value;
          throw raiseWith(space, 'StopIteration', []);
        });
      }),
  },
  methods: [
    resumable('send', '$self, *args', forward('send')),
    resumable('throw', '$self, *args', forward('throw')),
    resumable('close', '$self, *args', forward('close')),
  ],
};
