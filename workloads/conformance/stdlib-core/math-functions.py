# math: exact functions, special values and domain errors; inexact ones are rounded to 12 digits.
# needs: math
import math as m
inf, nan = m.inf, m.nan
r = lambda x: float(f'{x:.12g}')
print('exact', m.floor(-2.5), m.ceil(-2.5), m.trunc(-2.5), m.fabs(-3), m.sqrt(16), r(m.cbrt(27)), m.hypot(3, 4),
    m.hypot(), m.hypot(1, 2, 2), m.dist([0, 0], [3, 4]), m.fmod(-7, 3), m.remainder(7, 4), m.remainder(6, 4),
    m.modf(-2.5), m.modf(inf), m.frexp(10), m.frexp(-0.0), m.ldexp(0.5, 4), m.copysign(1, -0.0), m.ulp(1),
    m.nextafter(1, 2), m.nextafter(0, -1), m.nextafter(1, inf, steps=3), m.degrees(m.pi), m.isqrt(17), m.exp2(5),
    m.fma(2, 3, 4))
print('logs', m.log(1), m.log2(8), m.log10(1000), m.log2(2**1000), m.log10(10**400), r(m.log(10**400)), r(m.log(8, 2)),
    r(m.log1p(1e-10)), r(m.expm1(1e-10)), m.log2(0.5), r(m.log(2**5000)))
print('trig', r(m.sin(1)), r(m.cos(1)), r(m.tan(1)), r(m.asin(0.5)), r(m.acos(0.5)), r(m.atan(1)),
    m.atan2(0.0, -0.0) == m.pi, m.atan2(-0.0, 0.0), r(m.sinh(1)), r(m.cosh(1)), r(m.tanh(1)), r(m.asinh(1)),
    r(m.acosh(2)), r(m.atanh(0.5)), m.sin(0.0), m.cos(0), r(m.exp(1)), r(m.pow(2, 0.5)))
print('special', r(m.gamma(5.5)), m.gamma(5), m.factorial(20), r(m.lgamma(100)), r(m.erf(0.5)), r(m.erfc(3)),
    m.comb(10, 3), m.perm(5, 2), m.gcd(12, 18, 27), m.lcm(4, 6), m.prod([2, 3.5]), m.sumprod([1, 2], [3, 4]))
print('sums', m.fsum([0.1] * 10), m.fsum([1e100, 1, -1e100]), m.fsum([]), m.sumprod([0.1] * 10, [1] * 10),
    m.sumprod([10**20], [10**20]), sum([0.1] * 10))
print('tests', m.isnan(nan), m.isinf(-inf), m.isfinite(1e308), m.isclose(1, 1 + 1e-10), m.isclose(0, 1e-10),
    m.isclose(0, 1e-10, abs_tol=1e-9), m.isclose(inf, inf), m.isclose(nan, nan), m.isclose(1, 2, rel_tol=0.5))
print('infinities', m.sqrt(inf), m.exp(-inf), m.exp(inf), m.log(inf), m.atan(inf) == m.pi / 2, m.hypot(inf, nan),
    m.pow(1, nan), m.pow(nan, 0), m.pow(-inf, -3), m.fmod(5, inf), m.copysign(nan, -1), m.tanh(inf),
    m.floor(1e300) == int(1e300), m.gamma(inf), m.erf(inf), m.ldexp(1, -2000), m.pow(0.0, inf))
for code in ("m.sqrt(-1)", "m.log(0)", "m.log(-1)", "m.log(10, 1)", "m.log10(0)", "m.log2(-5)", "m.asin(2)",
    "m.acosh(0.5)", "m.atanh(1)", "m.gamma(0)", "m.gamma(-1)", "m.gamma(200)", "m.exp(1000)", "m.pow(0, -1)",
    "m.pow(-1, 0.5)", "m.fmod(1, 0)", "m.sin(inf)", "m.factorial(-1)", "m.factorial(1.5)", "m.floor('a')",
    "m.sqrt('a')", "m.sqrt(10**400)", "m.ldexp(1, 5000)", "m.fsum(['a'])", "m.fsum([1e308, 1e308, -1e308])",
    "m.fsum([inf, -inf])", "m.isclose(1, 2, rel_tol=-1)", "m.dist([1], [1, 2])", "m.sinh(1000)", "m.remainder(1, 0)",
    "m.comb(1.0, 1)", "m.perm(3, -1)", "m.sumprod([1], [1, 2])", "m.nextafter(1, 2, steps=-1)", "m.lgamma(0)",
    "m.cosh(-1000)", "m.log(1, 0)", "m.floor(nan)", "m.ceil(inf)", "m.fma(inf, 0, 1)", "m.prod(['a', 'b'])",
    "m.sqrt()", "m.log('1')"):
    try:
        print(code, eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__ + ':', error)
class C:
    def __ceil__(self): return 'ceil'
    def __floor__(self): return 'floor'
    def __float__(self): return 4.0
print('protocol', m.ceil(C()), m.floor(C()), m.sqrt(C()), m.floor(True), m.trunc(5), m.pi, m.e, m.tau, m.inf, m.nan)
