// `collections.OrderedDict`, its views and its iterator. Models CPython's Objects/odictobject.c over the engine's dict, which keeps the order of
// insertion itself: what is added here is moving keys, taking from either end, and comparing orders. Left out: a dict's own methods called past the
// class (`dict.__setitem__(od, …)`) do not upset the order, as they do in CPython.
import { andThen, runNested } from '../continuation.ts';
import { call, contains, getattr, getitem, iter, setitem } from '../descroperation.ts';
import { leaf, nesting, resumable } from '../gateway.ts';
import { Payload, STOP } from '../object.ts';
import type { W } from '../object.ts';
import { EQ, NE } from '../operations.ts';
import { raise, raiseWith } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import { containerRepr } from '../types/container-text.ts';
import { DictView } from '../types/dict-views.ts';
import type { Part } from '../types/dict-views.ts';
import { entriesPlan, fromkeys, mergeDict, updateDict } from '../types/dict.ts';
import { selfIter } from '../types/iterators.ts';

const isOrdered = (space: Space, w: W): boolean =>
  space.type(w).isSubtype(space.types['collections.OrderedDict']);
const isDict = (space: Space, w: W): boolean => space.type(w).isSubtype(space.types.dict);

/** A class that looks up, stores and deletes items as a dict does. */
function isPlain(space: Space, w: W): boolean {
  const type = space.type(w);
  if (type === space.types['collections.OrderedDict']) return true;
  const { getitem: get, setitem: set, contains: has } = space.types.dict.slots;
  const { slots } = type;
  return (
    slots.getitem === get &&
    slots.setitem === set &&
    slots.contains === has &&
    type.lookup('__missing__') === undefined
  );
}

// --- the iterator

class OrderedIterator extends Payload {
  w_over: W | null;
  readonly part: Part;
  readonly backward: boolean;
  position: number;
  remaining: number;
  readonly version: number;
  constructor(space: Space, w_over: W, part: Part, backward: boolean) {
    super();
    this.w_over = space.own(w_over);
    this.part = part;
    this.backward = backward;
    this.position = backward ? Number.MAX_SAFE_INTEGER : 0;
    this.remaining = space.dictlen(w_over);
    this.version = space.dictversion(w_over);
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_over !== null) visit(this.w_over);
  }
  forget(): void {
    this.w_over = null;
  }
  end(space: Space): W {
    const { w_over } = this;
    this.w_over = null;
    if (w_over !== null) space.drop(w_over);
    return STOP;
  }
  next(space: Space): W {
    const { w_over, part } = this;
    if (w_over === null) return STOP;
    // The end was known when the last item was given.
    if (this.remaining === 0) return this.end(space);
    if (space.dictversion(w_over) !== this.version) {
      this.end(space);
      throw raise(space, 'RuntimeError', 'OrderedDict mutated during iteration');
    }
    const entry = this.backward
      ? space.dictprevious(w_over, this.position)
      : space.dictnext(w_over, this.position);
    if (entry === null) return this.end(space);
    this.position = entry.next;
    this.remaining--;
    if (part === 'keys') return entry.w_key;
    return part === 'values' ? entry.w_value : space.newtuplefrom([entry.w_key, entry.w_value]);
  }
}

const newIterator = (space: Space, w: W, part: Part, backward: boolean): W =>
  space.newobj(space.types['odict_iterator'], new OrderedIterator(space, w, part, backward));

const iteratorType: TypeDefinition = {
  name: 'odict_iterator',
  isBase: false,
  slots: { iter: selfIter, iternext: (space, w) => (space.data(w) as OrderedIterator).next(space) },
  methods: [
    leaf('__reduce__', '$self, /', (space: Space, w: W) => {
      const { w_over, part, backward, position, remaining } = space.data(w) as OrderedIterator;
      const items_w: W[] = [];
      if (w_over !== null) {
        const copy = new OrderedIterator(space, w_over, part, backward);
        copy.position = position;
        copy.remaining = Math.min(remaining, copy.remaining);
        for (let w_item = copy.next(space); w_item !== STOP; w_item = copy.next(space)) items_w.push(w_item);
        copy.end(space);
      }
      return space.newtuple([space.builtin('iter'), space.newtuple([space.newlist(items_w)])]);
    }),
  ],
};

// --- views

type ViewName = 'odict_keys' | 'odict_values' | 'odict_items';
const viewTypeName = (part: Part): ViewName => `odict_${part}`;

const newView = (space: Space, part: Part, w: W): W =>
  space.newobj(space.types[viewTypeName(part)], new DictView(part, space.own(w)));

function viewType(part: Part): TypeDefinition {
  const name = viewTypeName(part);
  const dictOf = (space: Space, w: W): W => (space.data(w) as DictView).w_dict;
  return {
    name,
    base: `dict_${part}`,
    isBase: false,
    unhashable: part !== 'values',
    slots: {
      repr: (space, w) => {
        const parts_w = (space.data(w) as DictView).directItems(space);
        return containerRepr(space, w, '...', {
          open: `${name}([`,
          part: (n) => (n < parts_w.length ? { before: n === 0 ? '' : ', ', w: parts_w[n] } : null),
          close: () => '])',
          keep: space.newtuple(parts_w),
        });
      },
      iter: (space, w) => newIterator(space, dictOf(space, w), part, false),
    },
    methods: [
      leaf('__reversed__', '$self, /', (space: Space, w: W) =>
        newIterator(space, dictOf(space, w), part, true),
      ),
    ],
  };
}

// --- the dict

/** `MutableMapping.update`, for a class with a `__setitem__` of its own. */
function updateByMethods(space: Space, w: W, args_w: readonly W[], names: readonly string[] | null): W {
  const caller = space.top;
  const w_module = call(space, space.builtin('__import__'), [space.newstr('_collections_abc')]);
  return andThen(space, caller, w_module, (w_abc) =>
    andThen(space, caller, getattr(space, w_abc, 'MutableMapping'), (w_class) =>
      andThen(space, caller, getattr(space, w_class, 'update'), (w_update) =>
        andThen(space, caller, call(space, w_update, [w, ...args_w], names), () => space.w_None),
      ),
    ),
  );
}

function update(space: Space, w: W, args_w: readonly W[], names: readonly string[] | null): W {
  const n = args_w.length - (names?.length ?? 0);
  if (n > 1) {
    const text = `update() takes at most 1 positional argument (${n} given)`;
    throw raise(space, 'TypeError', text);
  }
  if (space.type(w).slots.setitem !== space.types.dict.slots.setitem)
    return updateByMethods(space, w, args_w, names);
  const keywords = (): W => {
    names?.forEach((name, k) => space.dictsetstr(w, name, args_w[n + k]));
    return space.w_None;
  };
  if (n === 0) return keywords();
  const [w_other] = args_w;
  if (space.type(w_other) === space.types['collections.OrderedDict']) {
    mergeDict(space, w, w_other);
    return keywords();
  }
  return updateDict(space, w, w_other, keywords);
}

/** The keys of both in turn, by `is` or `==`, which must not change them. */
function haveSameOrder(space: Space, w_a: W, w_b: W): boolean {
  const versionA = space.dictversion(w_a);
  const versionB = space.dictversion(w_b);
  let a = space.dictnext(w_a, 0);
  let b = space.dictnext(w_b, 0);
  while (a !== null && b !== null) {
    const isSame = space.equalNested(a.w_key, b.w_key);
    if (space.dictversion(w_a) !== versionA || space.dictversion(w_b) !== versionB)
      throw raise(space, 'RuntimeError', 'OrderedDict mutated during iteration');
    if (!isSame) return false;
    a = space.dictnext(w_a, a.next);
    b = space.dictnext(w_b, b.next);
  }
  return a === null && b === null;
}

/** Taken from the table itself: a class is not asked by its own `__delitem__`. */
function popitem(space: Space, w: W, last: boolean): W {
  const entry = last ? space.dictlast(w) : space.dictnext(w, 0);
  if (entry === null) throw raise(space, 'KeyError', 'dictionary is empty');
  const w_item = space.newtuplefrom([entry.w_key, entry.w_value]);
  space.dictpop(w, entry.w_key);
  return w_item;
}

function pop(space: Space, w: W, w_key: W, w_default: W | undefined): W {
  const w_value = space.dictpop(w, w_key) ?? w_default;
  if (w_value === undefined) throw raiseWith(space, 'KeyError', [w_key]);
  return w_value;
}

function setdefault(space: Space, w: W, w_key: W, w_default: W): W {
  if (!isPlain(space, w)) {
    const isThere = runNested(space, () => contains(space, w, w_key));
    if (space.is(isThere, space.w_True)) return runNested(space, () => getitem(space, w, w_key));
    runNested(space, () => setitem(space, w, w_key, w_default));
    return w_default;
  }
  const w_value = space.dictget(w, w_key);
  if (w_value !== undefined) return w_value;
  space.dictset(w, w_key, w_default);
  return w_default;
}

function copy(space: Space, w: W): W {
  const type = space.type(w);
  const isExact = type === space.types['collections.OrderedDict'];
  const caller = space.top;
  const w_new = isExact ? space.newinstance(type) : call(space, type.w_self, []);
  return andThen(space, caller, w_new, (w_copy) => {
    if (isExact) mergeDict(space, w_copy, w);
    else
      for (let e = space.dictnext(w, 0); e !== null; e = space.dictnext(w, e.next)) {
        const { w_key } = e;
        const w_value = runNested(space, () => getitem(space, w, w_key));
        runNested(space, () => setitem(space, w_copy, w_key, w_value));
      }
    return w_copy;
  });
}

/** As CPython's: a longer object, a node of four words for each entry, and pointers to these beside the dict's table. */
function sizeInMemory(space: Space, w: W): number {
  const n = space.dictlen(w);
  let size = 8;
  while (Math.floor((size * 2) / 3) < n) size *= 2;
  return space.sizeof(w) + 64 + (n === 0 ? 0 : 8 * size + 32 * n);
}

const orderedDictType: TypeDefinition = {
  name: 'collections.OrderedDict',
  base: 'dict',
  ownLayout: true,
  hasDict: true,
  hasWeakrefs: true,
  isMapping: true,
  unhashable: true,
  doc: 'Dictionary that remembers insertion order',
  slots: {
    init: (space, w, args_w, names) => {
      const n = args_w.length - (names?.length ?? 0);
      if (n > 1) throw raise(space, 'TypeError', `expected at most 1 argument, got ${n}`);
      return update(space, w, args_w, names);
    },
    iter: (space, w) => newIterator(space, w, 'keys', false),
    repr: (space, w) => {
      const name = space.type(w).shortName;
      if (space.dictlen(w) === 0) return space.newstr(`${name}()`);
      return containerRepr(space, w, '...', entriesPlan(space, w, `${name}({`, '})'));
    },
    compare: (space, w_a, w_b, op) => {
      if ((op !== EQ && op !== NE) || !isOrdered(space, w_a) || !isDict(space, w_b))
        return space.w_NotImplemented;
      const caller = space.top;
      const w_answer = space.types.dict.slots.compare!(space, w_a, w_b, op);
      if (!isOrdered(space, w_b)) return w_answer;
      return andThen(space, caller, w_answer, (w) => {
        if (space.is(w, space.newbool(op === NE))) return w;
        return space.newbool(haveSameOrder(space, w_a, w_b) === (op === EQ));
      });
    },
    or: (space, w_a, w_b) => {
      if (!isDict(space, w_a) || !isDict(space, w_b)) return space.w_NotImplemented;
      const type = space.type(isOrdered(space, w_a) ? w_a : w_b);
      const caller = space.top;
      return andThen(space, caller, call(space, type.w_self, [w_a]), (w_new) =>
        andThen(space, caller, update(space, w_new, [w_b], null), () => w_new),
      );
    },
    inplaceOr: (space, w, w_other) => {
      const caller = space.top;
      return andThen(space, caller, update(space, w, [w_other], null), () => w);
    },
  },
  methods: [
    resumable(
      'update',
      '$self, /, *args, **kwargs',
      (space: Space, w: W, star_w: readonly W[], w_kwargs: W) => {
        const { args_w, names } = space.unpackArguments(star_w, w_kwargs);
        return update(space, w, args_w, names);
      },
    ),
    nesting('pop', '$self, /, key, default=NULL', pop),
    nesting('popitem', '$self, /, last: bool = True', popitem),
    nesting('setdefault', '$self, /, key, default=None', setdefault),
    nesting(
      'move_to_end',
      '$self, /, key, last: bool = True',
      (space: Space, w: W, w_key: W, last: boolean) => {
        if (space.dictlen(w) === 0 || !space.dictmove(w, w_key, last))
          throw raiseWith(space, 'KeyError', [w_key]);
        return space.w_None;
      },
    ),
    resumable('copy', '$self, /', copy),
    leaf('__sizeof__', '$self, /', sizeInMemory, { result: 'int', effect: 'reads' }),
    leaf('keys', '$self, /', (space: Space, w: W) => newView(space, 'keys', w)),
    leaf('values', '$self, /', (space: Space, w: W) => newView(space, 'values', w)),
    leaf('items', '$self, /', (space: Space, w: W) => newView(space, 'items', w)),
    leaf('__reversed__', '$self, /', (space: Space, w: W) => newIterator(space, w, 'keys', true)),
    resumable('__reduce__', '$self, /', (space: Space, w: W) => {
      const caller = space.top;
      return andThen(space, caller, space.getattr(w, '__getstate__'), (w_getstate) =>
        andThen(space, caller, call(space, w_getstate, []), (w_state) =>
          andThen(space, caller, space.getattr(w, 'items'), (w_items) =>
            andThen(space, caller, call(space, w_items, []), (w_view) =>
              andThen(space, caller, iter(space, w_view), (w_iterator) =>
                space.newtuple([space.type(w).w_self, space.newtuple([]), w_state, space.w_None, w_iterator]),
              ),
            ),
          ),
        ),
      );
    }),
  ],
  getset: {
    __dict__: {
      get: (space, w) => space.getdict(w)!,
      set: (space, w, w_dict) => {
        if (w_dict !== null) space.setdict(w, w_dict);
      },
    },
  },
  classMethods: [resumable('fromkeys', '$type, iterable, value=None', fromkeys)],
};

export const orderedDictTypes: readonly TypeDefinition[] = [
  orderedDictType,
  viewType('keys'),
  viewType('values'),
  viewType('items'),
  iteratorType,
];
