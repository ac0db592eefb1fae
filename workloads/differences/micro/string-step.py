# cause: Slices with a step would need a second copying routine.
# workaround: Use a comprehension: ''.join(s[i] for i in range(0, len(s), 2)).
# micro: NotImplementedError
# cpython: ace
try:
    print('abcdef'[::2])
except NotImplementedError:
    print('NotImplementedError')
