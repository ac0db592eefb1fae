// The search itself on made-up heaps, then through an executor that fails below a size.
import { describe, expect, test } from 'vitest';
import type { Execute, ExecutionResult } from './execution.ts';
import { profiles } from './measure.ts';
import type { MeasureSettings, Workload } from './measure.ts';
import { bisectHeap, heapJob, smallestHeap } from './smallest-heap.ts';
import { FakeMachine } from './testing/fake-execution.ts';

const settings: MeasureSettings = {
  ...profiles.quick,
  seed: 1,
  limits: { timeMs: 60_000, outputBytes: 1e6 },
  env: {},
  cwd: '/',
};
const workload: Workload = {
  name: 'queens',
  path: '/programs/queens.py',
  sha256: '',
  mode: 'function',
  args: [7, 'a"b'],
};

describe('bisection', () => {
  test.each([600, 4096, 65_536, 65_537, 300_000, 5_000_000])(
    'finds %i bytes to one in a hundred',
    async (needs) => {
      const attempts: { bytes: number; worked: boolean }[] = [];
      const { bytes, fails } = await bisectHeap(async (b) => ({ worked: b >= needs }), attempts);
      expect(bytes).toBeGreaterThanOrEqual(needs);
      expect(fails).toBeLessThan(needs);
      expect(bytes! - fails!).toBeLessThanOrEqual(Math.max(16, 0.01 * bytes!));
      expect(attempts.length).toBeLessThan(24);
      expect(attempts.every((a) => a.bytes % 16 === 0)).toBe(true);
    },
  );
  test('what never works, and what always works, end', async () => {
    const never = await bisectHeap(async () => ({ worked: false }), []);
    expect(never).toEqual({ fails: 2 ** 31 });
    const always = await bisectHeap(async () => ({ worked: true }), []);
    expect(always).toEqual({ bytes: 512 });
  });
});

/** An engine that needs so much, on a machine without one. */
function needing(bytes: number, more: (heap: number) => Partial<ExecutionResult> = () => ({})) {
  const machine = new FakeMachine([{ id: 'micro' }]);
  const heaps: number[] = [];
  const execute: Execute = async (job, options) => {
    const heap = job.request.limits.heapBytes!;
    heaps.push(heap);
    const result = await machine.execute(job, options);
    return heap >= bytes
      ? { ...result, ...more(heap) }
      : { ...result, state: 'python-error', status: 1, message: 'MemoryError: no room', ...more(heap) };
  };
  return { execute, heaps, entry: machine.entries[0] };
}

describe('the smallest heap of an engine', () => {
  test('is found, with what it failed with below', async () => {
    const { execute, entry, heaps } = needing(10_000);
    const found = await smallestHeap({ workload, entry, settings }, execute);
    expect(found).toMatchObject({ engine: 'micro', workload: 'queens' });
    expect(found.bytes).toBeGreaterThanOrEqual(10_000);
    expect(found.bytes).toBeLessThan(10_120);
    expect(found.attempts.find((a) => !a.worked)?.why).toBe('MemoryError: no room');
    expect(heaps[0]).toBe(64 * 1024);
  });
  test('begins at what the engine said it had in use', async () => {
    const { execute, entry, heaps } = needing(10_000);
    await smallestHeap({ workload, entry, settings, usual: { totalMs: 10, modelledPeak: 9600 } }, execute);
    expect(heaps[0]).toBe(9600);
  });
  test('another result is a heap in which it does not work', async () => {
    const { execute, entry } = needing(1000, (heap) =>
      heap < 8000 ? { stdout: 'cut' } : { stdout: 'whole' },
    );
    const usual = { totalMs: 10, stdout: 'whole' };
    const found = await smallestHeap(
      { workload: { ...workload, mode: 'whole' }, entry, settings, usual },
      execute,
    );
    expect(found.bytes).toBeGreaterThanOrEqual(8000);
    expect(found.attempts).toContainEqual(expect.objectContaining({ why: 'it prints something else' }));
  });
  test('a cap that never binds is none', async () => {
    const { execute, entry } = needing(0);
    const found = await smallestHeap({ workload, entry, settings }, execute);
    expect(found.bytes).toBeUndefined();
    expect(found.note).toContain('its cap does not bind');
  });
  test('a stop keeps the attempts so far', async () => {
    const { execute, entry } = needing(10_000);
    const abort = new AbortController();
    const found = await smallestHeap({ workload, entry, settings }, execute, {
      signal: abort.signal,
      onAttempt: (_, number) => number === 3 && abort.abort(),
    });
    expect(found.note).toBe('stopped before its end');
    expect(found.bytes).toBeUndefined();
    expect(found.attempts).toHaveLength(2);
  });
  test('a program on PATH imports the file: the driver would need heap of its own', () => {
    const { entry } = needing(1);
    const job = heapJob(workload, entry, settings, 1000);
    expect(job).toMatchObject({
      request: {
        cwd: '/programs',
        limits: { heapBytes: 1000 },
        program: { kind: 'source', text: 'import queens\nqueens.workload(7, "a\\"b")\n' },
      },
    });
    expect(job).not.toHaveProperty('measure');
    expect(heapJob({ ...workload, path: '/p/two-words.py' }, entry, settings, 1000)).toContain(
      'cannot import',
    );
  });
});
