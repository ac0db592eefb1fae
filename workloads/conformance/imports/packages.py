# Packages made at run time: order of execution, submodules as attributes, __all__, relative imports.
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


write('pack/__init__.py', 'print("pack init", __name__, __package__)\nversion = 1\n__all__ = ["a", "name"]\nname = "n"\nhidden = 2\n')
write('pack/a.py', 'print("a runs", __name__, __package__)\nfrom . import version\nfrom .sub import deep\nfrom .sub.deep import value as renamed\n')
write('pack/b.py', 'from .. import too_far\n')
write('pack/sub/__init__.py', 'print("sub init")\nfrom ..a import version\n')
write('pack/sub/deep.py', 'print("deep runs")\nvalue = "deep value"\nfrom ... import x\n' if False else 'print("deep runs")\nvalue = "deep value"\n')
write('plain.py', '_private = 1\npublic = 2\nprint("plain runs once")\n')
write('namespace_pack/inner.py', 'x = "in a namespace package"\n')
write('bad_all.py', '__all__ = ["missing"]\n')
write('broken.py', 'before = 1\n1 / 0\n')
write('syntax_bad.py', 'x = = 1\n')
import pack.a
print('bound name', pack.__name__, pack.a.renamed, pack.sub.deep.value)
import pack.sub.deep as d
print('as gives the submodule', d.__name__)
from pack import *
print('star with __all__', name, a.__name__, 'hidden' in globals())
from plain import *
print('star without', public, '_private' in globals())
import plain
print('cached', sys.modules['plain'] is plain)
import namespace_pack.inner
print('namespace', namespace_pack.inner.x, namespace_pack.__file__ if hasattr(namespace_pack, '__file__') else 'no __file__', type(namespace_pack.__path__).__name__)
for text in ('import nothing_here', 'import pack.nothing', 'from pack import nothing', 'import pack.a.x', 'from plain import nope', 'import pack.b', 'from bad_all import *', 'import broken', 'import syntax_bad',
             'from . import x', 'from .x import y', 'import plain.sub', 'from pack.nothing import x'):
    try:
        exec(text)
        print(text, 'works')
    except (ImportError, AttributeError, ZeroDivisionError, SyntaxError, ValueError) as e:
        print(text, '->', type(e).__name__ + ':', str(e).replace(root, 'ROOT'))
print('failed module is not kept', 'broken' in sys.modules)
sys.modules['blocked'] = None
try:
    import blocked
except ImportError as e:
    print(e, '|', e.name)
sys.modules['fake'] = 'any object'
import fake
print('anything in sys.modules', fake)
import shutil
shutil.rmtree(root)
