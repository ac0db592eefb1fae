# bin, oct, hex, chr, ord and format with bases, including negative and large numbers.
for n in (0, 1, -1, 10, 255, -255, 2**31, 2**64, -(2**64), True):
    print('bases', n, bin(n), oct(n), hex(n), format(n, 'b'), format(n, '#o'), format(n, 'X'), format(n, '#X'))
print('grouping', format(2**40, '_b'), format(2**40, '_x'), format(10**12, ','), format(10**12, '_'),
    format(-1234, '#_x'))
print('round trip', all(int(f(n), 0) == n for f in (bin, oct, hex) for n in (0, 5, -77, 2**100, -(3**80))))
print('chr ord', chr(65), chr(0x1F600) == '\U0001F600', ord('\u20ac'), ord(b'a'), [ord(c) for c in 'a\u00e9\U00010000'],
    ascii(chr(0x10FFFF)), ascii(chr(0xD800)))
for code in ('chr(-1)', 'chr(0x110000)', 'chr("a")', 'chr(1.0)', 'ord("")', 'ord("ab")', 'ord(5)', 'ord(b"ab")',
    'hex(1.0)', 'bin("1")', 'oct(None)', 'chr(10**20)'):
    try:
        print(code, eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__ + ':', error)
class Seven:
    def __index__(self):
        return 7
print('__index__', bin(Seven()), hex(Seven()), chr(Seven()) == '\x07', [0] * Seven(), 'abcdefgh'[Seven()],
    '%o' % True)
print('percent x', '%x %X %#x %o %#o' % (255, 255, 255, 8, 8))
for bad in (1.5, 'a', Seven()):
    try:
        print('%x' % bad)
    except TypeError as error:
        print('%x ->', error)
