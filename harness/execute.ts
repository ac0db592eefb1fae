// The one way to run a program on an engine: hands the job to the executor of the entry's kind.
import type { Execute } from './execution.ts';
import { executeEmbedded } from './embedded-execution.ts';
import { executeProgram } from './program-execution.ts';

export const execute: Execute = (job, options) =>
  job.entry.kind === 'embedded' ? executeEmbedded(job, options) : executeProgram(job, options);
