# Faulty statements: type, message, position, end position and the quoted line.
sources = ['x = ', 'x = = 1', '1 = x', 'f() = 1', 'x + 1 = 2', 'None = 1', 'True += 1', '(a, 1) = x', '[a, f()] = x',
    'x = yield = 1', 'del f()', 'del 1', 'del (a, b + c)', 'a, b += 1', 'if x = 1: pass', 'if x', 'if x:', 'while',
    'for x y in z: pass', 'for 1 in x: pass', 'for x in: pass', 'else: pass', 'elif x: pass', 'return 1', 'yield 1',
    'await x', 'break', 'continue', 'import', 'import a.', 'from x import', 'from . import *, a',
    'from x import (a, b', 'import a as 1', 'global', 'nonlocal x', 'pass pass', 'assert', 'raise from x',
    'with open(x) as f(): pass', 'with: pass', 'print 5', 'print "a"', 'exec "x"', 'x++', 'x--', '++', 'a b',
    'a = b c', 'try: pass', 'try:\n  pass\nx', 'except: pass', 'try:\n  pass\nexcept A, B:\n  pass\nelse x',
    'try: pass\nexcept: pass\nexcept A: pass', 'try: pass\nexcept A: pass\nexcept* B: pass', 'class: pass',
    'class A(: pass', 'class A', 'def f: pass', 'def f(: pass', 'def f()', 'def (x): pass', 'x: int: str',
    '(x, y): int', 'x.y: int = 1; 5: int', 'import a, from b', 'async x', 'async def f(): yield from x', 'type X',
    'type X[T = 1', 'match x:\n  case', 'match x:\n  case a | b: pass', 'match x:\n  case a: pass\n  case b: pass',
    'match x:\n  case {**r, "a": 1}: pass', 'match x:\n  case A(k=1, 2): pass', 'match x:\n  case [*a, *b]: pass',
    'match x:\n  case -a: pass', 'x = 1 if 2', 'from __future__ import nope',
    'x = 1\nfrom __future__ import annotations', 'from __future__ import braces', '@\ndef f(): pass', '@x\ny = 1',
    'lambda: (yield) = 1', 'def f():\n  x = 1\n  global x', 'def f(x):\n  global x', 'def f():\n  nonlocal y',
    'def f():\n  from a import *', 'class A:\n  return 1', 'finally: pass', 'x = {', 'whlie True: pass',
    'dfe f(): pass', 'imprt os', 'fro x in y: pass', 'retrun 5']
for source in sources:
    try:
        compile(source, 'file.py', 'exec')
        print(repr(source), 'compiles')
    except SyntaxError as e:
        print(repr(source), '->', type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset, repr(e.text))
