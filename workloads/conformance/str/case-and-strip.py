# Case mapping beyond ASCII, titles, strip with sets, padding and zfill.
words = ['hello world', 'HELLO', "they're bill's", '\u00df', '\u0130', '\ufb01n', '\u01c6', '\u03a3\u0391\u03a3',
    'a\u0345', '\u1f80', 'x1y', '\u0149']
for w in words:
    print('case', ascii(w), ascii(w.upper()), ascii(w.lower()), ascii(w.title()), ascii(w.capitalize()),
        ascii(w.swapcase()), ascii(w.casefold()))
print('final sigma', ascii('\u03a3'.lower()), ascii('\u0391\u03a3'.lower()), ascii('\u0391\u03a3\u0391'.lower()),
    ascii("\u0391\u03a3'".lower()), ascii('\u0391\u03a3 \u03a3'.lower()))
print('strip', repr('  a b \n'.strip()), repr('xxaxbxx'.strip('x')), repr('abcba'.strip('ab')), repr('abc'.strip('')),
    repr('\u2003a\u00a0'.strip()), repr('\x1fa\x85'.strip()), repr(' a '.strip(None)),
    repr('mississippi'.lstrip('ims')), repr('mississippi'.rstrip('ip')))
print('lrstrip', repr(' a '.lstrip()), repr(' a '.rstrip()), repr('\ufeffa'.strip() == 'a'))
print('pad', 'ab'.center(7, '*'), 'abc'.center(6, '*'), 'ab'.center(5, '*'), 'a'.center(4, '*'), 'ab'.ljust(5, '.'),
    'ab'.rjust(5, '.'), 'abc'.center(2), '\u00e9'.ljust(3, '\U0001F600') == '\u00e9\U0001F600\U0001F600')
print('zfill', '42'.zfill(5), '-42'.zfill(5), '+42'.zfill(5), '--42'.zfill(6), ''.zfill(3), 'abc'.zfill(2),
    '-'.zfill(3), ' -1'.zfill(5))
print('expandtabs', repr('a\tb'.expandtabs()), repr('ab\tc'.expandtabs(4)), repr('abcd\te'.expandtabs(4)),
    repr('a\tb\n\tc'.expandtabs(3)), repr('a\tb'.expandtabs(0)), repr('a\tb'.expandtabs(-1)),
    repr('a\r\tb'.expandtabs(4)))
for code in ("'a'.center(5, 'ab')", "'a'.center(5, '')", "'a'.ljust('5')", "'a'.strip(1)", "'a'.zfill()",
    "'a'.upper(1)", "'a'.expandtabs('x')"):
    try:
        print(code, eval(code))
    except TypeError as error:
        print(code, '->', error)
