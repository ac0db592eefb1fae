// bench/word_count.py in idiomatic JavaScript: the same algorithm, the same answer. Pairs are keyed by joined text,
// because JavaScript has no tuples that are equal by content.
import { makeLcg } from './lcg.js';

const ONSETS = ['b', 'd', 'f', 'gr', 'k', 'l', 'm', 'st', 't', 'v'];
const RHYMES = ['a', 'an', 'e', 'el', 'i', 'o', 'or', 'u'];

class Author {
  constructor(seed) {
    this.next = makeLcg(seed);
  }

  below(limit) {
    return this.next() % limit;
  }

  word() {
    const syllables = [];
    const count = 1 + this.below(2);
    for (let index = 0; index < count; index++) {
      const onset = ONSETS[Math.min(this.below(10), this.below(10))];
      syllables.push(onset + RHYMES[Math.min(this.below(8), this.below(8))]);
    }
    return syllables.join('');
  }

  text(words) {
    return Array.from({ length: words }, () => this.word()).join(' ');
  }
}

function count(items) {
  const counts = new Map();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

function* pairsOf(words) {
  for (let index = 1; index < words.length; index++) yield [words[index - 1], words[index]];
}

function followers(words) {
  const table = new Map();
  for (const [first, second] of pairsOf(words)) {
    let after = table.get(first);
    if (after === undefined) table.set(first, (after = new Set()));
    after.add(second);
  }
  return table;
}

const byText = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

function mostFrequent(counts, number) {
  return [...counts].sort(([a, x], [b, y]) => y - x || byText(a, b)).slice(0, number);
}

function letters(words) {
  const total = new Map();
  for (const word of words) {
    for (const letter of word) total.set(letter, (total.get(letter) ?? 0) + 1);
  }
  return total;
}

const sum = (counts) => [...counts.values()].reduce((total, value) => total + value, 0);

export function workload(n) {
  const words = new Author(3).text(n).split(' ');
  const counts = count(words);
  const pairs = count([...pairsOf(words)].map((pair) => pair.join(' ')));
  let branching = 0;
  for (const after of followers(words).values()) branching = Math.max(branching, after.size);

  const half = Math.floor(n / 2);
  const [early, late] = [new Set(words.slice(0, half)), new Set(words.slice(half))];
  let shared = 0;
  let rare = 0;
  for (const word of early) {
    if (late.has(word)) shared++;
    else if (counts.get(word) === 1) rare++;
  }
  for (const word of late) {
    if (!early.has(word) && counts.get(word) === 1) rare++;
  }

  const top = mostFrequent(counts, 3)
    .map(([word, times]) => `${word}:${times}`)
    .join(' ');
  const [[letter]] = mostFrequent(letters(words), 1);
  if (sum(counts) !== n || sum(pairs) !== n - 1) throw new Error(`word_count: the counts do not add up to ${n} words`);
  return `${top}, ${counts.size} words, ${pairs.size} pairs, ${shared} shared, ${rare} rare, branching ${branching}, letter ${letter}`;
}
