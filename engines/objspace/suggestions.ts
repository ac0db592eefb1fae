// "Did you mean": the nearest of a list of names. Pure text; models CPython's Python/suggestions.c: moves cost two, a change of case one,
// and no more than a third of the characters may change.

const MOVE = 2;
const CASE = 1;
const LONGEST = 40;
const MOST_CANDIDATES = 750;

function substitution(a: number, b: number): number {
  if (a === b) return 0;
  const lower = (c: number): number => (c >= 65 && c <= 90 ? c + 32 : c);
  return lower(a) === lower(b) ? CASE : MOVE;
}

/** Levenshtein's distance with these costs; anything above `bound` is only told to be above it. */
function distance(first: string, second: string, bound: number): number {
  if (first === second) return 0;
  let start = 0;
  while (start < first.length && start < second.length && first[start] === second[start]) start++;
  let endA = first.length;
  let endB = second.length;
  while (endA > start && endB > start && first[endA - 1] === second[endB - 1]) {
    endA--;
    endB--;
  }
  let a = first.slice(start, endA);
  let b = second.slice(start, endB);
  if (a.length === 0 || b.length === 0) return (a.length + b.length) * MOVE;
  if (a.length > LONGEST || b.length > LONGEST) return bound + 1;
  if (b.length < a.length) [a, b] = [b, a];
  if ((b.length - a.length) * MOVE > bound) return bound + 1;
  const row = Array.from(a, (_, i) => (i + 1) * MOVE);
  let result = 0;
  for (let j = 0; j < b.length; j++) {
    const code = b.charCodeAt(j);
    let diagonal = (result = j * MOVE);
    let least = Infinity;
    for (let i = 0; i < a.length; i++) {
      const replaced = diagonal + substitution(code, a.charCodeAt(i));
      diagonal = row[i];
      result = Math.min(replaced, Math.min(result, diagonal) + MOVE);
      row[i] = result;
      least = Math.min(least, result);
    }
    if (least > bound) return bound + 1;
  }
  return result;
}

/** `. Did you mean 'x'?`, or nothing: behind "got an unexpected keyword argument". */
export function keywordHint(keyword: string, known: readonly string[]): string {
  const near = nearest(keyword, known);
  return near === null ? '' : `. Did you mean '${near}'?`;
}

const utf8Length = (text: string): number => new TextEncoder().encode(text).length;

/** The candidate that is nearest to `name`, if one is near enough; the first of equals. */
export function nearest(name: string, candidates: readonly string[]): string | null {
  if (candidates.length >= MOST_CANDIDATES) return null;
  let best: string | null = null;
  let bestDistance = Infinity;
  const size = utf8Length(name);
  for (const candidate of candidates) {
    if (candidate === name) continue;
    const allowed = Math.floor(((size + utf8Length(candidate) + 3) * MOVE) / 6);
    const bound = Math.min(allowed, bestDistance - 1);
    const d = distance(name, candidate, bound);
    if (d > bound) continue;
    best = candidate;
    bestDistance = d;
  }
  return best;
}
