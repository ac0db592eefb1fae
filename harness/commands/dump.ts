// `lab tokens|ast|symtable|dis FILE`: what an engine's front end makes of a source file.
import { readFileSync } from 'node:fs';
import type { Argv, CommandModule } from 'yargs';
import type { DumpKind, Program } from '../../engines/engine.ts';
import { dumpEmbedded } from '../embedded-execution.ts';
import { findEngine, FRONT_END } from '../registry.ts';
import { UsageError } from '../run-arguments.ts';
import { unreadable } from '../unreadable.ts';

interface DumpArguments {
  file?: string;
  c?: string;
  engine?: string;
  json: boolean;
  optimize: number;
  caches?: boolean;
  offsets?: boolean;
  positions?: boolean;
  adaptive?: boolean;
  attributes?: boolean;
  indent?: number;
  exact?: boolean;
}

function programOf(args: DumpArguments): Program {
  if (args.c !== undefined) return { kind: 'source', text: args.c, filename: '<string>' };
  if (args.file === undefined)
    throw new UsageError('name a file, - for standard input, or give the code with -c');
  if (args.file === '-') return { kind: 'source', text: readFileSync(0, 'utf8'), filename: '<stdin>' };
  try {
    readFileSync(args.file);
  } catch (e) {
    throw new UsageError(unreadable(args.file, e));
  }
  return { kind: 'file', path: args.file };
}

/** Prints the answer; a program that does not compile is status 1 with its SyntaxError, a wrong call is status 2. */
async function show(kind: DumpKind, args: DumpArguments): Promise<void> {
  try {
    const program = programOf(args);
    const entry = args.engine === undefined ? FRONT_END : await findEngine(args.engine);
    if (entry.kind !== 'embedded')
      throw new UsageError(`${entry.id} is a program on PATH: it has no ${kind} to show`);
    const options: Record<string, string | boolean> = {};
    for (const name of ['caches', 'offsets', 'positions', 'adaptive', 'attributes', 'exact'] as const) {
      if (args[name]) options[name] = true;
    }
    if (args.indent !== undefined) options.indent = String(args.indent);
    const flags = args.optimize > 0 ? ['-' + 'O'.repeat(args.optimize)] : [];
    const asked = kind === 'bytecode' && args.adaptive && args.engine !== undefined ? 'quickened' : kind;
    const answer = await dumpEmbedded(entry, { kind: asked, program, options, flags });
    if (!answer.ok) {
      process.stderr.write(answer.error.endsWith('\n') ? answer.error : `${answer.error}\n`);
      process.exitCode = 1;
    } else if (args.json) {
      process.stdout.write(
        `${JSON.stringify({ engine: entry.id, kind, text: answer.text, data: answer.data ?? null })}\n`,
      );
    } else {
      if (answer.warnings) process.stderr.write(answer.warnings);
      process.stdout.write(answer.text.endsWith('\n') ? answer.text : `${answer.text}\n`);
    }
  } catch (e) {
    process.stderr.write(`lab: ${(e as Error).message}\n`);
    process.exitCode = e instanceof UsageError ? 2 : 70;
  }
}

function command(name: string, kind: DumpKind, describe: string, more: (y: Argv) => Argv): CommandModule {
  return {
    command: `${name} [file]`,
    describe,
    builder: (y) =>
      more(
        y
          .positional('file', { type: 'string', describe: 'a Python file, or - for standard input' })
          .option('c', { type: 'string', requiresArg: true, describe: 'the code itself' })
          .option('engine', {
            type: 'string',
            requiresArg: true,
            describe: 'which engine; `lab engines` lists them',
          })
          .option('optimize', { type: 'number', default: 0, describe: '1 as -O, 2 as -OO' })
          .option('json', { type: 'boolean', default: false, describe: 'the answer as JSON' })
          .example(`$0 ${name} script.py`, 'by the front end of the lab')
          .example(
            `$0 ${name} -c 'x = 1' --engine cpython-wasm --optimize 1 --json`,
            'as real CPython has it, as JSON',
          ),
      ),
    handler: (args) => show(kind, args as unknown as DumpArguments),
  };
}

const flag = (describe: string) => ({ type: 'boolean', describe }) as const;

export const dumpCommands: CommandModule[] = [
  command('tokens', 'tokens', 'the tokens of a file, as python -m tokenize', (y) =>
    y
      .option('exact', flag('exact token types, as python -m tokenize -e'))
      .example('$0 tokens script.py --exact', 'LPAR in place of OP'),
  ),
  command('ast', 'ast', 'the syntax tree of a file, as ast.dump', (y) =>
    y
      .option('attributes', flag('with line and column of every node'))
      .option('indent', { type: 'number', default: 2, describe: 'spaces a level' })
      .example('$0 ast script.py --attributes --indent 4', 'with every place'),
  ),
  command('symtable', 'symtable', 'the scopes of a file and their names', (y) => y),
  command('dis', 'bytecode', 'the bytecode of a file, as python -m dis', (y) =>
    y
      .option('caches', flag('with inline cache entries'))
      .option('offsets', flag('with instruction offsets'))
      .option('positions', flag('with source positions'))
      .option('adaptive', flag('of --engine: runs the program first, and shows what it has specialised'))
      .example('$0 dis script.py --adaptive --engine cpython-like', 'what its eval loop has made of it')
      .example('$0 dis script.py --caches --offsets --positions', 'all there is to see'),
  ),
];
