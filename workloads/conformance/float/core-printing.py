# Floats with few digits, as text and back.
print(0.5, 1.0, -2.25, 100.0)
print(str(3.75), repr(0.125))
print('read', float('2.5'), float('-1e3'), float(' 7 '))
print('fixed', '%.2f' % 3.14159, '{:.3f}'.format(2 / 3))
print('large and small', 1e10, 1e100, 1.5e-7)
print('to int', int(2.9), int(-2.9), round(2.6), round(-2.6))
print('round', round(2.675, 1), round(1234.5678, 2))
