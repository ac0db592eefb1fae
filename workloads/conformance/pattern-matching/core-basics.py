# match on values, sequences, mappings and classes.
# needs: python-3.10


class Point:
    __match_args__ = ('x', 'y')

    def __init__(self, x, y):
        self.x, self.y = x, y


def describe(value):
    match value:
        case 0 | 1:
            return 'small'
        case str(text) if text:
            return 'text ' + text
        case [first, *rest]:
            return 'starts with %s, then %d' % (first, len(rest))
        case {'kind': kind}:
            return 'kind ' + kind
        case Point(0, y):
            return 'on the axis at %d' % y
        case Point(x=x):
            return 'point at %d' % x
        case _:
            return 'something else'


for value in (0, 1, 2, 'hi', '', [1, 2, 3], (9,), {'kind': 'k', 'n': 1}, Point(0, 5), Point(3, 4), None):
    print(describe(value))
