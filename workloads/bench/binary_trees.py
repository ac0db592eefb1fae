# A balanced search tree (a treap) that takes n insertions and deletions and answers ranks and ranges.
# Stresses: binary trees: allocation of many small objects, attribute chains, recursion, garbage.
# Origin: written for this lab. Runs on Python 2.7, Python 3, PyPy, MicroPython.

ANSWERS = {
    500: '283 added, 44 removed, 239 left, height 17, ranks 5825',
    6000: '3020 added, 478 removed, 2542 left, height 25, ranks 764857',
    45000: '22916 added, 3543 removed, 19373 left, height 34, ranks 43750936',
    250000: '133859 added, 16294 removed, 117565 left, height 106, ranks 1504371348',
}


class Node(object):
    __slots__ = ('key', 'priority', 'left', 'right', 'size')

    def __init__(self, key, priority):
        self.key = key
        self.priority = priority
        self.left = None
        self.right = None
        self.size = 1

    def update(self):
        size = 1
        if self.left is not None:
            size += self.left.size
        if self.right is not None:
            size += self.right.size
        self.size = size
        return self


def split(node, key):
    """Two trees: keys below key, and the others."""
    if node is None:
        return None, None
    if node.key < key:
        node.right, right = split(node.right, key)
        return node.update(), right
    left, node.left = split(node.left, key)
    return left, node.update()


def join(left, right):
    """One tree of two, where every key of left is below every key of right."""
    if left is None:
        return right
    if right is None:
        return left
    if left.priority > right.priority:
        left.right = join(left.right, right)
        return left.update()
    right.left = join(left, right.left)
    return right.update()


class Treap(object):
    def __init__(self, seed):
        self.root = None
        self.state = seed

    def below(self, limit):
        self.state = (self.state * 1366 + 150889) % 714025
        return self.state % limit

    def __len__(self):
        return self.root.size if self.root is not None else 0

    def __contains__(self, key):
        node = self.root
        while node is not None and node.key != key:
            node = node.left if key < node.key else node.right
        return node is not None

    def add(self, key):
        if key in self:
            return False
        left, right = split(self.root, key)
        self.root = join(join(left, Node(key, self.below(700000))), right)
        return True

    def remove(self, key):
        left, rest = split(self.root, key)
        middle, right = split(rest, key + 1)
        self.root = join(left, right)
        return middle is not None

    def rank(self, key):
        """How many keys are below key."""
        count = 0
        node = self.root
        while node is not None:
            if node.key < key:
                count += 1 + (node.left.size if node.left is not None else 0)
                node = node.right
            else:
                node = node.left
        return count

    def keys(self):
        """In order, by a stack of its own."""
        result = []
        stack = []
        node = self.root
        while stack or node is not None:
            while node is not None:
                stack.append(node)
                node = node.left
            node = stack.pop()
            result.append(node.key)
            node = node.right
        return result


def height(node):
    return 0 if node is None else 1 + max(height(node.left), height(node.right))


def verify(n, tree, model, answer):
    keys = tree.keys()
    if keys != sorted(model):
        raise AssertionError('binary_trees: the tree holds other keys than the set beside it')
    for index in range(0, len(keys), len(keys) // 10 + 1):
        if tree.rank(keys[index]) != index:
            raise AssertionError('binary_trees: key %d has rank %d' % (keys[index], tree.rank(keys[index])))
    if ANSWERS.get(n, answer) != answer:
        raise AssertionError('binary_trees: workload(%d) gave %r, expected %r' % (n, answer, ANSWERS[n]))


def workload(n=6000):
    tree = Treap(5)
    model = set()
    added = removed = 0
    for step in range(n):
        key = tree.below(n + 7)
        if step % 3 == 2:
            removed += tree.remove(key)
            model.discard(key)
        else:
            added += tree.add(key)
            model.add(key)
    ranks = sum([tree.rank(key) for key in range(0, n, 10)])
    answer = '%d added, %d removed, %d left, height %d, ranks %d' % (added, removed, len(tree), height(tree.root), ranks)
    verify(n, tree, model, answer)
    return answer


if __name__ == '__main__':
    print(workload())
