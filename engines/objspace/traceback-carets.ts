// Source lines of a traceback entry with carets under the instruction: `~` for its operands, `^` for operator, subscript or call.
// Pure text; models what CPython 3.14's Lib/traceback.py prints (StackSummary.format_frame_summary). Positions are those of the code object:
// lines from 1, columns in bytes of UTF-8.
import { Kind } from '../frontend/ast.ts';
import type { Expr, Stmt } from '../frontend/ast.ts';
import { parse } from '../frontend/parse.ts';

/** A place in the lines of a segment; columns in characters. */
interface Place {
  line: number;
  column: number;
}

/** Between `left` and `right` stands what failed. */
interface Anchors {
  left: Place;
  right: Place;
}

const encoder = new TextEncoder();

/** Characters (code points) before byte `offset` of a line. */
function characterOffset(line: readonly string[], offset: number): number {
  let bytes = 0;
  let i = 0;
  while (i < line.length && bytes < offset) bytes += encoder.encode(line[i++]).length;
  return i;
}

/** Fullwidth and wide characters of East Asian typography take two columns (Unicode TR11: W and F; the principal blocks). */
const WIDE =
  /[\u1100-\u115f\u231a\u231b\u2329\u232a\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2614\u2615\u2648-\u2653\u267f\u2693\u26a1\u26aa\u26ab\u26bd\u26be\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705\u270a\u270b\u2728\u274c\u274e\u2753-\u2755\u2757\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18aff}\u{1b000}-\u{1b2ff}\u{1f004}\u{1f0cf}\u{1f18e}\u{1f191}-\u{1f19a}\u{1f200}-\u{1f320}\u{1f32d}-\u{1f335}\u{1f337}-\u{1f37c}\u{1f37e}-\u{1f393}\u{1f3a0}-\u{1f3ca}\u{1f3cf}-\u{1f3d3}\u{1f3e0}-\u{1f3f0}\u{1f3f4}\u{1f3f8}-\u{1f43e}\u{1f440}\u{1f442}-\u{1f4fc}\u{1f4ff}-\u{1f53d}\u{1f54b}-\u{1f54e}\u{1f550}-\u{1f567}\u{1f57a}\u{1f595}\u{1f596}\u{1f5a4}\u{1f5fb}-\u{1f64f}\u{1f680}-\u{1f6c5}\u{1f6cc}\u{1f6d0}-\u{1f6d2}\u{1f6d5}-\u{1f6d7}\u{1f6eb}\u{1f6ec}\u{1f6f4}-\u{1f6fc}\u{1f7e0}-\u{1f7eb}\u{1f90c}-\u{1f93a}\u{1f93c}-\u{1f945}\u{1f947}-\u{1f9ff}\u{1fa70}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** Columns that the first `count` characters take. */
function displayWidth(line: readonly string[], count = line.length): number {
  let width = 0;
  for (let i = 0; i < count && i < line.length; i++) width += WIDE.test(line[i]) ? 2 : 1;
  return width;
}

const isSpace = (c: string): boolean => /\s/.test(c);

/** Removes the white space that all lines begin with; lines of nothing but white space become empty. */
export function dedent(lines: readonly string[]): string[] {
  let margin: string | null = null;
  for (const line of lines) {
    if (line.trim() === '') continue;
    const indent = /^[ \t]*/.exec(line)![0];
    if (margin === null) {
      margin = indent;
    } else {
      let same = 0;
      while (same < margin.length && margin[same] === indent[same]) same++;
      margin = margin.slice(0, same);
    }
  }
  return lines.map((line) => (line.trim() === '' ? '' : line.slice(margin?.length ?? 0)));
}

function onlyStatement(source: string): Stmt | null {
  try {
    const { tree } = parse(source);
    return tree.kind === Kind.Module && tree.body.length === 1 ? tree.body[0] : null;
  } catch {
    return null;
  }
}

function firstStatement(source: string): Stmt | null | undefined {
  try {
    const { tree } = parse(source);
    return tree.kind === Kind.Module ? (tree.body[0] ?? null) : undefined;
  } catch {
    return undefined;
  }
}

/** Where the operator, the brackets or the arguments of an expression stand; null for other expressions. */
function findAnchors(segment: string): Anchors | null {
  // In parentheses, so that an expression may be spread over lines.
  const statement = onlyStatement(`(\n${segment}\n)`);
  if (statement === null || statement.kind !== Kind.ExprStmt) return null;
  const lines = segment.split('\n').map((line) => [...line]);
  const endOf = (e: Expr): Place => {
    const line = e.end_lineno - 2;
    return { line, column: characterOffset(lines[line], e.end_col_offset) };
  };
  const valid = (place: Place): Place => {
    let { line, column } = place;
    while (line < lines.length && column >= lines[line].length) {
      line++;
      column = 0;
    }
    if (line >= lines.length) throw new RangeError('the text ends before the operator');
    return { line, column };
  };
  /** The first character that `stop` accepts; comments and line continuations are skipped. */
  const search = (from: Place, stop: (c: string) => boolean): Place => {
    let place = valid(from);
    for (;;) {
      const c = lines[place.line][place.column];
      if (c === '\\' || c === '#') place = valid({ line: place.line + 1, column: 0 });
      else if (stop(c)) return place;
      else place = valid({ line: place.line, column: place.column + 1 });
    }
  };
  const e = statement.value;
  if (e.kind === Kind.BinOp) {
    const left = search(endOf(e.left), (c) => !isSpace(c) && c !== ')');
    const line = lines[left.line];
    let end = left.column + 1;
    const rightLine = e.right.lineno - 2;
    const beforeRight = rightLine > left.line || end < characterOffset(lines[rightLine], e.right.col_offset);
    if (end < line.length && beforeRight && !isSpace(line[end]) && line[end] !== '\\' && line[end] !== '#')
      end++;
    return { left, right: { line: left.line, column: end } };
  }
  if (e.kind === Kind.Subscript) return { left: search(endOf(e.value), (c) => c === '['), right: endOf(e) };
  if (e.kind === Kind.Call) return { left: search(endOf(e.func), (c) => c === '('), right: endOf(e) };
  return null;
}

/** Carets that would underline all that is shown say nothing; nor do they under `f(…)`, `return f(…)`, `x = f(…)` as a whole. */
function showsCarets(
  lines: readonly string[][],
  start: number,
  end: number,
  anchors: Anchors | null,
): boolean {
  const statement = firstStatement(lines.map((line) => line.join('')).join('\n'));
  if (statement === null) return false;
  if (statement !== undefined) {
    let call: Expr | null = null;
    if (statement.kind === Kind.Return && statement.value?.kind === Kind.Call) {
      if (statement.value.func.kind === Kind.Name) call = statement.value;
    } else if (statement.kind === Kind.Assign && statement.value.kind === Kind.Call) {
      call = statement.value;
    }
    if (
      call !== null &&
      call.lineno === 1 &&
      call.end_lineno === lines.length &&
      call.col_offset === start &&
      call.end_col_offset === end
    ) {
      return false;
    }
  }
  if (anchors !== null) return true;
  const before = lines[0].slice(0, start).join('').trim();
  const after = lines[lines.length - 1].slice(end).join('').trim();
  return before !== '' || after !== '';
}

/** The source of an instruction: its lines from the first to the last, without their newlines. */
export interface SourceRange {
  lines: readonly string[];
  /** Bytes into the first and the last line; null: unknown. */
  column: number | null;
  endColumn: number | null;
}

/** Lines to be shown below `File …, line …, in …`, without indentation; empty where there is no text. */
export function sourceWithCarets({ lines: original, column, endColumn }: SourceRange): string[] {
  const dedented = dedent(original);
  if (dedented.join('').trim() === '') return [];
  if (column === null || endColumn === null) return [original[0].trim()];
  const first = [...original[0]];
  const lines = dedented.map((line) => [...line]);
  const removed = first.length - lines[0].length;
  const last = lines.length - 1;
  const start = Math.max(0, characterOffset(first, column) - removed);
  const end = Math.max(0, characterOffset([...original[last]], endColumn) - removed);
  const segment = lines
    .map((line, i) => line.slice(i === 0 ? start : 0, i === last ? end : undefined).join(''))
    .join('\n');
  let anchors: Anchors | null = null;
  try {
    anchors = findAnchors(segment);
  } catch (e) {
    if (!(e instanceof RangeError) && !(e instanceof TypeError)) throw e;
  }
  const carets = showsCarets(lines, start, end, anchors);
  const significant = new Set([0, last]);
  let left: Place = { line: 0, column: 0 };
  let right: Place = { line: 0, column: 0 };
  if (anchors !== null) {
    const shown = (place: Place): Place => {
      const inLine = place.column + (place.line === 0 ? start : 0);
      return { line: place.line, column: displayWidth(lines[place.line], inLine) };
    };
    left = shown(anchors.left);
    right = shown(anchors.right);
    for (const { line } of [left, right])
      for (const near of [line - 1, line, line + 1]) significant.add(near);
  }
  const startWidth = displayWidth(lines[0], start);
  const endWidth = displayWidth(lines[last], end);
  const isInside = (line: number, at: number): boolean =>
    anchors !== null &&
    (line > left.line || (line === left.line && at >= left.column)) &&
    (line < right.line || (line === right.line && at < right.column));
  const result: string[] = [];
  const show = (i: number): void => {
    result.push(lines[i].join(''));
    if (!carets) return;
    const spaces = lines[i].findIndex((c) => !isSpace(c));
    const width = i === last ? endWidth : displayWidth(lines[i]);
    let marks = '';
    for (let at = 0; at < width; at++) {
      if (at < (spaces < 0 ? lines[i].length : spaces) || (i === 0 && at < startWidth)) marks += ' ';
      else marks += anchors === null || isInside(i, at) ? '^' : '~';
    }
    result.push(marks);
  };
  const order = [...significant].filter((i) => i >= 0 && i <= last).sort((a, b) => a - b);
  order.forEach((i, k) => {
    const gap = k === 0 ? 1 : i - order[k - 1];
    if (gap === 2) show(i - 1);
    else if (gap > 2) result.push(`...<${gap - 1} lines>...`);
    show(i);
  });
  return dedent(result);
}
