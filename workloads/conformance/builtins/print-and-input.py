# print with sep, end, file, flush; input from a replaced stdin; repr, ascii, format, id.
# needs: io
import io
import sys
print('a', 1, None, [1], sep='-', end='!\n')
print(); print(sep='x'); print('only', sep='x'); print('x', 'y', sep=None, end=None)
out = io.StringIO()
print('to', 'file', file=out, sep='')
print('captured', repr(out.getvalue()))
class Writer:
    def __init__(self):
        self.parts = []
    def write(self, text):
        self.parts.append(text)
    def flush(self):
        self.parts.append('FLUSH')
w = Writer()
print('a', 'b', file=w); print('c', end='', file=w, flush=True); print(file=w)
print('write calls', w.parts)
sys.stdin = io.StringIO('first line\nsecond\r\n\nlast')
print('input', repr(input()), repr(input('prompt> ')), repr(input(5)), repr(input()))
try:
    input('more? ')
except EOFError as error:
    print('EOFError', error)
saved, sys.stdout = sys.stdout, io.StringIO()
print('hidden')
text, sys.stdout = sys.stdout.getvalue(), saved
print('redirected', repr(text))
class R:
    def __repr__(self):
        return 'R(\u00e9\u20ac)'
print('ascii', ascii(R()), ascii('\u00e9\U0001F600\n'), ascii([R()]))
class BadRepr:
    def __repr__(self):
        return 5
class BadStr:
    def __str__(self):
        return b'x'
for code in ("print('a', sep=1)", "print('a', end=b'x')", "print('a', foo=1)", "print('a', file=5)", "repr(BadRepr())",
    "str(BadStr())", "print(BadStr())", "ascii(BadRepr())", "input(1, 2)", "repr()", "format(BadRepr())",
    "f'{BadStr()}'"):
    try:
        print(code, '=', eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__ + ':', error)
print('print with file None', end=' '); print('ok', file=None)
sys.stdout.write('written\n')
print('returns', print(end=''), sys.stdout.write(''))
