// On which machine, host and revision of the lab something was measured. The fingerprint is equal where times may be
// compared: processor, its cores, memory, operating system. Leaves out everything that names a person or a place.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LabResult } from './result.ts';

export type Environment = LabResult['environment'];

export function readEnvironment(): Environment {
  const model = cpus()[0]?.model.trim().replace(/\s+/g, ' ') || 'unknown';
  const facts = {
    cpu: { model, cores: availableParallelism() },
    memoryBytes: totalmem(),
    os: { platform: platform(), release: release(), arch: arch() },
  };
  return {
    fingerprint: fingerprintOf(facts),
    ...facts,
    node: process.versions.node,
    loadAverage: { start: loadNow() },
    lab: labRevision(),
  };
}

/** Memory counts in whole GiB: what the kernel keeps for itself changes with its version. */
export function fingerprintOf(facts: Pick<Environment, 'cpu' | 'memoryBytes' | 'os'>): string {
  const text = JSON.stringify([
    facts.cpu.model,
    facts.cpu.cores,
    Math.round(facts.memoryBytes / 2 ** 30),
    facts.os.platform,
    facts.os.release,
    facts.os.arch,
  ]);
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** One-minute load average; always 0 on Windows, where there is none. */
export function loadNow(): number {
  return loadavg()[0];
}

/** Version, and the git revision where the lab runs from a clone of its own. */
function labRevision(): Environment['lab'] {
  // Up from harness/ or from dist/, to the folder of package.json.
  let root = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(root, 'package.json')) && dirname(root) !== root) root = dirname(root);
  let version = 'unknown';
  try {
    version = String(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version);
  } catch {
    // A bundle without its package.json still measures.
  }
  if (!existsSync(join(root, '.git'))) return { version };
  const git = (...args: string[]) =>
    spawnSync('git', ['-C', root, ...args], {
      encoding: 'utf8',
      timeout: 2000,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  const head = git('rev-parse', 'HEAD');
  if (head.status !== 0) return { version };
  const status = git('status', '--porcelain', '--untracked-files=no');
  return {
    version,
    revision: head.stdout.trim(),
    ...(status.status === 0 ? { modified: status.stdout.trim() !== '' } : {}),
  };
}
