# Float arithmetic and the mixing with integers.
print('add', 0.5 + 0.25, 1.5 - 2)
print('multiply', 1.5 * 4, 2 * 0.125)
print('true division', 7 / 2, 6 / 3, -1 / 4)
print('floor division', 7.5 // 2, -7.5 // 2)
print('remainder', 7.5 % 2, -7.5 % 2)
print('power', 2.0 ** 3, 9 ** 0.5, 2 ** -1)
print('compare', 1.0 == 1, 0.1 + 0.2 == 0.3, 1.5 < 2)
try:
    1.0 / 0
except ZeroDivisionError:
    print('division by zero is an error')
