# Addition, subtraction, multiplication, division and powers of numbers of hundreds of digits.
# needs: math
from math import comb, factorial, gcd, isqrt, lcm, perm, prod

def digits_sum(n):
    return sum(map(int, str(abs(n))))

print('factorial', digits_sum(factorial(100)), len(str(factorial(500))), factorial(30))
a, b = 3**200, 7**150
print('product mod', (a * b) % (10**18 + 9), digits_sum(a * b))
print('difference', digits_sum(a - b), (a - b) + b == a, (b - a) + a == b, a - a)
print('square', ((a + b) ** 2 - (a - b) ** 2) // 4 == a * b)
print('long division', divmod(a * b + 12345, b), )
print('carry', (10**50 - 1) + 1, (2**192 - 1) + 1 == 2**192, -(2**128) + 1)
print('karatsuba size', digits_sum((10**1000 - 1) * (10**1000 - 1)), (10**1000 - 1) * (10**1000 + 1) == 10**2000 - 1)
print('fibonacci', end=' ')
x, y = 0, 1
for _ in range(400):
    x, y = y, x + y
print(x)
print('gcd lcm', gcd(a * 12, a * 18) == a * 6, gcd(), gcd(0, 0), gcd(-12, 18), lcm(4, 6, 10), lcm(), lcm(0, 5))
print('isqrt', isqrt(10**100) == 10**50, isqrt(10**100 - 1) == 10**50 - 1, isqrt(0), isqrt(2**64 - 1))
print('comb perm', comb(100, 50), perm(20, 5), comb(5, 7), perm(5), prod([2, 3, 10**20]), prod([], start=4))
print('compare', a < b, a > -b, -a < -b, max(a, b) == b, sorted([10**20, -(10**20), 10**19, 0])[1])
for f in (lambda: isqrt(-1), lambda: factorial(-1), lambda: factorial(1.0), lambda: comb(-1, 2), lambda: gcd(1.0, 2)):
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__ + ':', error)
