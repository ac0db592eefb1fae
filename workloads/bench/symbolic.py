# Builds n random polynomials as trees, differentiates and simplifies them, and evaluates both.
# Stresses: polymorphic dispatch: six node classes that answer the same four methods; operator overloading.
# Origin: written for this lab. Runs on Python 2.7, Python 3, PyPy, MicroPython.

ANSWERS = {
    30: '1289 nodes, 650 simplified away, checksum 2244',
    700: '25872 nodes, 14032 simplified away, checksum 2589',
    7000: '259556 nodes, 140505 simplified away, checksum 2496',
    70000: '2567132 nodes, 1389709 simplified away, checksum 7177',
}

MODULUS = 10007


class Lcg(object):
    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        self.state = (self.state * 1366 + 150889) % 714025
        return self.state % limit


class Node(object):
    """An expression in one variable. Subclasses answer evaluate, derivative, simplify and size."""

    def is_number(self, value):
        return False

    def simplify(self):
        return self

    def size(self):
        return 1


class Number(Node):
    def __init__(self, value):
        self.value = value

    def is_number(self, value):
        return self.value == value

    def evaluate(self, x):
        return self.value

    def derivative(self):
        return Number(0)


class Variable(Node):
    def evaluate(self, x):
        return x

    def derivative(self):
        return Number(1)


class Negation(Node):
    def __init__(self, operand):
        self.operand = operand

    def evaluate(self, x):
        return -self.operand.evaluate(x)

    def derivative(self):
        return Negation(self.operand.derivative())

    def simplify(self):
        operand = self.operand.simplify()
        return operand if operand.is_number(0) else Negation(operand)

    def size(self):
        return 1 + self.operand.size()


class Binary(Node):
    def __init__(self, left, right):
        self.left = left
        self.right = right

    def size(self):
        return 1 + self.left.size() + self.right.size()


class Sum(Binary):
    def evaluate(self, x):
        return self.left.evaluate(x) + self.right.evaluate(x)

    def derivative(self):
        return Sum(self.left.derivative(), self.right.derivative())

    def simplify(self):
        left = self.left.simplify()
        right = self.right.simplify()
        if left.is_number(0):
            return right
        if right.is_number(0):
            return left
        return Sum(left, right)


class Product(Binary):
    def evaluate(self, x):
        return self.left.evaluate(x) * self.right.evaluate(x)

    def derivative(self):
        return Sum(Product(self.left.derivative(), self.right), Product(self.left, self.right.derivative()))

    def simplify(self):
        left = self.left.simplify()
        right = self.right.simplify()
        if left.is_number(0) or right.is_number(0):
            return Number(0)
        if left.is_number(1):
            return right
        if right.is_number(1):
            return left
        return Product(left, right)


class Power(Node):
    """A base to a fixed exponent of at least 1."""

    def __init__(self, base, exponent):
        self.base = base
        self.exponent = exponent

    def evaluate(self, x):
        result = base = self.base.evaluate(x)
        for _ in range(self.exponent - 1):
            result = result * base
        return result

    def derivative(self):
        if self.exponent == 1:
            return self.base.derivative()
        return Product(Product(Number(self.exponent), Power(self.base, self.exponent - 1)), self.base.derivative())

    def simplify(self):
        base = self.base.simplify()
        return base if self.exponent == 1 else Power(base, self.exponent)

    def size(self):
        return 1 + self.base.size()


class Dual(object):
    """value + slope * epsilon modulo MODULUS: evaluates a function and its derivative at once."""

    def __init__(self, value, slope):
        self.value = value % MODULUS
        self.slope = slope % MODULUS

    def __add__(self, other):
        if not isinstance(other, Dual):
            return Dual(self.value + other, self.slope)
        return Dual(self.value + other.value, self.slope + other.slope)

    __radd__ = __add__

    def __mul__(self, other):
        if not isinstance(other, Dual):
            return Dual(self.value * other, self.slope * other)
        return Dual(self.value * other.value, self.value * other.slope + self.slope * other.value)

    __rmul__ = __mul__

    def __neg__(self):
        return Dual(-self.value, -self.slope)


def random_node(random, depth):
    choice = random.below(6) if depth > 0 else random.below(2)
    if choice == 0:
        return Number(random.below(9))
    if choice == 1:
        return Variable()
    if choice == 2:
        return Negation(random_node(random, depth - 1))
    if choice == 3:
        return Power(random_node(random, depth - 1), 1 + random.below(3))
    make = Sum if choice == 4 else Product
    return make(random_node(random, depth - 1), random_node(random, depth - 1))


def slope_at(node, x):
    """The derivative by dual numbers, which does not use the tree's own rules."""
    result = node.evaluate(Dual(x, 1))
    return result.slope if isinstance(result, Dual) else 0


def workload(n=700):
    random = Lcg(7)
    checksum = nodes = saved = 0
    for index in range(n):
        expression = Sum(random_node(random, 5), random_node(random, 6))
        derived = expression.derivative()
        simple = derived.simplify()
        nodes += derived.size()
        saved += derived.size() - simple.size()
        for x in (2, 3, 5):
            value = simple.evaluate(x) % MODULUS
            if value != slope_at(expression, x):
                raise AssertionError('symbolic: derivative %d is wrong at x = %d' % (index, x))
            checksum = (checksum * 31 + value) % MODULUS
    answer = '%d nodes, %d simplified away, checksum %d' % (nodes, saved, checksum)
    if ANSWERS.get(n, answer) != answer:
        raise AssertionError('symbolic: workload(%d) gave %r, expected %r' % (n, answer, ANSWERS[n]))
    return answer


if __name__ == '__main__':
    print(workload())
