# traceback, sys.exc_info and traceback objects: extraction, formatting, limits, walking frames.
# needs: traceback
import sys
import traceback
def inner(x):
    return 1 / x
def outer(x):
    try:
        return inner(x)
    except ZeroDivisionError:
        raise
def keep():
    try:
        outer(0)
    except ZeroDivisionError as error:
        return error
error = keep()
tb = error.__traceback__
print('frames', [(f.name, f.lineno, f.line) for f in traceback.extract_tb(tb)])
print('walk', [(frame.f_code.co_name, line) for frame, line in traceback.walk_tb(tb)], tb.tb_frame.f_code.co_name,
    tb.tb_lineno, tb.tb_next.tb_frame.f_code.co_name)
print('limits', [len(traceback.extract_tb(tb, limit=n)) for n in (None, 0, 1, 2, -1, -2, 99)],
    [f.name for f in traceback.extract_tb(tb, limit=-1)])
print('summary', [str(f.name) for f in traceback.extract_stack()],
    traceback.extract_tb(tb)[0] == traceback.extract_tb(tb)[0], len(traceback.format_tb(tb)))
print('only', traceback.format_exception_only(error), traceback.format_exception_only(ValueError, ValueError('x')))
strip = lambda text: [line.strip() for line in text.splitlines() if 'File' not in line]
print('format', strip(''.join(traceback.format_exception(error))))
print('exc_info outside', sys.exc_info(), sys.exception())
try:
    outer(0)
except ZeroDivisionError:
    kind, value, trace = sys.exc_info()
    print('inside', kind.__name__, value, trace is value.__traceback__, sys.exception() is value,
        strip(traceback.format_exc())[-1])
    try:
        raise KeyError('second')
    except KeyError:
        print('nested', sys.exception(), sys.exception().__context__ is value)
    print('restored', sys.exception() is value)
print('after', sys.exception(), traceback.format_exc())
te = traceback.TracebackException.from_exception(error, capture_locals=True)
print('locals', [f.locals for f in te.stack if f.name == 'inner'], te.exc_type_str, str(te),
    te.exc_traceback if hasattr(te, 'exc_traceback') else None)
print('with_traceback', ValueError('v').with_traceback(tb).__traceback__ is tb, ValueError('w').__traceback__)
try:
    raise error.with_traceback(None)
except ZeroDivisionError as again:
    print('raised again', len(traceback.extract_tb(again.__traceback__)))
shorter = tb.tb_next
tb.tb_next = None
print('cut', len(traceback.extract_tb(tb)), len(traceback.extract_tb(shorter)))
for action in (lambda: setattr(tb, 'tb_next', tb), lambda: setattr(shorter, 'tb_next', 5),
    lambda: setattr(error, '__traceback__', 5), lambda: setattr(error, '__cause__', 5),
    lambda: error.with_traceback('x'), lambda: delattr(error, '__traceback__'),
    lambda: setattr(error, '__context__', 'x')):
    try:
        print(action())
    except Exception as problem:
        print(type(problem).__name__, problem)
print('filter', [f.name for f in traceback.StackSummary.from_list([('f.py', 1, 'g', 'text')])],
    traceback.format_list([('f.py', 1, 'g', 'x = 1')]), repr(traceback.FrameSummary('f', 2, 'n', lookup_line=False,
    line='l')))
