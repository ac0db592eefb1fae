# x op= y calls __iop__ where there is one, falls back to __op__, and evaluates its target once.
class InPlace:
    def __init__(self, v):
        self.v = v

    def __iadd__(self, other):
        self.v += other
        return self

    def __add__(self, other):
        return InPlace(self.v + other)

    def __isub__(self, other):
        return NotImplemented

    def __sub__(self, other):
        return f'fell back with {other}'

    def __imul__(self, other):
        return 'anything'


x = y = InPlace(1)
x += 5
print('same object', x is y, y.v)
x -= 3
print('NotImplemented falls back', x)
y *= 2
print('result replaces the name', y)
t = ([1],)
try:
    t[0] += [2]
except TypeError as e:
    print('tuple item:', e, t)
print('index evaluated once', end=' ')


def index():
    print('index()', end=' ')
    return 0


data = [10]
data[index()] += 1
print(data)
s = [1]
alias = s
s += 'ab'
print('list += iterable', alias)
s = s + ['c']
print('list + makes a new one', alias is s, len(alias), len(s))
try:
    s = s + 'ab'
except TypeError as e:
    print('list + str:', e)
a = b = (1,)
a += (2,)
print('immutable rebinds', a, b)
n = 7
n //= 2; n **= 3; n <<= 1; n ^= 5; n %= 40; n |= 64; n &= ~1; n >>= 1
print('all integer forms', n)
d = {'a': 1}
d |= [('b', 2)]
print('dict |= pairs', d)
z = {1, 2}
z -= {1}; z |= {5}; z ^= {5, 6}
print('set forms', sorted(z))


class A:
    n = 1


o = A()
o.n += 1
print('class attribute read, instance attribute written', A.n, o.n)
for stmt in ('1 += 1', 'f() += 1', '(a, b) += 1', 'a += b += 1', '[a] += 1'):
    try:
        compile(stmt, '<s>', 'exec')
    except SyntaxError as e:
        print(stmt, '->', e.msg)
try:
    undefined += 1
except NameError as e:
    print(e)
