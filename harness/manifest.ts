// workloads/manifest.json: what each workload is, needs and answers, and which n stands for which size. A program that
// has no row is a workload too: it just has no named sizes and no stored answers.
// The format is described in workloads/README.md; scripts/workloads-manifest.mjs keeps checksums and answers.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { UsageError } from './run-arguments.ts';

export const sizeNames = ['tiny', 'small', 'medium', 'large'] as const;
export type SizeName = (typeof sizeNames)[number];

/** Families of implementations that a program says it runs on; `python2` is Python 2.7, Jython among them. */
export const implementationFamilies = ['cpython', 'pypy', 'micropython', 'python2'] as const;
export type ImplementationFamily = (typeof implementationFamilies)[number];

const name = z.string().regex(/^[a-z][a-z0-9_]*$/, 'a name that Python can import: small letters, digits, _');
const tag = z.string().regex(/^[a-z][a-z0-9-]*$/, 'small letters, digits, -');
const bytes = z.int().positive();

export const workloadSchema = z
  .strictObject({
    name,
    /** `bench`: has `workload(n)` and named sizes; `seed`: runs as a whole. */
    kind: z.enum(['bench', 'seed']),
    /** Relative to the folder of the manifest. */
    file: z.string().regex(/^[a-z]+\/[a-z0-9_]+\.py$/, 'a path like bench/nbody.py'),
    title: z.string().min(1),
    origin: z.string().min(1),
    licence: z.string().min(1),
    /** What it stresses. */
    stresses: z.array(tag).min(1),
    needs: z.strictObject({
      /** The oldest version of the language that runs it. */
      language: z.string().regex(/^\d+\.\d+$/, 'a version like 3.9'),
      modules: z.array(z.string()),
      features: z.array(tag),
    }),
    runsOn: z.array(z.enum(implementationFamilies)).min(1),
    sizes: z.strictObject({ tiny: z.int(), small: z.int(), medium: z.int(), large: z.int() }).optional(),
    /** What `workload(n)` returns at each size, a str without quotes or backslashes. */
    answers: z
      .strictObject({ tiny: z.string(), small: z.string(), medium: z.string(), large: z.string() })
      .optional(),
    /** Smallest heap in bytes that a 64-bit MicroPython needs for one call, where it was measured. */
    micropythonHeap: z.strictObject({ tiny: bytes, small: bytes }).optional(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/, 'run node scripts/workloads-manifest.mjs'),
  })
  .refine((row) => row.kind === 'seed' || (row.sizes && row.answers), {
    error: 'a bench program has sizes and answers: run node scripts/workloads-manifest.mjs',
  })
  .refine((row) => row.file === `${row.kind}/${row.name}.py`, {
    error: 'file must be <kind>/<name>.py',
    path: ['file'],
  });

export const manifestSchema = z.strictObject({
  version: z.literal(1),
  workloads: z.array(workloadSchema).superRefine((rows, context) => {
    const seen = new Set<string>();
    rows.forEach((row, index) => {
      if (seen.has(row.name)) {
        context.addIssue({
          code: 'custom',
          path: [index, 'name'],
          message: `a second row named ${row.name}`,
        });
      }
      seen.add(row.name);
    });
  }),
});

export type Workload = z.infer<typeof workloadSchema>;

/** Wrong input by the user; the text says what to do. */
export class ManifestError extends UsageError {}

export interface Manifest {
  /** Absolute path of the folder that `file` is relative to. */
  directory: string;
  workloads: readonly Workload[];
}

/** Reads and checks a manifest. Throws ManifestError. */
export function loadManifest(file: string): Manifest {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ManifestError(`${file}: cannot be read (${(error as Error).message})`);
  }
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw new ManifestError(`${file}: not JSON (${(error as Error).message})`);
  }
  const parsed = manifestSchema.safeParse(data);
  if (!parsed.success)
    throw new ManifestError(`${file} is no valid manifest:\n${z.prettifyError(parsed.error)}`);
  return { directory: dirname(resolve(file)), workloads: parsed.data.workloads };
}

/** The manifest of the folder that a program is in or of one above it; undefined where there is none. */
export function findManifest(program: string): string | undefined {
  for (let folder = dirname(resolve(program)); ; folder = dirname(folder)) {
    const candidate = join(folder, 'manifest.json');
    if (folder.endsWith('workloads') && existsSync(candidate)) return candidate;
    if (folder === dirname(folder)) return undefined;
  }
}

const real = (path: string): string => (existsSync(path) ? realpathSync(path) : resolve(path));

/** The row of a program, by its path; undefined for a program that is not listed. */
export function workloadOf(manifest: Manifest, program: string): Workload | undefined {
  const path = real(program);
  return manifest.workloads.find((row) => real(join(manifest.directory, row.file)) === path);
}

/** `small` → the program's n of that size. A whole number stands for itself, for any program. Throws ManifestError. */
export function sizeArgument(workload: Workload | undefined, size: string): number {
  if (/^\d+$/.test(size)) return Number(size);
  const sizes: Partial<Record<string, number>> | undefined = workload?.sizes;
  if (!sizes) {
    const why = workload
      ? `${workload.file} runs as a whole`
      : 'this program has no row in workloads/manifest.json';
    throw new ManifestError(`no size named ${size}: ${why}; give a number, or leave the size out`);
  }
  if (!Object.hasOwn(sizes, size)) {
    throw new ManifestError(
      `no size named ${size}: ${workload!.name} has ${Object.keys(sizes).join(', ')}, or give a number`,
    );
  }
  return sizes[size]!;
}

/** `repr` of the right answer for an n; undefined where none is stored. */
export function expectedRepr(workload: Workload, n: number): string | undefined {
  const size = sizeNames.find((candidate) => workload.sizes?.[candidate] === n);
  const answer = size && workload.answers?.[size];
  return answer === undefined ? undefined : `'${answer}'`;
}

/**
 * Why a program cannot run on an implementation of this family, language version and features; undefined when it can.
 * `lacks`: features by name (`threads`) that this one does not have.
 */
export function reasonNotToRun(
  workload: Workload,
  on: { family: ImplementationFamily; languageVersion: string; lacks?: readonly string[] },
): string | undefined {
  if (!workload.runsOn.includes(on.family)) {
    return `${workload.name} runs on ${workload.runsOn.join(', ')}, not on ${on.family}`;
  }
  const missing = workload.needs.features.filter((feature) => on.lacks?.includes(feature));
  if (missing.length > 0) return `${workload.name} needs ${missing.join(', ')}`;
  // MicroPython calls itself 3.4 and accepts much later syntax: for it runsOn alone decides.
  if (on.family !== 'micropython' && olderThan(on.languageVersion, workload.needs.language)) {
    return `${workload.name} needs Python ${workload.needs.language}, this is ${on.languageVersion}`;
  }
  return undefined;
}

function olderThan(version: string, needed: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [neededMajor = 0, neededMinor = 0] = needed.split('.').map(Number);
  return major < neededMajor || (major === neededMajor && minor < neededMinor);
}

/** Programs whose file is missing or is not the one that the answers were made with, as lines for people. */
export function staleFiles(manifest: Manifest): string[] {
  const lines: string[] = [];
  for (const row of manifest.workloads) {
    const path = join(manifest.directory, row.file);
    if (!existsSync(path)) {
      lines.push(`${row.file} is missing: restore it, or delete its row`);
    } else if (createHash('sha256').update(readFileSync(path)).digest('hex') !== row.sha256) {
      lines.push(
        `${row.file} changed since its answers were made: run node scripts/workloads-manifest.mjs ${row.name}`,
      );
    }
  }
  return lines;
}
