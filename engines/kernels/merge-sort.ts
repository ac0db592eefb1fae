// A stable merge sort of host numbers, or of texts by a number made of their first characters, which answers the order as places and so moves no
// values. For keys whose comparison nobody can watch: which ones are compared, and how often, is not CPython's. Runs by insertion, then merges from
// one pair of typed arrays into the other.

/** Length of the runs that insertion makes. */
const RUN = 8;

/** Places of `keys` in ascending order. Where keys are equal the texts decide, if there are any, then the places. */
export function sortedPlaces(keys: Float64Array, texts: readonly string[] | null): Uint32Array {
  const n = keys.length;
  let from = keys.slice();
  let places = new Uint32Array(n);
  for (let start = 0; start < n; start += RUN)
    insertRun(from, places, texts, start, Math.min(start + RUN, n));
  let to = new Float64Array(n);
  let toPlaces = new Uint32Array(n);
  for (let width = RUN; width < n; width *= 2) {
    for (let start = 0; start < n; start += 2 * width) {
      const middle = Math.min(start + width, n);
      const end = Math.min(start + 2 * width, n);
      mergeRuns(from, places, to, toPlaces, texts, start, middle, end);
    }
    [from, to] = [to, from];
    [places, toPlaces] = [toPlaces, places];
  }
  return places;
}

function insertRun(
  keys: Float64Array,
  places: Uint32Array,
  texts: readonly string[] | null,
  start: number,
  end: number,
): void {
  for (let i = start; i < end; i++) {
    const key = keys[i];
    let k = i;
    for (; k > start; k--) {
      const other = keys[k - 1];
      if (other < key) break;
      if (other === key && (texts === null || texts[places[k - 1]] <= texts[i])) break;
      keys[k] = other;
      places[k] = places[k - 1];
    }
    keys[k] = key;
    places[k] = i;
  }
}

function mergeRuns(
  from: Float64Array,
  fromPlaces: Uint32Array,
  to: Float64Array,
  toPlaces: Uint32Array,
  texts: readonly string[] | null,
  start: number,
  middle: number,
  end: number,
): void {
  let i = start;
  let j = middle;
  let k = start;
  // Runs that are in order already are copied.
  if (middle < end && !(from[middle - 1] < from[middle])) {
    while (i < middle && j < end) {
      const a = from[i];
      const b = from[j];
      if (b < a || (b === a && texts !== null && texts[fromPlaces[j]] < texts[fromPlaces[i]])) {
        to[k] = b;
        toPlaces[k++] = fromPlaces[j++];
      } else {
        to[k] = a;
        toPlaces[k++] = fromPlaces[i++];
      }
    }
  }
  for (; i < middle; i++, k++) {
    to[k] = from[i];
    toPlaces[k] = fromPlaces[i];
  }
  for (; j < end; j++, k++) {
    to[k] = from[j];
    toPlaces[k] = fromPlaces[j];
  }
}

/** So many units of eight bits are exact in a float. */
const PREFIX = 6;

/** Numbers that order texts by their first units; null where one of these takes more than eight bits. */
export function prefixKeys(texts: readonly string[]): Float64Array | null {
  const keys = new Float64Array(texts.length);
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i];
    const n = text.length < PREFIX ? text.length : PREFIX;
    let key = 0;
    let k = 0;
    for (; k < n; k++) {
      const unit = text.charCodeAt(k);
      if (unit > 255) return null;
      key = key * 256 + unit;
    }
    for (; k < PREFIX; k++) key *= 256;
    keys[i] = key;
  }
  return keys;
}
