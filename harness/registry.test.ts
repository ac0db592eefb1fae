// The registry: rows for what can and cannot run, look-up by id, alias and path, and what an unknown id is told.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { distance, EMBEDDED, EngineLookupError, findEngine, loadRegistry, nearest } from './registry.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-registry-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function program(name: string, facts: object | undefined): string {
  const path = join(folder, 'bin', name);
  mkdirSync(join(folder, 'bin'), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${facts ? `echo 'lab-probe:${JSON.stringify(facts)}'` : 'exit 1'}\n`);
  chmodSync(path, 0o755);
  return path;
}

const facts = {
  implementation: 'CPython',
  languageVersion: '3.12.1',
  version: '3.12.1 [GCC 12]',
  refcounts: true,
  threads: true,
};

const load = () =>
  loadRegistry({
    env: { PATH: join(folder, 'bin'), HOME: folder },
    cwd: folder,
    cacheDirectory: null,
    embedded: EMBEDDED.map((e) => ({
      ...e,
      bundle: e.id === 'cpython-wasm' ? join(folder, 'bundle.js') : join(folder, 'none.js'),
    })),
  });

describe('rows', () => {
  it('are the embedded engines, built or not, the programs, and the known ones that are missing', async () => {
    writeFileSync(join(folder, 'bundle.js'), '');
    program('python3', { ...facts, realExecutable: '/x' });
    program('python3.12', { ...facts, realExecutable: '/x' });
    program('jython', undefined);
    const { rows, entries } = await load();
    expect(rows.map((r) => [r.id, r.state])).toEqual([
      ['cpython-like', 'not-built'],
      ['pypy-like', 'not-built'],
      ['micro', 'not-built'],
      ['cpython-wasm', 'ready'],
      ['micropython-wasm', 'not-built'],
      ['python3', 'ready'],
      ['jython', 'broken'],
      ['pypy3', 'not-found'],
      ['micropython', 'not-found'],
      ['ipy', 'not-found'],
      ['graalpy', 'not-found'],
      ['rustpython', 'not-found'],
    ]);
    expect(entries.map((e) => e.id)).toEqual(['cpython-wasm', 'python3']);
    expect(rows.filter((r) => r.state === 'not-found').every((r) => r.get !== undefined)).toBe(true);
  });

  it('give a program of the name of an embedded engine another id', async () => {
    writeFileSync(
      join(folder, 'lab.config.json'),
      JSON.stringify({ programs: { micro: { command: [program('p', facts)] } } }),
    );
    const { rows } = await load();
    expect(rows.filter((r) => r.id.endsWith('micro')).map((r) => r.id)).toEqual(['micro', 'program:micro']);
    expect(rows.find((r) => r.id === 'program:micro')!.entry!.id).toBe('program:micro');
  });
});

describe('look-up', () => {
  it('takes ids, aliases and paths', async () => {
    const path = program('python3', { ...facts, realExecutable: '/x' });
    program('python3.12', { ...facts, realExecutable: '/x' });
    const registry = await load();
    for (const name of ['python3', 'python3.12', path]) expect(registry.find(name).id).toBe('python3');
  });

  it('says what is near and what there is', async () => {
    program('python3', { ...facts, realExecutable: '/x' });
    const registry = await load();
    const message = (id: string): string => {
      try {
        registry.find(id);
      } catch (e) {
        expect(e).toBeInstanceOf(EngineLookupError);
        return (e as Error).message;
      }
      throw new Error('found');
    };
    expect(message('pyhton3')).toMatch(
      /unknown engine 'pyhton3'\. Did you mean python3.*Engines here: python3$/,
    );
    expect(message('zzz')).toBe("unknown engine 'zzz'. Engines here: python3");
    expect(message('cpython-like')).toBe("engine 'cpython-like' cannot run: not built yet (npm run build)");
    expect(message('pypy3')).toMatch(/not found on PATH \(apt-get install pypy3\)/);
  });

  it('does not ask PATH for an embedded engine', async () => {
    expect((await findEngine('cpython-wasm')).kind).toBe('embedded');
  });
});

it('measures distance with transpositions', () => {
  expect(distance('', 'abc')).toBe(3);
  expect(distance('pyhton', 'python')).toBe(1);
  expect(distance('kitten', 'sitting')).toBe(3);
  expect(nearest('cpython', ['cpython-like', 'micro', 'cpython-wasm'])).toEqual([
    'cpython-like',
    'cpython-wasm',
  ]);
  expect(nearest('q', ['python3'])).toEqual([]);
});
