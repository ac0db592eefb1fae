// A SyntaxError as the interpreter prints it: place, line, carets, message. Models _format_syntax_error of Lib/traceback.py.
// Left out: its search for misspelt keywords, which is the library's when a program prints an error itself.
import type { PythonSyntaxError, SyntaxWarning } from './syntax-errors.ts';

/** `fileLine`: the line of the file, for errors that do not carry it themselves. Ends with a newline. */
export function syntaxErrorText(error: PythonSyntaxError, fileLine: string | null = null): string {
  const { type, msg, filename, lineno } = error;
  const text = error.text ?? fileLine;
  let out = '';
  let suffix = '';
  if (lineno !== null) out += `  File "${filename ?? '<string>'}", line ${lineno}\n`;
  else if (filename !== null) suffix = ` (${filename})`;
  if (text !== null && lineno !== null) out += sourceLine(error, text);
  return `${out}${type}: ${msg || '<no detail available>'}${suffix}\n`;
}

function sourceLine(error: PythonSyntaxError, text: string): string {
  // Offsets count code points from 1, in the line as it stands.
  const right = [...text.replace(/\n+$/, '')];
  const indent = right.length - [...right.join('').replace(/^[ \n\f]+/, '')].length;
  const stripped = right.slice(indent);
  const line = `    ${stripped.join('')}\n`;
  if (error.offset === null) return line;
  let { offset } = error;
  let end = error.lineno === error.end_lineno ? error.end_offset || offset : right.length + 1;
  const length = [...text].length;
  if (text !== '' && offset > length) {
    offset = right.length + 1;
    if (end < offset) end = offset;
  }
  // Offsets found after parsing count bytes: they may lie behind the end of the line.
  if (end > right.length + 1) end = Math.max(offset, right.length + 1);
  if (offset >= end || end < 0) end = offset + 1;
  const from = offset - 1 - indent;
  const to = end - 1 - indent;
  if (from < 0) return line;
  const pad = stripped.slice(0, from).map((c) => (/\s/u.test(c) ? c : ' '));
  while (pad.length < from && pad.length < stripped.length) pad.push(' ');
  return `${line}    ${pad.join('')}${'^'.repeat(to - from)}\n`;
}

/** What goes to stderr for warnings given while compiling; `lines` are the source's. */
export function warningsText(
  warnings: readonly SyntaxWarning[],
  filename: string,
  lines: readonly string[],
): string {
  const seen = new Set<string>();
  let out = '';
  for (const { category, message, lineno } of warnings) {
    const head = `${filename}:${lineno}: ${category}: ${message}\n`;
    // The default filters show one of each text and line.
    if (category === 'DeprecationWarning' || seen.has(head)) continue;
    seen.add(head);
    const line = lines[lineno - 1]?.trim();
    out += head + (line ? `  ${line}\n` : '');
  }
  return out;
}
