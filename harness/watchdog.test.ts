// The child process and its watchdog, proved with an engine that only spins, sleeps, reads or floods.
import { describe, expect, it } from 'vitest';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { talkTo } from './child-channel.ts';
import { executeEmbedded } from './embedded-execution.ts';
import { engineHost } from './engine-host.ts';
import { ROOT } from './folders.ts';
import type {
  EmbeddedEntry,
  ExecuteOptions,
  ExecutionJob,
  ExecutionResult,
  MeasurePlan,
} from './execution.ts';
import type { Limits } from '../engines/engine.ts';
import type { FromChild, ToChild } from './worker-protocol.ts';

const toy: EmbeddedEntry = {
  kind: 'embedded',
  id: 'toy',
  title: 'toy',
  role: 'lab',
  bundle: join(ROOT, 'harness/testing/toy-engine.mjs'),
};

interface Settings {
  limits?: Limits;
  stdin?: string;
  measure?: MeasurePlan;
  options?: ExecuteOptions;
}

function jobOf(text: string, { limits = {}, stdin, measure }: Settings = {}): ExecutionJob {
  return {
    entry: toy,
    request: {
      program: { kind: 'source', text, filename: '<toy>' },
      args: [],
      env: {},
      cwd: ROOT,
      fileSystem: { kind: 'real' },
      limits,
      options: {},
      flags: [],
      events: [],
    },
    measure,
    stdio: 'capture',
    stdin,
  };
}

function run(text: string, settings: Settings = {}): Promise<ExecutionResult> {
  return executeEmbedded(jobOf(text, settings), settings.options);
}

const plan = (more: Partial<MeasurePlan>): MeasurePlan => ({
  function: 'spin',
  args: [],
  iterations: 5,
  minSampleMs: 1,
  budgetMs: 1000,
  ...more,
});

describe('a run that ends by itself', () => {
  it('keeps output, status, start-up and memory apart', async () => {
    const result = await run('print');
    expect(result).toMatchObject({ state: 'ok', status: 0, stdout: 'done\n', stderr: '', outputBytes: 5 });
    expect(result.times.spawn).toBeGreaterThan(0);
    expect(result.times.total).toBeGreaterThan(result.times.spawn!);
    expect(result.memory.modelledCurrent).toBe(16);
    expect(result.memory.processPeak).toBeGreaterThan(2 ** 20);
  });
  it('gives the status of the program', async () => {
    expect(await run('exit 3')).toMatchObject({ state: 'python-error', status: 3, message: 'exit status 3' });
  });
  it('hands stdin through, in chunks larger than the channel', async () => {
    const text = 'abc\n'.repeat(50_000);
    expect((await run('read', { stdin: text })).stdout).toBe(text);
  });
});

describe('limits end the child and only it', () => {
  it.each(['loop', 'sleep', 'deaf'])('time limit of 50 ms on %s', async (verb) => {
    const result = await run(verb, { limits: { timeMs: 50 } });
    expect(result).toMatchObject({ state: 'limit', status: 124, message: 'the time limit is over (0.05 s)' });
    expect(result.outcome?.limit).toBe('time');
  });
  it('output limit: exactly as many bytes are kept', async () => {
    const result = await run('flood', { limits: { outputBytes: 1_000_000 } });
    expect(result).toMatchObject({ state: 'limit', status: 124, outputBytes: 1_000_000 });
    expect(result.stdout.length).toBe(1_000_000);
  });
  it('memory limit of the process', async () => {
    const result = await run('eat', { limits: { processBytes: 200 * 2 ** 20 } });
    expect(result).toMatchObject({
      state: 'limit',
      message: 'the memory limit of the process is reached (200 MiB)',
    });
  });
});

describe('what goes wrong is a result', () => {
  it('a fault of the engine', async () => {
    const result = await run('throw');
    expect(result.state).toBe('died');
    expect(result.message).toContain('a fault of the toy');
  });
  it('a process that dies', async () => {
    expect(await run('die')).toMatchObject({ state: 'died', status: 137 });
  });
  it('an engine that is not built', async () => {
    const entry = { ...toy, bundle: '/nowhere/engine.js' };
    const result = await executeEmbedded({ ...jobOf('print'), entry });
    expect(result).toMatchObject({ state: 'not-started', status: 127 });
    expect(result.message).toContain('npm run build');
  });
  it('an abort from outside keeps the output so far', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 250);
    const result = await run('deaf', { options: { signal: controller.signal } });
    expect(result).toMatchObject({ state: 'interrupted', stdout: 'deaf\n' });
  });
});

describe('measured calls', () => {
  it('keeps every sample in order, the first call first', async () => {
    const seen: number[] = [];
    const result = await run('print', {
      measure: plan({ minSampleMs: 20 }),
      options: { onSample: (_sample, index) => seen.push(index) },
    });
    expect(result.state).toBe('ok');
    expect(result.samples).toHaveLength(5);
    expect(seen).toEqual([0, 1, 2, 3, 4]);
    expect(result.samples[0]).toEqual({ ms: result.times.first, loops: 1 });
    expect(result.samples.at(-1)!.loops).toBeGreaterThan(1);
    expect(result.resultRepr).toMatch(/^-?\d+$/);
    expect(result.memory.hostHeap).toBeGreaterThan(2 ** 20);
  });
  it('begins no sample after the budget', async () => {
    const result = await run('print', { measure: plan({ iterations: 100_000, budgetMs: 60 }) });
    expect(result.samples.length).toBeGreaterThan(1);
    expect(result.samples.length).toBeLessThan(1000);
  });
  it('a function that raises, or is missing, has no time', async () => {
    expect(await run('print', { measure: plan({ function: 'fail' }) })).toMatchObject({
      state: 'python-error',
      status: 1,
      message: 'ValueError: no',
      stderr: 'Traceback: no\n',
      samples: [],
    });
    expect(await run('print', { measure: plan({ function: 'gone' }) })).toMatchObject({
      state: 'python-error',
      message: 'the program has no function gone()',
    });
  });
});

/** A child of our own whose stdin stays open, so that a reading engine waits for ever. */
async function reader(
  limits: Limits,
  onStarted: (send: (message: ToChild) => void) => void,
  verb = 'read',
): Promise<FromChild> {
  const child = spawn(engineHost().path, [join(ROOT, 'dist/child.cjs'), toy.bundle], {
    stdio: ['pipe', 'ignore', 'inherit', 'pipe', 'pipe'],
  });
  const { request } = jobOf(verb, { limits });
  let last: FromChild | undefined;
  const send = talkTo(child, { task: { mode: 'run', request } }, (message) => {
    last = message;
    if (message.type === 'started') setTimeout(() => onStarted(send), 100);
  });
  await new Promise((resolve) => child.on('close', resolve));
  return last!;
}

describe('an engine that waits is reached', () => {
  it.each(['loop', 'sleep'])('by SIGINT in %s, as an exception', async (verb) => {
    const controller = new AbortController();
    const pending = run(verb, { options: { signal: controller.signal } });
    setTimeout(() => controller.abort(), 400);
    const result = await pending;
    expect(result.outcome?.exception?.type).toBe('KeyboardInterrupt');
    expect(result).toMatchObject({ state: 'interrupted', status: 130 });
  });
  it('by a second SIGINT where it does not look at the first', async () => {
    const last = await reader(
      {},
      (send) => {
        send({ type: 'signal', signal: 'SIGINT' });
        setTimeout(() => send({ type: 'signal', signal: 'SIGINT' }), 300);
      },
      'deaf',
    );
    expect(last).toMatchObject({ type: 'end', outcome: { status: 130 } });
  });
  it('by SIGINT in a read of stdin', async () => {
    const last = await reader({}, (send) => send({ type: 'signal', signal: 'SIGINT' }));
    expect(last).toMatchObject({
      type: 'end',
      outcome: { status: 130, exception: { type: 'KeyboardInterrupt' } },
    });
  });
  it('by a time limit in a read of stdin', async () => {
    const last = await reader({ timeMs: 300 }, () => {});
    expect(last).toMatchObject({ type: 'end', outcome: { status: 124, limit: 'time' } });
  });
});

describe('a parent that goes away', () => {
  it('takes the child with it', async () => {
    // A parent that starts a deaf child, says its pid, and is killed.
    const script = `
      import { spawn } from 'node:child_process';
      import { talkTo } from ${JSON.stringify(pathToFileURL(join(ROOT, 'dist/child-channel.js')).href)};
      const child = spawn(process.execPath, [${JSON.stringify(join(ROOT, 'dist/child.cjs'))}, ${JSON.stringify(toy.bundle)}], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'], detached: true });
      const request = { program: { kind: 'source', text: 'deaf', filename: '' }, args: [], env: {}, cwd: '.', fileSystem: { kind: 'real' }, limits: {}, options: {}, flags: [], events: [] };
      talkTo(child, { task: { mode: 'run', request } }, () => console.log(child.pid));
    `;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const pid = await new Promise<number>((resolve) =>
      parent.stdout.once('data', (d: Buffer) => resolve(Number(String(d)))),
    );
    parent.kill('SIGKILL');
    const alive = () => {
      try {
        process.kill(pid, 0);
        return true;
      } catch {
        return false;
      }
    };
    for (let i = 0; i < 100 && alive(); i++) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(alive()).toBe(false);
  });
});
