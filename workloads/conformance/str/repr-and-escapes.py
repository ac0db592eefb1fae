# repr and ascii of text: quotes, escapes, unprintable characters, and the escapes in literals.
samples = ["it's", 'say "hi"', 'it\'s "both"', 'tab\tnew\nret\rback\\', '\x00\x07\x1b\x7f', '\x80\x9f\xa0\xad\xff',
    '\u0378\u200b\u2028\ufeff\uffff', '\U0001F600\U000E0001\U0010FFFF', '\ud800x', "'", '"', '']
for s in samples:
    print('ascii', ascii(s), len(s), len(repr(s)))
print('printable', repr('\u00e9\u4e2d') == "'\u00e9\u4e2d'", repr('\U0001F600') == "'\U0001F600'",
    ascii(repr('\u00a0')), ascii(repr('\u3000')), repr('\u0378'))
print('escapes', '\x41\u0042\U00000043\103\7'.encode(), '\N{LATIN SMALL LETTER A}\N{bullet}' == 'a\u2022',
    '\a\b\f\v'.encode(), len('a\
b'), '\1012', '\0' == chr(0))
print('raw', r'\n\'', len(r'\\'), r'\u0041', rb'\x41', R'\d')
print('adjacent', 'a' "b" '''c''' r'\d', 'x' f'{1}' 'y', b'a' b'\x62')
print('triple', """a"b""c""", '''it's
two lines''')
print('isprintable', [c.isprintable() for c in 'a \n\x7f\u00a0\u00ad\u0378\U0001F600'], ''.isprintable())
print('str of things', str(b'ab'), str(None), str(1.0), str([1, 'a']), str(), str(b'ab', 'ascii'),
    str(b'\xc3\xa9', 'utf-8') == '\u00e9', str(b'\xff', errors='replace') == '\ufffd')
for code in ("str(b'\\xff', 'utf-8')", "str('a', 'utf-8')", "str(1, 'ascii')", "str(b'a', 'nope')", "str(b'a', 5)",
    "eval(r\"'\\x4'\")", "eval(r\"'\\N{no such}'\")", "eval(r\"'\\U00110000'\")", "eval(r\"b'\\xg'\")"):
    try:
        print(code, eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__ + ':', error)
