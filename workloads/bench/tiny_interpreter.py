# An interpreter for a small Lisp: reader, environments, closures, special forms; it runs three programs at size n.
# Stresses: a small interpreter in Python: type tests, dict look-ups through chains, calls through tables, recursion.
# Origin: written for this lab. Runs on Python 2.7, Python 3, PyPy, MicroPython (tail calls need no frames).

ANSWERS = {
    30: 'sum 465, fib(9) 34, 8 coprimes, counted 90',
    550: 'sum 151525, fib(15) 610, 200 coprimes, counted 1650',
    5000: 'sum 12502500, fib(20) 6765, 2000 coprimes, counted 15000',
    43000: 'sum 924521500, fib(24) 46368, 16800 coprimes, counted 129000',
}

PROGRAM = """
(define (add-up n total) (if (= n 0) total (add-up (- n 1) (+ total n))))
(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
(define (gcd a b) (if (= b 0) a (gcd b (rem a b))))
(define (make-counter step)
  (begin (define count 0)
         (lambda () (begin (set! count (+ count step)) count))))
(define (repeat n action) (if (= n 1) (action) (begin (action) (repeat (- n 1) action))))
(define (coprime a b) (if (= (gcd a b) 1) 1 0))
(define (count-coprimes a b total)
  (if (= b 0) total (count-coprimes a (- b 1) (+ total (coprime a b)))))
"""


class LispError(Exception):
    pass


class Symbol(object):
    """A name; equal names are the same object."""

    table = {}

    def __init__(self, name):
        self.name = name


def symbol(name):
    found = Symbol.table.get(name)
    if found is None:
        found = Symbol.table[name] = Symbol(name)
    return found


IF, DEFINE, SET, LAMBDA, BEGIN = [symbol(name) for name in ('if', 'define', 'set!', 'lambda', 'begin')]


def read_all(text):
    """All expressions of a text, as nested lists of numbers and symbols."""
    stack = [[]]
    for token in text.replace('(', ' ( ').replace(')', ' ) ').split():
        if token == '(':
            stack.append([])
        elif token == ')':
            if len(stack) == 1:
                raise LispError('unexpected )')
            done = stack.pop()
            stack[-1].append(done)
        elif token.isdigit():
            stack[-1].append(int(token))
        else:
            stack[-1].append(symbol(token))
    if len(stack) > 1:
        raise LispError('missing )')
    return stack[0]


class Environment(object):
    def __init__(self, names, values, outer):
        self.values = dict(zip(names, values))
        self.outer = outer

    def holder(self, name):
        """The values of the nearest environment that knows the name."""
        environment = self
        while environment is not None:
            if name in environment.values:
                return environment.values
            environment = environment.outer
        raise LispError('unbound: ' + name.name)


class Procedure(object):
    def __init__(self, parameters, body, environment):
        self.parameters = parameters
        self.body = body
        self.environment = environment


def remainder(first, second):
    return first % second


BUILTINS = {
    '+': lambda first, second: first + second,
    '-': lambda first, second: first - second,
    '*': lambda first, second: first * second,
    '<': lambda first, second: first < second,
    '=': lambda first, second: first == second,
    'rem': remainder,
}


def define(expression, environment):
    target = expression[1]
    if isinstance(target, list):
        value = Procedure(target[1:], expression[2], environment)
        target = target[0]
    else:
        value = evaluate(expression[2], environment)
    environment.values[target] = value


def evaluate(expression, environment):
    while True:
        if isinstance(expression, Symbol):
            return environment.holder(expression)[expression]
        if not isinstance(expression, list):
            return expression
        head = expression[0]
        if head is IF:
            expression = expression[2] if evaluate(expression[1], environment) else expression[3]
        elif head is BEGIN:
            for part in expression[1:-1]:
                evaluate(part, environment)
            expression = expression[-1]
        elif head is DEFINE:
            return define(expression, environment)
        elif head is SET:
            environment.holder(expression[1])[expression[1]] = evaluate(expression[2], environment)
            return None
        elif head is LAMBDA:
            return Procedure(expression[1], expression[2], environment)
        else:
            function = evaluate(head, environment)
            arguments = [evaluate(part, environment) for part in expression[1:]]
            if not isinstance(function, Procedure):
                return function(*arguments)
            environment = Environment(function.parameters, arguments, function.environment)
            expression = function.body


class Interpreter(object):
    def __init__(self):
        names = [symbol(name) for name in BUILTINS]
        self.globals = Environment(names, [BUILTINS[name.name] for name in names], None)

    def run(self, text):
        result = None
        for expression in read_all(text):
            result = evaluate(expression, self.globals)
        return result


def fibonacci(index):
    first, second = 0, 1
    for _ in range(index):
        first, second = second, first + second
    return first


def greatest_common_divisor(a, b):
    while b:
        a, b = b, a % b
    return a


def workload(n=550):
    lisp = Interpreter()
    lisp.run(PROGRAM)
    depth = 2
    while fibonacci(depth) < n:
        depth += 1
    total = lisp.run('(add-up %d 0)' % n)
    fib = lisp.run('(fib %d)' % depth)
    coprimes = lisp.run('(count-coprimes %d %d 0)' % (n, n))
    counted = lisp.run('(define tick (make-counter 3)) (repeat %d tick)' % n)
    if total != n * (n + 1) // 2 or fib != fibonacci(depth) or counted != 3 * n:
        raise AssertionError('tiny_interpreter: %d, %d, %d are wrong for n = %d' % (total, fib, counted, n))
    if coprimes != len([b for b in range(1, n + 1) if greatest_common_divisor(n, b) == 1]):
        raise AssertionError('tiny_interpreter: %d numbers coprime to %d' % (coprimes, n))
    try:
        lisp.run('(missing 1)')
    except LispError:
        pass
    else:
        raise AssertionError('tiny_interpreter: an unbound name was found')
    answer = 'sum %d, fib(%d) %d, %d coprimes, counted %d' % (total, depth, fib, coprimes, counted)
    if ANSWERS.get(n, answer) != answer:
        raise AssertionError('tiny_interpreter: workload(%d) gave %r, expected %r' % (n, answer, ANSWERS[n]))
    return answer


if __name__ == '__main__':
    print(workload())
