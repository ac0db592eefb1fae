// The oracle of the kernels' tests: real CPython (the pinned pyodide) in this process. Not part of any engine.

interface Oracle {
  /** For each Python expression: `repr` of its value, or `Type: text` of what it raises. */
  evaluate(expressions: readonly string[], prelude?: string): string[];
  /** Runs a program and answers what `json.dumps` makes of its variable `answer`. */
  run<T>(program: string, input?: unknown): T;
}

let loading: Promise<Oracle> | undefined;

/** About a second the first time. */
export function loadOracle(): Promise<Oracle> {
  loading ??= import('pyodide').then(async ({ loadPyodide }) => {
    const python = await loadPyodide({ stdout: () => {}, stderr: () => {} });
    const run = <T>(program: string, input: unknown = null): T => {
      python.globals.set('_input', JSON.stringify(input));
      python.runPython(`import json\ninput_ = json.loads(_input)\n${program}\n_answer = json.dumps(answer)`);
      return JSON.parse(python.globals.get('_answer'));
    };
    return {
      run,
      evaluate: (expressions, prelude = '') =>
        run<string[]>(
          `${prelude}
answer = []
for _e in input_:
    try:
        answer.append(repr(eval(_e)))
    except BaseException as _x:
        answer.append(type(_x).__name__ + ': ' + str(_x))
`,
          expressions,
        ),
    };
  });
  return loading;
}
