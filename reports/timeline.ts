// Figures followed over runs: as text (a line a series with its steps), and as a page (a drawing a series, with its runs as a table).
import type { TimelinePoint, TimelineSeries, TimelineStep } from '../harness/result.ts';
import { digits, duration, spread } from './figures.ts';
import { renderPage, table } from './html-page.ts';
import { escapeHtml, timelinePlot } from './svg.ts';
import { wrap } from './table.ts';
import type { Paint } from './table.ts';

const day = (p: TimelinePoint): string => p.at.slice(0, 10);
const revision = (p: TimelinePoint): string => (p.revision === undefined ? '' : p.revision.slice(0, 10));
const nameOf = ({ workload, n, engine }: TimelineSeries): string =>
  `${workload}${n === undefined || workload.includes('@') ? '' : ` (n = ${n})`} on ${engine}`;

function stepText(s: TimelineStep): string {
  const how = s.ratio > 1 ? `${digits(s.ratio)}× slower` : `${digits(1 / s.ratio)}× faster`;
  return `${how} (${duration(s.before)} to ${duration(s.after)})`;
}

const BARS = '▁▂▃▄▅▆▇█';

/** A column a run: its height between the least and the most of the series, on a logarithmic scale; a cross where it failed. */
export function sparkline(points: readonly TimelinePoint[]): string {
  const logs = points.flatMap((p) => (p.steady ? [Math.log(p.steady.value)] : []));
  const low = Math.min(...logs);
  // Below a factor of 1.1 the heights would be noise drawn large.
  const span = Math.max(Math.max(...logs) - low, Math.log(1.1));
  return points
    .map((p) =>
      p.steady
        ? BARS[Math.min(BARS.length - 1, Math.floor(((Math.log(p.steady.value) - low) / span) * BARS.length))]
        : '×',
    )
    .join('');
}

export function renderTimelines(
  series: readonly TimelineSeries[],
  { width, paint }: { width: number; paint: Paint },
): string {
  if (series.length === 0) return 'No runs that match.';
  const machines = new Set(series.map((s) => s.cpu)).size > 1;
  return series
    .map((s) => {
      const last = s.points.at(-1)!;
      const now = last.steady ? `${duration(last.steady.value)} ${spread(last.steady)}` : (last.error ?? '');
      const shown = s.points.slice(-Math.max(10, width - 60));
      const where = machines ? `, ${s.cpu}` : '';
      const head = `${paint.bold(nameOf(s))}${where}  ${sparkline(shown)}  ${last.steady ? now : paint.bad(now)}`;
      const steps = s.steps.flatMap((step) => {
        const at = s.points[step.index];
        const since = `since ${[day(at), revision(at)].filter(Boolean).join(', ')}: ${stepText(step)}`;
        return wrap(since, width - 2).map((l) => `  ${step.ratio > 1 ? paint.bad(l) : paint.good(l)}`);
      });
      return [head, ...steps].join('\n');
    })
    .join('\n');
}

export function renderTimelinePage(series: readonly TimelineSeries[]): string {
  const e = escapeHtml;
  const sections = series.map((s) => {
    const name = nameOf(s);
    const steps = s.steps
      .map((step) => {
        const at = s.points[step.index];
        const since = [day(at), revision(at)].filter(Boolean).join(', ');
        return `<li class="${step.ratio > 1 ? 'bad' : 'good'}">since ${e(since)}: ${e(stepText(step))}</li>`;
      })
      .join('');
    const rows = s.points.map((p) => ({
      cells: [
        { html: e(p.at.slice(0, 16).replace('T', ' ')) },
        { html: e(revision(p)) },
        { html: e(p.engineVersion ?? '') },
        p.steady
          ? {
              html: `${duration(p.steady.value)} <span class="soft">${e(spread(p.steady))}</span>`,
              value: p.steady.value,
            }
          : { html: e(p.error ?? ''), className: 'error', value: '' as const },
      ],
    }));
    const said = s.steps.map(stepText).join('; ') || 'no step';
    return (
      `<section class="workload" data-workload="${e(s.workload)}" data-engine="${e(s.engine)}" aria-label="${e(name)}">` +
      `<h2>${e(name)}</h2><p class="soft">${e(s.cpu)}</p>` +
      `<figure><figcaption>Steady time of each run</figcaption>${timelinePlot(s, `${name}: ${s.points.length} runs, ${said}`)}</figure>` +
      (steps ? `<ul>${steps}</ul>` : '') +
      `<details><summary>${s.points.length} runs</summary>${table(`Runs of ${name}`, ['run', 'revision', 'engine', 'steady'], rows)}</details></section>`
    );
  });
  const engines = [...new Set(series.map((s) => s.engine))];
  return renderPage({ title: 'Python implementations over time', engines, body: sections.join('\n') });
}
