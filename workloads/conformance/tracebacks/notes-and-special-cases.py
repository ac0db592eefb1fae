# Notes, exceptions with odd str, empty messages, KeyError, several lines, SystemExit forms.
# needs: traceback
import traceback
class BadStr(Exception):
    def __str__(self):
        raise ValueError('no text')
class Empty(Exception):
    pass
class Outer:
    class Inner(Exception):
        pass
def noted(error, *notes):
    for note in notes:
        error.add_note(note)
    return error
class BadNotes(Exception):
    __notes__ = 'just text'
def local_class():
    class Local(Exception):
        pass
    return Local('in function')
for error in (ValueError(), ValueError(''), ValueError('a', 1), KeyError('k'), KeyError(), ValueError('two\nlines'),
    BadStr(), Empty(), Outer.Inner('x'), local_class(), noted(ValueError('v'), 'one', 'two\nmore', ''), BadNotes('b'),
    OSError('no number'), UnicodeDecodeError('utf-8', b'\xff', 0, 1, 'bad'), StopIteration(5), AssertionError(),
    SyntaxError('m', ('f', 1, 2, 'text')), SystemExit(3), KeyboardInterrupt(),
    ExceptionGroup('g', [ValueError(1), TypeError()]), Exception(None), Exception(Exception('inner')),
    BaseException('base'), RecursionError('deep'), ImportError('i', name='n', path='p'), NameError('x', name='lenn'),
    AttributeError('y', name='z', obj=5)):
    print(repr(''.join(traceback.format_exception_only(error))))
error = ValueError('x')
for bad in (5, None, b'x'):
    try:
        error.add_note(bad)
    except TypeError as e:
        print(e)
error.__notes__ = ['fine', 5]
print(repr(''.join(traceback.format_exception_only(error))))
error.__notes__ = None
print(repr(''.join(traceback.format_exception_only(error))))
loop = ValueError('loop'); loop.__cause__ = loop
a, b = KeyError('a'), KeyError('b'); a.__context__ = b; b.__context__ = a
print(repr(''.join(traceback.format_exception(loop))))
print(repr(''.join(traceback.format_exception(a))))
raise noted(Outer.Inner('the last\none'), 'with a note', 'and another\nof two lines')
