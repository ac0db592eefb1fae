// bench/text_justify.py in idiomatic JavaScript: the same algorithm, the same answer.
import { makeLcg } from './lcg.js';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz';
const WIDTH = 48;
const VOCABULARY = (
  'the engine reads each line of the file and then it counts the words that seem to be there ' +
  'a tree in the garden bears apples when the summer is warm enough for them to ripen before ' +
  'winter comes over the hills where shepherds tell stories'
).split(' ');

function writeText(seed, words) {
  const next = makeLcg(seed);
  const parts = [];
  let capital = true;
  for (let index = 0; index < words; index++) {
    const state = next();
    let word = VOCABULARY[state % VOCABULARY.length];
    if (capital) word = word[0].toUpperCase() + word.slice(1);
    capital = state % 11 === 0;
    if (capital) word += '.';
    parts.push(word, capital && state % 5 === 0 ? '\n\n' : ' '.repeat(1 + (state % 3)));
  }
  return parts.join('');
}

const wordsOf = (text) => text.split(/\s+/).filter((word) => word !== '');

function fill(words, width) {
  const lines = [];
  let line = [];
  let length = 0;
  for (const word of words) {
    if (line.length > 0 && length + 1 + word.length > width) {
      lines.push(line);
      line = [];
      length = 0;
    }
    length += word.length + (line.length > 0 ? 1 : 0);
    line.push(word);
  }
  if (line.length > 0) lines.push(line);
  return lines;
}

function justify(line, width) {
  if (line.length === 1) return line[0];
  const spaces = width - line.reduce((sum, word) => sum + word.length, 0);
  const gaps = line.length - 1;
  const narrow = Math.floor(spaces / gaps);
  const wider = spaces % gaps;
  const parts = [];
  for (let index = 0; index < gaps; index++) {
    parts.push(line[index], ' '.repeat(narrow + (index < wider ? 1 : 0)));
  }
  parts.push(line[gaps]);
  return parts.join('');
}

function typeset(text, width) {
  const lines = [];
  for (const paragraph of text.split('\n\n')) {
    const filled = fill(wordsOf(paragraph), width);
    for (const line of filled.slice(0, -1)) lines.push(justify(line, width));
    if (filled.length > 0) lines.push(filled.at(-1).join(' '), '');
  }
  return lines.join('\n');
}

function rotate(text, shift) {
  const table = {};
  [...ALPHABET].forEach((letter, index) => {
    const other = ALPHABET[(index + shift + 26) % 26];
    table[letter] = other;
    table[letter.toUpperCase()] = other.toUpperCase();
  });
  let result = '';
  for (const char of text) result += table[char] ?? char;
  return result;
}

function occurrences(text, letter) {
  let count = 0;
  for (let at = text.indexOf(letter); at >= 0; at = text.indexOf(letter, at + 1)) count++;
  return count;
}

function breakCipher(text) {
  const lower = text.toLowerCase();
  const counts = Array.from(ALPHABET, (letter) => occurrences(lower, letter));
  let best = -1;
  let bestScore = -1;
  for (let shift = 0; shift < 26; shift++) {
    let score = 0;
    for (const letter of 'etahrso') score += counts[(ALPHABET.indexOf(letter) + shift) % 26];
    if (score > bestScore) [best, bestScore] = [shift, score];
  }
  return best;
}

export function workload(n) {
  const text = writeText(29, n);
  const page = typeset(text, WIDTH);
  const secret = rotate(page, 11);
  const shift = breakCipher(secret);
  const lines = page.split('\n');
  const full = lines.filter((line) => line.length === WIDTH).length;
  const words = wordsOf(page);
  if (words.length !== n || words.join(' ') !== wordsOf(text).join(' ')) throw new Error('text_justify: words were lost');
  if (lines.some((line) => line.length > WIDTH)) throw new Error('text_justify: a line is too long');
  if (rotate(secret, -11) !== page) throw new Error('text_justify: the cipher cannot be undone');
  return `${lines.length} lines, ${full} full, ${page.length} characters, shift ${shift}`;
}
