// A matrix from a file: engines × options × workloads × sizes and how to measure them, validated before anything runs. The file
// says what the flags of `lab compare` say and nothing more; lists of option values are multiplied out. Leaves out the run
// itself: a matrix that was stopped is resumed by the result it has written, as any comparison.
import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { z } from 'zod';
import { sizeNames } from './manifest.ts';
import { nearest } from './registry.ts';
import { UsageError } from './run-arguments.ts';

const optionValue = z.union([z.string().min(1), z.number()]);

const engineSchema = z
  .union(
    [
      z.string().min(1),
      z.strictObject({
        id: z.string().min(1),
        options: z
          .record(z.string().min(1), z.union([optionValue, z.array(optionValue).min(1)]))
          .default({})
          .describe('Engine options as -X gives them; of a list, each value is an engine of its own.'),
      }),
    ],
    { error: 'an engine is an id, or { "id": …, "options": { "jit": ["on", "off"] } }' },
  )
  .describe('An id, with options behind it as on the command line, or an id and lists of options');

export const matrixSchema = z.strictObject({
  $schema: z.string().optional(),
  workloads: z
    .array(z.string().min(1))
    .min(1)
    .describe('Programs, folders of programs, or patterns; relative paths count from this file.'),
  tags: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe('Of these programs, those that stress one of these.'),
  engines: z.array(engineSchema).min(1).optional().describe('All that can run here unless told.'),
  sizes: z.array(z.enum(sizeNames)).min(1).optional().describe('Named sizes of the manifest.'),
  n: z.array(z.int().positive()).min(1).optional().describe('Sizes by number, in place of named ones.'),
  profile: z.enum(['quick', 'default', 'rigorous']).optional(),
  baseline: z.string().optional().describe('The engine, with its options, that ratios refer to.'),
  timeout: z.number().positive().optional().describe('Seconds that each process may take.'),
  memory: z.number().positive().optional().describe('MiB that each process may take.'),
  heap: z.string().optional().describe('Python heap of engines that can cap it: 64k, 4m.'),
  budget: z.number().positive().optional().describe('Seconds that all of it may take.'),
  seed: z.int().optional(),
  margin: z.number().nonnegative().optional().describe('Percent of difference that is none.'),
  smallestHeap: z.boolean().optional(),
  memoryOverTime: z.number().positive().optional().describe('ms between two looks.'),
});

export type Matrix = z.infer<typeof matrixSchema>;

/** What a matrix stands for, in the words of the command line. */
export interface MatrixArguments {
  workloads: string[];
  tag?: string[];
  engines?: string[];
  size?: string[];
  n?: number[];
  quick?: boolean;
  rigorous?: boolean;
  baseline?: string;
  timeout?: number;
  memory?: number;
  heap?: string;
  budget?: number;
  seed?: number;
  margin?: number;
  smallestHeap?: boolean;
  memoryOverTime?: number;
}

/** Throws a UsageError that names the file and each key that is wrong. */
export function readMatrix(file: string): MatrixArguments {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`cannot read the matrix ${file}: ${(error as NodeJS.ErrnoException).code}`);
  }
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file}: no JSON: ${(error as Error).message}`);
  }
  const parsed = matrixSchema.safeParse(data);
  if (!parsed.success) {
    const issues = parsed.error.issues.flatMap(issueLines);
    throw new UsageError(`${file}:\n${issues.join('\n')}`);
  }
  const { sizes, n } = parsed.data;
  if (sizes !== undefined && n !== undefined)
    throw new UsageError(`${file}:\n  n: sizes are named already by "sizes": choose one`);
  return argumentsOf(parsed.data, dirname(resolve(file)));
}

function issueLines(issue: z.core.$ZodIssue): string[] {
  const at = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => {
      const [meant] = nearest(key, Object.keys(matrixSchema.shape));
      const where = at === '' ? '' : `${at}.`;
      return `  ${where}${key}: no such key${at === '' && meant ? `; did you mean ${meant}?` : ''}`;
    });
  return [`  ${at === '' ? '(top level)' : at}: ${issue.message}`];
}

/** Engines × options multiplied out, in the spelling of `--engines`. */
export function engineChoices(engines: NonNullable<Matrix['engines']>): string[] {
  return engines.flatMap((engine) => {
    if (typeof engine === 'string') return [engine];
    let choices = [engine.id];
    for (const [name, values] of Object.entries(engine.options)) {
      const list = Array.isArray(values) ? values : [values];
      choices = choices.flatMap((choice) => list.map((value) => `${choice}:${name}=${value}`));
    }
    return choices;
  });
}

function argumentsOf(matrix: Matrix, folder: string): MatrixArguments {
  const { $schema: _, workloads, tags, engines, sizes, profile, ...same } = matrix;
  return {
    ...same,
    workloads: workloads.map((w) => (isAbsolute(w) ? w : join(folder, w))),
    ...(tags === undefined ? {} : { tag: tags }),
    ...(engines === undefined ? {} : { engines: engineChoices(engines) }),
    ...(sizes === undefined ? {} : { size: sizes }),
    ...(profile === undefined ? {} : { quick: profile === 'quick', rigorous: profile === 'rigorous' }),
  };
}

/**
 * The command line with what the matrix says. What both say is a mistake, not a choice between them: `defaults` are the
 * values that stand for "not told".
 */
export function withMatrix<T extends MatrixArguments>(
  args: T,
  matrix: MatrixArguments,
  defaults: Partial<T>,
): T {
  const told = { ...matrix } as Record<string, unknown>;
  const flags: Record<string, string> = {
    smallestHeap: 'smallest-heap',
    memoryOverTime: 'memory-over-time',
  };
  for (const [key, value] of Object.entries(told)) {
    const given = (args as Record<string, unknown>)[key];
    const untold =
      given === undefined ||
      given === (defaults as Record<string, unknown>)[key] ||
      (Array.isArray(given) && given.length === 0);
    if (untold || value === undefined) continue;
    const name = key === 'workloads' ? 'the programs are' : `--${flags[key] ?? key} is`;
    throw new UsageError(`${name} told by the command line and by the matrix: choose one`);
  }
  return { ...args, ...matrix };
}

/** The published JSON Schema, for editors. */
export function matrixJsonSchema(): unknown {
  return z.toJSONSchema(matrixSchema, { target: 'draft-2020-12', io: 'input' });
}
