# What an exception keeps alive: frames through the traceback, and when `except … as e` lets go.
# needs: refcounts
class D:
    def __init__(self, name):
        self.name = name
    def __del__(self):
        print('  del', self.name)
def fail(name):
    local = D(name)
    raise ValueError(name)
print('caught without a name')
try:
    fail('a')
except ValueError:
    print('handling')
print('after')
print('caught as e')
try:
    fail('b')
except ValueError as e:
    print('handling', e)
print('after', 'e' in globals())
print('kept')
kept = None
try:
    fail('c')
except ValueError as e:
    kept = e
print('still alive', kept.__traceback__ is not None)
kept.__traceback__ = None
print('traceback dropped')
kept = None
print('context')
try:
    try:
        fail('d')
    except ValueError:
        raise KeyError('e')
except KeyError as e:
    print('handling', repr(e), repr(e.__context__))
print('after')
def finally_order():
    x = D('x')
    try:
        return 'value'
    finally:
        print('  finally')
print('finally before locals die', finally_order())
class Ctx:
    def __enter__(self):
        return D('entered')
    def __exit__(self, *exc):
        print('  exit')
print('with without as')
with Ctx():
    print('body')
print('with as')
with Ctx() as d:
    print('body')
print('outlives the block', d.name); del d
def frame_locals():
    inner = D('inner')
    import sys
    return sys._getframe()
print('frame kept')
f = frame_locals()
print('returned', f.f_locals['inner'].name)
f.clear()
print('cleared')
del f
print('raise in loop')
for i in range(2):
    try:
        fail(f'loop{i}')
    except ValueError:
        pass
print('end')
