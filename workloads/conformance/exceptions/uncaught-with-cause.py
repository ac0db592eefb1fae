# What an uncaught exception with cause, context and notes prints, and the exit status.
import sys


def load(name):
    try:
        return {'a': 1}[name]
    except KeyError as e:
        e.add_note('the key was not there')
        raise LookupError(f'cannot load {name!r}') from e


def main():
    try:
        load('b')
    except LookupError:
        value = int('not a number'
                    if len(sys.argv) > 0 else
                    '5')
        print('never', value)


print('stdout comes first')
main()
