// Run by the build on the engines' host: `node dist/make-code-cache.js BUNDLE.cjs…` writes V8's code cache of each bundle, taken after a
// program has run twice, so that it holds what every start compiles: the first run compiles the library's modules, the second reads them.
import { renameSync, writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import type { EngineHost, RunRequest } from '../engines/engine.ts';
import { codeCachePath, loadScript } from './load-bundle.ts';

const host: EngineHost = {
  readStdin: () => 0,
  writeStdout() {},
  writeStderr: (bytes) => void process.stderr.write(bytes),
  isTerminal: { stdin: false, stdout: false, stderr: false },
  shared: new Int32Array(new SharedArrayBuffer(64)),
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

for (const path of process.argv.slice(2)) {
  // Else V8 throws away what ran at the start alone before the cache is made. A cache notes its flags: they must be as usual when it is.
  setFlagsFromString('--no-flush-bytecode');
  const { script, module } = loadScript(path);
  for (let run = 0; run < 2; run++) {
    const session = await module.createEngine().start(request, host);
    const outcome = await session.main();
    if (outcome.status !== 0) throw new Error(`${path}: ${outcome.exception?.traceback ?? outcome.status}`);
    await session.close();
  }
  setFlagsFromString('--flush-bytecode');
  const cache = codeCachePath(path);
  writeFileSync(`${cache}.new`, script.createCachedData());
  renameSync(`${cache}.new`, cache);
}
