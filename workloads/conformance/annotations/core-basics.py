# Annotations are written and change nothing.


def add(a: int, b: 'int' = 2) -> int:
    return a + b


class Point:
    x: int
    y: int = 5


n: int = 3
names: list = []
print(add(1), add('a', 'b'), n, names)
print(Point.y, hasattr(Point, 'x'))
