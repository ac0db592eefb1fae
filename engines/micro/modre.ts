// @inline-constants-from ./layout.ts T
// re: the host's matcher over strings of one character a byte. A pattern: header, its source. A match: header, subject,
// tuple of places. Models extmod/modre.c; its syntax: . ^ $ [] () (?:) | * + ? with lazy forms, {m,n} not, \d \D \s \S \w \W.
import { T } from './layout.ts';
import { H } from './heap.ts';
import { Q } from './qstr.ts';
import {
  type,
  module,
  isStr,
  isHeap,
  small,
  box,
  put,
  fail,
  indexError,
  valueError,
  intArg,
  latin,
  fromLatin,
  tupleOf,
  address,
  hexDigits,
  codeOf,
} from './obj.ts';
import { newList, listAppend } from './objlist.ts';
import { callN } from './vm.ts';

/** The host's form of the last patterns. Fixed size. */
const compiled = new Map<string, RegExp>();

/** One escape or plain character, inside a class or outside. */
const one = (s: string, inClass: boolean): string => {
  if (/^\\[dDwW]$/.test(s)) return s;
  if (/^\\s$/i.test(s))
    return inClass && s === '\\s' ? ' \\t-\\r' : s === '\\s' ? '[ \\t-\\r]' : '[^ \\t-\\r]';
  return `\\x${hexDigits(codeOf(s.slice(-1)), 2)}`;
};
const hostPattern = (source: string, flags: string): RegExp => {
  let found = compiled.get(flags + source);
  if (!found) {
    const body = source.replace(
      /\\[^]|\[(\^?)(\]?(?:\\[^]|[^\]\\])*)\]|\((?:\?:?)?|[|)*+?^$.]|[^]/g,
      (s, not: string | undefined, members: string) => {
        if (s === '(?' || s === '[') throw valueError('error in regex');
        if (members !== undefined)
          return `[${not}${members.replace(/\\?[^]/g, (c, i) => (c === '-' && i && i < members.length - 1 ? c : one(c, true)))}]`;
        return s === '.' ? '[^\\n]' : s[0] === '(' || /^[|)*+?^$]$/.test(s) ? s : one(s, false);
      },
    );
    try {
      found = new RegExp(body, flags);
    } catch {
      return valueError('error in regex');
    }
    if (compiled.size > 15) compiled.clear();
    compiled.set(flags + source, found);
  }
  return found;
};

const makePattern = (p: number) => {
  if (isHeap(p, -T.REGEX)) return p;
  hostPattern(latin(p), 'dg');
  return box(-T.REGEX, p);
};
type Places = ([number, number] | undefined)[];
/** Where the pattern and its groups are found in s at or after `from`. */
const find = (p: number, s: string, from: number, anchored: boolean): Places | undefined => {
  const pattern = hostPattern(latin(isHeap(p, -T.REGEX) ? H[p + 1] : p), anchored ? 'dy' : 'dg');
  pattern.lastIndex = from;
  return pattern.exec(s)?.indices;
};
const newMatch = (subject: number, places: Places): number => {
  const t = tupleOf(
    ...Array.from(places, (x) => x ?? [-1, -1])
      .flat()
      .map(small),
  );
  return box(-T.MATCH, subject, t);
};
const exec =
  (anchored: boolean, method: boolean) => (p: number, subject: number, from: number, to: number) => {
    const s = latin(subject);
    const found = find(
      p,
      method && to ? s.slice(0, Math.max(0, intArg(to))) : s,
      method && from ? intArg(from) : 0,
      anchored,
    );
    return found ? newMatch(subject, found) : T.NONE;
  };
const like = (v: number, s: string) => fromLatin(s, isStr(v) ? -T.STR : -T.BYTES);
const split = (p: number, subject: number, most: number): number => {
  const l = newList(0);
  const s = latin(subject);
  let left = (most && intArg(most)) || -1;
  let at = 0;
  for (let m; left-- && (m = find(p, s, at, false)) && m[0]![1] > m[0]![0]; at = m[0]![1]) {
    listAppend(l, like(subject, s.slice(at, m[0]![0])));
    if (m.length > 1) fail(T.NotImplementedError, 'splitting with sub-captures');
  }
  listAppend(l, like(subject, s.slice(at)));
  return l;
};
const sub = (p: number, replacement: number, subject: number, most: number): number => {
  const s = latin(subject);
  let left = (most && intArg(most)) || -1;
  let at = 0;
  let out = '';
  for (let m; left-- && at <= s.length && (m = find(p, s, at, false));) {
    const groups = m;
    const [a, b] = m[0]!;
    out +=
      s.slice(at, a) +
      (isStr(replacement) || isHeap(replacement, -T.BYTES)
        ? latin(replacement).replace(/\\(?:g<(\d+)>|(\d))/g, (_m, x, y) => {
            const k = +(x ?? y);
            return k < groups.length ? s.slice(...(groups[k] ?? [0, 0])) : indexError();
          })
        : latin(callN(replacement, newMatch(subject, m))));
    at = b;
    if (a === b) out += s.slice(at, ++at);
  }
  return like(subject, out + s.slice(at));
};

const q_pattern = Q('pattern');
type(
  T.REGEX,
  're',
  0,
  {
    print_: (v) => put(`<re ${address(v)}>`),
    attr_: (v, name) => (name === q_pattern ? H[v + 1] : 0),
  },
  { match$24: exec(true, true), search$24: exec(false, true), split$23: split, sub$34: sub },
);

const edge = (side: number) => (m: number, v: number) => {
  const k = v ? intArg(v) : 0;
  const places = H[m + 2];
  return k < 0 || 2 * k >= H[places + 1] ? indexError('' + k) : H[places + 2 + 2 * k + side];
};
const [start, end] = [edge(0), edge(1)];
const group = (m: number, v: number) => {
  const a = start(m, v);
  return a < 0 ? T.NONE : like(H[m + 1], latin(H[m + 1]).slice(a >> 1, end(m, v) >> 1));
};
const groupCount = (m: number) => H[H[m + 2] + 1] / 2;
type(
  T.MATCH,
  'match',
  0,
  { print_: (m) => put(`<match num=${groupCount(m)}>`) },
  {
    group$12: group,
    groups$1: (m) => tupleOf(...Array.from({ length: groupCount(m) - 1 }, (_, i) => group(m, small(i + 1)))),
    start$12: start,
    end$12: end,
    span$12: (m, v) => tupleOf(start(m, v), end(m, v)),
  },
);
module('re', {
  compile$12: makePattern,
  match$24: exec(true, false),
  search$24: exec(false, false),
  split$23: split,
  sub$35: sub,
});
