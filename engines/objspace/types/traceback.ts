// Traceback objects: one link for each frame that an exception passed. Models CPython's Python/traceback.c (object part). The text is
// traceback-text.ts.
import { leaf } from '../gateway.ts';
import { Payload } from '../object.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import { codeOf } from './code.ts';
import { lineOf, pythonFrameOf } from './frame.ts';

export class TracebackPayload extends Payload {
  w_next: W | null;
  w_frame: W;
  lasti: number;
  /** -1: to be worked out from `lasti` when asked for. */
  lineno: number | null;
  constructor(w_next: W | null, w_frame: W, lasti: number, lineno: number | null = -1) {
    super();
    this.w_next = w_next;
    this.w_frame = w_frame;
    this.lasti = lasti;
    this.lineno = lineno;
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_next !== null) visit(this.w_next);
    if (this.w_frame !== null) visit(this.w_frame);
  }
  forget(): void {
    this.w_next = null;
    this.w_frame = null as unknown as W;
  }
}

export const tracebackOf = (space: Space, w: W): TracebackPayload => space.data(w) as TracebackPayload;

/** The exception passes `w_frame`, whose instruction at byte offset `lasti` raised or called; in front of `w_next`. */
export function newTraceback(
  space: Space,
  w_next: W | null,
  w_frame: W,
  lasti: number,
  lineno: number | null = -1,
): W {
  const w_owned = w_next === null ? null : space.own(w_next);
  const payload = new TracebackPayload(w_owned, space.own(w_frame), lasti, lineno);
  return space.newobj(space.types.traceback, payload);
}

/** Null where the instruction has no line. */
export function tracebackLine(space: Space, payload: TracebackPayload): number | null {
  if (payload.lineno !== -1) return payload.lineno;
  return lineOf(codeOf(space, pythonFrameOf(space, payload.w_frame).w_code).code, payload.lasti);
}

export const tracebackType: TypeDefinition = {
  name: 'traceback',
  isBase: false,
  slots: {
    new: (space, _type, args_w, names) => {
      const parameters = ['tb_next', 'tb_frame', 'tb_lasti', 'tb_lineno'];
      const positional = args_w.length - (names?.length ?? 0);
      const [w_next, w_frame, w_lasti, w_line] = parameters.map((name, i) => {
        if (i < positional) return args_w[i];
        const at = names?.indexOf(name) ?? -1;
        if (at < 0)
          throw raise(space, 'TypeError', `traceback() missing required argument '${name}' (pos ${i + 1})`);
        return args_w[positional + at];
      });
      const none = space.is(w_next, space.w_None);
      if (!none && space.type(w_next) !== space.types.traceback) {
        throw raise(
          space,
          'TypeError',
          `expected traceback object or None, got '${space.type(w_next).name}'`,
        );
      }
      if (space.type(w_frame) !== space.types.frame) {
        throw raise(
          space,
          'TypeError',
          `traceback() argument 'tb_frame' must be frame, not ${space.type(w_frame).name}`,
        );
      }
      for (const w of [w_lasti, w_line]) {
        if (!space.type(w).isSubtype(space.types.int))
          throw raise(
            space,
            'TypeError',
            `'${space.type(w).name}' object cannot be interpreted as an integer`,
          );
      }
      const payload = new TracebackPayload(
        none ? null : space.own(w_next),
        space.own(w_frame),
        Number(space.int_w(w_lasti)),
        Number(space.int_w(w_line)),
      );
      return space.newobj(space.types.traceback, payload);
    },
  },
  methods: [
    leaf('__dir__', '$self, /', (space: Space) =>
      space.newlist(['tb_frame', 'tb_next', 'tb_lasti', 'tb_lineno'].map((name) => space.newstr(name))),
    ),
  ],
  getset: {
    tb_next: {
      get: (space, w) => tracebackOf(space, w).w_next ?? space.w_None,
      set: (space, w, w_value) => {
        if (w_value === null) throw raise(space, 'TypeError', "can't delete tb_next attribute");
        const none = space.is(w_value, space.w_None);
        if (!none && space.type(w_value) !== space.types.traceback) {
          throw raise(space, 'TypeError', `expected traceback object, got '${space.type(w_value).name}'`);
        }
        for (let w_link: W | null = none ? null : w_value; w_link !== null;) {
          if (space.is(w_link, w)) throw raise(space, 'ValueError', 'traceback loop detected');
          w_link = tracebackOf(space, w_link).w_next;
        }
        const payload = tracebackOf(space, w);
        const w_old = payload.w_next;
        payload.w_next = none ? null : space.own(w_value);
        if (w_old !== null) space.drop(w_old);
      },
    },
    tb_frame: { get: (space, w) => tracebackOf(space, w).w_frame, member: true },
    tb_lasti: { get: (space, w) => space.newint(tracebackOf(space, w).lasti), member: true },
    tb_lineno: {
      get: (space, w) => {
        const line = tracebackLine(space, tracebackOf(space, w));
        return line === null ? space.w_None : space.newint(line);
      },
    },
  },
};
