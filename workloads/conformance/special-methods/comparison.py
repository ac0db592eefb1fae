# Rich comparison: reflection, defaults, subclass priority, hash lost with __eq__.
class C:
    def __init__(self, v):
        self.v = v

    def __eq__(self, o):
        return f'eq {self.v}'

    def __lt__(self, o):
        return f'lt {self.v}'

    def __le__(self, o):
        return f'le {self.v}'


a, b = C('a'), C('b')
print('given', a == b, a < b, a <= b)
print('reflected', a > b, a >= b, 5 > a, 5 == a)
print('!= inverts the truth of ==', a != b)
try:
    hash(a)
except TypeError as e:
    print('unhashable:', e, C.__hash__)


class D(C):
    def __gt__(self, o):
        return 'subclass asked first'


print('priority', a < D('d'), D('d') > a, a == D('d'))


class Plain:
    pass


p, q = Plain(), Plain()
print('identity', p == p, p == q, p != q, p.__eq__(q), p.__ne__(p), p.__lt__(q))
for op in ('p < q', 'p >= 1', 'p < None', '[p] < [q]', 'sorted([p, q])', 'max(p, q)'):
    try:
        eval(op)
    except TypeError as e:
        print(op, '->', e)


class Ne:
    def __ne__(self, o):
        return 'own ne'


print('ne does not make eq', Ne() != 1, Ne() == 1)


class Never:
    def __eq__(self, o):
        return False
    __hash__ = object.__hash__


n = Never()
print('containers try identity first', n == n, n in [n], [n] == [n], (n,) == (n,), {n: 1} == {n: 1}, [n].index(n), [n].count(n))


class Bad:
    def __eq__(self, o):
        raise ValueError('from eq')

    def __bool__(self):
        raise ValueError('from bool')


for op in (lambda: Bad() == 1, lambda: 1 == Bad(), lambda: Bad() in [1], lambda: [1, Bad()] == [1, 2], lambda: not Bad()):
    try:
        op()
    except ValueError as e:
        print('error passes', e)


class NotBool:
    def __eq__(self, o):
        return NotBoolResult()


class NotBoolResult:
    def __bool__(self):
        print('[asked]', end=' ')
        return True


print(NotBool() in [1], (NotBool() == 1).__class__.__name__, NotBool() != 1)
from functools import total_ordering


@total_ordering
class T:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return self.v == o.v
    def __lt__(self, o): return self.v < o.v


print('total_ordering', T(1) <= T(1), T(2) > T(1), T(1) >= T(2), sorted([T(3), T(1)], reverse=True)[0].v)
