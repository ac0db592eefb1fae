// Random programs for micro, bounded and deterministic by their seed: operators, displays, calls, methods, blocks, generators.

/** mulberry32 */
export function random(s) {
  return () => {
    s = (s + 0x6d2b79f5) | 0;
    let t = Math.imul(s ^ (s >>> 15), 1 | s);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function program(rnd) {
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
