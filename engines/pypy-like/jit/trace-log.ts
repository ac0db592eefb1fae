// What was traced, for people: each loop with its source line, counts and one stage of its life: as recorded, as optimised, as emitted JS.
// Guards that failed are listed with their place and number of failures, recordings that were given up by their reason.
import { opNames } from '../../frontend/opcodes.ts';
import type { Code } from '../code.ts';
import { Printer } from './ir-text.ts';
import type { CompiledUnit } from './compiled-unit.ts';
import type { TraceEngine } from './trace-engine.ts';
import { bridgesOf, sizeOf } from './trace-tree.ts';
import type { TraceNode } from './trace-tree.ts';

export type Stage = 'recorded' | 'optimised' | 'js';

const place = (code: Code, pc: number): string =>
  `${code.source.qualname}:${code.lineOf(pc) ?? '?'} ${opNames[code.original[pc]] ?? ''}`;

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

function showLoop(loop: CompiledUnit, stage: Stage): string {
  const { root, unit, compiled } = loop;
  const head = `# ${loop.parameters === null ? 'loop' : 'function'} at ${place(loop.code, loop.pc)}`;
  if (root === null) return `${head}: not compiled, ${loop.aborts} recordings given up`;
  const bridges = [...bridgesOf(root)];
  const lines = [
    `${head}: ${sizeOf(root)} operations recorded, ${bridges.length} bridges, emitted ${loop.emissions} times`,
  ];
  for (const node of [root, ...bridges]) lines.push(...failures(node));
  if (stage === 'recorded') lines.push(new Printer().tree(loop.tree));
  else if (stage === 'optimised' && unit !== null) lines.push(new Printer().unit(unit));
  else if (stage === 'js' && compiled !== null) lines.push(compiled.source);
  return lines.join('\n');
}

export function showTraces(jit: TraceEngine, stage: Stage): string {
  const parts = jit.all.map((loop) => showLoop(loop, stage));
  for (const [reason, count] of jit.abortCounts) parts.push(`# given up ${count} times: ${reason}`);
  return `${parts.join('\n\n')}\n`;
}
