# Long loops and many calls with operands under way, in functions, generators and callbacks, between shallow and deep recursion.
def deep(n):
    return 0 if n == 0 else 1 + deep(n - 1)

def loop(n):
    total = 0.0
    for i in range(n):
        total += i * 0.5
        if i % 10000 == 9999:
            total += deep(300)
    return total

def pairs(n):
    previous = (0, '')
    while n > 0:
        n -= 1
        previous = (previous[0] + 1, previous[1][-3:] + str(n))
        yield previous

def through(items):
    yield from items

def keyed(n):
    total = 0
    while total < n:
        total += 1
    return -total

class Counted:
    def __init__(self, n):
        self.n = n
    def __eq__(self, other):
        turns = 0
        while turns < 9000:
            turns += 1
        return self.n == other.n
    def __hash__(self):
        turns = [0]
        while turns[0] < 9000:
            turns[0] += 1
        return self.n

def called(i, text, *rest, **named):
    return (i, text, rest, tuple(named.items()))

print(loop(50000))
print([deep(200), loop(20000), [loop(9000), (deep(400), loop(10000))]])
print(sum(n for n, _ in pairs(30000)), list(through(through(pairs(20000))))[-1])
print(sorted([9000, 20000, 1, 300], key=keyed), max([1, 12000, 5], key=keyed))
print({Counted(i % 4): i for i in range(8)} == {Counted(i): i + 4 for i in range(4)}, Counted(3) in [Counted(1), Counted(3)])
kept = None
for i in range(40000):
    kept = called(i, str(i), kept and kept[0], i + 1, last=i, first=[i])
print(kept)
generator = pairs(100000)
for i in range(60000):
    item = next(generator)
print(item, deep(900), next(generator))
def failing(n):
    for i in range(n):
        try:
            if i % 3 == 0:
                raise ValueError((i, 'x' * 2))
            deep(2)
        except ValueError as error:
            last = error.args[0]
        finally:
            seen = [i, last]
    return seen
print(failing(30000))
