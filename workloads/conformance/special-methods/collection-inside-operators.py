# Collections asked for in the middle of operators, comparisons, subscripts and hashes that Python code implements.
# needs: gc, weakref
import gc
import weakref


class Watched:
    pass


class Number:
    def __init__(self, value):
        self.value = value

    def __add__(self, other):
        gc.collect()
        return Number(self.value + other.value)

    def __lt__(self, other):
        gc.collect()
        return self.value < other.value

    def __eq__(self, other):
        gc.collect()
        return self.value == other.value

    def __hash__(self):
        gc.collect()
        return hash(self.value)

    def __getitem__(self, index):
        gc.collect()
        return self.value * index

    def __contains__(self, item):
        gc.collect()
        return item == self.value

    def __bool__(self):
        gc.collect()
        return self.value != 0

    def __neg__(self):
        gc.collect()
        return Number(-self.value)


watched = Watched()
reference = weakref.ref(watched)
a, b = Number(3), Number(4)
total = Number(0)
for i in range(5):
    total = total + a + b
print(total.value, a < b, b < a, a == b, a != b)
print(a[5], [x[2] for x in (a, b)], 3 in a, 4 in a)
print(bool(Number(0)), not a, (-a).value)
table = {Number(n): n for n in range(4)}
print(table[Number(2)], Number(9) in table, len(table))
print([n.value for n in sorted([Number(3), Number(1), Number(2)])])
print(max(a, b).value, min(a, b).value)
print(reference() is watched)
