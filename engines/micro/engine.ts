// The engine behind the contract: describes itself, starts sessions (session.ts, the interpreter), and answers dumps, for
// which it brings the tools that the interpreter itself does without. What is left out and why: README.md.
import type {
  DumpAnswer,
  DumpRequest,
  Engine,
  EngineDescription,
  EngineHost,
  Program,
  RunRequest,
} from '../engine.ts';
import { checkHeap } from './heap.ts';
import { intern, Q } from './qstr.ts';
import { str } from './obj.ts';
import { asException } from './vm.ts';
import { config } from './config.ts';
import { MicroSession, sourceOf, describeException } from './session.ts';
import { savePrecompiled } from './precompile.ts';
import { compile } from './compile.ts';
import { disassemble, heapFigures, heapMap, HISTORY, listTokens } from './dump.ts';
import type { HeapFigures } from './dump.ts';
import { listTree } from './tree-dump.ts';
import { ReplSession } from './repl.ts';

const q_exec = Q('exec');

const request = (program: Program, d: DumpRequest): RunRequest => ({
  program,
  args: [],
  env: {},
  cwd: typeof process === 'undefined' ? '/' : process.cwd(),
  fileSystem: { kind: 'real' },
  limits: {},
  options: Object.fromEntries(Object.entries(d.options).map(([k, v]) => [k, String(v)])),
  flags: d.flags,
  events: [],
});

export function createEngine(): Engine {
  return {
    describe: (): EngineDescription => ({
      id: 'micro',
      implementation: 'MicroPython',
      languageVersion: '3.4.0',
      implementationVersion: config.release,
      compiler: 'heap of 16-byte blocks in one ArrayBuffer',
      capabilities: {
        refcounts: false,
        gc: 'mark-sweep',
        gil: 'no-threads',
        jit: 'none',
        heapCap: true,
        interruptible: true,
        dumps: ['tokens', 'ast', 'bytecode', 'heap'],
      },
      options: [
        {
          name: 'heap',
          values: '1k…64m',
          default: '64k',
          meaning: 'size of the heap, its stack region included',
        },
        {
          name: 'stack',
          values: 'bytes',
          default: 'heap/8, 1k…64k',
          meaning: 'size of the stack region inside the heap',
        },
        { name: 'gc-stress', values: '0|1', default: '0', meaning: 'collect before every allocation' },
        {
          name: 'fail-alloc',
          values: 'n',
          default: 'none',
          meaning: 'let allocation number n fail with a MemoryError',
        },
      ],
    }),
    start: (r, host) => (r.program.kind === 'repl' ? new ReplSession(r, host) : new MicroSession(r, host)),
    dump: (d: DumpRequest, host: EngineHost): DumpAnswer => {
      const asked = request(d.program, d);
      if (d.kind === 'heap') {
        const history: HeapFigures[] = [];
        const emit = () => {
          history.push(heapFigures());
          if (history.length > HISTORY) history.shift();
        };
        new MicroSession({ ...asked, events: ['gc'] }, { ...host, emit }).main();
        const data = heapMap(history);
        return { ok: true, text: data.text, data };
      }
      new MicroSession(asked, host);
      if (d.kind !== 'bytecode' && d.kind !== 'tokens' && d.kind !== 'ast')
        return { ok: false, error: `micro has no dump of ${d.kind}` };
      try {
        const [data, filename] = sourceOf(d.program, host);
        if (d.kind === 'tokens') return { ok: true, text: listTokens(data, intern(str(filename))) };
        if (d.kind === 'ast') return { ok: true, text: listTree(data, intern(str(filename))) };
        const code = compile(data, intern(str(filename)), q_exec);
        if (d.options.precompiled) return { ok: true, text: '', data: savePrecompiled(code) };
        return { ok: true, text: disassemble(code) };
      } catch (e) {
        return { ok: false, error: describeException(asException(e)).traceback };
      }
    },
  };
}
export { checkHeap };
