# int ** int, three-argument pow with negative exponents and moduli, and what becomes a float or complex.
print('powers', 2**10, 2**64, (-2)**63, 3**50, 0**0, 0**5, (-1)**10**6, -2**2, 7**1)
print('negative exponent', 2**-1, (-2)**-3, 10**-5, 1**-1, (-1)**-1)
print('types', type(2**-1).__name__, type(2**0).__name__, type(True**True).__name__)
print('pow mod', pow(3, 200, 13), pow(-3, 3, 7), pow(3, 3, -7), pow(2, 0, 1), pow(0, 0, 1), pow(5, 3, 1),
    pow(2, 1000, 10**9 + 7))
print('inverse', pow(3, -1, 11), pow(3, -2, 11), pow(-3, -1, 11), pow(3, -1, -11), pow(1, -5, 1))
print('large modulus', pow(7, 10**20, 10**25 + 13), pow(2**80, 2**80, 2**61 - 1))
print('keywords', pow(base=2, exp=5), pow(exp=2, base=10, mod=7))
print('float and complex', 2**0.5, (-8)**2.0, pow(2, 2.0), 4**0.5)
z = (-8) ** (1 / 3)
print('root of a negative', type(z).__name__, round(z.real, 10), round(z.imag, 10))
for expression in (
    'pow(2, -1, 4)', 'pow(0, -1, 5)', 'pow(2, 2, 0)', 'pow(2.0, 2, 3)', 'pow(2, 2.0, 3)',
    'pow("2", 2)', '2 ** "a"', 'pow(2)', 'pow(2, 3, None)', '2 ** None', '0.0 ** -1', '0 ** -2',
):
    try:
        print(expression, eval(expression))
    except Exception as error:
        print(expression, '->', type(error).__name__ + ':', error)
