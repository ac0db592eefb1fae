# The method resolution order by C3, and the hierarchies that it refuses.
def names(cls):
    return ' '.join(c.__name__ for c in cls.__mro__)


class O: pass
class A(O): pass
class B(O): pass
class C(O): pass
class D(A, B): pass
class E(B, C): pass
class F(D, E): pass


print('diamonds', names(F))


class X: pass
class Y: pass
class XY(X, Y): pass
class YX(Y, X): pass


try:
    class Bad(XY, YX):
        pass
except TypeError as e:
    print(str(e).replace('\n', ' / '))
try:
    class Bad2(O, A):
        pass
except TypeError as e:
    print(str(e).replace('\n', ' / '))


class H(A, B, C): pass


print('mro() method', [c.__name__ for c in H.mro()], H.__mro__ == tuple(H.mro()))
print('bases', H.__bases__ == (A, B, C), H.__base__.__name__)
print('subclasses', [c.__name__ for c in O.__subclasses__()])


class Own(type):
    def mro(cls):
        order = super().mro()
        print('  mro asked for', cls.__name__)
        return [order[0], *reversed(order[1:-1]), order[-1]]


class P: v = 'P'
class Q: v = 'Q'


class R(P, Q, metaclass=Own):
    pass


print('metaclass mro', names(R), R.v)
A.__bases__ = (X,)
print('bases reassigned', names(A), '|', names(D))
try:
    A.__bases__ = (D,)
except TypeError as e:
    print(e)
for bad in ((), 5, (5,), (int,)):
    try:
        A.__bases__ = bad
        print('accepted', bad)
    except TypeError as e:
        print(e)
