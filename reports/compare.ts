// A comparison as text for a terminal: for each workload the table of engines, who prints the same, how the others
// differ and which doubts matter; at the end the means over workloads and what it was measured on.
import { joinedDoubts } from './doubts.ts';
import type {
  LabResult,
  ResultDifference,
  ResultMemory,
  ResultRow,
  ResultWarning,
  WorkloadAnalysis,
} from '../harness/result.ts';
import { bytes, digits, duration, intervalText, ratioWithInterval, spread } from './figures.ts';
import { growthTable } from './growth-table.ts';
import { renderTable, wrap } from './table.ts';
import type { Column, Paint, Row } from './table.ts';

export interface TextOptions {
  /** Columns of the terminal. */
  width: number;
  paint: Paint;
}

const measuredTitles: Record<WorkloadAnalysis['measured'], string> = {
  call: 'steady',
  main: 'run',
  process: 'process',
};

const measuredTexts: Record<WorkloadAnalysis['measured'], string> = {
  call: 'time per call',
  main: 'time of the program without start-up',
  process: 'time of the whole process, start-up included',
};

/** Three numbers that are never mixed: a column each. */
const memoryColumns: { key: keyof ResultMemory; title: string; rank: number }[] = [
  { key: 'processPeak', title: 'process peak', rank: 3 },
  { key: 'hostHeap', title: 'host heap', rank: 8 },
  { key: 'modelledPeak', title: 'modelled peak', rank: 6 },
];

export function renderWorkload(result: LabResult, analysis: WorkloadAnalysis, options: TextOptions): string {
  const { width, paint } = options;
  const parts = [heading(result, analysis, options)];
  const table = engineTable(analysis, options);
  parts.push(table.text);
  if (table.omitted.length > 0) {
    const titles = table.omitted.map((t) => t || 'intervals').filter((t, i, all) => all.indexOf(t) === i);
    const note = `(no room for: ${titles.join(', ')}; a wider terminal or --json shows them)`;
    parts.push(...wrap(note, width).map((l) => paint.dim(l)));
  }
  for (const { workload, engine, note } of result.byteCounts ?? [])
    if (workload === analysis.workload && note !== undefined)
      parts.push(...wrap(`(modelled bytes of ${engine}: ${note})`, width).map((l) => paint.dim(l)));
  parts.push(agreement(analysis, options));
  const running = runningGroups(analysis);
  for (const difference of analysis.differences)
    if (running.includes(analysis.groups[difference.group]))
      parts.push(renderDifference(analysis, difference, options));
  const doubts = renderDoubts(
    result.analysis.warnings.filter((w) => w.workload === analysis.workload),
    analysis.rows.map((r) => r.engine),
    width,
    paint,
  );
  if (doubts) parts.push(doubts);
  return parts.join('\n');
}

function heading(result: LabResult, analysis: WorkloadAnalysis, { paint, width }: TextOptions): string {
  const workload = result.workloads.find((w) => w.name === analysis.workload)!;
  const what =
    workload.mode === 'function'
      ? `workload(${workload.n ?? ''})${workload.size ? ` ${workload.size}` : ''}`
      : 'whole program';
  const line = [what, measuredTexts[analysis.measured]].join(', ');
  const [first, ...more] = wrap(line, Math.max(20, width - workload.name.length - 2));
  return [`${paint.bold(workload.name)}  ${paint.dim(first)}`, ...more.map((l) => paint.dim(`  ${l}`))].join(
    '\n',
  );
}

function engineTable(analysis: WorkloadAnalysis, { width, paint }: TextOptions) {
  const columns: Column[] = [
    { title: 'engine', rank: 0 },
    { title: 'start-up', align: 'right', rank: 2 },
    { title: 'first run', align: 'right', rank: 2 },
    { title: measuredTitles[analysis.measured], align: 'right', rank: 0 },
    { title: '', rank: 5 },
    { title: `× ${analysis.baseline ?? 'baseline'}`, align: 'right', rank: 1 },
    { title: '', rank: 5 },
    { title: 'verdict', rank: 0 },
    { title: 'warm-up', rank: 7 },
    ...memoryColumns.map(({ title, rank }) => ({ title, rank, align: 'right' as const })),
    { title: 'smallest heap', rank: 4, align: 'right' },
  ];
  const rows = analysis.rows.map((row): Row => {
    if (row.state !== 'ok') return { head: row.engine, sentence: paintError(row, paint) };
    return [
      row.engine,
      row.startup ? duration(row.startup.value) : '',
      row.first ? duration(row.first.value) : '',
      row.steady ? duration(row.steady.value) : '',
      row.steady ? paint.dim(spread(row.steady)) : '',
      row.ratio ? digits(row.ratio.value) : row.verdict === 'baseline' ? '1' : '',
      row.ratio ? paint.dim(intervalText(row.ratio)) : '',
      verdictText(row, paint),
      row.warmup ? warmupText(row.warmup) : '',
      ...memoryColumns.map(({ key }) => (row.memory[key] === undefined ? '' : bytes(row.memory[key]))),
      row.smallestHeap === undefined ? '' : bytes(row.smallestHeap),
    ];
  });
  return renderTable(columns, rows, width, paint);
}

function paintError(row: ResultRow, paint: Paint): string {
  // Colour is put on words, not on the sentence: it is broken into lines later.
  const text = row.error ?? row.state;
  // These say what they are in their text.
  const plain: ResultRow['state'][] = ['python-error', 'wrong-result', 'interrupted', 'not-run'];
  const label = plain.includes(row.state) ? '' : `${row.state}: `;
  return (label + text)
    .split(' ')
    .map((w) => paint.bad(w))
    .join(' ');
}

function verdictText(row: ResultRow, paint: Paint): string {
  const value = row.ratio?.value;
  switch (row.verdict) {
    case 'faster':
      return paint.good(`${digits(1 / value!)}× faster`);
    case 'slower':
      return paint.bad(`${digits(value!)}× slower`);
    case undefined:
      return '';
    case "can't tell":
      return paint.doubt(row.verdict);
    default:
      return row.verdict;
  }
}

function warmupText(warmup: NonNullable<ResultRow['warmup']>): string {
  return warmup.class === 'warm-up' ? `${duration(warmup.untilSteadyMs)}` : warmup.class;
}

/** Groups that hold an engine with a time; the others stand in the table with their errors already. */
function runningGroups(analysis: WorkloadAnalysis): WorkloadAnalysis['groups'] {
  const ok = new Set(analysis.rows.filter((r) => r.state === 'ok').map((r) => r.engine));
  const running = analysis.groups.filter((g) => g.engines.some((e) => ok.has(e)));
  return running.length > 0 ? running : analysis.groups;
}

function agreement(analysis: WorkloadAnalysis, { width, paint }: TextOptions): string {
  const groups = runningGroups(analysis);
  if (groups.length === 0) return paint.bad('No engine ran to its end.');
  const told = groups.reduce((sum, g) => sum + g.engines.length, 0);
  const failed = analysis.rows.length - told;
  const rest = failed > 0 ? `; ${failed} failed` : '';
  if (groups.length === 1) {
    const { engines } = groups[0];
    if (engines.length === 1)
      return analysis.rows.length === 1
        ? `Only ${engines[0]} ran: nothing to compare its output with.`
        : `Only ${engines[0]} ran to its end${rest}.`;
    const count = failed > 0 ? engines.length : engines.length === 2 ? 'Both' : `All ${engines.length}`;
    const text = `${count} engines print the same${rest}.`;
    return analysis.unanimous ? paint.good(text) : text;
  }
  return [
    paint.bad(`Outputs differ: ${groups.length} groups${rest}.`),
    ...groups.flatMap((g, i) =>
      wrap(g.engines.join(', '), width - 6).map((l, j) => `  ${j === 0 ? `${i + 1}.` : '  '} ${l}`),
    ),
  ].join('\n');
}

function renderDifference(
  analysis: WorkloadAnalysis,
  d: ResultDifference,
  { paint, width }: TextOptions,
): string {
  const group = analysis.groups[d.group];
  const place = {
    stdout: `line ${d.line}`,
    result: 'the result of workload()',
    exception: 'the exception',
  }[d.where];
  const missing = { stdout: '(end)', result: '(no result)', exception: '(no exception)' }[d.where];
  const side = (text: string | undefined) =>
    text === undefined ? missing : JSON.stringify(cut(text, width));
  const heading = `${group.engines.join(', ')}: first difference in ${place}: ${side(d.actual)} instead of ${side(d.expected)}`;
  const out = wrap(heading, width);
  // Two file names, a hunk's head, a line on either side: the heading has said all of that.
  if (d.where !== 'stdout' && d.diff.split('\n').length <= 5) return out.join('\n');
  for (const line of d.diff.split('\n')) {
    const shown = cut(line, Math.max(20, width - 2));
    out.push(
      '  ' +
        (/^(---|\+\+\+|@@)/.test(line)
          ? paint.dim(shown)
          : line.startsWith('-')
            ? paint.bad(shown)
            : line.startsWith('+')
              ? paint.good(shown)
              : shown),
    );
  }
  return out.join('\n');
}

/** Cut to the width, and control characters made visible: an output must not drive the terminal. */
function cut(text: string, width: number): string {
  const safe = text.replace(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g,
    (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  const points = [...safe];
  return points.length <= width ? safe : `${points.slice(0, Math.max(0, width - 1)).join('')}…`;
}

/** Doubts that matter, those with the same text joined. */
function renderDoubts(
  warnings: readonly ResultWarning[],
  engines: readonly string[],
  width: number,
  paint: Paint,
): string {
  return joinedDoubts(warnings, engines)
    .flatMap(({ name, whom, text }) => {
      const [first, ...more] = wrap(
        `${whom ? `${whom}: ` : ''}${text}`,
        Math.max(20, width - name.length - 2),
      );
      return [`${paint.doubt(name)}  ${first}`, ...more.map((l) => `  ${l}`)];
    })
    .join('\n');
}

/** After the last workload: means over workloads, and on what and how it was measured. */
export function renderSummary(result: LabResult, { width, paint }: TextOptions): string {
  const parts: string[] = [];
  const { overall } = result.analysis;
  if (overall.length > 0) {
    const total = result.analysis.workloads.length;
    parts.push(paint.bold(`Geometric mean of time, × ${result.plan.baseline ?? 'baseline'}`));
    const rows = overall.map((o): Row => [
      o.engine,
      ratioWithInterval(o.ratio),
      o.ratio.value < 1 ? `${digits(1 / o.ratio.value)}× less time` : `${digits(o.ratio.value)}× as long`,
      `${o.workloads.length} of ${total} workloads`,
    ]);
    parts.push(
      renderTable(
        [
          { title: 'engine', rank: 0 },
          { title: 'ratio', rank: 0 },
          { title: '', rank: 2 },
          { title: 'over', rank: 1 },
        ],
        rows,
        width,
        paint,
      ).text,
    );
    for (const o of overall.filter((x) => x.excluded.length > 0)) {
      const list = o.excluded.map((e) => `${e.workload} (${cut(e.reason, 60)})`).join(', ');
      parts.push(...wrap(`${o.engine} without: ${list}`, width).map((l) => paint.dim(l)));
    }
  }
  const growth = growthTable(result);
  if (growth.length > 0) {
    parts.push(paint.bold('Growth with size: time ∝ n^exponent'));
    const columns: Column[] = growth[0].map((title, c) => ({ title, rank: c === 0 ? 0 : c }));
    parts.push(renderTable(columns, growth.slice(1), width, paint).text);
  }
  const { plan, environment: e } = result;
  const share = result.wallMs > 0 ? Math.round((100 * result.childrenMs) / result.wallMs) : 100;
  const machine =
    `${e.cpu.model}, ${e.cpu.cores} ${e.cpu.cores === 1 ? 'core' : 'cores'}, ${bytes(e.memoryBytes)}, ` +
    `${e.os.platform} ${e.os.arch}; load ${e.loadAverage.start.toFixed(1)}`;
  const method =
    `${plan.profile === 'default' ? '' : `--${plan.profile}: `}${plan.processes} processes` +
    (result.workloads.some((w) => w.mode === 'function') ? ` × up to ${plan.iterations} samples` : '') +
    `, seed ${plan.seed}; ${duration(result.wallMs)}, ${share} % of it in the measured processes`;
  parts.push(...[...wrap(machine, width), ...wrap(method, width)].map((l) => paint.dim(l)));
  if (result.partial)
    parts.push(paint.doubt('Stopped before its end: this is what was measured until then.'));
  return parts.join('\n');
}

/** `--unanimous`: one line a workload. */
export function renderUnanimous(analysis: WorkloadAnalysis, { paint }: TextOptions): string {
  if (analysis.unanimous) return `${paint.good('same')}    ${analysis.workload}`;
  const groups = analysis.groups.map((g) => g.engines.join(', ')).join(' | ');
  const failed = analysis.rows
    .filter((r) => r.state !== 'ok' && !analysis.groups.some((g) => g.engines.includes(r.engine)))
    .map((r) => `${r.engine} (${r.error ?? r.state})`);
  const why = [groups, failed.length > 0 ? `failed: ${failed.join('; ')}` : ''].filter(Boolean).join('; ');
  return `${paint.bad('differs')} ${analysis.workload}: ${why}`;
}
