// The page that a lesson on implementations starts from: one row an implementation, each figure from the lab's own runs with its
// interval, beside what textbooks say. An implementation that was not at hand is a row that says so: nothing is filled in.
import type { LabConformance, LabPipeline, LabResult, ResultInterval, ResultRow } from '../harness/result.ts';
import { shareOf } from './compatibility.ts';
import { fidelityBody } from './fidelity.ts';
import { bytes, digits, duration, intervalText } from './figures.ts';
import { renderPage, table } from './html-page.ts';
import type { Cell } from './html-page.ts';
import { matrixBody, percent } from './matrix.ts';
import { pipelineBody } from './pipeline.ts';
import { cardOf, cards } from './implementation-cards.ts';
import type { Card } from './implementation-cards.ts';
import { escapeHtml } from './svg.ts';

const e = escapeHtml;

/** A median with what it is the median of. */
export interface Range {
  value: number;
  least: number;
  most: number;
}

export interface TradeoffRow {
  engine: string;
  title: string;
  role: 'lab' | 'reference';
  card?: Card;
  /** Geometric mean of time over the baseline's. */
  speed?: ResultInterval & { workloads: number; excluded: number };
  startup?: ResultInterval;
  /** Median over workloads of the time until a steady state, and how many never had one. */
  warmupMs?: number;
  unsteady?: number;
  /** Median, least and most over workloads. */
  processPeak?: Range;
  /** By the engine's own layout. */
  modelledPeak?: Range;
  /** Median over the workloads for which it was searched and found. */
  smallestHeap?: { bytes: number; workloads: number };
  compatibility?: ReturnType<typeof shareOf>;
}

/** One row an engine that any of the results tells of. */
export function tradeoffRows(
  comparisons: readonly LabResult[],
  conformances: readonly LabConformance[],
): TradeoffRow[] {
  const rows = new Map<string, TradeoffRow>();
  const rowOf = (
    id: string,
    title: string,
    role: 'lab' | 'reference',
    implementation?: string,
  ): TradeoffRow => {
    const known = rows.get(id);
    if (known) return known;
    const card = cardOf({ id, implementation });
    const row: TradeoffRow = { engine: id, title, role, ...(card ? { card } : {}) };
    rows.set(id, row);
    return row;
  };
  for (const result of comparisons) {
    for (const engine of result.engines) {
      const row = rowOf(engine.id, engine.title, engine.role, engine.implementation);
      const own = result.analysis.workloads.flatMap((w) => w.rows.filter((r) => r.engine === engine.id));
      const ran = own.filter((r) => r.state === 'ok');
      if (engine.id === result.plan.baseline)
        row.speed = { value: 1, workloads: ran.length, excluded: own.length - ran.length };
      const overall = result.analysis.overall.find((o) => o.engine === engine.id);
      if (overall)
        row.speed = {
          ...overall.ratio,
          workloads: overall.workloads.length,
          excluded: overall.excluded.length,
        };
      else if (ran.length === 1 && ran[0].ratio) row.speed = { ...ran[0].ratio, workloads: 1, excluded: 0 };
      Object.assign(row, summary(ran));
    }
  }
  for (const conformance of conformances) {
    for (const engine of conformance.engines) {
      const lab = ['cpython-like', 'pypy-like', 'micro'].includes(engine.id);
      const row = rowOf(engine.id, engine.id, lab ? 'lab' : 'reference', engine.implementation);
      row.compatibility = shareOf(engine);
    }
  }
  return [...rows.values()];
}

function summary(rows: readonly ResultRow[]): Partial<TradeoffRow> {
  const median = (values: number[]): number | undefined => {
    const sorted = values.sort((a, b) => a - b);
    return sorted.length === 0 ? undefined : sorted[Math.floor((sorted.length - 1) / 2)];
  };
  const startups = rows.flatMap((r) => r.startup ?? []).sort((a, b) => a.value - b.value);
  const startup = startups[Math.floor((startups.length - 1) / 2)];
  const warm = rows.flatMap((r) => r.warmup ?? []);
  const warmupMs = median(warm.map((w) => w.untilSteadyMs));
  const range = (values: number[]): Range | undefined =>
    values.length === 0
      ? undefined
      : { value: median(values)!, least: Math.min(...values), most: Math.max(...values) };
  const processPeak = range(rows.flatMap((r) => r.memory.processPeak ?? []));
  const modelledPeak = range(rows.flatMap((r) => r.memory.modelledPeak ?? []));
  const heaps = rows.flatMap((r) => r.smallestHeap ?? []);
  const unsteady = warm.filter((w) => w.class === 'no-steady-state' || w.class === 'inconsistent').length;
  return {
    ...(startup ? { startup } : {}),
    ...(warmupMs === undefined ? {} : { warmupMs }),
    ...(unsteady > 0 ? { unsteady } : {}),
    ...(processPeak === undefined ? {} : { processPeak }),
    ...(modelledPeak === undefined ? {} : { modelledPeak }),
    ...(heaps.length === 0 ? {} : { smallestHeap: { bytes: median(heaps)!, workloads: heaps.length } }),
  };
}

/** How many times as fast, the interval, and on how many workloads. */
function speedParts(speed: NonNullable<TradeoffRow['speed']>): [string, string, string] {
  // A lesson speaks of "times as fast"; the lab's ratio is of time.
  const fast: ResultInterval = {
    value: 1 / speed.value,
    ...(speed.low && speed.high ? { low: 1 / speed.high, high: 1 / speed.low } : {}),
  };
  const all = speed.workloads + speed.excluded;
  const over = speed.excluded > 0 ? `${speed.workloads} of ${all}` : `${speed.workloads}`;
  return [`${digits(fast.value)}×`, intervalText(fast), `${over} ${all === 1 ? 'workload' : 'workloads'}`];
}

function speedText(speed: NonNullable<TradeoffRow['speed']>): string {
  const [fast, interval, over] = speedParts(speed);
  return `${[fast, interval].filter(Boolean).join(' ')}, ${over}`;
}

const below = (text: string): string => `<br><span class="soft">${e(text)}</span>`;

function speedCell(speed: TradeoffRow['speed']): string {
  if (speed === undefined) return '';
  const [fast, interval, over] = speedParts(speed);
  return `${e(fast)}${interval === '' ? '' : below(interval)}${below(over)}`;
}

function startupCell(startup: ResultInterval | undefined): string {
  if (startup === undefined) return '';
  const { value, low, high } = startup;
  const interval = low === undefined || high === undefined ? '' : below(`${duration(low)}…${duration(high)}`);
  return `${duration(value)}${interval}`;
}

function sizeCell(size: Range | undefined): Cell {
  if (size === undefined) return { html: '', value: '' };
  const { value, least, most } = size;
  return { html: `${bytes(value)}${most > least ? below(`${bytes(least)}…${bytes(most)}`) : ''}`, value };
}

export function tradeoffBody(
  comparisons: readonly LabResult[],
  conformances: readonly LabConformance[],
): string {
  const rows = tradeoffRows(comparisons, conformances);
  const baseline = comparisons[0]?.plan.baseline;
  const body = rows.map((r) => {
    const cells: Cell[] = [
      { html: `${e(r.engine)} <span class="soft">${r.role === 'lab' ? 'ours' : 'real'}</span>` },
      { html: e(r.card?.name ?? '') },
      { html: speedCell(r.speed), value: r.speed ? 1 / r.speed.value : '' },
      { html: startupCell(r.startup), value: r.startup?.value ?? '' },
      {
        html:
          r.warmupMs === undefined
            ? ''
            : `${duration(r.warmupMs)}${r.unsteady ? below(`${r.unsteady} without a steady state`) : ''}`,
        value: r.warmupMs ?? '',
      },
      sizeCell(r.processPeak),
      sizeCell(r.modelledPeak),
      {
        html: r.smallestHeap
          ? `${bytes(r.smallestHeap.bytes)} <span class="soft">(${r.smallestHeap.workloads})</span>`
          : '',
        value: r.smallestHeap?.bytes ?? '',
      },
      {
        html: r.compatibility ? e(percent(r.compatibility)).replace(' (', '<br>(') : '',
        value: r.compatibility?.value ?? '',
      },
    ];
    return { engine: r.engine, cells };
  });
  const head = [
    'engine',
    'models',
    'speed',
    'start-up',
    'warm-up',
    'process peak',
    'modelled peak',
    'smallest heap',
    'compatibility',
  ];
  const known = cards.map((card) => {
    const own = rows.filter((r) => r.card === card);
    const real = own.filter((r) => r.role === 'reference');
    const measured =
      own.length === 0
        ? 'not run: nothing was measured'
        : own
            .map(
              (r) =>
                `${r.engine}: ${[
                  r.speed ? speedText(r.speed) : 'no time',
                  r.startup ? `starts in ${duration(r.startup.value)}` : '',
                  r.compatibility ? `${percent(r.compatibility)} compatible` : '',
                ]
                  .filter(Boolean)
                  .join(', ')}`,
            )
            .join('; ') + (real.length === 0 ? '; the real one was not run' : '');
    return {
      cells: [
        { html: e(card.name) },
        { html: e(card.technique), className: 'text' },
        { html: e(card.bestFor), className: 'text' },
        { html: e(card.textbook), className: 'text' },
        { html: e(measured), className: 'text' },
      ],
    };
  });
  return (
    '<h2>Trade-offs, measured</h2>' +
    `<p>Speed: times as fast as ${e(baseline ?? 'the baseline')}, geometric mean over workloads with its 95 % interval. ` +
    'Start-up, with its 95 % interval, warm-up and memory, with the least and the most: medians over workloads. Modelled peak: bytes of the program’s objects by the layout of what the engine models. Smallest heap: in which a workload still works, of engines whose heap has a cap ' +
    '(over so many workloads). Compatibility: share of the conformance programs that print what ' +
    'CPython 3.14 prints, with its 95 % interval; real implementations of other versions are held to 3.14 too.</p>' +
    table('Each engine and each real implementation that was run', head, body) +
    '<h2>What they are</h2>' +
    table(
      'Implementations: technique, use, what is said and what was measured',
      ['implementation', 'key technique', 'best for', 'textbooks say', 'measured here'],
      known,
      'words',
    )
  );
}

export function renderTradeoffs(
  comparisons: readonly LabResult[],
  conformances: readonly LabConformance[],
  pipelines: readonly LabPipeline[] = [],
): string {
  const measured = tradeoffRows(comparisons, conformances).map((r) => r.engine);
  const engines = [...new Set([...measured, ...pipelines.flatMap((p) => p.engines.map((x) => x.id))])];
  return renderPage({
    title: 'Python implementations: trade-offs',
    engines,
    body:
      tradeoffBody(comparisons, conformances) +
      pipelines.map(pipelineBody).join('') +
      comparisons.map(fidelityBody).join('') +
      conformances.map((c) => matrixBody(c, comparisons)).join('<hr>'),
  });
}
