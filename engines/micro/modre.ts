// @inline-constants-from ./layout.ts R
// @inline-constants-from ./layout.ts T
// @inline-scalars
// re: a backtracking matcher over bytes. A pattern is compiled to a small program, which lies as bytes in the heap: header,
// the pattern, number of groups, program (bytes object). Models extmod/modre.c; its syntax: . ^ $ [] () (?:) | * + ? with
// lazy forms, {m,n} not, \d \D \s \S \w \W.
import { T } from './layout.ts';
import { H, B, alloc, keep } from './heap.ts';
import { Q, strp, text, newBytesObject } from './qstr.ts';
import {
  type,
  module,
  isStr,
  isHeap,
  small,
  put,
  fail,
  valueError,
  intArg,
  newStr,
  bytes,
  getBuffer,
  BUF,
  wn,
  putBytes,
  take,
  tupleOf,
  newTuple,
  argCount,
  address,
} from './obj.ts';
import { newList, listAppend } from './objlist.ts';
import { callN } from './vm.ts';

/** Program: opcode, operands. Jumps are 16 bits, relative to the byte after them. */
const CHAR = 1;
const ANY = 2;
const CLASS = 3;
const NOT_CLASS = 4;
const BEGIN = 5;
const END = 6;
const SAVE = 7;
const SPLIT = 8;
const SPLIT_LAZY = 9;
const JUMP = 10;
const MATCH = 11;
const NAMED = 12;

const syntax = (): never => valueError('error in regex');

function compile(src: string): { code: number[]; groups: number } {
  let i = 0;
  let groups = 1;
  const wide = (n: number) => [(n >> 8) & 255, n & 255];
  const alternation = (): number[] => {
    let left = sequence();
    while (src[i] === '|') {
      i++;
      const right = sequence();
      left = [SPLIT, ...wide(left.length + 3), ...left, JUMP, ...wide(right.length), ...right];
    }
    return left;
  };
  const sequence = (): number[] => {
    const out: number[] = [];
    while (i < src.length && src[i] !== '|' && src[i] !== ')') {
      let a = atom();
      const q = src[i];
      if (q === '*' || q === '+' || q === '?') {
        i++;
        const lazy = src[i] === '?';
        if (lazy) i++;
        const split = lazy ? SPLIT_LAZY : SPLIT;
        if (q === '?') a = [split, ...wide(a.length), ...a];
        else if (q === '*') a = [split, ...wide(a.length + 3), ...a, JUMP, ...wide(-a.length - 6)];
        else a = [...a, split, ...wide(3), JUMP, ...wide(-a.length - 6)];
      }
      out.push(...a);
    }
    return out;
  };
  const atom = (): number[] => {
    const c = src[i++];
    switch (c) {
      case '.':
        return [ANY];
      case '^':
        return [BEGIN];
      case '$':
        return [END];
      case '(': {
        let save = true;
        if (src[i] === '?') {
          if (src[i + 1] !== ':') syntax();
          i += 2;
          save = false;
        }
        const n = save ? groups++ : 0;
        const inner = alternation();
        if (src[i++] !== ')') syntax();
        return save ? [SAVE, 2 * n, ...inner, SAVE, 2 * n + 1] : inner;
      }
      case '[': {
        const negated = src[i] === '^';
        if (negated) i++;
        const pairs: number[] = [];
        for (let first = true; first || src[i] !== ']'; first = false) {
          if (i >= src.length) syntax();
          let a = src.charCodeAt(i++);
          if (a === 92) {
            if ('dDsSwW'.includes(src[i])) {
              pairs.push(0, src.charCodeAt(i++));
              continue;
            }
            a = src.charCodeAt(i++);
          }
          let b = a;
          if (src[i] === '-' && src[i + 1] !== ']' && i + 1 < src.length) {
            i++;
            b = src.charCodeAt(i++);
            if (b === 92) b = src.charCodeAt(i++);
          }
          pairs.push(a, b);
        }
        i++;
        return [negated ? NOT_CLASS : CLASS, pairs.length / 2, ...pairs];
      }
      case '\\': {
        const e = src[i++];
        if (e === undefined) syntax();
        if ('dDsSwW'.includes(e)) return [NAMED, e.charCodeAt(0)];
        return [CHAR, e.charCodeAt(0)];
      }
      case '*':
      case '+':
      case '?':
        return syntax();
    }
    return [CHAR, c.charCodeAt(0)];
  };
  const body = alternation();
  if (i < src.length) syntax();
  return { code: [SAVE, 0, ...body, SAVE, 1, MATCH], groups };
}
function named(c: number, x: number): boolean {
  switch (c | 32) {
    case 100:
      return (x >= 48 && x <= 57) === c > 96;
    case 115:
      return (x === 32 || (x >= 9 && x <= 13)) === c > 96;
    default:
      return ((x >= 48 && x <= 57) || (x >= 65 && x <= 90) || (x >= 97 && x <= 122) || x === 95) === c > 96;
  }
}

/** Runs the program at byte `pc` over bytes [from, end); fills the groups. The way back is an explicit stack. */
function run(pc: number, from: number, begin: number, end: number, slots: Int32Array): boolean {
  slots.fill(-1);
  /** Program counter, position, slot to restore or -1, its old value. */
  const back: number[] = [];
  let at = from;
  let steps = 0;
  for (;;) {
    let ok = true;
    const op = B[pc++];
    switch (op) {
      case CHAR:
        ok = at < end && B[at] === B[pc++];
        at++;
        break;
      case ANY:
        ok = at < end && B[at] !== 10;
        at++;
        break;
      case NAMED:
        ok = at < end && named(B[pc++], B[at]);
        at++;
        break;
      case CLASS:
      case NOT_CLASS: {
        const n = B[pc++];
        let hit = false;
        for (let k = 0; k < n; k++, pc += 2)
          if (!B[pc] ? named(B[pc + 1], B[at]) : B[at] >= B[pc] && B[at] <= B[pc + 1]) hit = true;
        ok = at < end && hit === (op === CLASS);
        at++;
        break;
      }
      case BEGIN:
        ok = at === begin;
        break;
      case END:
        ok = at === end;
        break;
      case SAVE: {
        const k = B[pc++];
        if (k < slots.length) {
          back.push(-1, k, slots[k]);
          slots[k] = at;
        }
        break;
      }
      case JUMP:
        pc += 2 + ((((B[pc] << 24) >> 16) | B[pc + 1]) as number);
        // A loop that moves nothing would go on for ever.
        if (++steps > 10000000 || back.length > 3000000)
          fail(T.RuntimeError, 'maximum recursion depth exceeded');
        break;
      case SPLIT:
      case SPLIT_LAZY: {
        const to = pc + 2 + (((B[pc] << 24) >> 16) | B[pc + 1]);
        const next = pc + 2;
        // An empty round of a loop is not tried twice at the same place.
        const n = back.length;
        if (n >= 3 && back[n - 3] === (op === SPLIT ? to : next) && back[n - 1] === at && back[n - 2] === pc)
          ok = false;
        else {
          back.push(op === SPLIT ? to : next, pc, at);
          pc = op === SPLIT ? next : to;
        }
        break;
      }
      case MATCH:
        return true;
    }
    if (ok) continue;
    for (;;) {
      if (back.length === 0) return false;
      const a = back.pop()!;
      const k = back.pop()!;
      const to = back.pop()!;
      if (to < 0) slots[k] = a;
      else {
        at = a;
        pc = to;
        break;
      }
    }
  }
}

// A pattern: header, source, groups, program. A match: header, subject, slots (tuple of ints), unused.
function makePattern(source: number): number {
  if (isHeap(source, -T.REGEX)) return source;
  getBuffer(source);
  let s = '';
  for (let i = 0; i < BUF.n_; i++) s += String.fromCharCode(B[BUF.at_ + i]);
  const { code, groups } = compile(s);
  const p = alloc(4);
  H[p] = -T.REGEX;
  H[p + 1] = source;
  H[p + 2] = groups;
  const program = newBytesObject(-T.BYTES, code.length);
  B.set(code, program * 4 + 12);
  H[p + 3] = program;
  return p;
}
const q_pos = (v: number, n: number) => (!v ? n : Math.min(n, Math.max(0, intArg(v))));
function find(
  p: number,
  subject: number,
  anchored: boolean,
  from: number,
  to: number,
  slots: Int32Array,
): boolean {
  getBuffer(subject);
  const { at_: at, n_: n } = BUF;
  const end = at + q_pos(to, n);
  for (let i = at + from; i <= end; i++) {
    if (run(H[p + 3] * 4 + 12, i, at, end, slots)) {
      for (let k = 0; k < slots.length; k++) if (slots[k] >= 0) slots[k] -= at;
      return true;
    }
    if (anchored) break;
  }
  return false;
}
function newMatch(subject: number, slots: Int32Array): number {
  const m = alloc(3);
  H[m] = -T.MATCH;
  H[m + 1] = subject;
  H[m + 2] = tupleOf(...Array.from(slots, small));
  return m;
}
function exec(anchored: boolean) {
  return (p: number, subject: number, from: number, to: number) => {
    p = makePattern(p);
    keep(p);
    const slots = new Int32Array(2 * H[p + 2]);
    return find(p, subject, anchored, !from ? 0 : intArg(from), to, slots)
      ? newMatch(subject, slots)
      : T.NONE;
  };
}
function piece(subject: number, a: number, b: number): number {
  getBuffer(subject);
  return isStr(subject) ? newStr(B, BUF.at_ + a, b - a) : bytes(B, BUF.at_ + a, b - a);
}
function split(p: number, subject: number, most: number): number {
  p = makePattern(p);
  keep(p);
  const l = newList(0);
  keep(l);
  const slots = new Int32Array(2 * H[p + 2]);
  let left = !most ? -1 : intArg(most);
  if (!left) left = -1;
  let at = 0;
  while (left && find(p, subject, false, at, 0, slots)) {
    if (slots[1] === slots[0]) break;
    listAppend(l, piece(subject, at, slots[0]));
    if (slots.length > 2) fail(T.NotImplementedError, 'splitting with sub-captures');
    at = slots[1];
    left--;
  }
  getBuffer(subject);
  listAppend(l, piece(subject, at, BUF.n_));
  return l;
}
function sub(n: number, _k: number, a: number): number {
  argCount(n, 3, 5);
  const p = makePattern(H[a]);
  keep(p);
  const replacement = H[a + 1];
  const subject = H[a + 2];
  let left = n > 3 ? intArg(H[a + 3]) || -1 : -1;
  const slots = new Int32Array(2 * H[p + 2]);
  const mark = wn;
  let at = 0;
  const copy = (from: number, to: number) => {
    getBuffer(subject);
    putBytes(B, BUF.at_ + from, to - from);
  };
  getBuffer(subject);
  const size = BUF.n_;
  while (left && at <= size && find(p, subject, false, at, 0, slots)) {
    copy(at, slots[0]);
    if (isStr(replacement) || isHeap(replacement, -T.BYTES)) {
      const q = strp(replacement);
      const r = text(replacement);
      void q;
      const s = isStr(replacement) ? r : r;
      for (let i = 0; i < s.length; i++) {
        const g = /^\\(?:g<(\d+)>|(\d))/.exec(s.slice(i));
        if (g) {
          const k = +(g[1] ?? g[2]);
          if (2 * k >= slots.length) fail(T.IndexError);
          if (slots[2 * k] >= 0) copy(slots[2 * k], slots[2 * k + 1]);
          i += g[0].length - 1;
        } else put(s[i]);
      }
    } else {
      const m = newMatch(subject, slots);
      keep(m);
      const r = callN(replacement, m);
      getBuffer(r);
      putBytes(B, BUF.at_, BUF.n_);
    }
    at = slots[1];
    left--;
    if (slots[1] === slots[0]) {
      if (at < size) copy(at, at + 1);
      at++;
    }
  }
  if (at < size) copy(at, size);
  return take(mark, isStr(subject) ? -T.STR : -T.BYTES);
}

const q_pattern = Q('pattern');

type(
  T.REGEX,
  're',
  0,
  {
    print_: (v) => put(`<re ${address(v)}>`),
    attr_: (v, name) => (name === q_pattern ? H[v + 1] : 0),
  },
  { match$24: exec(true), search$24: exec(false), split$23: split, sub$v: sub },
);

function group(m: number, v: number): number {
  const k = !v ? 0 : intArg(v);
  const slots = H[m + 2];
  if (k < 0 || 2 * k >= H[slots + 1]) fail(T.IndexError, String(k));
  const a = H[slots + 2 + 2 * k] >> 1;
  return a < 0 ? T.NONE : piece(H[m + 1], a, H[slots + 3 + 2 * k] >> 1);
}
const edge = (side: number) => (m: number, v: number) => {
  const k = !v ? 0 : intArg(v);
  if (k < 0 || 2 * k >= H[H[m + 2] + 1]) fail(T.IndexError, String(k));
  return H[H[m + 2] + 2 + 2 * k + side];
};
type(
  T.MATCH,
  'match',
  0,
  {
    print_: (m) => {
      put(`<match num=${H[H[m + 2] + 1] / 2}>`);
    },
  },
  {
    group$12: group,
    groups$1: (m) => {
      const n = H[H[m + 2] + 1] / 2;
      const t = tupleOf(...Array.from({ length: n - 1 }, () => T.NONE as number));
      for (let i = 1; i < n; i++) H[t + 1 + i] = group(m, small(i));
      return n === 1 ? newTuple(0, 0) : t;
    },
    start$12: edge(0),
    end$12: edge(1),
    span$12: (m, v) => tupleOf(edge(0)(m, v), edge(1)(m, v)),
  },
);
module('re', {
  compile$12: (s) => makePattern(s),
  match$24: (p, s) => exec(true)(p, s, 0, 0),
  search$24: (p, s) => exec(false)(p, s, 0, 0),
  split$23: split,
  sub$v: sub,
});
