# Indexing and slicing of text, with steps, omitted bounds and code points beyond 16 bits.
s = 'abcdefghij'
for cut in (slice(None), slice(2, 5), slice(None, None, -1), slice(None, None, 3), slice(8, 2, -2), slice(-3, None),
    slice(None, -3), slice(5, 2), slice(100, None), slice(-100, 3), slice(None, -100, -4), slice(3, 3),
    slice(9, None, -9)):
    print('slice', cut.start, cut.stop, cut.step, repr(s[cut]))
wide = 'a\U0001F600b\U00010348c'
print('wide length', len(wide), [hex(ord(c)) for c in wide])
print('wide slices', ascii(wide[1]), ascii(wide[1:3]), ascii(wide[::-1]), ascii(wide[-2:]), ascii(wide[::2]),
    wide[::2] == 'abc')
print('single characters', s[0] is s[0:1], s[3] == s[3:4], s[-1], s[-10])
for code in ('s[10]', 's[-11]', 's["a"]', 's[::0]', "''[0]", 's[1, 2]', 's[1.0]'):
    try:
        print(code, eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__ + ':', error)
try:
    s[0] = 'z'
except TypeError as error:
    print('assign ->', error)
try:
    del s[0]
except TypeError as error:
    print('delete ->', error)
print('contains', 'cd' in s, '' in s, 'ba' in s, '\U0001F600' in wide, '\ud83d' in wide)
try:
    1 in s
except TypeError as error:
    print('contains ->', error)
print('iterate', list('h\u00e9\U0001F600'.upper())[0], [c for c in reversed('abc')], sorted('hello'),
    list(enumerate('ab', 1)))
