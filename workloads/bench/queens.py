# All ways to put n queens on an n by n board, and how many differ when turned and mirrored.
# Stresses: backtracking: recursion, list push and pop, sets, tuples.
# Origin: written for this lab. Runs on Python 2.7, Python 3, PyPy, MicroPython.

ANSWERS = {
    7: '40 solutions, 6 fundamental, 3584 squares tried',
    9: '352 solutions, 46 fundamental, 72378 squares tried',
    11: '2680 solutions, 341 fundamental, 1806706 squares tried',
    12: '14200 solutions, 1787 fundamental, 10103868 squares tried',
}

# Number of solutions, of fundamental ones.
KNOWN = {1: (1, 1), 2: (0, 0), 3: (0, 0), 4: (2, 1), 5: (10, 2), 6: (4, 1), 7: (40, 6), 8: (92, 12), 9: (352, 46)}


class Board(object):
    def __init__(self, size):
        self.size = size
        self.columns = []
        self.used_columns = set()
        self.used_rising = set()
        self.used_falling = set()
        self.tried = 0

    def is_free(self, row, column):
        self.tried += 1
        return (
            column not in self.used_columns
            and row + column not in self.used_rising
            and row - column not in self.used_falling
        )

    def place(self, row, column):
        self.columns.append(column)
        self.used_columns.add(column)
        self.used_rising.add(row + column)
        self.used_falling.add(row - column)

    def remove(self, row, column):
        self.columns.pop()
        self.used_columns.remove(column)
        self.used_rising.remove(row + column)
        self.used_falling.remove(row - column)

    def solve(self, found):
        row = len(self.columns)
        if row == self.size:
            found.append(tuple(self.columns))
            return
        for column in range(self.size):
            if self.is_free(row, column):
                self.place(row, column)
                self.solve(found)
                self.remove(row, column)


def turned(solution):
    """A quarter turn."""
    size = len(solution)
    result = [0] * size
    for row, column in enumerate(solution):
        result[column] = size - 1 - row
    return tuple(result)


def mirrored(solution):
    size = len(solution)
    return tuple([size - 1 - column for column in solution])


def images(solution):
    result = []
    for start in (solution, mirrored(solution)):
        image = start
        for _ in range(4):
            result.append(image)
            image = turned(image)
    return result


def verify(n, solutions, fundamental, answer):
    everything = set(solutions)
    for solution in solutions:
        for image in images(solution):
            if image not in everything:
                raise AssertionError('queens: the mirror image of a solution is missing')
    if n in KNOWN and KNOWN[n] != (len(solutions), fundamental):
        raise AssertionError('queens: %d solutions, %d fundamental for n = %d' % (len(solutions), fundamental, n))
    if ANSWERS.get(n, answer) != answer:
        raise AssertionError('queens: workload(%d) gave %r, expected %r' % (n, answer, ANSWERS[n]))


def workload(n=9):
    board = Board(n)
    solutions = []
    board.solve(solutions)
    fundamental = len(set([min(images(solution)) for solution in solutions]))
    answer = '%d solutions, %d fundamental, %d squares tried' % (len(solutions), fundamental, board.tried)
    verify(n, solutions, fundamental, answer)
    return answer


if __name__ == '__main__':
    print(workload())
