// The log of a tracing JIT as text and as a page: places, counts, failures, and nothing of a program as markup.
import { expect, test } from 'vitest';
import { isTraceLog, tracePage, traceText } from './trace-page.ts';
import type { TraceLog } from './trace-page.ts';

const log: TraceLog = {
  version: 1,
  units: [
    {
      kind: 'loop',
      name: 'f.<locals>.g',
      file: 'a.py',
      line: 2,
      state: 'compiled',
      operations: 3,
      emissions: 2,
      entered: 5,
      left: 7,
      thrownAway: 0,
      aborts: [{ reason: 'exception: division by zero', count: 2 }],
      traces: [
        {
          number: 0,
          kind: 'root',
          operations: [
            {
              text: 'b1 = int_lt i0 5',
              function: 'f.<locals>.g',
              line: 2,
              opcode: 'COMPARE_OP',
              failures: 0,
              bridge: null,
            },
            {
              text: 'guard_true b1 @0',
              function: 'f.<locals>.g',
              line: 2,
              opcode: 'POP_JUMP_IF_FALSE',
              failures: 9,
              bridge: 1,
            },
          ],
          end: 'loop',
          stopped: null,
        },
        { number: 1, kind: 'bridge', operations: [], end: 'leave', stopped: 'left-frame' },
      ],
      js: 'if (a < b) { return; }',
    },
  ],
  counters: { 'jit-loops': 1, 'jit-faults': 0 },
};

test('text: operations stand behind their line and bytecode, guards tell failures and bridges', () => {
  const text = traceText(log, 'def f():\n    while i < 5: pass\n', 'a.py');
  expect(text).toContain(
    '# loop f.<locals>.g, line 2 (a.py): compiled, 3 operations, 1 bridge, emitted 2 times',
  );
  expect(text).toContain('#   given up 2 times: exception: division by zero');
  expect(text).toContain('# f.<locals>.g:2 COMPARE_OP    while i < 5: pass\n    b1 = int_lt i0 5');
  expect(text).toContain('guard_true b1 @0    # failed 9 times, bridge 1');
  expect(text).toContain('leave: left-frame');
});

test('page: names and code of the program are text', () => {
  const page = tracePage(log, 'a<b>.py', '');
  expect(page).toContain('f.&#60;locals&#62;.g');
  expect(page).toContain('a&#60;b&#62;.py');
  expect(page).toContain('if (a &#60; b)');
  expect(page).not.toContain('<locals>');
  expect(page).not.toContain('jit-faults');
});

test('other data is no log', () => {
  expect(isTraceLog(undefined)).toBe(false);
  expect(isTraceLog({ version: 2, units: [] })).toBe(false);
  expect(isTraceLog(log)).toBe(true);
});
