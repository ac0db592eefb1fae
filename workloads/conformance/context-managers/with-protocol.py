# with: order of enter and exit, targets, what exit receives and returns.
class CM:
    def __init__(self, name, swallow=False, fail=None):
        self.name, self.swallow, self.fail = name, swallow, fail

    def __enter__(self):
        print('  enter', self.name)
        if self.fail == 'enter':
            raise ValueError('in enter')
        return self.name

    def __exit__(self, kind, exc, tb):
        print('  exit', self.name, kind.__name__ if kind else None, exc, tb is not None)
        if self.fail == 'exit':
            raise KeyError('in exit')
        return self.swallow


with CM('a') as x, CM('b') as y:
    print('body', x, y)
with CM('swallows', swallow=True):
    raise ValueError('v')
print('goes on')
try:
    with CM('outer'), CM('inner', swallow='any truthy'), CM('innermost'):
        raise IndexError('i')
    print('swallowed in the middle')
    with CM('first'), CM('second', fail='enter'):
        print('never')
except ValueError as e:
    print('enter failed', e)
try:
    with CM('x', fail='exit'):
        raise ValueError('original')
except KeyError as e:
    print('exit failed', e, '| context', repr(e.__context__))
with (CM('p') as p, CM('q') as q,):
    print('parenthesised', p, q)
with CM('ab') as (a, b):
    print('unpacked target', a, b)
box = {}
with CM('item') as box['k']:
    pass
print(box)


def returning():
    with CM('returning'):
        return 'value'


def breaking():
    for i in range(3):
        with CM(i, swallow=True):
            if i == 0:
                continue
            break
    return i


print(returning(), breaking())


def raising_target():
    with CM('bad target') as undefined.attr:
        pass


try:
    raising_target()
except NameError as e:
    print('target error is inside:', e)
with CM('not exception', swallow=True):
    raise SystemExit(3)
print('even SystemExit')
for bad in (5, object(), type('E', (), {'__enter__': lambda s: 0})(), type('X', (), {'__exit__': lambda s, *a: 0})()):
    try:
        with bad:
            pass
    except TypeError as e:
        print(e)
