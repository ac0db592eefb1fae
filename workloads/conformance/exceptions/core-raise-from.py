# An exception that names its cause.


def load(text):
    try:
        return int(text)
    except ValueError as e:
        raise RuntimeError('cannot load') from e


try:
    load('x')
except RuntimeError as e:
    print(e)
    print('cause', type(e.__cause__).__name__)
