// A resumable loop over operations that may call Python, as one frame: each operation's answer is handed to the next turn, and what a
// turn leaves behind is freed before the next one. For algorithms (sifting a heap, merging, encoding) that would otherwise be a chain of
// continuations, one for each turn.
import type { OperationError } from './error.ts';
import { SUSPEND } from './object.ts';
import type { W } from './object.ts';
import type { Space } from './space.ts';
import { enter, StepFrame } from './step-frames.ts';

export class LoopFrame extends StepFrame {
  private readonly keep_w: W[];
  private readonly turn: (loop: LoopFrame, w_answer: W | undefined) => W;
  private finished = false;
  /** Called when the loop is left, by its end or by an error. */
  private readonly after: (() => void) | undefined;
  /** Called with an error that an operation ended with, before it goes on. */
  onError: ((error: OperationError) => void) | undefined;

  constructor(
    space: Space,
    keep_w: readonly W[],
    turn: (loop: LoopFrame, w_answer: W | undefined) => W,
    after?: () => void,
  ) {
    super();
    this.keep_w = keep_w.map((w) => space.own(w));
    this.turn = turn;
    this.after = after;
  }

  /** `w` (which may be SUSPEND) is the loop's result. */
  finish(w: W): W {
    this.finished = true;
    return w;
  }

  /** Owns `w` until the loop ends. */
  keep(space: Space, w: W): W {
    this.keep_w.push(space.own(w));
    return w;
  }

  protected step(space: Space, w_value: W | undefined): W {
    if (this.finished) return w_value!;
    let w_answer = w_value;
    for (;;) {
      const w = this.turn(this, w_answer);
      if (w === SUSPEND || this.finished) return w;
      w_answer = space.endStep(w);
    }
  }

  override raise(space: Space, error: OperationError): W {
    this.onError?.(error);
    return super.raise(space, error);
  }

  protected release(space: Space): void {
    this.after?.();
    for (const w of this.keep_w) space.drop(w);
  }
}

/**
 * Runs `turn` until it finishes: it begins one operation and answers what that answered, and gets that value back at its next turn
 * (nothing at the first). `keep_w` live as long as the loop. Anything else that outlasts a turn must be kept with `loop.keep`.
 */
export function loop(
  space: Space,
  keep_w: readonly W[],
  turn: (loop: LoopFrame, w_answer: W | undefined) => W,
  after?: () => void,
): W {
  return enter(space, new LoopFrame(space, keep_w, turn, after));
}
