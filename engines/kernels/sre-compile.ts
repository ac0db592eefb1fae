// A regular expression's codes from its text. Models CPython's Lib/re/_compiler.py: the same list of numbers, because programs can see it where
// they compile by the library's own functions, and the matcher's tests stand on it. Left out: what sre-parse.ts leaves out.
import { asciiIsCased, asciiLower, unicodeIsCased, unicodeLower } from './sre-charset.ts';
import * as op from './sre-codes.ts';
import { LEFT_TO_LIBRARY, MAX_REPEAT, MIN_REPEAT, Parser, TYPE_FLAGS } from './sre-parse.ts';
import type { Sequence, SetItem } from './sre-parse.ts';

export interface CompiledText {
  codes: number[];
  /** With those that the pattern itself sets. */
  flags: number;
  groups: number;
  /** Groups' numbers by name, in the order of the pattern. */
  names: ReadonlyMap<string, number>;
}

/** Lower-case characters of the same upper-case one, by each of them (`re._casefix`). */
export type ExtraCases = ReadonlyMap<number, readonly number[]>;

const MAX_CODE = 0xffffffff;

/**
 * `text`: code points or bytes. `extraCases` is asked for at the first pattern that ignores case beyond ASCII. Null: the library has to look at
 * it, because it is in error, to be warned of, or beyond what is done here.
 */
export function compileText(
  text: ArrayLike<number>,
  isText: boolean,
  flags: number,
  extraCases: () => ExtraCases,
): CompiledText | null {
  try {
    const parser = new Parser(text, isText, flags);
    const sequence = parser.parse();
    const { state } = parser;
    const all = state.flags | flags;
    const generator = new Generator(extraCases);
    generator.info(sequence, all);
    generator.sequence(sequence, all);
    generator.codes.push(op.SUCCESS);
    return { codes: generator.codes, flags: all, groups: state.groups.length - 1, names: state.names };
  } catch (e) {
    if (e === LEFT_TO_LIBRARY) return null;
    throw e;
  }
}

/** How case is ignored; null: it is not, or as the locale says, which is found out while matching. */
interface CaseRules {
  isCased: (c: number) => boolean;
  lower: (c: number) => number;
  /** Null for ASCII. */
  extra: ExtraCases | null;
}

const ASCII_CASE: CaseRules = { isCased: asciiIsCased, lower: asciiLower, extra: null };

interface OptimisedSet {
  set: readonly SetItem[];
  hasCased: boolean;
}
/** A set that holds everything: the complement of nothing. */
const EVERYTHING: readonly SetItem[] = [{ op: op.NEGATE, from: 0, to: 0 }];
const isEverything = (set: readonly SetItem[]): boolean => set.length === 1 && set[0].op === op.NEGATE;

/** A member made while optimising: a bitmap. */
interface BitmapItem extends SetItem {
  words: readonly number[];
}

const has = (flags: number, flag: number): boolean => (flags & flag) !== 0;

function groupFlags(flags: number, add: number, remove: number): number {
  if (has(add, TYPE_FLAGS)) flags &= ~TYPE_FLAGS;
  return (flags | add) & ~remove;
}

const categoryCode = (category: number, flags: number): number => {
  if (has(flags, op.FLAG_LOCALE))
    return category >= op.CATEGORY_WORD && category <= op.CATEGORY_WORD + 1
      ? category - op.CATEGORY_WORD + op.CATEGORY_LOC_WORD
      : category;
  return has(flags, op.FLAG_UNICODE) ? category + op.CATEGORY_UNI_DIGIT : category;
};

function placeCode(place: number, flags: number): number {
  if (has(flags, op.FLAG_MULTILINE)) {
    if (place === op.AT_BEGINNING) return op.AT_BEGINNING_LINE;
    if (place === op.AT_END) return op.AT_END_LINE;
  }
  if (place !== op.AT_BOUNDARY && place !== op.AT_NON_BOUNDARY) return place;
  if (has(flags, op.FLAG_LOCALE)) return place - op.AT_BOUNDARY + op.AT_LOC_BOUNDARY;
  return has(flags, op.FLAG_UNICODE) ? place - op.AT_BOUNDARY + op.AT_UNI_BOUNDARY : place;
}

/** Matches one character and nothing else: the matcher repeats it without a stack. */
function isUnit({ items }: Sequence): boolean {
  if (items.length !== 1) return false;
  const [{ op: operator, value, sequences }] = items;
  if (operator === op.SUBPATTERN) return value === 0 && isUnit(sequences[0]);
  return operator === op.LITERAL || operator === op.NOT_LITERAL || operator === op.ANY || operator === op.IN;
}

/** For each place in a literal, how much of its beginning ends there: the table of Knuth, Morris and Pratt. */
function overlaps(literal: readonly number[]): number[] {
  const table = literal.map(() => 0);
  for (let i = 1; i < literal.length; i++) {
    let known = table[i - 1];
    while (literal[i] !== literal[known] && known > 0) known = table[known - 1];
    table[i] = literal[i] === literal[known] ? known + 1 : 0;
  }
  return table;
}

/** Words of a bitmap of the first 256 characters, and of all of the basic plane. */
const NARROW = 8;
const WIDE = 2048;

/** The next character from `from` on whose bit is `bit`; -1: none. */
function nextInBitmap(words: Uint32Array, from: number, bit: 0 | 1): number {
  const flip = bit === 1 ? 0 : -1;
  let i = from >> 5;
  if (i >= words.length) return -1;
  let word = (words[i] ^ flip) & (-1 << (from & 31));
  while (word === 0) {
    if (++i >= words.length) return -1;
    word = words[i] ^ flip;
  }
  return i * 32 + 31 - Math.clz32(word & -word);
}

/** The bitmap of the basic plane as codes: blocks of 256, each stored once, behind their number and which of them stands where. */
function bigBitmap(words: Uint32Array): number[] {
  const numbers = new Map<string, number>();
  const places = new Uint8Array(256);
  const blocks: number[] = [];
  let empty = -1;
  for (let i = 0; i < 256; i++) {
    const block = words.subarray(i * 8, i * 8 + 8);
    const isEmpty = block.every((word) => word === 0);
    if (isEmpty && empty >= 0) {
      places[i] = empty;
      continue;
    }
    const key = block.join();
    let number = numbers.get(key);
    if (number === undefined) {
      numbers.set(key, (number = numbers.size));
      blocks.push(...block);
    }
    if (isEmpty) empty = number;
    places[i] = number;
  }
  const where = new Uint32Array(64);
  for (let i = 0; i < 256; i++) where[i >> 2] |= places[i] << (8 * (i & 3));
  return [numbers.size, ...where, ...blocks];
}

function markOne(words: Uint32Array, c: number): boolean {
  if (c >= words.length * 32) return false;
  words[c >> 5] |= 1 << (c & 31);
  return true;
}

/** Marks a character and those that are the same without case; `false`: some lie outside the map. */
function mark(words: Uint32Array, c: number, extra: ExtraCases | null): boolean {
  if (!markOne(words, c)) return false;
  const others = extra === null ? undefined : extra.get(c);
  return others === undefined || others.every((other) => markOne(words, other));
}

/** Marks all characters of a range that are inside the map. */
function markAll(words: Uint32Array, from: number, to: number): boolean {
  const end = Math.min(to, words.length * 32 - 1);
  for (let c = from; c <= end;) {
    if ((c & 31) === 0 && c + 31 <= end) {
      words[c >> 5] = -1;
      c += 32;
    } else {
      words[c >> 5] |= 1 << (c & 31);
      c++;
    }
  }
  return end === to;
}

/** The shortest of the forms of a set that have the same members: as it is, as ranges, as a bitmap. */
function optimise(set: readonly SetItem[], rules: CaseRules | null): OptimisedSet {
  const head: SetItem[] = [];
  const tail: SetItem[] = [];
  let map = new Uint32Array(NARROW);
  let hasCased = false;
  const extra = rules === null ? null : rules.extra;
  const widen = (): void => {
    const wide = new Uint32Array(WIDE);
    wide.set(map);
    map = wide;
  };
  const markRange = (from: number, to: number): boolean => {
    if (rules === null) return markAll(map, from, to);
    for (let c = from; c <= to; c++) if (!mark(map, rules.lower(c), extra)) return false;
    return true;
  };
  const anyCased = (from: number, to: number): boolean => {
    for (let c = from; c <= to; c++) if (rules!.isCased(c)) return true;
    return false;
  };
  for (const member of set) {
    const { from, to } = member;
    switch (member.op) {
      case op.LITERAL: {
        const c = rules === null ? from : rules.lower(from);
        let isMarked = mark(map, c, extra);
        if (!isMarked && map.length === NARROW) {
          widen();
          isMarked = mark(map, c, extra);
        }
        if (rules !== null && !hasCased && rules.isCased(c)) hasCased = true;
        if (!isMarked) tail.push({ op: op.LITERAL, from: c, to: 0 });
        break;
      }
      case op.RANGE: {
        let isMarked = markRange(from, to);
        if (!isMarked && map.length === NARROW) {
          widen();
          isMarked = markRange(from, to);
        }
        if (isMarked) {
          if (rules !== null && !hasCased) hasCased = anyCased(from, to);
        } else {
          if (rules !== null) hasCased = true;
          tail.push({ op: extra === null ? op.RANGE : op.RANGE_UNI_IGNORE, from, to });
        }
        break;
      }
      case op.NEGATE:
        head.push(member);
        break;
      default:
        // `[\s\S]` and its like.
        if (tail.some((t) => t.op === op.CATEGORY && t.from === (from ^ 1)))
          return { set: head.length > 0 ? [] : EVERYTHING, hasCased: false };
        tail.push(member);
    }
  }

  const runs: SetItem[] | null = [];
  let count = 0;
  for (let end = 0; ;) {
    const start = nextInBitmap(map, end, 1);
    if (start < 0) break;
    if (++count > 2) break;
    end = nextInBitmap(map, start, 0);
    if (end < 0) end = map.length * 32;
    runs.push(
      end - start === 1 ? { op: op.LITERAL, from: start, to: 0 } : { op: op.RANGE, from: start, to: end - 1 },
    );
  }
  if (count <= 2) {
    const out = [...head, ...runs, ...tail];
    return { set: hasCased || out.length < set.length ? out : set, hasCased };
  }
  const bits: BitmapItem =
    map.length === NARROW
      ? { op: op.CHARSET, from: 0, to: 0, words: [...map] }
      : { op: op.BIGCHARSET, from: 0, to: 0, words: bigBitmap(map) };
  return { set: [...head, bits, ...tail], hasCased };
}

interface Prefix {
  literal: number[];
  /** How much of it may be skipped; -1: not told. */
  skip: number;
  isWhole: boolean;
}

class Generator {
  readonly codes: number[] = [];
  private readonly extraCases: () => ExtraCases;

  constructor(extraCases: () => ExtraCases) {
    this.extraCases = extraCases;
  }

  private rules(flags: number): CaseRules | null {
    if (!has(flags, op.FLAG_IGNORECASE) || has(flags, op.FLAG_LOCALE)) return null;
    if (!has(flags, op.FLAG_UNICODE)) return ASCII_CASE;
    return { isCased: unicodeIsCased, lower: unicodeLower, extra: this.extraCases() };
  }

  /** A place for the distance to where `close` is called. */
  private open(): number {
    this.codes.push(0);
    return this.codes.length - 1;
  }
  private close(at: number, beyond = 0): void {
    this.codes[at] = this.codes.length - at + beyond;
  }

  sequence({ items }: Sequence, flags: number): void {
    const { codes } = this;
    const ignoresCase = has(flags, op.FLAG_IGNORECASE);
    const isLocale = has(flags, op.FLAG_LOCALE);
    const rules = this.rules(flags);
    for (const { op: operator, value, set, sequences, min, max } of items) {
      switch (operator) {
        case op.LITERAL:
        case op.NOT_LITERAL:
          this.literal(operator, value, ignoresCase && isLocale, rules);
          break;
        case op.IN:
          this.set(set!, flags, ignoresCase && isLocale, rules);
          break;
        case op.ANY:
          codes.push(has(flags, op.FLAG_DOTALL) ? op.ANY_ALL : op.ANY);
          break;
        case MIN_REPEAT:
        case MAX_REPEAT:
        case op.POSSESSIVE_REPEAT:
          this.repeat(operator, sequences[0], min, max, flags);
          break;
        case op.SUBPATTERN: {
          if (value > 0) codes.push(op.MARK, (value - 1) * 2);
          this.sequence(sequences[0], groupFlags(flags, min, max));
          if (value > 0) codes.push(op.MARK, (value - 1) * 2 + 1);
          break;
        }
        case op.ATOMIC_GROUP: {
          codes.push(operator);
          const skip = this.open();
          this.sequence(sequences[0], flags);
          codes.push(op.SUCCESS);
          this.close(skip);
          break;
        }
        case op.FAILURE:
          codes.push(operator);
          break;
        case op.ASSERT:
        case op.ASSERT_NOT: {
          codes.push(operator);
          const skip = this.open();
          const [inner] = sequences;
          if (min >= 0) codes.push(0);
          else {
            if (inner.least > MAX_CODE || inner.least !== inner.most) throw LEFT_TO_LIBRARY;
            codes.push(inner.least);
          }
          this.sequence(inner, flags);
          codes.push(op.SUCCESS);
          this.close(skip);
          break;
        }
        case op.AT:
          codes.push(operator, placeCode(value, flags));
          break;
        case op.BRANCH: {
          codes.push(operator);
          const ends = sequences.map((choice) => {
            const skip = this.open();
            this.sequence(choice, flags);
            codes.push(op.JUMP);
            const end = this.open();
            this.close(skip);
            return end;
          });
          codes.push(op.FAILURE);
          for (const end of ends) this.close(end);
          break;
        }
        case op.GROUPREF:
          codes.push(
            !ignoresCase
              ? operator
              : isLocale
                ? op.GROUPREF_LOC_IGNORE
                : rules!.extra === null
                  ? op.GROUPREF_IGNORE
                  : op.GROUPREF_UNI_IGNORE,
            value - 1,
          );
          break;
        case op.GROUPREF_EXISTS: {
          codes.push(operator, value - 1);
          const skip = this.open();
          this.sequence(sequences[0], flags);
          if (sequences.length > 1 && sequences[1].items.length > 0) {
            codes.push(op.JUMP);
            const end = this.open();
            this.close(skip, 1);
            this.sequence(sequences[1], flags);
            this.close(end);
          } else this.close(skip, 1);
          break;
        }
        default:
          throw new Error(`the tree of a pattern has an operator ${operator}`);
      }
    }
  }

  private literal(operator: number, c: number, byLocale: boolean, rules: CaseRules | null): void {
    const { codes } = this;
    if (byLocale) {
      codes.push(operator === op.LITERAL ? op.LITERAL_LOC_IGNORE : op.NOT_LITERAL_LOC_IGNORE, c);
      return;
    }
    if (rules === null || !rules.isCased(c)) {
      codes.push(operator, c);
      return;
    }
    const low = rules.lower(c);
    const others = rules.extra?.get(low);
    if (others === undefined) {
      const isAscii = rules.extra === null;
      if (operator === op.LITERAL) codes.push(isAscii ? op.LITERAL_IGNORE : op.LITERAL_UNI_IGNORE, low);
      else codes.push(isAscii ? op.NOT_LITERAL_IGNORE : op.NOT_LITERAL_UNI_IGNORE, low);
      return;
    }
    codes.push(op.IN_UNI_IGNORE);
    const skip = this.open();
    if (operator === op.NOT_LITERAL) codes.push(op.NEGATE);
    for (const same of [low, ...others]) codes.push(op.LITERAL, same);
    codes.push(op.FAILURE);
    this.close(skip);
  }

  private set(set: readonly SetItem[], flags: number, byLocale: boolean, rules: CaseRules | null): void {
    const { codes } = this;
    const optimised = optimise(set, rules);
    if (optimised.set.length === 0) {
      codes.push(op.FAILURE);
    } else if (isEverything(optimised.set)) {
      codes.push(op.ANY_ALL);
    } else {
      if (byLocale) codes.push(op.IN_LOC_IGNORE);
      else if (!optimised.hasCased) codes.push(op.IN);
      else codes.push(rules!.extra === null ? op.IN_IGNORE : op.IN_UNI_IGNORE);
      const skip = this.open();
      this.members(optimised.set, flags);
      this.close(skip);
    }
  }

  private members(set: readonly SetItem[], flags: number): void {
    const { codes } = this;
    for (const member of set) {
      codes.push(member.op);
      switch (member.op) {
        case op.NEGATE:
          break;
        case op.LITERAL:
          codes.push(member.from);
          break;
        case op.RANGE:
        case op.RANGE_UNI_IGNORE:
          codes.push(member.from, member.to);
          break;
        case op.CATEGORY:
          codes.push(categoryCode(member.from, flags));
          break;
        default:
          codes.push(...(member as BitmapItem).words);
      }
    }
    codes.push(op.FAILURE);
  }

  private repeat(operator: number, inner: Sequence, min: number, max: number, flags: number): void {
    const { codes } = this;
    const isLazy = operator === MIN_REPEAT;
    const isPossessive = operator === op.POSSESSIVE_REPEAT;
    const asUnit = isUnit(inner);
    if (asUnit)
      codes.push(isLazy ? op.MIN_REPEAT_ONE : isPossessive ? op.POSSESSIVE_REPEAT_ONE : op.REPEAT_ONE);
    else codes.push(isPossessive ? op.POSSESSIVE_REPEAT : op.REPEAT);
    const skip = this.open();
    codes.push(min, max);
    this.sequence(inner, flags);
    if (asUnit) {
      codes.push(op.SUCCESS);
      this.close(skip);
    } else {
      this.close(skip);
      codes.push(isLazy ? op.MIN_UNTIL : isPossessive ? op.SUCCESS : op.MAX_UNTIL);
    }
  }

  // --- the block in front, by which a search finds where a match may begin

  info(pattern: Sequence, flags: number): void {
    const { codes } = this;
    const { least } = pattern;
    const most = Math.min(pattern.most, MAX_CODE);
    if (least === 0) {
      codes.push(op.INFO, 4, 0, 0, most);
      return;
    }
    let prefix: Prefix = { literal: [], skip: 0, isWhole: false };
    let set: readonly SetItem[] | null = null;
    if (!(has(flags, op.FLAG_IGNORECASE) && has(flags, op.FLAG_LOCALE))) {
      prefix = this.prefix(pattern, flags);
      if (prefix.literal.length === 0) {
        set = this.firstSet(pattern, flags);
        if (set !== null && set.length > 0) ({ set } = optimise(set, null));
        if (set !== null && (set.length === 0 || isEverything(set))) set = null;
      }
    }
    const { literal } = prefix;
    codes.push(op.INFO);
    const skip = this.open();
    let mask = 0;
    if (literal.length > 0) {
      mask = op.INFO_PREFIX;
      if (prefix.skip < 0 && prefix.isWhole) mask |= op.INFO_LITERAL;
    } else if (set !== null) mask = op.INFO_CHARSET;
    codes.push(mask, Math.min(least, MAX_CODE), most);
    if (literal.length > 0) {
      codes.push(literal.length, prefix.skip < 0 ? literal.length : prefix.skip);
      for (const c of literal) codes.push(c);
      for (const known of overlaps(literal)) codes.push(known);
    } else if (set !== null) this.members(set, flags);
    this.close(skip);
  }

  private casedTest(flags: number): ((c: number) => boolean) | null {
    if (!has(flags, op.FLAG_IGNORECASE)) return null;
    return has(flags, op.FLAG_UNICODE) ? unicodeIsCased : asciiIsCased;
  }

  /** The characters that every match begins with. */
  private prefix({ items }: Sequence, flags: number): Prefix {
    const literal: number[] = [];
    let skip = -1;
    const isCased = this.casedTest(flags);
    for (const { op: operator, value, sequences, min, max } of items) {
      if (operator === op.LITERAL && !(isCased !== null && isCased(value))) {
        literal.push(value);
        continue;
      }
      if (operator !== op.SUBPATTERN) return { literal, skip, isWhole: false };
      const inside = groupFlags(flags, min, max);
      if (has(inside, op.FLAG_IGNORECASE) && has(inside, op.FLAG_LOCALE))
        return { literal, skip, isWhole: false };
      const inner = this.prefix(sequences[0], inside);
      if (skip < 0) {
        if (value > 0) skip = literal.length;
        else if (inner.skip >= 0) skip = literal.length + inner.skip;
      }
      for (const c of inner.literal) literal.push(c);
      if (!inner.isWhole) return { literal, skip, isWhole: false };
    }
    return { literal, skip, isWhole: true };
  }

  /** The characters that a match may begin with; null: not told. */
  private firstSet(pattern: Sequence, flags: number): readonly SetItem[] | null {
    let [first] = pattern.items;
    while (first !== undefined && first.op === op.SUBPATTERN) {
      flags = groupFlags(flags, first.min, first.max);
      if (has(flags, op.FLAG_IGNORECASE) && has(flags, op.FLAG_LOCALE)) return null;
      [first] = first.sequences[0].items;
    }
    if (first === undefined) return null;
    const isCased = this.casedTest(flags);
    const isPlain = (c: number): boolean => isCased === null || !isCased(c);
    const asMember = (c: number): SetItem => ({ op: op.LITERAL, from: c, to: 0 });
    if (first.op === op.LITERAL) return isPlain(first.value) ? [asMember(first.value)] : null;
    if (first.op === op.BRANCH) {
      const set: SetItem[] = [];
      for (const { items } of first.sequences) {
        if (items.length === 0 || items[0].op !== op.LITERAL || !isPlain(items[0].value)) return null;
        set.push(asMember(items[0].value));
      }
      return set;
    }
    if (first.op !== op.IN) return null;
    if (isCased === null) return first.set;
    for (const { op: operator, from, to } of first.set!) {
      if (operator === op.LITERAL && isCased(from)) return null;
      if (operator !== op.RANGE) continue;
      if (to > 0xffff) return null;
      for (let c = from; c <= to; c++) if (isCased(c)) return null;
    }
    return first.set;
  }
}
