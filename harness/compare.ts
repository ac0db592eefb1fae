// A comparison from its parts to a result: measures every workload on every engine and has the raw executions judged (analyse.ts). Engines,
// executor, clock and environment are handed in; printing and files are the command's.
import type { EngineEntry, Execute, ExecutionResult } from './execution.ts';
import type { Environment } from './environment.ts';
import { analyseWorkload, overallRatios, setGrowth } from './analyse.ts';
import { firstLine, OutputTable } from './group-outputs.ts';
import { countBytes, countsBytes } from './modelled-bytes.ts';
import { measureWorkload, wallBudgetOf } from './measure.ts';
import type { MeasureHooks, MeasureSettings, Measured, ProfileName, Workload } from './measure.ts';
import { checkResumable, keptExecutions } from './resume.ts';
import { traceMemory } from './memory-trace.ts';
import { furtherBlocks } from './second-stage.ts';
import { smallestHeap } from './smallest-heap.ts';
import { RESULT_FORMAT, RESULT_VERSION } from './result.ts';
import type { LabResult, ResultEngine, ResultExecution, WorkloadAnalysis } from './result.ts';

export interface CompareRequest {
  workloads: readonly Workload[];
  entries: readonly EngineEntry[];
  profile: ProfileName;
  settings: MeasureSettings;
  /** Differences up to this are none. */
  margin: number;
  baseline?: string;
  command: readonly string[];
  environment: Environment;
  execute: Execute;
  /** A stopped run of the same comparison: what it has measured is kept. */
  resume?: LabResult;
  /** All of it should end within this: each workload gets an equal share of what is left. */
  totalMs?: number;
  /** Count modelled bytes, of engines that do so in a process of its own. */
  countBytes?: boolean;
  /** Search the smallest heap of each engine for which this answers nothing; else it answers why its heap has no cap. */
  heapCapLacking?(entry: EngineEntry): string | undefined;
  /** Look at the memory of one further process of each engine this often. */
  memoryEveryMs?: number;
  /** When the lab itself started, by `now`: what came before the first process is overhead too. */
  begunAt?: number;
}

export interface CompareHooks extends Omit<MeasureHooks, 'onBegin'> {
  loadNow?(): number;
  /** ISO time of the start. */
  date(): string;
  onBegin?(workload: Workload, index: number, at: Parameters<NonNullable<MeasureHooks['onBegin']>>[0]): void;
  /** Before what is done besides the measured processes. */
  onExtra?(workload: Workload, entry: EngineEntry, what: string): void;
  /** After each execution: the result so far, the workload that runs not yet analysed. */
  onExecution?(result: LabResult): void;
  /** After each workload, with everything so far; `partial` is still set. */
  onWorkload?(result: LabResult, analysis: WorkloadAnalysis): void | Promise<void>;
}

/** Characters kept of the output of a program that was stopped. */
const STOPPED_OUTPUT = 10_000;
/** Keeps the tail of stderr that explains a failure. */
const STDERR_TAIL = 2000;

export async function compare(request: CompareRequest, hooks: CompareHooks): Promise<LabResult> {
  const { settings, entries, baseline } = request;
  const begun = request.begunAt ?? hooks.now();
  const outputs = new OutputTable();
  const wallBudget = wallBudgetOf(settings, entries.length);
  const engines = new Map(entries.map((e) => [e.id, describeEntry(e)]));
  const result: LabResult = {
    format: RESULT_FORMAT,
    version: RESULT_VERSION,
    command: [...request.command],
    startedAt: hooks.date(),
    wallMs: 0,
    childrenMs: 0,
    partial: true,
    plan: {
      profile: request.profile,
      processes: settings.processes,
      ...(settings.mostProcesses === undefined ? {} : { mostProcesses: settings.mostProcesses }),
      iterations: settings.iterations,
      minSampleMs: settings.minSampleMs,
      budgetMs: settings.budgetMs,
      ...(Number.isFinite(wallBudget) ? { wallBudgetMs: wallBudget } : {}),
      timeoutMs: settings.limits.timeMs,
      ...(settings.limits.processBytes === undefined ? {} : { memoryBytes: settings.limits.processBytes }),
      outputBytes: settings.limits.outputBytes,
      seed: settings.seed,
      margin: request.margin,
      ...(request.baseline === undefined ? {} : { baseline: request.baseline }),
    },
    environment: request.environment,
    engines: [...engines.values()],
    workloads: [],
    outputs: outputs.outputs,
    executions: [],
    analysis: { workloads: [], overall: [], warnings: [] },
  };

  const described = request.workloads.map(({ args: _args, heapBytes: _heap, ...kept }) => kept);
  const { resume } = request;
  if (resume) {
    checkResumable(resume, result, described);
    result.executions.push(...keptExecutions(resume, outputs));
    result.childrenMs = resume.childrenMs;
    for (const { id, host } of resume.engines) if (host) engines.get(id)!.host = host;
  }
  const earlierMs = resume?.wallMs ?? 0;
  const wallMs = () => earlierMs + hooks.now() - begun;

  for (const [index, workload] of request.workloads.entries()) {
    if (hooks.signal?.aborted) break;
    const kept = described[index];
    result.workloads.push(kept);
    const done = result.executions
      .filter((e) => e.workload === kept.name)
      .map(({ engine, block, state, witness }) => ({
        engine,
        block,
        ok: state === 'ok',
        ...(witness ? { witness } : {}),
      }));
    const share =
      request.totalMs === undefined
        ? settings
        : {
            ...settings,
            wallPerEngineMs: 0,
            wallMs: Math.max(
              1,
              (request.totalMs - (hooks.now() - begun)) / (request.workloads.length - index),
            ),
          };
    const around: MeasureHooks = {
      ...hooks,
      onBegin: (at) => hooks.onBegin?.(workload, index, at),
      onEnd: (measured) => {
        result.executions.push(toExecution(measured, result.executions.length, begun - earlierMs, outputs));
        result.childrenMs += measured.result.times.total;
        result.wallMs = wallMs();
        const engine = engines.get(measured.entry.id)!;
        engine.host ??= { name: measured.result.host.name, flags: [...measured.result.host.flags] };
        hooks.onEnd?.(measured);
        hooks.onExecution?.(result);
      },
    };
    const workloadBegun = hooks.now();
    const { mostProcesses } = settings;
    if (mostProcesses !== undefined && baseline !== undefined)
      around.further = () =>
        furtherBlocks(
          analyseWorkload(result, kept.name).analysis.rows,
          baseline,
          request.margin,
          mostProcesses,
        );
    await measureWorkload(workload, entries, share, request.execute, around, done);
    const leftMs = wallBudgetOf(share, entries.length) - (hooks.now() - workloadBegun);
    await measureMemory(workload, request, result, hooks, resume, leftMs);
    const { analysis, warnings } = analyseWorkload(result, kept.name);
    result.analysis.workloads.push(analysis);
    result.analysis.warnings.push(...warnings);
    result.analysis.overall = overallRatios(result);
    setGrowth(result);
    await hooks.onWorkload?.(result, analysis);
  }
  result.partial = Boolean(hooks.signal?.aborted);
  result.wallMs = wallMs();
  if (hooks.loadNow) result.environment.loadAverage.end = hooks.loadNow();
  return result;
}

/** Modelled bytes, smallest heaps and memory over time, after the measured processes of a workload; what an earlier run has is not done again. */
async function measureMemory(
  workload: Workload,
  request: CompareRequest,
  result: LabResult,
  hooks: CompareHooks,
  earlier: LabResult | undefined,
  leftMs: number,
): Promise<void> {
  const { settings, heapCapLacking, memoryEveryMs } = request;
  const { signal } = hooks;
  const begun = hooks.now();
  const execute: Execute = async (job, options) => {
    const done = await request.execute(job, options);
    result.childrenMs += done.times.total;
    return done;
  };
  const isThis = (x: { engine: string; workload: string }, entry: EngineEntry) =>
    x.engine === entry.id && x.workload === workload.name;
  for (const entry of request.entries) {
    const usual = result.executions.find((e) => isThis(e, entry) && e.state === 'ok');
    if (usual === undefined) continue;
    if (request.countBytes && countsBytes(entry)) {
      const counts = (result.byteCounts ??= []);
      const known = earlier?.byteCounts?.find((c) => isThis(c, entry) && c.peak !== undefined);
      if (known) counts.push(known);
      else if (!signal?.aborted) {
        hooks.onExtra?.(workload, entry, 'modelled bytes');
        const { start = 0, main = 0, first = 0, total } = usual.times;
        const usualMs = first > 0 || main > 0 ? start + main + first : total;
        const time = { usualMs, leftMs: leftMs - (hooks.now() - begun) };
        counts.push(await countBytes(workload, entry, settings, time, execute, signal));
      }
    }
    if (heapCapLacking !== undefined) {
      const searches = (result.heapSearches ??= []);
      const lacking = heapCapLacking(entry);
      const known = earlier?.heapSearches?.find((s) => isThis(s, entry) && s.bytes !== undefined);
      if (known) searches.push(known);
      else if (lacking !== undefined)
        searches.push({ engine: entry.id, workload: workload.name, attempts: [], note: lacking });
      else if (!signal?.aborted) {
        const output = result.outputs.find((o) => o.id === usual.output);
        const question = {
          workload,
          entry,
          settings,
          usual: {
            ...(workload.mode === 'whole' && output ? { stdout: output.stdout } : {}),
            ...(output?.resultRepr === undefined ? {} : { resultRepr: output.resultRepr }),
            totalMs: usual.times.total,
            ...(usual.memory.modelledPeak ? { modelledPeak: usual.memory.modelledPeak } : {}),
          },
        };
        const onAttempt = (bytes: number, number: number) =>
          hooks.onExtra?.(workload, entry, `smallest heap, attempt ${number}: ${bytes} bytes`);
        searches.push(await smallestHeap(question, execute, { ...(signal ? { signal } : {}), onAttempt }));
      }
    }
    if (memoryEveryMs !== undefined) {
      const traces = (result.memoryTraces ??= []);
      const known = earlier?.memoryTraces?.find((t) => isThis(t, entry) && t.state === 'ok');
      if (known) traces.push(known);
      else if (!signal?.aborted) {
        hooks.onExtra?.(workload, entry, 'memory over time');
        traces.push(await traceMemory(workload, entry, settings, memoryEveryMs, execute, signal));
      }
    }
  }
}

/** What others are measured against: a CPython found on the machine, else a reference engine, else the first. */
export function defaultBaseline(entries: readonly EngineEntry[]): string | undefined {
  const native = entries.find((e) => e.kind === 'program' && e.description.implementation === 'CPython');
  const cpython = entries.find((e) => e.role === 'reference' && e.id.startsWith('cpython'));
  return (native ?? cpython ?? entries.find((e) => e.role === 'reference') ?? entries[0])?.id;
}

function describeEntry(entry: EngineEntry): ResultEngine {
  const { id, title, role, kind } = entry;
  const options = entry.options === undefined ? {} : { options: entry.options };
  if (entry.kind === 'embedded')
    return { id, title, role, kind, ...(entry.code === undefined ? {} : { code: entry.code }), ...options };
  const { implementation, languageVersion, implementationVersion, compiler } = entry.description;
  return {
    id,
    title,
    role,
    kind,
    implementation,
    languageVersion,
    implementationVersion,
    compiler,
    command: [...entry.command],
    ...options,
  };
}

function toExecution(m: Measured, sequence: number, begun: number, outputs: OutputTable): ResultExecution {
  const r = m.result;
  const line = exceptionLine(r);
  // What a stopped program wrote is no output to compare, only a hint at what it did.
  const ended = r.state === 'ok' || r.state === 'python-error';
  const stdout = ended ? r.stdout : r.stdout.slice(0, STOPPED_OUTPUT);
  const exception = r.outcome?.exception ?? (line === undefined ? undefined : parseExceptionLine(line));
  return {
    engine: m.entry.id,
    workload: m.workload.name,
    sequence,
    block: m.block,
    startedAt: m.startedAt - begun,
    state: r.state,
    status: r.status,
    ...(r.message === undefined ? {} : { message: r.message }),
    ...(r.outcome?.limit === undefined ? {} : { limit: r.outcome.limit }),
    ...(exception === undefined ? {} : { exception: { type: exception.type, text: exception.text } }),
    output: outputs.add({
      stdout,
      truncated: r.truncated || stdout.length < r.stdout.length,
      // Of a cut text only the length of the whole tells it apart; stderr is counted in `outputBytes` too.
      bytes: r.truncated ? r.outputBytes : Buffer.byteLength(r.stdout, 'utf8'),
      ...(r.resultRepr === undefined ? {} : { resultRepr: r.resultRepr }),
      ...(line === undefined ? {} : { exceptionLine: line }),
    }),
    ...(r.stderr === '' || r.state === 'ok' ? {} : { stderrTail: r.stderr.slice(-STDERR_TAIL) }),
    times: { ...r.times },
    samples: r.samples.map((s): [number, number] => [s.ms, s.loops]),
    ...(m.witness ? { witness: [...m.witness] } : {}),
    memory: { ...r.memory, ...definedOnly(r.outcome?.memory ?? {}), ...definedOnly(r.memory) },
    ...(r.outcome && Object.keys(r.outcome.counters).length > 0 ? { counters: r.outcome.counters } : {}),
    ...(r.host.warnings.length > 0 ? { hostWarnings: [...r.host.warnings] } : {}),
  };
}

function definedOnly<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as Partial<T>;
}

/** The line a traceback ends with: from the outcome, from stderr where only that was told, else what the executor says. */
function exceptionLine(r: ExecutionResult): string | undefined {
  if (r.state !== 'python-error') return undefined;
  const exception = r.outcome?.exception;
  if (exception) return firstLine(exception.text ? `${exception.type}: ${exception.text}` : exception.type);
  if (/^Traceback/m.test(r.stderr)) {
    const lines = r.stderr.trimEnd().split(/\r?\n/);
    const last = lines.findLast((l) => /^[A-Za-z_][\w.]*(:|$)/.test(l));
    if (last !== undefined) return last;
  }
  return firstLine(r.message ?? `exit status ${r.status}`);
}

/** `ValueError: text` taken apart; what is no such line (`exit status 3`) has no exception. */
function parseExceptionLine(line: string): { type: string; text: string } | undefined {
  const match = /^([A-Za-z_][\w.]*)(?:: (.*))?$/.exec(line);
  return match ? { type: match[1], text: match[2] ?? '' } : undefined;
}
