# Writes a text of n words and counts words, pairs of words and letters; compares vocabularies as sets.
# Stresses: dict and set counting: string and tuple keys, get, setdefault, set algebra.
# Origin: written for this lab. Runs on Python 2.7, Python 3, PyPy, MicroPython.

ANSWERS = {
    600: 'da:12 fa:12 gran:12, 322 words, 588 pairs, 62 shared, 235 rare, branching 12, letter a',
    10000: 'ba:230 ban:206 fa:190, 1639 words, 8363 pairs, 846 shared, 539 rare, branching 124, letter a',
    100000: 'ba:2328 ban:1958 fa:1853, 2372 words, 53757 pairs, 2138 shared, 140 rare, branching 516, letter a',
    1000000: 'ba:23329 ban:19529 fa:18567, 2377 words, 54494 pairs, 2377 shared, 0 rare, branching 518, letter a',
}

ONSETS = ('b', 'd', 'f', 'gr', 'k', 'l', 'm', 'st', 't', 'v')
RHYMES = ('a', 'an', 'e', 'el', 'i', 'o', 'or', 'u')


class Author(object):
    """Writes words; small syllable numbers are more frequent than large ones, as in a natural text."""

    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        self.state = (self.state * 1366 + 150889) % 714025
        return self.state % limit

    def word(self):
        syllables = []
        for _ in range(1 + self.below(2)):
            onset = ONSETS[min(self.below(10), self.below(10))]
            syllables.append(onset + RHYMES[min(self.below(8), self.below(8))])
        return ''.join(syllables)

    def text(self, words):
        return ' '.join([self.word() for _ in range(words)])


def count(items):
    counts = {}
    for item in items:
        counts[item] = counts.get(item, 0) + 1
    return counts


def followers(words):
    """Word -> set of the words that come after it."""
    table = {}
    for first, second in zip(words, words[1:]):
        table.setdefault(first, set()).add(second)
    return table


def most_frequent(counts, number):
    ranking = sorted([(-counts[word], word) for word in counts])
    return [(word, -negative) for negative, word in ranking[:number]]


def letters(words):
    total = {}
    for word in words:
        for letter in word:
            if letter in total:
                total[letter] += 1
            else:
                total[letter] = 1
    return total


def verify(n, words, counts, pairs, answer):
    if sum(counts.values()) != n or sum(pairs.values()) != max(n - 1, 0):
        raise AssertionError('word_count: the counts do not add up to %d words' % n)
    for word in words[:: n // 10 + 1]:
        if counts[word] != words.count(word):
            raise AssertionError('word_count: %r was miscounted' % word)
    if ANSWERS.get(n, answer) != answer:
        raise AssertionError('word_count: workload(%d) gave %r, expected %r' % (n, answer, ANSWERS[n]))


def workload(n=10000):
    words = Author(3).text(n).split(' ')
    counts = count(words)
    pairs = count(zip(words, words[1:]))
    table = followers(words)
    branching = max([len(table[word]) for word in table]) if table else 0

    half = n // 2
    early, late = set(words[:half]), set(words[half:])
    shared = len(early & late)
    only_once = set([word for word in counts if counts[word] == 1])
    rare = len((early ^ late) & only_once)

    top = ' '.join(['%s:%d' % pair for pair in most_frequent(counts, 3)])
    frequent = most_frequent(letters(words), 1)
    answer = '%s, %d words, %d pairs, %d shared, %d rare, branching %d, letter %s' % (
        top, len(counts), len(pairs), shared, rare, branching, frequent[0][0]
    )
    verify(n, words, counts, pairs, answer)
    return answer


if __name__ == '__main__':
    print(workload())
