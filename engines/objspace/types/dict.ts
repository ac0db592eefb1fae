// `dict`. Models CPython's Objects/dictobject.c; the table is the engine's (`space.dict…`). A user's `__hash__` and `__eq__` run nested below the
// table; values are compared, and iterables asked, in frames. Views and iterators stand in dict-views.ts.
import { sizeofMethod } from './sizeof.ts';
import { andThen, attempt } from '../continuation.ts';
import { call, callSpecial, compare, getattrOr, getitem, iter, truth } from '../descroperation.ts';
import { leaf, nesting, resumable } from '../gateway.ts';
import { SUSPEND } from '../object.ts';
import type { W } from '../object.ts';
import { EQ, NE } from '../operations.ts';
import { raise, raiseWith } from '../raise.ts';
import type { Space } from '../space.ts';
import { enter, IterationFrame, RecursiveFrame } from '../step-frames.ts';
import type { TypeDefinition } from '../typedef.ts';
import { directItems, forEach, listOf } from './collecting.ts';
import { containerRepr } from './container-text.ts';
import type { TextPlan } from './container-text.ts';
import { dictIter, dictReversed, newDictView } from './dict-views.ts';

export function copyDict(space: Space, w_dict: W): W {
  const w_copy = space.newdict();
  mergeDict(space, w_copy, w_dict);
  return w_copy;
}

/** All entries of a dict (its storage, not its methods) into another. */
export function mergeDict(space: Space, w_into: W, w_from: W): void {
  if (space.is(w_into, w_from) || space.dictmerge(w_into, w_from)) return;
  const before = space.dictlen(w_from);
  for (let e = space.dictnext(w_from, 0); e; e = space.dictnext(w_from, e.next)) {
    space.dictset(w_into, e.w_key, e.w_value);
    if (space.dictlen(w_from) !== before) throw raise(space, 'RuntimeError', 'dict mutated during update');
  }
}

// --- update

/** Pairs from an iterable. */
class PairsFrame extends IterationFrame {
  private readonly w_dict: W;
  private readonly done: () => W;
  private n = 0;
  constructor(space: Space, w_iterator: W, w_dict: W, done: () => W) {
    super(space, w_iterator);
    this.w_dict = space.own(w_dict);
    this.done = done;
  }
  protected override step(space: Space, w_value: W | undefined): W {
    if (w_value === undefined) {
      const pair_w: W[] = [];
      while (space.pairplainly(this.w_iterator, pair_w)) {
        space.dictset(this.w_dict, pair_w[0], pair_w[1]);
        this.n++;
        space.endStep(undefined);
      }
    }
    return super.step(space, w_value);
  }
  private get noSequence(): string {
    return `Cannot convert dictionary update sequence element #${this.n} to a sequence`;
  }
  protected item(space: Space, w_item: W): W | null {
    const direct = directItems(space, w_item);
    if (direct !== undefined) return this.take(space, direct);
    const { slots } = space.type(w_item);
    if (slots.iter === null && slots.getitem === null) {
      const error = raise(space, 'TypeError', 'object is not iterable');
      space.addNote(error, this.noSequence);
      throw error;
    }
    const w_list = attempt(
      space,
      space.top,
      () => listOf(space, w_item),
      (w) => w,
      (error) => {
        if (error.matches(space.types.TypeError)) space.addNote(error, this.noSequence);
        throw error;
      },
    );
    return w_list === SUSPEND ? w_list : this.take(space, space.listitems(w_list));
  }
  protected override answered(space: Space, w_list: W): W | null {
    return this.take(space, space.listitems(w_list));
  }
  private take(space: Space, pair_w: readonly W[]): null {
    if (pair_w.length !== 2) {
      throw raise(
        space,
        'ValueError',
        `dictionary update sequence element #${this.n} has length ${pair_w.length}; 2 is required`,
      );
    }
    space.dictset(this.w_dict, pair_w[0], pair_w[1]);
    this.n++;
    return null;
  }
  protected end(): W {
    return this.done();
  }
  protected override release(space: Space): void {
    super.release(space);
    space.drop(this.w_dict);
  }
}

/** Keys from `keys()` and values by subscript. */
class MappingFrame extends IterationFrame {
  private readonly w_dict: W;
  private readonly w_mapping: W;
  private readonly done: () => W;
  private w_key: W | null = null;
  constructor(space: Space, w_iterator: W, w_dict: W, w_mapping: W, done: () => W) {
    super(space, w_iterator);
    this.w_dict = space.own(w_dict);
    this.w_mapping = space.own(w_mapping);
    this.done = done;
  }
  protected item(space: Space, w_key: W): W | null {
    this.w_key = space.own(w_key);
    const w_value = getitem(space, this.w_mapping, w_key);
    return w_value === SUSPEND ? w_value : this.answered(space, w_value);
  }
  protected override answered(space: Space, w_value: W): null {
    space.dictset(this.w_dict, this.w_key!, w_value);
    space.drop(this.w_key!);
    this.w_key = null;
    return null;
  }
  protected end(): W {
    return this.done();
  }
  protected override release(space: Space): void {
    super.release(space);
    space.drop(this.w_dict);
    space.drop(this.w_mapping);
    if (this.w_key !== null) space.drop(this.w_key);
  }
}

/** Everything from a mapping: a dict's own entries, else what its `keys()` and `__getitem__` say. */
export function mergeMapping(space: Space, w_dict: W, w_mapping: W, done: () => W): W {
  const type = space.type(w_mapping);
  if (type.isSubtype(space.types.dict) && type.slots.iter === space.types.dict.slots.iter) {
    mergeDict(space, w_dict, w_mapping);
    return done();
  }
  const caller = space.top;
  return andThen(space, caller, space.getattr(w_mapping, 'keys'), (w_method) =>
    andThen(space, caller, call(space, w_method, []), (w_keys) =>
      andThen(space, caller, iter(space, w_keys), (w_iterator) =>
        enter(space, new MappingFrame(space, w_iterator, w_dict, w_mapping, done)),
      ),
    ),
  );
}

/** `dict.update` and `dict(…)` with one positional argument: a mapping where it has `keys`, else pairs. */
export function updateDict(space: Space, w_dict: W, w_from: W, done: () => W): W {
  const type = space.type(w_from);
  if (type === space.types.dict) return mergeMapping(space, w_dict, w_from, done);
  const caller = space.top;
  // A builtin type without `keys` need not be asked by way of an AttributeError.
  if (!type.isHeap && !type.hasDict && type.slots.getattr === space.types.object.slots.getattr) {
    if (type.lookup('keys') === undefined) {
      return andThen(space, caller, iter(space, w_from), (w_iterator) =>
        enter(space, new PairsFrame(space, w_iterator, w_dict, done)),
      );
    }
  }
  return andThen(space, caller, getattrOr(space, w_from, 'keys', space.w_NotImplemented), (w_keys) => {
    if (!space.is(w_keys, space.w_NotImplemented)) return mergeMapping(space, w_dict, w_from, done);
    return andThen(space, caller, iter(space, w_from), (w_iterator) =>
      enter(space, new PairsFrame(space, w_iterator, w_dict, done)),
    );
  });
}

function updateFromCall(
  space: Space,
  name: string,
  w_dict: W,
  args_w: readonly W[],
  names: readonly string[] | null,
): W {
  const n = args_w.length - (names?.length ?? 0);
  if (n > 1) throw raise(space, 'TypeError', `${name} expected at most 1 argument, got ${n}`);
  const keywords = (): W => {
    names?.forEach((key, k) => space.dictsetstr(w_dict, key, args_w[n + k]));
    return space.w_None;
  };
  return n === 0 ? keywords() : updateDict(space, w_dict, args_w[0], keywords);
}

// --- comparison

class CompareDictFrame extends RecursiveFrame {
  private readonly w_a: W;
  private readonly w_b: W;
  private readonly op: typeof EQ | typeof NE;
  private position = 0;
  private state: 'next' | 'equal' | 'truth' = 'next';
  constructor(space: Space, w_a: W, w_b: W, op: typeof EQ | typeof NE) {
    super();
    this.count(space, 'in comparison');
    this.w_a = space.own(w_a);
    this.w_b = space.own(w_b);
    this.op = op;
  }
  protected step(space: Space, w_value: W | undefined): W {
    for (;;) {
      if (this.state === 'next') {
        const entry = space.dictnext(this.w_a, this.position);
        if (entry === null) return space.newbool(this.op === EQ);
        this.position = entry.next;
        const w_other = space.dictgetentry(this.w_b, this.w_a, entry);
        if (w_other === undefined) return space.newbool(this.op === NE);
        if (space.is(w_other, entry.w_value)) continue;
        this.state = 'equal';
        w_value = compare(space, entry.w_value, w_other, EQ);
        if (w_value === SUSPEND) return w_value;
      }
      if (this.state === 'equal') {
        this.state = 'truth';
        w_value = truth(space, w_value!);
        if (w_value === SUSPEND) return w_value;
      }
      this.state = 'next';
      if (!space.is(w_value!, space.w_True)) return space.newbool(this.op === NE);
      space.endStep(undefined);
    }
  }
  protected release(space: Space): void {
    space.drop(this.w_a);
    space.drop(this.w_b);
  }
}

/** Keys and values by turns; an entry's value is taken when its key has been written. */
export function entriesPlan(space: Space, w_dict: W, open: string, close: string): TextPlan {
  let position = 0;
  let w_value: W | null = null;
  return {
    open,
    part(n) {
      if (n % 2 === 1) return { before: ': ', w: w_value! };
      const entry = space.dictnext(w_dict, position);
      if (entry === null) return null;
      position = entry.next;
      ({ w_value } = entry);
      return { before: n === 0 ? '' : ', ', w: entry.w_key };
    },
    close: () => close,
  };
}

// --- methods

function missing(space: Space, w_dict: W, w_key: W): W {
  if (space.type(w_dict) !== space.types.dict) {
    const w_answer = callSpecial(space, w_dict, '__missing__', [w_key]);
    if (w_answer !== undefined) return w_answer;
  }
  throw raiseWith(space, 'KeyError', [w_key]);
}

function pop(space: Space, w_dict: W, w_key: W, w_default: W | undefined): W {
  // Of an empty dict no key is asked for its hash.
  const w_value = space.dictlen(w_dict) === 0 ? undefined : space.dictpop(w_dict, w_key);
  if (w_value !== undefined) return w_value;
  if (w_default !== undefined) return w_default;
  throw raiseWith(space, 'KeyError', [w_key]);
}

function popitem(space: Space, w_dict: W): W {
  const entry = space.dictlast(w_dict);
  if (entry === null) throw raise(space, 'KeyError', 'popitem(): dictionary is empty');
  const w_item = space.newtuple([entry.w_key, entry.w_value]);
  space.dictpop(w_dict, entry.w_key);
  return w_item;
}

function setdefault(space: Space, w_dict: W, w_key: W, w_default: W): W {
  return space.dictsetdefault(w_dict, w_key, w_default);
}

export function fromkeys(space: Space, w_type: W, w_iterable: W, w_value: W): W {
  const caller = space.top;
  return andThen(space, caller, call(space, w_type, []), (w_dict) => {
    const plain = space.type(w_dict) === space.types.dict;
    if (plain) {
      const put = (w_key: W): null => {
        space.dictset(w_dict, w_key, w_value);
        return null;
      };
      return forEach(space, w_iterable, [w_dict, w_value], put, () => w_dict);
    }
    return andThen(space, space.top, iter(space, w_iterable), (w_iterator) =>
      enter(space, new FromKeysFrame(space, w_iterator, w_dict, w_value)),
    );
  });
}

/** `fromkeys` of a class: through its own `__setitem__`. */
class FromKeysFrame extends IterationFrame {
  private readonly w_dict: W;
  private readonly w_value: W;
  constructor(space: Space, w_iterator: W, w_dict: W, w_value: W) {
    super(space, w_iterator);
    this.w_dict = space.own(w_dict);
    this.w_value = space.own(w_value);
  }
  protected item(space: Space, w_key: W): W | null {
    const set = space.type(this.w_dict).slots.setitem;
    if (set === null) {
      const got = space.type(this.w_dict).name;
      throw raise(space, 'TypeError', `'${got}' object does not support item assignment`);
    }
    return set(space, this.w_dict, w_key, this.w_value) === SUSPEND ? SUSPEND : null;
  }
  protected override answered(): null {
    return null;
  }
  protected end(): W {
    return this.w_dict;
  }
  protected override release(space: Space): void {
    super.release(space);
    space.drop(this.w_dict);
    space.drop(this.w_value);
  }
}

const isDict = (space: Space, w: W): boolean => space.type(w).isSubtype(space.types.dict);

export const dictType: TypeDefinition = {
  name: 'dict',
  ownLayout: true,
  isMapping: true,
  unhashable: true,
  doc: "dict() -> new empty dictionary\ndict(mapping) -> new dictionary initialized from a mapping object's\n    (key, value) pairs\ndict(iterable) -> new dictionary initialized as if via:\n    d = {}\n    for k, v in iterable:\n        d[k] = v\ndict(**kwargs) -> new dictionary initialized with the name=value pairs\n    in the keyword argument list.  For example:  dict(one=1, two=2)",
  slots: {
    new: (space, type) => (type === space.types.dict ? space.newdict() : space.newinstance(type)),
    init: (space, w_self, args_w, names) => updateFromCall(space, 'dict', w_self, args_w, names),
    repr: (space, w) =>
      space.dictlen(w) === 0
        ? space.newstr('{}')
        : containerRepr(space, w, '{...}', entriesPlan(space, w, '{', '}')),
    compare: (space, w_a, w_b, op) => {
      if (!isDict(space, w_b) || (op !== EQ && op !== NE)) return space.w_NotImplemented;
      if (space.dictlen(w_a) !== space.dictlen(w_b)) return space.newbool(op === NE);
      return enter(space, new CompareDictFrame(space, w_a, w_b, op));
    },
    iter: (space, w) => dictIter(space, w, 'keys'),
    length: (space, w) => space.newint(space.dictlen(w)),
    getitem: (space, w_dict, w_key) => space.dictget(w_dict, w_key) ?? missing(space, w_dict, w_key),
    setitem: (space, w_dict, w_key, w_value) => {
      if (w_value !== null) space.dictset(w_dict, w_key, w_value);
      else if (space.dictpop(w_dict, w_key) === undefined) throw raiseWith(space, 'KeyError', [w_key]);
      return space.w_None;
    },
    contains: (space, w_dict, w_key) => space.newbool(space.dictget(w_dict, w_key) !== undefined),
    or: (space, w_a, w_b) => {
      if (!isDict(space, w_a) || !isDict(space, w_b)) return space.w_NotImplemented;
      const w_new = copyDict(space, w_a);
      return mergeMapping(space, w_new, w_b, () => w_new);
    },
    inplaceOr: (space, w_dict, w_other) => updateDict(space, w_dict, w_other, () => w_dict),
  },
  methods: [
    sizeofMethod,
    nesting(
      'get',
      '$self, key, default=None, /',
      (space: Space, w: W, w_key: W, w_default: W) => space.dictget(w, w_key) ?? w_default,
      { effect: 'reads', doc: 'Return the value for key if key is in the dictionary, else default.' },
    ),
    nesting('setdefault', '$self, key, default=None, /', setdefault, {
      effect: 'writes',
      doc: 'Insert key with a value of default if key is not in the dictionary.\n\nReturn the value for key if key is in the dictionary, else default.',
    }),
    nesting('pop', '$self, key, default=NULL, /', pop, {
      effect: 'writes',
      doc: 'D.pop(k[,d]) -> v, remove specified key and return the corresponding value.\n\nIf the key is not found, return the default if given; otherwise,\nraise a KeyError.',
    }),
    leaf('popitem', '$self, /', popitem, {
      effect: 'writes',
      doc: 'Remove and return a (key, value) pair as a 2-tuple.\n\nPairs are returned in LIFO (last-in, first-out) order.\nRaises KeyError if the dict is empty.',
    }),
    leaf('keys', '$self, /', (space: Space, w: W) => newDictView(space, 'dict_keys', w), {
      doc: "Return a set-like object providing a view on the dict's keys.",
    }),
    leaf('items', '$self, /', (space: Space, w: W) => newDictView(space, 'dict_items', w), {
      doc: "Return a set-like object providing a view on the dict's items.",
    }),
    leaf('values', '$self, /', (space: Space, w: W) => newDictView(space, 'dict_values', w), {
      doc: "Return an object providing a view on the dict's values.",
    }),
    resumable(
      'update',
      '$self, /, *args, **kwargs',
      (space: Space, w: W, star_w: readonly W[], w_kwargs: W) => {
        const { args_w, names } = space.unpackArguments(star_w, w_kwargs);
        return updateFromCall(space, 'update', w, args_w, names);
      },
      {
        doc: 'D.update([E, ]**F) -> None.  Update D from mapping/iterable E and F.\nIf E is present and has a .keys() method, then does:  for k in E.keys(): D[k] = E[k]\nIf E is present and lacks a .keys() method, then does:  for k, v in E: D[k] = v\nIn either case, this is followed by: for k in F:  D[k] = F[k]',
      },
    ),
    leaf(
      'clear',
      '$self, /',
      (space: Space, w: W) => {
        space.dictclear(w);
        return space.w_None;
      },
      { effect: 'writes', doc: 'Remove all items from the dict.' },
    ),
    leaf('copy', '$self, /', copyDict, { effect: 'reads', doc: 'Return a shallow copy of the dict.' }),
    leaf('__reversed__', '$self, /', (space: Space, w: W) => dictReversed(space, w, 'keys'), {
      doc: 'Return a reverse iterator over the dict keys.',
    }),
  ],
  classMethods: [
    resumable('fromkeys', '$type, iterable, value=None, /', fromkeys, {
      doc: 'Create a new dictionary with keys from iterable and values set to value.',
    }),
    leaf('__class_getitem__', '$type, object, /', (space: Space, w_type: W, w_item: W) =>
      space.genericAlias(w_type, w_item),
    ),
  ],
};
