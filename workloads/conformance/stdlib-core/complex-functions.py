# cmath over zeros of either sign, tiny and huge numbers, infinities and NaN: values to 12 digits, or the error.
import cmath
import math

NUMBERS = [-math.inf, -1e308, -2.5, -1.0, -1e-310, -0.0, 0.0, 0.5, 1.0, 710.5, 1e200, math.inf, math.nan]
FUNCTIONS = [
    'acos', 'acosh', 'asin', 'asinh', 'atan', 'atanh', 'cos', 'cosh', 'exp', 'log', 'log10',
    'sin', 'sinh', 'sqrt', 'tan', 'tanh', 'phase', 'isfinite', 'isnan', 'isinf',
]


def show(value):
    if isinstance(value, complex):
        return show(value.real) + '&' + show(value.imag)
    return '%.12g' % value if isinstance(value, float) else str(value)


def answer(function, *args):
    try:
        return show(function(*args))
    except (ValueError, OverflowError) as error:
        return str(error)


for name in FUNCTIONS:
    function = getattr(cmath, name)
    for real in NUMBERS:
        print(name, real, *[answer(function, complex(real, imag)) for imag in NUMBERS])
for size in NUMBERS:
    print('rect', size, *[answer(cmath.rect, size, angle) for angle in NUMBERS])


class Convertible:
    def __complex__(self):
        return 1 + 2j


print(cmath.sqrt(Convertible()), cmath.sqrt(-4), cmath.polar(3 + 4j)[0], cmath.log(8, 2))
for call in (
    lambda: cmath.sqrt('x'),
    lambda: cmath.log(1, 1),
    lambda: cmath.log(0),
    lambda: cmath.isclose(1, 1, rel_tol=-1),
    lambda: cmath.sqrt(),
):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
print(cmath.isclose(1 + 1j, 1 + 1.0000000001j), cmath.isclose(1, 2, rel_tol=0.4), cmath.isclose(math.inf, 1j))
print(cmath.infj, cmath.nanj, cmath.pi == math.pi, cmath.tau == math.tau, cmath.e == math.e)
