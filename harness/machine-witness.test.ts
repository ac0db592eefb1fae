// What the witness of the machine says, on fixed readings, and that the real one gives steady times.
import { expect, test } from 'vitest';
import { calmBlocks, createWitness, disturbedBlocks } from './machine-witness.ts';
import type { Readings } from './machine-witness.ts';

const processes = (readings: readonly Readings[], engines = ['a', 'b']) =>
  readings.flatMap((witness, block) => engines.map((engine) => ({ engine, block, witness })));
const calm = (n: number): Readings[] => Array.from({ length: n }, (_, i): Readings => [1 + i / 100, 1.01]);

test('a block is disturbed where a reading beside any of its processes is far above the usual one', () => {
  const readings = calm(10);
  readings[3] = [1, 1.5];
  readings[4] = [1.5, 1];
  expect([...disturbedBlocks(processes(readings)).keys()]).toEqual([3, 4]);
  expect(disturbedBlocks(processes(readings)).get(3)).toBeCloseTo(1.5, 1);
});
test('most of them may be disturbed without being the rule', () => {
  const readings = calm(10).map((r, i): Readings => (i < 6 ? [2, 2] : r));
  expect(disturbedBlocks(processes(readings)).size).toBe(6);
});
test('without readings nothing is disturbed', () => {
  expect(disturbedBlocks([{ block: 0 }, { block: 1 }]).size).toBe(0);
  expect(calmBlocks([{ engine: 'a', block: 0 }], 10)).toEqual({ leftOut: new Set(), used: 0, worst: 1 });
});
test('disturbed blocks are left out where enough are left, of each engine', () => {
  const some = calm(10).map((r, i): Readings => (i < 3 ? [2, 2] : r));
  expect([...calmBlocks(processes(some), 10).leftOut]).toEqual([0, 1, 2]);
  const many = calm(10).map((r, i): Readings => (i < 4 ? [2, 2] : r));
  expect(calmBlocks(processes(many), 10)).toMatchObject({ used: 4, leftOut: new Set() });
  expect(calmBlocks(processes(many), 10).worst).toBeGreaterThan(1.8);
  // An engine that ran in the disturbed blocks alone keeps them.
  const alone = [...processes(some, ['a']), { engine: 'b', block: 0, witness: [2, 2] as const }];
  expect(calmBlocks(alone, 10).leftOut.size).toBe(0);
});
test('a reading times work that is done', () => {
  const witness = createWitness(() => performance.now());
  expect(witness()).toBeGreaterThan(0.1);
});
