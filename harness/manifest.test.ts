// The manifest's format, its errors, and the rules that hold for the rows of this repository.
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import {
  expectedRepr,
  findManifest,
  loadManifest,
  ManifestError,
  reasonNotToRun,
  sizeArgument,
  sizeNames,
  staleFiles,
  workloadOf,
} from './manifest.ts';

const directory = join(import.meta.dirname, '..', 'workloads');
const manifest = loadManifest(join(directory, 'manifest.json'));
const row = (name: string) => manifest.workloads.find((candidate) => candidate.name === name)!;
const sourceOf = (file: string) => readFileSync(join(directory, file), 'utf8');
const scratch = mkdtempSync(join(tmpdir(), 'lab-manifest-'));
afterAll(() => rmSync(scratch, { recursive: true }));

function load(data: unknown): ReturnType<typeof loadManifest> {
  const file = join(scratch, 'manifest.json');
  writeFileSync(file, typeof data === 'string' ? data : JSON.stringify(data));
  return loadManifest(file);
}

describe('the rows of this repository', () => {
  test('every program has a row, every row a program, and no program changed since its answers were made', () => {
    const files = ['bench', 'seed'].flatMap((folder) =>
      readdirSync(join(directory, folder))
        .filter((file) => file.endsWith('.py'))
        .map((file) => `${folder}/${file}`),
    );
    expect(manifest.workloads.map((workload) => workload.file).sort()).toEqual(files.sort());
    expect(staleFiles(manifest)).toEqual([]);
  });

  test('there are programs enough for each family of implementations', () => {
    const bench = manifest.workloads.filter((workload) => workload.kind === 'bench');
    const on = (family: string) =>
      bench.filter((workload) => workload.runsOn.some((name) => name === family)).length;
    expect(bench.length).toBeGreaterThanOrEqual(24);
    expect(on('cpython')).toBe(bench.length);
    expect(on('pypy')).toBe(bench.length);
    expect(on('micropython')).toBeGreaterThanOrEqual(14);
    expect(on('python2')).toBeGreaterThanOrEqual(6);
  });

  test.each(
    manifest.workloads
      .filter((workload) => workload.sizes)
      .map((workload) => [workload.name, workload] as const),
  )(
    '%s: sizes rise, the default is small, and the program stores the answers of its row',
    (_name, workload) => {
      const text = sourceOf(workload.file);
      const sizes = sizeNames.map((size) => workload.sizes![size]);
      expect(sizes).toEqual([...new Set(sizes)].sort((a, b) => a - b));
      expect(text).toContain(`def workload(n=${workload.sizes!.small}):`);
      for (const size of sizeNames) {
        expect(text).toContain(`    ${workload.sizes![size]}: '${workload.answers![size]}',\n`);
      }
      expect(text).toContain('# Stresses: ');
      expect(text).toContain(`# Origin: ${workload.origin}`);
    },
  );
});

describe('sizeArgument', () => {
  test('takes names and numbers', () => {
    expect(sizeArgument(row('nbody'), 'tiny')).toBe(row('nbody').sizes!.tiny);
    expect(sizeArgument(row('nbody'), '17')).toBe(17);
    expect(sizeArgument(undefined, '17')).toBe(17);
  });

  test('says what there is instead', () => {
    expect(() => sizeArgument(row('nbody'), 'huge')).toThrow(
      'no size named huge: nbody has tiny, small, medium, large, or give a number',
    );
    expect(() => sizeArgument(row('nbody'), 'constructor')).toThrow(ManifestError);
    expect(() => sizeArgument(row('profiler'), 'tiny')).toThrow('seed/profiler.py runs as a whole');
    expect(() => sizeArgument(undefined, 'tiny')).toThrow('this program has no row');
  });
});

describe('finding rows', () => {
  test('by path, from any folder', () => {
    const path = join(directory, 'bench', 'nbody.py');
    expect(findManifest(path)).toBe(join(directory, 'manifest.json'));
    expect(workloadOf(manifest, path)).toBe(row('nbody'));
  });

  test('a program of the user has none', () => {
    const path = join(scratch, 'nbody.py');
    expect(findManifest(path)).toBeUndefined();
    expect(workloadOf(manifest, path)).toBeUndefined();
  });

  test('the expected answer is that of the size with this n', () => {
    const queens = row('queens');
    expect(expectedRepr(queens, queens.sizes!.tiny)).toBe(`'${queens.answers!.tiny}'`);
    expect(expectedRepr(queens, 5)).toBeUndefined();
  });
});

test('reasonNotToRun names what is missing', () => {
  const cpython = { family: 'cpython', languageVersion: '3.14.2' } as const;
  expect(reasonNotToRun(row('inventory'), cpython)).toBeUndefined();
  expect(reasonNotToRun(row('inventory'), { ...cpython, languageVersion: '3.6.1' })).toContain(
    'needs Python 3.7',
  );
  expect(reasonNotToRun(row('thread_pool'), { ...cpython, lacks: ['threads'] })).toBe(
    'thread_pool needs threads',
  );
  expect(reasonNotToRun(row('inventory'), { family: 'micropython', languageVersion: '3.4.0' })).toContain(
    'not on micropython',
  );
  expect(
    reasonNotToRun(row('json_documents'), { family: 'micropython', languageVersion: '3.4.0' }),
  ).toBeUndefined();
});

describe('errors say where and what', () => {
  const good = () =>
    structuredClone({ version: 1, workloads: [row('nbody')] }) as {
      version: number;
      workloads: Record<string, unknown>[];
    };

  test('a good one loads', () => expect(load(good()).workloads).toHaveLength(1));
  test('missing file', () =>
    expect(() => loadManifest(join(scratch, 'none.json'))).toThrow('cannot be read'));
  test('not JSON', () => expect(() => load('{')).toThrow('not JSON'));
  test('unknown key', () => {
    const data = good();
    data.workloads[0].speed = 1;
    expect(() => load(data)).toThrow(/speed[^]*workloads\[0\]/);
  });
  test('no answers', () => {
    const data = good();
    delete data.workloads[0].answers;
    expect(() => load(data)).toThrow('run node scripts/workloads-manifest.mjs');
  });
  test('the same name twice', () => {
    const data = good();
    data.workloads.push(data.workloads[0]);
    expect(() => load(data)).toThrow('a second row named nbody');
  });
  test('a changed and a missing file', () => {
    const lines = staleFiles({ directory: scratch, workloads: [row('nbody')] });
    expect(lines).toEqual(['bench/nbody.py is missing: restore it, or delete its row']);
    const changed = staleFiles({ directory, workloads: [{ ...row('nbody'), sha256: '0'.repeat(64) }] });
    expect(changed).toEqual([
      'bench/nbody.py changed since its answers were made: run node scripts/workloads-manifest.mjs nbody',
    ]);
  });
});
