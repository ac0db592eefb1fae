// The main loop must stay small enough for V8 to optimise, and be optimised: over 61,440 bytes of its bytecode it never is.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
// @ts-expect-error plain JavaScript of the build
import { inlineConstants } from '../../scripts/inline-constants.mjs';

const MOST_BYTES = 61_440;
const folder = mkdtempSync(join(tmpdir(), 'eval-loop-'));
const bundle = join(folder, 'engine.mjs');
const runner = join(folder, 'run.mjs');

const PROGRAM = `
def f(n):
    t = 0
    i = 0
    while i < n:
        t += i * 2
        i += 1
    return t
f(3_000_000)
`;

beforeAll(async () => {
  await esbuild.build({
    entryPoints: [fileURLToPath(new URL('./engine.ts', import.meta.url))],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    external: ['pyodide'],
    plugins: [inlineConstants()],
  });
  const request = {
    program: { kind: 'source', text: PROGRAM, filename: 'loop.py' },
    args: [],
    env: {},
    cwd: folder,
    fileSystem: { kind: 'real' },
    limits: {},
    options: { jit: '0' },
    flags: [],
    events: [],
  };
  writeFileSync(
    runner,
    `import { createEngine } from ${JSON.stringify(bundle)};
const host = { readStdin: () => 0, writeStdout() {}, writeStderr: (b) => process.stderr.write(b), isTerminal: {},
  shared: new Int32Array(new SharedArrayBuffer(64)), emit() {}, now: () => performance.now() };
process.exitCode = createEngine().start(${JSON.stringify(request)}, host).main().status;`,
  );
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...flags: string[]): string =>
  execFileSync(process.execPath, [...flags, runner], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    timeout: 60_000,
  });

describe('the main loop', () => {
  it('is below the size that V8 optimises', () => {
    const printed = run('--print-bytecode', '--print-bytecode-filter=evalLoop');
    const sizes = [...printed.matchAll(/Bytecode length: (\d+)/g)].map((match) => Number(match[1]));
    expect(sizes.length).toBeGreaterThan(0);
    for (const size of sizes) expect(size).toBeLessThan(MOST_BYTES);
  }, 60_000);

  it('is optimised while it runs', () => {
    const printed = run('--trace-opt');
    expect(printed).toMatch(/completed optimizing .*evalLoop.*TURBOFAN/);
  }, 60_000);
});
