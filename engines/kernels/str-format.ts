// The template language of `str.format`: literal text, fields, conversions, nested specs; field names with their attributes and
// indices. Models CPython's Objects/stringlib/unicode_format.h. Looking the fields up and formatting them is the caller's.
import { valueError } from './error.ts';
import type { KernelError } from './error.ts';
import { pointAt, range } from './text.ts';
import type { Text } from './text.ts';
import { decimalValue } from './unicode.ts';

export interface TemplateField {
  name: Text;
  /** `r`, `s`, `a`, or undefined. */
  conversion: string | undefined;
  spec: Text;
  /** The spec has fields of its own. */
  nested: boolean;
}

export interface TemplatePiece {
  literal: Text;
  field: TemplateField | null;
}

const OPEN = 0x7b;
const CLOSE = 0x7d;

/** The pieces of templates used lately, as far as they were parsed without an error. */
const parsedTemplates = new Map<string, readonly TemplatePiece[]>();
const TEMPLATES_KEPT = 100;

/** Gives the pieces of a template: from those kept where there are any. */
export function templatePieces(template: Text): { next(): TemplatePiece | null } {
  if (typeof template !== 'string' || template.length > 1000) return new TemplateParser(template);
  let pieces = parsedTemplates.get(template);
  if (pieces === undefined) {
    const parser = new TemplateParser(template);
    const found: TemplatePiece[] = [];
    try {
      for (let piece = parser.next(); piece !== null; piece = parser.next()) found.push(piece);
    } catch {
      // What is wrong is said when the pieces before it have been formatted.
      return new TemplateParser(template);
    }
    pieces = found;
    if (parsedTemplates.size >= TEMPLATES_KEPT) parsedTemplates.clear();
    parsedTemplates.set(template, pieces);
  }
  const all = pieces;
  let at = 0;
  return { next: () => (at < all.length ? all[at++] : null) };
}

/** Gives pieces one by one; errors come when the piece is asked for. */
export class TemplateParser {
  private readonly template: Text;
  private at = 0;

  constructor(template: Text) {
    this.template = template;
  }

  next(): TemplatePiece | null {
    const { template } = this;
    const { length } = template;
    if (this.at >= length) return null;
    const from = this.at;
    let c = 0;
    let follows = false;
    while (this.at < length && !follows) {
      c = pointAt(template, this.at++);
      follows = c === OPEN || c === CLOSE;
    }
    if (!follows) return { literal: range(template, from, length), field: null };
    const atEnd = this.at >= length;
    const doubled = !atEnd && pointAt(template, this.at) === c;
    if (c === CLOSE && !doubled) throw valueError("Single '}' encountered in format string");
    if (atEnd) throw valueError("Single '{' encountered in format string");
    if (doubled) {
      const literal = range(template, from, this.at);
      this.at++;
      return { literal, field: null };
    }
    return { literal: range(template, from, this.at - 1), field: this.field() };
  }

  private field(): TemplateField {
    const { template } = this;
    const { length } = template;
    const from = this.at;
    let c = 0;
    scan: while (this.at < length) {
      c = pointAt(template, this.at++);
      switch (c) {
        case OPEN:
          throw valueError("unexpected '{' in field name");
        case 0x5b:
          while (this.at < length && pointAt(template, this.at) !== 0x5d) this.at++;
          continue;
        case CLOSE:
        case 0x3a:
        case 0x21:
          break scan;
      }
    }
    const name = range(template, from, c === CLOSE || c === 0x3a || c === 0x21 ? this.at - 1 : this.at);
    if (c === CLOSE) return { name, conversion: undefined, spec: '', nested: false };
    if (c !== 0x3a && c !== 0x21) throw valueError("expected '}' before end of string");
    let conversion: string | undefined;
    if (c === 0x21) {
      if (this.at >= length) throw valueError('end of string while looking for conversion specifier');
      conversion = String.fromCodePoint(pointAt(template, this.at++));
      if (this.at < length) {
        c = pointAt(template, this.at++);
        if (c === CLOSE) return { name, conversion, spec: '', nested: false };
        if (c !== 0x3a) throw valueError("expected ':' after conversion specifier");
      }
    }
    const specStart = this.at;
    let nested = false;
    for (let depth = 1; this.at < length;) {
      c = pointAt(template, this.at++);
      if (c === OPEN) {
        nested = true;
        depth++;
      } else if (c === CLOSE && --depth === 0) {
        return { name, conversion, spec: range(template, specStart, this.at - 1), nested };
      }
    }
    throw valueError("unmatched '{' in format spec");
  }
}

/** For a conversion other than r, s, a. */
export function unknownConversion(conversion: string): KernelError {
  const c = conversion.codePointAt(0)!;
  return valueError(
    `Unknown conversion specifier ${c > 32 && c < 127 ? conversion : `\\x${c.toString(16)}`}`,
  );
}

/** `.name` or `[index]`; an index of digits alone is a number. */
export interface Accessor {
  attribute: boolean;
  key: Text | number;
}

export interface FieldName {
  /** Number of the argument, its keyword, or '' for the next one. */
  first: number | Text;
  rest: Accessor[];
}

/** -1 where the text is no number. */
function asIndex(text: Text): number {
  if (text.length === 0) return -1;
  let value = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = decimalValue(pointAt(text, i));
    if (digit < 0) return -1;
    value = value * 10 + digit;
    if (value > Number.MAX_SAFE_INTEGER) throw valueError('Too many decimal digits in format string');
  }
  return value;
}

/** Field names parsed lately; nobody changes them. */
const parsedNames = new Map<string, FieldName>();
const NAMES_KEPT = 200;

export function parseFieldName(name: Text): FieldName {
  if (typeof name !== 'string') return parseNameAnew(name);
  let parsed = parsedNames.get(name);
  if (parsed === undefined) {
    parsed = parseNameAnew(name);
    if (parsedNames.size >= NAMES_KEPT) parsedNames.clear();
    parsedNames.set(name, parsed);
  }
  return parsed;
}

function parseNameAnew(name: Text): FieldName {
  const { length } = name;
  let at = 0;
  while (at < length && pointAt(name, at) !== 0x2e && pointAt(name, at) !== 0x5b) at++;
  const first = range(name, 0, at);
  const number = asIndex(first);
  const rest: Accessor[] = [];
  while (at < length) {
    const c = pointAt(name, at++);
    const from = at;
    let key: Text;
    if (c === 0x2e) {
      while (at < length && pointAt(name, at) !== 0x2e && pointAt(name, at) !== 0x5b) at++;
      key = range(name, from, at);
    } else if (c === 0x5b) {
      while (at < length && pointAt(name, at) !== 0x5d) at++;
      if (at >= length) throw valueError("Missing ']' in format string");
      key = range(name, from, at++);
    } else {
      throw valueError("Only '.' or '[' may follow ']' in format field specifier");
    }
    if (key.length === 0) throw valueError('Empty attribute in format string');
    const index = c === 0x2e ? -1 : asIndex(key);
    rest.push({ attribute: c === 0x2e, key: index < 0 ? key : index });
  }
  return { first: number < 0 ? first : number, rest };
}

/** Whether fields are numbered by the template or by us; it cannot change half-way. */
export class AutoNumber {
  private next = 0;
  private manual: boolean | null = null;

  number(first: number | Text): number | Text {
    const automatic = typeof first !== 'number' && first.length === 0;
    if (typeof first !== 'number' && !automatic) return first;
    if (this.manual === null) this.manual = !automatic;
    else if (this.manual === automatic) {
      throw valueError(
        automatic
          ? 'cannot switch from manual field specification to automatic field numbering'
          : 'cannot switch from automatic field numbering to manual field specification',
      );
    }
    return automatic ? this.next++ : first;
  }
}
