# Which operator binds tighter, shown with numbers.
print('product before sum', 2 + 3 * 4, (2 + 3) * 4)
print('power before sign', -2 ** 2, (-2) ** 2)
print('power to the right', 2 ** 3 ** 2)
print('division to the left', 100 // 10 // 5, 100 - 10 - 5)
print('shift after sum', 1 << 2 + 1)
print('and before or', True or False and False)
print('not before and', not False and False)
print('comparison after bits', 6 & 3 == 2, (6 & 3) == 2)
