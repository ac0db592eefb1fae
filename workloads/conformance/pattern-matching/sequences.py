# Sequence patterns: lengths, stars, nesting, which types count as sequences.
# needs: python-3.10
import collections
import array


def f(x):
    match x:
        case []:
            return 'empty'
        case [a]:
            return f'one {a}'
        case (a, b):
            return f'two {a} {b}'
        case [1, *rest, 9]:
            return f'1..9 {rest}'
        case [first, [x, *_], *others]:
            return f'nested {first} {x} {others}'
        case [*all]:
            return f'many {all}'
        case _:
            return 'no sequence'


class Seq(collections.abc.Sequence):
    def __len__(self): return 2
    def __getitem__(self, i): return i * 10 if i < 2 else [][0]


class ListLike:
    def __len__(self): return 1
    def __getitem__(self, i): return 'x'


for x in ([], (), [5], (1, 2), [1, 2, 3, 9], [1, 9, 9], [0, [1, 2], 3], [0, 1, 2], 'ab', b'ab', bytearray(b'a'), {1, 2}, {1: 2}, range(2), range(4),
          Seq(), ListLike(), iter([1]), collections.deque([1, 2]), array.array('i', [7]), memoryview(b'z'), collections.namedtuple('N', 'p q')(3, 4)):
    name = type(x).__name__
    print(name, '->', f(x))


class Counting(list):
    def __len__(self):
        print('len', end=' ')
        return super().__len__()

    def __getitem__(self, i):
        print(f'[{i}]', end=' ')
        return super().__getitem__(i)


match Counting([1, 2, 3]):
    case [_, _]:
        print('two')
    case [1, _, x]:
        print('three', x)
match Counting([1, 2, 3, 4]):
    case [a, *_, z]:
        print('ends', a, z)
match [1, [2, [3, [4]]]]:
    case [a, [b, [c, [d]]]]:
        print('deep', a, b, c, d)
match ([1, 2], (3, 4)):
    case ([a, b], [c, d]) if a + d == b + c:
        print('guard', a, b, c, d)
for text in ('[*a, *b]', '[a, a]', '[a, *a]', '(a, b) as a', '*a', '[a] | [b]', '[a] | [a]', '[*_, x, *_]', 'a | 1', '_ | 1', 'x as _', '1 as 2', '()',
             '(a)', '(a,)', '{*x: 1}', '-a', '1 + a', 'f"x"', 'a.b', 'a()', 'a.b()', '1 + 1', '2 - 1j', '-1 - 1j', '1j + 1'):
    try:
        compile(f'match x:\n case {text}: pass', '<m>', 'exec')
        print(text, 'compiles')
    except SyntaxError as e:
        print(text, '->', e.msg)
