# Floor division, modulo, powers and signs of floats, with zeros, infinities and nan.
inf, nan = float('inf'), float('nan')
for a, b in ((7.5, 2.0), (-7.5, 2.0), (7.5, -2.0), (-7.5, -2.0), (1e20, 3.0), (0.3, 0.1), (-1e-20, 1.0), (5.0, inf),
    (-5.0, inf), (5.0, -inf), (0.0, -3.0), (-0.0, 3.0), (6.0, -3.0)):
    print('floor mod', a, b, a // b, a % b, divmod(a, b))
print('with inf', inf // 2, inf % 2, inf - inf, inf * 0, inf / inf, 1 / inf, -1 / inf, nan // 1)
print('power', 2.0**-1, 0.0**0, inf**0, nan**0, 1**nan, 1.0**inf, (-2.0)**3, (-2.0)**2, inf**-1, (-inf)**3, (-inf)**-3,
    0.5**inf, 2.0**0.5)
print('signed zero', 0.0 == -0.0, -0.0 + 0.0, -0.0 + -0.0, 0.0 * -1, -0.0 * 0, -(0.0), abs(-0.0), 0 - 0.0, -0.0 - 0)
print('overflow to inf', 1e308 * 10, -1e308 - 1e308, 1e-308 / 1e10, 1e-320 / 1e10)
for code in ('1.0 / 0', '1.0 // 0', '1.0 % 0', 'divmod(1.0, 0.0)', '0.0 ** -1', '1.0 << 1', '"a" * 2.0', '1.0 + "a"',
    '-"a"', '[1] * 1.0'):
    try:
        print(code, eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__ + ':', error)
for base, exponent in ((2.0, 10000), (10.0, 309), (-2.0, 1025)):
    try:
        print(base**exponent)
    except OverflowError as error:
        print('power overflows', base, exponent, len(error.args))
print('mixed', 1 + 2.0, 3 * 0.1, 7 // 2.0, 7 % 2.5, True + 0.5, 2**53 + 1.0, 10**16 + 0.1)
total = 0.0
for _ in range(10):
    total += 0.1
print('sums', total, sum([0.1] * 10), 0.1 * 10, sum([1e16, 1, -1e16]), sum([0.1, 0.2, 0.3]))
print('is_integer', (2.0).is_integer(), (2.5).is_integer(), inf.is_integer(), nan.is_integer(), (1e300).is_integer())
