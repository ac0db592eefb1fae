# types and inspect: simple namespaces, dynamic classes, signatures, members, sources of frames.
# needs: python-3.8, inspect, types
import inspect
import types
n = types.SimpleNamespace(a=1, b='x')
n.c = [n.a]
print('namespace', n, n == types.SimpleNamespace(a=1, b='x', c=[1]), vars(n), types.SimpleNamespace({'k': 1}, z=2))
n.me = n; print('recursive', n)
p = types.MappingProxyType({'a': 1})
print('proxy', p, p['a'], 'a' in p, p | {'b': 2}, list(p), p == {'a': 1})
try:
    p['b'] = 1
except TypeError as error:
    print('read only', error)
C = types.new_class('C', (list,), {}, lambda ns: ns.update(x=5, __doc__='made'))
print('new_class', C([1]), C.x, C.__doc__, types.prepare_class('D', (), {})[0], types.resolve_bases((list[int],)))
m = types.ModuleType('mod', 'doc')
m.v = 1
print('module', m, m.__doc__, m.v, m.__name__)
print('method', types.MethodType(lambda self, y: (self, y), 'me')('you'),
    types.FunctionType((lambda: q).__code__, {'q': 7})(), types.CellType(5).cell_contents)
print('kinds', [type(x).__name__ for x in (len, [].append, str.join, str.__add__, object().__str__, (lambda: 0),
    (i for i in ()), type.__dict__['__mro__'], int.__dict__['real'], C.__dict__['__dict__'], ..., NotImplemented, None,
    int | str, list[int], range(1).__iter__, p, classmethod(len))])
def f(a, b: int = 2, /, c=3, *args, d, e=5, **kw) -> str:
    """First line.

        Indented.
    """
s = inspect.signature(f)
print('signature', s, list(s.parameters), s.parameters['b'].default, s.parameters['d'].kind.name, s.return_annotation,
    s.parameters['args'])
b = s.bind(1, d=4, z=9)
print('bind', b, b.arguments, b.args, b.kwargs)
b.apply_defaults()
print(b.arguments)
for args, kw in (((), {}), ((1,), {}), ((1,), {'a': 2, 'd': 1}), ((1, 2, 3), {'c': 1, 'd': 0})):
    try:
        print(s.bind(*args, **kw))
    except TypeError as error:
        print('bind', args, kw, error)
class K:
    """Doc."""
    def __init__(self, x, *, y=1): ...
    def m(self, q): ...
    @classmethod
    def c(cls, r): ...
    @staticmethod
    def s(t): ...
    @property
    def p(self): return 1
print('of class', inspect.signature(K), inspect.signature(K(1).m), inspect.signature(K.m), inspect.signature(K.c),
    inspect.signature(K.s), inspect.getdoc(f), inspect.getmro(K),
    [n for n, v in inspect.getmembers(K, inspect.isfunction)])
print('builtins', inspect.signature(len), inspect.signature(sorted), inspect.signature(str.split),
    inspect.signature(dict.get), inspect.signature(int.to_bytes))
print('tests', inspect.isfunction(f), inspect.isbuiltin(len), inspect.isclass(K), inspect.ismethod(K(1).m),
    inspect.isgeneratorfunction(lambda: (yield)), inspect.iscoroutinefunction(f), inspect.isabstract(K),
    inspect.ismodule(types), inspect.isroutine(str.join), inspect.isdatadescriptor(K.p), inspect.unwrap(f) is f)
print('frames', inspect.currentframe().f_code.co_name, inspect.stack()[0].function,
    inspect.getattr_static(K(1), 'p').__class__.__name__, inspect.cleandoc('  a\n    b\n  c'),
    inspect.getfullargspec(f).kwonlydefaults, inspect.classify_class_attrs(K)[-1].kind)
g = (x for x in [1])
print('generator', inspect.getgeneratorstate(g), next(g), inspect.getgeneratorstate(g),
    inspect.getgeneratorlocals(g)['x'])
g.close()
print(inspect.getgeneratorstate(g))
for t in (5, type, object):
    try:
        print(inspect.signature(t))
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
