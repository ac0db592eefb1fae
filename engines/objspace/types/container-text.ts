// `repr` of containers: item by item, with `...` where a container holds itself. Models Py_ReprEnter/Py_ReprLeave and the _repr functions of
// CPython's Objects/listobject.c, tupleobject.c, dictobject.c, setobject.c.
import { repr } from '../descroperation.ts';
import { SUSPEND } from '../object.ts';
import type { W } from '../object.ts';
import { TextBuilder } from '../../kernels/text.ts';
import type { Space } from '../space.ts';
import { enter, RecursiveFrame } from '../step-frames.ts';

/** Containers whose text is being made, of this space: at most as many as calls are nested, so a list serves. */
const IN_PROGRESS = new WeakMap<Space, W[]>();

function inProgress(space: Space): W[] {
  let list = IN_PROGRESS.get(space);
  if (list === undefined) IN_PROGRESS.set(space, (list = []));
  return list;
}

/** Parts are asked for one at a time, because the container may change meanwhile; null: no more. */
export interface TextPlan {
  open: string;
  /** The value of the `n`th repr; a text in front of it (`, ` or `: `) is `before`. */
  part(n: number): { before: string; w: W } | null;
  close(parts: number): string;
  /** What the parts are taken from, where that is not the container itself. */
  keep?: W;
}

class ReprFrame extends RecursiveFrame {
  private readonly w_container: W;
  private readonly plan: TextPlan;
  private readonly builder = new TextBuilder();
  private n = 0;
  private readonly active: W[];

  constructor(space: Space, w_container: W, plan: TextPlan) {
    super();
    this.count(space, 'while getting the repr of an object');
    this.w_container = space.own(w_container);
    this.plan = plan;
    if (plan.keep !== undefined) space.own(plan.keep);
    this.builder.add(plan.open);
    this.active = inProgress(space);
    this.active.push(w_container);
  }

  protected step(space: Space, w_value: W | undefined): W {
    if (w_value !== undefined) this.take(space, w_value);
    for (;;) {
      const part = this.plan.part(this.n);
      if (part === null) {
        this.builder.add(this.plan.close(this.n));
        return space.newtext(this.builder.done());
      }
      this.builder.add(part.before);
      const w_text = repr(space, part.w);
      if (w_text === SUSPEND) return w_text;
      this.take(space, w_text);
    }
  }

  private take(space: Space, w_text: W): void {
    this.builder.add(space.text_w(w_text));
    this.n++;
    space.endStep(undefined);
  }

  protected release(space: Space): void {
    // The innermost entry for this container; others may have finished out of order in another thread.
    const i = this.active.findLastIndex((w) => space.is(w, this.w_container));
    if (i >= 0) this.active.splice(i, 1);
    space.drop(this.w_container);
    if (this.plan.keep !== undefined) space.drop(this.plan.keep);
  }
}

export function containerRepr(space: Space, w_container: W, recursive: string, plan: TextPlan): W {
  for (const w of inProgress(space)) if (space.is(w, w_container)) return space.newstr(recursive);
  return enter(space, new ReprFrame(space, w_container, plan));
}

/** Items by index between brackets. */
export function itemsPlan(
  open: string,
  closing: string | ((parts: number) => string),
  item: (n: number) => W | undefined,
): TextPlan {
  return {
    open,
    part(n) {
      const w = item(n);
      return w === undefined ? null : { before: n === 0 ? '' : ', ', w };
    },
    close: typeof closing === 'string' ? () => closing : closing,
  };
}
