# Views of bytes and bytearray: slicing without copies, assignment, casts, attributes, release.
data = bytearray(b'abcdefgh')
m = memoryview(data)
print('attributes', m.nbytes, m.itemsize, m.format, m.ndim, m.shape, m.strides, m.readonly, m.contiguous, len(m))
print('index', m[0], m[-1], bytes(m[2:4]), m[::2].tolist(), bytes(m[::-1]), m[::-1].strides, m[5:2].tolist())
part = m[2:6]
part[0] = 90
part[1:3] = b'12'
print('writes through', data, part.tobytes(), part.obj is data)
m[::4] = b'##'
print('strided write', data)
m[0:4] = m[2:6]
print('overlap', data)
print('cast', m.cast('H').format, m.cast('H').itemsize, len(m.cast('I')), m.cast('B', (2, 4)).tolist(), m.cast('c')[0],
    memoryview(bytes(8)).cast('d')[0], memoryview(b'\x01\x00\x00\x00').cast('i').nbytes)
m2 = m.cast('b')
m2[0] = -1
print('signed', data[0], m2[0])
print('equal', memoryview(b'ab') == b'ab', memoryview(b'ab') == bytearray(b'ab'), memoryview(b'ab') == 'ab', m == m2,
    memoryview(b'abc')[::-1] == b'cba')
print('hash', hash(memoryview(b'ab')) == hash(b'ab'), memoryview(b'ab').hex(), memoryview(b'abc').tolist(),
    list(memoryview(b'ab')), 97 in memoryview(b'ab'))
print('count index', memoryview(b'abca').count(97), memoryview(b'abca').index(99))
r = memoryview(b'xy')
print('toreadonly', m.toreadonly().readonly, r.readonly)
with memoryview(b'ctx') as ctx:
    print('with', ctx[0])
checks = ("r.__setitem__(0, 1)", "m.__setitem__(0, 256)", "m.__setitem__(0, 'a')", "m.__setitem__(slice(0, 2), b'abc')",
    "m.__delitem__(0)", "m[100]", "memoryview('a')", "memoryview([1])", "m.cast('d')[5]", "m[0:3].cast('H')",
    "hash(m)", "ctx[0]", "m['a']", "m.cast('Z')", "m.__setitem__(0, 1.5)", "repr(ctx)[:20]", "m[0, 0]")
for code in checks:
    try:
        print(code, eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__ + ':', error)
