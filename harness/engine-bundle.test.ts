// Bundles loaded as scripts: compiled code is kept once, taken up again, and never mistaken for that of another build.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadBundle } from './engine-bundle.ts';

let folder: string;
const bundle = (): string => join(folder, 'engines', 'x.js');
const kept = (): string[] => (existsSync(join(folder, 'cache')) ? readdirSync(join(folder, 'cache')) : []);

function build(answer: string, time: number): void {
  const script = join(folder, 'engines', 'x.cjs');
  writeFileSync(script, `exports.createEngine = () => ['${answer}', __bundleUrl, require('node:path').sep];`);
  utimesSync(script, time, time);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'engine-bundle-'));
  mkdirSync(join(folder, 'engines'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a script is loaded with its own URL and require; its code is kept once', async () => {
  build('one', 1000);
  const first = await loadBundle(bundle());
  expect(first.module.createEngine()).toEqual(['one', `file://${bundle()}`, '/']);
  expect(kept()).toHaveLength(0);
  first.keepCompiledCode();
  expect(kept()).toHaveLength(1);
  const second = await loadBundle(bundle());
  expect(second.module.createEngine()).toEqual(first.module.createEngine());
  second.keepCompiledCode();
  expect(kept()).toHaveLength(1);
});

test('a build of the same length has code of its own', async () => {
  build('one', 1000);
  (await loadBundle(bundle())).keepCompiledCode();
  build('two', 2000);
  const other = await loadBundle(bundle());
  expect((other.module.createEngine() as unknown as string[])[0]).toBe('two');
  other.keepCompiledCode();
  expect(kept()).toHaveLength(2);
});

test('without a script the module is imported', async () => {
  writeFileSync(bundle(), "export const createEngine = () => 'module';");
  const loaded = await loadBundle(bundle());
  expect(loaded.module.createEngine()).toBe('module');
  loaded.keepCompiledCode();
  expect(kept()).toHaveLength(0);
});
