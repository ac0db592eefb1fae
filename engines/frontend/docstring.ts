// Docstrings: which statement is one, and its text as the compiler stores it (`inspect.cleandoc` but for leading and
// trailing blank lines, which stay so that line numbers do; CPython's _PyAST_GetDocString and _PyCompile_CleanDoc).
import { Kind, SurrogateString } from './ast.ts';
import type { Stmt } from './ast.ts';
import { compileMessages } from './compile-messages.ts';
import { PythonSyntaxError } from './syntax-errors.ts';

/** The docstring that a body begins with, or null. */
export function docstringOf(body: readonly Stmt[]): string | SurrogateString | null {
  if (body.length === 0) return null;
  const first = body[0];
  if (first.kind !== Kind.ExprStmt || first.value.kind !== Kind.Constant) return null;
  const value = first.value.value;
  return typeof value === 'string' || value instanceof SurrogateString ? value : null;
}

/** Tabs to spaces: stops at every eighth column, counted in code points. */
function expandTabs(text: string): string {
  if (!text.includes('\t')) return text;
  let result = '';
  let column = 0;
  for (const char of text) {
    if (char === '\t') {
      const spaces = 8 - (column % 8);
      result += ' '.repeat(spaces);
      column += spaces;
    } else {
      result += char;
      column = char === '\n' || char === '\r' ? 0 : column + 1;
    }
  }
  return result;
}

/** Code points, pairs of surrogates that were written apart kept apart. */
function codePointsOf(text: string | SurrogateString): readonly number[] {
  return typeof text === 'string' ? Array.from(text, (char) => char.codePointAt(0)!) : text.codePoints;
}

/** CPython takes a docstring as UTF-8, which surrogates are not. */
function refuseSurrogates(text: string | SurrogateString): void {
  if (typeof text === 'string' && !/[\ud800-\udfff]/.test(text)) return;
  const points: number[] = [];
  let column = 0;
  for (const point of codePointsOf(text)) {
    const spaces = point === 9 ? 8 - (column % 8) : 0;
    for (let i = 0; i < spaces; i++) points.push(32);
    if (spaces === 0) points.push(point);
    column = point === 10 || point === 13 ? 0 : column + (spaces === 0 ? 1 : spaces);
  }
  const isSurrogate = (point: number): boolean => point >= 0xd800 && point < 0xe000;
  const start = points.findIndex(isSurrogate);
  if (start < 0) return;
  let end = start + 1;
  while (end < points.length && isSurrogate(points[end])) end++;
  throw new PythonSyntaxError(
    'UnicodeEncodeError',
    end - start === 1
      ? compileMessages.surrogate(points[start].toString(16), start)
      : compileMessages.surrogates(start, end - 1),
  );
}

/** The text without common indentation. Only spaces count as such, and only newlines end a line. */
export function cleanDocstring(docstring: string | SurrogateString): string {
  refuseSurrogates(docstring);
  // What is not a plain string has been refused.
  if (docstring instanceof SurrogateString) return '';
  const text = expandTabs(docstring);
  const lines = text.split('\n');
  let margin = Infinity;
  for (let i = 1; i < lines.length; i++) {
    const line = lines[i];
    let indent = 0;
    while (indent < line.length && line.charCodeAt(indent) === 32) indent++;
    if (indent < line.length) margin = Math.min(margin, indent);
  }
  if (margin === Infinity) margin = 0;
  if (margin === 0 && !text.startsWith(' ')) return text;
  let result = lines[0].replace(/^ +/, '');
  for (let i = 1; i < lines.length; i++) {
    const line = lines[i];
    let skip = 0;
    while (skip < margin && line.charCodeAt(skip) === 32) skip++;
    result += '\n' + line.slice(skip);
  }
  return result;
}
