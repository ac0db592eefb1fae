# How an object shows itself: __str__ and __repr__.


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __repr__(self):
        return 'Point(%d, %d)' % (self.x, self.y)


class Named(Point):
    def __str__(self):
        return 'the point'


p, n = Point(1, 2), Named(3, 4)
print(p, n)
print(repr(p), repr(n))
print([p, n], (n,))
print(str(p) + ' and ' + str(n))
print('%s %r' % (n, n), '{} {!r}'.format(n, n))
