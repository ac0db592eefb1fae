# Bit operations on integers of any sign and size.
a, b = 0b1100, 0b1010
print('and or xor', a & b, a | b, a ^ b)
print('invert', ~a, ~-1)
print('shift', 1 << 10, 1024 >> 3, -9 >> 1)
print('mask of a negative', -1 & 0xff)
print('wide', (1 << 80) >> 75, (1 << 70) | 1)


def count_ones(n):
    ones = 0
    while n:
        n &= n - 1
        ones += 1
    return ones


print('ones', [count_ones(n) for n in (0, 1, 255, 2 ** 40 - 1)])
