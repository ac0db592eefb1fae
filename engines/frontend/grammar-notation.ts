// Reads the notation of diagnose-grammar.ts (explained there) into tables that diagnose.ts walks. Nothing here knows Python.
import { Tok, keywords, firstKeyword } from './token-types.ts';

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

export interface Item {
  op: number;
  /** Token number (TOKEN, FORCED). */
  token: number;
  /** Word of a soft keyword, text of a forced token, name of a rule. */
  text: string;
  rule: Rule | null;
  /** GROUP, OPTIONAL: the alternatives. */
  alternatives: Alternative[];
  /** STAR, PLUS, GATHER, AND, NOT: what they apply to; GATHER also has a separator. */
  item: Item | null;
  separator: Item | null;
  /** Name by which an action sees the value. */
  name: string;
  /** Whether the value says more than that a piece of punctuation was there. */
  valued: boolean;
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

function item(op: number, fields: Partial<Item> = {}): Item {
  return {
    op,
    token: -1,
    text: '',
    rule: null,
    alternatives: [],
    item: null,
    separator: null,
    name: '',
    valued: false,
    ...fields,
  };
}

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
    while (!this.atEnd() && !['|', ')', ']'].includes(this.word())) {
      if (this.take('->')) node = this.words[this.at++];
      else if (this.take('=>')) action = this.words[this.at++];
      else items.push(this.item());
    }
    const valued = items.filter((i) => i.valued);
    return {
      items,
      node,
      action,
      invalid: items.length === 1 && items[0].text.startsWith('invalid_'),
      only: items.length === 1 ? 0 : valued.length === 1 ? items.indexOf(valued[0]) : -1,
    };
  }

  private item(): Item {
    if (this.take('~')) return item(CUT);
    if (this.take('&&')) {
      const text = this.words[this.at++].slice(1, -1);
      return item(FORCED, { token: operators[text], text });
    }
    if (this.take('&')) return item(AND, { item: this.atom() });
    if (this.take('!')) return item(NOT, { item: this.atom() });
    let name = '';
    if (this.words[this.at + 1] === '=' && /^\w+$/.test(this.word())) {
      name = this.word();
      this.at += 2;
    }
    let result = this.atom();
    if (this.take('.')) {
      const inner = this.atom();
      if (!this.take('+')) throw new Error('grammar: + expected');
      result = item(GATHER, { separator: result, item: inner, valued: true });
    } else if (this.take('*')) result = item(STAR, { item: result, valued: result.valued });
    else if (this.take('+')) result = item(PLUS, { item: result, valued: result.valued });
    else if (this.take('?')) {
      const alternative: Alternative = { items: [result], node: '', action: '', invalid: false, only: 0 };
      result = item(OPTIONAL, { alternatives: [alternative], valued: result.valued });
    }
    if (name !== '') result = { ...result, name };
    return result;
  }

  private atom(): Item {
    const word = this.words[this.at++];
    if (word === '(' || word === '[') {
      const alternatives = this.alternatives();
      if (!this.take(word === '(' ? ')' : ']')) throw new Error('grammar: bracket expected');
      const valued = alternatives.some((a) => a.node !== '' || a.items.some((i) => i.valued));
      return item(word === '(' ? GROUP : OPTIONAL, { alternatives, valued });
    }
    const quoted = /^(['"])(.*)\1$/.exec(word);
    if (quoted) {
      const text = quoted[2];
      if (!/^\w+$/.test(text)) return item(TOKEN, { token: operators[text], text });
      if (quoted[1] === '"') return item(SOFT, { text });
      return item(TOKEN, { token: firstKeyword + (keywords as readonly string[]).indexOf(text), text });
    }
    if (word === 'SOFT_KEYWORD') return item(ANY_SOFT);
    if (/^[A-Z_]+$/.test(word)) {
      return item(TOKEN, {
        token: tokenNames[word],
        text: word,
        valued: ['NAME', 'NUMBER', 'STRING', 'FSTRING_MIDDLE', 'TSTRING_MIDDLE'].includes(word),
      });
    }
    const rule = this.rules.get(word);
    if (!rule) throw new Error(`grammar: no rule ${word}`);
    return item(RULE, { rule, text: word, valued: true });
  }
}
