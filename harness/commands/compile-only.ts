// `lab run --engine E --compile-only FILE [-o OUT]`: what the engine's compiler makes of a file, written to disk instead of
// run, for engines that have compiled files of their own (micro's .mpy).
import type { Program } from '../../engines/engine.ts';
import { dumpEmbedded } from '../embedded-execution.ts';
import type { EngineEntry } from '../execution.ts';
import { UsageError } from '../run-arguments.ts';
import type { RunArguments } from '../run-arguments.ts';
import { writeWhole } from '../write-whole.ts';

/** Answers the exit status: 1 where the program does not compile. */
export async function compileOnly(
  entry: EngineEntry,
  program: Program,
  { args, flags, options }: RunArguments,
): Promise<number> {
  if (program.kind !== 'file') throw new UsageError('--compile-only takes a file');
  if (args.length > 0 && (args[0] !== '-o' || args.length !== 2))
    throw new UsageError('--compile-only takes FILE and -o OUT, nothing else');
  const out = args[1] ?? program.path.replace(/\.py$/, '') + '.mpy';
  if (entry.kind !== 'embedded')
    throw new UsageError(`${entry.id} is a program on PATH: it compiles by itself`);
  const asked = { ...options, precompiled: true };
  const answer = await dumpEmbedded(entry, { kind: 'bytecode', program, options: asked, flags });
  if (!answer.ok) {
    process.stderr.write(answer.error.endsWith('\n') ? answer.error : `${answer.error}\n`);
    return 1;
  }
  if (!(answer.data instanceof Uint8Array))
    throw new UsageError(`${entry.id} has no compiled files of its own`);
  writeWhole(out, answer.data);
  return 0;
}
