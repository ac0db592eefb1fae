// Results as Markdown: the means, then a table a workload, then who prints what, the doubts, and the machine.
import { doubtsByWorkload } from './doubts.ts';
import type { LabResult, ResultRow, WorkloadAnalysis } from '../harness/result.ts';
import { bytes, duration, ratioWithInterval, sizeText, spread } from './figures.ts';
import { growthTable } from './growth-table.ts';

const cell = (text: string): string => text.replace(/\|/g, '\\|').replace(/\n/g, ' ');

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

function rowCells(row: ResultRow): string[] {
  if (row.state !== 'ok') return [row.engine, row.error ?? row.state, ...Array<string>(9).fill('')];
  const size = (n: number | undefined) => (n === undefined ? '' : bytes(n));
  return [
    row.engine,
    row.startup ? duration(row.startup.value) : '',
    row.first ? duration(row.first.value) : '',
    row.steady ? `${duration(row.steady.value)} ${spread(row.steady)}`.trim() : '',
    row.ratio ? ratioWithInterval(row.ratio) : row.verdict === 'baseline' ? '1' : '',
    row.verdict ?? '',
    row.warmup?.class ?? '',
    size(row.memory.processPeak),
    size(row.memory.hostHeap),
    size(row.memory.modelledPeak),
    size(row.smallestHeap),
  ];
}

function agreement({ groups }: WorkloadAnalysis): string {
  if (groups.length === 0) return 'No engine ran to its end.';
  if (groups.length === 1) return `${groups[0].engines.join(', ')}: print the same.`;
  return groups.map((g, i) => `${i + 1}. ${g.engines.join(', ')}`).join('\n');
}

export function renderMarkdown(results: readonly LabResult[]): string {
  const parts: string[] = ['# Python implementations compared'];
  for (const result of results) {
    const { environment, plan, analysis } = result;
    parts.push(
      `${result.startedAt.slice(0, 10)}, ${environment.cpu.model}, ${environment.cpu.cores} cores, ` +
        `${bytes(environment.memoryBytes)}, ${environment.os.platform} ${environment.os.arch}; profile ${plan.profile}: ` +
        `${plan.processes} processes of up to ${plan.iterations} samples, seed ${plan.seed}` +
        `${result.partial ? '; **stopped before its end**' : ''}.`,
    );
    if (analysis.overall.length > 0) {
      parts.push('## Geometric mean of time');
      parts.push(
        table(
          ['engine', 'ratio', 'workloads', 'without'],
          analysis.overall.map((o) => [
            o.engine,
            ratioWithInterval(o.ratio),
            `${o.workloads.length}`,
            o.excluded.map((e) => `${e.workload} (${e.reason})`).join('; '),
          ]),
        ),
      );
    }
    const growth = growthTable(result);
    if (growth.length > 0) {
      parts.push('## Growth with size (exponent of n)');
      parts.push(table(growth[0], growth.slice(1)));
    }
    for (const w of analysis.workloads) {
      const workload = result.workloads.find((x) => x.name === w.workload)!;
      parts.push(`## ${w.workload} (${sizeText(workload)})`);
      parts.push(
        table(
          [
            'engine',
            'start-up',
            'first run',
            'steady',
            `× ${w.baseline ?? 'baseline'}`,
            'verdict',
            'warm-up',
            'process peak',
            'host heap',
            'modelled peak',
            'smallest heap',
          ],
          w.rows.map(rowCells),
        ),
      );
      parts.push(agreement(w));
      for (const d of w.differences) {
        const fence = '`'.repeat(Math.max(3, ...[...d.diff.matchAll(/`+/g)].map((m) => m[0].length + 1)));
        const head = `First difference of group ${d.group + 1} in ${d.where}, line ${d.line}:`;
        parts.push(`${head}\n\n${fence}diff\n${d.diff.trimEnd()}\n${fence}`);
      }
    }
    const ids = result.engines.map((x) => x.id);
    const doubts = doubtsByWorkload(analysis.warnings, ids);
    if (doubts.length > 0) {
      parts.push('## Doubts');
      const line = ({ workload, name, whom, text }: (typeof doubts)[number]) =>
        `- **${name}** ${[workload, whom].filter(Boolean).join(', ')}: ${text}`;
      parts.push(doubts.map(line).join('\n'));
    }
  }
  return `${parts.join('\n\n')}\n`;
}

const CSV_HEAD = [
  'started_at',
  'workload',
  'n',
  'engine',
  'state',
  'processes',
  'startup_ms',
  'first_ms',
  'steady_ms',
  'steady_low_ms',
  'steady_high_ms',
  'ratio',
  'ratio_low',
  'ratio_high',
  'baseline',
  'verdict',
  'warmup',
  'process_peak_bytes',
  'host_heap_bytes',
  'modelled_current_bytes',
  'modelled_peak_bytes',
  'smallest_heap_bytes',
  'error',
];

/** One line a workload and engine; times in ms, sizes in bytes, empty where there is none. */
export function renderCsv(results: readonly LabResult[]): string {
  const lines = [CSV_HEAD.join(',')];
  for (const result of results) {
    for (const w of result.analysis.workloads) {
      const n = result.workloads.find((x) => x.name === w.workload)?.n;
      for (const r of w.rows) {
        const values = [
          result.startedAt,
          w.workload,
          n,
          r.engine,
          r.state,
          r.processes,
          r.startup?.value,
          r.first?.value,
          r.steady?.value,
          r.steady?.low,
          r.steady?.high,
          r.ratio?.value,
          r.ratio?.low,
          r.ratio?.high,
          w.baseline,
          r.verdict,
          r.warmup?.class,
          r.memory.processPeak,
          r.memory.hostHeap,
          r.memory.modelledCurrent,
          r.memory.modelledPeak,
          r.smallestHeap,
          r.error,
        ];
        lines.push(values.map(csvCell).join(','));
      }
    }
  }
  return `${lines.join('\r\n')}\r\n`;
}

/** RFC 4180; a text that a spreadsheet would run as a formula gets a quote in front. */
function csvCell(value: string | number | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}
