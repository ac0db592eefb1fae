// Threads end to end on both engines of the object space: the same programs under schedules that switch at each check and under seeds, replay,
// Ctrl-C and the time limit while threads wait, deadlocks, events. Outputs are those that native CPython gave (workloads/conformance/threads).
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DIST, ROOT } from '../folders.ts';

const ENGINES = ['cpython-like', 'pypy-like'] as const;
const PROGRAMS = join(ROOT, 'workloads/conformance/threads');

let folder: string;
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'lab-threads-')));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

interface Ran {
  status: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
  /** ms from the signal that `interrupt` sent to the next output, and to the end. */
  reactions: number[];
}

/** `interrupt`: SIGINT goes to the command whenever stdout shows `ready` anew. */
function run(engine: string, args: readonly string[], interrupt = false): Promise<Ran> {
  return new Promise((resolve) => {
    const words = [join(DIST, 'cli.js'), 'run', '--engine', engine, ...args];
    const child = spawn(process.execPath, words, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    let interruptedAt = 0;
    const reactions: number[] = [];
    child.stdout.on('data', (data: Buffer) => {
      stdout += data.toString();
      if (interruptedAt > 0) reactions.push(performance.now() - interruptedAt);
      interruptedAt = 0;
      if (!interrupt || !data.toString().includes('ready')) return;
      setTimeout(() => {
        interruptedAt = performance.now();
        child.kill('SIGINT');
      }, 150);
    });
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
    child.on('close', (status, signal) => resolve({ status, signal, stdout, stderr, reactions }));
  });
}

const expected = (name: string): string => readFileSync(join(PROGRAMS, `${name}.expected`), 'utf8');

const RACE = `
import threading
out = []
def work(name):
    for i in range(40):
        out.append(name)
        for _ in range(3): pass
threads = [threading.Thread(target=work, args=(name,)) for name in 'abc']
for t in threads: t.start()
for t in threads: t.join()
print(''.join(out))
`;

const WAITING = `
import threading, time
def asleep(): time.sleep(100)
def stuck():
    lock = threading.Lock(); lock.acquire(); lock.acquire()
def spinning():
    while True: pass
for target in (asleep, stuck, spinning):
    threading.Thread(target=target, daemon=True).start()
def expect(name, wait):
    print('ready', name, flush=True)
    try: wait()
    except KeyboardInterrupt: print('interrupted', name, flush=True)
expect('event', threading.Event().wait)
expect('sleep', lambda: time.sleep(100))
expect('join', threading.enumerate()[1].join)
expect('loop', lambda: sum(map(lambda n: n, iter(int, 1))))
`;

const DEADLOCK = `
import threading
a, b = threading.Lock(), threading.Lock()
both = threading.Barrier(2)
def take(first, second):
    with first:
        both.wait()
        with second: pass
one = threading.Thread(target=take, args=(a, b), name='one')
two = threading.Thread(target=take, args=(b, a), name='two')
one.start(); two.start(); one.join()
`;

// A thread waits under a host frame (a dict's look-up calls __eq__) for what another one does there too.
const NESTED = `
import queue, threading
left, right = queue.Queue(), queue.Queue()
class Key:
    def __init__(self, put, get): self.put, self.get = put, get
    def __hash__(self): return 1
    def __eq__(self, other):
        self.put.put(1)
        return self.get.get() == 2
def look(put, get, answer, out):
    out.append({Key(put, get): 'found'}.get(Key(put, get)))
def serve(get, put):
    get.get(); put.put(2)
out = []
t = threading.Thread(target=look, args=(left, right, 2, out))
t.start()
serve(left, right)
t.join()
print(out)
`;

describe.each(ENGINES)('threads on %s', (engine) => {
  it.each([
    ['each', 'queues-inside-map'],
    ['each', 'simple-queue'],
    ['each', 'conditions-and-events'],
    ['each', 'join-and-results'],
    ['each', 'counting-and-fairness'],
    ['1', 'queues-inside-map'],
    ['2', 'queue-producer-consumer'],
    ['3', 'locks'],
  ])('-X sched=%s: %s', async (sched, name) => {
    const ran = await run(engine, ['-X', `sched=${sched}`, join(PROGRAMS, `${name}.py`)]);
    expect(ran.stderr).toBe('');
    expect(ran.stdout).toBe(expected(name));
  });

  it('a seed replays its schedule, another one gives another', async () => {
    const path = file('race.py', RACE);
    const runs = await Promise.all(
      ['7', '7', '8', 'each'].map((sched) => run(engine, ['-X', `sched=${sched}`, path])),
    );
    const [first, again, other, each] = runs.map(({ stdout }) => stdout.trim());
    expect(first).toBe(again);
    expect(first).not.toBe(other);
    for (const text of [first, other, each])
      expect([...text].sort().join('')).toBe('a'.repeat(40) + 'b'.repeat(40) + 'c'.repeat(40));
    expect(each).toMatch(/abcabcabc|cabcabcab|bcabcabca|acbacbacb/);
  });

  it('Ctrl-C while threads sleep, wait and spin', async () => {
    const ran = await run(engine, [file('waiting.py', WAITING)], true);
    expect(ran.stderr).toBe('');
    expect(ran.stdout.match(/interrupted \w+/g)).toEqual(
      ['event', 'sleep', 'join', 'loop'].map((name) => `interrupted ${name}`),
    );
    // 3 ms on a quiet machine; the bound is for a loaded one.
    expect(Math.min(...ran.reactions)).toBeLessThan(250);
  });

  it('the time limit ends a program whose threads all wait', async () => {
    const path = file('asleep.py', WAITING.split('def expect')[0] + '\nthreading.Event().wait()\n');
    const ran = await run(engine, ['--timeout', '1.5', path]);
    expect(ran.status).toBe(124);
  });

  it('a deadlock is told, thread by thread, and ends the run', async () => {
    const ran = await run(engine, ['-X', 'deadlock=0', file('deadlock.py', DEADLOCK)]);
    expect(ran.status).toBe(1);
    expect(ran.stderr).toMatch(
      /^deadlock: all 3 threads wait for each other\n {2}MainThread \(\d+\) waits for join/,
    );
    expect(ran.stderr).toMatch(
      /one \(\d+\) waits for lock, \d+\.\d s\n {4}File ".*deadlock\.py", line 8, in take/,
    );
    expect(ran.stderr).toMatch(/two \(\d+\) waits for lock/);
  });

  it('a thread that waits under a builtin lets others run on top of it', async () => {
    const ran = await run(engine, [file('nested.py', NESTED)]);
    expect(ran).toMatchObject({ status: 0, stdout: "['found']\n", stderr: '' });
  });

  it('hand-overs as events', async () => {
    const ran = await run(engine, ['--events', 'gil', '-X', 'sched=each', file('race.py', RACE)]);
    const events = ran.stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { kind: string; name: string; data: Record<string, unknown> });
    expect(events.length).toBeGreaterThan(100);
    for (const { kind, name, data } of events) {
      expect([kind, name]).toEqual(['gil', 'switch']);
      expect(Object.keys(data).sort()).toEqual(['from', 'fromName', 'held', 'reason', 'to', 'toName', 'waited']);
    }
    expect(new Set(events.map(({ data }) => data.reason))).toContain('interval');
    // Each hand-over goes on where the one before ended.
    for (let i = 1; i < events.length; i++) expect(events[i].data.from).toBe(events[i - 1].data.to);
  });
});
