# sort is stable, calls the key once for each item, and reverse keeps equal items in order.
# needs: functools, operator
from functools import cmp_to_key
from operator import attrgetter, itemgetter
words = ['pear', 'fig', 'apple', 'kiwi', 'date', 'plum', 'nut']
print('by length', sorted(words, key=len))
print('reverse keeps order', sorted(words, key=len, reverse=True))
print('reversed list differs', sorted(words, key=len)[::-1])
calls = []
sorted(words, key=lambda w: calls.append(w) or w)
print('key calls in order', calls == words)
records = [('b', 2), ('a', 2), ('c', 1), ('a', 1)]
print('two passes', sorted(sorted(records, key=itemgetter(0)), key=itemgetter(1)))
print('tuple key', sorted(records, key=lambda r: (-r[1], r[0])), sorted(records, key=itemgetter(1, 0)))
print('cmp_to_key', sorted([5, 2, 8, 1], key=cmp_to_key(lambda a, b: b - a)),
    sorted('bca', key=cmp_to_key(lambda a, b: (a > b) - (a < b))))
print('attrgetter', [c.real for c in sorted([3 + 1j, 1 + 2j, 2 + 0j], key=attrgetter('imag'))])
print('case', sorted(['b', 'A', 'a', 'B']), sorted(['b', 'A', 'a', 'B'], key=str.lower),
    sorted(['b', 'A', 'a', 'B'], key=str.lower, reverse=True))
class Item:
    def __init__(self, key, tag):
        self.key, self.tag = key, tag
    def __lt__(self, other):
        return self.key < other.key
    def __repr__(self):
        return f'{self.key}{self.tag}'
items = [Item(i * 7 % 5, chr(97 + i)) for i in range(15)]
print('objects', sorted(items))
print('objects reversed', sorted(items, reverse=True))
print('min and max take the first', min(items), max(items), min(items, key=lambda i: 0), max(items, key=lambda i: 0))
xs = [3, 1, 2]
print('in place returns None', xs.sort(), xs, sorted(xs) is xs, xs.sort(key=None, reverse=1), xs)
long = [(i * 7919) % 1000 for i in range(3000)]
tagged = sorted(enumerate(long), key=itemgetter(1))
print('stable on 3000', all(a[1] < b[1] or a[0] < b[0] for a, b in zip(tagged, tagged[1:])),
    sorted(long) == sorted(long[::-1]), sorted(long, reverse=True)[:3])
print('any iterable', sorted('hello'), sorted({'b': 1, 'a': 2}), sorted(range(3), reverse=True), sorted([]),
    sorted([[2], [1, 5], []]))
