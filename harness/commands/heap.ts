// `lab heap FILE`: the heap of an engine that keeps one of its own, after the program: a letter a block, what is in use by
// type, and how fragmentation grew from one collection to the next. As text, JSON, or a page.
import { readFileSync } from 'node:fs';
import type { CommandModule } from 'yargs';
import type { Program } from '../../engines/engine.ts';
import { renderHeapPage } from '../../reports/heap-page.ts';
import type { HeapDump } from '../../reports/heap-page.ts';
import { dumpEmbedded } from '../embedded-execution.ts';
import { findEngine } from '../registry.ts';
import { parseSize, UsageError } from '../run-arguments.ts';
import { unreadable } from '../unreadable.ts';
import { writeWhole } from '../write-whole.ts';

interface HeapArguments {
  file?: string;
  c?: string;
  engine: string;
  heap?: string;
  html: boolean;
  json: boolean;
  o?: string;
}

function programOf({ file, c }: HeapArguments): Program {
  if (c !== undefined) return { kind: 'source', text: c, filename: '<string>' };
  if (file === undefined) throw new UsageError('name a file, or give the code with -c');
  try {
    readFileSync(file);
  } catch (e) {
    throw new UsageError(unreadable(file, e));
  }
  return { kind: 'file', path: file };
}

/** Answers the exit status. */
export async function runHeap(args: HeapArguments): Promise<number> {
  try {
    const program = programOf(args);
    const entry = await findEngine(args.engine);
    if (entry.kind !== 'embedded')
      throw new UsageError(`${entry.id} is a program on PATH: it has no heap to show`);
    const options: Record<string, string> =
      args.heap === undefined ? {} : { heap: String(parseSize(args.heap, '--heap')) };
    const answer = await dumpEmbedded(entry, { kind: 'heap', program, options, flags: [] });
    if (!answer.ok) {
      process.stderr.write(answer.error.endsWith('\n') ? answer.error : `${answer.error}\n`);
      return 1;
    }
    const title = `Heap of ${entry.id} after ${args.c === undefined ? args.file! : 'the given code'}`;
    const text = args.html
      ? renderHeapPage(title, entry.id, answer.data as HeapDump)
      : args.json
        ? `${JSON.stringify({ engine: entry.id, ...(answer.data as HeapDump) })}\n`
        : answer.text;
    if (args.o === undefined || args.o === '-') process.stdout.write(text);
    else writeWhole(args.o, text);
    return 0;
  } catch (e) {
    process.stderr.write(`lab heap: ${(e as Error).message}\n`);
    return e instanceof UsageError ? 2 : 70;
  }
}

export const heapCommand: CommandModule<object, HeapArguments> = {
  command: 'heap [file]',
  describe: 'the heap after a program, block by block (its output is not shown)',
  builder: (y) =>
    y
      .positional('file', { type: 'string', describe: 'a Python file' })
      .option('c', { type: 'string', requiresArg: true, describe: 'the code itself' })
      .option('engine', { type: 'string', requiresArg: true, default: 'micro', describe: 'which engine' })
      .option('heap', { type: 'string', requiresArg: true, describe: 'size of the heap, e.g. 16k' })
      .option('html', { type: 'boolean', default: false, describe: 'as a page' })
      .option('json', { type: 'boolean', default: false, describe: 'as JSON' })
      .option('o', { type: 'string', requiresArg: true, describe: 'write it to this file' })
      .example("$0 heap -c 'x = [1] * 100' --heap 16k", 'a map in letters')
      .example('$0 heap script.py --engine micro --html -o heap.html', 'a page to look at')
      .example('$0 heap script.py --json', 'runs of blocks, objects by type, history'),
  handler: async (args) => {
    process.exitCode = await runHeap(args);
  },
};
