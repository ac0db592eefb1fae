// The type re.Pattern and its scanner. Models pattern_* and scanner_* of CPython's Modules/_sre/sre.c.
import { MatchWalk } from '../../../kernels/sre-search.ts';
import type { SearchMode } from '../../../kernels/sre.ts';
import { hashInt } from '../../../kernels/hash.ts';
import { concat, range } from '../../../kernels/text.ts';
import { andThen } from '../../continuation.ts';
import { call, compare, getattr, hash, repr, truth } from '../../descroperation.ts';
import { leaf, resumable } from '../../gateway.ts';
import type { BuiltinRow } from '../../gateway.ts';
import type { W } from '../../object.ts';
import { EQ, NE } from '../../operations.ts';
import type { Space } from '../../space.ts';
import type { TypeDefinition } from '../../typedef.ts';
import {
  groupOf,
  emptyOf,
  newMatch,
  patternOf,
  ScannerPayload,
  sliceOf,
  subjectFrom,
} from './pattern-object.ts';
import { substitute } from './substitution.ts';

const clip = (i: number, length: number): number => Math.min(Math.max(i, 0), length);

function once(mode: SearchMode): BuiltinRow['run'] {
  return (space: Space, w: W, w_string: W, pos: number, endpos: number) => {
    const pattern = patternOf(space, w);
    const input = subjectFrom(space, pattern, w_string);
    const { length } = input.subject;
    const from = clip(pos, length);
    const to = clip(endpos, length);
    const result = pattern.compiled.run(input.subject, from, to, mode);
    return result === null ? space.w_None : newMatch(space, w, input, result, from, to);
  };
}

/** Calls `each` for all matches. */
function walk(space: Space, w: W, w_string: W, pos: number, endpos: number) {
  const pattern = patternOf(space, w);
  const input = subjectFrom(space, pattern, w_string);
  const { length } = input.subject;
  const matches = new MatchWalk(pattern.compiled, input.subject, clip(pos, length), clip(endpos, length));
  return { pattern, input, matches };
}

function findall(space: Space, w: W, w_string: W, pos: number, endpos: number): W {
  const { pattern, input, matches } = walk(space, w, w_string, pos, endpos);
  const items_w: W[] = [];
  const w_empty = emptyOf(space, input);
  for (let result = matches.next('search'); result !== null; result = matches.next('search')) {
    if (pattern.groups === 0) items_w.push(sliceOf(space, input, result.start, result.end));
    else if (pattern.groups === 1) items_w.push(groupOf(space, input, result, 1, w_empty));
    else {
      const groups_w: W[] = [];
      for (let i = 1; i <= pattern.groups; i++) groups_w.push(groupOf(space, input, result, i, w_empty));
      items_w.push(space.newtuple(groups_w));
    }
  }
  return space.newlist(items_w);
}

function split(space: Space, w: W, w_string: W, maxsplit: number): W {
  const { pattern, input, matches } = walk(space, w, w_string, 0, Infinity);
  const items_w: W[] = [];
  let n = 0;
  let at = 0;
  while (maxsplit === 0 || n < maxsplit) {
    const result = matches.next('search');
    if (result === null) break;
    items_w.push(sliceOf(space, input, at, result.start));
    for (let i = 1; i <= pattern.groups; i++) items_w.push(groupOf(space, input, result, i, space.w_None));
    n++;
    at = result.end;
  }
  items_w.push(sliceOf(space, input, at, input.subject.length));
  return space.newlist(items_w);
}

function newScanner(space: Space, w: W, w_string: W, pos: number, endpos: number): W {
  const input = subjectFrom(space, patternOf(space, w), w_string);
  const { length } = input.subject;
  const payload = new ScannerPayload(space, w, input, clip(pos, length), clip(endpos, length));
  return space.newobj(space.types['_sre.SRE_Scanner'], payload);
}

const FLAG_NAMES: readonly (readonly [number, string])[] = [
  [2, 're.IGNORECASE'],
  [4, 're.LOCALE'],
  [8, 're.MULTILINE'],
  [16, 're.DOTALL'],
  [32, 're.UNICODE'],
  [64, 're.VERBOSE'],
  [128, 're.DEBUG'],
  [256, 're.ASCII'],
];

function flagsText(flags: number, isText: boolean): string {
  let rest = flags;
  // What a pattern of a str has anyhow is not told.
  if (isText && (rest & (4 | 32 | 256)) === 32) rest &= ~32;
  const names: string[] = [];
  for (const [bit, name] of FLAG_NAMES) {
    if ((rest & bit) === 0) continue;
    names.push(name);
    rest &= ~bit;
  }
  if (rest !== 0) names.push(`0x${rest.toString(16)}`);
  return names.join('|');
}

const SEARCH = '$self, string, pos: index = 0, endpos: index = 9223372036854775807';

export const patternType: TypeDefinition = {
  name: 're.Pattern',
  isBase: false,
  hasWeakrefs: true,
  doc: 'Compiled regular expression object.',
  slots: {
    repr: (space, w) => {
      const pattern = patternOf(space, w);
      return andThen(space, space.top, repr(space, pattern.w_pattern!), (w_shown) => {
        const shown = space.text_w(w_shown);
        const flags = flagsText(pattern.flags, pattern.isBytes === false);
        const cut = shown.length > 200 ? range(shown, 0, 200) : shown;
        return space.newtext(concat(concat('re.compile(', cut), `${flags === '' ? '' : `, ${flags}`})`));
      });
    },
    hash: (space, w) => {
      const pattern = patternOf(space, w);
      return andThen(space, space.top, hash(space, pattern.w_pattern!), (w_hash) =>
        space.newint(hashInt(Number(BigInt(space.int_w(w_hash)) ^ BigInt(pattern.flags)))),
      );
    },
    compare: (space, w_a, w_b, op) => {
      if ((op !== EQ && op !== NE) || space.type(w_b) !== space.types['re.Pattern'])
        return space.w_NotImplemented;
      const a = patternOf(space, w_a);
      const b = patternOf(space, w_b);
      const same =
        a === b ||
        (a.flags === b.flags &&
          a.isBytes === b.isBytes &&
          a.code.length === b.code.length &&
          a.code.every((code, i) => code === b.code[i]));
      if (!same || a === b) return space.newbool(same === (op === EQ));
      const caller = space.top;
      return andThen(space, caller, compare(space, a.w_pattern!, b.w_pattern!, EQ), (w) =>
        andThen(space, caller, truth(space, w), (w_truth) =>
          space.newbool(space.is(w_truth, space.w_True) === (op === EQ)),
        ),
      );
    },
  },
  methods: [
    leaf('match', SEARCH, once('match')),
    leaf('fullmatch', SEARCH, once('fullmatch')),
    leaf('search', SEARCH, once('search')),
    leaf('findall', SEARCH, findall),
    leaf('split', '$self, string, maxsplit: index = 0', split),
    resumable(
      'sub',
      '$self, repl, string, count: index = 0',
      (space: Space, w: W, w_repl: W, w_string: W, count: number) =>
        substitute(space, w, w_repl, w_string, count, false),
    ),
    resumable(
      'subn',
      '$self, repl, string, count: index = 0',
      (space: Space, w: W, w_repl: W, w_string: W, count: number) =>
        substitute(space, w, w_repl, w_string, count, true),
    ),
    resumable('finditer', SEARCH, (space: Space, w: W, w_string: W, pos: number, endpos: number) => {
      const caller = space.top;
      const w_scanner = newScanner(space, w, w_string, pos, endpos);
      return andThen(space, caller, getattr(space, w_scanner, 'search'), (w_search) =>
        call(space, space.builtin('iter'), [w_search, space.w_None]),
      );
    }),
    leaf('scanner', SEARCH, newScanner),
    leaf('__copy__', '$self, /', (_space: Space, w: W) => w),
    leaf('__deepcopy__', '$self, memo, /', (_space: Space, w: W) => w),
  ],
  classMethods: [
    leaf('__class_getitem__', '$type, object, /', (space: Space, w_type: W, w_item: W) =>
      space.genericAlias(w_type, w_item),
    ),
  ],
  getset: {
    pattern: {
      get: (space, w) => patternOf(space, w).w_pattern!,
      doc: 'The pattern string from which the RE object was compiled.',
      member: true,
    },
    flags: {
      get: (space, w) => space.newint(patternOf(space, w).flags),
      doc: 'The regex matching flags.',
      member: true,
    },
    groups: {
      get: (space, w) => space.newint(patternOf(space, w).groups),
      doc: 'The number of capturing groups in the pattern.',
      member: true,
    },
    groupindex: {
      get: (space, w) => space.newmappingproxy(patternOf(space, w).w_groupindex!),
      doc: 'A dictionary mapping group names to group numbers.',
    },
  },
};

function step(mode: SearchMode): BuiltinRow['run'] {
  return (space: Space, w: W) => {
    const scanner = space.data(w) as ScannerPayload;
    if (scanner.done) return space.w_None;
    const result = scanner.walk.next(mode);
    if (result === null) {
      scanner.done = true;
      return space.w_None;
    }
    return newMatch(space, scanner.w_pattern!, scanner.input, result, scanner.pos, scanner.walk.end);
  };
}

export const scannerType: TypeDefinition = {
  name: '_sre.SRE_Scanner',
  isBase: false,
  methods: [leaf('match', '$self, /', step('match')), leaf('search', '$self, /', step('search'))],
  getset: { pattern: { get: (space, w) => (space.data(w) as ScannerPayload).w_pattern!, member: true } },
};

export const templateType: TypeDefinition = { name: '_sre.SRE_Template', isBase: false };
