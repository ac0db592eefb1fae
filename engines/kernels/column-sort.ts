// Sorts by several keys of each value, one column after another: by the first one all values, by the next those that are equal in the first. Each
// column is of one host type, so that no comparison asks what it compares. For keys whose comparison nobody can watch (timsort.ts, without calls).
import { sortByKey } from './timsort.ts';

/** Numbers without a NaN, or strings. */
export type Column = readonly number[] | readonly string[];

/** Up to so many values insertion is faster than to put their keys together. */
const FEW = 10;

/** Stable; `columns` have a key for each value, all of one length. */
export function sortByColumns<V>(columns: readonly Column[], values: V[]): void {
  const places = values.map((_, i) => i);
  sortPlaces(columns, 0, places, 0, places.length);
  const old = values.slice();
  for (let i = 0; i < places.length; i++) values[i] = old[places[i]];
}

/** Orders the places from `low` to `high`, which are equal in the columns before `at`. */
function sortPlaces(
  columns: readonly Column[],
  at: number,
  places: number[],
  low: number,
  high: number,
): void {
  if (at === columns.length) return;
  if (high - low <= FEW) return insertPlaces(columns, at, places, low, high);
  const column = columns[at];
  const part = places.slice(low, high);
  sortByKey(part.map((place) => column[place]) as number[] | string[], part);
  for (let i = 0; i < part.length; i++) places[low + i] = part[i];
  let start = low;
  for (let i = low + 1; i <= high; i++) {
    if (i < high && column[places[i]] === column[places[start]]) continue;
    if (i - start > 1) sortPlaces(columns, at + 1, places, start, i);
    start = i;
  }
}

function insertPlaces(
  columns: readonly Column[],
  at: number,
  places: number[],
  low: number,
  high: number,
): void {
  for (let i = low + 1; i < high; i++) {
    const place = places[i];
    let k = i;
    for (; k > low && isBefore(columns, at, place, places[k - 1]); k--) places[k] = places[k - 1];
    places[k] = place;
  }
}

function isBefore(columns: readonly Column[], at: number, a: number, b: number): boolean {
  for (let i = at; i < columns.length; i++) {
    const column = columns[i];
    const [x, y] = [column[a], column[b]];
    if (x !== y) return x < y;
  }
  return false;
}
