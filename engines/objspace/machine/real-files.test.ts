// Pipes of the operating system: bytes arrive in order, nothing waits on an empty one, and no name stays in the file system.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RealFiles } from './real-files.ts';
import type { StandardStreams } from './standard-streams.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'real-files-'));
  vi.stubEnv('TMPDIR', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const noStreams = {} as StandardStreams;

test.skipIf(process.platform === 'win32')('more pipes than are made at once leave no name behind', () => {
  const files = new RealFiles(noStreams, folder, false);
  const pipes = Array.from({ length: 20 }, () => files.pipe());
  expect(readdirSync(folder)).toEqual([]);
  pipes.forEach(([, writeEnd], i) => files.write(writeEnd, Uint8Array.of(i, i + 1)));
  const into = new Uint8Array(4);
  for (const [i, [readEnd]] of pipes.entries()) {
    expect(files.poll(readEnd)).toEqual({ readable: true, writable: false, hungUp: false });
    expect(files.read(readEnd, into)).toBe(2);
    expect([...into.subarray(0, 2)]).toEqual([i, i + 1]);
    expect(files.poll(readEnd).readable).toBe(false);
  }
  for (const [readEnd, writeEnd] of pipes) {
    files.close(writeEnd);
    expect(files.poll(readEnd)).toEqual({ readable: true, writable: false, hungUp: true });
    files.close(readEnd);
  }
});
