# Conditional expressions nest to the right; lambda bodies reach as far as they can.
def grade(n):
    return 'low' if n < 3 else 'middle' if n < 6 else 'high'


print('nested', [grade(n) for n in (1, 4, 9)])
print('lambda in a conditional', (lambda: 1 if 0 else 2)(), ((lambda: 1) if 0 else (lambda: 2))())
print('tuple beats conditional', (1, 2 if 0 else 3, 4))
print('lambda with a tuple', [f() for f in (lambda: 1, lambda: (2, 3))])
print('lambda defaults', (lambda a, b=2, /, c=3, *d, e=5, **f: (a, b, c, d, e, f))(1, e=6, z=0))
print('lambda name', (lambda: 0).__name__, (lambda: 0).__qualname__)


def outer():
    return lambda: (lambda: 0)


print('lambda qualname', outer().__qualname__, outer()().__qualname__)
print('conditional with and/or', 1 and 0 if 0 or 1 else 2)
print('lambda returning lambda', (lambda x: lambda y: x - y)(10)(3))
print('immediately', (lambda n, f: f(n, f))(5, lambda n, f: 1 if n < 2 else n * f(n - 1, f)))
print('in a default', (lambda x, g=lambda v: v + 1: g(x))(1))
print('yield lambda', list((lambda: (yield 1))()), list((lambda: (yield from 'ab'))()))
print('chosen once', [k for k in (1, 2, 3) if (k if k != 2 else 0)])
print('star in subscripts', {(1, 2, 3): 'ok'}[1, *(2, 3)])
