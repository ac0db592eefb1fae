# Text that is no program.
for text in ('1 +', 'if x', 'def f(:', 'return 1', 'x = = 1', 'for in y: pass', '(1', 'a b'):
    try:
        exec(text)
    except SyntaxError:
        print(repr(text), 'is a SyntaxError')
