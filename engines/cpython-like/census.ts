// The bytes of everything that the program has made and that is alive, as 64-bit CPython lays it out: `sys.getsizeof` of each object, with the
// collector's header, and the values of an instance's attributes, which stand behind the object (_PyInlineValuesSize in Objects/dictobject.c; of
// a class that has had instances enough for its keys to settle). What the interpreter itself is made of, and immortal objects, are not counted;
// neither are frames, which CPython keeps on a stack of its own, nor the room of the allocator's free blocks.
import type { Alive } from '../objspace/census.ts';
import { PyFrame } from './frame.ts';
import type { Interpreter } from './interpreter.ts';
import { Atom, IMMORTAL, Materialised, wrap } from './object.ts';
import type { Any, Obj } from './object.ts';
import { traverse } from './refcount.ts';

const POINTER = 8;

/**
 * What stands behind an instance for its attributes: for each key of its class, and one to come, a byte of order and a pointer, and a header. Held
 * against tracemalloc on 3.13: 24 bytes for none, 48 for three, 96 for eight.
 */
export const sizeOfValues = (keys: number): number =>
  Math.ceil(keys / POINTER) * POINTER + (keys + 1) * POINTER;

function sizeOfAttributes(o: Obj): number {
  const { d, type } = o;
  if (!type.isHeap || !type.hasDict || d instanceof Materialised) return 0;
  const keys = Math.max(0, ((d as unknown[] | null)?.length ?? 0) - type.slotCount) + 1;
  return sizeOfValues(keys);
}

export function countAlive(space: Interpreter): Alive {
  const alive: Alive = { bytes: 0, objects: 0 };
  const { collector } = space;
  // Those that the collector's lists do not hold: values without references, and containers that are not tracked.
  const others = new Set<Any>();
  const pending: Obj[] = [];
  const count = (o: Any, header: number): void => {
    alive.objects++;
    alive.bytes += space.sizeof(wrap(o)) + header;
  };
  const visit = (target: Any): void => {
    if (target.rc >= IMMORTAL || others.has(target)) return;
    if (target instanceof Atom) {
      others.add(target);
      count(target, 0);
    } else if (target.next === null) {
      others.add(target);
      count(target, 0);
      alive.bytes += sizeOfAttributes(target);
      pending.push(target);
    }
  };
  const visitContents = (o: Obj): void => {
    traverse(o, visit);
    while (pending.length > 0) traverse(pending.pop()!, visit);
  };
  collector.eachMade((o) => {
    count(o, space.controls.collectorHeader(wrap(o)));
    alive.bytes += sizeOfAttributes(o);
    visitContents(o);
  });
  for (const { top, machine } of space.scheduler.alive) {
    // The running thread's frames stand in the space.
    for (let frame = machine === null ? space.top : top; frame !== null; frame = frame.back) {
      if (!(frame instanceof PyFrame)) continue;
      for (let i = frame.base; i < frame.sp; i++) {
        const o = frame.stack[i];
        if (o !== null && o !== undefined) visit(o);
      }
    }
  }
  while (pending.length > 0) traverse(pending.pop()!, visit);
  return alive;
}
