// `list[int]`: types.GenericAlias, its parameters and their substitution. Models CPython's Objects/genericaliasobject.c, PEP 585.
import { andThen } from '../continuation.ts';
import { call, getattr, getattrOr, getitem, hash, compare, repr, truth } from '../descroperation.ts';
import { leaf, resumable } from '../gateway.ts';
import { TextBuilder, concat } from '../../kernels/text.ts';
import { Payload, STOP } from '../object.ts';
import type { W } from '../object.ts';
import { EQ, NE } from '../operations.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import type { TypeObject } from '../typeobject.ts';
import { exhaust, IndexIterator, selfIter } from './iterators.ts';
import { newUnion } from './union.ts';

export class GenericAlias extends Payload {
  w_origin: W;
  w_args: W;
  /** Computed when first asked for. */
  w_parameters: W | null = null;
  /** `*tuple[int]` */
  readonly starred: boolean;
  constructor(w_origin: W, w_args: W, starred: boolean) {
    super();
    this.w_origin = w_origin;
    this.w_args = w_args;
    this.starred = starred;
  }
  traverse(visit: (w: W) => void): void {
    visit(this.w_origin);
    visit(this.w_args);
    if (this.w_parameters !== null) visit(this.w_parameters);
  }
  forget(): void {
    this.w_origin = this.w_args = null as unknown as W;
    this.w_parameters = null;
  }
}

const aliasOf = (space: Space, w: W): GenericAlias => space.data(w) as GenericAlias;

function make(space: Space, type: TypeObject, w_origin: W, w_args: W, starred: boolean): W {
  const isTuple = space.type(w_args).isSubtype(space.types.tuple);
  const w_tuple = isTuple ? w_args : space.newtuple([w_args]);
  return space.newobj(type, new GenericAlias(space.own(w_origin), space.own(w_tuple), starred));
}

export function genericAlias(space: Space, w_origin: W, w_args: W): W {
  return make(space, space.types['types.GenericAlias'], w_origin, w_args, false);
}

/** What the alias answers for itself; everything else is its origin's. */
const OWN_ATTRIBUTES = new Set([
  '__class__',
  '__origin__',
  '__args__',
  '__unpacked__',
  '__parameters__',
  '__typing_unpacked_tuple_args__',
  '__mro_entries__',
  '__reduce_ex__',
  '__reduce__',
]);

/** What the origin may have and the alias does not hand on (attr_blocked). */
const BLOCKED_ATTRIBUTES = new Set(['__bases__', '__copy__', '__deepcopy__']);

/** How a type is written in the repr of an alias: builtin types by their bare name. */
export function typeText(space: Space, w: W, then: (w_text: W) => W): W {
  if (space.is(w, space.w_Ellipsis)) return then(space.newstr('...'));
  const caller = space.top;
  if (space.type(w) === space.types['types.GenericAlias'])
    return andThen(space, caller, repr(space, w), then);
  if (space.type(w) === space.types.list) {
    const items_w = space.listitems(w);
    return joined(space, items_w, '[', ']', then);
  }
  return andThen(space, caller, isAliasLike(space, w), (w_isAlias) =>
    space.is(w_isAlias, space.w_True)
      ? andThen(space, caller, repr(space, w), then)
      : nameText(space, w, then),
  );
}

/** Whatever has `__origin__` and `__args__` is shown by its repr. */
function isAliasLike(space: Space, w: W): W {
  const caller = space.top;
  return andThen(space, caller, getattrOr(space, w, '__origin__', STOP), (w_origin) =>
    w_origin === STOP
      ? space.w_False
      : andThen(space, caller, getattrOr(space, w, '__args__', STOP), (w_args) =>
          space.newbool(w_args !== STOP),
        ),
  );
}

/** A class by its qualified name, anything else by its repr. */
function nameText(space: Space, w: W, then: (w_text: W) => W): W {
  const caller = space.top;
  return andThen(space, caller, getattrOr(space, w, '__qualname__', STOP), (w_name) => {
    if (w_name === STOP) return andThen(space, caller, repr(space, w), then);
    return andThen(space, caller, getattrOr(space, w, '__module__', STOP), (w_module) => {
      if (w_module === STOP || space.is(w_module, space.w_None)) {
        return andThen(space, caller, repr(space, w), then);
      }
      return andThen(space, caller, space.str(w_module), (w_m) =>
        andThen(space, caller, space.str(w_name), (w_n) =>
          then(
            space.str_w(w_m) === 'builtins'
              ? w_n
              : space.newtext(concat(concat(space.text_w(w_m), '.'), space.text_w(w_n))),
          ),
        ),
      );
    });
  });
}

function joined(space: Space, items_w: readonly W[], open: string, close: string, then: (w: W) => W): W {
  const builder = new TextBuilder();
  builder.add(open);
  const from = (i: number): W => {
    if (i === items_w.length) {
      builder.add(close);
      return then(space.newtext(builder.done()));
    }
    if (i > 0) builder.add(', ');
    return typeText(space, items_w[i], (w_text) => {
      builder.add(space.text_w(w_text));
      return from(i + 1);
    });
  };
  return from(0);
}

function aliasRepr(space: Space, w: W): W {
  const { w_origin, w_args, starred } = aliasOf(space, w);
  const args_w = space.tuple_w(w_args);
  return typeText(space, w_origin, (w_text) =>
    joined(space, args_w, '[', args_w.length === 0 ? '()]' : ']', (w_list) =>
      space.newtext(concat(concat(starred ? '*' : '', space.text_w(w_text)), space.text_w(w_list))),
    ),
  );
}

/** Type variables among the arguments, each once, those of arguments that are generic themselves included. */
export function parametersOf(space: Space, args_w: readonly W[], then: (parameters_w: W[]) => W): W {
  const found_w: W[] = [];
  const add = (w: W): void => {
    if (!found_w.some((other) => space.is(other, w))) found_w.push(w);
  };
  const from = (i: number): W => {
    if (i === args_w.length) return then(found_w);
    const w_arg = args_w[i];
    if (space.type(w_arg).isSubtype(space.types.type)) return from(i + 1);
    const caller = space.top;
    if (space.type(w_arg) === space.types.tuple || space.type(w_arg) === space.types.list) {
      const items_w = space.type(w_arg) === space.types.tuple ? space.tuple_w(w_arg) : space.listitems(w_arg);
      return parametersOf(space, items_w, (inner_w) => {
        inner_w.forEach(add);
        return from(i + 1);
      });
    }
    return andThen(space, caller, getattrOr(space, w_arg, '__typing_subst__', STOP), (w_subst) => {
      if (w_subst !== STOP) {
        add(w_arg);
        return from(i + 1);
      }
      return andThen(space, caller, getattrOr(space, w_arg, '__parameters__', STOP), (w_inner) => {
        if (w_inner !== STOP && space.type(w_inner).isSubtype(space.types.tuple)) {
          space.tuple_w(w_inner).forEach(add);
        }
        return from(i + 1);
      });
    });
  };
  return from(0);
}

function parameters(space: Space, w: W, then: (parameters_w: readonly W[]) => W): W {
  const alias = aliasOf(space, w);
  if (alias.w_parameters !== null) return then(space.tuple_w(alias.w_parameters));
  return parametersOf(space, space.tuple_w(alias.w_args), (found_w) => {
    alias.w_parameters ??= space.own(space.newtuple(found_w));
    return then(found_w);
  });
}

/** The arguments with each parameter replaced. */
export function substitute(
  space: Space,
  w_self: W,
  args_w: readonly W[],
  parameters_w: readonly W[],
  w_item: W,
  then: (args_w: W[]) => W,
): W {
  const caller = space.top;
  if (parameters_w.length === 0) {
    return andThen(space, caller, repr(space, w_self), (w_text) => {
      throw raise(space, 'TypeError', `${space.str_w(w_text)} is not a generic class`);
    });
  }
  const isTuple = (w: W): boolean => space.type(w).isSubtype(space.types.tuple);
  let items_w: readonly W[] = isTuple(w_item) ? space.tuple_w(w_item) : [w_item];
  const prepare = (i: number): W => {
    if (i === parameters_w.length) return replaceAll();
    const w_parameter = parameters_w[i];
    return andThen(
      space,
      caller,
      getattrOr(space, w_parameter, '__typing_prepare_subst__', STOP),
      (w_method) => {
        if (w_method === STOP || space.is(w_method, space.w_None)) return prepare(i + 1);
        const w_prepared = call(space, w_method, [w_self, space.newtuple(items_w)]);
        return andThen(space, caller, w_prepared, (w_items) => {
          items_w = isTuple(w_items) ? space.tuple_w(w_items) : [w_items];
          return prepare(i + 1);
        });
      },
    );
  };
  const replaceAll = (): W => {
    if (items_w.length !== parameters_w.length) {
      const how = items_w.length > parameters_w.length ? 'many' : 'few';
      return andThen(space, caller, repr(space, w_self), (w_text) => {
        throw raise(
          space,
          'TypeError',
          `Too ${how} arguments for ${space.str_w(w_text)}; actual ${items_w.length}, expected ${parameters_w.length}`,
        );
      });
    }
    return replaceIn(args_w, then);
  };
  const replaceIn = (old_w: readonly W[], done: (new_w: W[]) => W): W => {
    const new_w: W[] = [];
    const from = (i: number): W => {
      if (i === old_w.length) return done(new_w);
      const w_arg = old_w[i];
      if (space.type(w_arg).isSubtype(space.types.type)) {
        new_w.push(w_arg);
        return from(i + 1);
      }
      if (isTuple(w_arg) || space.type(w_arg).isSubtype(space.types.list)) {
        return replaceIn(isTuple(w_arg) ? space.tuple_w(w_arg) : space.listitems(w_arg), (inner_w) => {
          new_w.push(isTuple(w_arg) ? space.newtuple(inner_w) : space.newlist(inner_w));
          return from(i + 1);
        });
      }
      return andThen(space, caller, isUnpackedTypeVarTuple(space, w_arg), (w_unpack) =>
        andThen(space, caller, replaceOne(w_arg), (w_new) => {
          if (!space.is(w_unpack, space.w_True)) new_w.push(w_new);
          else if (isTuple(w_new)) new_w.push(...space.tuple_w(w_new));
          else {
            const text = `expected __typing_subst__ of ${space.type(w_arg).name} objects to return a tuple, not ${space.type(w_new).name}`;
            throw raise(space, 'TypeError', text);
          }
          return from(i + 1);
        }),
      );
    };
    return from(0);
  };
  const replaceOne = (w_arg: W): W =>
    andThen(space, caller, getattrOr(space, w_arg, '__typing_subst__', STOP), (w_subst) => {
      if (w_subst !== STOP) {
        return call(space, w_subst, [items_w[parameters_w.findIndex((w) => space.is(w, w_arg))]]);
      }
      return andThen(space, caller, getattrOr(space, w_arg, '__parameters__', STOP), (w_inner) => {
        if (w_inner === STOP || !isTuple(w_inner) || space.tuple_w(w_inner).length === 0) return w_arg;
        const chosen_w: W[] = [];
        for (const w of space.tuple_w(w_inner)) {
          const w_value = items_w[parameters_w.findIndex((p) => space.is(p, w))];
          // A TypeVarTuple stands for many.
          if (space.type(w).slots.iter !== null && isTuple(w_value)) chosen_w.push(...space.tuple_w(w_value));
          else chosen_w.push(w_value);
        }
        return getitem(space, w_arg, space.newtuple(chosen_w));
      });
    });
  return unpackItems(space, items_w, (unpacked_w) => {
    items_w = unpacked_w;
    return prepare(0);
  });
}

function isUnpackedTypeVarTuple(space: Space, w: W): W {
  return andThen(
    space,
    space.top,
    getattrOr(space, w, '__typing_is_unpacked_typevartuple__', STOP),
    (w_flag) => (w_flag === STOP ? space.w_False : truth(space, w_flag)),
  );
}

/** `*tuple[int, str]` among the items becomes its members. */
function unpackItems(space: Space, items_w: readonly W[], then: (items_w: readonly W[]) => W): W {
  const unpacked_w: W[] = [];
  const from = (i: number): W => {
    if (i === items_w.length) return then(unpacked_w);
    const w = items_w[i];
    if (space.type(w).isSubtype(space.types.type)) {
      unpacked_w.push(w);
      return from(i + 1);
    }
    const caller = space.top;
    return andThen(
      space,
      caller,
      getattrOr(space, w, '__typing_unpacked_tuple_args__', STOP),
      (w_members) => {
        const members_w =
          w_members !== STOP && space.type(w_members).isSubtype(space.types.tuple)
            ? space.tuple_w(w_members)
            : null;
        const last_w = members_w?.at(-1);
        if (members_w !== null && !(last_w !== undefined && space.is(last_w, space.w_Ellipsis)))
          unpacked_w.push(...members_w);
        else unpacked_w.push(w);
        return from(i + 1);
      },
    );
  };
  return from(0);
}

function notForChecks(space: Space, who: string): never {
  throw raise(space, 'TypeError', `${who}() argument 2 cannot be a parameterized generic`);
}

export const genericAliasType: TypeDefinition = {
  name: 'types.GenericAlias',
  ownLayout: true,
  hasWeakrefs: true,
  doc: 'Represent a PEP 585 generic type\n\nE.g. for t = list[int], t.__origin__ is list and t.__args__ is (int,).',
  slots: {
    new: (space, type, args_w, names) => {
      if (names !== null && names.length > 0) {
        throw raise(space, 'TypeError', 'GenericAlias() takes no keyword arguments');
      }
      if (args_w.length !== 2) {
        throw raise(space, 'TypeError', `GenericAlias expected 2 arguments, got ${args_w.length}`);
      }
      return make(space, type, args_w[0], args_w[1], false);
    },
    repr: aliasRepr,
    hash: (space, w) => {
      const { w_origin, w_args } = aliasOf(space, w);
      return hash(space, space.newtuple([w_origin, w_args]));
    },
    compare: (space, w_a, w_b, op) => {
      const type = space.types['types.GenericAlias'];
      if (!space.type(w_b).isSubtype(type) || (op !== EQ && op !== NE)) return space.w_NotImplemented;
      const a = aliasOf(space, w_a);
      const b = aliasOf(space, w_b);
      if (a.starred !== b.starred) return space.newbool(op === NE);
      const tuple = (alias: GenericAlias): W => space.newtuple([alias.w_origin, alias.w_args]);
      return compare(space, tuple(a), tuple(b), op);
    },
    call: (space, w, args_w, names) => {
      const caller = space.top;
      return andThen(space, caller, call(space, aliasOf(space, w).w_origin, args_w, names), (w_made) => {
        const set = space.type(w_made).slots.setattr;
        const ignored = (e: unknown): W => {
          const error = space.asOperationError(e);
          const { AttributeError, TypeError } = space.types;
          if (!error.matches(AttributeError) && !error.matches(TypeError)) throw error;
          space.dropError(error);
          return w_made;
        };
        if (set === null) return w_made;
        let w_answer: W;
        try {
          w_answer = set(space, w_made, '__orig_class__', w);
        } catch (e) {
          return ignored(e);
        }
        return andThen(space, caller, w_answer, () => w_made, ignored);
      });
    },
    getattr: (space, w, name) => {
      if (OWN_ATTRIBUTES.has(name) || BLOCKED_ATTRIBUTES.has(name)) return space.genericGetattr(w, name);
      return getattr(space, aliasOf(space, w).w_origin, name);
    },
    getitem: (space, w, w_item) =>
      parameters(space, w, (parameters_w) => {
        const alias = aliasOf(space, w);
        return substitute(space, w, space.tuple_w(alias.w_args), parameters_w, w_item, (new_w) =>
          make(space, space.type(w), alias.w_origin, space.newtuple(new_w), alias.starred),
        );
      }),
    iter: (space, w) => space.newobj(space.types.generic_alias_iterator, new AliasIterator(space.own(w))),
    or: (space, w_a, w_b) => newUnion(space, w_a, w_b),
  },
  methods: [
    leaf('__mro_entries__', '$self, bases, /', (space: Space, w: W) =>
      space.newtuple([aliasOf(space, w).w_origin]),
    ),
    leaf('__instancecheck__', '$self, instance, /', (space: Space) => notForChecks(space, 'isinstance')),
    leaf('__subclasscheck__', '$self, cls, /', (space: Space) => notForChecks(space, 'issubclass')),
    leaf('__reduce__', '$self, /', (space: Space, w: W) => {
      const { w_origin, w_args, starred } = aliasOf(space, w);
      const w_type = space.types['types.GenericAlias'].w_self;
      if (starred) {
        const w_plain = make(space, space.type(w), w_origin, w_args, false);
        const w_iterator = space.newobj(
          space.types.generic_alias_iterator,
          new AliasIterator(space.own(w_plain)),
        );
        return space.newtuple([space.builtin('next'), space.newtuple([w_iterator])]);
      }
      return space.newtuple([w_type, space.newtuple([w_origin, w_args])]);
    }),
    resumable('__dir__', '$self, /', (space: Space, w: W) => {
      const caller = space.top;
      const w_names = call(space, space.builtin('dir'), [aliasOf(space, w).w_origin]);
      return andThen(space, caller, w_names, (w_list) => {
        const names = new Set(space.listitems(w_list).map((w_name) => space.str_w(w_name)));
        for (const name of OWN_ATTRIBUTES) names.add(name);
        return space.newlist([...names].sort().map((name) => space.newstr(name)));
      });
    }),
  ],
  getset: {
    __origin__: { get: (space, w) => aliasOf(space, w).w_origin, member: true },
    __args__: { get: (space, w) => aliasOf(space, w).w_args, member: true },
    __unpacked__: { get: (space, w) => space.newbool(aliasOf(space, w).starred), member: true },
    __parameters__: {
      get: (space, w) => parameters(space, w, () => aliasOf(space, w).w_parameters!),
    },
    __typing_unpacked_tuple_args__: {
      get: (space, w) => {
        const { w_origin, w_args, starred } = aliasOf(space, w);
        return starred && space.is(w_origin, space.types.tuple.w_self) ? w_args : space.w_None;
      },
    },
  },
};

/** `*list[int]`: one item, the starred alias. */
export class AliasIterator extends IndexIterator {}

export const genericAliasIteratorType: TypeDefinition = {
  name: 'generic_alias_iterator',
  isBase: false,
  slots: {
    iter: selfIter,
    iternext: (space, w) => {
      const iterator = space.data(w) as AliasIterator;
      const { w_over } = iterator;
      if (w_over === null) return STOP;
      const { w_origin, w_args } = aliasOf(space, w_over);
      const w_starred = make(space, space.type(w_over), w_origin, w_args, true);
      exhaust(space, iterator);
      return w_starred;
    },
  },
  methods: [
    leaf('__reduce__', '$self, /', (space: Space, w: W) => {
      const { w_over } = space.data(w) as AliasIterator;
      return space.newtuple([space.builtin('iter'), space.newtuple([w_over ?? space.newtuple([])])]);
    }),
  ],
};
