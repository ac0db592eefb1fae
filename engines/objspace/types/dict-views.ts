// Views of a dict (`keys()`, `values()`, `items()`) and the iterators over them, forwards and back. Models the dictview_*, dictkeys_*, dictitems_*, dictiter_*
// and dictreviter_* functions of CPython's Objects/dictobject.c.
import { andThen, runNested } from '../continuation.ts';
import { contains, isTrueNested } from '../descroperation.ts';
import { leaf, resumable } from '../gateway.ts';
import type { BuiltinTypeName } from '../builtin-types.ts';
import { Payload, STOP } from '../object.ts';
import type { W } from '../object.ts';
import type { Comparison } from '../operations.ts';
import { raise } from '../raise.ts';
import type { DictEntry, Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import type { Slots } from '../typeobject.ts';
import { DirectPayload, forEach } from './collecting.ts';
import { containerRepr } from './container-text.ts';
import { exhaust, selfIter } from './iterators.ts';
import { isAnySet, setOf, subtract, symmetricUpdate, updateSet } from './set.ts';

export type Part = 'keys' | 'values' | 'items';
type ViewName = 'dict_keys' | 'dict_values' | 'dict_items';

const PART_OF: Record<ViewName, Part> = { dict_keys: 'keys', dict_values: 'values', dict_items: 'items' };

export class DictView extends DirectPayload {
  readonly part: Part;
  w_dict: W;
  constructor(part: Part, w_dict: W) {
    super();
    this.part = part;
    this.w_dict = w_dict;
  }
  directItems(space: Space): readonly W[] {
    const { w_dict, part } = this;
    const items_w: W[] = [];
    for (let e = space.dictnext(w_dict, 0); e; e = space.dictnext(w_dict, e.next))
      items_w.push(pick(space, part, e));
    return items_w;
  }
  traverse(visit: (w: W) => void): void {
    visit(this.w_dict);
  }
  forget(): void {
    this.w_dict = null as unknown as W;
  }
}

export function newDictView(space: Space, name: ViewName, w_dict: W): W {
  return space.newobj(space.types[name], new DictView(PART_OF[name], space.own(w_dict)));
}

const dictOf = (space: Space, w_view: W): W => (space.data(w_view) as DictView).w_dict;

function pick(space: Space, part: Part, entry: DictEntry): W {
  if (part === 'keys') return entry.w_key;
  return part === 'values' ? entry.w_value : space.newtuple([entry.w_key, entry.w_value]);
}

// --- iterators

export class DictIterator extends Payload {
  w_over: W | null;
  position: number;
  /** Number of entries at the start; -1 once a change was told. */
  size: number;
  remaining: number;
  constructor(w_over: W, size: number, position: number) {
    super();
    this.w_over = w_over;
    this.size = size;
    this.remaining = size;
    this.position = position;
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_over !== null) visit(this.w_over);
  }
  forget(): void {
    this.w_over = null;
  }
}

const FORWARD: Record<Part, BuiltinTypeName> = {
  keys: 'dict_keyiterator',
  values: 'dict_valueiterator',
  items: 'dict_itemiterator',
};
const BACKWARD: Record<Part, BuiltinTypeName> = {
  keys: 'dict_reversekeyiterator',
  values: 'dict_reversevalueiterator',
  items: 'dict_reverseitemiterator',
};

export function dictIter(space: Space, w_dict: W, part: Part): W {
  const iterator = new DictIterator(space.own(w_dict), space.dictlen(w_dict), 0);
  return space.newobj(space.types[FORWARD[part]], iterator);
}

export function dictReversed(space: Space, w_dict: W, part: Part): W {
  const iterator = new DictIterator(space.own(w_dict), space.dictlen(w_dict), Number.MAX_SAFE_INTEGER);
  return space.newobj(space.types[BACKWARD[part]], iterator);
}

function iteratorType(name: BuiltinTypeName, part: Part, forward: boolean): TypeDefinition {
  return {
    name,
    isBase: false,
    slots: {
      iter: selfIter,
      iternext: (space, w) => {
        const iterator = space.data(w) as DictIterator;
        const { w_over } = iterator;
        if (w_over === null) return STOP;
        if (iterator.size !== space.dictlen(w_over)) {
          iterator.size = -1;
          throw raise(space, 'RuntimeError', 'dictionary changed size during iteration');
        }
        const entry = forward
          ? space.dictnext(w_over, iterator.position)
          : space.dictprevious(w_over, iterator.position);
        if (entry === null) return exhaust(space, iterator);
        if (iterator.remaining === 0) {
          exhaust(space, iterator);
          throw raise(space, 'RuntimeError', 'dictionary keys changed during iteration');
        }
        iterator.position = entry.next;
        iterator.remaining--;
        return pick(space, part, entry);
      },
    },
    methods: [
      leaf(
        '__length_hint__',
        '$self, /',
        (space: Space, w: W) => {
          const { w_over, size, remaining } = space.data(w) as DictIterator;
          return w_over === null || space.dictlen(w_over) !== size ? 0 : remaining;
        },
        { result: 'int', effect: 'reads' },
      ),
      leaf('__reduce__', '$self, /', (space: Space, w: W) => {
        const { w_over, position } = space.data(w) as DictIterator;
        const items_w: W[] = [];
        if (w_over !== null) {
          const step = (at: number) =>
            forward ? space.dictnext(w_over, at) : space.dictprevious(w_over, at);
          for (let e = step(position); e; e = step(e.next)) items_w.push(pick(space, part, e));
        }
        return space.newtuple([space.builtin('iter'), space.newtuple([space.newlist(items_w)])]);
      }),
    ],
  };
}

// --- views

function viewRepr(name: ViewName, part: Part): NonNullable<Slots['repr']> {
  return (space, w) => {
    // The parts are those of now; the tuple keeps them while their texts are made.
    const parts_w: W[] = [];
    const w_dict = dictOf(space, w);
    for (let e = space.dictnext(w_dict, 0); e; e = space.dictnext(w_dict, e.next)) {
      parts_w.push(pick(space, part, e));
    }
    return containerRepr(space, w, '...', {
      open: `${name}([`,
      part: (n) => (n < parts_w.length ? { before: n === 0 ? '' : ', ', w: parts_w[n] } : null),
      close: () => '])',
      keep: space.newtuple(parts_w),
    });
  };
}

function commonView(name: ViewName, part: Part): TypeDefinition {
  return {
    name,
    isBase: false,
    slots: {
      repr: viewRepr(name, part),
      iter: (space, w) => dictIter(space, dictOf(space, w), part),
      length: (space, w) => space.newint(space.dictlen(dictOf(space, w))),
    },
    methods: [
      leaf('__reversed__', '$self, /', (space: Space, w: W) => dictReversed(space, dictOf(space, w), part), {
        doc: `Return a reverse iterator over the dict ${part}.`,
      }),
    ],
    getset: {
      mapping: {
        get: (space, w) => space.newmappingproxy(dictOf(space, w)),
        doc: 'dictionary that this view refers to',
      },
    },
  };
}

/** `(key, value) in d.items()`: the value found under the key is or equals that one. */
function itemInDict(space: Space, w_dict: W, w_item: W): boolean {
  if (!space.type(w_item).isSubtype(space.types.tuple)) return false;
  const pair_w = space.tuple_w(w_item);
  if (pair_w.length !== 2) return false;
  const w_found = space.dictget(w_dict, pair_w[0]);
  return w_found !== undefined && space.equalNested(w_found, pair_w[1]);
}

const isSetView = (space: Space, w: W): boolean => {
  const type = space.type(w);
  return type.isSubtype(space.types.dict_keys) || type.isSubtype(space.types.dict_items);
};

function lengthOf(space: Space, w: W): number {
  return isSetView(space, w) ? space.dictlen(dictOf(space, w)) : space.setlen(w);
}

function has(space: Space, w_in: W, w_item: W): boolean {
  return isTrueNested(
    space,
    runNested(space, () => contains(space, w_in, w_item)),
  );
}

function allIn(space: Space, w_some: W, w_in: W): W {
  const missing = (w_item: W): W | null => (has(space, w_in, w_item) ? null : space.w_False);
  return forEach(space, w_some, [w_in], missing, () => space.w_True);
}

function compareViews(space: Space, w_a: W, w_b: W, op: Comparison): W {
  if (!isAnySet(space, w_b) && !isSetView(space, w_b)) return space.w_NotImplemented;
  const n = lengthOf(space, w_a);
  const m = lengthOf(space, w_b);
  switch (op) {
    case 0:
      return n < m ? allIn(space, w_a, w_b) : space.w_False;
    case 1:
      return n <= m ? allIn(space, w_a, w_b) : space.w_False;
    case 2:
      return n === m ? allIn(space, w_a, w_b) : space.w_False;
    case 3:
      return n === m ? negated(space, () => allIn(space, w_a, w_b)) : space.w_True;
    case 4:
      return n > m ? allIn(space, w_b, w_a) : space.w_False;
    case 5:
      return n >= m ? allIn(space, w_b, w_a) : space.w_False;
  }
}

function negated(space: Space, run: () => W): W {
  const caller = space.top;
  return andThen(space, caller, run(), (w) => space.newbool(!space.is(w, space.w_True)));
}

/** Set operations take any iterables and answer a set. */
function setOperation(run: (space: Space, w_set: W, w_other: W, done: () => W) => W) {
  return (space: Space, w_a: W, w_b: W): W =>
    setOf(space, w_a, (w_set) => run(space, w_set, w_b, () => w_set));
}

function intersect(space: Space, w_a: W, w_b: W): W {
  // The one that is a view answers `in`; the other is gone through.
  const [w_view, w_other] = isSetView(space, w_a) ? [w_a, w_b] : [w_b, w_a];
  const w_set = space.newset();
  const take = (w_item: W): null => {
    if (has(space, w_view, w_item)) space.setadd(w_set, w_item);
    return null;
  };
  return forEach(space, w_other, [w_view, w_set], take, () => w_set);
}

function setView(name: ViewName, part: Part): TypeDefinition {
  const common = commonView(name, part);
  return {
    ...common,
    unhashable: true,
    slots: {
      ...common.slots,
      compare: compareViews,
      contains: (space, w, w_item) => {
        const w_dict = dictOf(space, w);
        return space.newbool(
          part === 'keys' ? space.dictget(w_dict, w_item) !== undefined : itemInDict(space, w_dict, w_item),
        );
      },
      and: intersect,
      or: setOperation(updateSet),
      subtract: setOperation(subtract),
      xor: setOperation(symmetricUpdate),
    },
    methods: [
      ...common.methods!,
      resumable(
        'isdisjoint',
        '$self, other, /',
        (space: Space, w: W, w_other: W) => {
          const common = (w_item: W): W | null => (has(space, w, w_item) ? space.w_False : null);
          return forEach(space, w_other, [w], common, () => space.w_True);
        },
        { doc: 'Return True if the view and the given iterable have a null intersection.' },
      ),
    ],
  };
}

export const dictViewTypes: readonly TypeDefinition[] = [
  setView('dict_keys', 'keys'),
  commonView('dict_values', 'values'),
  setView('dict_items', 'items'),
  iteratorType('dict_keyiterator', 'keys', true),
  iteratorType('dict_valueiterator', 'values', true),
  iteratorType('dict_itemiterator', 'items', true),
  iteratorType('dict_reversekeyiterator', 'keys', false),
  iteratorType('dict_reversevalueiterator', 'values', false),
  iteratorType('dict_reverseitemiterator', 'items', false),
];
