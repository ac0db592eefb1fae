# Number, text and container literals: spellings, values, what is refused.
print('integers', 0b101, 0o17, 0xFf, 1_000_000, 0B1, 0X1f, 00, 0_0)
print('floats', 1., .5, 1e3, 1E-2, 1_0.0_1, 1e+1_0, 0e0, 1.5e300 * 1e10)
print('imaginary', 1j, 1.5J, 0j, 1e2j, 10_0j)
print('strings', 'a' "b" '''c''' """d""", 'it''s', "say \"x\"", 'a\
b', r'\n', '\x41\u00e9\U0001F600\N{BULLET}\101\0'.encode())
print('bytes', b'a\x00\xff' rb'\d' Rb'\e', b'''x
y''')
print('long text', '''first
  second\
 joined''')
print('containers', [], [1,], (), (1,), (1, 2,), {}, {1}, {1: 2,}, {**{}}, [[], [[]]])
print('ellipsis', ..., Ellipsis is ...)
print('implicit line joining', (1 +
                                2), [3,
                                     4])
print('no precedence for adjacency', 'ab' 'cd' * 2, ('ab' 'cd')[1])
for text in ('08', '0b2', '0o8', '0xg', '1__0', '1_', '_1', '0_', '1.e', '1e', '0b', '1_.0', '1._0', '1if 1else 2', '1or 2', '0x1for x in y', '1.5.5', '1 2', "'abc", '"""abc', "b'é'", "'\\x4'", "'\\u12'", "'\\N{no such}'", "f'{'", "u'a' b'b'",
             "b'a' 'b'", "ub'x'", "'\\N'", '1.real', '1..real', '5j.imag', '0777', '0e', '1e5_', "r'\\'", "rb'\\x'", '0xfor', '9' * 5, '$', 'a ? b', '!x', 'a <> b', '`x`', '\u00a0 1', '１'):
    try:
        print(repr(text), '=', eval(text) if 'for' not in text and text != '_1' else 'compiles' if compile(text, 'f', 'eval') else '')
    except SyntaxError as e:
        print(repr(text), '->', e.msg)
    except NameError as e:
        print(repr(text), '->', e)
