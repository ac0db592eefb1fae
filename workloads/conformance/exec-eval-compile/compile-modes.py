# compile: modes, flags, code object attributes, what each mode accepts.
import ast

for text in ('1 + 1', 'x = 1', 'x = 1\ny = 2\n', '', '1; 2', 'if 1:\n pass\n', 'if 1:\n pass', 'def f(): pass', '\n\n', '# only a comment', '(', 'for x in y:', '1 +', '"abc', "'''abc", 'x\\', ' 1', '\t\n1'):
    row = []
    for mode in ('exec', 'eval', 'single'):
        try:
            compile(text, '<m>', mode)
            row.append(mode + ' ok')
        except SyntaxError as e:
            row.append(f'{mode} {type(e).__name__}: {e.msg}')
    print(repr(text), '|', ' | '.join(row))
exec(compile('1 + 1\n"text"', '<s>', 'exec'))
exec(compile('1 + 1; None; "text"', '<s>', 'single'))
print('underscore', __builtins__._ if hasattr(__builtins__, '_') else 'unset')
code = compile('a + 1', 'file.py', 'eval')
print('code', code.co_filename, code.co_name, code.co_names, code.co_firstlineno, code.co_consts, code.co_argcount)
tree = ast.parse('x = [1, 2]')
ns = {}
exec(compile(tree, '<tree>', 'exec'), ns)
print('from a tree', ns['x'])
print('to a tree', type(compile('1', '<t>', 'eval', ast.PyCF_ONLY_AST)).__name__)
for args in ((), ('1',), ('1', 'f'), ('1', 'f', 'bad'), (5, 'f', 'exec'), ('1\0', 'f', 'exec'), ('1', 5, 'exec'), (b'\xff', 'f', 'exec'), ('1', 'f', 'exec', 1 << 30)):
    try:
        compile(*args)
    except (TypeError, ValueError, SyntaxError) as e:
        print(type(e).__name__ + ':', str(e).split(' (')[0])
print('optimize', [eval(compile('__debug__', 'f', 'eval', optimize=o)) for o in (0, 1)], end=' ')
ns = {}
exec(compile('"doc"\nassert 0\ndef f(): "fdoc"', 'f', 'exec', optimize=2), ns)
print(ns.get('__doc__'), ns['f'].__doc__)
print('future flag', compile('from __future__ import annotations', 'f', 'exec').co_flags & 0x1000000 != 0)
code2 = code.replace(co_filename='other.py', co_name='renamed')
print('replace', code2.co_filename, code2.co_name, code2 == code, code.replace() == code, hash(code.replace()) == hash(code))
print('constants', compile('x = 1, 2; y = "a" "b"; z = -5; w = 2 ** 10', 'f', 'exec').co_consts)
nested = compile('def outer():\n def inner(): pass', 'f', 'exec').co_consts[0]
print('nested', nested.co_name, nested.co_consts[0].co_qualname)
