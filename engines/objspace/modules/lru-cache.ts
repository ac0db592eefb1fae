// The callable behind `functools.lru_cache`: uncached, unbounded, or bounded with the entries in a ring from the least to the most
// recently used. Models lru_cache_* of CPython's Modules/_functoolsmodule.c.
import { andThen, runNested } from '../continuation.ts';
import { call, getattr, hash } from '../descroperation.ts';
import { leaf, resumable } from '../gateway.ts';
import { Payload } from '../object.ts';
import type { W } from '../object.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import type { TypeDefinition } from '../typedef.ts';
import { constructor } from '../constructor.ts';

/** An entry of a bounded cache: a value of the dict, linked in the order of use. The links are not counted: the dict owns the entries. */
class Entry extends Payload {
  w_key: W | null;
  w_result: W | null;
  previous: Entry | null = null;
  next: Entry | null = null;
  constructor(w_key: W, w_result: W) {
    super();
    this.w_key = w_key;
    this.w_result = w_result;
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_key !== null) visit(this.w_key);
    if (this.w_result !== null) visit(this.w_result);
  }
  forget(): void {
    this.w_key = this.w_result = null;
  }
}

class LruCache extends Payload {
  w_function: W | null;
  w_dict: W | null;
  w_infoType: W | null;
  /** Parts keyword arguments from positional ones in a key. */
  w_mark: W | null;
  /** -1: unbounded. */
  readonly maxsize: number;
  readonly typed: boolean;
  hits = 0;
  misses = 0;
  oldest: Entry | null = null;
  newest: Entry | null = null;
  constructor(w_function: W, w_dict: W, w_infoType: W, w_mark: W, maxsize: number, typed: boolean) {
    super();
    this.w_function = w_function;
    this.w_dict = w_dict;
    this.w_infoType = w_infoType;
    this.w_mark = w_mark;
    this.maxsize = maxsize;
    this.typed = typed;
  }
  unlink(entry: Entry): void {
    if (entry.previous === null) this.oldest = entry.next;
    else entry.previous.next = entry.next;
    if (entry.next === null) this.newest = entry.previous;
    else entry.next.previous = entry.previous;
    entry.previous = entry.next = null;
  }
  append(entry: Entry): void {
    entry.previous = this.newest;
    if (this.newest === null) this.oldest = entry;
    else this.newest.next = entry;
    this.newest = entry;
  }
  traverse(visit: (w: W) => void): void {
    for (const w of [this.w_function, this.w_dict, this.w_infoType, this.w_mark]) if (w !== null) visit(w);
  }
  forget(): void {
    this.w_function = this.w_dict = this.w_infoType = this.w_mark = null;
    this.oldest = this.newest = null;
  }
}

const cacheOf = (space: Space, w: W): LruCache => space.data(w) as LruCache;

function makeKey(space: Space, cache: LruCache, args_w: readonly W[], names: readonly string[] | null): W {
  if (names === null && !cache.typed && args_w.length === 1) {
    const type = space.type(args_w[0]);
    if (type === space.types.str || type === space.types.int) return args_w[0];
  }
  const positional = args_w.length - (names?.length ?? 0);
  const key_w = args_w.slice(0, positional);
  if (names !== null) {
    key_w.push(cache.w_mark!);
    names.forEach((name, i) => key_w.push(space.newstr(name), args_w[positional + i]));
  }
  if (cache.typed) for (const w of args_w) key_w.push(space.type(w).w_self);
  return space.newtuplefrom(key_w);
}

/** What is kept under a key; an argument that has no hash is told without mention of a dict. */
function lookUp(space: Space, w_dict: W, w_key: W): W | undefined {
  try {
    return space.dictget(w_dict, w_key);
  } catch (e) {
    const error = space.asOperationError(e);
    if (error.type !== space.types.TypeError || space.type(w_key) !== space.types.tuple) throw error;
    try {
      runNested(space, () => hash(space, w_key));
    } catch (unhashable) {
      space.dropError(error);
      throw unhashable;
    }
    throw error;
  }
}

function cachedCall(space: Space, w: W, args_w: readonly W[], names: readonly string[] | null): W {
  const cache = cacheOf(space, w);
  if (cache.maxsize === 0) {
    cache.misses++;
    return call(space, cache.w_function!, args_w, names);
  }
  const w_key = makeKey(space, cache, args_w, names);
  const w_found = lookUp(space, cache.w_dict!, w_key);
  if (cache.maxsize < 0) {
    if (w_found !== undefined) {
      cache.hits++;
      return w_found;
    }
    cache.misses++;
    return keepUnbounded(space, cache, w_key, args_w, names);
  }
  if (w_found !== undefined) {
    const entry = space.data(w_found) as Entry;
    cache.hits++;
    if (entry !== cache.newest) {
      cache.unlink(entry);
      cache.append(entry);
    }
    return entry.w_result!;
  }
  cache.misses++;
  return keepBounded(space, cache, w_key, args_w, names);
}

function keepUnbounded(
  space: Space,
  cache: LruCache,
  w_key: W,
  args_w: readonly W[],
  names: readonly string[] | null,
): W {
  return andThen(space, space.top, call(space, cache.w_function!, args_w, names), (w_result) => {
    space.dictset(cache.w_dict!, w_key, w_result);
    return w_result;
  });
}

function keepBounded(
  space: Space,
  cache: LruCache,
  w_key: W,
  args_w: readonly W[],
  names: readonly string[] | null,
): W {
  return andThen(space, space.top, call(space, cache.w_function!, args_w, names), (w_result) => {
    // The function may have filled this very key meanwhile.
    if (space.dictget(cache.w_dict!, w_key) !== undefined) return w_result;
    if (space.dictlen(cache.w_dict!) >= cache.maxsize && cache.oldest !== null) {
      const { oldest } = cache;
      cache.unlink(oldest);
      space.dictpop(cache.w_dict!, oldest.w_key!);
    }
    const entry = new Entry(space.own(w_key), space.own(w_result));
    const w_entry = space.newobj(space.types['_functools._lru_list_elem'], entry);
    space.dictset(cache.w_dict!, w_key, w_entry);
    cache.append(entry);
    return w_result;
  });
}

export const lruCacheElementType: TypeDefinition = {
  name: '_functools._lru_list_elem',
  module: 'functools',
  isBase: false,
};

export const lruCacheWrapperType: TypeDefinition = {
  name: 'functools._lru_cache_wrapper',
  ownLayout: true,
  hasDict: true,
  hasWeakrefs: true,
  slots: {
    new: constructor(
      'lru_cache',
      'user_function, maxsize, typed: bool, cache_info_type',
      (space, type, w_function: W, w_maxsize: W, typed: boolean, w_infoType: W) => {
        if (space.type(w_function).slots.call === null)
          throw raise(space, 'TypeError', 'the first argument must be callable');
        let maxsize = -1;
        if (!space.is(w_maxsize, space.w_None)) {
          if (!space.type(w_maxsize).isSubtype(space.types.int))
            throw raise(space, 'TypeError', 'maxsize should be integer or None');
          maxsize = Math.max(0, Number(space.int_w(w_maxsize)));
        }
        const mark = space.newinstance(space.types.object);
        return space.newobj(
          type,
          new LruCache(
            space.own(w_function),
            space.own(space.newdict()),
            space.own(w_infoType),
            space.own(mark),
            maxsize,
            typed,
          ),
        );
      },
    ),
    call: cachedCall,
    descrGet: (space, w, w_x) => (w_x === null || space.is(w_x, space.w_None) ? w : space.newmethod(w, w_x)),
  },
  methods: [
    resumable('cache_info', '$self, /', (space: Space, w: W) => {
      const cache = cacheOf(space, w);
      const w_maxsize = cache.maxsize < 0 ? space.w_None : space.newint(cache.maxsize);
      return call(space, cache.w_infoType!, [
        space.newint(cache.hits),
        space.newint(cache.misses),
        w_maxsize,
        space.newint(space.dictlen(cache.w_dict!)),
      ]);
    }),
    leaf('cache_clear', '$self, /', (space: Space, w: W) => {
      const cache = cacheOf(space, w);
      cache.hits = cache.misses = 0;
      cache.oldest = cache.newest = null;
      space.dictclear(cache.w_dict!);
      return space.w_None;
    }),
    resumable('__reduce__', '$self, /', (space: Space, w: W) => getattr(space, w, '__qualname__')),
    leaf('__copy__', '$self, /', (_space: Space, w: W) => w),
    leaf('__deepcopy__', '$self, memo, /', (_space: Space, w: W) => w),
  ],
  getset: {
    __dict__: {
      get: (space, w) => space.getdict(w)!,
      set: (space, w, w_dict) => {
        if (w_dict !== null) space.setdict(w, w_dict);
      },
    },
  },
};
