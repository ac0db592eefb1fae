// What leaving a trace by one exit does, worked out when it is left for the first time: where each slot of the frames and each put-off store finds its value.
// Exits are left by the hundred thousand; looking everything up in the snapshot each time (resume.ts) would cost a microsecond. Exits that make objects
// which the trace never made are not said in advance.
import type { Exit } from './emit-js.ts';
import type { ArrayKind, Field, Ins } from './ir.ts';

/** A value: its place among the exit's, or the complement of its place among the plan's constants. */
type Source = number;

/** How the value stands there, and is to stand in the interpreter. */
export const AS_IS = 0;
export const FLOAT = 1;
export const BOOL = 2;
/** A slot that stays as it is. */
export const KEPT = 3;
/** A slot that becomes empty. */
export const EMPTY = 4;
type Form = typeof AS_IS | typeof FLOAT | typeof BOOL | typeof KEPT | typeof EMPTY;

export interface ExitPlan {
  readonly constants: readonly unknown[];
  /** For each frame of the snapshot. */
  readonly frames: readonly FramePlan[];
  /** What the entry of the call that is waited for names. */
  readonly awaited: readonly Source[];
  readonly stores: readonly StorePlan[];
}
interface FramePlan {
  readonly sources: readonly Source[];
  readonly forms: readonly Form[];
  /** What its entry names. */
  readonly entry: readonly Source[];
  readonly shadows: readonly Source[];
}
interface StorePlan {
  readonly base: Source;
  readonly property: string;
  /** Of arrays; null: a field. */
  readonly index: Source | null;
  readonly value: Source;
  readonly form: Form;
}

/** How a value of the trace gets into a place of that kind. */
export function formIn(ins: Ins, kind: string): Form {
  if (kind !== 'w' && kind !== 'p') return AS_IS;
  return ins.kind === 'f' ? FLOAT : ins.kind === 'b' ? BOOL : AS_IS;
}

export function planOf({ snap, places }: Exit): ExitPlan | null {
  if (snap.virtuals.size > 0) return null;
  const constants: unknown[] = [];
  const sourceOf = (ins: Ins): Source => {
    if (ins.op === 'const') return ~(constants.push(ins.aux) - 1);
    return places.get(ins)!;
  };
  const frames = snap.frames.map(({ entry, slots, shadows }) => {
    const absent = entry !== null && entry.how !== 'generator' ? EMPTY : KEPT;
    return {
      entry: entry === null ? [] : entry.values.map(sourceOf),
      shadows: shadows.map(sourceOf),
      sources: slots.map((slot) => (slot === null ? 0 : sourceOf(slot))),
      forms: slots.map((slot) => (slot === null ? absent : formIn(slot, 'w'))),
    };
  });
  const stores = snap.pending.map(({ base, place, index, value }) => ({
    base: sourceOf(base),
    property: index === null ? (place as Field).property : '',
    index: index === null ? null : sourceOf(index),
    value: sourceOf(value),
    form: formIn(value, (place as Field | ArrayKind).kind),
  }));
  const awaited = snap.awaits === null ? [] : snap.awaits.values.map(sourceOf);
  return { constants, frames, stores, awaited };
}
