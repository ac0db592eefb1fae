// What is told of each implementation of Python apart from what is measured: technique, use, what lessons say; and which engines,
// ours and real ones, belong to it.
import type { ResultEngine } from '../harness/result.ts';

export interface Card {
  name: string;
  technique: string;
  bestFor: string;
  /** What lessons usually say, to be held against what was measured. */
  textbook: string;
  /** Ids of embedded engines, and names that programs on PATH give themselves. */
  engines: readonly string[];
  implementations: readonly string[];
}

export const cards: readonly Card[] = [
  {
    name: 'CPython',
    technique:
      'bytecode for a stack machine, specialised while it runs; reference counts and a cycle collector; a GIL',
    bestFor: 'everything by default: every library, C extensions, predictable destruction',
    textbook: 'the baseline: 100 %; every library',
    engines: ['cpython-like', 'cpython-wasm'],
    implementations: ['CPython'],
  },
  {
    name: 'PyPy',
    technique: 'a tracing compiler over an interpreter; moving garbage collector; a GIL',
    bestFor: 'programs that run long and spend their time in Python code',
    textbook: '2 to 10 times as fast; some 95 % of programs; more memory',
    engines: ['pypy-like'],
    implementations: ['PyPy'],
  },
  {
    name: 'MicroPython',
    technique: 'compact bytecode made in one pass, tagged small integers, mark and sweep in one fixed heap',
    bestFor: 'microcontrollers, and whatever must fit into kilobytes',
    textbook: 'some 70 % of the language; tiny; slower',
    engines: ['micro', 'micropython-wasm'],
    implementations: ['MicroPython'],
  },
  {
    name: 'Jython',
    technique: 'compiles to the bytecode of the Java machine; its collector and threads, no GIL; Python 2.7',
    bestFor: 'scripting Java programs',
    textbook: 'Python among Java classes; behind in the language',
    engines: [],
    implementations: ['Jython'],
  },
  {
    name: 'IronPython',
    technique: 'compiles to .NET through its dynamic language runtime; no GIL; Python 3.4',
    bestFor: 'scripting .NET programs',
    textbook: 'Python among .NET classes; behind in the language',
    engines: [],
    implementations: ['IronPython'],
  },
];

/** The card that an engine belongs to. */
export function cardOf(engine: Pick<ResultEngine, 'id' | 'implementation'>): Card | undefined {
  const id = engine.id.replace(/[#:].*$/, '');
  return cards.find(
    (c) =>
      c.engines.includes(id) ||
      (engine.implementation !== undefined && c.implementations.includes(engine.implementation)),
  );
}
