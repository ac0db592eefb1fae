# What random programs use of the library, each on demand.
import array
import collections
import contextlib
import dataclasses
import enum
import functools
import itertools
import operator
import struct


Point = collections.namedtuple('Point', 'u k', defaults=(4,))


@dataclasses.dataclass(order=True)
class Data:
    u: int
    k: int = 2
    more: list = dataclasses.field(default_factory=list, compare=False)

    def __post_init__(self):
        self.u %= 1009


class Color(enum.Enum):
    RED = 1
    BLUE = 2

    def other(self):
        return Color.BLUE if self is Color.RED else Color.RED


@contextlib.contextmanager
def managed(x):
    H[0] += 1
    try:
        yield x + 1
    except KeyError:
        H[0] += 2
    finally:
        H[0] += 3


@functools.lru_cache(maxsize=8)
def memo(x):
    return x if x < 2 else (memo(x - 1) + memo(x - 2)) % 1009


@functools.singledispatch
def kind_of(x):
    return 1


@kind_of.register
def _(x: int):
    return x % 5


@kind_of.register(str)
@kind_of.register(list)
def _(x):
    return len(x)


@functools.total_ordering
class Ranked:
    def __init__(self, v):
        self.v = v

    def __eq__(self, o):
        return self.v == o.v

    def __lt__(self, o):
        return self.v < o.v


class Cached:
    def __init__(self, v):
        self.v = v

    @functools.cached_property
    def twice(self):
        return self.v * 2

    def part(self, x, y=1):
        return self.v + x * y

    by_two = functools.partialmethod(part, y=2)
