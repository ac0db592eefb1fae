// One program on its way through each engine: source → tokens → tree → bytecode → quickened → (hot: recorded → optimised → JS) →
// result. An engine is asked by the `dump` kinds of its contract; programs on PATH by their own modules and switches. What an
// engine does not answer stays a stage without text that says so.
import { basename } from 'node:path';
import type { DumpKind, EngineDescription } from '../engines/engine.ts';
import { describeEmbedded, dumpEmbedded } from './embedded-execution.ts';
import { execute } from './execute.ts';
import type { EngineEntry, ExecutionJob } from './execution.ts';
import { FRONT_END, SHARE_FRONT_END } from './registry.ts';
import { PIPELINE_FORMAT, PIPELINE_VERSION } from './result.ts';
import type { LabPipeline, PipelineStage } from './result.ts';

/** In the order in which a program passes through them. */
export const STAGES: readonly { kind: DumpKind; title: string }[] = [
  { kind: 'tokens', title: 'tokens' },
  { kind: 'ast', title: 'tree' },
  { kind: 'bytecode', title: 'bytecode' },
  { kind: 'quickened', title: 'quickened bytecode' },
  { kind: 'trace-recorded', title: 'hot loop, recorded' },
  { kind: 'trace-optimised', title: 'hot loop, optimised' },
  { kind: 'trace-js', title: 'hot loop, as JavaScript' },
];

/** A page has no use for more of one stage. */
const MOST_CHARACTERS = 12_000;
const TIME_MS = 60_000;

/** The file after it ran, as its interpreter has specialised it; its output is no part of the listing. */
const LIST_QUICKENED = `
import contextlib, dis, io, sys
file = sys.argv[1]
sys.argv[:] = sys.argv[1:]
code = compile(open(file, 'rb').read(), file, 'exec', dont_inherit=True)
with contextlib.redirect_stdout(io.StringIO()):
    exec(code, {'__name__': '__main__', '__file__': file})
dis.dis(code, adaptive=True)
`;

/** How a program on PATH shows a stage. */
interface ProgramDump {
  /** Arguments before the file. */
  flags: readonly string[];
  /** What its log is told; the log is what comes on stderr. */
  log?: string;
}

const library = (name: string): ProgramDump => ({ flags: ['-m', name] });

const PROGRAM_DUMPS: Readonly<Record<string, Partial<Record<DumpKind, ProgramDump>>>> = {
  CPython: {
    tokens: library('tokenize'),
    ast: library('ast'),
    bytecode: library('dis'),
    quickened: { flags: ['-c', LIST_QUICKENED] },
  },
  PyPy: {
    tokens: library('tokenize'),
    ast: library('ast'),
    bytecode: library('dis'),
    'trace-recorded': { flags: [], log: 'jit-log-noopt:-' },
    'trace-optimised': { flags: [], log: 'jit-log-opt:-' },
  },
  MicroPython: { bytecode: { flags: ['-v', '-v'] } },
};

/** What a real implementation has and no switch of it shows. */
const NOT_SHOWN: Readonly<Record<string, Partial<Record<DumpKind, string>>>> = {
  MicroPython: {
    tokens: 'its lexer hands them to the parser one by one, and nothing prints them',
    ast: 'a parse tree of the whole file lives only until it is compiled; printing it takes a debug build',
    bytecode: 'a build without its printer; the native one lists it: micropython -v -v',
  },
};

interface Answer {
  ok: boolean;
  text: string;
}

/** Who is asked, so that a test can answer in their place. */
export interface PipelineSources {
  describe(entry: EngineEntry): Promise<EngineDescription>;
  /** `from`: the front end that engines share answers in place of the engine. */
  dump(entry: EngineEntry, kind: DumpKind, path: string): Promise<Answer>;
  run(entry: EngineEntry, path: string): Promise<Answer>;
}

export async function pipelineOf(
  path: string,
  source: string,
  entries: readonly EngineEntry[],
  date: string,
  sources: PipelineSources = realSources,
  onStage?: (engine: string, stage: string) => void,
): Promise<LabPipeline> {
  const engines: LabPipeline['engines'] = [];
  for (const entry of entries) {
    const description = await sources.describe(entry);
    const stages: PipelineStage[] = [];
    for (const { kind, title } of STAGES) {
      onStage?.(entry.id, title);
      stages.push(await stageOf(entry, description, kind, title, path, sources));
    }
    onStage?.(entry.id, 'result');
    stages.push(answered('result', 'result', await guarded(() => sources.run(entry, path))));
    const { implementation, languageVersion } = description;
    engines.push({
      id: entry.id,
      title: entry.title,
      role: entry.role,
      implementation,
      languageVersion,
      stages,
    });
  }
  return {
    format: PIPELINE_FORMAT,
    version: PIPELINE_VERSION,
    startedAt: date,
    name: basename(path),
    source,
    engines,
  };
}

async function stageOf(
  entry: EngineEntry,
  { capabilities, implementation }: EngineDescription,
  kind: DumpKind,
  title: string,
  path: string,
  sources: PipelineSources,
): Promise<PipelineStage> {
  if (kind === 'quickened' && capabilities.jit === 'none')
    return { kind, title, state: 'absent', note: 'it rewrites no bytecode' };
  if (kind === 'quickened' && entry.kind === 'program' && capabilities.jit !== 'specialising')
    return { kind, title, state: 'absent', note: 'it specialises no bytecode' };
  if (kind === 'trace-js' && entry.kind === 'program' && capabilities.jit === 'tracing')
    return { kind, title, state: 'absent', note: 'it emits machine code' };
  const own =
    entry.kind === 'embedded'
      ? capabilities.dumps.includes(kind)
      : PROGRAM_DUMPS[entry.description.implementation]?.[kind] !== undefined;
  if (own) return answered(kind, title, await guarded(() => sources.dump(entry, kind, path)));
  if (SHARE_FRONT_END.includes(entry.id.replace(/[#:].*$/, '')) && (kind === 'tokens' || kind === 'ast')) {
    const answer = await guarded(() => sources.dump(FRONT_END, kind, path));
    return { ...answered(kind, title, answer), from: FRONT_END.id };
  }
  if (kind.startsWith('trace-') && capabilities.jit !== 'tracing')
    return { kind, title, state: 'absent', note: 'it has no tracing compiler' };
  const note = (entry.role === 'reference' && NOT_SHOWN[implementation]?.[kind]) || 'it does not show this';
  return { kind, title, state: 'unanswered', note };
}

function answered(kind: string, title: string, { ok, text }: Answer): PipelineStage {
  const cut = text.length > MOST_CHARACTERS;
  const shown = cut
    ? `${text.slice(0, text.lastIndexOf('\n', MOST_CHARACTERS) + 1 || MOST_CHARACTERS)}`
    : text;
  return {
    kind,
    title,
    state: ok ? 'ok' : 'failed',
    text: shown,
    ...(cut ? { note: `the first ${shown.length} of ${text.length} characters` } : {}),
  };
}

/** An engine that fails at one stage is a stage that says so. */
async function guarded(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    return { ok: false, text: (error as Error).message };
  }
}

function jobOf(entry: EngineEntry, path: string, { flags, log }: ProgramDump): ExecutionJob {
  const known = log === undefined ? process.env : { ...process.env, PYPYLOG: log };
  const env = Object.entries(known).filter((e): e is [string, string] => e[1] !== undefined);
  return {
    entry,
    request: {
      program: { kind: 'file', path },
      args: [],
      env: Object.fromEntries(env),
      cwd: process.cwd(),
      fileSystem: { kind: 'real' },
      limits: {
        timeMs: TIME_MS,
        outputBytes: 2 ** 22,
        ...(entry.comparedHeapBytes === undefined ? {} : { heapBytes: entry.comparedHeapBytes }),
      },
      options: { ...entry.options },
      flags,
      events: [],
    },
    stdio: 'capture',
    captureBytes: 2 ** 20,
  };
}

async function outputOf(entry: EngineEntry, path: string, dump: ProgramDump): Promise<Answer> {
  const { state, stdout, stderr, message } = await execute(jobOf(entry, path, dump));
  if (state === 'ok') return { ok: true, text: dump.log === undefined ? stdout : stderr };
  return { ok: false, text: [stdout, stderr || (message ?? state)].filter(Boolean).join('\n') };
}

export const realSources: PipelineSources = {
  describe: async (entry) => (entry.kind === 'program' ? entry.description : describeEmbedded(entry)),
  async dump(entry, kind, path) {
    if (entry.kind === 'program')
      return outputOf(entry, path, PROGRAM_DUMPS[entry.description.implementation]![kind]!);
    const options: Record<string, string> = kind === 'ast' ? { indent: '2' } : {};
    const answer = await dumpEmbedded(entry, { kind, program: { kind: 'file', path }, options, flags: [] });
    return answer.ok ? { ok: true, text: answer.text } : { ok: false, text: answer.error };
  },
  run: (entry, path) => outputOf(entry, path, { flags: [] }),
};
