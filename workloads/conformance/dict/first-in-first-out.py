# Keys come at the end and go at the front, so that a table keeps few entries and makes many holes.
from collections import OrderedDict


def check(table, make):
    queue = []
    for i in range(300):
        if len(queue) == 4:
            del table[queue.pop(0)]
        key = make(i)
        table[key] = i
        queue.append(key)
        assert list(table) == queue, (i, queue, table)
        assert [table[k] for k in queue] == list(range(i - len(queue) + 1, i + 1))
    print(list(table.items()))


class Key:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return self.n % 7

    def __eq__(self, other):
        return self.n == other.n

    def __repr__(self):
        return f'Key({self.n})'


for make in (str, int, float, '{:02X}'.format, lambda i: (i, str(i)), lambda i: b'%d' % i, lambda i: '\U0001f600%d' % i, Key):
    check({}, make)
    check(OrderedDict(), make)
mixed = [str, int, lambda i: (i,), lambda i: i + 0.5]
check({}, lambda i: mixed[i % 4](i))

seen = set()
for i in range(300):
    seen.add(f'k{i}')
    if len(seen) > 4:
        seen.remove(f'k{i - 4}')
    assert len(seen) == min(i + 1, 4) and all(f'k{k}' in seen for k in range(max(0, i - 3), i + 1)), i
print(sorted(seen))

latest = OrderedDict()
for i in range(200):
    latest[f'{i % 50}'] = i
    latest.move_to_end(f'{i % 50}')
    if len(latest) > 10:
        latest.popitem(last=False)
print(list(latest.items()))
