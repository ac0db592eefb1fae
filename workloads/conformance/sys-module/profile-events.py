# sys.setprofile: calls and returns of functions that call themselves at the end, through builtins, and of generators in generators.
import sys


def log(frame, event, arg):
    name = frame.f_code.co_name
    caller = frame.f_back.f_code.co_name if frame.f_back else None
    what = getattr(arg, '__name__', '?') if event.startswith('c_') else arg
    if name != '<module>':
        events.append((event, name, caller, frame.f_lineno - frame.f_code.co_firstlineno, what if type(what) in (int, str) else None))


def profiled(function, *args):
    global events
    events = []
    sys.setprofile(log)
    try:
        function(*args)
    finally:
        sys.setprofile(None)
    print(function.__name__)
    for line in events:
        print('  ', *line)


def tail(n):
    return n if n == 0 else tail(n - 1)


class Item:
    def __init__(self, depth):
        self.depth = depth

    def __len__(self):
        return self.depth and len(Item(self.depth - 1))


def through_builtin(n):
    return max(map(through_builtin, range(n)), default=n)


def count(n):
    if n:
        yield n
        yield from count(n - 1)


def counting(n):
    for x in count(n):
        pass


def closing():
    g = count(3)
    next(g)
    g.close()


def failing(n):
    if n == 0:
        raise KeyError(n)
    return failing(n - 1)


def catching():
    try:
        failing(2)
    except KeyError:
        return 1


profiled(tail, 3)
profiled(len, Item(2))
profiled(through_builtin, 2)
profiled(counting, 3)
profiled(closing)
profiled(catching)
