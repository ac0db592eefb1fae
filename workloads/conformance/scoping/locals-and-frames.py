# locals() and frame.f_locals by PEP 667: a snapshot in functions, the namespace itself elsewhere.
# needs: python-3.13
import sys


def f(a, b=2):
    c = 3
    snap = locals()
    d = 4
    snap['a'] = 'changed'
    return a, sorted(snap), sorted(locals()), locals() is snap


print('snapshot', f(1))


def g():
    x = 1
    frame = sys._getframe()
    proxy = frame.f_locals
    proxy['x'] = 2
    proxy['extra'] = 'e'
    return x, type(proxy).__name__, sorted(proxy), 'extra' in locals(), proxy == dict(proxy)


print('write through', g())


def cells():
    y = 1
    def inner():
        return y
    sys._getframe().f_locals['y'] = 'via frame'
    return inner(), y


print('cells', cells())


def unbound():
    if 0:
        z = 1
    fl = sys._getframe().f_locals
    before = 'z' in fl, dict(fl)
    fl['z'] = 5
    return before[0], z


print('unbound filled', unbound())
print('module', locals() is globals(), sys._getframe().f_locals is globals())


class C:
    a = 1
    locals()['b'] = 2
    same = locals() is locals()


print('class', C.b, C.same)
print('comprehension', [sorted(k for k in locals() if k in ('q', 'C')) for q in 'a'])


def h():
    w = 1
    exec('w = 2; v = 3')
    return w, 'v' in locals(), eval('w + 1')


print('exec sees a snapshot', h())


def nested():
    p = 1
    def inner():
        q = p
        return sorted(locals())
    def without():
        return sorted(locals())
    return inner(), without()


print('free variables only when used', nested())
try:
    del sys._getframe().f_locals['x']
except KeyError as e:
    print('no such name', e)


def deleting():
    x = 1
    try:
        del sys._getframe().f_locals['x']
    except ValueError as e:
        return str(e)


print(deleting())
