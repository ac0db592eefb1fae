// The order of all rotations of a block: what the Burrows-Wheeler transform stands on. Sorted by two bytes first; then by prefixes of twice
// the length each time, only among those that are still equal (Larsson and Sadakane, "Faster suffix sorting", 1999, on a ring).

/** Places of `block` (of `length` bytes) in the order of the rotations that begin there; equal rotations in any order. */
export function sortRotations(block: Uint8Array, length: number): Int32Array {
  const order = new Int32Array(length);
  const rank = new Int32Array(length);
  const starts = new Int32Array(65537);
  const pair = (i: number): number => (block[i] << 8) | block[i + 1 === length ? 0 : i + 1];
  for (let i = 0; i < length; i++) starts[pair(i) + 1]++;
  for (let p = 0; p < 65536; p++) starts[p + 1] += starts[p];
  const next = starts.slice(0, 65536);
  for (let i = 0; i < length; i++) order[next[pair(i)]++] = i;
  // The rank of a group is the place of its last member.
  for (let i = 0; i < length; i++) rank[i] = starts[pair(i) + 1] - 1;

  /** Groups of equals as pairs of first place and place behind the last. */
  let open: number[] = [];
  for (let p = 0; p < 65536; p++) if (starts[p + 1] - starts[p] > 1) open.push(starts[p], starts[p + 1]);
  /** Parts that a group fell into; their ranks change when all of the group is sorted, for the keys are ranks. */
  let ends: number[] = [];

  const sortGroup = (from: number, to: number, step: number): void => {
    while (to - from > 1) {
      const keyOf = (i: number): number => rank[(order[i] + step) % length];
      const size = to - from;
      if (size < 12) {
        for (let i = from + 1; i < to; i++) {
          const place = order[i];
          const key = keyOf(i);
          let k = i;
          for (; k > from && keyOf(k - 1) > key; k--) order[k] = order[k - 1];
          order[k] = place;
        }
        for (let end = to; end > from;) {
          let first = end - 1;
          const key = keyOf(first);
          while (first > from && keyOf(first - 1) === key) first--;
          ends.push(first, end);
          end = first;
        }
        return;
      }
      const a = keyOf(from);
      const b = keyOf(from + (size >> 1));
      const c = keyOf(to - 1);
      const pivot = a < b ? (b < c ? b : a < c ? c : a) : a < c ? a : b < c ? c : b;
      let low = from;
      let high = to;
      for (let i = from; i < high;) {
        const key = keyOf(i);
        const place = order[i];
        if (key < pivot) {
          order[i++] = order[low];
          order[low++] = place;
        } else if (key > pivot) {
          order[i] = order[--high];
          order[high] = place;
        } else i++;
      }
      ends.push(low, high);
      // The smaller part first: the host's stack stays flat.
      if (low - from < to - high) {
        sortGroup(from, low, step);
        from = high;
      } else {
        sortGroup(high, to, step);
        to = low;
      }
    }
    if (to > from) ends.push(from, to);
  };

  for (let step = 2; open.length > 0 && step < length; step *= 2) {
    const still: number[] = [];
    for (let g = 0; g < open.length; g += 2) {
      ends = [];
      sortGroup(open[g], open[g + 1], step);
      for (let e = 0; e < ends.length; e += 2) {
        const from = ends[e];
        const to = ends[e + 1];
        for (let i = from; i < to; i++) rank[order[i]] = to - 1;
        if (to - from > 1) still.push(from, to);
      }
    }
    open = still;
  }
  return order;
}
