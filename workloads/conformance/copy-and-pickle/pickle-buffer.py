# PickleBuffer (PEP 574): what it wraps, raw and release, and buffers that travel outside of the pickle.
# needs: pickle, array
import array
import pickle
from pickle import PickleBuffer

data = bytearray(b'abcdef')
p = PickleBuffer(data)
m = memoryview(p)
print('view', m.obj is data, m.format, m.readonly, m.shape)
m[0] = 65
print('shared', data, bytes(p))
m.release()
print('raw', p.raw().tolist() == list(data), p.raw().format)
grid = memoryview(array.array('i', range(6))).cast('B').cast('i', [2, 3])
q = PickleBuffer(grid)
print('shape kept', memoryview(q).shape, memoryview(q).format, q.raw().shape, q.raw().format, len(q.raw()))
print('read only', memoryview(PickleBuffer(b'xy')).readonly)
every_second = PickleBuffer(memoryview(data)[::2])
for call in (every_second.raw, lambda: PickleBuffer(5), lambda: PickleBuffer('text'), lambda: PickleBuffer(),
    lambda: pickle.dumps(p, 4), lambda: type('Sub', (PickleBuffer,), {})):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
room = bytearray(b'room')
locking = PickleBuffer(room)
try:
    room.append(1)
except BufferError as error:
    print('locked', error)
locking.release(); locking.release(); p.release()
try:
    p.raw()
except ValueError as error:
    print('released', error)
room.append(33)
print('free again', room)


class Block:
    def __init__(self, content):
        self.content = content

    def __reduce_ex__(self, protocol):
        if protocol >= 5:
            return Block, (PickleBuffer(self.content),)
        return Block, (bytes(self.content),)


block = Block(bytearray(b'0123456789'))
outside = []
text = pickle.dumps(block, 5, buffer_callback=outside.append)
print('outside', len(outside), b'0123456789' in text)
again = pickle.loads(text, buffers=outside)
print('same object', again.content is block.content, type(again.content).__name__)
inside = pickle.dumps(block, 5)
print('inside', b'0123456789' in inside, pickle.loads(inside).content)
print('kept inside by the callback', b'0123456789' in pickle.dumps(block, 5, buffer_callback=lambda b: True))
print('old protocol', type(pickle.loads(pickle.dumps(block, 4)).content).__name__)
try:
    pickle.loads(text)
except pickle.UnpicklingError as error:
    print('no buffers', error)
try:
    pickle.loads(text, buffers=[])
except pickle.UnpicklingError as error:
    print('too few', error)
