# Sizes that no machine holds: OverflowError beyond 64 bits, MemoryError below, and places where they are simply clipped.
# needs: itertools, collections, random
# reference: native
import collections
import itertools
import random

for size in (1 << 1000, 10**13):
    print(size.bit_length(), 'bits')
    for name, call in {
        'center': lambda: 'x'.center(size), 'ljust': lambda: b'x'.ljust(size), 'zfill': lambda: b'x'.zfill(size),
        'bytes': lambda: bytes(size), 'bytearray': lambda: bytearray(size), 'list *': lambda: [1] * size,
        'str *': lambda: 'a' * size, 'tuple *': lambda: (1,) * size, 'bytes *': lambda: b'a' * size,
        'pop': lambda: [1].pop(size), 'insert': lambda: [1].insert(size, 1), 'to_bytes': lambda: (1).to_bytes(size),
        'split': lambda: 'a b'.split(None, size), 'replace': lambda: 'aa'.replace('a', 'b', size),
        'find': lambda: 'aa'.find('a', size), 'count': lambda: 'a'.count('a', -size, size),
        'index': lambda: [1].index(1, -size, size), 'slice': lambda: 'abc'[-size:size], 'item': lambda: (1,)[size],
        'deque': lambda: collections.deque([], size).maxlen, 'rotate': lambda: collections.deque([1]).rotate(size),
        'islice': lambda: list(itertools.islice([1], size)) if size < 2**63 else None,
        'percent': lambda: '%*d' % (size, 1), 'format': lambda: format(1, str(10**13)), 'list': lambda: list(range(size)),
    }.items():
        try:
            print(name, call())
        except (OverflowError, MemoryError, IndexError, ValueError) as error:
            print(name, type(error).__name__, error)
random.seed(5)
print(random.getrandbits(100_000) % 10**20)
