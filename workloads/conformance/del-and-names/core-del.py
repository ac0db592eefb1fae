# del removes names, items and attributes.


class Thing:
    pass


x = 1
del x
try:
    x
except NameError:
    print('name gone')
items = [1, 2, 3]
del items[1]
table = {'a': 1, 'b': 2}
del table['a']
print(items, table)
thing = Thing()
thing.size = 3
del thing.size
print('attribute', hasattr(thing, 'size'))
