# Every binary arithmetic special method, its reflected and in-place form, from the operator to the call.
import operator


class N:
    def __init__(self, name):
        self.name = name


forms = ['add', 'sub', 'mul', 'matmul', 'truediv', 'floordiv', 'mod', 'pow', 'lshift', 'rshift', 'and', 'or', 'xor', 'divmod']
for form in forms:
    for prefix in ('', 'r', 'i'):
        if form == 'divmod' and prefix == 'i':
            continue
        name = f'__{prefix}{form}__'
        setattr(N, name, lambda self, other, *mod, name=name: (name, getattr(other, 'name', other), *mod))
for name in ('neg', 'pos', 'invert', 'abs', 'trunc', 'floor', 'ceil'):
    setattr(N, f'__{name}__', lambda self, name=name: f'__{name}__')
symbols = {'add': '+', 'sub': '-', 'mul': '*', 'matmul': '@', 'truediv': '/', 'floordiv': '//', 'mod': '%', 'pow': '**',
           'lshift': '<<', 'rshift': '>>', 'and': '&', 'or': '|', 'xor': '^'}
for form, symbol in symbols.items():
    n = N('n')
    left = eval(f'n {symbol} 5')
    right = eval(f'5 {symbol} n')
    scope = {'n': n}
    exec(f'n {symbol}= 5', scope)
    print(f'{symbol:3}', left, right, scope['n'])
n = N('n')
print('divmod', divmod(n, 2), divmod(2, n))
print('pow with a modulus', pow(n, 2, 3))
try:
    print(pow(2, n, 3))
except TypeError as e:
    print('reflected pow with modulus:', e)
print('unary', -n, +n, ~n, abs(n))
import math
print('math', math.trunc(n), math.floor(n), math.ceil(n))


class R:
    def __round__(self, n='absent'):
        return ('round', n)


print('round', round(R()), round(R(), 2), round(R(), None))
print('operator module', operator.add(n, 1), operator.iadd(n, 1), operator.neg(n), operator.index(True))
