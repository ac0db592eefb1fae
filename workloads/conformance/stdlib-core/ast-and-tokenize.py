# ast: parse, dump, unparse, literal_eval, visitors and compile of changed trees; tokenize.
# needs: ast, io, tokenize
import ast
import io
import tokenize
print(ast.dump(ast.parse('x = 1 + y[2:]'), indent=1))
print(ast.dump(ast.parse('f(*a, k=1)', mode='eval')))
print(ast.dump(ast.parse('async def g(): await h'), include_attributes=False, show_empty=True)[:120])
for source in ('a  if b else(c)', 'lambda x,*y,z=1:x', 'f"{a!r:>{w}}" "b"', 'x=(yield)', '(a:=1)', '-(-x)**-y',
    'not(a and(b or c))', '[i for i in x if i if j]', '{**a,"b":1}', 'a[1:2,::3]', 'print(*a,**b)', '(1,)', 'x:int=5',
    '@d\ndef f(a,/,b,*,c):pass', 'try:\n x\nexcept* E as e:\n y\nfinally:\n z',
    'match x:\n case {"a":[1,*_],**r} if r:pass', 'with(a as b,c):pass', 'type X[T:int]=list[T]',
    'class A(B,k=1):\n  """d"""\n  x=1', '"a\\n\'"', '1e100j', 'a<b<c!=d', 'async def f():\n async for i in x:await y',
    'del a,b[0]', 'global x', 'from .a import b as c', 'raise A from b', 'if a:\n x\nelif b:\n y\nelse:\n z',
    "t'{x}'"):
    print(repr(ast.unparse(ast.parse(source))))
for text in ('[1, (2.5, "a"), {"k": None, True: b"x"}]', '-5', '1+2j', '{1, 2}', 'set()', ' 7', '...', '1+1', 'x',
    'f()', '[', '--1', '"a" "b"', '{**{}}', '3-4j'):
    try:
        print('literal', text, ast.literal_eval(text))
    except (ValueError, SyntaxError) as error:
        print('literal', text, '->', type(error).__name__, str(error).split(' at 0x')[0])
class Rename(ast.NodeTransformer):
    def visit_Name(self, node):
        return ast.copy_location(ast.Name(node.id * 2, node.ctx), node)
    def visit_Constant(self, node):
        return ast.Constant(node.value + 1) if isinstance(node.value, int) else node
tree = ast.fix_missing_locations(Rename().visit(ast.parse('x + 1', mode='eval')))
print('transformed', ast.unparse(tree), eval(compile(tree, '<t>', 'eval'), {'xx': 10}),
    [type(n).__name__ for n in ast.walk(tree)], list(ast.iter_fields(ast.Constant(5))))
node = ast.parse('def f():\n  "doc"\n  return  a+b').body[0]
print('places', node.lineno, node.end_lineno, node.body[1].value.col_offset, node.body[1].value.end_col_offset,
    ast.get_docstring(node), ast.get_source_segment('def f():\n  "doc"\n  return  a+b', node.body[1].value),
    ast.compare(ast.parse('a'), ast.parse('a ')))
for make in (lambda: compile(ast.Expression(ast.Constant(1)), 'f', 'eval'),
    lambda: compile(ast.Module([ast.Expr(5)], []), 'f', 'exec'), lambda: ast.Name(),
    lambda: compile(ast.Expression(ast.Name('x', ast.Store(), lineno=1, col_offset=0, end_lineno=1, end_col_offset=1)),
    'f', 'eval'), lambda: ast.parse('(')):
    try:
        print(type(make()).__name__)
    except Exception as error:
        print(type(error).__name__, error)
for tok in tokenize.generate_tokens(io.StringIO('if x>=1: # c\n\ty = f"a{b!r}" + 0x1F\n').readline):
    print(tokenize.tok_name[tok.type], tokenize.tok_name[tok.exact_type], repr(tok.string), tok.start, tok.end)
