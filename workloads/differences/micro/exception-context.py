# cause: Exceptions keep their arguments and traceback alone.
# workaround: Store the cause in an attribute or argument.
# micro: False
# cpython: True
try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise ValueError
except ValueError as e:
    print(hasattr(e, '__context__'))
