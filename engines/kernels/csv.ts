// Rows of comma-separated values: the reader's state machine and the writer's quoting. Models parse_process_char and join_append_data of
// CPython's Modules/_csv.c. Works on UTF-16 text; all that it looks for is below U+10000 or compared as a pair.

export const QUOTE_MINIMAL = 0;
export const QUOTE_ALL = 1;
export const QUOTE_NONNUMERIC = 2;
export const QUOTE_NONE = 3;
export const QUOTE_STRINGS = 4;
export const QUOTE_NOTNULL = 5;

export interface Dialect {
  delimiter: string;
  /** '' for none. */
  quotechar: string;
  escapechar: string;
  doublequote: boolean;
  skipinitialspace: boolean;
  lineterminator: string;
  quoting: number;
  strict: boolean;
}

export class CsvError extends Error {}

/** A field: its text, whether it was quoted (then it is no number and not None). */
export interface Field {
  text: string;
  quoted: boolean;
}

type State =
  | 'start-record'
  | 'start-field'
  | 'escaped'
  | 'in-field'
  | 'in-quoted'
  | 'escape-in-quoted'
  | 'quote-in-quoted'
  | 'eat-crnl'
  | 'after-escaped-crnl';

const END = '';

/** Reads one record, which may take several lines. */
export class RecordReader {
  private readonly dialect: Dialect;
  private state: State = 'start-record';
  private text = '';
  private quoted = false;
  private readonly limit: number;

  private readonly onField: (field: Field) => void;

  /** `onField` is told each field when it is complete. */
  constructor(dialect: Dialect, limit: number, onField: (field: Field) => void) {
    this.dialect = dialect;
    this.limit = limit;
    this.onField = onField;
  }

  /** True when the record is complete. */
  line(line: string): boolean {
    for (let i = 0; i < line.length; i++) {
      let c = line[i];
      const code = c.charCodeAt(0);
      if (code >= 0xd800 && code < 0xdc00 && i + 1 < line.length) c += line[++i];
      // A run of plain characters at once.
      if (this.state === 'in-field' || this.state === 'in-quoted') {
        const run = this.plainRun(line, i);
        if (run > 0 && c.length === 1) {
          this.add(line.slice(i, i + run));
          i += run - 1;
          continue;
        }
      }
      this.character(c);
    }
    this.character(END);
    return this.state === 'start-record';
  }

  /** The input has ended: true when there is a record all the same; CsvError where it may not end here. */
  finish(): boolean {
    if (this.text !== '' || this.state === 'in-quoted') {
      if (this.dialect.strict) throw new CsvError('unexpected end of data');
      this.save();
      return true;
    }
    return false;
  }

  private plainRun(line: string, from: number): number {
    const { delimiter, quotechar, escapechar } = this.dialect;
    const special = delimiter.charCodeAt(0);
    const quote = quotechar === '' ? -1 : quotechar.charCodeAt(0);
    const escape = escapechar === '' ? -1 : escapechar.charCodeAt(0);
    let i = from;
    for (; i < line.length; i++) {
      const c = line.charCodeAt(i);
      if (c === special || c === quote || c === escape || c === 10 || c === 13 || (c >= 0xd800 && c < 0xe000))
        break;
    }
    return i - from;
  }

  private add(text: string): void {
    this.text += text;
    if (this.text.length > this.limit) throw new CsvError(`field larger than field limit (${this.limit})`);
  }

  private save(): void {
    this.onField({ text: this.text, quoted: this.quoted });
    this.text = '';
    this.quoted = false;
  }

  private character(c: string): void {
    const { delimiter, quotechar, escapechar, quoting, doublequote, strict } = this.dialect;
    const isNewline = c === '\n' || c === '\r';
    const quotes = quoting !== QUOTE_NONE && quotechar !== '' && c === quotechar;
    switch (this.state) {
      case 'start-record':
        if (c === END) return;
        if (isNewline) {
          this.state = 'eat-crnl';
          return;
        }
        this.state = 'start-field';
        this.startField(c, isNewline, quotes);
        return;
      case 'start-field':
        this.startField(c, isNewline, quotes);
        return;
      case 'escaped':
        if (isNewline) {
          this.add(c);
          this.state = 'after-escaped-crnl';
          return;
        }
        this.add(c === END ? '\n' : c);
        this.state = 'in-field';
        return;
      case 'after-escaped-crnl':
        if (c === END) return;
        this.inField(c, isNewline);
        return;
      case 'in-field':
        this.inField(c, isNewline);
        return;
      case 'in-quoted':
        if (c === END) return;
        if (escapechar !== '' && c === escapechar) this.state = 'escape-in-quoted';
        else if (quotes) this.state = doublequote ? 'quote-in-quoted' : 'in-field';
        else this.add(c);
        return;
      case 'escape-in-quoted':
        this.add(c === END ? '\n' : c);
        this.state = 'in-quoted';
        return;
      case 'quote-in-quoted':
        if (quotes) {
          this.add(c);
          this.state = 'in-quoted';
        } else if (c === delimiter) {
          this.save();
          this.state = 'start-field';
        } else if (isNewline || c === END) {
          this.save();
          this.state = c === END ? 'start-record' : 'eat-crnl';
        } else if (!strict) {
          this.add(c);
          this.state = 'in-field';
        } else throw new CsvError(`'${delimiter}' expected after '${quotechar}'`);
        return;
      case 'eat-crnl':
        if (isNewline) return;
        if (c === END) this.state = 'start-record';
        else {
          const text =
            "new-line character seen in unquoted field - do you need to open the file with newline=''?";
          throw new CsvError(text);
        }
    }
  }

  private startField(c: string, isNewline: boolean, quotes: boolean): void {
    const { delimiter, escapechar, skipinitialspace } = this.dialect;
    if (isNewline || c === END) {
      this.save();
      this.state = c === END ? 'start-record' : 'eat-crnl';
    } else if (quotes) {
      this.quoted = true;
      this.state = 'in-quoted';
    } else if (escapechar !== '' && c === escapechar) this.state = 'escaped';
    else if (c === ' ' && skipinitialspace) return;
    else if (c === delimiter) this.save();
    else {
      this.add(c);
      this.state = 'in-field';
    }
  }

  private inField(c: string, isNewline: boolean): void {
    const { delimiter, escapechar } = this.dialect;
    if (isNewline || c === END) {
      this.save();
      this.state = c === END ? 'start-record' : 'eat-crnl';
    } else if (escapechar !== '' && c === escapechar) this.state = 'escaped';
    else if (c === delimiter) {
      this.save();
      this.state = 'start-field';
    } else {
      this.add(c);
      this.state = 'in-field';
    }
  }
}

/** One field of a record as it is written; `mustQuote` by its type. */
export function writeField(dialect: Dialect, text: string | null, mustQuote: boolean): string {
  const { delimiter, quotechar, escapechar, doublequote, lineterminator, quoting, skipinitialspace } =
    dialect;
  let quoted = mustQuote;
  let out = '';
  for (const c of text ?? '') {
    let escape = false;
    if (
      c === delimiter ||
      (escapechar !== '' && c === escapechar) ||
      (quotechar !== '' && c === quotechar) ||
      c === '\n' ||
      c === '\r' ||
      lineterminator.includes(c)
    ) {
      if (quoting === QUOTE_NONE) escape = true;
      else {
        if (quotechar !== '' && c === quotechar) {
          if (doublequote) out += c;
          else escape = true;
        } else if (escapechar !== '' && c === escapechar) escape = true;
        if (!escape) quoted = true;
      }
      if (escape) {
        if (escapechar === '') throw new CsvError('need to escape, but no escapechar set');
        out += escapechar;
      }
    }
    out += c;
  }
  if (out === '' && delimiter === ' ' && skipinitialspace) {
    // Nothing would be seen of it.
    const isBare = text === null && (quoting === QUOTE_STRINGS || quoting === QUOTE_NOTNULL);
    if (quoting === QUOTE_NONE || isBare) {
      throw new CsvError('empty field must be quoted if delimiter is a space and skipinitialspace is true');
    }
    quoted = true;
  }
  return quoted ? quotechar + out + quotechar : out;
}
