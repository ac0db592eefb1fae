# * and ** in displays: order, duplicates, types, errors.
print('list', [*range(3), 'x', *'ab', *[], *{1: 2}])
print('tuple', (*'ab',), (1, *(2, 3)), *[4],)
print('set', sorted({*[1, 2], *(2, 3), 4}))
print('dict', {**{'a': 1, 'b': 2}, 'b': 3, **{'c': 4, 'a': 5}})
print('order of keys', list({'x': 1, **{'y': 2, 'x': 3}, 'z': 4}))
log = []


def t(x):
    log.append(x)
    return x


[t(1), *t([2]), t(3)]
{t('k'): t('v'), **t({'z': 1})}
print('evaluation', log)


class Mapping:
    def keys(self): return iter('ab')
    def __getitem__(self, k): return k + '!'


class Seq:
    def __getitem__(self, i):
        if i > 2:
            raise IndexError
        return i


print('protocols', {**Mapping()}, [*Seq()], (*Seq(),), sorted({*Seq()}))
print('generators', [*(i * i for i in range(3))], [*map(str, range(2))], [*zip('ab', 'cd')])
print('nested', [*[*[*[1]]]], [[*'ab'], *['c']])


def f():
    return *[1, 2], 3


def g():
    yield *[1], 2


print('return and yield', f(), list(g()))
for x in *[1], *'a':
    print('for', x, end=' ')
print()
print('subscript', {(1, 2): 'found'}[*[1, 2]], {(1,): 'one'}[*[1],])
for text in ('[*5]', '{**5}', '{*5}', '(*None,)', '{**[1]}', '{**[("a", 1)]}', '[*type("A", (), {"__iter__": None})()]', '{*[[]]}', '{**{1: 2}, **None}', '{**"ab"}', 'dict(**{1: 2})'):
    try:
        print(text, eval(text))
    except TypeError as e:
        print(text, '->', e)
print('copies', (a := [1]) is not [*a], (d := {}) is not {**d}, (tup := (1,)) == (*tup,))
print('large', sum([*range(1000), *range(1000)]), len({**dict.fromkeys(range(100)), **dict.fromkeys(range(50, 150))}))
for text in ('*a', '*a + b', '[*a if b else c]', '(*a)', '{**a}', '{*a, **b}', '[**a]', '{*a: 1}', '[*a for a in b]', '(**a,)', 'a = *b, c', 'return *a', '{**a, b}', '*a, b = 1, 2', 'x[**a]', '[*not a]', '[*a or b]', '{**a or b}', '[*lambda: 0]', 'f(**a for a in b)'):
    try:
        compile(text, '<d>', 'exec')
        print(text, 'compiles')
    except SyntaxError as e:
        print(text, '->', e.msg)
