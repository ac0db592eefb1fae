# One place that meets objects of every kind: attributes, methods, tests for None and identity, and what `__init__` answers.
class Plain:
    def __init__(self):
        self.x = 1

    def m(self):
        return 'plain'


class Asked:
    x = 5

    def __getattr__(self, name):
        return name

    def m(self):
        return 'asked'


class Slotted(Asked):
    __slots__ = ('x',)


class Float(float):
    x = 9

    def m(self):
        return 'float'


def load(o):
    return o.x


def load_second(o, first):
    return first, o.x


def call(o):
    return o.m()


def parts(o):
    return o.real, o.imag


def add(o):
    o.x += 1
    return o.x


def store(o, value):
    o.x = value
    return o.x


def is_none(o):
    return 'none' if o.x is None else 'value'


def tell(function, *arguments):
    try:
        return function(*arguments)
    except Exception as error:
        return type(error).__name__


unset = Plain()
del unset.x
objects = [Plain(), Plain(), Asked(), Slotted(), Float(1), unset, 1, 's', None, 1.5, 2**70, [], (), Plain, Asked]
for turn in range(3):
    for function in (load, call, parts, add, is_none):
        print(turn, function.__name__, [tell(function, o) for o in objects])
    print(turn, 'second', [tell(load_second, o, 2) for o in objects])
    for value in (1.5, None, 2):
        print(turn, 'store', [tell(store, o, value) for o in objects])

K = Plain()


def identical(a, b):
    return a is b, 'is' if a is b else 'other', a is not b


def is_global(o):
    return o is K


many = [None, True, 1, 'a', len, Plain, int, (), objects, objects[0], objects[1], Float(1), Float(1), K, ...]
for a in many:
    print(''.join('i' if identical(a, b) == (True, 'is', False) else '.' for b in many), is_global(a))


class Answers:
    def __init__(self, answer):
        self.answer = answer
        return answer


class Table(dict):
    def __init__(self, answer):
        self['answer'] = answer
        return answer


class Number(int):
    def __init__(self, answer):
        return answer


def make(cls, answer):
    return type(cls(answer)).__name__


for cls in (Answers, Table, Number):
    print(cls.__name__, [tell(make, cls, answer) for answer in (None, None, 0, 5, None, False)] if cls is not Number else [tell(make, cls, 3), tell(make, cls, 0)])


def compared(a, b):
    return ''.join('.t'[r] for r in (a < b, a <= b, a == b, a != b, a > b, a >= b))


values = [1, 2, -1, 0, 2**53 - 1, 2**53, 2**70, 1.5, float('nan'), True]
for a in values:
    print(a, [compared(a, b) for b in values])
