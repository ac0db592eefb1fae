# itertools.tee: an iterator that asks its own copies again, errors of the source, and copies afterwards.
# needs: itertools
from itertools import tee


class Reentrant:
    count = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.count += 1
        if self.count == 2:
            return next(other)
        if self.count == 5:
            raise KeyError('source')
        return self.count


one, other = tee(Reentrant())
print(next(one))
try:
    print(next(one))
except RuntimeError as error:
    print(type(error).__name__, error)
print('other', next(other), next(other), next(one))
for copy in (one, other):
    try:
        print(next(copy), next(copy))
    except KeyError as error:
        print('KeyError', error)
print(next(one), next(other))
third = tee(one, 1)[0]
print(next(third), next(one))
