# sys.exit with a number: nothing on stderr, the number as status.
import sys

for value in (None, 0, 3, 'text', (1, 2), True):
    try:
        sys.exit(value)
    except SystemExit as e:
        print(repr(value), repr(e.code), e.args)
try:
    raise SystemExit
except SystemExit as e:
    print(e.code)
try:
    exit_value = sys.exit(1, 2)
except TypeError as e:
    print(e)


class Resource:
    def __enter__(self):
        return self

    def __exit__(self, kind, value, tb):
        print('exit handler saw', kind.__name__, value)


with Resource():
    sys.exit(41 + 1)
