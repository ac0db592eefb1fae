// bench/sort_records.py in idiomatic JavaScript: the same orders, the same answer; comparison functions instead of keys.
import { makeLcg } from './lcg.js';

const CITIES = ['Oslo', 'Lima', 'Cairo', 'Quito', 'Hanoi', 'Turin', 'Perth'];

class Record {
  constructor(number, name, city, score) {
    this.number = number;
    this.name = name;
    this.city = city;
    this.score = score;
  }
}

function makeRecords(count) {
  const next = makeLcg(77);
  return Array.from({ length: count }, (_, number) => {
    const state = next();
    const name = [state, Math.floor(state / 26), Math.floor(state / 676)]
      .map((part) => String.fromCharCode(97 + (part % 26)))
      .join('');
    return new Record(number, name, CITIES[state % 7], Math.floor(state / 7) % 1000);
  });
}

const byText = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const byRank = (a, b) => b.score - a.score || a.number - b.number;
const byCityAndName = (a, b) => byText(a.city, b.city) || byText(a.name, b.name) || a.number - b.number;
// Python's floor division of the negative score.
const tens = (record) => Math.floor(-record.score / 10);

function mergeSort(items, compare) {
  if (items.length < 2) return [...items];
  const middle = Math.floor(items.length / 2);
  const left = mergeSort(items.slice(0, middle), compare);
  const right = mergeSort(items.slice(middle), compare);
  const merged = [];
  let i = 0;
  let j = 0;
  while (i < left.length && j < right.length) {
    merged.push(compare(right[j], left[i]) < 0 ? right[j++] : left[i++]);
  }
  return merged.concat(left.slice(i), right.slice(j));
}

function groupSizes(records) {
  const sizes = [];
  let previous;
  for (const { city } of records) {
    if (city === previous) sizes[sizes.length - 1]++;
    else sizes.push(1);
    previous = city;
  }
  return sizes;
}

const fingerprint = (records) => records.reduce((checksum, record) => (checksum * 31 + record.number) % 65521, 0);

export function workload(n) {
  const records = makeRecords(n);
  const byCity = [...records].sort(byCityAndName);
  const ranked = [...records].sort(byRank);
  const byName = [...records].sort(
    (a, b) => byText(b.name[2], a.name[2]) || byText(b.name[0], a.name[0]) || a.number - b.number,
  );
  const nearly = [...ranked].sort((a, b) => tens(a) - tens(b) || a.number - b.number);
  if (fingerprint(byCity) !== fingerprint(mergeSort(records, byCityAndName))) {
    throw new Error('sort_records: sort() and the merge sort disagree');
  }
  for (let index = 1; index < n; index++) {
    if (byRank(ranked[index], ranked[index - 1]) < 0) throw new Error(`sort_records: record ${index} is out of order`);
  }
  const prints = [byCity, ranked, byName, nearly].map(fingerprint).join(' ');
  return `${prints}, cities ${groupSizes(byCity).join('+')}`;
}
