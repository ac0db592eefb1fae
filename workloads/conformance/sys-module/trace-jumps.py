# Jumps by f_lineno in a trace function: forward, back, out of blocks, and what is refused.
import sys
import warnings


class Noting:
    def __init__(self, output, number):
        self.output, self.number = output, number

    def __enter__(self):
        self.output.append(self.number)

    def __exit__(self, *_):
        self.output.append(-self.number)


def forward(output):
    output.append(1)
    output.append(2)
    output.append(3)


def back_once(output):
    output.append(1)
    output.append(2)
    output.append(3)


def out_of_with(output):
    for _ in [1]:
        with Noting(output, 3):
            output.append(4)
        output.append(5)
    output.append(6)


def out_of_except(output):
    try:
        1 / 0
    except ZeroDivisionError as error:
        output.append(4)
        output.append(repr(error))
    output.append(repr(sys.exception()))


def into_loop(output):
    output.append(1)
    for _ in [1, 2]:
        output.append(3)
    output.append(4)


def into_except(output):
    output.append(1)
    try:
        output.append(3)
    except ValueError:
        output.append(5)
    output.append(6)


def over_assignment(output):
    value = 1
    other = 2
    output.append((value, other))


def from_yield(output):
    def numbers():
        output.append(2)
        yield 3

    next(numbers())
    output.append(7)


def jump(function, start, target, event='line'):
    first = function.__code__.co_firstlineno
    output = []
    done = False

    def trace(frame, what, _):
        nonlocal done
        if frame.f_code.co_filename != __file__:
            return None
        if not done and what == event and frame.f_lineno == first + start:
            done = True
            frame.f_lineno = first + target if isinstance(target, int) else target
        return trace

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        sys.settrace(trace)
        try:
            function(output)
        except Exception as error:
            output.append(f'{type(error).__name__}: {error}')
        finally:
            sys.settrace(None)
    print(function.__name__, start, target, event, output, [str(one.message) for one in caught])


jump(forward, 1, 3)
jump(forward, 2, 2)
jump(back_once, 3, 1)
jump(out_of_with, 3, 4)
jump(out_of_with, 3, 5)
jump(out_of_except, 4, 6)
jump(into_loop, 1, 3)
jump(into_except, 1, 5)
jump(over_assignment, 1, 3)
jump(from_yield, 3, 2, 'return')
jump(from_yield, 1, 2, 'call')
jump(forward, 3, 1, 'return')
jump(forward, 1, 'two')
jump(forward, 1, -1)
jump(forward, 1, 1000)
jump(forward, 1, 2.0)

try:
    sys._getframe().f_lineno = 1
except ValueError as error:
    print('untraced', error)
