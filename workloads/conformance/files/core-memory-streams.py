# Files in memory: StringIO and BytesIO.
# needs: io
import io

s = io.StringIO()
s.write('one\n')
print('printed', file=s)
print(repr(s.getvalue()))
s.seek(0)
print(repr(s.readline()), repr(s.read()))
b = io.BytesIO(b'abcdef')
print(b.read(2), b.read(), b.read())
