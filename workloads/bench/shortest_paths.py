# Dijkstra's algorithm on an n by n map of hills, with a binary heap of our own.
# Stresses: priority queue: list indexing and swaps, tuple comparison, while loops.
# Origin: written for this lab. Runs on Python 2.7, Python 3, PyPy, MicroPython.

ANSWERS = {
    24: 'cost 160, farthest 165, all 51694, 718 pushed',
    110: 'cost 560, farthest 574, all 3760053, 15425 pushed',
    300: 'cost 1474, farthest 1474, all 71180917, 115063 pushed',
    750: 'cost 3576, farthest 3576, all 1076477897, 718547 pushed',
}

UNREACHED = 1000000000


class Heap(object):
    """A binary heap of (priority, item) pairs, smallest first."""

    def __init__(self):
        self.entries = []
        self.pushed = 0

    def __len__(self):
        return len(self.entries)

    def push(self, entry):
        entries = self.entries
        entries.append(entry)
        self.pushed += 1
        index = len(entries) - 1
        while index > 0:
            parent = (index - 1) // 2
            if entries[parent] <= entry:
                break
            entries[index] = entries[parent]
            index = parent
        entries[index] = entry

    def pop(self):
        entries = self.entries
        smallest = entries[0]
        last = entries.pop()
        size = len(entries)
        if size == 0:
            return smallest
        index = 0
        while True:
            child = 2 * index + 1
            if child >= size:
                break
            if child + 1 < size and entries[child + 1] < entries[child]:
                child += 1
            if last <= entries[child]:
                break
            entries[index] = entries[child]
            index = child
        entries[index] = last
        return smallest


class Map(object):
    def __init__(self, n, seed):
        self.n = n
        self.heights = []
        state = seed
        for _ in range(n * n):
            state = (state * 1366 + 150889) % 714025
            self.heights.append(state % 10)

    def neighbours(self, cell):
        """(cell, cost) of each step; going up costs more than going down."""
        n = self.n
        row, column = divmod(cell, n)
        near = []
        if row > 0:
            near.append(cell - n)
        if row < n - 1:
            near.append(cell + n)
        if column > 0:
            near.append(cell - 1)
        if column < n - 1:
            near.append(cell + 1)
        here = self.heights[cell]
        steps = []
        for other in near:
            climb = self.heights[other] - here
            steps.append((other, 1 + 3 * climb if climb > 0 else 1))
        return steps


def distances(area, start):
    distance = [UNREACHED] * (area.n * area.n)
    origin = [-1] * (area.n * area.n)
    distance[start] = 0
    heap = Heap()
    heap.push((0, start))
    while len(heap) > 0:
        far, cell = heap.pop()
        if far > distance[cell]:
            continue
        for other, cost in area.neighbours(cell):
            candidate = far + cost
            if candidate < distance[other]:
                distance[other] = candidate
                origin[other] = cell
                heap.push((candidate, other))
    return distance, origin, heap.pushed


def path_to(cell, origin):
    path = [cell]
    while origin[cell] >= 0:
        cell = origin[cell]
        path.append(cell)
    path.reverse()
    return path


def verify(n, area, distance, path, answer):
    for cell in range(n * n):
        for other, cost in area.neighbours(cell):
            if distance[other] > distance[cell] + cost:
                raise AssertionError('shortest_paths: cell %d can be reached at less cost' % other)
    total = 0
    for here, there in zip(path, path[1:]):
        total += dict(area.neighbours(here))[there]
    if total != distance[path[-1]]:
        raise AssertionError('shortest_paths: the path costs %d, not %d' % (total, distance[path[-1]]))
    if ANSWERS.get(n, answer) != answer:
        raise AssertionError('shortest_paths: workload(%d) gave %r, expected %r' % (n, answer, ANSWERS[n]))


def workload(n=110):
    area = Map(n, 13)
    distance, origin, pushed = distances(area, 0)
    goal = n * n - 1
    path = path_to(goal, origin)
    answer = 'cost %d, farthest %d, all %d, %d pushed' % (distance[goal], max(distance), sum(distance), pushed)
    verify(n, area, distance, path, answer)
    return answer


if __name__ == '__main__':
    print(workload())
