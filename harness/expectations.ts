// Makes and checks the expectations of the conformance programs: each program is run on a real CPython and what it did
// is stored beside it, with its origin and the program's checksum in `expectations.json`. The wasm CPython 3.14 is the
// origin of all but those marked `# reference: native`, which a 64-bit CPython on this machine answers.
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { homedir } from 'node:os';
import { z } from 'zod';
import {
  CONFORMANCE_ROOT,
  expectationPath,
  findPrograms,
  observed,
  programEnvironment,
} from './conformance.ts';
import type { ConformanceProgram } from './conformance.ts';
import type { Reference } from './reference.ts';

const indexSchema = z.record(
  z.string().regex(/^[^/]+\/[^/]+$/),
  z.object({
    /** `cpython-wasm 3.14.2 (pyodide 314.0.7)` or `native CPython 3.13.0 linux x86-64`. */
    origin: z.string(),
    /** Of the program, when the expectation was made. */
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
);
export type ExpectationIndex = z.infer<typeof indexSchema>;

const indexPath = (root: string) => join(root, 'expectations.json');

export function readIndex(root = CONFORMANCE_ROOT): ExpectationIndex {
  return existsSync(indexPath(root))
    ? indexSchema.parse(JSON.parse(readFileSync(indexPath(root), 'utf8')))
    : {};
}

/** What is wrong with the stored expectations, found without running anything; one line each, empty when all is well. */
export function staleExpectations(root = CONFORMANCE_ROOT): string[] {
  const index = readIndex(root);
  const programs = findPrograms(root);
  const problems: string[] = [];
  for (const program of programs) {
    const row = index[program.id];
    if (row === undefined || program.expected === undefined) problems.push(`${program.id}: no expectation`);
    else if (row.sha256 !== program.sha256)
      problems.push(`${program.id}: changed since its expectation was made`);
    else if (row.origin.startsWith('native') !== (program.reference === 'native')) {
      problems.push(`${program.id}: marked ${program.reference}, but its expectation is from ${row.origin}`);
    }
  }
  const known = new Set(programs.map((program) => program.id));
  for (const id of Object.keys(index)) if (!known.has(id)) problems.push(`${id}: the program is gone`);
  for (const path of orphans(root, programs)) problems.push(`${path}: an expectation without a program`);
  return problems;
}

function orphans(root: string, programs: readonly ConformanceProgram[]): string[] {
  const wanted = new Set(programs.map((program) => expectationPath(program.path)));
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => readdirSync(join(root, entry.name)).map((name) => join(root, entry.name, name)))
    .filter((path) => path.endsWith('.expected') && !wanted.has(path));
}

/** A 64-bit CPython of this machine. */
export interface NativePython {
  command: string;
  /** `native CPython 3.13.0 linux x86-64`. */
  origin: string;
}

const ASK = `
import platform, sys
if sys.implementation.name == 'cpython' and sys.maxsize == 2**63 - 1 and sys.version_info >= (3, 13):
    machine = platform.machine().lower().replace('x86_64', 'x86-64').replace('amd64', 'x86-64')
    print('native CPython', platform.python_version(), sys.platform, machine)
`;

function output(command: string, args: readonly string[], timeMs: number) {
  return new Promise<{ stdout: string; stderr: string; status: number }>((resolve) => {
    const child = execFile(
      command,
      [...args],
      { env: programEnvironment(), timeout: timeMs, maxBuffer: 16 << 20, encoding: 'utf8' },
      (_error, stdout, stderr) => resolve({ stdout, stderr, status: child.exitCode ?? 127 }),
    );
    child.stdin?.end();
  });
}

/** The newest CPython ≥ 3.13 among `python3.N` on PATH and pyenv's; it is asked what it is, its name proves nothing. */
export async function findNativePython(wanted?: string): Promise<NativePython | undefined> {
  const pyenv = join(homedir(), '.pyenv', 'versions');
  const versions = existsSync(pyenv) ? readdirSync(pyenv).filter((name) => /^3\.1[3-9]\./.test(name)) : [];
  const candidates = wanted
    ? [wanted]
    : [
        'python3.14',
        'python3.13',
        ...versions
          .sort()
          .reverse()
          .map((v) => join(pyenv, v, 'bin', 'python')),
        'python3',
      ];
  for (const command of candidates) {
    const { stdout, status } = await output(command, ['-c', ASK], 10_000);
    if (status === 0 && stdout.startsWith('native CPython')) return { command, origin: stdout.trim() };
  }
  return undefined;
}

export interface MadeExpectation {
  program: ConformanceProgram;
  origin: string;
  text: string;
  /** The interpreter did not survive the program: nothing may be stored. */
  problem?: string;
}

/** Runs one program on the CPython that answers for it. */
export async function makeExpectation(
  program: ConformanceProgram,
  wasm: Reference,
  native: NativePython | undefined,
): Promise<MadeExpectation> {
  const filename = basename(program.path);
  if (program.reference === 'wasm') {
    const run = await wasm.run({ text: program.text, filename });
    return { program, origin: wasm.origin, text: observed(run), problem: run.died };
  }
  if (native === undefined) {
    return {
      program,
      origin: '',
      text: '',
      problem: 'needs a native 64-bit CPython ≥ 3.13 (--native COMMAND)',
    };
  }
  const run = await output(native.command, [program.path], 60_000);
  return { program, origin: native.origin, text: observed(run) };
}

export interface ExpectationReport {
  made: number;
  changed: string[];
  problems: string[];
}

/**
 * Makes all expectations again. `write` stores them; without it only what would change is told. A native expectation
 * that cannot be made here stays as it is while its program is unchanged.
 */
export async function makeExpectations(
  wasm: Reference,
  native: NativePython | undefined,
  { root = CONFORMANCE_ROOT, write = true, only = [] as readonly string[] } = {},
): Promise<ExpectationReport> {
  const programs = findPrograms(root);
  const selected = new Set(findPrograms(root, { only }).map((program) => program.id));
  const before = readIndex(root);
  const index: ExpectationIndex = {};
  const report: ExpectationReport = { made: 0, changed: [], problems: [] };
  for (const program of programs) {
    const stored = before[program.id];
    const fresh = stored !== undefined && stored.sha256 === program.sha256 && program.expected !== undefined;
    const keep =
      !selected.has(program.id) || (program.reference === 'native' && native === undefined && fresh);
    if (keep) {
      if (stored) index[program.id] = stored;
      continue;
    }
    const { origin, text, problem } = await makeExpectation(program, wasm, native);
    if (problem !== undefined) {
      report.problems.push(`${program.id}: ${problem}`);
      if (stored) index[program.id] = stored;
      continue;
    }
    report.made++;
    index[program.id] = { origin, sha256: program.sha256 };
    if (text !== program.expected) {
      report.changed.push(program.id);
      if (write) writeFileSync(expectationPath(program.path), text);
    }
  }
  if (write) {
    for (const path of orphans(root, programs)) rmSync(path);
    const rows = Object.keys(index)
      .sort()
      .map((id) => `  ${JSON.stringify(id)}: ${JSON.stringify(index[id])}`);
    writeFileSync(indexPath(root), `{\n${rows.join(',\n')}\n}\n`);
  }
  return report;
}
