# Circular imports: what a half-initialised module shows.
import importlib
import os
import sys
import tempfile

root = tempfile.mkdtemp()
sys.path.insert(0, root)


def write(path, text):
    full = os.path.join(root, path)
    os.makedirs(os.path.dirname(full), exist_ok=True)
    with open(full, 'w') as f:
        f.write(text)
    importlib.invalidate_caches()


write('one.py', 'early = 1\nimport two\nlate = 2\nprint("one done", two.seen)\n')
write('two.py', 'import one\nseen = sorted(n for n in dir(one) if not n.startswith("_"))\ndef use(): return one.late\n')
import one
import two
print('half seen', two.seen, '| later complete', two.use())
write('three.py', 'from four import x\ny = 1\n')
write('four.py', 'from three import y\nx = 1\n')
try:
    import three
except ImportError as e:
    print(type(e).__name__, str(e).replace(root, 'ROOT').split(' (ROOT')[0])
print('neither kept', 'three' in sys.modules, 'four' in sys.modules)
write('five.py', 'import six_\nvalue = six_.value\n')
write('six_.py', 'import five\nvalue = five.value\n')
try:
    import five
except AttributeError as e:
    print(str(e).replace(root, 'ROOT').split(' from ')[0], '...', str(e).split(') ')[-1][-60:])
write('pk/__init__.py', 'from . import left\n')
write('pk/left.py', 'from . import right\nname = "left"\ndef get(): return right.name\n')
write('pk/right.py', 'from . import left\nimport pk.left as also\nname = "right"\ndef get(): return left.name, also.name\n')
import pk
print('package circle', pk.left.get(), pk.right.get())
write('lazy_a.py', 'def f():\n    from lazy_b import g\n    return g()\n')
write('lazy_b.py', 'import lazy_a\ndef g(): return "g"\n')
import lazy_a
print('import inside a function', lazy_a.f(), 'g' in vars(lazy_a))
write('again.py', 'import sys\ncount = getattr(sys, "again_count", 0) + 1\nsys.again_count = count\n')
import again
import again
from again import count
del sys.modules['again']
import again as second
print('executed', count, second.count)
write('selfie.py', 'import selfie\nprint("self import", selfie.__name__, hasattr(selfie, "after"))\nafter = 1\n')
import selfie
write('replace.py', 'import sys\nsys.modules[__name__] = "replaced itself"\n')
import replace
print(replace)
import shutil
shutil.rmtree(root)
del sys.again_count
