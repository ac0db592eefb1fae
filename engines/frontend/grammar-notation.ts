// Reads the notation of diagnose-grammar.ts (explained there) into tables that diagnose.ts walks. Nothing here knows Python.
import { Tok, firstKeyword, keywords } from './token-types.ts';

export const TOKEN = 0;
export const SOFT = 1;
export const ANY_SOFT = 2;
export const RULE = 3;
export const GROUP = 4;
export const OPTIONAL = 5;
export const STAR = 6;
export const PLUS = 7;
export const GATHER = 8;
export const AND = 9;
export const NOT = 10;
export const CUT = 11;
export const FORCED = 12;

export class Item {
  readonly op: number;
  /** Token number (TOKEN, FORCED). */
  token = -1;
  /** Word of a soft keyword, text of a forced token, name of a rule. */
  text = '';
  rule: Rule | null = null;
  /** GROUP, OPTIONAL: the alternatives. */
  alternatives: Alternative[] = [];
  /** STAR, PLUS, GATHER, AND, NOT: what they apply to; GATHER also has a separator. */
  item: Item | null = null;
  separator: Item | null = null;
  /** Name by which an action sees the value. */
  name = '';
  /** Whether the value says more than that a piece of punctuation was there. */
  valued = false;

  constructor(op: number) {
    this.op = op;
  }
}

function tokenItem(op: number, token: number, text: string, valued: boolean): Item {
  const item = new Item(op);
  item.token = token;
  item.text = text;
  item.valued = valued;
  return item;
}

function around(op: number, inner: Item): Item {
  const item = new Item(op);
  item.item = inner;
  item.valued = inner.valued;
  return item;
}

export interface Alternative {
  items: Item[];
  /** `-> Node`. */
  node: string;
  /** `=> action`. */
  action: string;
  /** A lone `invalid_…` rule: only tried in the second pass. */
  invalid: boolean;
  /** Index of the only valued item, if there is just one; else -1. */
  only: number;
}

export interface Rule {
  name: string;
  index: number;
  alternatives: Alternative[];
  leftRecursive: boolean;
  /** Results hold for both settings of "try invalid rules": CPython memoises the rule. */
  shared: boolean;
  memo: boolean;
  withoutInvalid: boolean;
}

const operators: Record<string, number> = {
  '(': Tok.LPAR,
  ')': Tok.RPAR,
  '[': Tok.LSQB,
  ']': Tok.RSQB,
  ':': Tok.COLON,
  ',': Tok.COMMA,
  ';': Tok.SEMI,
  '+': Tok.PLUS,
  '-': Tok.MINUS,
  '*': Tok.STAR,
  '/': Tok.SLASH,
  '|': Tok.VBAR,
  '&': Tok.AMPER,
  '<': Tok.LESS,
  '>': Tok.GREATER,
  '=': Tok.EQUAL,
  '.': Tok.DOT,
  '%': Tok.PERCENT,
  '{': Tok.LBRACE,
  '}': Tok.RBRACE,
  '==': Tok.EQEQUAL,
  '!=': Tok.NOTEQUAL,
  '<=': Tok.LESSEQUAL,
  '>=': Tok.GREATEREQUAL,
  '~': Tok.TILDE,
  '^': Tok.CIRCUMFLEX,
  '<<': Tok.LEFTSHIFT,
  '>>': Tok.RIGHTSHIFT,
  '**': Tok.DOUBLESTAR,
  '+=': Tok.PLUSEQUAL,
  '-=': Tok.MINEQUAL,
  '*=': Tok.STAREQUAL,
  '/=': Tok.SLASHEQUAL,
  '%=': Tok.PERCENTEQUAL,
  '&=': Tok.AMPEREQUAL,
  '|=': Tok.VBAREQUAL,
  '^=': Tok.CIRCUMFLEXEQUAL,
  '<<=': Tok.LEFTSHIFTEQUAL,
  '>>=': Tok.RIGHTSHIFTEQUAL,
  '**=': Tok.DOUBLESTAREQUAL,
  '//': Tok.DOUBLESLASH,
  '//=': Tok.DOUBLESLASHEQUAL,
  '@': Tok.AT,
  '@=': Tok.ATEQUAL,
  '->': Tok.RARROW,
  '...': Tok.ELLIPSIS,
  ':=': Tok.COLONEQUAL,
  '!': Tok.EXCLAMATION,
};

const tokenNames = Tok as Record<string, number>;
const valuedTokens = new Set(['NAME', 'NUMBER', 'STRING', 'FSTRING_MIDDLE', 'TSTRING_MIDDLE']);

/** Reads a whole grammar; answers its rules by name. */
export function readGrammar(text: string, leftRecursive: readonly string[]): Map<string, Rule> {
  const rules = new Map<string, Rule>();
  const bodies: [Rule, string][] = [];
  for (const part of text.split(/\n(?=\w)/)) {
    const head = /^\s*(\w+)([*-]?) =/.exec(part);
    if (!head) continue;
    const rule: Rule = {
      name: head[1],
      index: rules.size,
      alternatives: [],
      leftRecursive: leftRecursive.includes(head[1]),
      shared: head[2] === '*',
      memo: head[2] !== '-',
      withoutInvalid: head[1].endsWith('_without_invalid'),
    };
    rules.set(rule.name, rule);
    bodies.push([rule, part.slice(head[0].length)]);
  }
  for (const [rule, body] of bodies) {
    const words = body.match(/'[^']+'|"[^"]+"|=>|->|&&|\w+|[=|()[\]*+?&!~.]/g) ?? [];
    const reader = new BodyReader(words, rules);
    rule.alternatives = reader.alternatives();
    if (!reader.atEnd()) throw new Error(`grammar: ${rule.name}: unexpected ${reader.word()}`);
  }
  return rules;
}

class BodyReader {
  private at = 0;
  private readonly words: readonly string[];
  private readonly rules: Map<string, Rule>;

  constructor(words: readonly string[], rules: Map<string, Rule>) {
    this.words = words;
    this.rules = rules;
  }

  atEnd(): boolean {
    return this.at >= this.words.length;
  }

  word(): string {
    return this.words[this.at] ?? '';
  }

  private take(word: string): boolean {
    if (this.word() !== word) return false;
    this.at++;
    return true;
  }

  alternatives(): Alternative[] {
    const list: Alternative[] = [];
    do list.push(this.alternative());
    while (this.take('|'));
    return list;
  }

  private alternative(): Alternative {
    const items: Item[] = [];
    let node = '';
    let action = '';
    let only = -1;
    let valued = 0;
    for (; this.at < this.words.length;) {
      const word = this.words[this.at];
      if (word === '|' || word === ')' || word === ']') break;
      if (word === '->') {
        node = this.words[this.at + 1];
        this.at += 2;
      } else if (word === '=>') {
        action = this.words[this.at + 1];
        this.at += 2;
      } else {
        const item = this.item();
        if (item.valued) {
          valued++;
          only = items.length;
        }
        items.push(item);
      }
    }
    const invalid = items.length === 1 && items[0].text.startsWith('invalid_');
    return { items, node, action, invalid, only: items.length === 1 ? 0 : valued === 1 ? only : -1 };
  }

  private item(): Item {
    switch (this.words[this.at]) {
      case '~':
        this.at++;
        return new Item(CUT);
      case '&&': {
        const text = this.words[this.at + 1].slice(1, -1);
        this.at += 2;
        return tokenItem(FORCED, operators[text], text, false);
      }
      case '&':
      case '!': {
        const op = this.words[this.at++] === '&' ? AND : NOT;
        const item = around(op, this.atom());
        item.valued = false;
        return item;
      }
    }
    let name = '';
    if (this.words[this.at + 1] === '=') {
      name = this.words[this.at];
      this.at += 2;
    }
    let result = this.atom();
    switch (this.words[this.at]) {
      case '.': {
        this.at++;
        const gather = around(GATHER, this.atom());
        if (!this.take('+')) throw new Error('grammar: + expected');
        gather.separator = result;
        gather.valued = true;
        result = gather;
        break;
      }
      case '*':
        this.at++;
        result = around(STAR, result);
        break;
      case '+':
        this.at++;
        result = around(PLUS, result);
        break;
      case '?': {
        this.at++;
        const optional = new Item(OPTIONAL);
        optional.alternatives = [{ items: [result], node: '', action: '', invalid: false, only: 0 }];
        optional.valued = result.valued;
        result = optional;
        break;
      }
    }
    result.name = name;
    return result;
  }

  private atom(): Item {
    const word = this.words[this.at++];
    const first = word.charCodeAt(0);
    if (word === '(' || word === '[') {
      const group = new Item(word === '(' ? GROUP : OPTIONAL);
      group.alternatives = this.alternatives();
      if (!this.take(word === '(' ? ')' : ']')) throw new Error('grammar: bracket expected');
      group.valued = group.alternatives.some((a) => a.node !== '' || a.items.some((i) => i.valued));
      return group;
    }
    if (first === 39 || first === 34) {
      const text = word.slice(1, -1);
      const token = operators[text];
      if (token !== undefined) return tokenItem(TOKEN, token, text, false);
      if (first === 34) return tokenItem(SOFT, -1, text, false);
      return tokenItem(TOKEN, firstKeyword + (keywords as readonly string[]).indexOf(text), text, false);
    }
    const rule = this.rules.get(word);
    if (rule) {
      const item = new Item(RULE);
      item.rule = rule;
      item.text = word;
      item.valued = true;
      return item;
    }
    if (word === 'SOFT_KEYWORD') return new Item(ANY_SOFT);
    const token = tokenNames[word];
    if (token === undefined) throw new Error(`grammar: no rule ${word}`);
    return tokenItem(TOKEN, token, word, valuedTokens.has(word));
  }
}
