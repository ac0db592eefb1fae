# Primes below n by the sieve of Eratosthenes, then twins, gaps and last digits.
# Stresses: integer loops, bytearray stores and loads, comparisons.
# Origin: written for this lab. Runs on Python 2.7, Python 3, PyPy, MicroPython.

ANSWERS = {
    10000: '1229 primes, 205 twins, gap 36, 308 end in 7',
    180000: '16342 primes, 1976 twins, gap 86, 4080 end in 7',
    1800000: '135072 primes, 13583 twins, gap 132, 33810 end in 7',
    17000000: '1091314 primes, 93302 twins, gap 154, 272794 end in 7',
}


def sieve(limit):
    """A bytearray with 1 at every prime below limit."""
    flags = bytearray(limit)
    for number in range(2, limit):
        flags[number] = 1
    candidate = 2
    while candidate * candidate < limit:
        if flags[candidate]:
            multiple = candidate * candidate
            while multiple < limit:
                flags[multiple] = 0
                multiple += candidate
        candidate += 1
    return flags


def is_prime(number):
    """By trial division: slow, simple, and independent of the sieve."""
    if number < 2:
        return False
    divisor = 2
    while divisor * divisor <= number:
        if number % divisor == 0:
            return False
        divisor += 1
    return True


def survey(flags):
    """How many primes, how many twins, the widest gap, and primes by last digit."""
    count = twins = widest = 0
    previous = 0
    last_digits = [0] * 10
    for number in range(2, len(flags)):
        if not flags[number]:
            continue
        count += 1
        last_digits[number % 10] += 1
        if previous:
            gap = number - previous
            if gap == 2:
                twins += 1
            if gap > widest:
                widest = gap
        previous = number
    return count, twins, widest, last_digits


def verify(n, flags, count, last_digits, answer):
    if sum(last_digits) != count:
        raise AssertionError('sieve: last digits add up to %d, primes to %d' % (sum(last_digits), count))
    step = n // 20 + 1
    for number in range(n % step, n, step):
        if bool(flags[number]) != is_prime(number):
            raise AssertionError('sieve: %d is wrongly told prime or composite' % number)
    if ANSWERS.get(n, answer) != answer:
        raise AssertionError('sieve: workload(%d) gave %r, expected %r' % (n, answer, ANSWERS[n]))


def workload(n=180000):
    flags = sieve(n)
    count, twins, widest, last_digits = survey(flags)
    answer = '%d primes, %d twins, gap %d, %d end in 7' % (count, twins, widest, last_digits[7])
    verify(n, flags, count, last_digits, answer)
    return answer


if __name__ == '__main__':
    print(workload())
