// `lab history add|runs|show|remove`: results kept in one SQLite file, and each figure followed over them.
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import type { Argv, CommandModule } from 'yargs';
import type { History } from '../history.ts';
import { stepsOf } from '../history-steps.ts';
import { parseResult, ResultFormatError } from '../result.ts';
import { UsageError } from '../run-arguments.ts';
import { unreadable } from '../unreadable.ts';
import { writeWhole } from '../write-whole.ts';
import { createPaint, renderTable, terminalWidth, wantsColor } from '../../reports/table.ts';
import { renderTimelinePage, renderTimelines } from '../../reports/timeline.ts';

interface Common {
  db: string;
}

export const DEFAULT_DB = 'lab-history.sqlite';

/** What is wrong is told on stderr, with status 2. */
async function guarded(action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    const ofTheUser = error instanceof UsageError || error instanceof ResultFormatError;
    if (!ofTheUser) throw error;
    process.stderr.write(`lab history: ${(error as Error).message}\n`);
    process.exitCode = 2;
  }
}

/** Damage, or a full disk: told by the package in an error of its own. */
const isOfDatabase = (error: unknown): error is Error =>
  error instanceof Error && error.name === 'SQLite3Error';

async function withHistory<T>(file: string, create: boolean, use: (history: History) => T): Promise<T> {
  // SQLite is loaded for this command alone.
  const { History, HistoryError, explain } = await import('../history.ts');
  const history = new History(file, { create });
  try {
    return use(history);
  } catch (error) {
    if (!isOfDatabase(error)) throw error;
    throw new HistoryError(`cannot use ${file}: ${explain(error.message, file)}`);
  } finally {
    history.close();
  }
}

export async function addResults(db: string, files: readonly string[]): Promise<string[]> {
  // Read first: a file that is none of ours leaves the history as it was.
  const results = files.map((file) => {
    try {
      return { file, result: parseResult(readFileSync(file, 'utf8'), file) };
    } catch (error) {
      if (error instanceof ResultFormatError) throw error;
      throw new UsageError(unreadable(file, error));
    }
  });
  return withHistory(db, true, (history) =>
    results.map(({ file, result }) => `${file}: ${history.add(result) ? 'added' : 'is there already'}`),
  );
}

async function showRuns({ db, json }: Common & { json: boolean }): Promise<void> {
  const runs = await withHistory(db, false, (history) => history.runs());
  if (json) {
    process.stdout.write(`${JSON.stringify(runs, null, 1)}\n`);
    return;
  }
  const columns = ['run', 'started', 'revision', 'profile', 'workloads', 'engines', ''].map(
    (title, rank) => ({
      title,
      rank,
    }),
  );
  const rows = runs.map((r) => [
    String(r.id),
    r.startedAt.slice(0, 16).replace('T', ' '),
    r.revision?.slice(0, 10) ?? '',
    r.profile,
    String(r.workloads),
    r.engines.join(', '),
    r.partial ? 'stopped before its end' : '',
  ]);
  const width = terminalWidth(process.stdout, process.env, 200);
  const paint = createPaint(wantsColor(process.env, process.stdout.isTTY === true));
  process.stdout.write(`${renderTable(columns, rows, width, paint).text}\n`);
}

interface ShowArguments extends Common {
  engine?: string[];
  workload?: string[];
  o?: string;
  json: boolean;
}

async function show({ db, engine, workload, o, json }: ShowArguments): Promise<void> {
  const format = json ? '.json' : o === undefined || o === '-' ? '.txt' : extname(o).toLowerCase();
  if (!['.txt', '.html', '.json'].includes(format))
    throw new UsageError(`'${o}' says no format: end it in .html, .json or .txt`);
  const stored = await withHistory(db, false, (history) =>
    history.series({ engines: engine, workloads: workload }),
  );
  const series = stored.map((s) => ({ ...s, steps: stepsOf(s.points) }));
  const text = () => {
    const paint = createPaint(o === undefined && wantsColor(process.env, process.stdout.isTTY === true));
    return `${renderTimelines(series, { width: terminalWidth(process.stdout, process.env, 120), paint })}\n`;
  };
  const rendered =
    format === '.html'
      ? renderTimelinePage(series)
      : format === '.json'
        ? `${JSON.stringify(series, null, 1)}\n`
        : text();
  if (o === undefined || o === '-') process.stdout.write(rendered);
  else {
    try {
      writeWhole(o, rendered);
    } catch (error) {
      throw new UsageError(`cannot write ${o}: ${(error as NodeJS.ErrnoException).code}`);
    }
  }
}

const JSON_OPTION = { type: 'boolean', default: false, describe: 'as JSON' } as const;

const database = (y: Argv) =>
  y.option('db', {
    type: 'string',
    requiresArg: true,
    default: DEFAULT_DB,
    describe: 'the SQLite file',
  });

export const historyCommand: CommandModule = {
  command: 'history <action>',
  describe: 'keep results, and follow each figure over time',
  builder: (y) =>
    y
      .command({
        command: 'add <results..>',
        describe: 'put results (compare --json) into the history',
        builder: (z) =>
          database(z)
            .positional('results', {
              type: 'string',
              array: true,
              demandOption: true,
              describe: 'files',
            })
            .example(
              '$0 history add today.json --db lab-history.sqlite',
              'once more is no harm: it is there already',
            ),
        handler: (args) =>
          guarded(async () => {
            const { db, results } = args as unknown as Common & { results: string[] };
            for (const line of await addResults(db, results)) process.stdout.write(`${line}\n`);
          }),
      })
      .command({
        command: 'runs',
        describe: 'the runs that it holds',
        builder: (z) =>
          database(z)
            .option('json', JSON_OPTION)
            .example('$0 history runs --json', 'for another program')
            .example('$0 history runs --db other.sqlite', 'those of another file'),
        handler: (args) => guarded(() => showRuns(args as unknown as Common & { json: boolean })),
      })
      .command({
        command: 'show',
        describe: 'each figure over time, and where its level changed',
        builder: (z) =>
          database(z)
            .option('engine', {
              type: 'string',
              array: true,
              nargs: 1,
              requiresArg: true,
              describe: 'only this',
            })
            .option('workload', {
              type: 'string',
              array: true,
              nargs: 1,
              requiresArg: true,
              describe: 'only this',
            })
            .option('o', {
              type: 'string',
              requiresArg: true,
              describe: 'file to write: .html, .json or .txt; stdout unless told',
            })
            .option('json', JSON_OPTION)
            .example('$0 history show --db lab-history.sqlite -o history.html', 'timelines as a page')
            .example(
              '$0 history show --engine pypy-like --workload nbody --json',
              'one figure, for another program',
            ),
        handler: (args) => guarded(() => show(args as unknown as ShowArguments)),
      })
      .command({
        command: 'remove <run>',
        describe: 'take a run out again (`lab history runs` numbers them)',
        builder: (z) =>
          database(z)
            .positional('run', { type: 'number', demandOption: true, describe: 'its number' })
            .example('$0 history remove 3 --db lab-history.sqlite', 'that run was disturbed'),
        handler: (args) =>
          guarded(async () => {
            const { db, run } = args as unknown as Common & { run: number };
            if (!(await withHistory(db, false, (history) => history.remove(run))))
              throw new UsageError(`there is no run ${run}: \`lab history runs\` lists them`);
          }),
      })
      .demandCommand(1, 'Name what to do: add, runs, show or remove.')
      .example('$0 history add today.json && $0 history show', 'what changed, and since when'),
  handler: () => {},
};
