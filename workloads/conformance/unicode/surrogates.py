# Lone surrogates, pairs that do not combine, and code points beyond the basic plane.
pair = '\ud83d\ude00'
print('pair is two', len(pair), pair == '\U0001F600', [hex(ord(c)) for c in pair])
print('join does not combine', len('\ud83d' + '\ude00'), len(''.join(['\ud83d', '\ude00'])),
    ('\ud83d' + '\ude00') == '\U0001F600')
lone = 'a\ud800b'
print('lone', ascii(lone), len(lone), lone[1] == '\ud800', lone.upper() == 'A\ud800B', lone.find('\ud800'),
    lone.isprintable(), '\ud800'.isalpha(), '\ud800'.isidentifier())
print('repr', repr(lone) == "'a\\ud800b'", ascii([lone]))
for handler in ('strict', 'ignore', 'replace', 'backslashreplace', 'surrogatepass', 'surrogateescape',
    'xmlcharrefreplace'):
    try:
        print(handler, 'a\ud800b\udcff'.encode('utf-8', handler))
    except UnicodeEncodeError as e:
        print(handler, '->', e)
print('utf-16', pair.encode('utf-16-le', 'surrogatepass'),
    pair.encode('utf-16-le', 'surrogatepass').decode('utf-16-le') == '\U0001F600')
for data in (b'\x3d\xd8', b'\x00\xde\x3d\xd8', b'a'):
    try:
        print(ascii(data.decode('utf-16-le')))
    except UnicodeDecodeError as e:
        print('utf-16 ->', e)
print('escape', b'\xff\xfea'.decode('utf-8', 'surrogateescape') == '\udcff\udcfea',
    '\udcff'.encode('latin-1', 'surrogateescape'))
wide = 'x\U00010000\U0010FFFFy'
print('wide', len(wide), wide.index('y'), ascii(wide[1:3]), ascii(wide[::-1]), max(wide) == '\U0010FFFF',
    len(wide.encode('utf-16-le')), len(wide.encode()))
print('sort', [ascii(c) for c in sorted(['\uffff', '\U00010000', '\ud800', 'a'])])
print('case', ascii('\U00010428'.upper()), ascii('\U00010400'.lower()), ascii('\U0001D400'.lower()),
    '\U00010428'.isalpha())
print('dict keys', {'\U0001F600': 1, pair: 2}['\U0001F600'], len({'\U0001F600', pair}))
print('hash and eq', '\U0001F600' in ['\U0001F600'], '\U0001F600x'.replace('\U0001F600', 'y'),
    ascii('a\U0001F600b'.split('\U0001F600')), ascii('\U0001F600'.join('ab')),
    ascii('%s|%2s|%c' % ('\U0001F600', '\U0001F600', 0x1F600)))
