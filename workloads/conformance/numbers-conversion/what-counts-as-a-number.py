# needs: array, struct, itertools
# Where a number is wanted, __index__ and __float__ are asked, of classes of texts and bytes too; what is none is a TypeError, not less.
import array
import itertools
import math
import struct
import sys
import time
from collections import OrderedDict, defaultdict, deque


class Index:
    def __index__(self):
        return 3


class Float:
    def __float__(self):
        return 2.5


class NoFloat:
    def __float__(self):
        return 'no'


class Text(str):
    def __float__(self):
        return 7.0


class Octets(bytes):
    def __float__(self):
        return 8.0


def shown(call, *args):
    try:
        return call(*args)
    except Exception as e:
        return f'{type(e).__name__}: {e}'


for value in Index(), Float(), NoFloat(), Text('1'), Octets(b'1'), True, None, 10**400:
    print(
        type(value).__name__,
        *(shown(f, value) for f in (float, math.sqrt, math.floor, math.degrees, lambda x: math.hypot(x, 4), lambda x: math.fsum([x, 1]))),
        sep=' | ',
    )
for value in Index(), Float(), NoFloat(), 'x':
    print(type(value).__name__, shown(struct.pack, '<d', value), shown(array.array, 'd', [value]), shown(math.ldexp, value, 1), sep=' | ')
print('gmtime', time.gmtime(Index())[:3], shown(time.gmtime, Float()))
for bad in b'a', bytearray(b'\xff'), 'q', [], object:
    print('float', shown(float, bad))

print('islice', list(itertools.islice('abcdef', Index())), list(itertools.islice('abc', 0, None, sys.maxsize)))
print('islice', shown(itertools.islice, 'abc', sys.maxsize + 1), shown(itertools.islice, 'abc', 1.5))
print('count', shown(itertools.count, 1, 'x'), shown(itertools.count, None), next(itertools.count(2j, 1)))
print('combinations', shown(itertools.combinations, 3, -1), shown(itertools.combinations, 'ab', -1))
for empty in (), [], b'', bytearray(), '', deque():
    print('repeat', type(empty).__name__, shown(lambda: empty * 10**30), empty * 5 == empty)
print('deque', deque([1, 2]) * Index(), shown(lambda: deque([1]) * 1.5))
print('empty', shown({}.pop, [1]), shown(OrderedDict().move_to_end, [1]))
print('find', shown(b'abc'.find, 300, 'x'), shown(b'abc'.count, 300), b''.decode('no such codec'))
print('hex', shown(b'ab'.hex, [1, 2]), shown(b'ab'.hex, [1]), shown(b'ab'.hex, 'é'), b'ab'.hex('-'))
view = memoryview(array.array('i', range(4)))
view[:] = array.array('i', [4, 3, 2, 1])
print('view', view.tolist(), shown(view.__setitem__, slice(0, 1), b'abcd'), shown(view.tobytes, 'X'), shown(view.tobytes, 3))
print('pack_into', shown(struct.pack_into, 'b', bytearray(2), 2**70, 1), shown(struct.pack_into, 'b', bytearray(2), 5, 1))


class Counting(defaultdict):
    pass


counts = Counting(int)
counts.label = 'x'
counts['a'] += 1
print('defaultdict', counts.__dict__, counts, shown(setattr, defaultdict(int), 'label', 1))
