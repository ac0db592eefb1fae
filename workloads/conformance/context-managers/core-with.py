# with: __enter__ and __exit__, also when an exception leaves.


class Door:
    def __init__(self, name, swallow=False):
        self.name = name
        self.swallow = swallow

    def __enter__(self):
        print('open', self.name)
        return self

    def __exit__(self, kind, value, traceback):
        print('close', self.name, kind.__name__ if kind else None)
        return self.swallow


with Door('a') as door:
    print('inside', door.name)
with Door('b'), Door('c'):
    print('inside both')
with Door('d', swallow=True):
    raise ValueError
print('went on')
try:
    with Door('e'):
        raise KeyError
except KeyError:
    print('KeyError came out')
