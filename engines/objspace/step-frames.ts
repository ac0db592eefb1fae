// Resumable builtins that run in a loop, as frames with a state: one turn of the loop is one step, so that what an item leaves
// behind is freed before the next one is asked for. A chain of continuations would keep every turn's temporaries until its end.
// What a frame keeps between turns it owns, and gives back in `release`.
import { Frame } from './continuation.ts';
import type { OperationError } from './error.ts';
import { STOP, SUSPEND } from './object.ts';
import type { W } from './object.ts';
import { raise } from './raise.ts';
import type { Space } from './space.ts';

/** A builtin's frame: `step` answers the result, or SUSPEND with what is to run on top of it. */
export abstract class StepFrame extends Frame {
  /** `w_value` is what the operation that the last step asked for has answered; nothing the first time. */
  protected abstract step(space: Space, w_value: W | undefined): W;

  /** Gives back what the frame owns. */
  protected abstract release(space: Space): void;

  resume(space: Space, w_value: W | undefined): W {
    let w_result: W;
    try {
      w_result = this.step(space, w_value);
    } catch (e) {
      this.leave(space);
      throw e;
    }
    if (w_result !== SUSPEND) this.leave(space);
    return w_result;
  }

  override raise(space: Space, error: OperationError): W {
    this.leave(space);
    throw error;
  }

  protected leave(space: Space): void {
    space.top = this.back;
    this.release(space);
  }
}

/** Puts a frame on the stack, to run when the caller has answered SUSPEND. */
export function push(space: Space, frame: Frame): W {
  frame.back = space.top;
  space.top = frame;
  return SUSPEND;
}

/** Puts a frame on the stack, whose first step the engine may run at once; the caller answers what this answers. */
export function enter(space: Space, frame: StepFrame): W {
  frame.back = space.top;
  space.top = frame;
  return space.begin(frame);
}

const ASK = 0;
const ITEM = 1;
const ANSWER = 2;
const END = 3;

/** Takes the items of an iterator one by one. */
export abstract class IterationFrame extends StepFrame {
  protected w_iterator: W;
  private state = ASK;

  constructor(space: Space, w_iterator: W) {
    super();
    this.w_iterator = space.own(w_iterator);
  }

  /**
   * What to do with an item: null to go on with the next, SUSPEND when an operation was begun whose answer `answered` is to
   * get, any other value is the result and ends the loop.
   */
  protected abstract item(space: Space, w_item: W): W | null;

  protected answered(_space: Space, _w_value: W): W | null {
    throw new Error(`${this.constructor.name} has no operation to be answered`);
  }

  /** The result when the iterator has no further item; may be SUSPEND, and then `ended` gets the answer. */
  protected abstract end(space: Space): W;

  protected ended(_space: Space, w_value: W): W {
    return w_value;
  }

  protected release(space: Space): void {
    space.drop(this.w_iterator);
  }

  protected step(space: Space, w_value: W | undefined): W {
    let { state } = this;
    if (state === END) return this.ended(space, w_value!);
    const { w_iterator } = this;
    const iternext = space.type(w_iterator).slots.iternext;
    if (iternext === null) {
      throw raise(space, 'TypeError', `'${space.type(w_iterator).name}' object is not an iterator`);
    }
    for (;;) {
      let w_done: W | null;
      if (state === ANSWER) {
        w_done = this.answered(space, w_value!);
      } else {
        if (state === ASK) {
          w_value = this.ask(space, iternext);
          if (w_value === SUSPEND) {
            this.state = ITEM;
            return SUSPEND;
          }
        }
        if (w_value === STOP) return this.finish(space);
        w_done = this.item(space, w_value!);
      }
      if (w_done !== null) {
        this.state = ANSWER;
        return w_done;
      }
      state = this.state = ASK;
      space.endStep(undefined);
    }
  }

  /** The iterator, while nothing has been asked of it yet. */
  get w_unasked(): W | null {
    return this.state === ASK ? this.w_iterator : null;
  }

  /** Waits for the next item of this very iterator: the engine may hand it over. */
  waitsFor(w_iterator: W | null): boolean {
    return this.state === ITEM && this.w_iterator === w_iterator;
  }

  /** Whether `item` answers null for it at once, and neither raises nor calls Python code: compiled code hands over such items alone. */
  canTake(_space: Space, _w_item: W): boolean {
    return false;
  }

  /** From now on the engine asks itself, and hands over. */
  waitForItems(): void {
    this.state = ITEM;
  }
  /** Somebody else has done what `item` does. */
  protected waitForAnswer(): void {
    this.state = ANSWER;
  }

  /**
   * What `resume` does with an item, up to where the iterator is asked again: null for that. The engine asks itself then, and hands over the next
   * one in the same way.
   */
  handOver(space: Space, w_item: W): W | null {
    let w_done: W | null;
    try {
      w_done = this.item(space, w_item);
    } catch (e) {
      this.leave(space);
      throw e;
    }
    if (w_done === null) return null;
    this.state = ANSWER;
    if (w_done !== SUSPEND) this.leave(space);
    return w_done;
  }

  private finish(space: Space): W {
    this.state = END;
    return this.end(space);
  }

  private ask(space: Space, iternext: (space: Space, w: W) => W): W {
    try {
      return iternext(space, this.w_iterator);
    } catch (e) {
      return this.stopped(space, space.asOperationError(e));
    }
  }

  /** StopIteration from below an iterator's `__next__` ends the loop too, as that of a function under `map`. */
  private stopped(space: Space, error: OperationError): W {
    if (!error.matches(space.types.StopIteration)) throw error;
    space.dropError(error);
    return STOP;
  }

  override raise(space: Space, error: OperationError): W {
    if (this.state !== ITEM || !error.matches(space.types.StopIteration)) return super.raise(space, error);
    space.dropError(error);
    return this.resume(space, STOP);
  }
}

/** How deep containers inside containers may lie for comparison and repr; about what CPython's 8 MB of C stack last for. */
const MAX_NESTING = 20_000;
let nesting = 0;

/** For an operation that knows how deep it is: `doing` as the error's text ends. */
export function checkNesting(space: Space, depth: number, doing: string): void {
  if (depth >= MAX_NESTING) throw raise(space, 'RecursionError', `maximum recursion depth exceeded ${doing}`);
}

/** A frame of an operation that goes into containers of containers without a Python call that would be counted. */
export abstract class RecursiveFrame extends StepFrame {
  private entered = false;

  /** Called once, before the frame is entered. */
  protected count(space: Space, doing: string): void {
    if (nesting >= MAX_NESTING) {
      throw raise(space, 'RecursionError', `maximum recursion depth exceeded ${doing}`);
    }
    nesting++;
    this.entered = true;
  }

  protected override leave(space: Space): void {
    if (this.entered) nesting--;
    this.entered = false;
    super.leave(space);
  }
}
