// Programs with the JIT forced against the same engine without it: every loop is recorded at its second turn, bridges at once, and in one
// setting each guard fails at its first check. What a program prints must be the same to the letter; counters say that it was compiled.
import { describe, expect, test } from 'vitest';
import type { EngineHost } from '../engine.ts';
import { createEngine } from './engine.ts';
import { builtinPrograms } from './jit/testdata/builtin-programs.ts';
import { consumerPrograms } from './jit/testdata/consumer-programs.ts';
import { exceptionPrograms } from './jit/testdata/exception-programs.ts';
import { framePrograms } from './jit/testdata/frame-programs.ts';
import { hoistingPrograms } from './jit/testdata/hoisting-programs.ts';
import { hostCallPrograms } from './jit/testdata/host-call-programs.ts';
import { programs } from './jit/testdata/programs.ts';
import { specialPrograms } from './jit/testdata/special-programs.ts';
import { wordPrograms } from './jit/testdata/word-programs.ts';

interface Run {
  output: string;
  status: number;
  counters: Record<string, number>;
}

function hostThat(write: (bytes: Uint8Array) => void): EngineHost {
  return {
    readStdin: () => 0,
    writeStdout: write,
    writeStderr: write,
    isTerminal: { stdin: false, stdout: false, stderr: false },
    shared: new Int32Array(new SharedArrayBuffer(64)),
    emit: () => {},
    now: () => performance.now(),
  };
}

async function run(text: string, jit: string): Promise<Run> {
  const decoder = new TextDecoder();
  let output = '';
  const write = (bytes: Uint8Array): void => void (output += decoder.decode(bytes));
  const host = hostThat(write);
  const session = await createEngine().start(
    {
      program: { kind: 'source', text, filename: 'program.py' },
      args: [],
      env: { PYTHONHASHSEED: '0' },
      cwd: '/',
      fileSystem: { kind: 'memory', files: { '/program.py': text } },
      limits: {},
      options: { jit },
      flags: [],
      events: [],
    },
    host,
  );
  const { status } = await session.main();
  const counters = session.counters();
  await session.close();
  return { output, status, counters };
}

const SETTINGS = [
  'budget=0,threshold=2,trace_eagerness=2,function_threshold=2',
  'budget=0,threshold=2,trace_eagerness=2,function_threshold=2,fail_guards=1',
  'budget=0,threshold=3,trace_eagerness=1000000,function_threshold=2,fail_guards=1',
];

const all = {
  ...programs,
  ...builtinPrograms,
  ...consumerPrograms,
  ...exceptionPrograms,
  ...framePrograms,
  ...hoistingPrograms,
  ...hostCallPrograms,
  ...specialPrograms,
  ...wordPrograms,
};
describe.each(Object.entries(all))('%s', (_name, { text, compiles }) => {
  test('prints the same as without the JIT', async () => {
    const plain = await run(text, 'off');
    expect(plain.counters['jit-loops']).toBeUndefined();
    for (const setting of SETTINGS) {
      const traced = await run(text, setting);
      expect(traced.output, setting).toBe(plain.output);
      expect(traced.status).toBe(plain.status);
      expect(traced.counters['jit-faults'], setting).toBe(0);
      expect(traced.counters['jit-loops'], setting).toBeGreaterThanOrEqual(compiles);
    }
  });
});

test('a guard that fails within an inlined call within an expression: frames, locals, lines and the error are exact', async () => {
  const text = `import sys
def inner(a, k):
    b = a * 2
    return b // (500 - k)
def outer(n):
    total = 0
    for i in range(n):
        total += (i, inner(i, i) + 1)[1]
    return total
try:
    outer(1000)
except ZeroDivisionError as error:
    tb = error.__traceback__
    while tb is not None:
        frame = tb.tb_frame
        names = {k: v for k, v in frame.f_locals.items() if k in ('a', 'b', 'k', 'i', 'n', 'total')}
        print(frame.f_code.co_name, tb.tb_lineno, sorted(names.items()))
        tb = tb.tb_next
    print(error)
`;
  const { output, counters } = await run(text, 'budget=0,threshold=10');
  expect(counters['jit-loops']).toBeGreaterThanOrEqual(1);
  // As CPython 3.14.2 prints it.
  expect(output).toBe(
    [
      '<module> 11 []',
      "outer 8 [('i', 500), ('n', 1000), ('total', 6069)]",
      "inner 4 [('a', 500), ('b', 1000), ('k', 500)]",
      'division by zero',
      '',
    ].join('\n'),
  );
});

test('an endless compiled loop is left when the watchdog asks for something', async () => {
  const text = `def spin():
    i = 0
    while True:
        i += 1
spin()
`;
  const host: EngineHost = {
    readStdin: () => 0,
    writeStdout: () => {},
    writeStderr: () => {},
    isTerminal: { stdin: false, stdout: false, stderr: false },
    shared: new Int32Array(new SharedArrayBuffer(64)),
    emit: (event) => {
      // A SIGINT as soon as the loop is compiled: it must still arrive.
      if (event.kind === 'trace' && event.name === 'compiled') host.shared[0] = 1;
    },
    now: () => performance.now(),
  };
  const session = await createEngine().start(
    {
      program: { kind: 'source', text, filename: 'program.py' },
      args: [],
      env: {},
      cwd: '/',
      fileSystem: { kind: 'memory', files: {} },
      limits: {},
      options: { jit: 'budget=0,threshold=50' },
      flags: [],
      events: ['trace'],
    },
    host,
  );
  const outcome = await session.main();
  expect(outcome.exception?.type).toBe('KeyboardInterrupt');
});

test('a dump shows each stage of a loop and its bridge', async () => {
  const text = `def f(n):
    t = 0
    for i in range(n):
        if i % 5 == 0:
            t += i
    return t
f(500)
`;
  const expected = {
    'trace-recorded': /guard_class .* range_iterator[^]*int_mod[^]*loop @/,
    'trace-optimised': /preheader[^]*loop[^]*= phi [^]*inner /,
    'trace-js': /function run\(S, base, d, rounds, raw\)[^]*inner: for/,
  } as const;
  for (const [kind, pattern] of Object.entries(expected)) {
    const program = { kind: 'source', text, filename: 'program.py' } as const;
    const request = {
      kind: kind as keyof typeof expected,
      program,
      options: { jit: 'budget=0,threshold=9,trace_eagerness=9' },
      flags: [],
    };
    const answer = await createEngine().dump(
      request,
      hostThat(() => {}),
    );
    expect(answer.ok && answer.text).toMatch(pattern);
    expect(answer.ok && answer.text).toMatch(/# loop at f:3 FOR_ITER: \d+ operations recorded, 1 bridges/);
    expect(answer.ok && answer.text).toMatch(
      /# guard_\w+ at f:\d POP_JUMP_IF_\w+ failed \d+ times, a bridge since|# guard_\w+ at f:\d .* failed/,
    );
  }
});
