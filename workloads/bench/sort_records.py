# Sorts n records by several keys, with the built-in sort and with a merge sort written out.
# Stresses: sorting with key functions, tuple comparison, lambda calls, list slicing.
# Origin: written for this lab. Runs on Python 2.7, Python 3, PyPy, MicroPython (keys are total: its sort is not stable).

ANSWERS = {
    300: '30571 27249 62632 23337, cities 46+37+37+49+42+40+49',
    4500: '39541 8586 20570 6192, cities 613+609+668+654+665+625+666',
    20000: '1012 52434 25078 44785, cities 2839+2760+2919+2842+2886+2829+2925',
    100000: '15053 61372 51750 10406, cities 14355+14029+14417+14466+14326+14133+14274',
}

CITIES = ('Oslo', 'Lima', 'Cairo', 'Quito', 'Hanoi', 'Turin', 'Perth')


class Record(object):
    def __init__(self, number, name, city, score):
        self.number = number
        self.name = name
        self.city = city
        self.score = score

    def __lt__(self, other):
        if self.score != other.score:
            return self.score > other.score
        return self.number < other.number


def make_records(count):
    state = 77
    records = []
    for number in range(count):
        state = (state * 1366 + 150889) % 714025
        name = chr(97 + state % 26) + chr(97 + state // 26 % 26) + chr(97 + state // 676 % 26)
        records.append(Record(number, name, CITIES[state % 7], state // 7 % 1000))
    return records


def merge_sort(items, key):
    """Stable, top down; the reference for the built-in sort."""
    if len(items) < 2:
        return list(items)
    middle = len(items) // 2
    left = merge_sort(items[:middle], key)
    right = merge_sort(items[middle:], key)
    merged = []
    i = j = 0
    while i < len(left) and j < len(right):
        if key(right[j]) < key(left[i]):
            merged.append(right[j])
            j += 1
        else:
            merged.append(left[i])
            i += 1
    merged.extend(left[i:])
    merged.extend(right[j:])
    return merged


def by_city_and_name(record):
    return (record.city, record.name, record.number)


def group_sizes(records):
    """Lengths of the runs of equal cities in a sorted list."""
    sizes = []
    previous = None
    for record in records:
        if record.city == previous:
            sizes[-1] += 1
        else:
            sizes.append(1)
            previous = record.city
    return sizes


def fingerprint(records):
    checksum = 0
    for record in records:
        checksum = (checksum * 31 + record.number) % 65521
    return checksum


def verify(n, records, by_city, ranked, answer):
    if fingerprint(by_city) != fingerprint(merge_sort(records, by_city_and_name)):
        raise AssertionError('sort_records: sorted() and the merge sort disagree')
    for index in range(1, n):
        if ranked[index] < ranked[index - 1]:
            raise AssertionError('sort_records: records %d and %d are out of order' % (index - 1, index))
    if ANSWERS.get(n, answer) != answer:
        raise AssertionError('sort_records: workload(%d) gave %r, expected %r' % (n, answer, ANSWERS[n]))


def workload(n=4500):
    records = make_records(n)
    by_city = sorted(records, key=by_city_and_name)
    ranked = sorted(records)
    by_name = list(records)
    by_name.sort(key=lambda record: (record.name[-1], record.name[0], -record.number), reverse=True)
    nearly = sorted(ranked, key=lambda record: (-record.score // 10, record.number))
    answer = '%d %d %d %d, cities %s' % (
        fingerprint(by_city),
        fingerprint(ranked),
        fingerprint(by_name),
        fingerprint(nearly),
        '+'.join([str(size) for size in group_sizes(by_city)]),
    )
    verify(n, records, by_city, ranked, answer)
    return answer


if __name__ == '__main__':
    print(workload())
