// The one way to run a program on an engine: hands the job to the executor of the entry's kind.
import type { Execute } from './execution.ts';
import { executeEmbedded } from './embedded-execution.ts';

export const execute: Execute = (job, options) => {
  if (job.entry.kind === 'embedded') return executeEmbedded(job, options);
  throw new Error(`no executor for ${job.entry.id}`);
};
