# to_bytes, from_bytes and the smaller methods and attributes of int.
for n, length, order, signed in ((1, 1, 'big', False), (258, 4, 'big', False), (258, 4, 'little', False),
    (-1, 3, 'big', True),
                                 (-129, 2, 'little', True), (127, 1, 'big', True), (-128, 1, 'big', True),
                                     (0, 0, 'big', False)):
    data = n.to_bytes(length, order, signed=signed)
    print('to_bytes', n, data, int.from_bytes(data, order, signed=signed) == n)
print('defaults', (65).to_bytes(), int.from_bytes(b'\x01\x02'), (5).to_bytes(2))
print('from list', int.from_bytes([1, 0, 0], 'big'), int.from_bytes(bytearray(b'\xff\xff'), 'big', signed=True),
    int.from_bytes(b'', 'big'))
print('wide', int.from_bytes(bytes(range(1, 20)), 'little'), (2**80).to_bytes(11, 'big'))
for code in ('(256).to_bytes(1, "big")', '(-1).to_bytes(2, "big")', '(128).to_bytes(1, "big", signed=True)',
    '(1).to_bytes(-1, "big")',
             '(1).to_bytes(1, "middle")', 'int.from_bytes("a", "big")', 'int.from_bytes([256], "big")',
                 '(1).to_bytes(0, "big")'):
    try:
        print(eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__ + ':', error)
print('attributes', (5).real, (5).imag, (5).numerator, (5).denominator, (5).conjugate(), (5).is_integer(),
    (10**20).as_integer_ratio())
print('rounding methods', (5).__trunc__(), (-5).__floor__(), (5).__ceil__(), (25).__round__(-1), (35).__round__(-1),
    round(-15, -1), round(15, -2), round(51, -2))
print('round keeps int', round(123456789, -4), round(7, 5), round(10**25 + 5 * 10**4, -5), type(round(5, 0)).__name__)
print('bool of', bool(0), bool(-1), (0).__bool__(), (3).__index__(), True.__index__(), (True).__int__(),
    (7).__sizeof__() > 0)
print('not implemented', (1).__add__(1.0), (1).__eq__('a'), (1).__lt__(2.0), (1).__truediv__('x'))
