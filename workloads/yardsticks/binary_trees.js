// bench/binary_trees.py in idiomatic JavaScript: the same algorithm, the same answer.
import { makeLcg } from './lcg.js';

class Node {
  constructor(key, priority) {
    this.key = key;
    this.priority = priority;
    this.left = null;
    this.right = null;
    this.size = 1;
  }

  update() {
    this.size = 1 + (this.left?.size ?? 0) + (this.right?.size ?? 0);
    return this;
  }
}

function split(node, key) {
  if (node === null) return [null, null];
  if (node.key < key) {
    const [middle, right] = split(node.right, key);
    node.right = middle;
    return [node.update(), right];
  }
  const [left, middle] = split(node.left, key);
  node.left = middle;
  return [left, node.update()];
}

function join(left, right) {
  if (left === null) return right;
  if (right === null) return left;
  if (left.priority > right.priority) {
    left.right = join(left.right, right);
    return left.update();
  }
  right.left = join(left, right.left);
  return right.update();
}

class Treap {
  constructor(seed) {
    this.root = null;
    this.next = makeLcg(seed);
  }

  below(limit) {
    return this.next() % limit;
  }

  get size() {
    return this.root?.size ?? 0;
  }

  has(key) {
    let node = this.root;
    while (node !== null && node.key !== key) node = key < node.key ? node.left : node.right;
    return node !== null;
  }

  add(key) {
    if (this.has(key)) return false;
    const [left, right] = split(this.root, key);
    this.root = join(join(left, new Node(key, this.below(700000))), right);
    return true;
  }

  remove(key) {
    const [left, rest] = split(this.root, key);
    const [middle, right] = split(rest, key + 1);
    this.root = join(left, right);
    return middle !== null;
  }

  rank(key) {
    let count = 0;
    let node = this.root;
    while (node !== null) {
      if (node.key < key) {
        count += 1 + (node.left?.size ?? 0);
        node = node.right;
      } else {
        node = node.left;
      }
    }
    return count;
  }

  keys() {
    const result = [];
    const stack = [];
    let node = this.root;
    while (stack.length > 0 || node !== null) {
      while (node !== null) {
        stack.push(node);
        node = node.left;
      }
      node = stack.pop();
      result.push(node.key);
      node = node.right;
    }
    return result;
  }
}

const height = (node) => (node === null ? 0 : 1 + Math.max(height(node.left), height(node.right)));

function verify(tree, model) {
  const keys = tree.keys();
  const expected = [...model].sort((a, b) => a - b);
  if (keys.length !== expected.length || !keys.every((key, index) => key === expected[index])) {
    throw new Error('binary_trees: the tree holds other keys than the set beside it');
  }
  for (let index = 0; index < keys.length; index += Math.floor(keys.length / 10) + 1) {
    if (tree.rank(keys[index]) !== index) throw new Error(`binary_trees: key ${keys[index]} has a wrong rank`);
  }
}

export function workload(n) {
  const tree = new Treap(5);
  const model = new Set();
  let added = 0;
  let removed = 0;
  for (let step = 0; step < n; step++) {
    const key = tree.below(n + 7);
    if (step % 3 === 2) {
      if (tree.remove(key)) removed++;
      model.delete(key);
    } else {
      if (tree.add(key)) added++;
      model.add(key);
    }
  }
  let ranks = 0;
  for (let key = 0; key < n; key += 10) ranks += tree.rank(key);
  verify(tree, model);
  return `${added} added, ${removed} removed, ${tree.size} left, height ${height(tree.root)}, ranks ${ranks}`;
}
