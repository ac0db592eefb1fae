# A view of bytes shares them.
data = bytearray(b'0123456789')
view = memoryview(data)
print('item and length', view[0], len(view))
part = view[2:5]
print('part', bytes(part))
part[0] = 65
print('written through', data)
view[8:10] = b'yz'
print('slice written', bytes(data))
print('list', list(view[:3]))
try:
    memoryview(b'abc')[0] = 1
except TypeError:
    print('a view of bytes cannot be written')
