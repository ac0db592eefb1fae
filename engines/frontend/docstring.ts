// Docstrings: which statement is one, and its text as the compiler stores it (`inspect.cleandoc` but for leading and
// trailing blank lines, which stay so that line numbers do; CPython's _PyAST_GetDocString and _PyCompile_CleanDoc).
import { Kind, SurrogateString } from './ast.ts';
import type { Stmt } from './ast.ts';

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

/** The text without common indentation. Only spaces count as such, and only newlines end a line. */
export function cleanDocstring(docstring: string | SurrogateString): string | SurrogateString {
  // Such a text cannot be UTF-8, which CPython asks for here; it is left as it is.
  if (docstring instanceof SurrogateString) return docstring;
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
