# __del__ runs at the moment the last reference goes: del, rebinding, leaving a function, clearing containers.
# needs: refcounts
class D:
    def __init__(self, name):
        self.name = name
    def __del__(self):
        print('  del', self.name)
print('del statement'); a = D('a'); del a; print('after')
print('rebinding'); b = D('b1'); b = D('b2'); print('after'); b = None
print('two names'); c = d = D('c'); del c; print('still one'); del d
print('expression statement'); D('temporary'); print('after')
print('list item')
xs = [D('x0'), D('x1'), D('x2')]
xs[1] = None
print('pop')
xs.pop()
print('clear')
xs.clear()
print('after')
print('dict'); m = {'k': D('v1')}; m['k'] = D('v2'); del m['k']; print('after')
def leave():
    local = D('local')
    print('  in function')
print('function'); leave(); print('after')
def returned():
    first, second = D('first'), D('second')
    return second
print('return'); r = returned(); print('got'); r = None
print('attribute')
class Holder: pass
h = Holder()
h.x = D('attr1')
h.x = D('attr2')
del h.x
print('holder')
h.y = D('with holder')
del h
print('after')
print('argument'); (lambda x: None)(D('argument')); print('after')
print('nested call'); print('  len', len([D('in list'), D('in list 2')])); print('after')
print('chain'); z = [[[D('deep')]]]; z = None; print('after')
print('swap')
p, q = D('p'), D('q')
p, q = q, p
print('  swapped', p.name, q.name)
p = None
print('mid')
q = None
print('end')
