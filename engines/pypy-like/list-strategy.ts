// Lists by what is in them. `o.strategy` says what `o.v`, a host array, holds: ints and strs are raw values anyway, so their strategies only
// promise that there is nothing else; a list of floats holds host numbers, not boxes. Models PyPy's pypy/objspace/std/listobject.py. Left
// out: the range strategies, because an array of small ints is as cheap on this host as what would have to be checked at every access.
import { W_Float } from './object.ts';
import type { Raw, W_Object } from './object.ts';
import type { TypeObject } from '../objspace/typeobject.ts';

/** Nothing yet: the first item decides. */
export const EMPTY = 0;
/** Safe ints, raw. */
export const INTS = 1;
/** Floats as host numbers. */
export const FLOATS = 2;
/** Host strings. */
export const STRS = 3;
/** Anything, as values stand everywhere else. */
export const OBJECTS = 4;

/** Bound by the space once its types are there. */
let floatType: TypeObject = null!;
export function bindFloatType(type: TypeObject): void {
  floatType = type;
}
export const newFloat = (v: number): W_Float => new W_Float(floatType, v);
export const isFloat = (o: Raw): o is W_Float => typeof o === 'object' && o.type === floatType;

/** The strategy for one item. */
function strategyFor(o: Raw): number {
  if (typeof o === 'number') return INTS;
  if (typeof o === 'string') return STRS;
  return o.type === floatType ? FLOATS : OBJECTS;
}

/** Puts new items, which are the list's from now on, into storage form. */
export function fill(list: W_Object, items: Raw[]): void {
  const { length } = items;
  if (length === 0) {
    list.strategy = EMPTY;
    list.v = items;
    return;
  }
  const strategy = strategyFor(items[0]);
  list.strategy = strategy;
  list.v = items;
  if (strategy === OBJECTS) return;
  for (let i = 1; i < length; i++) {
    if (strategyFor(items[i]) !== strategy) {
      list.strategy = OBJECTS;
      return;
    }
  }
  if (strategy === FLOATS) {
    const raw: number[] = [];
    for (let i = 0; i < length; i++) raw.push((items[i] as W_Float).v);
    list.v = raw;
  }
}

/** Storage that takes anything. */
export function generalize(list: W_Object): void {
  if (list.strategy === FLOATS) {
    const raw = list.v as number[];
    const items: Raw[] = [];
    for (let i = 0; i < raw.length; i++) items.push(new W_Float(floatType, raw[i]));
    list.v = items;
  }
  list.strategy = OBJECTS;
}

export const listLength = (list: W_Object): number => (list.v as unknown[]).length;

export function getItem(list: W_Object, i: number): Raw {
  const item = (list.v as Raw[])[i];
  return list.strategy === FLOATS ? new W_Float(floatType, item as number) : item;
}

export function setItem(list: W_Object, i: number, o: Raw): void {
  switch (list.strategy) {
    case OBJECTS:
      break;
    case INTS:
      if (typeof o !== 'number') list.strategy = OBJECTS;
      break;
    case FLOATS:
      if (typeof o === 'object' && o.type === floatType) {
        (list.v as number[])[i] = (o as W_Float).v;
        return;
      }
      generalize(list);
      break;
    case STRS:
      if (typeof o !== 'string') list.strategy = OBJECTS;
      break;
  }
  (list.v as Raw[])[i] = o;
}

export function append(list: W_Object, o: Raw): void {
  switch (list.strategy) {
    case OBJECTS:
      break;
    case INTS:
      if (typeof o !== 'number') list.strategy = OBJECTS;
      break;
    case FLOATS:
      if (typeof o === 'object' && o.type === floatType) {
        (list.v as number[]).push((o as W_Float).v);
        return;
      }
      generalize(list);
      break;
    case STRS:
      if (typeof o !== 'string') list.strategy = OBJECTS;
      break;
    default: {
      const strategy = strategyFor(o);
      list.strategy = strategy;
      if (strategy === FLOATS) {
        (list.v as number[]).push((o as W_Float).v);
        return;
      }
    }
  }
  (list.v as Raw[]).push(o);
}

/** A copy of the items as values. */
export function items(list: W_Object): Raw[] {
  if (list.strategy !== FLOATS) return (list.v as Raw[]).slice();
  const raw = list.v as number[];
  const boxed: Raw[] = [];
  for (let i = 0; i < raw.length; i++) boxed.push(new W_Float(floatType, raw[i]));
  return boxed;
}

/** True where `added` can stand in the storage as it is. */
export function fits(list: W_Object, added: readonly Raw[]): boolean {
  const { strategy } = list;
  if (strategy === OBJECTS) return true;
  if (strategy === EMPTY) return false;
  for (let i = 0; i < added.length; i++) if (strategyFor(added[i]) !== strategy) return false;
  return true;
}

/** Takes one item out. */
export function pop(list: W_Object, i: number): Raw {
  const storage = list.v as Raw[];
  const item = i === storage.length - 1 ? storage.pop()! : storage.splice(i, 1)[0];
  return list.strategy === FLOATS ? new W_Float(floatType, item as unknown as number) : item;
}

/** More items than this are not spread into the arguments of a call. */
const MOST_SPREAD = 10_000;

/** Replaces `count` items from `start` on. */
export function splice(list: W_Object, start: number, count: number, added: readonly Raw[]): void {
  const { length } = list.v as Raw[];
  if (count === length) {
    fill(list, added.slice());
    return;
  }
  if (added.length > 0 && !fits(list, added)) {
    if (length === 0) {
      fill(list, added.slice());
      return;
    }
    generalize(list);
  }
  const storage = list.v as unknown[];
  const raw: readonly unknown[] = list.strategy === FLOATS ? added.map((o) => (o as W_Float).v) : added;
  if (raw.length < MOST_SPREAD) {
    if (start === length) for (let i = 0; i < raw.length; i++) storage.push(raw[i]);
    else storage.splice(start, count, ...raw);
    return;
  }
  const tail = storage.splice(start);
  for (let i = 0; i < raw.length; i++) storage.push(raw[i]);
  for (let i = count; i < tail.length; i++) storage.push(tail[i]);
}
