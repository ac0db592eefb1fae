# Generators in chains: tree walks by `yield from`, merging of sorted streams, a running average fed by send().
# Stresses: generators: creation, resumption, delegation, send, early close.
# Origin: written for this lab. Runs on Python 3, PyPy, MicroPython.

ANSWERS = {
    250: '500 distinct, widest 11156, mean 188740, fringe True',
    4000: '8000 distinct, widest 994, mean 180420, fringe True',
    25000: '50000 distinct, widest 173, mean 177770, fringe True',
    160000: '320000 distinct, widest 27, mean 178647, fringe True',
}


def numbers(seed, count):
    state = seed
    for _ in range(count):
        state = (state * 1366 + 150889) % 714025
        yield state


class Tree:
    """A plain binary search tree."""

    def __init__(self, value):
        self.value = value
        self.left = None
        self.right = None

    def insert(self, value):
        node = self
        while True:
            if value < node.value:
                if node.left is None:
                    node.left = Tree(value)
                    return
                node = node.left
            else:
                if node.right is None:
                    node.right = Tree(value)
                    return
                node = node.right

    def __iter__(self):
        if self.left is not None:
            yield from self.left
        yield self.value
        if self.right is not None:
            yield from self.right


def build(seed, count):
    source = numbers(seed, count)
    tree = Tree(next(source))
    for value in source:
        tree.insert(value)
    return tree


def merge(left, right):
    """Two sorted streams as one; reads no further ahead than it must."""
    right = iter(right)
    pending = next(right, None)
    for value in left:
        while pending is not None and pending <= value:
            yield pending
            pending = next(right, None)
        yield value
    while pending is not None:
        yield pending
        yield from right
        return


def distinct(stream):
    previous = None
    for value in stream:
        if value != previous:
            yield value
        previous = value


def windows(stream, size):
    window = []
    for value in stream:
        window.append(value)
        if len(window) == size:
            yield tuple(window)
            window.pop(0)


def take(stream, count):
    for value in stream:
        if count == 0:
            return
        count -= 1
        yield value


def running_mean():
    """A coroutine: send() a number, receive the floor of the mean so far."""
    total = count = 0
    mean = 0
    while True:
        value = yield mean
        total += value
        count += 1
        mean = total // count


def same_fringe(first, second):
    first, second = iter(first), iter(second)
    while True:
        left, right = next(first, None), next(second, None)
        if left != right:
            return False
        if left is None:
            return True


def verify(n, tree, stream, answer):
    if list(tree) != sorted(numbers(5, n)):
        raise AssertionError('generators: the walk of the tree is not sorted')
    if any(stream[index] >= stream[index + 1] for index in range(len(stream) - 1)):
        raise AssertionError('generators: the merged stream is not strictly rising')
    if ANSWERS.get(n, answer) != answer:
        raise AssertionError('generators: workload(%d) gave %r, expected %r' % (n, answer, ANSWERS[n]))


def workload(n=4000):
    tree, other = build(5, n), build(8, n)
    stream = list(distinct(merge(tree, other)))
    widest = max((window[-1] - window[0] for window in windows(stream, 3)), default=0)
    mean = running_mean()
    next(mean)
    average = 0
    for value in take(merge(other, tree), n):
        average = mean.send(value)
    mean.close()
    alike = same_fringe(tree, build(5, n)) and not same_fringe(tree, other)
    answer = '%d distinct, widest %d, mean %d, fringe %s' % (len(stream), widest, average, alike)
    verify(n, tree, stream, answer)
    return answer


if __name__ == '__main__':
    print(workload())
