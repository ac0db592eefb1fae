# split, rsplit, splitlines and join.
print('whitespace', ' a  b\tc\n'.split(), ''.split(), '   '.split(), 'a b c'.split(None, 1), ' a b c '.rsplit(None, 1),
    ' a  b '.split(maxsplit=0), '\u2003x\u00a0y\x1cz'.split())
print('separator', 'a,b,,c'.split(','), ''.split(','), ','.split(','), 'a,b,c'.split(',', 1), 'a,b,c'.rsplit(',', 1),
    'a::b::'.split('::'), 'aXbxc'.split('x'), ' a '.split(' '), 'abc'.split('abc'), 'aaa'.split('aa'),
    'aaa'.rsplit('aa'))
print('negative max', 'a b c'.split(' ', -1), 'a b c'.split(None, -5), 'a b'.rsplit(' ', 0))
print('splitlines', 'a\nb\r\nc\rd\n'.splitlines(), 'a\n\nb'.splitlines(True), ''.splitlines(), '\n'.splitlines(),
    'x\x0by\x0cz\x1c1\x1d2\x1e3\x854\u20285\u20296'.splitlines(), 'a\r\n'.splitlines(keepends=True),
    'a\x1fb'.splitlines())
print('join', ','.join(['a', 'b']), ''.join([]), '-'.join('abc'), '-'.join(['one']), ', '.join({'k': 1, 'm': 2}),
    '.'.join(str(i) for i in range(4)), ''.join(['\u00e9', '\U0001F600']) == '\u00e9\U0001F600')
only = ['text']
print('join of one is itself', ''.join(only) is only[0], ','.join(('only',)))
class Text(str):
    pass
print('join of a subclass', type(''.join([Text('a')])).__name__, type('-'.join([Text('a'), Text('b')])).__name__)
for code in ("','.join([1])", "','.join(['a', None, 'b'])", "','.join(5)", "'a'.split(1)", "'a b'.split(' ', 'x')",
    "','.join(['a', b'b'])", "'a'.splitlines(1, 2)", "','.join('a', 'b')"):
    try:
        print(code, eval(code))
    except Exception as error:
        print(code, '->', type(error).__name__ + ':', error)
def parts():
    yield 'a'
    raise RuntimeError('while joining')
try:
    ''.join(parts())
except RuntimeError as error:
    print('generator error passes', error)
