# A subclass of int: what keeps the class, what falls back to int, construction through __new__.
class Metre(int):
    def __new__(cls, value, unit='m'):
        self = super().__new__(cls, value)
        self.unit = unit
        return self

    def __add__(self, other):
        return Metre(int(self) + other, self.unit)

    def __repr__(self):
        return f'{int(self)} {self.unit}'

a = Metre(5, 'km')
print('repr and str', a, str(a), f'{a}', f'{a:d}', '%d' % a, '%s' % a)
print('add keeps', type(a + 1).__name__, a + 1, type(1 + a).__name__, 1 + a)
print('others fall back', type(a * 2).__name__, type(-a).__name__, type(+a).__name__, type(abs(a)).__name__,
    type(a // 1).__name__)
print('int() of it', type(int(a)).__name__, type(a.real).__name__, type(a.conjugate()).__name__,
    type(round(a)).__name__)
print('hash and eq', hash(a) == hash(5), a == 5, {5: 'five'}[a], a is not 5 + 0)
print('dict', a.__dict__, isinstance(a, int), Metre.__mro__[1].__name__)
print('index', [10, 20, 30, 40, 50, 60][a], list(range(Metre(3))), 'x' * Metre(2))

class Loud(int):
    def __radd__(self, other):
        return 'radd of subclass first'
    def __rsub__(self, other):
        return NotImplemented

print('reflected first', 1 + Loud(2), 1 - Loud(2), Loud(1) + 2)

class Indexed:
    def __index__(self):
        return 3
class Inted:
    def __int__(self):
        return 42
class BadInt:
    def __int__(self):
        return 'no'
print('__index__', int(Indexed()), [1, 2, 3, 4][Indexed()], hex(Indexed()), 'ab' * Indexed(), range(Indexed()))
print('__int__', int(Inted()))
for f in (lambda: int(BadInt()), lambda: [1][Inted()], lambda: hex(Inted()), lambda: int(object()), lambda: int([])):
    try:
        print(f())
    except TypeError as error:
        print('TypeError:', error)
print('from_bytes of class', type(Metre.from_bytes(b'\x07', 'big')).__name__, Metre.from_bytes(b'\x07', 'big'))
