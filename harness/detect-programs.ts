// Finds the Pythons of this machine by asking each what it is. A name says nothing: `python3` may be PyPy, a pyenv shim, a
// wrapper script or broken. Each candidate runs `drivers/probe.py` with a time limit, a few side by side; what
// it said is kept on disk until the file changes. Leaves out what is neither on PATH nor in lab.config.json.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, closeSync, constants, mkdirSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { readSync, realpathSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, homedir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import { z } from 'zod';
import type { Capabilities, EngineDescription } from '../engines/engine.ts';
import type { LabConfig } from './config.ts';
import { ROOT } from './folders.ts';

/** Names that Pythons go by, in the order in which a program found under several of them is called. */
const names: readonly RegExp[] = [
  /^python3$/,
  /^python$/,
  /^python3\.\d+t?$/,
  /^python2(\.7)?$/,
  /^pypy3$/,
  /^pypy3\.\d+$/,
  /^pypy2?$/,
  /^micropython$/,
  /^jython$/,
  /^ipy(32|64)?$/,
  /^graalpy$/,
  /^rustpython$/,
];

/** What `lab engines` names when it is nowhere to be found: the usual id, and how to get it. */
export const wanted: readonly { id: string; implementation: string; title: string; get: string }[] = [
  { id: 'python3', implementation: 'CPython', title: 'CPython, native', get: 'apt-get install python3' },
  { id: 'pypy3', implementation: 'PyPy', title: 'PyPy, tracing JIT', get: 'apt-get install pypy3' },
  {
    id: 'micropython',
    implementation: 'MicroPython',
    title: 'MicroPython, native',
    get: 'apt-get install micropython',
  },
  {
    id: 'jython',
    implementation: 'Jython',
    title: 'Jython, Python 2.7 on the JVM',
    get: 'apt-get install jython',
  },
  {
    id: 'ipy',
    implementation: 'IronPython',
    title: 'IronPython, on .NET',
    get: 'dotnet tool install --global ironpython.console',
  },
  {
    id: 'graalpy',
    implementation: 'GraalVM',
    title: 'GraalPy, on GraalVM',
    get: 'pyenv install graalpy-25.0.0',
  },
  { id: 'rustpython', implementation: 'RustPython', title: 'RustPython', get: 'cargo install rustpython' },
];

const factsSchema = z.object({
  implementation: z.string().optional(),
  name: z.string().optional(),
  languageVersion: z.string(),
  version: z.string(),
  implementationVersion: z.string().optional(),
  pypyVersion: z.string().optional(),
  executable: z.string().optional(),
  realExecutable: z.string().optional(),
  prefix: z.string().optional(),
  compiler: z.string().optional(),
  machine: z.string().optional(),
  platform: z.string().optional(),
  bits: z.number().optional(),
  gil: z.boolean().optional(),
  jit: z.boolean().optional(),
  pypyjit: z.boolean().optional(),
  threads: z.boolean().optional(),
  threadModel: z.string().optional(),
  refcounts: z.boolean().optional(),
});
/** What the program answered; a fact that it does not know is absent. */
export type Facts = z.infer<typeof factsSchema>;

const answerSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('ok'), facts: factsSchema }),
  z.object({ state: z.literal('broken'), message: z.string() }),
  z.object({ state: z.literal('hangs'), message: z.string() }),
]);
export type ProbeAnswer = z.infer<typeof answerSchema>;

export interface DetectedProgram {
  id: string;
  /** As found; for a configured program its command's first word. */
  path: string;
  /** Other names and paths of the same program. */
  aliases: readonly string[];
  /** Argv prefix that runs it: the program behind a shim, not the shim. */
  command: readonly string[];
  /** The launcher that was found, when `command` is what it launches. */
  shim?: string;
  title?: string;
  answer: ProbeAnswer;
  description?: EngineDescription;
}

export interface DetectOptions {
  env?: Record<string, string | undefined>;
  cwd?: string;
  config?: LabConfig;
  /** Milliseconds that a program may take to say what it is; the JVM's need three seconds on a busy machine. */
  timeoutMs?: number;
  /** Folder of the stored answers; null: none are read or written. */
  cacheDirectory?: string | null;
  /** Ask only the programs of these names or paths, and whatever else goes by the same name; absent: all. */
  only?: readonly string[];
}

interface Candidate {
  id: string;
  path: string;
  command: readonly string[];
  title?: string;
  configured: boolean;
  rank: number;
}

const DEFAULT_TIMEOUT_MS = 15_000;
/** A launcher's answer depends on more than its file; so does that of one that hung. */
const UNSURE_TTL_MS = 10 * 60_000;
const OUTPUT_LIMIT = 64 * 1024;

const isExecutableFile = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
};

const realPath = (path: string): string => {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
};

function isScript(path: string): boolean {
  try {
    const fd = openSync(path, 'r');
    try {
      const head = Buffer.alloc(2);
      readSync(fd, head, 0, 2, 0);
      return head.toString('latin1') === '#!';
    } finally {
      closeSync(fd);
    }
  } catch {
    return false;
  }
}

function onPath(searchPath: string, extensions: readonly string[]): Candidate[] {
  const found: Candidate[] = [];
  const seenFiles = new Set<string>();
  for (const directory of searchPath.split(delimiter)) {
    if (directory === '' || !isAbsolute(directory)) continue;
    let entries: string[];
    try {
      entries = readdirSync(directory);
    } catch {
      continue;
    }
    // Newest version first, by number and not by letter.
    for (const entry of entries.sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))) {
      const name = extensions.reduce(
        (n, e) => (n.toLowerCase().endsWith(e) ? n.slice(0, -e.length) : n),
        entry,
      );
      const rank = names.findIndex((pattern) => pattern.test(name));
      if (rank < 0) continue;
      const path = join(directory, entry);
      // `/bin` is `/usr/bin` on many systems: the same file of the same name is one candidate.
      const file = join(realPath(directory), entry);
      if (seenFiles.has(file) || !isExecutableFile(path)) continue;
      seenFiles.add(file);
      found.push({ id: name, path, command: [path], configured: false, rank });
    }
  }
  return found;
}

function configured(config: LabConfig, searchPath: string): Candidate[] {
  return Object.entries(config.programs).map(([id, program]) => {
    const [first, ...rest] = program.command as [string, ...string[]];
    const path = first.includes('/')
      ? first
      : (searchPath
          .split(delimiter)
          .map((d) => join(d, first))
          .find(isExecutableFile) ?? first);
    return { id, path, command: [path, ...rest], title: program.title, configured: true, rank: -1 };
  });
}

/** Runs the probe; ends the whole process group when the time is over. */
function probe(
  command: readonly string[],
  options: Required<Pick<DetectOptions, 'timeoutMs'>> & DetectOptions,
): Promise<ProbeAnswer> {
  return new Promise((done) => {
    const [file, ...args] = command as [string, ...string[]];
    const env = { ...(options.env ?? process.env) } as NodeJS.ProcessEnv;
    // The user's start-up files are none of the probe's business, and PYTHONINSPECT would wait for input.
    for (const name of ['PYTHONSTARTUP', 'PYTHONINSPECT', 'PYTHONHOME', 'PYTHONPATH']) delete env[name];
    const child = spawn(file, [...args, join(ROOT, 'harness/drivers/probe.py')], {
      cwd: options.cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    let out = '';
    let err = '';
    let settled = false;
    const settle = (answer: ProbeAnswer): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      child.stdout.destroy();
      child.stderr.destroy();
      done(answer);
    };
    const end = (): void => {
      try {
        if (child.pid !== undefined)
          process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
      } catch {
        // Already gone.
      }
    };
    const timer = setTimeout(() => {
      end();
      settle({ state: 'hangs', message: `no answer within ${options.timeoutMs / 1000} s` });
    }, options.timeoutMs);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out = (out + text).slice(-OUTPUT_LIMIT);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err = (err + text).slice(-OUTPUT_LIMIT);
    });
    child.on('error', (e: NodeJS.ErrnoException) => {
      settle({
        state: 'broken',
        message: `cannot be started: ${e.code === 'ENOEXEC' ? 'not an executable' : e.message}`,
      });
    });
    const judge = (status: number | null, signal: NodeJS.Signals | null): void => {
      const line = out.split(/\r?\n/).find((l) => l.startsWith('lab-probe:'));
      if (line !== undefined) {
        try {
          settle({ state: 'ok', facts: factsSchema.parse(JSON.parse(line.slice('lab-probe:'.length))) });
          return;
        } catch {
          // Said below.
        }
      }
      const how = signal === null ? `status ${status}` : signal;
      const said = (err.trim() || out.trim()).split('\n')[0] ?? '';
      settle({
        state: 'broken',
        message:
          said === '' ? `ended with ${how} and said nothing of itself` : `${said.slice(0, 200)} (${how})`,
      });
    };
    child.on('close', judge);
    // A grandchild may hold the pipes open after the program is gone.
    child.on('exit', (status, signal) => setTimeout(() => judge(status, signal), 500).unref());
  });
}

/** Runs `work` over `items`, `width` at a time; answers in the items' order. */
async function sideBySide<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let i = next++; i < items.length; i = next++) results[i] = await work(items[i]!);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane));
  return results;
}

export function defaultCacheDirectory(env: Record<string, string | undefined>): string {
  const base = env['XDG_CACHE_HOME'];
  return join(
    base !== undefined && isAbsolute(base) ? base : join(homedir(), '.cache'),
    'python-implementation-lab',
  );
}

const cacheSchema = z.record(z.string(), z.object({ at: z.number(), answer: answerSchema }));

/** Answers by file; whatever is wrong with the store, detection works without it. */
class AnswerStore {
  readonly #file: string | null;
  readonly #entries: z.infer<typeof cacheSchema> = {};
  readonly #kept: z.infer<typeof cacheSchema> = {};
  #changed = false;
  readonly #place: string;

  constructor(directory: string | null, place: string) {
    const probeText = readFileSync(join(ROOT, 'harness/drivers/probe.py'));
    const version = createHash('sha256').update(probeText).digest('hex').slice(0, 12);
    this.#file = directory === null ? null : join(directory, `programs-${version}.json`);
    this.#place = place;
    try {
      if (this.#file !== null)
        this.#entries = cacheSchema.parse(JSON.parse(readFileSync(this.#file, 'utf8')));
    } catch {
      // None yet, or not ours to read.
    }
  }

  /** What an answer is good for: this file as it is; of a launcher, as seen from here. */
  #key(command: readonly string[]): string | undefined {
    try {
      const { mtimeMs, size } = statSync(command[0]!);
      const place = isScript(command[0]!) ? `\0${this.#place}` : '';
      return `${command.join('\0')}\0${mtimeMs}\0${size}${place}`;
    } catch {
      return undefined;
    }
  }

  get(command: readonly string[]): ProbeAnswer | undefined {
    const key = this.#key(command);
    const entry = key === undefined ? undefined : this.#entries[key];
    if (key === undefined || entry === undefined) return undefined;
    const sure = entry.answer.state === 'ok' && !isScript(command[0]!);
    if (!sure && Date.now() - entry.at > UNSURE_TTL_MS) return undefined;
    this.#kept[key] = entry;
    return entry.answer;
  }

  put(command: readonly string[], answer: ProbeAnswer): void {
    const key = this.#key(command);
    if (key === undefined) return;
    this.#kept[key] = { at: Date.now(), answer };
    this.#changed = true;
  }

  save(): void {
    if (this.#file === null || !this.#changed) return;
    try {
      mkdirSync(join(this.#file, '..'), { recursive: true });
      const temporary = `${this.#file}.${process.pid}`;
      // What is not on this PATH today may be on another's: keep it, within reason.
      const entries = { ...Object.fromEntries(Object.entries(this.#entries).slice(-200)), ...this.#kept };
      writeFileSync(temporary, JSON.stringify(entries));
      renameSync(temporary, this.#file);
    } catch {
      // Not writable: the next run asks again.
    }
  }
}

function capabilities(facts: Facts, implementation: string): Capabilities {
  const [major, minor] = facts.languageVersion.split('.').map(Number) as [number, number];
  const base = { heapCap: false, interruptible: true, dumps: [] } as const;
  const threads = facts.threads === true;
  switch (implementation) {
    case 'CPython': {
      const specialises = major > 3 || (major === 3 && minor >= 11);
      return {
        ...base,
        refcounts: true,
        gc: 'refcount+cycles',
        gil: !threads ? 'no-threads' : facts.gil === false ? 'none' : 'gil',
        jit: facts.jit === true ? 'tracing' : specialises ? 'specialising' : 'none',
      };
    }
    case 'PyPy':
      return {
        ...base,
        heapCap: true,
        refcounts: false,
        gc: 'tracing',
        gil: 'gil',
        jit: facts.pypyjit ? 'tracing' : 'none',
      };
    case 'MicroPython':
      return {
        ...base,
        heapCap: true,
        refcounts: false,
        gc: 'mark-sweep',
        gil: !threads ? 'no-threads' : facts.threadModel === 'unsafe' ? 'none' : 'gil',
        jit: 'none',
      };
    case 'Jython':
    case 'IronPython':
      return { ...base, refcounts: false, gc: 'host', gil: 'none', jit: 'method' };
    case 'GraalVM':
      return { ...base, refcounts: false, gc: 'host', gil: 'gil', jit: 'method' };
    case 'RustPython':
      return { ...base, refcounts: true, gc: 'unknown', gil: 'none', jit: 'none' };
    default:
      return { ...base, refcounts: facts.refcounts === true, gc: 'unknown', gil: 'unknown', jit: 'unknown' };
  }
}

/** Names as `platform.python_implementation()` spells them, for the ones that have no `platform`. */
const implementationNames: Record<string, string> = {
  cpython: 'CPython',
  pypy: 'PyPy',
  micropython: 'MicroPython',
  circuitpython: 'CircuitPython',
  ironpython: 'IronPython',
  graalpy: 'GraalVM',
  rustpython: 'RustPython',
};

export function describeFacts(id: string, facts: Facts): EngineDescription {
  const implementation =
    (facts.name !== undefined ? implementationNames[facts.name] : undefined) ??
    facts.implementation ??
    facts.name ??
    'unknown';
  const bracket = /\[([^\]]*)\]\s*$/.exec(facts.version)?.[1];
  const compiler = [facts.compiler, bracket].find((c) => c !== undefined && c !== '') ?? '';
  const where = [facts.platform, facts.machine].filter((w) => w !== undefined).join(' ');
  // The JVM's ints say nothing of the machine's words.
  const bits = facts.bits !== undefined && !facts.platform?.startsWith('java') ? `, ${facts.bits} bit` : '';
  return {
    id,
    implementation,
    languageVersion: facts.languageVersion,
    implementationVersion: facts.pypyVersion ?? facts.implementationVersion ?? facts.languageVersion,
    compiler: `${compiler}; ${where}${bits}`,
    capabilities: capabilities(facts, implementation),
    options: [],
  };
}

/** The program behind a launcher script, when it is another file that can be run by itself. */
function behindShim(candidate: Candidate, facts: Facts): string | undefined {
  const real = facts.executable;
  if (candidate.command.length > 1 || real === undefined || !isAbsolute(real)) return undefined;
  if (!isScript(candidate.path) || realPath(real) === realPath(candidate.path) || !isExecutableFile(real))
    return undefined;
  // A launcher that sets things up for an interpreter of its own (Jython's, a wrapper with flags) is the program.
  return isScript(real) ? undefined : real;
}

/** A program keeps its id when only some are asked, so those that share its name are asked too. */
function meant(candidates: readonly Candidate[], only: readonly string[] | undefined): readonly Candidate[] {
  if (only === undefined) return candidates;
  const ids = new Set(
    candidates.filter((c) => only.includes(c.id) || only.includes(c.path)).map((c) => c.id),
  );
  return candidates.filter((c) => ids.has(c.id));
}

export async function detectPrograms(options: DetectOptions = {}): Promise<DetectedProgram[]> {
  const env = options.env ?? process.env;
  const cwd = options.cwd ?? process.cwd();
  const config = options.config ?? { programs: {}, searchPath: true };
  const searchPath = env['PATH'] ?? '';
  const extensions = process.platform === 'win32' ? ['.exe', '.bat', '.cmd'] : [];
  const candidates = meant(
    [...configured(config, searchPath), ...(config.searchPath ? onPath(searchPath, extensions) : [])],
    options.only,
  );
  const versionFile = join(env['PYENV_ROOT'] ?? join(homedir(), '.pyenv'), 'version');
  let globalVersion = '';
  try {
    globalVersion = readFileSync(versionFile, 'utf8');
  } catch {
    // No pyenv.
  }
  const place = [cwd, env['PYENV_VERSION'] ?? '', env['VIRTUAL_ENV'] ?? '', globalVersion].join('\0');
  const directory =
    options.cacheDirectory === undefined ? defaultCacheDirectory(env) : options.cacheDirectory;
  const store = new AnswerStore(directory, place);
  const width = Math.max(2, Math.min(4, availableParallelism()));
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const answers = await sideBySide(candidates, width, async ({ command }) => {
    const stored = store.get(command);
    if (stored !== undefined) return stored;
    const answer = await probe(command, { ...options, env, cwd, timeoutMs });
    store.put(command, answer);
    return answer;
  });
  store.save();
  return merge(candidates, answers);
}

/** One row for each program: the same real executable with the same prefix (a virtual environment has its own) is one. */
function merge(candidates: readonly Candidate[], answers: readonly ProbeAnswer[]): DetectedProgram[] {
  const groups = new Map<string, { candidate: Candidate; answer: ProbeAnswer; order: number }[]>();
  candidates.forEach((candidate, order) => {
    const answer = answers[order]!;
    const facts = answer.state === 'ok' ? answer.facts : undefined;
    const file = facts?.realExecutable ?? realPath(candidate.path);
    // A configured program stays itself: it may carry arguments, and the user gave it a name.
    const key = candidate.configured
      ? `\0${candidate.id}`
      : answer.state === 'ok'
        ? `${file}\0${facts?.prefix ?? ''}`
        : `${answer.state}\0${candidate.path}`;
    groups.set(key, [...(groups.get(key) ?? []), { candidate, answer, order }]);
  });
  const taken = new Set<string>();
  const rows = [...groups.values()].map((group) => {
    const firstByName = (id: string): number => candidates.findIndex((c) => c.id === id);
    // The name a shell would find it under comes first; then the more usual name.
    const ordered = [...group].sort(
      (a, b) =>
        Number(firstByName(a.candidate.id) !== a.order) - Number(firstByName(b.candidate.id) !== b.order) ||
        a.candidate.rank - b.candidate.rank ||
        a.order - b.order,
    );
    return { ...ordered[0]!, others: ordered.slice(1).map((o) => o.candidate) };
  });
  rows.sort((a, b) => a.candidate.rank - b.candidate.rank || a.order - b.order);
  return rows.map(({ candidate, answer, others }) => {
    // A program of a name that is taken (shadowed on PATH) is called by its path.
    const id = taken.has(candidate.id) ? candidate.path : candidate.id;
    taken.add(id);
    const base = {
      id,
      path: candidate.path,
      aliases: others
        .map((o) => (o.id === candidate.id ? o.path : o.id))
        .filter((a, i, all) => all.indexOf(a) === i),
      title: candidate.title,
      answer,
    };
    if (answer.state !== 'ok') return { ...base, command: candidate.command };
    const behind = behindShim(candidate, answer.facts);
    return {
      ...base,
      command: behind === undefined ? candidate.command : [behind],
      shim: behind === undefined ? undefined : candidate.path,
      description: describeFacts(id, answer.facts),
    };
  });
}
