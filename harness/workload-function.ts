// Does a Python source define `def workload(…)` at its top level? A scan by lines that knows comments, every kind of
// string literal and open brackets, and nothing else of the grammar: it decides how a workload is measured before any
// engine has started. A definition under `if` or `try` is not seen; the engine's own look (`Session.has`) is the last word.

/** What the scan found; `named` are its parameter names, so that a size can be refused where nothing would take it. */
export interface WorkloadFunction {
  line: number;
  parameters: readonly string[];
}

export function findWorkloadFunction(source: string, name = 'workload'): WorkloadFunction | undefined {
  const text = blankLiterals(source);
  const definition = new RegExp(String.raw`^def[ \t\f]+${name}[ \t\f]*(?:\[[^\]]*\])?[ \t\f]*\(`);
  let found: WorkloadFunction | undefined;
  let offset = 0;
  let depth = 0;
  let continued = false;
  let line = 0;
  for (const content of text.split('\n')) {
    line++;
    const match = depth === 0 && !continued ? definition.exec(content) : null;
    // The last definition is the one that counts, as in Python.
    if (match) found = { line, parameters: parameterNames(text.slice(offset + match[0].length)) };
    for (const c of content) {
      if (c === '(' || c === '[' || c === '{') depth++;
      else if (c === ')' || c === ']' || c === '}') depth = Math.max(0, depth - 1);
    }
    continued = content.endsWith('\\');
    offset += content.length + 1;
  }
  return found;
}

/** Names up to the closing bracket, defaults and annotations left out. */
function parameterNames(rest: string): string[] {
  let depth = 0;
  let end = 0;
  const parts: string[] = [''];
  for (; end < rest.length; end++) {
    const c = rest[end];
    if (c === ')' && depth === 0) break;
    if ('([{'.includes(c)) depth++;
    else if (')]}'.includes(c)) depth--;
    if (c === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += c;
  }
  return parts
    .map((p) =>
      p
        .replace(/\\\n/g, ' ')
        .trim()
        .split(/[\s:=]/)[0]
        .replace(/^\*+/, ''),
    )
    .filter((p) => p !== '' && p !== '/');
}

/** The source with comments and the insides of strings replaced by blanks, line breaks kept in place. */
function blankLiterals(source: string): string {
  const text = source.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  // A prefix matters only as far as an `r` does not change where a string ends: a backslash shields a quote in both.
  const literal = /#[^\n]*|'''|"""|'|"/g;
  let out = '';
  let at = 0;
  for (;;) {
    literal.lastIndex = at;
    const match = literal.exec(text);
    if (!match) return out + text.slice(at);
    out += text.slice(at, match.index);
    at = match.index + match[0].length;
    if (match[0][0] === '#') {
      out += ' '.repeat(match[0].length);
      continue;
    }
    const quote = match[0];
    let end = at;
    while (end < text.length) {
      if (text[end] === '\\') end += 2;
      else if (text.startsWith(quote, end)) break;
      // An unclosed string of one line ends with it: the program has a syntax error, which is the engine's to report.
      else if (quote.length === 1 && text[end] === '\n') break;
      else end++;
    }
    end = Math.min(end, text.length);
    const closed = text.startsWith(quote, end);
    // `x` keeps a string an operand: a line break inside must not look like the start of a logical line.
    out +=
      quote[0] + text.slice(at, end).replace(/[^\n]/g, ' ').replace(/\n/g, '\n ') + (closed ? quote[0] : '');
    at = closed ? end + quote.length : end;
  }
}
