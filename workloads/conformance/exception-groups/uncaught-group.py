# The printed form of an uncaught exception group, with nesting, notes and causes.
# needs: python-3.11
def leaf(kind, text):
    try:
        raise kind(text)
    except kind as e:
        return e


def build():
    first = leaf(ValueError, 'one')
    first.add_note('a note')
    second = leaf(KeyError, 'two')
    inner = ExceptionGroup('inner', [second, TypeError('never raised')])
    inner.add_note('note of the inner group')
    return ExceptionGroup('outer', [first, inner])


try:
    1 / 0
except ZeroDivisionError as z:
    raise build() from z
