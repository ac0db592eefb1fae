// What the end of a program does that a program can see, whether everything is taken down or only looked through. testdata/ends.json is what
// CPython 3.13.0 printed, native (`python3 -c` with each of the programs, both streams in one): the oracle in WebAssembly has no such end.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { EngineHost, RunRequest } from '../engine.ts';
import { createEngine } from './engine.ts';
import { Interpreter } from './interpreter.ts';

const read = (name: string): string => readFileSync(new URL(`./testdata/${name}`, import.meta.url), 'utf8');
const PROGRAMS = read('ends.py').split('# ---\n');
const PRINTED = JSON.parse(read('ends.json')) as string[];

/** `options`: `poison` asks for the whole end. */
function run(text: string, options: Record<string, string>): string {
  let out = '';
  const take = (bytes: Uint8Array): void => {
    out += Buffer.from(bytes).toString();
  };
  const request = {
    program: { kind: 'source', text, filename: '<string>' },
    args: [],
    env: {},
    cwd: '/',
    fileSystem: { kind: 'read-only' },
    limits: {},
    options,
    flags: [],
    events: [],
  } satisfies RunRequest;
  const host = {
    readStdin: () => 0,
    writeStdout: take,
    writeStderr: take,
    isTerminal: { stdin: false, stdout: false, stderr: false },
    shared: new Int32Array(new SharedArrayBuffer(64)),
    emit: () => {},
    now: () => performance.now(),
  } satisfies EngineHost;
  const session = createEngine().start(request, host) as { main(): unknown; close(): unknown };
  session.main();
  session.close();
  return out;
}

describe('at the end of a program', () => {
  it.each(PROGRAMS.map((text, i) => [i, text] as const))('program %i', (i, text) => {
    expect(run(text, {})).toBe(PRINTED[i]);
    expect(run(text, { poison: '1' })).toBe(PRINTED[i]);
  });

  it('modules that nothing notices the end of stay as they are', () => {
    const cleared: string[] = [];
    const { finish } = Interpreter.prototype;
    Interpreter.prototype.finish = function (): void {
      finish.call(this);
      cleared.push(this.dictgetstr(this.w_modules, 'functools') === undefined ? 'cleared' : 'left');
    };
    try {
      run('import functools', {});
      run('import functools', { poison: '1' });
    } finally {
      Interpreter.prototype.finish = finish;
    }
    expect(cleared).toEqual(['left', 'cleared']);
  });
});
