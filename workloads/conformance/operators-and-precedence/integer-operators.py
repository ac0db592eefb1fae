# Floor division, modulo, shifts and powers of integers at their corners.
for a in (7, -7):
    for b in (3, -3):
        print('divmod', a, b, divmod(a, b), a // b, a % b, a == a // b * b + a % b)
print('bool arithmetic', True + True, True / 2, -True, ~True if False else ~1, True << 3)
print('shift', 1 << 70, -1 << 5, -9 >> 1, -1 >> 100, 5 >> 100, 0 << 10)
print('power', 0 ** 0, (-3) ** 3, 2 ** 100, 2 ** -2, (-8) ** 0)
print('modular power', pow(3, 200, 1000), pow(-3, 3, 7), pow(3, -1, 11), pow(5, 0, 1), pow(2, 5, -7))
print('bits of negatives', -1 & 255, -256 | 1, -5 ^ 3, ~-1, -(2 ** 64) & (2 ** 64 - 1))
print('big against small', (10 ** 30) // (10 ** 28 + 1), (-(10 ** 30)) % 7, 10 ** 30 // -7)
for text in ('1 // 0', '1 % 0', 'divmod(1, 0)', '1 / 0', '0 ** -1', '1 << -1', '1 >> -1',
             'pow(2, -1, 4)', 'pow(1, 2, 0)', '1.0 // 0', '1.0 % 0', '2 ** 0.5 // 0', '10 ** 400 / 1'):
    try:
        print(text, '=', eval(text))
    except (ZeroDivisionError, ValueError, OverflowError) as e:
        print(text, '->', type(e).__name__ + ':', e)
print('int and float compare', 2 ** 53 == float(2 ** 53), 2 ** 53 + 1 == float(2 ** 53), 10 ** 400 > 1e308)
print('true division rounds once', (10 ** 40) / (10 ** 39), 3 / 3, 1 / 3, -1 / 3)
