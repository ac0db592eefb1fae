# sys.getsizeof of basic objects on a 64-bit build, and how they grow.
# reference: native
import sys
s = sys.getsizeof
print('numbers', s(0), s(1), s(2**30 - 1), s(2**30), s(2**60), s(-5), s(10**100), s(1.5), s(1j), s(True), s(None))
print('text', s(''), s('a'), s('abc'), s('\u00e9'), s('\u20ac'), s('\U0001F600'), s('a' * 100), s('\u20ac' * 100))
print('bytes', s(b''), s(b'a' * 10), s(bytearray()), s(bytearray(b'abc')))
print('tuples', [s(tuple(range(n))) - s(()) for n in range(5)])
print('lists', s([]), s([1]), s([1, 2, 3]), s([None] * 10), s(list(range(10))))
grow, last = [], None
xs = []
for i in range(100):
    if s(xs) != last:
        last = s(xs); grow.append((len(xs), last))
    xs.append(i)
print('append grows', grow)
print('sets', s(set()), s({1}), s(set(range(5))), s(set(range(30))), s(frozenset()))
print('ranges and slices', s(range(5)), s(slice(1)))
class Sized:
    def __sizeof__(self):
        return 1000
class Bad:
    def __sizeof__(self):
        return -1
print('own', s(Sized()) >= 1000)
for f in (lambda: s(Bad()), lambda: s(), lambda: s(1, 2, 3),
    lambda: s(type('T', (), {'__sizeof__': lambda self: 'x'})())):
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__, error)
print('default', s(type('T', (), {'__sizeof__': lambda self: 'x'})(), 77))
