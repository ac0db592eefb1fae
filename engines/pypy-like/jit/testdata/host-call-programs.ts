// Programs for jit.test.ts about bytes that are places of the heap, functions that builtins call at once, and lists that host functions work on. As in programs.ts.
export const hostCallPrograms: Record<string, { compiles: number; text: string }> = {
  'bytearrays in hot loops, beside all that changes them elsewhere': {
    compiles: 8,
    text: `def fill(array, value):
    for i in range(len(array)):
        array[i] = value
    return sum(array)


def backwards(array):
    total = 0
    i = -1
    while i >= -len(array):
        total = total * 3 + array[i] & 0xffff
        array[i] = i & 255
        i -= 1
    return total


def growing(rounds):
    array = bytearray(b'x')
    for i in range(rounds):
        array[0] = i & 127
        array.append(array[-1])
        if i % 7 == 0:
            array += b'yz'
        if i % 11 == 0:
            del array[1:3]
        array[len(array) - 1] = (array[0] + i) & 255
    return len(array), sum(array), bytes(array[:12])


def seen_elsewhere(rounds):
    array = bytearray(16)
    view = memoryview(array)
    found = []
    for i in range(rounds):
        array[3] = i & 255
        view[4] = array[3]
        if array[4] != i & 255:
            found.append('view')
        if bytes([i & 255]) not in array:
            found.append('in')
        if array.count(i & 255) < 2:
            found.append('count')
        if array[3:5] != bytes([i & 255]) * 2:
            found.append('slice')
        if array.find(i & 255) > 3:
            found.append('find')
        array[5] = 7
        array.reverse()
        if array[10] != 7:
            found.append('reverse')
        array[10] = 0
        array.reverse()
    view.release()
    return found, bytes(array)


def two_names(rounds):
    first = bytearray(4)
    second = first
    other = bytearray(4)
    total = 0
    for i in range(rounds):
        first[i & 3] = i & 63
        total += second[i & 3]
        other[i & 3] = 1
        total -= other[3 - (i & 3)]
        if i == rounds // 2:
            second = other
    return total, bytes(first), bytes(other)


def errors(rounds):
    array = bytearray(5)
    counts = {}
    for i in range(rounds):
        try:
            array[i % 6] = i % 300
            array[-1] += 1
            array[i % 5 - 6 if i % 17 == 0 else 0] = 2
        except (IndexError, ValueError) as error:
            counts[str(error)] = counts.get(str(error), 0) + 1
    return sorted(counts.items()), bytes(array)


def swapped(rounds):
    """The array that the loop works on is another one from time to time."""
    arrays = [bytearray(3), bytearray(b'abc'), bytearray(8)]
    array = arrays[0]
    total = 0
    for i in range(rounds):
        array[2] = i & 255
        array[1] ^= array[2]
        total += array[1]
        if i % 50 == 49:
            array = arrays[i // 50 % 3]
    return total, [bytes(a) for a in arrays]


def of_bools(rounds):
    array = bytearray(2)
    for i in range(rounds):
        array[0] = i % 2 == 0
        array[True] = array[0] + 1
    return bytes(array)


def in_function(array, i):
    array[i] = array[i - 1] + 1 & 255
    return array[i]


array = bytearray(64)
print([fill(array, value) for value in (0, 1, 255)], backwards(array), backwards(array))
print(growing(900))
print(seen_elsewhere(600))
print(two_names(1000))
print(errors(900))
print(swapped(1000))
print(of_bools(400))
print([in_function(array, i % 64) for i in range(600)][-5:], sum(array))
`,
  },
  'functions that builtins call': {
    compiles: 2,
    text: `from _functools import reduce


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
    found = []
    entry = error.__traceback__
    while entry is not None:
        found.append((entry.tb_frame.f_code.co_name, entry.tb_lineno))
        entry = entry.tb_next
    return found


def main():
    records = [Record(i, i * 7919 % 31) for i in range(80)]
    ranks = [Rank(i * 31 % 17) for i in range(40)]
    for turn in range(30):
        ranked = sorted(records)
        by_key = sorted(records, key=key)
        backwards = sorted(records, key=lambda r: r.number % 10, reverse=True)
        by_rank = sorted(ranks)
        squares = list(map(square, range(40)))
        odds = list(filter(odd, range(40)))
        total = reduce(plus, range(50))
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
        deep(1500)
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
    print(sorted(range(16), key=lambda i: ('a\\U0001f600' if i % 2 else 'a\\uffff', i)))
    nan = float('nan')
    print(sorted(range(16), key=lambda i: (nan, -i)))
    try:
        sorted(range(20), key=lambda i: (1, 'x') if i == 7 else (1, i))
    except TypeError as error:
        print(error)


main()
columns()
`,
  },
  'lists made longer by lists, and asked for truths': {
    compiles: 3,
    text: `def grow(rounds):
    out = []
    for i in range(rounds):
        ints = [i] * (i % 3)
        ints.extend([1, 2])
        texts = ['x'] if i % 2 else []
        texts.extend(['y'] * (i % 4))
        mixed = [1.5]
        mixed.extend([2.5, 3.5])
        mixed.extend(ints)
        mixed.extend(texts)
        mixed.extend(mixed)
        floats = []
        floats.extend([])
        floats.extend([0.5])
        answers = (any(ints), all(ints), any([]), all([]), any([0, '', None, False]), all([1, 'a', True, 0.0]))
        out.append((len(ints), texts, mixed[-2:], floats, answers, any(floats), all([float('nan')])))
    return out[-3:], len(out)


class Truth:
    def __init__(self, value):
        self.value = value

    def __bool__(self):
        return self.value > 2


def truths(rounds):
    found = 0
    for i in range(rounds):
        items = [True, False, i > 5]
        if all(items):
            found += 1
        if any([x is None for x in items]):
            found += 100
        if i > rounds - 20:
            items.append(Truth(i % 5))
            items.append([])
            if all(items[:-1]):
                found += 1000
            if not any(items[3:]):
                found += 10000
    return found


class OwnList(list):
    pass


def others(rounds):
    total = 0
    for i in range(rounds):
        own = OwnList([1])
        own.extend([2])
        items = [3]
        items.extend(own)
        items.extend((4, 5))
        items.extend(x for x in own)
        items.extend('ab')
        total += len(items) + len(own)
        try:
            items.extend(5)
        except TypeError as error:
            total += len(str(error))
    return total, items


print(grow(600))
print(truths(600))
print(others(300))
`,
  },
};
