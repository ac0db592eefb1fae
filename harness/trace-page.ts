// The log of a tracing JIT as text and as a page of HTML: each loop and function with its counts, each operation beside the line and bytecode that it was
// recorded for. Pure functions of the log; what the log holds is the engine's contract for the data of its `trace-…` dumps.

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

function counts(unit: Unit): string {
  const bridges = Math.max(0, unit.traces.length - 1);
  const parts = [
    unit.state,
    `${unit.operations} operations`,
    `${bridges} ${bridges === 1 ? 'bridge' : 'bridges'}`,
    `emitted ${unit.emissions} times`,
    `entered ${unit.entered} times`,
    `left ${unit.left} times`,
  ];
  if (unit.thrownAway > 0) parts.push(`thrown away ${unit.thrownAway} times`);
  return parts.join(', ');
}
const title = (unit: Unit): string => `${unit.kind} ${unit.name}, line ${unit.line ?? '?'}`;

function note({ failures, bridge }: Operation): string {
  const parts: string[] = [];
  if (failures > 0) parts.push(`failed ${failures} times`);
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
    out.push(`# ${title(unit)} (${unit.file}): ${counts(unit)}`);
    for (const { reason, count } of unit.aborts) out.push(`#   given up ${count} times: ${reason}`);
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

const escape = (text: string): string =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!);

const STYLE = `:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
pre { overflow-x: auto; background: color-mix(in srgb, currentColor 7%, transparent); padding: .75rem; line-height: 1.35; }
summary { cursor: pointer; } summary h2 { display: inline; font-size: 1.05rem; }
.place { opacity: .75; } .failed { font-weight: 600; } .counts { opacity: .8; margin-left: .5rem; }
table { border-collapse: collapse; } td, th { padding: .15rem .8rem .15rem 0; text-align: left; }`;

function unitHtml(unit: Unit, source: string, file: string): string {
  const lineOf = unit.file === file ? sourceLines(source) : () => '';
  const out: string[] = [
    `<details><summary><h2>${escape(title(unit))}</h2><span class="counts">${escape(counts(unit))}</span></summary>`,
  ];
  if (unit.aborts.length > 0) {
    const rows = unit.aborts.map(
      ({ reason, count }) => `<li>given up ${count} times: ${escape(reason)}</li>`,
    );
    out.push(`<ul>${rows.join('')}</ul>`);
  }
  for (const trace of unit.traces) {
    out.push(`<h3>${escape(heading(trace))}</h3><pre>`);
    withPlaces(
      trace,
      lineOf,
      (text) => out.push(`<span class="place"># ${escape(text)}</span>\n`),
      (op) => {
        const more = note(op);
        out.push(escape(op.text), more === '' ? '\n' : `    <span class="failed"># ${escape(more)}</span>\n`);
      },
    );
    out.push(`${escape(ending(trace))}</pre>`);
  }
  if (unit.js !== null)
    out.push(`<details><summary>emitted code</summary><pre>${escape(unit.js)}</pre></details>`);
  out.push('</details>');
  return out.join('');
}

export function tracePage(log: TraceLog, file: string, source: string): string {
  const rows = Object.entries(log.counters)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `<tr><th scope="row">${escape(name)}</th><td>${count}</td></tr>`);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Traces of ${escape(file)}</title><style>${STYLE}</style></head>
<body><main><h1>Traces of ${escape(file)}</h1>
<table><caption>Counters</caption><tbody>${rows.join('')}</tbody></table>
${log.units.map((unit) => unitHtml(unit, source, file)).join('\n')}
</main></body></html>
`;
}
