// A large comparison without a machine: 24 workloads on 6 engines with warm-up, noise, failures, differing outputs, smallest heaps
// and memory over time, in a few seconds. For tests and pictures of reports.
import { compare } from '../compare.ts';
import type { Environment } from '../environment.ts';
import { profiles } from '../measure.ts';
import type { Workload } from '../measure.ts';
import type { LabResult } from '../result.ts';
import { createRandom } from '../statistics.ts';
import { FakeMachine } from './fake-execution.ts';
import type { FakeEngine } from './fake-execution.ts';

const PROGRAMS =
  'binary_trees bytes_codec calculator closures elevators game_of_life generators inventory json_documents ledger log_regex mandelbrot matrices memoisation nbody pi_digits queens recursion sha256 sieve symbolic tiny_interpreter word_count'.split(
    ' ',
  );

const environment: Environment = {
  fingerprint: '0123456789abcdef',
  cpu: { model: 'a simulated processor', cores: 2 },
  memoryBytes: 8 * 2 ** 30,
  os: { platform: 'linux', release: '6', arch: 'x64' },
  node: '20.19.0',
  loadAverage: { start: 0.1 },
  lab: { version: '0.1.0' },
};

export async function simulatedComparison(seed = 5): Promise<LabResult> {
  const random = createRandom(seed);
  const noise = (share: number) => Math.exp(share * (random() + random() + random() - 1.5));
  const engine = (
    id: string,
    speed: number,
    warm: number,
    mib: number,
    more: Partial<FakeEngine> = {},
  ): FakeEngine => ({
    id,
    startMs: 20 + mib,
    callMs: (i, p, path) => {
      const base = 4 + (path.length % 7) * 3;
      return base * speed * (1 + warm * Math.exp(-i / 3)) * noise(0.03) * (1 + 0.01 * (p % 4));
    },
    result: (_path, p) => ({
      memory: {
        processPeak: mib * 2 ** 20 * noise(0.02),
        hostHeap: (mib / 4) * 2 ** 20,
        modelledPeak: 50_000 + p,
      },
      memoryPoints: Array.from({ length: 300 }, (_, i) => ({
        ms: i * 10,
        processSize: mib * 2 ** 20 * (1 - Math.exp(-i / 40)) * noise(0.01),
        hostHeap: (mib / 4) * 2 ** 20 * (0.5 + (i % 40) / 80),
        modelled: 40_000 + 100 * (i % 60),
      })),
    }),
    ...more,
  });
  const engines: FakeEngine[] = [
    engine('cpython-wasm', 2, 0, 120, { implementation: 'CPython' }),
    engine('cpython-like', 2.4, 1.5, 90),
    engine('pypy-like', 0.4, 8, 110),
    engine('micro', 1.9, 0.6, 60),
    engine('python3.13', 1, 0, 10, {
      stdout: (path) => (path.includes('ledger') ? 'another\nline\n' : 'ok\n'),
    }),
    engine('micropython', 2.6, 0, 4),
  ];
  const failing = engines[5].result!;
  engines[5].result = (path, p) =>
    path.includes('regex') || path.includes('json')
      ? { state: 'python-error', status: 1, message: "ImportError: no module named 're'" }
      : failing(path, p);
  const machine = new FakeMachine(engines);
  const sieves = [1000, 10_000].map((n): [string, number] => [`sieve@n=${n}`, n]);
  const workloads = [
    ...PROGRAMS.filter((p) => p !== 'sieve').map((p): [string, undefined] => [p, undefined]),
    ...sieves,
  ].map(([name, n]): Workload => ({
    name,
    path: `/programs/${name}.py`,
    sha256: '',
    mode: 'function',
    args: n === undefined ? [] : [n],
    ...(n === undefined ? {} : { n, program: 'sieve' }),
    tags: ['loops'],
  }));
  return compare(
    {
      workloads,
      entries: machine.entries,
      profile: 'default',
      settings: {
        ...profiles.default,
        seed,
        limits: { timeMs: 60_000, outputBytes: 1e6 },
        env: {},
        cwd: '/',
      },
      margin: 0.02,
      baseline: 'python3.13',
      command: ['lab', 'compare', 'workloads/bench'],
      environment,
      memoryEveryMs: 10,
      heapCapLacking: (entry) => (entry.id.startsWith('micro') ? undefined : 'its heap has no cap'),
      execute: (job, options) => {
        const heap = job.request.limits.heapBytes;
        if (heap === undefined || heap >= 20_000) return machine.execute(job, options);
        const failed = { state: 'python-error' as const, status: 1, message: 'MemoryError: no room' };
        return machine.execute(job, options).then((r) => ({ ...r, ...failed }));
      },
    },
    { now: machine.now, date: () => '2026-01-01T00:00:00.000Z' },
  );
}
