// `lab heap` and `lab run --compile-only` as a user calls them.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DIST } from '../folders.ts';

const cli = join(DIST, 'cli.js');
const lab = (...args: string[]) => spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8' });
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-heap-'));
  writeFileSync(
    join(folder, 'p.py'),
    'import sys\nkept = [1.5] * 100\nprint(sum(kept), 2.5, sys.argv[1:])\n',
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('lab heap', () => {
  it('prints figures, types and the map', () => {
    const { stdout, status } = lab('heap', join(folder, 'p.py'), '--heap', '16k');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^\d+ of \d+ bytes in use, peak \d+, largest free run \d+, fragmentation/);
    expect(stdout).toMatch(/^list +\d+ +\d+$/m);
    expect(stdout).toMatch(/^0{8} {2}/m);
  });
  it('writes a page', () => {
    const page = join(folder, 'heap.html');
    expect(lab('heap', '-c', 'x = [1]', '--html', '-o', page).status).toBe(0);
    expect(readFileSync(page, 'utf8')).toContain('<title>list</title>');
  });
  it('says what it cannot do', () => {
    expect(lab('heap').status).toBe(2);
    expect(lab('heap', 'no-such-file.py').stderr).toContain('cannot read');
    expect(lab('heap', '--engine', 'cpython-like', '-c', '1')).toMatchObject({ status: 1, stdout: '' });
  });
});

describe('lab run --compile-only', () => {
  it('writes a compiled file, which runs as the source does', () => {
    const out = join(folder, 'q.mpy');
    const source = join(folder, 'p.py');
    expect(lab('run', '--engine', 'micro', '--compile-only', source, '-o', out)).toMatchObject({
      status: 0,
      stdout: '',
    });
    const run = (path: string) =>
      execFileSync(process.execPath, [cli, 'run', '--engine', 'micro', path, 'a'], { encoding: 'utf8' });
    expect(run(out)).toBe(run(source));
  });
  it('shows a syntax error, and refuses where there is no such thing', () => {
    const bad = join(folder, 'bad.py');
    writeFileSync(bad, 'x = (\n');
    const { status, stderr } = lab('run', '--engine', 'micro', '--compile-only', bad);
    expect(status).toBe(1);
    expect(stderr).toContain('SyntaxError');
    expect(lab('run', '--engine', 'cpython-like', '--compile-only', join(folder, 'p.py')).status).toBe(2);
    expect(lab('run', '--engine', 'micro', '--compile-only', '-c', '1').status).toBe(2);
  });
});
