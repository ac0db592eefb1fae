# Which of the Mersenne numbers 2**p - 1 with p <= n are prime, by the Lucas-Lehmer test.
# Stresses: big integers (squaring, shifting, masking, comparing).
# Origin: written for this lab. Runs on Python 2.7, Python 3, PyPy, MicroPython.

ANSWERS = {
    200: '12 exponents up to 127, residues 1585',
    850: '14 exponents up to 607, residues 5149',
    1750: '15 exponents up to 1279, residues 3996',
    3400: '18 exponents up to 3217, residues 5463',
}

# Exponents below 4000 of Mersenne primes.
KNOWN = (2, 3, 5, 7, 13, 17, 19, 31, 61, 89, 107, 127, 521, 607, 1279, 2203, 2281, 3217)


def small_primes(limit):
    primes = []
    for number in range(2, limit + 1):
        for prime in primes:
            if prime * prime > number:
                primes.append(number)
                break
            if number % prime == 0:
                break
        else:
            primes.append(number)
    return primes


def reduce_mersenne(number, exponent, modulus):
    """number modulo 2**exponent - 1 by adding its pieces of `exponent` bits."""
    while number > modulus:
        number = (number & modulus) + (number >> exponent)
    return 0 if number == modulus else number


def lucas_lehmer(exponent):
    """(is prime, last residue) for 2**exponent - 1."""
    if exponent == 2:
        return True, 0
    modulus = (1 << exponent) - 1
    residue = 4
    for _ in range(exponent - 2):
        residue = reduce_mersenne(residue * residue - 2, exponent, modulus)
    return residue == 0, residue


def verify(n, found, answer):
    for exponent in found:
        if exponent < 4000 and exponent not in KNOWN:
            raise AssertionError('mersenne: 2**%d - 1 is not prime' % exponent)
    missed = [exponent for exponent in KNOWN if exponent <= n and exponent not in found]
    if missed:
        raise AssertionError('mersenne: 2**%d - 1 was not found to be prime' % missed[0])
    if ANSWERS.get(n, answer) != answer:
        raise AssertionError('mersenne: workload(%d) gave %r, expected %r' % (n, answer, ANSWERS[n]))


def workload(n=850):
    found = []
    mixed = 0
    for exponent in small_primes(n):
        prime, residue = lucas_lehmer(exponent)
        if prime:
            found.append(exponent)
        mixed = (mixed * 31 + residue % 9973) % 9973
    answer = '%d exponents up to %d, residues %d' % (len(found), found[-1], mixed)
    verify(n, found, answer)
    return answer


if __name__ == '__main__':
    print(workload())
