import { expect, test } from 'vitest';
import { fingerprintOf, readEnvironment } from './environment.ts';

test('the environment of this machine is complete and its own fingerprint', () => {
  const here = readEnvironment();
  expect(here.cpu.cores).toBeGreaterThan(0);
  expect(here.memoryBytes).toBeGreaterThan(2 ** 20);
  expect(here.node).toBe(process.versions.node);
  expect(here.lab.version).toMatch(/^\d+\.\d+/);
  expect(here.fingerprint).toBe(fingerprintOf(here));
});

test('another processor or system is another fingerprint, a few MB of memory are not', () => {
  const here = readEnvironment();
  const base = { ...here, memoryBytes: 8 * 2 ** 30 };
  expect(fingerprintOf({ ...base, memoryBytes: base.memoryBytes - 5e6 })).toBe(fingerprintOf(base));
  expect(fingerprintOf({ ...base, cpu: { ...base.cpu, cores: base.cpu.cores + 1 } })).not.toBe(
    fingerprintOf(base),
  );
  expect(fingerprintOf({ ...base, os: { ...base.os, release: 'other' } })).not.toBe(fingerprintOf(base));
});
