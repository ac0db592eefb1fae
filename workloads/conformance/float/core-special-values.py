# Infinity and not-a-number.
inf = float('inf')
nan = float('nan')
print('infinity', inf, -inf, inf > 1e300, inf + 1 == inf)
print('nan', nan, nan == nan, nan != nan)
print('nan from infinities', inf - inf)
print('zero has a sign', -0.0, 0.0 == -0.0)
print('max and min', max(1.0, inf), min(1.0, -inf))
