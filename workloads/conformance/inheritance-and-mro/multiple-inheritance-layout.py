# Built-in bases: what may be combined, what instances of subclasses keep.
class MyList(list):
    def __init__(self, *a):
        super().__init__(*a)
        self.note = 'n'


m = MyList('ab')
m.append('c')
print('list subclass', m, len(m), m.note, type(m[:]).__name__, type(m + []).__name__, type(m * 2).__name__, type(m.copy()).__name__)


class MyInt(int):
    def __repr__(self):
        return f'MyInt({int(self)})'

    def __add__(self, o):
        return MyInt(int(self) + o)


i = MyInt(5)
print('int subclass', i, i + 1, i - 1, 1 + i, -i, +i, type(+i).__name__, [i], f'{i}', f'{i!r}', str(i), i == 5, {5: 'found'}[i])


class MyStr(str):
    def upper(self):
        return 'own upper'


s = MyStr('abc')
print('str subclass', s.upper(), type(s.strip()).__name__, type(s[:]).__name__, s + 'd', f'{s}', '%s' % s, type(str(s)).__name__)


class MyDict(dict):
    def __missing__(self, key):
        return f'missing {key}'

    def __getitem__(self, key):
        return ('got', super().__getitem__(key))


d = MyDict(a=1)
print('dict subclass', d['a'], d['zz'], d.get('a'), d.get('zz'), d.pop('a'), dict(MyDict(b=2)), {**MyDict(b=2)}, type(d | {}).__name__)


class MyTuple(tuple):
    def __new__(cls, *items):
        return super().__new__(cls, items)


t = MyTuple(1, 2)
print('tuple subclass', t, type(t + ()).__name__, type(t[:]).__name__, hash(t) == hash((1, 2)), t == (1, 2))


class MyFloat(float):
    pass


print('float subclass', MyFloat(1.5), type(MyFloat(1.5) * 2).__name__, type(MyFloat(1) + 1j).__name__, MyFloat(2).hex())


class Mix:
    def hello(self):
        return f'hello {self}'


class Both(Mix, int):
    pass


print('mixin', Both(3).hello(), Both.__base__.__name__, [c.__name__ for c in Both.__mro__])


class MySet(set):
    pass


print('set subclass', type(MySet([1]) | {2}).__name__, type({2} | MySet([1])).__name__, MySet('a') == {'a'})


class MyExc(Exception, Mix):
    pass


print('exception with a mixin', MyExc('x').hello(), MyExc('x', 1).args)
for bases in ((int, str), (list, dict), (list, tuple), (int, float), (Exception, int), (MyList, Mix), (dict, Mix), (KeyError, IndexError),
              (OSError, KeyError), (type, int)):
    try:
        cls = type('Combined', bases, {})
        print('works', [b.__name__ for b in bases], cls.__base__.__name__)
    except TypeError as e:
        print('fails', [b.__name__ for b in bases], e)
