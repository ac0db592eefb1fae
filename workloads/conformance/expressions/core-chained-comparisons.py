# Chained comparisons ask each value once.
x = 5
print('inside', 1 < x < 10, 1 < x < 3)
print('three', 1 < 2 < 3 < 4, 1 == 1 == 2)
print('mixed', 3 > 2 != 4, 1 <= 1 < 2)


def middle():
    print('asked')
    return 5


print('once', 1 < middle() < 10)
print('not at all', 2 < 1 < middle())
