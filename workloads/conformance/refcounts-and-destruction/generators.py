# Generators are closed when dropped: finally blocks run, GeneratorExit arrives, locals die.
# needs: refcounts
class D:
    def __init__(self, name):
        self.name = name
    def __del__(self):
        print('  del', self.name)
def gen(name):
    local = D(name)
    try:
        yield 1
        yield 2
    except GeneratorExit:
        print('  GeneratorExit', name)
        raise
    finally:
        print('  finally', name)
print('dropped in the middle'); g = gen('a'); next(g); del g; print('after')
print('never started'); g = gen('b'); del g; print('after')
print('run to its end'); g = gen('c'); list(g); print('exhausted'); del g
print('break leaves it'); 
for x in gen('d'):
    break
print('after break')
print('held by a name'); g = gen('e')
for x in g:
    break
print('still held'); g.close(); print('closed')
def stubborn():
    try:
        yield 1
    finally:
        yield 'refuses'
import sys
messages = []
sys.unraisablehook = lambda u: messages.append(f'{u.exc_type.__name__}: {u.exc_value}')
g = stubborn(); next(g); del g
print('ignored exit', messages)
g = stubborn(); next(g)
try:
    g.close()
except RuntimeError as error:
    print('close ->', error)
del g
def delegating():
    try:
        yield from gen('inner')
    finally:
        print('  outer finally')
print('yield from'); g = delegating(); next(g); del g; print('after')
print('expression')
e = (D(f'item{i}') for i in range(3))
next(e)
print('mid')
next(e)
print('drop')
del e
print('argument of a generator'); 
def keeps(x):
    yield 1
k = keeps(D('kept'))
next(k)
print('running')
next(k, None)
print('finished')
del k
print('end')
