# Changing a bytearray: items, slices of other lengths, methods, and the export lock.
a = bytearray(b'abcdef')
a[0] = 65
a[-1] = ord('Z')
print('items', a)
a[1:3] = b'12345'
print('slice grows', a)
a[1:6] = b''
print('slice shrinks', a)
a[::2] = b'xyz'[:len(a[::2])]
print('extended slice', a)
del a[0], a[-1:]
print('delete', a)
a.append(33); a.extend([1, 2]); a.extend(b'xy'); a += b'!'; a *= 2
print('append extend', a)
a.insert(0, 48); a.insert(100, 57); a.insert(-1, 56)
print('insert', a, a.pop(), a.pop(0), a)
a.remove(33); a.reverse()
print('remove reverse', a, a.copy() == a, a.copy() is a)
a.clear()
print('clear', a, bool(a))
b = bytearray(b'abcdef')
b[2:4] = range(3)
print('from iterable', b)
b[1:1] = b
print('from itself', b)
print('repr and eq', bytearray(b"it's"), bytearray(b'a') == b'a', b'a' == bytearray(b'a'), bytearray(b'a') < b'b',
    type(bytearray(b'a') + b'b').__name__, type(b'b' + bytearray(b'a')).__name__)
print('resize', end=' ')
r = bytearray(b'ab')
r.resize(4)
print(r, end=' ')
r.resize(1)
print(r)
c = bytearray(b'abc')
view = memoryview(c)
for action in (lambda: c.append(1), lambda: c.__delitem__(0), lambda: c.extend(b'x'), lambda: c.clear(),
    lambda: c.__setitem__(0, 90), lambda: c.__setitem__(slice(0, 2), b'yy')):
    try:
        print('exported', action(), c)
    except BufferError as error:
        print('BufferError', error)
view.release()
c.append(1)
print('released', c)
for code in ("c.append(256)", "c.append('a')", "c.remove(7)", "bytearray().pop()", "c[0:2].pop(5)",
    "c.__setitem__(9, 1)", "c.__setitem__(0, -1)", "c.__setitem__(slice(0, 3, 2), b'xyz')", "hash(c)", "c.extend('a')",
    "c.extend(5)", "c.__setitem__(slice(0, 1), 'a')", "c.resize(-1)", "c.insert('a', 1)"):
    try:
        print(code, eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__ + ':', error)
