# Integers in other bases: literals, printing and reading.
print('literals', 0xff, 0o17, 0b101, 1_000_000)
print('printing', hex(255), oct(15), bin(5))
print('negative', hex(-255), bin(-5))
print('reading', int('ff', 16), int('17', 8), int('101', 2), int('zz', 36))
print('with prefix', int('0x1f', 16), int('-0b11', 2))
print('spaces around', int('  42 '))
try:
    int('12a')
except ValueError:
    print('not a number: ValueError')
