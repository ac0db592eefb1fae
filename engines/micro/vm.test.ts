// The eval loop must stay small enough for the host's optimising compiler: a loop beyond its limit runs ten times slower.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

function micro(flags: string[], text: string, args: string[] = []): string {
  const scratch = mkdtempSync(join(tmpdir(), 'micro-vm-'));
  const file = join(scratch, 'p.py');
  writeFileSync(file, text);
  const r = spawnSync(process.execPath, [...flags, join(root, 'scripts', 'micro-run.mjs'), ...args, file], {
    encoding: 'utf8',
    timeout: 60_000,
    maxBuffer: 1 << 28,
  });
  rmSync(scratch, { recursive: true });
  return r.stdout + r.stderr;
}
const program = 'def work():\n    t = 0\n    for i in range(200000):\n        t += i & 7\n    return t\n';

it('is optimised by the top compiler', () => {
  const out = micro(['--trace-opt'], program, ['--call', 'work']);
  expect(out).toMatch(/work: first [\d.]+ ms, best [\d.]+ ms, 700000/);
  expect(out).toMatch(/completed optimizing 0x\w+ <JSFunction run\d* .*TURBOFAN/);
});

it('stays within 20 KB of host bytecode', () => {
  const name = /<JSFunction (run\d*) /.exec(micro(['--trace-opt'], program, ['--call', 'work']))?.[1];
  expect(name).toBeDefined();
  const listing = micro(['--print-bytecode', `--print-bytecode-filter=${name}`], 'print(1)\n');
  const length = +(/Bytecode length: (\d+)/.exec(listing)?.[1] ?? 0);
  expect(length).toBeGreaterThan(5000);
  expect(length).toBeLessThan(20_000);
});
