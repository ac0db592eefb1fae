# Mapping patterns: keys, rest, which get is used, what counts as a mapping.
# needs: python-3.10
import collections
import types


def f(x):
    match x:
        case {'op': 'add', 'args': [a, b]}:
            return f'add {a} {b}'
        case {'op': str(op), **rest}:
            return f'op {op} rest {rest}'
        case {1: one, 2.0: two, None: none}:
            return f'odd keys {one} {two} {none}'
        case {'k': {'deep': v}}:
            return f'deep {v}'
        case {}:
            return f'any mapping of {len(x)}'
    return 'no mapping'


for x in ({'op': 'add', 'args': (1, 2)}, {'op': 'add', 'args': [1]}, {'op': 'neg', 'x': 1}, {'op': 5}, {1: 'a', 2: 'b', None: 'c', 'more': 1},
          {'k': {'deep': [], 'x': 1}}, {}, [('op', 'add')], 'op', collections.OrderedDict(op='o'), types.MappingProxyType({'op': 'p'}),
          collections.ChainMap({'op': 'c'}, {'z': 1}), collections.Counter('aab')):
    print(type(x).__name__, '->', f(x))
d = collections.defaultdict(list)
match d:
    case {'missing': v}:
        print('wrong')
    case _:
        print('defaults are not made', dict(d))


class Loud(dict):
    def __getitem__(self, k):
        print('getitem', k, end=' ')
        return super().__getitem__(k)

    def get(self, k, default=None):
        print('get', k, end=' ')
        return super().get(k, default)

    def keys(self):
        print('keys', end=' ')
        return super().keys()


match Loud(a=1, b=2):
    case {'a': a, 'b': b}:
        print('matched', a, b)
match {'a': 1, 'b': 2, 'c': 3}:
    case {'b': b, **rest}:
        print('rest', rest, 'is a new dict')
key = 'dynamic'


class K:
    name = 'dynamic'


match {'dynamic': 'value pattern as key'}:
    case {K.name: v}:
        print(v)
try:
    match {'x': 1}:
        case {'x': a, K.x: b}:
            pass
except AttributeError as e:
    print(e)
K.x = 'x'
try:
    match {'x': 1}:
        case {'x': a, K.x: b}:
            pass
except ValueError as e:
    print(e)
for text in ("{'a': 1, 'a': 2}", "{**rest, 'a': 1}", "{'a': 1, **_}", "{a: 1}", "{'a': x, 'b': x}", "{'a': x, **x}", "{-1: a}", "{1 + 1j: a}", "{f'x': a}",
             "{'a' 'b': c}", "{**a, **b}", "{(1, 2): a}", "{True: a, None: b}", "{0: a, -0: b}", "{1: a, 1.0: b}"):
    try:
        compile(f'match x:\n case {text}: pass', '<m>', 'exec')
        print(text, 'compiles')
    except SyntaxError as e:
        print(text, '->', e.msg)
