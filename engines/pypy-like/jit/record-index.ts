// An index into a sequence, with the guards that make it one of its items.
import type { Ins } from './ir.ts';
import type { Recorder } from './recorder.ts';

/** An index made sure to be one of so many items. */
export function indexBelow(r: Recorder, count: Ins, ref: Ins, index: number, length: number): Ins {
  const at = r.asInt(ref);
  if (index >= 0) {
    if (index >= length) return r.abort('exception', 'index out of range');
    r.guard(r.emit('int_ge', [at, r.int(0)]), true);
    r.guard(r.emit('int_lt', [at, count]), true);
    return at;
  }
  if (index + length < 0) return r.abort('exception', 'index out of range');
  r.guard(r.emit('int_lt', [at, r.int(0)]), true);
  const fromStart = r.emit('int_add', [at, count]);
  r.guard(r.emit('int_ge', [fromStart, r.int(0)]), true);
  return fromStart;
}
