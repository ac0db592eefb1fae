# Faulty expressions and calls: message and positions.
sources = ['(', ')', '[1, 2', '{1: 2', '(1]', '{1, 2]', 'f(', 'f(a', 'f(a b)', 'f(a, b c)', 'f(x for x in y, 1)',
    'f(1, x for x in y)', 'f(a=1, 2)', 'f(**a, *b)', 'f(**a, b)', 'f(a=1, a=2)', 'f(1=2)', 'f(True=1)', 'f(a.b=1)',
    'f(a+b=1)', 'f(x if y)', 'f(a=)', 'f(*)', 'f(**)', 'f(,)', 'f(a,,b)', '1 +', '* 2', '1 2', 'a.', '.a', 'a[', 'a[]',
    'a[1:2:3:4]', 'a..b', 'a.1', 'a if b', 'a if b else', 'if a else b', 'not', 'a not b', 'a is is b', 'a < > b',
    'a <> b', 'a && b', 'a || b', '!a', 'a ! b', 'a ? b : c', 'a := 1', '(a := 1', '(a.b := 1)', '(a[0] := 1)',
    '(1 := 2)', 'lambda x', 'lambda: ', 'lambda (x): 1', 'lambda *: 1', 'lambda x, x: 1', 'lambda x=1, y: 1',
    '[x for x in]', '[x for in y]', '[for x in y]', '[x, y for x in z]', '{x: y for x in z', '{x: y, **z for x in z}',
    '[*x for x in y]', '{**x for x in y}', '(*x)', '*x', 'x = (*a, b', 'print(*x for x in y)', '{1: 2, 3}',
    '{1, 2: 3}', '{1:}', '{:1}', '{1: *a}', '{**}', '[x := 1 for x in y]', '[(x := 1) for x in y]',
    '[y for x in (y := 1)]', '{a: b := 1}', 'a = 1 = 2', 'a == 1 = 2', '"a" = 1', '`a`', '$a', 'a?', '€', '0xg',
    '0b12', '0o8', '012', '1_', '1__0', '1e', '1.2.3', '1a', '0x', '0_7', '1.e+', '5j5', '1if 2else 3', '0in x',
    '1or 2', 'f"a" = 1', 'b"é"', 'ur"a"', '"abc', "'abc\n'", '"""abc', '"\\N{x}"', '"\\x1"', 'yield', '(yield)',
    'await f()', 'None()', 'None.x = 1', '__debug__ = 1', 'f(__debug__=1)', '(a for a in b c)', 'async (x)',
    '(x async for x in y)', '[await x for x in y]', 'x = *a', 'del *a', 'a, *b, *c = d', '*a = b', '*a, = b,', '\\',
    'a \\ b', 'a\\', 'a = \u00a0 1', 'a\u200b = 1', '\u201ctext\u201d', 'x = 1;; y', ';', ':', 'a:', '->', 'f() -> 5',
    '...a', '@', 'a @ @ b']
for source in sources:
    try:
        compile(source, 'file.py', 'exec')
        print(ascii(source), 'compiles')
    except SyntaxError as e:
        print(ascii(source), '->', ascii(e.msg), e.lineno, e.offset, e.end_lineno, e.end_offset)
