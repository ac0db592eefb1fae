// bench/generators.py in idiomatic JavaScript: the same algorithm, the same answer.
import { makeLcg } from './lcg.js';

function* numbers(seed, count) {
  const next = makeLcg(seed);
  for (let index = 0; index < count; index++) yield next();
}

class Tree {
  constructor(value) {
    this.value = value;
    this.left = null;
    this.right = null;
  }

  insert(value) {
    let node = this;
    for (;;) {
      const side = value < node.value ? 'left' : 'right';
      if (node[side] === null) {
        node[side] = new Tree(value);
        return;
      }
      node = node[side];
    }
  }

  *[Symbol.iterator]() {
    if (this.left !== null) yield* this.left;
    yield this.value;
    if (this.right !== null) yield* this.right;
  }
}

function build(seed, count) {
  const source = numbers(seed, count);
  const tree = new Tree(source.next().value);
  for (const value of source) tree.insert(value);
  return tree;
}

function* merge(left, right) {
  const other = right[Symbol.iterator]();
  let pending = other.next();
  for (const value of left) {
    while (!pending.done && pending.value <= value) {
      yield pending.value;
      pending = other.next();
    }
    yield value;
  }
  while (!pending.done) {
    yield pending.value;
    pending = other.next();
  }
}

function* distinct(stream) {
  let previous;
  for (const value of stream) {
    if (value !== previous) yield value;
    previous = value;
  }
}

function* windows(stream, size) {
  const window = [];
  for (const value of stream) {
    window.push(value);
    if (window.length === size) {
      yield [...window];
      window.shift();
    }
  }
}

function* take(stream, count) {
  for (const value of stream) {
    if (count-- === 0) return;
    yield value;
  }
}

function* runningMean() {
  let total = 0;
  let count = 0;
  let mean = 0;
  for (;;) {
    total += yield mean;
    count++;
    mean = Math.floor(total / count);
  }
}

function sameFringe(first, second) {
  const [left, right] = [first[Symbol.iterator](), second[Symbol.iterator]()];
  for (;;) {
    const [a, b] = [left.next(), right.next()];
    if (a.done !== b.done || a.value !== b.value) return false;
    if (a.done) return true;
  }
}

function verify(n, tree, stream) {
  const sorted = [...numbers(5, n)].sort((a, b) => a - b);
  const walked = [...tree];
  if (!sorted.every((value, index) => value === walked[index])) throw new Error('generators: the walk is not sorted');
  for (let index = 1; index < stream.length; index++) {
    if (stream[index - 1] >= stream[index]) throw new Error('generators: the merged stream is not strictly rising');
  }
}

export function workload(n) {
  const [tree, other] = [build(5, n), build(8, n)];
  const stream = [...distinct(merge(tree, other))];
  let widest = 0;
  for (const window of windows(stream, 3)) widest = Math.max(widest, window[2] - window[0]);
  const mean = runningMean();
  mean.next();
  let average = 0;
  for (const value of take(merge(other, tree), n)) average = mean.next(value).value;
  mean.return();
  const alike = sameFringe(tree, build(5, n)) && !sameFringe(tree, other);
  verify(n, tree, stream);
  return `${stream.length} distinct, widest ${widest}, mean ${average}, fringe ${alike ? 'True' : 'False'}`;
}
