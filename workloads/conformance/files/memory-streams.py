# io.StringIO and io.BytesIO: positions, newlines, truncation, and custom raw streams.
# needs: io
import io
s = io.StringIO('one\ntwo\r\nthree')
print('read', repr(s.read(2)), repr(s.readline()), s.tell(), [*s], s.read())
s.seek(0)
s.write('ONE!')
print('overwrite', repr(s.getvalue()), s.tell(), s.seek(0, 2))
s.write('+')
s.seek(20)
s.write('gap')
print(repr(s.getvalue()))
print('truncate', s.truncate(3), repr(s.getvalue()), s.tell())
for newline in (None, '', '\n', '\r\n', '\r'):
    t = io.StringIO('a\r\nb\nc\rd', newline=newline)
    u = io.StringIO(newline=newline); u.write('x\ny')
    print('newline', repr(newline), list(t), repr(t.getvalue()), repr(u.getvalue()), t.newlines)
b = io.BytesIO(b'hello')
print('bytes', b.read(2), b.getvalue(), b.seek(-1, 2), b.read(), b.write(b'!!'), b.getvalue(), b.readable())
view = b.getbuffer()
view[0] = ord('J')
try:
    b.write(b'longer than before')
except BufferError as error:
    print('exported', error)
view.release(); print('through the view', b.getvalue(), b.truncate(2), b.getvalue())
for f in (lambda: s.write(b'x'), lambda: b.write('x'), lambda: s.seek(-1), lambda: s.seek(1, 1), lambda: b.seek(-1),
    lambda: io.StringIO(5), lambda: io.BytesIO('a'), lambda: s.fileno(), lambda: s.truncate(-1), lambda: s.detach()):
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__, error)
class Raw(io.RawIOBase):
    def __init__(self, data):
        self.data = data
    def readable(self):
        return True
    def readinto(self, buffer):
        n = min(3, len(buffer), len(self.data))
        buffer[:n], self.data = self.data[:n], self.data[n:]
        return n
print('raw', Raw(b'abcdefgh').read(4), Raw(b'abcdefgh').readall(),
    io.BufferedReader(Raw(b'line1\nline2\n')).readlines(),
    io.TextIOWrapper(io.BufferedReader(Raw('d\u00e9j\u00e0\nvu'.encode()))).read() == 'd\u00e9j\u00e0\nvu')
out = io.BytesIO()
w = io.TextIOWrapper(out, encoding='utf-16-le', newline='\r\n', write_through=False)
w.write('a\nb'); print('buffered', out.getvalue(), w.flush(), out.getvalue(), w.detach() is out)
pair = io.BufferedRWPair(io.BytesIO(b'in'), io.BytesIO())
print('pair', pair.read(), pair.write(b'out'))
with io.StringIO() as c: c.write('x')
try:
    c.getvalue()
except ValueError as error:
    print('closed', error)
print('classes', isinstance(s, io.TextIOBase), isinstance(b, io.BufferedIOBase), isinstance(b, io.IOBase),
    io.DEFAULT_BUFFER_SIZE > 0, issubclass(io.UnsupportedOperation, (OSError, ValueError)))
