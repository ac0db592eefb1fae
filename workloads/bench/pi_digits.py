# n digits of pi in fixed-point big integers, by Machin's formula and again by Gauss's.
# Stresses: big integers (division by small numbers, addition, splitting into digits).
# Origin: written for this lab. Runs on Python 2.7, Python 3, PyPy, MicroPython.

ANSWERS = {
    900: '7669147303, digit sum 4000',
    4500: '5961458901, digit sum 20468',
    13000: '5342698699, digit sum 58375',
    45000: '1050850747, digit sum 202917',
}

GUARD_DIGITS = 10
CHUNK = 8


def arctan_of_inverse(x, unity):
    """arctan(1/x) * unity by its power series, truncated."""
    power = unity // x
    total = power
    square = x * x
    divisor = 1
    sign = -1
    while power:
        power //= square
        divisor += 2
        total += sign * (power // divisor)
        sign = -sign
    return total


def pi_by_machin(digits):
    unity = 10 ** (digits + GUARD_DIGITS)
    pi = 4 * (4 * arctan_of_inverse(5, unity) - arctan_of_inverse(239, unity))
    return pi // 10**GUARD_DIGITS


def pi_by_gauss(digits):
    unity = 10 ** (digits + GUARD_DIGITS)
    terms = 12 * arctan_of_inverse(18, unity) + 8 * arctan_of_inverse(57, unity) - 5 * arctan_of_inverse(239, unity)
    return 4 * terms // 10**GUARD_DIGITS


def to_digits(number, length, chunks):
    """Appends `length` decimal digits of number to chunks, halving the number until it is small."""
    if length <= CHUNK:
        text = str(number)
        chunks.append('0' * (length - len(text)) + text)
        return
    low_length = length // 2
    high, low = divmod(number, 10**low_length)
    to_digits(high, length - low_length, chunks)
    to_digits(low, low_length, chunks)


def verify(n, pi, text, answer):
    if pi != pi_by_gauss(n):
        raise AssertionError('pi_digits: the two formulas disagree at %d digits' % n)
    if len(text) != n + 1 or not text.startswith('314159265358979323846'[: n + 1]):
        raise AssertionError('pi_digits: wrong digits %s...' % text[:20])
    if ANSWERS.get(n, answer) != answer:
        raise AssertionError('pi_digits: workload(%d) gave %r, expected %r' % (n, answer, ANSWERS[n]))


def workload(n=4500):
    pi = pi_by_machin(n)
    chunks = []
    to_digits(pi, n + 1, chunks)
    text = ''.join(chunks)
    answer = '%s, digit sum %d' % (text[-10:], sum([int(digit) for digit in text]))
    verify(n, pi, text, answer)
    return answer


if __name__ == '__main__':
    print(workload())
