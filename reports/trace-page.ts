// The log of a tracing JIT as text and as a page of HTML: each loop and function with its counts, each operation beside the line and bytecode that it was
// recorded for. Pure functions of the log; what the log holds is the engine's contract for the data of its `trace-…` dumps.

import { renderPage } from './html-page.ts';
import { escapeHtml as e } from './svg.ts';

export interface TraceLog {
  version: 1;
  units: {
    kind: 'loop' | 'function';
    name: string;
    file: string;
    line: number | null;
    state: string;
    operations: number;
    emissions: number;
    entered: number;
    left: number;
    thrownAway: number;
    aborts: { reason: string; count: number }[];
    traces: {
      number: number;
      kind: string;
      operations: {
        text: string;
        function: string | null;
        line: number | null;
        opcode: string | null;
        failures: number;
        bridge: number | null;
      }[];
      end: string;
      stopped: string | null;
    }[];
    js: string | null;
  }[];
  counters: Record<string, number>;
}

export function isTraceLog(data: unknown): data is TraceLog {
  const log = data as Partial<TraceLog> | null | undefined;
  return typeof log === 'object' && log !== null && log.version === 1 && Array.isArray(log.units);
}

type Unit = TraceLog['units'][number];
type Trace = Unit['traces'][number];
type Operation = Trace['operations'][number];

const times = (n: number): string => (n === 1 ? 'once' : `${n} times`);

function counts(unit: Unit): string[] {
  const bridges = Math.max(0, unit.traces.length - 1);
  const parts = [
    unit.state,
    `${unit.operations} operations`,
    `${bridges} ${bridges === 1 ? 'bridge' : 'bridges'}`,
    `emitted ${times(unit.emissions)}`,
    `entered ${times(unit.entered)}`,
    `left ${times(unit.left)}`,
  ];
  if (unit.thrownAway > 0) parts.push(`thrown away ${times(unit.thrownAway)}`);
  return parts;
}
const title = (unit: Unit): string => `${unit.kind} ${unit.name}, line ${unit.line ?? '?'}`;

function note({ failures, bridge }: Operation): string {
  const parts: string[] = [];
  if (failures > 0) parts.push(`failed ${times(failures)}`);
  if (bridge !== null) parts.push(`bridge ${bridge}`);
  return parts.join(', ');
}
const ending = ({ end, stopped }: Trace): string => (stopped === null ? end : `${end}: ${stopped}`);
const heading = (trace: Trace): string => (trace.kind === 'root' ? 'trace' : `bridge ${trace.number}`);

/** A bytecode's operations follow its line of the source. */
function withPlaces(
  trace: Trace,
  lineOf: (line: number) => string,
  place: (text: string) => void,
  operation: (operation: Operation) => void,
): void {
  let last = '';
  for (const op of trace.operations) {
    const here = op.line === null ? '' : `${op.function}:${op.line} ${op.opcode}`;
    if (here !== last && op.line !== null) place(`${here}    ${lineOf(op.line)}`.trimEnd());
    last = here;
    operation(op);
  }
}

function sourceLines(source: string): (line: number) => string {
  const lines = source.split('\n');
  return (line) => (lines[line - 1] ?? '').trim();
}

export function traceText(log: TraceLog, source: string, file: string): string {
  const out: string[] = [];
  for (const unit of log.units) {
    const lineOf = unit.file === file ? sourceLines(source) : () => '';
    out.push(`# ${title(unit)} (${unit.file}): ${counts(unit).join(', ')}`);
    for (const { reason, count } of unit.aborts) out.push(`#   given up ${times(count)}: ${reason}`);
    for (const trace of unit.traces) {
      out.push(`  ${heading(trace)}`);
      withPlaces(
        trace,
        lineOf,
        (text) => out.push(`    # ${text}`),
        (op) => {
          const more = note(op);
          out.push(`    ${op.text}${more === '' ? '' : `    # ${more}`}`);
        },
      );
      out.push(`    ${ending(trace)}`);
    }
    out.push('');
  }
  return `${out.join('\n')}\n`;
}

function unitHtml(unit: Unit, source: string, file: string, open: boolean): string {
  const lineOf = unit.file === file ? sourceLines(source) : () => '';
  const facts = counts(unit).map((fact) => `<span>${e(fact)}</span>`);
  const out: string[] = [
    `<section class="workload" data-workload="${e(title(unit))}"><h2>${e(title(unit))}</h2><p class="facts">${facts.join('')}</p>`,
  ];
  if (unit.aborts.length > 0) {
    const rows = unit.aborts.map(({ reason, count }) => `<li>given up ${times(count)}: ${e(reason)}</li>`);
    out.push(`<ul class="doubt">${rows.join('')}</ul>`);
  }
  for (const trace of unit.traces) {
    const guards = trace.operations.filter((op) => op.failures > 0).length;
    const what = `${trace.operations.length} operations${guards > 0 ? `, ${guards} ${guards === 1 ? 'guard' : 'guards'} that failed` : ''}`;
    out.push(
      `<details${open ? ' open' : ''}><summary>${e(heading(trace))} <span class="soft">${what}</span></summary><pre tabindex="0">`,
    );
    withPlaces(
      trace,
      lineOf,
      (text) => out.push(`<span class="soft"># ${e(text)}</span>\n`),
      (op) => {
        const more = note(op);
        out.push(e(op.text), more === '' ? '\n' : `    <strong class="doubt"># ${e(more)}</strong>\n`);
      },
    );
    out.push(`${e(ending(trace))}</pre></details>`);
  }
  if (unit.js !== null)
    out.push(`<details><summary>emitted code</summary><pre tabindex="0">${e(unit.js)}</pre></details>`);
  out.push('</section>');
  return out.join('');
}

/** With so few traces nothing needs to be folded. */
const FEW = 4;

export function tracePage(log: TraceLog, file: string, source: string): string {
  const rows = Object.entries(log.counters)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `<dt>${e(name)}</dt><dd>${count}</dd>`);
  const open = log.units.reduce((sum, unit) => sum + unit.traces.length, 0) <= FEW;
  const units = log.units.map((unit) => unitHtml(unit, source, file, open));
  const body =
    `<dl class="whole">${rows.join('')}</dl>` +
    (units.length > 0 ? units.join('\n') : '<p>Nothing became hot: no loop or function was traced.</p>');
  return renderPage({ title: `Traces of ${file}`, engines: [], body });
}
