# math: the common functions.
import math

print(math.floor(2.7), math.ceil(2.1), math.trunc(-2.7))
print(math.sqrt(144), math.pow(2, 8), math.fabs(-3.5))
print('%.5f %.5f' % (math.pi, math.e))
print('%.4f %.4f %.4f' % (math.sin(1), math.cos(1), math.atan2(1, 2)))
print('%.4f %.4f' % (math.log(10), math.exp(1.5)))
print(math.isinf(float('inf')), math.isnan(float('nan')), math.isfinite(1.0))
print(math.fmod(7, 3), math.modf(2.25), math.frexp(8.0), math.copysign(3, -1))
try:
    math.sqrt(-1)
except ValueError:
    print('ValueError')
