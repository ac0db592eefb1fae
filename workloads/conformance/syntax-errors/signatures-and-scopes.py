# Faulty parameter lists, names declared twice, and rules about scopes.
sources = ['def f(a, a): pass', 'def f(a=1, b): pass', 'def f(*): pass', 'def f(*, **k): pass', 'def f(*a, *b): pass',
    'def f(**k, a): pass', 'def f(**k, *a): pass', 'def f(**k=1): pass', 'def f(*a=1): pass',
    'def f(a, /, b, /): pass', 'def f(/, a): pass', 'def f(*, a, /): pass', 'def f(*a, /): pass', 'def f(a=): pass',
    'def f(1): pass', 'def f(a.b): pass', 'def f((a, b)): pass', 'def f(None): pass', 'def f(__debug__): pass',
    'def f(a, b', 'def f(a b): pass', 'def f(a:): pass', 'def f(a) ->: pass', 'def f(*, a=1, a): pass',
    'def f(a, *, a): pass', 'def f(a, **a): pass', 'def f(*a: int = 1): pass', 'def f[T, T](): pass',
    'def f[T: int = 1, U](): pass', 'class A[T](k=1, B): pass', 'def f[1](): pass', 'def f[](): pass',
    'class A[*T: int]: pass', 'type A[T] = (yield)', 'def f():\n x = 1\n def g():\n  nonlocal y',
    'x = 1\ndef f():\n nonlocal x', 'nonlocal x', 'def f():\n print(x)\n global x',
    'def f():\n for x in y: pass\n global x', 'def f():\n global x\n nonlocal x', 'def f(x):\n nonlocal x',
    'def f():\n x: int = 1\n global x', 'def f():\n global x\n x: int = 1', 'class A:\n nonlocal __class__',
    'def f():\n def g(): nonlocal x\n x = 1', 'def f():\n yield 1\n return 2', 'async def f():\n yield 1\n return 2',
    'async def f():\n return 1', 'def f(): await x', 'def f(): async with a: pass', 'def f(): async for x in y: pass',
    'def f(): [x async for x in y]', 'async def f(): [await x for x in y]', 'class A: yield 1', 'class A: await x',
    '[(yield) for x in y]', 'lambda: (yield)', 'def f(x=(yield)): pass', 'for x in y:\n def f(): break',
    'while 1:\n class A: continue', 'for x in y: pass\nelse: break', 'try: pass\nfinally:\n continue', 'if 1: break',
    'class A: break', 'with a: continue', 'x: (yield) = 1', 'def f(x: (yield)): pass', 'def f(x: (y := 1)): pass',
    'type A = (x := 1)', 'class A(x := 1): pass', 'del __debug__', 'import __debug__', 'x.__debug__ = 1',
    'def __debug__(): pass', 'from x import __debug__', 'a = [i := 0 for i in x]', '[i := 0 for j in x]',
    'class C: [i := 0 for j in x]', '[j for j in [i := 0]]', '{(a := 1): 2 for a in b}', 'return',
    'def f(): return *a, b', 'return *a', 'def f(a, b): global b', 'import x as a.b', 'with a as 1: pass',
    'with a as (b, 1): pass', 'with (a as b, c as f()): pass', 'for f() in x: pass', 'for (a, 1) in x: pass',
    '[1 for 1 in x]', '[x for f() in y]', 'except x: pass', 'try: pass\nexcept x as y.z: pass',
    'try: pass\nexcept* : pass', 'try: pass\nexcept* A:\n break', 'try: pass\nexcept* A:\n return',
    'def f():\n try: pass\n except* A: return', 'while 1:\n try: pass\n except* A: break', 'def f():\n  (a, b) : int',
    'super() = 1', 'f"{x}" += 1', 'x = (a for b in c) = 1', '{} = 1', '{1} = x', '[] = ()', '() = []', '(x) = 1',
    '((x, y)) += 1', '-x = 1', 'not x = 1', 'a and b = 1', 'x < y = 1', 'lambda: 1 = 2', '(x if y else z) = 1',
    '... = 1', '[x for x in y] = 1', '{x: 1 for x in y} = 1', '(yield x) = 1', 'await x = 1', 'x[1] := 2',
    'with (yield) as x: pass']
for source in sources:
    try:
        compile(source, 'file.py', 'exec')
        print(repr(source), 'compiles')
    except SyntaxError as e:
        print(repr(source), '->', e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset)
