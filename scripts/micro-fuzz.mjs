// Random programs on micro and on a real MicroPython on PATH, outputs compared: `node scripts/micro-fuzz.mjs [count] [seed]
// [micropython]`. Programs are bounded and deterministic; every tenth runs with a collection before each allocation. A
// program that differs, breaks the heap or throws a host error is printed whole; status 1.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { program, random } from './micro-random-program.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const count = +(process.argv[2] ?? 200);
const seed = +(process.argv[3] ?? 1);
const real = process.argv[4] ?? 'micropython';
const { createEngine, checkHeap } = await import(join(root, 'dist', 'micro-run', 'micro.mjs'));

const scratch = mkdtempSync(join(tmpdir(), 'micro-fuzz-'));
let different = 0;
for (let k = 0; k < count; k++) {
  const text = program(random(seed * 100003 + k));
  const file = join(scratch, 'p.py');
  writeFileSync(file, text);
  const r = spawnSync(real, ['-X', 'heapsize=4m', file], { encoding: 'utf8', timeout: 10000 });
  if (r.status !== 0 || r.stdout.length > 200000) continue;
  let out = '';
  let fault = '';
  const shared = new Int32Array(4);
  const h = {
    readStdin: () => 0,
    writeStdout: (b) => (out += Buffer.from(b)),
    writeStderr: (b) => (out += Buffer.from(b)),
    isTerminal: {},
    shared,
    emit() {},
    now: () => performance.now(),
  };
  try {
    const session = createEngine().start(
      {
        program: { kind: 'file', path: file },
        args: [],
        env: {},
        cwd: '/',
        fileSystem: { kind: 'real' },
        limits: {},
        options: { heap: '4m', ...(k % 10 === 9 ? { heap: '64k', 'gc-stress': '1' } : {}) },
        flags: [],
        events: [],
      },
      h,
    );
    session.main();
    fault = checkHeap().join('\n');
  } catch (e) {
    fault = String(e.stack ?? e);
  }
  // Addresses differ.
  const clean = (t) => t.replace(/0x[0-9a-f]+|at [0-9a-f]{6,}/g, '…');
  if (fault !== '' || clean(out) !== clean(r.stdout)) {
    different++;
    console.log(`---- program ${k}\n${text}---- micropython\n${r.stdout}---- micro\n${out}${fault}`);
  }
}
rmSync(scratch, { recursive: true });
console.log(`${count} programs, ${different} different`);
process.exitCode = different > 0 ? 1 : 0;
