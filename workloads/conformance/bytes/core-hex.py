# Bytes as hexadecimal text.
data = bytes([0, 1, 254, 255])
print(data.hex(), bytes.fromhex('00 01 fe ff') == data)
print(''.join('%02x' % b for b in data))
