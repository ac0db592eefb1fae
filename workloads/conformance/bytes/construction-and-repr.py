# Making bytes, their repr, indexing and slicing.
print('make', bytes(), bytes(3), bytes([65, 255]), bytes('\u00e9', 'utf-8'), bytes(b'ab'), bytes(bytearray(b'x')),
    bytes(memoryview(b'yz')), bytes(range(5)), bytes('a', 'ascii', 'strict'), bytes({1: 0}))
print('repr', b"it's", b'"', b'both \' and "', b'\\', b'\t\n\r\x00\x7f\x80\xff', bytes(range(32, 48)))
print('index', b'abc'[0], b'abc'[-1], b'abc'[1:], b'abc'[::-1], b'abcdef'[::2], list(b'\x00\xff'))
print('hex', b'\x01\xab\xff'.hex(), b'\x01\xab\xff'.hex('-'), b'\x01\xab\xff\x10\x20'.hex(':', 2),
    b'\x01\xab\xff\x10\x20'.hex(b'_', -2), bytes.fromhex('01 aB\tff'), bytes.fromhex(''))
print('contains', 97 in b'abc', b'bc' in b'abc', b'' in b'abc', 300 in [1], b'abc'.count(b'c'), b'abc'.count(97),
    b'abc'.find(99))
class HasBytes:
    def __bytes__(self):
        return b'custom'
class Iter:
    def __iter__(self):
        return iter([1, 2])
class Index:
    def __index__(self):
        return 2
print('protocol', bytes(HasBytes()), bytes(Iter()), bytes(Index()), bytes([Index()]))
for code in ("bytes('a')", "bytes([256])", "bytes([-1])", "bytes(-1)", "bytes(['a'])", "bytes(1.5)", "bytes(None)",
    "bytes(1, 'ascii')", "b'a'[1]", "b'a'['x']", "256 in b'a'", "'a' in b'a'", "bytes.fromhex('0')",
    "bytes.fromhex('0g')", "b'a' + 'b'", "b'a' + [1]", "b'a'.hex('xx')", "b'a' * 'x'", "bytes('\\u0100', 'latin-1')",
    "b'a' < 'a'", "b'' % 1", "bytes.fromhex('a a')", "bytes.fromhex(b'6162')"):
    try:
        print(code, eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__ + ':', error)
