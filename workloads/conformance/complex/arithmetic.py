# Complex arithmetic, repr, signed zeros and infinities.
print('repr', 1j, -1j, 0j, -0j, 1 + 2j, 1 - 2j, complex(-0.0, 1), complex(0, -0.0), complex(-0.0, -0.0), 1e20j,
    1.5 + 0j, complex(1, float('nan')), complex(float('inf'), -float('inf')))
a, b = 3 + 4j, 1 - 2j
print('basic', a + b, a - b, a * b, a / b, -a, +a, a + 1, 2 * a, a / 2, 1 / a, a - 1.5, True + a)
print('power', a**2, a**0, 1j**2, a**-1, 0j**0, 2**1j == complex(2)**1j, (1 + 1j)**5, (2 + 0j)**10)
p = a**0.5
print('root', round(p.real, 12), round(p.imag, 12))
print('abs', abs(a), abs(5 - 12j), abs(complex(float('inf'), float('nan'))), abs(complex('nan')))
print('parts', a.real, a.imag, a.conjugate(), type(a.real).__name__, 0j.imag)
print('compare', a == 3 + 4j, a != b, 1 == 1 + 0j, 1.5 == 1.5 + 0j, 1 + 0j == True, a == 'x',
    2**53 + 1 == complex(2**53))
print('hash', hash(3 + 0j) == hash(3), hash(0.5 + 0j) == hash(0.5), {1: 'one'}[1 + 0j])
print('bool', bool(0j), bool(-0.0 + 0j), bool(1e-300j), not 0j)
for code in ('a < b', 'a // b', 'a % b', 'divmod(a, b)', 'a / 0', '0j ** -1', '0j ** 1j', 'int(a)', 'float(a)',
    'round(a)', 'pow(a, 2, 3)', 'a & b', 'a + "x"', 'abs(complex(1.7e308, 1.7e308))', '(1e200+1j) ** 2', 'max(a, b)',
    'range(a)'):
    try:
        print(code, eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__ + ':', error)
