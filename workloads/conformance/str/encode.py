# encode and decode: codecs, error handlers and the fields of the exceptions.
text = 'a\u00e9\u20ac\U0001F600'
for codec in ('utf-8', 'utf-16-le', 'utf-16-be', 'utf-32-le', 'utf-8-sig', 'unicode_escape', 'raw_unicode_escape',
    'utf-7', 'punycode'):
    data = text.encode(codec)
    print(codec, data, data.decode(codec) == text)
for codec in ('ascii', 'latin-1', 'cp1252', 'iso8859-15'):
    print(codec, [text.encode(codec, h) for h in ('ignore', 'replace', 'backslashreplace', 'xmlcharrefreplace',
        'namereplace')])
try:
    text.encode('ascii')
except UnicodeEncodeError as e:
    print('encode error', e)
    print('fields', e.encoding, e.start, e.end, e.reason, e.object == text)
for data in (b'\xff', b'a\xc3', b'\xe2\x82', b'\xed\xa0\x80', b'\xf5\x80\x80\x80', b'\xc0\x80', b'\xe2(\xa1',
    b'ok\x80\x80', b'\xf0\x9f\x98'):
    try:
        data.decode()
    except UnicodeDecodeError as e:
        print('decode error', e)
    print('handlers', ascii(data.decode('utf-8', 'replace')), ascii(data.decode('utf-8', 'ignore')),
        data.decode('utf-8', 'backslashreplace'), ascii(data.decode('utf-8', 'surrogateescape')))
print('surrogates', '\ud800'.encode('utf-8', 'surrogatepass'),
    b'\xff'.decode('ascii', 'surrogateescape').encode('ascii', 'surrogateescape'))
for code in (r"'\ud800'.encode()", "'a'.encode('no-such')", "b'a'.decode('ascii', 'nohandler')",
    "b'\\xff'.decode('ascii', 'nohandler')", "'a'.encode(5)", "b'\\x80abc'.decode('utf-16')", "'a'.encode('rot13')"):
    try:
        print(code, eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__ + ':', error)
print('names', 'a'.encode('UTF8'), 'a'.encode('Latin_1'), 'a'.encode('u8'), 'a'.encode('US-ASCII'))
