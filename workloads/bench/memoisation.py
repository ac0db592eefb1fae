# Puzzles by recursion with remembered results: longest common subsequence, change, binomials, chains of products.
# Stresses: memoisation: a caching decorator, tuple keys, dict look-ups, argument unpacking.
# Origin: written for this lab. Runs on Python 3, PyPy, MicroPython (recursion is at most about 70 frames deep).

ANSWERS = {
    10: 'common 79, change 13, binomial 53714, brackets 16796, 1358 hits, 1796 misses',
    200: 'common 1533, change 49, binomial 41928, brackets 30077, 21549 hits, 33591 misses',
    2500: 'common 19224, change 49, binomial 41928, brackets 30077, 228838 hits, 405759 misses',
    25000: 'common 192382, change 49, binomial 41928, brackets 30077, 2259116 hits, 4053642 misses',
}


def memoise(function):
    """Remembers results by positional arguments; `.statistics` counts hits and misses."""
    results = {}
    statistics = [0, 0]

    def remembered(*arguments):
        if arguments in results:
            statistics[0] += 1
            return results[arguments]
        statistics[1] += 1
        result = results[arguments] = function(*arguments)
        return result

    return remembered, statistics


def random_words(seed, count, length):
    state = seed
    words = []
    for _ in range(count):
        letters = []
        for _ in range(length):
            state = (state * 1366 + 150889) % 714025
            letters.append('acgt'[state % 4])
        words.append(''.join(letters))
    return words


class Puzzles:
    """Memoised functions that belong together; a new instance begins with nothing remembered."""

    def __init__(self):
        self.counts = []
        self.ways = self.remember(self._ways)
        self.binomial = self.remember(self._binomial)
        self.bracketings = self.remember(self._bracketings)

    def remember(self, function):
        remembered, statistics = memoise(function)
        self.counts.append(statistics)
        return remembered

    def _ways(self, amount, coins):
        """How many ways there are to pay amount with the coins."""
        if amount == 0:
            return 1
        if amount < 0 or not coins:
            return 0
        return self.ways(amount - coins[-1], coins) + self.ways(amount, coins[:-1])

    def _binomial(self, n, k):
        if k == 0 or k == n:
            return 1
        return (self.binomial(n - 1, k - 1) + self.binomial(n - 1, k)) % 65521

    def _bracketings(self, start, end):
        """How many ways there are to bracket the operands start..end of a product."""
        if start == end:
            return 1
        total = 0
        for middle in range(start, end):
            total += self.bracketings(start, middle) * self.bracketings(middle + 1, end)
        return total % 65521

    def common_subsequence(self, first, second):
        """Length of the longest; remembered for this pair of words only."""

        def longest(i, j):
            if i == len(first) or j == len(second):
                return 0
            if first[i] == second[j]:
                return 1 + remembered(i + 1, j + 1)
            return max(remembered(i + 1, j), remembered(i, j + 1))

        remembered = self.remember(longest)
        return remembered(0, 0)

    def hits_and_misses(self):
        return sum([count[0] for count in self.counts]), sum([count[1] for count in self.counts])


def common_by_table(first, second):
    """The same by dynamic programming, row by row."""
    previous = [0] * (len(second) + 1)
    for letter in first:
        current = [0]
        for j, other in enumerate(second):
            current.append(previous[j] + 1 if letter == other else max(previous[j + 1], current[j]))
        previous = current
    return previous[-1]


def workload(n=200):
    words = random_words(19, n + 1, 14)
    puzzles = Puzzles()
    total = 0
    for first, second in zip(words, words[1:]):
        length = puzzles.common_subsequence(first, second)
        if length != common_by_table(first, second):
            raise AssertionError('memoisation: %s and %s share %d letters' % (first, second, length))
        total += length
    size = min(n, 20)
    change = puzzles.ways(size * 5, (5, 10, 20, 50))
    binomial = puzzles.binomial(2 * size, size)
    if binomial != sum([puzzles.binomial(size, k) ** 2 for k in range(size + 1)]) % 65521:
        raise AssertionError('memoisation: a row of binomials does not add up')
    brackets = puzzles.bracketings(0, size)
    hits, misses = puzzles.hits_and_misses()
    answer = 'common %d, change %d, binomial %d, brackets %d, %d hits, %d misses' % (
        total, change, binomial, brackets, hits, misses
    )
    if ANSWERS.get(n, answer) != answer:
        raise AssertionError('memoisation: workload(%d) gave %r, expected %r' % (n, answer, ANSWERS[n]))
    return answer


if __name__ == '__main__':
    print(workload())
