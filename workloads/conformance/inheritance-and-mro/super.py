# super(): with and without arguments, cooperative calls, class methods, odd receivers.
class A:
    def f(self):
        return ['A']

    @classmethod
    def c(cls):
        return f'A.c({cls.__name__})'

    @staticmethod
    def s():
        return 'A.s'

    @property
    def p(self):
        return 'A.p'

    x = 'A.x'


class B(A):
    def f(self):
        return ['B', *super().f()]

    @classmethod
    def c(cls):
        return 'B>' + super().c()

    @staticmethod
    def s():
        return 'B>' + super(B, B).s()

    @property
    def p(self):
        return 'B>' + super().p


class C(A):
    def f(self):
        return ['C', *super().f()]


class D(B, C):
    def f(self):
        return ['D', *super().f()]

    def skip(self):
        return super(B, self).f()

    def attribute(self):
        return super().x

    def nested(self):
        return (lambda: super().f())() if False else [super(D, self).f() for _ in 'a'][0]

    def bound(self):
        return super().f


d = D()
print('cooperative', d.f())
print('skip', d.skip(), '| property', d.p, '| class method', D.c(), '| static', d.s())
print('attribute', d.attribute(), '| nested', d.nested(), '| bound', d.bound().__self__ is d)
print('outside', super(B, d).f(), super(D, D).c())
s = super(B, d)
print('object', s.__thisclass__.__name__, s.__self__ is d, s.__self_class__.__name__, repr(s))
print('unbound', super(B).__self__, super(B).__get__(d).f())


class Setter(A):
    def set(self):
        super().y = 1


try:
    Setter().set()
except AttributeError as e:
    print(e)


class Errors:
    def no_args():
        super()

    def deleted(self):
        del self
        super()

    def missing(self):
        super().nothing

    def item(self):
        super()[0]

    async_ = None


def plain(x):
    super()


for call in (lambda: Errors.no_args(), lambda: Errors().deleted(), lambda: Errors().missing(), lambda: Errors().item(),
             lambda: plain(1), lambda: super(), lambda: super(5), lambda: super(B, 5), lambda: super(D, A()),
             lambda: super(int, str), lambda: len(super(B, d))):
    try:
        call()
        print('no error')
    except (RuntimeError, TypeError, AttributeError) as e:
        print(type(e).__name__ + ':', e)


class Shadow(A):
    def f(self):
        super = lambda: A()
        return super().f()


print('a local super', Shadow().f())


class Cell(A):
    def f(self):
        def inner():
            return super(__class__, self).f()
        return inner()


print('__class__ in an inner function', Cell().f())
