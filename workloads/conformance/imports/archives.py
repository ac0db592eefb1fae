# needs: zipfile, tempfile, importlib
# Modules, packages and data out of archives on sys.path: their loader, their spec, subpackages, tracebacks, and what is not in them.
import importlib
import importlib.util
import os
import pkgutil
import sys
import tempfile
import zipfile

folder = tempfile.mkdtemp()
path = os.path.join(folder, 'bundle.zip')
odd = os.path.join(folder, 'bundle.whatever')
FILES = {
    'plain.py': 'VALUE = 41\n\n\ndef fail():\n    raise KeyError("from the archive")\n',
    'pack/__init__.py': 'from . import inner\nNAME = __name__\n',
    'pack/inner.py': 'import pack\nDEPTH = __package__\n',
    'pack/data.txt': 'some text',
    'pack/deep/__init__.py': '',
    'pack/deep/leaf.py': 'HERE = __name__\n',
    'bare/part.py': 'WHERE = "no __init__"\n',
    'broken.py': 'def f(:\n',
}
with zipfile.ZipFile(path, 'w') as archive:
    for name, text in FILES.items():
        archive.writestr(name, text)
with zipfile.ZipFile(odd, 'w', zipfile.ZIP_DEFLATED) as archive:
    archive.writestr('squeezed.py', 'X = "' + 'a' * 200 + '"\n')

sys.path.insert(0, path)
sys.path.insert(1, odd)
import plain
import pack.deep.leaf
import bare.part
import squeezed

short = lambda p: p.replace(folder, '…')
print('value', plain.VALUE, type(plain.__loader__).__name__, short(plain.__file__))
print('spec', plain.__spec__.name, short(plain.__spec__.origin), plain.__spec__.has_location, plain.__spec__.submodule_search_locations)
print('package', pack.NAME, [short(p) for p in pack.__path__], pack.inner.DEPTH, pack.inner.pack is pack)
print('deep', pack.deep.leaf.HERE, short(pack.deep.leaf.__file__))
print('namespace', bare.part.WHERE, type(bare.__path__).__name__, bare.__file__ if hasattr(bare, '__file__') else 'no file')
print('deflated', len(squeezed.X), short(squeezed.__file__))

loader = plain.__loader__
print('is_package', loader.is_package('plain'), loader.is_package('pack'))
print('get_source', loader.get_source('plain').splitlines()[0])
print('get_filename', short(loader.get_filename('pack')))
print('get_data', loader.get_data(os.path.join(path, 'pack', 'data.txt')))
print('pkgutil', pkgutil.get_data('pack', 'data.txt'))
print('modules', sorted(m.name for m in pkgutil.iter_modules([path])), sorted(m.name for m in pkgutil.iter_modules(pack.__path__)))
try:
    loader.get_data(os.path.join(path, 'none.txt'))
except OSError as e:
    print('no data', type(e).__name__)

try:
    plain.fail()
except KeyError as e:
    frame = e.__traceback__.tb_next
    print('raised', frame.tb_lineno, short(frame.tb_frame.f_code.co_filename), frame.tb_frame.f_globals['__name__'])
for name in 'nothing', 'pack.nothing', 'plain.nothing':
    try:
        importlib.import_module(name)
    except ModuleNotFoundError as e:
        print('missing', e.name, '|', e)
try:
    import broken
except SyntaxError as e:
    print('broken', e.lineno, e.msg)
print('find_spec', importlib.util.find_spec('pack.deep').name, importlib.util.find_spec('pack.none'))

sys.path.remove(path)
import pack.inner
print('after removal', pack.inner is sys.modules['pack.inner'])
for name in 'plain', 'pack', 'pack.inner', 'pack.deep', 'pack.deep.leaf':
    sys.modules.pop(name, None)
importlib.invalidate_caches()
try:
    import plain
except ModuleNotFoundError as e:
    print('gone', e)
