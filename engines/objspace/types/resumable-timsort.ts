// Timsort as a generator that asks for each comparison, so that a comparison may be Python code on the explicit stack. Makes the comparisons that
// CPython makes, in their order: runs, binary insertion, merges with galloping, powersort's merge order. Models Objects/listobject.c and
// Objects/listsort.txt of CPython 3.14.

/** What the sort asks: is `a < b`? The answer goes into `less` before the generator is resumed. */
export interface Question<T> {
  a: T;
  b: T;
  less: boolean;
}

type Asking<R> = Generator<void, R, void>;

const MIN_GALLOP = 7;
const MAX_MINRUN = 64;

function minrunOf(n: number): number {
  let odd = 0;
  while (n >= MAX_MINRUN) {
    odd |= n & 1;
    n >>= 1;
  }
  return n + odd;
}

/** Depth of the boundary between two neighbouring runs in the ideal merge tree (powersort). */
function powerOf(start: number, n1: number, n2: number, n: number): number {
  let a = 2 * start + n1;
  let b = a + n1 + n2;
  for (let power = 1; ; power++) {
    if (a >= n) {
      a -= n;
      b -= n;
    } else if (b >= n) {
      return power;
    }
    a *= 2;
    b *= 2;
  }
}

function reverse<T>(items: T[], from: number, to: number): void {
  for (let i = from, j = to - 1; i < j; i++, j--) {
    const t = items[i];
    items[i] = items[j];
    items[j] = t;
  }
}

function move<T>(from: readonly T[], start: number, to: T[], dest: number, count: number): void {
  if (dest <= start || from !== to) {
    for (let i = 0; i < count; i++) to[dest + i] = from[start + i];
  } else {
    for (let i = count - 1; i >= 0; i--) to[dest + i] = from[start + i];
  }
}

interface Run {
  start: number;
  length: number;
  power: number;
}

class Sort<T> {
  readonly items: T[];
  readonly question: Question<T>;
  private minGallop = MIN_GALLOP;
  private readonly runs: Run[] = [];

  constructor(items: T[], question: Question<T>) {
    this.items = items;
    this.question = question;
  }

  *sort(): Asking<void> {
    const n = this.items.length;
    if (n < 2) return;
    const minrun = minrunOf(n);
    for (let start = 0; start < n;) {
      let length = yield* this.countRun(start, n);
      if (length < minrun) {
        const forced = Math.min(n - start, minrun);
        yield* this.insertionSort(start, start + forced, start + length);
        length = forced;
      }
      const { runs } = this;
      if (runs.length > 0) {
        const last = runs[runs.length - 1];
        const power = powerOf(last.start, last.length, length, n);
        while (runs.length > 1 && runs[runs.length - 2].power > power) yield* this.mergeAt(runs.length - 2);
        runs[runs.length - 1].power = power;
      }
      runs.push({ start, length, power: 0 });
      start += length;
    }
    while (this.runs.length > 1) {
      let i = this.runs.length - 2;
      if (i > 0 && this.runs[i - 1].length < this.runs[i + 1].length) i--;
      yield* this.mergeAt(i);
    }
  }

  /** Length of the run at `start`, made ascending in place where it descends. */
  private *countRun(start: number, end: number): Asking<number> {
    const { items, question: q } = this;
    if (end - start === 1) return 1;
    let i = start + 1;
    for (; i < end; i++) {
      q.a = items[i];
      q.b = items[i - 1];
      yield;
      if (q.less) break;
    }
    if (i === end) return i - start;
    if (i > start + 1) {
      q.a = items[start];
      q.b = items[i - 1];
      yield;
      if (q.less) return i - start;
      // All equal so far, and then smaller: a descending run that begins with equals.
      reverse(items, start, i);
    }
    i++;
    let equal = 0;
    for (; i < end; i++) {
      q.a = items[i];
      q.b = items[i - 1];
      yield;
      if (q.less) {
        if (equal > 0) reverse(items, i - equal - 1, i);
        equal = 0;
        continue;
      }
      q.a = items[i - 1];
      q.b = items[i];
      yield;
      if (q.less) break;
      equal++;
    }
    if (equal > 0) reverse(items, i - equal - 1, i);
    reverse(items, start, i);
    for (; i < end; i++) {
      q.a = items[i];
      q.b = items[i - 1];
      yield;
      if (q.less) break;
    }
    return i - start;
  }

  /** `items[start:sorted]` is in order already. */
  private *insertionSort(start: number, end: number, sorted: number): Asking<void> {
    const { items, question: q } = this;
    for (; sorted < end; sorted++) {
      let left = start;
      let right = sorted;
      const pivot = items[sorted];
      do {
        const middle = (left + right) >> 1;
        q.a = pivot;
        q.b = items[middle];
        yield;
        if (q.less) right = middle;
        else left = middle + 1;
      } while (left < right);
      for (let i = sorted; i > left; i--) items[i] = items[i - 1];
      items[left] = pivot;
    }
  }

  private *mergeAt(i: number): Asking<void> {
    const { items, runs } = this;
    let { start: a, length: na } = runs[i];
    const { start: b } = runs[i + 1];
    let nb = runs[i + 1].length;
    runs[i].length = na + nb;
    runs.splice(i + 1, 1);
    const skip = yield* this.gallopRight(items[b], items, a, na, 0);
    a += skip;
    na -= skip;
    if (na === 0) return;
    nb = yield* this.gallopLeft(items[a + na - 1], items, b, nb, nb - 1);
    if (nb === 0) return;
    if (na <= nb) yield* this.mergeLow(a, na, b, nb);
    else yield* this.mergeHigh(a, na, b, nb);
  }

  /** Where `key` belongs in `n` items from `base` on, in front of equal ones; the search starts at `hint`. */
  private *gallopLeft(key: T, items: readonly T[], base: number, n: number, hint: number): Asking<number> {
    const q = this.question;
    let last = 0;
    let offset = 1;
    const at = base + hint;
    q.a = items[at];
    q.b = key;
    yield;
    if (q.less) {
      const most = n - hint;
      while (offset < most) {
        q.a = items[at + offset];
        q.b = key;
        yield;
        if (!q.less) break;
        last = offset;
        offset = offset * 2 + 1;
      }
      if (offset > most) offset = most;
      last += hint;
      offset += hint;
    } else {
      const most = hint + 1;
      while (offset < most) {
        q.a = items[at - offset];
        q.b = key;
        yield;
        if (q.less) break;
        last = offset;
        offset = offset * 2 + 1;
      }
      if (offset > most) offset = most;
      const k = last;
      last = hint - offset;
      offset = hint - k;
    }
    last++;
    while (last < offset) {
      const middle = last + ((offset - last) >> 1);
      q.a = items[base + middle];
      q.b = key;
      yield;
      if (q.less) last = middle + 1;
      else offset = middle;
    }
    return offset;
  }

  /** The same behind equal ones. */
  private *gallopRight(key: T, items: readonly T[], base: number, n: number, hint: number): Asking<number> {
    const q = this.question;
    let last = 0;
    let offset = 1;
    const at = base + hint;
    q.a = key;
    q.b = items[at];
    yield;
    if (q.less) {
      const most = hint + 1;
      while (offset < most) {
        q.a = key;
        q.b = items[at - offset];
        yield;
        if (!q.less) break;
        last = offset;
        offset = offset * 2 + 1;
      }
      if (offset > most) offset = most;
      const k = last;
      last = hint - offset;
      offset = hint - k;
    } else {
      const most = n - hint;
      while (offset < most) {
        q.a = key;
        q.b = items[at + offset];
        yield;
        if (q.less) break;
        last = offset;
        offset = offset * 2 + 1;
      }
      if (offset > most) offset = most;
      last += hint;
      offset += hint;
    }
    last++;
    while (last < offset) {
      const middle = last + ((offset - last) >> 1);
      q.a = key;
      q.b = items[base + middle];
      yield;
      if (q.less) offset = middle;
      else last = middle + 1;
    }
    return offset;
  }

  /** Merges two neighbouring runs from the left; the first is moved out of the way. */
  private *mergeLow(start: number, na: number, b: number, nb: number): Asking<void> {
    const { items, question: q } = this;
    const tmp = items.slice(start, start + na);
    let a = 0;
    let dest = start;
    let { minGallop } = this;
    try {
      items[dest++] = items[b++];
      if (--nb === 0 || na === 1) return;
      for (;;) {
        let countA = 0;
        let countB = 0;
        do {
          q.a = items[b];
          q.b = tmp[a];
          yield;
          if (q.less) {
            items[dest++] = items[b++];
            countB++;
            countA = 0;
            if (--nb === 0) return;
          } else {
            items[dest++] = tmp[a++];
            countA++;
            countB = 0;
            if (--na === 1) return;
          }
        } while (countA < minGallop && countB < minGallop);
        minGallop++;
        do {
          if (minGallop > 1) minGallop--;
          this.minGallop = minGallop;
          countA = yield* this.gallopRight(items[b], tmp, a, na, 0);
          move(tmp, a, items, dest, countA);
          dest += countA;
          a += countA;
          na -= countA;
          if (na <= 1 && countA > 0) return;
          items[dest++] = items[b++];
          if (--nb === 0) return;
          countB = yield* this.gallopLeft(tmp[a], items, b, nb, 0);
          move(items, b, items, dest, countB);
          dest += countB;
          b += countB;
          nb -= countB;
          if (nb === 0) return;
          items[dest++] = tmp[a++];
          if (--na === 1) return;
        } while (countA >= MIN_GALLOP || countB >= MIN_GALLOP);
        this.minGallop = ++minGallop;
      }
    } finally {
      // At the end, and where a comparison failed: what is left of the second run, if it is still to be moved, then of the first.
      if (na === 1 && nb > 0) {
        move(items, b, items, dest, nb);
        dest += nb;
      }
      move(tmp, a, items, dest, na);
    }
  }

  /** The same from the right; the second run is moved out of the way. */
  private *mergeHigh(baseA: number, na: number, baseB: number, nb: number): Asking<void> {
    const { items, question: q } = this;
    const tmp = items.slice(baseB, baseB + nb);
    let a = baseA + na - 1;
    let b = nb - 1;
    let dest = baseB + nb - 1;
    let { minGallop } = this;
    try {
      items[dest--] = items[a--];
      if (--na === 0 || nb === 1) return;
      for (;;) {
        let countA = 0;
        let countB = 0;
        do {
          q.a = tmp[b];
          q.b = items[a];
          yield;
          if (q.less) {
            items[dest--] = items[a--];
            countA++;
            countB = 0;
            if (--na === 0) return;
          } else {
            items[dest--] = tmp[b--];
            countB++;
            countA = 0;
            if (--nb === 1) return;
          }
        } while (countA < minGallop && countB < minGallop);
        minGallop++;
        do {
          if (minGallop > 1) minGallop--;
          this.minGallop = minGallop;
          countA = na - (yield* this.gallopRight(tmp[b], items, baseA, na, na - 1));
          dest -= countA;
          a -= countA;
          move(items, a + 1, items, dest + 1, countA);
          na -= countA;
          if (na === 0) return;
          items[dest--] = tmp[b--];
          if (--nb === 1) return;
          countB = nb - (yield* this.gallopLeft(items[a], tmp, 0, nb, nb - 1));
          dest -= countB;
          b -= countB;
          move(tmp, b + 1, items, dest + 1, countB);
          nb -= countB;
          if (nb <= 1 && countB > 0) return;
          items[dest--] = items[a--];
          if (--na === 0) return;
        } while (countA >= MIN_GALLOP || countB >= MIN_GALLOP);
        this.minGallop = ++minGallop;
      }
    } finally {
      if (nb === 1 && na > 0) {
        dest -= na;
        a -= na;
        move(items, a + 1, items, dest + 1, na);
      }
      for (let i = 0; i < nb; i++) items[dest - i] = tmp[b - i];
    }
  }
}

/** Sorts `items` in place; yields for each answer that `question` needs. Ended early, it leaves all items there, in some order. */
export function timsort<T>(items: T[], question: Question<T>): Asking<void> {
  return new Sort(items, question).sort();
}
