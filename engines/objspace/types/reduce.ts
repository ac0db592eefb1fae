// What `object` answers for pickling and listing: `__reduce_ex__`, `__getstate__`, `__dir__`. Models object___reduce_ex___impl, object_getstate_default and
// object___dir___impl of CPython's Objects/typeobject.c; protocols 0 and 1 are the library's `copyreg._reduce_ex`.
import { andThen } from '../continuation.ts';
import { call, callSpecial, getattr, getattrOr, iter } from '../descroperation.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeObject } from '../typeobject.ts';
import { sizesOf } from './type-sizes.ts';

/** An attribute of a library module, imported where it is not yet. */
function fromLibrary(space: Space, module: string, name: string, then: (w: W) => W): W {
  const caller = space.top;
  const w_loaded = space.dictgetstr(space.w_modules, module);
  const w_module = w_loaded ?? call(space, space.builtin('__import__'), [space.newstr(module)]);
  return andThen(space, caller, w_module, (w) => andThen(space, caller, getattr(space, w, name), then));
}

/** Names of `__slots__` in all classes, but for the two that are no values. */
function slotNames(type: TypeObject): string[] {
  return type.mro.flatMap((t) => t.slotNames);
}

/** Types whose instances are their dict and slots: their state is that. */
function hasOwnStorage(space: Space, type: TypeObject): boolean {
  let builtin: TypeObject | null = type;
  while (builtin !== null && builtin.isHeap) builtin = builtin.base;
  return builtin !== null && builtin !== space.types.object;
}

/** `object.__getstate__`: the dict, or a pair of it and the slots' values; None where there is nothing. */
export function getstate(space: Space, w_x: W): W {
  const type = space.type(w_x);
  const w_dict = type.hasDict ? space.getdict(w_x) : undefined;
  const names = slotNames(type);
  const w_slots = space.newdict();
  for (const t of type.mro) {
    t.slotNames.forEach((name, i) => {
      const w_value = space.getslot(w_x, t.slotOffset + i);
      if (w_value !== undefined) space.dictsetstr(w_slots, name, w_value);
    });
  }
  const hasAttributes = w_dict !== undefined && space.dictlen(w_dict) > 0;
  const w_state = hasAttributes ? w_dict : space.w_None;
  if (names.length === 0 || space.dictlen(w_slots) === 0) return w_state;
  return space.newtuple([w_state, w_slots]);
}

function reduceNewobj(space: Space, w_x: W): W {
  const type = space.type(w_x);
  const caller = space.top;
  if (
    type.slots.new === null ||
    (!type.isHeap &&
      hasOwnStorage(space, type) &&
      type.lookup('__getnewargs__') === undefined &&
      type.lookup('__getstate__') === space.types.object.lookup('__getstate__'))
  ) {
    const hasItems = type.isSubtype(space.types.list) || type.isSubtype(space.types.dict);
    if (!hasItems && !type.isHeap) {
      const hasItemsInside = type.slots.new !== null && sizesOf(type)[1] !== 0;
      const what = hasItemsInside ? `${type.name} objects` : `'${type.name}' object`;
      throw raise(space, 'TypeError', `cannot pickle ${what}`);
    }
  }
  const withArguments = (args_w: readonly W[], w_kwargs: W | null): W => {
    const finish = (w_function: W, w_arguments: W): W =>
      andThen(space, caller, callSpecial(space, w_x, '__getstate__', [])!, (w_state) =>
        itemsOf(space, w_x, (w_listItems, w_dictItems) =>
          space.newtuple([w_function, w_arguments, w_state, w_listItems, w_dictItems]),
        ),
      );
    if (w_kwargs === null || space.dictlen(w_kwargs) === 0) {
      return fromLibrary(space, 'copyreg', '__newobj__', (w_newobj) =>
        finish(w_newobj, space.newtuple([type.w_self, ...args_w])),
      );
    }
    return fromLibrary(space, 'copyreg', '__newobj_ex__', (w_newobj) =>
      finish(w_newobj, space.newtuple([type.w_self, space.newtuple(args_w), w_kwargs])),
    );
  };
  // Special methods: an instance's attributes and `__getattr__` have no say.
  const w_pair = callSpecial(space, w_x, '__getnewargs_ex__', []);
  if (w_pair !== undefined) {
    return andThen(space, caller, w_pair, (w) => {
      const pair_w = pairOf(space, w);
      return withArguments(space.tuple_w(pair_w[0]), pair_w[1]);
    });
  }
  const w_args = callSpecial(space, w_x, '__getnewargs__', []);
  if (w_args === undefined) return withArguments([], null);
  return andThen(space, caller, w_args, (w_tuple) => {
    if (!space.type(w_tuple).isSubtype(space.types.tuple)) {
      const got = space.type(w_tuple).name;
      throw raise(space, 'TypeError', `__getnewargs__ should return a tuple, not '${got}'`);
    }
    return withArguments(space.tuple_w(w_tuple), null);
  });
}

/** What `__getnewargs_ex__` has answered: positional arguments and named ones. */
function pairOf(space: Space, w_pair: W): readonly W[] {
  if (!space.type(w_pair).isSubtype(space.types.tuple)) {
    const got = space.type(w_pair).name;
    throw raise(space, 'TypeError', `__getnewargs_ex__ should return a tuple, not '${got}'`);
  }
  const pair_w = space.tuple_w(w_pair);
  if (pair_w.length !== 2) {
    const text = `__getnewargs_ex__ should return a tuple of length 2, not ${pair_w.length}`;
    throw raise(space, 'ValueError', text);
  }
  const wants = (i: number, which: string, type: 'tuple' | 'dict'): void => {
    const given = space.type(pair_w[i]);
    if (given.isSubtype(space.types[type])) return;
    const text = `${which} item of the tuple returned by __getnewargs_ex__ must be a ${type}, not '${given.name}'`;
    throw raise(space, 'TypeError', text);
  };
  wants(0, 'first', 'tuple');
  wants(1, 'second', 'dict');
  return pair_w;
}

/** Iterators over a list's items and a dict's, for subclasses of these; None each otherwise. */
function itemsOf(space: Space, w_x: W, then: (w_list: W, w_dict: W) => W): W {
  const type = space.type(w_x);
  const caller = space.top;
  if (type.isSubtype(space.types.list)) {
    return andThen(space, caller, iter(space, w_x), (w) => then(w, space.w_None));
  }
  if (!type.isSubtype(space.types.dict)) return then(space.w_None, space.w_None);
  return andThen(space, caller, getattr(space, w_x, 'items'), (w_items) =>
    andThen(space, caller, call(space, w_items, []), (w_view) =>
      andThen(space, caller, iter(space, w_view), (w) => then(space.w_None, w)),
    ),
  );
}

export function reduce(space: Space, w_x: W, protocol: number): W {
  if (protocol >= 2) return reduceNewobj(space, w_x);
  return fromLibrary(space, 'copyreg', '_reduce_ex', (w_reduce) =>
    call(space, w_reduce, [w_x, space.newint(protocol)]),
  );
}

/** Attributes of an instance, its class and the class's bases. */
export function dirOfInstance(space: Space, w_x: W): W {
  const caller = space.top;
  return andThen(space, caller, getattrOr(space, w_x, '__dict__', space.w_None), (w_dict) => {
    const names = new Set<string>();
    if (space.type(w_dict).isSubtype(space.types.dict)) {
      for (let e = space.dictnext(w_dict, 0); e; e = space.dictnext(w_dict, e.next)) {
        if (space.type(e.w_key).isSubtype(space.types.str)) names.add(space.str_w(e.w_key));
      }
    }
    return andThen(space, caller, getattrOr(space, w_x, '__class__', space.w_None), (w_class) => {
      if (space.type(w_class).isSubtype(space.types.type)) {
        for (const type of (space.data(w_class) as TypeObject).mro) {
          for (const name of type.dict.keys()) names.add(name);
        }
      }
      return space.newlist([...names].sort().map((name) => space.newstr(name)));
    });
  });
}
