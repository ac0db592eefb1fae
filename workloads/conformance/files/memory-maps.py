# mmap: files and anonymous maps as bytes; access, slices, position, resizing, what is refused
# needs: mmap
# reference: native
import mmap
import os
import re
import tempfile


def tell(name, action):
    try:
        print(name, action())
    except Exception as error:
        print(name, type(error).__name__, error)


path = os.path.join(tempfile.mkdtemp(), 'mapped')
with open(path, 'wb') as file:
    file.write(b'hello world\nline two\n' + b'x' * 100)

file = open(path, 'r+b')
m = mmap.mmap(file.fileno(), 0)
print('new', repr(m), len(m), m.size())
print('reading', m.readline(), m.tell(), m.read(4), m.read_byte(), m.seek(-3, 2), m.read())
print('items', m[0], m[-1], m[0:5], m[0:10:3], m[5:1])
print('searching', m.find(b'line'), m.find(b'line', 0), m.rfind(b'x', 0), m.find(b'o', 5, 7), m.find(b'o', -5))
print('protocols', bytes(m)[:5], list(m)[:2], b'h' in m, re.search(rb'l\w+e', m[:]).group())
m[0] = ord('J')
m[1:5] = b'ELLO'
m[6:11:2] = b'123'
m.seek(11)
print('writing', m.write(b'!'), m.write_byte(63), m.tell(), m.move(20, 0, 5), m.flush())
with open(path, 'rb') as other:
    print('the file', other.read()[:26])
tell('index', lambda: m[5000])
tell('index of text', lambda: m['a'])
tell('bytes as item', lambda: m.__setitem__(0, b'a'))
tell('300 as item', lambda: m.__setitem__(0, 300))
tell('longer slice', lambda: m.__setitem__(slice(0, 3), b'abcd'))
tell('delete', lambda: m.__delitem__(0))
tell('find text', lambda: m.find('a'))
tell('seek too far', lambda: m.seek(9999))
tell('seek before', lambda: m.seek(-5))
tell('seek whence', lambda: m.seek(0, 9))
tell('too much', lambda: m.write(b'x' * 9999))
tell('byte 300', lambda: m.write_byte(300))
tell('move too far', lambda: m.move(0, 5, 5000))
tell('flush too far', lambda: m.flush(1, 99999))
m.seek(0, 2)
tell('at the end', m.read_byte)
tell('write at the end', lambda: m.write_byte(1))
m.resize(200)
print('resized', len(m), os.path.getsize(path), m[199])
view = memoryview(m)
view[0] = 65
tell('close under a view', m.close)
tell('resize under a view', lambda: m.resize(10))
view.release()
m.close()
print('closed', m.closed, repr(m), m.close())
tell('read closed', m.read)
tell('item of closed', lambda: m[0])
tell('length of closed', lambda: len(m))
with open(path, 'rb') as other:
    print('through the view', other.read(5))

with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as m:
    with memoryview(m) as view:
        print('read only', m[:5], view.readonly)
    tell('item', lambda: m.__setitem__(0, 1))
    tell('write', lambda: m.write(b'a'))
    tell('resize', lambda: m.resize(5))
with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY) as m:
    m[:3] = b'ZZZ'
    with open(path, 'rb') as other:
        print('copy', m[:5], other.read(5))
    tell('resize', lambda: m.resize(5))
with mmap.mmap(file.fileno(), 10, prot=mmap.PROT_READ) as m:
    print('first ten', bytes(m))
anonymous = mmap.mmap(-1, 10)
print('anonymous', anonymous[:], anonymous.write(b'abc'), anonymous[:4])
anonymous.resize(20)
print('anonymous', len(anonymous), anonymous[:4])
tell('length -1', lambda: mmap.mmap(-1, -1))
tell('beyond the file', lambda: mmap.mmap(file.fileno(), 99999))
tell('offset beyond', lambda: mmap.mmap(file.fileno(), 0, offset=99999))
tell('offset -1', lambda: mmap.mmap(file.fileno(), 0, offset=-1))
tell('access 9', lambda: mmap.mmap(file.fileno(), 0, access=9))
tell('both', lambda: mmap.mmap(file.fileno(), 0, flags=mmap.MAP_PRIVATE, access=mmap.ACCESS_READ))
with open(path + '2', 'w+b') as empty:
    tell('empty file', lambda: mmap.mmap(empty.fileno(), 0))
with open(path, 'rb') as reader:
    try:
        mmap.mmap(reader.fileno(), 0)
    except OSError as error:
        print('no permission', type(error).__name__)
file.close()
