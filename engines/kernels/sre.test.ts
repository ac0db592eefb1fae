// The two matchers against real CPython: code lists from its own compiler, results from its own engine. Once with our loop alone, once
// with the host's RegExp wherever a pattern can be translated.
import { beforeAll, describe, expect, it } from 'vitest';
import { CompiledPattern, MatchWalk, subjectOfText } from './sre-search.ts';
import type { MatchResult } from './sre-search.ts';
import { textFromHost } from './text.ts';
import { translate } from './sre-host-regexp.ts';
import { Program } from './sre.ts';
import { loadOracle } from './test-oracle.ts';

const PATTERNS = String.raw`
(a)|b
(a|b)*c
(\w+)\s(\w+)
a{2,3}?
(?:a|ab)(c|bcd)(d*)
(?i)AbC
[^\W\d_]+
(?<=a)b
(?<!a)b
(?=a(b))a
(?!ab)a
(a)?(?(1)b|c)
(.)\1
^a
a$
\ba
\Bb
(?>a+)b
a++b
(?:ab)++c
(?:ab)*+
a*+a
.*
a*
(?s).+
(?m)^.
(?m).$
(a*)*
(a*)+
(?:a?)*?b
(a|ab)(bc|c)?
[a-c]+?c
(?:(a)|b)*
(?:(a)|(b)|c)*
((a)|b){2,}
\d+
[\s\S]
[éa-z]+
(?i)straße
(?i)[à-ü]+
(?a)\w+
(?P<n>ab)(?P=n)
(?i)(a)\1
(a(b)?)+
(?:a(?=(b)))*
(ab|a)*?b
\Z
(?i)k
(?:|a)*
(a?)*y
(?:(?:ab){1,2}c){2}
(?:a|b)??c
(?=(a+))a*b\1
(?!(a)b)[ab]
(?<=(ab))c
(a+|b)*+c
(?>(a|ab))(c)?
(a)|(ab)c?|(b)
(?:x(a)|(b))?c
(?:a{0,2}){3}b
(?i)[k-m]+
\b\w+\b
(?:(?<!a)b|a(?!c))+`
  .trim()
  .split('\n');

const SUBJECTS = [
  '',
  'a',
  'ab',
  'abc',
  'aab',
  'aaab',
  'abab',
  'abcabc',
  'ba',
  'hello world',
  'ABC abc',
  'a\nb\nab\n',
  'acabbb',
  'x1y22',
  'Straße STRASSE',
  'àÉü k K\u212a l',
  'a\u{1F600}c ab',
  'foo_bar 1é',
  'aAa',
  'xac bc xbc',
  'ababababac',
  'aay',
  'abcabababc',
];

interface Expected {
  code: number[];
  groups: number;
  /** For each subject: match, fullmatch, search, search from 1, all matches. Each as regs and lastindex. */
  results: unknown[][];
}

let expected: Expected[];

beforeAll(async () => {
  const oracle = await loadOracle();
  expected = oracle.run<Expected[]>(
    `
import re, re._compiler as c, re._parser as p
def show(m):
    return None if m is None else [[list(r) for r in m.regs], m.lastindex]
answer = []
for pattern in input_[0]:
    tree = p.parse(pattern)
    r = re.compile(pattern)
    answer.append({'code': [int(i) for i in c._code(tree, 0)], 'groups': r.groups, 'results': [
        [show(r.match(s)), show(r.fullmatch(s)), show(r.search(s)), show(r.search(s, 1)),
         show(r.search(s, 0, 3)), [show(m) for m in r.finditer(s)]] for s in input_[1]]})
`,
    [PATTERNS, SUBJECTS],
  );
}, 60_000);

const show = (result: MatchResult | null, groups: number): unknown => {
  if (result === null) return null;
  const spans: number[][] = [];
  for (let i = 0; i <= groups; i++) spans.push([result.groupStart(i), result.groupEnd(i)]);
  return [spans, result.lastindex < 0 ? null : result.lastindex];
};

function results({ code, groups }: Expected, host: string): unknown[] {
  const pattern = new CompiledPattern(code, groups);
  const subject = subjectOfText(textFromHost(host));
  const { length } = subject;
  const all: unknown[] = [];
  const walk = new MatchWalk(pattern, subject, 0, length);
  for (let m = walk.next('search'); m !== null; m = walk.next('search')) all.push(show(m, groups));
  const from = Math.min(1, length);
  return [
    show(pattern.run(subject, 0, length, 'match'), groups),
    show(pattern.run(subject, 0, length, 'fullmatch'), groups),
    show(pattern.run(subject, 0, length, 'search'), groups),
    show(pattern.run(subject, from, length, 'search'), groups),
    show(pattern.run(subject, 0, Math.min(3, length), 'search'), groups),
    all,
  ];
}

describe.each(['our loop', "the host's RegExp"])('%s', (which) => {
  it.each(PATTERNS.map((pattern, i) => [pattern, i] as const))('%s', (_pattern, i) => {
    CompiledPattern.interpretOnly = which === 'our loop';
    CompiledPattern.translateAtOnce = !CompiledPattern.interpretOnly;
    try {
      SUBJECTS.forEach((subject, k) => {
        expect([subject, results(expected[i], subject)]).toEqual([subject, expected[i].results[k]]);
      });
    } finally {
      CompiledPattern.interpretOnly = CompiledPattern.translateAtOnce = false;
    }
  });
});

describe('translation', () => {
  it('is done for most patterns without captures in repeats', () => {
    const translated = expected.filter(
      ({ code, groups }) => translate(new Program(Uint32Array.from(code), groups), 128) !== null,
    );
    expect(translated.length).toBeGreaterThan(35);
  });

  it('takes deep matches on a stack of its own', () => {
    const i = PATTERNS.indexOf('(ab|a)*?b');
    const pattern = new CompiledPattern(expected[i].code, expected[i].groups);
    const subject = subjectOfText('ab'.repeat(300_000));
    expect(pattern.run(subject, 0, subject.length, 'fullmatch')!.end).toBe(600_000);
  });
});
