# Functions that builtins call many times: keys, comparisons, those of map, filter and reduce; errors in them, other types, recursion on the way.
import functools
import traceback


class Record:
    def __init__(self, number, score):
        self.number = number
        self.score = score

    def __lt__(self, other):
        if self.score != other.score:
            return self.score > other.score
        return self.number < other.number

    def __repr__(self):
        return 'R%d/%s' % (self.number, self.score)


class Rank:
    def __init__(self, value):
        self.value = value

    def __lt__(self, other):
        if not isinstance(other, Rank):
            return NotImplemented
        return self.value < other.value


def key(record):
    if record.number == key.bad:
        raise ValueError('bad %d' % record.number)
    return (record.score, -record.number)


key.bad = -1


def square(x):
    return x * x


def odd(x):
    return x % 3 == 1


def plus(a, b):
    return a + b


def deep(n):
    return 0 if n == 0 else 1 + max(map(deep, (n - 1, 0)))


def loops(n):
    total = 0
    for i in range(n):
        total += i
    return total


def lines(error):
    return [(frame.name, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]


def main():
    records = [Record(i, i * 7919 % 31) for i in range(120)]
    ranks = [Rank(i * 31 % 17) for i in range(40)]
    for turn in range(60):
        ranked = sorted(records)
        by_key = sorted(records, key=key)
        backwards = sorted(records, key=lambda r: r.number % 10, reverse=True)
        by_rank = sorted(ranks)
        squares = list(map(square, range(40)))
        odds = list(filter(odd, range(40)))
        total = functools.reduce(plus, range(50))
        looped = list(map(loops, (3, 0, 300, 5)))
    print(ranked[:5], by_key[-5:], backwards[:4], squares[-3:], odds[-2:], total, looped)
    print([rank.value for rank in by_rank])
    print(list(map(square, [1, 2.5, True, 2 ** 70, 3 + 1j])), list(map(plus, 'ab', 'cd')), deep(12))
    try:
        list(map(square, [1, 'x']))
    except TypeError as error:
        print(error, lines(error))
    key.bad = 77
    try:
        sorted(records, key=key)
    except ValueError as error:
        print(error, lines(error))
    key.bad = -1
    records[50].score = 'text'
    try:
        records.sort()
    except TypeError as error:
        print(error, lines(error), len(records))
    records[50].score = 2.5
    print(sorted(records)[60:64])
    try:
        deep(5000)
    except RecursionError as error:
        print(type(error).__name__)
    print(deep(30))


def columns():
    """Keys that are tuples: of one kind at each place, of several, of different lengths, with what compares oddly."""
    cities = ['Oslo', 'Lima', 'Cairo', 'Quito']
    rows = [(cities[i * 7 % 4], i * 13 % 5 / 2, -(i % 3), i) for i in range(60)]
    print(sorted(range(60), key=lambda i: rows[i])[:12])
    print(sorted(range(60), key=lambda i: rows[i][:2])[:12], sorted(range(60), key=lambda i: rows[i][:2], reverse=True)[:12])
    print(sorted(range(20), key=lambda i: ()), sorted(range(20), key=lambda i: (i % 2 == 0, -i)))
    print(sorted(range(20), key=lambda i: (i % 3,) + (1,) * (i % 2)))
    print(sorted(range(20), key=lambda i: (0.0 if i % 2 else -0.0, 2 ** 60 * (i % 3), -i)))
    print(sorted(range(16), key=lambda i: ('a\U0001f600' if i % 2 else 'a\uffff', i)))
    nan = float('nan')
    print(sorted(range(16), key=lambda i: (nan, -i)))
    try:
        sorted(range(20), key=lambda i: (1, 'x') if i == 7 else (1, i))
    except TypeError as error:
        print(error)


main()
main()
columns()
