# Operators on objects: a vector.


class Vector:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y - other.y)

    def __mul__(self, k):
        return Vector(self.x * k, self.y * k)

    def __rmul__(self, k):
        return self * k

    def __neg__(self):
        return self * -1

    def __eq__(self, other):
        return self.x == other.x and self.y == other.y

    def __iadd__(self, other):
        self.x += other.x
        self.y += other.y
        return self

    def show(self):
        return (self.x, self.y)


a, b = Vector(1, 2), Vector(3, 5)
print((a + b).show(), (b - a).show(), (a * 3).show(), (3 * a).show(), (-a).show())
print(a == Vector(1, 2), a == b, a != b)
a += b
print(a.show())
