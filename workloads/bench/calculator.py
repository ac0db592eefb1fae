# Writes n arithmetic expressions as text, tokenizes and parses them, and evaluates the trees.
# Stresses: parsing: character loops, string comparison, recursive descent, tuples as trees.
# Origin: written for this lab. Runs on Python 2.7, Python 3, PyPy, MicroPython.

ANSWERS = {
    25: '4245 characters, checksum 923',
    500: '84800 characters, checksum 115',
    5000: '848335 characters, checksum 82',
    50000: '8484816 characters, checksum 867',
}

MODULUS = 1009


class ParseError(Exception):
    pass


def tokenize(text):
    """(kind, value) pairs, with an end mark."""
    tokens = []
    position = 0
    length = len(text)
    while position < length:
        char = text[position]
        if char == ' ':
            position += 1
        elif char.isdigit():
            start = position
            while position < length and text[position].isdigit():
                position += 1
            tokens.append(('number', int(text[start:position])))
        elif char.isalpha():
            start = position
            while position < length and text[position].isalpha():
                position += 1
            tokens.append(('name', text[start:position]))
        elif char in '+-*%()=;':
            tokens.append((char, char))
            position += 1
        else:
            raise ParseError('unexpected %r at %d' % (char, position))
    tokens.append(('end', ''))
    return tokens


class Parser(object):
    """statement := name '=' sum ';'    sum := term (('+' | '-') term)*    term := factor (('*' | '%') factor)*"""

    def __init__(self, text):
        self.tokens = tokenize(text)
        self.position = 0

    def peek(self):
        return self.tokens[self.position][0]

    def take(self, kind):
        found, value = self.tokens[self.position]
        if found != kind:
            raise ParseError('expected %s, found %s' % (kind, found))
        self.position += 1
        return value

    def program(self):
        statements = []
        while self.peek() != 'end':
            name = self.take('name')
            self.take('=')
            statements.append((name, self.sum()))
            self.take(';')
        return statements

    def sum(self):
        tree = self.term()
        while self.peek() in ('+', '-'):
            operator = self.take(self.peek())
            tree = (operator, tree, self.term())
        return tree

    def term(self):
        tree = self.factor()
        while self.peek() in ('*', '%'):
            operator = self.take(self.peek())
            tree = (operator, tree, self.factor())
        return tree

    def factor(self):
        kind = self.peek()
        if kind == 'number':
            return ('number', self.take('number'), None)
        if kind == 'name':
            return ('name', self.take('name'), None)
        if kind == '-':
            self.take('-')
            return ('-', ('number', 0, None), self.factor())
        self.take('(')
        tree = self.sum()
        self.take(')')
        return tree


def evaluate(tree, names):
    kind, left, right = tree
    if kind == 'number':
        return left
    if kind == 'name':
        return names[left]
    first = evaluate(left, names)
    second = evaluate(right, names)
    if kind == '+':
        return (first + second) % MODULUS
    if kind == '-':
        return (first - second) % MODULUS
    if kind == '*':
        return first * second % MODULUS
    return first % (second + 1)


class Writer(object):
    """Random expressions as text, together with the value that they must have."""

    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        self.state = (self.state * 1366 + 150889) % 714025
        return self.state % limit

    def expression(self, depth, names):
        choice = self.below(5) if depth > 0 else self.below(2)
        if choice == 0 or (choice == 1 and not names):
            number = self.below(MODULUS)
            return str(number), number
        if choice == 1:
            name = sorted(names)[self.below(len(names))]
            return name, names[name]
        left, first = self.expression(depth - 1, names)
        right, second = self.expression(depth - 1, names)
        if choice == 2:
            return '(%s + %s)' % (left, right), (first + second) % MODULUS
        if choice == 3:
            return '(%s - %s)' % (left, right), (first - second) % MODULUS
        return '%s*%s' % (left, right), first * second % MODULUS


def workload(n=500):
    writer = Writer(23)
    checksum = characters = 0
    for index in range(n):
        expected = {}
        lines = []
        for name in ('alpha', 'beta', 'gamma'):
            text, value = writer.expression(3, expected)
            expected[name] = value
            lines.append('%s = %s;' % (name, text))
        source = ' '.join(lines)
        names = {}
        for name, tree in Parser(source).program():
            names[name] = evaluate(tree, names)
        if names != expected:
            raise AssertionError('calculator: program %d gave %r, expected %r' % (index, names, expected))
        characters += len(source)
        checksum = (checksum * 31 + names['gamma']) % MODULUS
    try:
        Parser('alpha = (1 + ;').program()
    except ParseError:
        pass
    else:
        raise AssertionError('calculator: a malformed program was accepted')
    answer = '%d characters, checksum %d' % (characters, checksum)
    if ANSWERS.get(n, answer) != answer:
        raise AssertionError('calculator: workload(%d) gave %r, expected %r' % (n, answer, ANSWERS[n]))
    return answer


if __name__ == '__main__':
    print(workload())
