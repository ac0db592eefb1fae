# Source text: encodings, line ends, tabs, continuation, form feeds, comments, blank lines.
def run(source):
    ns = {}
    try:
        exec(source, ns)
        return {k: v for k, v in ns.items() if k != '__builtins__'}
    except SyntaxError as e:
        return f'{type(e).__name__}: {e.msg} (line {e.lineno}, offset {e.offset})'


print('line ends', run('a = 1\r\nb = 2\rc = 3\nd = """x\r\ny"""'))
print('no newline at the end', run('if 1:\n    a = 1'))
print('semicolons', run('a = 1; b = 2;'), run('a = 1;; b = 2'), run('if 1: a = 1; b = 2'))
print('continuation', run('a = 1 + \\\n2'), run('a = 1 \\ \n'), run('a = \\'), run('a = 1\\\n\nb = 2'))
print('tabs', run('if 1:\n\ta = 1\n\tb = 2'), run('if 1:\n\ta = 1\n        b = 2'), run('if 1:\n        a = 1\n\tb = 2'))
print('indentation', run('if 1:\n  a = 1\n b = 2'), run('if 1:\na = 1'), run('  a = 1'), run('a = 1\n  b = 2'), run('if 1:\n  a = 1\n    b = 2'))
print('blank and comment lines', run('\n\n# c\n\nif 1:\n\n    # c\n  # other\n\n    a = 1\n# at the margin\n    b = 2\n\n'))
print('form feed', run('\fa = 1\n\f\nif 1:\n \f b = 2'))
print('comment at the end', run('a = 1 # c'), run('#'), run(''))
print('bytes', run(b'a = "\xc3\xa9"'), run(b'# -*- coding: latin-1 -*-\na = "\xe9"'), run(b'\xef\xbb\xbfa = 1'), run('\ufeffa = 1'))
print('bad coding', run(b'# coding: nonsense\na = 1'), run('# coding: nonsense\na = "text needs none"'), run(b'a = "\xe9"'))
print('names', run('ａ = 1\nprint_me = a'), run('a\u0301 = 1'), run('x² = 1'), run('é = 1; e\u0301 = 2'), run('€ = 1'), run('a\u200bb = 1'))
print('nul', run('a = 1\n# \x01 fine in a comment'))
try:
    compile('a = "\0"', 'f', 'exec')
except (ValueError, SyntaxError) as e:
    print(type(e).__name__, e)
print('open brackets', run('a = (1,\n\n# comment\n  2\n)'), run('a = [1, 2'), run('a = (1]'), run('a = 1)'), run('a = {1: [2, (3}'))
print('open strings', run('a = "x\ny"'), run("a = '''x"), run('a = "x\\\ny"'), run('a = f"{1'), run("a = f'{1'"))
print('one-line compound', run('class A: x = 1'), run('for i in (1,): pass'), run('if 1: if 2: a = 1'), run('while 0: pass\nelse: a = 1'), run('try: a = 1\nfinally: b = 2'), run('with open: pass: pass'))
print('deep nesting', run('a = ' + '(' * 50 + '1' + ')' * 50), run('a = ' + '[' * 250)[:40], run('\n'.join(' ' * i + 'if 1:' for i in range(101)) + '\n' + ' ' * 101 + 'a = 1')[:60] if True else '')
print('long', run('a = ' + ' + '.join(['1'] * 500)), len(run('a = [' + '1,' * 3000 + ']')['a']))
