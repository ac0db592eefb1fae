// An XML 1.0 parser that is fed in pieces and reports what it meets as a stream of events; a pull parser of its own behind expat's
// interface (lib/xmlparse.c): the same events at the same positions, the same errors. It does not validate. Left out: parameter entities are
// never expanded (expat's default), the external subset is never read.
import { characterOf, NAME } from './characters.ts';
import { DeclarationReader } from './declarations.ts';
import type { DeclarationEvent, DeclarationGroup, Declarations } from './declarations.ts';
import { XmlError } from './errors.ts';

export type XmlEvent =
  | { type: 'xml-declaration'; version: string; encoding: string | null; standalone: number }
  | { type: 'start'; name: string; attributes: readonly string[]; specified: number; isEmpty: boolean }
  | { type: 'end'; name: string; isEmpty: boolean }
  | { type: 'start-namespace'; prefix: string | null; uri: string | null }
  | { type: 'end-namespace'; prefix: string | null }
  | { type: 'text'; text: string }
  | { type: 'comment'; text: string }
  | { type: 'instruction'; target: string; data: string }
  | { type: 'start-cdata' }
  | { type: 'end-cdata' }
  | { type: 'internal-entity'; name: string }
  | { type: 'skipped-entity'; name: string; isParameter: boolean }
  | {
      type: 'external-entity';
      name: string;
      systemId: string | null;
      publicId: string | null;
      base: string | null;
    }
  | { type: 'not-standalone'; hasText: boolean }
  /** Belongs to no handler, or to a declaration whose handler `group` tells what is worth telling of it. */
  | { type: 'other'; group: DeclarationGroup | null }
  | DeclarationEvent;

const SPACE = /[ \t\r\n]+/y;
/** Text up to a line's end, markup or what is no XML. */
const PLAIN = /[^<&\]\r\n\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]+|[\ud800-\udbff][\udc00-\udfff]/y;
const NO_XML = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/;

const XML_START = ['<?xml '];
const TYPE_START = ['<!DOCTYPE'];
const MARKUP_STARTS = ['<!--', '<?', '<![CDATA['];
const XML_URI = 'http://www.w3.org/XML/1998/namespace';
const XMLNS_URI = 'http://www.w3.org/2000/xmlns/';
const PREDEFINED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** A text to parse: the document, which grows, or the replacement of an entity, which is whole. */
export interface Source {
  text: string;
  at: number;
  isDocument: boolean;
}

interface OpenElement {
  name: string;
  shown: string;
  prefixes: readonly (string | null)[];
}

/** Asks for more of the document, or tells an event. */
export type Parsing<T = void> = Generator<XmlEvent | null, T, void>;

export class XmlParser {
  readonly source: Source = { text: '', at: 0, isDocument: true };
  /** All of the document is there. */
  isComplete = false;
  /** Where the present event begins and ends in the document's text. */
  eventStart = 0;
  eventEnd = 0;
  /** How much of the text was given up already. */
  dropped = 0;
  /** The event's own text, for the default handler. */
  raw = '';
  readonly namespaceSeparator: string | null;
  /** Names with a prefix tell it behind the local name. */
  showsPrefixes = false;
  declarations: Declarations;
  private readonly bindings = new Map<string, (string | null)[]>();
  private readonly open: OpenElement[] = [];
  readonly openEntities: string[] = [];
  private readonly steps: Generator<XmlEvent | null, void, void>;

  constructor(namespaceSeparator: string | null, declarations: Declarations, isFragment: boolean) {
    this.namespaceSeparator = namespaceSeparator;
    this.declarations = declarations;
    this.bindings.set('xml', [XML_URI]);
    this.steps = isFragment ? this.fragment() : this.document();
  }

  feed(text: string): void {
    const { source } = this;
    if (source.at > 65536) {
      const cut = Math.min(source.at, this.eventStart - this.dropped);
      source.text = source.text.slice(cut);
      source.at -= cut;
      this.dropped += cut;
    }
    source.text += text;
  }

  /** The next event; null: more of the document is needed, or it has ended. */
  next(): XmlEvent | null {
    return this.steps.next().value ?? null;
  }

  // --- positions

  fail(name: string, source: Source, at: number): XmlError {
    return new XmlError(name, source.isDocument ? this.dropped + at : this.eventStart);
  }

  /** The event covers the source from `start` to `end`. */
  private mark(source: Source, start: number, end: number): void {
    this.raw = source.text.slice(start, end);
    if (!source.isDocument) return;
    this.eventStart = this.dropped + start;
    this.eventEnd = this.dropped + end;
  }

  /** Whether there may be more than is there. */
  private mayGrow(source: Source): boolean {
    return source.isDocument && !this.isComplete;
  }

  /** Where `pattern` ends if it matches at `at`; -1: it does not. */
  match(pattern: RegExp, text: string, at: number): number {
    pattern.lastIndex = at;
    return pattern.test(text) ? pattern.lastIndex : -1;
  }

  // --- the document

  private *document(): Parsing {
    const { source } = this;
    yield* this.decide(source, XML_START);
    if (source.text.startsWith('<?xml') && /[\s?]/.test(source.text[5] ?? ' '))
      yield* this.instruction(source, true);
    let hasType = false;
    for (;;) {
      const start = source.at;
      const found = yield* this.miscellaneous(source);
      if (found) continue;
      if (source.at >= source.text.length) throw this.fail('NO_ELEMENTS', source, source.at);
      yield* this.decide(source, TYPE_START);
      if (source.text.startsWith('<!DOCTYPE', source.at) && !hasType) {
        hasType = true;
        yield* this.type(source);
        continue;
      }
      if (source.text[start] !== '<') {
        this.mark(source, start, start);
        throw this.fail(NO_XML.test(source.text[start]) ? 'INVALID_TOKEN' : 'SYNTAX', source, start);
      }
      if (source.text[start + 1] === '!') {
        const name = this.match(/<![A-Za-z]*/y, source.text, start);
        throw this.fail(hasType ? 'SYNTAX' : 'INVALID_TOKEN', source, hasType ? start : name);
      }
      break;
    }
    yield* this.element(source);
    yield* this.content(source, 0);
    for (;;) {
      if (yield* this.miscellaneous(source)) continue;
      if (source.at >= source.text.length) break;
      throw this.fail('JUNK_AFTER_DOC_ELEMENT', source, source.at);
    }
    this.mark(source, source.at, source.at);
  }

  /** The text of an external entity: content whose elements are all closed in it. */
  private *fragment(): Parsing {
    const { source } = this;
    yield* this.decide(source, XML_START);
    if (source.text.startsWith('<?xml') && /[\s?]/.test(source.text[5] ?? ' '))
      yield* this.instruction(source, true);
    yield* this.content(source, 0);
  }

  /** Waits until so many characters lie ahead, or no more are to come. */
  *atLeast(source: Source, count: number): Parsing {
    while (source.text.length - source.at < count && this.mayGrow(source)) yield null;
  }

  /** Waits while what lies ahead is the beginning of one of the words. */
  *decide(source: Source, words: readonly string[]): Parsing {
    for (;;) {
      const rest = source.text.slice(source.at, source.at + 10);
      if (!this.mayGrow(source) || !words.some((word) => word !== rest && word.startsWith(rest))) return;
      yield null;
    }
  }

  /** White space, comments, processing instructions between the parts of a document; false: something else. */
  private *miscellaneous(source: Source): Parsing<boolean> {
    yield* this.decide(source, MARKUP_STARTS);
    const { text, at } = source;
    if (at >= text.length) return false;
    const end = this.match(SPACE, text, at);
    if (end >= 0) {
      this.mark(source, at, end);
      source.at = end;
      yield { type: 'other', group: null };
      return true;
    }
    if (text.startsWith('<!--', at)) {
      yield* this.comment(source);
      return true;
    }
    if (text.startsWith('<?', at)) {
      yield* this.instruction(source, false);
      return true;
    }
    return false;
  }

  private *type(source: Source): Parsing {
    const reader = new DeclarationReader(this, source);
    for (const step of reader.documentType()) {
      if (step === null) {
        yield null;
        continue;
      }
      this.mark(source, reader.start, reader.end);
      yield step;
    }
  }

  /** Where `closing` begins, from `from` on; waits for it. */
  *find(source: Source, closing: string, from: number): Parsing<number> {
    const offset = from - source.at;
    for (;;) {
      const end = source.text.indexOf(closing, source.at + offset);
      if (end >= 0) return end;
      if (!this.mayGrow(source)) throw this.fail('UNCLOSED_TOKEN', source, source.at);
      yield null;
    }
  }

  private checkCharacters(source: Source, from: number, to: number): void {
    const bad = source.text.slice(from, to).search(NO_XML);
    if (bad >= 0) throw this.fail('INVALID_TOKEN', source, from + bad);
  }

  *comment(source: Source): Parsing {
    const end = yield* this.find(source, '--', source.at + 4);
    yield* this.atLeast(source, end + 3 - source.at);
    const { text, at } = source;
    const from = text.indexOf('--', at + 4);
    this.checkCharacters(source, at + 4, from);
    if (from + 2 >= text.length) throw this.fail('UNCLOSED_TOKEN', source, at);
    if (text[from + 2] !== '>') throw this.fail('INVALID_TOKEN', source, from + 2);
    this.mark(source, at, from + 3);
    source.at = from + 3;
    yield { type: 'comment', text: lines(text.slice(at + 4, from)) };
  }

  *instruction(source: Source, isFirst: boolean): Parsing {
    yield* this.find(source, '?>', source.at + 2);
    const { text, at } = source;
    const end = text.indexOf('?>', at + 2);
    const named = this.match(NAME, text, at + 2);
    if (named < 0 || named > end) throw this.fail('INVALID_TOKEN', source, at + 2);
    const target = text.slice(at + 2, named);
    const spaced = this.match(SPACE, text, named);
    if (spaced < 0 && named !== end) throw this.fail('INVALID_TOKEN', source, named);
    this.checkCharacters(source, named, end);
    this.mark(source, at, end + 2);
    if (target.toLowerCase() === 'xml') {
      if (target !== 'xml') throw this.fail('INVALID_TOKEN', source, at + 5);
      if (!isFirst) throw this.fail('MISPLACED_XML_PI', source, at);
      source.at = end + 2;
      yield this.xmlDeclaration(source, at, text.slice(named, end));
      return;
    }
    source.at = end + 2;
    yield {
      type: 'instruction',
      target,
      data: lines(text.slice(spaced < 0 ? end : Math.min(spaced, end), end)),
    };
  }

  private xmlDeclaration(source: Source, at: number, body: string): XmlEvent {
    const part = (name: string, value: string): string =>
      `(?:\\s+${name}\\s*=\\s*(?:"(${value})"|'(${value})'))`;
    const pattern = new RegExp(
      `^${part('version', '[\\w.:-]+')}?${part('encoding', '[A-Za-z][\\w.-]*')}?${part('standalone', 'yes|no')}?\\s*$`,
    );
    const found = pattern.exec(body);
    const version = found?.[1] ?? found?.[2];
    if (found === null || version === undefined) throw this.fail('XML_DECL', source, at + 6);
    const standalone = found[5] ?? found[6];
    this.declarations.isStandalone = standalone === 'yes';
    return {
      type: 'xml-declaration',
      version,
      encoding: found[3] ?? found[4] ?? null,
      standalone: standalone === undefined ? -1 : standalone === 'yes' ? 1 : 0,
    };
  }

  // --- content

  /** Content until the element that was open at depth `depth` + 1 is closed, or the source ends. */
  private *content(source: Source, depth: number): Parsing {
    while (
      source.isDocument ? this.open.length > depth || this.isFragmentOpen : source.at < source.text.length
    ) {
      const { text, at } = source;
      if (at >= text.length) {
        if (this.mayGrow(source)) {
          yield null;
          continue;
        }
        if (this.isFragmentOpen && this.open.length === depth) return;
        this.mark(source, at, at);
        throw this.fail(this.isFragmentOpen ? 'ASYNC_ENTITY' : 'NO_ELEMENTS', source, at);
      }
      const c = text[at];
      if (c === '<') yield* this.markup(source, depth);
      else if (c === '&') yield* this.reference(source);
      else yield* this.text(source);
    }
    if (!source.isDocument && this.open.length !== depth) throw this.fail('ASYNC_ENTITY', source, source.at);
  }

  /** Set in the parser of an external entity. */
  isFragmentOpen = false;

  private *text(source: Source): Parsing {
    const { text, at } = source;
    let end = this.match(PLAIN, text, at);
    let value: string;
    if (end >= 0) {
      for (let more = end; more >= 0; more = this.match(PLAIN, text, end)) end = more;
      value = text.slice(at, end);
    } else if (text[at] === '\r') {
      if (at + 1 >= text.length && this.mayGrow(source)) return void (yield null);
      end = text[at + 1] === '\n' ? at + 2 : at + 1;
      value = '\n';
    } else if (text[at] === '\n') {
      end = at + 1;
      value = '\n';
    } else if (text[at] === ']') {
      if (text.startsWith(']]>', at)) throw this.fail('INVALID_TOKEN', source, at + 2);
      if (text.length - at < 3 && this.mayGrow(source) && ']]>'.startsWith(text.slice(at)))
        return void (yield null);
      end = at + 1;
      for (let more = end; more >= 0; more = this.match(PLAIN, text, end)) end = more;
      value = text.slice(at, end);
    } else {
      throw this.fail('INVALID_TOKEN', source, at);
    }
    this.mark(source, at, end);
    source.at = end;
    yield { type: 'text', text: value };
  }

  private *markup(source: Source, depth: number): Parsing {
    yield* this.atLeast(source, 2);
    const { text, at } = source;
    const second = text[at + 1];
    if (second === undefined) throw this.fail('UNCLOSED_TOKEN', source, at);
    if (second === '/') return yield* this.endTag(source, depth);
    if (second === '?') return yield* this.instruction(source, false);
    if (second !== '!') return yield* this.element(source);
    yield* this.decide(source, MARKUP_STARTS);
    if (source.text.startsWith('<!--', at)) return yield* this.comment(source);
    if (source.text.startsWith('<![CDATA[', at)) return yield* this.cdata(source);
    const rest = source.text.slice(at);
    if ('<![CDATA['.startsWith(rest) || '<!--'.startsWith(rest))
      throw this.fail('UNCLOSED_TOKEN', source, at);
    throw this.fail('INVALID_TOKEN', source, at + 2);
  }

  private *cdata(source: Source): Parsing {
    this.mark(source, source.at, source.at + 9);
    source.at += 9;
    yield { type: 'start-cdata' };
    for (;;) {
      const { text, at } = source;
      if (text.startsWith(']]>', at)) {
        this.mark(source, at, at + 3);
        source.at = at + 3;
        yield { type: 'end-cdata' };
        return;
      }
      if (
        at >= text.length ||
        (text.length - at < 3 && ']]>'.startsWith(text.slice(at)) && this.mayGrow(source))
      ) {
        if (!this.mayGrow(source)) throw this.fail('UNCLOSED_CDATA_SECTION', source, at);
        yield null;
        continue;
      }
      let end: number;
      let value: string;
      if (text[at] === '\n' || text[at] === '\r') {
        if (text[at] === '\r' && at + 1 >= text.length && this.mayGrow(source)) {
          yield null;
          continue;
        }
        end = text.startsWith('\r\n', at) ? at + 2 : at + 1;
        value = '\n';
      } else {
        const more = /[\r\n]|\]\]>|\]{1,2}$/g;
        more.lastIndex = text[at] === ']' ? at + 1 : at;
        end = more.exec(text)?.index ?? text.length;
        this.checkCharacters(source, at, end);
        value = text.slice(at, end);
      }
      this.mark(source, at, end);
      source.at = end;
      yield { type: 'text', text: value };
    }
  }

  /** `&name;`, `&#10;` in content. */
  private *reference(source: Source): Parsing {
    while (source.text.indexOf(';', source.at) < 0 && this.mayGrow(source)) {
      if (this.referenceFault(source) >= 0) break;
      yield null;
    }
    const fault = this.referenceFault(source);
    if (fault >= 0) throw this.fail('INVALID_TOKEN', source, fault);
    const { text, at } = source;
    const end = text.indexOf(';', at);
    if (end < 0) throw this.fail('UNCLOSED_TOKEN', source, at);
    const name = text.slice(at + 1, end);
    this.mark(source, at, end + 1);
    source.at = end + 1;
    if (name[0] === '#') {
      const character = characterOf(name);
      if (character === null) throw this.fail('BAD_CHAR_REF', source, at);
      yield { type: 'text', text: character };
      return;
    }
    if (Object.hasOwn(PREDEFINED, name)) {
      yield { type: 'text', text: PREDEFINED[name] };
      return;
    }
    const { declarations } = this;
    const entity = declarations.entities.get(name);
    if (entity === undefined) {
      if (!declarations.mayMissSome) throw this.fail('UNDEFINED_ENTITY', source, at);
      yield { type: 'skipped-entity', name, isParameter: false };
      return;
    }
    if (entity.notation !== null) throw this.fail('BINARY_ENTITY_REF', source, at);
    if (this.openEntities.includes(name)) throw this.fail('RECURSIVE_ENTITY_REF', source, at);
    if (entity.value === null) {
      this.openEntities.push(name);
      const { systemId, publicId, base } = entity;
      yield { type: 'external-entity', name, systemId, publicId, base };
      this.openEntities.pop();
      return;
    }
    yield { type: 'internal-entity', name };
    if (!this.expandsEntities) return;
    this.openEntities.push(name);
    yield* this.content({ text: entity.value, at: 0, isDocument: false }, this.open.length);
    this.openEntities.pop();
  }

  /** Set before the answer to `internal-entity`: whether its text is to be parsed. */
  expandsEntities = true;

  /** Where a reference is malformed; -1: nowhere so far. */
  private referenceFault({ text, at }: Source): number {
    const rest = /&(?:#(?:x[0-9a-fA-F]*|[0-9]*)|[^\s;&<]*)/y;
    const end = this.match(rest, text, at);
    if (text[at + 1] === '#') {
      const digits = text[at + 2] === 'x' ? at + 3 : at + 2;
      if (end < text.length && (text[end] !== ';' || end === digits)) return end;
      return -1;
    }
    const named = this.match(NAME, text, at + 1);
    if (named < 0) return at + 1 < text.length ? at + 1 : -1;
    return named < text.length && text[named] !== ';' ? named : -1;
  }

  // --- elements

  /** A start tag: waits for its end, then reads it. */
  private *element(source: Source): Parsing {
    for (;;) {
      const tag = this.readTag(source);
      if (tag !== null) {
        this.mark(source, source.at, tag.end);
        source.at = tag.end;
        yield* this.startElement(source, tag);
        return;
      }
      if (!this.mayGrow(source)) throw this.fail('UNCLOSED_TOKEN', source, source.at);
      yield null;
    }
  }

  private readTag(source: Source): Tag | null {
    const { text, at } = source;
    const invalid = (i: number): XmlError => this.fail('INVALID_TOKEN', source, i);
    let i = this.match(NAME, text, at + 1);
    if (i < 0) {
      if (at + 1 >= text.length) return null;
      throw invalid(at + 1);
    }
    this.checkColons(source, at + 1, i);
    const name = text.slice(at + 1, i);
    const attributes: Attribute[] = [];
    const seen = new Set<string>();
    for (;;) {
      const spaced = this.match(SPACE, text, i);
      if (spaced >= 0) i = spaced;
      if (i >= text.length) return null;
      if (text[i] === '>') return { name, attributes, isEmpty: false, end: i + 1, start: at };
      if (text[i] === '/') {
        if (i + 1 >= text.length) return null;
        if (text[i + 1] !== '>') throw invalid(i + 1);
        return { name, attributes, isEmpty: true, end: i + 2, start: at };
      }
      if (spaced < 0) throw invalid(i);
      const from = i;
      i = this.match(NAME, text, i);
      if (i < 0) throw invalid(from);
      this.checkColons(source, from, i);
      const attribute = text.slice(from, i);
      i = Math.max(i, this.match(SPACE, text, i));
      if (i >= text.length) return null;
      if (text[i] !== '=') throw invalid(i);
      i = Math.max(i + 1, this.match(SPACE, text, i + 1));
      if (i >= text.length) return null;
      const quote = text[i];
      if (quote !== '"' && quote !== "'") throw invalid(i);
      const close = text.indexOf(quote, i + 1);
      const value = text.slice(i + 1, close < 0 ? text.length : close);
      const bad = value.search(/[<\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/);
      if (bad >= 0) throw invalid(i + 1 + bad);
      if (close < 0) return null;
      for (let and = value.indexOf('&'); and >= 0; and = value.indexOf('&', and + 1)) {
        const fault = this.referenceFault({ text, at: i + 1 + and, isDocument: true });
        if (fault >= 0) throw invalid(fault);
      }
      if (seen.has(attribute)) throw this.fail('DUPLICATE_ATTRIBUTE', source, from);
      seen.add(attribute);
      attributes.push({ name: attribute, value, at: i + 1 });
      i = close + 1;
    }
  }

  /** With namespaces, a name has one colon at most, and something on both sides. */
  private checkColons(source: Source, from: number, to: number): void {
    if (this.namespaceSeparator === null) return;
    const name = source.text.slice(from, to);
    const first = name.indexOf(':');
    if (first < 0) return;
    if (first === 0) throw this.fail('INVALID_TOKEN', source, from);
    const second = name.indexOf(':', first + 1);
    if (second >= 0) throw this.fail('INVALID_TOKEN', source, from + second);
    if (first === name.length - 1) throw this.fail('INVALID_TOKEN', source, to);
  }

  private *startElement(source: Source, tag: Tag): Parsing {
    const declared = this.declarations.attributes.get(tag.name);
    const pairs: [string, string][] = [];
    for (const { name, value, at } of tag.attributes) {
      const known = declared?.get(name);
      pairs.push([
        name,
        this.attributeValue(source, value, at, known !== undefined && known.type !== 'CDATA', []),
      ]);
    }
    const specified = pairs.length;
    for (const [name, { value }] of declared ?? []) {
      if (value !== null && !pairs.some(([given]) => given === name)) pairs.push([name, value]);
    }
    const prefixes: (string | null)[] = [];
    let shown = tag.name;
    let attributes: string[];
    let count = specified;
    if (this.namespaceSeparator === null) {
      attributes = pairs.flat();
    } else {
      for (const [name, uri] of pairs) {
        if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue;
        const prefix = name === 'xmlns' ? null : name.slice(6);
        this.bind(source, tag.start, prefix, uri);
        prefixes.push(prefix);
        yield { type: 'start-namespace', prefix, uri: uri === '' ? null : uri };
      }
      const others = pairs.filter(([name]) => name !== 'xmlns' && !name.startsWith('xmlns:'));
      count -=
        pairs.slice(0, specified).length - others.filter((pair) => pairs.indexOf(pair) < specified).length;
      shown = this.expanded(source, tag.start, tag.name, true);
      const names = new Set<string>();
      attributes = others.flatMap(([name, value]) => {
        const full = this.expanded(source, tag.start, name, false);
        if (names.has(full)) throw this.fail('DUPLICATE_ATTRIBUTE', source, tag.start);
        names.add(full);
        return [full, value];
      });
    }
    this.open.push({ name: tag.name, shown, prefixes });
    yield { type: 'start', name: shown, attributes, specified: 2 * count, isEmpty: tag.isEmpty };
    if (!tag.isEmpty) return;
    const end = this.eventEnd;
    if (source.isDocument) this.eventStart = end;
    yield* this.close(true);
  }

  private *endTag(source: Source, depth: number): Parsing {
    for (;;) {
      const { text, at } = source;
      let i = this.match(NAME, text, at + 2);
      if (i < 0 && at + 2 < text.length) throw this.fail('INVALID_TOKEN', source, at + 2);
      const named = i;
      if (i >= 0) i = Math.max(i, this.match(SPACE, text, i));
      if (i >= 0 && i < text.length) {
        if (text[i] !== '>') throw this.fail('INVALID_TOKEN', source, i);
        this.mark(source, at, i + 1);
        if (this.open.length === depth && !(source.isDocument && !this.isFragmentOpen))
          throw this.fail('ASYNC_ENTITY', source, at);
        if (text.slice(at + 2, named) !== this.open.at(-1)?.name)
          throw this.fail('TAG_MISMATCH', source, at + 2);
        source.at = i + 1;
        yield* this.close(false);
        return;
      }
      if (!this.mayGrow(source)) throw this.fail('UNCLOSED_TOKEN', source, at);
      yield null;
    }
  }

  private *close(isEmpty: boolean): Parsing {
    const { shown, prefixes } = this.open.pop()!;
    yield { type: 'end', name: shown, isEmpty };
    for (let i = prefixes.length - 1; i >= 0; i--) {
      this.bindings.get(prefixes[i] ?? '')!.pop();
      yield { type: 'end-namespace', prefix: prefixes[i] };
    }
  }

  // --- namespaces

  private bind(source: Source, at: number, prefix: string | null, uri: string): void {
    if (uri === '' && prefix !== null) throw this.fail('UNDECLARING_PREFIX', source, at);
    if (prefix === 'xmlns') throw this.fail('RESERVED_PREFIX_XMLNS', source, at);
    if (prefix === 'xml' ? uri !== XML_URI : false) throw this.fail('RESERVED_PREFIX_XML', source, at);
    if ((prefix !== 'xml' && uri === XML_URI) || uri === XMLNS_URI)
      throw this.fail('RESERVED_NAMESPACE_URI', source, at);
    const key = prefix ?? '';
    let stack = this.bindings.get(key);
    if (stack === undefined) this.bindings.set(key, (stack = []));
    stack.push(uri === '' ? null : uri);
  }

  private expanded(source: Source, at: number, name: string, isElement: boolean): string {
    const colon = name.indexOf(':');
    if (colon < 0 && !isElement) return name;
    const prefix = colon < 0 ? '' : name.slice(0, colon);
    const uri = this.bindings.get(prefix)?.at(-1) ?? null;
    if (uri === null) {
      if (colon < 0) return name;
      throw this.fail('UNBOUND_PREFIX', source, at);
    }
    const separator = this.namespaceSeparator!;
    const local = `${uri}${separator}${name.slice(colon + 1)}`;
    return this.showsPrefixes && colon >= 0 ? `${local}${separator}${prefix}` : local;
  }

  /** What an external entity's parser must know: namespaces in scope, open entities. */
  context(): string {
    const parts: string[] = [];
    for (const [prefix, stack] of this.bindings) {
      const uri = stack.at(-1);
      if (uri !== undefined && uri !== null) parts.push(`${prefix}=${uri}`);
    }
    return [...(this.namespaceSeparator === null ? [] : parts), ...this.openEntities].join('\f');
  }

  adoptContext(context: string): void {
    for (const part of context.split('\f')) {
      const equals = part.indexOf('=');
      if (equals < 0) this.openEntities.push(part);
      else this.bindings.set(part.slice(0, equals), [part.slice(equals + 1)]);
    }
  }

  // --- attributes

  /** A value with its references replaced and its white space as the declaration wants it (XML 1.0, 3.3.3). */
  attributeValue(
    source: Source,
    value: string,
    at: number,
    isTokens: boolean,
    inside: readonly string[],
  ): string {
    let result = value;
    if (/[&\t\r\n]/.test(value)) {
      result = value.replace(/\r\n|[\t\r\n]|&([^;]*);/g, (piece: string, name: string | undefined) => {
        if (name === undefined) return ' ';
        if (name[0] === '#') {
          const character = characterOf(name);
          if (character === null) throw this.fail('BAD_CHAR_REF', source, at + value.indexOf(piece));
          return character;
        }
        if (Object.hasOwn(PREDEFINED, name)) return PREDEFINED[name];
        const place = at + value.indexOf(piece);
        const entity = this.declarations.entities.get(name);
        if (entity === undefined) {
          if (this.declarations.mayMissSome) return '';
          throw this.fail('UNDEFINED_ENTITY', source, place);
        }
        if (inside.includes(name)) throw this.fail('RECURSIVE_ENTITY_REF', source, place);
        if (entity.notation !== null) throw this.fail('BINARY_ENTITY_REF', source, place);
        if (entity.value === null) throw this.fail('ATTRIBUTE_EXTERNAL_ENTITY_REF', source, place);
        return this.attributeValue(source, entity.value, place, false, [...inside, name]);
      });
    }
    return isTokens ? result.replace(/ +/g, ' ').replace(/^ | $/g, '') : result;
  }
}

interface Attribute {
  name: string;
  value: string;
  at: number;
}

interface Tag {
  name: string;
  attributes: readonly Attribute[];
  isEmpty: boolean;
  start: number;
  end: number;
}

const lines = (text: string): string => (text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text);
