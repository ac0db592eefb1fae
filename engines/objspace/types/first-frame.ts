// The search of an iterator for the first item that fits, as one frame: what `filter`, `itertools.filterfalse`, `dropwhile` and `compress` do for one
// of their items. The condition may be Python code, and so may its truth.
import type { Frame } from '../continuation.ts';
import { truth } from '../descroperation.ts';
import { STOP, SUSPEND } from '../object.ts';
import type { W } from '../object.ts';
import type { Space } from '../space.ts';
import { IterationFrame } from '../step-frames.ts';

/** Takes items until `condition` of one answers as wanted, and answers that item; a condition that answers STOP ends it. */
export class FirstFrame extends IterationFrame {
  private readonly condition: (w_item: W) => W;
  private readonly wanted: boolean;
  /** What the condition needs for as long as it is asked. */
  private readonly w_kept: W | null;
  private w_item: W | null = null;
  private tested = false;

  constructor(
    space: Space,
    w_iterator: W,
    condition: (w_item: W) => W,
    wanted: boolean,
    w_kept: W | null = null,
  ) {
    super(space, w_iterator);
    this.condition = condition;
    this.wanted = wanted;
    this.w_kept = w_kept === null ? null : space.own(w_kept);
  }

  /**
   * Goes on with an item that somebody else has taken, and whose condition he has asked: `w_answer`, or SUSPEND with what is to answer on top
   * of `below`.
   */
  goOn(space: Space, w_item: W, below: Frame | null, w_answer: W): W {
    this.w_item = space.own(w_item);
    this.waitForAnswer();
    if (w_answer !== SUSPEND) {
      this.back = below;
      space.top = this;
      return this.resume(space, w_answer);
    }
    let lowest = space.top!;
    while (lowest.back !== below) lowest = lowest.back!;
    lowest.back = this;
    this.back = below;
    return SUSPEND;
  }

  protected item(space: Space, w_item: W): W | null {
    this.w_item = space.own(w_item);
    const w = this.condition(w_item);
    return w === SUSPEND ? w : this.test(space, w);
  }

  private test(space: Space, w: W): W | null {
    if (w === STOP) return STOP;
    this.tested = true;
    const w_truth = truth(space, w);
    return w_truth === SUSPEND ? w_truth : this.decide(space, w_truth);
  }

  private decide(space: Space, w_truth: W): W | null {
    this.tested = false;
    if (space.is(w_truth, space.w_True) === this.wanted) return this.w_item;
    space.drop(this.w_item!);
    this.w_item = null;
    return null;
  }

  protected override answered(space: Space, w: W): W | null {
    return this.tested ? this.decide(space, w) : this.test(space, w);
  }

  protected end(): W {
    return STOP;
  }

  protected override release(space: Space): void {
    super.release(space);
    if (this.w_kept !== null) space.drop(this.w_kept);
    if (this.w_item !== null) space.drop(this.w_item);
  }
}
