// Memory in use over time as SVG text: bytes from 0 upwards in steps of powers of two, time to the right, one line a figure or
// engine, named at its end and told apart by its dash.
import { bytes, duration } from './figures.ts';
import { escapeHtml, extremes, namePlaces, round, svg } from './svg.ts';

export interface MemoryLine {
  label: string;
  /** A class of the style sheet. */
  colour?: string;
  points: readonly { x: number; y: number }[];
}

/** Multiples of a power of two from 0 to just above `high`, three to six of them. */
export function byteTicks(high: number): number[] {
  const step = 2 ** Math.max(0, Math.ceil(Math.log2(high / 4)));
  return Array.from({ length: Math.ceil(high / step) + 1 }, (_, i) => i * step);
}

/** A size at an axis, without zeros that say nothing. */
const tickText = (n: number): string => (n === 0 ? '0' : bytes(n).replace(/\.0+(?= )/, ''));

/** Whole numbers of ms or s, three to five of them. */
function timeTicks(until: number): number[] {
  const rough = until / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= rough)!;
  return Array.from({ length: Math.floor(until / step) + 1 }, (_, i) => i * step);
}

const timeText = (ms: number): string => (ms === 0 ? '0' : duration(ms).replace(/\.0+(?= )/, ''));

/** A line of this width shows no more. */
const thin = (points: MemoryLine['points']): MemoryLine['points'] =>
  extremes(
    points.map((p) => p.y),
    80,
  ).map(([i]) => points[i]);

export function memoryPlot(lines: readonly MemoryLine[], title: string): string {
  const left = 62;
  const width = 520;
  const height = 200;
  const room = 132;
  const drawn = lines.filter((l) => l.points.length > 0);
  if (drawn.length === 0) return '';
  const all = drawn.flatMap((l) => l.points);
  const until = Math.max(1, ...all.map((p) => p.x));
  const ticks = byteTicks(Math.max(1, ...all.map((p) => p.y)));
  const top = ticks.at(-1)!;
  const bottom = height - 26;
  const x = (v: number): string => round(left + (v / until) * (width - left - room));
  const y = (v: number): string => round(bottom - (v / top) * (bottom - 10));
  const axis =
    ticks
      .map(
        (t) =>
          `<line class="grid" x1="${left}" x2="${width - room}" y1="${y(t)}" y2="${y(t)}"/>` +
          `<text class="tick" x="${left - 6}" y="${Number(y(t)) + 4}" text-anchor="end">${tickText(t)}</text>`,
      )
      .join('') +
    timeTicks(until)
      .map(
        (t) => `<text class="tick" x="${x(t)}" y="${height - 8}" text-anchor="middle">${timeText(t)}</text>`,
      )
      .join('');
  const places = namePlaces(
    drawn.map((l) => Number(y(l.points.at(-1)!.y))),
    bottom,
  );
  const curves = drawn
    .map((l, i) => {
      const dash = i === 0 ? '' : ` stroke-dasharray="${2 + 2 * i} ${1 + i}"`;
      const end = l.points.at(-1)!;
      const name = `<text class="label" x="${width - room + 8}" y="${places[i] + 4}">${escapeHtml(l.label)}</text>`;
      const lead = `<line class="grid" x1="${x(end.x)}" x2="${width - room + 5}" y1="${y(end.y)}" y2="${round(places[i])}"/>`;
      return `${lead}<polyline class="curve${l.colour === undefined ? '' : ` ${l.colour}`}" points="${thin(
        l.points,
      )
        .map((p) => `${Math.round(Number(x(p.x)))},${Math.round(Number(y(p.y)))}`)
        .join(' ')}"${dash}/>${name}`;
    })
    .join('');
  return svg(width, height, title, axis + curves);
}
