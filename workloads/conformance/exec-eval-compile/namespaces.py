# exec and eval with explicit namespaces: where names are read and written.
x = 'module'
print('default', eval('x'), exec('y = 1'), y)
g = {}
exec('z = 1\ndef f(): return z', g)
print('globals filled', g['z'], g['f'](), '__builtins__' in g)
l = {}
exec('a = 1\ndef f(): return a', g, l)
print('locals', sorted(l), 'a' in g)
try:
    l['f']()
except NameError as e:
    print('functions see globals only:', e)
exec('class C:\n v = 1\nk = [a for _ in "x"]', g, l)
print('comprehension sees locals', l['k'])


def function():
    v = 'local'
    exec('v = "changed"; w = 5')
    ns = {}
    exec('w = v', globals(), ns | {'v': 'given'})
    return v, 'w' in locals(), eval('v'), eval('v', {'v': 'other'}), eval('[v for _ in "a"]')


print(function())


class Mapping(dict):
    def __missing__(self, k): return f'<{k}>'


print('any mapping as locals', eval('undefined_name', {}, Mapping()))


class Logging:
    def __init__(self): self.log, self.d = [], {}
    def __getitem__(self, k):
        self.log.append('get ' + k)
        return self.d[k]
    def __setitem__(self, k, v):
        self.log.append('set ' + k)
        self.d[k] = v
    def __delitem__(self, k):
        self.log.append('del ' + k)
        del self.d[k]


m = Logging()
exec('a = 1\nb = a + len("x")\ndel a\nfor i in (1,): pass', {}, m)
print(m.log)
print('no builtins', end=' ')
for text in ('len("x")', '[].append', '1 + 1'):
    try:
        print(eval(text, {'__builtins__': {}}) if '.' not in text else 'attribute fine', end=' ')
    except NameError as e:
        print(e, end=' ')
print()
print('own builtins', eval('answer', {'__builtins__': {'answer': 42}}))
try:
    exec('class A: pass', {'__builtins__': {}})
except NameError as e:
    print(e)
try:
    exec('import os', {'__builtins__': {}})
except ImportError as e:
    print(e)
for call in (lambda: eval('1', 5), lambda: eval('1', {}, 5), lambda: exec('1', [], {}), lambda: eval('x = 1'), lambda: eval(''), lambda: eval('1\n2'), lambda: exec(5), lambda: eval(b'1 + 1') and eval(None), lambda: eval('1', globals=None, locals=5)):
    try:
        call()
    except (TypeError, SyntaxError) as e:
        print(type(e).__name__ + ':', e)
print('bytes', eval(b'"\xc3\xa9"'), eval('  \t 1 + 1 \n'), eval('(1,\n2)'))
print('keywords', eval('q', globals={'q': 1}), eval('q', {'q': 1}, locals={'q': 2}))


def closure():
    free = 1
    def inner(): return free
    from types import CellType
    out = []
    code = inner.__code__
    out.append(eval(code, {}) if not code.co_freevars else 'has free variables')
    try:
        exec(code)
    except TypeError as e:
        out.append(str(e))
    try:
        exec('1', closure=())
    except TypeError as e:
        out.append(str(e))
    return out


print(closure())
