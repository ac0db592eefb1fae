# What counts as true and what as false.
for value in (0, 1, 0.0, '', ' ', [], [0], (), (0,), {}, {1: 2}, set(), None, True):
    print(repr(value), 'is', 'true' if value else 'false')


class Box:
    def __init__(self, items):
        self.items = items

    def __len__(self):
        return len(self.items)


class Never:
    def __bool__(self):
        return False


print('by length', bool(Box([])), bool(Box([1])))
print('by __bool__', bool(Never()))
