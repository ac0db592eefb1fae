// Tables for terminals: columns with a rank, of which those of the lowest rank go first where the width is short; rows
// that are one sentence (an error) run over all columns. Drawn by cli-table3 without boxes, so that they paste well.
import Table from 'cli-table3';

export interface Column {
  title: string;
  align?: 'left' | 'right';
  /** The higher, the earlier it is left out; 0 always stays. */
  rank: number;
}

/** Cells of all columns, or a first cell and a sentence in place of the rest. */
export type Row = readonly string[] | { head: string; sentence: string };

const GAP = 2;

export interface TableAnswer {
  text: string;
  /** Titles of columns that found no room. */
  omitted: string[];
}

export function renderTable(
  columns: readonly Column[],
  rows: readonly Row[],
  width: number,
  paint: Paint,
): TableAnswer {
  const cellWidth = (c: number) =>
    Math.max(
      textWidth(columns[c].title),
      ...rows.map((r) => ('sentence' in r ? (c === 0 ? textWidth(r.head) : 0) : textWidth(r[c] ?? ''))),
    );
  const widths = columns.map((_, c) => cellWidth(c));
  let kept = columns.map((_, c) => c).filter((c) => hasContent(c));
  const omitted: string[] = [];
  const total = () => kept.reduce((sum, c) => sum + widths[c] + GAP, -GAP);
  while (total() > width) {
    const worst = kept.reduce((a, b) => (columns[b].rank >= columns[a].rank ? b : a));
    if (columns[worst].rank === 0) break;
    kept = kept.filter((c) => c !== worst);
    omitted.push(columns[worst].title);
  }
  function hasContent(c: number): boolean {
    return columns[c].rank === 0 || rows.some((r) => !('sentence' in r) && (r[c] ?? '') !== '');
  }

  const table = new Table({
    chars: noLines,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': GAP, compact: true },
    colAligns: kept.map((c) => columns[c].align ?? 'left'),
    colWidths: kept.map((c) => widths[c] + GAP),
  });
  table.push(
    kept.map((c) => ({ content: paint.bold(columns[c].title), hAlign: columns[c].align ?? 'left' })),
  );
  /** Line of the table → what stands there in place of its cells. */
  const sentences = new Map<number, string[]>();
  for (const row of rows) {
    if (!('sentence' in row)) {
      table.push(kept.map((c) => row[c] ?? ''));
      continue;
    }
    // Laid over the drawn line afterwards: as a cell over all columns it would stretch them.
    const room = Math.max(20, width - widths[0] - GAP);
    const [first, ...more] = wrap(row.sentence, room);
    table.push([row.head, ...kept.slice(1).map(() => '')]);
    sentences.set(table.length - 1, [first, ...more]);
  }
  const lines = table.toString().split('\n');
  const out: string[] = [];
  for (const [i, line] of lines.entries()) {
    const sentence = sentences.get(i);
    if (!sentence) {
      out.push(line.trimEnd());
      continue;
    }
    const indent = widths[0] + GAP;
    out.push(padTo(line.trimEnd(), indent) + sentence[0]);
    for (const s of sentence.slice(1)) out.push(' '.repeat(indent) + s);
  }
  return { text: out.join('\n'), omitted };
}

const noLines = Object.fromEntries(
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
    'middle',
  ].map((name) => [name, '']),
);

/** Breaks text at blanks to lines of at most `width`; a longer word is cut. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    let rest = word;
    if (line !== '' && textWidth(line) + 1 + textWidth(rest) <= width) {
      line += ` ${rest}`;
      continue;
    }
    if (line !== '') lines.push(line);
    while (textWidth(rest) > width) {
      const points = [...rest];
      lines.push(points.slice(0, width).join(''));
      rest = points.slice(width).join('');
    }
    line = rest;
  }
  lines.push(line);
  return lines;
}

const escapes = /\u001b\[[0-9;]*m/g;

/** Of a terminal, or as COLUMNS tells it; a pipe or a file has no edge of its own, and gets `otherwise`. */
export function terminalWidth(
  stream: { columns?: number },
  env: Record<string, string | undefined>,
  otherwise: number,
): number {
  return stream.columns || Number(env.COLUMNS) || otherwise;
}

/** Columns a text takes: code points without colours; wide ones (East Asian, emoji) take two. */
export function textWidth(text: string): number {
  let width = 0;
  for (const c of text.replace(escapes, '')) {
    if (/\p{Mn}|\p{Me}|\p{Cf}/u.test(c)) continue;
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u.test(
        c,
      )
        ? 2
        : 1;
  }
  return width;
}

function padTo(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)));
}

// ----------------------------------------------------------------------------------------------------------- colour

/** Named by what is said, not by the colour. */
export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  doubt(text: string): string;
}

/** FORCE_COLOR (not 0) wins, then NO_COLOR (not empty), then whether it is a terminal that can. */
export function wantsColor(env: Record<string, string | undefined>, isTTY: boolean): boolean {
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '')
    return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  return isTTY && env.TERM !== 'dumb';
}

export function createPaint(color: boolean): Paint {
  const code = (on: number, off: number) => (text: string) =>
    color && text !== '' ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  return {
    bold: code(1, 22),
    dim: code(2, 22),
    good: code(32, 39),
    bad: code(31, 39),
    doubt: code(33, 39),
  };
}
