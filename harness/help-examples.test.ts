// Every example of every `--help` is run as it stands, in a folder that holds the files it names. Made cheaper are only budgets, and sets of engines
// and programs where an example leaves them open; a program that is not on PATH is stood in for by an engine of the lab. None may be
// wrong usage or end in a fault. Needs `npm run build`.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commandLine } from './command-line.ts';
import { RUN_HELP } from './commands/run.ts';
import { DIST } from './folders.ts';

const CLI = join(DIST, 'cli.js');
const built = existsSync(CLI) && existsSync(join(DIST, 'engines', 'micro.js'));
const STORED = fileURLToPath(new URL('../reports/testdata/result.json', import.meta.url));

const COMMANDS =
  'engines,compare,conformance,tokens,ast,symtable,dis,heap,pipeline,check,report,diff,history,history add,history runs,history show,history remove,experiment,schema,trace';

/** The commands of a help text, without what they are for. */
const examplesIn = (help: string): string[] => {
  const examples = help.split(/^examples:?$/im)[1]?.split(/^\S/m)[0] ?? '';
  return [...examples.matchAll(/^ +(lab .*?)(?: {2,}.*)?$/gm)].map((m) => m[1]);
};

const helpOf = (command: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const words = [...command.split(' '), '--help'];
    commandLine(words)
      .wrap(null as unknown as number)
      .parse(words, (error: Error | undefined, _argv: unknown, output: string) =>
        error ? reject(error) : resolve(output),
      );
  });

const EXAMPLES = [
  ...new Set([
    ...(await Promise.all(COMMANDS.split(',').map(helpOf))).flatMap(examplesIn),
    ...examplesIn(RUN_HELP),
  ]),
];

const onPath = (program: string): boolean =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));

/** What stands in for programs that are not there. */
const INSTEAD: readonly [string, string][] = [
  ['pypy3', 'pypy-like'],
  ['micropython', 'micro'],
];

function cheaper(example: string): string {
  let line = example.replace(/ --budget \d+/, '').replace(/ --results \d+/, ' --results 50');
  for (const [program, engine] of INSTEAD)
    if (!onPath(program)) line = line.replace(new RegExp(`(?<![\\w-])${program}(?![\\w-])`, 'g'), engine);
  if (/^lab compare/.test(line)) {
    line += ' --budget 2';
    const baseline = / --baseline (\S+)/.exec(line)?.[1];
    const engines = baseline === undefined ? 'micro' : `${baseline},micro`;
    if (!/--engines|--matrix/.test(line)) line += ` --engines ${engines}`;
  }
  if (/^lab conformance/.test(line) && !/--list|--show/.test(line))
    line += ` --only 'generators/yield-*'${/--engines/.test(line) ? '' : ' --engines micro'}`;
  return line;
}

const PROGRAM = `def workload(n=200):
    total = 0
    for i in range(n):
        total += i * 2
    return total


print(workload())
`;

let root = '';
const at = (name: string) => join(root, name);

/** Runs a line of a shell in which \`lab\` is ours. */
function shell(line: string): Promise<{ status: number | null; err: string }> {
  const env = { ...process.env, PATH: `${at('bin')}${delimiter}${process.env.PATH ?? ''}` };
  const child = spawn('sh', ['-c', line], { cwd: root, env, stdio: ['ignore', 'ignore', 'pipe'] });
  let err = '';
  child.stderr.on('data', (data) => (err += data));
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, err })));
}

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'lab-examples-'));
  mkdirSync(at('bin'));
  writeFileSync(at('bin/lab'), `#!/bin/sh\nexec '${process.execPath}' '${CLI}' "$@"\n`);
  chmodSync(at('bin/lab'), 0o755);
  mkdirSync(at('workloads/bench'), { recursive: true });
  const sha256 = createHash('sha256').update(PROGRAM).digest('hex');
  const [model] = (
    JSON.parse(readFileSync(join(dirname(DIST), 'workloads', 'manifest.json'), 'utf8')) as {
      workloads: object[];
    }
  ).workloads;
  const rows = ['nbody', 'sieve', 'queens'].map((name) => {
    writeFileSync(at(`workloads/bench/${name}.py`), PROGRAM);
    const sizes = { tiny: 10, small: 20, medium: 40, large: 80 };
    const answers = { tiny: '', small: '', medium: '', large: '' };
    return {
      ...model,
      name,
      file: `bench/${name}.py`,
      stresses: ['strings', 'json'],
      sizes,
      answers,
      sha256,
    };
  });
  writeFileSync(at('workloads/manifest.json'), JSON.stringify({ version: 1, workloads: rows }));
  for (const name of ['hello', 'mine', 'script', 'loop', 'module']) writeFileSync(at(`${name}.py`), PROGRAM);
  const matrix = { workloads: ['mine.py'], engines: ['micro'], n: [10, 20], profile: 'quick' };
  writeFileSync(at('matrix.json'), JSON.stringify(matrix));
  for (const name of ['last-month', 'today', 'a', 'b', 'r']) copyFileSync(STORED, at(`${name}.json`));
  for (const day of [1, 2, 3]) {
    const run = {
      ...(JSON.parse(readFileSync(STORED, 'utf8')) as object),
      startedAt: `2026-01-0${day}T00:00:00.000Z`,
    };
    writeFileSync(at(`day${day}.json`), JSON.stringify(run));
  }
  if (!built) return;
  await shell(
    'lab history add day1.json day2.json day3.json --db lab-history.sqlite && cp lab-history.sqlite other.sqlite; ' +
      'lab pipeline loop.py --engines micro -o p.json; lab conformance --only "generators/yield-*" --engines micro --json c.json',
  );
}, 60_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('there are examples, and each command has some', () => {
  for (const command of COMMANDS.split(','))
    expect(
      EXAMPLES.some((line) => line.includes(`lab ${command}`)),
      command,
    ).toBe(true);
  expect(EXAMPLES.some((line) => line.startsWith('lab run'))).toBe(true);
});

/** What takes a minute even when it is made small: experiments.test.ts runs these. */
const LONG = /^lab experiment (aa|planted)/;

describe.skipIf(!built || process.platform === 'win32')('lab --help', () => {
  test.each(EXAMPLES.filter((line) => !LONG.test(line)))(
    '%s',
    async (example) => {
      const { status, err } = await shell(cheaper(example));
      expect(err).not.toContain('    at ');
      expect([0, 1], `${cheaper(example)}: ${err}`).toContain(status);
    },
    60_000,
  );
});
