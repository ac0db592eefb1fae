// Compiled regular expressions as the host's RegExp, for those codes whose meaning is provably the same there: the host compiles them to
// machine code (ten to fifty times the speed of our loop). What stays with sre.ts: captures inside repeats (JavaScript forgets them at each
// turn), repeats of what may be empty, atomic groups, possessive repeats, conditions, references to groups that may be unset or with
// another case. Sets are spelt out for the characters that a subject can hold: ASCII, Latin-1 or all of one UTF-16 unit.
import * as op from './sre-codes.ts';
import { MAXREPEAT } from './sre-codes.ts';
import { asciiLower, inCategory, isUnicodeWord, localeLower, unicodeLower } from './sre-charset.ts';
import type { Program } from './sre.ts';

/** How far a subject's characters go. */
export type Domain = 128 | 256 | 65536;

class NotTranslatable extends Error {}

const no = (why: string): never => {
  throw new NotTranslatable(why);
};

const escapeUnit = (c: number): string => {
  if ((c >= 48 && c <= 57) || (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || c === 95 || c === 32)
    return String.fromCharCode(c);
  return c < 256 ? `\\x${c.toString(16).padStart(2, '0')}` : `\\u${c.toString(16).padStart(4, '0')}`;
};

/** `[…]` for the characters of the domain that `has` takes; what lies past the domain does not matter. */
function classText(has: (c: number) => boolean, domain: Domain): string {
  const ranges: [number, number][] = [];
  let count = 0;
  for (let c = 0; c < domain; c++) {
    if (!has(c)) continue;
    count++;
    const last = ranges[ranges.length - 1];
    if (last !== undefined && last[1] === c - 1) last[1] = c;
    else ranges.push([c, c]);
  }
  if (count === domain) return '[^]';
  if (count === 0) return '(?!)';
  if (count === 1) return escapeUnit(ranges[0][0]);
  const last = ranges[ranges.length - 1];
  if (last[1] === domain - 1) last[1] = 0xffff;
  const text = (from: number, to: number): string =>
    from === to ? escapeUnit(from) : `${escapeUnit(from)}-${escapeUnit(to)}`;
  if (last[1] !== 0xffff || ranges.length < 2) return `[${ranges.map(([a, b]) => text(a, b)).join('')}]`;
  // The complement is shorter when the set reaches to the end.
  const gaps: string[] = [];
  let from = 0;
  for (const [a, b] of ranges) {
    if (a > from) gaps.push(text(from, a - 1));
    from = b + 1;
  }
  return `[^${gaps.join('')}]`;
}

interface Context {
  /** Inside a repeat of more than one turn, a negative assertion or one that looks behind: no captures. */
  noGroups: boolean;
  /** Inside one that looks behind. */
  behind: boolean;
  /** Groups that are set whenever this place is reached. */
  set: Set<number>;
}

class Translator {
  private readonly program: Program;
  private readonly code: Uint32Array;
  private readonly domain: Domain;
  private opened = 0;
  /** Groups in the order in which they are closed. */
  readonly closed: number[] = [];
  private unicodeWord: string | null = null;

  constructor(program: Program, domain: Domain) {
    this.program = program;
    this.code = program.code;
    this.domain = domain;
  }

  whole(): string {
    const start = this.code[0] === op.INFO ? 1 + this.code[1] : 0;
    return this.sequence(start, this.code.length - 1, { noGroups: false, behind: false, set: new Set() })
      .source;
  }

  /** The single-character code at `at`. */
  private single(at: number): string {
    const { code, domain } = this;
    const c = code[at + 1];
    const by = (lower: (c: number) => number, wanted: number, negated: boolean): string =>
      classText((x) => (lower(x) === wanted) !== negated, domain);
    switch (code[at]) {
      case op.LITERAL:
        return c >= domain ? '(?!)' : escapeUnit(c);
      case op.NOT_LITERAL:
        return c >= domain ? '[^]' : `[^${escapeUnit(c)}]`;
      case op.ANY:
        return '[^\\n]';
      case op.ANY_ALL:
        return '[^]';
      case op.CATEGORY:
        return classText((x) => inCategory(c, x), domain);
      case op.IN:
      case op.IN_IGNORE:
      case op.IN_UNI_IGNORE:
      case op.IN_LOC_IGNORE: {
        const set = this.program.set(at);
        return classText((x) => set.has(x), domain);
      }
      case op.LITERAL_IGNORE:
        return by(asciiLower, c, false);
      case op.NOT_LITERAL_IGNORE:
        return by(asciiLower, c, true);
      case op.LITERAL_UNI_IGNORE:
        return by(unicodeLower, c, false);
      case op.NOT_LITERAL_UNI_IGNORE:
        return by(unicodeLower, c, true);
      case op.LITERAL_LOC_IGNORE:
        return by(localeLower, localeLower(c), false);
      case op.NOT_LITERAL_LOC_IGNORE:
        return by(localeLower, localeLower(c), true);
    }
    return no(`code ${code[at]}`);
  }

  private position(kind: number): string {
    switch (kind) {
      case op.AT_BEGINNING:
      case op.AT_BEGINNING_STRING:
        return '^';
      case op.AT_BEGINNING_LINE:
        return '(?<![^\\n])';
      case op.AT_END:
        return '(?=\\n?$)';
      case op.AT_END_LINE:
        return '(?![^\\n])';
      case op.AT_END_STRING:
        return '$';
      case op.AT_BOUNDARY:
      case op.AT_LOC_BOUNDARY:
        return '\\b';
      case op.AT_NON_BOUNDARY:
      case op.AT_LOC_NON_BOUNDARY:
        return '\\B';
    }
    const isBoundary = kind === op.AT_UNI_BOUNDARY;
    if (this.domain === 128) return isBoundary ? '\\b' : '\\B';
    const word = (this.unicodeWord ??= classText(isUnicodeWord, this.domain));
    return isBoundary
      ? `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`
      : `(?:(?<=${word})(?=${word})|(?<!${word})(?!${word}))`;
  }

  /** Codes from `from` up to `to`, with the least number of characters that they take. */
  private sequence(from: number, to: number, context: Context): { source: string; min: number } {
    const { code } = this;
    let source = '';
    let min = 0;
    let pc = from;
    while (pc < to) {
      switch (code[pc]) {
        case op.LITERAL:
        case op.NOT_LITERAL:
        case op.CATEGORY:
        case op.LITERAL_IGNORE:
        case op.NOT_LITERAL_IGNORE:
        case op.LITERAL_UNI_IGNORE:
        case op.NOT_LITERAL_UNI_IGNORE:
        case op.LITERAL_LOC_IGNORE:
        case op.NOT_LITERAL_LOC_IGNORE:
          source += this.single(pc);
          min++;
          pc += 2;
          break;
        case op.ANY:
        case op.ANY_ALL:
          source += this.single(pc);
          min++;
          pc++;
          break;
        case op.IN:
        case op.IN_IGNORE:
        case op.IN_UNI_IGNORE:
        case op.IN_LOC_IGNORE:
          source += this.single(pc);
          min++;
          pc += code[pc + 1] + 1;
          break;
        case op.FAILURE:
          source += '(?!)';
          pc++;
          break;
        case op.AT:
          source += this.position(code[pc + 1]);
          pc += 2;
          break;
        case op.MARK: {
          const i = code[pc + 1];
          const group = i >> 1;
          if ((i & 1) === 0) {
            if (context.noGroups) no('a capture inside a repeat or an assertion');
            if (group !== this.opened++) no('groups out of order');
            source += '(';
          } else {
            source += ')';
            this.closed.push(group + 1);
            context.set.add(group);
          }
          pc += 2;
          break;
        }
        case op.BRANCH: {
          const alternatives: string[] = [];
          const sets: Set<number>[] = [];
          let least = Infinity;
          let at = pc + 1;
          let end = -1;
          for (; code[at] !== 0; at += code[at]) {
            // Each alternative ends with a JUMP to behind the branch.
            const jump = at + code[at] - 2;
            if (code[jump] !== op.JUMP) no('a branch without jump');
            end = jump + 1 + code[jump + 1];
            const set = new Set(context.set);
            const part = this.sequence(at + 1, jump, { ...context, set });
            alternatives.push(part.source);
            sets.push(set);
            least = Math.min(least, part.min);
          }
          for (const group of sets[0] ?? []) if (sets.every((set) => set.has(group))) context.set.add(group);
          source += `(?:${alternatives.join('|')})`;
          min += least;
          pc = end;
          break;
        }
        case op.REPEAT_ONE:
        case op.MIN_REPEAT_ONE: {
          source += this.single(pc + 4) + this.quantifier(pc, code[pc] === op.MIN_REPEAT_ONE);
          min += code[pc + 2];
          pc += code[pc + 1] + 1;
          break;
        }
        case op.REPEAT: {
          const until = pc + 1 + code[pc + 1];
          const isLazy = code[until] === op.MIN_UNTIL;
          const set = new Set(context.set);
          const inner: Context = { ...context, noGroups: context.noGroups || code[pc + 3] > 1, set };
          const body = this.sequence(pc + 4, until, inner);
          if (body.min === 0) no('a repeat of what may be empty');
          if (code[pc + 2] > 0) for (const group of set) context.set.add(group);
          source += `(?:${body.source})${this.quantifier(pc, isLazy)}`;
          min += body.min * code[pc + 2];
          pc = until + 1;
          break;
        }
        case op.ASSERT:
        case op.ASSERT_NOT: {
          const isNot = code[pc] === op.ASSERT_NOT;
          const back = code[pc + 2];
          const end = pc + 1 + code[pc + 1];
          const isBehind = back > 0;
          const noGroups = context.noGroups || isNot || isBehind;
          const set = isNot ? new Set(context.set) : context.set;
          const behind = context.behind || isBehind;
          const body = this.sequence(pc + 3, end - 1, { noGroups, behind, set });
          source += `(?${isBehind ? '<' : ''}${isNot ? '!' : '='}${body.source})`;
          pc = end;
          break;
        }
        case op.GROUPREF: {
          const group = code[pc + 1];
          if (!context.set.has(group) || context.behind) no('a reference to a group that may be unset');
          source += `(?:\\${group + 1})`;
          pc += 2;
          break;
        }
        default:
          no(`code ${code[pc]}`);
      }
    }
    return { source, min };
  }

  private quantifier(pc: number, isLazy: boolean): string {
    const min = this.code[pc + 2];
    const max = this.code[pc + 3];
    const lazy = isLazy ? '?' : '';
    if (max === MAXREPEAT) {
      if (min === 0) return `*${lazy}`;
      return min === 1 ? `+${lazy}` : `{${min},}${lazy}`;
    }
    if (min === 0 && max === 1) return `?${lazy}`;
    return min === max ? `{${min}}` : `{${min},${max}}${lazy}`;
  }
}

/** One pattern for one domain, in the forms that the operations need; each is made when it is first asked for. */
export class HostPattern {
  readonly source: string;
  /** Groups in the order in which they are closed, the last one first: the first of them that is set is the `lastindex`. */
  readonly lastClosed: readonly number[];
  private searching: RegExp | null = null;
  private matching: RegExp | null = null;
  private whole: RegExp | null = null;
  private locating: RegExp | null = null;
  private locatingWhole: RegExp | null = null;

  constructor(source: string, closed: readonly number[]) {
    this.source = source;
    this.lastClosed = [...closed].reverse();
  }

  get search(): RegExp {
    return (this.searching ??= new RegExp(this.source, 'g'));
  }
  get match(): RegExp {
    return (this.matching ??= new RegExp(this.source, 'y'));
  }
  get fullmatch(): RegExp {
    return (this.whole ??= new RegExp(`(?:${this.source})$`, 'y'));
  }
  /** With the places of groups. */
  get locate(): RegExp {
    return (this.locating ??= new RegExp(this.source, 'dy'));
  }
  get locateWhole(): RegExp {
    return (this.locatingWhole ??= new RegExp(`(?:${this.source})$`, 'dy'));
  }
}

/** Source texts longer than this cost the host more than they save. */
const MAX_SOURCE = 60_000;

/** null: the pattern must be matched by sre.ts. */
export function translate(program: Program, domain: Domain): HostPattern | null {
  try {
    const translator = new Translator(program, domain);
    const source = translator.whole();
    if (source.length > MAX_SOURCE) return null;
    // An empty pattern is written as a group, since a RegExp shows one so too.
    const pattern = new HostPattern(source === '' ? '(?:)' : source, translator.closed);
    // A syntax that the host refuses, such as a number too large, shows here.
    void pattern.match;
    return pattern;
  } catch (e) {
    if (e instanceof NotTranslatable || e instanceof SyntaxError) return null;
    throw e;
  }
}
