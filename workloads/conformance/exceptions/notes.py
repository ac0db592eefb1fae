# add_note and __notes__.
# needs: python-3.11, traceback
import traceback

e = ValueError('v')
print('no notes at first', hasattr(e, '__notes__'))
e.add_note('first')
e.add_note('second\nwith two lines')
print(e.__notes__, e.args)
try:
    e.add_note(5)
except TypeError as t:
    print(t)
print(''.join(traceback.format_exception_only(e)), end='')
e.__notes__ = ['replaced', 5]
print(''.join(traceback.format_exception_only(e)), end='')
e.__notes__ = 'not a list'
print(''.join(traceback.format_exception_only(e)), end='')
try:
    e.add_note('x')
except TypeError as t:
    print(t)
del e.__notes__
e.add_note('after deletion')
print(e.__notes__)


def reraise():
    try:
        raise KeyError('k')
    except KeyError as k:
        k.add_note('while looking')
        raise


try:
    reraise()
except KeyError as k:
    print(k.__notes__)
g = ExceptionGroup('g', [e, TypeError('t')])
g.add_note('note of the group')
part = g.subgroup(ValueError)
print('subgroup keeps notes', part.__notes__, part.__notes__ is g.__notes__)
copied = g.derive([TypeError()])
print('derive does not', hasattr(copied, '__notes__'))
try:
    raise g
except* TypeError as caught:
    caught.add_note('inside')
    print(caught.__notes__, g.__notes__)
except* ValueError:
    pass


class S(Exception):
    def __str__(self):
        raise RuntimeError('str fails')


s = S()
s.add_note('note of a broken one')
print(''.join(traceback.format_exception_only(s)), end='')
