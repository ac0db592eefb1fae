// An index by hashes of our own: a hash leads to the places of entries, and whoever asks compares these himself. Open addressing with linear
// probes over one array of pairs (hash, place + 1), so that a look-up touches one cache line until the hashes are equal. For keys that a host Map
// is slow for: tuples, and numbers that are no 32-bit ints.

const FIRST_SIZE = 16;
const REMOVED = -1;

export class HashIndex {
  /** Two for each slot; a place of 0 is free. */
  slots = new Int32Array(2 * FIRST_SIZE);
  mask = FIRST_SIZE - 1;
  /** Slots that are not free. */
  private used = 0;
  private removed = 0;

  /** An entry that is not there yet. */
  add(h: number, place: number): void {
    if ((this.used + 1) * 5 > this.mask * 3) this.resize();
    const { slots, mask } = this;
    let at = h & mask;
    while (slots[2 * at + 1] !== 0) at = (at + 1) & mask;
    slots[2 * at] = h;
    slots[2 * at + 1] = place + 1;
    this.used++;
  }

  remove(h: number, place: number): void {
    const { slots, mask } = this;
    let at = h & mask;
    while (slots[2 * at + 1] !== place + 1) at = (at + 1) & mask;
    slots[2 * at + 1] = REMOVED;
    this.removed++;
  }

  private resize(): void {
    const old = this.slots;
    const live = this.used - this.removed;
    let size = FIRST_SIZE;
    while (size * 2 < live * 5) size *= 2;
    const slots = new Int32Array(2 * size);
    const mask = size - 1;
    for (let i = 0; i < old.length; i += 2) {
      const place = old[i + 1];
      if (place <= 0) continue;
      const h = old[i];
      let at = h & mask;
      while (slots[2 * at + 1] !== 0) at = (at + 1) & mask;
      slots[2 * at] = h;
      slots[2 * at + 1] = place;
    }
    this.slots = slots;
    this.mask = mask;
    this.used = live;
    this.removed = 0;
  }
}
