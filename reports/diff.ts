// Two results beside one another as text for a terminal: a row an engine and workload, what changed first.
import type { DiffRow, ResultDiff } from '../harness/result.ts';
import { digits, duration, intervalText, ratioWithInterval } from './figures.ts';
import { renderTable, wrap } from './table.ts';
import type { Paint, Row } from './table.ts';

export interface DiffText {
  width: number;
  paint: Paint;
  /** Leave out what stayed the same. */
  changedOnly: boolean;
}

/** What a reader looks for first. */
const order: readonly DiffRow['verdict'][] = [
  'broken',
  'slower',
  'mended',
  'faster',
  "can't tell",
  'same',
  'fails in both',
  'not compared',
];

export function renderDiff({ rows, overall, doubts }: ResultDiff, options: DiffText): string {
  const { width, paint, changedOnly } = options;
  const parts: string[] = [];
  for (const d of doubts) parts.push(...wrap(d, width).map((l) => paint.doubt(l)));
  const changed: readonly DiffRow['verdict'][] = ['broken', 'slower', 'mended', 'faster'];
  const shown = rows
    .filter((r) => !changedOnly || changed.includes(r.verdict))
    .sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict));
  if (shown.length > 0) {
    const cells = shown.map((r): Row => {
      const verdict = verdictText(r, paint);
      return [
        r.workload,
        r.engine,
        r.before ? duration(r.before.value) : '',
        r.after ? duration(r.after.value) : '',
        r.ratio ? digits(r.ratio.value) : '',
        r.ratio ? paint.dim(intervalText(r.ratio)) : '',
        r.note === undefined ? verdict : `${verdict}: ${r.note}`,
      ];
    });
    const columns = [
      { title: 'workload', rank: 0 },
      { title: 'engine', rank: 0 },
      { title: 'before', rank: 2, align: 'right' as const },
      { title: 'after', rank: 2, align: 'right' as const },
      { title: 'after/before', rank: 1, align: 'right' as const },
      { title: '', rank: 3 },
      { title: 'verdict', rank: 0 },
    ];
    parts.push(renderTable(columns, cells, width, paint).text);
  }
  for (const o of overall)
    parts.push(
      `${o.engine}: ${ratioWithInterval(o.ratio)} of the time before, geometric mean of ${o.workloads} workloads`,
    );
  parts.push(countsText(rows));
  return parts.join('\n');
}

function verdictText({ verdict, ratio }: DiffRow, paint: Paint): string {
  switch (verdict) {
    case 'faster':
      return paint.good(`${digits(1 / ratio!.value)}× faster`);
    case 'slower':
      return paint.bad(`${digits(ratio!.value)}× slower`);
    case 'mended':
      return paint.good(verdict);
    case 'broken':
      return paint.bad(verdict);
    case "can't tell":
      return paint.doubt(verdict);
    default:
      return verdict;
  }
}

function countsText(rows: readonly DiffRow[]): string {
  const counts = order.flatMap((verdict) => {
    const count = rows.filter((r) => r.verdict === verdict).length;
    return count === 0 ? [] : [`${count} ${verdict}`];
  });
  return counts.length === 0 ? 'Nothing in common to compare.' : `${counts.join(', ')}.`;
}
