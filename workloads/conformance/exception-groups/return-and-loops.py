# except* inside functions and loops; traceback and identity of parts.
# needs: python-3.11
def f(excs):
    result = []
    for e in excs:
        try:
            raise e
        except* ValueError as g:
            result.append(('V', [x.args[0] for x in g.exceptions]))
        except* TypeError as g:
            result.append(('T', len(g.exceptions)))
        else:
            result.append('never')
    return result


print(f([ValueError(1), ExceptionGroup('g', [TypeError(2), ValueError(3)]), TypeError(4)]))
original = ExceptionGroup('g', [ValueError(1), TypeError(2)])
leaf = original.exceptions[0]
try:
    raise original
except* ValueError as part:
    print('leaf is the same object', part.exceptions[0] is leaf, '| group is new', part is original)
    print('traceback shared', part.__traceback__ is original.__traceback__)
except* TypeError:
    pass
try:
    raise ExceptionGroup('whole', [ValueError(1)])
except* ValueError as whole:
    print('whole match', whole.message)
print('name deleted', 'whole' in globals(), 'part' in globals())
import sys
try:
    raise ExceptionGroup('x', [KeyError(1)])
except* KeyError:
    print('sys.exception', repr(sys.exception()))
print('after', sys.exception())


def nested():
    try:
        try:
            raise ExceptionGroup('n', [ValueError(1), KeyError(2)])
        except* ValueError:
            print('inner handled', end=' ')
    except* KeyError as e:
        print('outer handled', repr(e))


nested()


def naked_reraise():
    try:
        raise ValueError('n')
    except* ValueError as g:
        print('wrapped as', repr(g))
        raise


try:
    naked_reraise()
except ExceptionGroup as e:
    print('reraised', repr(e))


def chain():
    try:
        raise ExceptionGroup('c', [ValueError(1)])
    except* ValueError:
        1 / 0


try:
    chain()
except ExceptionGroup as e:
    print(repr(e), '| context', repr(e.exceptions[0].__context__))
except ZeroDivisionError as e:
    print('naked', repr(e), '| context', repr(e.__context__))
