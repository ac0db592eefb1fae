// The heap: what a place is known to hold answers loads; stores wait until something else may look at the place, a call or the end of
// the loop, and until then they are part of every exit. Places of different fields or kinds of arrays never overlap; those of one kind do
// unless both objects are known to differ. Models PyPy's optimizeopt/heap.py (lazy sets) and LuaJIT's lj_opt_mem.c (alias analysis).
import { make, root } from '../ir.ts';
import type { ArrayKind, Callee, Field, Ins } from '../ir.ts';
import { exposedPlaces } from '../layout.ts';
import type { Optimizer, Pass } from './optimizer.ts';
import type { HeapEntry } from './state.ts';
import { force } from './virtuals.ts';

const lengths = new WeakMap<ArrayKind, Field>();
/** The length of arrays of one kind, as a place. */
export function lengthOf(array: ArrayKind): Field {
  let field = lengths.get(array);
  if (field === undefined) {
    field = { name: `${array.name}.length`, property: 'length', kind: 'i', immutable: array.immutable };
    lengths.set(array, field);
  }
  return field;
}

export const fieldKey = (base: Ins, field: Field): string => `${root(base).id}.${field.name}`;
const itemKey = (base: Ins, index: Ins, array: ArrayKind): string =>
  `${root(base).id}[${index.id}]${array.name}`;
export const entryKey = (entry: HeapEntry): string =>
  entry.index === null
    ? fieldKey(entry.base, entry.place as Field)
    : itemKey(entry.base, entry.index, entry.place as ArrayKind);

/** False only where two references are known to be different objects. */
function mayAlias(o: Optimizer, a: Ins, b: Ins): boolean {
  const x = root(a);
  const y = root(b);
  if (x === y) return true;
  const isMade = (ins: Ins): boolean => ins.op === 'new' || ins.op === 'newarray';
  if (isMade(x) && isMade(y)) return false;
  if (o.state.fresh.has(x) || o.state.fresh.has(y)) return false;
  if (o.state.distinct?.has(x.id < y.id ? `${x.id} ${y.id}` : `${y.id} ${x.id}`)) return false;
  return !(x.isConst && y.isConst);
}

function entryMayAlias(o: Optimizer, entry: HeapEntry, base: Ins, index: Ins | null): boolean {
  if (index !== null && entry.index !== null && index !== entry.index && index.isConst && entry.index.isConst)
    return false;
  return mayAlias(o, entry.base, base);
}

/** Does a store that was put off. */
function flush(o: Optimizer, key: string, entry: HeapEntry): void {
  o.state.heap.set(key, { ...entry, isPending: false });
  const base = force(o, o.resolve(entry.base));
  const value = force(o, o.resolve(entry.value));
  escape(o, value);
  if (entry.index === null) o.append(make('setfield', [base, value], entry.place));
  else o.append(make('setitem', [base, o.resolve(entry.index), value], entry.place));
}

export function flushAll(o: Optimizer, except?: (entry: HeapEntry) => boolean): void {
  for (const [key, entry] of [...o.state.heap]) {
    if (entry.isPending && !except?.(entry)) flush(o, key, entry);
  }
}

/** Something else may refer to the object from now on. */
function escape(o: Optimizer, value: Ins): void {
  o.state.fresh.delete(root(value));
}

/** Stores to places of this kind that `base[index]` may be. */
function flushAliases(o: Optimizer, place: Field | ArrayKind, base: Ins, index: Ins | null): void {
  for (const [key, entry] of [...o.state.heap]) {
    if (entry.isPending && entry.place === place && entryMayAlias(o, entry, base, index))
      flush(o, key, entry);
  }
}

function forget(o: Optimizer, place: Field | ArrayKind, base: Ins | null, index: Ins | null): void {
  for (const [key, entry] of [...o.state.heap]) {
    if (entry.place !== place) continue;
    if (base === null || entryMayAlias(o, entry, base, index)) o.state.heap.delete(key);
  }
}

function load(
  o: Optimizer,
  ins: Ins,
  place: Field | ArrayKind,
  base: Ins,
  index: Ins | null,
  key: string,
): Ins | null {
  const entry = o.state.heap.get(key);
  if (entry !== undefined) return o.resolve(entry.value);
  if (base.isConst && place.immutable) {
    const object = base.aux as Record<string | number, unknown>;
    const at = index === null ? (place as Field).property : (index.aux as number);
    if (index === null || index.isConst) {
      const value = object[at];
      const { kind } = ins;
      if (value !== undefined) return o.konst(value, kind === 'w' ? kindOf(value) : kind);
    }
  }
  flushAliases(o, place, base, index);
  const answer = o.send(ins, heap)!;
  o.state.heap.set(key, { base, place, index, value: answer, isPending: false });
  return answer;
}

/** How a host value stands as a constant. */
export function kindOf(value: unknown): 'i' | 's' | 'p' | 'w' {
  if (typeof value === 'number') return 'i';
  if (typeof value === 'string') return 's';
  return typeof value === 'object' && value !== null ? 'p' : 'w';
}

function store(
  o: Optimizer,
  place: Field | ArrayKind,
  base: Ins,
  index: Ins | null,
  value: Ins,
  key: string,
): null {
  const old = o.state.heap.get(key);
  if (old !== undefined && o.resolve(old.value) === value) return null;
  for (const [otherKey, entry] of [...o.state.heap]) {
    if (otherKey === key || entry.place !== place || !entryMayAlias(o, entry, base, index)) continue;
    if (entry.isPending) flush(o, otherKey, entry);
    o.state.heap.delete(otherKey);
  }
  o.state.heap.delete(key);
  o.state.heap.set(key, { base, place, index, value, isPending: true });
  o.state.written?.add(place);
  return null;
}

/** What calls that are apart may look at and change. */
function forgetExposed(o: Optimizer): void {
  for (const [key, entry] of [...o.state.heap]) {
    if (entry.place.isExposed !== true) continue;
    if (entry.isPending) flush(o, key, entry);
    o.state.heap.delete(key);
  }
  for (const place of exposedPlaces) o.state.written?.add(place);
}

/** Before a call: it sees the heap as it should be; what it may write is forgotten. */
function beforeCall(o: Optimizer, callee: Callee, args: readonly Ins[]): void {
  if (callee.effect === 'pure') return;
  if (callee.isApart === true) {
    for (const arg of args) escape(o, arg);
    forgetExposed(o);
    return;
  }
  flushAll(o);
  for (const arg of args) escape(o, arg);
  if (callee.effect === 'reads') return;
  if (callee.effect === 'writes' && callee.writes !== undefined) {
    for (const place of callee.writes) {
      forget(o, place, null, null);
      if (!('property' in place)) forget(o, lengthOf(place), null, null);
      o.state.written?.add(place);
    }
    return;
  }
  for (const [key, entry] of [...o.state.heap]) if (!entry.place.immutable) o.state.heap.delete(key);
  o.state.written = null;
}

export const heap: Pass = {
  name: 'heap',
  visit(o, ins) {
    const { args, aux } = ins;
    switch (ins.op) {
      case 'getfield': {
        const field = aux as Field;
        return load(o, ins, field, args[0], null, fieldKey(args[0], field));
      }
      case 'arraylen': {
        const field = lengthOf(aux as ArrayKind);
        return load(o, ins, field, args[0], null, fieldKey(args[0], field));
      }
      case 'getitem': {
        const array = aux as ArrayKind;
        return load(o, ins, array, args[0], args[1], itemKey(args[0], args[1], array));
      }
      case 'setfield': {
        const field = aux as Field;
        return store(o, field, args[0], null, args[1], fieldKey(args[0], field));
      }
      case 'setitem': {
        const array = aux as ArrayKind;
        return store(o, array, args[0], args[1], args[2], itemKey(args[0], args[1], array));
      }
      case 'arraypush':
      case 'arraypop': {
        const array = aux as ArrayKind;
        flushAliases(o, array, args[0], null);
        if (ins.op === 'arraypop') forget(o, array, args[0], null);
        else escape(o, args[1]);
        forget(o, lengthOf(array), args[0], null);
        o.state.written?.add(array);
        o.state.written?.add(lengthOf(array));
        return undefined;
      }
      case 'call':
      case 'call_raises':
      case 'call_caught':
      case 'call_unit':
        beforeCall(o, aux as Callee, args);
        return undefined;
      case 'new':
      case 'newarray': {
        for (const arg of args) escape(o, arg);
        const answer = o.send(ins, heap)!;
        o.state.fresh.add(answer);
        return answer;
      }
      default:
        return undefined;
    }
  },
};
