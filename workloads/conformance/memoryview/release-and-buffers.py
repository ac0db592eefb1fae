# Releasing views, views of views, arrays and struct formats, and the __buffer__ protocol (3.12).
# needs: array, struct
import array
import struct
a = array.array('h', [1, -2, 300])
v = memoryview(a)
print('array', v.format, v.itemsize, v.shape, v.tolist(), v[1], v.nbytes)
v[0] = 77
print('write', a)
try:
    a.append(5)
except BufferError as error:
    print('locked', error)
v.release()
a.append(5)
print('free', a, a.tobytes() == struct.pack('4h', 77, -2, 300, 5))
base = bytearray(b'0123456789')
first = memoryview(base)
second = memoryview(first)[2:8]
try:
    first.release()
    print('released the first', bytes(second))
except BufferError as error:
    print('first:', error)
second.release()
for view in (first, second):
    try:
        view.release()
        len(view)
    except (ValueError, BufferError) as error:
        print(type(error).__name__, error)

class Buf:
    def __init__(self):
        self.data = bytearray(b'inside')
    def __buffer__(self, flags):
        return memoryview(self.data)
    def __release_buffer__(self, view):
        print('  release called', view.readonly)
b = Buf()
with memoryview(b) as view:
    print('python buffer', bytes(view), view[0])
print('bytes of it', bytes(Buf()), bytearray(Buf()))
grid = memoryview(bytes(range(12))).cast('B', [3, 4])
print('grid', grid.shape, grid.strides, grid[1, 2], grid.tolist(), len(grid), grid.tobytes()[:3])
for code in ('grid[0]', 'grid[3, 0]', 'grid[0, 0, 0]', 'list(grid)', "grid.cast('B', [2, 6])",
    "memoryview(b'abc').cast('B', [2, 2])"):
    try:
        print(code, eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__ + ':', error)
