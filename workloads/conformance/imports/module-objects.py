# Module objects: attributes, __getattr__ and __dir__ of a module, reload, deletion.
import importlib
import os
import sys
import tempfile
import types

root = tempfile.mkdtemp()
sys.path.insert(0, root)
sys.dont_write_bytecode = True


def write(name, text):
    with open(os.path.join(root, name), 'w') as f:
        f.write(text)
    importlib.invalidate_caches()


write('m.py', '"""doc of m"""\nx = 1\ndef __getattr__(name):\n    if name.startswith("dyn"):\n        return "made " + name\n    raise AttributeError(f"no {name}")\ndef __dir__():\n    return ["z", "a"]\n')
import m
print(m.__doc__, m.x, m.dynamic, dir(m))
from m import dyn_import
print(dyn_import, hasattr(m, 'other'))
try:
    from m import other
except ImportError as e:
    print(str(e).replace(root, 'ROOT'))
m.added = 'kept over reload'
write('m.py', 'x = 2\nlonger = "so that the size differs"\n')
again = importlib.reload(m)
print('reload', again is m, m.x, m.added, m.__doc__, '__getattr__' in vars(m))
del sys.modules['m']
import m as fresh
print('a new object', fresh is m, hasattr(fresh, 'added'))
try:
    importlib.reload(m)
    print('reload of an old one works', m.x)
except ImportError as e:
    print(e)
mod = types.ModuleType('made', 'its doc')
print('made', mod.__name__, mod.__doc__, mod.__spec__, mod.__loader__, sorted(vars(mod)))
mod.f = lambda: 1
sys.modules['made'] = mod
from made import f
import made
print(f(), made is mod, repr(mod))
for bad in (lambda: types.ModuleType(), lambda: types.ModuleType(5), lambda: importlib.reload('x'), lambda: mod.nothing, lambda: __import__(5), lambda: __import__(''), lambda: importlib.import_module('.x')):
    try:
        bad()
    except (TypeError, AttributeError, ValueError) as e:
        print(type(e).__name__ + ':', e)
del mod.__name__
try:
    mod.nothing
except AttributeError as e:
    print(e)


class Sub(types.ModuleType):
    @property
    def prop(self): return 'property on a module'


mod.__class__ = Sub
print(mod.prop)
print('spec', fresh.__spec__.name, fresh.__spec__.origin == fresh.__file__, os.path.basename(fresh.__file__), type(fresh.__loader__).__name__)
print('main', __name__, __spec__, sys.modules['__main__'].__dict__ is globals())
import os.path as p1
from os import path as p2
print('os.path', p1 is p2 is sys.modules['os.path'])
import shutil
shutil.rmtree(root)
