// `itertools.product`, `combinations`, `combinations_with_replacement`, `permutations`: rows out of pools that are taken whole before the first
// one. Models product_*, combinations_*, cwr_* and permutations_* of CPython's Modules/itertoolsmodule.c. Left out: writing the next row into the
// last row's tuple where nobody else has it.
import { sizeOfInt } from '../../argument.ts';
import { constructor } from '../../constructor.ts';
import { andThen } from '../../continuation.ts';
import { Payload, STOP } from '../../object.ts';
import type { W } from '../../object.ts';
import { raise } from '../../raise.ts';
import type { BuiltinTypeName } from '../../builtin-types.ts';
import type { Space } from '../../space.ts';
import type { TypeDefinition } from '../../typedef.ts';
import type { NewFn, TypeObject } from '../../typeobject.ts';
import { tupleOf } from '../../types/collecting.ts';
import { iterator, ownAll } from './iterator-type.ts';

/** A pool, as a tuple that is owned and as its items, which never change, and the indices of the row that was given last. */
class Rows extends Payload {
  w_pool: W;
  items_w: readonly W[];
  indices: number[];
  /** The first row has not been given. */
  first = true;
  done: boolean;
  /** Permutations: all indices in their present order, and how many swaps each place has before it. */
  order: number[] = [];
  cycles: number[] = [];
  constructor(space: Space, w_pool: W, indices: number[], done: boolean) {
    super();
    this.w_pool = space.own(w_pool);
    this.items_w = space.tuple_w(w_pool);
    this.indices = indices;
    this.done = done;
  }
  traverse(visit: (w: W) => void): void {
    if (this.w_pool !== null) visit(this.w_pool);
  }
  forget(): void {
    this.w_pool = null as unknown as W;
    this.items_w = [];
    this.done = true;
  }
}

/** In an array of just that size: one that grows item by item has room for seventeen. */
function rowOf({ indices: at, items_w }: Rows): W[] {
  switch (at.length) {
    case 2:
      return [items_w[at[0]], items_w[at[1]]];
    case 3:
      return [items_w[at[0]], items_w[at[1]], items_w[at[2]]];
    case 4:
      return [items_w[at[0]], items_w[at[1]], items_w[at[2]], items_w[at[3]]];
    case 5:
      return [items_w[at[0]], items_w[at[1]], items_w[at[2]], items_w[at[3]], items_w[at[4]]];
  }
  const row_w: W[] = [];
  for (let i = 0; i < at.length; i++) row_w.push(items_w[at[i]]);
  return row_w;
}

/** `advance` changes the indices to the next row's; false: there is none. */
function rowsIterator(
  name: BuiltinTypeName,
  create: NewFn,
  advance: (rows: Rows) => boolean,
): TypeDefinition {
  return iterator(name, create, (space, w) => {
    const rows = space.data(w) as Rows;
    if (rows.done) return STOP;
    if (rows.first) rows.first = false;
    else if (!advance(rows)) {
      rows.done = true;
      return STOP;
    }
    return space.newtuplefrom(rowOf(rows));
  });
}

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** A constructor of a pool and a number; the usual call, of a tuple and an int by position, goes without matching. */
function pooled(
  name: string,
  start: (rows: Rows, n: number, r: number) => void,
  isEmpty: (n: number, r: number) => boolean,
): NewFn {
  const rowsOf = (space: Space, type: TypeObject, w_pool: W, r: number): W => {
    const n = space.tuple_w(w_pool).length;
    const rows = new Rows(space, w_pool, upTo(isEmpty(n, r) ? 0 : r), isEmpty(n, r));
    start(rows, n, r);
    return space.newobj(type, rows);
  };
  const general = constructor(name, 'iterable, r: index', ((
    space: Space,
    type: TypeObject,
    w_iterable: W,
    r: number,
  ) => {
    return andThen(space, space.top, tupleOf(space, w_iterable), (w) => {
      if (r < 0) throw raise(space, 'ValueError', 'r must be non-negative');
      return rowsOf(space, type, w, r);
    });
  }) as never);
  return (space, type, args_w, names) => {
    if (args_w.length === 2 && names === null) {
      const { int, tuple } = space.types;
      const r = space.type(args_w[1]) === int ? space.int_w(args_w[1]) : -1;
      if (typeof r === 'number' && r >= 0 && space.type(args_w[0]) === tuple)
        return rowsOf(space, type, args_w[0], r);
    }
    return general(space, type, args_w, names);
  };
}

export const combinations = rowsIterator(
  'itertools.combinations',
  pooled(
    'combinations',
    () => undefined,
    (n, r) => r > n,
  ),
  ({ indices, items_w }) => {
    const r = indices.length;
    const spare = items_w.length - r;
    let i = r - 1;
    while (i >= 0 && indices[i] === i + spare) i--;
    if (i < 0) return false;
    let index = ++indices[i];
    while (++i < r) indices[i] = ++index;
    return true;
  },
);

export const combinationsWithReplacement = rowsIterator(
  'itertools.combinations_with_replacement',
  pooled(
    'combinations_with_replacement',
    (rows) => void rows.indices.fill(0),
    (n, r) => n === 0 && r > 0,
  ),
  ({ indices, items_w }) => {
    const last = items_w.length - 1;
    let i = indices.length - 1;
    while (i >= 0 && indices[i] === last) i--;
    if (i < 0) return false;
    const index = indices[i] + 1;
    for (; i < indices.length; i++) indices[i] = index;
    return true;
  },
);

export const permutations = rowsIterator(
  'itertools.permutations',
  constructor('permutations', 'iterable, r=None', ((
    space: Space,
    type: TypeObject,
    w_iterable: W,
    w_r: W,
  ) => {
    const isNone = space.is(w_r, space.w_None);
    if (!isNone && !space.type(w_r).isSubtype(space.types.int)) {
      throw raise(space, 'TypeError', 'Expected int as r');
    }
    return andThen(space, space.top, tupleOf(space, w_iterable), (w_pool) => {
      const n = space.tuple_w(w_pool).length;
      const r = isNone ? n : sizeOfInt(space, w_r);
      if (r < 0) throw raise(space, 'ValueError', 'r must be non-negative');
      const rows = new Rows(space, w_pool, upTo(r > n ? 0 : r), r > n);
      if (r <= n) {
        rows.order = upTo(n);
        rows.cycles = upTo(r).map((i) => n - i);
      }
      return space.newobj(type, rows);
    });
  }) as never),
  ({ indices, order, cycles }) => {
    const n = order.length;
    const r = indices.length;
    for (let i = r - 1; i >= 0; i--) {
      if (--cycles[i] === 0) {
        const moved = order[i];
        for (let k = i + 1; k < n; k++) order[k - 1] = order[k];
        order[n - 1] = moved;
        cycles[i] = n - i;
        continue;
      }
      const j = n - cycles[i];
      const swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
      for (let k = i; k < r; k++) indices[k] = order[k];
      return true;
    }
    return false;
  },
);

// --- product

/** The pools as owned tuples, their items, and the row that was given last, in indices and in items of the pools. */
class Product extends Payload {
  pools_w: W[];
  items_w: (readonly W[])[];
  indices: number[];
  row_w: W[];
  first = true;
  done: boolean;
  constructor(space: Space, pools_w: W[]) {
    super();
    this.pools_w = pools_w;
    this.items_w = pools_w.map((w) => space.tuple_w(w));
    this.indices = pools_w.map(() => 0);
    this.done = this.items_w.some((items) => items.length === 0);
    this.row_w = this.done ? [] : this.items_w.map((items) => items[0]);
  }
  traverse(visit: (w: W) => void): void {
    this.pools_w.forEach(visit);
  }
  forget(): void {
    this.pools_w = [];
    this.items_w = [];
    this.row_w = [];
    this.done = true;
  }
  advance(): boolean {
    const { indices, items_w, row_w } = this;
    for (let i = indices.length - 1; i >= 0; i--) {
      const pool_w = items_w[i];
      const index = indices[i] + 1;
      if (index < pool_w.length) {
        indices[i] = index;
        row_w[i] = pool_w[index];
        return true;
      }
      indices[i] = 0;
      row_w[i] = pool_w[0];
    }
    return false;
  }
}

/** `repeat=` of `product`, the only keyword it has. */
function takeRepeat(space: Space, args_w: readonly W[], names: readonly string[] | null): number {
  let times = 1;
  names?.forEach((name, i) => {
    if (name !== 'repeat')
      throw raise(space, 'TypeError', `product() got an unexpected keyword argument '${name}'`);
    const w_times = args_w[args_w.length - names.length + i];
    if (!space.type(w_times).isSubtype(space.types.int)) {
      const got = space.type(w_times).name;
      throw raise(space, 'TypeError', `'${got}' object cannot be interpreted as an integer`);
    }
    times = sizeOfInt(space, w_times);
  });
  if (times < 0) throw raise(space, 'ValueError', 'repeat argument cannot be negative');
  return times;
}

export const product = iterator(
  'itertools.product',
  (space, type, args_w, names) => {
    const positional = args_w.length - (names?.length ?? 0);
    const times = takeRepeat(space, args_w, names);
    const pools_w: W[] = [];
    const from = (i: number): W => {
      if (i < positional) {
        return andThen(space, space.top, tupleOf(space, args_w[i]), (w) => {
          pools_w.push(w);
          return from(i + 1);
        });
      }
      const all_w: W[] = [];
      for (let t = 0; t < times; t++) all_w.push(...ownAll(space, pools_w));
      return space.newobj(type, new Product(space, all_w));
    };
    return from(0);
  },
  (space, w) => {
    const state = space.data(w) as Product;
    if (state.done) return STOP;
    if (state.first) state.first = false;
    else if (!state.advance()) {
      state.done = true;
      return STOP;
    }
    return space.newtuple(state.row_w);
  },
);
