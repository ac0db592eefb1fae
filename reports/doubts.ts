// Doubts as every report tells them: those that matter, once for all engines of which the same is said.
import type { ResultWarning } from '../harness/result.ts';

export interface JoinedDoubt {
  name: string;
  /** Of whom it is said; empty where it is the machine's. */
  whom: string;
  text: string;
}

/** `engines`: all of the comparison. */
export function joinedDoubts(warnings: readonly ResultWarning[], engines: readonly string[]): JoinedDoubt[] {
  const joined = new Map<string, { name: string; text: string; of: string[] }>();
  for (const { name, text, engine } of warnings.filter((w) => w.matters)) {
    const key = `${name}\n${text}`;
    const entry = joined.get(key) ?? { name, text, of: [] };
    if (engine !== undefined) entry.of.push(engine);
    joined.set(key, entry);
  }
  return [...joined.values()].map(({ name, text, of }) => {
    const isAll = of.length === engines.length && engines.length > 1;
    // The machine's load is no engine's own.
    const whom = name === 'load-average' ? '' : isAll ? 'all engines' : of.join(', ');
    return { name, whom, text };
  });
}

/** Those of every workload, and of the comparison itself, which have none. */
export function doubtsByWorkload(
  warnings: readonly ResultWarning[],
  engines: readonly string[],
): (JoinedDoubt & { workload?: string })[] {
  return [...new Set(warnings.map((w) => w.workload))].flatMap((workload) =>
    joinedDoubts(
      warnings.filter((w) => w.workload === workload),
      engines,
    ).map((doubt) => ({ ...doubt, ...(workload === undefined ? {} : { workload }) })),
  );
}
