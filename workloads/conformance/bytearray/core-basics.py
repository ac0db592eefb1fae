# Bytes that can be changed.
data = bytearray(b'abc')
data[0] = 88
data.append(100)
data.extend(b'ef')
print(data, len(data), bytes(data))
data[1:3] = b'12345'
print('slice replaced', data)
data += b'!'
print('added', data, data[-1])
print('holds', 33 in data, b'34' in data)
print('zeros', bytearray(4))
try:
    data[0] = 256
except (ValueError, OverflowError):
    print('256 is no byte')
