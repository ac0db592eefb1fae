# Hashes of ints, floats, fractions, decimals and complex numbers on a 64-bit build (modulus 2**61 - 1).
# needs: decimal, fractions, math
# reference: native
import math
import sys
from decimal import Decimal
from fractions import Fraction
info = sys.hash_info
print('hash_info', info.width, info.modulus == 2**61 - 1, info.inf, info.nan, info.imag)
for n in (0, 1, -1, -2, 2**61 - 2, 2**61 - 1, 2**61, -(2**61 - 1), -(2**61), 2**62, 2**63, 2**64, 10**18, 10**30,
    -(10**30), 3**100):
    print('int', n, hash(n))
for x in (0.0, -0.0, 0.5, -0.5, 1.5, 0.1, 1e16, 1e300, -1e300, 5e-324, 2.0**61, math.pi, 1 / 3):
    print('float', x, hash(x))
print('special', hash(math.inf), hash(-math.inf))
for f in (Fraction(1, 2), Fraction(1, 3), Fraction(-7, 3), Fraction(10**20, 3), Fraction(1, 2**61 - 1), Fraction(5)):
    print('fraction', f, hash(f))
for d in ('0.1', '1.5', '-3', '1E+30', '1E-30', 'Infinity', '-0'):
    print('decimal', d, hash(Decimal(d)))
for z in (1j, 1 + 2j, -1j, 0.5 - 2.5j, 3 + 0j):
    print('complex', z, hash(z))
print('bools', hash(True), hash(False))
print('equal values', hash(Fraction(1, 2)) == hash(0.5) == hash(Decimal('0.5')) == hash(0.5 + 0j),
    hash(2**70) == hash(2.0**70) == hash(Fraction(2**70)) == hash(Decimal(2**70)))
nans = [float('nan') for _ in range(20)]
print('nan by identity', len({hash(x) for x in nans}) > 1, hash(nans[0]) == hash(nans[0]))
