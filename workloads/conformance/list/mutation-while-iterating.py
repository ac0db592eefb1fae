# What a for loop sees when the list changes under it; also reversed, comparison, sort and remove.
xs = [1, 2, 3, 4]
seen = []
for x in xs:
    seen.append(x)
    if x < 3:
        xs.append(x * 10)
print('append while iterating', seen, xs)
xs = [1, 2, 3, 4, 5]
for x in xs:
    xs.remove(x)
print('remove while iterating', xs)
xs = [1, 2, 3]
it = iter(xs)
print('next', next(it), it.__length_hint__())
xs.clear()
print('exhausted', list(it), it.__length_hint__())
xs.extend([7, 8, 9])
print('stays exhausted', list(it))
xs = [1, 2, 3]
r = reversed(xs)
next(r)
xs.append(4)
print('reversed', list(r), list(reversed([])), r.__length_hint__())
xs = [3, 1, 2]
r = reversed(xs)
del xs[1:]
print('reversed of a shrunk list', list(r))

class Clearing:
    def __init__(self, owner):
        self.owner = owner
    def __eq__(self, other):
        self.owner.clear()
        return False
    __hash__ = None
ys = []
ys.extend([Clearing(ys), 2, 3])
print('cleared in ==', 5 in ys, ys)
ys.extend([Clearing(ys), 2])
try:
    ys.remove(9)
except ValueError as error:
    print('cleared in remove', error, ys)
ys.extend([Clearing(ys), 2])
print('cleared in count', ys.count(9), ys)
zs = [3, 1, 2]
try:
    zs.sort(key=lambda v: zs.append(v) or v)
except ValueError as error:
    print('sort', error, zs)
inside = []
zs = [3, 1, 2]
zs.sort(key=lambda v: inside.append(list(zs)) or v)
print('list is empty during sort', inside, zs)
it = iter([1, 2, 3])
print('pairs from one iterator', list(zip(it, it)), next(it, 'end'))
