# The format-spec language on text and other objects, and the builtin format().
# needs: datetime, decimal, enum, fractions
for spec in ('', 's', '10', '<10', '>10', '^10', '*^10', '.2', '.0', '10.2', '*>8.3s', '^9', '010', '<010', '}^7',
    '\u20ac^7', '.100'):
    print(ascii(spec), '|' + ascii(format('hello', spec)) + '|')
for spec in ('d', '=10', '+', ' ', ',', '#', 'x', '.', '-5', '_', 'z', '0=10', '5.2d', '.2.2', '+10', '%'):
    try:
        print(spec, format('hello', spec))
    except ValueError as error:
        print(spec, '->', error)
print('wide', ascii(format('\U0001F600', '>3')), ascii(format('\u00e9\u00e9', '^5.1')),
    ascii(format('a', '\U0001F600<3')))
for value in (None, [1], {}, (1,), object, b'x', range(3), ..., NotImplemented, len):
    print('empty spec', format(value), format(value, '') == str(value))
    try:
        format(value, '>5')
    except TypeError as error:
        print('  spec ->', error)
import datetime
from decimal import Decimal
from fractions import Fraction
from enum import Enum, IntEnum
class Colour(Enum):
    RED = 1
class Level(IntEnum):
    LOW = 1
class Mixed(str, Enum):
    A = 'a'
print('others', format(datetime.date(2024, 2, 29), '%d/%m/%y'), format(Decimal('1234.5'), ',.2f'),
    format(Fraction(1, 3), '.3f'), format(Colour.RED), format(Level.LOW), format(Level.LOW, '03'), format(Mixed.A),
    format(Colour.RED, '>12'))
for call in (lambda: format(), lambda: format(1, 2), lambda: format(1, None), lambda: format('a', b''),
    lambda: 'a'.__format__(), lambda: object().__format__('x')):
    try:
        print(call())
    except TypeError as error:
        print('TypeError', error)
