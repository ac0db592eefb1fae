# Where the carets go: operators, subscripts, calls, attributes, multi-line expressions.
# needs: traceback
import sys
import traceback
class A:
    x = None
a = A()
d = {'k': [1, 2]}
f = lambda *args: args[9]
def show(source):
    try:
        exec(compile(source, '<code>', 'exec'), globals())
    except Exception as error:
        lines = traceback.TracebackException.from_exception(error)
        for frame in lines.stack:
            if frame.filename == '<code>':
                print('  position', frame.lineno, frame.end_lineno, frame.colno, frame.end_colno, end='  ')
        print(repr(source), '->', type(error).__name__, error)
for source in ('1 + 2 + "a"', 'd["k"]["z"]', 'd["q"]', 'a.x.y', 'a.x.y.z', 'a.x()', 'f(1, 2)', 'd["k"][5] + 1',
    '(1 +\n 2 +\n "a")', 'f(1,\n  2)', 'x = a.x + 1', 'd["k"] += 1', 'a.x.y = 1', 'del d["zz"]', 'for i in 5: pass',
    'with a: pass', 'raise ValueError("v")', 'assert 1 == 2, "no"', 'import nothing_here', 'from sys import nothing',
    '[1/0 for _ in "ab"]', '(lambda: 1/0)()', 'undefined', 'print(undefined)', '-"a"', 'not_there.x', '"a" < 1',
    '1 < 2 < "a"', 'x, y = 1', 'x, y = [1]', '[*5]', '{**5}', 'f(*5)', 'f(**5)', 'f(**{1: 2})', 'int("x")',
    'd["k"][0](1)', 'class B(5): pass', '"%d" % "a"', 'f"{1/0}"', 'f"{a.x.y}"', '"\u00e9\u00e9" + 1',
    '"\U0001F600" + 1/0', 'a.x[0][1]', 'match 5:\n  case A(1): pass', 'a @ a', 'd[[]]', 'next(iter([]))',
    'a.x if a.y else 0', '1 if 1/0 else 2', 'len(5)', 'assert 1/0', 'try:\n  1/0\nfinally:\n  pass', 'a.x.y()',
    '(a\n .x\n .y\n)', 'print(1,\n  1/0,\n  3)', 'yield_ = [\n  1,\n  d["no"],\n]', '@5\ndef g(): pass',
    'type("T", (), {})(1)', 'super()', 'lambda: 0 + 1, 1/0', 'x = 1; y = 1/0; z = 2', '    ' and '1/0  # comment',
    '~1.5', 'd.k', 'a[0]', 'a[0] = 1', 'a()', 'sys.nothing'):
    show(source)
