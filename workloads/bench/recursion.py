# Five small recursive functions: Takeuchi's, towers of Hanoi, partitions, Gray codes, mutual recursion.
# Stresses: function calls, recursion (at most 4 n frames deep), small-integer arithmetic.
# Origin: written for this lab. Runs on Python 2.7, Python 3, PyPy, MicroPython.

ANSWERS = {
    11: '2047 moves, takeuchi 6, 1002 partitions, code 255, hofstadter 18',
    16: '65535 moves, takeuchi 6, 8349 partitions, code 2047, hofstadter 25',
    20: '1048575 moves, takeuchi 7, 37338 partitions, code 8191, hofstadter 30',
    24: '16777215 moves, takeuchi 9, 147273 partitions, code 32767, hofstadter 34',
}


def takeuchi(x, y, z):
    if y >= x:
        return z
    return takeuchi(takeuchi(x - 1, y, z), takeuchi(y - 1, z, x), takeuchi(z - 1, x, y))


def hanoi(height, source, target, spare, pegs):
    """Moves `height` discs and answers the number of moves; an illegal move raises."""
    if height == 0:
        return 0
    moves = hanoi(height - 1, source, spare, target, pegs)
    disc = pegs[source].pop()
    if pegs[target] and pegs[target][-1] < disc:
        raise AssertionError('recursion: disc %d was put on a smaller one' % disc)
    pegs[target].append(disc)
    return moves + 1 + hanoi(height - 1, spare, target, source, pegs)


def partitions(number, largest):
    """In how many ways number is a sum of parts not above largest."""
    if number == 0:
        return 1
    if number < 0 or largest == 0:
        return 0
    return partitions(number - largest, largest) + partitions(number, largest - 1)


def gray_codes(bits):
    if bits == 0:
        return [0]
    shorter = gray_codes(bits - 1)
    high = 1 << (bits - 1)
    return shorter + [high + code for code in reversed(shorter)]


def female(n):
    """Hofstadter's pair of mutually recursive sequences."""
    return 1 if n == 0 else n - male(female(n - 1))


def male(n):
    return 0 if n == 0 else n - female(male(n - 1))


def verify(n, moves, pegs, bits, codes, answer):
    if moves != 2**n - 1 or pegs[2] != list(range(n, 0, -1)):
        raise AssertionError('recursion: %d discs took %d moves' % (n, moves))
    for first, second in zip(codes, codes[1:]):
        change = first ^ second
        if change & (change - 1):
            raise AssertionError('recursion: two neighbours of the Gray code differ in more than a bit')
    if len(set(codes)) != 2**bits:
        raise AssertionError('recursion: a Gray code came twice')
    if ANSWERS.get(n, answer) != answer:
        raise AssertionError('recursion: workload(%d) gave %r, expected %r' % (n, answer, ANSWERS[n]))


def workload(n=16):
    pegs = [list(range(n, 0, -1)), [], []]
    moves = hanoi(n, 0, 2, 1, pegs)
    bits = n // 2 + 4
    codes = gray_codes(bits)
    third = n // 3
    answer = '%d moves, takeuchi %d, %d partitions, code %d, hofstadter %d' % (
        moves,
        takeuchi(n, 2 * third, third),
        partitions(2 * n, 2 * n),
        codes[len(codes) // 3],
        female(n + 4) + male(n + 4),
    )
    verify(n, moves, pegs, bits, codes, answer)
    return answer


if __name__ == '__main__':
    print(workload())
