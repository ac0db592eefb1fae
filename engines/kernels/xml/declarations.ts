// The document type declaration: entities, attributes, content models, notations of the internal subset. Models the prolog of expat
// (lib/xmlrole.c and doProlog of lib/xmlparse.c): which token raises which event. References to parameter entities are told, not followed.
import { characterOf, NAME, NMTOKEN } from './characters.ts';
import type { Source, XmlEvent, XmlParser } from './parser.ts';

/** As handlers get it: type, quantifier, name, children. */
export interface ContentModel {
  type: number;
  quantifier: number;
  name: string | null;
  children: ContentModel[];
}

export type DeclarationEvent =
  | {
      type: 'start-doctype';
      name: string;
      systemId: string | null;
      publicId: string | null;
      hasInternal: boolean;
    }
  | { type: 'end-doctype'; hasInternal: boolean }
  | { type: 'element-declaration'; name: string; model: ContentModel }
  | {
      type: 'attribute-declaration';
      element: string;
      name: string;
      kind: string;
      value: string | null;
      isRequired: boolean;
    }
  | { type: 'entity-declaration'; name: string; isParameter: boolean; entity: Entity }
  | { type: 'notation-declaration'; name: string; systemId: string | null; publicId: string | null };

/** Whose handler, where there is one, leaves the tokens of a declaration from the default handler. */
export type DeclarationGroup = 'doctype' | 'entity' | 'attributes' | 'element' | 'notation';

export interface Entity {
  /** Null: an external one. */
  value: string | null;
  systemId: string | null;
  publicId: string | null;
  base: string | null;
  notation: string | null;
}

export class Declarations {
  readonly entities = new Map<string, Entity>();
  readonly parameterEntities = new Map<string, Entity>();
  /** Element → attribute → type and default. */
  readonly attributes = new Map<string, Map<string, { type: string; value: string | null }>>();
  isStandalone = false;
  /** There is an external subset, or a parameter entity was met: something may be declared where we do not look. */
  hasUnread = false;
  base: string | null = null;

  get mayMissSome(): boolean {
    return this.hasUnread && !this.isStandalone;
  }
}

const EMPTY = 1;
const ANY = 2;
const MIXED = 3;
const NAMED = 4;
const CHOICE = 5;
const SEQUENCE = 6;
const QUANTIFIERS = ['', '?', '*', '+'];
const TOKEN = /[ \t\r\n]+|<![A-Z]+|[<>[\](),|;]|[?*+]|#[A-Za-z]*|%/y;
const PUBLIC_ID = /^[ \r\na-zA-Z0-9\-'()+,./:=?;!*#@$_%]*$/;

type Steps<T = void> = Generator<XmlEvent | null, T, void>;

export class DeclarationReader {
  private readonly parser: XmlParser;
  private readonly source: Source;
  /** The present token. */
  start = 0;
  end = 0;
  private isProcessing = true;
  private group: DeclarationGroup | null = 'doctype';

  constructor(parser: XmlParser, source: Source) {
    this.parser = parser;
    this.source = source;
  }

  private fail(name: string, at = this.start): never {
    throw this.parser.fail(name, this.source, at);
  }

  private get text(): string {
    return this.source.text.slice(this.start, this.end);
  }

  /** The next token, white space told and left out; '' at the end of an incomplete document is an error. */
  private *token(): Steps<string> {
    for (;;) {
      const end = yield* this.scan();
      this.start = this.source.at;
      this.end = end;
      this.source.at = end;
      if (!/^\s/.test(this.text)) return this.text;
      yield this.other();
    }
  }

  /** Where the token at the present place ends. */
  private *scan(): Steps<number> {
    const { parser, source } = this;
    for (;;) {
      const { text, at } = source;
      let end = -1;
      if (at < text.length) {
        const quote = text[at];
        if (quote === '"' || quote === "'") {
          const close = text.indexOf(quote, at + 1);
          if (close >= 0) return close + 1;
        } else if (text.startsWith('<!--', at) || text.startsWith('<?', at)) {
          return at;
        } else {
          end = parser.match(TOKEN, text, at);
          if (end < 0) end = parser.match(NMTOKEN, text, at);
          if (end < 0) this.fail('INVALID_TOKEN', at);
          const couldGrow = end >= text.length && !/[<>[\](),|;]$/.test(text);
          const isShort = text[at] === '<' && end === at + 1;
          if (!couldGrow && !(isShort && text.length - at < 4)) {
            if (isShort) this.fail('INVALID_TOKEN', at + 1);
            return end;
          }
        }
      }
      if (parser.isComplete) {
        if (at >= text.length) this.fail('NO_ELEMENTS', at);
        if (end >= 0 && text[at] !== '<') return end;
        this.fail('UNCLOSED_TOKEN', at);
      }
      yield null;
    }
  }

  /** The token is done: nobody's but the default handler's. */
  private other(): XmlEvent {
    return { type: 'other', group: this.group };
  }

  private *name(): Steps<string> {
    const text = yield* this.token();
    if (this.parser.match(NAME, text, 0) !== text.length) this.fail('SYNTAX');
    return text;
  }

  private isLiteral(text: string): boolean {
    return text[0] === '"' || text[0] === "'";
  }

  private *literal(): Steps<string> {
    const text = yield* this.token();
    if (!this.isLiteral(text)) this.fail('SYNTAX');
    return text.slice(1, -1);
  }

  private *publicId(): Steps<string> {
    const text = yield* this.literal();
    if (!PUBLIC_ID.test(text)) this.fail('PUBLICID');
    return text.replace(/[ \r\n]+/g, ' ').replace(/^ | $/g, '');
  }

  // --- <!DOCTYPE

  *documentType(): Steps {
    const { declarations } = this.parser;
    yield* this.token();
    yield this.other();
    const name = yield* this.name();
    yield this.other();
    let systemId: string | null = null;
    let publicId: string | null = null;
    let text = yield* this.token();
    if (text === 'SYSTEM' || text === 'PUBLIC') {
      yield this.other();
      if (text === 'PUBLIC') {
        publicId = yield* this.publicId();
        yield this.other();
      }
      systemId = yield* this.literal();
      declarations.hasUnread = true;
      if (!declarations.isStandalone) yield { type: 'not-standalone', hasText: true };
      else yield this.other();
      text = yield* this.token();
    }
    const hasInternal = text === '[';
    if (!hasInternal && text !== '>') this.fail('SYNTAX');
    yield { type: 'start-doctype', name, systemId, publicId, hasInternal };
    if (hasInternal) {
      yield* this.internalSubset();
      text = yield* this.token();
      if (text !== '>') this.fail('SYNTAX');
    }
    yield { type: 'end-doctype', hasInternal };
  }

  private *internalSubset(): Steps {
    const { parser, source } = this;
    for (;;) {
      this.group = null;
      yield* parser.atLeast(source, 4);
      if (source.text.startsWith('<!--', source.at)) {
        yield* this.delegated(parser.comment(source));
        continue;
      }
      if (source.text.startsWith('<?', source.at)) {
        yield* this.delegated(parser.instruction(source, false));
        continue;
      }
      const text = yield* this.token();
      // White space may have been in front of a comment or an instruction.
      if (text === '') continue;
      switch (text) {
        case ']':
          this.group = 'doctype';
          yield this.other();
          return;
        case '<!ENTITY':
          this.group = 'entity';
          yield this.other();
          yield* this.entity();
          break;
        case '<!ATTLIST':
          this.group = 'attributes';
          yield this.other();
          yield* this.attributes();
          break;
        case '<!ELEMENT':
          this.group = 'element';
          yield this.other();
          yield* this.elementModel();
          break;
        case '<!NOTATION':
          this.group = 'notation';
          yield this.other();
          yield* this.notation();
          break;
        case '%':
          yield* this.parameterReference();
          break;
        default:
          this.fail(
            text.startsWith('<!') ? 'INVALID_TOKEN' : 'SYNTAX',
            text.startsWith('<!') ? this.end : this.start,
          );
      }
    }
  }

  /** Events of the parser itself, with their place as the token. */
  private *delegated(steps: Generator<XmlEvent | null, void, void>): Steps {
    for (const event of steps) {
      if (event !== null) {
        this.end = this.source.at;
        this.start = this.end - this.parser.raw.length;
      }
      yield event;
    }
  }

  private *parameterReference(): Steps {
    const from = this.start;
    const name = yield* this.name();
    if ((yield* this.token()) !== ';' && this.text !== ';') this.fail('INVALID_TOKEN');
    this.start = from;
    const { declarations } = this.parser;
    declarations.hasUnread = true;
    this.isProcessing = declarations.isStandalone;
    if (!declarations.isStandalone) yield { type: 'not-standalone', hasText: false };
    if (!declarations.parameterEntities.has(name)) yield { type: 'skipped-entity', name, isParameter: true };
    else yield this.other();
  }

  // --- <!ENTITY

  private *entity(): Steps {
    const { declarations } = this.parser;
    let isParameter = false;
    let name = yield* this.token();
    if (name === '%') {
      isParameter = true;
      yield this.other();
      name = yield* this.token();
    }
    if (this.parser.match(NAME, name, 0) !== name.length) this.fail('SYNTAX');
    yield this.other();
    const entity: Entity = { value: null, systemId: null, publicId: null, base: null, notation: null };
    const table = isParameter ? declarations.parameterEntities : declarations.entities;
    const told: XmlEvent = { type: 'entity-declaration', name, isParameter, entity };
    const keep = (): boolean => {
      if (table.has(name) || !this.isProcessing) return false;
      table.set(name, entity);
      return true;
    };
    const text = yield* this.token();
    if (this.isLiteral(text)) {
      entity.value = this.entityValue(text.slice(1, -1));
      yield keep() ? told : this.other();
    } else {
      if (text !== 'SYSTEM' && text !== 'PUBLIC') this.fail('SYNTAX');
      yield this.other();
      if (text === 'PUBLIC') {
        entity.publicId = yield* this.publicId();
        yield this.other();
      }
      entity.systemId = yield* this.literal();
      entity.base = declarations.base;
      yield this.other();
      const next = yield* this.token();
      if (next === 'NDATA' && !isParameter) {
        yield this.other();
        entity.notation = yield* this.name();
        yield keep() ? told : this.other();
      } else {
        if (next !== '>') this.fail('SYNTAX');
        yield keep() ? told : this.other();
        return;
      }
    }
    yield* this.closing();
  }

  private *closing(): Steps {
    if ((yield* this.token()) !== '>') this.fail('SYNTAX');
    yield this.other();
  }

  /** References to characters are replaced in the declaration, those to entities where the entity is used. */
  private entityValue(literal: string): string {
    return literal.replace(
      /\r\n?|&(#[^;]*);|%|&(?![^\s;&]+;)/g,
      (piece: string, name: string | undefined) => {
        if (piece[0] === '\r') return '\n';
        if (piece === '%') this.fail('PARAM_ENTITY_REF');
        if (name === undefined) this.fail('INVALID_TOKEN');
        return characterOf(name) ?? this.fail('BAD_CHAR_REF');
      },
    );
  }

  // --- <!ATTLIST

  private *attributes(): Steps {
    const { declarations } = this.parser;
    const element = yield* this.name();
    yield this.other();
    for (;;) {
      const name = yield* this.token();
      if (name === '>') {
        yield this.other();
        return;
      }
      if (this.parser.match(NAME, name, 0) !== name.length) this.fail('SYNTAX');
      yield this.other();
      const kind = yield* this.attributeKind();
      yield this.other();
      let text = yield* this.token();
      let isRequired = false;
      let value: string | null = null;
      if (text === '#FIXED') {
        isRequired = true;
        yield this.other();
        text = yield* this.token();
        if (!this.isLiteral(text)) this.fail('SYNTAX');
      }
      if (this.isLiteral(text)) {
        value = this.parser.attributeValue(this.source, text.slice(1, -1), this.start, kind !== 'CDATA', []);
      } else if (text === '#REQUIRED') {
        isRequired = true;
      } else if (text !== '#IMPLIED') {
        this.fail('SYNTAX');
      }
      if (this.isProcessing) {
        let known = declarations.attributes.get(element);
        if (known === undefined) declarations.attributes.set(element, (known = new Map()));
        if (!known.has(name)) known.set(name, { type: kind, value });
      }
      yield { type: 'attribute-declaration', element, name, kind, value, isRequired };
    }
  }

  private *attributeKind(): Steps<string> {
    const text = yield* this.token();
    if (/^(?:CDATA|ID|IDREF|IDREFS|ENTITY|ENTITIES|NMTOKEN|NMTOKENS)$/.test(text)) return text;
    let kind = '';
    if (text === 'NOTATION') {
      kind = 'NOTATION';
      yield this.other();
      yield* this.token();
    }
    if (this.text !== '(') this.fail('SYNTAX');
    const names: string[] = [];
    for (;;) {
      yield this.other();
      const name = yield* this.token();
      if (this.parser.match(NMTOKEN, name, 0) !== name.length) this.fail('SYNTAX');
      names.push(name);
      yield this.other();
      const separator = yield* this.token();
      if (separator === ')') return `${kind}(${names.join('|')})`;
      if (separator !== '|') this.fail('SYNTAX');
    }
  }

  // --- <!ELEMENT

  private *elementModel(): Steps {
    const name = yield* this.name();
    yield this.other();
    const text = yield* this.token();
    let model: ContentModel = { type: EMPTY, quantifier: 0, name: null, children: [] };
    if (text === 'ANY') model.type = ANY;
    else if (text === '(') {
      yield this.other();
      model = yield* this.modelGroup(true);
    } else if (text !== 'EMPTY') this.fail('SYNTAX');
    yield { type: 'element-declaration', name, model };
    yield* this.closing();
  }

  /** A quantifier right behind the token belongs to it. */
  private *quantifier(): Steps<number> {
    const { source } = this;
    yield* this.parser.atLeast(source, 1);
    const found = QUANTIFIERS.indexOf(source.text[source.at] ?? ' ');
    if (found < 1) return 0;
    source.at++;
    this.end = source.at;
    return found;
  }

  /** Behind the opening parenthesis. The last token is its closing one, not yet told. */
  private *modelGroup(isOutermost: boolean): Steps<ContentModel> {
    const model: ContentModel = { type: SEQUENCE, quantifier: 0, name: null, children: [] };
    let separator = '';
    for (;;) {
      const text = yield* this.token();
      if (text === '(') {
        yield this.other();
        model.children.push(yield* this.modelGroup(false));
      } else if (text === '#PCDATA' && isOutermost && model.children.length === 0 && separator === '') {
        model.type = MIXED;
      } else {
        if (this.parser.match(NAME, text, 0) !== text.length) this.fail('SYNTAX');
        const quantifier = yield* this.quantifier();
        if (model.type === MIXED && quantifier > 0) this.fail('SYNTAX');
        model.children.push({ type: NAMED, quantifier, name: text, children: [] });
      }
      yield this.other();
      const next = yield* this.token();
      if (next === ')') {
        model.quantifier = yield* this.quantifier();
        if (model.type === MIXED && model.children.length > 0 && model.quantifier !== 2) this.fail('SYNTAX');
        return model;
      }
      if (next !== '|' && (next !== ',' || model.type === MIXED)) this.fail('SYNTAX');
      if (separator !== '' && next !== separator) this.fail('SYNTAX');
      separator = next;
      if (model.type !== MIXED) model.type = next === '|' ? CHOICE : SEQUENCE;
      yield this.other();
    }
  }

  // --- <!NOTATION

  private *notation(): Steps {
    const name = yield* this.name();
    yield this.other();
    const text = yield* this.token();
    if (text !== 'SYSTEM' && text !== 'PUBLIC') this.fail('SYNTAX');
    yield this.other();
    let publicId: string | null = null;
    let systemId: string | null = null;
    if (text === 'PUBLIC') {
      publicId = yield* this.publicId();
      const from = this.source.at;
      const next = yield* this.token();
      if (this.isLiteral(next)) systemId = next.slice(1, -1);
      else this.source.at = from;
    } else {
      systemId = yield* this.literal();
    }
    yield { type: 'notation-declaration', name, systemId, publicId };
    yield* this.closing();
  }
}
