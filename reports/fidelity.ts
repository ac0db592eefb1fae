// Do our engines relate to one another as the real implementations do? For each workload the ratio of one of ours to another beside
// the same ratio of the real ones, in time and in memory, and how well their orders agree (Spearman's rank correlation).
import type { LabResult, ResultEngine, ResultRow } from '../harness/result.ts';
import { digits } from './figures.ts';
import { table } from './html-page.ts';
import type { Cell } from './html-page.ts';
import { escapeHtml, scatterPlot } from './svg.ts';
import { cardOf } from './implementation-cards.ts';

const e = escapeHtml;

export interface FidelityRow {
  workload: string;
  ours: number;
  real: number;
}

export interface Correlation {
  value: number;
  low: number;
  high: number;
  n: number;
}

export interface Fidelity {
  measure: 'time' | 'process peak' | 'modelled peak';
  /** `pypy-like : cpython-like`, `pypy3 : python3`. */
  ours: string;
  real: string;
  rows: FidelityRow[];
  /** Absent below four workloads. */
  correlation?: Correlation;
}

/** Ranks from 1; equal values share the mean of theirs. */
function ranks(values: readonly number[]): number[] {
  const order = values.map((v, i) => ({ v, i })).sort((a, b) => a.v - b.v);
  const out = new Array<number>(values.length);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to < order.length && order[to].v === order[from].v) to++;
    for (let k = from; k < to; k++) out[order[k].i] = (from + to + 1) / 2;
    from = to;
  }
  return out;
}

/** Spearman's rho with a 95 % interval (Fisher's transformation with the variance of Bonett and Wright). */
export function rankCorrelation(pairs: readonly (readonly [number, number])[]): Correlation | undefined {
  const n = pairs.length;
  if (n < 4) return undefined;
  const x = ranks(pairs.map((p) => p[0]));
  const y = ranks(pairs.map((p) => p[1]));
  const m = (n + 1) / 2;
  let xy = 0;
  let xx = 0;
  let yy = 0;
  for (let i = 0; i < n; i++) {
    xy += (x[i] - m) * (y[i] - m);
    xx += (x[i] - m) ** 2;
    yy += (y[i] - m) ** 2;
  }
  if (xx === 0 || yy === 0) return undefined;
  const value = xy / Math.sqrt(xx * yy);
  const half = 1.96 * Math.sqrt((1 + (value * value) / 2) / (n - 3));
  const z = Math.atanh(Math.max(-0.999999, Math.min(0.999999, value)));
  return { value, low: Math.tanh(z - half), high: Math.tanh(z + half), n };
}

/** The real implementation that an engine of ours models, where the result has one: a program before a build for WebAssembly. */
function realOf(result: LabResult, ours: string): ResultEngine | undefined {
  const card = cardOf({ id: ours });
  const real = result.engines.filter((x) => x.role === 'reference' && cardOf(x) === card);
  return real.find((x) => x.kind === 'program') ?? real[0];
}

interface Measure {
  name: Fidelity['measure'];
  of(row: ResultRow): number | undefined;
  /** Of the real ones, where that is another figure. */
  ofReal?(row: ResultRow): number | undefined;
  note?: string;
}

const measures: readonly Measure[] = [
  { name: 'time', of: (row) => row.steady?.value },
  {
    name: 'modelled peak',
    of: (row) => row.memory.modelledPeak,
    ofReal: (row) => row.memory.processPeak,
    note:
      'Ours are modelled bytes of what the program makes; the real ones are peaks of whole processes, interpreter included, because nothing else can be had of ' +
      'them. Where programs need little memory the two cannot agree.',
  },
  {
    name: 'process peak',
    of: (row) => row.memory.processPeak,
    note: 'Processes of ours are their JavaScript host’s: this says what running them costs, and little of the model.',
  },
];

function optional<A, B>(value: A | undefined, of: (value: A) => B): B | undefined {
  return value === undefined ? undefined : of(value);
}

/** Every pair of ours whose real counterparts were measured too. */
export function fidelityOf(result: LabResult): Fidelity[] {
  const ids = result.engines.map((x) => x.id);
  const base = 'cpython-like';
  const realBase = realOf(result, base);
  if (!ids.includes(base) || realBase === undefined) return [];
  return ['pypy-like', 'micro'].flatMap((id) => {
    const real = realOf(result, id);
    if (!ids.includes(id) || real === undefined) return [];
    return measures.flatMap(({ name, of, ofReal = of }): Fidelity[] => {
      const rows = result.analysis.workloads.flatMap((w): FidelityRow[] => {
        const rowOf = (engine: string) => w.rows.find((r) => r.engine === engine && r.state === 'ok');
        const [a, b] = [id, base].map((engine) => optional(rowOf(engine), of));
        const [c, d] = [real.id, realBase.id].map((engine) => optional(rowOf(engine), ofReal));
        return a && b && c && d ? [{ workload: w.workload, ours: a / b, real: c / d }] : [];
      });
      if (rows.length === 0) return [];
      const correlation = rankCorrelation(rows.map((r) => [r.real, r.ours]));
      return [
        {
          measure: name,
          ours: `${id} : ${base}`,
          real: `${real.id} : ${realBase.id}`,
          rows,
          ...(correlation ? { correlation } : {}),
        },
      ];
    });
  });
}

export function fidelityBody(result: LabResult): string {
  const all = fidelityOf(result);
  if (all.length === 0) return '';
  const parts = all.map((f) => {
    const rows = f.rows.map((r) => ({
      workload: r.workload,
      cells: [
        { html: e(r.workload) },
        { html: digits(r.ours), value: r.ours },
        { html: digits(r.real), value: r.real },
        { html: digits(r.ours / r.real), value: r.ours / r.real },
      ] satisfies Cell[],
    }));
    const c = f.correlation;
    const logs = f.rows.map((r) => Math.log(r.ours / r.real));
    const typical = Math.exp(logs.reduce((a, b) => a + b, 0) / logs.length);
    const said = c
      ? `Ours is ${digits(typical)} times the real ratio, geometric mean over ${c.n} workloads; rank correlation ${c.value.toFixed(2)} (${c.low.toFixed(2)}…${c.high.toFixed(2)}).`
      : 'Too few workloads for a rank correlation.';
    const { note } = measures.find((m) => m.name === f.measure)!;
    const title = `${f.ours} against ${f.real}, ${f.measure}`;
    return (
      `<section aria-label="${e(title)}"><h3>${e(f.measure)}: ${e(f.ours)} beside ${e(f.real)}</h3><p>${said}${note === undefined ? '' : ` ${e(note)}`}</p>` +
      `<figure><figcaption>Each point a workload; on the dashed line ours relates as the real ones do</figcaption>${scatterPlot(
        f.rows.map((r) => ({ label: r.workload, x: r.real, y: r.ours })),
        title,
      )}</figure>` +
      `<details><summary>The figures of ${f.rows.length} workloads</summary>` +
      table(title, ['workload', `ours: ${f.ours}`, `real: ${f.real}`, 'ours / real'], rows) +
      '</details></section>'
    );
  });
  return `<h2 id="fidelity">Fidelity</h2><p>Ratios of our engines beside those of the implementations they model.</p><div class="charts">${parts.join('')}</div>`;
}
