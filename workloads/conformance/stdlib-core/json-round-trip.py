# json: dumps options, loads hooks, special numbers, error positions.
# needs: enum, json
import json
data = {'b': [1, 2.5, None, True], 'a': {'x': 'é"\\\n\x01\u2028\U0001F600', '': []}, 'n': -0.0, 'big': 10**20,
    't': (1, 2)}
print('dumps', json.dumps(data))
print('sorted', json.dumps(data, sort_keys=True, separators=(',', ':'),
    ensure_ascii=False) == '{"a":{"":[],"x":"é\\"\\\\\\n\\u0001\u2028\U0001F600"},"b":[1,2.5,null,true],"big":100000000000000000000,"n":-0.0,"t":[1,2]}')
print(json.dumps({'k': [1, {'z': []}], 'e': {}}, indent=2))
print(json.dumps([1, [2]], indent='--'))
print(json.dumps([1], indent=0))
print('keys', json.dumps({1: 'a', 1.5: 'b', None: 'c', True: 'd', 'True': 'e'}),
    json.dumps({(1,): 1, 'k': 2}, skipkeys=True))
print('floats', json.dumps([1e100, 1e-7, 0.1, float('inf'), -float('inf'), 1e16]), json.dumps(float('nan')))
print('default', json.dumps({'s': {1}, 'c': 1j}, default=lambda o: sorted(o) if isinstance(o, set) else str(o)))
print('loads', json.loads(' [1, -2.5e3, "\\u00e9\\ud83d\\ude00\\/", true, null, {"a": 1, "a": 2}] '),
    json.loads('1E400'), json.loads('-0'), json.loads('-0.0'), json.loads('NaN'), json.loads(b'"x"'),
    json.loads('[-Infinity]'))
print('hooks', json.loads('{"a": {"b": 1.5}}', object_hook=lambda d: sorted(d), parse_float=str),
    json.loads('{"a": 1, "b": 2}', object_pairs_hook=tuple), json.loads('[1, 2]', parse_int=float),
    ascii(json.loads('"\\ud800"')))
class E(json.JSONEncoder):
    def default(self, o):
        return {'__complex__': [o.real, o.imag]} if isinstance(o, complex) else super().default(o)
print('encoder', json.dumps([1j], cls=E), ''.join(E().iterencode({'a': [1]})),
    json.JSONDecoder().raw_decode('[1] rest'), json.JSONDecoder(strict=False).decode('"a\tb"'))
from enum import IntEnum
class L(IntEnum): A = 1
class F(float):
    def __repr__(self): return 'never'
print('subclasses', json.dumps([L.A, F(1.5), type('S', (str,), {})('s')]), json.dumps({L.A: 1}))
circular = []; circular.append(circular)
bad = ['', '{', '[1,]', '{"a" 1}', '{a: 1}', '[1 2]', '"abc', '"\\x"', '01', '1.', '-', 'tru', '[1]]', '{"a": 1,}',
    '"a\tb"', "{'a': 1}", '"\\u12"', '[', '{"a":', '\n\n  x', 'nan', '+1', '\ufeff1']
for text in bad:
    try:
        print(repr(text), json.loads(text))
    except ValueError as error:
        print(ascii(text), '->', type(error).__name__, error)
for value in ({1}, {(1,): 2}, b'x', object, circular, 1j):
    try:
        print(json.dumps(value))
    except (TypeError, ValueError) as error:
        print('dumps ->', type(error).__name__, error, getattr(error, '__notes__', [])[:1])
try:
    json.dumps([float('nan')], allow_nan=False)
except ValueError as error:
    print(error)
