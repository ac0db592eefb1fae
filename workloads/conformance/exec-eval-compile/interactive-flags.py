# Sources that are not complete yet, as an interactive interpreter reads them; trees of function types.
import ast
import codeop

SOURCES = [
    '', '  ', '# comment', '1 + 1', '1 +', '(1,', '[1,\n2', "x = '''a", "x = 'a", 'x = \\', 'a b',
    'for i in x:', 'for i in x:\n  print(i)', 'for i in x:\n  print(i)\n', 'if 1:\n  pass\nelse:',
    'class A:\n', 'def f(\n', 'try:\n  1\n', '@a', '@a.b\n\n', 'with a as b', 'match x:\n  case 1:\n',
    "f'{a", "f'''{a", 'async def f():', 'raise = 2', 'lambda', '\n\n', 'import a,',
]
for source in SOURCES:
    try:
        code = codeop.compile_command(source)
        print(repr(source), 'incomplete' if code is None else 'complete')
    except SyntaxError as error:
        print(repr(source), type(error).__name__, error.msg)

for flags in 0x200, 0x4000, 0x4200:
    for source in 'if 1:\n  pass', 'if 1:\n  pass\n', 'if 1:':
        try:
            print(hex(flags), repr(source), compile(source, '<input>', 'single', flags).co_name)
        except SyntaxError as error:
            print(hex(flags), repr(source), type(error).__name__, error.msg)

tree = ast.parse('(int, *str, **Any) -> float', mode='func_type')
print(ast.dump(tree))
print(ast.unparse(tree))
for flags in 0, ast.PyCF_ONLY_AST:
    for mode in 'func_type', 'other':
        try:
            print(type(compile('() -> int', '', mode, flags)).__name__)
        except ValueError as error:
            print(mode, flags, error)
