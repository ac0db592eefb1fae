# enum: members, aliases, lookup, auto, Flag arithmetic, IntEnum, StrEnum, unique and errors.
# needs: enum
from enum import Enum, Flag, IntEnum, IntFlag, StrEnum, auto, nonmember, unique, verify, CONTINUOUS
class Colour(Enum):
    RED = 1
    GREEN = 2
    CRIMSON = 1
    def describe(self):
        return f'{self.name.lower()}={self.value}'
    @classmethod
    def default(cls):
        return cls.GREEN
print('members', list(Colour), Colour.RED, repr(Colour.RED), Colour.CRIMSON is Colour.RED, Colour['GREEN'], Colour(2),
    len(Colour), Colour.RED.describe(), Colour.default())
print('maps', list(Colour.__members__), Colour.RED in Colour, 1 in Colour, 9 in Colour, isinstance(Colour.RED, Colour),
    {Colour.RED: 'r'}[Colour(1)], Colour.RED == 1, f'{Colour.RED}', str(Colour.GREEN),
    [c.name for c in reversed(Colour)])
class N(IntEnum):
    LOW = 1; HIGH = 5
class S(StrEnum):
    ONE = auto(); Two = auto()
print('int and str', N.LOW + 1, N.HIGH > N.LOW, N.LOW == 1, repr(N.LOW), f'{N.LOW}', S.ONE, S.Two.upper(), repr(S.ONE),
    N(5), 'one' == S.ONE, sorted(N, reverse=True))
class Perm(Flag):
    R = auto(); W = auto(); X = auto(); RW = R | W
print('flag', Perm.R | Perm.X, Perm.RW, ~Perm.R, Perm.RW & Perm.W, Perm.R ^ Perm.RW, Perm.R in Perm.RW, bool(Perm(0)),
    Perm(0), Perm(7), list(Perm.RW), list(Perm), len(Perm.RW), Perm.RW.name, (Perm.R | Perm.X).name,
    (Perm.R | Perm.X).value)
class I(IntFlag):
    A = 1; B = 4
print('intflag', I.A | I.B, I(8), I.A | 2, ~I.A, repr(I.A | 16), I.A + 1)
class Planet(Enum):
    EARTH = (5.97, 6.37); MARS = (0.64, 3.39)
    def __init__(self, mass, radius):
        self.mass = mass; self.radius = radius
print('init', Planet.EARTH.mass, Planet((0.64, 3.39)), Planet.MARS.value)
class Auto(Enum):
    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return f'{name}{count}'
    A = auto(); B = auto(); C = nonmember(5)
    @classmethod
    def _missing_(cls, value):
        return cls.B if value == 'fallback' else None
print('auto', Auto.A.value, Auto.B.value, Auto.C, Auto('fallback'), Enum('Dyn', 'X Y')(2),
    Enum('D2', {'P': 'p'}).P.value)
for code in ("Colour(9)", "Colour['X']", "Colour.BLUE", "Colour.RED < Colour.GREEN", "Perm(99)", "Colour.RED()",
    "type('Sub', (Colour,), {})", "unique(Colour)", "Auto('none')", "Colour.RED.value.x", "S('three')"):
    try:
        print(code, eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__ + ':', error)
for action in ("Colour.RED = 5", "Colour.RED.value = 5", "del Colour.RED", "class B(Enum):\n  X = 1\n  X = 2",
    "verify(CONTINUOUS)(Enum('Q', {'a': 1, 'b': 3}))"):
    try:
        exec(action); print('fine')
    except Exception as error:
        print(action.splitlines()[0], '->', type(error).__name__ + ':', error)
