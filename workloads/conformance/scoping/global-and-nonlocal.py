# global and nonlocal: which name a statement binds.
x = 'module'


def read():
    return x


def write():
    global x
    x = 'written'


def shadow():
    x = 'local'
    def inner():
        global x
        return x
    return x, inner()


write()
print('global', x, read(), shadow())


def create():
    global made_here
    made_here = 1


create()
print('created', made_here)


def outer():
    y = 'outer'

    def middle():
        def inner():
            nonlocal y
            y = 'inner'
        inner()
        return y

    return middle(), y


print('nonlocal skips a level', outer())


def mixed():
    global g
    def g():
        return 'a global function'
    global H
    class H:
        pass
    global math
    import math


mixed()
print('def, class, import', g(), H.__qualname__, math.__name__)


def loops():
    global loop_var, handle, exc_seen
    for loop_var in range(3):
        pass
    with open(__file__) as handle:
        pass
    try:
        1 / 0
    except ZeroDivisionError as exc_seen:
        pass


loops()
print('for, with, except', loop_var, handle.closed, 'exc_seen' in globals())


def unbound():
    try:
        print(x)
    except UnboundLocalError as e:
        print('unbound:', e)
    x = 1


unbound()


def delete():
    global x
    del x


delete()
try:
    read()
except NameError as e:
    print('gone:', e)
for text in ('def f():\n x = 1\n global x', 'def f():\n print(x)\n global x', 'def f(x):\n global x', 'nonlocal x',
             'def f():\n nonlocal x', 'def f():\n global x\n nonlocal x', 'def f():\n x = 1\n def g():\n  x = 2\n  nonlocal x',
             'def f(a):\n def g(a):\n  nonlocal a', 'global y\ny = 1', 'def f():\n x: int = 1\n global x',
             'def f():\n global x\n x: int = 1', 'class A:\n nonlocal x', 'def f():\n x = 0\n class A:\n  nonlocal x\n  x = 1'):
    try:
        compile(text, '<scope>', 'exec')
        print(repr(text), 'compiles')
    except SyntaxError as e:
        print(repr(text), '->', e.msg)
