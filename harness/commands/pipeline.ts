// `lab pipeline FILE`: one program from source to result on each engine, as JSON for the page of trade-offs, or as a page or text.
import type { CommandModule } from 'yargs';
import { readFileSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { pipelineOf } from '../pipeline.ts';
import { createProgress } from '../progress.ts';
import { EMBEDDED, findEngines, isBuilt } from '../registry.ts';
import { UsageError } from '../run-arguments.ts';
import { unreadable } from '../unreadable.ts';
import { writeWhole } from '../write-whole.ts';
import { renderPage } from '../../reports/html-page.ts';
import { pipelineBody, pipelineMarkdown } from '../../reports/pipeline.ts';

interface PipelineArguments {
  file: string;
  engines?: string;
  o?: string;
  json: boolean;
}

async function runPipeline({ file, engines, o, json }: PipelineArguments): Promise<number> {
  try {
    let source: string;
    try {
      source = readFileSync(file, 'utf8');
    } catch (error) {
      throw new UsageError(unreadable(file, error));
    }
    const kind = json ? '.json' : o === undefined || o === '-' ? '.md' : extname(o).toLowerCase();
    if (!['.md', '.html', '.json'].includes(kind))
      throw new UsageError(`'${o}' says no format: end it in .json, .html or .md`);
    const ids = engines?.split(',').map((id) => id.trim()) ?? EMBEDDED.filter(isBuilt).map((e) => e.id);
    const entries = await findEngines(ids);
    const progress = createProgress(process.stderr);
    const date = new Date().toISOString();
    const pipeline = await pipelineOf(resolve(file), source, entries, date, undefined, (engine, stage) =>
      progress.update(`${engine}: ${stage}`),
    );
    progress.clear();
    const text =
      kind === '.json'
        ? `${JSON.stringify(pipeline)}\n`
        : kind === '.html'
          ? renderPage({ title: 'From source to result', engines: ids, body: pipelineBody(pipeline) })
          : pipelineMarkdown(pipeline);
    if (o === undefined || o === '-') process.stdout.write(text);
    else {
      try {
        writeWhole(o, text);
      } catch (error) {
        throw new UsageError(`cannot write ${o}: ${(error as Error).message}`);
      }
    }
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`lab pipeline: ${error.message}\n`);
    return 2;
  }
}

export const pipelineCommand: CommandModule<object, PipelineArguments> = {
  command: 'pipeline <file>',
  describe: 'one program from source to result on each engine: tokens, tree, bytecode, traces',
  builder: (y) =>
    y
      .positional('file', {
        type: 'string',
        demandOption: true,
        describe: 'a Python file; it is run, so keep it short',
      })
      .option('engines', {
        type: 'string',
        requiresArg: true,
        describe: 'which, with commas between; the embedded ones unless told',
      })
      .option('o', {
        type: 'string',
        requiresArg: true,
        describe: 'file to write: .json, .html or .md; stdout unless told',
      })
      .option('json', { type: 'boolean', default: false, describe: 'as JSON, whatever the file is called' })
      .example('$0 pipeline loop.py --engines cpython-like,pypy-like,pypy3 -o p.html', 'side by side, a page')
      .example('$0 pipeline loop.py --engines micro --json', 'for another program')
      .example(
        '$0 pipeline loop.py -o p.json',
        'then: lab report results.json p.json --tradeoffs -o t.html',
      ) as never,
  handler: async (args) => {
    process.exitCode = await runPipeline(args);
  },
};
