// Results as one HTML file: no network, opens from disk, complete without script. Verdicts first, then a section a workload (table,
// ratios with intervals, the samples of every process, who prints what), the doubts, and what it was measured on.
import type {
  HeapSearch,
  LabResult,
  MemoryTrace,
  ResultExecution,
  ResultRow,
  WorkloadAnalysis,
} from '../harness/result.ts';
import { coloursOf } from './engine-colours.ts';
import type { ColourOf } from './engine-colours.ts';
import { bytes, digits, duration, intervalText, ratioWithInterval, sizeText, spread } from './figures.ts';
import { joinedDoubts } from './doubts.ts';
import { glance } from './glance.ts';
import { heatClass, renderPage, table } from './html-page.ts';
import type { Cell } from './html-page.ts';
import { growthTable } from './growth-table.ts';
import { memoryPlot } from './memory-plot.ts';
import { escapeHtml, forestPlot, growthPlot, strip, warmupCurves } from './svg.ts';

const e = escapeHtml;

const verdictClass: Record<string, string> = { faster: 'good', slower: 'bad', "can't tell": 'doubt' };

/** Beside the colour, so that it is never the only sign. */
const sign = (mark: string, said: string) =>
  ` <span class="sign" aria-hidden="true">${mark}</span><span class="hear">${said}</span>`;
const verdictSign: Record<string, string> = {
  faster: sign('▾', 'faster'),
  slower: sign('▴', 'slower'),
  same: sign('=', 'same'),
  "can't tell": sign('?', "can't tell"),
};

/** The exception's name, or how it ended; all of it on the mouse and in the workload's table. */
function shortError({ state, error = state }: ResultRow): string {
  const name = /\b[A-Z]\w*(?:Error|Exception|Exit|Interrupt|Warning)\b/.exec(error)?.[0] ?? state;
  return `<span title="${e(error)}">${e(name)}</span>`;
}

function ratioText(row: ResultRow): string {
  if (row.verdict === 'baseline') return '1';
  return row.ratio
    ? `${digits(row.ratio.value)} <span class="soft">${e(intervalText(row.ratio))}</span>`
    : '';
}

/** An engine's name with the colour that it has in the charts. */
const engineHead = (id: string, colour: ColourOf): string =>
  `<span class="dot ${colour(id)}" aria-hidden="true"></span>${e(id)}`;

/** `heaps`: with a column of smallest heaps. */
function engineRow(row: ResultRow, heaps: boolean, colour: ColourOf): Cell[] {
  if (row.state !== 'ok')
    return [
      { html: engineHead(row.engine, colour) },
      { html: e(row.error ?? row.state), className: 'error', span: heaps ? 10 : 9 },
    ];
  const time = (v: number | undefined): Cell => ({
    html: v === undefined ? '' : duration(v),
    value: v ?? '',
  });
  const size = (v: number | undefined): Cell => ({ html: v === undefined ? '' : bytes(v), value: v ?? '' });
  return [
    { html: engineHead(row.engine, colour) },
    time(row.startup?.value),
    time(row.first?.value),
    {
      html: row.steady
        ? `${duration(row.steady.value)} <span class="soft">${e(spread(row.steady))}</span>`
        : '',
      value: row.steady?.value ?? '',
    },
    { html: ratioText(row), value: row.verdict === 'baseline' ? 1 : (row.ratio?.value ?? '') },
    { html: e(row.verdict ?? ''), className: verdictClass[row.verdict ?? ''] },
    { html: e(row.warmup?.class ?? '') },
    size(row.memory.processPeak),
    size(row.memory.hostHeap),
    size(row.memory.modelledPeak),
    ...(heaps ? [size(row.smallestHeap)] : []),
  ];
}

const perCall = (x: ResultExecution): number[] => x.samples.map(([ms, loops]) => ms / loops);

function charts(result: LabResult, analysis: WorkloadAnalysis, colour: ColourOf): string {
  const parts: string[] = [];
  const compared = analysis.rows.filter((r) => r.ratio !== undefined || r.verdict === 'baseline');
  if (compared.length > 1) {
    const title = `Time of each engine over that of ${analysis.baseline}, with 95 % intervals: ${compared
      .map((r) => `${r.engine} ${r.ratio ? ratioWithInterval(r.ratio) : '1'}`)
      .join('; ')}`;
    const rows = compared.map((r) => ({
      label: r.engine,
      value: r.ratio?.value ?? 1,
      low: r.ratio?.low,
      high: r.ratio?.high,
      colour: colour(r.engine),
    }));
    parts.push(
      `<figure><figcaption>Time × ${e(analysis.baseline ?? '')}: left is less</figcaption>${forestPlot(rows, title)}</figure>`,
    );
  }
  const curves = analysis.rows.flatMap((row) => {
    const processes = result.executions
      .filter((x) => x.workload === analysis.workload && x.engine === row.engine && x.state === 'ok')
      .map(perCall)
      .filter((p) => p.length > 0);
    if (row.state !== 'ok' || processes.length === 0) return [];
    const said = `${row.engine}: ${processes.length} ${processes.length === 1 ? 'process' : 'processes'}`;
    return [
      `<figure data-engine="${e(row.engine)}"><figcaption>${e(said)}</figcaption>` +
        `${warmupCurves(processes, `Warm-up of ${said}, time per call of each sample`, colour(row.engine))}` +
        `${strip(processes, `Distribution of the samples of ${said} after warm-up`, colour(row.engine))}</figure>`,
    ];
  });
  if (curves.length > 0) {
    parts.push(
      `<details><summary>Warm-up and distribution</summary><p class="soft">Above, the samples of every process in order, a line each; below, how those of the second half lie, a row each.</p><div class="charts">${curves.join('')}</div></details>`,
    );
  }
  return parts.join('\n');
}

/** Three figures that are never mixed: how each is named, and its place in a point. */
const memoryFigures = [
  { label: 'process', at: 1 },
  { label: 'host heap', at: 2 },
  { label: 'modelled', at: 3 },
] as const;

/** Memory in use over time: all engines' processes on one scale, then the three figures of each engine. */
function memoryCharts(result: LabResult, workload: string, colour: ColourOf): string {
  const traces = (result.memoryTraces ?? []).filter((t) => t.workload === workload && t.points.length > 1);
  if (traces.length === 0) return '';
  const lineOf = (trace: MemoryTrace, at: 1 | 2 | 3, label: string) => ({
    label,
    colour: colour(trace.engine),
    points: trace.points.flatMap((p) => (p[at] === null ? [] : [{ x: p[0], y: p[at] }])),
  });
  const together = traces.map((t) => lineOf(t, 1, t.engine)).filter((l) => l.points.length > 1);
  const all =
    together.length < 2
      ? ''
      : `<figure><figcaption>Size of each engine's process</figcaption>${memoryPlot(together, `Size of the process of each engine over time, ${workload}`)}</figure>`;
  const own = traces.map((t) => {
    const lines = memoryFigures
      .map(({ label, at }) => lineOf(t, at, label))
      .filter((l) => l.points.length > 1);
    const ended = t.state === 'ok' ? '' : ` (${t.message ?? t.state})`;
    return (
      `<figure data-engine="${e(t.engine)}"><figcaption>${e(t.engine + ended)}</figcaption>` +
      `${memoryPlot(lines, `Memory of ${t.engine} over time, ${workload}`)}</figure>`
    );
  });
  return (
    `<details><summary>Memory over time</summary><p class="soft">From a further process of each engine, looked at every ${traces[0].everyMs} ms: ` +
    `its times count nowhere. The program runs once, or its function for about a second. The modelled figure is read between calls.</p><div class="charts">${all}${own.join('')}</div></details>`
  );
}

/** Where an engine has no smallest heap, why; and how near the answer is. */
function heapNotes(result: LabResult, workload: string): string {
  const searches = (result.heapSearches ?? []).filter((s) => s.workload === workload);
  if (searches.length === 0) return '';
  const items = searches.map(({ engine, bytes: works, fails, attempts, note }) => {
    const found =
      works === undefined
        ? ''
        : `works in ${works.toLocaleString('en')} bytes` +
          (fails === undefined ? '' : `, not in ${fails.toLocaleString('en')}`) +
          ` (${attempts.length} attempts${reason(attempts)})`;
    return `<li data-engine="${e(engine)}"><strong>${e(engine)}</strong> ${e([found, note].filter(Boolean).join('; '))}</li>`;
  });
  return `<details><summary>Smallest heap</summary><ul>${items.join('')}</ul></details>`;
}

/** Why an engine that counts its bytes has none here. */
function byteNotes(result: LabResult, workload: string): string {
  const lacking = (result.byteCounts ?? []).filter((c) => c.workload === workload && c.note !== undefined);
  return lacking
    .map(
      ({ engine, note }) =>
        `<p class="soft" data-engine="${e(engine)}">Modelled bytes of ${e(engine)}: ${e(note!)}.</p>`,
    )
    .join('');
}

/** What the largest heap that was too small ended with. */
function reason(attempts: HeapSearch['attempts']): string {
  const [last] = attempts.filter((a) => !a.worked).sort((a, b) => b.bytes - a.bytes);
  return last?.why === undefined ? '' : `; ${last.why}`;
}

function outputs(analysis: WorkloadAnalysis): string {
  const { groups, differences } = analysis;
  if (groups.length === 0) return '<p class="bad">No engine ran to its end.</p>';
  if (groups.length === 1)
    return `<p class="good">The same output from ${e(groups[0].engines.join(', '))}.</p>`;
  const list = groups.map((g) => `<li>${e(g.engines.join(', '))}</li>`).join('');
  const diffs = differences
    .map(
      (d) =>
        `<details><summary>Group ${d.group + 1} differs in ${e(d.where)} from line ${d.line}</summary>` +
        `<pre tabindex="0">${e(d.diff)}</pre></details>`,
    )
    .join('');
  return `<p class="bad">${groups.length} different outputs:</p><ol>${list}</ol>${diffs}`;
}

function doubts(result: LabResult, workload: string | undefined): string {
  const all = joinedDoubts(
    result.analysis.warnings.filter((w) => w.workload === workload),
    result.engines.map((x) => x.id),
  );
  if (all.length === 0) return '';
  const items = all.map(
    ({ name, whom, text }) =>
      `<li><strong>${e(name)}</strong> ${e([whom, text].filter(Boolean).join(': '))}</li>`,
  );
  return `<details><summary class="doubt">${all.length} ${all.length === 1 ? 'doubt' : 'doubts'}</summary><ul>${items.join('')}</ul></details>`;
}

function workloadSection(result: LabResult, analysis: WorkloadAnalysis, colour: ColourOf): string {
  const workload = result.workloads.find((w) => w.name === analysis.workload)!;
  const heaps = analysis.rows.some((r) => r.smallestHeap !== undefined);
  const head = [
    'engine',
    'start-up',
    'first run',
    analysis.measured === 'call' ? 'steady' : analysis.measured,
    `× ${analysis.baseline ?? 'baseline'}`,
    'verdict',
    'warm-up',
    'process peak',
    'host heap',
    'modelled peak',
    ...(heaps ? ['smallest heap'] : []),
  ];
  return (
    `<section class="workload" data-workload="${e(analysis.workload)}" aria-label="${e(analysis.workload)}">` +
    `<h2 id="${e(analysis.workload)}">${e(analysis.workload)} <span class="soft">${e(sizeText(workload))}</span>` +
    ` <a class="up" href="#verdicts" aria-label="${e(`from ${analysis.workload} up to the verdicts`)}">↑</a></h2>` +
    table(
      `${analysis.workload} on each engine`,
      head,
      analysis.rows.map((r) => ({ engine: r.engine, cells: engineRow(r, heaps, colour) })),
    ) +
    charts(result, analysis, colour) +
    memoryCharts(result, analysis.workload, colour) +
    heapNotes(result, analysis.workload) +
    byteNotes(result, analysis.workload) +
    outputs(analysis) +
    doubts(result, analysis.workload) +
    '</section>'
  );
}

/** Engines across, workloads down: the ratio, or why there is none. */
function verdictMatrix(result: LabResult): string {
  const engines = result.engines.map((x) => x.id);
  const overall = new Map(result.analysis.overall.map((o) => [o.engine, o]));
  const mean: Cell[] = [
    { html: '<strong>geometric mean</strong>' },
    ...engines.map((id): Cell => {
      const o = overall.get(id);
      if (o === undefined) return { html: '', value: '' };
      const partly = o.excluded.length > 0 ? ` <span class="soft">of ${o.workloads.length}</span>` : '';
      return { html: `<strong>${digits(o.ratio.value)}</strong>${partly}`, value: o.ratio.value };
    }),
  ];
  const rows = result.analysis.workloads.map((w) => ({
    workload: w.workload,
    cells: [
      { html: `<a href="#${e(w.workload)}">${e(w.workload)}</a>` },
      ...engines.map((id): Cell => {
        const row = w.rows.find((r) => r.engine === id);
        if (row === undefined) return { html: '', value: '' };
        if (row.state !== 'ok') return { html: shortError(row), value: '', className: 'none' };
        if (row.verdict === 'baseline') return { html: '<span class="soft">1</span>', value: 1 };
        const value = row.ratio?.value;
        if (value === undefined) return { html: '', value: '' };
        return {
          html: `${digits(value)}${verdictSign[row.verdict ?? ''] ?? ''}`,
          value,
          className: heatClass(value, row.verdict),
        };
      }),
    ],
  }));
  const all = overall.size > 0 ? [...rows, { cells: mean }] : rows;
  const baseline = result.analysis.workloads[0]?.baseline ?? 'the baseline';
  return table(`Time of each engine over that of ${baseline}`, ['workload', ...engines], all, 'heat');
}

/** Programs that ran at several sizes: the exponents as a table, and the points on logarithmic axes. */
function growth(result: LabResult, colour: ColourOf): string {
  const [head, ...rows] = growthTable(result);
  if (head === undefined) return '';
  const cells = rows.map((row) => ({ cells: row.map((text): Cell => ({ html: e(text) })) }));
  const figures = rows.map(([program]) => {
    const lines = (result.analysis.growth ?? [])
      .filter((g) => g.program === program)
      .map((g) => ({
        label: g.engine,
        colour: colour(g.engine),
        points: g.points.map((p) => ({ x: p.n, y: p.ms })),
      }));
    return `<figure><figcaption>${e(program)}: time by n</figcaption>${growthPlot(lines, `Time of ${program} by size on each engine`)}</figure>`;
  });
  return (
    '<section aria-label="Growth with size"><h2 id="growth">Growth with size</h2>' +
    '<p>Steady time is taken as a power of n; the exponent says how it grows: 1 in proportion, 2 with the square.</p>' +
    `${table('Exponent of n, with its 95 % interval', head, cells)}<div class="charts">${figures.join('')}</div></section>`
  );
}

function environment(result: LabResult): string {
  const { environment: env, plan } = result;
  const { cpu, os, lab, loadAverage: load } = env;
  const facts: [string, string][] = [
    [
      'machine',
      `${cpu.model}, ${cpu.cores} cores, ${bytes(env.memoryBytes)}, ${os.platform} ${os.release} ${os.arch}`,
    ],
    ['fingerprint', env.fingerprint],
    ['load', `${load.start}${load.end === undefined ? '' : ` to ${load.end}`}`],
    [
      'lab',
      `${lab.version}${lab.revision ? `, revision ${lab.revision.slice(0, 12)}` : ''}${lab.modified ? ', modified' : ''}, node ${env.node}`,
    ],
    [
      'profile',
      `${plan.profile}: ${plan.processes} processes of up to ${plan.iterations} samples, seed ${plan.seed}, margin ${Number((plan.margin * 100).toFixed(2))} %`,
    ],
    ['command', result.command.join(' ')],
    [
      'took',
      `${duration(result.wallMs)}, ${Math.round((result.childrenMs / result.wallMs) * 100)} % of it in the measured processes`,
    ],
  ];
  const list = facts.map(([k, v]) => `<dt>${e(k)}</dt><dd>${e(v)}</dd>`).join('');
  const engines = result.engines.map((x) => ({
    engine: x.id,
    cells: [
      { html: e(x.id) },
      { html: e([x.implementation, x.implementationVersion].filter(Boolean).join(' ')) },
      { html: e(x.languageVersion ?? '') },
      { html: e(x.host?.name ?? (x.command ?? []).join(' ')) },
      { html: e(x.compiler ?? '') },
    ],
  }));
  const head = ['engine', 'implementation', 'language', 'host', 'compiler'];
  return `<h2>What it was measured on</h2><dl class="env">${list}</dl>${table('Engines', head, engines)}`;
}

function resultBody(result: LabResult): string {
  const when = `${result.startedAt.slice(0, 16).replace('T', ' ')} UTC`;
  const partial = result.partial
    ? '<p class="bad"><strong>Stopped before its end: what was measured until then.</strong></p>'
    : '';
  const { environment: env, plan } = result;
  const colour = coloursOf(result.engines.map((x) => x.id));
  const facts = [
    when,
    `${env.cpu.model}, ${env.cpu.cores} ${env.cpu.cores === 1 ? 'core' : 'cores'}`,
    `${plan.processes} processes × up to ${plan.iterations} samples`,
    `margin ${Number((plan.margin * 100).toFixed(2))} %`,
  ];
  return (
    `<p class="facts">${facts.map((f) => `<span>${e(f)}</span>`).join('')}</p>${partial}` +
    glance(result, colour) +
    `<h2 id="verdicts">Verdicts</h2><p>Time over that of ${e(plan.baseline ?? 'the baseline')}: below 1 is less time. ` +
    `<span class="key g2">▾ faster</span> <span class="key r2">▴ slower</span> <span class="key">= same</span> ` +
    `<span class="key q">? can't tell</span> <span class="key none">no time</span></p>` +
    verdictMatrix(result) +
    doubts(result, undefined) +
    growth(result, colour) +
    result.analysis.workloads.map((w) => workloadSection(result, w, colour)).join('\n') +
    environment(result)
  );
}

/** `more`: parts of the page behind the comparisons. */
export function renderHtml(results: readonly LabResult[], more = ''): string {
  return renderPage({
    title: 'Python implementations compared',
    engines: [...new Set(results.flatMap((r) => r.engines.map((x) => x.id)))],
    body: [...results.map(resultBody), more].filter(Boolean).join('<hr>'),
  });
}
