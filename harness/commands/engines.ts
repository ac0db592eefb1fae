// `lab engines`: what can be compared on this machine: each engine with what it says of itself and how fast it starts, and
// for those that cannot run the reason and the way to get them.
import Table from 'cli-table3';
import { createPaint, terminalWidth, wantsColor, wrap } from '../../reports/table.ts';
import type { Paint } from '../../reports/table.ts';
import type { CommandModule } from 'yargs';
import { z } from 'zod';
import type { EngineDescription, RunRequest } from '../../engines/engine.ts';
import { describeEmbedded } from '../embedded-execution.ts';
import { execute } from '../execute.ts';
import type { EngineEntry } from '../execution.ts';
import type { RegistryRow } from '../registry.ts';
import { loadRegistry } from '../registry.ts';
import { UsageError } from '../run-arguments.ts';

const capabilitiesSchema = z.object({
  refcounts: z.boolean().describe('Destruction at the last drop of a reference can be seen.'),
  gc: z.enum(['refcount+cycles', 'tracing', 'mark-sweep', 'host', 'unknown']),
  gil: z.enum(['gil', 'none', 'no-threads', 'unknown']),
  jit: z.enum(['none', 'specialising', 'tracing', 'method', 'unknown']),
  heapCap: z.boolean().describe('The Python heap can be capped, with a MemoryError inside Python.'),
  interruptible: z.boolean(),
  dumps: z.array(z.string()).describe('What `lab dis`, `lab ast`, … can show of it.'),
});

/**
 * What `lab engines --json` prints (docs/engines.schema.json is made from it). Fields are added, never changed, within a version.
 */
export const enginesSchema = z.object({
  schema: z.literal('lab-engines'),
  version: z.literal(1),
  engines: z.array(
    z.object({
      id: z.string().describe('As `--engine` takes it.'),
      title: z.string(),
      role: z.enum(['lab', 'reference']),
      kind: z.enum(['embedded', 'program']),
      state: z.enum(['ready', 'not-built', 'broken', 'hangs', 'not-found']),
      message: z.string().optional().describe('Why it cannot run.'),
      get: z.string().optional().describe('A command that makes it run.'),
      implementation: z.string().optional(),
      languageVersion: z.string().optional(),
      implementationVersion: z.string().optional(),
      compiler: z.string().optional(),
      capabilities: capabilitiesSchema.optional(),
      command: z.array(z.string()).optional().describe('What is run, for a program.'),
      path: z.string().optional().describe('Where the program was found.'),
      shim: z
        .string()
        .optional()
        .describe('The launcher that was found, when `command` is what it launches.'),
      aliases: z.array(z.string()).optional().describe('Other names of the same program.'),
      startMs: z
        .number()
        .optional()
        .describe('Median wall-clock time of an empty program, process included.'),
    }),
  ),
});
export type EnginesReport = z.infer<typeof enginesSchema>;
type EngineRow = EnginesReport['engines'][number];

export function enginesJsonSchema(): object {
  return z.toJSONSchema(enginesSchema, { target: 'draft-2020-12' });
}

/** A start that takes longer than this is measured once. */
const SLOW_START_MS = 1500;

const emptyProgram = (): RunRequest => ({
  program: { kind: 'source', text: 'pass', filename: '<string>' },
  args: [],
  env: Object.fromEntries(
    Object.entries(process.env).filter((e): e is [string, string] => e[1] !== undefined),
  ),
  cwd: process.cwd(),
  fileSystem: { kind: 'real' },
  limits: { timeMs: 30_000 },
  options: {},
  flags: [],
  events: [],
});

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

/** Milliseconds of an empty program from outside; a message when it does not run. */
async function startUp(entry: EngineEntry, runs: number): Promise<number | string> {
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    const result = await execute({ entry, request: emptyProgram(), stdio: 'capture' });
    if (result.state !== 'ok') return result.message ?? result.state;
    times.push(result.times.total);
    if (result.times.total > SLOW_START_MS) break;
  }
  return median(times);
}

async function describeRow(row: RegistryRow, runs: number): Promise<EngineRow> {
  const base: EngineRow = {
    id: row.id,
    title: row.title,
    role: row.role,
    kind: row.kind,
    state: row.state,
    message: row.message,
    get: row.get,
    path: row.program?.path,
    shim: row.program?.shim,
    aliases: row.program && [...row.program.aliases],
    command: row.entry?.kind === 'program' ? [...row.entry.command] : undefined,
  };
  if (!row.entry) return base;
  try {
    const description: EngineDescription =
      row.entry.kind === 'program' ? row.entry.description : await describeEmbedded(row.entry);
    const { implementation, languageVersion, implementationVersion, compiler, capabilities } = description;
    const described: EngineRow = {
      ...base,
      implementation,
      languageVersion,
      implementationVersion,
      compiler,
      capabilities: { ...capabilities, dumps: [...capabilities.dumps] },
    };
    const start = runs > 0 ? await startUp(row.entry, runs) : undefined;
    if (typeof start === 'string') return { ...described, state: 'broken', message: start };
    return { ...described, startMs: start === undefined ? undefined : Math.round(start * 10) / 10 };
  } catch (e) {
    return { ...base, state: 'broken', message: (e as Error).message };
  }
}

/** Everything that `lab engines` shows; one engine after the other, so that starts do not disturb each other. */
export async function enginesReport(rows: readonly RegistryRow[], runs: number): Promise<EnginesReport> {
  const engines: EngineRow[] = [];
  for (const row of rows) engines.push(await describeRow(row, runs));
  return { schema: 'lab-engines', version: 1, engines };
}

const capabilityText = (c: NonNullable<EngineRow['capabilities']>): string => {
  const gc = {
    'refcount+cycles': 'refcounts + cycles',
    tracing: 'tracing gc',
    'mark-sweep': 'mark & sweep',
    host: 'host gc',
    unknown: '',
  };
  const gil = { gil: 'GIL', none: 'no GIL', 'no-threads': 'no threads', unknown: '' };
  const jit = {
    none: 'no JIT',
    specialising: 'specialising',
    tracing: 'tracing JIT',
    method: 'JIT',
    unknown: '',
  };
  return [gc[c.gc], gil[c.gil], jit[c.jit], c.heapCap ? 'heap cap' : ''].filter((t) => t !== '').join(', ');
};

const versionText = (e: EngineRow): string => {
  const { implementation, languageVersion, implementationVersion } = e;
  if (implementation === undefined) return '';
  return implementationVersion === languageVersion || implementationVersion === undefined
    ? `${implementation} ${languageVersion}`
    : `${implementation} ${implementationVersion} (Python ${languageVersion})`;
};

const whereText = (e: EngineRow): string =>
  [
    e.command?.join(' ') ?? '',
    e.shim === undefined ? '' : `behind ${e.shim}`,
    e.compiler ?? '',
    e.aliases && e.aliases.length > 0 ? `also ${e.aliases.join(', ')}` : '',
  ]
    .filter((t) => t !== '')
    .join('\n');

const stateText: Record<EngineRow['state'], string> = {
  ready: '',
  'not-built': 'not built yet',
  broken: 'broken',
  hangs: 'hangs',
  'not-found': 'not found',
};

export interface TableLook {
  /** Columns of the terminal. */
  width: number;
  colour: boolean;
}

/** Splits what is left of the width between columns of text, by how much each has to say. */
function share(width: number, wishes: readonly number[], least: number): number[] {
  const total = wishes.reduce((a, b) => a + b, 0);
  const room = Math.max(width, least * wishes.length);
  if (total <= room) return [...wishes];
  const widths = wishes.map((w) => Math.max(Math.min(least, w), Math.floor((w * room) / total)));
  // What rounding and the least widths took too much comes off the widest.
  while (widths.reduce((a, b) => a + b, 0) > room) widths[widths.indexOf(Math.max(...widths))]!--;
  return widths;
}

/** Breaks words that are longer than a column, as cli-table3 would cut them off. */
function fold(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => line.replace(new RegExp(`[^\\s]{${width}}(?=[^\\s])`, 'g'), '$&\n'))
    .join('\n');
}

interface Column {
  head: string;
  /** Never narrower than its widest word, where the terminal allows it: names are copied from here. */
  whole?: boolean;
}

/** Where a table finds no room: a paragraph a row. */
function blocks(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
  paint: Paint,
): string {
  const paragraphs = rows.map(([first, ...cells]) => {
    const told = cells.flatMap((cell, i) =>
      cell === '' ? [] : wrap(`${columns[i + 1]!.head}: ${cell}`, Math.max(16, width - 2)),
    );
    return [paint.bold(first!), ...told.map((line) => `  ${line}`)].join('\n');
  });
  return `${columns[0]!.head}\n${paragraphs.join('\n')}\n`;
}

function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  look: TableLook,
  ruled: boolean,
): string {
  const PADDING = 2;
  const borders = columns.length + 1;
  const longest = (texts: readonly string[]): number => Math.max(...texts.map((t) => t.length));
  const lines = (i: number): string[] => [columns[i]!.head, ...rows.flatMap((r) => r[i]!.split('\n'))];
  const room = look.width - borders - PADDING * columns.length;
  const widths = columns.map(({ whole }, i) => (whole ? longest(lines(i).flatMap((l) => l.split(' '))) : 0));
  const free = columns.flatMap(({ whole }, i) => (whole ? [] : [i]));
  const LEAST = 8;
  const left = room - widths.reduce((a, b) => a + b, 0);
  if (left >= LEAST * free.length) {
    share(
      left,
      free.map((i) => longest(lines(i))),
      LEAST,
    ).forEach((w, k) => (widths[free[k]!] = w));
  }
  const paint = createPaint(look.colour);
  if (left < LEAST * free.length) return blocks(columns, rows, look.width, paint);
  const noRules = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' };
  const made = new Table({
    head: columns.map((c, i) => fold(c.head, widths[i]!).split('\n').map(paint.bold).join('\n')),
    colWidths: widths.map((w) => w + PADDING),
    wordWrap: true,
    ...(ruled ? {} : { chars: noRules }),
    // Colour is ours: the table's own guesses again whether the terminal takes it.
    style: { head: [], border: [] },
  });
  for (const row of rows) made.push(row.map((cell, i) => fold(cell, widths[i]!)));
  return made.toString();
}

export function renderEngines(report: EnginesReport, look: TableLook): string {
  const ready = report.engines.filter((e) => e.state === 'ready');
  const others = report.engines.filter((e) => e.state !== 'ready');
  const timed = ready.some((e) => e.startMs !== undefined);
  const parts: string[] = [];
  if (ready.length > 0) {
    parts.push(
      table(
        [
          { head: 'engine', whole: true },
          { head: 'implementation', whole: true },
          ...(timed ? [{ head: 'start ms', whole: true }] : []),
          { head: 'how it works' },
          { head: 'runs as' },
        ],
        ready.map((e) => [
          e.id,
          versionText(e),
          ...(timed ? [e.startMs === undefined ? '' : e.startMs.toFixed(0)] : []),
          e.capabilities ? capabilityText(e.capabilities) : '',
          whereText(e),
        ]),
        look,
        true,
      ),
    );
  }
  if (others.length > 0) {
    const why = (e: EngineRow): string =>
      e.message === undefined || e.message === stateText[e.state] ? '' : e.message;
    parts.push(
      table(
        [
          { head: 'not here', whole: true },
          { head: 'what it is' },
          { head: 'state' },
          { head: 'how to get it' },
        ],
        others.map((e) => [
          e.id,
          e.title,
          [stateText[e.state], e.state === 'not-found' ? '' : why(e)].filter((t) => t !== '').join(': '),
          e.get ?? '',
        ]),
        look,
        false,
      ),
    );
  }
  return `${parts.join('\n')}\n`;
}

const coloured = (): boolean => wantsColor(process.env, process.stdout.isTTY === true);

interface EnginesArguments {
  json: boolean;
  runs: number;
}

export const enginesCommand: CommandModule<object, EnginesArguments> = {
  command: 'engines',
  describe: 'the engines of this machine: what each is, and how fast it starts',
  builder: (y) =>
    y
      .option('json', {
        type: 'boolean',
        default: false,
        describe: 'the same as JSON (schema: docs/engines.schema.json)',
      })
      .option('runs', { type: 'number', default: 3, describe: 'starts to take the median of; 0 starts none' })
      .check(({ runs }) => {
        if (Number.isInteger(runs) && runs >= 0 && runs <= 100) return true;
        throw new UsageError('--runs takes a number from 0 to 100');
      })
      .example('$0 engines', 'what there is, and how to get what is not')
      .example('$0 engines --runs 0 --json', 'at once, for another program'),
  handler: async ({ json, runs }) => {
    try {
      const registry = await loadRegistry();
      const report = await enginesReport(registry.rows, runs);
      if (json) process.stdout.write(`${JSON.stringify(enginesSchema.parse(report), null, 2)}\n`);
      else
        process.stdout.write(
          renderEngines(report, {
            width: terminalWidth(process.stdout, process.env, 120),
            colour: coloured(),
          }),
        );
    } catch (e) {
      if (!(e instanceof UsageError)) throw e;
      process.stderr.write(`lab engines: ${e.message}\n`);
      process.exitCode = 2;
    }
  },
};
