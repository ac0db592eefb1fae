// Writes engines/kernels/hash.expected.json: hashes and set orders of a native 64-bit CPython (3.13 or later), which the 32-bit wasm oracle
// cannot tell. Run: node scripts/make-hash-expectations.mjs [path of the interpreter]
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

const python = process.argv[2] ?? 'python3.13';
const program = `
import json, random, sys
texts = ['', 'a', 'abc', 'abcdefg', 'abcdefgh', 'abcdefghi', 'x' * 100, '\\xe9', 'caf\\xe9 noir', '\\u4e2d', '\\u4e2d\\u6587abc', '\\U0001f600', 'ab\\U0001f600cde', '\\ud800', '__init__']
out = {'texts': [[[ord(c) for c in t], str(hash(t))] for t in texts],
       'bytes': [[list(b), str(hash(b))] for b in (b'', b'a', bytes(range(256)), b'12345678')]}
if sys.argv[1] == '0':
    ints = [0, 1, -1, -2, 2**31, -2**31, 2**53, 2**60, 2**61 - 1, 2**61, -2**61, 2**61 - 2, 1 - 2**61, 10**30, -10**30, 3**200, 2**63, -2**63]
    out['ints'] = [[str(n), str(hash(n))] for n in ints]
    floats = [0.0, -0.0, 0.5, -0.5, 1.5, 0.1, -0.1, 1e16, 1e22, 1e300, -1e300, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, float('inf'), float('-inf'), 2.0**60, 2.0**61 + 512, -1.0, 3.14159, 1e-5]
    out['floats'] = [[f.hex(), str(hash(f))] for f in floats]
    complexes = [1j, -1j, 1+2j, 0.1-0.5j, 1e300+1e300j, complex(-1, 0)]
    out['complexes'] = [[c.real.hex(), c.imag.hex(), str(hash(c))] for c in complexes]
    tuples = [(), (1,), (1, 2), (2, 1), (-1,), (0,) * 10, ((),), tuple(range(100)), (2**60, -2**60, 0.5), ('abc', 'def')]
    out['tuples'] = [[[str(hash(x)) for x in t], str(hash(t))] for t in tuples]
    sets = [[], [1], [1, 2, 3], [-1], [0.5, 'a'], list(range(50)), [2**60, 'abc', ()]]
    out['frozensets'] = [[[str(hash(x)) for x in s], str(hash(frozenset(s)))] for s in sets]
    # programs of operations on sets of ints and short texts, with the order after each few of them
    rng = random.Random(314)
    programs = []
    def keys(kind):
        if kind == 0: return rng.randrange(30)
        if kind == 1: return rng.randrange(-10**6, 10**6)
        if kind == 2: return rng.choice((1 << 32, 1 << 40, 1 << 45, 8, 1024)) * rng.randrange(100)
        return ''.join(rng.choice('abcdefgh') for _ in range(rng.randrange(1, 5)))
    for number in range(28):
        kind = number % 4
        s, steps = set(), []
        for _ in range(rng.randrange(5, 40)):
            op = rng.choice(['add', 'add', 'add', 'add', 'discard', 'discard', 'pop', 'merge', 'minus', 'xor', 'and', 'or', 'sub', 'copy', 'update'])
            arg = [keys(kind) for _ in range(rng.choice((1, 3, 10, 24)))]
            if op == 'add': s.add(arg[0])
            elif op == 'discard': s.discard(arg[0])
            elif op == 'pop':
                if s: s.pop()
            elif op == 'merge': s |= set(arg)
            elif op == 'minus': s -= set(arg)
            elif op == 'xor': s ^= set(arg)
            elif op == 'and':
                arg += list(s)[:5]
                s = s & set(arg)
            elif op == 'or': s = s | set(arg)
            elif op == 'sub': s = s - set(arg)
            elif op == 'copy': s = set(s)
            elif op == 'update': s.update(arg)
            steps.append([op, arg, list(s)])
        programs.append(steps)
    big = set()
    for i in range(400): big.add(i * 7919 % 100003)
    programs.append([['update', [i * 7919 % 100003 for i in range(400)], list(big)]])
    out['sets'] = programs
print(json.dumps(out))
`;
const seeds = ['0', '1', '42', '4294967295'];
const answers = Object.fromEntries(
  seeds.map((seed) => [
    seed,
    JSON.parse(
      execFileSync(python, ['-c', program, seed], {
        encoding: 'utf8',
        env: { ...process.env, PYTHONHASHSEED: seed },
      }),
    ),
  ]),
);
const version = execFileSync(python, ['-c', 'import sys; print(sys.version.split()[0], sys.maxsize)'], {
  encoding: 'utf8',
}).trim();
const folder = join(dirname(fileURLToPath(import.meta.url)), '..', 'engines', 'kernels');
const file = join(folder, 'hash.expected.json');
const text = JSON.stringify({ origin: `CPython ${version}`, seeds: answers });
writeFileSync(file, await format(text, { ...(await resolveConfig(file)), parser: 'json' }));
