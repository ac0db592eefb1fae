# Text into lists and back.
print('spaces', '  a b   c '.split())
print('commas', 'a,b,,c'.split(','))
print('at most', 'a b c d'.split(' ', 1), 'a b c d'.rsplit(' ', 1))
print('join', '-'.join(['x', 'y', 'z']), ''.join(['a', 'b']), repr(','.join([])))
print('partition', 'key=value=x'.partition('='), 'none'.partition('='))
print('rpartition', 'a/b/c'.rpartition('/'))
print('lines', 'one\ntwo\nthree'.split('\n'))
