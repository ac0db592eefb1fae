# `__lt__` of Python's in a sort: NotImplemented, answers that are no bool, a class that changes meanwhile, mixed classes, errors.
def shown(title, values, **options):
    xs = list(values)
    try:
        xs.sort(**options)
        print(title, [getattr(x, 'n', x) for x in xs])
    except Exception as error:
        print(title, type(error).__name__ + ':', error, '|', len(xs))

class Plain:
    def __init__(self, n):
        self.n = n
    def __lt__(self, other):
        return self.n < other.n

class Reflected(Plain):
    log = 0
    def __lt__(self, other):
        return NotImplemented
    def __gt__(self, other):
        Reflected.log += 1
        return self.n > other.n

class Without(Plain):
    def __lt__(self, other):
        return NotImplemented

class Length:
    def __init__(self, n):
        self.n = n
    def __len__(self):
        return self.n

class Lengthy(Plain):
    def __lt__(self, other):
        return Length(max(other.n - self.n, 0))

class NoTruth:
    def __bool__(self):
        raise ValueError('no truth')

class Untrue(Plain):
    def __lt__(self, other):
        return NoTruth()

class Number(int):
    def __lt__(self, other):
        return int(self) > int(other)

class Derived(Plain):
    def __lt__(self, other):
        return self.n > other.n

class Fails(Plain):
    def __lt__(self, other):
        if self.n == 3:
            raise KeyError(self.n)
        return self.n < other.n

class Static(Plain):
    @staticmethod
    def __lt__(other):
        return other.n > 2

class Turns(Plain):
    calls = 0
    def __lt__(self, other):
        Turns.calls += 1
        if Turns.calls == 4:
            Turns.__lt__ = lambda self, other: self.n > other.n
        return self.n < other.n

class Changes(Plain):
    def __lt__(self, other):
        self.__class__ = Derived
        return self.n < other.n

values = [4, 1, 3, 0, 2, 5]
for cls in (Plain, Reflected, Without, Lengthy, Untrue, Number, Derived, Fails, Static, Turns, Changes):
    shown(cls.__name__, map(cls, values))
    shown(cls.__name__ + ' reversed', map(cls, values), reverse=True)
print(Reflected.log, Turns.calls)
shown('mixed', [Plain(3), Derived(1), Plain(2), Derived(4), Reflected(0)])
shown('by key', values, key=Number)
shown('by key of a class', values, key=lambda n: Derived(n % 3))
print([n for n, _ in sorted(((Number(n % 2), n) for n in values))])

def generator_less(self, other):
    yield self.n < other.n
Generating = type('Generating', (Plain,), {'__lt__': generator_less})
shown('a generator is true', map(Generating, values))
