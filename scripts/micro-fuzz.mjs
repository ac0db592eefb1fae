// Random programs on micro and on a real MicroPython on PATH, outputs compared: `node scripts/micro-fuzz.mjs [count] [seed]
// [micropython]`. Programs are bounded and deterministic; every tenth runs with a collection before each allocation. A
// program that differs, breaks the heap or throws a host error is printed whole; status 1.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const count = +(process.argv[2] ?? 200);
const seed = +(process.argv[3] ?? 1);
const real = process.argv[4] ?? 'micropython';
const { createEngine, checkHeap } = await import(join(root, 'dist', 'micro-run', 'micro.mjs'));

/** mulberry32 */
function random(s) {
  return () => {
    s = (s + 0x6d2b79f5) | 0;
    let t = Math.imul(s ^ (s >>> 15), 1 | s);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function program(rnd) {
  const pick = (...a) => a[Math.floor(rnd() * a.length)];
  const int = () =>
    pick(0, 1, 2, 3, -1, -7, 10, 255, 1000, 2 ** 29, 2 ** 30, -(2 ** 30), 2 ** 31, 10 ** 12, -(10 ** 15));
  const vars = ['a', 'b', 'c', 'd'];
  const expr = (n) => {
    if (n <= 0 || rnd() < 0.2)
      return pick(
        String(int()),
        pick(...vars),
        pick("'x'", "'abc'", "''", "b'q'"),
        pick('True', 'None', '1.5', '()', '[]', '{}'),
      );
    const e = () => expr(n - 1);
    return pick(
      () =>
        `(${e()} ${pick('+', '-', '*', '//', '%', '&', '|', '^', '==', '<', '!=', 'in', 'is', 'and', 'or')} ${e()})`,
      () => `(${pick('-', '~', 'not ', '+')}${e()})`,
      () => `[${e()}, ${e()}]`,
      () => `(${e()}, ${e()}, ${e()})`,
      () => `{${pick('1', "'k'", 'a')}: ${e()}}`,
      () => `${e()}[${pick('0', '1', '-1', '1:', ':2', '0:1', e())}]`,
      () => `len(${e()})`,
      () =>
        `${pick('str', 'repr', 'bool', 'int', 'list', 'tuple', 'sum', 'sorted', 'abs', 'max', 'type')}(${e()})`,
      () => `(${e()} if ${e()} else ${e()})`,
      () => `[x for x in ${e()} if ${pick('x', 'True', e())}]`,
      () => `f(${e()}${pick('', ', ' + e(), ', y=' + e())})`,
      () => `(lambda x: ${e()})(${e()})`,
      () => `'%s-%r' % (${e()}, ${e()})`,
      () => `'{}|{!r}'.format(${e()}, ${e()})`,
      () =>
        `${pick("'a,b'", "'Hello'", 'str(' + e() + ')')}.${pick("split(',')", 'upper()', "replace('l', 'L')", "find('l')", "join(['p', 'q'])", 'strip()')}`,
      () => `list(g(${pick('1', '2', '3')}))`,
      () => `C(${e()}).m(${e()})`,
    )();
  };
  const block = (n, indent) => {
    let s = '';
    for (let k = 1 + Math.floor(rnd() * 3); k > 0; k--) s += statement(n, indent);
    return s;
  };
  const statement = (n, i) => {
    const e = () => expr(2);
    if (n <= 0 || rnd() < 0.4)
      return pick(
        () => `${i}${pick(...vars)} = ${e()}\n`,
        () => `${i}print(${e()})\n`,
        () => `${i}${pick(...vars)} ${pick('+=', '*=', '-=')} ${e()}\n`,
        () => `${i}a, b = ${pick('b, a', e() + ', ' + e())}\n`,
      )();
    const inner = () => block(n - 1, i + '    ');
    return pick(
      () => `${i}if ${e()}:\n${inner()}${i}else:\n${inner()}`,
      () =>
        `${i}for ${pick('c', 'd')} in ${pick('range(3)', 'range(5, 0, -2)', "'ab'", '[1, 2]')}:\n${inner()}${i}    ${pick('pass', 'break', 'continue', 'print(c)')}\n`,
      () =>
        `${i}try:\n${inner()}${i}except ${pick('TypeError', '(ValueError, IndexError)', 'Exception as exc')}:\n${inner()}${i}    print('caught')\n`,
      () => `${i}try:\n${inner()}${i}finally:\n${inner()}`,
      () => `${i}while d != 'stop':\n${i}    d = 'stop'\n${inner()}`,
    )();
  };
  let s = `a, b, c, d = 1, 'two', [3], 4
def f(x, y=2):
    return x, y
def g(n):
    try:
        while n:
            n -= 1
            yield n
    finally:
        print('done', n)
class C:
    def __init__(self, v): self.v = v
    def m(self, w): return [self.v, w]
def main():
    global a, b, c, d
${block(3, '    ')}`;
  for (let k = 0; k < 4; k++)
    s += `try:\n${block(2, '    ')}except Exception as exc:\n    print(type(exc))\n`;
  return s + "try:\n    main()\nexcept Exception as exc:\n    print(type(exc))\nprint('end')\n";
}

const scratch = mkdtempSync(join(tmpdir(), 'micro-fuzz-'));
let different = 0;
for (let k = 0; k < count; k++) {
  const text = program(random(seed * 100003 + k));
  const file = join(scratch, 'p.py');
  writeFileSync(file, text);
  const r = spawnSync(real, ['-X', 'heapsize=4m', file], { encoding: 'utf8', timeout: 10000 });
  if (r.status !== 0 || r.stdout.length > 200000) continue;
  let out = '';
  let fault = '';
  const shared = new Int32Array(4);
  const h = {
    readStdin: () => 0,
    writeStdout: (b) => (out += Buffer.from(b)),
    writeStderr: (b) => (out += Buffer.from(b)),
    isTerminal: {},
    shared,
    emit() {},
    now: () => performance.now(),
  };
  try {
    const session = createEngine().start(
      {
        program: { kind: 'file', path: file },
        args: [],
        env: {},
        cwd: '/',
        fileSystem: { kind: 'real' },
        limits: {},
        options: { heap: '4m', ...(k % 10 === 9 ? { heap: '64k', 'gc-stress': '1' } : {}) },
        flags: [],
        events: [],
      },
      h,
    );
    session.main();
    fault = checkHeap().join('\n');
  } catch (e) {
    fault = String(e.stack ?? e);
  }
  // Addresses differ.
  const clean = (t) => t.replace(/0x[0-9a-f]+|at [0-9a-f]{6,}/g, '…');
  if (fault !== '' || clean(out) !== clean(r.stdout)) {
    different++;
    console.log(`---- program ${k}\n${text}---- micropython\n${r.stdout}---- micro\n${out}${fault}`);
  }
}
rmSync(scratch, { recursive: true });
console.log(`${count} programs, ${different} different`);
process.exitCode = different > 0 ? 1 : 0;
