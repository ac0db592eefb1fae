// The tree of a regular expression from its text. Models the parser of CPython's Lib/re/_parser.py, decision for decision, because the codes that come
// of the tree can be seen. Left out, by throwing `LEFT_TO_LIBRARY`: all that ends in an error or a warning (the library says those, with
// positions), `\N{…}`, names of groups beyond ASCII, the deepest nesting.
import * as op from './sre-codes.ts';

/** Thrown where the library's own parser has to look at the pattern. */
export const LEFT_TO_LIBRARY = new Error('a pattern that the library has to parse');

const leave = (): never => {
  throw LEFT_TO_LIBRARY;
};

/** Operators of the tree that no code has. */
export const MIN_REPEAT = 43;
export const MAX_REPEAT = 44;

export const TYPE_FLAGS = op.FLAG_ASCII | op.FLAG_LOCALE | op.FLAG_UNICODE;

/** Bounds of a width are no larger than this; sums of what lies below 2⁵³ are exact, and above it only the order counts. */
const MAX_WIDTH = 2 ** 64;
/** The library's parser takes three frames a level and is to meet the recursion limit itself. */
const MAX_DEPTH = 60;

/** A member of a set. `from` is the character, category or first character of a range; `to` its last one. */
export interface SetItem {
  op: number;
  from: number;
  to: number;
}

/**
 * One item of a sequence. `value`: character, place (AT), number of a group (0: none). `sequences`: what lies inside; a second one of GROUPREF_EXISTS may be
 * missing. Fields that the operator has no use for are empty.
 */
export interface TreeItem {
  op: number;
  value: number;
  set: readonly SetItem[] | null;
  sequences: readonly Sequence[];
  /** Bounds of a repeat; flags that a group adds and takes away; direction of an assertion in `min`. */
  min: number;
  max: number;
}

const NONE: readonly Sequence[] = [];

const item = (
  operator: number,
  value: number,
  sequences: readonly Sequence[] = NONE,
  min = 0,
  max = 0,
  set: readonly SetItem[] | null = null,
): TreeItem => ({ op: operator, value, set, sequences, min, max });

export class Sequence {
  items: TreeItem[];
  private readonly pattern: PatternState;
  private low = -1;
  private high = -1;

  constructor(pattern: PatternState, items: TreeItem[] = []) {
    this.pattern = pattern;
    this.items = items;
  }

  /** The fewest characters that it can match. */
  get least(): number {
    if (this.low < 0) this.measure();
    return this.low;
  }
  /** The most. */
  get most(): number {
    if (this.low < 0) this.measure();
    return this.high;
  }

  private measure(): void {
    let low = 0;
    let high = 0;
    for (const { op: operator, value, sequences, min, max } of this.items) {
      switch (operator) {
        case op.BRANCH:
          low += sequences.reduce((least, s) => Math.min(least, s.least), MAX_WIDTH);
          high += sequences.reduce((most, s) => Math.max(most, s.most), 0);
          break;
        case op.ATOMIC_GROUP:
        case op.SUBPATTERN:
          low += sequences[0].least;
          high += sequences[0].most;
          break;
        case MIN_REPEAT:
        case MAX_REPEAT:
        case op.POSSESSIVE_REPEAT:
          low += sequences[0].least * min;
          if (max === op.MAXREPEAT && sequences[0].most > 0) high = MAX_WIDTH;
          else high += sequences[0].most * max;
          break;
        case op.ANY:
        case op.IN:
        case op.LITERAL:
        case op.NOT_LITERAL:
          low++;
          high++;
          break;
        case op.GROUPREF:
          low += this.pattern.groups[value]!.least;
          high += this.pattern.groups[value]!.most;
          break;
        case op.GROUPREF_EXISTS: {
          const [yes, no] = sequences;
          if (no !== undefined) low += Math.min(yes.least, no.least);
          high += no === undefined ? yes.most : Math.max(yes.most, no.most);
          break;
        }
      }
    }
    this.low = Math.min(low, MAX_WIDTH);
    this.high = Math.min(high, MAX_WIDTH);
  }
}

interface Width {
  least: number;
  most: number;
}

/** What is known of the whole pattern while it is parsed. */
export class PatternState {
  flags: number;
  /** Widths of the groups; null: not closed yet, and the whole pattern's. */
  readonly groups: (Width | null)[] = [null];
  readonly names = new Map<string, number>();
  /** Groups that were there when the outermost look-behind began; -1 outside one. */
  lookBehindGroups = -1;
  /** The largest group that a condition asks for by number. */
  largestCondition = 0;

  constructor(flags: number) {
    this.flags = flags;
  }

  open(name: string | null): number {
    const group = this.groups.length;
    this.groups.push(null);
    if (name !== null) {
      if (this.names.has(name)) leave();
      this.names.set(name, group);
    }
    return group;
  }
  isClosed(group: number): boolean {
    return group < this.groups.length && this.groups[group] !== null;
  }
  checkReference(group: number): void {
    if (!this.isClosed(group)) leave();
    this.checkLookBehind(group);
  }
  checkLookBehind(group: number): void {
    if (this.lookBehindGroups < 0) return;
    if (!this.isClosed(group) || group >= this.lookBehindGroups) leave();
  }
}

/** A token is a character, or one with a backslash before it. */
const END = -1;
const BACKSLASH = 1 << 24;
const CHARACTER = BACKSLASH - 1;

const code = (c: string): number => c.charCodeAt(0);

class Tokens {
  next = END;
  private readonly text: ArrayLike<number>;
  private index = 0;

  constructor(text: ArrayLike<number>) {
    this.text = text;
    this.advance();
  }

  private advance(): void {
    const { text } = this;
    if (this.index >= text.length) {
      this.next = END;
      return;
    }
    let c = text[this.index++];
    if (c === 92) {
      if (this.index >= text.length) leave();
      c = text[this.index++] | BACKSLASH;
    }
    this.next = c;
  }

  get(): number {
    const token = this.next;
    this.advance();
    return token;
  }
  match(token: number): boolean {
    if (this.next !== token) return false;
    this.advance();
    return true;
  }
  /** Where the next token begins. */
  get position(): number {
    return this.index - (this.next === END ? 0 : this.next < BACKSLASH ? 1 : 2);
  }
  seek(position: number): void {
    this.index = position;
    this.advance();
  }
  /** Up to `most` digits of a base, as a number; `exactly`: as many. */
  digits(base: 8 | 16, most: number, exactly: boolean, value = 0): number {
    let count = 0;
    for (; count < most; count++) {
      const digit = digitOf(this.next);
      if (digit >= base) break;
      value = value * base + digit;
      this.advance();
    }
    if (exactly && count < most) leave();
    return value;
  }
  until(terminator: string): string {
    const end = code(terminator);
    let name = '';
    while (!this.match(end)) {
      const token = this.get();
      // Neither a name nor a number has others.
      if (token === END || token >= 128) leave();
      name += String.fromCharCode(token);
    }
    return name;
  }
}

/** Its value as a digit of any base; a large number for what is none. */
function digitOf(token: number): number {
  if (token >= 48 && token <= 57) return token - 48;
  const letter = token | 32;
  return letter >= 97 && letter <= 102 && token < 128 && token > 0 ? letter - 87 : 99;
}
const isDecimal = (token: number): boolean => token >= 48 && token <= 57;
const isOctal = (token: number): boolean => token >= 48 && token <= 55;
const isLetter = (c: number): boolean => (c >= 97 && c <= 122) || (c >= 65 && c <= 90);
const isSpace = (c: number): boolean => c === 32 || (c >= 9 && c <= 13);

const ESCAPES = new Map([
  [code('a'), 7],
  [code('b'), 8],
  [code('f'), 12],
  [code('n'), 10],
  [code('r'), 13],
  [code('t'), 9],
  [code('v'), 11],
  [code('\\'), 92],
]);
const CATEGORIES = new Map([
  [code('d'), op.CATEGORY_DIGIT],
  [code('D'), op.CATEGORY_DIGIT + 1],
  [code('s'), op.CATEGORY_SPACE],
  [code('S'), op.CATEGORY_SPACE + 1],
  [code('w'), op.CATEGORY_WORD],
  [code('W'), op.CATEGORY_WORD + 1],
]);
const PLACES = new Map([
  [code('A'), op.AT_BEGINNING_STRING],
  [code('b'), op.AT_BOUNDARY],
  [code('B'), op.AT_NON_BOUNDARY],
  [code('z'), op.AT_END_STRING],
  [code('Z'), op.AT_END_STRING],
]);
const FLAGS = new Map([
  [code('i'), op.FLAG_IGNORECASE],
  [code('L'), op.FLAG_LOCALE],
  [code('m'), op.FLAG_MULTILINE],
  [code('s'), op.FLAG_DOTALL],
  [code('x'), op.FLAG_VERBOSE],
  [code('a'), op.FLAG_ASCII],
  [code('u'), op.FLAG_UNICODE],
]);
const SPECIAL = new Set([...'.\\[{()*+?^$|'].map(code));
const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;
const NUMBER = /^[0-9]{1,9}$/;

/** Members that are written several times count once. */
function distinct(set: SetItem[]): SetItem[] {
  const seen = new Set<number>();
  return set.filter(({ op: operator, from, to }) => {
    const key = (operator * 0x110000 + from) * 0x110000 + to;
    return !seen.has(key) && seen.add(key);
  });
}

/** As Python compares two items: what holds a sequence is equal to nothing else. */
function areEqual(a: TreeItem, b: TreeItem): boolean {
  if (a === b) return true;
  if (a.op !== b.op || a.value !== b.value || a.sequences.length > 0 || b.sequences.length > 0) return false;
  if (a.set === null || b.set === null) return a.set === b.set;
  const other = b.set;
  return (
    a.set.length === other.length &&
    a.set.every((m, i) => m.op === other[i].op && m.from === other[i].from && m.to === other[i].to)
  );
}

const isBareGroup = (i: TreeItem): boolean =>
  i.op === op.SUBPATTERN && i.value === 0 && i.min === 0 && i.max === 0;

export class Parser {
  private readonly tokens: Tokens;
  private readonly isText: boolean;
  readonly state: PatternState;

  constructor(text: ArrayLike<number>, isText: boolean, flags: number) {
    this.isText = isText;
    this.state = new PatternState(flags);
    this.tokens = new Tokens(text);
  }

  /** The whole pattern; the state's flags are then those that it is compiled with. */
  parse(): Sequence {
    const { state } = this;
    const sequence = this.alternatives((state.flags & op.FLAG_VERBOSE) !== 0, 0);
    if (this.tokens.next !== END || state.largestCondition >= state.groups.length) leave();
    const { flags } = state;
    if (this.isText) {
      if ((flags & op.FLAG_LOCALE) !== 0) leave();
      if ((flags & op.FLAG_ASCII) === 0) state.flags |= op.FLAG_UNICODE;
      else if ((flags & op.FLAG_UNICODE) !== 0) leave();
    } else if ((flags & op.FLAG_UNICODE) !== 0) {
      leave();
    } else if ((flags & op.FLAG_LOCALE) !== 0 && (flags & op.FLAG_ASCII) !== 0) {
      leave();
    }
    return sequence;
  }

  // --- a|b|c

  private alternatives(verbose: boolean, depth: number): Sequence {
    const { tokens, state } = this;
    const choices: Sequence[] = [];
    do {
      choices.push(this.sequence(verbose, depth + 1, depth === 0 && choices.length === 0));
      // Flags for the whole pattern may have come with its first alternative.
      if (depth === 0) verbose = (state.flags & op.FLAG_VERBOSE) !== 0;
    } while (tokens.match(code('|')));
    if (choices.length === 1) return choices[0];

    // What all begin with comes before them.
    const items: TreeItem[] = [];
    for (;;) {
      const first: TreeItem | undefined = choices[0].items[0];
      if (first === undefined) break;
      if (!choices.every((c) => c.items.length > 0 && areEqual(c.items[0], first))) break;
      for (const choice of choices) choice.items.shift();
      items.push(first);
    }
    const set: SetItem[] = [];
    const isSet = choices.every(({ items: parts }) => {
      if (parts.length !== 1) return false;
      const [part] = parts;
      if (part.op === op.LITERAL) set.push({ op: op.LITERAL, from: part.value, to: 0 });
      else if (part.op === op.IN && part.set![0].op !== op.NEGATE) set.push(...part.set!);
      else return false;
      return true;
    });
    items.push(isSet ? item(op.IN, 0, NONE, 0, 0, distinct(set)) : item(op.BRANCH, 0, choices));
    return new Sequence(state, items);
  }

  // --- items in a row

  private sequence(verbose: boolean, depth: number, isFirst: boolean): Sequence {
    if (depth > MAX_DEPTH) leave();
    const { tokens, state } = this;
    const items: TreeItem[] = [];
    for (;;) {
      const token = tokens.next;
      if (token === END || token === 124 /* | */ || token === 41 /* ) */) break;
      tokens.get();
      if (verbose) {
        if (isSpace(token)) continue;
        if (token === 35 /* # */) {
          for (let c = tokens.get(); c !== END && c !== 10;) c = tokens.get();
          continue;
        }
      }
      if (token >= BACKSLASH) {
        items.push(this.escape(token & CHARACTER));
      } else if (!SPECIAL.has(token)) {
        items.push(item(op.LITERAL, token));
      } else {
        switch (String.fromCharCode(token)) {
          case '[':
            items.push(this.set());
            break;
          case '*':
          case '+':
          case '?':
          case '{':
            this.repeat(token, items);
            break;
          case '.':
            items.push(item(op.ANY, 0));
            break;
          case '^':
            items.push(item(op.AT, op.AT_BEGINNING));
            break;
          case '$':
            items.push(item(op.AT, op.AT_END));
            break;
          case '(': {
            const isAtStart = isFirst && items.length === 0;
            const group = this.group(verbose, depth, isAtStart);
            if (group !== null) items.push(group);
            else if (isAtStart) verbose = (state.flags & op.FLAG_VERBOSE) !== 0;
            break;
          }
        }
      }
    }
    if (!items.some(isBareGroup)) return new Sequence(state, items);
    return new Sequence(
      state,
      items.flatMap((i) => (isBareGroup(i) ? i.sequences[0].items : [i])),
    );
  }

  /** `*`, `+`, `?`, `{m,n}` behind the last of `items`; `{` that begins no bounds is itself. */
  private repeat(token: number, items: TreeItem[]): void {
    const { tokens } = this;
    let min = token === 43 /* + */ ? 1 : 0;
    let max = token === 63 /* ? */ ? 1 : op.MAXREPEAT;
    if (token === 123 /* { */) {
      if (tokens.next === code('}')) {
        items.push(item(op.LITERAL, token));
        return;
      }
      const here = tokens.position;
      const digits = (): string => {
        let text = '';
        while (isDecimal(tokens.next)) text += String.fromCharCode(tokens.get());
        return text;
      };
      const low = digits();
      const high = tokens.match(code(',')) ? digits() : low;
      if (!tokens.match(code('}'))) {
        items.push(item(op.LITERAL, token));
        tokens.seek(here);
        return;
      }
      if (low !== '') min = Number(low);
      if (high !== '') max = Number(high);
      if (min >= op.MAXREPEAT || (high !== '' && (max >= op.MAXREPEAT || max < min))) leave();
    }
    const last = items.at(-1);
    if (last === undefined || last.op === op.AT) return leave();
    if (last.op === MIN_REPEAT || last.op === MAX_REPEAT || last.op === op.POSSESSIVE_REPEAT) leave();
    const inner = isBareGroup(last) ? last.sequences[0] : new Sequence(this.state, [last]);
    const operator = tokens.match(code('?'))
      ? MIN_REPEAT
      : tokens.match(code('+'))
        ? op.POSSESSIVE_REPEAT
        : MAX_REPEAT;
    items[items.length - 1] = item(operator, 0, [inner], min, max);
  }

  // --- (…)

  /** What stands behind an opening parenthesis; null: nothing that matches. */
  private group(verbose: boolean, depth: number, mayHaveFlags: boolean): TreeItem | null {
    const { tokens, state } = this;
    let name: string | null = null;
    let isCapturing = true;
    let isAtomic = false;
    let add = 0;
    let remove = 0;
    if (tokens.match(code('?'))) {
      const kind = tokens.get();
      switch (kind) {
        case code('P'):
          if (tokens.match(code('<'))) {
            name = this.name('>');
          } else if (tokens.match(code('='))) {
            const group = state.names.get(this.name(')')) ?? leave();
            state.checkReference(group);
            return item(op.GROUPREF, group);
          } else leave();
          break;
        case code(':'):
          isCapturing = false;
          break;
        case code('#'):
          for (let c = tokens.get(); c !== 41 /* ) */;) c = c === END ? leave() : tokens.get();
          return null;
        case code('='):
        case code('!'):
        case code('<'):
          return this.assertion(kind, verbose, depth);
        case code('('):
          return this.condition(verbose, depth);
        case code('>'):
          isCapturing = false;
          isAtomic = true;
          break;
        default: {
          if (kind !== code('-') && !FLAGS.has(kind)) leave();
          const flags = this.flags(kind);
          if (flags === null) {
            if (!mayHaveFlags) leave();
            return null;
          }
          [add, remove] = flags;
          isCapturing = false;
        }
      }
    }
    const group = isCapturing ? state.open(name) : 0;
    const inVerbose = (verbose || (add & op.FLAG_VERBOSE) !== 0) && (remove & op.FLAG_VERBOSE) === 0;
    const inner = this.alternatives(inVerbose, depth + 1);
    if (!tokens.match(code(')'))) leave();
    if (isCapturing) state.groups[group] = { least: inner.least, most: inner.most };
    return isAtomic ? item(op.ATOMIC_GROUP, 0, [inner]) : item(op.SUBPATTERN, group, [inner], add, remove);
  }

  private name(terminator: string): string {
    const name = this.tokens.until(terminator);
    return IDENTIFIER.test(name) ? name : leave();
  }

  private assertion(kind: number, verbose: boolean, depth: number): TreeItem {
    const { tokens, state } = this;
    const isBehind = kind === code('<');
    if (isBehind) kind = tokens.get();
    if (kind !== code('=') && kind !== code('!')) leave();
    const isOutermost = isBehind && state.lookBehindGroups < 0;
    if (isOutermost) state.lookBehindGroups = state.groups.length;
    const inner = this.alternatives(verbose, depth + 1);
    if (isOutermost) state.lookBehindGroups = -1;
    if (!tokens.match(code(')'))) leave();
    const direction = isBehind ? -1 : 1;
    if (kind === code('=')) return item(op.ASSERT, 0, [inner], direction);
    return inner.items.length > 0 ? item(op.ASSERT_NOT, 0, [inner], direction) : item(op.FAILURE, 0);
  }

  private condition(verbose: boolean, depth: number): TreeItem {
    const { tokens, state } = this;
    const text = tokens.until(')');
    let group: number;
    if (NUMBER.test(text)) {
      group = Number(text);
      if (group === 0) leave();
      state.largestCondition = Math.max(state.largestCondition, group);
    } else {
      group = (IDENTIFIER.test(text) ? state.names.get(text) : undefined) ?? leave();
    }
    state.checkLookBehind(group);
    const sequences = [this.sequence(verbose, depth + 1, false)];
    if (tokens.match(code('|'))) sequences.push(this.sequence(verbose, depth + 1, false));
    if (!tokens.match(code(')'))) leave();
    return item(op.GROUPREF_EXISTS, group, sequences);
  }

  /** Flags that a group adds and takes away; null: for the whole pattern, done. */
  private flags(letter: number): [number, number] | null {
    const { tokens } = this;
    let add = 0;
    let remove = 0;
    while (letter !== code('-')) {
      const flag = FLAGS.get(letter) ?? leave();
      if (flag === (this.isText ? op.FLAG_LOCALE : op.FLAG_UNICODE)) leave();
      add |= flag;
      if ((flag & TYPE_FLAGS) !== 0 && (add & TYPE_FLAGS) !== flag) leave();
      letter = tokens.get();
      if (letter === code(')')) {
        this.state.flags |= add;
        return null;
      }
      if (letter === code(':')) return [add, 0];
    }
    letter = tokens.get();
    do {
      const flag = FLAGS.get(letter) ?? leave();
      if ((flag & TYPE_FLAGS) !== 0) leave();
      remove |= flag;
      letter = tokens.get();
    } while (letter !== code(':'));
    return (add & remove) === 0 ? [add, remove] : leave();
  }

  // --- \… and […]

  /** An escape that means a character; -1: it is another's to read. */
  private characterEscape(c: number): number {
    const known = ESCAPES.get(c);
    if (known !== undefined) return known;
    const { tokens } = this;
    if (c === code('x')) return tokens.digits(16, 2, true);
    if (this.isText && c === code('u')) return tokens.digits(16, 4, true);
    if (this.isText && c === code('U')) {
      const point = tokens.digits(16, 8, true);
      return point > 0x10ffff ? leave() : point;
    }
    if (isDecimal(c)) return -1;
    return isLetter(c) ? leave() : c;
  }

  private escape(c: number): TreeItem {
    const { tokens, state } = this;
    const place = PLACES.get(c);
    if (place !== undefined) return item(op.AT, place);
    const category = CATEGORIES.get(c);
    if (category !== undefined)
      return item(op.IN, 0, NONE, 0, 0, [{ op: op.CATEGORY, from: category, to: 0 }]);
    const character = this.characterEscape(c);
    if (character >= 0) return item(op.LITERAL, character);
    if (c === 48) return item(op.LITERAL, tokens.digits(8, 2, false));
    let group = c - 48;
    if (isDecimal(tokens.next)) {
      const second = tokens.get();
      if (isOctal(c) && isOctal(second) && isOctal(tokens.next)) {
        const octal = (group * 8 + second - 48) * 8 + tokens.get() - 48;
        return octal > 0o377 ? leave() : item(op.LITERAL, octal);
      }
      group = group * 10 + second - 48;
    }
    state.checkReference(group);
    return item(op.GROUPREF, group);
  }

  /** A member of a set, that the token `token` begins. */
  private member(token: number): SetItem {
    if (token < BACKSLASH) return { op: op.LITERAL, from: token, to: 0 };
    const c = token & CHARACTER;
    const category = CATEGORIES.get(c);
    if (category !== undefined) return { op: op.CATEGORY, from: category, to: 0 };
    let character = this.characterEscape(c);
    if (character < 0) {
      if (!isOctal(c)) leave();
      character = this.tokens.digits(8, 2, false, c - 48);
      if (character > 0o377) leave();
    }
    return { op: op.LITERAL, from: character, to: 0 };
  }

  private set(): TreeItem {
    const { tokens } = this;
    const members: SetItem[] = [];
    // Warned of: as if sets could be nested, or joined by signs.
    if (tokens.next === code('[')) leave();
    const isNegated = tokens.match(code('^'));
    for (;;) {
      const token = tokens.get();
      if (token === END) leave();
      if (token === 93 /* ] */ && members.length > 0) break;
      if (members.length > 0 && isSetSign(token) && tokens.next === token) leave();
      const first = this.member(token);
      if (!tokens.match(code('-'))) {
        members.push(first);
        continue;
      }
      const end = tokens.get();
      if (end === END) leave();
      if (end === 93 /* ] */) {
        members.push(first, { op: op.LITERAL, from: code('-'), to: 0 });
        break;
      }
      if (end === code('-')) leave();
      const last = this.member(end);
      if (first.op !== op.LITERAL || last.op !== op.LITERAL || last.from < first.from) leave();
      members.push({ op: op.RANGE, from: first.from, to: last.from });
    }
    const set = distinct(members);
    if (set.length === 1 && set[0].op === op.LITERAL)
      return item(isNegated ? op.NOT_LITERAL : op.LITERAL, set[0].from);
    if (isNegated) set.unshift({ op: op.NEGATE, from: 0, to: 0 });
    return item(op.IN, 0, NONE, 0, 0, set);
  }
}

/** `--`, `&&`, `~~`, `||` are kept for operations on sets. */
const isSetSign = (token: number): boolean =>
  token === code('-') || token === code('&') || token === code('~') || token === code('|');
