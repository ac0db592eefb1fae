// The commands behind yargs; `run` and `repl` are parsed elsewhere (commands/run.ts) and stand here for `--help`.
import yargs from 'yargs';
import type { Argv } from 'yargs';
import { completeValue } from './completion.ts';
import { terminalWidth } from '../reports/table.ts';
import { RUN_HELP } from './commands/run.ts';
import { pipelineCommand } from './commands/pipeline.ts';
import { reportCommand } from './commands/report.ts';
import { checkCommand } from './commands/check.ts';
import { compareCommand } from './commands/compare.ts';
import { conformanceCommand } from './commands/conformance.ts';
import { diffCommand } from './commands/diff.ts';
import { dumpCommands } from './commands/dump.ts';
import { enginesCommand } from './commands/engines.ts';
import { heapCommand } from './commands/heap.ts';
import { experimentCommand } from './commands/experiment.ts';
import { historyCommand } from './commands/history.ts';
import { schemaCommand } from './commands/schema.ts';
import { traceCommand } from './commands/trace.ts';

type Completed = (error: Error | null, all: string[] | undefined) => void;

/** All commands, nothing parsed yet. */
export function commandLine(argv: readonly string[]): Argv {
  return yargs([...argv])
    .scriptName('lab')
    .usage('$0 <command>\n\nPython implementations side by side.')
    .command('run', 'run a program on one engine, as `python` would (lab run --help)', {}, () => {
      process.stdout.write(RUN_HELP);
    })
    .command('repl', 'the interactive mode of one engine (lab repl --engine E)', {}, () => {})
    .command(enginesCommand)
    .command(compareCommand)
    .command(conformanceCommand)
    .command(dumpCommands)
    .command(heapCommand)
    .command(pipelineCommand)
    .command(checkCommand)
    .command(reportCommand)
    .command(diffCommand)
    .command(historyCommand)
    .command(experimentCommand)
    .command(schemaCommand)
    .command(traceCommand)
    .completion(
      'completion',
      'a script for your shell: lab completion >> ~/.bashrc (or ~/.zshrc)',
      (
        _current: string,
        _argv: unknown,
        byYargs: (done: Completed) => void,
        done: (all: string[]) => void,
      ) => {
        const own = completeValue(argv.slice(argv.indexOf('--get-yargs-completions') + 1));
        if (own !== undefined) return done(own);
        byYargs((error, all) => done(error === null ? (all ?? []) : []));
      },
    )
    .demandCommand(1, 'Name a command.')
    .strict()
    .recommendCommands()
    .fail((message, error) => {
      if (error && !message) throw error;
      process.stderr.write(`lab: ${message}\n\`lab --help\` lists the commands and options.\n`);
      process.exit(2);
    })
    .wrap(Math.min(100, terminalWidth(process.stdout, process.env, 100)));
}

export async function main(argv: readonly string[]): Promise<void> {
  await commandLine(argv).parseAsync();
}
