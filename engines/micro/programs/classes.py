# Classes: attributes, properties, inheritance, super, special methods, class and static methods.
class Shape:
    count = 0

    def __init__(self, name):
        self.name = name
        Shape.count += 1

    def __repr__(self):
        return "Shape(%r)" % self.name

    def __eq__(self, other):
        return isinstance(other, Shape) and self.name == other.name

    def __hash__(self):
        return hash(self.name)

    @property
    def title(self):
        return self.name.upper()

    @title.setter
    def title(self, value):
        self.name = value.lower()

    @classmethod
    def make(cls, name):
        return cls(name)

    @staticmethod
    def twice(x):
        return 2 * x


class Box(Shape):
    def __init__(self, name, w=1, *, h=2):
        super().__init__(name)
        self.w, self.h = w, h

    def __len__(self):
        return self.w * self.h

    def __getitem__(self, i):
        if i >= len(self):
            raise IndexError(i)
        return (i, self.name)

    def __call__(self, *args, **kw):
        return len(args), sorted(kw.items())

    def __getattr__(self, name):
        return "no " + name


b = Box.make("one")
b.title = "TWO"
print(b, b.title, len(b), list(b), b(1, 2, z=3, a=4), b.missing, Shape.count, Shape.twice(21))
print(b == Shape("two"), b != Shape("three"), {b: 1}[Shape("two")], bool(Box("e", 0)))


class Stack(list):
    def push(self, x):
        self.append(x)
        return self


s = Stack([1]).push(2).push(3)
print(s, len(s), s[-1], isinstance(s, list), s == [1, 2, 3])


class Fault(ValueError):
    def __init__(self, code):
        super().__init__("code", code)
        self.code = code


try:
    raise Fault(7)
except ValueError as e:
    print(type(e).__name__, e.code, e.args)


class Field:
    def __get__(self, obj, cls):
        return 42 if obj else "class"


class Holder:
    f = Field()


print(Holder().f)
