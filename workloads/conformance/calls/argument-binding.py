# How positional, keyword, default, starred and keyword-only arguments meet parameters.
def full(a, b=2, /, c=3, *rest, d, e=5, **more):
    return a, b, c, rest, d, e, more


print('least', full(1, d=4))
print('positional', full(1, 20, 30, 40, 50, d=4))
print('keyword for a positional-only name goes to **', full(1, d=4, a=9, b=8))
print('c by keyword', full(1, c=33, d=4))
print('star and double star', full(*[1, 2], *(3, 4), **{'d': 0}, **{'x': 1, 'e': 2}))
print('star after keyword', full(1, d=0, *[7, 8, 9]))
print('keyword order kept', list(full(1, d=1, z=1, y=2, **{'x': 3}, w=4)[6]))
print('non-identifier keys', full(1, d=1, **{'not a name': 1, '': 2})[6])


def only_star(*args):
    return args


print('empty stars', only_star(*[], *(), *''), only_star(*{}, 1, *'ab', *{'k': 1}))


def kw_only(*, a, b=1):
    return a, b


print('keyword only', kw_only(a=0), kw_only(b=2, a=1))


def pos_only(a, b=5, /):
    return a, b


print('positional only', pos_only(1), pos_only(1, 2))


class Mapping:
    def keys(self):
        return ['d', 'q']

    def __getitem__(self, key):
        return key * 2


print('any mapping after **', full(0, **Mapping()))
print('rest is a fresh tuple', type(full(1, 2, 3, 4, d=0)[3]).__name__)
src = {'d': 1}
got = full(1, **src, k=0)[6]
got['new'] = 1
print('** copies', src)


def gen():
    print('  generator runs before the call')
    yield 1
    yield 2


print('generator', only_star(*gen()))
print('defaults', full.__defaults__, full.__kwdefaults__)
full.__defaults__ = (22, 33)
full.__kwdefaults__ = {'d': 'now optional', 'e': 6}
print('changed defaults', full(1))
del full.__defaults__
try:
    full(1)
except TypeError as e:
    print(e)
