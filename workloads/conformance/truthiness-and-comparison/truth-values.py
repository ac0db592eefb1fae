# What counts as false, and who is asked.
import decimal
import fractions


class Len0:
    def __len__(self): return 0


class BoolBeatsLen:
    def __bool__(self): return True
    def __len__(self): return 0


class Plain: pass


values = [None, False, 0, 0.0, -0.0, 0j, '', b'', bytearray(), (), [], {}, set(), frozenset(), range(0), range(5, 1), memoryview(b''), decimal.Decimal(0), fractions.Fraction(0), Len0(), NotImplemented if False else 0,
          ' ', '0', b'\0', (0,), [0], {0: 0}, {0}, float('nan'), -1, 1e-300, range(1), Plain(), BoolBeatsLen(), Plain, len, ..., iter([]), (x for x in ()), map(len, []), object(), type]
for v in values:
    name = repr(v)
    print(f'{type(v).__name__ if " at 0x" in name or name.startswith("<") else name}:{bool(v)}', end=' ')
print()
try:
    if NotImplemented:
        pass
except TypeError as e:
    print(e)
for bad in (1, 'x', None, [1]):
    class B:
        def __bool__(self): return bad
    try:
        bool(B())
    except TypeError as e:
        print(e)


class BadLen:
    def __init__(self, n): self.n = n
    def __len__(self): return self.n


for n in (-1, 1.5, 'x', None):
    try:
        bool(BadLen(n))
    except (TypeError, ValueError) as e:
        print(type(e).__name__ + ':', e)
print('True and 1', True == 1, True is 1 if False else True, {True: 'a'}[1], [0, 1].index(True), isinstance(True, int), True + True, bool.__mro__[1].__name__)
print('bool operations', True & False, True | False, True ^ True, type(True & 1).__name__, ~5, not 0, -True)
print('bool text', str(True), repr(False), f'{True:d}', f'{True:>6}', int('1') == True, '%d %s' % (True, True), float(True))
print('bool()', bool(), bool('False'), bool([[]]))
