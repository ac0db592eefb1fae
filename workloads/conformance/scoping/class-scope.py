# Names in a class body: not seen from methods, seen from nothing but the body itself.
x = 'module'


class A:
    x = 'class'
    y = x

    def method(self):
        return x

    comp = [x for _ in 'a']
    first = [c for c in x]
    lam = (lambda: x)()
    gen = list(x for _ in 'a')

    class Inner:
        seen = x


print('body', A.y, '| method', A().method(), '| comprehension', A.comp)
print('first iterable', A.first, '| lambda', A.lam, '| genexp', A.gen, '| inner class', A.Inner.seen)


class B:
    print('before own binding:', x)
    x = x + '!'
    print('after:', x)
    del x
    print('after del:', x)


def f():
    x = 'function'

    class C:
        a = x
        x = 'c'
        b = x
    return C


try:
    f()
except NameError as e:
    print('local in the class, not yet bound:', type(e).__name__)


def g(x):
    class C:
        a = x
        locals()['dyn'] = 'via locals'
        b = dyn
    return C.a, C.b


print('free variable', g('param'))


class D:
    for i in range(3):
        sq = i * i
    if sq > 3:
        big = True
    __private = 1

    def get(self):
        return self.__private


print('statements', D.i, D.sq, D.big, sorted(n for n in vars(D) if 'private' in n), D().get())


class E:
    global made
    made = 'a module name'
    print('names', '__module__' in locals(), '__qualname__' in locals(), __qualname__)


print(made, hasattr(E, 'made'))


class F:
    def a(self): return 'a'
    b = a
    def call(self): return self.b()


print('function in the body', F().call(), F.b is F.a, F.b.__qualname__)


class __Mangled:
    class __Inner:
        def __f(self): return __Mangled_name


print('mangling', [n for n in vars(__Mangled) if 'Inner' in n],
      [n for n in vars(vars(__Mangled)['_Mangled__Inner']) if 'f' in n and n.startswith('_I')])
