# Function code: names, constants, lines and positions, rebuilt and replaced.
def f(a, b=2, *, c):
    x = a + b
    if c:
        return x
    return [y for y in range(x)]


co = f.__code__
print('signature', co.co_argcount, co.co_kwonlyargcount, co.co_varnames, co.co_nlocals)
print('names', co.co_names, co.co_freevars, co.co_cellvars)
print('lines', sorted({line - co.co_firstlineno for _, _, line in co.co_lines() if line}))
positions = [p for p in co.co_positions() if p[0] == co.co_firstlineno + 1 and p[2] is not None]
print('columns of line 1', sorted({(p[2], p[3]) for p in positions if p[2] != p[3]}))
print('flags', bool(co.co_flags & 0x1), bool(co.co_flags & 0x2), bool(co.co_flags & 0x20))


def outer(p):
    q = p
    def inner(r):
        return p, q, r
    return inner


print('cells', outer.__code__.co_cellvars, outer(1).__code__.co_freevars)
g = f.__code__.replace(co_name='renamed', co_firstlineno=500)
print('replaced', g.co_name, g.co_firstlineno, g.co_code == co.co_code, g == co)
from types import CodeType, FunctionType
h = FunctionType(co, {'range': range}, 'h', (10,))
print('new function', h(1, c=True), h.__name__, h.__defaults__)
try:
    h(1, c=False)
    print('range found')
except NameError as e:
    print(e)
for bad in (lambda: FunctionType(5, {}), lambda: FunctionType(co, 5), lambda: FunctionType(outer(1).__code__, {}), lambda: FunctionType(co, {}, None, None, (1,)), lambda: co.replace(co_argcount=-1), lambda: co.replace(bad=1), lambda: co.replace(co_name=5)):
    try:
        bad()
        print('no error')
    except (TypeError, ValueError) as e:
        print(type(e).__name__ + ':', e)
try:
    co.co_name = 'x'
except AttributeError as e:
    print(e)


def doc():
    """the docstring"""


def no_doc():
    x = 'not a docstring'


print('docstring flag', bool(doc.__code__.co_flags & 0x4000000), bool(no_doc.__code__.co_flags & 0x4000000), doc.__code__.co_consts[0])
same1 = compile('lambda x: x + 1', 'f', 'eval')
same2 = compile('lambda x: x + 1', 'f', 'eval')
print('equality', same1 == same2, hash(same1) == hash(same2), compile('1', 'f', 'eval') == compile('1.0', 'f', 'eval'), compile('0.0', 'f', 'eval') == compile('-0.0', 'f', 'eval'))
print('varnames', [c.co_varnames for c in co.co_consts if isinstance(c, CodeType)])
