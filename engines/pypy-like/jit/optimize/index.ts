// The passes in their order, by name. Every recorded instruction goes down this list.
import type { RecordedTree } from '../trace-tree.ts';
import { commonSubexpressions } from './common-subexpressions.ts';
import { dropDeadCode } from './dead-code.ts';
import { fold } from './fold.ts';
import { optimizeFunction } from './function.ts';
import { guards } from './guards.ts';
import { heap } from './heap.ts';
import { lowWords } from './low-words.ts';
import { optimizeLoop } from './loop.ts';
import type { Unit } from './loop.ts';
import type { Pass } from './optimizer.ts';
import { ranges } from './ranges.ts';
import { virtuals } from './virtuals.ts';

export const allPasses: readonly Pass[] = [
  lowWords,
  fold,
  ranges,
  guards,
  virtuals,
  commonSubexpressions,
  heap,
];

/** `failureTells`: false where guards are made to fail (params.ts: fail_guards). */
export function optimize(tree: RecordedTree, passes: readonly Pass[] = allPasses, failureTells = true): Unit {
  const build = tree.parameters === null ? optimizeLoop : optimizeFunction;
  const unit = build(tree, passes, failureTells);
  dropDeadCode(unit);
  return unit;
}
export type { Unit } from './loop.ts';
