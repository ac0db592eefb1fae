# cmath: branch cuts, signed zeros, polar form, special values and domain errors.
# needs: cmath, math
import cmath
import math
def r(z):
    return complex(float(f'{z.real:.10g}'), float(f'{z.imag:.10g}'))
z = 1 + 2j
for name in ('sqrt', 'exp', 'log', 'log10', 'sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'sinh', 'cosh', 'tanh',
    'asinh', 'acosh', 'atanh'):
    print(name, r(getattr(cmath, name)(z)), r(getattr(cmath, name)(0.5)))
print('branch cut of sqrt', cmath.sqrt(-4), cmath.sqrt(complex(-4, -0.0)), cmath.sqrt(complex(-4, 0.0)),
    cmath.sqrt(-0.0))
print('branch cut of log', r(cmath.log(-1)), r(cmath.log(complex(-1, -0.0))), r(cmath.log(8, 2)))
print('polar', [float(f'{x:.10g}') for x in cmath.polar(-1j)], r(cmath.rect(2, math.pi / 2)),
    cmath.phase(-1) == math.pi, cmath.phase(complex(-1, -0.0)) == -math.pi, cmath.polar(0j), cmath.polar(3),
    cmath.rect(0, 5))
print('tests', cmath.isnan(complex(float('nan'), 1)), cmath.isinf(complex(1, float('inf'))), cmath.isfinite(1j),
    cmath.isclose(1 + 1e-10j, 1), cmath.isclose(1j, 2j), cmath.inf, cmath.infj, cmath.nanj)
inf = float('inf')
print('special', cmath.exp(complex(-inf, 1)), cmath.sqrt(complex(1, inf)), cmath.sqrt(complex(-inf, 2)), cmath.log(inf),
    cmath.cosh(0), cmath.tanh(inf))
for call in (lambda: cmath.log(0), lambda: cmath.atanh(1), lambda: cmath.exp(1000), lambda: cmath.sqrt('a'),
    lambda: cmath.exp(complex(0, inf)), lambda: cmath.rect(1, inf), lambda: cmath.log(1, 0), lambda: cmath.phase('x')):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
