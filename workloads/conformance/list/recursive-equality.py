# Comparing two different endless structures ends in RecursionError, and hashing or sorting them does too.
# reference: native
def attempt(title, f):
    try:
        print(title, f())
    except RecursionError as error:
        print(title, 'RecursionError', str(error).startswith('maximum recursion depth exceeded'))
a, b = [1], [1]
a.append(a)
b.append(b)
attempt('lists ==', lambda: a == b)
attempt('lists <', lambda: a < b)
attempt('lists !=', lambda: a != b)
attempt('first item decides', lambda: [0] + a == b)
attempt('in', lambda: b in [a])
attempt('index', lambda: [a].index(b))
d, e = {}, {}
d['x'], e['x'] = d, e
attempt('dicts ==', lambda: d == e)
attempt('same object', lambda: a == a and d == d)
t, u = ([],), ([],)
t[0].append(t)
u[0].append(u)
attempt('tuples ==', lambda: t == u)
class Wrap:
    def __init__(self):
        self.me = self
    def __eq__(self, other):
        return self.me == other.me
    __hash__ = None
attempt('user ==', lambda: Wrap() == Wrap())
attempt('sort', lambda: sorted([[a], [b]]))
print('still fine', [1, 2] == [1, 2])
