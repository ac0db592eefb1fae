// A child that starts from its engine's snapshot: what must be of the run and never of the build, and what the watchdog does as a Worker
// beside an engine in the main thread. The form with the engine in a Worker is proved in watchdog.test.ts.
import { spawn, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { RunRequest } from '../engines/engine.ts';
import { talkTo } from './child-channel.ts';
import { commandOf, isSnapshotRefused, madeOnPath, snapshotPath, stackLimit } from './child-form.ts';
import { executeEmbedded } from './embedded-execution.ts';
import { engineHost } from './engine-host.ts';
import type { EmbeddedEntry, ExecutionResult } from './execution.ts';
import { DIST, ROOT } from './folders.ts';
import type { FromChild, ToChild } from './worker-protocol.ts';

const entryOf = (id: string): EmbeddedEntry => ({
  kind: 'embedded',
  id,
  title: id,
  role: 'lab',
  bundle: join(DIST, `engines/${id}.js`),
});
const entry = entryOf('cpython-like');

const requestOf = (text: string, more: Partial<RunRequest> = {}): RunRequest => ({
  program: { kind: 'source', text, filename: '<string>' },
  args: [],
  env: {},
  cwd: ROOT,
  fileSystem: { kind: 'real' },
  limits: {},
  options: {},
  flags: [],
  events: [],
  ...more,
});

const run = (
  text: string,
  more: Partial<RunRequest> & { stdin?: string; signal?: AbortSignal } = {},
  of = entry,
): Promise<ExecutionResult> => {
  const { stdin, signal, ...request } = more;
  return executeEmbedded(
    { entry: of, request: requestOf(text, request), stdio: 'capture', stdin },
    { signal },
  );
};

/** What a program says when it may be signalled: setting a handler waits until the watchdog hears of signals. */
const READY = `import signal; signal.signal(signal.SIGALRM, signal.SIG_IGN); print('ready', flush=True)\n`;

/** A child of our own: its pid is at hand, and its stdin stays open. `onReady` is called when it has said something. */
async function talk(
  text: string,
  onReady: (send: (message: ToChild) => void, pid: number) => void,
): Promise<{ last: FromChild | undefined; signal: NodeJS.Signals | null; stdout: string }> {
  const task = { mode: 'run' as const, request: requestOf(READY + text) };
  const { args, env } = commandOf({ bundle: entry.bundle, processBytes: undefined }, { task });
  const child = spawn(engineHost().path, args, { stdio: ['pipe', 'pipe', 'inherit', 'pipe', 'pipe'], env });
  let stdout = '';
  child.stdout!.on('data', (piece: Buffer) => (stdout += String(piece)));
  let last: FromChild | undefined;
  const send = talkTo(child, { task }, (message) => {
    last = message;
  });
  child.stdout!.once('data', () => onReady(send, child.pid!));
  const signal = await new Promise<NodeJS.Signals | null>((resolve) =>
    child.on('close', (_status, name) => resolve(name)),
  );
  return { last, signal, stdout };
}

const isOnPinnedHost = engineHost().warnings.length === 0 && process.platform !== 'win32';

describe.runIf(isOnPinnedHost)('a child that starts from a snapshot', () => {
  beforeAll(() => {
    const task = { mode: 'run' as const, request: requestOf('pass') };
    expect(existsSync(snapshotPath(entry.bundle)), 'npm run build').toBe(true);
    expect(commandOf({ bundle: entry.bundle, processBytes: undefined }, { task }).isFromSnapshot).toBe(true);
  });

  it.each(['cpython-like', 'pypy-like'])('%s: is of its own run', async (id) => {
    const text = `
import sys, os, time
print(sys.argv, sys.flags.optimize, __debug__, os.getcwd() == ${JSON.stringify(ROOT)}, sys.path[0] == '')
print(os.environ.get('COLOUR'), sys._xoptions.get('dev'), abs(time.time() - ${Date.now() / 1000}) < 60)
print(sys.platform == ${JSON.stringify(process.platform)}, os.getpid() != os.getppid(), 'exit' in dir(__builtins__))
print(hash('a'), id(None) == id(None), sys.stdout.write_through)
import random, secrets
print(random.random(), secrets.token_hex(8))`;
    const more = {
      args: ['x'],
      env: { COLOUR: 'red' },
      flags: ['-O', '-S', '-u'],
      options: { dev: '' },
    };
    const runs = await Promise.all([run(text, more, entryOf(id)), run(text, more, entryOf(id))]);
    const lines = runs.map(({ stdout }) => stdout.split('\n'));
    for (const [first, second, third, fourth] of lines) {
      expect(first).toBe("['-c', 'x'] 1 False True True");
      expect(second).toBe('red True True');
      expect(third).toBe('True True False');
      expect(fourth).toMatch(/^-?\d+ True True$/);
    }
    // Nothing random comes out of the build.
    expect(lines[0][4]).not.toBe(lines[1][4]);
  });

  it('says the same in both forms', async () => {
    const text = `
import sys, re, json, enum, collections
print(sorted(vars(sys)), sorted(sys.modules), dir(__builtins__))
print(sys.flags, sys.implementation, sys.getrecursionlimit(), [type(s).__name__ for s in (sys.stdin, sys.stdout)])
class A: pass
print(sys.getrefcount(A), sys.getsizeof(A), A.__mro__, object.__subclasses__().__len__())
1 / 0`;
    const [snapshot, worker] = await Promise.all([
      run(text),
      // A memory limit wants the engine in a Worker.
      run(text, { limits: { processBytes: 2 ** 31 } }),
    ]);
    expect(snapshot.stdout).toBe(worker.stdout);
    expect(snapshot.stderr).toBe(worker.stderr);
    expect(snapshot).toMatchObject({ state: 'python-error', status: 1 });
  });

  it('hands stdin through, in chunks larger than the channel', async () => {
    const stdin = 'abc\n'.repeat(50_000);
    const result = await run('import sys\nsys.stdout.write(sys.stdin.read())', { stdin });
    expect(result.stdout).toBe(stdin);
  });

  it.each(['while True: pass', 'import time; time.sleep(60)', 'sum(iter(int, 1))'])(
    'is ended by a time limit: %s',
    async (text) => {
      const result = await run(text, { limits: { timeMs: 300 } });
      expect(result).toMatchObject({ state: 'limit', status: 124 });
      expect(result.outcome?.limit).toBe('time');
    },
  );

  it('keeps exactly as many bytes as the output limit says', async () => {
    const result = await run('while True: print("x" * 99)', { limits: { outputBytes: 100_000 } });
    expect(result).toMatchObject({ state: 'limit', status: 124, outputBytes: 100_000 });
  });

  it.each(['while True: pass', 'import time; time.sleep(60)', 'input()'])(
    'takes Ctrl-C as KeyboardInterrupt: %s',
    async (text) => {
      const { last } = await talk(text, (send) => send({ type: 'signal', signal: 'SIGINT' }));
      expect(last).toMatchObject({
        type: 'end',
        outcome: { status: 130, exception: { type: 'KeyboardInterrupt' } },
      });
    },
  );

  it('takes signals of other processes, busy or asleep', async () => {
    const text = `
import time
signal.signal(signal.SIGTERM, lambda *a: print('TERM', flush=True))
signal.signal(signal.SIGUSR1, lambda *a: exit(7))
for i in range(10**9): pass`;
    for (const program of [text, text.replace(/for .*/, 'time.sleep(60)\ntime.sleep(60)')]) {
      const { last, stdout } = await talk(program, (_send, pid) => {
        setTimeout(() => process.kill(pid, 'SIGTERM'), 200);
        setTimeout(() => process.kill(pid, 'SIGUSR1'), 800);
      });
      expect(stdout).toBe('ready\nTERM\n');
      expect(last).toMatchObject({ type: 'end', outcome: { status: 7 } });
    }
  });

  it.each(['SIGTERM', 'SIGUSR1', 'SIGUSR2'] as const)(
    'is ended by %s where the program has no handler',
    async (name) => {
      const { signal } = await talk('while True: pass', (_send, pid) => process.kill(pid, name));
      expect(signal).toBe(name);
    },
  );

  it('does not hear the terminal’s own SIGINT', async () => {
    const { last } = await talk('import time\ntime.sleep(1)', (_send, pid) => process.kill(pid, 'SIGINT'));
    expect(last).toMatchObject({ type: 'end', outcome: { status: 0 } });
  });

  it('switches threads', async () => {
    const text = `
import threading
seen = set()
def work(name):
    while len(seen) < 2: seen.add(name)
threads = [threading.Thread(target=work, args=(n,)) for n in 'ab']
for t in threads: t.start()
for t in threads: t.join()
print(sorted(seen))`;
    expect((await run(text)).stdout).toBe("['a', 'b']\n");
  });

  it.each(['cpython-like', 'pypy-like'])('%s: measures', async (id) => {
    const result = await executeEmbedded({
      entry: entryOf(id),
      request: requestOf('def workload(n): return sum(range(n))'),
      measure: { function: 'workload', args: [1000], iterations: 5, minSampleMs: 2, budgetMs: 2000 },
      stdio: 'capture',
    });
    expect(result).toMatchObject({ state: 'ok', resultRepr: '499500' });
    expect(result.samples).toHaveLength(5);
    expect(result.memory.hostHeap).toBeGreaterThan(2 ** 20);
  });

  it('raises RecursionError where the host’s stack ends', async () => {
    const text = `
import sys
sys.setrecursionlimit(10**6)
x = []
for _ in range(200000): x = [x]
try: print(len(repr(x)))
except RecursionError as e: print(type(e).__name__)
sys.setrecursionlimit(10**5)
class A:
    def __eq__(self, other): return self.next == other.next
a, b = A(), A()
a.next, b.next = b, a
try: [a] == [b]
except RecursionError as e: print(type(e).__name__)`;
    expect((await run(text)).stdout).toBe('RecursionError\nRecursionError\n');
  });

  it('tells the limit of the stack that its main thread has', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'lab-')), 'limits');
    const line = (soft: string) =>
      writeFileSync(
        file,
        `Limit                     Soft Limit           Hard Limit           Units     \nMax stack size            ${soft.padEnd(20)} unlimited            bytes     \n`,
      );
    line('4194304');
    expect(stackLimit(file)).toBe(4096);
    line('unlimited');
    expect(stackLimit(file)).toBe(Infinity);
    expect(stackLimit(join(file, 'missing'))).toBe(Infinity);
  });

  it.runIf(process.platform === 'linux')('goes as deep where the main stack is small', () => {
    const text = `
def f(n): return n and 1 + f(n - 1)
import sys
sys.setrecursionlimit(10**6)
x = []
for _ in range(200000): x = [x]
try: repr(x)
except RecursionError: print('too deep', f(900))`;
    const lab = (limit: string) =>
      spawnSync('sh', [
        '-c',
        `ulimit -s ${limit} && exec "$0" "$@"`,
        process.execPath,
        join(DIST, 'cli.js'),
        'run',
        '--engine',
        'cpython-like',
        '-c',
        text,
      ]);
    for (const limit of ['4096', '8192']) {
      const { stdout, stderr, status } = lab(limit);
      expect([String(stdout), String(stderr), status]).toEqual(['too deep 900\n', '', 0]);
    }
  });

  describe('whose snapshot is no good', () => {
    /** A build of its own, whose bundle is ours, with what the snapshot's bytes become. */
    function damaged(
      change: (snapshot: Buffer, paths: { snapshot: string; bundle: string }) => Buffer,
    ): EmbeddedEntry {
      const folder = mkdtempSync(join(tmpdir(), 'lab-'));
      mkdirSync(join(folder, 'engines'));
      symlinkSync(join(DIST, 'watchdog-thread.cjs'), join(folder, 'watchdog-thread.cjs'));
      const bundle = join(folder, 'engines/cpython-like.js');
      for (const end of ['.cjs', '.cjs.cache', '.js'])
        copyFileSync(entry.bundle.replace(/\.js$/, end), bundle.replace(/\.js$/, end));
      const snapshot = snapshotPath(bundle);
      copyFileSync(madeOnPath(snapshotPath(entry.bundle)), madeOnPath(snapshot));
      writeFileSync(snapshot, change(readFileSync(snapshotPath(entry.bundle)), { snapshot, bundle }));
      return { ...entry, bundle };
    }
    const command = ({ bundle }: EmbeddedEntry) =>
      commandOf({ bundle, processBytes: undefined }, { task: { mode: 'run', request: requestOf('pass') } });
    const whole = (bytes: Buffer) => bytes;

    it('is not started from it: older than the bundle, made elsewhere, none', () => {
      expect(command(damaged(whole)).isFromSnapshot).toBe(true);
      const older = damaged(whole);
      const later = Date.now() / 1000 + 60;
      utimesSync(older.bundle.replace(/js$/, 'cjs'), later, later);
      expect(command(older).isFromSnapshot).toBe(false);
      const foreign = damaged((bytes, { snapshot }) => {
        writeFileSync(madeOnPath(snapshot), 'node 26.10.0 linux x64\nflags : fpu\n');
        return bytes;
      });
      expect(command(foreign).isFromSnapshot).toBe(false);
      const none = damaged(whole);
      rmSync(snapshotPath(none.bundle));
      expect(command(none)).toMatchObject({ isFromSnapshot: false });
      expect(command(none).args).toContain(join(DIST, 'child.cjs'));
    });

    it.each([
      [
        'of another version',
        (bytes: Buffer) => Buffer.from(bytes.toString('latin1').replace('26.10.0', '26.10.9'), 'latin1'),
      ],
      ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length >> 1)],
      ['empty', () => Buffer.alloc(0)],
    ])('starts without it, and none is tried again: %s', async (_what, change) => {
      vi.resetModules();
      const { executeEmbedded: execute } = await import('./embedded-execution.ts');
      const { commandOf: commandNow } = await import('./child-form.ts');
      const job = { task: { mode: 'run' as const, request: requestOf('pass') } };
      const child = { bundle: entry.bundle, processBytes: undefined };
      expect(commandNow(child, job).isFromSnapshot).toBe(true);
      const result = await execute({
        entry: damaged(change),
        request: requestOf('print(input())'),
        stdio: 'capture',
        stdin: 'here',
      });
      expect(result).toMatchObject({ state: 'ok', stdout: 'here\n', stderr: '' });
      expect(commandNow(child, job).isFromSnapshot).toBe(false);
    });

    it('is told from a program that dies', () => {
      const from = { args: [], env: {}, isFromSnapshot: true };
      expect(isSnapshotRefused(from, 1, null)).toBe(false);
      expect(isSnapshotRefused(from, null, 'SIGKILL')).toBe(false);
      expect(isSnapshotRefused({ ...from, isFromSnapshot: false }, 14, null)).toBe(false);
    });
  });
});
