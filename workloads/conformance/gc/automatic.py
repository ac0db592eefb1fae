# Allocation triggers collections without a call: a weak reference to cyclic garbage dies in time.
# needs: refcounts, gc, weakref
import gc
import weakref
class Node:
    def __init__(self):
        self.me = self
gc.collect()
gc.enable()
ref = weakref.ref(Node())
print('alive at first', ref() is not None)
made = 0
while ref() is not None and made < 500_000:
    Node()
    made += 1
print('collected by itself', ref() is None)
total = 0
alive = 0
def count(r):
    global alive
    alive -= 1
refs = set()
peak = 0
for i in range(100_000):
    n = Node()
    alive += 1
    refs.add(weakref.ref(n, count))
    peak = max(peak, alive)
    del n
print('never all alive at once', peak < 100_000, peak > 0)
gc.collect()
print('all gone', alive)
gc.disable()
r = weakref.ref(Node())
for i in range(20_000):
    Node()
print('disabled: stays', r() is not None)
print('until asked', gc.collect() > 20_000, r() is None)
gc.enable()
gc.set_threshold(0)
r = weakref.ref(Node())
for i in range(20_000):
    Node()
print('threshold zero: stays', r() is not None)
gc.collect()
print('end', r() is None)
