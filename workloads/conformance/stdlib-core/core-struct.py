# struct: values packed into bytes.
# needs: struct
import struct

packed = struct.pack('<hIB', -2, 70000, 255)
print(packed, len(packed), struct.calcsize('<hIB'))
print(struct.unpack('<hIB', packed))
print(struct.pack('>H', 258), struct.unpack('>f', struct.pack('>f', 1.5)))
buffer = bytearray(6)
struct.pack_into('<H', buffer, 2, 513)
print(buffer, struct.unpack_from('<H', buffer, 2))
