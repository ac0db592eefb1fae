# Which of __op__ and __rop__ is asked first, and when the other one is asked at all.
class L:
    def __add__(self, other):
        print('L.__add__', end=' ')
        return NotImplemented

    def __radd__(self, other):
        print('L.__radd__', end=' ')
        return 'L.r'


class R:
    def __radd__(self, other):
        print('R.__radd__', end=' ')
        return 'R.r'


class Sub(L):
    def __radd__(self, other):
        print('Sub.__radd__', end=' ')
        return 'Sub.r'


class SubPlain(L):
    pass


print(L() + R())
print(L() + Sub(), '(subclass with its own reflected method first)')
try:
    print(L() + L())
except TypeError as e:
    print('same type: reflected not tried |', e)
print(L() + SubPlain(), '(an inherited reflected method is not first)')
print(1 + R(), 'x' + R(), [] + R(), None + R())
try:
    R() + 1
except TypeError as e:
    print('|', e)


class Big(int):
    def __radd__(self, other):
        return f'Big.__radd__({other})'

    def __rsub__(self, other):
        return f'Big.__rsub__({other})'


print(1 + Big(2), True + Big(2), Big(1) + 2, 5 - Big(3), Big(5) - 3, 5 * Big(3))


class Never:
    __add__ = None
    __radd__ = None


for text in ('Never() + 1', '1 + Never()', 'Never() + R()', 'R() + Never()'):
    try:
        print(eval(text))
    except TypeError as e:
        print(text, '->', e)


class Cmp:
    def __lt__(self, other):
        return NotImplemented

    def __gt__(self, other):
        return f'gt from {type(other).__name__}'


print('< asks > of the other', Cmp() < Cmp(), 1 < Cmp())
try:
    Cmp() <= 1
except TypeError as e:
    print(e)
print('== falls back to identity', Cmp() == 1, Cmp() != 1)


class P:
    def __rpow__(self, other, mod=None):
        return ('rpow', other, mod)

    def __rmatmul__(self, other):
        return ('rmatmul', other)

    def __rdivmod__(self, other):
        return ('rdivmod', other)


print(2 ** P(), 3 @ P(), divmod(9, P()))
