// Programs whose functions and loops are compiled at their first turn, against what CPython 3.14.2 prints for them
// (`lab run --engine cpython-wasm template/testdata/NAME.py > template/testdata/NAME.txt`); also with dead objects poisoned and threads that switch at every check.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { EngineHost, RunRequest } from '../engine.ts';
import { createEngine } from './engine.ts';

const path = (name: string): string => new URL(`./template/testdata/${name}`, import.meta.url).pathname;

function run(text: string, options: Record<string, string>): string {
  let out = '';
  const take = (bytes: Uint8Array): void => {
    out += Buffer.from(bytes).toString();
  };
  const request: RunRequest = {
    program: { kind: 'source', text, filename: 'program.py' },
    args: [],
    env: {},
    cwd: '/',
    fileSystem: { kind: 'read-only' },
    limits: {},
    options,
    flags: [],
    events: [],
  } as unknown as RunRequest;
  const host = {
    readStdin: () => 0,
    writeStdout: take,
    writeStderr: take,
    isTerminal: {},
    shared: new Int32Array(new SharedArrayBuffer(64)),
    emit: () => {},
    now: () => performance.now(),
  } as unknown as EngineHost;
  const session = createEngine().start(request, host) as { main(): unknown; close(): unknown };
  session.main();
  session.close();
  return out;
}

describe('functions from templates', () => {
  const guards = readFileSync(path('guards.py'), 'utf8');
  const expected = readFileSync(path('guards.txt'), 'utf8');

  for (const jit of ['0', 'threshold=1', 'threshold=15', '1']) {
    it(`do what CPython does when what they guessed changes (jit=${jit})`, () => {
      expect(run(guards, { jit })).toBe(expected);
    }, 60_000);
  }

  it('leave nothing dead behind', () => {
    expect(run(guards, { jit: 'threshold=1', poison: '1' })).toBe(expected);
  }, 60_000);

  const ways: Record<string, string>[] = [
    { jit: '0' },
    { jit: 'threshold=1' },
    { jit: 'threshold=9', poison: '1' },
  ];
  for (const [name, what] of [
    ['handlers', 'exceptions are caught'],
    ['containers', 'containers and attributes are taken as they are'],
    ['special', 'special methods and attributes are of many classes'],
    ['calls-and-keys', 'calls go by name and keys have hashes of their own'],
    ['raising-again', 'exceptions go on from handlers'],
    ['collecting', 'builtins take all items of an iterator, and sort by keys'],
    ['repeats', 'what everything is stored into is made anew'],
  ]) {
    const program = readFileSync(path(`${name}.py`), 'utf8');
    const printed = readFileSync(path(`${name}.txt`), 'utf8');
    for (const options of ways) {
      it(`do what CPython does where ${what} (${JSON.stringify(options)})`, () => {
        expect(run(program, options)).toBe(printed);
      }, 60_000);
    }
  }

  it('switch threads at every check', () => {
    const program = `
import threading
def work(n, out):
    t = 0
    for i in range(n):
        t += i
    out.append(t)
out = []
threads = [threading.Thread(target=work, args=(40, out)) for _ in range(3)]
for t in threads: t.start()
for t in threads: t.join()
print(out, sum(i for i in range(20)))
`;
    expect(run(program, { jit: 'threshold=1', sched: 'each' })).toBe('[780, 780, 780] 190\n');
  }, 60_000);

  it('says which values the option has', () => {
    expect(() => run('', { jit: 'yes' })).toThrow(/jit=yes/);
  });
});
