# traceback: formatting functions, limits, cause and context, StackSummary.
# needs: traceback
import io
import traceback


def a(): b()
def b(): c()


def c():
    try:
        {}['key']
    except KeyError as e:
        raise ValueError('no value') from e


def clean(text):
    return text.replace(__file__, 'FILE')


try:
    a()
except ValueError as e:
    caught = e
print(clean(''.join(traceback.format_exception(caught))), end='')
print('--- without the chain')
print(clean(''.join(traceback.format_exception(caught, chain=False))), end='')
print('--- limit 1 and -1')
print(clean(''.join(traceback.format_exception(caught, limit=1, chain=False))), end='')
print(clean(''.join(traceback.format_exception(caught, limit=-1, chain=False))), end='')
print('--- only')
print(traceback.format_exception_only(caught), traceback.format_exception_only(SyntaxError('bad', ('f.py', 2, 3, 'x = = 1\n'))))
out = io.StringIO()
traceback.print_exception(caught, file=out, chain=False)
print(out.getvalue().splitlines()[-1])
summary = traceback.extract_tb(caught.__traceback__)
print([(f.name, f.line) for f in summary])
print([f.name for f in traceback.StackSummary.from_list([('f.py', 1, 'fn', 'code')])])
te = traceback.TracebackException.from_exception(caught, capture_locals=True)
print(te.exc_type_str if hasattr(te, 'exc_type_str') else te.exc_type.__name__, str(te), te.__cause__.stack[0].name, len(te.stack))
print('locals' in clean(''.join(te.format())), te.stack[-1].locals is not None)
try:
    raise caught
except ValueError:
    print(clean(traceback.format_exc(limit=1)).splitlines()[-1])
print(traceback.format_exc())


def stack(): return [f.name for f in traceback.extract_stack()]


print(stack())
print(clean(''.join(traceback.format_list(summary[:1]))), end='')
for frame, line in traceback.walk_tb(caught.__traceback__):
    print(frame.f_code.co_name, end=' ')
print()
