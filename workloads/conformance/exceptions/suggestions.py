# "Did you mean" in uncaught messages: attributes, names, imports, keyword arguments.
# needs: python-3.12, traceback
import math
import traceback


class Point:
    def __init__(self):
        self.coordinate = 1
        self.inner = [1]

    def normalise(self): ...


counter = 1


def local_scope():
    result_value = 1
    return result_valu


class Scope:
    data = 1

    def method(self):
        return data


def f(first_name=1): ...


def unbound():
    print(conter)


cases = [lambda: Point().coordinat, lambda: Point().normalize, lambda: Point().zzzzzz, lambda: countr, local_scope, lambda: Scope().method(),
         lambda: math.sqr, lambda: [].appendd, lambda: 'x'.uper(), lambda: (1).reel, lambda: f(frist_name=2), lambda: prnt, lambda: Point.normalis,
         unbound, lambda: None.foo, lambda: sys.path, lambda: 'abc'.push(1), lambda: [].add(1), lambda: Point().append]
for case in cases:
    try:
        case()
    except Exception as e:
        print(traceback.format_exc().splitlines()[-1])
try:
    from sys import pathh
except ImportError as e:
    print(traceback.format_exc().splitlines()[-1])
try:
    import no_such_module_here
except ImportError as e:
    print(traceback.format_exc().splitlines()[-1])
