# Floor division, modulo and divmod for every combination of signs, small and large.
for a in (7, -7):
    for b in (3, -3):
        print('divmod', a, b, divmod(a, b), a // b, a % b)

big = 10**30
for a in (big + 1, -big - 1):
    for b in (10**15, -(10**15), 7, -7):
        q, r = divmod(a, b)
        print('big', a > 0, b, q, r, q * b + r == a)

# the remainder has the sign of the divisor, or is zero
print('sign of remainder', (-1) % 10**20, 1 % -(10**20), 0 % -5)
print('exact', -12 // 4, -12 % 4, 12 // -4, 12 % -4)

# 2**53 and 2**63 are where representations change
for n in (2**53 - 1, 2**53, 2**53 + 1, 2**62, 2**63 - 1, 2**63, 2**64 + 1):
    print('edge', n, n // 3, n % 3, -n // 3, -n % 3, n // -1)

for expression in ('1 // 0', '1 % 0', 'divmod(1, 0)', '0 ** -1', '1 / 0', '10**30 // 0', '10**30 % 0', 'pow(2, 3, 0)'):
    try:
        eval(expression)
    except Exception as error:
        print(expression, '->', type(error).__name__, error)
