# Integers have no largest value: factorials, powers and the way back.
factorial = 1
for i in range(1, 31):
    factorial *= i
print('30!', factorial)
for i in range(1, 31):
    factorial //= i
print('divided back', factorial)
print('2 to the 100', 2 ** 100)
print('negative', -(2 ** 70) + 1)
print('remainder', 10 ** 30 % 97, -(10 ** 30) % 97)
print('modular power', pow(3, 200, 1000007))
print('comparison', 2 ** 64 > 2 ** 63, 10 ** 20 == 10 ** 19 * 10)
print('from text', int('123456789012345678901234567890') + 1)
