# Name resolution: builtins shadowed, restored, NameErrors, soft keywords as names.
print('builtin', len('abc'))
len = lambda x: 'shadowed'
print(len('abc'))
del len
print('back', len('abc'))
import builtins
builtins.added_builtin = 'from builtins'
print(added_builtin)
del builtins.added_builtin
try:
    added_builtin
except NameError as e:
    print(e, '|', e.name)


def uses_len(): return len('ab')


print(uses_len(), end=' ')
globals()['len'] = lambda x: 'module len'
print(uses_len(), end=' ')
del globals()['len']
print(uses_len(), end=' ')
saved = builtins.len
builtins.len = lambda x: 'patched builtins'
print(uses_len())
builtins.len = saved
match = case = type = _ = 5
print('soft keywords', match + case + type + _)
del type
print(type(match).__name__)
Ünï = 1
print('unicode', Ünï, ﬁ if (ﬁ := 2) else 0, 'fi' in globals())
print = print
None_ = None
for text in ('None = 1', 'True += 1', 'def None(): pass', 'class True: pass', 'import x as None', 'for None in x: pass', 'x.None', 'f(None=1)', 'lambda None: 0', 'def f(False): pass', '... = 1', '__debug__ = 1', 'def f(__debug__): pass',
             'x.__debug__ = 1', 'with a as None: pass', 'except_ = 1', 'async = 1', 'nonlocal = 1', 'print 1', 'exec "x"', 'class = 1', 'x = lambda', 'global x, y', 'import a.b as c.d', 'from a import (b)', 'from a import b,', 'from a import (b,)', 'from a import *, b', 'import *', 'def f():\n from a import *', 'from . import *', 'from .. import a as b', 'from ... import a', 'import .a', 'from a.b import c.d'):
    try:
        compile(text, '<n>', 'exec')
        print(text, 'compiles')
    except SyntaxError as e:
        print(text, '->', e.msg)
print('globals and vars', globals() is vars(), 'uses_len' in dir())
name = 'dynamic_name'
globals()[name] = 'set through globals'
print(dynamic_name)
