# Signal processing by composed closures: each filter is a function that keeps its state in cells.
# Stresses: closures, nonlocal cells, functions as values, calls through variables.
# Origin: written for this lab. Runs on Python 3, PyPy, MicroPython.

ANSWERS = {
    1500: '689 of 1500 loud, checksum 64674',
    30000: '13325 of 30000 loud, checksum 48160',
    300000: '132219 of 300000 loud, checksum 38899',
    3000000: '1321404 of 3000000 loud, checksum 9126',
}

SCALE = 64


def noise(seed):
    """A source of samples between -SCALE and SCALE."""
    state = seed

    def next_sample():
        nonlocal state
        state = (state * 1366 + 150889) % 714025
        return state % (2 * SCALE + 1) - SCALE

    return next_sample


def gain(numerator, denominator):
    return lambda sample: sample * numerator // denominator


def clip(low, high):
    def stage(sample):
        if sample < low:
            return low
        return high if sample > high else sample

    return stage


def delay(length):
    """Answers the sample of `length` calls ago."""
    line = [0] * length
    position = 0

    def stage(sample):
        nonlocal position
        old = line[position]
        line[position] = sample
        position = (position + 1) % length
        return old

    return stage


def moving_sum(length):
    past = delay(length)
    total = 0

    def stage(sample):
        nonlocal total
        total += sample - past(sample)
        return total

    return stage


def difference():
    previous = 0

    def stage(sample):
        nonlocal previous
        result = sample - previous
        previous = sample
        return result

    return stage


def add(first, second):
    return lambda sample: first(sample) + second(sample)


def compose(*stages):
    def composed(sample):
        for stage in stages:
            sample = stage(sample)
        return sample

    return composed


def counter():
    """A pair of closures over one cell: count an event, read the count."""
    count = 0

    def increment(matters):
        nonlocal count
        if matters:
            count += 1

    return increment, lambda: count


def verify(n, seed, answer):
    # A moving sum followed by a difference is the difference of the signal with its delay.
    left = compose(moving_sum(7), difference())
    right = add(gain(1, 1), compose(delay(7), gain(-1, 1)))
    source = noise(seed)
    for _ in range(50):
        sample = source()
        if left(sample) != right(sample):
            raise AssertionError('closures: two filters that must agree do not')
    if ANSWERS.get(n, answer) != answer:
        raise AssertionError('closures: workload(%d) gave %r, expected %r' % (n, answer, ANSWERS[n]))


def workload(n=30000):
    source = noise(3)
    chain = compose(
        add(gain(3, 2), compose(delay(5), gain(-1, 3))),
        moving_sum(8),
        clip(-5 * SCALE, 5 * SCALE),
        difference(),
    )
    loud, count_loud = counter()
    checksum = 0
    for _ in range(n):
        sample = chain(source())
        loud(abs(sample) > SCALE)
        checksum = (checksum * 7 + sample) % 65521
    answer = '%d of %d loud, checksum %d' % (count_loud(), n, checksum)
    verify(n, 11, answer)
    return answer


if __name__ == '__main__':
    print(workload())
