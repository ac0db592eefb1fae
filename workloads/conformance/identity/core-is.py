# `is` asks whether two names have the same object.
a = [1, 2]
b = a
c = [1, 2]
print(a is b, a is c, a == c)
b.append(3)
print('one list, two names', a, c)
print(None is None, a is not None)
print('by id', id(a) == id(b), id(a) == id(c))


def same(x):
    return x is a


print('passed on', same(a), same(c))
