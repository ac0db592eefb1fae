# Tuples: display, indexing, comparison, hashing, immutability, repetition and the empty tuple.
t = (1, 'a', None, (2, 3))
print('display', t, (), (1,), 1, (1, 2), ((),), ((1,),))
print('slices', t[1:], t[::-1], t[-1][0], t[5:], t[::2])
print('identity', t[:] is t, tuple(t) is t, () is tuple(), t + () == t, (t * 1) is t)
print('operations', (1, 2) + (3,), (1, 2) * 2, 2 in (1, 2), (1, 2, 1).count(1), (1, 2, 1).index(1, 1), len(()),
    min((3, 1)), sum((1, 2)))
print('compare', (1, 2) < (1, 3), (1,) < (1, 0), () < (0,), (1, 'a') == (1, 'a'), (1, 2) == [1, 2], (1, 2) != (1, 2.0))
print('hash', hash((1, 2)) == hash((1.0, 2)), {(1, 'a'): 'v'}[(1, 'a')], hash(()) == hash(tuple()))
print('from', tuple('ab'), tuple({'k': 1}), tuple(x for x in range(3)), tuple([]))
a, (b, *c), d = 1, (2, 3, 4), 5
print('unpack', a, b, c, d)
x = y = ()
x += (1,)
print('+= makes a new one', x, y)
for code in ("t[0]()", "t['a']", "t[9]", "(1,) + [2]", "(1,) < [1]", "hash(([],))", "tuple(1)", "(1,).index(2)",
    "(1, 2) * 1.0", "tuple(1, 2)", "(1,).append(2)", "(1, 'a') < (1, 2)"):
    try:
        print(code, eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__ + ':', error)
for statement in ('t[0] = 1', 'del t[0]', 't[0:1] = ()', 't.x = 1'):
    try:
        exec(statement)
    except (TypeError, AttributeError) as error:
        print(statement, '->', error)
class Pair(tuple):
    def __new__(cls, a, b):
        return super().__new__(cls, (a, b))
    @property
    def first(self):
        return self[0]
p = Pair(1, 2)
print('subclass', p, p.first, type(p + ()).__name__, type(p[:]).__name__, type(tuple(p)).__name__, p == (1, 2),
    hash(p) == hash((1, 2)), isinstance(p, tuple))
