// The drawings of a report as SVG text: ratios with intervals (forest plot), samples of every process in order (warm-up curve),
// how the samples lie (strip), series over time and over size. Colours are CSS classes, so that light and dark are the page's. No script.
import type { TimelineSeries } from '../harness/result.ts';
import { digits, duration } from './figures.ts';

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

/** Position on a logarithmic axis from `from` to `to`, `size` pixels long. */
function logScale(from: number, to: number, size: number): (x: number) => number {
  const low = Math.log(from);
  const span = Math.log(to) - low || 1;
  return (x) => ((Math.log(x) - low) / span) * size;
}

/** 1, 2, 5 times powers of ten that lie inside; every power alone where those are many. */
export function logTicks(from: number, to: number): number[] {
  const all: number[] = [];
  for (let e = Math.floor(Math.log10(from)); e <= Math.ceil(Math.log10(to)); e++) {
    for (const m of [1, 2, 5]) {
      const tick = m * 10 ** e;
      if (tick >= from * 0.999 && tick <= to * 1.001) all.push(tick);
    }
  }
  return all.length > 9 ? all.filter((t) => Math.abs(Math.log10(t) - Math.round(Math.log10(t))) < 1e-9) : all;
}

export const round = (x: number): string => (Math.round(x * 10) / 10).toString();

export interface ForestRow {
  label: string;
  value: number;
  low?: number;
  high?: number;
  /** A class of the style sheet (engine-colours.ts). */
  colour?: string;
}

/** Ratios to the baseline on a logarithmic axis, one line each; the vertical line is 1. */
export function forestPlot(rows: readonly ForestRow[], title: string): string {
  const left = 134;
  const width = 520;
  const right = 66;
  const rowHeight = 26;
  const bounds = rows.flatMap((r) => [r.value, r.low ?? r.value, r.high ?? r.value]).filter((x) => x > 0);
  // An interval that leaves the page is cut, with an arrow: a useless width must not squeeze the rest.
  const values = rows.map((r) => r.value);
  const from = Math.max(Math.min(0.8, ...bounds), Math.min(...values, 1) / 8);
  const to = Math.min(Math.max(1.25, ...bounds), Math.max(...values, 1) * 8);
  const x = logScale(from, to, width - left - right);
  const at = (v: number): number => left + x(Math.min(to, Math.max(from, v)));
  const height = rows.length * rowHeight + 34;
  const axis = logTicks(from, to)
    .map(
      (t) =>
        `<line class="grid" x1="${round(at(t))}" x2="${round(at(t))}" y1="0" y2="${height - 24}"/>` +
        `<text class="tick" x="${round(at(t))}" y="${height - 8}" text-anchor="middle">${digits(t).replace(/\.?0+$/, '')}×</text>`,
    )
    .join('');
  const marks = rows
    .map((r, i) => {
      const y = i * rowHeight + 14;
      const cutLow = r.low !== undefined && r.low < from;
      const cutHigh = r.high !== undefined && r.high > to;
      const line =
        r.low === undefined || r.high === undefined
          ? ''
          : `<line class="interval" x1="${round(at(r.low))}" x2="${round(at(r.high))}" y1="${y}" y2="${y}"/>` +
            (cutLow ? `<path class="mark" d="M${round(at(from))} ${y} l7 -4 v8 z"/>` : '') +
            (cutHigh ? `<path class="mark" d="M${round(at(to))} ${y} l-7 -4 v8 z"/>` : '');
      return (
        `<g${r.colour === undefined ? '' : ` class="${r.colour}"`}><text class="label" x="${left - 10}" y="${y + 4}" text-anchor="end">${escapeHtml(r.label)}</text>` +
        `${line}<circle class="mark" cx="${round(at(r.value))}" cy="${y}" r="5"/>` +
        `<text class="label" x="${width - 4}" y="${y + 4}" text-anchor="end">${digits(r.value)}×</text></g>`
      );
    })
    .join('');
  const one = `<line class="one" x1="${round(at(1))}" x2="${round(at(1))}" y1="0" y2="${height - 24}"/>`;
  return svg(width, height, title, axis + one + marks);
}

/** Of a long series the highest and the lowest of each stretch, in their order, with their places: no outlier is lost. */
export function extremes(series: readonly number[], most: number): [number, number][] {
  const all = series.map((v, i): [number, number] => [i, v]);
  if (series.length <= most) return all;
  const stretches = Math.floor(most / 2);
  return Array.from({ length: stretches }, (_, s) => {
    const part = all.slice(
      Math.floor((s * all.length) / stretches),
      Math.floor(((s + 1) * all.length) / stretches),
    );
    const low = part.reduce((a, b) => (b[1] < a[1] ? b : a));
    const high = part.reduce((a, b) => (b[1] > a[1] ? b : a));
    return low[0] === high[0] ? [low] : [low, high].sort((a, b) => a[0] - b[0]);
  }).flat();
}

/** Time per call of each sample in the order taken; one line a process, so that disagreement shows. */
export function warmupCurves(
  processes: readonly (readonly number[])[],
  title: string,
  colour?: string,
): string {
  const left = 62;
  const width = 420;
  const height = 150;
  const all = processes.flat().filter((v) => v > 0);
  if (all.length === 0) return '';
  const low = Math.min(...all) / 1.1;
  const high = Math.max(...all) * 1.1;
  const longest = Math.max(...processes.map((p) => p.length));
  const y0 = logScale(low, high, height - 30);
  const y = (v: number): string => round(height - 24 - y0(v));
  const x = (i: number): string =>
    round(left + (longest <= 1 ? 0 : (i / (longest - 1)) * (width - left - 12)));
  let ticks = logTicks(low, high);
  if (ticks.length < 2) ticks = [Math.min(...all), Math.max(...all)];
  const axis = ticks
    .map(
      (t) =>
        `<line class="grid" x1="${left}" x2="${width - 8}" y1="${y(t)}" y2="${y(t)}"/>` +
        `<text class="tick" x="${left - 6}" y="${Number(y(t)) + 4}" text-anchor="end">${duration(t)}</text>`,
    )
    .join('');
  const lines = processes
    .map((p) => {
      if (p.length === 1) return `<circle class="dot" cx="${x(0)}" cy="${y(p[0])}" r="2.5"/>`;
      const drawn = extremes(p, 160);
      return `<polyline class="curve" points="${drawn.map(([i, v]) => `${Math.round(Number(x(i)))},${y(v)}`).join(' ')}"/>`;
    })
    .join('');
  const foot =
    `<text class="tick" x="${left}" y="${height - 6}">first call</text>` +
    `<text class="tick" x="${width - 8}" y="${height - 6}" text-anchor="end">sample ${longest}</text>`;
  return svg(width, height, title, axis + lines + foot, colour);
}

/** Steady times in the order of runs with their intervals; a dashed line where the level changed, a cross where a run failed. */
export function timelinePlot(
  { points, steps }: Pick<TimelineSeries, 'points' | 'steps'>,
  title: string,
): string {
  const left = 62;
  const width = 640;
  const height = 170;
  const all = points.flatMap((p) =>
    p.steady ? [p.steady.value, p.steady.low ?? p.steady.value, p.steady.high ?? p.steady.value] : [],
  );
  if (all.length === 0) return svg(width, 40, title, `<text x="0" y="20">no run had a time</text>`);
  const low = Math.min(...all) / 1.1;
  const high = Math.max(...all) * 1.1;
  const up = logScale(low, high, height - 34);
  const y = (v: number): string => round(height - 26 - up(v));
  const x = (i: number): string =>
    round(left + 8 + (points.length <= 1 ? 0 : (i / (points.length - 1)) * (width - left - 24)));
  let ticks = logTicks(low, high);
  if (ticks.length < 2) ticks = [low * 1.1, high / 1.1];
  const axis = ticks
    .map(
      (t) =>
        `<line class="grid" x1="${left}" x2="${width - 8}" y1="${y(t)}" y2="${y(t)}"/>` +
        `<text class="tick" x="${left - 6}" y="${Number(y(t)) + 4}" text-anchor="end">${duration(t)}</text>`,
    )
    .join('');
  const changes = steps
    .map(({ index }) => `<line class="one" x1="${x(index)}" x2="${x(index)}" y1="4" y2="${height - 26}"/>`)
    .join('');
  const marks = points
    .map(({ steady }, i) => {
      if (!steady) return `<path class="failed" d="M${x(i)} ${height - 30} m-4 -4 l8 8 m0 -8 l-8 8"/>`;
      const interval =
        steady.low === undefined || steady.high === undefined
          ? ''
          : `<line class="interval" x1="${x(i)}" x2="${x(i)}" y1="${y(steady.low)}" y2="${y(steady.high)}"/>`;
      return `${interval}<circle class="mark" cx="${x(i)}" cy="${y(steady.value)}" r="3.5"/>`;
    })
    .join('');
  const foot =
    `<text class="tick" x="${left}" y="${height - 8}">${points[0].at.slice(0, 10)}</text>` +
    `<text class="tick" x="${width - 8}" y="${height - 8}" text-anchor="end">${points.at(-1)!.at.slice(0, 10)}</text>`;
  return svg(width, height, title, axis + changes + marks + foot);
}

export interface GrowthLine {
  label: string;
  /** A class of the style sheet. */
  colour?: string;
  points: readonly { x: number; y: number }[];
}

/** Where names stand beside the ends of their lines: in the order of the ends, a line of text apart, none below `bottom`. */
export function namePlaces(ends: readonly number[], bottom: number): number[] {
  const apart = 14;
  const order = ends.map((_, i) => i).sort((a, b) => ends[a] - ends[b]);
  const places = [...ends];
  let last = -Infinity;
  for (const i of order) places[i] = last = Math.max(ends[i], last + apart);
  last = bottom + apart;
  for (const i of order.reverse()) places[i] = last = Math.min(places[i], last - apart);
  return places;
}

/** Time by size on two logarithmic axes: a power law is a straight line. Each line is named at its end; its dash tells it apart without colour. */
export function growthPlot(lines: readonly GrowthLine[], title: string): string {
  const left = 62;
  const width = 520;
  const height = 240;
  const room = 130;
  const all = lines.flatMap((l) => l.points).filter((p) => p.x > 0 && p.y > 0);
  if (all.length === 0) return '';
  const xs = all.map((p) => p.x);
  const ys = all.map((p) => p.y);
  const low = Math.min(...ys) / 1.3;
  const high = Math.max(...ys) * 1.3;
  const across = logScale(Math.min(...xs), Math.max(...xs), width - left - room);
  const up = logScale(low, high, height - 34);
  const x = (v: number): string => round(left + across(v));
  const y = (v: number): string => round(height - 26 - up(v));
  const axis =
    logTicks(low, high)
      .map(
        (t) =>
          `<line class="grid" x1="${left}" x2="${width - room}" y1="${y(t)}" y2="${y(t)}"/>` +
          `<text class="tick" x="${left - 6}" y="${Number(y(t)) + 4}" text-anchor="end">${duration(t)}</text>`,
      )
      .join('') +
    [...new Set(xs)]
      .map((t) => `<text class="tick" x="${x(t)}" y="${height - 8}" text-anchor="middle">${t}</text>`)
      .join('');
  const places = namePlaces(
    lines.map((l) => Number(y(l.points.at(-1)!.y))),
    height - 26,
  );
  const drawn = lines
    .map((l, i) => {
      const dash = i === 0 ? '' : ` stroke-dasharray="${2 + 2 * i} ${1 + i}"`;
      const points = l.points.map((p) => `${x(p.x)},${y(p.y)}`).join(' ');
      const dots = l.points
        .map((p) => `<circle class="dot" cx="${x(p.x)}" cy="${y(p.y)}" r="2.5"/>`)
        .join('');
      const name = `<text class="label" x="${width - room + 8}" y="${places[i] + 4}">${escapeHtml(l.label)}</text>`;
      return `<g${l.colour === undefined ? '' : ` class="${l.colour}"`}><polyline class="curve" points="${points}"${dash}/>${dots}</g>${name}`;
    })
    .join('');
  return svg(width, height, title, axis + drawn);
}

/** Points on two logarithmic axes of one scale, with the diagonal on which both are equal; each is named by a tooltip. */
export function scatterPlot(
  points: readonly { label: string; x: number; y: number }[],
  title: string,
): string {
  const left = 50;
  const size = 360;
  const all = points.flatMap((p) => [p.x, p.y]);
  const low = Math.min(...all) / 1.3;
  const high = Math.max(...all) * 1.3;
  const along = logScale(low, high, size - left - 34);
  const x = (v: number): string => round(left + along(v));
  const y = (v: number): string => round(size - 34 - along(v));
  const axis = logTicks(low, high)
    .map((t) => {
      const name = `${digits(t).replace(/\.?0+$/, '')}×`;
      return (
        `<line class="grid" x1="${x(t)}" x2="${x(t)}" y1="${y(high)}" y2="${y(low)}"/>` +
        `<line class="grid" x1="${x(low)}" x2="${x(high)}" y1="${y(t)}" y2="${y(t)}"/>` +
        `<text class="tick" x="${x(t)}" y="${size - 18}" text-anchor="middle">${name}</text>` +
        `<text class="tick" x="${left - 6}" y="${Number(y(t)) + 4}" text-anchor="end">${name}</text>`
      );
    })
    .join('');
  const one = `<line class="one" x1="${x(low)}" y1="${y(low)}" x2="${x(high)}" y2="${y(high)}"/>`;
  const dots = points
    .map(
      (p) =>
        `<circle class="mark" cx="${x(p.x)}" cy="${y(p.y)}" r="4"><title>${escapeHtml(`${p.label}: real ${digits(p.x)}×, ours ${digits(p.y)}×`)}</title></circle>`,
    )
    .join('');
  const foot = `<text class="tick" x="${size - 34}" y="${size - 2}" text-anchor="end">real</text><text class="tick" x="${left}" y="10">ours</text>`;
  return svg(size, size, title, axis + one + dots + foot);
}

/** Every sample of the steady half as a tick on a line, a row a process. */
export function strip(processes: readonly (readonly number[])[], title: string, colour?: string): string {
  const left = 12;
  const width = 420;
  const steady = processes.map((p) => p.slice(Math.floor(p.length / 2))).filter((p) => p.length > 0);
  const all = steady.flat();
  if (all.length === 0) return '';
  const low = Math.min(...all);
  const high = Math.max(...all);
  const span = high - low || low || 1;
  const rowHeight = Math.max(6, Math.min(14, 120 / steady.length));
  const height = Math.round(steady.length * rowHeight + 26);
  const x = (v: number): string => round(left + ((v - low) / span) * (width - 2 * left));
  const marks = steady
    .map((p, i) => {
      // One path a process, and one tick where several would fall on the same place: a page holds thousands.
      const places = [...new Set(p.map(x))];
      const ticks = places.map((at) => `M${at} ${round(i * rowHeight + 2)}v${round(rowHeight - 3)}`);
      return `<path class="sample" d="${ticks.join('')}"/>`;
    })
    .join('');
  const foot =
    `<text class="tick" x="${left}" y="${height - 6}">${duration(low)}</text>` +
    `<text class="tick" x="${width - left}" y="${height - 6}" text-anchor="end">${duration(high)}</text>`;
  return svg(width, height, title, marks + foot, colour);
}

export function svg(width: number, height: number, title: string, body: string, className?: string): string {
  return (
    `<svg${className === undefined ? '' : ` class="${className}"`} viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" ` +
    `aria-label="${escapeHtml(title)}">${body}</svg>`
  );
}
