// What was traced: as a log of plain data, and as text in one stage of a unit's life (as recorded, as optimised, as emitted JS). The log has every
// loop and function in source order with its counts, its traces with the bytecode and line of each operation, guards with their failures,
// recordings that were given up by reason.
import { opNames } from '../../frontend/opcodes.ts';
import type { Code } from '../code.ts';
import type { CompiledUnit } from './compiled-unit.ts';
import { Printer } from './ir-text.ts';
import type { TraceEngine } from './trace-engine.ts';
import { bridgesOf, sizeOf } from './trace-tree.ts';
import type { TraceNode } from './trace-tree.ts';

export type Stage = 'recorded' | 'optimised' | 'js';

export interface LoggedOperation {
  text: string;
  /** Function, line and instruction that it was recorded for. */
  function: string | null;
  line: number | null;
  opcode: string | null;
  /** Guards: times that the trace was left there, and the number of the bridge that begins there. */
  failures: number;
  bridge: number | null;
}
export interface LoggedTrace {
  number: number;
  kind: 'root' | 'bridge';
  operations: LoggedOperation[];
  end: string;
  /** Why it ends in the interpreter. */
  stopped: string | null;
}
export interface LoggedUnit {
  kind: 'loop' | 'function';
  name: string;
  file: string;
  line: number | null;
  state: 'compiled' | 'given up' | 'interpreted';
  /** How V8 runs the emitted function; null where it does not tell (it does with --allow-natives-syntax) or there is none. */
  host: 'interpreted' | 'baseline' | 'optimised' | null;
  operations: number;
  emissions: number;
  entered: number;
  left: number;
  thrownAway: number;
  aborts: { reason: string; count: number }[];
  traces: LoggedTrace[];
  js: string | null;
}
export interface JitLog {
  version: 1;
  units: LoggedUnit[];
  counters: Record<string, number>;
}

const place = (code: Code, pc: number): string =>
  `${code.source.qualname}:${code.lineOf(pc) ?? '?'} ${opNames[code.original[pc]] ?? ''}`;

export function stateOf(unit: CompiledUnit): LoggedUnit['state'] {
  if (unit.isHopeless) return 'given up';
  return unit.compiled !== null ? 'compiled' : 'interpreted';
}

/** V8's bits (src/runtime/runtime.h, OptimizationStatus). */
const V8_STATUS = { optimised: (1 << 4) | (1 << 5), baseline: 1 << 14 };
let askHost: ((f: unknown) => number) | null | undefined = undefined;
function hostStatus({ compiled }: CompiledUnit): LoggedUnit['host'] {
  if (compiled === null) return null;
  if (askHost === undefined) {
    try {
      askHost = new Function('f', 'return %GetOptimizationStatus(f)') as (f: unknown) => number;
    } catch {
      askHost = null;
    }
  }
  if (askHost === null) return null;
  const status = askHost(compiled.run);
  if ((status & V8_STATUS.optimised) !== 0) return 'optimised';
  return (status & V8_STATUS.baseline) !== 0 ? 'baseline' : 'interpreted';
}

const tracesOf = ({ root }: CompiledUnit): TraceNode[] => (root === null ? [] : [root, ...bridgesOf(root)]);

function logUnit(unit: CompiledUnit): LoggedUnit {
  const { code, pc } = unit;
  const nodes = tracesOf(unit);
  const numbers = new Map(nodes.map((node, i) => [node, i]));
  const printer = new Printer();
  const traces = nodes.map((node, number): LoggedTrace => {
    const operations = node.ins.map((ins): LoggedOperation => {
      const origin = node.origins?.[ins.origin];
      const { snap } = ins;
      return {
        text: printer.line(ins),
        function: origin?.code.source.qualname ?? null,
        line: origin?.code.lineOf(origin.pc) ?? null,
        opcode: origin === undefined ? null : opNames[origin.code.original[origin.pc]],
        failures: snap?.failures ?? 0,
        bridge: snap?.bridge ? (numbers.get(snap.bridge) ?? null) : null,
      };
    });
    const kind = number === 0 ? 'root' : 'bridge';
    return { number, kind, operations, end: node.end.kind, stopped: node.stopped ?? null };
  });
  return {
    kind: unit.parameters === null ? 'loop' : 'function',
    name: code.source.qualname,
    file: code.source.filename,
    line: unit.parameters === null ? code.lineOf(pc) : code.source.firstlineno,
    state: stateOf(unit),
    host: hostStatus(unit),
    operations: unit.root === null ? 0 : sizeOf(unit.root),
    emissions: unit.emissions,
    entered: unit.enters,
    left: unit.exits,
    thrownAway: unit.wasThrownAway,
    aborts: [...unit.reasons].map(([reason, count]) => ({ reason, count })),
    traces,
    js: unit.compiled?.source ?? null,
  };
}

export function jitLog(jit: TraceEngine): JitLog {
  const units = jit.all.map(logUnit);
  units.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : (a.line ?? 0) - (b.line ?? 0)));
  return { version: 1, units, counters: jit.counts() };
}

// --- as text

function failures(node: TraceNode): string[] {
  const lines: string[] = [];
  for (const { op, snap } of node.ins) {
    if (snap === null || snap.failures === 0) continue;
    const { code, pc } = snap.frames[snap.frames.length - 1];
    const became = snap.bridge !== null ? ', a bridge since' : '';
    lines.push(`# ${op} at ${place(code as Code, pc)} failed ${snap.failures} times${became}`);
  }
  return lines;
}

function showUnit(unit: CompiledUnit, stage: Stage): string {
  const { root, compiled } = unit;
  const head = `# ${unit.parameters === null ? 'loop' : 'function'} at ${place(unit.code, unit.pc)}`;
  const reasons = [...unit.reasons].map(([reason, count]) => `# given up ${count} times: ${reason}`);
  if (root === null) return [`${head}: not compiled`, ...reasons].join('\n');
  const nodes = tracesOf(unit);
  const counts = `${sizeOf(root)} operations recorded, ${nodes.length - 1} bridges, emitted ${unit.emissions} times`;
  const lines = [`${head}: ${counts}, left ${unit.exits} times`, ...reasons];
  for (const node of nodes) {
    lines.push(...failures(node));
    if (node.stopped !== undefined) lines.push(`# a trace ends in the interpreter: ${node.stopped}`);
  }
  if (stage === 'recorded') lines.push(new Printer().tree(unit.tree));
  else if (stage === 'optimised' && unit.unit !== null) lines.push(new Printer().unit(unit.unit));
  else if (stage === 'js' && compiled !== null) lines.push(compiled.source);
  return lines.join('\n');
}

export function showTraces(jit: TraceEngine, stage: Stage): string {
  const parts = jit.all.map((unit) => showUnit(unit, stage));
  for (const [reason, count] of jit.abortCounts) parts.push(`# given up ${count} times: ${reason}`);
  return `${parts.join('\n\n')}\n`;
}
