// `lab check SCRIPT`: what a script relies on that only some implementations have, with line numbers and the experiment that shows each
// difference; with --engines also which of its modules each of them has, by trying.
import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { CommandModule } from 'yargs';
import { createPaint, terminalWidth, wantsColor, wrap } from '../../reports/table.ts';
import type { Paint } from '../../reports/table.ts';
import { dumpEmbedded } from '../embedded-execution.ts';
import { execute } from '../execute.ts';
import type { EngineEntry } from '../execution.ts';
import { ROOT } from '../folders.ts';
import { checkScript, importProbe, probeAnswers, SYNTAX } from '../portability/check-script.ts';
import type { ScriptReport } from '../portability/check-script.ts';
import { isNode } from '../portability/syntax-tree.ts';
import { findEngines, FRONT_END, loadRegistry } from '../registry.ts';
import { UsageError } from '../run-arguments.ts';

export const EXPERIMENTS = join(ROOT, 'workloads', 'experiments');

interface CheckArguments {
  script: string;
  engines?: string[];
  imports: boolean;
  json: boolean;
}

interface EngineModules {
  engine: string;
  /** Modules that it does not have, with its words. */
  missing: { name: string; line: number; why: string }[];
  /** Why it cannot compile the script. */
  syntax?: string;
  /** It could not be asked. */
  error?: string;
}

/** 0 nothing found, 1 something, 2 the script cannot be read or is no Python. */
export async function runCheck({ script, engines, imports, json }: CheckArguments): Promise<number> {
  try {
    if (!existsSync(script)) throw new UsageError(`no such file: ${script}`);
    const answer = await dumpEmbedded(FRONT_END, {
      kind: 'ast',
      program: { kind: 'file', path: script },
      options: { data: true },
      flags: [],
    });
    if (!answer.ok) {
      process.stderr.write(answer.error.endsWith('\n') ? answer.error : `${answer.error}\n`);
      return 2;
    }
    if (!isNode(answer.data)) throw new Error('the front end answered no tree');
    const report = checkScript(answer.data);
    const asked = report.modules.filter(({ name }) => !isLocal(script, name));
    const tried = imports ? await tryModules(script, asked, engines) : [];
    const found =
      report.findings.length > 0 ||
      tried.some((t) => t.missing.length > 0 || t.syntax !== undefined || t.error !== undefined);
    if (json) {
      const findings = report.findings.map(({ rule: { id, title, differs, instead }, places }) => ({
        id,
        title,
        differs,
        instead,
        experiment: relative(ROOT, join(EXPERIMENTS, `${id}.py`)),
        places,
      }));
      process.stdout.write(`${JSON.stringify({ script, ...report, findings, engines: tried }, null, 1)}\n`);
    } else {
      const paint = createPaint(wantsColor(process.env, process.stdout.isTTY === true));
      process.stdout.write(
        render(script, report, tried, terminalWidth(process.stdout, process.env, 110), paint),
      );
    }
    return found ? 1 : 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`lab check: ${error.message}\n`);
    return 2;
  }
}

/** A module beside the script is its own. */
function isLocal(script: string, module: string): boolean {
  const path = join(dirname(script), ...module.split('.'));
  const top = join(dirname(script), module.split('.')[0]);
  return existsSync(`${path}.py`) || existsSync(`${top}.py`) || existsSync(join(top, '__init__.py'));
}

async function tryModules(
  script: string,
  modules: ScriptReport['modules'],
  wanted: readonly string[] | undefined,
): Promise<EngineModules[]> {
  const ids = wanted?.flatMap((w) => w.split(',')).filter((id) => id !== '');
  const entries = ids === undefined ? (await loadRegistry()).entries : await findEngines(ids);
  const text = importProbe(
    modules.map((m) => m.name),
    resolve(script),
  );
  const out: EngineModules[] = [];
  for (const entry of entries) out.push(await tryOn(entry, text, modules));
  return out;
}

async function tryOn(
  entry: EngineEntry,
  text: string,
  modules: ScriptReport['modules'],
): Promise<EngineModules> {
  const result = await execute({
    entry,
    request: {
      program: { kind: 'source', text, filename: '<string>' },
      args: [],
      env: Object.fromEntries(
        Object.entries(process.env).filter((e): e is [string, string] => e[1] !== undefined),
      ),
      cwd: process.cwd(),
      fileSystem: { kind: 'real' },
      limits: {
        timeMs: 60_000,
        outputBytes: 2 ** 20,
        ...(entry.comparedHeapBytes === undefined ? {} : { heapBytes: entry.comparedHeapBytes }),
      },
      options: {},
      flags: [],
      events: [],
    },
    stdio: 'capture',
  });
  const answers = probeAnswers(result.stdout);
  if (answers.size < modules.length + 1) {
    const why = result.message ?? result.stderr.trim().split('\n').at(-1) ?? result.state;
    return { engine: entry.id, missing: [], error: why };
  }
  const missing = modules.flatMap(({ name, line }) => {
    const why = answers.get(name);
    return why === undefined ? [] : [{ name, line, why }];
  });
  const syntax = answers.get(SYNTAX);
  return { engine: entry.id, missing, ...(syntax === undefined ? {} : { syntax }) };
}

function render(
  script: string,
  report: ScriptReport,
  tried: readonly EngineModules[],
  width: number,
  paint: Paint,
): string {
  const lines: string[] = [];
  const indented = (text: string) => wrap(text, Math.max(40, width - 2)).map((l) => `  ${l}`);
  for (const { rule, places } of report.findings) {
    for (const p of places) lines.push(`${script}:${p.line}:${p.column}: ${paint.doubt(rule.id)}: ${p.what}`);
    lines.push(...indented(`Relies on ${rule.title}: ${rule.differs}`));
    lines.push(...indented(`Instead: ${rule.instead}`));
    const experiment = relative(process.cwd(), join(EXPERIMENTS, `${rule.id}.py`));
    lines.push(...indented(`See it: lab compare ${experiment}`).map((l) => paint.dim(l)), '');
  }
  const newest = report.syntax[0];
  if (newest) {
    const [first] = newest.places;
    lines.push(
      `Needs Python ${newest.version} or later: ${first.what} (line ${first.line})${newest.places.length > 1 ? ` and ${newest.places.length - 1} more` : ''}.`,
    );
  }
  for (const { engine, syntax } of tried.filter((t) => t.syntax !== undefined))
    lines.push(...wrap(`${engine} cannot compile it: ${syntax}`, width).map((l) => paint.bad(l)));
  const without = tried.filter((t) => t.missing.length > 0);
  for (const { engine, missing } of without)
    lines.push(
      ...wrap(
        `${engine} lacks ${missing.map((m) => `${m.name} (line ${m.line}: ${m.why})`).join(', ')}`,
        width,
      ).map((l) => paint.bad(l)),
    );
  for (const { engine, error } of tried.filter((t) => t.error !== undefined))
    lines.push(paint.bad(`${engine} could not be asked: ${error}`));
  const having = tried.filter(
    (t) => t.missing.length === 0 && t.syntax === undefined && t.error === undefined,
  );
  if (having.length > 0)
    lines.push(
      `It compiles${report.modules.length > 0 ? ', and all its modules are there,' : ''} on ${having.map((t) => t.engine).join(', ')}.`,
    );
  if (report.findings.length === 0 && having.length === tried.length)
    lines.push(paint.good('Nothing found that only some implementations have.'));
  return `${lines.join('\n')}\n`;
}

export const checkCommand: CommandModule<object, CheckArguments> = {
  command: 'check <script>',
  describe: 'what a script relies on that only some implementations have',
  builder: (y) =>
    y
      .positional('script', { type: 'string', demandOption: true, describe: 'a Python file' })
      .option('engines', {
        type: 'string',
        array: true,
        nargs: 1,
        requiresArg: true,
        describe: 'engines to try its syntax and imports on; all that can run here unless told',
      })
      .option('imports', {
        type: 'boolean',
        default: true,
        describe: 'try syntax and imports; --no-imports only reads the script',
      })
      .option('json', { type: 'boolean', default: false, describe: 'the answer as JSON' })
      .example('$0 check script.py', 'with line numbers, and an experiment for each difference')
      .example('$0 check script.py --engines pypy3,micropython', 'would it run on these?')
      .example('$0 check script.py --no-imports --json', 'reads it only, for another program')
      .epilogue(
        'It looks at the source alone, so it names places worth a look and is silent where it cannot know. Exit status: 0 nothing found, 1 something, 2 the script cannot be read.',
      ) as never,
  handler: async (args) => {
    process.exitCode = await runCheck(args);
  },
};
