// The one way to run a program on an engine: hands the job to the executor of the entry's kind. What drives programs on PATH is loaded when
// one is asked for, because a program's start on an engine of ours waits for all that is loaded here.
import type { Execute } from './execution.ts';
import { executeEmbedded } from './embedded-execution.ts';

export const execute: Execute = async (job, options) => {
  if (job.entry.kind === 'embedded') return executeEmbedded(job, options);
  const { executeProgram } = await import('./program-execution.ts');
  return executeProgram(job, options);
};
