# Shifts and bitwise operators act as on an endless two's complement.
print('shift left', 1 << 0, 1 << 31, 1 << 32, 1 << 63, 1 << 64, -1 << 65, 0 << 1000)
print('shift right', 255 >> 3, -255 >> 3, -1 >> 1, -1 >> 1000, 1 >> 1000, (1 << 100) >> 97, -(1 << 100) >> 99)
print('rounds down', -5 >> 1, -4 >> 1, -3 >> 1, -(2**64 + 1) >> 64)

values = [0, 1, -1, 0xFF, -256, 2**31, -(2**31), 2**32 - 1, 2**64, -(2**64), 2**100 - 1]
for a in values:
    print('with', a, [a & b for b in (0xF0, -16)], [a | b for b in (0xF0, -16)], [a ^ b for b in (0xF0, -16)], ~a)

print('identities', all((a & b) + (a | b) == a + b and (a ^ b) == (a | b) - (a & b) for a in values for b in values))
print('bit_length', [n.bit_length() for n in values])
print('bit_count', [n.bit_count() for n in values])
print('big masks', -(2**70) & (2**72 - 1), (2**70 + 5) & -8, -(2**70) | 5, -(2**70) ^ 2**71)

print('bool operands', True & False, True | False, True ^ True, True & 3, True << 3, False | -2)
for expression in ('1 << -1', '1 >> -1', '1 << 1.0', '1.5 & 1', '~1.5', '"a" | 1', '0 << -1'):
    try:
        print(eval(expression))
    except Exception as error:
        print(expression, '->', type(error).__name__ + ':', error)
