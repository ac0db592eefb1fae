// The workloads on real Pythons at size tiny, twice each in one namespace: the two wasm ones always, programs on PATH
// where they are installed (Jython apart, which takes half a minute: scripts/workloads-check.mjs runs it too).
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { loadManifest, sizeNames } from '../harness/manifest.ts';
import { engines, installed, run, workloads } from './workloads-engines.mjs';

const manifest = loadManifest(join(workloads, 'manifest.json'));
const bench = manifest.workloads.filter((row) => row.kind === 'bench');

describe.each(['cpython-wasm', 'micropython-wasm', 'python3', 'pypy3', 'micropython', 'python2.7'])(
  '%s',
  (engine) => {
    test.skipIf(!installed(engine))(
      'gives the stored answers, on the second call too',
      async () => {
        const rows = bench.filter((row) => engines[engine].suits(row));
        expect(rows.length).toBeGreaterThan(0);
        const results = await run(
          engine,
          rows.map((row) => ({ name: row.name, n: row.sizes!.tiny })),
        );
        const found = Object.fromEntries(results.map((result) => [result.name, result.answer]));
        expect(found).toEqual(Object.fromEntries(rows.map((row) => [row.name, row.answers!.tiny])));
        expect(results.filter((result) => !result.ok)).toEqual([]);
      },
      120_000,
    );
  },
);

test('other sizes than the named ones pass the checks that hold for any n', async () => {
  const rows = bench.filter((row) => engines['cpython-wasm'].suits(row));
  const jobs = rows.flatMap((row) =>
    [4, Math.floor(row.sizes!.tiny * 0.9)].map((n) => ({ name: row.name, n })),
  );
  const results = await run('cpython-wasm', jobs);
  expect(results.filter((result) => !result.ok)).toEqual([]);
}, 120_000);

test('a wrong stored answer is told', async () => {
  const text = readFileSync(join(workloads, 'bench', 'sieve.py'), 'utf8');
  const { loadPyodide } = await import('pyodide');
  const python = await loadPyodide();
  const tiny = bench.find((row) => row.name === 'sieve')!.sizes!.tiny;
  const call = `try:\n    workload(${tiny})\n    told = 'nothing'\nexcept AssertionError as error:\n    told = str(error)\ntold`;
  const globals = python.runPython(`{'__name__': 'sieve'}`);
  expect(python.runPython(`${text}\nANSWERS[${tiny}] = 'something else'\n${call}`, { globals })).toMatch(
    new RegExp(`^sieve: workload\\(${tiny}\\) gave .* expected 'something else'$`),
  );
});

describe('yardsticks', () => {
  const folder = join(workloads, 'yardsticks');
  const files = readdirSync(folder).filter((file) => file.endsWith('.js') && file !== 'lcg.js');

  test('there are at least ten', () => expect(files.length).toBeGreaterThanOrEqual(10));

  test.each(files)('%s gives the answers of the Python program', async (file) => {
    const row = bench.find((candidate) => candidate.name === file.slice(0, -'.js'.length))!;
    const { workload } = (await import(pathToFileURL(join(folder, file)).href)) as {
      workload(n: number): string;
    };
    for (const size of sizeNames.slice(0, 3)) expect(workload(row.sizes![size])).toBe(row.answers![size]);
  });
});

describe.each(['python3', 'pypy3', 'micropython'])('seed programs on %s', (engine) => {
  const seed = (name: string, ...args: string[]) =>
    spawnSync(engine, [join(workloads, 'seed', `${name}.py`), ...args], { encoding: 'utf8' });

  test.skipIf(!installed(engine))('the profiler reports and exits with 0', () => {
    const { status, stdout, stderr } = seed('profiler');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^Implementation {3}(CPython|PyPy|MicroPython) \d+\.\d+\.\d+$/m);
    expect(stdout).toMatch(/^Compiler {9}\S/m);
    expect(stdout).toMatch(/^Sum of squares {3}2666466670000$/m);
    expect(stdout).toMatch(/^Time {13}[\d.]+ ms at first, [\d.]+ ms at best of 5$/m);
    expect(stdout).toMatch(/^Bytecode {9}(\d+ instructions|not shown)/m);
  });

  test.skipIf(!installed(engine))('discovery prints, writes two files and exits with 0', () => {
    const directory = mkdtempSync(join(tmpdir(), 'lab-discovery-'));
    try {
      const { status, stdout, stderr } = seed('discovery', directory);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout).toMatch(/^sum of 1\.\.100: {2}5050$/m);
      expect(readFileSync(join(directory, 'discovery_source.txt'), 'utf8')).toContain('def sum_to(last):');
      expect(readFileSync(join(directory, 'discovery_bytecode.txt'), 'utf8')).toMatch(
        /RETURN_VALUE|cannot show its bytecode/,
      );
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
