# The SHA-256 of a message of n blocks, by FIPS 180-4, with constants computed from the primes.
# Stresses: integer loops with 32-bit masks, shifts and rotations; list indexing.
# Origin: written for this lab. Runs on Python 2.7, Python 3, PyPy, MicroPython.

ANSWERS = {
    9: 'c35455bd82407caa',
    200: '064ce8af9773feaf',
    2000: 'e3b233e44de6a94e',
    20000: '7d6c29b2aa83d3df',
}

MASK = 0xFFFFFFFF


def primes(count):
    found = []
    candidate = 2
    while len(found) < count:
        if all([candidate % prime for prime in found if prime * prime <= candidate]):
            found.append(candidate)
        candidate += 1
    return found


def integer_root(number, degree):
    """The floor of the root, by bisection."""
    low, high = 0, 1
    while high**degree <= number:
        high *= 2
    while high - low > 1:
        middle = (low + high) // 2
        if middle**degree <= number:
            low = middle
        else:
            high = middle
    return low


def fraction_of_root(prime, degree):
    """The first 32 bits of the fraction of a root."""
    return integer_root(prime << (32 * degree), degree) & MASK


START = [fraction_of_root(prime, 2) for prime in primes(8)]
ROUND = [fraction_of_root(prime, 3) for prime in primes(64)]


def rotate(word, places):
    return (word >> places | word << (32 - places)) & MASK


def pad(message):
    """A list of bytes, filled up to whole blocks of 64 with the length at the end."""
    length = len(message)
    padded = list(message) + [128] + [0] * ((55 - length) % 64)
    bits = length * 8
    for shift in (56, 48, 40, 32, 24, 16, 8, 0):
        padded.append(bits >> shift & 255)
    return padded


def schedule(block):
    words = []
    for index in range(0, 64, 4):
        words.append(block[index] << 24 | block[index + 1] << 16 | block[index + 2] << 8 | block[index + 3])
    for index in range(16, 64):
        early, late = words[index - 15], words[index - 2]
        small = rotate(early, 7) ^ rotate(early, 18) ^ early >> 3
        large = rotate(late, 17) ^ rotate(late, 19) ^ late >> 10
        words.append((words[index - 16] + small + words[index - 7] + large) & MASK)
    return words


def compress(state, block):
    a, b, c, d, e, f, g, h = state
    words = schedule(block)
    for index in range(64):
        sum_e = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
        choice = e & f ^ ~e & g
        first = h + sum_e + choice + ROUND[index] + words[index]
        sum_a = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
        majority = a & b ^ a & c ^ b & c
        a, b, c, d, e, f, g, h = (first + sum_a + majority) & MASK, a, b, c, (d + first) & MASK, e, f, g
    return [(old + new) & MASK for old, new in zip(state, (a, b, c, d, e, f, g, h))]


def sha256(message):
    padded = pad(message)
    state = START
    for position in range(0, len(padded), 64):
        state = compress(state, padded[position : position + 64])
    return ''.join(['%08x' % word for word in state])


def verify(n, digest, answer):
    if sha256([97, 98, 99]) != 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad':
        raise AssertionError('sha256: the digest of "abc" is wrong')
    if len(digest) != 64:
        raise AssertionError('sha256: a digest has 64 digits, not %d' % len(digest))
    if ANSWERS.get(n, answer) != answer:
        raise AssertionError('sha256: workload(%d) gave %r, expected %r' % (n, answer, ANSWERS[n]))


def workload(n=200):
    state = 83
    message = []
    for _ in range(64 * n - 9):
        state = (state * 1366 + 150889) % 714025
        message.append(state % 256)
    digest = sha256(message)
    answer = digest[:16]
    verify(n, digest, answer)
    return answer


if __name__ == '__main__':
    print(workload())
