// Owning and dropping references, deallocation, finalisers. Models Py_INCREF/Py_DECREF, _Py_Dealloc with its trashcan (Objects/object.c)
// and subtype_dealloc (Objects/typeobject.c). Cycles are cycle-collector.ts.
//
// `decref` is the eval loop's: what dies, dies at once. Shared code never calls it: its temporaries and drops stand in the pool, which is drained
// at the end of each step (space.ts: endStep).
import { Payload } from '../objspace/object.ts';
import type { W } from '../objspace/object.ts';
import type { TypeObject } from '../objspace/typeobject.ts';
import type { GeneratorPayload } from '../objspace/types/generator.ts';
import type { IndexIterator } from '../objspace/types/iterators.ts';
import { Materialised, NOT_MEMBER, unwrap } from './object.ts';
import type { Any, Obj } from './object.ts';

/** What deallocation needs of the engine without importing it: set once by the space. */
export interface Destructors {
  /** Runs `__del__`; may resurrect. Its errors are written to stderr. */
  finalize(o: Obj): void;
  /** Clears weak references and calls their callbacks. */
  clearWeakrefs(o: Obj): void;
  untrack(o: Obj): void;
}

let destructors: Destructors;

/** Types whose values die most, each with payloads of one kind: found without asking the payload for its class. */
let generatorType: TypeObject | null = null;
let listIteratorType: TypeObject | null = null;
let tupleIteratorType: TypeObject | null = null;

export function setCommonTypes(
  generator: TypeObject,
  listIterator: TypeObject,
  tupleIterator: TypeObject,
): void {
  generatorType = generator;
  listIteratorType = listIterator;
  tupleIteratorType = tupleIterator;
}

export function setDestructors(d: Destructors): void {
  destructors = d;
}

/** Debug switch `-X poison`: a dead object's type becomes null, so that any use of it is a fault with a name. */
let poison = false;
/** Is told of every death (allocations.ts). */
let watcher: ((dead: Any) => void) | null = null;
/** One of the two above is wanted. */
let isWatched = false;

export function setPoison(on: boolean): void {
  poison = on;
  isWatched = poison || watcher !== null;
}

export function watchDeaths(by: typeof watcher): void {
  watcher = by;
  isWatched = poison || watcher !== null;
}

function died(o: Any): void {
  if (watcher !== null) watcher(o);
  if (poison) o.type = null!;
}

export function incref(o: Any): Any {
  o.rc++;
  return o;
}

export function decref(o: Any): void {
  if (--o.rc === 0) dealloc(o);
}

/** Objects that wait for their turn, so that a long chain dies without deep recursion of the host (trashcan). */
const waiting: Obj[] = [];
/** Mark in `outside` of an object that waits. */
const WAITING = -3;
let depth = 0;
const MAX_DEPTH = 50;

export function dealloc(dead: Any): void {
  const o = dead as Obj;
  const { outside } = o;
  // Atoms have no such field; asking for it is cheaper than for their class.
  if (outside === undefined) {
    if (isWatched) died(o);
    return;
  }
  if (outside === WAITING) return;
  if (depth >= MAX_DEPTH) {
    // No collection is to find it meanwhile, and it dies once, also where something that knows of it has owned it for a moment.
    destructors.untrack(o);
    o.outside = WAITING;
    waiting.push(o);
    return;
  }
  depth++;
  try {
    destroy(o);
  } finally {
    depth--;
  }
  if (depth === 0) {
    while (waiting.length > 0) {
      depth++;
      try {
        const next = waiting.pop()!;
        next.outside = NOT_MEMBER;
        if (next.rc === 0) destroy(next);
      } finally {
        depth--;
      }
    }
  }
}

function destroy(o: Obj): void {
  const { type } = o;
  if (type.slots.finalize !== null) {
    destructors.finalize(o);
    if (o.rc > 0) return; // resurrected
  }
  if (o.weak !== null) destructors.clearWeakrefs(o);
  destructors.untrack(o);
  releaseContents(o);
  if (type.isHeap) decref(unwrap(type.w_self));
  if (isWatched) died(o);
}

/** Gives back every reference that `o` owns, and forgets them. */
export function releaseContents(o: Obj): void {
  const { v, d, type } = o;
  if (v !== null) {
    o.v = null;
    if (Array.isArray(v)) {
      // From the end, as list and tuple die in CPython.
      for (let i = v.length - 1; i >= 0; i--) {
        const item = v[i] as Any | undefined;
        if (item !== undefined && --item.rc === 0) dealloc(item);
      }
    } else if (type === generatorType) (v as GeneratorPayload).releaseInto(release);
    else if (type === listIteratorType) (v as IndexIterator).releaseInto(release);
    else if (type === tupleIteratorType) (v as IndexIterator).releaseInto(release);
    else if (v instanceof Payload) v.releaseInto(release);
    else if (v instanceof Storage) v.release();
  }
  if (d !== null) {
    o.d = null;
    releaseAttributes(d as Any[] | Materialised);
  }
}

function releaseAttributes(d: (Any | undefined)[] | Materialised): void {
  if (d instanceof Materialised) {
    releaseAttributes(d.slots);
    decref(d.dict);
    return;
  }
  for (let i = 0; i < d.length; i++) {
    const o = d[i];
    if (o !== undefined && --o.rc === 0) dealloc(o);
  }
}

function release(w: W): void {
  decref(unwrap(w));
}

/** What dicts and sets keep their keys and values in. */
export abstract class Storage {
  /** Calls `visit` for every value owned. */
  abstract traverse(visit: (o: Any) => void): void;
  /** Gives them all back; the storage is not used any more. */
  abstract release(): void;
}

/** Every value that `o` owns a reference to. */
export function traverse(o: Obj, visit: (o: Any) => void): void {
  const { v, d, type } = o;
  // The same values under their other name.
  const visitW = visit as unknown as (w: W) => void;
  if (Array.isArray(v)) {
    for (let i = 0; i < v.length; i++) if (v[i] !== undefined) visit(v[i] as Any);
  } else if (v instanceof Payload) {
    v.traverse(visitW);
  } else if (v instanceof Storage) v.traverse(visit);
  if (d !== null) visitAttributes(d as Any[] | Materialised, visit);
  if (type.isHeap) visit(unwrap(type.w_self));
}

function visitAttributes(d: (Any | undefined)[] | Materialised, visit: (o: Any) => void): void {
  if (d instanceof Materialised) {
    visitAttributes(d.slots, visit);
    visit(d.dict);
    return;
  }
  for (let i = 0; i < d.length; i++) if (d[i] !== undefined) visit(d[i]!);
}
