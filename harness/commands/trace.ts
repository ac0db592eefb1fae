// `lab trace FILE`: runs a program on an engine with a tracing JIT and shows what was traced: loops, functions and their bridges in source order, with
// counts, guards that failed, recordings that were given up. The engine answers a dump with its text and, as data, a log (`TraceLog`).
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CommandModule } from 'yargs';
import type { DumpKind, Program } from '../../engines/engine.ts';
import { dumpEmbedded } from '../embedded-execution.ts';
import { findEngine } from '../registry.ts';
import { isTraceLog, tracePage, traceText } from '../../reports/trace-page.ts';
import { UsageError } from '../run-arguments.ts';
import { unreadable } from '../unreadable.ts';

const STAGES = ['recorded', 'optimised', 'js'] as const;

interface TraceArguments {
  file: string;
  engine: string;
  stage: (typeof STAGES)[number];
  jit: string;
  json: boolean;
  html: boolean;
}

function readSource(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (e) {
    throw new UsageError(unreadable(path, e));
  }
}

async function show(args: TraceArguments): Promise<void> {
  try {
    const source = readSource(args.file);
    const program: Program = { kind: 'file', path: resolve(args.file) };
    const entry = await findEngine(args.engine);
    const kind: DumpKind = `trace-${args.stage}`;
    if (entry.kind !== 'embedded')
      throw new UsageError(`${entry.id} is a program on PATH: it shows no traces`);
    const answer = await dumpEmbedded(entry, { kind, program, options: { jit: args.jit }, flags: [] });
    if (!answer.ok) {
      process.stderr.write(answer.error.endsWith('\n') ? answer.error : `${answer.error}\n`);
      process.exitCode = 1;
      return;
    }
    const { data } = answer;
    if (!isTraceLog(data)) throw new UsageError(`${entry.id} keeps no log of its traces`);
    if (args.json)
      process.stdout.write(`${JSON.stringify({ engine: entry.id, file: args.file, ...data })}\n`);
    else if (args.html) process.stdout.write(tracePage(data, args.file, source));
    else process.stdout.write(args.stage === 'recorded' ? traceText(data, source, args.file) : answer.text);
  } catch (e) {
    process.stderr.write(`lab: ${(e as Error).message}\n`);
    process.exitCode = e instanceof UsageError ? 2 : 70;
  }
}

export const traceCommand: CommandModule = {
  command: 'trace <file>',
  describe: 'what the tracing JIT makes of a program',
  builder: (y) =>
    y
      .positional('file', { type: 'string', demandOption: true, describe: 'a Python file' })
      .option('engine', { type: 'string', default: 'pypy-like', describe: 'which engine' })
      .option('stage', { choices: STAGES, default: 'recorded', describe: 'which stage of a trace is shown' })
      .option('jit', {
        type: 'string',
        default: 'on',
        describe: 'parameters of the JIT, as -X jit=… takes them',
      })
      .option('json', { type: 'boolean', default: false, describe: 'the whole log as JSON' })
      .option('html', {
        type: 'boolean',
        default: false,
        describe: 'a page with all traces and the emitted code',
      })
      .example('$0 trace loop.py', 'loops, bridges and aborts beside the source')
      .example('$0 trace loop.py --stage js --jit threshold=100', 'the emitted code, traced earlier')
      .example('$0 trace loop.py --engine pypy-like --html > trace.html', 'a page')
      .example('$0 trace loop.py --json', 'the log for another program'),
  handler: (args) => show(args as unknown as TraceArguments),
};
