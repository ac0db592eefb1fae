// `lab run --engine E …` is `python …` to the letter on engine E; `lab repl --engine E` its interactive mode. Parsed by
// hand (run-arguments.ts) and loaded before anything else of the command line, so that little stands before the program.
import { isatty } from 'node:tty';
import { resolve } from 'node:path';
import { statSync } from 'node:fs';
import type { Program, RunRequest } from '../../engines/engine.ts';
import { compileOnly } from './compile-only.ts';
import { execute } from '../execute.ts';
import type { ExecutionResult } from '../execution.ts';
import { defaultEngine, findEngine } from '../registry.ts';
import { parseRunArguments, UsageError } from '../run-arguments.ts';
import type { RunArguments } from '../run-arguments.ts';

export const RUN_HELP = `usage: lab run [--engine E] [lab options] [python options] (-c CODE | -m MODULE | FILE | -) [args…]

Runs a program on one engine exactly as \`python\` would: streams, exit status, sys.argv, sys.path[0], SIGINT.

lab options
  --engine E            which engine; \`lab engines\` lists them
  --timeout SECONDS     end the program after this time (status 124)
  --memory SIZE         end it above this much memory of its process, e.g. 512m (status 124)
  --max-output SIZE     end it after this much output (status 124)
  --heap SIZE           size of the Python heap, for engines that have a cap
  --jit off|on|KEY=N,…  for engines that have a JIT
  --events KIND,…       tell what happens inside (gc, gil, trace, …; all) as JSON lines on stderr
  --compile-only        write the compiled file (FILE.mpy, or -o OUT behind FILE) and run nothing
  --stats               counters and memory as JSON on stderr at the end
python options
  -c CODE, -m MODULE, -, -b -B -d -E -i -I -O -OO -P -q -s -S -u -v -x, -W ARG, -X NAME[=VALUE], -V

examples
  lab run hello.py
  lab run --engine micropython-wasm -c 'print(2**100)'
  lab run --engine pypy3 --timeout 5 -m timeit 'sum(range(100))'
  lab run --engine micro --heap 16k --stats script.py
  lab run --engine pypy-like --jit threshold=100 --events trace loop.py
  lab run --engine cpython-like --memory 512m --max-output 1m -X importtime script.py
  lab run --engine micro --compile-only module.py
exit status
  that of the program (sys.exit, 1 after an exception, 130 after Ctrl-C); 2 wrong usage; 124 a limit; 127 an engine that is not built
`;

function programOf(parsed: RunArguments): Program {
  switch (parsed.program.kind) {
    case 'command':
      return { kind: 'source', text: parsed.program.code, filename: '<string>' };
    case 'module':
      return { kind: 'module', name: parsed.program.name };
    case 'file':
      return { kind: 'file', path: parsed.program.path };
    case 'stdin':
      return parsed.program;
    case 'default':
      return isatty(0) ? { kind: 'repl' } : { kind: 'stdin' };
  }
}

/** As `python` says it, so that a caller who looks for its words finds them. */
function missingFile(path: string): string | undefined {
  try {
    statSync(path);
    return undefined;
  } catch (e) {
    const code = (e as NodeJS.ErrnoException).code;
    const [errno, text] =
      code === 'EACCES'
        ? [13, 'Permission denied']
        : code === 'ENOTDIR'
          ? [20, 'Not a directory']
          : [2, 'No such file or directory'];
    return `can't open file '${resolve(path)}': [Errno ${errno}] ${text}`;
  }
}

export function requestOf(parsed: RunArguments, program: Program): RunRequest {
  return {
    program,
    args: parsed.args,
    env: Object.fromEntries(Object.entries(process.env).map(([k, v]) => [k, v ?? ''])),
    cwd: process.cwd(),
    fileSystem: { kind: 'real' },
    limits: parsed.limits,
    options: parsed.options,
    flags: parsed.flags,
    events: parsed.events,
  };
}

/** Ends this process as the program ended: by the same signal where it died of SIGINT. */
function finish(result: ExecutionResult): void {
  const said = result.state === 'limit' || result.state === 'died' || result.state === 'not-started';
  if (said) process.stderr.write(`lab: ${result.message}\n`);
  const interrupted = result.outcome?.exception?.type === 'KeyboardInterrupt' && result.status === 130;
  if (!interrupted || process.platform === 'win32') process.exit(result.status);
  process.removeAllListeners('SIGINT');
  process.kill(process.pid, 'SIGINT');
  setTimeout(() => process.exit(result.status), 1000); // where the signal is blocked
}

export async function main(argv: readonly string[], kind: 'run' | 'repl' = 'run'): Promise<void> {
  let parsed: RunArguments;
  try {
    parsed = parseRunArguments(argv);
    if (parsed.info === 'help') {
      process.stdout.write(RUN_HELP);
      return;
    }
    const entry = parsed.engine === undefined ? defaultEngine() : await findEngine(parsed.engine);
    if (parsed.info === 'version') {
      parsed.program = { kind: 'command', code: 'import sys; print("Python " + sys.version.split()[0])' };
    }
    const program: Program = kind === 'repl' ? { kind: 'repl' } : programOf(parsed);
    const missing = program.kind === 'file' ? missingFile(program.path) : undefined;
    if (missing) {
      process.stderr.write(`lab run: ${missing}\n`);
      process.exit(2);
    }
    if (parsed.compileOnly) process.exit(await compileOnly(entry, program, parsed));
    const result = await execute({ entry, request: requestOf(parsed, program), stdio: 'inherit' });
    for (const event of result.events) process.stderr.write(`${JSON.stringify(event)}\n`);
    if (parsed.stats) {
      const { times, memory, outcome } = result;
      process.stderr.write(`${JSON.stringify({ times, memory, counters: outcome?.counters ?? {} })}\n`);
    }
    finish(result);
  } catch (e) {
    if (!(e instanceof UsageError)) throw e;
    process.stderr.write(`lab ${kind}: ${e.message}\n`);
    process.exit(2);
  }
}
