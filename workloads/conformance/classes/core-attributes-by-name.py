# getattr, setattr, hasattr; attributes that are not there.


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def sum(self):
        return self.x + self.y


p = Point(1, 2)
for name in ('x', 'y'):
    print(name, getattr(p, name))
setattr(p, 'z', 3)
print(p.z, hasattr(p, 'z'), hasattr(p, 'w'), getattr(p, 'w', 'none'))
method = p.sum
p.x = 100
print('bound method', method(), getattr(p, 'sum')())
try:
    p.w
except AttributeError:
    print('missing: AttributeError')
