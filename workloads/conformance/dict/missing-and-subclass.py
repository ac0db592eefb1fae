# __missing__, overridden methods, keys that change their mind, and equality used by lookups.
class Default(dict):
    def __missing__(self, key):
        print('  missing', key)
        self[key] = value = key * 2
        return value
d = Default(a=1)
print('subscript', d['a'], d['b'], d)
print('get and in do not ask', d.get('c'), 'c' in d, d.setdefault('e', 5), d.pop('zz', None))
class Upper(dict):
    def __setitem__(self, key, value):
        super().__setitem__(key.upper(), value)
u = Upper(a=1)
u['b'] = 2
u.update(c=3)
u.setdefault('d', 4)
print('only subscripts go through', u, Upper.fromkeys('xy', 0), type(u | {}).__name__, type(u.copy()).__name__)

class Key:
    def __init__(self, name, code):
        self.name, self.code = name, code
    def __hash__(self):
        print('  hash', self.name)
        return self.code
    def __eq__(self, other):
        print('  eq', self.name, getattr(other, 'name', other))
        return isinstance(other, Key) and self.name == other.name
a, b, a2 = Key('a', 1), Key('b', 1), Key('a', 1)
print('insert a'); m = {a: 1}
print('insert b'); m[b] = 2
print('look up equal'); print(m[a2])
print('look up same object'); print(m[a])
print('other hash'); print(Key('a', 2) in m)
print('delete'); del m[a2]
print('the first key object stays'); m[b] = 5; m[Key('b', 1)] = 6; print([k is b for k in m])
class Bad:
    def __hash__(self):
        return 'text'
class Raises:
    def __hash__(self):
        raise RuntimeError('hash raises')
class NoHash:
    def __eq__(self, other):
        return True
class EqRaises:
    def __hash__(self):
        return 1
    def __eq__(self, other):
        raise RuntimeError('eq raises')
for f in (lambda: {Bad(): 1}, lambda: {Raises()}, lambda: {NoHash(): 1}, lambda: {EqRaises(): 1, EqRaises(): 2},
    lambda: {1: 0, EqRaises(): 1}):
    try:
        print(len(f()))
    except (TypeError, RuntimeError) as error:
        print(type(error).__name__, error)
