// `str` and `bytes` on the fake space, expression by expression against the oracle.
import { beforeAll, describe, expect, it } from 'vitest';
import { loadOracle } from '../../kernels/test-oracle.ts';
import { Evaluator } from '../evaluate-expression.ts';
import { FakeSpace } from '../fake-space.ts';
import { bytesIteratorType, bytesType } from './bytes.ts';
import { strAsciiIteratorType, strIteratorType, strType } from './str.ts';

let oracle: Awaited<ReturnType<typeof loadOracle>>;
let evaluator: Evaluator;
beforeAll(async () => {
  oracle = await loadOracle();
  evaluator = new Evaluator(
    new FakeSpace([strType, strIteratorType, strAsciiIteratorType, bytesType, bytesIteratorType]),
  );
});

describe('str and bytes', () => {
  const expressions = `
      bytes.fromhex('1')
      bytes.fromhex('1g')
      bytes.fromhex('12 3')
      bytes.fromhex(1)
      b'abc'.hex(':', 2)
      b'abc'.hex('::')
      b'abc'.hex('é')
      bytes('a')
      bytes(-1)
      bytes([300])
      bytes(['a'])
      bytes(1.5)
      bytes(b'a', 'utf-8')
      bytes('a', 'utf-8', 'x', 1)
      bytes(encoding='utf-8')
      bytes('a', 5)
      bytes(None)
      b'a' + 'b'
      b'a' + 1
      b'a' * 'b'
      'a' + 1
      'a' + b'b'
      1 in b'a'
      'a' in b'a'
      300 in b'a'
      1 in 'a'
      b'abc'[1]
      b'abc'[5]
      b'abc'['a']
      'abc'[5]
      'abc'['a']
      'abc'[1.5]
      b'abc'.find('a')
      b'abc'.find(300)
      b'abc'.find(98)
      b'abc'.index(b'z')
      'abc'.index('z')
      'abc'.rindex('z')
      b'abc'.rindex(b'z')
      'abc'.find(1)
      'abc'.find('a', 'b')
      'abc'.find('a', None, None)
      'abc'.startswith(1)
      'abc'.startswith(('a', 1))
      b'abc'.startswith(1)
      'abc'.startswith()
      'abc'.join(1)
      ','.join(['a', 1])
      b','.join([b'a', 1])
      b','.join(1)
      'abc'.split(1)
      'abc'.split('')
      'abc'.strip(1)
      'abc'.replace('a')
      'abc'.replace('a', 1)
      'abc'.replace('a', 'b', count=1)
      'abc'.center(10, 'ab')
      'abc'.center(10, 1)
      'abc'.center('a')
      b'abc'.center(10, b'ab')
      'abc'.zfill('a')
      'abc'.expandtabs(tabsize=4)
      'abc'.encode(5)
      'abc'.encode('nope')
      'é'.encode('ascii', 'nope')
      b'\\xff'.decode('ascii', 'replace')
      b'abc'.decode('utf-8', errors='strict')
      str(b'abc', 'utf-8')
      str(b'abc')
      str('abc', 'utf-8')
      str(1, 'utf-8')
      str(object=1)
      str(b'a', errors='strict')
      str('a', 'b', 'c', 'd')
      'abc'.translate({97: 'x', 98: None, 99: 100})
      'abc'.translate({97: 1.5})
      'abc'.translate({97: 0x110000})
      'abc'.translate(1)
      str.maketrans('ab', 'cd', 'e')
      str.maketrans('ab', 'c')
      str.maketrans({'a': 1, 2: 'b'})
      str.maketrans({'ab': 1})
      str.maketrans(1)
      str.maketrans('a', 1)
      str.maketrans({1.5: 1})
      bytes.maketrans(b'a', b'bc')
      bytes.maketrans(b'ab', b'cd')[95:100]
      b'abc'.translate(None, b'a')
      b'abc'.translate(b'x')
      b'abc'.translate(None, delete=b'b')
      'abc'.isascii()
      ''.isascii()
      'abc'.removeprefix('a')
      'abc'.removesuffix('bc')
      'abc'.removeprefix(1)
      'abc'.format_map({'a': 1})
      '{a}'.format_map({'a': 1})
      '{}'.format_map({'a': 1})
      'abc' < 1
      b'a' < 'a'
      b'a' == 'a'
      'abc' * -1
      'abc' * 1.5
      3 * 'ab'
      'abc'.partition('')
      'abc'.partition(1)
      'abc'.splitlines(keepends=True)
      'abc'.splitlines(1)
      'a b'.rsplit(None, 1)
      'a b'.rsplit(maxsplit=1)
      'a'.encode(encoding='utf-8', errors='strict')
      'abc'.count('a', 1)
      'abc'.count()
      '%s' % b'a'
      'abc' % ()
      b'%s' % b'a'
      '%(a)s' % {'a': 1}
      '{0.real} {0!r:>5} {1[0]} {x}'.format(1, [2], x='y')
      '{}'.format()
      '{a}'.format()
      '{0[a]}'.format({'a': 5})
      '{:>{}}'.format('x', 5)
      '{!s:}'.format('x')
      'abc'.__getnewargs__()
      'abc'.__format__('>5')
      'abc'.__contains__('b')
      'abc'.__mul__(2)
      'abc'.__rmul__(2)
      'abc'.__mod__(1)
      'abc'.__rmod__('%s')
      'abc'.__add__(1)
      'abc'.__len__()
      'abc'.__getitem__(1)
      'abc'.__iter__().__next__()
      b'abc'.__iter__().__next__()
      b'abc'.__getnewargs__()
      b'abc'.__bytes__()
      b'abc'.__mod__(1)
      b'abc'.hex(sep=5)
      b'abc'.hex('')
      hash('') == 0
      bytes.fromhex(b'12')
      bytes.fromhex('é')
  `
    .trim()
    .split('\n')
    .map((line) => line.trim());

  it('answer as the oracle does', () => {
    const expected = oracle.evaluate(expressions);
    expressions.forEach((e, i) => expect.soft(evaluator.run(e), e).toBe(expected[i]));
  });
});
