# SyntaxError as an object: construction, attributes, str, and what eval, exec and import-like calls set.
# needs: traceback
e = SyntaxError('message', ('file.py', 3, 5, 'some text\n', 3, 9))
print('fields', e.msg, e.filename, e.lineno, e.offset, repr(e.text), e.end_lineno, e.end_offset, e.args, str(e))
for args in ((), ('m',), ('m', ('f', 1, 2, 't')), ('m', (None, None, None, None)), ('m', ('/a/b/f.py', 7, None, None)),
    ('m', (None, 7, 1, 'x')), (1,), ('m', ('f', 1, 2, 't', 1, 2)), ('m', ('f', 1, 2, 't', 1, 2, 'extra'))):
    try:
        e = SyntaxError(*args)
        print(args, '->', repr(str(e)), repr(e), e.msg, e.lineno, e.print_file_and_line)
    except TypeError as error:
        print(args, '-> TypeError', error)
for args in (('m', ('f',)), ('m', ('f', 1, 2, 't', 1)), ('m', 5), ('m', 'abcd'), ('m', ('f', 1), 3)):
    try:
        e = SyntaxError(*args)
        print(args, '->', e.args, e.lineno)
    except (TypeError, IndexError, ValueError) as error:
        print(args, '->', type(error).__name__, error)
for call in (lambda: eval('1 +', {}), lambda: exec('\n\nx y'), lambda: compile('x y', 'name', 'single'),
    lambda: compile(b'\xff', 'bytes', 'exec'), lambda: compile(b'# coding: nope\nx', 'coding', 'exec'),
    lambda: compile('x = "\0"', 'nul', 'exec'), lambda: eval('(' * 300),
    lambda: compile('(\n' * 3 + 'x y', 'f', 'exec'), lambda: eval('  ('), lambda: eval(')'),
    lambda: eval('a b', {'a': 1}), lambda: compile('if 1:\n x\n  y', 'g', 'exec'), lambda: eval('f(' * 250),
    lambda: compile('x\n' * 5 + 'é = é é', 'u', 'exec')):
    try:
        call()
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        print(type(error).__name__, ascii(error), [ascii(getattr(error, n, None))[:40] for n in ('filename', 'lineno',
            'offset', 'end_lineno', 'end_offset', 'text')])
try:
    exec('x = 1\ny = (2\nz = 3')
except SyntaxError as error:
    print(str(error), error.msg, error.text)
    error.msg = 'changed'; error.lineno = 99
    print(str(error), repr(error))
import traceback
for source in ('x = (1,\n', 'def f(:\n  pass', 'a = 1 +* 2', 'print "x"', 'é é', '\tx', 'if x:\n    y\n  z'):
    try:
        compile(source, 'show.py', 'exec')
    except SyntaxError as error:
        print(''.join(traceback.format_exception_only(error)), end='')
