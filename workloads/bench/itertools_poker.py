# Deals n hands of seven cards and finds the best five of each; statistics by itertools.
# Stresses: itertools (combinations, product, groupby, chain, accumulate, islice, count, zip_longest, takewhile), sorted, tuples.
# Origin: written for this lab. Runs on Python 3 and PyPy (MicroPython has no itertools).

from itertools import accumulate, chain, combinations, count, groupby, islice, product, repeat, starmap, takewhile, zip_longest
from operator import itemgetter

ANSWERS = {
    13: '4 high card, 6 pair, 2 two pairs, 1 straight; lead 2, weak 10, sum 14',
    280: '45 high card, 119 pair, 67 two pairs, 14 three, 14 straight, 8 flush, 12 full house, 1 four; lead 5, weak 164, sum 470',
    2800: '498 high card, 1212 pair, 655 two pairs, 119 three, 140 straight, 99 flush, 72 full house, 5 four; lead 5, weak 1710, sum 4401',
    28000: '4851 high card, 12293 pair, 6553 two pairs, 1357 three, 1313 straight, 877 flush, 702 full house, 47 four, 7 straight flush; lead 5, weak 17144, sum 43704',
}

RANKS = range(2, 15)
SUITS = 'CDHS'
NAMES = ('high card', 'pair', 'two pairs', 'three', 'straight', 'flush', 'full house', 'four', 'straight flush')


def random_numbers(seed):
    state = seed
    for _ in count():
        state = (state * 1366 + 150889) % 714025
        yield state


def hands(seed):
    """Endlessly many hands of seven different cards."""
    deck = list(product(RANKS, SUITS))
    numbers = random_numbers(seed)
    while True:
        for position, number in enumerate(islice(numbers, 7)):
            other = position + number % (len(deck) - position)
            deck[position], deck[other] = deck[other], deck[position]
        yield tuple(deck[:7])


def straight_top(ranks):
    """The highest rank of five different ranks in a row (the ace may be low), or 0."""
    if ranks == [14, 5, 4, 3, 2]:
        return 5
    return ranks[0] if all(first - second == 1 for first, second in zip(ranks, ranks[1:])) else 0


def value(cards):
    """(kind, tie breakers): a tuple that is larger for the better five cards."""
    ranks = sorted(map(itemgetter(0), cards), reverse=True)
    groups = sorted(((len(list(group)), rank) for rank, group in groupby(ranks)), reverse=True)
    shape = tuple(size for size, _ in groups)
    order = tuple(rank for _, rank in groups)
    flush = len(set(map(itemgetter(1), cards))) == 1
    top = straight_top(ranks) if len(groups) == 5 else 0
    if top:
        return (8 if flush else 4, (top,))
    if flush:
        return (5, order)
    kinds = {(4, 1): 7, (3, 2): 6, (3, 1, 1): 3, (2, 2, 1): 2, (2, 1, 1, 1): 1, (1, 1, 1, 1, 1): 0}
    return (kinds[shape], order)


def best(cards):
    return max(map(value, combinations(cards, 5)))


def has_flush(cards):
    suits = sorted(suit for _, suit in cards)
    return any(len(list(group)) >= 5 for _, group in groupby(suits))


def verify(n, dealt, values, answer):
    for cards, (kind, _) in zip(dealt, values):
        if (kind in (5, 8)) != (has_flush(cards) and kind not in (6, 7)):
            raise AssertionError(f'itertools_poker: {cards} were taken for {NAMES[kind]}')
        pairs = sum(1 for first, second in combinations(cards, 2) if first[0] == second[0])
        if kind == 0 and pairs or kind == 1 and pairs != 1:
            raise AssertionError(f'itertools_poker: {cards} hold {pairs} pairs but were taken for {NAMES[kind]}')
    if ANSWERS.get(n, answer) != answer:
        raise AssertionError('itertools_poker: workload(%d) gave %r, expected %r' % (n, answer, ANSWERS[n]))


def workload(n=280):
    dealt = list(islice(hands(71), n))
    values = list(map(best, dealt))
    ranking = sorted(values)
    kinds = {kind: len(list(group)) for kind, group in groupby(ranking, key=itemgetter(0))}
    shown = ', '.join(starmap('{1} {0}'.format, ((NAMES[kind], kinds[kind]) for kind in sorted(kinds))))
    wins = [first > second for first, second in zip_longest(values, values[1:], fillvalue=values[0])]
    lead = max(accumulate(1 if won else -1 for won in wins))
    weak = sum(1 for _ in takewhile(lambda entry: entry[0] < 2, ranking))
    spread = sum(chain.from_iterable(repeat(kind, kinds[kind]) for kind in kinds))
    answer = f'{shown}; lead {lead}, weak {weak}, sum {spread}'
    verify(n, dealt, values, answer)
    return answer


if __name__ == '__main__':
    print(workload())
