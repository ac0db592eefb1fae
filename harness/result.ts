// The result file: what was run, on which machine, every raw sample, and what follows from them. Versioned; the zod
// schema here is its one definition (docs/result.schema.json is made from it). Everything in `analysis` can be computed
// again from the rest. Imports nothing but zod, so that reports can stand on it alone. Times in ms, sizes in bytes.
import { z } from 'zod';

export const RESULT_FORMAT = 'python-implementation-lab/result';
/** Grows when a reader of the older shape would misread the newer; new optional fields do not make it grow. */
export const RESULT_VERSION = 1;

const interval = z
  .object({
    value: z.number(),
    /** Absent where one process cannot say how processes differ. */
    low: z.number().optional(),
    high: z.number().optional(),
  })
  .describe('An estimate with its 95 % interval');

const memory = z
  .object({
    modelledCurrent: z.number().optional(),
    modelledPeak: z.number().optional(),
    hostHeap: z.number().optional(),
    processPeak: z.number().optional(),
  })
  .describe(
    'Three numbers that are never mixed: by the engine’s own object layout, host heap, peak of the operating system’s process',
  );

export const warningNames = [
  'few-processes',
  'few-iterations',
  'unstable',
  'no-steady-state',
  'too-short',
  'clock-resolution',
  'outliers',
  'load-average',
  'machine-disturbed',
  'pinned-host-missing',
  'host-overridden',
  'baseline-code',
  'output-varies',
  'host-doubt',
] as const;

const warning = z
  .object({
    name: z.enum(warningNames),
    engine: z.string().optional(),
    workload: z.string().optional(),
    text: z.string(),
    /** Whether it could change a verdict: only then it is printed. */
    matters: z.boolean(),
  })
  .describe('A named doubt about the numbers');

const engine = z.object({
  id: z.string(),
  title: z.string(),
  role: z.enum(['lab', 'reference']),
  kind: z.enum(['embedded', 'program']),
  implementation: z.string().optional(),
  languageVersion: z.string().optional(),
  implementationVersion: z.string().optional(),
  compiler: z.string().optional(),
  command: z.array(z.string()).optional(),
  code: z.enum(['webassembly']).optional().describe('What the host runs it as, where that is not JavaScript'),
  host: z.object({ name: z.string(), flags: z.array(z.string()) }).optional(),
  options: z.record(z.string(), z.string()).optional(),
});

const workload = z.object({
  /** Unique in the file. */
  name: z.string(),
  program: z.string().optional().describe('Name without the size, where the program ran at several sizes'),
  path: z.string(),
  sha256: z.string(),
  mode: z
    .enum(['function', 'whole'])
    .describe('`function`: `workload(n)` was called again and again; `whole`: the program ran as a whole'),
  n: z.number().optional(),
  size: z.string().optional(),
  tags: z.array(z.string()).optional().describe('What it stresses, by its row in the manifest'),
});

const output = z
  .object({
    id: z.number().int(),
    stdout: z.string(),
    truncated: z.boolean(),
    bytes: z.number(),
    resultRepr: z.string().optional(),
    exceptionLine: z.string().optional(),
  })
  .describe('What a program printed, stored once however many executions printed it');

const execution = z
  .object({
    engine: z.string(),
    workload: z.string(),
    /** Executions are numbered in the order they ran; a block holds each engine once. */
    sequence: z.number().int(),
    block: z.number().int(),
    /** Since the start of the comparison. */
    startedAt: z.number(),
    state: z.enum(['ok', 'python-error', 'limit', 'died', 'interrupted', 'not-started']),
    status: z.number(),
    message: z.string().optional(),
    limit: z.string().optional(),
    exception: z.object({ type: z.string(), text: z.string() }).optional(),
    output: z.number().int().describe('`id` in `outputs`'),
    stderrTail: z.string().optional(),
    times: z.object({
      spawn: z.number().optional(),
      start: z.number().optional(),
      main: z.number().optional(),
      first: z.number().optional(),
      total: z.number(),
    }),
    /** [ms, loops]: `loops` calls took `ms` together; the first call is the first sample. */
    samples: z.array(z.tuple([z.number(), z.number().int().positive()])),
    witness: z
      .tuple([z.number(), z.number()])
      .optional()
      .describe(
        'ms of a fixed piece of work of the lab itself, before and after this process: how fast the machine was',
      ),
    memory,
    counters: z.record(z.string(), z.number()).optional(),
    hostWarnings: z.array(z.string()).optional(),
  })
  .describe('One fresh process of one engine with one workload');

const row = z.object({
  engine: z.string(),
  /** `ok`: has times. Otherwise `error` says what happened, and there is no time. */
  state: z.enum([
    'ok',
    'wrong-result',
    'python-error',
    'limit',
    'died',
    'interrupted',
    'not-started',
    'not-run',
  ]),
  error: z.string().optional(),
  processes: z.number().int(),
  iterations: z.number().describe('Median number of samples of a process'),
  /** Process start and engine start together. */
  startup: interval.optional(),
  first: interval.optional(),
  /** The figure that is compared: time per call in the steady state, or of the whole program. */
  steady: interval.optional(),
  /** One figure a process, in the order run. */
  perProcess: z.array(z.number()),
  warmup: z
    .object({
      class: z.enum(['flat', 'warm-up', 'slowdown', 'no-steady-state', 'inconsistent']),
      counts: z.record(z.string(), z.number()),
      /** Median sample from which it is steady, and the time spent until then. */
      steadyFrom: z.number(),
      untilSteadyMs: z.number(),
    })
    .optional(),
  memory,
  smallestHeap: z
    .number()
    .optional()
    .describe('Bytes of the smallest heap in which it still works, of an engine with a cap'),
  counters: z.record(z.string(), z.number()).optional(),
  /** Time over the baseline's time: below 1 is less time. */
  ratio: interval.optional(),
  verdict: z.enum(['faster', 'slower', 'same', "can't tell", 'baseline']).optional(),
});

const difference = z.object({
  /** Index of the group in `groups`; always compared with group 0. */
  group: z.number().int(),
  where: z.enum(['stdout', 'result', 'exception']),
  /** First differing line, from 1, and what stands there on either side (absent: the text had ended). */
  line: z.number().int(),
  expected: z.string().optional(),
  actual: z.string().optional(),
  /** Unified diff, shortened where it is long. */
  diff: z.string(),
});

const heapSearch = z
  .object({
    engine: z.string(),
    workload: z.string(),
    /** Absent where none was found: `note` says why. */
    bytes: z.number().optional(),
    fails: z.number().optional().describe('The largest heap tried in which it did not work'),
    attempts: z.array(z.object({ bytes: z.number(), worked: z.boolean(), why: z.string().optional() })),
    note: z.string().optional(),
  })
  .describe('The smallest heap in which an engine with a cap still runs a workload, by bisection');

const byteCount = z
  .object({
    engine: z.string(),
    workload: z.string(),
    /** At the end, and the highest seen; absent where they could not be counted: `note` says why. */
    current: z.number().optional(),
    peak: z.number().optional(),
    note: z.string().optional(),
  })
  .describe(
    'Modelled bytes, from a process of its own that counts its objects as it goes and gives no times',
  );

const memoryTrace = z
  .object({
    engine: z.string(),
    workload: z.string(),
    state: z.string(),
    message: z.string().optional(),
    everyMs: z.number(),
    /** [ms, process size, host heap, modelled bytes]; null where that was not read then. */
    points: z.array(
      z.tuple([z.number(), z.number().nullable(), z.number().nullable(), z.number().nullable()]),
    ),
  })
  .describe('Memory in use over time, from a process of its own that gives no times');

const workloadAnalysis = z.object({
  workload: z.string(),
  /** What `steady` is: time per call of `workload`, time of the main module, or of the whole process. */
  measured: z.enum(['call', 'main', 'process']),
  baseline: z.string().optional(),
  unanimous: z.boolean(),
  /** Engines that print the same, largest group first. */
  groups: z.array(z.object({ output: z.number().int(), engines: z.array(z.string()) })),
  differences: z.array(difference),
  rows: z.array(row),
});

const overall = z.object({
  engine: z.string(),
  ratio: interval,
  workloads: z.array(z.string()),
  excluded: z.array(z.object({ workload: z.string(), reason: z.string() })),
});

const growth = z
  .object({
    program: z.string(),
    engine: z.string(),
    points: z.array(z.object({ n: z.number(), ms: z.number() })),
    exponent: interval,
  })
  .describe('How steady time grows with n: the exponent of a power law through the sizes measured');

export const labResultSchema = z
  .object({
    format: z.literal(RESULT_FORMAT),
    version: z.literal(RESULT_VERSION),
    command: z.array(z.string()),
    startedAt: z.string().describe('ISO 8601, UTC'),
    wallMs: z.number(),
    childrenMs: z
      .number()
      .describe('Sum of all engines’ processes’ own time; the rest of `wallMs` is overhead'),
    partial: z.boolean().describe('Stopped before its end'),
    plan: z.object({
      profile: z.enum(['quick', 'default', 'rigorous']),
      processes: z.number().int(),
      mostProcesses: z
        .number()
        .int()
        .optional()
        .describe('So many at most where a verdict is open after `processes`'),
      iterations: z.number().int(),
      minSampleMs: z.number(),
      budgetMs: z.number(),
      wallBudgetMs: z.number().optional(),
      timeoutMs: z.number(),
      memoryBytes: z.number().optional(),
      outputBytes: z.number(),
      seed: z.number().int(),
      margin: z.number(),
      baseline: z.string().optional(),
    }),
    environment: z.object({
      fingerprint: z.string().describe('Equal on machines whose times may be compared'),
      cpu: z.object({ model: z.string(), cores: z.number().int() }),
      memoryBytes: z.number(),
      os: z.object({ platform: z.string(), release: z.string(), arch: z.string() }),
      node: z.string().describe('The command line’s own host'),
      loadAverage: z.object({ start: z.number(), end: z.number().optional() }),
      lab: z.object({
        version: z.string(),
        revision: z.string().optional(),
        modified: z.boolean().optional(),
      }),
    }),
    engines: z.array(engine),
    workloads: z.array(workload),
    outputs: z.array(output),
    executions: z.array(execution),
    heapSearches: z.array(heapSearch).optional(),
    byteCounts: z.array(byteCount).optional(),
    memoryTraces: z.array(memoryTrace).optional(),
    analysis: z.object({
      workloads: z.array(workloadAnalysis),
      overall: z.array(overall),
      growth: z.array(growth).optional(),
      warnings: z.array(warning),
    }),
  })
  .describe('Result of a comparison of Python engines');

export const CONFORMANCE_FORMAT = 'python-implementation-lab/conformance';
export const CONFORMANCE_VERSION = 1;

export const labConformanceSchema = z
  .object({
    format: z.literal(CONFORMANCE_FORMAT),
    version: z.literal(CONFORMANCE_VERSION),
    startedAt: z.string().describe('ISO 8601, UTC'),
    programs: z.array(
      z.object({
        /** `feature/name`. */
        id: z.string(),
        title: z.string(),
        needs: z.array(z.string()),
        sha256: z.string(),
        text: z.string().optional().describe('Of programs that not all engines pass'),
        expected: z.string().optional(),
      }),
    ),
    engines: z.array(
      z.object({
        id: z.string(),
        implementation: z.string().optional(),
        languageVersion: z.string().optional(),
        implementationVersion: z.string().optional(),
        /** Programs documented as different that pass: the list is wrong. */
        stale: z.array(z.string()),
        differences: z.array(
          z.object({ title: z.string(), cause: z.string(), workaround: z.string().optional() }),
        ),
        results: z.array(
          z.object({
            program: z.string(),
            verdict: z.enum(['passed', 'failed', 'unsupported', 'not-run']),
            difference: z.number().int().optional().describe('Index in `differences`, where documented'),
            reason: z.string().optional(),
            got: z.string().optional().describe('What came, of a failed program'),
            ms: z.number(),
          }),
        ),
      }),
    ),
  })
  .describe('Results of the conformance programs on several engines');

export const PIPELINE_FORMAT = 'python-implementation-lab/pipeline';
export const PIPELINE_VERSION = 1;

const pipelineStage = z.object({
  kind: z.string(),
  title: z.string(),
  /** `unanswered`: the engine has it and does not show it; `absent`: it has no such stage. */
  state: z.enum(['ok', 'failed', 'unanswered', 'absent']),
  text: z.string().optional(),
  note: z.string().optional(),
  from: z.string().optional().describe('Who answered, where that was not the engine itself'),
});

export const labPipelineSchema = z
  .object({
    format: z.literal(PIPELINE_FORMAT),
    version: z.literal(PIPELINE_VERSION),
    startedAt: z.string().describe('ISO 8601, UTC'),
    name: z.string(),
    source: z.string(),
    engines: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        role: z.enum(['lab', 'reference']),
        implementation: z.string(),
        languageVersion: z.string(),
        stages: z.array(pipelineStage),
      }),
    ),
  })
  .describe('One program from source to result on several engines');

export type LabPipeline = z.infer<typeof labPipelineSchema>;
export type PipelineStage = z.infer<typeof pipelineStage>;
export type LabConformance = z.infer<typeof labConformanceSchema>;
export type ConformanceEngine = LabConformance['engines'][number];
export type LabResult = z.infer<typeof labResultSchema>;
export type ResultInterval = z.infer<typeof interval>;
export type ResultWarning = z.infer<typeof warning>;
export type WarningName = (typeof warningNames)[number];
export type ResultEngine = z.infer<typeof engine>;
export type ResultWorkload = z.infer<typeof workload>;
export type ResultOutput = z.infer<typeof output>;
export type ResultExecution = z.infer<typeof execution>;
export type ResultRow = z.infer<typeof row>;
export type ResultDifference = z.infer<typeof difference>;
export type WorkloadAnalysis = z.infer<typeof workloadAnalysis>;
export type ResultGrowth = z.infer<typeof growth>;
export type HeapSearch = z.infer<typeof heapSearch>;
export type ByteCount = z.infer<typeof byteCount>;
export type MemoryTrace = z.infer<typeof memoryTrace>;
export type OverallRatio = z.infer<typeof overall>;
export type ResultMemory = z.infer<typeof memory>;

/** One run's figure in a series over time (`history.ts`). */
export interface TimelinePoint {
  run: number;
  /** ISO 8601, UTC. */
  at: string;
  revision?: string;
  engineVersion?: string;
  steady?: ResultInterval;
  /** Why there is no time. */
  error?: string;
}

/** From `points[index]` on, the level is another one. */
export interface TimelineStep {
  index: number;
  before: number;
  after: number;
  ratio: number;
}

export interface TimelineSeries {
  workload: string;
  n?: number;
  engine: string;
  cpu: string;
  points: TimelinePoint[];
  steps: TimelineStep[];
}

/** One engine with one workload in two results (`result-diff.ts`). */
export interface DiffRow {
  workload: string;
  engine: string;
  before?: ResultInterval;
  after?: ResultInterval;
  /** Time after over time before: below 1 is less time. */
  ratio?: ResultInterval;
  verdict:
    | 'faster'
    | 'slower'
    | 'same'
    | "can't tell"
    /** Had a time and has none now; had none and has one. */
    | 'broken'
    | 'mended'
    | 'fails in both'
    /** Not in the other result, or not comparable; `note` says why. */
    | 'not compared';
  note?: string;
}

export interface ResultDiff {
  rows: DiffRow[];
  /** Geometric mean of each engine's ratios, over so many workloads. */
  overall: { engine: string; ratio: ResultInterval; workloads: number }[];
  /** What differs between the two runs besides what was measured. */
  doubts: string[];
}

/** A file that is no result of ours, or not one this version reads; `message` is for people. */
export class ResultFormatError extends Error {
  override name = 'ResultFormatError';
}

/** Reads a comparison's text; `source` (its name) opens every complaint. */
export function parseResult(text: string, source: string): LabResult {
  const file = parseResultFile(text, source);
  if (file.format === RESULT_FORMAT) return file;
  throw new ResultFormatError(
    `${source}: holds ${file.format === PIPELINE_FORMAT ? 'a pipeline' : 'conformance results'}; wanted is a comparison (lab compare --json)`,
  );
}

/** Reads whatever the lab writes: a comparison, conformance results or a pipeline. */
export function parseResultFile(text: string, source: string): LabResult | LabConformance | LabPipeline {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw new ResultFormatError(
      `${source}: not a result file: ${text.trim() === '' ? 'it is empty' : `broken JSON (${(error as Error).message})`}`,
    );
  }
  const head = z.looseObject({ format: z.string(), version: z.number() }).safeParse(data);
  const kind = head.success ? kinds.find((k) => k.format === head.data.format) : undefined;
  if (!head.success || kind === undefined)
    throw new ResultFormatError(`${source}: not a result file: it does not say "format": "${RESULT_FORMAT}"`);
  const { version, again } = kind;
  if (head.data.version > version)
    throw new ResultFormatError(
      `${source}: written by a newer lab (result version ${head.data.version}, this one reads ${version}): update the lab`,
    );
  if (head.data.version < version)
    throw new ResultFormatError(
      `${source}: written by an older lab (result version ${head.data.version}, this one reads ${version}): ${again}`,
    );
  const parsed = kind.schema.safeParse(data);
  if (parsed.success) {
    const astray = parsed.data.format === RESULT_FORMAT ? danglingReference(parsed.data) : undefined;
    if (astray === undefined) return parsed.data;
    throw new ResultFormatError(`${source}: damaged result file: ${astray}`);
  }
  const issue = parsed.error.issues[0];
  const more = parsed.error.issues.length - 1;
  throw new ResultFormatError(
    `${source}: damaged result file: ${issue.path.join('.') || 'top level'}: ${issue.message}` +
      (more > 0 ? ` (and ${more} more)` : ''),
  );
}

/** The first place that names an engine, workload or output that the file does not hold. */
function danglingReference(result: LabResult): string | undefined {
  const engines = new Set(result.engines.map((e) => e.id));
  const workloads = new Set(result.workloads.map((w) => w.name));
  const outputs = new Set(result.outputs.map((o) => o.id));
  const { analysis, executions } = result;
  const lists: [string, readonly { engine?: string; workload?: string; output?: number }[]][] = [
    ['executions', executions],
    ['heapSearches', result.heapSearches ?? []],
    ['byteCounts', result.byteCounts ?? []],
    ['memoryTraces', result.memoryTraces ?? []],
    ['analysis.workloads', analysis.workloads],
    ...analysis.workloads.map((w): (typeof lists)[number] => [`analysis of ${w.workload}`, w.rows]),
    ...analysis.workloads.map((w): (typeof lists)[number] => [`groups of ${w.workload}`, w.groups]),
    ['analysis.overall', analysis.overall.map(({ engine }) => ({ engine }))],
    ['analysis.growth', analysis.growth ?? []],
    ['analysis.warnings', analysis.warnings],
  ];
  for (const [place, list] of lists) {
    for (const { engine, workload, output } of list) {
      if (engine !== undefined && !engines.has(engine)) return `${place}: no engine ${engine}`;
      if (workload !== undefined && !workloads.has(workload)) return `${place}: no workload ${workload}`;
      if (output !== undefined && !outputs.has(output)) return `${place}: no output ${output}`;
    }
  }
  for (const w of analysis.workloads)
    for (const { group } of w.differences)
      if (w.groups[group] === undefined) return `differences of ${w.workload}: no group ${group}`;
  return undefined;
}

const kinds = [
  {
    format: RESULT_FORMAT,
    version: RESULT_VERSION,
    schema: labResultSchema,
    again: 'run the comparison again',
  },
  {
    format: CONFORMANCE_FORMAT,
    version: CONFORMANCE_VERSION,
    schema: labConformanceSchema,
    again: 'run lab conformance again',
  },
  {
    format: PIPELINE_FORMAT,
    version: PIPELINE_VERSION,
    schema: labPipelineSchema,
    again: 'run lab pipeline again',
  },
];

/** The published JSON Schema of the result file. */
export function resultJsonSchema(): unknown {
  return z.toJSONSchema(labResultSchema, { target: 'draft-2020-12' });
}
