# in and not in: which protocol answers, substring rules, mappings, ranges, errors.
print('strings', 'b' in 'abc', 'bc' in 'abc', 'ac' in 'abc', '' in '', '' in 'abc', 'abc' in 'ab')
print('bytes', 98 in b'abc', b'bc' in b'abc', b'' in b'', 300 in [300])
print('dict', 1 in {1: 2}, 2 in {1: 2}, 2 in {1: 2}.values(), (1, 2) in {1: 2}.items(), [1, 2] in [[1, 2]])
print('range', 4 in range(0, 10, 2), 5 in range(0, 10, 2), 4.0 in range(10), 4.5 in range(10), -1 in range(10), 10 ** 30 in range(10 ** 31), True in range(2), 'a' in range(3), 3 in range(9, 0, -3))
print('nan', float('nan') in [float('nan')], (n := float('nan')) in [n], n in (n,), n in {n})
print('not in', 1 not in [1], not 1 in [1], (not 1) in [False])


class Contains:
    def __contains__(self, x):
        print(f'contains({x})', end=' ')
        return x


print(5 in Contains(), 0 in Contains(), '' not in Contains())


class Iter:
    def __iter__(self):
        for i in (1, 2, 3):
            print(f'yield {i}', end=' ')
            yield i


print(2 in Iter())
print(9 in Iter())


class Get:
    def __getitem__(self, i):
        print(f'get {i}', end=' ')
        if i > 2:
            raise IndexError
        return i * 2


print(2 in Get())
print(7 in Get())


class Eq:
    def __init__(self, name): self.name = name

    def __eq__(self, o):
        print(f'{self.name}=={getattr(o, "name", o)}', end=' ')
        return True


print(Eq('needle') in [Eq('hay')])
print(1 in [Eq('hay')])
e = Eq('same')
print(e in [e], 'identity needs no ==')
for text in ('1 in 5', '1 in None', "1 in 'a'", "None in 'a'", "'a' in b'a'", "300 in b'a'", "b'a' in 'a'", '[] in {1}', '[] in {1: 1}', '{} in set()', 'set() in {frozenset()}', '1 in int', '"x" in object()', '[] in frozenset()', '1.5 in b"a"', '1 in iter(5)', "'a' in 1.5", '"a" in lambda: 0'):
    try:
        print(text, eval(text))
    except (TypeError, ValueError, SyntaxError) as err:
        print(text, '->', type(err).__name__ + ':', err)
it = iter('abcdef')
print('consumes', 'c' in it, next(it), 'z' in it, list(it))
print('chained', 1 in [1] in [[1]], 1 in [1] == True, (1 in [1]) == True)
print('count and index', [1, True, 1.0].count(1), [0, False].index(False), 'aaa'.count('aa'), (1, [2]).index([2]))
