// Random programs for the fuzzer: bounded, deterministic, over the statements and builtin types of the language. Expressions are made by the kind of
// value that is wanted, so that most of a program runs; what raises is caught and printed with its lines. The classes and functions that they
// use stand in prelude*.py, further phrases in phrases.mjs. Nothing depends on addresses, on the order of sets, on when garbage is found.
import { NAMES, PHRASES } from './phrases.mjs';
import { preludeOf } from './preludes.mjs';

/** Phrases that look at frames. */
const LOOKS = /_getframe|names_here|callers|seen_from|caught/;

/** Numbers below `n` from a seed. */
function generator(seed) {
  let state = seed * 2654435761 + 12345;
  return (n) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return ((state ^ (state >>> 11)) >>> 0) % n;
  };
}

class Program {
  constructor(seed) {
    this.next = generator(seed);
    /** Names that only one place uses. */
    this.names = 0;
    this.isInFunction = true;
    this.isInClass = false;
    /** It looks at frames: compiled code calls less there. */
    this.looks = this.next(4) === 0;
  }

  pick(...choices) {
    const choice = choices[this.next(choices.length)];
    return typeof choice === 'function' ? choice() : choice;
  }
  some(make, n) {
    return Array.from({ length: n }, make).join(', ');
  }
  fresh(letter) {
    return `${letter}${this.names++}`;
  }

  /** A phrase of the tables, filled in. */
  phrase(kind, d) {
    const name = this.fresh('p');
    const kinds = {
      $I: () => this.int(d - 1),
      $F: () => this.float(d - 1),
      $S: () => this.str(d - 1),
      $L: () => this.list(d - 1),
      $D: () => this.dict(d - 1),
      $B: () => this.bool(d - 1),
      $Y: () => this.bytes(d - 1),
      $Z: () => this.big(d - 1),
      $N: () => name,
    };
    let phrase;
    do phrase = this.pick(...PHRASES[kind]);
    while (!this.looks && LOOKS.test(phrase));
    return phrase.replace(/\$[IFSLDBYZN]\b/g, (place) => kinds[place]());
  }

  // --- expressions, by what they are worth; `d`: how deep

  int(d) {
    const { next } = this;
    const pick = this.pick.bind(this);
    if (d <= 0) return pick('x', 'y', 'z', 'i', 'i', String(next(12) - 3), 'G', '7', 'n', 'H[0]');
    if (this.next(4) === 0) return this.phrase('int', d);
    const a = () => this.int(d - 1);
    switch (next(48)) {
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
        return `xs[${pick('i % 8', '-1 - i % 8', 'y % 8', () => `${a()} % 8`)}]`;
      case 11:
        return pick(
          'o.a',
          'q.a',
          'r.a',
          'o.b',
          'o.p',
          'q.p',
          'sl.u',
          'D.share',
          'dd.share',
          'r.missing',
          'P.count',
        );
      case 12:
      case 13:
        return `${pick('o', 'q', 'r', 'w')}.m(${a()})`;
      case 14:
        return `dflt(${a()}${pick(
          '',
          () => `, ${a()}`,
          () => `, z=${a()}`,
          ', y=2',
          ', **{"z": 2}',
        )})`;
      case 15:
        return `star(${this.some(a, next(4))})`;
      case 16:
        return `star(*${pick('t', () => this.list(d - 1))}, k=${a()}${pick('', ', **kw')})`;
      case 17:
        return `len(${pick(
          'xs',
          's',
          'd',
          't',
          'o',
          'ss',
          'll',
          () => this.str(d - 1),
          () => this.list(d - 1),
          () => this.dict(d - 1),
          () => this.bytes(d - 1),
        )})`;
      case 18:
        return `${pick('abs', 'int', 'hash', 'fact', 'adr', 'may', 'deep', 'chain', 'group')}(${pick('x', 'i', 'y', a)} % ${pick('9', '30')})`;
      case 19:
        return `${pick('min', 'max')}(${a()}, ${a()}${pick('', () => `, ${a()}`)})`;
      case 20:
        return `(${a()} if ${this.bool(d - 1)} else ${a()})`;
      case 21:
        return `sum(${pick(
          () => this.list(d - 1),
          'gen(i % 5)',
          () => `k * 2 for k in ${this.list(d - 1)}`,
          'd.values()',
          'Count(i % 5)',
          'D(3)',
        )})`;
      case 22:
        return `d.get(${a()} % 10, ${a()})`;
      case 23:
        return `ord(${pick('s[i % len(s)]', "'b'", 'chr(65 + i % 20)', "'\\u20ac\\U0001f600'[i % 2]")})`;
      case 24:
        return `${pick('P', 'Q', 'o')}.${pick('cm', 'sm')}(${a()})`;
      case 25:
        return `${pick('o', 'q', 'D', 'm3')}[${a()} % 7]`;
      case 26:
        return `${pick('o', 'q', '(lambda v: v + x)')}(${a()})`;
      case 27:
        return `t[${pick('0', '1', '-1', 'i % 3')}]`;
      case 28:
        return `int(${pick(
          () => this.float(d - 1),
          () => `str(${a()})`,
          'o',
          () => `hex(${a()}), 16`,
        )})`;
      case 29:
        return `loopsum(${this.list(d - 1)})`;
      case 30:
        return `s.${pick("count('a')", "find('b')", "index('a')", "rfind('c')")}`;
      case 31:
        return `next(${pick('iter(xs)', 'gen(3)', 'dele(2)', 'Count(2)', 'iter(D(2)), 5', () => `iter(${this.list(d - 1)}), ${a()}`)})`;
      case 32:
        return pick(
          'bs[i % len(bs)]',
          'ba[i % len(ba)]',
          'memoryview(bs)[0]',
          'bs.find(120)',
          'ba.count(98)',
        );
      case 33:
        return `posonly(${this.some(a, 1 + next(4))}${pick('', ', d=1', ', c=i')})`.replace(
          /(\(.*,.*,.*), c=i/,
          '$1',
        );
      case 34:
        return `(${a()}).bit_length()`;
      case 35:
        return `(${this.big(d - 1)} % ${pick('100003', '97', '-89')})`;
      case 36:
        return `drive(${pick('i % 4', '3')}, ${a()})`;
      case 37:
        return `run(${pick('co(i % 5)', 'atop(i % 3)', 'co(2)')}${pick('', ', 2')})`;
      case 38:
        return `weight(tree(i % ${pick('4', '6')}))`;
      case 39:
        return `bump(${a()}${pick('', ', y=2')})`;
      case 40:
        return `finding(xs, ${a()})`;
      case 41:
        return `swapped(${a()})`;
      case 42:
        // In a comprehension of a class body a name cannot be bound so.
        return this.isInClass ? `(${a()} % 1009)` : `(${pick('x', 'y', 'z')} := ${a()} % 1009)`;
      case 43:
        return pick(
          'll[1]',
          'm3[5]',
          'I(3) + i',
          'len(ss)',
          'i3 + 2',
          () => (this.looks ? 'where()' : 'n'),
          'sys.getrecursionlimit() % 7',
        );
      case 44:
        return `getattr(${pick('o', 'q', 'r', 'dd')}, ${pick("'a'", "'b'", "'none'", "'share'")}, ${a()})`;
      case 45:
        return `(${a()} < ${a()} <= ${a()})`;
      case 46:
        return `${pick('divmod', 'pow')}(${a()} % 50, ${pick('7', '3')})${pick('', '')}`.replace(
          /^(divmod.*)$/,
          '$1[i % 2]',
        );
      default:
        return `(${a()} and ${a()} or ${a()})`;
    }
  }

  /** Ints beyond what a host number holds, often. */
  big(d) {
    const { next } = this;
    if (d <= 0) return this.pick('2 ** 70', 'bg', '(x << 60)', '-(3 ** 50)', '9007199254740991', '(1 << 53)');
    const a = () => this.big(d - 1);
    switch (next(6)) {
      case 0:
        return `(${a()} + ${this.int(d - 1)})`;
      case 1:
        return `(${a()} * ${this.pick('3', '-1', 'x')})`;
      case 2:
        return `(${a()} - ${a()})`;
      case 3:
        return `(${a()} ${this.pick('>> 40', '& (1 << 62)', '^ x', '| 5', '// 1000003')})`;
      case 4:
        return `abs(${a()})`;
      default:
        return `int('${next(1e9)}${next(1e9)}')`;
    }
  }

  float(d) {
    const pick = this.pick.bind(this);
    if (d <= 0) return pick('f', 'g', '0.5', '1.25', 'f', '-0.0', 'fs[i % 4]');
    if (this.next(4) === 0) return this.phrase('float', d);
    const a = () => this.float(d - 1);
    switch (this.next(11)) {
      case 0:
        return `(${a()} + ${pick(a, () => this.int(d - 1))})`;
      case 1:
        return `(${a()} * ${pick('0.5', '0.25', '2')})`;
      case 2:
        return `(${a()} - ${a()})`;
      case 3:
        return `(${this.int(d - 1)} / ${pick('4', '8', '(i + 1)')})`;
      case 4:
        return `math.${pick('floor', 'fabs', 'sqrt', 'ceil', 'trunc')}(abs(${a()}))`;
      case 5:
        return `float(${this.int(d - 1)})`;
      case 6:
        return `(${a()} % ${pick('3.0', '0.75', '-2')})`;
      case 7:
        return `(${a()} // ${pick('0.5', '2', '-1.5')})`;
      case 8:
        return `round(${a()}, ${pick('1', '2')})`;
      case 9:
        // The last place of C's hypot depends on the C library; ours is the nearest.
        return `float('%.9g' % abs(${this.complex(d - 1)}))`;
      default:
        return `${pick('min', 'max')}(${a()}, ${a()})`;
    }
  }

  complex(d) {
    if (d <= 0) return this.pick('cx', '2j', '(1 + 0.5j)', 'complex(f, 1)');
    return `(${this.complex(d - 1)} ${this.pick('+', '-', '*')} ${this.pick(
      () => this.float(0),
      () => this.complex(d - 1),
    )})`;
  }

  str(d) {
    const pick = this.pick.bind(this);
    if (d <= 0) return pick('s', "'ab'", "'c'", 's', "''", "'\\u00e9\\u20ac'", "'\\U0001f600x'");
    if (this.next(4) === 0) return this.phrase('str', d);
    const a = () => this.str(d - 1);
    switch (this.next(14)) {
      case 0:
      case 1:
        return `(${a()} + ${a()})[:20]`;
      case 2:
        return `str(${pick(
          () => this.int(d - 1),
          () => this.float(d - 1),
          () => this.list(d - 1),
          't',
          'cx',
          'e_',
        )})`;
      case 3:
        return `f'{${this.int(d - 1)}}-{${pick('x', 's', 'f')}${pick('', '!r', '')}}'`;
      case 4:
        return `${a()}.${pick('upper()', "replace('a', 'xy')", 'strip()', 'lower()', "center(5, '*')", 'title()', "ljust(4, '.')", "removeprefix('a')", 'swapcase()', 'zfill(4)')}`;
      case 5:
        return `'${pick(',', '')}'.join(${pick(
          "['a', s]",
          () => `[str(k) for k in ${this.list(d - 1)}]`,
          'map(str, xs)',
          () => `str(k) for k in ${this.list(d - 1)}`,
        )})`;
      case 6:
        return `s[${pick('1:', ':3', '::-1', 'i % 3:', '-2:')}]`;
      case 7:
        return `'%d|%s' % (${this.int(d - 1)}, ${a()})`;
      case 8:
        return `f'{${this.int(d - 1)}:${pick('5', '<4', '+d', '#x', ',')}}{${this.float(d - 1)}:${pick('.2f', '.3g', 'e')}}'`;
      case 9:
        return `'{}/{k}'.format(${this.int(d - 1)}, k=${a()})`;
      case 10:
        return `${a()}.split(${pick("'a'", '', "','")})[${pick('0', '-1')}:][0:1].__repr__()`;
      case 11:
        return `bytes([65 + i % 26, 98]).decode()`;
      case 12:
        return `(${a()} * ${pick('2', '(i % 3)')})[:16]`;
      default:
        return `s[i % len(s)]`;
    }
  }

  bytes(d) {
    if (d <= 0) return this.pick('bs', "b'a\\xff'", "b''", 'bytes(3)');
    return this.pick(
      () => `(${this.bytes(d - 1)} + ${this.bytes(d - 1)})[:12]`,
      () => `bytes(k % 256 for k in ${this.list(d - 1)})`,
      () => `${this.str(d - 1)}.encode()`,
      'bytes(ba)[:9]',
      "bs.replace(b'a', b'zz')[:9]",
      'i.to_bytes(2)',
    );
  }

  list(d) {
    const pick = this.pick.bind(this);
    if (d <= 0) return pick('xs', '[1, 2, 3]', 'ys[:8]', '[]', 'range(i % 4)', 't', '[i, x]', 'xs[:3]');
    if (this.next(4) === 0) return this.phrase('list', d);
    const a = () => this.int(d - 1);
    return pick(
      () => `[${this.some(a, this.next(4))}]`,
      () => `[k + ${a()} for k in ${this.list(d - 1)}${pick('', ' if k % 2')}]`,
      () => `[j * k for j in range(i % 3) for k in ${this.list(d - 1)}]`,
      () => `xs[${pick('1:4', ':i % 5', '::2', '::-1', '-3:')}]`,
      () => `sorted(${this.list(d - 1)}${pick('', ', reverse=True', ', key=lambda k: -k', ', key=abs')})`,
      () =>
        `list(${pick(
          'gen(i % 4)',
          'd',
          'map(abs, xs)',
          'range(3)',
          () => `filter(None, ${this.list(d - 1)})`,
          'dele(i % 3)',
          'reversed(xs)',
          'D(3)',
          'map(adr, xs[:3])',
          () => `filter(lambda k: k > x, ${this.list(d - 1)})`,
        )})`,
      () => `[*${this.list(d - 1)}, *xs[:2]][:9]`,
      () => `[a + b for a, b in zip(xs, ${this.list(d - 1)})]`,
      () => `sorted({${this.some(a, 1 + this.next(4))}})`,
      () => `sorted({k % 5 for k in ${this.list(d - 1)}} ${pick('|', '&', '-', '^')} st)`,
      () => `[k for k, v in ${this.dict(d - 1)}.items() if v != x]`,
      () => `(${pick('xs', '[i]')} * 2)[:${pick('3', '9')}]`,
      () => `[(lambda: k + ${a()})() for k in range(i % 3)]`,
    );
  }

  dict(d) {
    const pick = this.pick.bind(this);
    if (d <= 0) return pick('d', '{}', '{1: 2}', '{i: x, 5: y}');
    if (this.next(4) === 0) return this.phrase('dict', d);
    return pick(
      () => `{k % 7: ${this.int(d - 1)} for k in ${this.list(d - 1)}}`,
      () => `{**${this.dict(d - 1)}, ${this.int(d - 1)} % 9: i}`,
      () => `(${this.dict(d - 1)} | {i % 3: ${this.int(d - 1)}})`,
      () => `dict(zip(xs, ${this.list(d - 1)}))`,
      () => `dict.fromkeys(${this.list(d - 1)}, i)`,
    );
  }

  bool(d) {
    const pick = this.pick.bind(this);
    if (d <= 0) return pick('i % 3 == 0', 'x > y', 'b', 'i & 1', 'w is o', 's', 'i in q', 'w');
    if (this.next(4) === 0) return this.phrase('bool', d);
    switch (this.next(13)) {
      case 0:
      case 1:
        return `${this.int(d - 1)} ${pick('<', '<=', '==', '!=', '>', '>=')} ${this.int(d - 1)}`;
      case 2:
        return `${this.float(d - 1)} ${pick('<', '>=', '==')} ${pick(
          () => this.float(d - 1),
          () => this.int(d - 1),
        )}`;
      case 3:
        return `${this.str(d - 1)} ${pick('==', '!=', '<', 'in')} ${this.str(d - 1)}`;
      case 4:
        return `not (${this.bool(d - 1)})`;
      case 5:
        return `${this.bool(d - 1)} ${pick('and', 'or')} ${this.bool(d - 1)}`;
      case 6:
        return `${this.int(d - 1)} ${pick('in', 'not in')} ${pick('d', 'xs', 't', '{1, 2, 5}', 'o', 'range(i)', 'D(3)')}`;
      case 7:
        return pick(
          'w == o',
          'o < q',
          'w == 5',
          'isinstance(w, Q)',
          'w is None',
          'even(i % 12)',
          'w',
          'isinstance(x, D)',
          'isinstance(w, (R, int))',
          'callable(w)',
          "hasattr(w, 'z')",
          'issubclass(type(w), P)',
        );
      case 8:
        return `${pick('any', 'all')}(k > ${this.int(d - 1)} for k in xs)`;
      case 9:
        return `${this.list(d - 1)} ${pick('==', '<')} ${this.list(d - 1)}`;
      case 10:
        return `${this.big(d - 1)} ${pick('<', '==', '>')} ${this.pick(
          () => this.big(d - 1),
          () => this.float(d - 1),
          () => this.int(d - 1),
        )}`;
      case 11:
        return `(${this.int(d - 1)}, ${this.int(d - 1)}) ${pick('==', '<', '!=')} t[:2]`;
      default:
        return `${this.bytes(d - 1)} ${pick('==', '<')} ${this.bytes(d - 1)}`;
    }
  }

  // --- statements

  limit(text) {
    return `(${text}) % 100003`;
  }

  /** One that contains no others. */
  simple(inLoop) {
    const pick = this.pick.bind(this);
    const limited = (d = 1) => this.limit(this.int(d));
    if (this.next(4) === 0) return [this.phrase('statement', 2)];
    switch (this.next(28)) {
      case 0:
      case 1:
      case 2:
      case 3:
        return [`${pick('x', 'y', 'z')} = ${limited(2)}`];
      case 4:
        return [`f = (${this.float(2)}) % 1000.0`];
      case 5:
        return [`${pick('x', 'y', 'G')} ${pick('+', '-', '^')}= ${this.int(1)}`];
      case 6:
        return [`xs[${pick('i % 8', '-1')}] ${pick('', '+')}= ${limited()}`];
      case 7:
        return [
          `${pick('o.a', 'q.b', 'r.a', 'o.p', 'sl.u', 'dd.share', 'H[0]', 'P.count', 'sl.v', 'o.new')} = ${pick(limited, limited)}`,
        ];
      case 8:
        return [`${pick('o.a', 'r.a', 'q.b')} = ${pick('f', 'f * 2', 'i', 'f')}`];
      case 9:
        return [
          pick(
            `x, y = y, ${this.limit('x')}`,
            `y, (x, z) = z, (y, ${this.limit('x')})`,
            'x, *ys = xs[:4]',
            'a, b_, *_ = *t, x',
            'x = y = z',
            '[x, y] = i, z',
          ),
        ];
      case 10:
        return [
          `w = ${pick('None', 'o', 'q', 'r', 'P(i)', 'Q(i, 1)', 'o + q', 'o + i % 15', 'i % 13 + q', '-q', 'Slotted(i)', 'R(x % 9)', 'D(i)')}`,
        ];
      case 11:
        return [`s = (${this.str(2)})[:24] or 'z'`];
      case 12:
        return [`d[${this.int(1)} % 10] = ${limited()}`];
      case 13:
        return [
          pick(
            'd.pop(i % 10, None)',
            'd.setdefault(i % 7, x)',
            'd.update({i % 5: y})',
            'st.add(x % 20)',
            'st.discard(i % 20)',
            'ys.append(i)',
            'ys = ys[-6:]',
            'ys.extend(xs[:2])',
            'ys.sort()',
            'ys and ys.pop()',
            'ys.insert(1, x)',
            'ys.reverse()',
            'd.popitem() if d else 0',
            'ba.append(i % 256)',
            'ba[:] = ba[-9:]',
            'ys.remove(i) if i in ys else 0',
            'd |= {i % 4: x}',
            'st |= {i % 6, 3}',
            'ys.clear()',
            'm3[i % 3] = x',
            'll.append(x)',
            'll = L(ll[-4:])',
            'ys[1:3] = [x]',
            'ys = ys + ys[:1]',
            'ys *= 2',
            'ys = ys[:7]',
          ),
        ];
      case 14:
        return [`t = (${this.int(1)}, ${pick('i', () => this.int(1))}, x)`];
      case 15:
        return [
          `xs = (${this.list(2)})`,
          'xs = [k for k in xs if type(k) is int][:8]',
          'xs += [0] * (8 - len(xs))',
        ];
      case 16:
        return [
          `ys = ${pick('[k for k in sorted(st) if k > 3][:5]', '[len(k) for k in s.split("a")]', 'list(d)[:4]', '[i for i in range(i % 3)]', '[v for k, v in d.items() if k != i][:5]')}`,
        ];
      case 17:
        return [`b = ${this.bool(2)}`];
      case 18:
        return [`bs = (${this.bytes(2)})[:9] or b'q'`];
      case 19:
        return [
          pick(
            'adr = adder(i % 3)',
            'z = (lambda u, v=x: u + v)(i)',
            'del ys[:1]',
            'assert i >= 0',
            'w = o if b else q',
            'del d[0], d[3]',
            'o += i % 7',
            'o[1] = i',
            'kw["k1"] = i % 5',
            'cx = cx * 0.5 + i',
            'assert y % 9, s',
            'bg = (bg * 3 + i) % (1 << 80)',
            'i3 = I(i % 9)',
            "ss = S('ab' * (i % 3))",
            "z = type('X', (P,), {})(i).m(2)",
            "o.__dict__['a'] = i",
            'del o.a; o.a = x',
            'o.__class__ = P if b else Q',
            'e_ = E(i)',
            'import math as mm; z = mm.gcd(x, 12)',
            'import itertools; ys = list(itertools.islice(itertools.count(i), 3))',
            'z = len(repr(locals())) * 0',
          ),
        ];
      case 20:
        // What compiled code may have taken for constant.
        return [
          `if i == ${this.next(50)}: ${pick('P.m = lambda self, x: x + 2', 'globals()["swapped"] = original', 'G = 2.5', 'P.count = 5', 'Q.m = P.m', 'dflt.__defaults__ = (9,)', 'P.a2 = 1', 'Q.__lt__ = P.__lt__', 'swapped.__code__ = original.__code__', 'P.__len__ = lambda self: 2', 'del Q.m', 'H[0] = 2 ** 60', 'o.b = "t"', 'D.share = 4', 'fs[0] = 3', 'xs[0] = None', 'd["s"] = 1', 'R.a = 3')}`,
        ];
      case 21:
        return [`bg = ${this.big(2)} % (1 << 90)`];
      case 22:
        return [`cx = ${this.complex(2)}; cx = cx if abs(cx) < 1e9 else 1j`];
      case 23:
        return [`d = ${this.dict(2)}`, 'd = {k: v for k, v in d.items() if type(k) is int}'];
      case 24:
        return [`fs[i % 4] = ${this.float(1)} % 100.0`];
      case 25:
        if (inLoop) return [`if ${this.bool(0)}: ${pick('continue', 'break', 'pass')}`];
        return ['pass'];
      case 26:
        if (this.next(6) === 0)
          return [
            `if i == ${20 + this.next(60)}: ${pick(this.isInFunction ? 'return x, y' : 'pass', 'raise E(x)', 'raise KeyError(i) from e_', 'x = no_name', 'x = s + 1', 'x = xs[i + 99]', 'x = w.no_attribute', 'x = d["k"]', 'i()', 'x = 1 // (i - i)', 'dflt()', 'star(k=1, **{"k": 2})', 'a, b_ = t', 'x = int("z")')}`,
          ];
        return [`z ^= ${this.int(1)}`];
      default:
        return [`z = ${limited(2)}`];
    }
  }

  body(depth, inLoop) {
    return this.block(depth - 1, inLoop).map((line) => `    ${line}`);
  }

  compound(depth, inLoop) {
    const { next } = this;
    const pick = this.pick.bind(this);
    const body = (extra = inLoop) => this.body(depth, extra);
    if (next(3) === 0) return this.compoundPhrase(depth, inLoop);
    switch (next(18)) {
      case 0:
      case 1: {
        const out = [`if ${this.bool(2)}:`, ...body()];
        if (next(2)) out.push(`elif ${this.bool(1)}:`, ...body());
        if (next(2)) out.push('else:', ...body());
        return out;
      }
      case 2:
      case 3: {
        const v = pick('j', 'k');
        const over = pick(
          'range(i % 6)',
          'xs',
          'range(3)',
          'gen(i % 4)',
          's[:4]',
          'list(d.values())[:6]',
          'dele(2)',
          'bs',
          'reversed(xs)',
          'D(i)',
          'Count(3)',
          'll[:4]',
          'sorted(st)[:5]',
          'list(d)',
          'range(5, i % 3, -1)',
          'd',
          'iter(xs[:3])',
          'map(may, xs[:3])',
          'enumerate(xs[:3])',
        );
        const out = [`for ${v} in ${over}:`, ...body(true)];
        if (over === 'd') out.push('    d = dict(d)');
        if (!next(3)) out.push(`    if ${v} == 2: ${pick('break', 'continue')}`);
        if (!next(3)) out.push('else:', '    z += 1');
        return out;
      }
      case 4:
        return [
          `for ${pick('j, k in enumerate(xs)', 'j, k in zip(xs, ys)', 'j, k in list(d.items())[:4]', 'j, (k, _) in enumerate([(1, 2), (x, i)])')}:`,
          ...body(true),
        ];
      case 5:
      case 6: {
        const handlers = [
          `except ${pick('(E, KeyError)', 'Exception', 'E', '(IndexError, ArithmeticError)', 'E2')} as e:`,
          `    z = ${this.limit('z + len(str(e))')}`,
        ];
        if (!next(3)) handlers.push(...body());
        if (!next(4)) handlers.push('except TypeError:', '    raise');
        const out = [
          'try:',
          ...body(),
          `    ${pick('x = may(i)', 'y = deep(x % 50)', 'z = xs[i]', 'z = d[i]', 'raise E(i)', 'x = y // (i % 3)', 'z = chain(i)', 'int(s)', 'z = next(iter(ys))', 'pass')}`,
        ];
        const hasHandler = next(5) > 0;
        if (hasHandler) out.push(...handlers);
        if (hasHandler && !next(2)) out.push('else:', '    y += 1');
        if (!hasHandler || !next(2))
          out.push('finally:', `    x = ${this.limit('x + 1')}`, ...(next(3) ? [] : this.body(depth, false)));
        return out;
      }
      case 7: {
        const name = this.fresh('c');
        const out = [
          `${name} = 0`,
          `while ${name} < ${pick('i % 5', '3', 'len(ys) % 6')}:`,
          `    ${name} += 1`,
          ...body(true),
        ];
        if (!next(3)) out.push('else:', '    y -= 1');
        return out;
      }
      case 8:
        return [
          `with ${pick('o', 'q', 'o as w, q as v_')}${pick('', '')}:`,
          ...body(),
          `    ${pick('pass', 'x = d[i]', 'o.a += 1')}`,
        ];
      case 9:
      case 10: {
        const out = [`match ${pick('i % 4', 't', 'w', '[x % 3, y % 3]', 'd', 's', 'xs')}:`];
        const patterns = [
          '0',
          '(0, *_)',
          'P(a=3)',
          '[1, v_]',
          'int()',
          '{3: v_}',
          '[_, *rest, 0]',
          'str() | None',
          '1 | 2 as v_',
          'Q(a=a) if a > 3',
          '(a, b_, c_)',
          '{**kw_} if len(kw_) > 2',
        ];
        for (let k = 1 + next(3); k > 0; k--) {
          out.push(`    case ${pick(...patterns)}:`, ...body().map((line) => `    ${line}`));
        }
        out.push('    case _:', '        z += 2');
        return out;
      }
      case 11: {
        const name = this.fresh('h');
        return [
          `def ${name}(u, v=${pick('1', 'i')}${pick('', ', *rest', ', *, key=2')}):`,
          `    ${this.isInFunction ? pick('nonlocal x', 'x = u', 'nonlocal x, y') : 'x = u'}`,
          `    x = ${this.limit('x + u * v')}`,
          `    ${pick('return x + u', 'return (yield_ := x) + u', 'def g2(): return x + u\n        return g2()').replace('\n        ', '\n    ')}`.split(
            '\n',
          ),
          `z = ${this.limit(`${name}(${pick('i', 'y')}) + ${name}(2${pick('', ', v=3')})`)}`,
        ].flat();
      }
      case 12: {
        const name = this.fresh('g');
        const step = pick(
          'yield k + u',
          'u += (yield u) or 1',
          'yield from gen(k % 3)',
          'if k == 2: return\n        yield k',
        );
        return [
          `def ${name}(u):`,
          '    for k in range(u):',
          ...step.split('\n').map((line, at) => `        ${at === 0 ? line : line.trim()}`),
          `ys = list(${name}(${pick('i % 5', '3')}))`,
        ];
      }
      case 13: {
        const name = this.fresh('C');
        return [
          `class ${name}${pick('(P)', '', '(Q)', '(L)')}:`,
          `    k1 = ${pick('i', 'x + 1', '[j for j in range(3)]')}`,
          `    for j in range(${pick('3', 'i % 4')}): ${pick('k2 = j', 'pass')}`,
          '    def go(self, v): return v + 1',
          `z = ${name}${pick('.go(None, i)', '(4).go(x)').replace('(4)', `([4] if ${name}.__base__ is L else 4)`)}`.replace(
            /^(z = C\d+)\(.*$/,
            `$1.go(0, x)`,
          ),
        ];
      }
      case 14: {
        const name = this.fresh('a');
        return [
          `async def ${name}(u):`,
          '    t_ = 0',
          `    async for k in agen(u % 4): t_ += k + ${pick('u', '1', 'await Turn()')}`,
          `    ${pick('return t_', 'async with AC() as v_: t_ += v_\n    return t_', 'return [k async for k in agen(2) if k > 1][0] + t_')}`,
          `z = run(${name}(${pick('i', '3')}))`,
        ]
          .join('\n')
          .split('\n');
      }
      case 15:
        return [
          'try:',
          ...body(false),
          `    raise ExceptionGroup('g', [E(i), KeyError(x)])`,
          'except* E as e:',
          '    z += len(e.exceptions)',
          'except* KeyError:',
          '    y += 1',
        ];
      case 16: {
        const name = this.fresh('t');
        return [
          `type ${name} = list[${pick('int', 'P')}]`,
          `def ${name}f[T](u: T) -> T: return u`,
          `z = ${name}f(i) + len(${name}.__name__)`,
        ];
      }
      default:
        return [`for k in (k for k in ${this.list(1)} if k % 2):`, ...body(true)];
    }
  }

  /** A phrase with blocks in it. */
  compoundPhrase(depth, inLoop) {
    return this.phrase('compound', 2)
      .split('\n')
      .flatMap((line) => {
        const [, indent, place] = /^( *)(?:(\$BLOCK|\$LOOP)$)?/.exec(line);
        if (place === undefined) return [line];
        return this.block(depth - 1, inLoop || place === '$LOOP').map((inner) => indent + inner);
      });
  }

  block(depth, inLoop) {
    const out = [];
    for (let k = 1 + this.next(4); k > 0; k--) {
      if (depth > 0 && this.next(5) < 2) out.push(...this.compound(depth, inLoop));
      else out.push(...this.simple(inLoop));
    }
    return out;
  }

  /** What every turn of a program's loops begins from. */
  setup() {
    const { pick } = this;
    return [
      'x, y, z, w, i, f, g, b = 1, 2, 3, None, 0, 0.5, 2.0, True',
      `xs, ys, kw = ${pick.call(this, '[1, 2, 3, 4, 5, 6, 7, 8]', '[0] * 8', 'list(range(8))')}, [3, 1], {'k0': 1}`,
      "fs, s, d, t, st, bs = [0.5, 1.5, 2.5, -1.0], 'abcab', {0: 1, 3: 4}, (1, 2, 3), set(), b'xyz'",
      "ba, cx, bg, i3, ss, ll, m3, e_ = bytearray(b'ab'), 1 + 2j, 2 ** 64, I(3), S('abcd'), L([1, 2]), DD(), None",
      'o, q, r, adr, sl, dd = P(1), Q(3, 4), R(5), adder(2), Slotted(6), D(7)',
    ];
  }

  turns() {
    return [
      'x %= 100003; y %= 100003; z %= 100003; G = int(G) % 1009; H[0] %= 1009; o.a %= 997; q.a %= 997; r.a %= 997; f %= 1000.0',
      'ys = ys[-12:]; ll = L(ll[-6:]); ba = ba[-12:]; bg %= 1 << 90',
    ];
  }

  results() {
    return 'x, y, z, round(f, 6), xs, ys, s, sorted(d.items(), key=str), t, o.a, o.b, q.a, q.b, r.a, w is None, sorted(st), bs, bytes(ba), bg, format(abs(cx), ".9g"), fs, ll, sorted(m3.items()), sl.u, H';
  }

  /** Names of NAMES that the lines mention. */
  mentioned(lines) {
    const words = new Set(lines.join('\n').match(/\b[a-z_]\w*/g));
    return Object.keys(NAMES).filter((name) => words.has(name));
  }

  /** A loop with all that goes before it, and what is to be shown of it at the end. */
  piece(depth, first = []) {
    const { next } = this;
    const pick = this.pick.bind(this);
    const indented = (lines) => lines.map((line) => `    ${line}`);
    const loop = pick(['for i in range(n):'], ['for i in range(n):'], ['while i < n:', '    i += 1']);
    const body = [...first, ...this.block(depth, true), ...this.turns()];
    // What is wrong for some turns only.
    if (next(3) === 0) body.push('chk = (chk * 31 + x + 7 * y + 3 * z) % 1000003');
    if (next(8) === 0) body.push('if i % 9 == 4: print(i, x, y, z)');
    const names = this.mentioned(body);
    const setup = [...this.setup(), 'chk = 0', ...names.map((name) => `${name} = ${NAMES[name][0]}`)];
    const results = [this.results(), 'chk', ...names.map((name) => NAMES[name][1])].join(', ');
    return { setup, loop: [...loop, ...indented(body)], results };
  }

  /** A function with a loop; answers its lines and how it is called. */
  function(name) {
    const { next } = this;
    const deeper = (lines) => lines.map((line) => `    ${line}`);
    const shape = next(12);
    const isAwaited = shape === 2;
    const { setup, loop, results } = this.piece(
      2,
      isAwaited && next(2) ? [`x = ${this.limit('x + await Turn()')}`] : [],
    );
    const again = [];
    if (shape > 3 && next(5) === 0) again.push(`if n > 24: ${name}(n // 4)`);
    const ending = [`return ${results}`];
    switch (shape) {
      case 0:
      case 1: {
        const lines = ['global G', ...setup, ...loop, '    yield x, y, z', `yield ${results}`];
        return [[`def ${name}(n):`, ...deeper(lines)], `(lambda n: list(${name}(n))[-2:])`];
      }
      case 2:
        return [
          [`async def ${name}(n):`, ...deeper(['global G', ...setup, ...loop, ...ending])],
          `(lambda n: finish(${name}(n)))`,
        ];
      case 3: {
        // Its variables are cells of another one's.
        const names = new Set(setup.flatMap((line) => line.split(' = ')[0].split(', ')));
        const inner = ['global G', `nonlocal ${[...names].join(', ')}`, ...loop, ...ending];
        const outer = [...setup, 'def inner(n):', ...deeper(inner), 'return inner(n)'];
        return [[`def ${name}(n):`, ...deeper(outer)], name];
      }
      case 4: {
        const method = [`def go(self, n):`, ...deeper(['global G', ...setup, ...loop, ...ending])];
        return [[`class Host${name}(P):`, ...deeper(method)], `Host${name}(3).go`];
      }
      default:
        return [[`def ${name}(n):`, ...deeper(['global G', ...again, ...setup, ...loop, ...ending])], name];
    }
  }

  text() {
    const { next } = this;
    const deeper = (lines) => lines.map((line) => `    ${line}`);
    const lines = [];
    const callers = [];
    const functions = 1 + next(2);
    for (let k = 0; k < functions; k++) {
      const [definition, caller] = this.function(`f${k}`);
      lines.push(...definition);
      callers.push(caller);
    }
    lines.push(
      `for fn in ${callers.join(', ')},:`,
      '    for n in 60, 25:',
      '        try:',
      '            print(fn(n), G, P.count, Meta.made)',
      '        except Exception as e:',
      '            tb = e.__traceback__; at = []',
      '            while tb is not None:',
      '                at.append((tb.tb_frame.f_code.co_name, tb.tb_lineno)); tb = tb.tb_next',
      '            print(type(e).__name__, e, at, e.__context__, e.__cause__)',
    );
    if (next(4) === 0) {
      // Loops of a module and of a class body keep their variables in a dict.
      this.isInFunction = false;
      const isClass = next(3) === 0;
      this.isInClass = isClass;
      const { setup, loop, results } = this.piece(1);
      const top = ['n = 40', ...setup, ...loop, `print(${results})`];
      lines.push('try:', ...deeper(isClass ? ['class Body:', ...deeper(['global G', ...top])] : top));
      lines.push('except Exception as e:', '    print(type(e).__name__, e)');
    }
    const text = lines.join('\n');
    return `${preludeOf(text)}\n\n${text}\n`;
  }
}

export const program = (seed) => new Program(seed).text();
