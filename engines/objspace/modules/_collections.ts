// The module `_collections`: deque and defaultdict; OrderedDict, the getters of named tuples and what Counter counts with have files of their own.
// Models CPython's Modules/_collectionsmodule.c.
import { sizeOfInt } from '../argument.ts';
import { countElements } from './count-elements.ts';
import { orderedDictTypes } from './ordered-dict.ts';
import { tupleGetterType } from './tuple-getter.ts';
import { constructor } from '../constructor.ts';
import { andThen, attempt } from '../continuation.ts';
import { call, compare, equalNested, index } from '../descroperation.ts';
import { leaf, resumable } from '../gateway.ts';
import { Payload, STOP } from '../object.ts';
import type { W } from '../object.ts';
import { COMPARISONS, EQ, NE } from '../operations.ts';
import { raise, raiseWith } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import type { TypeObject } from '../typeobject.ts';
import { forEach, MAX_ITEMS } from '../types/collecting.ts';
import { selfIter } from '../types/iterators.ts';
import { repeatCount } from '../types/list.ts';
import type { ModuleDefinition } from './module-definition.ts';

// --- deque: a ring of owned values

class Deque extends Payload {
  ring: (W | null)[] = new Array<W | null>(8).fill(null);
  start = 0;
  length = 0;
  maxlen: number | null = null;
  /** Changes with every change: iterators compare it. */
  version = 0;

  at(i: number): W {
    return this.ring[(this.start + i) & (this.ring.length - 1)]!;
  }
  set(i: number, w: W): void {
    this.ring[(this.start + i) & (this.ring.length - 1)] = w;
  }
  items(): W[] {
    return Array.from({ length: this.length }, (_, i) => this.at(i));
  }
  /** All values anew, already owned. */
  assign(items_w: readonly W[]): void {
    let size = 8;
    while (size < items_w.length) size *= 2;
    this.ring = new Array<W | null>(size).fill(null);
    items_w.forEach((w, i) => (this.ring[i] = w));
    this.start = 0;
    this.length = items_w.length;
    this.version++;
  }
  private grow(): void {
    if (this.length < this.ring.length) return;
    const items_w = this.items();
    const ring = new Array<W | null>(this.ring.length * 2).fill(null);
    items_w.forEach((w, i) => (ring[i] = w));
    this.ring = ring;
    this.start = 0;
  }
  pushRight(w: W): void {
    this.grow();
    this.ring[(this.start + this.length) & (this.ring.length - 1)] = w;
    this.length++;
    this.version++;
  }
  pushLeft(w: W): void {
    this.grow();
    this.start = (this.start - 1) & (this.ring.length - 1);
    this.ring[this.start] = w;
    this.length++;
    this.version++;
  }
  popRight(): W {
    this.length--;
    this.version++;
    const i = (this.start + this.length) & (this.ring.length - 1);
    const w = this.ring[i]!;
    this.ring[i] = null;
    return w;
  }
  popLeft(): W {
    const w = this.ring[this.start]!;
    this.ring[this.start] = null;
    this.start = (this.start + 1) & (this.ring.length - 1);
    this.length--;
    this.version++;
    return w;
  }
  traverse(visit: (w: W) => void): void {
    for (let i = 0; i < this.length; i++) visit(this.at(i));
  }
  forget(): void {
    this.ring = new Array<W | null>(8).fill(null);
    this.start = this.length = 0;
  }
}

const dequeOf = (space: Space, w: W): Deque => space.data(w) as Deque;
const isDeque = (space: Space, w: W): boolean => space.type(w).isSubtype(space.types['collections.deque']);

function append(space: Space, w: W, w_item: W): W {
  const deque = dequeOf(space, w);
  deque.pushRight(space.own(w_item));
  if (deque.maxlen !== null && deque.length > deque.maxlen) space.drop(deque.popLeft());
  return space.w_None;
}

function appendleft(space: Space, w: W, w_item: W): W {
  const deque = dequeOf(space, w);
  deque.pushLeft(space.own(w_item));
  if (deque.maxlen !== null && deque.length > deque.maxlen) space.drop(deque.popRight());
  return space.w_None;
}

function extend(space: Space, w: W, w_iterable: W, add: (space: Space, w: W, w_item: W) => W): W {
  if (space.is(w, w_iterable)) {
    const items_w = dequeOf(space, w).items();
    for (const w_item of items_w) add(space, w, w_item);
    return space.w_None;
  }
  return forEach(
    space,
    w_iterable,
    [w],
    (w_item) => {
      add(space, w, w_item);
      return null;
    },
    () => space.w_None,
  );
}

function clear(space: Space, deque: Deque): void {
  const items_w = deque.items();
  deque.assign([]);
  for (const w_item of items_w) space.drop(w_item);
}

/** A value taken out, as a temporary. */
function taken(space: Space, w: W): W {
  space.drop(w);
  return w;
}

function pop(space: Space, w: W, left: boolean): W {
  const deque = dequeOf(space, w);
  if (deque.length === 0) throw raise(space, 'IndexError', 'pop from an empty deque');
  return taken(space, left ? deque.popLeft() : deque.popRight());
}

function rotate(deque: Deque, n: number): void {
  const { length } = deque;
  if (length < 2) return;
  let steps = n % length;
  if (steps > length / 2) steps -= length;
  else if (steps < -length / 2) steps += length;
  for (; steps > 0; steps--) deque.pushLeft(deque.popRight());
  for (; steps < 0; steps++) deque.pushRight(deque.popLeft());
}

function itemIndex(space: Space, deque: Deque, w_index: W, done: (i: number) => W): W {
  const type = space.type(w_index);
  if (type.slots.index === null)
    throw raise(space, 'TypeError', `sequence index must be integer, not '${type.name}'`);
  return andThen(space, space.top, index(space, w_index), (w) => {
    const n = Number(space.int_w(w));
    const i = n < 0 ? n + deque.length : n;
    if (i < 0 || i >= deque.length) throw raise(space, 'IndexError', 'deque index out of range');
    return done(i);
  });
}

/** Like `items`, a deque of the same class. */
function likeDeque(space: Space, w: W, items_w: readonly W[], maxlen: number | null): W {
  const made = new Deque();
  made.maxlen = maxlen;
  const kept_w = maxlen === null ? items_w : items_w.slice(Math.max(items_w.length - maxlen, 0));
  made.assign(kept_w.map((item) => space.own(item)));
  return space.newobj(space.type(w), made);
}

function changed(space: Space, deque: Deque, version: number): void {
  if (deque.version !== version) throw raise(space, 'RuntimeError', 'deque mutated during iteration');
}

/** Lives to the end of the step: a comparison may take it out of where it came from. */
function held(space: Space, w: W): W {
  space.drop(space.own(w));
  return w;
}

function find(space: Space, deque: Deque, w_item: W, from: number, to: number): number {
  const { version } = deque;
  for (let i = from; i < to; i++) {
    const isEqual = equalNested(space, held(space, deque.at(i)), w_item);
    changed(space, deque, version);
    if (isEqual) return i;
  }
  return -1;
}

function compareDeques(space: Space, w_a: W, w_b: W, op: 0 | 1 | 2 | 3 | 4 | 5): W {
  if (!isDeque(space, w_a) || !isDeque(space, w_b)) return space.w_NotImplemented;
  const a = dequeOf(space, w_a).items();
  const b = dequeOf(space, w_b).items();
  if ((op === EQ || op === NE) && a.length !== b.length) return space.newbool(op === NE);
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    if (equalNested(space, a[i], b[i])) continue;
    if (op === EQ) return space.w_False;
    if (op === NE) return space.w_True;
    return compare(space, a[i], b[i], op);
  }
  const symbol = COMPARISONS[op];
  const answers: Record<string, boolean> = {
    '<': a.length < b.length,
    '<=': a.length <= b.length,
    '==': a.length === b.length,
    '!=': a.length !== b.length,
    '>': a.length > b.length,
    '>=': a.length >= b.length,
  };
  return space.newbool(answers[symbol]);
}

function repeatItems(space: Space, w: W, w_count: W): W {
  const { maxlen, length } = dequeOf(space, w);
  const items_w = dequeOf(space, w).items();
  const count = length === 0 ? Math.min(repeatCount(space, w_count), 1) : repeatCount(space, w_count);
  const needed = maxlen === null || length === 0 ? count : Math.min(count, Math.ceil(maxlen / length) + 1);
  if (needed * length > MAX_ITEMS) throw raise(space, 'MemoryError', '');
  const all_w: W[] = [];
  for (let i = 0; i < needed; i++) all_w.push(...items_w);
  return likeDeque(space, w, all_w, maxlen);
}

class DequeIterator extends Payload {
  w_deque: W | null;
  i = 0;
  readonly version: number;
  /** It has met a change, and has nothing left. */
  isOver = false;
  constructor(w_deque: W, version: number) {
    super();
    this.w_deque = w_deque;
    this.version = version;
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_deque !== null) visit(this.w_deque);
  }
  forget(): void {
    this.w_deque = null;
  }
}

function dequeIterator(
  name: 'collections._deque_iterator' | 'collections._deque_reverse_iterator',
): TypeDefinition {
  const reversed = name === 'collections._deque_reverse_iterator';
  return {
    name,
    slots: {
      new: constructor(name.slice(name.indexOf('.') + 1), 'deque, index: index = 0, /, **ignored', ((
        space: Space,
        _type: TypeObject,
        w_deque: W,
        index: number,
      ) => {
        if (!isDeque(space, w_deque))
          throw raise(
            space,
            'TypeError',
            `${name.slice(name.indexOf('.') + 1)}() argument 1 must be collections.deque, not ${space.type(w_deque).name}`,
          );
        const w = newDequeIterator(space, w_deque, reversed);
        (space.data(w) as DequeIterator).i = Math.min(Math.max(index, 0), dequeOf(space, w_deque).length);
        return w;
      }) as never),
      iter: selfIter,
      iternext: (space, w) => {
        const iterator = space.data(w) as DequeIterator;
        if (iterator.w_deque === null) return STOP;
        const deque = dequeOf(space, iterator.w_deque);
        if (iterator.i >= deque.length && deque.version === iterator.version) return STOP;
        iterator.isOver ||= deque.version !== iterator.version;
        changed(space, deque, iterator.version);
        const i = iterator.i++;
        return deque.at(reversed ? deque.length - 1 - i : i);
      },
    },
    methods: [
      leaf(
        '__length_hint__',
        '$self, /',
        (space: Space, w: W) => {
          const iterator = space.data(w) as DequeIterator;
          const { w_deque, isOver, i } = iterator;
          return w_deque === null || isOver ? 0 : dequeOf(space, w_deque).length - i;
        },
        { result: 'int' },
      ),
      leaf('__reduce__', '$self, /', (space: Space, w: W) => {
        const { w_deque, i } = space.data(w) as DequeIterator;
        return space.newtuple([space.type(w).w_self, space.newtuple([w_deque!, space.newint(i)])]);
      }),
    ],
  };
}

const newDequeIterator = (space: Space, w: W, reversed: boolean): W =>
  space.newobj(
    space.types[reversed ? 'collections._deque_reverse_iterator' : 'collections._deque_iterator'],
    new DequeIterator(space.own(w), dequeOf(space, w).version),
  );

const showing = new WeakMap<Space, W[]>();

const dequeType: TypeDefinition = {
  name: 'collections.deque',
  ownLayout: true,
  hasWeakrefs: true,
  isSequence: true,
  unhashable: true,
  slots: {
    new: (space, type) => space.newobj(type, new Deque()),
    init: (space, w, args_w, names) => {
      const positional = args_w.length - (names?.length ?? 0);
      const take = (name: string, i: number): W | undefined => {
        if (i < positional) return args_w[i];
        const at = names?.indexOf(name) ?? -1;
        return at < 0 ? undefined : args_w[positional + at];
      };
      for (const name of names ?? []) {
        if (name !== 'iterable' && name !== 'maxlen')
          throw raise(space, 'TypeError', `deque() got an unexpected keyword argument '${name}'`);
      }
      if (positional > 2)
        throw raise(space, 'TypeError', `deque() takes at most 2 arguments (${positional} given)`);
      const w_iterable = take('iterable', 0);
      const w_maxlen = take('maxlen', 1);
      const deque = dequeOf(space, w);
      deque.maxlen = null;
      if (w_maxlen !== undefined && !space.is(w_maxlen, space.w_None)) {
        if (!space.type(w_maxlen).isSubtype(space.types.int))
          throw raise(space, 'TypeError', 'an integer is required');
        const maxlen = sizeOfInt(space, w_maxlen);
        if (maxlen < 0) throw raise(space, 'ValueError', 'maxlen must be non-negative');
        deque.maxlen = maxlen;
      }
      clear(space, deque);
      return w_iterable === undefined ? space.w_None : extend(space, w, w_iterable, append);
    },
    length: (space, w) => space.newint(dequeOf(space, w).length),
    bool: (space, w) => space.newbool(dequeOf(space, w).length > 0),
    iter: (space, w) => newDequeIterator(space, w, false),
    getitem: (space, w, w_index) => {
      const deque = dequeOf(space, w);
      return itemIndex(space, deque, w_index, (i) => deque.at(i));
    },
    setitem: (space, w, w_index, w_value) => {
      const deque = dequeOf(space, w);
      return itemIndex(space, deque, w_index, (i) => {
        if (w_value !== null) {
          const w_old = deque.at(i);
          deque.set(i, space.own(w_value));
          space.drop(w_old);
          return space.w_None;
        }
        const items_w = deque.items();
        const [w_removed] = items_w.splice(i, 1);
        deque.assign(items_w);
        space.drop(w_removed);
        return space.w_None;
      });
    },
    contains: (space, w, w_item) => {
      const deque = dequeOf(space, w);
      return space.newbool(find(space, deque, w_item, 0, deque.length) >= 0);
    },
    concat: (space, w_a, w_b) => {
      if (!isDeque(space, w_b)) {
        throw raise(
          space,
          'TypeError',
          `can only concatenate deque (not "${space.type(w_b).name}") to deque`,
        );
      }
      const a = dequeOf(space, w_a);
      return likeDeque(space, w_a, [...a.items(), ...dequeOf(space, w_b).items()], a.maxlen);
    },
    repeat: repeatItems,
    inplaceConcat: (space, w, w_other) =>
      andThen(space, space.top, extend(space, w, w_other, append), () => w),
    compare: compareDeques,
    repr: (space, w) => {
      const active_w = showing.get(space) ?? [];
      if (active_w.some((shown) => space.is(shown, w))) return space.newstr('[...]');
      const deque = dequeOf(space, w);
      showing.set(space, [...active_w, w]);
      const done = (): void => void showing.set(space, active_w);
      const { shortName: name } = space.type(w);
      const tail = deque.maxlen === null ? ')' : `, maxlen=${deque.maxlen})`;
      return andThen(
        space,
        space.top,
        space.repr(space.newlist(deque.items())),
        (w_text) => {
          done();
          return space.newstr(`${name}(${space.str_w(w_text)}${tail}`);
        },
        (error) => {
          done();
          throw error;
        },
      );
    },
  },
  methods: [
    leaf('append', '$self, item, /', append),
    leaf('appendleft', '$self, item, /', appendleft),
    resumable('extend', '$self, iterable, /', (space: Space, w: W, w_items: W) =>
      extend(space, w, w_items, append),
    ),
    resumable('extendleft', '$self, iterable, /', (space: Space, w: W, w_items: W) =>
      extend(space, w, w_items, appendleft),
    ),
    leaf('pop', '$self, /', (space: Space, w: W) => pop(space, w, false)),
    leaf('popleft', '$self, /', (space: Space, w: W) => pop(space, w, true)),
    leaf('clear', '$self, /', (space: Space, w: W) => clear(space, dequeOf(space, w)), { result: 'none' }),
    leaf(
      'rotate',
      '$self, n: index = 1, /',
      (space: Space, w: W, n: number) => rotate(dequeOf(space, w), n),
      {
        result: 'none',
      },
    ),
    leaf(
      'reverse',
      '$self, /',
      (space: Space, w: W) => {
        const deque = dequeOf(space, w);
        deque.assign(deque.items().reverse());
      },
      { result: 'none' },
    ),
    leaf(
      'count',
      '$self, value, /',
      (space: Space, w: W, w_value: W) => {
        const deque = dequeOf(space, w);
        const { version } = deque;
        let n = 0;
        for (let i = 0; i < deque.length; i++) {
          if (equalNested(space, held(space, deque.at(i)), w_value)) n++;
          changed(space, deque, version);
        }
        return n;
      },
      { result: 'int' },
    ),
    leaf(
      'index',
      '$self, value, start: bound = 0, stop: bound = NULL, /',
      (space: Space, w: W, w_value: W, start: number, stop?: number) => {
        const deque = dequeOf(space, w);
        const clip = (n: number): number => Math.min(Math.max(n < 0 ? n + deque.length : n, 0), deque.length);
        const i = find(space, deque, w_value, clip(start), stop === undefined ? deque.length : clip(stop));
        if (i < 0) throw raise(space, 'ValueError', 'deque.index(x): x not in deque');
        return i;
      },
      { result: 'int' },
    ),
    leaf('remove', '$self, value, /', (space: Space, w: W, w_value: W) => {
      const deque = dequeOf(space, w);
      const { version } = deque;
      let i = 0;
      for (; i < deque.length; i++) {
        const isEqual = equalNested(space, held(space, deque.at(i)), w_value);
        if (deque.version !== version) throw raise(space, 'IndexError', 'deque mutated during remove().');
        if (isEqual) break;
      }
      if (i >= deque.length) throw raise(space, 'ValueError', 'deque.remove(x): x not in deque');
      const items_w = deque.items();
      const [w_removed] = items_w.splice(i, 1);
      deque.assign(items_w);
      space.drop(w_removed);
      return space.w_None;
    }),
    leaf('insert', '$self, index: index, value, /', (space: Space, w: W, at: number, w_value: W) => {
      const deque = dequeOf(space, w);
      if (deque.maxlen !== null && deque.length >= deque.maxlen)
        throw raise(space, 'IndexError', 'deque already at its maximum size');
      const i = Math.min(Math.max(at < 0 ? at + deque.length : at, 0), deque.length);
      const items_w = deque.items();
      items_w.splice(i, 0, space.own(w_value));
      deque.assign(items_w);
      return space.w_None;
    }),
    leaf('copy', '$self, /', (space: Space, w: W) =>
      likeDeque(space, w, dequeOf(space, w).items(), dequeOf(space, w).maxlen),
    ),
    leaf('__copy__', '$self, /', (space: Space, w: W) =>
      likeDeque(space, w, dequeOf(space, w).items(), dequeOf(space, w).maxlen),
    ),
    leaf('__reversed__', '$self, /', (space: Space, w: W) => newDequeIterator(space, w, true)),
    leaf('__reduce__', '$self, /', (space: Space, w: W) => {
      const { maxlen } = dequeOf(space, w);
      const args_w = maxlen === null ? [] : [space.newtuple([]), space.newint(maxlen)];
      const w_state = space.getdict(w) ?? space.w_None;
      return space.newtuple([
        space.type(w).w_self,
        space.newtuple(args_w),
        w_state,
        newDequeIterator(space, w, false),
      ]);
    }),
  ],
  classMethods: [
    leaf('__class_getitem__', '$type, object, /', (space: Space, w_type: W, w_item: W) =>
      space.genericAlias(w_type, w_item),
    ),
  ],
  getset: {
    maxlen: {
      get: (space, w) => {
        const { maxlen } = dequeOf(space, w);
        return maxlen === null ? space.w_None : space.newint(maxlen);
      },
    },
  },
};

// --- defaultdict: a dict with a place for its factory

const FACTORY = 0;

const factoryOf = (space: Space, w: W): W => space.getslot(w, FACTORY) ?? space.w_None;

function missing(space: Space, w: W, w_key: W): W {
  const w_factory = factoryOf(space, w);
  if (space.is(w_factory, space.w_None)) throw raiseWith(space, 'KeyError', [w_key]);
  return andThen(space, space.top, call(space, w_factory, []), (w_value) => {
    space.dictset(w, w_key, w_value);
    return w_value;
  });
}

function copyOf(space: Space, w: W): W {
  return andThen(
    space,
    space.top,
    call(space, space.type(w).w_self, [factoryOf(space, w), w]),
    (w_copy) => w_copy,
  );
}

function mergeInto(space: Space, w_target: W, w_other: W): W {
  for (let entry = space.dictnext(w_other, 0); entry; entry = space.dictnext(w_other, entry.next))
    space.dictset(w_target, entry.w_key, entry.w_value);
  return w_target;
}

/** Factories whose repr is under way: a bound method of the dict shows the dict again. */
const shownFactories = new WeakMap<Space, W[]>();

function factoryText(space: Space, w_factory: W): W {
  const active_w = shownFactories.get(space) ?? [];
  if (active_w.some((w) => space.is(w, w_factory))) return space.newstr('...');
  shownFactories.set(space, [...active_w, w_factory]);
  const done = (): void => void shownFactories.set(space, active_w);
  return attempt(
    space,
    space.top,
    () => space.repr(w_factory),
    (w_text) => {
      done();
      return w_text;
    },
    (error) => {
      done();
      throw error;
    },
  );
}

const defaultdictType: TypeDefinition = {
  name: 'collections.defaultdict',
  base: 'dict',
  ownLayout: true,
  slotCount: 1,
  isMapping: true,
  unhashable: true,
  slots: {
    init: (space, w, args_w, names) => {
      const positional = args_w.length - (names?.length ?? 0);
      const w_factory = positional > 0 ? args_w[0] : space.w_None;
      if (!space.is(w_factory, space.w_None) && space.type(w_factory).slots.call === null)
        throw raise(space, 'TypeError', 'first argument must be callable or None');
      space.setslot(w, FACTORY, w_factory);
      return space.types.dict.slots.init!(space, w, positional > 0 ? args_w.slice(1) : args_w, names);
    },
    repr: (space, w) => {
      const caller = space.top;
      return andThen(space, caller, factoryText(space, factoryOf(space, w)), (w_factory) =>
        andThen(space, caller, space.types.dict.slots.repr!(space, w), (w_items) =>
          space.newstr(`${space.type(w).shortName}(${space.str_w(w_factory)}, ${space.str_w(w_items)})`),
        ),
      );
    },
    or: (space, w_a, w_b) => {
      const { dict } = space.types;
      if (!space.type(w_a).isSubtype(dict) || !space.type(w_b).isSubtype(dict)) return space.w_NotImplemented;
      const w_own = space.type(w_a).isSubtype(space.types['collections.defaultdict']) ? w_a : w_b;
      const args_w = [factoryOf(space, w_own), w_a];
      return andThen(space, space.top, call(space, space.type(w_own).w_self, args_w), (w_new) =>
        mergeInto(space, w_new, w_b),
      );
    },
  },
  methods: [
    resumable('__missing__', '$self, key, /', missing),
    resumable('copy', '$self, /', copyOf),
    resumable('__copy__', '$self, /', copyOf),
    resumable('__reduce__', '$self, /', (space: Space, w: W) => {
      const w_factory = factoryOf(space, w);
      const args_w = space.is(w_factory, space.w_None) ? [] : [w_factory];
      const caller = space.top;
      return andThen(space, caller, space.getattr(w, 'items'), (w_items) =>
        andThen(space, caller, call(space, w_items, []), (w_view) =>
          andThen(space, caller, space.type(w_view).slots.iter!(space, w_view), (w_iterator) =>
            space.newtuple([
              space.type(w).w_self,
              space.newtuple(args_w),
              space.w_None,
              space.w_None,
              w_iterator,
            ]),
          ),
        ),
      );
    }),
  ],
  classMethods: [
    leaf('__class_getitem__', '$type, object, /', (space: Space, w_type: W, w_item: W) =>
      space.genericAlias(w_type, w_item),
    ),
  ],
  getset: {
    default_factory: {
      get: factoryOf,
      set: (space, w, w_value) => space.setslot(w, FACTORY, w_value ?? space.w_None),
      doc: 'Factory for default value called by __missing__().',
      member: true,
    },
  },
};

export const collectionsModule: ModuleDefinition = {
  name: '_collections',
  functions: [countElements],
  types: [
    dequeType,
    defaultdictType,
    dequeIterator('collections._deque_iterator'),
    dequeIterator('collections._deque_reverse_iterator'),
    tupleGetterType,
    ...orderedDictTypes,
  ],
  hidden: ['odict_items', 'odict_iterator', 'odict_keys', 'odict_values'],
};
