# Bytes: literals, items, slices and methods.
data = b'hello'
print(data, len(data), data[0], data[1:3])
print('items', list(data))
print('made', bytes([65, 66]), bytes(3), bytes('xy', 'utf-8'))
print('add and repeat', b'ab' + b'cd', b'-' * 3)
print('search', data.find(b'l'), b'ell' in data, 104 in data, data.startswith(b'he'))
print('split and join', b'a,b'.split(b','), b'+'.join([b'1', b'2']))
print('case and strip', b' Hi '.strip().lower())
print('compare', b'a' < b'b', b'a' == b'a', b'a' == 'a')
print('escapes', b'\x00\xff\n\\')
