# int() of text: bases, prefixes, underscores, spaces, other digits, and the messages of what it refuses.
good = [('12', 10), (' 12\n', 10), ('-0', 10), ('+7', 10), ('1_000_000', 10), ('0b101', 2), ('0B101', 0), ('0o17', 8),
    ('0x_ff', 16), ('ff', 16), ('0xFF', 0),
        ('0', 0), ('00', 0), ('0_0', 0), ('zz', 36), ('-0x10', 0), ('1' * 40, 2), ('\u0663\u0664', 10),
            ('\uff11\uff12', 10), ('\u2003 5 \u2003', 10), ('0b1', 16)]
for text, base in good:
    print('int', ascii(text), base, int(text, base))
bad = [('', 10), (' ', 10), ('1 2', 10), ('1__0', 10), ('_1', 10), ('1_', 10), ('0x', 16), ('08', 0), ('12', 2),
    ('g', 16), ('1.0', 10), ('1e3', 10), ('--1', 10),
       ('- 1', 10), ('0b2', 0), ('\u00b2', 10), ('1\x00', 10), ('1', 37), ('1', 1), ('1', -2), ('0x10', 10)]
for text, base in bad:
    try:
        print('accepted', ascii(text), base, int(text, base))
    except ValueError as error:
        print('ValueError', ascii(str(error)))
print('bytes', int(b'42'), int(bytearray(b' 7 ')), int(b'ff', 16))
for call in (lambda: int(b'x'), lambda: int(5, 10), lambda: int(base=10), lambda: int('1', '2'), lambda: int(None),
    lambda: int(b'\xff'), lambda: int('1', base=2.0)):
    try:
        print(call())
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
print('no argument', int(), int('5', base=6), int('-1', 36))
print('literals', 0xdead_beef, 0b1111_0000, 0o777, 1_0, 0_0)
