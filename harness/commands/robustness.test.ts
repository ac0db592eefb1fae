// What may go wrong around `lab compare`, with real processes: Ctrl-C, a killed engine, a killed lab, a full disk, damaged and old
// results. Each time a clear message, nothing lost, and a run that can go on. Needs `npm run build`.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DIST } from '../folders.ts';
import { parseResult } from '../result.ts';

const CLI = join(DIST, 'cli.js');
const built = existsSync(CLI) && existsSync(join(DIST, 'engines', 'micro.js'));
const linux = process.platform === 'linux';

let root = '';
const at = (name: string) => join(root, name);
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'lab-robust-'));
  for (const name of ['a', 'b'])
    writeFileSync(
      at(`${name}.py`),
      'def workload(n=3000):\n    t = 0\n    for i in range(n):\n        t += i\n    return t\n',
    );
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

interface Ended {
  status: number | null;
  out: string;
  err: string;
}

/** Runs the lab; `meanwhile` is called once as soon as `ready` holds. */
function lab(
  args: string[],
  { ready, meanwhile, stdout }: { ready?(): boolean; meanwhile?(pid: number): void; stdout?: string } = {},
): Promise<Ended> {
  const shell = stdout === undefined ? [] : [`exec "$0" "$@" > ${stdout}`, process.execPath];
  const child =
    stdout === undefined
      ? spawn(process.execPath, [CLI, ...args], { cwd: root })
      : spawn('sh', ['-c', ...shell, CLI, ...args], { cwd: root });
  let out = '';
  let err = '';
  child.stdout.on('data', (d) => (out += d));
  child.stderr.on('data', (d) => (err += d));
  const timer = setInterval(() => {
    if (ready?.() !== true) return;
    clearInterval(timer);
    meanwhile?.(child.pid!);
  }, 20);
  return new Promise((resolve) =>
    child.on('close', (status) => {
      clearInterval(timer);
      resolve({ status, out, err });
    }),
  );
}

const compareArgs = (json: string, ...more: string[]) => [
  'compare',
  'a.py',
  'b.py',
  '--engines',
  'micro,micro',
  '--quick',
  '--budget',
  '6',
  '--json',
  json,
  ...more,
];
const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
const stored = (name: string) => parseResult(readFileSync(at(name), 'utf8'), name);
/** The first workload is on the disk. */
const firstDone = (name: string) => () => existsSync(at(name)) && readFileSync(at(name), 'utf8').length > 10;

describe.skipIf(!built)('a comparison that', () => {
  test('gets Ctrl-C keeps what it has and goes on later', async () => {
    const args = compareArgs('stop.json');
    const stopped = await lab(args, {
      ready: firstDone('stop.json'),
      meanwhile: (pid) => process.kill(pid, 'SIGINT'),
    });
    expect(stopped.status).toBe(130);
    expect(stopped.err).toContain('Stopping: what is measured is kept');
    const part = stored('stop.json');
    expect(part.partial).toBe(true);
    const rest = await lab([...args, '--resume']);
    expect(rest.err).not.toContain('Error');
    const whole = stored('stop.json');
    expect(whole.partial).toBe(false);
    expect(whole.workloads.map((w) => w.name)).toEqual(['a', 'b']);
    const done = part.executions.filter((e) => e.state === 'ok').map((e) => e.samples);
    expect(done.length).toBeGreaterThan(0);
    for (const samples of done) expect(whole.executions.map((e) => e.samples)).toContainEqual(samples);
  }, 90_000);

  test('begins anew over a stopped run leaves that beside', async () => {
    const part = { ...stored('stop.json'), partial: true };
    writeFileSync(at('again.json'), JSON.stringify(part));
    const { err } = await lab([
      'compare',
      'a.py',
      '--engines',
      'micro',
      '--unanimous',
      '--json',
      'again.json',
    ]);
    expect(err).toContain('again.json held a stopped run, now in again.json.stopped');
    expect(stored('again.json.stopped')).toEqual(part);
  }, 60_000);

  test.skipIf(!linux)(
    'has an engine killed says so in that row, and ends',
    async () => {
      let pid = 0;
      const ended = await lab(compareArgs('killed.json'), {
        ready: firstDone('killed.json'),
        meanwhile: (lab) => {
          const timer = setInterval(() => {
            [pid] = childrenOf(lab);
            if (pid === undefined) return;
            clearInterval(timer);
            process.kill(pid, 'SIGKILL');
          }, 5);
        },
      });
      expect(ended.status).toBe(1);
      expect(ended.out).toContain('SIGKILL');
      const result = stored('killed.json');
      expect(result.partial).toBe(false);
      expect(result.executions.filter((e) => e.state === 'died')).toHaveLength(1);
    },
    90_000,
  );

  test.skipIf(!linux)(
    'is killed itself loses no finished workload',
    async () => {
      const args = compareArgs('murdered.json');
      const ended = await lab(args, {
        ready: firstDone('murdered.json'),
        meanwhile: (pid) => process.kill(pid, 'SIGKILL'),
      });
      expect(ended.status).toBe(null);
      const part = stored('murdered.json');
      expect(part.workloads[0].name).toBe('a');
      expect(part.partial).toBe(true);
      const rest = await lab([...args, '--resume']);
      expect(rest.status).toBe(0);
      expect(
        stored('murdered.json')
          .executions.slice(0, part.executions.length)
          .map((e) => e.samples),
      ).toEqual(part.executions.map((e) => e.samples));
    },
    90_000,
  );

  test.skipIf(!existsSync('/dev/full'))(
    'meets a full disk keeps the result elsewhere and says where',
    async () => {
      const full = await lab(['compare', 'a.py', '--engines', 'micro', '--unanimous', '--json', '/dev/full']);
      expect(full.status).toBe(1);
      const saved = /ENOSPC.*; the result is in (\S+)/.exec(full.err)?.[1];
      expect(saved).toBeDefined();
      expect(parseResult(readFileSync(saved!, 'utf8'), 'saved').partial).toBe(false);
      rmSync(join(saved!, '..'), { recursive: true });
    },
    60_000,
  );

  test.skipIf(!existsSync('/dev/full'))(
    'cannot print its tables still writes its result',
    async () => {
      const { status, err } = await lab(
        ['compare', 'a.py', '--engines', 'micro', '--unanimous', '--json', 'mute.json'],
        {
          stdout: '/dev/full',
        },
      );
      expect(err).toContain('cannot print the tables: ');
      expect(err).not.toContain('    at ');
      expect(status).toBe(1);
      expect(stored('mute.json').partial).toBe(false);
    },
    60_000,
  );
});

describe.skipIf(!built)('a result file that is', () => {
  const files: [string, string, string][] = [
    ['cut off', '{"format": "python-implementation-lab/result", "versi', 'broken JSON'],
    ['empty', '', 'it is empty'],
    [
      'of an older version',
      '{"format": "python-implementation-lab/result", "version": 0}',
      'written by an older lab',
    ],
    ['of a newer version', '{"format": "python-implementation-lab/result", "version": 99}', 'update the lab'],
    [
      'damaged',
      '{"format": "python-implementation-lab/result", "version": 1, "engines": 3}',
      'damaged result file',
    ],
  ];
  test.each(files)(
    '%s is refused by name and left as it is',
    (_, text, said) => {
      const file = at('bad.json');
      for (const args of [
        ['compare', 'a.py', '--engines', 'micro', '--json', file, '--resume'],
        ['report', file, '-o', at('bad.html')],
        ['diff', file, file],
        ['history', 'add', file, '--db', at('h.sqlite')],
      ]) {
        writeFileSync(file, text);
        const { status, stderr } = spawnSync(process.execPath, [CLI, ...args], {
          cwd: root,
          encoding: 'utf8',
        });
        expect([args[0], status]).toEqual([args[0], 2]);
        expect(stderr).toContain(said);
        expect(stderr).toContain('bad.json');
        expect(stderr).not.toContain('    at ');
        expect(readFileSync(file, 'utf8')).toBe(text);
      }
    },
    60_000,
  );
  test.skipIf(!existsSync('/dev/full'))('to be a report on a full disk', () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      [CLI, 'report', at('mute.json'), '-o', '/dev/full', '--format', 'html'],
      { encoding: 'utf8' },
    );
    expect(status).toBe(2);
    expect(stderr).toContain('cannot write /dev/full');
  });
});

/** A command that may write no file of more than `kib`: as a disk that is nearly full. */
function cramped(kib: number, args: readonly string[]) {
  const words = [process.execPath, CLI, ...args].map((word) => `'${word}'`).join(' ');
  return spawnSync('bash', ['-c', `ulimit -f ${kib}; exec ${words}`], { cwd: root, encoding: 'utf8' });
}

describe.skipIf(!built || !linux)('on a disk that fills up', () => {
  test('a page that was there stays as it was', () => {
    writeFileSync(at('page.html'), 'the page of last month');
    const { status, stderr } = cramped(4, ['report', at('mute.json'), '-o', at('page.html')]);
    expect([status, stderr]).toEqual([2, expect.stringContaining('cannot write')]);
    expect(readFileSync(at('page.html'), 'utf8')).toBe('the page of last month');
    expect(readdirSync(root).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test.each([2, 12, 16])('a history that could not be made whole is no obstacle later (%i KiB)', (kib) => {
    const db = at(`cramped-${kib}.sqlite`);
    const first = cramped(kib, ['history', 'add', at('mute.json'), '--db', db]);
    expect([first.status, first.stderr]).toEqual([2, expect.stringContaining('is the disk full?')]);
    expect(first.stderr.split('\n')).toHaveLength(2);
    const lab = (...args: string[]) =>
      spawnSync(process.execPath, [CLI, 'history', ...args, '--db', db], { cwd: root, encoding: 'utf8' });
    expect(lab('add', at('mute.json')).stdout).toContain('added');
    expect(JSON.parse(lab('runs', '--json').stdout)).toHaveLength(1);
  });

  test('a damaged history is said to be so, by name', () => {
    const db = at('torn.sqlite');
    const lab = (...args: string[]) =>
      spawnSync(process.execPath, [CLI, 'history', ...args, '--db', db], { cwd: root, encoding: 'utf8' });
    expect(lab('add', at('mute.json')).status).toBe(0);
    const whole = readFileSync(db);
    writeFileSync(db, Buffer.concat([whole.subarray(0, 4096), Buffer.alloc(whole.length - 4096, 0x55)]));
    for (const args of [['runs'], ['show'], ['add', at('stop.json')], ['remove', '1']]) {
      const { status, stderr } = lab(...args);
      expect([args[0], status]).toEqual([args[0], 2]);
      expect(stderr).toContain('torn.sqlite');
      expect(stderr).not.toContain('    at ');
    }
  });
});
