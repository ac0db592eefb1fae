# Conway's life on an endless plane, n generations of gliders that meet an r-pentomino.
# Stresses: sets of tuples, set algebra, dict counting, tuple building and hashing.
# Origin: written for this lab. Runs on Python 2.7, Python 3, PyPy, MicroPython.

ANSWERS = {
    15: '29 cells, 129 born, 51 by 45, 2266 dots',
    120: '166 cells, 3884 born, 41 by 56, 2130 dots',
    1150: '51 cells, 19008 born, 305 by 313, 95414 dots',
    12000: '51 cells, 105808 born, 3017 by 3025, 9126374 dots',
}

GLIDER = ((0, 1), (1, 2), (2, 0), (2, 1), (2, 2))
PENTOMINO = ((0, 1), (0, 2), (1, 0), (1, 1), (2, 1))
AROUND = ((-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1))


def placed(pattern, row, column):
    return set([(row + r, column + c) for r, c in pattern])


def neighbour_counts(cells):
    counts = {}
    for row, column in cells:
        for down, right in AROUND:
            place = (row + down, column + right)
            counts[place] = counts.get(place, 0) + 1
    return counts


def next_generation(cells):
    counts = neighbour_counts(cells)
    return set([place for place in counts if counts[place] == 3 or (counts[place] == 2 and place in cells)])


def bounding_box(cells):
    rows = [row for row, _ in cells]
    columns = [column for _, column in cells]
    return min(rows), min(columns), max(rows), max(columns)


def picture(cells):
    """The pattern as lines of text."""
    top, left, bottom, right = bounding_box(cells)
    lines = []
    for row in range(top, bottom + 1):
        lines.append(''.join(['#' if (row, column) in cells else '.' for column in range(left, right + 1)]))
    return '\n'.join(lines)


def shifted(cells, down, right):
    return set([(row + down, column + right) for row, column in cells])


def transposed(cells):
    return set([(column, row) for row, column in cells])


def verify(n, cells, turned, answer):
    if transposed(cells) != turned:
        raise AssertionError('game_of_life: the transposed pattern grew into something else')
    glider = placed(GLIDER, 0, 0)
    moved = glider
    for _ in range(8):
        moved = next_generation(moved)
    if moved != shifted(glider, 2, 2):
        raise AssertionError('game_of_life: a glider must move by two places in eight generations')
    if ANSWERS.get(n, answer) != answer:
        raise AssertionError('game_of_life: workload(%d) gave %r, expected %r' % (n, answer, ANSWERS[n]))


def workload(n=120):
    cells = placed(PENTOMINO, 0, 0) | placed(GLIDER, -30, -30) | placed(GLIDER, -50, -46)
    turned = transposed(cells)
    born = 0
    for _ in range(n):
        following = next_generation(cells)
        born += len(following - cells)
        cells = following
        turned = next_generation(turned)
    drawn = picture(cells)
    lines = drawn.split('\n')
    answer = '%d cells, %d born, %d by %d, %d dots' % (len(cells), born, len(lines), len(lines[0]), drawn.count('.'))
    verify(n, cells, turned, answer)
    return answer


if __name__ == '__main__':
    print(workload())
