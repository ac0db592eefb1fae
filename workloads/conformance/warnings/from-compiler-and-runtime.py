# Warnings that compile() and the interpreter give themselves: SyntaxWarning and others.
# needs: re, warnings
import warnings
def given(source):
    with warnings.catch_warnings(record=True) as log:
        warnings.simplefilter('always')
        try:
            compile(source, 'src.py', 'exec')
        except SyntaxError as error:
            return 'SyntaxError ' + error.msg
        return [(w.category.__name__, str(w.message), w.filename, w.lineno) for w in log]
for source in ('x is 1', 'x is not "a"', 'x is ()', 'x is None', 'x == 1', '1 is x', '"\\d"', 'b"\\q"', 'r"\\d"',
    '"\\400"', '"ok\\n"', 'f"\\d{x}"', 'assert (1, "msg")', 'assert (x, "msg")', 'assert x, "msg"', '"a"()', '1()',
    '(1, 2)(3)', '[1][2]', '[1, 2]["a"]', '(1,)[1, 2]', '"abc"["a"]', '{}[1]', '{1}[0]', '1[0]', 'None[0]',
    '[x for x in y](1)', '{}()', 'f""()', '1if x else 2', '0x1for x in y', '1or 2', '1_000and x', '1.0if x else y',
    '0b1in x', 'def f():\n  try: pass\n  finally: return 1', 'for x in y:\n  try: pass\n  finally: break',
    'for x in y:\n  try: pass\n  finally: continue',
    'def f():\n  while 1:\n    try: pass\n    finally:\n      for z in y: break', 'def f():\n  global x\n  x = 1',
    'x = "\\\nfine"', '"""\n\n\\d"""', '(lambda: 1)()', 'lambda: 1()', '... ()', 'True()',
    't"{x}"()', '-1[0]', '[][0.5]', '""[None]', '"a"[1:2]', '"a"[0]', 'x = 1 is 1', 'a = b is c is 1',
    'try:\n 1\nexcept "a": pass'):
    print(repr(source), given(source))
with warnings.catch_warnings():
    warnings.simplefilter('error')
    for source in ('x is 1', '"\\d"', 'assert (1, 2)', '1()'):
        try:
            compile(source, 'src.py', 'exec')
        except SyntaxError as error:
            print('as error', error.msg, error.lineno, error.offset)
with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter('always')
    ~True
    async def never(): pass
    never()
    import re
    re.sub('a', 'b', 'a', 1)
    re.compile('[[a]')
    'x'.encode('utf-8')
    print('run time', [(w.category.__name__, str(w.message)) for w in log])
try:
    bool(NotImplemented)
except TypeError as error:
    print(error)
