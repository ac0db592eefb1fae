# fractions and statistics.
# needs: fractions, math, statistics
import math
import statistics as s
from fractions import Fraction as F
print('build', F(6, -4), F('3/9'), F('-.25'), F('1e-3'), F(0.75), F(5), F(), F(F(1, 2), F(3, 4)), F(' 7/3 '),
    F('1_0/3'))
a, b = F(3, 4), F(-2, 3)
print('arithmetic', a + b, a - b, a * b, a / b, a // b, a % b, divmod(a, b), a**2, a**-2, b**3, -a, abs(b), a + 1,
    1 - a, a * 0.5, 2 / a, a ** F(1, 2) == math.sqrt(0.75))
print('compare', a > b, a == 0.75, F(1, 3) == 1 / 3, F(2, 1) == 2, a < 1, max(a, b), sorted([F(1, 2), 0.3, 1, b]))
print('parts', a.numerator, b.denominator, int(F(-7, 2)), round(F(5, 2)), round(F(7, 2)), round(F(22, 7), 2),
    math.floor(b), math.ceil(b), math.trunc(b), float(F(1, 3)), F(math.pi).limit_denominator(1000),
    F(4, 2).is_integer(), a.as_integer_ratio(), bool(F(0)))
print('format', f'{F(1, 3)}', f'{F(1, 3):.3f}', f'{F(1000000, 3):,.2f}', f'{F(1, 3):>8}|', f'{F(-1, 7):.2e}',
    f'{F(2, 3):.0%}', repr(a), str(F(3)))
for f in (lambda: F(1, 0), lambda: F('1/0'), lambda: F('x'), lambda: F(1.5, 2), lambda: F(float('nan')),
    lambda: F(float('inf')), lambda: F('1/ 2'), lambda: a / 0, lambda: a % 0, lambda: F(None), lambda: F(0) ** -1,
    lambda: a < 1j):
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__, error)
data = [1, 2, 2, 3, 4, 7, 9]
print('statistics', s.mean(data), s.fmean(data), s.median(data), s.median([1, 2, 3, 4]), s.median_low([1, 2, 3, 4]),
    s.median_high([1, 2, 3, 4]), s.mode(data), s.multimode('aabbc'), s.pvariance(data), s.variance([1, 2, 3, 4]),
    s.stdev([1, 2, 3, 4]), s.pstdev([2, 4, 4, 4, 5, 5, 7, 9]), s.quantiles(data, n=4),
    s.quantiles(data, n=4, method='inclusive'))
print('kinds', s.mean([F(1, 2), F(1, 3)]), s.mean([1.5, 2.5]), s.harmonic_mean([40, 60]), s.geometric_mean([2, 8]),
    s.median_grouped([1, 2, 2, 3]), s.correlation([1, 2, 3], [2, 4, 6]), s.covariance([1, 2, 3], [1, 5, 7]),
    s.linear_regression([1, 2, 3], [3, 5, 7]), s.fmean([1, 2], weights=[3, 1]), s.mean([True, False]))
n = s.NormalDist(100, 15)
print('normal', n, n.mean, n.variance, round(n.cdf(115), 12), round(n.pdf(100), 12), round(n.inv_cdf(0.975), 9), n + 5,
    n * 2, s.NormalDist(1, 3) + s.NormalDist(2, 4), n.zscore(130))
for f in (lambda: s.mean([]), lambda: s.mode([]), lambda: s.variance([1]), lambda: s.median([]),
    lambda: s.quantiles([1], n=0), lambda: s.geometric_mean([0]), lambda: s.harmonic_mean([-1]), lambda: s.mean(['a']),
    lambda: s.correlation([1], [2]), lambda: s.NormalDist(0, -1)):
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__, error)
