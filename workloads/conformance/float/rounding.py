# round, int, floor, ceil and trunc of floats: half to even on the exact binary value.
# needs: math
from math import ceil, floor, trunc
for x in (0.5, 1.5, 2.5, -0.5, -1.5, 2.675, 1e16, 0.49999999999999994, 4503599627370497.5):
    print('round', x, round(x), int(x), floor(x), ceil(x), trunc(x))
for x, n in ((2.675, 2), (1.005, 2), (0.125, 2), (0.375, 2), (1234.5678, -2), (1250.0, -2), (1350.0, -2), (5e-324, 400),
    (1.5, 400), (1e308, -308), (9.5e307, -308), (-0.4, 0), (55.55, 1), (1e22, -21), (0.05, 1), (2.5, 0), (1e300, 5)):
    print('round to', x, n, repr(round(x, n)))
print('types', type(round(2.5)).__name__, type(round(2.5, 0)).__name__, type(round(2.5, None)).__name__)
print('large', int(1e25), round(1e25), int(-1e19), floor(1e23))
inf, nan = float('inf'), float('nan')
for name, f in (('int', int), ('round', round), ('floor', floor), ('trunc', trunc), ('ratio', float.as_integer_ratio)):
    for x in (inf, -inf, nan):
        try:
            print(name, f(x))
        except (OverflowError, ValueError) as error:
            print(name, x, type(error).__name__, error)
print('round specials', round(inf, 2), round(nan, 2), round(-0.0), repr(round(-0.0, 1)))
print('ratio', (0.5).as_integer_ratio(), (0.1).as_integer_ratio(), (-0.0).as_integer_ratio(),
    (1e-20).as_integer_ratio()[0])
for call in (lambda: round('a'), lambda: round(1.5, 'a'), lambda: round(1.7e308, -308), lambda: round(1.5, 1.0)):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
