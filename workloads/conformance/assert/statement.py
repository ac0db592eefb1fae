# assert: message, evaluation, precedence, tuple warning.
# needs: warnings
import warnings


def attempt(f):
    try:
        f()
        print('passed')
    except AssertionError as e:
        print('failed', e.args, repr(str(e)))


def t(x):
    print(f'<{x}>', end=' ')
    return x


def plain(): assert t(0)
def message(): assert t(0), t('message')
def not_evaluated(): assert t(1), t('never')
def object_message(): assert [], {'any': 'object'}
def none_message(): assert 0, None
def tuple_message(): assert 0, (1, 2)
def exception_message(): assert 0, ValueError('inside')
def comparison(): assert 1 < 2 < 3
def conditional(): assert 1 if 0 else 0, 'c'


for f in (plain, message, not_evaluated, object_message, none_message, tuple_message, exception_message, comparison, conditional):
    print(f.__name__, end=': ')
    attempt(f)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    compile('assert (1, "always true")', 'f', 'exec')
    compile('assert ()', 'f', 'exec')
    compile('assert "text"', 'f', 'exec')
print([str(w.message) for w in caught])


class B:
    def __bool__(self): raise ValueError('bool failed')


try:
    assert B()
except ValueError as e:
    print(e)
AssertionError_ = AssertionError
AssertionError = KeyError
try:
    assert 0, 'the builtin is used, not this name'
except AssertionError_ as e:
    print(type(e).__name__, e)
print('debug', __debug__)
try:
    compile('__debug__ = 1', 'f', 'exec')
except SyntaxError as e:
    print(e.msg)
ns = {}
exec(compile('assert 0, "removed by optimize"\nx = __debug__', 'f', 'exec', optimize=1), ns)
print(ns['x'])
