// Thresholds of the JIT with their meaning: PyPy's parameters (rpython/rlib/jit.py) where it has them, own bounds where the host asks for some.
// `-X jit=…` and `pypyjit.set_param` take them by these names.

export interface Params {
  /** Backward jumps of a loop before it is recorded. */
  threshold: number;
  /** Times that a trace is left by one exit before a bridge is recorded from there. */
  trace_eagerness: number;
  /** Compiled functions within one another: what the host's stack has room for. */
  host_frames: number;
  /** Bridges from one instruction after which it is recorded as one for any class, any function. */
  polymorphism: number;
  /** Recorded operations of one trace. */
  trace_limit: number;
  /** Calls of a function before it is recorded from its entry on. */
  function_threshold: number;
  /** Recorded operations of a trace beyond which calls are no longer followed. */
  inline_limit: number;
  /** Python frames inlined into one another. */
  inline_depth: number;
  /** Recorded operations of a whole tree: beyond, no bridge is added. V8's compile time grows with it. */
  unit_limit: number;
  /** Times that one tree is emitted again with new bridges; each starts V8's tiers anew. */
  emit_limit: number;
  /** Exits taken before bridges that wait are emitted; half as many more with every emission of the tree, up to one an operation of it. */
  quiet_exits: number;
  /** Recordings that were given up before a place is left alone; the wait between doubles. */
  abort_limit: number;
  /** Percent of the run's time that recording and compiling may take; 0: no bound. */
  budget: number;
  /**
   * Milliseconds since something was hot first in which nothing is recorded: the host has its hands full with the interpreter itself then, and what is emitted runs
   * in the host's own interpreter for about as long as such a program takes. Nothing of that where parameters are given and this is not among them.
   */
  settle: number;
  /** Debug: fail each guard once, at its first check. */
  fail_guards: number;
}

export const DEFAULTS: Readonly<Params> = {
  threshold: 1039,
  trace_eagerness: 200,
  host_frames: 400,
  polymorphism: 4,
  trace_limit: 6000,
  function_threshold: 1619,
  inline_limit: 1200,
  inline_depth: 12,
  unit_limit: 2500,
  emit_limit: 30,
  quiet_exits: 200,
  abort_limit: 5,
  budget: 10,
  settle: 50,
  fail_guards: 0,
};

/** `off`, or `threshold=10,trace_eagerness=3,…`; null for off. Answers what is wrong as a text. */
export function parseParams(text: string): Params | null | string {
  if (text === 'off' || text === '0') return null;
  const params: Params = { ...DEFAULTS };
  if (text === 'on' || text === '1' || text === 'default' || text === '') return params;
  params.settle = 0;
  for (const part of text.split(',')) {
    const [name, value] = part.split('=');
    if (!(name in DEFAULTS)) return `the JIT has no parameter '${name}'`;
    const number = Number(value);
    if (!Number.isInteger(number) || number < 0) return `'${part}' is no parameter with a value`;
    params[name as keyof Params] = number;
  }
  return params;
}
