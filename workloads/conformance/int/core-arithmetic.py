# Integer arithmetic: the seven operators, signs, and divmod.
print('add and subtract', 7 + 5, 7 - 12)
print('multiply', 6 * 7, -6 * 7)
print('floor division', 17 // 5, -17 // 5, 17 // -5, -17 // -5)
print('remainder', 17 % 5, -17 % 5, 17 % -5, -17 % -5)
print('divmod', divmod(17, 5), divmod(-17, 5))
print('power', 2 ** 10, (-3) ** 3, 5 ** 0)
print('negate and abs', -(-4), +4, abs(-9))
try:
    1 // 0
except ZeroDivisionError:
    print('division by zero is an error')
