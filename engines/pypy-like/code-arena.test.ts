// More code runs than there is room for: what is not running leaves its place and comes back to another, also from inside a builtin that the loop
// below is waiting for (a dict that asks `__eq__`), and suspended generators go on.
import { describe, expect, test } from 'vitest';
import { CODE } from './code-arena.ts';
import { createEngine } from './engine.ts';

/** 3,000 assignments of some eight instructions: 48,000 numbers, prepared anew under each name. */
const PROGRAM = `
source = 'def f(x):\\n' + ''.join(f'    x = x + {i} * 2 - (x >> 1)\\n' for i in range(3000)) + '    return x\\nr = f(base)\\n'
code = compile(source, 'c', 'exec')
runs = 0
def run(base):
    global runs
    runs += 1
    inner = tuple(k.replace(co_name=f'n{runs}') if hasattr(k, 'co_code') else k for k in code.co_consts)
    names = {'base': base}
    exec(code.replace(co_consts=inner), names)
    return names['r']
class Key:
    def __hash__(self):
        return 5
    def __eq__(self, other):
        for i in range(30):
            run(i)
        return False
def numbers():
    for i in range(100):
        yield i
going = numbers()
keys = {Key(): 1}
total = 0
for i in range(40):
    total += run(i) + next(going)
    if i % 20 == 0:
        print(i, Key() in keys)
print(runs, total, list(going)[:3])
`;

describe('the array of instructions', () => {
  test('is made room in', async () => {
    const decoder = new TextDecoder();
    let output = '';
    const write = (bytes: Uint8Array): void => void (output += decoder.decode(bytes));
    const session = await createEngine().start(
      {
        program: { kind: 'source', text: PROGRAM, filename: 'program.py' },
        args: [],
        env: {},
        cwd: '/',
        fileSystem: { kind: 'memory', files: { '/program.py': PROGRAM } },
        limits: {},
        options: { jit: 'off' },
        flags: [],
        events: [],
      },
      {
        readStdin: () => 0,
        writeStdout: write,
        writeStderr: write,
        isTerminal: { stdin: false, stdout: false, stderr: false },
        shared: new Int32Array(new SharedArrayBuffer(64)),
        emit: () => {},
        now: () => performance.now(),
      },
    );
    await session.main();
    await session.close();
    expect(output).toBe('0 False\n20 False\n100 480500 [40, 41, 42]\n');
    // The program is big enough for that.
    expect(100 * 48_000).toBeGreaterThan(CODE.length);
  }, 60_000);
});
