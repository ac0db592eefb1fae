// Random loops, JIT forced against JIT off, in one process: `node engines/pypy-like/jit/bench/fuzz-loops.mjs [PROGRAMS] [SEED]`. Programs are
// bounded and deterministic; each has functions with nested loops over ints, floats, lists, attributes and calls. A program that differs is
// printed with its seed. Needs the built engine.
import { createEngine } from '../../../../dist/engines/pypy-like.js';

const programs = Number(process.argv[2] ?? 50);
const firstSeed = Number(process.argv[3] ?? 1);

function generator(seed) {
  let state = seed * 2654435761 + 12345;
  const next = (n) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return ((state ^ (state >>> 11)) >>> 0) % n;
  };
  return next;
}

function program(seed) {
  const next = generator(seed);
  const pick = (...choices) => choices[next(choices.length)];
  const lines = [
    'class C:',
    '    def __init__(self, a, b):',
    '        self.a = a',
    '        self.b = b',
    '    def m(self, x):',
    '        self.a = (self.a + x) % 1009',
    '        return self.a - x',
    'class D(C):',
    '    def m(self, x):',
    '        self.b += 0.25',
    '        return x // 2',
    'def g(x, y=3):',
    '    if x > y:',
    '        return x - y',
    '    return y * 2 - x',
  ];
  const value = (depth) => {
    if (depth <= 0) return pick('x', 'y', 'z', 'i', 'f', String(next(9) - 3), `${next(40) / 8}`);
    const a = () => value(depth - 1);
    switch (next(14)) {
      case 0:
      case 1:
        return `(${a()} + ${a()})`;
      case 2:
        return `(${a()} - ${a()})`;
      case 3:
        return `(${pick('x', 'i', 'f')} * ${pick('2', '3', 'y', '0.5', '-1')})`;
      case 4:
        return `(${a()} % ${pick('7', '13', '-5', '2.5')})`;
      case 5:
        return `(${a()} // ${pick('3', '-4', '8', '1.5')})`;
      case 6:
        return `xs[${pick('i % 8', '-1 - i % 8', 'y % 8', 'int(x) % 8')}]`;
      case 7:
        return `g(${a()}${pick('', `, ${pick('i', 'y')}`)})`;
      case 8:
        return pick('o.a', 'o.b', 'p.a', 'p.b', 'q.a');
      case 9:
        return `${pick('o', 'p', 'q')}.m(${pick('i', 'y', '3')})`;
      case 10:
        return `(${a()} if ${condition(depth - 1)} else ${a()})`;
      case 11:
        return `${pick('abs', 'int', 'float')}(${a()})`;
      case 12:
        return `${pick('min', 'max')}(${a()}, ${a()})`;
      default:
        return `(int(${a()}) ${pick('&', '|', '^', '>>')} ${pick('3', '255', '12')})`;
    }
  };
  const condition = (depth) => {
    const test = `${value(depth)} ${pick('<', '<=', '==', '!=', '>', '>=')} ${value(depth)}`;
    return pick(
      test,
      test,
      `not (${test})`,
      `${test} and i % 3`,
      `${pick('x', 'w')} is ${pick('None', 'w')}`,
    );
  };
  const limit = (text) => `(${text}) % 100003`;
  const block = (indent, depth, inLoop) => {
    const pad = '    '.repeat(indent);
    const out = [];
    for (let k = 1 + next(4); k > 0; k--) {
      switch (next(depth > 0 ? 13 : 9)) {
        case 0:
        case 1:
        case 2:
          out.push(`${pad}${pick('x', 'y', 'z')} = ${limit(value(2))}`);
          break;
        case 3:
          out.push(`${pad}f = ${limit(`f * 0.5 + ${value(1)}`)}`);
          break;
        case 4:
          out.push(`${pad}xs[i % 8] = ${limit(value(1))}`);
          break;
        case 5:
          out.push(`${pad}${pick('o.a', 'p.b', 'o.b', 'q.a')} = ${limit(value(1))}`);
          break;
        case 6:
          out.push(`${pad}x, y = y, ${limit('x')}`);
          break;
        case 7:
          out.push(
            `${pad}${pick(`w = ${pick('None', 'i', 'xs', 'o')}`, `o = ${pick('p', 'C(i, f)', 'D(1, 2)')}`)}`,
          );
          break;
        case 8:
          out.push(`${pad}z = ${pick('(x, i)[1]', '[x, y, i][i % 3]', 'len(xs) + i', 'sum(xs[:3])')}`);
          break;
        case 9:
        case 10:
          out.push(`${pad}if ${condition(1)}:`, ...block(indent + 1, depth - 1, inLoop));
          if (next(2)) out.push(`${pad}else:`, ...block(indent + 1, depth - 1, inLoop));
          break;
        case 11: {
          const v = pick('j', 'k');
          out.push(
            `${pad}for ${v} in ${pick('range(i % 6)', 'xs', 'range(3)', 'zip(xs, xs)', 'enumerate(xs)')}:`,
          );
          out.push(...block(indent + 1, depth - 1, true));
          break;
        }
        default:
          if (inLoop) out.push(`${pad}if ${condition(0)}:`, `${pad}    ${pick('continue', 'break', 'pass')}`);
          else out.push(`${pad}pass`);
      }
    }
    return out;
  };
  for (let f = 0; f < 4; f++) {
    lines.push(
      `def f${f}(n):`,
      '    x, y, z, w, i, f = 1, 2, 3, None, 0, 0.5',
      `    xs = ${pick('[1, 2, 3, 4, 5, 6, 7, 8]', '[0.5] * 8', '[1, 2.5, 3, 4.5, 5, 6.5, 7, 8]')}`,
      `    o, p, q = C(1, ${pick('2', '2.5')}), D(3, 4), C(5.5, 6)`,
      pick('    for i in range(n):', '    while i < n:\n        i += 1'),
      ...block(2, 2, true),
      '    return x, y, z, f, xs, o.a, o.b, p.a, p.b, q.a, w is None',
    );
  }
  lines.push('for f in f0, f1, f2, f3:', '    try:', '        print(f(120))', '    except Exception as e:');
  lines.push('        print(type(e).__name__, e, e.__traceback__.tb_next.tb_lineno)');
  return `${lines.join('\n')}\n`;
}

async function run(text, jit) {
  let output = '';
  const decoder = new TextDecoder();
  const write = (bytes) => void (output += decoder.decode(bytes));
  const host = {
    readStdin: () => 0,
    writeStdout: write,
    writeStderr: write,
    isTerminal: { stdin: false, stdout: false, stderr: false },
    shared: new Int32Array(new SharedArrayBuffer(64)),
    emit: () => {},
    now: () => performance.now(),
  };
  const request = {
    program: { kind: 'source', text, filename: 'fuzz.py' },
    args: [],
    env: { PYTHONHASHSEED: '0' },
    cwd: '/',
    fileSystem: { kind: 'memory', files: {} },
    limits: {},
    options: { jit },
    flags: [],
    events: [],
  };
  try {
    const session = await createEngine().start(request, host);
    await session.main();
    const counters = session.counters();
    await session.close();
    if (counters['jit-faults'] > 0) output += `${counters['jit-faults']} faults of the JIT`;
    return { output, loops: counters['jit-loops'] ?? 0, bridges: counters['jit-bridges'] ?? 0 };
  } catch (e) {
    return { output: `${output}\nfault: ${e.stack}`, loops: 0, bridges: 0 };
  }
}

const settings = [
  'budget=0,threshold=2,trace_eagerness=2,function_threshold=2',
  'budget=0,threshold=5,trace_eagerness=3,function_threshold=3,fail_guards=1',
  'budget=0,threshold=20,trace_eagerness=8,function_threshold=20',
];
let differences = 0;
let loops = 0;
let bridges = 0;
for (let seed = firstSeed; seed < firstSeed + programs; seed++) {
  const text = program(seed);
  const plain = await run(text, 'off');
  for (const setting of settings) {
    const traced = await run(text, setting);
    loops += traced.loops;
    bridges += traced.bridges;
    if (traced.output === plain.output) continue;
    differences++;
    console.log(`seed ${seed} with ${setting}\n--- off\n${plain.output}\n--- on\n${traced.output}`);
    if (process.env.TEXT !== undefined) console.log(text);
    break;
  }
}
console.log(`programs ${programs} differences ${differences} (${loops} loops, ${bridges} bridges)`);
process.exitCode = differences > 0 ? 1 : 0;
