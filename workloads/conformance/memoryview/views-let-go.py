# A view keeps its object from changing its size while somebody holds it, and no longer.
# needs: array, io
import array
import io


def attempt(what, change):
    try:
        change()
    except BufferError as e:
        print(what, '-', e)
    else:
        print(what, 'changed')


buffer = bytearray(b'abcdef')
print(bytes(memoryview(buffer)[:3]))
del buffer[:3]
print(buffer)

held = memoryview(buffer)
attempt('held', lambda: buffer.append(1))
part = held[1:]
held.release()
attempt('a part held', lambda: buffer.clear())
part.release()
attempt('released', lambda: buffer.extend(b'xy'))
print(buffer)


def locally(n):
    view = memoryview(buffer)
    attempt('in a frame', lambda: buffer.append(n))
    return view[0]


print(locally(2))
attempt('after the frame', lambda: buffer.append(3))
with memoryview(buffer) as view:
    attempt('in a block', buffer.clear)
attempt('after the block', buffer.clear)
print(buffer)

numbers = array.array('i', [1, 2])
print(memoryview(numbers)[1])
numbers.append(3)
print(numbers)
view = memoryview(numbers)
attempt('array', lambda: numbers.append(4))

stream = io.BytesIO(b'abc')
print(stream.getbuffer()[0])
stream.seek(0, io.SEEK_END)
print(stream.write(b'more' * 100), len(stream.getvalue()))
view = stream.getbuffer()
attempt('stream', lambda: stream.write(b'x' * 1000))
