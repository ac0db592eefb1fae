// Known differences: for an engine that is not meant to do everything as CPython does, `workloads/differences/<engine>.json`
// names each conformance program that fails there, under its cause and the workaround. A failure that stands there is
// documented; a program that stands there and passes fails the check, so that the list cannot rot.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { EngineDescription, EngineId } from '../engines/engine.ts';
import type { ProgramResult } from './conformance.ts';
import { ROOT } from './folders.ts';

export const DIFFERENCES_ROOT = join(ROOT, 'workloads', 'differences');

const text = z.string().trim().min(1);

export const differencesSchema = z.strictObject({
  /** As the registry spells it; the same as the file's name. */
  engine: text,
  /**
   * What the list was made for: the beginning of the implementation's version, `7.3`. On another version failures are
   * told, but nothing is a documented difference and nothing is stale.
   */
  version: text.optional(),
  differences: z.array(
    z.strictObject({
      /** What differs, in a few words: a heading. */
      title: text,
      /** Why the implementation does otherwise. */
      cause: text,
      /** What a program does instead, where something can be done. */
      workaround: text.optional(),
      /** Ids of the programs that fail because of it. */
      programs: z.array(z.string().regex(/^[^/\s]+\/[^/\s]+$/)).min(1),
    }),
  ),
});
export type Differences = z.infer<typeof differencesSchema>;
export type Difference = Differences['differences'][number];

/** The file of one engine; undefined where it has none. An ill-formed file is an error that says where. */
export function readDifferences(engine: EngineId, root = DIFFERENCES_ROOT): Differences | undefined {
  const path = join(root, `${engine}.json`);
  if (!existsSync(path)) return undefined;
  const parsed = differencesSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (!parsed.success) throw new Error(`${path}: ${z.prettifyError(parsed.error)}`);
  if (parsed.data.engine !== engine) throw new Error(`${path}: is about engine '${parsed.data.engine}'`);
  return parsed.data;
}

/** Engines that have a file. */
export function documentedEngines(root = DIFFERENCES_ROOT): EngineId[] {
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .filter((name) => name.endsWith('.json'))
    .map((name) => basename(name, '.json'))
    .sort();
}

export function appliesTo(differences: Differences, description: EngineDescription | undefined): boolean {
  return (
    differences.version === undefined ||
    description === undefined ||
    description.implementationVersion.startsWith(differences.version)
  );
}

export interface Judgement {
  /** Failures that no file explains. */
  unexplained: ProgramResult[];
  /** Failures with the difference that explains them. */
  documented: { result: ProgramResult; difference: Difference }[];
  /** Programs that are documented as different and pass. */
  stale: string[];
  /** Documented programs that do not exist. */
  unknown: string[];
}

/**
 * Joins the results of one engine with its documented differences. `known` are the ids of all programs there are, which
 * are more than were run where a part was selected.
 */
export function judge(
  results: readonly ProgramResult[],
  differences: Differences | undefined,
  known: ReadonlySet<string>,
): Judgement {
  const explained = new Map<string, Difference>();
  for (const difference of differences?.differences ?? []) {
    for (const program of difference.programs) explained.set(program, difference);
  }
  const judgement: Judgement = {
    unexplained: [],
    documented: [],
    stale: [],
    unknown: [...explained.keys()].filter((id) => !known.has(id)),
  };
  for (const result of results) {
    const difference = explained.get(result.program);
    if (result.verdict === 'failed') {
      if (difference) judgement.documented.push({ result, difference });
      else judgement.unexplained.push(result);
    } else if (result.verdict === 'passed' && difference) judgement.stale.push(result.program);
  }
  return judgement;
}
