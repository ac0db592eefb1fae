# Numbers made from other numbers and from text.
print('int', int(3.7), int('8'), int(True))
print('float', float(3), float('0.5'), float(False))
print('bool', bool(0), bool(-1), bool(0.0), bool('0'))
print('str', str(12) + str(1.5) + str(True))
print('mixed sum', 1 + 2.5, type(1 + 2.5).__name__, type(True + True).__name__)
for text in ('', 'abc', '1.5'):
    try:
        int(text)
    except ValueError:
        print('int of', repr(text), 'is a ValueError')
try:
    '1' + 1
except TypeError:
    print('text and number do not add')
