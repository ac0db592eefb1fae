// A program that uses what most programs use, run by the build so that V8 compiles the functions behind it: they go into the engines' code
// caches (make-code-cache.ts) and start-up snapshots (make-snapshot.ts). Where no compiled library is at hand, it makes one.
import type { EngineHost, EngineModule, RunRequest } from '../engines/engine.ts';

const host: EngineHost = {
  readStdin: () => 0,
  writeStdout() {},
  writeStderr: (bytes) => void process.stderr.write(bytes),
  isTerminal: { stdin: false, stdout: false, stderr: false },
  // Nothing waits; and there is no shared memory while a snapshot is built.
  shared: new Int32Array(16),
  emit() {},
  now: () => performance.now(),
};

const PROGRAM = `
class A:
    def __init__(self, x):
        self.x = x
def f(*args, **kwargs):
    return [A(i).x for i in args], {k: v for k, v in kwargs.items()}
try:
    print(f(1, 2.5, a='text'), sorted((3, 1, 2)), f"{len('abc'):>5}", sep=' ')
    raise ValueError('x')
except ValueError as e:
    print(repr(e))
for name in 'collections', 'dataclasses', 'enum', 'functools', 'io', 'json', 'os', 're', 'threading', 'typing':
    try:
        __import__(name)
    except ImportError:
        pass
`;

const request: RunRequest = {
  program: { kind: 'source', text: PROGRAM, filename: '<string>' },
  args: [],
  env: {},
  cwd: process.cwd(),
  fileSystem: { kind: 'real' },
  limits: {},
  options: {},
  flags: [],
  events: [],
};

export async function warmUp(module: EngineModule): Promise<void> {
  const session = await module.createEngine().start(request, host);
  const outcome = await session.main();
  if (outcome.status !== 0) throw new Error(outcome.exception?.traceback ?? String(outcome.status));
  await session.close();
}
