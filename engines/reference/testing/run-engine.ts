// Runs a program on a reference engine inside the test's own process: a host that keeps what is written, and no watchdog.
import type { CallOutcome, Engine, EngineHost, MemoryFigures, Outcome, RunRequest } from '../../engine.ts';

export interface Ran {
  outcome: Outcome;
  closed: Outcome;
  stdout: string;
  stderr: string;
  calls: CallOutcome[];
  has: boolean;
  memory: MemoryFigures;
}

export interface RunWishes extends Partial<RunRequest> {
  stdin?: string;
  /** Bits that are set in the watchdog's word when the program first reads its stdin. */
  word?: number;
  /** Function and arguments to be called after the program, each once. */
  calls?: readonly [string, ...(number | string)[]][];
}

export function keepingHost(stdin = '', word = 0) {
  const shared = new Int32Array(new SharedArrayBuffer(64));
  const written: { out: Uint8Array[]; err: Uint8Array[] } = { out: [], err: [] };
  const input = new TextEncoder().encode(stdin);
  let at = 0;
  const host: EngineHost = {
    readStdin(into) {
      if (word !== 0) Atomics.or(shared, 0, word);
      word = 0;
      const part = input.subarray(at, at + into.length);
      into.set(part);
      at += part.length;
      return part.length;
    },
    writeStdout: (bytes) => void written.out.push(bytes),
    writeStderr: (bytes) => void written.err.push(bytes),
    isTerminal: { stdin: false, stdout: false, stderr: false },
    shared,
    emit: () => {},
    now: () => performance.now(),
  };
  const text = (chunks: Uint8Array[]): string => Buffer.concat(chunks).toString('utf8');
  return { host, stdout: () => text(written.out), stderr: () => text(written.err) };
}

export async function run(engine: Engine, wishes: RunWishes): Promise<Ran> {
  const { stdin, word, calls, ...request } = wishes;
  const { host, stdout, stderr } = keepingHost(stdin, word);
  const session = await engine.start(
    {
      program: { kind: 'source', text: '', filename: '<string>' },
      args: [],
      env: {},
      cwd: process.cwd(),
      fileSystem: { kind: 'real' },
      limits: {},
      options: {},
      flags: [],
      events: [],
      ...request,
    },
    host,
  );
  const outcome = await session.main();
  const answers = (calls ?? []).map(([name, ...args]) => session.call(name, args));
  const has = calls?.[0] !== undefined && session.has(calls[0][0]);
  const memory = session.memory();
  const closed = await session.close();
  return { outcome, closed, stdout: stdout(), stderr: stderr(), calls: answers, has, memory };
}

export const source = (text: string, filename = '<string>'): RunRequest['program'] => ({
  kind: 'source',
  text,
  filename,
});
