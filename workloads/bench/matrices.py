# n by n matrices over the integers modulo a prime: product, power, determinant, inverse.
# Stresses: nested lists, triple loops, small-integer arithmetic.
# Origin: written for this lab. Runs on Python 2.7, Python 3, PyPy, MicroPython.

ANSWERS = {
    11: 'determinant 25271, traces 10864 11971',
    33: 'determinant 17673, traces 32161 29288',
    72: 'determinant 15207, traces 27400 28322',
    160: 'determinant 26507, traces 12917 12802',
}

# A prime whose square stays below 2**30.
PRIME = 32749


def make_matrix(n, seed):
    state = seed
    rows = []
    for _ in range(n):
        row = []
        for _ in range(n):
            state = (state * 1366 + 150889) % 714025
            row.append(state % PRIME)
        rows.append(row)
    return rows


def identity(n):
    return [[1 if i == j else 0 for j in range(n)] for i in range(n)]


def transpose(matrix):
    return [list(column) for column in zip(*matrix)]


def multiply(a, b):
    columns = transpose(b)
    product = []
    for row in a:
        line = []
        for column in columns:
            total = 0
            for k in range(len(row)):
                total = (total + row[k] * column[k]) % PRIME
            line.append(total)
        product.append(line)
    return product


def power(matrix, exponent):
    result = identity(len(matrix))
    while exponent > 0:
        if exponent % 2 == 1:
            result = multiply(result, matrix)
        exponent //= 2
        if exponent:
            matrix = multiply(matrix, matrix)
    return result


def inverse_of(number):
    """By Euclid's algorithm."""
    a, b = number, PRIME
    x, y = 1, 0
    while b:
        quotient = a // b
        a, b = b, a - quotient * b
        x, y = y, x - quotient * y
    return x % PRIME


def eliminate(matrix):
    """(determinant, inverse) by Gauss and Jordan; inverse is None where the determinant is 0."""
    n = len(matrix)
    rows = [list(row) + unit for row, unit in zip(matrix, identity(n))]
    determinant = 1
    for column in range(n):
        pivot = column
        while pivot < n and rows[pivot][column] == 0:
            pivot += 1
        if pivot == n:
            return 0, None
        if pivot != column:
            rows[pivot], rows[column] = rows[column], rows[pivot]
            determinant = -determinant
        determinant = determinant * rows[column][column] % PRIME
        factor = inverse_of(rows[column][column])
        rows[column] = [value * factor % PRIME for value in rows[column]]
        pivot_row = rows[column]
        for index in range(n):
            factor = rows[index][column]
            if index != column and factor:
                row = rows[index]
                for k in range(column, 2 * n):
                    row[k] = (row[k] - factor * pivot_row[k]) % PRIME
    return determinant % PRIME, [row[n:] for row in rows]


def trace(matrix):
    return sum([matrix[i][i] for i in range(len(matrix))]) % PRIME


def verify(n, a, b, product, answer):
    det_a, inverse = eliminate(a)
    det_b = eliminate(b)[0]
    if det_a * det_b % PRIME != eliminate(product)[0]:
        raise AssertionError('matrices: det(ab) is not det(a) det(b)')
    if inverse is not None and multiply(a, inverse) != identity(n):
        raise AssertionError('matrices: a times its inverse is not the identity')
    if ANSWERS.get(n, answer) != answer:
        raise AssertionError('matrices: workload(%d) gave %r, expected %r' % (n, answer, ANSWERS[n]))


def workload(n=33):
    a, b = make_matrix(n, 1), make_matrix(n, 2)
    product = multiply(a, b)
    determinant = eliminate(product)[0]
    fifth = power(transpose(a), 5)
    answer = 'determinant %d, traces %d %d' % (determinant, trace(product), trace(fifth))
    verify(n, a, b, product, answer)
    return answer


if __name__ == '__main__':
    print(workload())
