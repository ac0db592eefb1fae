# Values sent into a generator, and the value it returns.


def average():
    total = count = 0
    result = None
    while True:
        n = yield result
        if n is None:
            return count
        total += n
        count += 1
        result = total / count


g = average()
print(next(g), g.send(10), g.send(20), g.send(6))
try:
    g.send(None)
except StopIteration as e:
    print('returned', e.value)
