# __getitem__, __setitem__, __delitem__, __contains__, __len__, __iter__, __reversed__ and the old sequence protocol.
class Old:
    def __getitem__(self, i):
        print(f'[{i}]', end='')
        if i >= 3:
            raise IndexError
        return i * 10


print(list(Old()))
print(20 in Old())
print(99 in Old())
a, b, c = Old()
print('unpacked', a, b, c)
try:
    reversed(Old())
except TypeError as e:
    print(e)
try:
    len(Old())
except TypeError as e:
    print(e)


class Seq(Old):
    def __len__(self):
        return 3


print('reversed', list(reversed(Seq())))
print('iterator hint', iter(Seq()).__length_hint__())


class Stop:
    def __getitem__(self, i):
        if i == 2:
            raise StopIteration
        return i


print('StopIteration ends it too', list(Stop()))


class Full:
    def __contains__(self, x):
        return 'any truthy value'

    def __iter__(self):
        return iter('it')

    def __reversed__(self):
        return 'whatever'

    def __missing__(self, key):
        return 'only dict asks this'


f = Full()
print('in gives bool', 1 in f, 1 not in f, list(f), reversed(f))
try:
    f['x']
except TypeError as e:
    print(e)


class NoIter:
    __iter__ = None
    __contains__ = None

    def __getitem__(self, i):
        return i


for op in (lambda: iter(NoIter()), lambda: 1 in NoIter(), lambda: list(NoIter()), lambda: [*NoIter()]):
    try:
        op()
    except TypeError as e:
        print('None blocks:', e)


class NoReversed(list):
    __reversed__ = None


try:
    reversed(NoReversed([1]))
except TypeError as e:
    print(e)


class Hint:
    def __init__(self, hint):
        self.hint = hint

    def __iter__(self):
        return iter('ab')

    def __length_hint__(self):
        return self.hint


print('length hints', list(Hint(100)), list(Hint(NotImplemented)))
for bad in (-1, 'x'):
    try:
        print(list(Hint(bad)))
    except (ValueError, TypeError) as e:
        print('bad hint:', e)


class Lies(list):
    def __len__(self):
        return 99


print('bool and len of a lying list', bool(Lies()), len(Lies()), list(Lies('ab')))
