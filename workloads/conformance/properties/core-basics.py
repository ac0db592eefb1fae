# Attributes that are computed and checked.


class Circle:
    def __init__(self, radius):
        self.radius = radius

    @property
    def radius(self):
        return self._radius

    @radius.setter
    def radius(self, value):
        if value < 0:
            raise ValueError('negative radius')
        self._radius = value

    @property
    def diameter(self):
        return 2 * self._radius


c = Circle(3)
c.radius += 1
print(c.radius, c.diameter)
try:
    c.radius = -1
except ValueError as e:
    print('refused:', e)
try:
    c.diameter = 10
except AttributeError:
    print('cannot be set')
