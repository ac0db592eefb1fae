// Builtins that call Python many times, written in one piece: a host generator yields what each operation answered and gets its value back
// when it is there. One continuation carries the generator over every wait, so that neither suspension nor errors break it up (`try` works as usual).
// For code where a call costs far more than the generator does (some 50 ns): files, codecs, processes; never for hot operations of types.
import { andThen } from './continuation.ts';
import { call, getattr, getattrOr, setattr } from './descroperation.ts';
import { SUSPEND } from './object.ts';
import type { W } from './object.ts';
import type { Space } from './space.ts';

/** `yield` an operation's answer, get its value. Temporaries live until the whole has ended. */
export type Steps<T = W> = Generator<W, T, W>;

export function runSteps(space: Space, steps: Steps): W {
  const caller = space.top;
  const go = (advance: () => IteratorResult<W, W>): W => {
    let result = advance();
    while (!result.done) {
      const w_answer = result.value;
      if (w_answer === SUSPEND) {
        return andThen(
          space,
          caller,
          w_answer,
          (w) => go(() => steps.next(w)),
          (error) => go(() => steps.throw(error)),
        );
      }
      result = steps.next(w_answer);
    }
    return result.value;
  };
  return go(() => steps.next());
}

/** `w.name(*args)`. */
export function* callMethod(space: Space, w: W, name: string, args_w: readonly W[] = []): Steps {
  const w_method = yield getattr(space, w, name);
  return yield call(space, w_method, args_w);
}

/** `bool(w.name)`, and the like. */
export function* isTrue(space: Space, w: W): Steps<boolean> {
  const w_truth = yield space.truth(w);
  return space.is(w_truth, space.w_True);
}

export function* attributeOr(space: Space, w: W, name: string, w_default: W): Steps {
  return yield getattrOr(space, w, name, w_default);
}

export function* setAttribute(space: Space, w: W, name: string, w_value: W | null): Steps<void> {
  yield setattr(space, w, name, w_value);
}
