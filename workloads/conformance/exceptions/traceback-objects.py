# Traceback objects: frames, lines, with_traceback, tb_next edited.
import sys
import traceback


def a():
    b()


def b():
    raise ValueError('deep')


base = a.__code__.co_firstlineno
try:
    a()
except ValueError as e:
    tb = e.__traceback__
    frames = []
    while tb:
        frames.append((tb.tb_frame.f_code.co_name, tb.tb_lineno - base))
        tb = tb.tb_next
    print('entries', frames)
    kept = e
print('lasti', type(kept.__traceback__.tb_lasti).__name__)
try:
    raise kept
except ValueError as e:
    print('raised again: longer', [(f.name, f.lineno - base) for f in traceback.extract_tb(e.__traceback__)])
try:
    raise kept.with_traceback(None)
except ValueError as e:
    print('cut', [f.name for f in traceback.extract_tb(e.__traceback__)])


def reraise():
    try:
        a()
    except ValueError:
        raise


try:
    reraise()
except ValueError as e:
    print('bare raise adds no entry', [f.name for f in traceback.extract_tb(e.__traceback__)])


def again():
    try:
        a()
    except ValueError as e:
        raise e


try:
    again()
except ValueError as e:
    print('raise e adds one', [f.name for f in traceback.extract_tb(e.__traceback__)])
    first = e.__traceback__
    first.tb_next = first.tb_next.tb_next
    print('edited', [f.name for f in traceback.extract_tb(e.__traceback__)])
    try:
        first.tb_next = first
    except ValueError as loop:
        print(loop)
    try:
        first.tb_next = 5
    except TypeError as t:
        print(t)
import types
frame = sys._getframe()
made = types.TracebackType(None, frame, 0, 7)
print('made', made.tb_lineno, made.tb_next, made.tb_frame is frame)
print('sys.exception outside', sys.exception(), sys.exc_info())


def gen():
    yield
    raise KeyError('in a generator')


g = gen()
next(g)
try:
    next(g)
except KeyError as e:
    print([f.name for f in traceback.extract_tb(e.__traceback__)])
try:
    [1 / x for x in (1, 0)]
except ZeroDivisionError as e:
    print('comprehension is inlined', [f.name for f in traceback.extract_tb(e.__traceback__)])
try:
    list(map(lambda x: 1 / x, [0]))
except ZeroDivisionError as e:
    print('builtins have no entry', [f.name for f in traceback.extract_tb(e.__traceback__)])
