# Containers that hold themselves: repr, comparison and copies.
# needs: collections, copy
import copy
a = [1]
a.append(a)
print('list in itself', a, a[1] is a, a[1][1][0], len(a))
d = {}
d['self'] = d
d['list'] = [d, a]
print('dict in itself', d)
t = ([],)
t[0].append(t)
print('tuple through a list', t)
x, y = [], []
x.append(y); y.append(x)
print('two lists', x, y)
print('equal by identity', a == a, [a] == [a], a != a)
c = copy.deepcopy(a)
print('deepcopy', c, c is not a, c[1] is c)
s = copy.copy(a)
print('copy', s[1] is a, s)

class Node:
    def __init__(self):
        self.children = []
    def __repr__(self):
        return f'Node({self.children!r})'
n = Node()
n.children.append(7)
print('own repr', n, [n, (n,)])
class Sub(list):
    pass
z = Sub([1])
z.append(z)
print('subclass', z, [z])
from collections import OrderedDict, deque, defaultdict
q = deque([1]); q.append(q)
o = OrderedDict(); o['o'] = o
e = defaultdict(list); e['e'] = e
print('others', q, o)
print('defaultdict', e)
print('str inside', ['a', "it's", b'b', None, 1.0, (), (1,), {}, set(), frozenset()])
view = {}
view['v'] = view.values()
print('view', view)
