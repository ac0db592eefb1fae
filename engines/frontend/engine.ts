// The front end behind the contract: it dumps, and runs nothing. What `lab tokens`, `ast`, `symtable`, `dis` ask when no engine is named.
import { readFileSync } from 'node:fs';
import type { DumpAnswer, DumpRequest, Engine, EngineDescription } from '../engine.ts';
import { dumpSource } from './dump.ts';

const description: EngineDescription = {
  id: 'front-end',
  implementation: 'CPython',
  languageVersion: '3.14.2',
  implementationVersion: '3.14.2',
  compiler: 'the lab’s own front end',
  capabilities: {
    refcounts: false,
    gc: 'unknown',
    gil: 'unknown',
    jit: 'none',
    heapCap: false,
    interruptible: true,
    dumps: ['tokens', 'ast', 'symtable', 'bytecode'],
  },
  options: [],
};

function dump({ kind, program, options, flags }: DumpRequest): DumpAnswer {
  const optimize = flags.includes('-OO') ? 2 : flags.includes('-O') ? 1 : 0;
  switch (program.kind) {
    case 'source':
      return dumpSource({
        kind,
        source: program.text,
        filename: program.filename,
        isFile: false,
        optimize,
        options,
      });
    case 'file':
      return dumpSource({
        kind,
        source: readFileSync(program.path),
        filename: program.path,
        isFile: true,
        optimize,
        options,
      });
    default:
      return { ok: false, error: `the front end dumps files and source texts, not a ${program.kind}` };
  }
}

export function createEngine(): Engine {
  return {
    describe: () => description,
    start: () => {
      throw new Error('the front end runs no programs: name an engine with --engine');
    },
    dump,
  };
}
