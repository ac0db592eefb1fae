# The Mandelbrot set on an n by n grid, counted and drawn.
# Stresses: float loops with data-dependent ends, list building.
# Origin: written for this lab. Runs on Python 2.7, Python 3, PyPy, MicroPython (with doubles).

ANSWERS = {
    30: '194 inside, 12948 steps, 194 dark',
    130: '3572 inside, 242298 steps, 3572 dark',
    400: '33876 inside, 2300322 steps, 33876 dark',
    1050: '233768 inside, 15858146 steps, 233768 dark',
}

MAX_ITERATIONS = 50
SHADES = ' .:-=+*%@#'


def escape_time(cx, cy):
    """Steps until z leaves the circle of radius 2, at most MAX_ITERATIONS."""
    x = y = 0.0
    xx = yy = 0.0
    steps = 0
    while steps < MAX_ITERATIONS and xx + yy <= 4.0:
        y = 2.0 * x * y + cy
        x = xx - yy + cx
        xx = x * x
        yy = y * y
        steps += 1
    return steps


def row(j, n):
    """Row j; the rows are placed so that j and n - 1 - j are mirror images."""
    cy = (2 * j + 1 - n) * 1.25 / n
    return [escape_time(i * 3.0 / n - 2.0, cy) for i in range(n)]


def in_cardioid(cx, cy):
    """True inside the two largest components, known by formula."""
    quarter = cx - 0.25
    q = quarter * quarter + cy * cy
    if q * (q + quarter) < 0.2499 * cy * cy:
        return True
    return (cx + 1.0) * (cx + 1.0) + cy * cy < 0.0624


def shade(line):
    return ''.join([SHADES[steps * (len(SHADES) - 1) // MAX_ITERATIONS] for steps in line])


def verify(n, rows, answer):
    for j in range(n // 2):
        if rows[j] != rows[n - 1 - j]:
            raise AssertionError('mandelbrot: row %d is no mirror image of row %d' % (j, n - 1 - j))
    for j in range(0, n, 3):
        cy = (2 * j + 1 - n) * 1.25 / n
        for i in range(0, n, 3):
            if in_cardioid(i * 3.0 / n - 2.0, cy) and rows[j][i] < MAX_ITERATIONS:
                raise AssertionError('mandelbrot: a point known to be inside escaped (row %d, column %d)' % (j, i))
    if ANSWERS.get(n, answer) != answer:
        raise AssertionError('mandelbrot: workload(%d) gave %r, expected %r' % (n, answer, ANSWERS[n]))


def workload(n=130):
    rows = [row(j, n) for j in range(n)]
    inside = sum([1 for line in rows for steps in line if steps == MAX_ITERATIONS])
    steps = sum([sum(line) for line in rows])
    picture = [shade(line) for line in rows]
    dark = sum([line.count(SHADES[-1]) for line in picture])
    answer = '%d inside, %d steps, %d dark' % (inside, steps, dark)
    verify(n, rows, answer)
    return answer


if __name__ == '__main__':
    print(workload())
