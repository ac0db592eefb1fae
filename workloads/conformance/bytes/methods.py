# Text-like methods of bytes: they know ASCII alone.
b = b'Hello World hello'
print('case', b.upper(), b.lower(), b.title(), b.capitalize(), b.swapcase(), b'\xe9'.upper())
print('search', b.find(b'o'), b.rfind(b'o'), b.index(b'World'), b.count(b'l'), b.find(b'l', 4), b.startswith(b'Hell'),
    b.startswith((b'x', b'H')), b.endswith(b'o', 0, 5), b.find(b''))
print('split', b.split(), b.split(b'l'), b.split(b' ', 1), b.rsplit(b' ', 1), b'a\nb\r\nc\x0bd\x1ce'.splitlines(),
    b' \x0b\x0ca '.split(), b'a,b'.partition(b','), b'a'.rpartition(b','))
print('strip', b'  a '.strip(), b'xxaxx'.strip(b'x'), b'\xa0a'.strip(), b'abc'.lstrip(b'ab'), b'abc'.rstrip(b'cb'))
print('replace', b.replace(b'l', b'L', 2), b'aaa'.replace(b'', b'-'), b'abc'.translate(bytes.maketrans(b'ab', b'xy')),
    b'abc'.translate(None, b'b'), b'abcab'.translate(None, delete=b'a'))
print('join', b', '.join([b'a', bytearray(b'b'), memoryview(b'c')]), b''.join([]), b'ab'.center(6, b'*'),
    b'ab'.ljust(4), b'-5'.zfill(4), b'a\tb'.expandtabs(4))
print('tests', b'abc'.isalpha(), b'123'.isdigit(), b'\xe9'.isalpha(), b'a1'.isalnum(), b' \t\x0b'.isspace(),
    b'Ab'.istitle(), b'AB1'.isupper(), b''.islower(), b'\x80'.isascii())
print('percent', b'%d %s %b %c %x %a %r %05.1f%%' % (5, b'x', b'y', 65, 255, '\u00e9', 'q', 2.25), b'%c' % b'z',
    b'%s' % bytearray(b'w'), b'%(k)s' % {b'k': b'v'})
print('remove', b'abc'.removeprefix(b'a'), b'abc'.removesuffix(b'bc'))
print('order', b'a' < b'b', b'\xff' > b'a', b'a' == 'a', b'a' == bytearray(b'a'), b'' < b'a', max(b'abc'),
    sorted(b'hello')[:2])
for code in ("b.find('o')", "b.split('l')", "b.replace('a', 'b')", "b''.join(['a'])", "b''.join([1])",
    "b.startswith('H')", "b.startswith([b'H'])", "b.index(b'z')", "b.find(256)", "b'%s' % 'x'", "b'%d' % b'1'",
    "b'%c' % 256", "b'%q' % 1", "b'a'.translate(b'short')", "b.center(9, b'ab')", "b'%b' % 5", "b.count(1.5)"):
    try:
        print(code, eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__ + ':', error)
