// `list.sort` and `sorted`: keys first, then the sort. Keys of one plain type (numbers, strings, tuples of these) are sorted on host values at once; all
// others by a frame that runs a timsort whose comparisons may be Python code. Models list_sort_impl of CPython's Objects/listobject.c.
import { sortByColumns } from '../../kernels/column-sort.ts';
import type { Column } from '../../kernels/column-sort.ts';
import { sortByKey } from '../../kernels/timsort.ts';
import { andThen } from '../continuation.ts';
import { call, commonComparison, compare, compareReflected, truth } from '../descroperation.ts';
import { SUSPEND } from '../object.ts';
import type { W } from '../object.ts';
import { LT } from '../operations.ts';
import { raise } from '../raise.ts';
import type { Space } from '../space.ts';
import { enter, StepFrame } from '../step-frames.ts';
import { listOf } from './collecting.ts';
import { timsort } from './resumable-timsort.ts';
import type { Question } from './resumable-timsort.ts';

interface Entry {
  /** Owned where a key function made it; the item itself, borrowed, where there is none; null: not computed yet. */
  w_key: W | null;
  /** Owned. */
  w_item: W;
}

/** The keys where all are of one host type that orders as Python orders them: numbers, or strings of one unit a code point. */
function primitiveKeys(space: Space, count: number, keyAt: (i: number) => W): number[] | string[] | null {
  if (count === 0) return null;
  const { int, float, str } = space.types;
  if (space.type(keyAt(0)) === str) {
    const texts: string[] = [];
    for (let i = 0; i < count; i++) {
      const w_key = keyAt(i);
      if (space.type(w_key) !== str) return null;
      const text = space.text_w(w_key);
      if (typeof text !== 'string') return null;
      texts.push(text);
    }
    return texts;
  }
  const numbers: number[] = [];
  for (let i = 0; i < count; i++) {
    const w_key = keyAt(i);
    const type = space.type(w_key);
    if (type !== int && type !== float) return null;
    const n = type === int ? space.int_w(w_key) : space.float_w(w_key);
    if (typeof n !== 'number' || n !== n) return null;
    numbers.push(n);
  }
  return numbers;
}

/** Fewer tuples are compared one with another. */
const MANY = 12;

/**
 * The items of keys that are tuples of one length, by place, where all at one place are of one such type; null where they are not. What CPython checks of
 * the first items before it sorts (unsafe_tuple_compare).
 */
function tupleColumns(space: Space, entries: readonly Entry[]): Column[] | null {
  const { tuple } = space.types;
  if (entries.length < MANY || space.type(entries[0].w_key!) !== tuple) return null;
  const rows: (readonly W[])[] = [];
  for (const { w_key } of entries) {
    if (space.type(w_key!) !== tuple) return null;
    const row = space.tuple_w(w_key!);
    if (rows.length > 0 && row.length !== rows[0].length) return null;
    rows.push(row);
  }
  const columns: Column[] = [];
  for (let k = 0; k < rows[0].length; k++) {
    const column = primitiveKeys(space, rows.length, (i) => rows[i][k]);
    if (column === null) return null;
    columns.push(column);
  }
  return columns;
}

/** Sorts on host values; false where that would not be what Python does. */
function sortPlain(space: Space, entries: Entry[]): boolean {
  const primitive = primitiveKeys(space, entries.length, (i) => entries[i].w_key!);
  if (primitive !== null) {
    sortByKey(primitive, entries);
    return true;
  }
  const columns = tupleColumns(space, entries);
  if (columns !== null) {
    sortByColumns(columns, entries);
    return true;
  }
  const sorted = entries.slice();
  let fits = true;
  sorted.sort((a, b) => {
    const sign = fits ? space.orderplainly(a.w_key!, b.w_key!) : 0;
    if (sign === sign) return sign;
    fits = false;
    return 0;
  });
  if (!fits) return false;
  for (let i = 0; i < sorted.length; i++) entries[i] = sorted[i];
  return true;
}

/** Computes the keys, sorts, puts the items back. While it runs the list is empty, and must stay so. */
class SortFrame extends StepFrame {
  private readonly w_list: W;
  private readonly w_key: W | null;
  private readonly reverse: boolean;
  private readonly entries: Entry[];
  private keyed = 0;
  private sorting: Generator<void, void, void> | null = null;
  private readonly question: Question<Entry>;
  private state: 'keys' | 'called' | 'less' | 'truth' = 'keys';
  private reversed = false;
  private restored = false;

  /** `entries`: what has been taken out of the list already, the keys of the first `keyed` among them. */
  constructor(
    space: Space,
    w_list: W,
    w_key: W | null,
    reverse: boolean,
    entries: Entry[] | null = null,
    keyed = 0,
  ) {
    super();
    this.w_list = space.own(w_list);
    this.w_key = w_key === null ? null : space.own(w_key);
    this.reverse = reverse;
    this.question = { a: null!, b: null!, less: false };
    if (entries !== null) {
      this.entries = entries;
      this.keyed = keyed;
      return;
    }
    this.entries = space.listitems(w_list).map((w) => ({
      w_key: w_key === null ? w : null,
      w_item: space.own(w),
    }));
    space.listsplice(w_list, 0, this.entries.length, []);
  }

  protected step(space: Space, w_value: W | undefined): W {
    if (this.state === 'keys') {
      const w = this.computeKeys(space, w_value);
      if (w === SUSPEND) return w;
      this.turn();
      if (sortPlain(space, this.entries)) return this.finish(space);
      this.sorting = timsort(this.entries, this.question);
      w_value = undefined;
    }
    return this.compareOn(space, w_value);
  }

  private computeKeys(space: Space, w_value: W | undefined): W {
    if (this.w_key === null) return space.w_None;
    if (w_value !== undefined) this.takeKey(space, w_value);
    while (this.keyed < this.entries.length) {
      const w = call(space, this.w_key, [this.entries[this.keyed].w_item]);
      if (w === SUSPEND) return w;
      this.takeKey(space, w);
    }
    return space.w_None;
  }

  private takeKey(space: Space, w_key: W): void {
    this.entries[this.keyed].w_key = space.own(w_key);
    this.keyed++;
    space.endStep(undefined);
  }

  private compareOn(space: Space, w_value: W | undefined): W {
    const { question } = this;
    const sorting = this.sorting!;
    for (;;) {
      if (w_value === undefined) {
        if (sorting.next().done) return this.finish(space);
        // Looked up each time, because it may change the class.
        const w_less = commonComparison(space, question.a.w_key!, question.b.w_key!, LT);
        if (w_less === null) {
          this.state = 'less';
          w_value = compare(space, question.a.w_key!, question.b.w_key!, LT);
        } else {
          this.state = 'called';
          w_value = call(space, w_less, [question.a.w_key!, question.b.w_key!]);
        }
        if (w_value === SUSPEND) return w_value;
      }
      if (this.state === 'called') {
        this.state = 'less';
        if (space.is(w_value, space.w_NotImplemented)) {
          w_value = compareReflected(space, question.a.w_key!, question.b.w_key!, LT);
          if (w_value === SUSPEND) return w_value;
        }
      }
      if (this.state === 'less') {
        this.state = 'truth';
        w_value = truth(space, w_value);
        if (w_value === SUSPEND) return w_value;
      }
      question.less = space.is(w_value, space.w_True);
      w_value = undefined;
      space.endStep(undefined);
    }
  }

  private finish(space: Space): W {
    const changed = space.listlen(this.w_list) > 0;
    this.restore(space);
    if (changed) throw raise(space, 'ValueError', 'list modified during sort');
    return space.w_None;
  }

  private restore(space: Space): void {
    if (this.restored) return;
    this.restored = true;
    if (this.reversed) this.turn();
    const items_w = this.entries.map((e) => e.w_item);
    space.listsplice(this.w_list, 0, space.listlen(this.w_list), items_w);
  }

  /** Sorting a reversed list and reversing it again keeps equal items in their order. */
  private turn(): void {
    if (!this.reverse) return;
    this.entries.reverse();
    this.reversed = !this.reversed;
  }

  protected release(space: Space): void {
    // After an error the items are all there, in the order that the sort had reached.
    if (this.sorting !== null) this.sorting.return();
    this.restore(space);
    for (const { w_key, w_item } of this.entries) {
      space.drop(w_item);
      if (this.w_key !== null && w_key !== null) space.drop(w_key);
    }
    space.drop(this.w_list);
    if (this.w_key !== null) space.drop(this.w_key);
  }
}

/**
 * The frame for a sort that the engine has begun: the list's items, which are not in it any more, and the keys of the first of them, all owned. Where
 * it is resumed with a value, that is the next key.
 */
export function sortTaken(
  space: Space,
  w_list: W,
  w_key: W,
  reverse: boolean,
  items_w: readonly W[],
  keys_w: readonly W[],
): StepFrame {
  const entries = items_w.map((w_item, i) => ({ w_key: i < keys_w.length ? keys_w[i] : null, w_item }));
  return new SortFrame(space, w_list, w_key, reverse, entries, keys_w.length);
}

/** `list.sort(key, reverse)`; `w_key` may be None. */
export function sortList(space: Space, w_list: W, w_key: W, reverse: boolean): W {
  if (w_key === space.w_None && space.sortplainly(w_list, reverse)) return space.w_None;
  return enter(space, new SortFrame(space, w_list, space.is(w_key, space.w_None) ? null : w_key, reverse));
}

/** `sorted(iterable, key=…, reverse=…)`; `w_key` may be None. */
export function sortedBy(space: Space, w_iterable: W, w_key: W, reverse: boolean): W {
  const caller = space.top;
  const w_list = listOf(space, w_iterable);
  return w_list === SUSPEND
    ? sortWhenListed(space, caller, w_key, reverse)
    : listWhenSorted(space, space.top, w_list, sortList(space, w_list, w_key, reverse));
}

const sortWhenListed = (space: Space, caller: Space['top'], w_key: W, reverse: boolean): W =>
  andThen(space, caller, SUSPEND, (w_list) =>
    listWhenSorted(space, space.top, w_list, sortList(space, w_list, w_key, reverse)),
  );

const listWhenSorted = (space: Space, caller: Space['top'], w_list: W, w_sorted: W): W =>
  w_sorted === SUSPEND ? listAfterwards(space, caller, w_list) : w_list;

const listAfterwards = (space: Space, caller: Space['top'], w_list: W): W =>
  andThen(space, caller, SUSPEND, () => w_list);
