// Drops what nothing needs: neither an effect, nor a guard, nor an exit. Runs last, backwards over uses. Arithmetic that checks for overflow goes
// too when its result is not used: the check was for the result.
import { opTable } from '../ir.ts';
import type { Callee, Ins } from '../ir.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Unit } from './loop.ts';
import type { Block, BlockEnd } from './optimizer.ts';

/** What a block needs at its end, exits excepted. */
export function valuesOf(end: BlockEnd): readonly Ins[] {
  if (end.to === 'leave') return [];
  if (end.to === 'return' || end.to === 'raise') return [end.value];
  return end.to === 'tail' ? end.slots.filter((slot) => slot !== null) : end.values;
}

function isNeeded(ins: Ins): boolean {
  switch (opTable[ins.op].effect) {
    case 'store':
    case 'control':
      return true;
    case 'guard':
      return !ins.op.endsWith('_ovf');
    case 'call': {
      const { effect, raises } = ins.aux as Callee;
      return raises || effect === 'writes' || effect === 'any';
    }
    default:
      return false;
  }
}

export function dropDeadCode(unit: Unit): void {
  const alive = new Set<Ins>();
  const work: Ins[] = [];
  const use = (ins: Ins): void => {
    if (alive.has(ins)) return;
    alive.add(ins);
    work.push(ins);
  };
  const useExit = (snap: Snapshot): void => {
    for (const value of snap.values()) use(value);
  };
  const blocks: Block[] = [];
  const walk = (block: Block): void => {
    blocks.push(block);
    const { end } = block;
    if (end.to === 'leave') useExit(end.snap);
    else valuesOf(end).forEach(use);
    for (const ins of block.code) {
      if (isNeeded(ins)) use(ins);
      const branch = unit.branches.get(ins);
      if (branch !== undefined) walk(branch);
    }
  };
  walk(unit.body);
  for (const ins of unit.preheader) if (isNeeded(ins)) use(ins);
  useExit(unit.header);
  for (const { ins, init } of unit.phis) {
    use(ins);
    use(init);
  }
  while (work.length > 0) {
    const ins = work.pop()!;
    ins.args.forEach(use);
    if (ins.snap !== null) useExit(ins.snap);
  }
  for (const block of blocks) block.code = block.code.filter((ins) => alive.has(ins));
  unit.preheader = unit.preheader.filter((ins) => alive.has(ins));
}
