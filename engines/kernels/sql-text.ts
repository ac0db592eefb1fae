// What can be told of SQL text without a database: its parameters, its first word, whether anything stands behind a statement, whether a
// script is complete. Follows the lexical rules of SQLite (https://www.sqlite.org/lang_expr.html#varparam, sqlite3_complete); no grammar.

/** Comments and what stands in quotes; then parameters; then words; then any other character. An unclosed comment ends with the text. */
const TOKEN =
  /--[^\n]*|\/\*[^]*?(?:\*\/|$)|'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|(\?\d*|[:@][\w$\u0080-\uffff]+|\$[\w$\u0080-\uffff]+(?:::[\w$\u0080-\uffff]+)*(?:\([^)\s]*\))?)|([\w$\u0080-\uffff]+)|(\s+)|[^]/gu;

const isComment = (token: string): boolean => token.startsWith('--') || token.startsWith('/*');

/** The numbers of parameters as they come along. */
class Numbering {
  readonly parameters: (string | null)[] = [];
  private readonly known = new Map<string, number>();

  next(written: string): number {
    const { parameters, known } = this;
    if (written === '?') return parameters.push(null);
    if (written.startsWith('?')) {
      const number = Number(written.slice(1));
      while (parameters.length < number) parameters.push(null);
      parameters[number - 1] ??= written;
      return number;
    }
    let number = known.get(written);
    if (number === undefined) known.set(written, (number = parameters.push(written)));
    return number;
  }
}

/** The parameters by their numbers from 1 on: as they are written, null for a bare `?` and for numbers that no parameter has. */
export function sqlParameters(sql: string): (string | null)[] {
  const numbering = new Numbering();
  for (const { 1: written } of sql.matchAll(TOKEN)) if (written !== undefined) numbering.next(written);
  return numbering.parameters;
}

/** The text with `values` in the places of parameters. */
export function withSqlValues(sql: string, values: readonly string[]): string {
  const numbering = new Numbering();
  return sql.replace(TOKEN, (token: string, written: string | undefined) =>
    written === undefined ? token : values[numbering.next(written) - 1],
  );
}

/** The first word behind comments, in capitals; '' where there is none. */
export function firstSqlWord(sql: string): string {
  for (const { 0: token, 2: word, 3: space } of sql.matchAll(TOKEN)) {
    if (space !== undefined || isComment(token)) continue;
    return (word ?? '').toUpperCase();
  }
  return '';
}

/** Whether there is more than comments and space. */
export function hasSql(text: string): boolean {
  for (const { 0: token, 3: space } of text.matchAll(TOKEN)) {
    if (space === undefined && !isComment(token)) return true;
  }
  return false;
}

/** Whether a script ends with a semicolon that ends a statement, which inside a trigger is the one behind END. */
export function isCompleteSql(sql: string): boolean {
  /** Words of the statement, until they say whether it makes a trigger. */
  let head: string[] = [];
  let isTrigger = false;
  /** Of a trigger: a semicolon, or that and END, has just been read. */
  let ending = 0;
  let complete = false;
  for (const { 0: token, 2: word, 3: space } of sql.matchAll(TOKEN)) {
    if (space !== undefined || isComment(token)) {
      if (token.startsWith('/*') && !(token.length >= 4 && token.endsWith('*/'))) return false;
      continue;
    }
    // A quote that nothing closes takes in all that follows.
    if (/^['"`[]$/.test(token)) return false;
    const upper = word?.toUpperCase();
    if (token === ';') {
      if (isTrigger && ending < 2) {
        ending = 1;
        complete = false;
        continue;
      }
      complete = true;
      head = [];
      isTrigger = false;
      ending = 0;
      continue;
    }
    complete = false;
    if (isTrigger) {
      ending = ending === 1 && upper === 'END' ? 2 : 0;
      continue;
    }
    if (head.length < 4) {
      head.push(upper ?? token);
      isTrigger = /^(EXPLAIN )?CREATE (TEMP |TEMPORARY )?TRIGGER$/.test(head.join(' '));
    }
  }
  return complete;
}
