# What a function object tells about itself and what may be changed.
def f(a, b=1, /, c=2, *args, d, e: int = 3, **kw) -> str:
    """Doc of f."""
    x = [a, b]
    return lambda: x


print('name', f.__name__, f.__qualname__, f.__module__)
print('doc', f.__doc__)
print('defaults', f.__defaults__, f.__kwdefaults__)
code = f.__code__
print('counts', code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_nlocals)
print('varnames', code.co_varnames)
print('cells', code.co_cellvars, code.co_freevars)
print('flags: optimized, newlocals, *args, **kw', [bool(code.co_flags & bit) for bit in (1, 2, 4, 8)])
inner = f(1, d=0)
print('closure', inner.__code__.co_freevars, inner.__closure__[0].cell_contents)
print('closure of a plain function', f.__closure__)
print('globals are the module', f.__globals__ is globals())
print('builtins', f.__builtins__['len'] is len)
f.extra = 1
print('attributes', f.__dict__, vars(f) is f.__dict__)
f.__name__ = 'renamed'
f.__qualname__ = 'Some.where'
print('repr uses qualname', repr(f).split(' at ')[0])
print('code name unchanged', f.__code__.co_name, f.__code__.co_qualname)


def g(x):
    return x * 100


g.__code__ = (lambda x, y=0: x + 1).__code__
try:
    g(1)
except TypeError as e:
    print('swapped code, old defaults:', e)
g.__defaults__ = (0,)
print('with defaults', g(1))
for name, value in [('__name__', 5), ('__code__', 5), ('__defaults__', 5), ('__kwdefaults__', 5), ('__dict__', 5),
                    ('__globals__', {}), ('__closure__', ()), ('__code__', inner.__code__)]:
    try:
        setattr(g, name, value)
        print(name, 'set')
    except (TypeError, AttributeError, ValueError) as e:
        print(name, type(e).__name__ + ':', e)
del g.__doc__
print('deleted doc', g.__doc__)
try:
    del g.__name__
except TypeError as e:
    print(e)
print('type', type(f).__name__, type(len).__name__, type([].append).__name__, type(str.join).__name__)
