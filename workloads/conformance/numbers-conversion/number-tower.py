# bool, int, float, complex, Fraction and Decimal together: result types, equality, abstract classes.
# needs: decimal, fractions, numbers
import numbers
from decimal import Decimal
from fractions import Fraction

samples = [True, 2, 2.5, 1j, Fraction(1, 3)]
for a in samples:
    print('add', a, [type(a + b).__name__ for b in samples])
print('bool arithmetic', True + True, True * 3, -True, +False, ~0, True / 2, True // 2, True ** 2, True & 1,
    type(True & True).__name__, type(True & 1).__name__)
print('equal', 1 == True == 1.0 == Fraction(1) == Decimal(1) == 1 + 0j, 0.5 == Fraction(1, 2) == Decimal('0.5'),
    Fraction(1, 3) == 1 / 3, Decimal('0.1') == 0.1)
print('hash equal', len({1, True, 1.0, Fraction(1), Decimal(1), 1 + 0j}), len({0.5, Fraction(1, 2), Decimal('0.5')}))
print('compare', Fraction(1, 3) < 0.34, Decimal('0.3') < 0.3, Fraction(1, 2) <= 0.5,
    1 < Decimal('1.5') < 2)
for name in ('Number', 'Complex', 'Real', 'Rational', 'Integral'):
    kind = getattr(numbers, name)
    print(name, [isinstance(x, kind) for x in samples + [Decimal(1), 'a']])
for code in ('Decimal(1) + 1.0', 'Decimal(1) + Fraction(1)', 'Fraction(1) + Decimal(1)', 'Fraction(1) + "a"',
    'Fraction(1, 2) < 1j', 'Decimal(1) + 1j'):
    try:
        print(code, eval(code))
    except TypeError as error:
        print(code, '->', error)
print('fraction mixes', Fraction(1, 2) + 1, Fraction(1, 2) + 0.25, Fraction(1, 2) * 2, Fraction(7, 2) // 1,
    Fraction(-7, 2) % 2, Fraction(1, 2) ** 2, Fraction(4) ** 0.5, 2 ** Fraction(1, 2) == 2**0.5)
print('conversions', int(Fraction(7, 2)), float(Fraction(1, 3)), int(Decimal('-1.9')), float(Decimal('0.1')),
    complex(Fraction(1, 2)), bool(Fraction(0)), Fraction(0.5), Fraction('1.25'), Decimal(0.5))
