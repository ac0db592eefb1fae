# struct with standard sizes, and array.
# needs: array, struct
import array
import struct
print('pack', struct.pack('>bBhHiIqQ', -1, 255, -2, 65535, -3, 2**32 - 1, -4, 2**64 - 1), struct.pack('<hI', 1, 2),
    struct.pack('!e', 1.5), struct.pack('>fd', 0.1, -2.5), struct.pack('<?c4s3x2p', True, b'z', b'ab', b'xyz'),
    struct.pack('>0s', b'a'), struct.pack('<3h', 1, 2, 3))
print('unpack', struct.unpack('>hH', b'\xff\xfe\xff\xfe'), struct.unpack('<f', b'\xcd\xcc\xcc\x3d'),
    struct.unpack('>3s?c', b'abc\x02z'), struct.unpack('<4p', b'\x02abc'), struct.unpack('>2x B', b'\0\0\7'),
    struct.unpack_from('<H', b'abcd', 1), list(struct.iter_unpack('>H', b'\0\1\0\2')),
    struct.unpack('<e', b'\x00\x7c'), struct.unpack('>d', b'\x7f\xf8' + bytes(6)))
print('sizes', [struct.calcsize(c) for c in ('<bhilqfd', '>b h i', '<0q', '=bq', '!5s', '<3x2h', '>?cepB')])
s = struct.Struct('<hb')
buf = bytearray(6)
s.pack_into(buf, 2, -5, 7)
print('Struct', s.size, s.format, buf, s.unpack_from(buf, 2), s.pack(1, 2))
for f in (lambda: struct.pack('<b', 128), lambda: struct.pack('>H', -1), lambda: struct.pack('<i', 1.5),
    lambda: struct.pack('<h', 'a'), lambda: struct.pack('<hh', 1), lambda: struct.pack('<q', 2**63),
    lambda: struct.unpack('<h', b'abc'), lambda: struct.pack('<z', 1), lambda: struct.pack('<c', b'ab'),
    lambda: struct.pack('<s', 'a'), lambda: struct.pack('<f', 1e40), lambda: struct.pack('<e', 70000.0),
    lambda: struct.unpack_from('<q', b'ab'), lambda: struct.pack('5', 1), lambda: struct.pack('<P', 1),
    lambda: struct.pack_into('<q', bytearray(4), 0, 1), lambda: list(struct.iter_unpack('<H', b'abc')),
    lambda: struct.calcsize('<99999999999999999999h'), lambda: struct.pack('<B', None)):
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__, error)
a = array.array('h', [1, 2, 3])
a.append(-4)
a.extend([5])
a.insert(0, 9)
a.fromlist([7])
print('array', a, a[1], a[-1], a[1:3], a.itemsize, a.typecode, len(a), a.count(2), a.index(3), a.pop(), a.tolist(),
    a.tobytes()[:4])
a.reverse()
a.remove(9)
a[0] = 100
a[1:2] = array.array('h', [8, 8])
del a[0]
a *= 2
print('changed', a, a + array.array('h', [1]), a == array.array('i', a), array.array('d', [1.5, 2]),
    array.array('w', 'a\U0001F600').tounicode() == 'a\U0001F600',
    array.array('b', b'ab'), 8 in a, array.array('f', [0.1])[0])
b = array.array('B', [1, 2])
b.byteswap()
c = array.array('H', [1])
c.byteswap()
print('swap', b, c, array.array('q'), array.array('B', b'xyz') > array.array('B', b'xya'))
for f in (lambda: array.array('b', [200]), lambda: array.array('z'), lambda: a.append('x'), lambda: a.append(40000),
    lambda: a[99], lambda: a + [1], lambda: a.extend(array.array('i', [1])), lambda: array.array('h', b'abc'),
    lambda: a.remove(12345), lambda: array.array('h').pop(), lambda: hash(a), lambda: array.array('B', [-1]),
    lambda: a.__setitem__(0, 1.5), lambda: array.array('h', 'ab')):
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__, error)
