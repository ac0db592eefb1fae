# Objects that compare, sort, and serve as keys.


class Version:
    def __init__(self, major, minor):
        self.key = (major, minor)

    def __eq__(self, other):
        return self.key == other.key

    def __lt__(self, other):
        return self.key < other.key

    def __hash__(self):
        return hash(self.key)


a, b, c = Version(1, 2), Version(1, 10), Version(1, 2)
print(a == c, a == b, a < b, b < a)
print([v.key for v in sorted([b, a, Version(0, 9)])])
names = {a: 'first'}
print(names[c], len({a, b, c}))
