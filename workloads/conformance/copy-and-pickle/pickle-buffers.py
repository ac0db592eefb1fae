# pickle: buffers in band and out of band (PEP 574), frames and the pieces in which a file gets them, what is read of a file.
# needs: io, pickle
import io
import pickle
from pickle import PickleBuffer


def told(label, run):
    try:
        print(label, run())
    except Exception as error:
        print(label, type(error).__name__, error)


class Picture(bytearray):
    def __reduce_ex__(self, protocol):
        if protocol >= 5:
            return type(self).made, (PickleBuffer(self),)
        return type(self).made, (bytes(self),)

    @classmethod
    def made(cls, buffer):
        with memoryview(buffer) as view:
            return view.obj if type(view.obj) is cls else cls(view)


picture = Picture(b'pixels')
for protocol in (0, 2, 5):
    again = pickle.loads(pickle.dumps(picture, protocol))
    print(protocol, type(again).__name__, again == picture, again is picture)
buffers = []
data = pickle.dumps([picture, picture], 5, buffer_callback=buffers.append)
print(data, len(buffers))
first, second = pickle.loads(data, buffers=buffers)
print(first is picture, second is picture)
print(bytes(pickle.loads(data, buffers=[b'other'])[0]))
told('no buffers', lambda: pickle.loads(data))
told('too few', lambda: pickle.loads(pickle.dumps([picture, Picture(b'b')], 5, buffer_callback=lambda b: None), buffers=[b'']))
told('protocol', lambda: pickle.dumps(picture, 4, buffer_callback=print))
told('old protocol', lambda: pickle.dumps(PickleBuffer(b'a'), 4))
print(pickle.dumps(PickleBuffer(b'a'), 5), pickle.dumps(PickleBuffer(bytearray(b'a')), 5))
print(pickle.dumps([PickleBuffer(b'a')], 5, buffer_callback=lambda b: True))
wide = PickleBuffer(memoryview(bytearray(range(8))).cast('H'))
print(wide.raw().format, wide.raw().nbytes, memoryview(wide).format)
told('strided', PickleBuffer(memoryview(bytes(8))[::2]).raw)
told('number', lambda: PickleBuffer(3))
locked = bytearray(b'abc')
holder = PickleBuffer(locked)
told('locked', lambda: locked.extend(b'd'))
holder.release()
locked.extend(b'd')
told('released', holder.raw)
told('view of released', lambda: memoryview(holder))
for obj in (b'x' * 70000, ['y' * 40000, 'z' * 40000, 1]):
    sizes = []

    class File:
        def write(self, piece):
            sizes.append(len(piece))
    for protocol in (2, 5):
        pickle.dump(obj, File(), protocol)
    print(sizes)
stream = io.BytesIO()
for obj in (1, 'two', [3, 'three' * 100], {'four': 4}):
    pickle.dump(obj, stream, 4 if obj != 'two' else 0)
stream.write(b'rest')


class Slow:
    """No peek: what is read is gone."""
    def __init__(self, data):
        self.inner = io.BytesIO(data)
        self.asked = []

    def read(self, n):
        self.asked.append(n)
        return self.inner.read(n)

    def readline(self):
        self.asked.append('line')
        return self.inner.readline()


for source in (io.BytesIO(stream.getvalue()), io.BufferedReader(io.BytesIO(stream.getvalue())), Slow(stream.getvalue())):
    print([pickle.load(source) for _ in range(4)] == [1, 'two', [3, 'three' * 100], {'four': 4}], source.read(9))
told('end', lambda: pickle.load(io.BytesIO()))


class Pickler(pickle.Pickler):
    def persistent_id(self, obj):
        return f'id-{obj}' if isinstance(obj, int) else None

    def reducer_override(self, obj):
        return (str, ('C',)) if obj is Slow else NotImplemented


class Unpickler(pickle.Unpickler):
    def persistent_load(self, pid):
        return pid.upper()

    def find_class(self, module, name):
        return super().find_class(module, name) if 'builtin' in module else f'{module}.{name}'


for protocol in (0, 3):
    out = io.BytesIO()
    pickler = Pickler(out, protocol)
    pickler.dump([1, 'a', Slow, told])
    print(Unpickler(io.BytesIO(out.getvalue())).load(), len(pickler.memo.copy()), pickler.bin, pickler.fast)
    pickler.clear_memo()
    print(pickler.memo.copy())
