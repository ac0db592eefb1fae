# Functions made in loops, conditions and other functions; redefinition; functions as values.
def maker(n):
    def inner(m):
        def innermost(k):
            return n, m, k
        return innermost
    return inner


print(maker(1)(2)(3), maker(1)(2).__qualname__)
if maker:
    def conditional(): return 'first'
else:
    def conditional(): return 'second'
print(conditional())


def redefined(): return 1


old = redefined


def redefined(): return 2


print(old(), redefined(), old is redefined, old.__name__ == redefined.__name__)
table = {}
for name in ('a', 'b'):
    def f(x, name=name): return name * x
    table[name] = f
print(table['a'](2), table['b'](3), table['a'] is table['b'], table['a'].__code__ is table['b'].__code__)


def self_name():
    return self_name


print(self_name() is self_name)
saved = self_name
del self_name
try:
    saved()
except NameError as e:
    print(e)


def apply(f, *args, times=1):
    for _ in range(times):
        args = (f(*args),)
    return args[0]


print(apply(lambda x: x * 2, 1, times=5), apply(max, 3, 7), apply(str.upper, 'x'))


def compose(*fs):
    def composed(x):
        for f in reversed(fs):
            x = f(x)
        return x
    return composed


print(compose(str, abs, int)('-12') + '!')


def curry(f, n, *got):
    return f(*got) if len(got) == n else lambda x: curry(f, n, *got, x)


print(curry(lambda a, b, c: (a, b, c), 3)(1)(2)(3))


def attrs():
    attrs.count += 1
    return attrs.count


attrs.count = 0
attrs(), attrs()
print('function attribute', attrs.count)


def docs():
    'single quoted doc'
    'not doc'


def fdoc():
    f'not a doc'


def bdoc():
    b'not a doc'


print(docs.__doc__, fdoc.__doc__, bdoc.__doc__, (lambda: 0).__doc__)


def indented():
    """first

        indented more
    same
    """


print(repr(indented.__doc__))
memo = {}


def fib(n):
    if n not in memo:
        memo[n] = n if n < 2 else fib(n - 1) + fib(n - 2)
    return memo[n]


print(fib(90))
