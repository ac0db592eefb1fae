# Private names: where __x becomes _Class__x, and where it does not.
class A:
    __x = 1
    __dunder__ = 2
    _single = 3

    def get(self):
        return self.__x

    def set(self, value):
        self.__x = value

    def keyword(self, __k):
        return __k

    def call(self, f):
        return f(__kw=5)

    def string(self):
        return getattr(self, '__x', 'strings are not mangled')

    def nested(self):
        def inner():
            return self.__x
        return inner()

    def comprehension(self):
        return [__i for __i in range(2)]

    def local_names(self):
        __local = 1
        return sorted(locals())

    def glob(self):
        global __module_name
        __module_name = 'set'


a = A()
print('names', sorted(n for n in vars(A) if 'x' in n or 'dunder' in n))
print('get', a.get(), a._A__x, a.nested())
a.set(9)
print('instance', vars(a))
print('parameter', A.keyword.__code__.co_varnames, a.keyword(_A__k=4))
print('keyword in a call', a.call(lambda **kw: kw))
print(a.string(), a.comprehension(), a.local_names())
a.glob()
print('global', [n for n in globals() if n.endswith('__module_name')])


class B(A):
    __x = 'b'

    def get_b(self):
        return self.__x


b = B()
print('no clash', b.get(), b.get_b())


class __C:
    __y = 1

    def get(self):
        return self.__y


print('leading underscores of the class go', [n for n in vars(__C) if n.endswith('__y')], __C().get())


class ___:
    __y = 1


print('only underscores: no mangling', '__y' in vars(___))


class D:
    def f(self):
        import os.path as __p
        return sorted(locals())

    def g(self):
        try:
            1 / 0
        except ZeroDivisionError as __e:
            return sorted(locals())

    def h(self, __a, *__b, **__c):
        return sorted(locals())

    class __Inner:
        pass

    def __private(self):
        return 'private method'

    def use(self):
        return self.__private()


print(D().f(), D().g(), D().h(1))
print(D.__dict__['_D__Inner'].__name__, D.__dict__['_D__Inner'].__qualname__, D().use(), D._D__private.__name__)
