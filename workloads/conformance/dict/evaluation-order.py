# The order in which keys, values and updates are evaluated in displays, comprehension and calls.
def log(x):
    print('  eval', x)
    return x
print('display')
{log('k1'): log('v1'), log('k2'): log('v2')}
print('comprehension')
{log(k): log(k * 10) for k in (1, 2)}
print('subscript assignment')
d = {}
def get():
    log('target')
    return d
get()[log('key')] = log('value')
print('augmented')
d['n'] = 1
get()[log('n')] += log(5)
print(d['n'])
print('unpacking', {**{'a': 1}, **dict(b=2), 'a': 3, **{}})
class M:
    def keys(self):
        print('  keys()')
        return ['p', 'q']
    def __getitem__(self, key):
        print('  getitem', key)
        return key * 2
print('mapping protocol', dict(M()), {**M()}, (lambda **kw: kw)(**M()))
class HasKeysAttr:
    keys = None
try:
    dict(HasKeysAttr())
except TypeError as error:
    print('keys is not callable:', error)
print('duplicates', {1: 'int', 1.0: 'float', True: 'bool'}, {k % 2: k for k in range(5)})
print('sort by value', sorted({'a': 3, 'b': 1}.items(), key=lambda kv: kv[1]),
    max({'a': 3, 'b': 9}, key={'a': 3, 'b': 9}.get))
big = {i: i * i for i in range(1000)}
for i in range(0, 1000, 2):
    del big[i]
big[0] = 'again'
print('order after many deletions', list(big)[:4], list(big)[-2:], len(big), big.popitem())
del d
try:
    d['x']
except NameError as error:
    print('deleted', error)
