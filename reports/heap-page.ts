// The heap of an engine as a page: every run of blocks as a bar in rows of 64 blocks, coloured by what holds it, the types as
// a table, and the collections as another. Takes what the engine's `dump('heap')` gives.
import { renderPage, table } from './html-page.ts';
import { escapeHtml as e } from './svg.ts';

interface HeapState {
  allocations: number;
  used: number;
  largestFree: number;
  fragmentation: number;
}

export interface HeapDump extends HeapState {
  total: number;
  peak: number;
  runs: readonly { block: number; blocks: number; type: string }[];
  byType: Record<string, { objects: number; bytes: number }>;
  stackBytes: number;
  history: readonly HeapState[];
}

const BLOCK = 16;
const ROW = 64;
const CELL = 10;
const number = (n: number): string => n.toLocaleString('en');
const percent = (x: number): string => `${(x * 100).toFixed(1)} %`;

/** Colours of types by their share: the more bytes, the earlier. Told apart in both themes; the table names them. */
const COLOURS = ['#4477aa', '#ee6677', '#228833', '#ccbb44', '#66ccee', '#aa3377', '#ee8866', '#999933'];
const OTHER = '#8b8f94';

export function renderHeapPage(title: string, engine: string, heap: HeapDump): string {
  const types = Object.entries(heap.byType).sort((a, b) => b[1].bytes - a[1].bytes);
  const colour = new Map(types.map(([t], i) => [t, COLOURS[i] ?? OTHER]));
  // Which rows hold anything.
  const rows = Math.ceil(heap.total / BLOCK / ROW);
  const inUse = new Uint8Array(rows + 1);
  for (const { block, blocks, type } of heap.runs) {
    if (type === '') continue;
    inUse.fill(1, Math.floor(block / ROW), Math.floor((block + blocks - 1) / ROW) + 1);
  }
  const y = new Int32Array(rows + 1);
  const notes: string[] = [];
  let height = 0;
  for (let row = 0; row < rows;) {
    if (inUse[row]) {
      y[row++] = height;
      height += CELL + 2;
      continue;
    }
    let end = row;
    while (end < rows && !inUse[end]) end++;
    notes.push(
      `<text class="tick" x="70" y="${height + 11}">${number(end - row)} rows (${number((end - row) * ROW * BLOCK)} bytes) all free</text>`,
    );
    height += 18;
    row = end;
  }
  // One path a type: a heap has tens of thousands of runs.
  const shapes = new Map<string, string[]>();
  for (const { block, blocks, type } of heap.runs) {
    if (type === '') continue;
    const shape = shapes.get(type) ?? [];
    shapes.set(type, shape);
    for (let at = block; at < block + blocks;) {
      const row = Math.floor(at / ROW);
      const n = Math.min(block + blocks, (row + 1) * ROW) - at;
      // The head of an object begins a little to the right, so that neighbours are told apart.
      const gap = at === block ? 2 : 0;
      const width = n * CELL - gap;
      shape.push(`M${70 + (at % ROW) * CELL + gap} ${y[row]}h${width}v${CELL}h-${width}z`);
      at += n;
    }
  }
  const bars = [...shapes].map(
    ([type, shape]) =>
      `<path fill="${colour.get(type) ?? OTHER}" d="${shape.join('')}"><title>${e(type)}</title></path>`,
  );
  const labels: string[] = [];
  for (let row = 0; row < rows; row++)
    if (inUse[row])
      labels.push(
        `<text class="tick" x="0" y="${y[row] + CELL - 1}">${(row * ROW * BLOCK).toString(16).padStart(6, '0')}</text>`,
      );
  const map = `<svg viewBox="0 0 ${70 + ROW * CELL} ${height}" width="${70 + ROW * CELL}" height="${height}" role="img" aria-label="Map of the heap, ${ROW} blocks of ${BLOCK} bytes a row">${labels.join('')}${notes.join('')}${bars.join('')}</svg>`;
  const sample = (t: string) =>
    `<svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" style="display:inline-block;vertical-align:-1px"><rect width="12" height="12" fill="${colour.get(t) ?? OTHER}"/></svg> ${e(t)}`;
  const figures = [
    ['in use', `${number(heap.used)} of ${number(heap.total)} bytes (${percent(heap.used / heap.total)})`],
    ['most at once', `${number(heap.peak)} bytes`],
    ['largest free run', `${number(heap.largestFree)} bytes`],
    ['fragmentation', `${percent(heap.fragmentation)} of what is free lies outside it`],
    ['stack region', `${number(heap.stackBytes)} bytes`],
    ['allocations', number(heap.allocations)],
  ];
  const body =
    `<dl>${figures.map(([k, v]) => `<dt>${e(k)}</dt><dd>${e(v)}</dd>`).join('')}</dl>` +
    `<h2>Block by block</h2><div class="scroll map" tabindex="0" role="region" aria-label="Map of the heap">${map}</div>` +
    `<h2>By type</h2>` +
    table(
      'What is in use, by type',
      ['type', 'objects', 'bytes', 'share'],
      types.map(([t, { objects, bytes }]) => ({
        cells: [
          { html: sample(t) },
          { html: number(objects), value: objects },
          { html: number(bytes), value: bytes },
          { html: percent(bytes / heap.used), value: bytes },
        ],
      })),
    ) +
    (heap.history.length === 0
      ? '<p>No collection was needed.</p>'
      : `<h2>From one collection to the next</h2>` +
        table(
          'The heap after each collection',
          ['allocations', 'bytes in use', 'largest free run', 'fragmentation'],
          heap.history.map((h) => ({
            cells: [
              { html: number(h.allocations), value: h.allocations },
              { html: number(h.used), value: h.used },
              { html: number(h.largestFree), value: h.largestFree },
              { html: percent(h.fragmentation), value: h.fragmentation },
            ],
          })),
        ));
  return renderPage({ title, engines: [engine], body });
}
