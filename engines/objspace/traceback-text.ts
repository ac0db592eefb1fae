// The text of an exception with its traceback, causes, notes and groups, as CPython 3.14 writes it for one that nobody caught. Models
// Python/pythonrun.c (print_exception) and Lib/traceback.py (TracebackException.format). Calls of `str`, `dir` and the like run nested.
import { runNested } from './continuation.ts';
import { call, iter, next } from './descroperation.ts';
import { STOP } from './object.ts';
import type { W } from './object.ts';
import type { Space } from './space.ts';
import { nearest } from './suggestions.ts';
import { sourceWithCarets } from './traceback-carets.ts';
import { codeOf, positionsOf } from './types/code.ts';
import { exceptionOf } from './types/exceptions.ts';
import type { ExceptionPayload } from './types/exceptions.ts';
import { pythonFrameOf } from './types/frame.ts';
import { qualifiedName } from './types/object.ts';
import { tracebackLine, tracebackOf } from './types/traceback.ts';
import { sourceLines } from './source-lines.ts';

const REPEATS_SHOWN = 3;
const WIDEST_GROUP = 15;
const DEEPEST_GROUP = 10;

/** The result of a nested operation, or null where it raised. */
function attempt(space: Space, operation: () => W): W | null {
  try {
    return runNested(space, operation);
  } catch (e) {
    space.dropError(space.asOperationError(e));
    return null;
  }
}

function safeText(space: Space, w: W, what: string, how: 'str' | 'repr' = 'str'): string {
  const w_text = attempt(space, () => space[how](w));
  return w_text === null ? `<${what} ${how}() failed>` : space.str_w(w_text);
}

function attribute(space: Space, w: W, name: string): W | null {
  const w_value = attempt(space, () => space.getattrOr(w, name, space.w_None));
  return w_value === null || space.is(w_value, space.w_None) ? null : w_value;
}

function itemsOf(space: Space, w_iterable: W): W[] | null {
  const items_w: W[] = [];
  const w_list = attempt(space, () => {
    items_w.push(...space.listOfNested(w_iterable));
    return space.w_None;
  });
  return w_list === null ? null : items_w;
}

const isText = (space: Space, w: W): boolean => space.type(w).isSubtype(space.types.str);

// --- frames

interface Entry {
  filename: string;
  line: number | null;
  name: string;
  /** Lines of this entry, indented. */
  text: string[];
}

function entryOf(space: Space, w_traceback: W): Entry {
  const link = tracebackOf(space, w_traceback);
  const { code } = codeOf(space, pythonFrameOf(space, link.w_frame).w_code);
  const line = tracebackLine(space, link);
  const position = link.lasti < 0 ? undefined : positionsOf(code)[link.lasti >> 1];
  const { filename, name } = code;
  const shown = /^<stdin-\d+>$/.test(filename) ? '<stdin>' : filename;
  const text = [`  File "${shown}", line ${line ?? 'None'}, in ${name}`];
  if (line !== null) {
    // A traceback whose line was set by hand has no columns.
    const fits = position !== undefined && position.lineno === line;
    const endLine = fits ? (position.endLineno ?? line) : line;
    const lines = sourceLines(space, filename, line, endLine);
    const range = {
      lines,
      column: fits ? position.colOffset : null,
      endColumn: fits ? position.endColOffset : null,
    };
    for (const source of sourceWithCarets(range)) text.push(`    ${source}`);
  }
  return { filename, line, name, text };
}

/** Lines below "Traceback (most recent call last):". */
export function formatTraceback(space: Space, w_traceback: W | null): string[] {
  const result: string[] = [];
  let last: Entry | null = null;
  let count = 0;
  const closeRun = (): void => {
    const more = count - REPEATS_SHOWN;
    if (more > 0) result.push(`  [Previous line repeated ${more} more time${more > 1 ? 's' : ''}]`);
  };
  let kept: { w_frame: W; lasti: number; entry: Entry } | null = null;
  for (let w_link = w_traceback; w_link !== null; w_link = tracebackOf(space, w_link).w_next) {
    const link = tracebackOf(space, w_link);
    const { w_code } = pythonFrameOf(space, link.w_frame);
    // In a deep recursion one instruction comes again and again.
    const same: boolean =
      kept !== null &&
      kept.lasti === link.lasti &&
      space.is(pythonFrameOf(space, kept.w_frame).w_code, w_code);
    const entry: Entry = same ? kept!.entry : entryOf(space, w_link);
    kept = { w_frame: link.w_frame, lasti: link.lasti, entry };
    if (
      last === null ||
      last.filename !== entry.filename ||
      last.line !== entry.line ||
      last.name !== entry.name
    ) {
      closeRun();
      last = entry;
      count = 0;
    }
    count++;
    if (count <= REPEATS_SHOWN) result.push(...entry.text);
  }
  closeRun();
  return result;
}

// --- the exception itself

/** Names that `dir()` lists, those with an underscore only if `wrong` begins with one. */
function namesOf(space: Space, w: W, hidesUnderscored: boolean): string[] | null {
  const w_names = attempt(space, () => call(space, space.builtin('dir'), [w]));
  const items_w = w_names === null ? null : itemsOf(space, w_names);
  if (items_w === null) return null;
  const names = items_w.filter((item) => isText(space, item)).map((item) => space.str_w(item));
  return names.sort().filter((name) => !hidesUnderscored || !name.startsWith('_'));
}

function keysOf(space: Space, w_mapping: W): string[] {
  const names: string[] = [];
  attempt(space, () => {
    const w_iterator = runNested(space, () => iter(space, w_mapping));
    for (;;) {
      const w = runNested(space, () => next(space, w_iterator));
      if (w === STOP) return space.w_None;
      if (isText(space, w)) names.push(space.str_w(w));
    }
  });
  return names;
}

function lastFrame(space: Space, w_traceback: W | null): W | null {
  if (w_traceback === null) return null;
  let link = tracebackOf(space, w_traceback);
  while (link.w_next !== null) link = tracebackOf(space, link.w_next);
  return link.w_frame;
}

function suggestionFor(space: Space, w_value: W, w_traceback: W | null, wrong: string): string | null {
  const type = space.type(w_value);
  const hidesUnderscored = !wrong.startsWith('_');
  if (type.isSubtype(space.types.AttributeError)) {
    const w_object = exceptionOf(space, w_value).fields[0];
    if (w_object === null) return null;
    const w_frame = lastFrame(space, w_traceback);
    const w_self = w_frame === null ? null : localOf(space, w_frame, 'self');
    const inMethod = w_self !== null && space.is(w_self, w_object);
    const names = namesOf(space, w_object, hidesUnderscored && !inMethod);
    return names === null ? null : nearest(wrong, names);
  }
  if (type.isSubtype(space.types.ImportError)) {
    const w_name = exceptionOf(space, w_value).fields[1];
    const w_module = w_name === null ? undefined : space.dictget(space.w_modules, w_name);
    if (w_module === undefined) return null;
    const names = namesOf(space, w_module, hidesUnderscored);
    return names === null ? null : nearest(wrong, names);
  }
  const w_frame = lastFrame(space, w_traceback);
  if (w_frame === null) return null;
  const w_self = localOf(space, w_frame, 'self');
  if (w_self !== null && attribute(space, w_self, wrong) !== null) return `self.${wrong}`;
  const frame = pythonFrameOf(space, w_frame);
  const names = [frame.locals(), frame.w_globals, frame.w_builtins].flatMap((w) => keysOf(space, w));
  return nearest(wrong, names);
}

function localOf(space: Space, w_frame: W, name: string): W | null {
  const w_locals = pythonFrameOf(space, w_frame).locals();
  if (space.type(w_locals).isSubtype(space.types.dict)) return space.dictgetstr(w_locals, name) ?? null;
  return null;
}

function isStandardModule(space: Space, name: string): boolean {
  const w_names = space.dictgetstr(space.w_sysDict, 'stdlib_module_names');
  return (
    w_names !== undefined &&
    space.type(w_names).isSubtype(space.types.frozenset) &&
    space.sethas(w_names, space.newstr(name))
  );
}

/** What is said behind the message: `. Did you mean: 'x'?`. */
function suggestionText(space: Space, w_value: W, w_traceback: W | null): string {
  const type = space.type(w_value);
  const { AttributeError, ImportError, NameError } = space.types;
  const { fields } = type.isSubtype(space.types.BaseException) ? exceptionOf(space, w_value) : { fields: [] };
  let w_name: W | null = null;
  if (type.isSubtype(ImportError)) w_name = fields[3];
  else if (type.isSubtype(AttributeError)) w_name = fields[1];
  else if (type.isSubtype(NameError)) w_name = fields[0];
  if (w_name === null || w_name === undefined || !isText(space, w_name)) return '';
  const wrong = space.str_w(w_name);
  const suggestion = suggestionFor(space, w_value, w_traceback, wrong);
  const text = suggestion === null ? '' : `. Did you mean: '${suggestion}'?`;
  if (!type.isSubtype(NameError) || !isStandardModule(space, wrong)) return text;
  const import_ = `id you forget to import '${wrong}'?`;
  return text === '' ? `. D${import_}` : `${text} Or d${import_}`;
}

/** `File …, line …`, the line and a caret below. */
function syntaxErrorLines(space: Space, w_value: W, typeName: string): string[] {
  const [w_msg, w_file, w_line, w_offset, w_text, w_endLine, w_endOffset] = exceptionOf(
    space,
    w_value,
  ).fields;
  const isInt = (w: W | null): w is W => w !== null && space.type(w).isSubtype(space.types.int);
  const number = (w: W | null): number | null => (isInt(w) ? Number(space.int_w(w)) : null);
  const present = (w: W | null): w is W => w !== null && !space.is(w, space.w_None);
  const result: string[] = [];
  let suffix = '';
  if (present(w_line)) {
    const file = present(w_file) ? safeText(space, w_file, 'filename') : '<string>';
    result.push(`  File "${file}", line ${safeText(space, w_line, 'lineno')}`);
  } else if (present(w_file)) {
    suffix = ` (${safeText(space, w_file, 'filename')})`;
  }
  const line = number(w_line);
  if (present(w_text) && isText(space, w_text)) {
    const text = space.str_w(w_text);
    const right = text.replace(/\n+$/, '');
    const left = right.replace(/^[ \n\f]+/, '');
    const spaces = right.length - left.length;
    let offset = number(w_offset);
    result.push(`    ${left}`);
    if (offset !== null && line !== null) {
      const endOffset = number(w_endOffset);
      let end: number;
      if (number(w_endLine) === line || !present(w_endLine))
        end = endOffset === null || endOffset === 0 ? offset : endOffset;
      else end = right.length + 1;
      if (text !== '' && offset > text.length) {
        offset = text.length;
        if (end < offset) end = offset;
      }
      if (offset >= end || end < 0) end = offset + 1;
      const column = offset - 1 - spaces;
      const endColumn = end - 1 - spaces;
      if (column >= 0) {
        const blank = [...left.slice(0, column)].map((c) => (/\s/.test(c) ? c : ' ')).join('');
        result.push(`    ${blank}${'^'.repeat(Math.max(endColumn - column, 0))}`);
      }
    }
  }
  const message = present(w_msg) ? safeText(space, w_msg, 'exception') : '<no detail available>';
  result.push(...`${typeName}: ${message}${suffix}`.split('\n'));
  return result;
}

/** `Type: message` and the notes. */
export function formatExceptionOnly(space: Space, w_value: W, w_traceback: W | null): string[] {
  const type = space.type(w_value);
  const full = qualifiedName(space, type);
  const name = full.startsWith('__main__.') ? full.slice('__main__.'.length) : full;
  const result: string[] = [];
  if (type.isSubtype(space.types.SyntaxError)) {
    result.push(...syntaxErrorLines(space, w_value, name));
  } else {
    const text = safeText(space, w_value, 'exception') + suggestionText(space, w_value, w_traceback);
    result.push(...(text === '' ? name : `${name}: ${text}`).split('\n'));
  }
  result.push(...notesOf(space, w_value));
  return result;
}

function notesOf(space: Space, w_value: W): string[] {
  const w_notes = attempt(space, () => space.getattrOr(w_value, '__notes__', space.w_NotImplemented));
  if (w_notes === null) return ['Ignored error getting __notes__: <__notes__ repr() failed>'];
  if (space.is(w_notes, space.w_NotImplemented) || space.is(w_notes, space.w_None)) return [];
  const type = space.type(w_notes);
  if (type.isSubtype(space.types.list) || type.isSubtype(space.types.tuple)) {
    return (itemsOf(space, w_notes) ?? []).flatMap((w) => safeText(space, w, 'note').split('\n'));
  }
  return safeText(space, w_notes, '__notes__', 'repr').split('\n');
}

// --- chains and groups

const CAUSE = '\nThe above exception was the direct cause of the following exception:\n';
const CONTEXT = '\nDuring handling of the above exception, another exception occurred:\n';

class Printer {
  private readonly space: Space;
  readonly lines: string[] = [];
  private depth = 0;
  private needsClosing = false;
  private readonly seen = new Set<ExceptionPayload>();

  constructor(space: Space) {
    this.space = space;
  }

  private emit(lines: readonly string[], margin = '|'): void {
    const indent = '  '.repeat(this.depth) + (this.depth > 0 ? `${margin} ` : '');
    for (const line of lines) this.lines.push(indent + line);
  }

  private isSeen(w: W): boolean {
    return this.seen.has(exceptionOf(this.space, w));
  }

  /** From the first cause to `w_value`; `chained` is what is said above each but the first. */
  private chainOf(w_value: W): { w: W; said: string | null }[] {
    const chain: { w: W; said: string | null }[] = [];
    for (let w: W | null = w_value; w !== null;) {
      const payload = exceptionOf(this.space, w);
      this.seen.add(payload);
      const { w_cause, w_context, suppressContext } = payload;
      let w_next: W | null = null;
      let said: string | null = null;
      if (w_cause !== null && !this.isSeen(w_cause)) {
        w_next = w_cause;
        said = CAUSE;
      } else if (w_context !== null && !suppressContext && !this.isSeen(w_context)) {
        w_next = w_context;
        said = CONTEXT;
      }
      chain.push({ w, said });
      w = w_next;
    }
    return chain.reverse();
  }

  print(w_value: W, w_traceback: W | null, chain: boolean): void {
    const links = chain ? this.chainOf(w_value) : [{ w: w_value, said: null }];
    for (const { w, said } of links) {
      if (said !== null) this.emit(said.split('\n'));
      const w_own = this.space.is(w, w_value) ? w_traceback : exceptionOf(this.space, w).w_traceback;
      if (this.space.type(w).isSubtype(this.space.types.BaseExceptionGroup)) this.printGroup(w, w_own, chain);
      else this.printSimple(w, w_own);
    }
  }

  private printSimple(w: W, w_traceback: W | null): void {
    if (w_traceback !== null) {
      this.emit(['Traceback (most recent call last):']);
      this.emit(formatTraceback(this.space, w_traceback));
    }
    this.emit(formatExceptionOnly(this.space, w, w_traceback));
  }

  private printGroup(w: W, w_traceback: W | null, chain: boolean): void {
    if (this.depth > DEEPEST_GROUP) {
      this.emit([`... (max_group_depth is ${DEEPEST_GROUP})`]);
      return;
    }
    const isTop = this.depth === 0;
    if (isTop) this.depth++;
    if (w_traceback !== null) {
      this.emit(['Exception Group Traceback (most recent call last):'], isTop ? '+' : '|');
      this.emit(formatTraceback(this.space, w_traceback));
    }
    this.emit(formatExceptionOnly(this.space, w, w_traceback));
    const w_members = exceptionOf(this.space, w).fields[1];
    const members_w = w_members === null ? [] : this.space.tuple_w(w_members);
    const shown = Math.min(members_w.length, WIDEST_GROUP + 1);
    this.needsClosing = false;
    for (let i = 0; i < shown; i++) {
      const isLast = i === shown - 1;
      if (isLast) this.needsClosing = true;
      const isRest = i >= WIDEST_GROUP;
      const indent = '  '.repeat(this.depth);
      const title = isRest ? '...' : String(i + 1);
      this.lines.push(`${indent}${i === 0 ? '+-' : '  '}+---------------- ${title} ----------------`);
      this.depth++;
      if (isRest) {
        const rest = members_w.length - WIDEST_GROUP;
        this.emit([`and ${rest} more exception${rest > 1 ? 's' : ''}`]);
      } else if (!this.isSeen(members_w[i])) {
        const w_member = members_w[i];
        this.print(w_member, exceptionOf(this.space, w_member).w_traceback, chain);
      } else {
        this.printSimple(members_w[i], exceptionOf(this.space, members_w[i]).w_traceback);
      }
      if (isLast && this.needsClosing) {
        this.lines.push(`${'  '.repeat(this.depth)}+------------------------------------`);
        this.needsClosing = false;
      }
      this.depth--;
    }
    if (isTop) this.depth = 0;
  }
}

/** Everything that is printed for an exception, with the newline at its end. */
export function formatException(space: Space, w_value: W, w_traceback?: W | null, chain = true): string {
  const printer = new Printer(space);
  const w_own = w_traceback === undefined ? exceptionOf(space, w_value).w_traceback : w_traceback;
  printer.print(w_value, w_own, chain);
  return printer.lines.map((line) => `${line}\n`).join('');
}
