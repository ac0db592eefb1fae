# __main__ as a module, runpy, and running a directory.
# needs: runpy
import os
import runpy
import sys
import tempfile

print('main', __name__, sys.modules['__main__'].__name__)
import __main__
print('importing it gives this module', __main__.__dict__ is globals())
root = tempfile.mkdtemp()
path = os.path.join(root, 'script.py')
with open(path, 'w') as f:
    f.write('import sys\nprint("script", __name__, __package__, sys.argv[0] == __file__)\nresult = seed * 2\n')
ns = runpy.run_path(path, init_globals={'seed': 21})
print(ns['result'], ns['__name__'], sorted(k for k in ns if not k.startswith('__')))
print(runpy.run_path(path, {'seed': 1}, run_name='other')['__name__'])
print('main untouched', sys.modules['__main__'].__dict__ is globals(), 'result' in globals())
os.makedirs(os.path.join(root, 'runnable'))
with open(os.path.join(root, 'runnable', '__init__.py'), 'w') as f:
    f.write('print("package init")\n')
with open(os.path.join(root, 'runnable', '__main__.py'), 'w') as f:
    f.write('print("package main", __name__, __package__)\nfrom . import part\n')
with open(os.path.join(root, 'runnable', 'part.py'), 'w') as f:
    f.write('print("part", __name__)\n')
sys.path.insert(0, root)
runpy.run_module('runnable', run_name='__main__')
runpy.run_module('runnable.part', alter_sys=True)
for name in ('no_such_module_xyz', 'sys', 'runnable.nothing'):
    try:
        runpy.run_module(name)
    except ImportError as e:
        print(e)
import shutil
shutil.rmtree(root)
