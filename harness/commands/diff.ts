// `lab diff BEFORE AFTER`: two result files; what became faster, slower, broken or mended.
import { readFileSync } from 'node:fs';
import type { CommandModule } from 'yargs';
import { parseResult } from '../result.ts';
import type { LabResult } from '../result.ts';
import { diffResults } from '../result-diff.ts';
import { unreadable } from '../unreadable.ts';
import { writeWhole } from '../write-whole.ts';
import { renderDiff } from '../../reports/diff.ts';
import { createPaint, terminalWidth, wantsColor } from '../../reports/table.ts';

export interface DiffArguments {
  before: string;
  after: string;
  margin: number;
  changed: boolean;
  json?: string;
}

/** Answers the exit status: 1 where something is slower or fails that did not, 2 where a file is none of ours. */
export function runDiff(args: DiffArguments): number {
  const read = (file: string): LabResult => {
    let text: string;
    try {
      text = readFileSync(file, 'utf8');
    } catch (error) {
      throw new Error(unreadable(file, error), { cause: error });
    }
    return parseResult(text, file);
  };
  try {
    const diff = diffResults(read(args.before), read(args.after), { seed: 1, margin: args.margin / 100 });
    if (args.json !== undefined) {
      const text = `${JSON.stringify(diff, null, 1)}\n`;
      if (args.json === '-') process.stdout.write(text);
      else writeWhole(args.json, text);
    }
    if (args.json !== '-') {
      const paint = createPaint(wantsColor(process.env, process.stdout.isTTY === true));
      const width = terminalWidth(process.stdout, process.env, 200);
      process.stdout.write(`${renderDiff(diff, { width, paint, changedOnly: args.changed })}\n`);
    }
    return diff.rows.some((r) => r.verdict === 'slower' || r.verdict === 'broken') ? 1 : 0;
  } catch (error) {
    process.stderr.write(`lab diff: ${(error as Error).message}\n`);
    return 2;
  }
}

export const diffCommand: CommandModule<object, DiffArguments> = {
  command: 'diff <before> <after>',
  describe: 'two results: what became faster, slower, or fails now',
  builder: (y) =>
    y
      .positional('before', { type: 'string', demandOption: true, describe: 'a result (compare --json)' })
      .positional('after', { type: 'string', demandOption: true, describe: 'a later one' })
      .option('margin', {
        type: 'number',
        default: 2,
        requiresArg: true,
        describe: 'percent of difference that is none',
      })
      .option('changed', { type: 'boolean', default: false, describe: 'only what changed' })
      .option('json', {
        type: 'string',
        requiresArg: true,
        describe: 'write it as JSON to this file (- for stdout)',
      })
      .example('$0 diff last-month.json today.json', 'the table, what became slower first')
      .example('$0 diff a.json b.json --changed --margin 5', 'only what changed by more than 5 %')
      .example('$0 diff a.json b.json --json d.json', 'for another program')
      .epilogue(
        'Exit status: 0 nothing slower and nothing broken; 1 something is; 2 a file cannot be read.',
      ) as never,
  handler: (args) => {
    process.exitCode = runDiff(args);
  },
};
