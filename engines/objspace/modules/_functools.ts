// The module `_functools`: partial with placeholders, reduce, cmp_to_key, the wrapper behind lru_cache. Models CPython's
// Modules/_functoolsmodule.c. Left out: the hash of a cache key is not kept (a user's `__hash__` may be called once more).
import { andThen } from '../continuation.ts';
import { call, compare, getattr, iter, repr } from '../descroperation.ts';
import { leaf, resumable } from '../gateway.ts';
import { Payload, SUSPEND } from '../object.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import { enter, IterationFrame } from '../step-frames.ts';
import type { TypeDefinition } from '../typedef.ts';
import type { Comparison } from '../operations.ts';
import type { ModuleDefinition } from './module-definition.ts';
import { lruCacheElementType, lruCacheWrapperType } from './lru-cache.ts';

// --- reduce

class ReduceFrame extends IterationFrame {
  private readonly w_function: W;
  private w_total: W | null;
  constructor(space: Space, w_iterator: W, w_function: W, w_initial: W | undefined) {
    super(space, w_iterator);
    this.w_function = space.own(w_function);
    this.w_total = w_initial === undefined ? null : space.own(w_initial);
  }
  protected item(space: Space, w_item: W): W | null {
    if (this.w_total === null) {
      this.w_total = space.own(w_item);
      return null;
    }
    const w = call(space, this.w_function, [this.w_total, w_item]);
    return w === SUSPEND ? w : this.answered(space, w);
  }
  protected override answered(space: Space, w: W): null {
    const w_old = this.w_total!;
    this.w_total = space.own(w);
    space.drop(w_old);
    return null;
  }
  protected end(space: Space): W {
    if (this.w_total !== null) return this.w_total;
    throw raise(space, 'TypeError', 'reduce() of empty iterable with no initial value');
  }
  protected override release(space: Space): void {
    super.release(space);
    space.drop(this.w_function);
    if (this.w_total !== null) space.drop(this.w_total);
  }
}

function reduce(space: Space, w_function: W, w_iterable: W, w_initial: W | undefined): W {
  const { slots, isHeap } = space.type(w_iterable);
  if (slots.iter === null && slots.getitem === null && !isHeap)
    throw raise(space, 'TypeError', 'reduce() arg 2 must support iteration');
  return andThen(space, space.top, iter(space, w_iterable), (w_iterator) =>
    enter(space, new ReduceFrame(space, w_iterator, w_function, w_initial)),
  );
}

// --- cmp_to_key

class KeyPayload extends Payload {
  w_compare: W | null;
  w_object: W | null;
  constructor(w_compare: W, w_object: W | null) {
    super();
    this.w_compare = w_compare;
    this.w_object = w_object;
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_compare !== null) visit(this.w_compare);
    if (this.w_object !== null) visit(this.w_object);
  }
  forget(): void {
    this.w_compare = this.w_object = null;
  }
}

const newKey = (space: Space, w_compare: W, w_object: W | null): W =>
  space.newobj(
    space.types['functools.KeyWrapper'],
    new KeyPayload(space.own(w_compare), w_object === null ? null : space.own(w_object)),
  );

const keyOf = (space: Space, w: W): KeyPayload => space.data(w) as KeyPayload;

/** `K(obj)`: one argument, by position or by its name. */
function oneObject(space: Space, args_w: readonly W[], names: readonly string[] | null): W {
  if (names !== null && names.some((name) => name !== 'obj'))
    throw raise(space, 'TypeError', `K() got an unexpected keyword argument '${names[0]}'`);
  if (args_w.length > 1)
    throw raise(space, 'TypeError', `K() takes at most 1 argument (${args_w.length} given)`);
  if (args_w.length === 0) throw raise(space, 'TypeError', "K() missing required argument 'obj' (pos 1)");
  return args_w[0];
}

const keyType: TypeDefinition = {
  name: 'functools.KeyWrapper',
  isBase: false,
  unhashable: true,
  slots: {
    call: (space, w, args_w, names) =>
      newKey(space, keyOf(space, w).w_compare!, oneObject(space, args_w, names)),
    compare: (space, w_a, w_b, op: Comparison) => {
      if (space.type(w_b) !== space.types['functools.KeyWrapper'])
        throw raise(space, 'TypeError', 'other argument must be K instance');
      const a = keyOf(space, w_a);
      const b = keyOf(space, w_b);
      if (a.w_object === null || b.w_object === null) throw raise(space, 'AttributeError', 'object');
      return andThen(space, space.top, call(space, a.w_compare!, [a.w_object, b.w_object]), (w) =>
        compare(space, w, space.newint(0), op),
      );
    },
  },
  getset: {
    obj: {
      get: (space, w) => keyOf(space, w).w_object ?? space.w_None,
      set: (space, w, w_value) => {
        const key = keyOf(space, w);
        const w_old = key.w_object;
        key.w_object = w_value === null ? null : space.own(w_value);
        if (w_old !== null) space.drop(w_old);
      },
      doc: 'Value wrapped by a key function.',
      member: true,
    },
  },
};

// --- partial

class PlaceholderPayload extends Payload {
  traverse(): void {}
  forget(): void {}
}

const placeholders = new WeakMap<Space, W>();

/** The only value of its type, and as in CPython never freed. */
function placeholder(space: Space): W {
  let w = placeholders.get(space);
  if (w === undefined) {
    w = space.own(space.newobj(space.types['functools._PlaceholderType'], new PlaceholderPayload()));
    placeholders.set(space, w);
  }
  return w;
}

const placeholderType: TypeDefinition = {
  name: 'functools._PlaceholderType',
  module: 'functools',
  isBase: false,
  doc: 'The type of the Placeholder singleton.\n\nUsed as a placeholder for partial arguments.',
  slots: {
    new: (space, type, args_w) => {
      if (args_w.length > 0) throw raise(space, 'TypeError', `${type.name} takes no arguments`);
      return placeholder(space);
    },
    repr: (space) => space.newstr('Placeholder'),
  },
  methods: [leaf('__reduce__', '$self, /', (space: Space) => space.newstr('Placeholder'))],
};

class PartialPayload extends Payload {
  w_function: W | null;
  w_args: W | null;
  w_keywords: W | null;
  placeholderCount: number;
  constructor(w_function: W, w_args: W, w_keywords: W, placeholderCount: number) {
    super();
    this.w_function = w_function;
    this.w_args = w_args;
    this.w_keywords = w_keywords;
    this.placeholderCount = placeholderCount;
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_function !== null) visit(this.w_function);
    if (this.w_args !== null) visit(this.w_args);
    if (this.w_keywords !== null) visit(this.w_keywords);
  }
  forget(): void {
    this.w_function = this.w_args = this.w_keywords = null;
  }
}

const partialOf = (space: Space, w: W): PartialPayload => space.data(w) as PartialPayload;

const countPlaceholders = (space: Space, items_w: readonly W[]): number => {
  const w_placeholder = placeholder(space);
  return items_w.reduce((n, w) => (space.is(w, w_placeholder) ? n + 1 : n), 0);
};

/** The placeholders among `stored_w` filled with the first of `given_w`, the rest of which follow. */
function filled(space: Space, stored_w: readonly W[], given_w: readonly W[]): W[] {
  const w_placeholder = placeholder(space);
  let next = 0;
  const all_w = stored_w.map((w) =>
    next < given_w.length && space.is(w, w_placeholder) ? given_w[next++] : w,
  );
  for (; next < given_w.length; next++) all_w.push(given_w[next]);
  return all_w;
}

function copyDict(space: Space, w_from: W, w_to: W): W {
  for (let e = space.dictnext(w_from, 0); e; e = space.dictnext(w_from, e.next))
    space.dictset(w_to, e.w_key, e.w_value);
  return w_to;
}

const isPartial = (space: Space, w: W): boolean => {
  const type = space.type(w);
  return (
    type.isSubtype(space.types['functools.partial']) &&
    type.slots.call === space.types['functools.partial'].slots.call
  );
};

function partialCall(space: Space, w: W, args_w: readonly W[], names: readonly string[] | null): W {
  const { w_function, w_args, w_keywords, placeholderCount } = partialOf(space, w);
  const stored_w = space.tuple_w(w_args!);
  const positional = args_w.length - (names?.length ?? 0);
  if (positional < placeholderCount) {
    const text = `missing positional arguments in 'partial' call; expected at least ${placeholderCount}, got ${positional}`;
    throw raise(space, 'TypeError', text);
  }
  const given_w = names === null ? args_w : args_w.slice(0, positional);
  const all_w = placeholderCount > 0 ? filled(space, stored_w, given_w) : [...stored_w, ...given_w];
  if (space.dictlen(w_keywords!) === 0) {
    if (names === null) return call(space, w_function!, all_w);
    for (let i = positional; i < args_w.length; i++) all_w.push(args_w[i]);
    return call(space, w_function!, all_w, names);
  }
  const named = new Map<string, W>();
  for (let e = space.dictnext(w_keywords!, 0); e; e = space.dictnext(w_keywords!, e.next)) {
    if (!space.type(e.w_key).isSubtype(space.types.str))
      throw raise(space, 'TypeError', 'keywords must be strings');
    named.set(space.str_w(e.w_key), e.w_value);
  }
  names?.forEach((name, i) => named.set(name, args_w[positional + i]));
  all_w.push(...named.values());
  return call(space, w_function!, all_w, [...named.keys()]);
}

/** `name(args, key=value)`; a partial inside itself shows as `...`. */
function partialRepr(space: Space, w: W): W {
  const active_w = reprs.get(space) ?? [];
  if (active_w.some((shown) => space.is(shown, w))) return space.newstr('...');
  reprs.set(space, [...active_w, w]);
  const done = (): void => void reprs.set(space, active_w);
  const { w_function, w_args, w_keywords } = partialOf(space, w);
  const type = space.type(w);
  const parts: string[] = [];
  const values_w: { prefix: string; w: W }[] = [{ prefix: '', w: w_function! }];
  for (const w_arg of space.tuple_w(w_args!)) values_w.push({ prefix: '', w: w_arg });
  for (let e = space.dictnext(w_keywords!, 0); e; e = space.dictnext(w_keywords!, e.next)) {
    const key = space.type(e.w_key).isSubtype(space.types.str) ? space.str_w(e.w_key) : '';
    values_w.push({ prefix: `${key}=`, w: e.w_value });
  }
  for (const value of values_w) space.own(value.w);
  const end = (): void => {
    done();
    for (const value of values_w) space.drop(value.w);
  };
  const caller = space.top;
  const from = (i: number): W => {
    if (i === values_w.length) {
      end();
      return andThen(space, caller, getattr(space, type.w_self, '__module__'), (w_module) =>
        space.newstr(`${space.str_w(w_module)}.${type.qualname}(${parts.join(', ')})`),
      );
    }
    return andThen(
      space,
      caller,
      repr(space, values_w[i].w),
      (w_text) => {
        parts.push(values_w[i].prefix + space.str_w(w_text));
        return from(i + 1);
      },
      (error) => {
        end();
        throw error;
      },
    );
  };
  return from(0);
}

const reprs = new WeakMap<Space, W[]>();

const partialType: TypeDefinition = {
  name: 'functools.partial',
  ownLayout: true,
  hasDict: true,
  hasWeakrefs: true,
  doc: 'Create a new function with partial application of the given arguments and keywords.',
  slots: {
    new: (space, type, args_w, names) => {
      const positional = args_w.length - (names?.length ?? 0);
      if (positional < 1) throw raise(space, 'TypeError', "type 'partial' takes at least one argument");
      let w_function = args_w[0];
      if (space.type(w_function).slots.call === null)
        throw raise(space, 'TypeError', 'the first argument must be callable');
      const w_placeholder = placeholder(space);
      if (positional > 1 && space.is(args_w[positional - 1], w_placeholder))
        throw raise(space, 'TypeError', 'trailing Placeholders are not allowed');
      for (let i = positional; i < args_w.length; i++) {
        if (space.is(args_w[i], w_placeholder))
          throw raise(space, 'TypeError', 'Placeholder cannot be passed as a keyword argument');
      }
      let all_w: W[] = args_w.slice(1, positional);
      const w_keywords = space.newdict();
      if (isPartial(space, w_function)) {
        const inner = partialOf(space, w_function);
        const w_dict = space.getdict(w_function);
        if (w_dict === undefined || space.dictlen(w_dict) === 0) {
          const stored_w = space.tuple_w(inner.w_args!);
          all_w = inner.placeholderCount > 0 ? filled(space, stored_w, all_w) : [...stored_w, ...all_w];
          copyDict(space, inner.w_keywords!, w_keywords);
          w_function = inner.w_function!;
        }
      }
      names?.forEach((name, i) => space.dictsetstr(w_keywords, name, args_w[positional + i]));
      return space.newobj(
        type,
        new PartialPayload(
          space.own(w_function),
          space.own(space.newtuple(all_w)),
          space.own(w_keywords),
          countPlaceholders(space, all_w),
        ),
      );
    },
    call: partialCall,
    repr: partialRepr,
    descrGet: (space, w, w_x) => (w_x === null || space.is(w_x, space.w_None) ? w : space.newmethod(w, w_x)),
  },
  methods: [
    leaf('__reduce__', '$self, /', (space: Space, w: W) => {
      const { w_function, w_args, w_keywords } = partialOf(space, w);
      return space.newtuple([
        space.type(w).w_self,
        space.newtuple([w_function!]),
        space.newtuple([w_function!, w_args!, w_keywords!, space.getdict(w) ?? space.w_None]),
      ]);
    }),
    leaf('__setstate__', '$self, state, /', (space: Space, w: W, w_state: W) => {
      const { tuple, dict } = space.types;
      const state_w = space.type(w_state).isSubtype(tuple) ? space.tuple_w(w_state) : [];
      const [w_function, w_args, w_keywords, w_dict] = state_w;
      const isValid =
        state_w.length === 4 &&
        space.type(w_function).slots.call !== null &&
        space.type(w_args).isSubtype(tuple) &&
        (space.is(w_keywords, space.w_None) || space.type(w_keywords).isSubtype(dict));
      if (!isValid) throw raise(space, 'TypeError', 'invalid partial state');
      const args_w = space.tuple_w(w_args);
      if (args_w.length > 0 && space.is(args_w[args_w.length - 1], placeholder(space)))
        throw raise(space, 'TypeError', 'trailing Placeholders are not allowed');
      const partial = partialOf(space, w);
      const old_w = [partial.w_function!, partial.w_args!, partial.w_keywords!];
      partial.w_function = space.own(w_function);
      partial.w_args = space.own(space.type(w_args) === tuple ? w_args : space.newtuple(args_w));
      if (space.is(w_keywords, space.w_None)) partial.w_keywords = space.own(space.newdict());
      else if (space.type(w_keywords) === dict) partial.w_keywords = space.own(w_keywords);
      else partial.w_keywords = space.own(copyDict(space, w_keywords, space.newdict()));
      partial.placeholderCount = countPlaceholders(space, args_w);
      for (const w_old of old_w) space.drop(w_old);
      if (!space.is(w_dict, space.w_None)) space.setdict(w, w_dict);
      else {
        const w_own = space.getdict(w);
        if (w_own !== undefined) space.dictclear(w_own);
      }
      return space.w_None;
    }),
  ],
  classMethods: [
    leaf('__class_getitem__', '$type, object, /', (space: Space, w_type: W, w_item: W) =>
      space.genericAlias(w_type, w_item),
    ),
  ],
  getset: {
    func: {
      get: (space, w) => partialOf(space, w).w_function!,
      doc: 'function object to use in future partial calls',
      member: true,
    },
    args: {
      get: (space, w) => partialOf(space, w).w_args!,
      doc: 'tuple of arguments to future partial calls',
      member: true,
    },
    keywords: {
      get: (space, w) => partialOf(space, w).w_keywords!,
      doc: 'dictionary of keyword arguments to future partial calls',
      member: true,
    },
    __dict__: {
      get: (space, w) => space.getdict(w)!,
      set: (space, w, w_dict) => {
        if (w_dict === null) throw raise(space, 'TypeError', 'cannot delete __dict__');
        space.setdict(w, w_dict);
      },
    },
  },
};

export const functoolsModule: ModuleDefinition = {
  name: '_functools',
  doc: 'Tools that operate on functions.',
  functions: [
    resumable('reduce', 'function, iterable, /, initial=NULL', reduce),
    leaf('cmp_to_key', 'mycmp', (space: Space, w_compare: W) => newKey(space, w_compare, null)),
  ],
  types: [placeholderType, partialType, lruCacheWrapperType, lruCacheElementType, keyType],
  hidden: ['functools.KeyWrapper', '_functools._lru_list_elem'],
  values: (space) => ({ Placeholder: placeholder(space) }),
};
