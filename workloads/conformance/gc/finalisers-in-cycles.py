# __del__, weak references and resurrection in cycles; order of finalisers and callbacks.
# needs: refcounts, gc, weakref
import gc
import weakref
gc.disable()
class N:
    log = []
    def __init__(self, name):
        self.name = name
    def __del__(self):
        N.log.append(self.name)
def cycle(*names):
    nodes = [N(n) for n in names]
    for x, y in zip(nodes, nodes[1:] + nodes[:1]):
        x.next = y
    return nodes
nodes = cycle('a', 'b', 'c'); del nodes
gc.collect()
print('all finalisers ran', sorted(N.log)); N.log.clear()
nodes = cycle('x', 'y')
refs = [weakref.ref(n, lambda r: N.log.append('callback')) for n in nodes]
del nodes
gc.collect()
print('callbacks from outside', N.log.count('callback'), [r() for r in refs]); N.log.clear()
nodes = cycle('p', 'q')
nodes[0].ref = weakref.ref(nodes[1], lambda r: N.log.append('inside callback'))
del nodes
gc.collect()
print('callbacks of dead references do not run', sorted(N.log)); N.log.clear()
class Saver(N):
    kept = []
    def __del__(self):
        super().__del__()
        Saver.kept.append(self)
s = Saver('saver'); t = N('friend'); s.t = t; t.s = s
del s, t
print('resurrected cycle', gc.collect(), sorted(N.log), len(Saver.kept), Saver.kept[0].t.name,
    Saver.kept[0].t.s is Saver.kept[0])
N.log.clear(); Saver.kept.clear()
print('second time without finalisers', gc.collect(), N.log)
class Breaker(N):
    def __del__(self):
        self.next = None
        super().__del__()
a, b = Breaker('m'), Breaker('n'); a.next, b.next = b, a; del a, b
gc.collect()
print('cycle broken by a finaliser', sorted(N.log), gc.garbage); N.log.clear()
def gen():
    me = yield
    try:
        yield me
    finally:
        N.log.append('generator closed')
g = gen(); next(g); g.send(g); del g
print('generator that holds itself', N.log); gc.collect(); print('collected', N.log); N.log.clear()
out = N('outside'); inner = [out]; inner.append(inner); del out
print('held by a cycle', N.log)
del inner
gc.collect()
print('freed with it', N.log)
N.log.clear()
wv = weakref.WeakValueDictionary(); nodes = cycle('w'); wv['w'] = nodes[0]; del nodes
print('weak dictionary before', len(wv)); gc.collect(); print('after', len(wv))
