// Builtins that call Python many times, written in one piece: a host generator yields what each operation answered and gets its value back
// when it is there. One frame carries the generator over every wait, so that neither suspension nor errors break it up (`try` works as usual).
// For code where a call costs far more than the generator does (some 50 ns): files, codecs, processes; never for hot operations of types.
import { andThen, Continuation } from './continuation.ts';
import { call, getattr, getattrOr, setattr } from './descroperation.ts';
import type { OperationError } from './error.ts';
import { SUSPEND } from './object.ts';
import type { W } from './object.ts';
import type { Space } from './space.ts';
import { push, StepFrame } from './step-frames.ts';

/** `yield` an operation's answer, get its value. Temporaries live until the whole has ended. */
export type Steps<T = W> = Generator<W, T, W>;

/**
 * Carries the steps from their second wait on. It owns the temporaries of all of them: to hand them from continuation to continuation would
 * cost as much at each wait as there have been waits before.
 */
class StepsFrame extends StepFrame {
  private readonly steps: Steps;
  private kept: W[] = [];
  private begin: ((steps: Steps) => IteratorResult<W, W>) | null;

  constructor(steps: Steps, begin: (steps: Steps) => IteratorResult<W, W>) {
    super();
    this.steps = steps;
    this.begin = begin;
  }

  private run(space: Space, advance: () => IteratorResult<W, W>): W {
    let result = advance();
    while (!result.done) {
      if (result.value === SUSPEND) {
        this.keep(space.keepForContinuation());
        // An operation's own continuation has taken what there was when it was made, also what is ours.
        let lowest = space.top!;
        while (lowest.back !== this) lowest = lowest.back!;
        if (lowest instanceof Continuation) {
          this.keep(lowest.kept);
          lowest.kept = null;
        }
        return SUSPEND;
      }
      result = this.steps.next(result.value);
    }
    return result.value;
  }

  private keep(fresh: readonly W[] | null): void {
    if (fresh !== null) for (const w of fresh) this.kept.push(w);
  }

  protected step(space: Space, w_value: W | undefined): W {
    const { begin, steps } = this;
    this.begin = null;
    return this.run(space, () => (begin === null ? steps.next(w_value!) : begin(steps)));
  }

  override raise(space: Space, error: OperationError): W {
    let w_result: W;
    try {
      w_result = this.run(space, () => this.steps.throw(error));
    } catch (e) {
      this.leave(space);
      throw e;
    }
    if (w_result !== SUSPEND) this.leave(space);
    return w_result;
  }

  protected release(space: Space): void {
    if (this.kept.length > 0) space.giveBackAfterStep(this.kept);
    this.kept = [];
  }
}

export function runSteps(space: Space, steps: Steps): W {
  const caller = space.top;
  const goOn = (begin: (steps: Steps) => IteratorResult<W, W>): W => {
    const frame = new StepsFrame(steps, begin);
    push(space, frame);
    return frame.resume(space, undefined);
  };
  let result = steps.next();
  while (!result.done) {
    const w_answer = result.value;
    if (w_answer === SUSPEND) {
      return andThen(
        space,
        caller,
        w_answer,
        (w) => goOn((waiting) => waiting.next(w)),
        (error) => goOn((waiting) => waiting.throw(error)),
      );
    }
    result = steps.next(w_answer);
  }
  return result.value;
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
