// Random programs for the fuzzer: bounded, deterministic, over the statements and builtin types of the language. Expressions are made by the kind of
// value that is wanted, so that most of a program runs; what raises is caught and printed with its line.

/** Numbers below `n` from a seed. */
export function generator(seed) {
  let state = seed * 2654435761 + 12345;
  return (n) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return ((state ^ (state >>> 11)) >>> 0) % n;
  };
}

const PRELUDE = `import math
class P:
    count = 0
    def __init__(self, a, b=2):
        self.a = a
        self.b = b
    def m(self, x):
        self.a = (self.a + x) % 1009
        return self.a - x
    def __add__(self, o):
        if isinstance(o, P):
            return P((self.a + o.a) % 997, self.b)
        return NotImplemented if o == 13 else P(self.a + o, self.b)
    def __radd__(self, o):
        return P(o + self.a, self.b) if o != 11 else NotImplemented
    def __eq__(self, o):
        return self.a == o.a if isinstance(o, P) else NotImplemented
    def __hash__(self):
        return hash(self.a)
    def __lt__(self, o):
        return self.a < o.a
    def __len__(self):
        return self.a % 4
    def __getitem__(self, i):
        if i > 5:
            raise IndexError(i)
        return self.a * i
    def __call__(self, x=1):
        return self.a + x
    def __neg__(self):
        return P(-self.a, self.b)
    @property
    def p(self):
        return self.a * 2 + 1
    @p.setter
    def p(self, v):
        self.a = v % 101
    @classmethod
    def cm(cls, x):
        cls.count += 1
        return x + 1
    @staticmethod
    def sm(x):
        return x - 1
    def __enter__(self):
        self.b += 1
        return self
    def __exit__(self, t, v, tb):
        self.b -= 1
        return t is KeyError
class Q(P):
    def m(self, x):
        self.b += 1
        return super().m(x) + 1
    def __lt__(self, o):
        return self.b < o.b
class R(P):
    __slots__ = ('z',)
    def m(self, x):
        self.z = x
        return self.z // 2
class E(Exception):
    def __init__(self, code):
        super().__init__(code)
        self.code = code
G = 1
def fact(n):
    return 1 if n < 2 else n * fact(n - 1) % 10007
def even(n):
    return True if n <= 0 else odd(n - 1)
def odd(n):
    return False if n <= 0 else even(n - 1)
def gen(n):
    for k in range(n):
        yield k * 2
def gen2(n):
    t = 0
    while t < n:
        got = yield t
        t += 1 if got is None else got
    return t
def dele(n):
    r = yield from gen2(n)
    yield r
def star(*args, k=1, **kw):
    return len(args) + k + sum(kw.values())
def dflt(x, y=3, *, z=1):
    return x * y + z
def may(x):
    if x % 5 == 3:
        raise E(x)
    if x % 7 == 5:
        raise KeyError(x)
    return x + 1
def deep(x):
    try:
        return may(x) + 1
    finally:
        P.count += 1
def adder(k):
    total = 0
    def add(x):
        nonlocal total
        total += x + k
        return total % 1000
    return add
def loopsum(xs):
    t = 0
    for x in xs:
        t += x
    return t
`;

export function program(seed) {
  const next = generator(seed);
  const pick = (...choices) => choices[next(choices.length)];
  const some = (f, n) => Array.from({ length: n }, f);
  const int = (d) => {
    if (d <= 0) return pick('x', 'y', 'z', 'i', 'i', String(next(12) - 3), 'G', '7', 'n');
    const a = () => int(d - 1);
    switch (next(34)) {
      case 0:
      case 1:
      case 2:
        return `(${a()} + ${a()})`;
      case 3:
      case 4:
        return `(${a()} - ${a()})`;
      case 5:
        return `(${a()} * ${a()} % 100003)`;
      case 6:
        return `(${a()} % ${pick('7', '13', '-5', 'n')})`;
      case 7:
        return `(${a()} // ${pick('3', '-4', '8', '(y + 1)')})`;
      case 8:
        return `(${a()} ${pick('&', '|', '^')} ${pick('3', '255', a())})`;
      case 9:
        return `((${a()} << ${pick('2', '7', '33')}) & ${pick('4095', '0xffffffff')})`;
      case 10:
        return `xs[${pick('i % 8', '-1 - i % 8', 'y % 8', `${a()} % 8`)}]`;
      case 11:
        return pick('o.a', 'q.a', 'r.a', 'o.b', 'o.p', 'q.p');
      case 12:
      case 13:
        return `${pick('o', 'q', 'r', 'w')}.m(${a()})`;
      case 14:
        return `dflt(${a()}${pick('', `, ${a()}`, `, z=${a()}`, `, y=2`)})`;
      case 15:
        return `star(${some(a, next(4)).join(', ')}${pick('', '')})`;
      case 16:
        return `star(*t, k=${a()})`;
      case 17:
        return `len(${pick('xs', 's', 'd', 't', 'o', str(d - 1), list(d - 1))})`;
      case 18:
        return `${pick('abs', 'int', 'hash', 'fact', 'adr', 'may', 'deep')}(${pick('x', 'i', 'y', a())} % ${pick('9', '30')})`;
      case 19:
        return `${pick('min', 'max')}(${a()}, ${a()})`;
      case 20:
        return `(${a()} if ${bool(d - 1)} else ${a()})`;
      case 21:
        return `sum(${pick(list(d - 1), `gen(i % 5)`, `k * 2 for k in ${list(d - 1)}`, 'd.values()')})`;
      case 22:
        return `d.get(${a()} % 10, ${a()})`;
      case 23:
        return `ord(${pick('s[i % len(s)]', "'b'", 'chr(65 + i % 20)')})`;
      case 24:
        return `${pick('P', 'Q', 'o')}.${pick('cm', 'sm')}(${a()})`;
      case 25:
        return `${pick('o', 'q')}[${a()} % 7]`;
      case 26:
        return `${pick('o', 'q', '(lambda v: v + x)')}(${a()})`;
      case 27:
        return `t[${pick('0', '1', '-1', 'i % 3')}]`;
      case 28:
        return `int(${pick(float(d - 1), `str(${a()})`)})`;
      case 29:
        return `loopsum(${list(d - 1)})`;
      case 30:
        return `s.${pick("count('a')", "find('b')", "index('a')")}`;
      case 31:
        return `next(${pick('iter(xs)', 'gen(3)', 'dele(2)')})`;
      case 32:
        return `bs[i % len(bs)]`;
      default:
        return `(${a()} and ${a()} or ${a()})`;
    }
  };
  const float = (d) => {
    if (d <= 0) return pick('f', 'g', '0.5', '1.25', 'f');
    const a = () => float(d - 1);
    switch (next(7)) {
      case 0:
        return `(${a()} + ${pick(a(), int(d - 1))})`;
      case 1:
        return `(${a()} * ${pick('0.5', '0.25', '2')})`;
      case 2:
        return `(${a()} - ${a()})`;
      case 3:
        return `(${int(d - 1)} / ${pick('4', '8', '(i + 1)')})`;
      case 4:
        return `math.${pick('floor', 'fabs', 'sqrt')}(abs(${a()}))`;
      case 5:
        return `float(${int(d - 1)})`;
      default:
        return `fs[i % 4]`;
    }
  };
  const str = (d) => {
    if (d <= 0) return pick('s', "'ab'", "'c'", 's', "''");
    const a = () => str(d - 1);
    switch (next(9)) {
      case 0:
      case 1:
        return `(${a()} + ${a()})[:20]`;
      case 2:
        return `str(${int(d - 1)})`;
      case 3:
        return `f'{${int(d - 1)}}-{${pick('x', 's', 'f')}${pick('', '!r', '')}}'`;
      case 4:
        return `${a()}.${pick('upper()', "replace('a', 'xy')", 'strip()', 'lower()', "center(5, '*')")}`;
      case 5:
        return `'${pick(',', '')}'.join(${pick("['a', s]", `[str(k) for k in ${list(d - 1)}]`)})`;
      case 6:
        return `s[${pick('1:', ':3', '::-1', 'i % 3:')}]`;
      case 7:
        return `'%d|%s' % (${int(d - 1)}, ${a()})`;
      default:
        return `s[i % len(s)]`;
    }
  };
  const list = (d) => {
    if (d <= 0) return pick('xs', '[1, 2, 3]', 'ys', '[]', 'range(i % 4)', 't');
    const a = () => int(d - 1);
    return pick(
      `[${some(a, next(4)).join(', ')}]`,
      `[k + ${a()} for k in ${list(d - 1)}${pick('', ` if k % 2`)}]`,
      `xs[${pick('1:4', ':i % 5', '::2')}]`,
      `sorted(${list(d - 1)}${pick('', ', reverse=True', ', key=lambda k: -k')})`,
      `list(${pick('gen(i % 4)', 'd', 'map(abs, xs)', 'range(3)', `filter(None, ${list(d - 1)})`, 'dele(i % 3)')})`,
      `(${list(0)} + ys)[:9]`.replace('range(i % 4) +', '[i] +').replace('(t +', '(xs +'),
      `[a + b for a, b in zip(xs, ${list(d - 1)})]`,
    );
  };
  const bool = (d) => {
    if (d <= 0) return pick('i % 3 == 0', 'x > y', 'b', 'i & 1', 'w is o', 's');
    switch (next(9)) {
      case 0:
      case 1:
        return `${int(d - 1)} ${pick('<', '<=', '==', '!=', '>', '>=')} ${int(d - 1)}`;
      case 2:
        return `${float(d - 1)} ${pick('<', '>=')} ${pick(float(d - 1), int(d - 1))}`;
      case 3:
        return `${str(d - 1)} ${pick('==', '!=', '<', 'in')} ${str(d - 1)}`;
      case 4:
        return `not (${bool(d - 1)})`;
      case 5:
        return `${bool(d - 1)} ${pick('and', 'or')} ${bool(d - 1)}`;
      case 6:
        return `${int(d - 1)} ${pick('in', 'not in')} ${pick('d', 'xs', 't', '{1, 2, 5}')}`;
      case 7:
        return pick('w == o', 'o < q', 'w == 5', 'isinstance(w, Q)', 'w is None', 'even(i % 12)', 'w');
      default:
        return `any(k > ${int(d - 1)} for k in xs)`;
    }
  };
  const limit = (text) => `(${text}) % 100003`;
  let loops = 0;
  const block = (indent, depth, inLoop) => {
    const pad = '    '.repeat(indent);
    const out = [];
    const body = (extra = inLoop) => block(indent + 1, depth - 1, extra);
    for (let k = 1 + next(4); k > 0; k--) {
      switch (next(depth > 0 ? 31 : 20)) {
        case 0:
        case 1:
        case 2:
        case 3:
          out.push(`${pad}${pick('x', 'y', 'z')} = ${limit(int(2))}`);
          break;
        case 4:
          out.push(`${pad}f = (${float(2)}) % 1000.0`);
          break;
        case 5:
          out.push(`${pad}${pick('x', 'y', 'G')} ${pick('+', '-', '^')}= ${int(1)}`);
          break;
        case 6:
          out.push(`${pad}xs[${pick('i % 8', '-1')}] = ${limit(int(1))}`);
          break;
        case 7:
          out.push(
            `${pad}${pick('o.a', 'q.b', 'r.a', 'o.p')} = ${pick(limit(int(1)), limit(int(1)), 'f')}`.replace(
              'o.p = f',
              'o.p = 3',
            ),
          );
          break;
        case 8:
          out.push(
            `${pad}${pick('x, y = y, ' + limit('x'), 'y, (x, z) = z, (y, ' + limit('x') + ')', 'x, *ys = xs[:4]')}`,
          );
          break;
        case 9:
          out.push(
            `${pad}w = ${pick('None', 'o', 'q', 'r', 'P(i)', 'Q(i, 1)', 'o + q', 'o + i % 15', 'i % 13 + q', '-q')}`,
          );
          break;
        case 10:
          out.push(`${pad}s = (${str(2)})[:24] or 'z'`);
          break;
        case 11:
          out.push(`${pad}d[${int(1)} % 10] = ${limit(int(1))}`);
          break;
        case 12:
          out.push(
            `${pad}${pick('d.pop(i % 10, None)', 'd.setdefault(i % 7, x)', 'd.update({i % 5: y})', 'st.add(x % 20)', 'st.discard(i % 20)', 'ys.append(i)', 'ys = ys[-6:]', 'ys.extend(xs[:2])', 'ys.sort()', 'ys and ys.pop()')}`,
          );
          break;
        case 13:
          out.push(`${pad}t = (${int(1)}, ${pick('i', int(1))}, x)`);
          break;
        case 14:
          out.push(
            `${pad}xs = (${list(2)})`.replace(/$/, ''),
            `${pad}xs = [k for k in xs if type(k) is int][:8]`,
            `${pad}xs += [0] * (8 - len(xs))`,
          );
          break;
        case 15:
          out.push(
            `${pad}ys = ${pick('[k for k in st if k > 3][:5]', '[len(k) for k in s.split("a")]', 'list(d)[:4]', '[i for i in range(i % 3)]', '[v for k, v in d.items() if k != i][:5]')}`,
          );
          break;
        case 16:
          out.push(`${pad}b = ${bool(2)}`);
          break;
        case 17:
          out.push(`${pad}bs = ${pick('bytes([i % 256, 7])', "b'ab' + bs[:2]", "s.encode()[:5] or b'q'")}`);
          break;
        case 18:
          out.push(
            `${pad}${pick('adr = adder(i % 3)', 'z = (lambda u, v=x: u + v)(i)', 'del ys[:1]', 'assert i >= 0', 'w = o if b else q')}`,
          );
          break;
        case 19:
          if (inLoop) out.push(`${pad}if ${bool(0)}: ${pick('continue', 'break', 'pass')}`);
          else out.push(`${pad}pass`);
          break;
        case 20:
        case 21:
          out.push(`${pad}if ${bool(2)}:`, ...body());
          if (next(2)) out.push(`${pad}elif ${bool(1)}:`, ...body());
          if (next(2)) out.push(`${pad}else:`, ...body());
          break;
        case 22:
        case 23: {
          const v = pick('j', 'k');
          const over = pick(
            'range(i % 6)',
            'xs',
            'range(3)',
            'gen(i % 4)',
            's[:4]',
            'd.values()',
            'dele(2)',
            'bs',
            'reversed(xs)',
          );
          out.push(`${pad}for ${v} in ${over === 'd.values()' ? 'list(d.values())' : over}:`);
          out.push(...body(true));
          if (!next(3)) out.push(`${pad}    if ${v} == 2: ${pick('break', 'continue')}`);
          if (!next(3)) out.push(`${pad}else:`, `${pad}    z += 1`);
          break;
        }
        case 24: {
          out.push(
            `${pad}for ${pick('j, k in enumerate(xs)', 'j, k in zip(xs, ys)', 'j, k in list(d.items())[:4]')}:`,
            ...body(true),
          );
          break;
        }
        case 25:
        case 26: {
          out.push(`${pad}try:`, ...body());
          out.push(
            `${pad}    ${pick('x = may(i)', 'y = deep(x % 50)', 'z = xs[i]', 'z = d[i]', 'raise E(i)', 'x = y // (i % 3)')}`,
          );
          out.push(
            `${pad}except ${pick('(E, KeyError)', 'Exception', 'E', '(IndexError, ArithmeticError)')} as e:`,
            `${pad}    z = ${limit('z + len(str(e))')}`,
          );
          if (!next(2)) out.push(`${pad}else:`, `${pad}    y += 1`);
          if (!next(2)) out.push(`${pad}finally:`, `${pad}    x = ${limit('x + 1')}`);
          break;
        }
        case 27: {
          const name = `c${loops++}`;
          out.push(
            `${pad}${name} = 0`,
            `${pad}while ${name} < ${pick('i % 5', '3', 'len(ys)')}:`,
            `${pad}    ${name} += 1`,
            ...body(true),
          );
          break;
        }
        case 28:
          out.push(
            `${pad}with ${pick('o', 'q')} as w:`,
            ...body(),
            `${pad}    ${pick('pass', 'x = d[i]', 'w.a += 1')}`,
          );
          break;
        case 29:
          out.push(`${pad}match ${pick('i % 4', 't', 'w', '[x % 3, y % 3]')}:`);
          out.push(
            `${pad}    case ${pick('0', '(0, *_)', 'P(a=3)', '[1, v]', 'int()')}:`,
            ...block(indent + 2, depth - 1, inLoop),
          );
          out.push(`${pad}    case _:`, `${pad}        z += 2`);
          break;
        default: {
          const name = `h${loops++}`;
          out.push(
            `${pad}def ${name}(u, v=${pick('1', 'i')}):`,
            `${pad}    ${pick('nonlocal x', 'x = u')}`,
            `${pad}    x = ${limit('x + u * v')}`,
            `${pad}    return x + u`,
          );
          out.push(`${pad}z = ${limit(`${name}(${pick('i', 'y')}) + ${name}(2${pick('', ', v=3')})`)}`);
        }
      }
    }
    return out;
  };
  const lines = [PRELUDE];
  for (let f = 0; f < 3; f++) {
    lines.push(
      `def f${f}(n):`,
      '    global G',
      '    x, y, z, w, i, f, g, b = 1, 2, 3, None, 0, 0.5, 2.0, True',
      `    xs, ys = ${pick('[1, 2, 3, 4, 5, 6, 7, 8]', '[0] * 8', 'list(range(8))')}, [3, 1]`,
      "    fs, s, d, t, st, bs = [0.5, 1.5, 2.5, -1.0], 'abcab', {0: 1, 3: 4}, (1, 2, 3), set(), b'xyz'",
      `    o, q, r, adr = P(1), Q(3, 4), R(5), adder(2)`,
      pick('    for i in range(n):', '    for i in range(n):', '    while i < n:\n        i += 1'),
      ...block(2, 2, true),
      '        x %= 100003; y %= 100003; z %= 100003; G %= 1009; o.a %= 997; q.a %= 997; r.a %= 997; f %= 1000.0',
      '    return x, y, z, round(f, 6), xs, ys, s, sorted(d.items()), t, o.a, o.b, q.a, q.b, r.a, w is None, len(st), bs',
    );
  }
  lines.push(
    'for f in f0, f1, f2:',
    '    for n in 60, 25:',
    '        try:',
    '            print(f(n), G, P.count)',
  );
  lines.push('        except Exception as e:');
  lines.push(
    '            tb = e.__traceback__; at = []',
    '            while tb is not None:',
    '                at.append((tb.tb_frame.f_code.co_name, tb.tb_lineno)); tb = tb.tb_next',
    '            print(type(e).__name__, e, at[1:], sorted(at[1:] and e.__traceback__.tb_next.tb_frame.f_locals)[:3])',
  );
  return `${lines.join('\n')}\n`;
}
