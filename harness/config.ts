// `lab.config.json`: Pythons that are not on PATH, or that need arguments of their own. Leaves out everything that has a
// command-line flag.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { z } from 'zod';
import { UsageError } from './run-arguments.ts';

const identifier = z
  .string()
  .regex(/^[A-Za-z0-9][\w.@+-]*$/, 'an id is letters, digits, and . _ @ + - after the first character');

const programSchema = z.strictObject({
  command: z
    .array(z.string().min(1))
    .min(1)
    .describe('The program and the arguments it always gets; a relative path counts from the file.'),
  title: z.string().min(1).optional().describe('One line for people.'),
});

export const configSchema = z.strictObject({
  $schema: z.string().optional(),
  programs: z
    .record(identifier, programSchema)
    .default({})
    .describe('Id → a Python to be used beside those on PATH.'),
  searchPath: z.boolean().default(true).describe('false: only the programs named here.'),
});

export type LabConfig = z.infer<typeof configSchema>;
export const CONFIG_NAME = 'lab.config.json';

/** The file is there and cannot be used; the message names the file and the key. */
export class ConfigError extends UsageError {}

function issueText(issue: z.core.$ZodIssue): string {
  const at = issue.path.map(String).join('.');
  // A wrong key of a record says why in an issue of its own.
  const inner = issue.code === 'invalid_key' ? issue.issues.map((i) => i.message).join('; ') : issue.message;
  return `  ${at === '' ? '(top level)' : at}: ${inner}`;
}

/** Reads one file. */
export function readConfig(file: string): LabConfig {
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(file, 'utf8'));
  } catch (e) {
    throw new ConfigError(`${file}: ${(e as Error).message}`);
  }
  const parsed = configSchema.safeParse(data);
  if (!parsed.success) throw new ConfigError(`${file}:\n${parsed.error.issues.map(issueText).join('\n')}`);
  const folder = dirname(resolve(file));
  for (const program of Object.values(parsed.data.programs)) {
    const [first, ...rest] = program.command as [string, ...string[]];
    // A bare name is looked for on PATH, as a shell does.
    const isPath = first.includes('/') || first.includes(sep);
    program.command = [isPath && !isAbsolute(first) ? join(folder, first) : first, ...rest];
  }
  return parsed.data;
}

/** The configuration for a working directory: the nearest file, there or above; the defaults where there is none. */
export function loadConfig(directory: string): LabConfig {
  for (let at = resolve(directory); ; at = dirname(at)) {
    const file = join(at, CONFIG_NAME);
    if (existsSync(file)) return readConfig(file);
    if (at === dirname(at)) return configSchema.parse({});
  }
}
