// @inline-constants-from ./ast-kinds.ts Kind
// Puts the parts of f-strings, t-strings and neighbouring literals together as CPython's Parser/action_helpers.c does:
// constants that stand side by side become one, empty ones vanish, nested JoinedStr nodes are laid flat.
import { Kind } from './ast-kinds.ts';
import * as ast from './ast.ts';
import type { Constant, Expr } from './ast.ts';
import { concatenateText } from './string-literals.ts';

/** Parts of one f-string in source order. */
export class StringParts {
  readonly values: Expr[] = [];

  add(part: Expr): void {
    this.values.push(part);
  }

  /** The parts of a format specification: folded as CPython does when there is more than one. */
  folded(): Expr[] {
    const values = this.values;
    if (values.length === 0 || (values.length === 1 && values[0].kind === Kind.Constant)) return values;
    return foldConstants(values);
  }
}

/** Joins constants that are neighbours and drops empty ones. */
function foldConstants(flat: readonly Expr[]): Expr[] {
  const values: Expr[] = [];
  for (let i = 0; i < flat.length; i++) {
    const part = flat[i];
    if (part.kind !== Kind.Constant) {
      values.push(part);
      continue;
    }
    let j = i + 1;
    while (j < flat.length && flat[j].kind === Kind.Constant) j++;
    const constant = j === i + 1 ? part : joinConstants(flat.slice(i, j) as Constant[]);
    i = j - 1;
    if (constant.value !== '') values.push(constant);
  }
  return values;
}

function joinConstants(parts: readonly Constant[]): Constant {
  const first = parts[0];
  const last = parts[parts.length - 1];
  return ast.Constant(
    concatenateText(parts.map((part) => part.value as string)),
    first.ukind,
    first.lineno,
    first.col_offset,
    last.end_lineno,
    last.end_col_offset,
  );
}

/** Neighbouring plain and f-strings as one node; null where bytes and str are mixed. */
export function concatenateStrings(
  parts: readonly (Constant | ast.JoinedStr)[],
  lineno: number,
  col: number,
  endLine: number,
  endCol: number,
): Expr | null {
  let formatted = false;
  let bytes = false;
  let text = false;
  for (const part of parts) {
    if (part.kind === Kind.JoinedStr) formatted = true;
    else if (part.value instanceof Uint8Array) bytes = true;
    else text = true;
  }
  if (bytes) {
    if (text || formatted) return null;
    let size = 0;
    for (const part of parts) size += ((part as Constant).value as Uint8Array).length;
    const joined = new Uint8Array(size);
    let at = 0;
    for (const part of parts) {
      joined.set((part as Constant).value as Uint8Array, at);
      at += ((part as Constant).value as Uint8Array).length;
    }
    return ast.Constant(joined, null, lineno, col, endLine, endCol);
  }
  if (!formatted) return parts.length === 1 ? parts[0] : joinConstants(parts as readonly Constant[]);
  const flat: Expr[] = [];
  for (const part of parts) {
    if (part.kind === Kind.JoinedStr) flat.push(...part.values);
    else flat.push(part);
  }
  return ast.JoinedStr(foldConstants(flat), lineno, col, endLine, endCol);
}

/** Neighbouring t-strings as one node. */
export function concatenateTemplates(
  parts: readonly ast.TemplateStr[],
  lineno: number,
  col: number,
  endLine: number,
  endCol: number,
): Expr {
  const flat: Expr[] = [];
  for (const part of parts) flat.push(...part.values);
  return ast.TemplateStr(foldConstants(flat), lineno, col, endLine, endCol);
}

/** Text of a replacement field from the brace to `end`, without comments: what `f'{x = }'` shows. */
export function debugText(source: string, start: number, end: number): string {
  const text = source.slice(start, end);
  if (!text.includes('#')) return text;
  let out = '';
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quote !== '') {
      if (text.startsWith(quote, i)) {
        out += quote;
        i += quote.length - 1;
        quote = '';
      } else {
        out += c;
        if (c === '\\') out += text[++i] ?? '';
      }
    } else if (c === '"' || c === "'") {
      quote = text.startsWith(c.repeat(3), i) ? c.repeat(3) : c;
      out += quote;
      i += quote.length - 1;
    } else if (c === '#') {
      while (i < text.length && text[i] !== '\n') i++;
      if (i < text.length) out += '\n';
    } else out += c;
  }
  return out;
}

/** Text of an interpolation of a t-string: the debug text without the equals sign and the blanks at its end. */
export function interpolationText(text: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === '=' || /\s/.test(text[end - 1]))) end--;
  return text.slice(0, end);
}
